/* spmm.c - sparse times dense: Y = A X.
 *
 *     y_i = sum over the entries (i, c) of row i, in the order of c, of a_ic x_c
 * Split: panels of 256 rows of A over the pool; a panel writes its own rows of Y and nothing else.
 * For At X hand in the transpose: reading it by rows is as fast and needs no merging of sums. */
#include "base/cpu.h"
#include "base/par.h"
#include "matrix/csr.h"

enum { PANEL = 256 };

typedef struct job {
    double *Y;
    const bk_csr *A;
    const double *X;
    int64_t n;
    bool avx2;
} job;

/* Four doubles at any address: the compiler's portable vectors. */
typedef double four __attribute__((vector_size(32), aligned(8), may_alias));

/* Copied into each of the two callers below, for the instructions that it may use. */
#define INLINE static inline __attribute__((always_inline))

/* Columns j .. of row i of A X, `vectors` x 4 of them at a time; every element has its own sum in
 * the order of the entries, so lanes do not change the result. */
INLINE void columns(double *y, const job *t, int64_t i, int64_t j, int vectors)
{
    four sum[8] = {{0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}};
    for (int64_t p = t->A->ptr[i]; p < t->A->ptr[i + 1]; p++) {
        const double *x = t->X + (int64_t)t->A->col[p] * t->n + j;
        for (int v = 0; v < vectors; v++)
            sum[v] += (double)t->A->val[p] * *(const four *)(x + 4 * v);
    }
    for (int v = 0; v < vectors; v++)
        *(four *)(y + j + 4 * v) = sum[v];
}

INLINE void rows(const job *t, int64_t from, int64_t to)
{
    for (int64_t i = from; i < to; i++) {
        double *y = t->Y + i * t->n;
        int64_t j = 0;
        for (; j + 32 <= t->n; j += 32)
            columns(y, t, i, j, 8);
        for (; j + 16 <= t->n; j += 16)
            columns(y, t, i, j, 4);
        for (; j + 8 <= t->n; j += 8)
            columns(y, t, i, j, 2);
        for (; j + 4 <= t->n; j += 4)
            columns(y, t, i, j, 1);
        for (; j < t->n; j++) {
            double sum = 0;
            for (int64_t p = t->A->ptr[i]; p < t->A->ptr[i + 1]; p++)
                sum += (double)t->A->val[p] * t->X[(int64_t)t->A->col[p] * t->n + j];
            y[j] = sum;
        }
    }
}

static void rows_plain(const job *t, int64_t from, int64_t to)
{
    rows(t, from, to);
}

#if defined(__x86_64__)
/* Four lanes in one register; no fused product, so the same bytes. */
__attribute__((target("avx2"))) static void rows_avx2(const job *t, int64_t from, int64_t to)
{
    rows(t, from, to);
}
#else
#define rows_avx2 rows_plain
#endif

static bk_status panel(void *user, int64_t chunk, int worker)
{
    const job *t = user;
    (void)worker;
    int64_t end = (chunk + 1) * PANEL < t->A->rows ? (chunk + 1) * PANEL : t->A->rows;
    (t->avx2 ? rows_avx2 : rows_plain)(t, chunk * PANEL, end);
    return BK_OK;
}

bk_status bk__spmm(bk_ctx *ctx, double *Y, const bk_csr *A, const double *X, int64_t n)
{
    job t = {Y, A, X, n, bk__has_avx2()};
    return bk__par_for(ctx, NULL, bk__chunks(A->rows, PANEL), panel, &t);
}

/* ---- floats ---------------------------------------------------------------------------------- */
typedef float eight __attribute__((vector_size(32), aligned(4), may_alias));
enum { PART = 64, MOST = 16 };

typedef struct single {
    float *Y;
    const bk_csr *A;
    const float *X;
    int n;
    bool avx2;
} single;

/* Eight columns: sums of PART entries, then their sum. */
INLINE void row_of_eight(float *y, const single *t, int64_t i)
{
    const bk_csr *A = t->A;
    eight sum = {0};
    for (int64_t p = A->ptr[i]; p < A->ptr[i + 1];) {
        int64_t end = A->ptr[i + 1] - p > PART ? p + PART : A->ptr[i + 1];
        eight part = {0};
        for (; p < end; p++)
            part += A->val[p] * *(const eight *)(t->X + (int64_t)A->col[p] * 8);
        sum += part;
    }
    *(eight *)y = sum;
}

INLINE void row_of_any(float *y, const single *t, int64_t i)
{
    const bk_csr *A = t->A;
    float sum[MOST] = {0};
    for (int64_t p = A->ptr[i]; p < A->ptr[i + 1];) {
        int64_t end = A->ptr[i + 1] - p > PART ? p + PART : A->ptr[i + 1];
        float part[MOST] = {0};
        for (; p < end; p++)
            for (int j = 0; j < t->n; j++)
                part[j] += A->val[p] * t->X[(int64_t)A->col[p] * t->n + j];
        for (int j = 0; j < t->n; j++)
            sum[j] += part[j];
    }
    for (int j = 0; j < t->n; j++)
        y[j] = sum[j];
}

INLINE void single_rows(const single *t, int64_t from, int64_t to)
{
    for (int64_t i = from; i < to; i++)
        if (t->n == 8)
            row_of_eight(t->Y + i * t->n, t, i);
        else
            row_of_any(t->Y + i * t->n, t, i);
}

static void single_plain(const single *t, int64_t from, int64_t to)
{
    single_rows(t, from, to);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void single_avx2(const single *t, int64_t from, int64_t to)
{
    single_rows(t, from, to);
}
#else
#define single_avx2 single_plain
#endif

static bk_status single_panel(void *user, int64_t chunk, int worker)
{
    const single *t = user;
    (void)worker;
    int64_t end = (chunk + 1) * PANEL < t->A->rows ? (chunk + 1) * PANEL : t->A->rows;
    (t->avx2 ? single_avx2 : single_plain)(t, chunk * PANEL, end);
    return BK_OK;
}

bk_status bk__spmm_single(bk_ctx *ctx, float *Y, const bk_csr *A, const float *X, int n)
{
    single t = {Y, A, X, n, bk__has_avx2()};
    if (n > MOST)
        return bk__fail(ctx, BK_EINVAL, "", "more than %d columns", MOST);
    return bk__par_for(ctx, NULL, bk__chunks(A->rows, PANEL), single_panel, &t);
}
