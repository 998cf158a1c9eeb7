/* similar_sums.c - sums of products over the index of neighbours, in whole numbers. */
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "base/cpu.h"
#include "model/similar_index.h"

/* ---- rare columns --------------------------------------------------------------------------- */
typedef struct run {
    const uint32_t *at, *end;
    uint32_t level;
} run;

/* The tile's postings of up to n columns, asked of memory; how many columns it has. */
static inline __attribute__((always_inline)) int find_runs(const bk__tile *t, run *out,
                                                           const bk__one *rare, int n)
{
    int found = 0;
    for (int i = 0; i < n; i++) {
        uint32_t place = rare[i].place;
        const bk__present *w = &t->present[place / 64];
        if (!(w->bits >> place % 64 & 1))
            continue;
        uint64_t before = w->bits & ~(UINT64_MAX << place % 64);
        const uint32_t *start = t->start + w->before + __builtin_popcountll(before);
        out[found] = (run){t->posting + start[0], t->posting + start[1], rare[i].level};
        __builtin_prefetch(out[found++].at);
    }
    return found;
}

static inline __attribute__((always_inline)) void add_rare(const bk__tile *t, uint16_t *sum,
                                                           const bk__query *q)
{
    enum { AHEAD = 64 };
    run runs[AHEAD];
    for (int i = 0; i < q->n_rare; i += AHEAD) {
        int left = q->n_rare - i;
        int n = find_runs(t, runs, q->rare + i, left < AHEAD ? left : AHEAD);
        for (int j = 0; j < n; j++) {
            uint32_t level = runs[j].level;
            for (const uint32_t *p = runs[j].at, *end = runs[j].end; p < end; p++) {
                uint16_t *to = &sum[*p >> 16];
                *to = (uint16_t)(*to + (level * (*p & 0xffff) >> 16) + 1);
            }
        }
    }
}

static void rare_plain(const bk__tile *t, uint16_t *sum, const bk__query *q)
{
    add_rare(t, sum, q);
}

#if defined(__x86_64__)
__attribute__((target("avx2,popcnt"))) static void rare_avx2(const bk__tile *t, uint16_t *sum,
                                                             const bk__query *q)
{
    add_rare(t, sum, q);
}
#else
#define rare_avx2 rare_plain
#endif

void bk__index_rare(const bk__index *x, uint16_t *sum, const bk__query *q, int64_t tile)
{
    (bk__has_avx2() ? rare_avx2 : rare_plain)(&x->tile[tile], sum, q);
}

/* ---- common columns ------------------------------------------------------------------------- */
static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint64_t common_plain(const uint8_t *level, uint16_t *sum, const bk__query *q,
                             const uint16_t *limit, uint16_t bar)
{
    uint64_t some = 0;
    for (int i = 0; i < q->n_common; i++) {
        const bk__two *two = &q->common[i];
        const uint8_t *x = level + two->at[0], *y = level + two->at[1];
        uint32_t mine = two->level & 0xff, other = two->level >> 8 & 0xff;
        for (int j = 0; j < BK__GROUP; j++) {
            uint32_t both = least(mine * x[j] + other * y[j], INT16_MAX);
            sum[j] = (uint16_t)least(sum[j] + both, UINT16_MAX);
        }
    }
    for (int j = 0; j < BK__GROUP; j++)
        some |= (uint64_t)(sum[j] >= least(limit[j], bar)) << j;
    return some;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static __m256i no_less(__m256i sum, const uint16_t *limit,
                                                       __m256i bar)
{
    __m256i of = _mm256_loadu_si256((const __m256i *)(const void *)limit);
    return _mm256_cmpeq_epi16(_mm256_max_epu16(sum, _mm256_min_epu16(of, bar)), sum);
}

__attribute__((target("avx2"))) static uint64_t bits(__m256i low, __m256i high)
{
    __m256i both = _mm256_permute4x64_epi64(_mm256_packs_epi16(low, high), 0xd8);
    return (uint32_t)_mm256_movemask_epi8(both);
}

/* While columns are taken in pairs, rows 0-7 and 16-23 share a vector, 8-15 and 24-31 the next. */
__attribute__((target("avx2"))) static uint64_t common_avx2(const uint8_t *level, uint16_t *sum,
                                                            const bk__query *q,
                                                            const uint16_t *limit, uint16_t bar)
{
    __m256i *to = (__m256i *)(void *)sum, most = _mm256_set1_epi16((short)bar);
    __m256i s0 = _mm256_loadu_si256(to), s1 = _mm256_loadu_si256(to + 1);
    __m256i s2 = _mm256_loadu_si256(to + 2), s3 = _mm256_loadu_si256(to + 3);
    __m256i a = _mm256_permute2x128_si256(s0, s1, 0x20);
    __m256i b = _mm256_permute2x128_si256(s0, s1, 0x31);
    __m256i c = _mm256_permute2x128_si256(s2, s3, 0x20);
    __m256i d = _mm256_permute2x128_si256(s2, s3, 0x31);
    for (int i = 0; i < q->n_common; i++) {
        const bk__two *two = &q->common[i];
        const __m256i *at = (const __m256i *)(const void *)(level + two->at[0]);
        const __m256i *by = (const __m256i *)(const void *)(level + two->at[1]);
        __m256i mine = _mm256_set1_epi32((int)two->level);
        __m256i x = _mm256_loadu_si256(at), y = _mm256_loadu_si256(by);
        a = _mm256_adds_epu16(a, _mm256_maddubs_epi16(_mm256_unpacklo_epi8(x, y), mine));
        b = _mm256_adds_epu16(b, _mm256_maddubs_epi16(_mm256_unpackhi_epi8(x, y), mine));
        x = _mm256_loadu_si256(at + 1);
        y = _mm256_loadu_si256(by + 1);
        c = _mm256_adds_epu16(c, _mm256_maddubs_epi16(_mm256_unpacklo_epi8(x, y), mine));
        d = _mm256_adds_epu16(d, _mm256_maddubs_epi16(_mm256_unpackhi_epi8(x, y), mine));
    }
    _mm256_storeu_si256(to, s0 = _mm256_permute2x128_si256(a, b, 0x20));
    _mm256_storeu_si256(to + 1, s1 = _mm256_permute2x128_si256(a, b, 0x31));
    _mm256_storeu_si256(to + 2, s2 = _mm256_permute2x128_si256(c, d, 0x20));
    _mm256_storeu_si256(to + 3, s3 = _mm256_permute2x128_si256(c, d, 0x31));
    return bits(no_less(s0, limit, most), no_less(s1, limit + 16, most)) |
           bits(no_less(s2, limit + 32, most), no_less(s3, limit + 48, most)) << 32;
}
#else
#define common_avx2 common_plain
#endif

uint64_t bk__index_common(const bk__index *x, uint16_t *sum, const bk__query *q, int64_t group,
                          const uint16_t *limit, uint16_t bar)
{
    const uint8_t *level = x->level + group * x->common * BK__GROUP;
    return (bk__has_avx2() ? common_avx2 : common_plain)(level, sum, q, limit, bar);
}
