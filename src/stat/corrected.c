/* corrected.c - shares of classes in a corpus, the errors of the machine that read it taken out.
 *
 * With C_j units read as j and q_jk the weighted share of judged units read as j that are k,
 *     T_k = sum_j C_j q_jk,   share = T_part / T_whole.
 * A judged unit i, read as j, weighs in it as (Binder 1983)
 *     e_i = g_j w_i ((1[said in part] - q_j,part) - share (1[said in whole] - q_j,whole)) / T_whole
 * with g_j = C_j / (sum of w read as j). Variance of sum e_i by strata h of n_h clusters each:
 *     sum_h (1 - f_h) n_h / (n_h - 1) sum_c (e_hc - mean_h)^2. */
#include <bingkai/stat.h>

#include <math.h>

#include "base/ctx.h"
#include "stat/resample.h"

enum { MOST = 16 };
static const double MORE = 0.5; /* of a unit, read wrong, beside those that were judged */

typedef struct stratum {
    double sum, squares, drawn; /* of what clusters weigh */
    int64_t n;
} stratum;

typedef struct sums {
    double weight[MOST], part[MOST], whole[MOST]; /* of judged units, by what was read */
    double share, T_whole, all;
    int64_t n; /* units of the corpus asked about */
} sums;

/* Share of the judged units of class j that lie in the set whose weight is `in`. */
static double spread(const sums *s, const double *in, unsigned set, int j)
{
    return s->weight[j] > 0 ? in[j] / s->weight[j] : (double)(set >> j & 1);
}

static void estimate(const bk_stat_drawn *d, unsigned part, unsigned whole, sums *s)
{
    double T_part = 0;
    for (int64_t i = 0; i < d->n; i++) {
        int j = d->read[i];
        if (j >= d->K)
            continue;
        s->n++;
        s->weight[j] += d->weight[i];
        s->part[j] += d->weight[i] * (double)(part >> d->said[i] & 1);
        s->whole[j] += d->weight[i] * (double)(whole >> d->said[i] & 1);
    }
    for (int j = 0; j < d->K; j++) {
        s->all += d->all[j];
        T_part += d->all[j] * spread(s, s->part, part, j);
        s->T_whole += d->all[j] * spread(s, s->whole, whole, j);
    }
    s->share = s->T_whole > 0 ? T_part / s->T_whole : NAN;
}

/* What unit i adds to the share's error. */
static double effect(const bk_stat_drawn *d, const sums *s, unsigned part, unsigned whole,
                     int64_t i)
{
    int j = d->read[i];
    if (j >= d->K)
        return 0;
    double a = (double)(part >> d->said[i] & 1) - spread(s, s->part, part, j);
    double b = (double)(whole >> d->said[i] & 1) - spread(s, s->whole, whole, j);
    return d->all[j] / s->weight[j] * d->weight[i] * (a - s->share * b) / s->T_whole;
}

/* The strata's sums of clusters. */
static void collect(const bk_stat_drawn *d, const sums *s, unsigned part, unsigned whole,
                    stratum *by)
{
    for (int64_t i = 0; i < d->n;) {
        stratum *h = &by[d->stratum ? d->stratum[i] : 0];
        uint32_t cluster = d->cluster[i];
        double e = 0;
        h->drawn = d->drawn ? d->drawn[i] : 0;
        for (; i < d->n && d->cluster[i] == cluster; i++)
            e += effect(d, s, part, whole, i);
        h->sum += e;
        h->squares += e * e;
        h->n++;
    }
}

static bk_interval bounds(const sums *s, double variance, double df, double level)
{
    double least = MORE / (double)s->n, x = fmin(fmax(s->share, least), 1 - least);
    double t = bk__t_quantile(0.5 + level / 2, df), se = sqrt(variance) / (x * (1 - x));
    double middle = log(x / (1 - x));
    return (bk_interval){s->share, fmin(1 / (1 + exp(t * se - middle)), s->share),
                         fmax(1 / (1 + exp(-t * se - middle)), s->share)};
}

static bool is_fit(const bk_stat_drawn *d, double level)
{
    bool fit = d->n > 0 && d->K > 1 && d->K <= MOST && level > 0 && level < 1;
    for (int j = 0; j < d->K && fit; j++)
        fit = d->all[j] >= 0 && isfinite(d->all[j]);
    for (int64_t i = 0; i < d->n && fit; i++)
        fit = d->weight[i] > 0 && isfinite(d->weight[i]) && (!d->stratum || d->stratum[i] < d->n) &&
              (d->read[i] >= d->K || d->said[i] < d->K) &&
              (i == 0 || d->cluster[i] >= d->cluster[i - 1]);
    return fit;
}

bk_status bk_stat_corrected(bk_ctx *ctx, bk_interval *out, const bk_stat_drawn *d, unsigned part,
                            unsigned whole, double level)
{
    sums s = {0};
    double variance = 0, df = 0;
    *out = (bk_interval){NAN, NAN, NAN};
    if (!is_fit(d, level))
        return bk__fail(ctx, BK_EINVAL, "drawn",
                        "2 to %d classes, weights above 0 and clusters in order are needed", MOST);
    stratum *by = bk__calloc(ctx, (size_t)d->n, sizeof *by);
    if (!by)
        return BK_ENOMEM;
    estimate(d, part, whole, &s);
    out->value = s.share;
    if (s.n > 0 && s.T_whole > 0)
        collect(d, &s, part, whole, by);
    for (int64_t h = 0; h < d->n; h++) {
        double n = (double)by[h].n;
        if (by[h].n < 2)
            continue;
        variance +=
            (1 - by[h].drawn) * n / (n - 1) * fmax(by[h].squares - by[h].sum * by[h].sum / n, 0);
        df += n - 1;
    }
    bk__free(ctx, by);
    if (df > 0 && s.n > 1) {
        double more = MORE * s.all / s.T_whole / (double)s.n;
        double left = fmax(1 - (double)s.n / s.all, 0); /* of the corpus, not judged */
        *out = bounds(&s, variance + more * more * left, df, level);
    }
    return BK_OK;
}
