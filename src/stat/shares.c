/* shares.c - mean shares of groups of articles with intervals.
 *
 * Resample b gives each row (articles that repeat each other are one) the weight -ln u, u a uniform
 * number that is a hash of seed, stream, b and row alone: so a row has the same weight in every
 * group and column. One more article, drawn from all rows with votes, has such a weight too.
 * Quantiles are moved out for few rows. Beyond LIMIT rows: the variance of the weighted mean over
 * rows, carried to log-odds. Split: BAND resamples of a group a chunk. Workspace: resamples x K
 * doubles a group. */
#include "stat/resample.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#include "base/par.h"
#include "base/rng.h"

enum { BAND = 64, LIMIT = 2000 };

typedef struct shares {
    bk_ctx *ctx;
    const bk_stat_rows *r;
    const int64_t *at; /* [members] articles of the running group, by row */
    int64_t members;
    const int64_t *all; /* [voters] articles with votes */
    int64_t voters;
    int resamples;
    uint64_t key;
    double *mean; /* [K x resamples] */
    double *sum;  /* [threads x K] */
} shares;

static uint32_t row_of(const bk_stat_rows *r, int64_t i)
{
    return r->row ? r->row[i] : (uint32_t)i;
}

static double vote_of(const bk_stat_rows *r, int64_t i)
{
    return r->weight ? (double)r->weight[i] : 1;
}

/* (0, 1] */
static double uniform(uint64_t key, int64_t b, uint64_t row)
{
    uint64_t x = bk__mix(bk__mix(key + (uint64_t)b * 0x9e3779b97f4a7c15u) + row);
    return ((double)(x >> 11) + 1) * 0x1p-53;
}

static void resample(const shares *s, int64_t b, double *sum)
{
    const bk_stat_rows *r = s->r;
    uint64_t key = s->key;
    int64_t more = s->all[(int64_t)((uniform(key, b, UINT64_MAX) - 0x1p-54) * (double)s->voters)];
    double all = -log(uniform(key, b, UINT64_MAX - 1)), w = 0;
    const double *y = r->y + (int64_t)row_of(r, more) * r->K;
    for (int k = 0; k < r->K; k++)
        sum[k] = all * y[k];
    for (int64_t m = 0; m < s->members; m++) {
        int64_t i = s->at[m];
        uint32_t row = row_of(r, i);
        if (m == 0 || row != row_of(r, s->at[m - 1]))
            w = -log(uniform(key, b, row));
        double x = w * vote_of(r, i);
        y = r->y + (int64_t)row * r->K;
        all += x;
        for (int k = 0; k < r->K; k++)
            sum[k] += x * y[k];
    }
    for (int k = 0; k < r->K; k++)
        s->mean[(int64_t)k * s->resamples + b] = sum[k] / all;
}

static bk_status resample_band(void *user, int64_t chunk, int worker)
{
    shares *s = user;
    for (int64_t b = chunk * BAND; b < (chunk + 1) * BAND && b < s->resamples; b++)
        resample(s, b, s->sum + (int64_t)worker * s->r->K);
    return BK_OK;
}

/* The mean of column k; *variance of it over rows. */
static double mean_of(const shares *s, int k, double *variance)
{
    const bk_stat_rows *r = s->r;
    double all = 0, sum = 0, own = 0, square = 0;
    for (int64_t m = 0; m < s->members; m++) {
        double w = vote_of(r, s->at[m]);
        all += w;
        sum += w * r->y[(int64_t)row_of(r, s->at[m]) * r->K + k];
    }
    for (int64_t m = 0; m < s->members; m++) {
        uint32_t row = row_of(r, s->at[m]);
        own += vote_of(r, s->at[m]) * (r->y[(int64_t)row * r->K + k] - sum / all);
        if (m + 1 == s->members || row_of(r, s->at[m + 1]) != row) {
            square += own * own;
            own = 0;
        }
    }
    *variance = square / (all * all);
    return sum / all;
}

static void normal_bounds(bk_interval *x, double variance, double level)
{
    double z = gsl_cdf_ugaussian_Pinv(0.5 + level / 2), p = x->value;
    x->low = x->high = p;
    if (!(p > 0 && p < 1) || !(variance > 0))
        return;
    double half = z * sqrt(variance) / (p * (1 - p)), odds = log(p / (1 - p));
    x->low = 1 / (1 + exp(half - odds));
    x->high = 1 / (1 + exp(-half - odds));
}

/* The level whose quantiles are moved out for few rows (Hesterberg 2015). */
static double widened(double level, int64_t rows)
{
    double n = (double)rows, t = bk__t_quantile(0.5 + level / 2, n - 1);
    return 1 - 2 * gsl_cdf_ugaussian_P(-t * sqrt(n / (n - 1)));
}

static bk_status one_group(shares *s, bk_interval *out, double level)
{
    int64_t rows = 0;
    bk_status st = BK_OK;
    for (int64_t m = 0; m < s->members; m++)
        rows += m == 0 || row_of(s->r, s->at[m]) != row_of(s->r, s->at[m - 1]);
    if (rows > 1 && rows <= LIMIT && s->resamples > 0)
        st = bk__par_for(s->ctx, NULL, bk__chunks(s->resamples, BAND), resample_band, s);
    for (int k = 0; k < s->r->K && st == BK_OK; k++) {
        double variance;
        out[k] = (bk_interval){NAN, NAN, NAN};
        if (rows == 0)
            continue;
        out[k].value = mean_of(s, k, &variance);
        if (rows < 2 || s->resamples == 0)
            continue;
        if (rows > LIMIT)
            normal_bounds(&out[k], variance, level);
        else
            bk__resample_bounds(&out[k].low, &out[k].high, s->mean + (int64_t)k * s->resamples,
                                s->resamples, widened(level, rows));
        out[k].low = fmin(out[k].low, out[k].value);
        out[k].high = fmax(out[k].high, out[k].value);
    }
    return st;
}

/* Articles with votes by group, then by row: at [n], first [G + 1]; without group at the end. */
static bk_status by_group(bk_ctx *ctx, const bk_stat_rows *r, const int32_t *group, int32_t G,
                          int64_t *at, int64_t *first)
{
    int64_t rows = 0;
    for (int64_t i = 0; i < r->n; i++)
        rows = row_of(r, i) >= rows ? (int64_t)row_of(r, i) + 1 : rows;
    int64_t *begin = bk__calloc(ctx, (size_t)rows + 2, sizeof *begin);
    int64_t *order = bk__alloc_array(ctx, (size_t)r->n + 1, sizeof *order);
    if (begin && order) {
        for (int64_t i = 0; i < r->n; i++)
            begin[row_of(r, i) + 1]++;
        for (int64_t k = 0; k < rows; k++)
            begin[k + 1] += begin[k];
        for (int64_t i = 0; i < r->n; i++)
            order[begin[row_of(r, i)]++] = i;
        for (int64_t i = 0; i < r->n; i++)
            if (vote_of(r, i) > 0)
                first[(group[i] < 0 ? G : group[i]) + 1]++;
        for (int32_t g = 0; g <= G; g++)
            first[g + 1] += first[g];
        for (int64_t m = 0; m < r->n; m++)
            if (vote_of(r, order[m]) > 0)
                at[first[group[order[m]] < 0 ? G : group[order[m]]]++] = order[m];
        for (int32_t g = G + 1; g > 0; g--)
            first[g] = first[g - 1];
        first[0] = 0;
    }
    bk_status st = begin && order ? BK_OK : BK_ENOMEM;
    bk__free(ctx, begin);
    bk__free(ctx, order);
    return st;
}

bk_status bk_stat_shares(bk_ctx *ctx, bk_interval *out, const bk_stat_rows *rows,
                         const int32_t *group, int32_t G, int resamples, double level,
                         uint64_t stream)
{
    size_t n = (size_t)rows->n, K = (size_t)rows->K;
    if (resamples < 0 || !(level > 0 && level < 1))
        return bk__fail(ctx, BK_EINVAL, "level", "0 resamples or more and a level in 0 to 1");
    for (int64_t i = 0; i < rows->n; i++)
        if (!(vote_of(rows, i) >= 0) || group[i] >= G)
            return bk__fail(ctx, BK_EINVAL, "rows", "a vote is below 0 or a group is none");
    shares s = {.ctx = ctx, .r = rows, .resamples = resamples};
    s.key = bk__mix(bk__mix(bk__seed(ctx)) + stream);
    int64_t *at = bk__alloc_array(ctx, n + 1, sizeof *at);
    int64_t *first = bk__calloc(ctx, (size_t)G + 3, sizeof *first);
    s.mean = bk__alloc_array(ctx, K, ((size_t)resamples + 1) * sizeof *s.mean);
    s.sum = bk__alloc_array(ctx, K + 1, (size_t)bk_ctx_threads(ctx) * sizeof *s.sum);
    bk_status st =
        at && first && s.mean && s.sum ? by_group(ctx, rows, group, G, at, first) : BK_ENOMEM;
    if (st == BK_OK) {
        s.all = at;
        s.voters = first[G + 1];
    }
    for (int32_t g = 0; g < G && st == BK_OK; g++) {
        s.at = at + first[g];
        s.members = first[g + 1] - first[g];
        st = one_group(&s, out + (int64_t)g * rows->K, level);
    }
    bk__free(ctx, at);
    bk__free(ctx, first);
    bk__free(ctx, s.mean);
    bk__free(ctx, s.sum);
    return st;
}
