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
 *
 * orth: Cholesky QR twice over fixed panels (Gram matrices summed in panel order), Householder QR
 * where the columns are too nearly dependent. Everything dense is BLAS on one thread a panel, but
 * for blocks of eight columns, which it would copy more than it computes.
 * Residual: U holds the projection, so |A - U S Vt|^2 = |A|^2 - sum s^2.
 * Workspace: D m floats, k (D + 2 V) doubles and the transpose of A. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/cpu.h"
#include "base/par.h"
#include "base/rng.h"
#include "matrix/blas.h"
#include "matrix/csr.h"
#include "matrix/svd.h"

enum { OVERSAMPLE = 10, PANEL = 2048, STREAM = 0x73766400, WIDTH = 8 };
static const double GROWTH = 0.48; /* of the basis with each sweep */

typedef struct work {
    bk_ctx *ctx;
    int l;           /* columns of all tall blocks */
    double *gram;    /* [panels x l l] */
    double *small;   /* [3 x l x l] */
    float *basis;    /* Q [D x most] */
    float *part;     /* [panels x most b] Qt X of each panel */
    float *single;   /* [D x max(b, k)] the running block, or what is taken from it */
    float *single_C; /* [most x max(b, k)] */
    double *T;       /* [most x most], its upper triangle */
    double *C;       /* [most x b] Qt Z of the running block */
    bool fresh;      /* the running block lies in `single`, not yet in X */
    int from;        /* the first column of Q that the running projection looks at */
    bool renewed;    /* columns began anew: T is full from there on */
    int m, most;     /* columns of Q: so far, room */
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

/* Four doubles at any address: the compiler's portable vectors. */
typedef double four __attribute__((vector_size(32), aligned(8), may_alias));

static bk_status gram_panel(void *user, int64_t chunk, int worker)
{
    work *w = user;
    (void)worker;
    bk__dsyrk(w->l, panel_rows(w, chunk), 1, w->X + chunk * PANEL * w->l, w->l, 0,
              w->gram + chunk * w->l * w->l, w->l);
    return BK_OK;
}

/* X = X M for eight columns. */
static inline __attribute__((always_inline)) void times_eight(double *X, int rows, const double *M)
{
    const four *m = (const four *)M;
    for (int r = 0; r < rows; r++) {
        double *x = X + r * WIDTH;
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
    double inverse[WIDTH * WIDTH] = {0};
    for (int j = 0; j < WIDTH; j++) {
        inverse[j * WIDTH + j] = 1 / R[j * WIDTH + j];
        for (int i = j - 1; i >= 0; i--) {
            double sum = 0;
            for (int c = i + 1; c <= j; c++)
                sum += R[i * WIDTH + c] * inverse[c * WIDTH + j];
            inverse[i * WIDTH + j] = -sum / R[i * WIDTH + i];
        }
    }
    (bk__has_avx2() ? times_avx2 : times_plain)(X, rows, inverse);
}

static bk_status solve_panel(void *user, int64_t chunk, int worker)
{
    work *w = user;
    (void)worker;
    if (w->l == WIDTH) {
        solve_eight(w->X + chunk * PANEL * WIDTH, panel_rows(w, chunk), w->R);
        return BK_OK;
    }
    bk__dtrsm(panel_rows(w, chunk), w->l, w->R, w->l, w->X + chunk * PANEL * w->l, w->l);
    return BK_OK;
}

/* Y = X R, R [l x out_cols], rows by panels. */
static bk_status times_panel(void *user, int64_t chunk, int worker)
{
    work *w = user;
    (void)worker;
    bk__dgemm(false, false, panel_rows(w, chunk), w->out_cols, w->l, 1, w->X + chunk * PANEL * w->l,
              w->l, w->R, w->out_cols, 0, w->Y + chunk * PANEL * w->out_cols, w->out_cols);
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

/* out [rows x cols] = X R, R [l x cols]. */
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

/* ---- the basis ------------------------------------------------------------------------------ */
static bk_status project_panel(void *user, int64_t chunk, int worker)
{
    work *w = user;
    (void)worker;
    int rows = panel_rows(w, chunk);
    float *x = w->single + chunk * PANEL * w->l;
    double *X = w->X + chunk * PANEL * w->l;
    for (int64_t i = 0; i < (int64_t)rows * w->l; i++)
        if (w->fresh)
            X[i] = (double)x[i];
        else
            x[i] = (float)X[i];
    int m = w->m - w->from;
    bk__sgemm(true, false, m, w->l, rows, 1, w->basis + chunk * PANEL * w->most + w->from, w->most,
              x, w->l, 0, w->part + chunk * m * w->l, w->l);
    return BK_OK;
}

static bk_status subtract_panel(void *user, int64_t chunk, int worker)
{
    work *w = user;
    (void)worker;
    int rows = panel_rows(w, chunk);
    float *x = w->single + chunk * PANEL * w->l;
    bk__sgemm(false, false, rows, w->l, w->m - w->from, 1,
              w->basis + chunk * PANEL * w->most + w->from, w->most, w->single_C, w->l, 0, x, w->l);
    for (int64_t i = 0; i < (int64_t)rows * w->l; i++)
        w->X[chunk * PANEL * w->l + i] -= (double)x[i];
    return BK_OK;
}

/* C = Qt X, X -= Q C for the columns of Q from `from` on. */
static bk_status project(work *w, double *X, int64_t rows, int from)
{
    int64_t panels = bk__chunks(rows, PANEL), n = (int64_t)(w->m - from) * w->l;
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
    work *w = user;
    int rows = panel_rows(w, chunk);
    (void)worker;
    for (int64_t i = chunk * PANEL; i < chunk * PANEL + rows; i++)
        for (int c = 0; c < w->l; c++) {
            float x = (float)w->X[i * w->l + c];
            w->single[i * w->l + c] = x;
            w->basis[i * w->most + w->m + c] = x;
        }
    return BK_OK;
}

/* X [rows x l] becomes the next columns of Q, and `single`. */
static bk_status append(work *w, double *X, int64_t rows)
{
    w->X = X;
    w->rows = rows;
    bk_status st = bk__par_for(w->ctx, NULL, bk__chunks(rows, PANEL), append_panel, w);
    w->m += w->l;
    return st;
}

/* Columns of X that lost most of their length 1 lay in Q: they begin anew at random. */
static bk_status renew(work *w, double *X, int64_t rows, int *renewed)
{
    double square[WIDTH] = {0};
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
static bk_status orth_to_basis(work *w, double *X, int64_t rows)
{
    int renewed = 1;
    bk_status st = orth(w, X, rows);
    for (int pass = 0; pass < 4 && renewed > 0 && w->m > 0 && st == BK_OK; pass++) {
        BK__TRY(st, project(w, X, rows, 0), done);
        BK__TRY(st, renew(w, X, rows, &renewed), done);
        st = orth(w, X, rows);
    }
done:
    return st;
}

/* Columns of T for the block that was appended last; X = A At X without its part in Q. */
static bk_status next_block(work *w, double *X, float *Z, const bk_csr *A, const bk_csr *At)
{
    int first = w->m - w->l;
    bk_status st;
    BK__TRY(st, bk__spmm_single(w->ctx, Z, At, w->single, w->l), done);
    BK__TRY(st, bk__spmm_single(w->ctx, w->single, A, Z, w->l), done);
    w->fresh = true;
    int from = w->renewed || first < WIDTH ? 0 : first - WIDTH;
    BK__TRY(st, project(w, X, A->rows, from), done);
    for (int i = from; i < w->m; i++)
        memcpy(w->T + i * w->most + first, w->C + (i - from) * w->l, (size_t)w->l * sizeof *w->T);
done:
    return st;
}

/* Narrows X [rows x l] to its first `cols` columns. */
static void narrow(work *w, double *X, int64_t rows, int cols)
{
    for (int64_t i = 0; i < rows && cols < w->l; i++)
        memmove(X + i * cols, X + i * w->l, (size_t)cols * sizeof *X);
    w->l = cols;
}

/* Fills Q and T; X [D x b] and Z [V x b] are scratch. */
static bk_status find_basis(work *w, double *X, double *Z, const bk_csr *A, const bk_csr *At)
{
    void *room = Z;
    float *half = room; /* once the random numbers were used */
    bk_status st;
    w->m = 0;
    w->l = w->most < WIDTH ? w->most : WIDTH;
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
    work *w = user;
    int rows = panel_rows(w, chunk), k = w->out_cols;
    float *x = w->single + chunk * PANEL * k;
    (void)worker;
    bk__sgemm(false, false, rows, k, w->most, 1, w->basis + chunk * PANEL * w->most, w->most,
              w->single_C, k, 0, x, k);
    for (int64_t i = 0; i < (int64_t)rows * k; i++)
        w->Y[chunk * PANEL * k + i] = (double)x[i];
    return BK_OK;
}

/* out [D x k] = Q E_k, the k best directions in the basis. */
static bk_status best_of_basis(work *w, double *out, int64_t rows, int k)
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
        st = bk__par_for(w->ctx, NULL, bk__chunks(rows, PANEL), take_panel, w);
    w->l = k;
    bk__free(w->ctx, lambda);
    return st == BK_OK ? orth(w, out, rows) : st;
}

/* Q [D x k]: an orthonormal basis of nearly the k best directions of A's range. */
static bk_status find_range(work *w, double *Q, double *Z, const bk_csr *A, const bk_csr *At)
{
    int k = w->l;
    double *X = bk__alloc_array(w->ctx, (size_t)A->rows, WIDTH * sizeof *X);
    bk_status st = X ? find_basis(w, X, Z, A, At) : BK_ENOMEM;
    if (st == BK_OK)
        st = best_of_basis(w, Q, A->rows, k);
    bk__free(w->ctx, X);
    w->l = k;
    return st;
}

/* Y = X in panels. */
static bk_status copy_panel(void *user, int64_t chunk, int worker)
{
    work *w = user;
    size_t n = (size_t)panel_rows(w, chunk) * (size_t)w->l;
    (void)worker;
    memcpy(w->Y + chunk * PANEL * w->l, w->X + chunk * PANEL * w->l, n * sizeof *w->Y);
    return BK_OK;
}

/* Xt Y of each panel. */
static bk_status product_panel(void *user, int64_t chunk, int worker)
{
    work *w = user;
    int l = w->l;
    (void)worker;
    bk__dgemm(true, false, l, l, panel_rows(w, chunk), 1, w->X + chunk * PANEL * l, l,
              w->Y + chunk * PANEL * l, l, 0, w->gram + chunk * l * l, l);
    return BK_OK;
}

/* G [l x l] = Xt Y; both [rows x l]. */
static bk_status product(work *w, double *G, double *X, double *Y, int64_t rows)
{
    size_t ll = (size_t)w->l * (size_t)w->l;
    int64_t panels = bk__chunks(rows, PANEL);
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
    w->X = Z;
    w->Y = B;
    w->rows = out->cols;
    BK__TRY(st, bk__par_for(w->ctx, NULL, bk__chunks(w->rows, PANEL), copy_panel, w), done);
    BK__TRY(st, orth(w, Z, out->cols), done);
    BK__TRY(st, product(w, G, B, Z, out->cols), done); /* Rt */
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
    BK__TRY(st, bk__svd_turn(w->ctx, out, V), done);
    double norm = bk__csr_norm(A), left = norm * norm;
    for (int i = 0; i < out->k; i++)
        left -= s[i] * s[i];
    out->residual = norm > 0 && left > 0 ? sqrt(left) / norm : 0;
done:
    bk__free(w->ctx, B);
    return st;
}

static bk_status work_new(work *w, bk_ctx *ctx, const bk_csr *A, int k, int most)
{
    size_t n = (size_t)k, m = (size_t)most;
    size_t small = n > WIDTH ? n : WIDTH;
    int64_t longest = A->rows > A->cols ? A->rows : A->cols;
    *w = (work){.ctx = ctx, .l = k, .most = most, .lwork = 64 * (most + WIDTH) + 1024};
    w->gram =
        bk__alloc_array(ctx, (size_t)bk__chunks(longest, PANEL), small * small * sizeof *w->gram);
    w->small = bk__alloc_array(ctx, 3 * small, small * sizeof *w->small);
    w->basis = bk__alloc_array(ctx, (size_t)A->rows, m * sizeof *w->basis);
    w->T = bk__calloc(ctx, m, m * sizeof *w->T);
    w->C = bk__alloc_array(ctx, m, WIDTH * sizeof *w->C);
    w->part = bk__alloc_array(ctx, (size_t)bk__chunks(A->rows, PANEL), m * WIDTH * sizeof *w->part);
    w->single = bk__alloc_array(ctx, (size_t)A->rows, small * sizeof *w->single);
    w->single_C = bk__alloc_array(ctx, m, small * sizeof *w->single_C);
    w->lapack = bk__alloc_array(ctx, (size_t)w->lwork + n, sizeof *w->lapack);
    return w->gram && w->small && w->basis && w->T && w->C && w->part && w->single && w->single_C &&
                   w->lapack
               ? BK_OK
               : BK_ENOMEM;
}

/* The basis is not needed for the factors. */
static void basis_free(work *w)
{
    void *all[] = {w->basis, w->T, w->C, w->part, w->single, w->single_C};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        bk__free(w->ctx, all[i]);
    w->basis = w->part = w->single = w->single_C = NULL;
    w->T = w->C = NULL;
}

static void work_free(work *w)
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
    int m = ((int)want + WIDTH - 1) / WIDTH * WIDTH;
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
    work w = {0};
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
        Z = Q ? bk__alloc_array(ctx, V, n > WIDTH * sizeof *Z ? n : WIDTH * sizeof *Z) : NULL;
        if (!Z) {
            st = BK_ENOMEM;
            goto done;
        }
        bool all = w.most == least;
        BK__TRY(st, find_range(&w, Q, Z, A, &At), done);
        basis_free(&w);
        if (all) { /* the whole range, as doubles */
            BK__TRY(st, bk__spmm(ctx, Z, &At, Q, k), done);
            BK__TRY(st, bk__spmm(ctx, Q, A, Z, k), done);
            BK__TRY(st, orth(&w, Q, A->rows), done);
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
