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
    bk__map_init(&s->forms, ctx);
    bk__map_init(&s->words, ctx);
    bk__buf_init(&s->key, ctx);
}

void bk__shown_clear(bk__shown *s)
{
    if (!s->ctx)
        return;
    bk__map_clear(&s->forms);
    bk__map_clear(&s->words);
    bk__buf_clear(&s->key);
    bk__free(s->ctx, s->written);
    bk__free(s->ctx, s->best);
    *s = (bk__shown){0};
}

static bk_status reserve(bk__shown *s, uint32_t id)
{
    uint32_t cap = s->cap ? 2 * s->cap : 1024;
    bk__written *p;
    if (id < s->cap)
        return BK_OK;
    p = bk__resize_array(s->ctx, s->written, cap, sizeof *p);
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
    bool added;
    bk_status st;
    bk_str key;
    s->key.n = 0;
    BK__TRY(st, bk__buf_add(&s->key, word), done);
    BK__TRY(st, bk__buf_byte(&s->key, 0), done);
    BK__TRY(st, bk__buf_add(&s->key, form->fold), done);
    BK__TRY(st, bk__buf_byte(&s->key, 0), done);
    BK__TRY(st, bk__buf_add(&s->key, form->surface), done);
    BK__TRY(st, bk__map_put(&s->forms, bk__buf_str(&s->key), &id, &added), done);
    BK__TRY(st, reserve(s, id), done);
    if (added) {
        key = bk__map_key(&s->forms, id);
        s->written[id] = (bk__written){
            .word = {key.p, word.n},
            .fold = {key.p + word.n + 1, form->fold.n},
            .surface = {key.p + word.n + form->fold.n + 2, form->surface.n},
            .capital = (form->flags & (BK_FORM_CAPITAL | BK_FORM_UPPER)) != 0,
        };
    }
    s->written[id].all += all;
    s->written[id].inside += inside;
done:
    return st;
}

static int by_bytes(const void *a, const void *b)
{
    const bk__written *x = a, *y = b;
    int order = bk__str_cmp(x->word, y->word);
    if (order == 0)
        order = bk__str_cmp(x->fold, y->fold);
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

/* Of the n forms of one word. */
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

bk_status bk__shown_settle(bk__shown *s)
{
    uint32_t n = s->forms.n, id;
    bk_status st = BK_OK;
    s->best = bk__alloc_array(s->ctx, (size_t)n + 1, sizeof *s->best);
    if (!s->best)
        return BK_ENOMEM;
    if (n > 0)
        qsort(s->written, n, sizeof *s->written, by_bytes);
    for (uint32_t i = 0, j; i < n && st == BK_OK; i = j) {
        for (j = i; j < n && bk__str_eq(s->written[j].word, s->written[i].word); j++)
            ;
        st = bk__map_put(&s->words, s->written[i].word, &id, NULL);
        if (st == BK_OK)
            s->best[id] = choose(s->written + i, j - i);
    }
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
