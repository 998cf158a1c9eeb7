/* similar_why.c - why two rows are alike: the columns that they share, by falling product. */
#include "model/similar_why.h"

int bk__similar_why(const bk_csr *A, uint32_t a, const bk_csr *B, uint32_t b, uint32_t *col,
                    float *share, int n)
{
    int have = 0;
    int64_t p = A->ptr[a], q = B->ptr[b];
    while (p < A->ptr[a + 1] && q < B->ptr[b + 1]) {
        if (A->col[p] != B->col[q]) {
            if (A->col[p] < B->col[q])
                p++;
            else
                q++;
            continue;
        }
        float x = A->val[p] * B->val[q];
        uint32_t c = A->col[p];
        int i = have < n ? have++ : n;
        if (i == n && (n == 0 || share[n - 1] >= x)) {
            p++, q++;
            continue;
        }
        i = i == n ? n - 1 : i; /* the last one goes */
        for (; i > 0 && share[i - 1] < x; i--) {
            share[i] = share[i - 1];
            col[i] = col[i - 1];
        }
        share[i] = x;
        col[i] = c;
        p++, q++;
    }
    return have;
}

int bk_similar_why(const bk_csr *A, uint32_t a, uint32_t b, uint32_t *col, float *share, int n)
{
    return bk__similar_why(A, a, A, b, col, share, n);
}
