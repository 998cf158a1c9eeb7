/* shown.c - how terms are written for people: `china` as China, `chines` as Chinese, `tegaskan` as
 * menegaskan.
 *
 * Of the written forms of a word the most frequent one is shown, capitals aside; ties go to the
 * lower bytes. Capitals are kept where more than half of the occurrences in running text have them:
 * titles, beginnings of sentences and of quotes do not count. Only sums are kept, so it does not
 * matter who counted what. */
#include "vector/shown.h"

#include <stdlib.h>

void bk__shown_init(bk__shown *s, bk_ctx *ctx)
{
    *s = (bk__shown){.ctx = ctx};
    bk__map_init(&s->words, ctx);
    bk__arena_init(&s->strings, ctx);
}

void bk__shown_clear(bk__shown *s)
{
    if (!s->ctx)
        return;
    bk__map_clear(&s->words);
    bk__arena_clear(&s->strings);
    bk__free(s->ctx, s->written);
    bk__free(s->ctx, s->best);
    *s = (bk__shown){0};
}

static bk_status grow(bk__shown *s)
{
    uint32_t cap = s->cap ? 2 * s->cap : 1024;
    bk__written *p = bk__resize_array(s->ctx, s->written, cap, sizeof *p);
    if (!p)
        return BK_ENOMEM;
    s->written = p;
    s->cap = cap;
    return BK_OK;
}

bk_status bk__shown_add(bk__shown *s, bk_str word, const bk_form *form, uint64_t all,
                        uint64_t inside)
{
    uint32_t id;
    bk_status st = s->n == s->cap ? grow(s) : BK_OK;
    if (st == BK_OK)
        st = bk__map_put(&s->words, word, &id, NULL);
    if (st == BK_OK)
        s->written[s->n++] =
            (bk__written){form->fold, form->surface,
                          all,        inside,
                          id,         (form->flags & (BK_FORM_CAPITAL | BK_FORM_UPPER)) != 0};
    return st;
}

static int by_bytes(const void *a, const void *b)
{
    const bk__written *x = a, *y = b;
    int order = bk__str_cmp(x->fold, y->fold);
    return order ? order : bk__str_cmp(x->surface, y->surface);
}

/* Of the n surfaces of one fold. */
static bk_str capitals(const bk__written *w, uint32_t n)
{
    uint64_t inside = 0, capital = 0;
    const bk__written *best = NULL;
    for (uint32_t i = 0; i < n; i++) {
        inside += w[i].inside;
        if (!w[i].capital)
            continue;
        capital += w[i].inside;
        if (!best || w[i].inside > best->inside)
            best = &w[i];
    }
    return best && 2 * capital > inside ? best->surface : w[0].fold;
}

/* Of the n forms of one word: in the order of their bytes, each once; how many. */
static uint32_t settle(bk__written *w, uint32_t n)
{
    uint32_t m = 0;
    if (n > 1)
        qsort(w, n, sizeof *w, by_bytes);
    for (uint32_t i = 0; i < n; i++)
        if (m > 0 && by_bytes(&w[m - 1], &w[i]) == 0) { /* of another worker */
            w[m - 1].all += w[i].all;
            w[m - 1].inside += w[i].inside;
        } else {
            w[m++] = w[i];
        }
    return m;
}

static bk_str choose(const bk__written *w, uint32_t n)
{
    uint64_t most = 0;
    bk_str out = w[0].fold;
    for (uint32_t i = 0, j; i < n; i = j) {
        uint64_t all = 0;
        for (j = i; j < n && bk__str_eq(w[j].fold, w[i].fold); j++)
            all += w[j].all;
        if (all > most) {
            most = all;
            out = capitals(w + i, j - i);
        }
    }
    return out;
}

/* The forms by their words: [n], those of word i end at end[i]. */
static void by_word(const bk__shown *s, bk__written *sorted, uint32_t *end)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < s->n; i++)
        end[s->written[i].word]++;
    for (uint32_t i = 0; i < s->words.n; i++) {
        uint32_t n = end[i];
        end[i] = sum;
        sum += n;
    }
    for (uint32_t i = 0; i < s->n; i++)
        sorted[end[s->written[i].word]++] = s->written[i];
}

bk_status bk__shown_settle(bk__shown *s)
{
    uint32_t words = s->words.n, begin = 0, *end = bk__calloc(s->ctx, words, sizeof *end);
    bk__written *w = bk__alloc_array(s->ctx, s->n, sizeof *w);
    bk_status st = BK_ENOMEM;
    s->best = bk__alloc_array(s->ctx, words, sizeof *s->best);
    if (end && w && s->best) {
        by_word(s, w, end);
        st = BK_OK;
    }
    for (uint32_t i = 0; i < words && st == BK_OK; i++) {
        uint32_t n = settle(w + begin, end[i] - begin);
        st = bk__arena_str(&s->strings, &s->best[i], choose(w + begin, n));
        begin = end[i];
    }
    bk__free(s->ctx, end);
    bk__free(s->ctx, w);
    bk__free(s->ctx, s->written);
    s->written = NULL;
    s->n = s->cap = 0;
    return st;
}

bk_status bk__shown_of(const bk__shown *s, bk_str term, bk__buf *out)
{
    bk_status st = BK_OK;
    out->n = 0;
    for (bk_str rest = term; rest.n > 0 && st == BK_OK;) {
        bk_str word = bk__str_cut(&rest, ' ');
        uint32_t id = bk__map_find(&s->words, word);
        if (out->n > 0)
            st = bk__buf_byte(out, ' ');
        if (st == BK_OK)
            st = bk__buf_add(out, id == BK__NONE ? word : s->best[id]);
    }
    return st;
}
