/* similar_index.c - postings of rare columns by tiles of rows, common columns as bytes.
 *
 * Columns in more than COMMON_SHARE of the rows ("common") stay out of the postings: they hold most
 * of the pairs of entries and little of the weight. Their part of a score is bounded twice:
 *     sum x y <= |x| |y|                                  (Cauchy, one product a pair)
 *     sum x y <= step_x step_y sum level_x level_y        (level = ceil(|x| / step), step = max /
 * 127) the second in whole numbers, so that every set of instructions gives the same. Split: tiles
 * for the postings, panels of rows for the common parts, over the pool. Workspace: 6 bytes an
 * entry, rows x common bytes, tiles x V numbers. */
#include "model/similar_index.h"
#include "base/cpu.h"

#include <float.h>
#include <math.h>
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "base/map.h"
#include "base/par.h"
#include "matrix/csr.h"

enum { LANES = 8, BYTES = 32, MAX_COMMON = 512, PANEL = 1024, LEVELS = 127 };
static const double COMMON_SHARE = 0.07;

/* ---- common columns ------------------------------------------------------------------------- */
/* The most frequent columns above the share become common, at most MAX_COMMON of them. */
static bk_status choose_common(bk__index *x)
{
    const bk_csr *A = x->A;
    int64_t n = bk__csr_n(A), above = 0, next = 0;
    int64_t *with = bk__calloc(x->ctx, (size_t)A->rows + 2, sizeof *with);
    if (!with)
        return BK_ENOMEM;
    for (int64_t p = 0; p < n; p++)
        x->df[A->col[p]]++;
    for (int64_t c = 0; c < x->V; c++)
        with[x->df[c]]++;
    int64_t least = (int64_t)(COMMON_SHARE * (double)A->rows), limit = A->rows + 1;
    while (limit - 1 > least && above + with[limit - 1] <= MAX_COMMON)
        above += with[--limit];
    for (int64_t c = 0; c < x->V; c++)
        x->common[c] = (int64_t)x->df[c] >= limit ? (uint32_t)next++ : BK__NONE;
    x->ld = (int)((next + BYTES - 1) / BYTES * BYTES);
    bk__free(x->ctx, with);
    return BK_OK;
}

static void common_row(bk__index *x, int64_t i)
{
    const bk_csr *A = x->A;
    double part = 0, most = 0;
    for (int64_t p = A->ptr[i]; p < A->ptr[i + 1]; p++) {
        double v = fabs((double)A->val[p]);
        if (x->common[A->col[p]] == BK__NONE)
            continue;
        part += v * v;
        most = fmax(most, v);
    }
    x->rest[i] = (float)(sqrt(part) * 1.000001);
    /* Rounded up, and never so small that a quotient overflows. */
    x->step[i] = (float)(most / LEVELS * 1.000001) + FLT_MIN;
    for (int64_t p = A->ptr[i]; p < A->ptr[i + 1]; p++) {
        uint32_t c = x->common[A->col[p]];
        if (c != BK__NONE)
            x->level[i * x->ld + c] =
                (uint8_t)fmin(ceil(fabs((double)A->val[p]) / (double)x->step[i]), LEVELS);
    }
}

static bk_status common_panel(void *user, int64_t chunk, int worker)
{
    bk__index *x = user;
    (void)worker;
    for (int64_t i = chunk * PANEL; i < (chunk + 1) * PANEL && i < x->A->rows; i++)
        common_row(x, i);
    return BK_OK;
}

/* A float sum of n products is off by less than n 2^-24 |a| |b| (Higham 2002, 3.1). */
static void choose_slack(bk__index *x)
{
    const bk_csr *A = x->A;
    double longest = 0;
    int64_t widest = 0;
    for (int64_t i = 0; i < A->rows; i++) {
        double all = 0;
        for (int64_t p = A->ptr[i]; p < A->ptr[i + 1]; p++)
            all += (double)A->val[p] * (double)A->val[p];
        longest = fmax(longest, all);
        widest = A->ptr[i + 1] - A->ptr[i] > widest ? A->ptr[i + 1] - A->ptr[i] : widest;
    }
    x->slack = (float)(((double)widest + 16) * 1.2e-7 * longest);
}

/* ---- postings ------------------------------------------------------------------------------- */
static int64_t tile_end(const bk__index *x, int64_t t)
{
    return (t + 1) * BK__TILE < x->A->rows ? (t + 1) * BK__TILE : x->A->rows;
}

/* start[c + 1] counts column c, then base[t + 1] their sum. */
static bk_status count_tile(void *user, int64_t t, int worker)
{
    bk__index *x = user;
    const bk_csr *A = x->A;
    uint32_t *start = x->start + t * (x->V + 1);
    int64_t sum = 0;
    (void)worker;
    for (int64_t p = A->ptr[t * BK__TILE]; p < A->ptr[tile_end(x, t)]; p++)
        if (x->common[A->col[p]] == BK__NONE) {
            start[A->col[p] + 1]++;
            sum++;
        }
    x->base[t + 1] = sum;
    return sum > (int64_t)UINT32_MAX
               ? bk__fail(x->ctx, BK_ESHAPE, "", "too many entries in %d rows", BK__TILE)
               : BK_OK;
}

static bk_status fill_tile(void *user, int64_t t, int worker)
{
    bk__index *x = user;
    const bk_csr *A = x->A;
    uint32_t *start = x->start + t * (x->V + 1), sum = 0;
    (void)worker;
    /* start[c + 1] is where column c's next posting goes, in the end where it ends. */
    for (int64_t c = 1; c <= x->V; c++) {
        uint32_t count = start[c];
        start[c] = sum;
        sum += count;
    }
    for (int64_t i = t * BK__TILE; i < tile_end(x, t); i++)
        for (int64_t p = A->ptr[i]; p < A->ptr[i + 1]; p++) {
            if (x->common[A->col[p]] != BK__NONE)
                continue;
            int64_t q = x->base[t] + start[A->col[p] + 1]++;
            x->row[q] = (uint16_t)(i - t * BK__TILE);
            x->val[q] = A->val[p];
        }
    return BK_OK;
}

static bk_status make_postings(bk__index *x)
{
    bk_status st = bk__par_for(x->ctx, NULL, x->tiles, count_tile, x);
    if (st != BK_OK)
        return st;
    for (int64_t t = 0; t < x->tiles; t++)
        x->base[t + 1] += x->base[t];
    x->row = bk__alloc_array(x->ctx, (size_t)x->base[x->tiles], sizeof *x->row);
    x->val = bk__alloc_array(x->ctx, (size_t)x->base[x->tiles], sizeof *x->val);
    return x->row && x->val ? bk__par_for(x->ctx, NULL, x->tiles, fill_tile, x) : BK_ENOMEM;
}

bk_status bk__index_new(bk_ctx *ctx, bk__index *out, const bk_csr *A)
{
    *out = (bk__index){.ctx = ctx, .A = A, .V = A->cols, .tiles = bk__chunks(A->rows, BK__TILE)};
    if (A->rows >= (int64_t)UINT32_MAX)
        return bk__fail(ctx, BK_ESHAPE, "", "too many rows for a neighbour search");
    size_t rows = (size_t)A->rows, tiles = (size_t)out->tiles, V = (size_t)out->V;
    out->df = bk__calloc(ctx, V, sizeof *out->df);
    out->common = bk__alloc_array(ctx, V, sizeof *out->common);
    out->step = bk__alloc_array(ctx, rows, sizeof *out->step);
    out->rest = bk__calloc(ctx, tiles, BK__TILE * sizeof *out->rest);
    out->base = bk__calloc(ctx, tiles + 1, sizeof *out->base);
    out->start = bk__calloc(ctx, tiles, (V + 1) * sizeof *out->start);
    bk_status st = out->df && out->common && out->step && out->rest && out->base && out->start
                       ? choose_common(out)
                       : BK_ENOMEM;
    if (st == BK_OK) {
        out->level = bk__calloc(ctx, rows, (size_t)out->ld);
        choose_slack(out);
        st = out->level ? bk__par_for(ctx, NULL, bk__chunks(A->rows, PANEL), common_panel, out)
                        : BK_ENOMEM;
    }
    return st == BK_OK ? make_postings(out) : st;
}

void bk__index_free(bk__index *x)
{
    void *all[] = {x->df, x->common, x->level, x->step, x->rest, x->base, x->start, x->row, x->val};
    for (size_t i = 0; x->ctx && i < sizeof all / sizeof *all; i++)
        bk__free(x->ctx, all[i]);
}

/* ---- kernels -------------------------------------------------------------------------------- */
void bk__index_scatter(const bk__index *x, float *sum, int64_t a, int64_t tile, uint32_t most)
{
    const bk_csr *A = x->A;
    const uint32_t *start = x->start + tile * (x->V + 1);
    const uint16_t *row = x->row + x->base[tile];
    const float *val = x->val + x->base[tile];
    memset(sum, 0, BK__TILE * sizeof *sum);
    for (int64_t p = A->ptr[a]; p < A->ptr[a + 1]; p++) {
        uint32_t c = A->col[p];
        float w = A->val[p];
        if (x->df[c] > most)
            continue;
        for (uint32_t q = start[c], end = start[c + 1]; q < end; q++)
            sum[row[q]] += w * val[q];
    }
}

static int pass_plain(uint16_t *at, const float *sum, const float *rest, const float *limit,
                      float own, float bar, int from, int end)
{
    int n = 0;
    for (int j = from; j < end; j++) {
        float least = limit[j] < bar ? limit[j] : bar;
        if (sum[j] + own * rest[j] >= least)
            at[n++] = (uint16_t)j;
    }
    return n;
}

static int dot_plain(const uint8_t *a, const uint8_t *b, int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static int pass_avx2(uint16_t *at, const float *sum,
                                                     const float *rest, const float *limit,
                                                     float own, float bar, int from, int end)
{
    __m256 mine = _mm256_set1_ps(own), most = _mm256_set1_ps(bar);
    int n = 0;
    for (int j = from / LANES * LANES; j < end; j += LANES) {
        __m256 v =
            _mm256_add_ps(_mm256_loadu_ps(sum + j), _mm256_mul_ps(mine, _mm256_loadu_ps(rest + j)));
        __m256 least = _mm256_min_ps(_mm256_loadu_ps(limit + j), most);
        unsigned some = (unsigned)_mm256_movemask_ps(_mm256_cmp_ps(v, least, _CMP_GE_OQ));
        for (; some; some &= some - 1) {
            int i = j + __builtin_ctz(some);
            at[n] = (uint16_t)i;
            n += i >= from && i < end;
        }
    }
    return n;
}

/* No pair of products of 0..127 leaves 16 bits. */
__attribute__((target("avx2"))) static int dot_avx2(const uint8_t *a, const uint8_t *b, int n)
{
    __m256i sum = _mm256_setzero_si256(), one = _mm256_set1_epi16(1);
    for (int i = 0; i < n; i += BYTES) {
        __m256i x = _mm256_loadu_si256((const __m256i *)(a + i));
        __m256i y = _mm256_loadu_si256((const __m256i *)(b + i));
        sum = _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_maddubs_epi16(x, y), one));
    }
    __m128i s = _mm_add_epi32(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1));
    s = _mm_add_epi32(s, _mm_shuffle_epi32(s, 0x4e));
    s = _mm_add_epi32(s, _mm_shuffle_epi32(s, 0xb1));
    return _mm_cvtsi128_si32(s);
}
#else
#define pass_avx2 pass_plain
#define dot_avx2  dot_plain
#endif

int bk__index_pass(uint16_t *at, const float *sum, const float *rest, const float *limit, float own,
                   float bar, int from, int end)
{
    return (bk__has_avx2() ? pass_avx2 : pass_plain)(at, sum, rest, limit, own, bar, from, end);
}

float bk__index_common(const bk__index *x, int64_t a, int64_t b)
{
    const uint8_t *p = x->level + a * x->ld, *q = x->level + b * x->ld;
    int dot = (bk__has_avx2() ? dot_avx2 : dot_plain)(p, q, x->ld);
    return x->step[a] * x->step[b] * (float)dot;
}
