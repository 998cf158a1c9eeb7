/* fill_outlets.c - tables outlet_pairs and similarity: who writes alike, and how alike all are.
 *
 * Two measures of two outlets. The mean cosine of their articles says how alike what they write
 * about is; it does not depend on how many articles each has. The share of one's articles that have
 * a similar one in the other says how many stories they have in common; it grows with the other's
 * size. In both an article that an outlet brought several times counts once there, but a copy that
 * stands in two outlets counts in each: that they bring the same is what is measured. */
#include <math.h>
#include <stdlib.h>

#include "model/between.h"
#include "study/study.h"

enum { BINS = 20 };
#define LEVEL 0.95

/* ---- articles of an outlet, each once ------------------------------------------------------ */

/* Articles by (lead, outlet): of each the first stays. */
typedef struct unit {
    uint32_t lead, row;
    int32_t outlet;
} unit;
typedef struct units {
    unit *at; /* [n] by lead, outlet */
    int64_t n;
    int64_t *of;    /* [D + 1] units of the lead are at[of[lead]..of[lead + 1]] */
    int32_t *group; /* [D] outlet of articles that are units, else -1 */
} units;

static int by_lead(const void *p, const void *q)
{
    const unit *x = p, *y = q;
    if (x->lead != y->lead)
        return x->lead < y->lead ? -1 : 1;
    if (x->outlet != y->outlet)
        return x->outlet < y->outlet ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static bk_status units_new(const bk_study *s, units *u)
{
    int64_t n = 0, kept = 0;
    u->at = bk__alloc_array(s->ctx, (size_t)s->D + 1, sizeof *u->at);
    u->of = bk__calloc(s->ctx, (size_t)s->D + 2, sizeof *u->of);
    u->group = bk__alloc_array(s->ctx, (size_t)s->D + 1, sizeof *u->group);
    if (!u->at || !u->of || !u->group)
        return BK_ENOMEM;
    for (int64_t i = 0; i < s->D; i++) {
        u->group[i] = -1;
        if (s->source.of[i] >= 0)
            u->at[n++] = (unit){bk__study_lead(s, i), (uint32_t)i, s->source.of[i]};
    }
    if (n > 1)
        qsort(u->at, (size_t)n, sizeof *u->at, by_lead);
    for (int64_t k = 0; k < n; k++) {
        const unit *x = &u->at[k];
        if (kept > 0 && u->at[kept - 1].lead == x->lead && u->at[kept - 1].outlet == x->outlet)
            continue;
        u->group[x->row] = x->outlet;
        u->of[x->lead + 1]++;
        u->at[kept++] = *x;
    }
    for (int64_t i = 0; i < s->D; i++)
        u->of[i + 1] += u->of[i];
    u->n = kept;
    return BK_OK;
}

static void units_free(const bk_study *s, units *u)
{
    bk__free(s->ctx, u->at);
    bk__free(s->ctx, u->of);
    bk__free(s->ctx, u->group);
}

/* ---- how many have one alike in the other -------------------------------------------------- */

/* Both directions of the pairs by row: the others of row i are other[first[i]..first[i + 1]]. */
typedef struct others {
    int64_t *first; /* [D + 2] */
    uint32_t *other;
} others;

static bk_status others_new(const bk_study *s, const bk_pairs *pairs, others *o)
{
    o->first = bk__calloc(s->ctx, (size_t)s->D + 3, sizeof *o->first);
    o->other = bk__alloc_array(s->ctx, 2 * (size_t)pairs->n + 1, sizeof *o->other);
    if (!o->first || !o->other)
        return BK_ENOMEM;
    for (int64_t k = 0; k < pairs->n; k++) {
        o->first[pairs->at[k].a + 2]++;
        o->first[pairs->at[k].b + 2]++;
    }
    for (int64_t i = 2; i < s->D + 2; i++)
        o->first[i] += o->first[i - 1];
    for (int64_t k = 0; k < pairs->n; k++) {
        o->other[o->first[pairs->at[k].a + 1]++] = pairs->at[k].b;
        o->other[o->first[pairs->at[k].b + 1]++] = pairs->at[k].a;
    }
    return BK_OK;
}

/* hits [S x S]: articles of the first outlet that have one alike in the second. */
static bk_status count_hits(const bk_study *s, const units *u, const bk_pairs *pairs, int64_t *hits)
{
    int32_t S = s->source.n;
    others o = {NULL, NULL};
    int64_t *seen = bk__alloc_array(s->ctx, (size_t)S + 1, sizeof *seen);
    int32_t *found = bk__alloc_array(s->ctx, (size_t)S + 1, sizeof *found);
    bk_status st = seen && found ? others_new(s, pairs, &o) : BK_ENOMEM;
    for (int32_t g = 0; st == BK_OK && g < S; g++)
        seen[g] = -1;
    for (int64_t i = 0; st == BK_OK && i < s->D; i++) {
        int32_t n = 0;
        if (u->of[i] == u->of[i + 1])
            continue;
        for (int64_t k = o.first[i]; k < o.first[i + 1]; k++)
            for (int64_t e = u->of[o.other[k]]; e < u->of[o.other[k] + 1]; e++)
                if (seen[u->at[e].outlet] != i) {
                    seen[u->at[e].outlet] = i;
                    found[n++] = u->at[e].outlet;
                }
        for (int64_t e = u->of[i]; e < u->of[i + 1]; e++) {
            int64_t *row = hits + (int64_t)u->at[e].outlet * S;
            for (int32_t k = 0; k < n; k++)
                row[found[k]]++;
            for (int64_t f = u->of[i]; f < u->of[i + 1]; f++) /* its copies elsewhere */
                row[u->at[f].outlet] += f != e && seen[u->at[f].outlet] != i;
        }
    }
    bk__free(s->ctx, seen);
    bk__free(s->ctx, found);
    bk__free(s->ctx, o.first);
    bk__free(s->ctx, o.other);
    return st;
}

/* ---- outlet_pairs -------------------------------------------------------------------------- */

static bk_status add_pair(bk_study *s, int32_t a, int32_t b, const int64_t *size, bk_interval mean,
                          int64_t hits)
{
    bk_interval share = bk_stat_share((double)hits, (double)size[a], LEVEL);
    bk_cell row[OUT_N] = {
        [OUT_A] = BK_CELL_STR(s->source.id[a]),     [OUT_B] = BK_CELL_STR(s->source.id[b]),
        [OUT_ARTICLES_A] = BK_CELL_INT(size[a]),    [OUT_ARTICLES_B] = BK_CELL_INT(size[b]),
        [OUT_COSINE] = BK_CELL_REAL(mean.value),    [OUT_LOW] = BK_CELL_REAL(mean.low),
        [OUT_HIGH] = BK_CELL_REAL(mean.high),       [OUT_SHARED] = BK_CELL_REAL(share.value),
        [OUT_SHARED_LOW] = BK_CELL_REAL(share.low), [OUT_SHARED_HIGH] = BK_CELL_REAL(share.high),
    };
    return bk__study_add(s, T_OUTLET_PAIRS, row);
}

bk_status bk__fill_outlets(bk_study *s, const bk_csr *A, const bk_pairs *pairs)
{
    int32_t S = s->source.n;
    units u = {0};
    bk_interval *mean = bk__calloc(s->ctx, (size_t)S * (size_t)S + 1, sizeof *mean);
    int64_t *hits = bk__calloc(s->ctx, (size_t)S * (size_t)S + 1, sizeof *hits);
    int64_t *size = bk__calloc(s->ctx, (size_t)S + 1, sizeof *size);
    bk_status st = mean && hits && size ? bk__study_fresh(s, T_OUTLET_PAIRS) : BK_ENOMEM;
    if (st == BK_OK)
        st = units_new(s, &u);
    if (st == BK_OK)
        st = bk__between(s->ctx, mean, A, u.group, S, LEVEL);
    if (st == BK_OK)
        st = count_hits(s, &u, pairs, hits);
    for (int64_t k = 0; st == BK_OK && k < u.n; k++)
        size[u.at[k].outlet]++;
    for (int32_t a = 0; a < S; a++)
        for (int32_t b = 0; b < S && st == BK_OK; b++)
            st = add_pair(s, a, b, size, mean[(int64_t)a * S + b], hits[(int64_t)a * S + b]);
    units_free(s, &u);
    bk__free(s->ctx, mean);
    bk__free(s->ctx, hits);
    bk__free(s->ctx, size);
    return st;
}

/* ---- similarity ---------------------------------------------------------------------------- */

static int bin_of(float score)
{
    int k = (int)((double)score * BINS);
    return k < 0 ? 0 : k >= BINS ? BINS - 1 : k;
}

static bk_status add_bins(bk_study *s, const char *kind, const int64_t n[BINS])
{
    int64_t all = 0;
    bk_status st = BK_OK;
    for (int k = 0; k < BINS; k++)
        all += n[k];
    for (int k = 0; k < BINS && all > 0 && st == BK_OK; k++) {
        bk_cell row[SIM_N] = {[SIM_KIND] = BK_CELL_STR(bk__str(kind)),
                              [SIM_LOW] = BK_CELL_REAL(k / (double)BINS),
                              [SIM_HIGH] = BK_CELL_REAL((k + 1) / (double)BINS),
                              [SIM_COUNT] = BK_CELL_INT(n[k]),
                              [SIM_SHARE] = BK_CELL_REAL((double)n[k] / (double)all)};
        st = bk__study_add(s, T_SIMILARITY, row);
    }
    return st;
}

bk_status bk__fill_similarity(bk_study *s, const bk_pairs *near, const bk_pairs *pairs)
{
    int64_t nearest[BINS] = {0}, listed[BINS] = {0}, leads = 0;
    bk_status st = bk__study_fresh(s, T_SIMILARITY);
    for (int64_t i = 0, last = -1; i < near->n; i++) {
        int64_t a = near->at[i].a; /* its best that is no copy of it */
        if (a == last || bk__study_lead(s, a) != a || bk__study_lead(s, near->at[i].b) == a)
            continue;
        last = a;
        nearest[bin_of(near->at[i].score)]++;
        leads--;
    }
    for (int64_t i = 0; i < s->D; i++)
        leads += bk__study_lead(s, i) == i;
    nearest[0] += leads; /* nothing in common that is worth listing */
    for (int64_t i = 0; i < pairs->n; i++)
        listed[bin_of(pairs->at[i].score)]++;
    if (st == BK_OK)
        st = add_bins(s, "nearest", nearest);
    return st == BK_OK ? add_bins(s, "pairs", listed) : st;
}
