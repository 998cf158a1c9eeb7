/* lda_pick.h - what LDA's inner loops share: lanes, sums over them, a topic out of running sums. */
#ifndef BK_MODEL_LDA_PICK_H
#define BK_MODEL_LDA_PICK_H

#include <math.h>

#include "base/rng.h"
#include "model/lda_kernel.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

typedef float eight __attribute__((vector_size(32), aligned(4), may_alias));
typedef int32_t ints __attribute__((vector_size(32), aligned(4), may_alias));
#define INLINE static inline __attribute__((always_inline))
enum { LANES = 16 };

/* ---- sums ------------------------------------------------------------------------------------ */
/* ln of a product, taken when it gets small or large. */
typedef struct logs {
    double product, sum;
} logs;

INLINE void logs_add(logs *l, double x)
{
    l->product *= x;
    if (!(l->product > 1e-200 && l->product < 1e200)) {
        l->sum += log(l->product);
        l->product = 1;
    }
}

INLINE double logs_end(const logs *l)
{
    return l->sum + log(l->product);
}

INLINE float sum_of(const eight *lo, const eight *hi)
{
    eight a = *lo + *hi;
    return ((a[0] + a[4]) + (a[2] + a[6])) + ((a[1] + a[5]) + (a[3] + a[7]));
}

/* Sums over the lanes so far. */
INLINE void prefix(eight *a)
{
    const eight zero = {0};
    *a += __builtin_shufflevector(*a, zero, 8, 0, 1, 2, 3, 4, 5, 6);
    *a += __builtin_shufflevector(*a, zero, 8, 8, 0, 1, 2, 3, 4, 5);
    *a += __builtin_shufflevector(*a, zero, 8, 8, 8, 8, 0, 1, 2, 3);
}

/* How many of 16 rising numbers are no greater than x. */
static inline int below_plain(const float *at, float x)
{
    int n = 0;
    for (int i = 0; i < LANES; i++)
        n += at[i] <= x;
    return n;
}

#if defined(__x86_64__)
static inline __attribute__((target("avx2,popcnt"))) int below_avx2(const float *at, float x)
{
    __m256 X = _mm256_set1_ps(x);
    int lo = _mm256_movemask_ps(_mm256_cmp_ps(_mm256_loadu_ps(at), X, _CMP_LE_OQ));
    int hi = _mm256_movemask_ps(_mm256_cmp_ps(_mm256_loadu_ps(at + 8), X, _CMP_LE_OQ));
    return __builtin_popcount((unsigned)(lo | hi << 8));
}
#else
#define below_avx2 below_plain
#endif

static const float one_hot[2 * LANES - 1] = {[LANES - 1] = 1};

/* 24 bits. */
INLINE float uniform(uint64_t *state)
{
    return (float)(bk__splitmix(state) >> 40) * 0x1p-24f;
}

/* Sums over the lanes so far, into at [16], `delta` more in the lane of topic `old`. */
INLINE void add_lanes(float *at, const eight lanes[2], int old, float delta)
{
    eight lo = lanes[0], hi = lanes[1];
    int own = old % LANES;
    lo += *(const eight *)(one_hot + LANES - 1 - own) * delta;
    hi += *(const eight *)(one_hot + LANES - 1 - own + 8) * delta;
    prefix(&lo);
    prefix(&hi);
    hi += lo[7];
    *(eight *)at = lo;
    *(eight *)(at + 8) = hi;
}

/* Where x lies in running sums of `steps` x 16; `delta` belongs to topic `old`. */
INLINE int find(const float *sum, const float *at, float x, int steps, int old, float delta,
                bool avx2)
{
    int lane = avx2 ? below_avx2(at, x) : below_plain(at, x), step = 0, from = old / LANES;
    lane = lane < LANES ? lane : LANES - 1;
    x -= lane ? at[lane - 1] : 0;
    delta = lane == old % LANES ? delta : 0;
    for (int i = 0; i < steps - 1; i++)
        step += sum[i * LANES + lane] + (i >= from ? delta : 0) <= x;
    return step * LANES + lane;
}

/* Picks a topic from the running sums and those of the lanes. */
INLINE int pick(uint64_t *random, const float *sum, const eight lanes[2], int K, int ld, int old,
                float delta, float *total, bool avx2)
{
    float at[LANES];
    add_lanes(at, lanes, old, delta);
    *total = at[LANES - 1];
    int k = find(sum, at, uniform(random) * *total, ld / LANES, old, delta, avx2);
    return k < K ? k : old;
}

#endif
