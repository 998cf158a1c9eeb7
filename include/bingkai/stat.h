/* stat.h - keyness, pairs of words, resampling, adjustment, agreement. */
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
    double z; /* log-odds ratio over its deviation, informative prior (Monroe et al. 2008) */
    double p; /* chi2(1) of g2, adjusted by Benjamini and Hochberg over the columns */
} bk_key;
/* Up to n columns by falling g2 (over-used only), ties by lower column, in at least min_docs
 * articles of the group. group [D]; rows with group[i] == which against the rest; weight [D]
 * (votes: a row's counts are multiplied by it) or NULL. p is adjusted over all columns that occur.
 * out [n], caller's memory; *found is how many: 0 where the group or the rest is empty. BK_EINVAL
 * where a count or weight is negative or not finite, BK_ENOMEM. O(N + V log V), workspace 6 V
 * doubles. */
BK_API bk_status bk_keyness(bk_ctx *ctx, bk_key *out, int n, int *found, const bk_csr *counts,
                            const int32_t *group, int32_t which, const float *weight, int min_docs);

/* ---- pairs of words -------------------------------------------------------------------------- */
typedef struct bk_association {
    double expected; /* first second / all */
    double pmi;      /* log2(both / expected) (Church and Hanks 1990); -infinity where both is 0 */
    double npmi;     /* pmi / -log2(both / all), -1 .. 1 (Bouma 2009) */
    double g2; /* log-likelihood ratio (Dunning 1993), signed: below 0 where both < expected */
} bk_association;
/* Of `all` pairs, `first` have the one word in front, `second` the other one behind, `both` are of
 * the two. NaN in all fields where the four do not fit together. */
BK_API bk_association bk_stat_association(double both, double first, double second, double all);

/* ---- intervals ------------------------------------------------------------------------------ */
typedef struct bk_interval {
    double value, low, high;
} bk_interval;
/* Wilson score interval of the share hits / n (Wilson 1927); n may be a sum of weights. Where n is
 * 0: NaN in [0, 1]. */
BK_API bk_interval bk_stat_share(double hits, double n, double level);
/* Weighted mean of x [n] with a percentile bootstrap interval over its values. weight [n] or NULL:
 * votes, 1 for an article of its own, 1/m for each of m copies; copies of the same value act as
 * one. The tails are moved out for small n (Hesterberg 2015), never beyond the values: of two
 * values the interval covers the true mean half of the time, of five 15 in 16 times. NaN bounds
 * below two values or two votes; NaN where there is none. `stream` picks the random stream under
 * the context's seed. BK_EINVAL, BK_ENUMERIC (x or weight not finite, weight negative), BK_ENOMEM.
 * O(resamples n). */
BK_API bk_status bk_stat_mean(bk_ctx *ctx, bk_interval *out, const double *x, const double *weight,
                              int64_t n, int resamples, double level, uint64_t stream);
/* Votes, votes times values, votes times squared values of a group of articles; values lie in [-1,
 * 1], and repeats share a vote. */
typedef struct bk_moments {
    double n, sum, square;
} bk_moments;
typedef struct bk_difference {
    double value, low, high; /* of the mean of a less that of b */
    double p;                /* chance of so large a difference were there none, two-sided */
} bk_difference;
/* The interval and p of Welch's t (1947), with half a vote at -1 and 1 each in either group, as in
 * bk_tone_fit: few articles that agree do not pass for certainty. NaN in all fields where a group
 * has fewer than two votes. Pure; O(1). */
BK_API bk_difference bk_stat_difference(const bk_moments *a, const bk_moments *b, double level);
/* Articles for intervals of shares: several columns at once, repeats as one. */
typedef struct bk_stat_rows {
    int64_t n;           /* articles */
    int K;               /* columns, such as topics */
    const double *y;     /* [any x K] */
    const uint32_t *row; /* [n] row of y; articles of one row repeat each other. NULL: their own */
    const float *weight; /* [n] votes; 0 leaves an article out; NULL: 1 */
} bk_stat_rows;
/* Mean of each column in each group: out [G x K], group [n] 0..G-1 or negative. The interval is the
 * Bayesian bootstrap over rows (Rubin 1981; repeats have one random weight) with one more article
 * drawn from all, so that few articles that agree do not pass for certainty; beyond 2,000 different
 * rows its normal limit on the scale of log-odds. NaN bounds below two rows, NaN where there is
 * none; bounds hold the mean. resamples 0: no bounds. `stream` picks the random stream. BK_EINVAL,
 * BK_ENOMEM. O(resamples n K). */
BK_API bk_status bk_stat_shares(bk_ctx *ctx, bk_interval *out, const bk_stat_rows *rows,
                                const int32_t *group, int32_t G, int resamples, double level,
                                uint64_t stream);
/* A covariate: a level of each article, or a number. */
typedef struct bk_factor {
    const int32_t *of; /* [n] level, negative: not known, which is a level of its own; or NULL */
    int32_t levels;
    const double *x; /* [n] numbers where `of` is NULL; NaN: not known, taken as their mean */
} bk_factor;
typedef struct bk_effect {
    int factor, column;
    int32_t level;               /* -1 of a number: the effect of one deviation more */
    double effect, low, high, p; /* NaN where it cannot be told from the factors before it */
    int64_t n;                   /* articles of the level */
} bk_effect;
/* What moves the columns of y: least squares of each on all factors together, weighted by the
 * votes. The effect of a level is its coefficient less the mean of the factor's levels by their
 * votes; intervals and p from a sandwich whose residuals are those of a fit without the cluster (of
 * rows that repeat each other; Long, Ervin 2000: HC3) and Student's t with as many degrees
 * as clusters weigh in the effect (Satterthwaite 1946). Levels of fewer than five rows are left
 * out, and what the factors before explain cannot be told: NaN. out: yours (bk_effects_free), *n of
 * them, by factor, level, column. p is not adjusted. BK_EINVAL, BK_ENUMERIC (y or x not finite),
 * BK_ENOMEM. O(n (K + P) + k K P), P coefficients, k kinds of articles by factors and vote. */
BK_API bk_status bk_stat_effects(bk_ctx *ctx, bk_effect **out, int64_t *n, const bk_stat_rows *rows,
                                 const bk_factor *factor, int factors, double level);
BK_API void bk_effects_free(bk_ctx *ctx, bk_effect *e);
/* Which words set a apart from b? */
typedef struct bk_odds {
    uint32_t col;
    double a, b;                /* occurrences */
    double delta, low, high, z; /* difference of the log-odds, its interval, over its deviation */
    double q;                   /* two-sided p of z, adjusted over the columns that occur */
} bk_odds;
/* Log-odds with an informative Dirichlet prior (Monroe, Colaresi, Quinn 2008): a, b [V]
 * occurrences; `words` more on both sides in the proportions of a + b. Up to n columns with delta
 * above 0 by falling z, then up to n below 0 by rising z, ties by lower column: out [2 n];
 * *above and *below are how many. skip [V] or NULL: columns that are not listed. BK_EINVAL,
 * BK_ENOMEM. */
BK_API bk_status bk_stat_odds(bk_ctx *ctx, bk_odds *out, int n, int *above, int *below,
                              const double *a, const double *b, const uint8_t *skip, int64_t V,
                              double words, double level);
/* p [n] adjusted in place (Benjamini and Hochberg 1995). BK_EINVAL where one is not in [0, 1]. */
BK_API bk_status bk_stat_adjust(bk_ctx *ctx, double *p, int64_t n);

/* ---- agreement ------------------------------------------------------------------------------ */
/* Krippendorff's alpha, nominal. code [coders x units], negative where missing. BK_EINVAL with
 * fewer than two coders, BK_ENUMERIC where no unit was coded twice or all codes are the same,
 * BK_ENOMEM. */
BK_API bk_status bk_stat_alpha(bk_ctx *ctx, double *alpha, const int32_t *code, int coders,
                               int64_t units);
/* What a machine read in a whole corpus, and what people said of a part of it that was drawn. */
typedef struct bk_stat_drawn {
    int64_t n;               /* units that were judged: a sentence and a pair, an article */
    int K;                   /* classes, at most 16 */
    const double *all;       /* [K] units of the corpus that the machine read as each class */
    const uint8_t *read;     /* [n] class as read; K or more: the unit is none of the corpus asked
                                about, and counts as one of those that were drawn alone */
    const uint8_t *said;     /* [n] class as judged */
    const double *weight;    /* [n] units that it stands for, above 0 */
    const uint32_t *cluster; /* [n] rising: units with one number were drawn together */
    const uint32_t *stratum; /* [n] of the cluster, below n; NULL: one */
    const double *drawn;     /* [n] the part of the stratum that was drawn; NULL: 0, next to none */
} bk_stat_drawn;
/* The share of the classes in `part` (bits) among those in `whole` in the corpus, with the errors
 * of reading taken out: the units read as each class are spread as people judged those of them that
 * were drawn (prediction-powered inference, Angelopoulos et al. 2023, with the classes as strata; a
 * class of which none was judged is taken as read right). Whatever the errors are, the share is
 * near the truth, as long as the units were drawn by chance. Interval: linearised variance of the
 * stratified draw of clusters (Binder 1983), half of a unit more that was read wrong (so that few
 * units without an error do not pass for certainty), Student's t on log-odds. NaN where no unit of
 * `whole` is left, NaN bounds below two clusters. BK_EINVAL, BK_ENOMEM. O(n + K). */
BK_API bk_status bk_stat_corrected(bk_ctx *ctx, bk_interval *out, const bk_stat_drawn *d,
                                   unsigned part, unsigned whole, double level);
/* 0 where nothing was found or wanted. */
typedef struct bk_prf {
    double precision, recall, f1;
} bk_prf;
BK_API bk_prf bk_stat_prf(double true_positive, double false_positive, double false_negative);

#ifdef __cplusplus
}
#endif
#endif
