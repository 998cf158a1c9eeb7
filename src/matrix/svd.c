/* svd.c - truncated SVD of a sparse matrix by randomised block Krylov (Musco, Musco 2015; Golub,
 * Underwood 1977).
 *
 *     X_0 = orth(A Omega), Omega [V x b] normal, b = 8
 *     Z = A (At X_j); T[:, j] = Qt Z, Q = (X_0 .. X_j); X_j+1 = orth(Z - Q Qt Z)
 * until Q [D x m] has m = (k + 10) (1 + 0.48 sweeps) columns; T = Qt A At Q [m x m] = E L Et; then
 *     Q_k = orth(Q E_k); Bt = At Q_k [V x k] = Qb R; R^t = Ur S Wt [k x k]; U = Q_k Ur, V = Qb W
 * Q, and the products that make it, are floats: half the memory to wait for. That moves Q by 1e-7,
 * and the kept share by the square of it, since Bt is made of doubles from directions that were
 * made orthonormal as doubles. T is block tridiagonal (Golub, Underwood 1977): a product is made
 * orthogonal to the last two blocks and then, of length 1, to all of Q. Where columns began anew at
 * random T is full from there on.
 * The basis: svd_basis.c; columns made orthonormal: svd_orth.c.
 * Residual: U holds the projection, so |A - U S Vt|^2 = |A|^2 - sum s^2.
 * Workspace: D m floats, k (D + 2 V) doubles and the transpose of A. */
#include <math.h>
#include <string.h>

#include "base/par.h"
#include "matrix/blas.h"
#include "matrix/csr.h"
#include "matrix/svd_work.h"

enum { OVERSAMPLE = 10 };
static const double GROWTH = 0.48; /* of the basis with each sweep */

/* Y = X in panels. */
static bk_status copy_panel(void *user, int64_t chunk, int worker)
{
    bk__svd_work *w = user;
    size_t n = (size_t)bk__svd_panel(w, chunk) * (size_t)w->l;
    (void)worker;
    memcpy(w->Y + chunk * BK__SVD_PANEL * w->l, w->X + chunk * BK__SVD_PANEL * w->l,
           n * sizeof *w->Y);
    return BK_OK;
}

/* From Q [D x l] and Z = Bt [V x l] (both lost) to U, s, Vt. */
static bk_status factor(bk__svd_work *w, bk_svd *out, double *Q, double *Z, const bk_csr *A)
{
    int l = w->l;
    size_t ll = (size_t)l * (size_t)l;
    double *G = w->small, *U = w->small + ll, *Wt = w->small + 2 * ll;
    double *s = w->lapack + w->lwork, *V = NULL;
    bk_status st;
    /* R = Qbt Bt: from Bt and its orthonormal columns, exact even where Cholesky was too weak. */
    double *B = bk__alloc_array(w->ctx, (size_t)out->cols, (size_t)l * sizeof *B);
    if (!B)
        return BK_ENOMEM;
    w->X = Z;
    w->Y = B;
    w->rows = out->cols;
    BK__TRY(st, bk__par_for(w->ctx, NULL, bk__chunks(w->rows, BK__SVD_PANEL), copy_panel, w), done);
    BK__TRY(st, bk__svd_orth(w, Z, out->cols), done);
    BK__TRY(st, bk__svd_product(w, G, B, Z, out->cols), done); /* Rt */
    int info = bk__dsvd(l, G, s, U, Wt, w->lapack, w->lwork);
    if (info != 0) {
        st = bk__fail(w->ctx, BK_ENUMERIC, "", "SVD failed in LAPACK (%d)", info);
        goto done;
    }
    memcpy(out->s, s, (size_t)out->k * sizeof *s);
    BK__TRY(st, bk__svd_times(w, out->U, Q, out->rows, U, out->k), done);
    for (int i = 0; i < l; i++) /* W = Wt turned, in G's place */
        for (int j = 0; j < l; j++)
            G[i * l + j] = Wt[j * l + i];
    V = B;
    BK__TRY(st, bk__svd_times(w, V, Z, out->cols, G, out->k), done);
    BK__TRY(st, bk__svd_turn(w->ctx, out, V), done);
    double norm = bk__csr_norm(A), left = norm * norm;
    for (int i = 0; i < out->k; i++)
        left -= s[i] * s[i];
    out->residual = norm > 0 && left > 0 ? sqrt(left) / norm : 0;
done:
    bk__free(w->ctx, B);
    return st;
}

static bk_status work_new(bk__svd_work *w, bk_ctx *ctx, const bk_csr *A, int k, int most)
{
    size_t n = (size_t)k, m = (size_t)most;
    size_t small = n > BK__SVD_WIDTH ? n : BK__SVD_WIDTH;
    int64_t longest = A->rows > A->cols ? A->rows : A->cols;
    *w = (bk__svd_work){
        .ctx = ctx, .l = k, .most = most, .lwork = 64 * (most + BK__SVD_WIDTH) + 1024};
    w->gram = bk__alloc_array(ctx, (size_t)bk__chunks(longest, BK__SVD_PANEL),
                              small * small * sizeof *w->gram);
    w->small = bk__alloc_array(ctx, 3 * small, small * sizeof *w->small);
    w->basis = bk__alloc_array(ctx, (size_t)A->rows, m * sizeof *w->basis);
    w->T = bk__calloc(ctx, m, m * sizeof *w->T);
    w->C = bk__alloc_array(ctx, m, BK__SVD_WIDTH * sizeof *w->C);
    w->part = bk__alloc_array(ctx, (size_t)bk__chunks(A->rows, BK__SVD_PANEL),
                              m * BK__SVD_WIDTH * sizeof *w->part);
    w->single = bk__alloc_array(ctx, (size_t)A->rows, small * sizeof *w->single);
    w->single_C = bk__alloc_array(ctx, m, small * sizeof *w->single_C);
    w->lapack = bk__alloc_array(ctx, (size_t)w->lwork + n, sizeof *w->lapack);
    return w->gram && w->small && w->basis && w->T && w->C && w->part && w->single && w->single_C &&
                   w->lapack
               ? BK_OK
               : BK_ENOMEM;
}

/* The basis is not needed for the factors. */
static void basis_free(bk__svd_work *w)
{
    void *all[] = {w->basis, w->T, w->C, w->part, w->single, w->single_C};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        bk__free(w->ctx, all[i]);
    w->basis = w->part = w->single = w->single_C = NULL;
    w->T = w->C = NULL;
}

static void work_free(bk__svd_work *w)
{
    if (!w->ctx)
        return;
    basis_free(w);
    bk__free(w->ctx, w->gram);
    bk__free(w->ctx, w->small);
    bk__free(w->ctx, w->lapack);
}

/* How many columns of the basis: no fewer than k, no more than the matrix has dimensions. */
static int basis_columns(int k, int sweeps, int64_t least)
{
    double want = (k + OVERSAMPLE) * (1 + GROWTH * sweeps);
    int m = ((int)want + BK__SVD_WIDTH - 1) / BK__SVD_WIDTH * BK__SVD_WIDTH;
    return m < least ? m : (int)least;
}

bk_status bk_svd_fit(bk_ctx *ctx, bk_svd *out, const bk_csr *A, int k, int sweeps)
{
    *out = (bk_svd){0};
    if (k < 1 || k > 4096 || sweeps < 0 || sweeps > 100)
        return bk__fail(ctx, BK_EINVAL, "k", "1 to 4096 dimensions and 0 to 100 sweeps, please");
    int64_t least = A->rows < A->cols ? A->rows : A->cols;
    k = k < least ? k : (int)least;
    bk_svd r = {A->rows, A->cols, k, NULL, NULL, NULL, 0};
    bk_csr At = {0};
    bk__svd_work w = {0};
    double *Q = NULL, *Z = NULL;
    size_t D = (size_t)A->rows, V = (size_t)A->cols, n = (size_t)k * sizeof *Q;
    bk_status st = BK_ENOMEM;
    r.U = bk__calloc(ctx, D, n);
    r.s = bk__calloc(ctx, (size_t)k, sizeof *r.s);
    r.Vt = bk__calloc(ctx, V, n);
    if (!r.U || !r.s || !r.Vt)
        goto done;
    st = BK_OK;
    if (k > 0) {
        BK__TRY(st, bk__blas_open(ctx), done);
        BK__TRY(st, work_new(&w, ctx, A, k, basis_columns(k, sweeps, least)), done);
        BK__TRY(st, bk_csr_transpose(ctx, &At, A), done);
        Q = bk__alloc_array(ctx, D, n);
        Z = Q ? bk__alloc_array(ctx, V,
                                n > BK__SVD_WIDTH * sizeof *Z ? n : BK__SVD_WIDTH * sizeof *Z)
              : NULL;
        if (!Z) {
            st = BK_ENOMEM;
            goto done;
        }
        bool all = w.most == least;
        BK__TRY(st, bk__svd_range(&w, Q, Z, A, &At), done);
        basis_free(&w);
        if (all) { /* the whole range, as doubles */
            BK__TRY(st, bk__spmm(ctx, Z, &At, Q, k), done);
            BK__TRY(st, bk__spmm(ctx, Q, A, Z, k), done);
            BK__TRY(st, bk__svd_orth(&w, Q, A->rows), done);
        }
        BK__TRY(st, bk__spmm(ctx, Z, &At, Q, k), done);
        BK__TRY(st, factor(&w, &r, Q, Z, A), done);
    }
    *out = r;
    r = (bk_svd){0};
done:
    bk_svd_free(ctx, &r);
    bk_csr_free(ctx, &At);
    work_free(&w);
    bk__free(ctx, Q);
    bk__free(ctx, Z);
    return st;
}

void bk_svd_free(bk_ctx *ctx, bk_svd *svd)
{
    if (!svd)
        return;
    bk__free(ctx, svd->U);
    bk__free(ctx, svd->s);
    bk__free(ctx, svd->Vt);
    *svd = (bk_svd){0};
}
