/* logit.h - multinomial logistic regression, its calibration, and how good its predictions are.
 *
 * K classes, n examples, V columns. */
#ifndef BINGKAI_LOGIT_H
#define BINGKAI_LOGIT_H

#include <bingkai/matrix.h>
#include <bingkai/stat.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- multinomial logistic regression --------------------------------------------------------- */

/* P(class k | x) = softmax(W' x + b)_k. */
typedef struct bk_logit {
    int64_t cols;      /* V */
    int dense;         /* further columns, dense */
    int classes;       /* K */
    double *weight;    /* [(V + dense) x K], row-major: a column's weights stand together */
    double *intercept; /* [K] */
    int iterations;
    double gradient; /* largest entry of the gradient at the end */
} bk_logit;

/* What is learned from, or labelled. */
typedef struct bk_logit_rows {
    const bk_csr *sparse; /* [n x V] */
    const double *dense;  /* [n x n_dense] row-major, finite; NULL with n_dense 0 */
    int n_dense;
} bk_logit_rows;

typedef struct bk_logit_opts {
    size_t size;
    double l2;        /* penalty: l2 / 2 |W|^2 beside the sum of the losses; 1/C of scikit-learn */
    int iterations;   /* at most */
    double tolerance; /* ends where no entry of the gradient is larger, times the one at 0 */
} bk_logit_opts;
#define BK_LOGIT_OPTS_INIT                                                                         \
    {                                                                                              \
        sizeof(bk_logit_opts), 1, 500, 1e-4                                                        \
    }

/* Minimises sum_i w_i (-log P(y_i | x_i)) + l2 / 2 |W|^2 (the intercepts are free) by L-BFGS of ten
 * pairs (Nocedal 1980) with an exact search along each direction. y [n] in 0..K-1; weight [n] of
 * the examples, or NULL: 1 each. `start`, where not NULL, is a fit of the same shape to begin from.
 * *out is yours (bk_logit_free). The same bytes at any number of threads. BK_EINVAL, BK_ESHAPE,
 * BK_ENUMERIC, BK_ENOMEM. Cost: an iteration is two sparse products, 4 N K flops, and 40 V K. */
BK_API bk_status bk_logit_fit(bk_ctx *ctx, bk_logit *out, const bk_logit_rows *rows,
                              const int32_t *y, const double *weight, int classes,
                              const bk_logit *start, const bk_logit_opts *opts);
/* score [n x K]: W' x + b. BK_ESHAPE. */
BK_API bk_status bk_logit_score(bk_ctx *ctx, double *score, const bk_logit *m,
                                const bk_logit_rows *rows);
BK_API void bk_logit_free(bk_ctx *ctx, bk_logit *m);

/* Scores [n x K] become probabilities in place: softmax(temperature score). */
BK_API void bk_logit_probability(double *score, int64_t n, int classes, double temperature);
/* The factor of the scores with the least loss on examples that the scores were not fitted to
 * (temperature scaling, Guo et al. 2017; this is 1/T): below 1 the scores were too sure. In [0.01,
 * 100]. */
BK_API bk_status bk_logit_temperature(bk_ctx *ctx, double *out, const double *score,
                                      const int32_t *y, const double *weight, int64_t n,
                                      int classes);

/* ---- how good predictions are ---------------------------------------------------------------- */

enum { BK_BINS = 10 };
/* Of the predicted class's probability. */
typedef struct bk_calibration {
    double ece;      /* expected calibration error: mean |right - sure| over bins, by their size */
    double log_loss; /* mean -log P(true class) */
    int64_t n[BK_BINS];
    double sure[BK_BINS], right[BK_BINS]; /* mean probability, share that is right; NaN if empty */
} bk_calibration;
/* p [n x K], y [n]. BK_EINVAL. */
BK_API bk_status bk_stat_calibration(bk_ctx *ctx, bk_calibration *out, const double *p,
                                     const int32_t *y, int64_t n, int classes);
/* Mean over the classes of y of F1. interval: percentile bootstrap over groups [n] (numbers from
 * 0), NULL: each example is its own. `confusion` [K x K], true class by row, or NULL. */
BK_API bk_status bk_stat_macro_f1(bk_ctx *ctx, bk_interval *out, int64_t *confusion,
                                  const int32_t *y, const int32_t *predicted, const int32_t *group,
                                  int64_t n, int classes, int resamples, double level);

#ifdef __cplusplus
}
#endif
#endif
