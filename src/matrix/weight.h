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
/* Mean length of a row where all counts together are `sum`; 1 where there are none. */
double bk__weight_mean_length(uint64_t sum, int64_t rows);

enum { BK__SMALL = 256 };
typedef struct bk__weigher {
    const bk__weighting *w;
    const double *idf;       /* [V] */
    bool tabled;             /* tf does not depend on the row: */
    double small[BK__SMALL]; /* tf of a small count */
} bk__weigher;
bk__weigher bk__weigher_of(const bk__weighting *w, const double *idf);
/* A row's n weights from its counts c and columns; x [n] is room. A row without weight stays zero.
 * `out` may be `c`. `small`: it is known that all counts are whole numbers below BK__SMALL. */
void bk__weigh(const bk__weigher *t, float *out, double *x, const float *c, const uint32_t *col,
               int64_t n, bool small);

#endif
