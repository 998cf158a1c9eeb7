/* fill_contrasts.c - table contrasts: where do outlets and periods differ in the tone of a dyad?
 *
 * Each outlet and period stands beside all others; the outlets with the most articles on a dyad
 * pair by pair, and each period beside the one before it. An article has its vote. p is that of
 * bk_stat_difference; q is adjusted over all rows of one scope and kind (Benjamini, Hochberg 1995),
 * so of the rows with q < 0.05 one in twenty is expected to be chance. By scope, then p. */
#include <math.h>
#include <stdlib.h>

#include "study/study.h"

enum { LEAST = 5, PAIRED = 20 }; /* votes on the dyad; outlets that are compared pair by pair */

typedef struct contrast {
    int32_t dyad, a, b; /* groups; b -1: all others */
    bk_moments of[2];
    int64_t articles[2];
    bk_difference d;
    double q;
} contrast;

typedef struct cell {
    bk_moments m;
    int64_t articles;
} cell;

typedef struct work {
    bk_study *s;
    const bk__groups *g;
    cell *of; /* [(g->n + 1) x dyads], the last row all articles that are in a group */
    contrast *row;
    size_t n, cap;
    int dyads;
} work;

static void put(cell *c, double tone, double vote)
{
    c->m.n += vote;
    c->m.sum += vote * tone;
    c->m.square += vote * tone * tone;
    c->articles++;
}

/* One article's relations obs[from, to). */
static void take(work *w, size_t from, size_t to)
{
    const bk_tone_obs *obs = w->s->obs;
    int32_t g = w->g->of[obs[from].article];
    double vote = (double)w->s->vote[obs[from].article];
    if (g < 0 || !(vote > 0))
        return;
    for (int d = 0; d < w->dyads; d++) {
        double sum = 0, n = 0;
        for (size_t i = from; i < to; i++)
            if (obs[i].dyad == d) {
                sum += obs[i].polarity;
                n++;
            }
        if (n > 0) {
            put(&w->of[(int64_t)g * w->dyads + d], sum / n, vote);
            put(&w->of[(int64_t)w->g->n * w->dyads + d], sum / n, vote);
        }
    }
}

static const cell *at(const work *w, int32_t g, int d)
{
    return &w->of[(int64_t)g * w->dyads + d];
}

static bk_status add(work *w, int d, int32_t a, int32_t b)
{
    const cell *x = at(w, a, d);
    cell y = *at(w, b < 0 ? w->g->n : b, d);
    if (b < 0) {
        y.m = (bk_moments){y.m.n - x->m.n, y.m.sum - x->m.sum, y.m.square - x->m.square};
        y.articles -= x->articles;
    }
    if (y.m.n < LEAST)
        return BK_OK;
    contrast c = {d, a, b, {x->m, y.m}, {x->articles, y.articles}, {0, 0, 0, 0}, 1};
    c.d = bk_stat_difference(&c.of[0], &c.of[1], w->s->opts.tone.level);
    if (bk__make_room(w->s->ctx, &w->row, &w->cap, w->n + 1, sizeof *w->row) != BK_OK)
        return BK_ENOMEM;
    w->row[w->n++] = c;
    return BK_OK;
}

/* Is the group among the PAIRED largest of the dyad? */
static bool large(const work *w, int d, int32_t g)
{
    int larger = 0;
    for (int32_t k = 0; k < w->g->n; k++) {
        double n = at(w, k, d)->m.n, own = at(w, g, d)->m.n;
        larger += n > own || (n == own && k < g);
    }
    return at(w, g, d)->m.n >= LEAST && larger < PAIRED;
}

static bk_status compare(work *w, int d, bool rest)
{
    bool time = w->g != &w->s->source;
    int32_t before = -1;
    bk_status st = BK_OK;
    for (int32_t a = 0; a < w->g->n && st == BK_OK; a++) {
        if (at(w, a, d)->m.n < LEAST)
            continue;
        if (rest)
            st = add(w, d, a, -1);
        else if (time && before >= 0)
            st = add(w, d, a, before);
        for (int32_t b = a + 1; !rest && !time && large(w, d, a) && b < w->g->n && st == BK_OK; b++)
            if (large(w, d, b))
                st = add(w, d, a, b);
        before = a;
    }
    return st;
}

/* q of rows [from, n). */
static bk_status adjust(work *w, size_t from)
{
    size_t n = w->n - from;
    double *p = bk__alloc_array(w->s->ctx, n + 1, sizeof *p);
    if (!p)
        return BK_ENOMEM;
    for (size_t i = 0; i < n; i++)
        p[i] = w->row[from + i].d.p;
    bk_status st = bk_stat_adjust(w->s->ctx, p, (int64_t)n);
    for (size_t i = 0; i < n && st == BK_OK; i++)
        w->row[from + i].q = p[i];
    bk__free(w->s->ctx, p);
    return st;
}

static int by_p(const void *a, const void *b)
{
    const contrast *x = a, *y = b;
    if (x->d.p != y->d.p)
        return x->d.p < y->d.p ? -1 : 1;
    if (x->dyad != y->dyad)
        return x->dyad < y->dyad ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

static bk_status write_row(const work *w, const contrast *c)
{
    bk_study *s = w->s;
    bk_str b = c->b < 0 ? BK__STR("") : w->g->id[c->b];
    bk_cell row[CON_N] = {[CON_SCOPE] = BK_CELL_STR(bk__str(w->g->scope)),
                          [CON_DYAD] = BK_CELL_STR(bk__str(bk_triad_dyad_code(s->triad, c->dyad))),
                          [CON_A] = BK_CELL_STR(w->g->id[c->a]),
                          [CON_B] = BK_CELL_STR(b),
                          [CON_TONE_A] = BK_CELL_REAL(c->of[0].sum / c->of[0].n),
                          [CON_TONE_B] = BK_CELL_REAL(c->of[1].sum / c->of[1].n),
                          [CON_DIFFERENCE] = BK_CELL_REAL(c->d.value),
                          [CON_LOW] = BK_CELL_REAL(c->d.low),
                          [CON_HIGH] = BK_CELL_REAL(c->d.high),
                          [CON_P] = BK_CELL_REAL(c->d.p),
                          [CON_Q] = BK_CELL_REAL(c->q),
                          [CON_ARTICLES_A] = BK_CELL_INT(c->articles[0]),
                          [CON_ARTICLES_B] = BK_CELL_INT(c->articles[1])};
    return bk__study_add(s, T_CONTRASTS, row);
}

static bk_status by_group(bk_study *s, const bk__groups *g)
{
    work w = {.s = s, .g = g, .dyads = bk_triad_dyads(s->triad)};
    bk_status st = BK_OK;
    size_t to;
    if (g->n < 2) /* nothing to compare it with */
        return BK_OK;
    w.of = bk__calloc(s->ctx, ((size_t)g->n + 1) * (size_t)w.dyads, sizeof *w.of);
    if (!w.of)
        return BK_ENOMEM;
    for (size_t from = 0; from < s->n_obs; from = to) {
        for (to = from + 1; to < s->n_obs && s->obs[to].article == s->obs[from].article;)
            to++;
        take(&w, from, to);
    }
    for (int rest = 1; rest >= 0; rest--) {
        size_t from = w.n;
        for (int d = 0; d < w.dyads && st == BK_OK; d++)
            st = compare(&w, d, rest);
        if (st == BK_OK)
            st = adjust(&w, from);
    }
    if (w.n > 0)
        qsort(w.row, w.n, sizeof *w.row, by_p);
    for (size_t i = 0; i < w.n && st == BK_OK; i++)
        st = write_row(&w, &w.row[i]);
    bk__free(s->ctx, w.of);
    bk__free(s->ctx, w.row);
    return st;
}

bk_status bk__fill_contrasts(bk_study *s)
{
    enum { WAYS = 4 };
    const bk__groups *by[WAYS] = {&s->source, &s->month, &s->quarter, &s->year};
    bk_status st = bk__study_fresh(s, T_CONTRASTS);
    for (size_t i = 0; i < WAYS && st == BK_OK; i++)
        st = by_group(s, by[i]);
    return st;
}
