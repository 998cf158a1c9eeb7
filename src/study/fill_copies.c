/* fill_copies.c - table copies: which outlet repeats whose articles, how late, how much changed.
 *
 * Each member of a group but the earliest is a copy of the earlier one that it is most like (so a
 * copy of a copy is told from a copy of the first). Where the two bear the same time or one bears
 * none, who was first is not known: such copies count, but not in `later` and in the delay. */
#include <stdlib.h>

#include "study/study.h"

#define LEVEL 0.95

typedef struct copy {
    int32_t from, to; /* outlets */
    int64_t delay;    /* seconds; 0: not known to be later */
    float changed;
} copy;

typedef struct line { /* copies [first, first + n) of one outlet from another */
    size_t first, n;
} line;

static int by_outlets(const copy *a, const copy *b)
{
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return (a->to > b->to) - (a->to < b->to);
}

static int by_delay(const void *x, const void *y)
{
    const copy *a = x, *b = y;
    int outlets = by_outlets(a, b);
    return outlets ? outlets : (a->delay > b->delay) - (a->delay < b->delay);
}

static int by_change(const void *x, const void *y)
{
    const copy *a = x, *b = y;
    return (a->changed > b->changed) - (a->changed < b->changed);
}

static int by_number(const void *x, const void *y)
{
    const line *a = x, *b = y;
    if (a->n != b->n)
        return a->n > b->n ? -1 : 1;
    return (a->first > b->first) - (a->first < b->first);
}

static size_t list_copies(const bk_study *s, copy *at)
{
    const bk_neardup *d = &s->repeats;
    size_t n = 0;
    for (int64_t i = 0; i < d->n; i++) {
        uint32_t of = d->of[i];
        int64_t then = bk__study_published(s, of), now = bk__study_published(s, i);
        if (of == i || s->source.of[of] < 0 || s->source.of[i] < 0)
            continue;
        bool known = then != BK_NO_DATE && now != BK_NO_DATE && now > then;
        at[n++] =
            (copy){s->source.of[of], s->source.of[i], known ? now - then : 0, 1 - d->shared[i]};
    }
    return n;
}

/* `at` is sorted by delay; afterwards by what was changed. */
static bk_status add_line(bk_study *s, copy *at, size_t n, int64_t articles)
{
    bk_interval share = bk_stat_share((double)n, (double)articles, LEVEL);
    size_t unknown = 0;
    while (unknown < n && at[unknown].delay == 0)
        unknown++;
    bk_cell delay = BK_CELL_NULL;
    if (unknown < n) {
        size_t low = (unknown + n - 1) / 2, high = (unknown + n) / 2;
        delay = BK_CELL_REAL(((double)at[low].delay + (double)at[high].delay) / 7200);
    }
    qsort(at, n, sizeof *at, by_change);
    double changed = ((double)at[(n - 1) / 2].changed + (double)at[n / 2].changed) / 2;
    bk_cell row[COP_N] = {[COP_SOURCE] = BK_CELL_STR(s->source.id[at->from]),
                          [COP_COPIER] = BK_CELL_STR(s->source.id[at->to]),
                          [COP_COPIES] = BK_CELL_INT((int64_t)n),
                          [COP_SHARE] = BK_CELL_REAL(share.value),
                          [COP_LOW] = BK_CELL_REAL(share.low),
                          [COP_HIGH] = BK_CELL_REAL(share.high),
                          [COP_LATER] = BK_CELL_INT((int64_t)(n - unknown)),
                          [COP_HOURS] = delay,
                          [COP_CHANGED] = BK_CELL_REAL(changed)};
    return bk__study_add(s, T_COPIES, row);
}

bk_status bk__fill_copies(bk_study *s)
{
    size_t D = (size_t)s->D + 1, n, lines = 0;
    copy *at = bk__alloc_array(s->ctx, D, sizeof *at);
    line *of = bk__alloc_array(s->ctx, D, sizeof *of);
    int64_t *articles = bk__calloc(s->ctx, (size_t)s->source.n + 1, sizeof *articles);
    bk_status st = at && of && articles ? bk__study_fresh(s, T_COPIES) : BK_ENOMEM;
    if (st != BK_OK)
        goto done;
    for (int64_t i = 0; i < s->D; i++)
        if (s->source.of[i] >= 0)
            articles[s->source.of[i]]++;
    n = list_copies(s, at);
    if (n > 1)
        qsort(at, n, sizeof *at, by_delay);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || by_outlets(&at[i], &at[i - 1]) != 0)
            of[lines++] = (line){i, 0};
        of[lines - 1].n++;
    }
    if (lines > 1)
        qsort(of, lines, sizeof *of, by_number);
    for (size_t l = 0; l < lines && st == BK_OK; l++)
        st = add_line(s, at + of[l].first, of[l].n, articles[at[of[l].first].to]);
done:
    bk__free(s->ctx, at);
    bk__free(s->ctx, of);
    bk__free(s->ctx, articles);
    return st;
}
