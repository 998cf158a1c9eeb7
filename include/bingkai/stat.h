/* stat.h - keyness, resampling, adjustment, agreement. */
#ifndef BINGKAI_STAT_H
#define BINGKAI_STAT_H

#include <bingkai/matrix.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- keyness of a group of rows against all others ------------------------------------------ */
typedef struct bk_key {
    uint32_t col;
    double count, reference; /* occurrences in the group and in the rest */
    double g2;               /* log-likelihood ratio (Dunning 1993), signed: negative where rarer */
    double log_ratio;  /* log2 of relative frequencies, 0.5 added to an empty cell (Hardie 2014) */
    double dispersion; /* Gries' DP over the group's articles, 0 even .. 1 clumped */
    double p;          /* chi2(1) of g2, adjusted by Benjamini and Hochberg over the columns */
} bk_key;
/* Up to n columns by falling g2 (over-used only), ties by lower column, in at least min_docs
 * articles of the group. group [D]; rows with group[i] == which against the rest; weight [D] or
 * NULL. out [n], caller's memory; *found is how many. */
BK_API bk_status bk_keyness(bk_ctx *ctx, bk_key *out, int n, int *found, const bk_csr *counts,
                            const int32_t *group, int32_t which, const float *weight, int min_docs);

/* ---- intervals ----------------------------------------------------------------------------------
 */
typedef struct bk_interval {
    double value, low, high;
} bk_interval;
/* Wilson score interval of a share. */
BK_API bk_interval bk_stat_share(double hits, double n, double level);
/* Weighted mean of x with a percentile bootstrap interval over its n values; NaN bounds where
 * n < 2. `stream` picks the random stream under the context's seed. */
BK_API bk_status bk_stat_mean(bk_ctx *ctx, bk_interval *out, const double *x, const double *weight,
                              int64_t n, int resamples, double level, uint64_t stream);
/* p [n] adjusted in place (Benjamini and Hochberg 1995). */
BK_API bk_status bk_stat_adjust(bk_ctx *ctx, double *p, int64_t n);

/* ---- agreement
 * ------------------------------------------------------------------------------------ */
/* Krippendorff's alpha, nominal. code [coders x units], -1 where missing. */
BK_API bk_status bk_stat_alpha(bk_ctx *ctx, double *alpha, const int32_t *code, int coders,
                               int64_t units);
typedef struct bk_prf {
    double precision, recall, f1;
} bk_prf;
BK_API bk_prf bk_stat_prf(double true_positive, double false_positive, double false_negative);

#ifdef __cplusplus
}
#endif
#endif
