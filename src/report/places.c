/* places.c - rows of a table by article and sentence.
 *
 * Only rows of articles with a card are held, sorted by article, sentence and row, so that a card
 * takes time linear in its article however many sentences that has. */
#include <stdlib.h>

#include "report/page.h"

static int by_place(const void *a, const void *b)
{
    const bk__place *x = a, *y = b;
    if (x->article != y->article)
        return x->article < y->article ? -1 : 1;
    if (x->sentence != y->sentence)
        return x->sentence < y->sentence ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static int64_t shown_article(const bk__page *p, bk__tab t, int64_t r)
{
    int64_t a = bk__article(p, bk__s(p, t, r, 0)); /* `id` and `sentence` come first in each */
    return a >= 0 && p->card_of[a] > 0 ? a : -1;
}

bk_status bk__places_new(bk__page *p, bk__places *out, bk__tab t)
{
    size_t n = 0;
    *out = (bk__places){NULL, 0, p->ctx};
    for (int64_t r = 0; r < bk__rows(p, t); r++)
        n += shown_article(p, t, r) >= 0;
    out->at = bk__alloc_array(p->ctx, n + 1, sizeof *out->at);
    if (!out->at)
        return BK_ENOMEM;
    for (int64_t r = 0; r < bk__rows(p, t); r++) {
        int64_t a = shown_article(p, t, r);
        if (a >= 0)
            out->at[out->n++] = (bk__place){a, bk__i(p, t, r, 1), r};
    }
    qsort(out->at, out->n, sizeof *out->at, by_place);
    return BK_OK;
}

void bk__places_clear(bk__places *l)
{
    bk__free(l->ctx, l->at);
    *l = (bk__places){NULL, 0, l->ctx};
}

/* The first of those that are not before (article, sentence). */
static size_t not_before(const bk__places *l, int64_t article, int64_t sentence)
{
    bk__place key = {article, sentence, -1};
    size_t low = 0, high = l->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (by_place(&l->at[mid], &key) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

bk__places bk__places_of(const bk__places *l, int64_t article, int64_t from, int64_t to)
{
    size_t low = not_before(l, article, from), high = not_before(l, article, to);
    return (bk__places){l->at + low, high > low ? high - low : 0, l->ctx};
}
