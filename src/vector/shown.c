/* shown.c - how terms are written for people: `china` as China, `chines` as Chinese, `tegaskan` as
 * menegaskan.
 *
 * Of the written forms of a word the most frequent one is shown, capitals aside; ties go to the
 * lower bytes. Capitals are kept where more than half of the occurrences in running text have them:
 * titles, beginnings of sentences and of quotes do not count. Only sums are kept, so it does not
 * matter who counted what.
 * Split: PARTS stretches of words, over the pool. */
#include "vector/shown.h"

#include <stdlib.h>

#include "base/par.h"

enum { PARTS = 64 };

void bk__shown_init(bk__shown *s, bk_ctx *ctx)
{
    *s = (bk__shown){.ctx = ctx};
    bk__map_init(&s->words, ctx);
}

void bk__shown_clear(bk__shown *s)
{
    if (!s->ctx)
        return;
    bk__map_clear(&s->words);
    bk__free(s->ctx, s->best);
    bk__free(s->ctx, s->bytes);
    *s = (bk__shown){0};
}

bk__written bk__written_of(const bk_form *form, uint32_t word, uint64_t all, uint64_t inside)
{
    bool capital = (form->flags & (BK_FORM_CAPITAL | BK_FORM_UPPER)) != 0;
    return (bk__written){form->fold, form->surface, all, inside, word, capital};
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

uint32_t bk__shown_sum(bk__written *w, uint32_t n)
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

bk_str bk__shown_choose(bk__written *w, uint32_t n)
{
    return choose(w, bk__shown_sum(w, n));
}

typedef struct job {
    bk__shown *s;
    bk__written *form; /* [n] by word */
    size_t *end;       /* [s->n] of each word's forms */
} job;

/* The forms by their words. */
static void by_word(job *t, const bk__written *form, size_t n)
{
    size_t sum = 0;
    for (size_t i = 0; i < n; i++)
        t->end[form[i].word]++;
    for (uint32_t i = 0; i < t->s->n; i++) {
        size_t here = t->end[i];
        t->end[i] = sum;
        sum += here;
    }
    for (size_t i = 0; i < n; i++)
        t->form[t->end[form[i].word]++] = form[i];
}

static bk_status choose_part(void *user, int64_t part, int worker)
{
    const job *t = user;
    bk__shown *s = t->s;
    uint32_t from = (uint32_t)((uint64_t)s->n * (uint64_t)part / PARTS);
    uint32_t to = (uint32_t)((uint64_t)s->n * (uint64_t)(part + 1) / PARTS);
    (void)worker;
    for (uint32_t i = from; i < to; i++) {
        size_t begin = i > 0 ? t->end[i - 1] : 0;
        uint32_t n = (uint32_t)(t->end[i] - begin);
        s->best[i] = n ? bk__shown_choose(t->form + begin, n) : (bk_str){NULL, 0};
    }
    return BK_OK;
}

/* What was chosen, in a block of its own. */
static bk_status copy_best(bk__shown *s)
{
    size_t bytes = 0;
    for (uint32_t i = 0; i < s->n; i++)
        bytes += s->best[i].n;
    char *to = s->bytes = bk__alloc(s->ctx, bytes);
    if (!to)
        return BK_ENOMEM;
    for (uint32_t i = 0; i < s->n; i++) {
        bk_str *best = &s->best[i];
        if (!best->p)
            continue;
        if (best->n > 0)
            memcpy(to, best->p, best->n);
        best->p = to;
        to += best->n;
    }
    return BK_OK;
}

bk_status bk__shown_settle(bk__shown *s, const bk__written *form, size_t n, uint32_t words)
{
    job t = {s, bk__alloc_array(s->ctx, n, sizeof *t.form),
             bk__calloc(s->ctx, words, sizeof *t.end)};
    bk_status st = BK_ENOMEM;
    s->n = words;
    s->best = bk__alloc_array(s->ctx, words, sizeof *s->best);
    if (t.form && t.end && s->best) {
        by_word(&t, form, n);
        st = bk__par_for(s->ctx, NULL, PARTS, choose_part, &t);
    }
    if (st == BK_OK)
        st = copy_best(s);
    bk__free(s->ctx, t.form);
    bk__free(s->ctx, t.end);
    return st;
}

bk_status bk__shown_name(bk__shown *s, const bk_str *word, uint32_t n)
{
    bk_status st = BK_OK;
    for (uint32_t i = 0, id; i < n && st == BK_OK; i++)
        st = bk__map_put(&s->words, word[i], &id, NULL);
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
            st = bk__buf_add(out, id == BK__NONE || !s->best[id].p ? word : s->best[id]);
    }
    return st;
}
