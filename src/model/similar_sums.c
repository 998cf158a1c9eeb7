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

/* The tile's postings of up to n columns, asked of memory; how many columns it has. No branch: who
 * has a column and who has not comes in no order. */
static inline __attribute__((always_inline)) int find_runs(const bk__tile *t, run *out,
                                                           const bk__one *rare, int n)
{
    int found = 0;
    for (int i = 0; i < n; i++) {
        uint32_t place = rare[i].place;
        const bk__present *w = &t->present[place / 64];
        uint64_t before = w->bits & ~(UINT64_MAX << place % 64);
        const uint32_t *start = t->start + w->before + __builtin_popcountll(before);
        out[found] = (run){t->posting + start[0], t->posting + start[1], rare[i].level};
        __builtin_prefetch(out[found].at);
        found += (int)(w->bits >> place % 64 & 1);
    }
    return found;
}

static inline __attribute__((always_inline)) void add_rare(const bk__tile *t, uint32_t *sum,
                                                           const bk__query *q)
{
    enum { AHEAD = 64 };
    run runs[AHEAD + 1];
    for (int i = 0; i < q->n_rare; i += AHEAD) {
        int left = q->n_rare - i;
        int n = find_runs(t, runs, q->rare + i, left < AHEAD ? left : AHEAD);
        for (int j = 0; j < n; j++) {
            uint32_t level = runs[j].level;
            for (const uint32_t *p = runs[j].at, *end = runs[j].end; p < end; p++)
                sum[*p >> 16] += level * (*p & 0xffff);
        }
    }
}

static void rare_plain(const bk__tile *t, uint32_t *sum, const bk__query *q)
{
    add_rare(t, sum, q);
}

#if defined(__x86_64__)
__attribute__((target("avx2,popcnt"))) static void rare_avx2(const bk__tile *t, uint32_t *sum,
                                                             const bk__query *q)
{
    add_rare(t, sum, q);
}
#else
#define rare_avx2 rare_plain
#endif

void bk__index_rare(const bk__index *x, uint32_t *sum, const bk__query *q, int64_t tile)
{
    (bk__has_avx2() ? rare_avx2 : rare_plain)(&x->tile[tile], sum, q);
}

/* ---- common columns ------------------------------------------------------------------------- */
static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint64_t common_plain(uint16_t *sum, const uint32_t *rare, const uint8_t *level, size_t next,
                             const bk__query *q, const uint16_t *limit, uint16_t bar)
{
    uint64_t some = 0;
    (void)next;
    for (int j = 0; j < BK__GROUP; j++)
        sum[j] = (uint16_t)((rare[j] + UINT16_MAX) >> 16);
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
/* While columns are taken in pairs, rows 0-7 and 16-23 share a vector (half 0), rows 8-15 and 24-31
 * the next (half 1). */
enum { HALF_0 = 0x20, HALF_1 = 0x31 };

/* Of rows j..j+7 and j+16..j+23. */
__attribute__((target("avx2"))) static __m256i begin(const uint32_t *rare)
{
    const __m256i *at = (const __m256i *)(const void *)rare, up = _mm256_set1_epi32(UINT16_MAX);
    __m256i x = _mm256_srli_epi32(_mm256_add_epi32(_mm256_loadu_si256(at), up), 16);
    __m256i y = _mm256_srli_epi32(_mm256_add_epi32(_mm256_loadu_si256(at + 2), up), 16);
    return _mm256_packus_epi32(_mm256_permute2x128_si256(x, y, HALF_0),
                               _mm256_permute2x128_si256(x, y, HALF_1));
}

/* Writes the sums of 32 rows; which of them pass. */
__attribute__((target("avx2"))) static uint64_t end(uint16_t *sum, __m256i x, __m256i y,
                                                    const uint16_t *limit, uint16_t bar)
{
    const __m256i *of = (const __m256i *)(const void *)limit, most = _mm256_set1_epi16((short)bar);
    __m256i *to = (__m256i *)(void *)sum;
    __m256i low = _mm256_permute2x128_si256(x, y, HALF_0);
    __m256i high = _mm256_permute2x128_si256(x, y, HALF_1);
    __m256i a = _mm256_min_epu16(_mm256_loadu_si256(of), most);
    __m256i b = _mm256_min_epu16(_mm256_loadu_si256(of + 1), most);
    a = _mm256_cmpeq_epi16(_mm256_max_epu16(low, a), low);
    b = _mm256_cmpeq_epi16(_mm256_max_epu16(high, b), high);
    _mm256_storeu_si256(to, low);
    _mm256_storeu_si256(to + 1, high);
    return (uint32_t)_mm256_movemask_epi8(_mm256_permute4x64_epi64(_mm256_packs_epi16(a, b), 0xd8));
}

__attribute__((target("avx2"))) static uint64_t common_avx2(uint16_t *sum, const uint32_t *rare,
                                                            const uint8_t *level, size_t next,
                                                            const bk__query *q,
                                                            const uint16_t *limit, uint16_t bar)
{
    __m256i a = begin(rare), b = begin(rare + 8), c = begin(rare + 32), d = begin(rare + 40);
    for (int i = 0; i < q->n_common; i++) {
        const bk__two *two = &q->common[i];
        const __m256i *at = (const __m256i *)(const void *)(level + two->at[0]);
        const __m256i *by = (const __m256i *)(const void *)(level + two->at[1]);
        __m256i mine = _mm256_set1_epi32((int)two->level);
        __builtin_prefetch(level + next + two->at[0]);
        __builtin_prefetch(level + next + two->at[1]);
        __m256i x = _mm256_loadu_si256(at), y = _mm256_loadu_si256(by);
        a = _mm256_adds_epu16(a, _mm256_maddubs_epi16(_mm256_unpacklo_epi8(x, y), mine));
        b = _mm256_adds_epu16(b, _mm256_maddubs_epi16(_mm256_unpackhi_epi8(x, y), mine));
        x = _mm256_loadu_si256(at + 1);
        y = _mm256_loadu_si256(by + 1);
        c = _mm256_adds_epu16(c, _mm256_maddubs_epi16(_mm256_unpacklo_epi8(x, y), mine));
        d = _mm256_adds_epu16(d, _mm256_maddubs_epi16(_mm256_unpackhi_epi8(x, y), mine));
    }
    return end(sum, a, b, limit, bar) | end(sum + 32, c, d, limit + 32, bar) << 32;
}
#endif

uint64_t bk__index_common(const bk__index *x, uint16_t *sum, const uint32_t *rare,
                          const bk__query *q, int64_t group, const uint16_t *limit, uint16_t bar)
{
    size_t next = (size_t)x->common * BK__GROUP;
    const uint8_t *level = x->level + group * x->common * BK__GROUP;
#if defined(__x86_64__)
    if (bk__has_avx2())
        return common_avx2(sum, rare, level, next, q, limit, bar);
#endif
    return common_plain(sum, rare, level, next, q, limit, bar);
}
