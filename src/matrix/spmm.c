/* spmm.c - sparse times dense: Y = A X.
 *
 *     y_i = sum over the entries (i, c) of row i, in the order of c, of a_ic x_c
 * Split: panels of 256 rows of A over the pool; a panel writes its own rows of Y and nothing else.
 * For At X hand in the transpose: reading it by rows is as fast and needs no merging of sums. */
#include <string.h>

#include "base/par.h"
#include "matrix/csr.h"

enum { PANEL = 256 };

typedef struct job {
    double *Y;
    const bk_csr *A;
    const double *X;
    int64_t n;
} job;

/* Four doubles at any address: the compiler's portable vectors. */
typedef double four __attribute__((vector_size(32), aligned(8), may_alias));

/* y += a x; every element has its own sum, so lanes do not change the result. */
static void axpy(double *y, double a, const double *x, int64_t n)
{
    int64_t j = 0;
    for (; j + 4 <= n; j += 4)
        *(four *)(y + j) += a * *(const four *)(x + j);
    for (; j < n; j++)
        y[j] += a * x[j];
}

static bk_status panel(void *user, int64_t chunk, int worker)
{
    const job *t = user;
    (void)worker;
    int64_t end = (chunk + 1) * PANEL < t->A->rows ? (chunk + 1) * PANEL : t->A->rows;
    for (int64_t i = chunk * PANEL; i < end; i++) {
        double *y = t->Y + i * t->n;
        memset(y, 0, (size_t)t->n * sizeof *y);
        for (int64_t p = t->A->ptr[i]; p < t->A->ptr[i + 1]; p++)
            axpy(y, (double)t->A->val[p], t->X + (int64_t)t->A->col[p] * t->n, t->n);
    }
    return BK_OK;
}

bk_status bk__spmm(bk_ctx *ctx, double *Y, const bk_csr *A, const double *X, int64_t n)
{
    job t = {Y, A, X, n};
    return bk__par_for(ctx, NULL, bk__chunks(A->rows, PANEL), panel, &t);
}
