/* svd_basis.c - the Krylov basis of the SVD (svd.c) and the best directions in it.
 *
 * Q grows block by block; each is made orthogonal to those before it. Rows are split by panels
 * whose sums are added in their order. */
#include <math.h>
#include <string.h>

#include "base/par.h"
#include "base/rng.h"
#include "matrix/blas.h"
#include "matrix/csr.h"
#include "matrix/svd_work.h"

enum { STREAM = 0x73766400 };

static bk_status fill_normal(bk__svd_work *w, double *X, int64_t rows)
{
    bk__rng *rng;
    bk_status st = bk__rng_new(w->ctx, &rng);
    if (st != BK_OK)
        return st;
    bk__rng_stream(rng, STREAM, 0);
    for (int64_t i = 0; i < rows * w->l; i++)
        X[i] = bk__rng_normal(rng);
    bk__rng_free(w->ctx, rng);
    return BK_OK;
}

static bk_status project_panel(void *user, int64_t chunk, int worker)
{
    bk__svd_work *w = user;
    (void)worker;
    int rows = bk__svd_panel(w, chunk);
    float *x = w->single + chunk * BK__SVD_PANEL * w->l;
    double *X = w->X + chunk * BK__SVD_PANEL * w->l;
    for (int64_t i = 0; i < (int64_t)rows * w->l; i++)
        if (w->fresh)
            X[i] = (double)x[i];
        else
            x[i] = (float)X[i];
    int m = w->m - w->from;
    bk__sgemm(true, false, m, w->l, rows, 1, w->basis + chunk * BK__SVD_PANEL * w->most + w->from,
              w->most, x, w->l, 0, w->part + chunk * m * w->l, w->l);
    return BK_OK;
}

static bk_status subtract_panel(void *user, int64_t chunk, int worker)
{
    bk__svd_work *w = user;
    (void)worker;
    int rows = bk__svd_panel(w, chunk);
    float *x = w->single + chunk * BK__SVD_PANEL * w->l;
    bk__sgemm(false, false, rows, w->l, w->m - w->from, 1,
              w->basis + chunk * BK__SVD_PANEL * w->most + w->from, w->most, w->single_C, w->l, 0,
              x, w->l);
    for (int64_t i = 0; i < (int64_t)rows * w->l; i++)
        w->X[chunk * BK__SVD_PANEL * w->l + i] -= (double)x[i];
    return BK_OK;
}

/* C = Qt X, X -= Q C for the columns of Q from `from` on. */
static bk_status project(bk__svd_work *w, double *X, int64_t rows, int from)
{
    int64_t panels = bk__chunks(rows, BK__SVD_PANEL), n = (int64_t)(w->m - from) * w->l;
    w->from = from;
    w->X = X;
    w->rows = rows;
    bk_status st = bk__par_for(w->ctx, NULL, panels, project_panel, w);
    w->fresh = false;
    if (st != BK_OK)
        return st;
    memset(w->C, 0, (size_t)n * sizeof *w->C);
    for (int64_t p = 0; p < panels; p++)
        for (int64_t i = 0; i < n; i++)
            w->C[i] += (double)w->part[p * n + i];
    for (int64_t i = 0; i < n; i++)
        w->single_C[i] = (float)w->C[i];
    return bk__par_for(w->ctx, NULL, panels, subtract_panel, w);
}

static bk_status append_panel(void *user, int64_t chunk, int worker)
{
    bk__svd_work *w = user;
    int rows = bk__svd_panel(w, chunk);
    (void)worker;
    for (int64_t i = chunk * BK__SVD_PANEL; i < chunk * BK__SVD_PANEL + rows; i++)
        for (int c = 0; c < w->l; c++) {
            float x = (float)w->X[i * w->l + c];
            w->single[i * w->l + c] = x;
            w->basis[i * w->most + w->m + c] = x;
        }
    return BK_OK;
}

/* X [rows x l] becomes the next columns of Q, and `single`. */
static bk_status append(bk__svd_work *w, double *X, int64_t rows)
{
    w->X = X;
    w->rows = rows;
    bk_status st = bk__par_for(w->ctx, NULL, bk__chunks(rows, BK__SVD_PANEL), append_panel, w);
    w->m += w->l;
    return st;
}

/* Columns of X that lost most of their length 1 lay in Q: they begin anew at random. */
static bk_status renew(bk__svd_work *w, double *X, int64_t rows, int *renewed)
{
    double square[BK__SVD_WIDTH] = {0};
    bk__rng *rng;
    *renewed = 0;
    for (int64_t i = 0; i < rows; i++)
        for (int c = 0; c < w->l; c++)
            square[c] += X[i * w->l + c] * X[i * w->l + c];
    for (int c = 0; c < w->l; c++)
        *renewed += square[c] < 0.25;
    if (*renewed == 0)
        return BK_OK;
    w->renewed = true;
    bk_status st = bk__rng_new(w->ctx, &rng);
    if (st != BK_OK)
        return st;
    bk__rng_stream(rng, STREAM, (uint64_t)w->m);
    for (int c = 0; c < w->l; c++)
        for (int64_t i = 0; i < rows && square[c] < 0.25; i++)
            X[i * w->l + c] = bk__rng_normal(rng) / sqrt((double)rows);
    bk__rng_free(w->ctx, rng);
    return BK_OK;
}

/* Columns of X become orthonormal and orthogonal to Q. */
static bk_status orth_to_basis(bk__svd_work *w, double *X, int64_t rows)
{
    int renewed = 1;
    bk_status st = bk__svd_orth(w, X, rows);
    for (int pass = 0; pass < 4 && renewed > 0 && w->m > 0 && st == BK_OK; pass++) {
        BK__TRY(st, project(w, X, rows, 0), done);
        BK__TRY(st, renew(w, X, rows, &renewed), done);
        st = bk__svd_orth(w, X, rows);
    }
done:
    return st;
}

/* Columns of T for the block that was appended last; X = A At X without its part in Q. */
static bk_status next_block(bk__svd_work *w, double *X, float *Z, const bk_csr *A, const bk_csr *At)
{
    int first = w->m - w->l;
    bk_status st;
    BK__TRY(st, bk__spmm_single(w->ctx, Z, At, w->single, w->l), done);
    BK__TRY(st, bk__spmm_single(w->ctx, w->single, A, Z, w->l), done);
    w->fresh = true;
    int from = w->renewed || first < BK__SVD_WIDTH ? 0 : first - BK__SVD_WIDTH;
    BK__TRY(st, project(w, X, A->rows, from), done);
    for (int i = from; i < w->m; i++)
        memcpy(w->T + i * w->most + first, w->C + (i - from) * w->l, (size_t)w->l * sizeof *w->T);
done:
    return st;
}

/* Narrows X [rows x l] to its first `cols` columns. */
static void narrow(bk__svd_work *w, double *X, int64_t rows, int cols)
{
    for (int64_t i = 0; i < rows && cols < w->l; i++)
        memmove(X + i * cols, X + i * w->l, (size_t)cols * sizeof *X);
    w->l = cols;
}

/* Fills Q and T; X [D x b] and Z [V x b] are scratch. */
static bk_status find_basis(bk__svd_work *w, double *X, double *Z, const bk_csr *A,
                            const bk_csr *At)
{
    void *room = Z;
    float *half = room; /* once the random numbers were used */
    bk_status st;
    w->m = 0;
    w->l = w->most < BK__SVD_WIDTH ? w->most : BK__SVD_WIDTH;
    BK__TRY(st, fill_normal(w, Z, A->cols), done);
    BK__TRY(st, bk__spmm(w->ctx, X, A, Z, w->l), done);
    for (;;) {
        BK__TRY(st, bk__cancelled(w->ctx), done);
        BK__TRY(st, orth_to_basis(w, X, A->rows), done);
        BK__TRY(st, append(w, X, A->rows), done);
        BK__TRY(st, next_block(w, X, half, A, At), done);
        if (w->m == w->most)
            break;
        if (w->most - w->m < w->l)
            narrow(w, X, A->rows, w->most - w->m);
    }
done:
    return st;
}

/* Y = Q E, E [most x out_cols] in single_C. */
static bk_status take_panel(void *user, int64_t chunk, int worker)
{
    bk__svd_work *w = user;
    int rows = bk__svd_panel(w, chunk), k = w->out_cols;
    float *x = w->single + chunk * BK__SVD_PANEL * k;
    (void)worker;
    bk__sgemm(false, false, rows, k, w->most, 1, w->basis + chunk * BK__SVD_PANEL * w->most,
              w->most, w->single_C, k, 0, x, k);
    for (int64_t i = 0; i < (int64_t)rows * k; i++)
        w->Y[chunk * BK__SVD_PANEL * k + i] = (double)x[i];
    return BK_OK;
}

/* out [D x k] = Q E_k, the k best directions in the basis. */
static bk_status best_of_basis(bk__svd_work *w, double *out, int64_t rows, int k)
{
    int m = w->most;
    double *lambda = bk__alloc_array(w->ctx, (size_t)m, (size_t)(k + 1) * sizeof *lambda);
    if (!lambda)
        return BK_ENOMEM;
    double *E = lambda + m;
    int info = bk__dsyev(m, w->T, lambda, w->lapack, w->lwork);
    bk_status st = BK_OK;
    if (info != 0)
        st = bk__fail(w->ctx, BK_ENUMERIC, "", "eigenvalues failed in LAPACK (%d)", info);
    for (int i = 0; i < m && st == BK_OK; i++) /* largest first */
        for (int c = 0; c < k; c++)
            E[i * k + c] = w->T[(m - 1 - c) * m + i];
    for (int i = 0; i < m * k && st == BK_OK; i++)
        w->single_C[i] = (float)E[i];
    w->Y = out;
    w->rows = rows;
    w->out_cols = k;
    if (st == BK_OK)
        st = bk__par_for(w->ctx, NULL, bk__chunks(rows, BK__SVD_PANEL), take_panel, w);
    w->l = k;
    bk__free(w->ctx, lambda);
    return st == BK_OK ? bk__svd_orth(w, out, rows) : st;
}

bk_status bk__svd_range(bk__svd_work *w, double *Q, double *Z, const bk_csr *A, const bk_csr *At)
{
    int k = w->l;
    double *X = bk__alloc_array(w->ctx, (size_t)A->rows, BK__SVD_WIDTH * sizeof *X);
    bk_status st = X ? find_basis(w, X, Z, A, At) : BK_ENOMEM;
    if (st == BK_OK)
        st = best_of_basis(w, Q, A->rows, k);
    bk__free(w->ctx, X);
    w->l = k;
    return st;
}
