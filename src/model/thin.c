/* thin.c - matrices of few columns: kernels in vectors of 8 or 16 floats.
 *
 *     p_i = sum over the entries (i, c) of row i, in their order, of a_ic y_c
 *     x_k = max(0, x_k + (p_k - x G_k) / G_kk), k = 0 .. K - 1 (hierarchical alternating least
 *     squares: Cichocki, Phan 2009); BK__ROWS rows at once, turned so that a vector holds the same
 *     k of many rows
 * Lanes are elements of the result, each with a sum of its own and no fused product, so the bytes
 * do not depend on their number. */
#include "model/thin.h"

#include <float.h>

#include "base/cpu.h"

/* Floats at any address: the compiler's portable vectors. */
typedef float eight __attribute__((vector_size(32), aligned(4), may_alias));
typedef int32_t eight_bits __attribute__((vector_size(32)));

/* Copied into each of the callers below, for the instructions that it may use. */
#define INLINE static inline __attribute__((always_inline))

bk_status bk__thin_new(bk_ctx *ctx, bk__thin *out, int64_t rows, int ld)
{
    const size_t line = BK__LINE * sizeof *out->x;
    *out = (bk__thin){0};
    if ((uint64_t)rows > PTRDIFF_MAX / line / (uint64_t)ld - 1)
        return bk__fail(ctx, BK_ENOMEM, "", "too many topics for so many articles or terms");
    out->room = bk__calloc(ctx, 1, (size_t)rows * (size_t)ld * sizeof *out->x + line);
    if (!out->room)
        return BK_ENOMEM;
    out->x = (float *)(((uintptr_t)out->room + line - 1) / line * line);
    return BK_OK;
}

void bk__thin_free(bk_ctx *ctx, bk__thin *t)
{
    bk__free(ctx, t->room);
    *t = (bk__thin){0};
}

/* The bodies, for vectors of so many lanes; named sums stay in registers. `product_*`: 4, 2 or 1
 * vectors of row i of A times Y, from column j on. `solve_*`: x, p [K x BK__ROWS]. */
#define KERNELS(vec, bits, lanes)                                                                  \
    INLINE void product_##vec(float *p, const bk_csr *A, int64_t i, const float *Y, int ld, int j, \
                              int vectors)                                                         \
    {                                                                                              \
        vec a = {0}, b = {0}, c = {0}, d = {0};                                                    \
        for (int64_t e = A->ptr[i]; e < A->ptr[i + 1]; e++) {                                      \
            const vec *y = (const vec *)(Y + (int64_t)A->col[e] * ld + j);                         \
            a += A->val[e] * y[0];                                                                 \
            if (vectors > 1)                                                                       \
                b += A->val[e] * y[1];                                                             \
            if (vectors > 2) {                                                                     \
                c += A->val[e] * y[2];                                                             \
                d += A->val[e] * y[3];                                                             \
            }                                                                                      \
        }                                                                                          \
        vec *to = (vec *)(p + j);                                                                  \
        to[0] = a;                                                                                 \
        if (vectors > 1)                                                                           \
            to[1] = b;                                                                             \
        if (vectors > 2) {                                                                         \
            to[2] = c;                                                                             \
            to[3] = d;                                                                             \
        }                                                                                          \
    }                                                                                              \
    /* to = max(0, x + left one) */                                                                \
    INLINE void better_##vec(vec *to, const vec *x, const vec *left, float one)                    \
    {                                                                                              \
        vec want = *x + *left * one, zero = {0};                                                   \
        *to = (vec)((bits)want & (want > zero));                                                   \
    }                                                                                              \
    INLINE void solve_##vec(float *x, const float *p, const float *G, int K, int ld)               \
    {                                                                                              \
        for (int k = 0; k < K; k++) {                                                              \
            const float *g = G + k * ld;                                                           \
            float one = g[k] > FLT_MIN ? 1 / g[k] : 0;                                             \
            for (int r = 0; r < BK__ROWS; r += 4 * (lanes)) {                                      \
                const vec *in = (const vec *)(p + k * BK__ROWS + r);                               \
                vec a = in[0], b = in[1], c = in[2], d = in[3], zero = {0};                        \
                for (int j = 0; j < K; j++) {                                                      \
                    const vec *y = (const vec *)(x + j * BK__ROWS + r);                            \
                    a -= g[j] * y[0];                                                              \
                    b -= g[j] * y[1];                                                              \
                    c -= g[j] * y[2];                                                              \
                    d -= g[j] * y[3];                                                              \
                }                                                                                  \
                vec *to = (vec *)(x + k * BK__ROWS + r);                                           \
                better_##vec(to + 0, one > 0 ? to + 0 : &zero, &a, one);                           \
                better_##vec(to + 1, one > 0 ? to + 1 : &zero, &b, one);                           \
                better_##vec(to + 2, one > 0 ? to + 2 : &zero, &c, one);                           \
                better_##vec(to + 3, one > 0 ? to + 3 : &zero, &d, one);                           \
            }                                                                                      \
        }                                                                                          \
    }

KERNELS(eight, eight_bits, 8)

/* ---- sparse rows times Y ----------------------------------------------------------------------
 */
INLINE void rows_eight(float *P, const bk_csr *A, int64_t first, int n, const float *Y, int ld)
{
    for (int i = 0; i < n; i++, P += ld) {
        int j = 0;
        for (; j + 32 <= ld; j += 32)
            product_eight(P, A, first + i, Y, ld, j, 4);
        if (j < ld)
            product_eight(P, A, first + i, Y, ld, j, 2);
    }
}

static void rows_plain(float *P, const bk_csr *A, int64_t first, int n, const float *Y, int ld)
{
    rows_eight(P, A, first, n, Y, ld);
}

#if defined(__x86_64__)
typedef float sixteen __attribute__((vector_size(64), aligned(4), may_alias));
typedef int32_t sixteen_bits __attribute__((vector_size(64)));
KERNELS(sixteen, sixteen_bits, 16)

__attribute__((target("avx2"))) static void rows_avx2(float *P, const bk_csr *A, int64_t first,
                                                      int n, const float *Y, int ld)
{
    rows_eight(P, A, first, n, Y, ld);
}

__attribute__((target("avx512f"))) static void rows_avx512(float *P, const bk_csr *A, int64_t first,
                                                           int n, const float *Y, int ld)
{
    for (int i = 0; i < n; i++, P += ld) {
        int j = 0;
        for (; j + 64 <= ld; j += 64)
            product_sixteen(P, A, first + i, Y, ld, j, 4);
        for (; j + 32 <= ld; j += 32)
            product_sixteen(P, A, first + i, Y, ld, j, 2);
        if (j < ld)
            product_sixteen(P, A, first + i, Y, ld, j, 1);
    }
}
#endif

void bk__thin_product(float *P, const bk_csr *A, int64_t first, int n, const float *Y, int ld)
{
#if defined(__x86_64__)
    if (bk__has_avx512()) {
        rows_avx512(P, A, first, n, Y, ld);
        return;
    }
    if (bk__has_avx2()) {
        rows_avx2(P, A, first, n, Y, ld);
        return;
    }
#endif
    rows_plain(P, A, first, n, Y, ld);
}

/* ---- least squares ----------------------------------------------------------------------------
 */
/* out [8 x 8] of x turned; steps in floats. */
INLINE void turn_tile(float *out, int out_step, const float *x, int step)
{
    eight a[8], b[8];
    for (int r = 0; r < 8; r++)
        a[r] = *(const eight *)(x + (int64_t)r * step);
    for (int r = 0; r < 8; r += 2) {
        b[r] = __builtin_shufflevector(a[r], a[r + 1], 0, 8, 1, 9, 4, 12, 5, 13);
        b[r + 1] = __builtin_shufflevector(a[r], a[r + 1], 2, 10, 3, 11, 6, 14, 7, 15);
    }
    for (int r = 0; r < 8; r += 4)
        for (int h = 0; h < 2; h++) {
            a[r + 2 * h] =
                __builtin_shufflevector(b[r + h], b[r + h + 2], 0, 1, 8, 9, 4, 5, 12, 13);
            a[r + 2 * h + 1] =
                __builtin_shufflevector(b[r + h], b[r + h + 2], 2, 3, 10, 11, 6, 7, 14, 15);
        }
    for (int r = 0; r < 4; r++) {
        *(eight *)(out + (int64_t)r * out_step) =
            __builtin_shufflevector(a[r], a[r + 4], 0, 1, 2, 3, 8, 9, 10, 11);
        *(eight *)(out + (int64_t)(r + 4) * out_step) =
            __builtin_shufflevector(a[r], a[r + 4], 4, 5, 6, 7, 12, 13, 14, 15);
    }
}

/* out [cols x rows] of x [rows x cols] turned: BK__ROWS x ld or the other way round. */
INLINE void turn(float *out, const float *x, int rows, int cols)
{
    for (int r = 0; r < rows; r += 8)
        for (int c = 0; c < cols; c += 8)
            turn_tile(out + c * rows + r, rows, x + r * cols + c, cols);
}

typedef void solver(float *x, float *p, float *X, const float *P, const float *G, int K, int ld,
                    int rounds);
static void all_plain(float *x, float *p, float *X, const float *P, const float *G, int K, int ld,
                      int rounds)
{
    turn(p, P, BK__ROWS, ld);
    turn(x, X, BK__ROWS, ld);
    for (int i = 0; i < rounds; i++)
        solve_eight(x, p, G, K, ld);
    turn(X, x, ld, BK__ROWS);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void all_avx2(float *x, float *p, float *X, const float *P,
                                                     const float *G, int K, int ld, int rounds)
{
    turn(p, P, BK__ROWS, ld);
    turn(x, X, BK__ROWS, ld);
    for (int i = 0; i < rounds; i++)
        solve_eight(x, p, G, K, ld);
    turn(X, x, ld, BK__ROWS);
}

__attribute__((target("avx512f"))) static void
all_avx512(float *x, float *p, float *X, const float *P, const float *G, int K, int ld, int rounds)
{
    turn(p, P, BK__ROWS, ld);
    turn(x, X, BK__ROWS, ld);
    for (int i = 0; i < rounds; i++)
        solve_sixteen(x, p, G, K, ld);
    turn(X, x, ld, BK__ROWS);
}
#endif

void bk__thin_solve(float *X, const float *P, const float *G, int K, int ld, int rounds,
                    float *room)
{
    solver *all = all_plain;
#if defined(__x86_64__)
    all = bk__has_avx512() ? all_avx512 : bk__has_avx2() ? all_avx2 : all_plain;
#endif
    all(room, room + ld * BK__ROWS, X, P, G, K, ld, rounds);
}

/* ---- vectors ----------------------------------------------------------------------------------
 */
INLINE void step_ahead(float *ahead, const float *next, const float *now, float reach, int64_t n)
{
    for (int64_t i = 0; i < n; i += 8) {
        const eight *x = (const eight *)(next + i);
        eight moved = *x - *(const eight *)(now + i);
        better_eight((eight *)(ahead + i), x, &moved, reach);
    }
}

typedef void stepper(float *ahead, const float *next, const float *now, float reach, int64_t n);
static void ahead_plain(float *ahead, const float *next, const float *now, float reach, int64_t n)
{
    step_ahead(ahead, next, now, reach, n);
}
#if defined(__x86_64__)
__attribute__((target("avx2"))) static void ahead_avx2(float *ahead, const float *next,
                                                       const float *now, float reach, int64_t n)
{
    step_ahead(ahead, next, now, reach, n);
}
#else
#define ahead_avx2 ahead_plain
#endif

void bk__thin_ahead(float *ahead, const float *next, const float *now, float reach, int64_t n)
{
    stepper *go = bk__has_avx2() ? ahead_avx2 : ahead_plain;
    go(ahead, next, now, reach, n);
}

typedef float some __attribute__((vector_size(16), aligned(4), may_alias));
typedef double wide __attribute__((vector_size(32)));

INLINE double add_products(const float *x, const float *y, int64_t n)
{
    wide sum = {0};
    for (int64_t i = 0; i < n; i += 4) {
        some a = *(const some *)(x + i), b = *(const some *)(y + i);
        sum += __builtin_convertvector(a, wide) * __builtin_convertvector(b, wide);
    }
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

static double dot_plain(const float *x, const float *y, int64_t n)
{
    return add_products(x, y, n);
}
#if defined(__x86_64__)
__attribute__((target("avx2"))) static double dot_avx2(const float *x, const float *y, int64_t n)
{
    return add_products(x, y, n);
}
#else
#define dot_avx2 dot_plain
#endif

double bk__thin_dot(const float *x, const float *y, int64_t n)
{
    return (bk__has_avx2() ? dot_avx2 : dot_plain)(x, y, n);
}
