/* similar_why.h - why rows of two matrices are alike. */
#ifndef BK_MODEL_SIMILAR_WHY_H
#define BK_MODEL_SIMILAR_WHY_H

#include <bingkai/similar.h>

/* bk_similar_why for row a of A and row b of B, which have the same columns. */
int bk__similar_why(const bk_csr *A, uint32_t a, const bk_csr *B, uint32_t b, uint32_t *col,
                    float *share, int n);

#endif
