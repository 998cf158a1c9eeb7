/* weight.h - counts to weights: term frequency, inverse document frequency, norm. */
#ifndef BK_MATRIX_WEIGHT_H
#define BK_MATRIX_WEIGHT_H

#include <bingkai/matrix.h>

#include "base/ctx.h"

typedef enum { BK__TF_RAW, BK__TF_BINARY, BK__TF_LOG, BK__TF_AUGMENTED, BK__TF_BM25 } bk__tf;
typedef enum {
    BK__IDF_SMOOTH,
    BK__IDF_PLAIN,
    BK__IDF_PROBABILISTIC,
    BK__IDF_BM25,
    BK__IDF_NONE
} bk__idf;
typedef enum { BK__NORM_L2, BK__NORM_L1, BK__NORM_NONE } bk__norm;

typedef struct bk__weighting {
    bk__tf tf;
    bk__idf idf;
    bk__norm norm;
    double k1, b;       /* BM25 */
    double mean_length; /* of the fitted rows, for BM25; at least 1 */
} bk__weighting;

/* Names as in bk_vectorizer_opts. BK_EINVAL for one that is none of them. */
bk_status bk__weighting_parse(bk_ctx *ctx, bk__weighting *w, const char *tf, const char *idf,
                              const char *norm);
/* idf[V] of `docs` documents. */
void bk__weight_idf(double *idf, const uint64_t *df, int64_t V, int64_t docs, bk__idf kind);
/* Mean sum of a row's counts over all rows; 1 where there are none. */
double bk__weight_mean_length(const bk_csr *counts);
/* val[N]: the weights of the entries of `counts`; a row without weight stays zero. */
bk_status bk__weight_apply(bk_ctx *ctx, float *val, const bk_csr *counts, const double *idf,
                           const bk__weighting *w);

#endif
