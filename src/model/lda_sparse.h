/* lda_sparse.h - the inner loop of LDA with many topics: word by word, over an article's topics. */
#ifndef BK_MODEL_LDA_SPARSE_H
#define BK_MODEL_LDA_SPARSE_H

#include "model/lda_kernel.h"

/* The grid's parts are words, its entries articles. */
typedef struct bk__lda_sparse {
    int K, ld;
    float beta, vbeta;
    const float *alpha;  /* [ld] */
    int32_t *of_word;    /* [V x ld], changed in place */
    int32_t *of_article; /* [D x ld] */
    uint16_t *topic;     /* [tokens] of the grid */
    /* What an article has, from at[d] on: topics with tokens, live[d] of them, ld behind; n_dk. */
    const int64_t *at;
    uint16_t *live, *topics;
    int32_t *count;
} bk__lda_sparse;

/* Room of an article's topics: a multiple of 16. */
static inline int64_t bk__lda_sparse_room(double tokens, int K)
{
    double most = tokens < K ? tokens : K;
    return ((int64_t)most + 15) / 16 * 16;
}

/* The topics of articles from..end-1 out of of_article, rising; and back. */
void bk__lda_sparse_list(const bk__lda_sparse *m, int64_t from, int64_t end);
void bk__lda_sparse_unlist(const bk__lda_sparse *m, int64_t from, int64_t end);

/* As bk__lda_draw. */
void bk__lda_sparse_draw(const bk__lda_sparse *m, const bk__lda_em *from, const bk__lda_block *b,
                         uint64_t key);
/* As bk__lda_sample, from and to the lists; of_article stays. */
double bk__lda_sparse_sample(const bk__lda_sparse *m, const bk__lda_block *b, int64_t *n_k,
                             uint64_t key);

#endif
