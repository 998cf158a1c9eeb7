/* svd.c - truncated SVD of a sparse matrix, randomised (Halko, Martinsson, Tropp 2011, algorithms
 * 4.4 and 5.1).
 *
 *     Y = A Omega, Omega [V x l] normal, l = k + 10; Q = orth(Y)
 *     `sweeps` times: Z = orth(At Q), Q = orth(A Z)
 *     Bt = At Q [V x l] = Qb R; R^t = Ur S Wt [l x l]; U = Q Ur, V = Qb W; the first k are kept
 * orth: Cholesky QR twice over fixed panels (Gram matrices summed in panel order), Householder QR
 * where the columns are too nearly dependent. Everything dense is BLAS on one thread a panel.
 * Residual: U holds the projection, so |A - U S Vt|^2 = |A|^2 - sum s^2.
 * Workspace: l (D + 2 V) doubles and the transpose of A. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/par.h"
#include "base/rng.h"
#include "matrix/blas.h"
#include "matrix/csr.h"

enum { OVERSAMPLE = 10, PANEL = 2048, STREAM = 0x73766400 };

typedef struct work {
    bk_ctx *ctx;
    int l;         /* columns of all tall blocks */
    double *gram;  /* [panels x l x l] */
    double *small; /* [3 x l x l] */
    double *lapack;
    int lwork;
    /* the running job */
    double *X, *Y; /* tall [rows x l] */
    int64_t rows;
    const double *R;
    int out_cols;
} work;

static int panel_rows(const work *w, int64_t chunk)
{
    int64_t left = w->rows - chunk * PANEL;
    return (int)(left < PANEL ? left : PANEL);
}

static bk_status gram_panel(void *user, int64_t chunk, int worker)
{
    work *w = user;
    (void)worker;
    bk__dsyrk(w->l, panel_rows(w, chunk), 1, w->X + chunk * PANEL * w->l, w->l, 0,
              w->gram + chunk * w->l * w->l, w->l);
    return BK_OK;
}

static bk_status solve_panel(void *user, int64_t chunk, int worker)
{
    work *w = user;
    (void)worker;
    bk__dtrsm(panel_rows(w, chunk), w->l, w->R, w->l, w->X + chunk * PANEL * w->l, w->l);
    return BK_OK;
}

/* Y = X R[:, :out_cols], rows by panels. */
static bk_status times_panel(void *user, int64_t chunk, int worker)
{
    work *w = user;
    (void)worker;
    bk__dgemm(false, false, panel_rows(w, chunk), w->out_cols, w->l, 1, w->X + chunk * PANEL * w->l,
              w->l, w->R, w->l, 0, w->Y + chunk * PANEL * w->out_cols, w->out_cols);
    return BK_OK;
}

/* X = Q, and R [l x l] into `R`. *weak where the columns are too nearly dependent for this. */
static bk_status cholesky_qr(work *w, double *R, bool *weak)
{
    int l = w->l;
    int64_t panels = bk__chunks(w->rows, PANEL);
    bk_status st = bk__par_for(w->ctx, NULL, panels, gram_panel, w);
    if (st != BK_OK)
        return st;
    memset(R, 0, (size_t)l * (size_t)l * sizeof *R);
    for (int64_t p = 0; p < panels; p++)
        for (int i = 0; i < l; i++)
            for (int j = i; j < l; j++)
                R[i * l + j] += w->gram[(p * l + i) * l + j];
    double most = 0, least = INFINITY;
    *weak = bk__dpotrf(l, R) != 0;
    for (int i = 0; i < l && !*weak; i++) {
        most = fmax(most, fabs(R[i * l + i]));
        least = fmin(least, fabs(R[i * l + i]));
    }
    if (*weak || !(least > 1e-6 * most)) {
        *weak = true;
        return BK_OK;
    }
    w->R = R;
    return bk__par_for(w->ctx, NULL, panels, solve_panel, w);
}

static bk_status householder_qr(work *w)
{
    if (w->rows > INT32_MAX)
        return bk__fail(w->ctx, BK_ESHAPE, "", "too many rows for LAPACK");
    int info = bk__dqr((int)w->rows, w->l, w->X, w->small, w->lapack, w->lwork);
    if (info != 0)
        return bk__fail(w->ctx, BK_ENUMERIC, "", "QR failed in LAPACK (%d)", info);
    return BK_OK;
}

/* Columns of X [rows x l] become orthonormal with the same span. */
static bk_status orth(work *w, double *X, int64_t rows)
{
    bool weak = false;
    w->X = X;
    w->rows = rows;
    for (int pass = 0; pass < 2; pass++) {
        bk_status st = cholesky_qr(w, w->small, &weak);
        if (st != BK_OK)
            return st;
        if (weak)
            return householder_qr(w);
    }
    return BK_OK;
}

/* out [rows x cols of out] = X R, R [l x l] row-major of which the first `cols` columns count. */
static bk_status times(work *w, double *out, double *X, int64_t rows, const double *R, int cols)
{
    w->X = X;
    w->Y = out;
    w->rows = rows;
    w->R = R;
    w->out_cols = cols;
    return bk__par_for(w->ctx, NULL, bk__chunks(rows, PANEL), times_panel, w);
}

static bk_status fill_normal(work *w, double *X, int64_t rows)
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

/* Q [D x l]: an orthonormal basis of nearly the range of A. Z [V x l] is scratch. */
static bk_status find_range(work *w, double *Q, double *Z, const bk_csr *A, const bk_csr *At,
                            int sweeps)
{
    bk_status st;
    BK__TRY(st, fill_normal(w, Z, A->cols), done);
    BK__TRY(st, bk__spmm(w->ctx, Q, A, Z, w->l), done);
    BK__TRY(st, orth(w, Q, A->rows), done);
    for (int i = 0; i < sweeps; i++) {
        BK__TRY(st, bk__cancelled(w->ctx), done);
        BK__TRY(st, bk__spmm(w->ctx, Z, At, Q, w->l), done);
        BK__TRY(st, orth(w, Z, A->cols), done);
        BK__TRY(st, bk__spmm(w->ctx, Q, A, Z, w->l), done);
        BK__TRY(st, orth(w, Q, A->rows), done);
    }
done:
    return st;
}

/* out [k x V] = the first k columns of V W, turned; the entry of largest magnitude of each row
 * becomes positive, and column k of U turns with it. */
static void turn_and_sign(bk_svd *out, const double *V, int k)
{
    for (int c = 0; c < k; c++) {
        double *row = out->Vt + c * out->cols;
        double most = 0;
        for (int64_t t = 0; t < out->cols; t++) {
            row[t] = V[t * k + c];
            if (fabs(row[t]) > fabs(most))
                most = row[t];
        }
        if (most >= 0)
            continue;
        for (int64_t t = 0; t < out->cols; t++)
            row[t] = -row[t];
        for (int64_t i = 0; i < out->rows; i++)
            out->U[i * k + c] = -out->U[i * k + c];
    }
}

/* From Q [D x l] and Z = Bt [V x l] (both lost) to U, s, Vt. */
static bk_status factor(work *w, bk_svd *out, double *Q, double *Z, const bk_csr *A)
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
    memcpy(B, Z, (size_t)out->cols * (size_t)l * sizeof *B);
    BK__TRY(st, orth(w, Z, out->cols), done);
    memset(G, 0, ll * sizeof *G);
    for (int64_t p = 0; p < out->cols; p += PANEL) {
        int n = (int)(out->cols - p < PANEL ? out->cols - p : PANEL);
        bk__dgemm(true, false, l, l, n, 1, B + p * l, l, Z + p * l, l, 1, G, l); /* Rt */
    }
    int info = bk__dsvd(l, G, s, U, Wt, w->lapack, w->lwork);
    if (info != 0) {
        st = bk__fail(w->ctx, BK_ENUMERIC, "", "SVD failed in LAPACK (%d)", info);
        goto done;
    }
    memcpy(out->s, s, (size_t)out->k * sizeof *s);
    BK__TRY(st, times(w, out->U, Q, out->rows, U, out->k), done);
    for (int i = 0; i < l; i++) /* W = Wt turned, in G's place */
        for (int j = 0; j < l; j++)
            G[i * l + j] = Wt[j * l + i];
    V = B;
    BK__TRY(st, times(w, V, Z, out->cols, G, out->k), done);
    turn_and_sign(out, V, out->k);
    double norm = bk__csr_norm(A), left = norm * norm;
    for (int i = 0; i < out->k; i++)
        left -= s[i] * s[i];
    out->residual = norm > 0 && left > 0 ? sqrt(left) / norm : 0;
done:
    bk__free(w->ctx, B);
    return st;
}

static bk_status work_new(work *w, bk_ctx *ctx, const bk_csr *A, int l)
{
    size_t n = (size_t)l;
    int64_t longest = A->rows > A->cols ? A->rows : A->cols;
    *w = (work){.ctx = ctx, .l = l, .lwork = 64 * l + 1024};
    w->gram = bk__alloc_array(ctx, (size_t)bk__chunks(longest, PANEL), n * n * sizeof *w->gram);
    w->small = bk__alloc_array(ctx, 3 * n, n * sizeof *w->small);
    w->lapack = bk__alloc_array(ctx, (size_t)w->lwork + n, sizeof *w->lapack);
    return w->gram && w->small && w->lapack ? BK_OK : BK_ENOMEM;
}

bk_status bk_svd_fit(bk_ctx *ctx, bk_svd *out, const bk_csr *A, int k, int sweeps)
{
    *out = (bk_svd){0};
    if (k < 1 || k > 4096 || sweeps < 0 || sweeps > 100)
        return bk__fail(ctx, BK_EINVAL, "k", "1 to 4096 dimensions and 0 to 100 sweeps, please");
    int64_t least = A->rows < A->cols ? A->rows : A->cols;
    k = k < least ? k : (int)least;
    int l = k + OVERSAMPLE < least ? k + OVERSAMPLE : (int)least;
    bk_svd r = {A->rows, A->cols, k, NULL, NULL, NULL, 0};
    bk_csr At = {0};
    work w = {0};
    double *Q = NULL, *Z = NULL;
    size_t D = (size_t)A->rows, V = (size_t)A->cols, n = (size_t)l * sizeof *Q;
    bk_status st = BK_ENOMEM;
    r.U = bk__calloc(ctx, D, (size_t)k * sizeof *r.U);
    r.s = bk__calloc(ctx, (size_t)k, sizeof *r.s);
    r.Vt = bk__calloc(ctx, V, (size_t)k * sizeof *r.Vt);
    if (!r.U || !r.s || !r.Vt)
        goto done;
    st = BK_OK;
    if (k > 0) {
        BK__TRY(st, bk__blas_open(ctx), done);
        BK__TRY(st, work_new(&w, ctx, A, l), done);
        BK__TRY(st, bk_csr_transpose(ctx, &At, A), done);
        Q = bk__alloc_array(ctx, D, n);
        Z = Q ? bk__alloc_array(ctx, V, n) : NULL;
        if (!Z) {
            st = BK_ENOMEM;
            goto done;
        }
        BK__TRY(st, find_range(&w, Q, Z, A, &At, sweeps), done);
        BK__TRY(st, bk__spmm(ctx, Z, &At, Q, l), done);
        BK__TRY(st, factor(&w, &r, Q, Z, A), done);
    }
    *out = r;
    r = (bk_svd){0};
done:
    bk_svd_free(ctx, &r);
    bk_csr_free(ctx, &At);
    bk__free(ctx, w.gram);
    bk__free(ctx, w.small);
    bk__free(ctx, w.lapack);
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
