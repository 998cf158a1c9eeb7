/* svd_orth.c - tall blocks of columns for the SVD: orthonormal ones, products.
 *
 * Cholesky QR twice over fixed panels (Gram matrices summed in panel order), Householder QR
 * where the columns are too nearly dependent. Everything dense is BLAS on one thread a panel, but
 * for blocks of eight columns, which it would copy more than it computes. */
#include <math.h>
#include <string.h>

#include "base/cpu.h"
#include "base/par.h"
#include "matrix/blas.h"
#include "matrix/svd_work.h"

/* Four doubles at any address: the compiler's portable vectors. */
typedef double four __attribute__((vector_size(32), aligned(8), may_alias));

static bk_status gram_panel(void *user, int64_t chunk, int worker)
{
    bk__svd_work *w = user;
    (void)worker;
    bk__dsyrk(w->l, bk__svd_panel(w, chunk), 1, w->X + chunk * BK__SVD_PANEL * w->l, w->l, 0,
              w->gram + chunk * w->l * w->l, w->l);
    return BK_OK;
}

/* X = X M for eight columns. */
static inline __attribute__((always_inline)) void times_eight(double *X, int rows, const double *M)
{
    const four *m = (const four *)M;
    for (int r = 0; r < rows; r++) {
        double *x = X + r * BK__SVD_WIDTH;
        four a = x[0] * m[0] + x[1] * m[2], b = x[0] * m[1] + x[1] * m[3];
        four c = x[2] * m[4] + x[3] * m[6], d = x[2] * m[5] + x[3] * m[7];
        a += x[4] * m[8] + x[5] * m[10];
        b += x[4] * m[9] + x[5] * m[11];
        c += x[6] * m[12] + x[7] * m[14];
        d += x[6] * m[13] + x[7] * m[15];
        *(four *)x = a + c;
        *(four *)(x + 4) = b + d;
    }
}
static void times_plain(double *X, int rows, const double *M)
{
    times_eight(X, rows, M);
}
#if defined(__x86_64__)
__attribute__((target("avx2"))) static void times_avx2(double *X, int rows, const double *M)
{
    times_eight(X, rows, M);
}
#else
#define times_avx2 times_plain
#endif

/* X = X R^-1 for eight columns; R upper triangular. */
static void solve_eight(double *X, int rows, const double *R)
{
    double inverse[BK__SVD_WIDTH * BK__SVD_WIDTH] = {0};
    for (int j = 0; j < BK__SVD_WIDTH; j++) {
        inverse[j * BK__SVD_WIDTH + j] = 1 / R[j * BK__SVD_WIDTH + j];
        for (int i = j - 1; i >= 0; i--) {
            double sum = 0;
            for (int c = i + 1; c <= j; c++)
                sum += R[i * BK__SVD_WIDTH + c] * inverse[c * BK__SVD_WIDTH + j];
            inverse[i * BK__SVD_WIDTH + j] = -sum / R[i * BK__SVD_WIDTH + i];
        }
    }
    (bk__has_avx2() ? times_avx2 : times_plain)(X, rows, inverse);
}

static bk_status solve_panel(void *user, int64_t chunk, int worker)
{
    bk__svd_work *w = user;
    (void)worker;
    if (w->l == BK__SVD_WIDTH) {
        solve_eight(w->X + chunk * BK__SVD_PANEL * BK__SVD_WIDTH, bk__svd_panel(w, chunk), w->R);
        return BK_OK;
    }
    bk__dtrsm(bk__svd_panel(w, chunk), w->l, w->R, w->l, w->X + chunk * BK__SVD_PANEL * w->l, w->l);
    return BK_OK;
}

/* Y = X R, R [l x out_cols], rows by panels. */
static bk_status times_panel(void *user, int64_t chunk, int worker)
{
    bk__svd_work *w = user;
    (void)worker;
    bk__dgemm(false, false, bk__svd_panel(w, chunk), w->out_cols, w->l, 1,
              w->X + chunk * BK__SVD_PANEL * w->l, w->l, w->R, w->out_cols, 0,
              w->Y + chunk * BK__SVD_PANEL * w->out_cols, w->out_cols);
    return BK_OK;
}

/* X = Q, and R [l x l] into `R`. *weak where the columns are too nearly dependent for this. */
static bk_status cholesky_qr(bk__svd_work *w, double *R, bool *weak)
{
    int l = w->l;
    int64_t panels = bk__chunks(w->rows, BK__SVD_PANEL);
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

static bk_status householder_qr(bk__svd_work *w)
{
    if (w->rows > INT32_MAX)
        return bk__fail(w->ctx, BK_ESHAPE, "", "too many rows for LAPACK");
    int info = bk__dqr((int)w->rows, w->l, w->X, w->small, w->lapack, w->lwork);
    if (info != 0)
        return bk__fail(w->ctx, BK_ENUMERIC, "", "QR failed in LAPACK (%d)", info);
    return BK_OK;
}

bk_status bk__svd_orth(bk__svd_work *w, double *X, int64_t rows)
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

bk_status bk__svd_times(bk__svd_work *w, double *out, double *X, int64_t rows, const double *R,
                        int cols)
{
    w->X = X;
    w->Y = out;
    w->rows = rows;
    w->R = R;
    w->out_cols = cols;
    return bk__par_for(w->ctx, NULL, bk__chunks(rows, BK__SVD_PANEL), times_panel, w);
}

/* Xt Y of each panel. */
static bk_status product_panel(void *user, int64_t chunk, int worker)
{
    bk__svd_work *w = user;
    int l = w->l;
    (void)worker;
    bk__dgemm(true, false, l, l, bk__svd_panel(w, chunk), 1, w->X + chunk * BK__SVD_PANEL * l, l,
              w->Y + chunk * BK__SVD_PANEL * l, l, 0, w->gram + chunk * l * l, l);
    return BK_OK;
}

bk_status bk__svd_product(bk__svd_work *w, double *G, double *X, double *Y, int64_t rows)
{
    size_t ll = (size_t)w->l * (size_t)w->l;
    int64_t panels = bk__chunks(rows, BK__SVD_PANEL);
    w->X = X;
    w->Y = Y;
    w->rows = rows;
    bk_status st = bk__par_for(w->ctx, NULL, panels, product_panel, w);
    memset(G, 0, ll * sizeof *G);
    for (int64_t p = 0; p < panels && st == BK_OK; p++)
        for (size_t i = 0; i < ll; i++)
            G[i] += w->gram[(size_t)p * ll + i];
    return st;
}
