/* confusion.c - macro F1 of predicted classes with a bootstrap interval over groups.
 *
 * A resample draws as many groups as there are with replacement; what it needs of a group is its
 * table of (true, predicted), so a resample costs the examples and no more.
 * Split: 32 resamples a chunk, each chunk with its own stream. */
#include <bingkai/logit.h>

#include <math.h>

#include "base/par.h"
#include "base/rng.h"
#include "stat/resample.h"

enum { BAND = 32, STREAM = 0x6d663100 /* apart from other streams */ };

typedef struct draws {
    bk_ctx *ctx;
    const int32_t *y, *predicted;
    const int64_t *first; /* [groups + 1] into order */
    const int64_t *order; /* [n] examples by group */
    int64_t groups;
    int K;
    int64_t B;
    double *f1;     /* [B] */
    int64_t *table; /* [threads x K x K] */
    bk__rng **rng;  /* [threads] */
} draws;

/* Classes that never occur do not count. */
static double macro(const int64_t *table, int K)
{
    double sum = 0;
    int some = 0;
    for (int k = 0; k < K; k++) {
        int64_t truth = 0, said = 0;
        for (int j = 0; j < K; j++) {
            truth += table[k * K + j];
            said += table[j * K + k];
        }
        if (truth == 0)
            continue;
        some++;
        sum += 2 * (double)table[k * K + k] / (double)(truth + said);
    }
    return some > 0 ? sum / some : NAN;
}

static bk_status draw_band(void *user, int64_t chunk, int worker)
{
    draws *d = user;
    size_t cells = (size_t)d->K * (size_t)d->K;
    int64_t *table = d->table + (size_t)worker * cells;
    if (!d->rng[worker]) {
        bk_status st = bk__rng_new(d->ctx, &d->rng[worker]);
        if (st != BK_OK)
            return st;
    }
    bk__rng_stream(d->rng[worker], STREAM, (uint64_t)chunk);
    for (int64_t b = chunk * BAND; b < (chunk + 1) * BAND && b < d->B; b++) {
        for (size_t c = 0; c < cells; c++)
            table[c] = 0;
        for (int64_t i = 0; i < d->groups; i++) {
            int64_t g = (int64_t)bk__rng_below(d->rng[worker], (uint64_t)d->groups);
            for (int64_t j = d->first[g]; j < d->first[g + 1]; j++)
                table[d->y[d->order[j]] * d->K + d->predicted[d->order[j]]]++;
        }
        d->f1[b] = macro(table, d->K);
    }
    return BK_OK;
}

/* Examples by group: counting sort. *first [groups + 1], *order [n]; yours. */
static bk_status sort_groups(bk_ctx *ctx, const int32_t *group, int64_t n, int64_t *groups,
                             int64_t **first, int64_t **order)
{
    *groups = group ? 0 : n;
    for (int64_t i = 0; group && i < n; i++) {
        if (group[i] < 0)
            return bk__fail(ctx, BK_EINVAL, "group", "groups are numbered from 0");
        *groups = group[i] >= *groups ? group[i] + 1 : *groups;
    }
    *first = bk__calloc(ctx, (size_t)*groups + 2, sizeof **first);
    *order = *first ? bk__alloc_array(ctx, (size_t)n, sizeof **order) : NULL;
    if (!*order)
        return BK_ENOMEM;
    int64_t *at = *first + 1; /* at[g] becomes where g's next goes, first[g + 1] in the end */
    for (int64_t i = 0; i < n; i++)
        at[(group ? group[i] : i) + 1]++;
    for (int64_t g = 0; g < *groups; g++)
        at[g + 1] += at[g];
    for (int64_t i = 0; i < n; i++)
        (*order)[at[group ? group[i] : i]++] = i;
    return BK_OK;
}

static bk_status interval(bk_ctx *ctx, bk_interval *out, draws *d, double level)
{
    size_t threads = (size_t)bk_ctx_threads(ctx), cells = (size_t)d->K * (size_t)d->K;
    bk_status st = BK_ENOMEM;
    d->f1 = bk__alloc_array(ctx, (size_t)d->B, sizeof *d->f1);
    d->table = bk__alloc_array(ctx, threads * cells, sizeof *d->table);
    d->rng = bk__calloc(ctx, threads, sizeof(bk__rng *));
    if (d->f1 && d->table && d->rng)
        st = bk__par_for(ctx, NULL, bk__chunks(d->B, BAND), draw_band, d);
    if (st == BK_OK)
        bk__resample_bounds(&out->low, &out->high, d->f1, d->B, level);
    for (size_t w = 0; d->rng && w < threads; w++)
        bk__rng_free(ctx, d->rng[w]);
    bk__free(ctx, d->rng);
    bk__free(ctx, d->table);
    bk__free(ctx, d->f1);
    return st;
}

bk_status bk_stat_macro_f1(bk_ctx *ctx, bk_interval *out, int64_t *confusion, const int32_t *y,
                           const int32_t *predicted, const int32_t *group, int64_t n, int classes,
                           int resamples, double level)
{
    *out = (bk_interval){NAN, NAN, NAN};
    if (n < 1 || classes < 2 || classes > 1024 || resamples < 1 || !(level > 0 && level < 1))
        return bk__fail(ctx, BK_EINVAL, "", "an example, 2 to 1024 classes, a resample, a level");
    int64_t *table = bk__calloc(ctx, (size_t)classes * (size_t)classes, sizeof *table);
    int64_t *first = NULL, *order = NULL, groups = 0;
    bk_status st = table ? BK_OK : BK_ENOMEM;
    for (int64_t i = 0; i < n && st == BK_OK; i++) {
        if (y[i] < 0 || y[i] >= classes || predicted[i] < 0 || predicted[i] >= classes)
            st = bk__fail(ctx, BK_EINVAL, "y", "example %lld has no class", (long long)i);
        else
            table[y[i] * classes + predicted[i]]++;
    }
    if (st == BK_OK)
        st = sort_groups(ctx, group, n, &groups, &first, &order);
    if (st == BK_OK) {
        out->value = macro(table, classes);
        for (int c = 0; confusion && c < classes * classes; c++)
            confusion[c] = table[c];
        draws d = {.ctx = ctx,
                   .y = y,
                   .predicted = predicted,
                   .first = first,
                   .order = order,
                   .groups = groups,
                   .K = classes,
                   .B = resamples};
        if (groups > 1)
            st = interval(ctx, out, &d, level);
    }
    bk__free(ctx, order);
    bk__free(ctx, first);
    bk__free(ctx, table);
    return st;
}
