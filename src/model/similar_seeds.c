/* similar_seeds.c - the rows that share most over rare columns: the seeds of Anastasiu, Karypis
 * 2015 (L2Knng). Columns in no more than SHARE of the rows count; a row costs their postings.
 * Split: blocks of rows over the pool. Workspace: 6 bytes an entry, 12 n a row, 8 a row and worker.
 */
#include "model/similar_seeds.h"

#include <math.h>
#include <stdlib.h>

#include "base/par.h"
#include "base/topk.h"

static const double SHARE = 0.003;
enum { LEAST = 32, BLOCK = 256, FEW = 64 };

typedef struct scratch { /* one worker's */
    uint32_t *sum;       /* [rows] zero between rows */
    uint32_t *row;       /* [rows+1] that were touched */
    bk__scored *heap;    /* [n] */
} scratch;

typedef struct maker {
    const bk__index *index;
    bk_ctx *ctx;
    size_t n;
    uint32_t most;   /* rows of a column that counts */
    int64_t *start;  /* [V+2] of the columns that count */
    uint32_t *row;   /* [entries] */
    uint16_t *level; /* [entries] */
    uint32_t *found; /* [rows x n] rising for each row */
    uint32_t *count; /* [rows] */
    scratch *scratch;
} maker;

/* ---- columns -------------------------------------------------------------------------------- */
static bool counts(const maker *m, int64_t column)
{
    return m->index->df[column] > 1 && m->index->df[column] <= m->most;
}

/* start[c + 1] is where column c's next entry goes, in the end where it ends. */
static void fill(maker *m)
{
    const bk_csr *A = m->index->A;
    for (int64_t i = 0; i < A->rows; i++)
        for (int64_t p = A->ptr[i]; p < A->ptr[i + 1]; p++) {
            uint32_t c = A->col[p];
            if (!counts(m, c))
                continue;
            int64_t at = m->start[c + 1]++;
            m->row[at] = (uint32_t)i;
            m->level[at] = (uint16_t)bk__index_level(m->index, c, A->val[p]);
        }
}

static bk_status maker_new(maker *m)
{
    const bk_csr *A = m->index->A;
    size_t rows = (size_t)A->rows;
    m->start = bk__calloc(m->ctx, (size_t)A->cols + 2, sizeof *m->start);
    if (!m->start)
        return BK_ENOMEM;
    for (int64_t c = 0; c < A->cols; c++)
        m->start[c + 2] = m->start[c + 1] + (counts(m, c) ? m->index->df[c] : 0);
    size_t n = (size_t)m->start[A->cols + 1];
    m->row = bk__alloc_array(m->ctx, n + 1, sizeof *m->row);
    m->level = bk__alloc_array(m->ctx, n + 1, sizeof *m->level);
    m->found = bk__alloc_array(m->ctx, rows, m->n * sizeof *m->found);
    m->count = bk__calloc(m->ctx, rows, sizeof *m->count);
    m->scratch = bk__calloc(m->ctx, (size_t)bk_ctx_threads(m->ctx), sizeof *m->scratch);
    if (!m->row || !m->level || !m->found || !m->count || !m->scratch)
        return BK_ENOMEM;
    fill(m);
    return BK_OK;
}

static void maker_free(maker *m)
{
    for (int w = 0; m->scratch && w < bk_ctx_threads(m->ctx); w++) {
        bk__free(m->ctx, m->scratch[w].sum);
        bk__free(m->ctx, m->scratch[w].row);
        bk__free(m->ctx, m->scratch[w].heap);
    }
    void *all[] = {m->start, m->row, m->level, m->found, m->count, m->scratch};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        bk__free(m->ctx, all[i]);
}

/* ---- rows ----------------------------------------------------------------------------------- */
static bk_status scratch_ready(const maker *m, scratch *s)
{
    size_t rows = (size_t)m->index->A->rows;
    if (s->heap)
        return BK_OK;
    s->sum = bk__calloc(m->ctx, rows, sizeof *s->sum);
    s->row = bk__alloc_array(m->ctx, rows + 1, sizeof *s->row);
    if (!s->sum || !s->row)
        return BK_ENOMEM;
    s->heap = bk__alloc_array(m->ctx, m->n, sizeof *s->heap);
    return s->heap ? BK_OK : BK_ENOMEM;
}

/* The sums of row a with the rows that it touches; how many those are. */
static size_t touch(const maker *m, scratch *s, int64_t a)
{
    const bk_csr *A = m->index->A;
    size_t n = 0;
    for (int64_t p = A->ptr[a]; p < A->ptr[a + 1]; p++) {
        uint32_t c = A->col[p];
        if (!counts(m, c))
            continue;
        uint32_t level = bk__index_asked(m->index, c, A->val[p]);
        for (int64_t q = m->start[c]; q < m->start[c + 1]; q++) {
            uint32_t b = m->row[q];
            s->row[n] = b;
            n += s->sum[b] == 0;
            s->sum[b] += 1 + (level * m->level[q] >> 16);
        }
    }
    s->sum[a] = 0;
    return n;
}

static int by_number(const void *p, const void *q)
{
    const uint32_t *a = p, *b = q;
    return (*a > *b) - (*a < *b);
}

static void sort(uint32_t *at, size_t n)
{
    if (n > FEW) {
        qsort(at, n, sizeof *at, by_number);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        uint32_t x = at[i];
        size_t j = i;
        for (; j > 0 && at[j - 1] > x; j--)
            at[j] = at[j - 1];
        at[j] = x;
    }
}

static void find(maker *m, scratch *s, int64_t a)
{
    uint32_t *found = m->found + a * (int64_t)m->n, bar = 1;
    bk__topk best;
    bk__topk_init(&best, s->heap, m->n);
    size_t n = touch(m, s, a);
    for (size_t i = 0; i < n; i++) {
        uint32_t b = s->row[i], sum = s->sum[b];
        s->sum[b] = 0;
        if (sum < bar)
            continue;
        bk__topk_push(&best, (double)sum, b);
        if (best.n == best.k)
            bar = (uint32_t)best.at[0].score;
    }
    for (size_t i = 0; i < best.n; i++)
        found[i] = best.at[i].id;
    sort(found, best.n);
    m->count[a] = (uint32_t)best.n;
}

static bk_status find_block(void *user, int64_t chunk, int worker)
{
    maker *m = user;
    int64_t end = (chunk + 1) * BLOCK, rows = m->index->A->rows;
    bk_status st = scratch_ready(m, &m->scratch[worker]);
    for (int64_t a = chunk * BLOCK; a < (end < rows ? end : rows) && st == BK_OK; a++)
        find(m, &m->scratch[worker], a);
    return st;
}

/* ---- pairs ---------------------------------------------------------------------------------- */
static bool has(const maker *m, int64_t a, uint32_t b)
{
    const uint32_t *found = m->found + a * (int64_t)m->n;
    size_t from = 0, to = m->count[a];
    while (from < to) {
        size_t half = (from + to) / 2;
        if (found[half] < b)
            from = half + 1;
        else
            to = half;
    }
    return from < m->count[a] && found[from] == b;
}

/* Row a's pairs: those that it found above it, and rows above it that found it where it did not. */
static bk_status pair_up(maker *m, bk__seeds *out)
{
    int64_t rows = m->index->A->rows;
    out->start = bk__calloc(m->ctx, (size_t)rows + 2, sizeof *out->start);
    if (!out->start)
        return BK_ENOMEM;
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t a = 0; a < rows; a++)
            for (uint32_t i = 0; i < m->count[a]; i++) {
                uint32_t b = m->found[a * m->n + i];
                if (b < a && has(m, b, a))
                    continue;
                int64_t at = out->start[(a < b ? a : b) + (pass ? 1 : 2)]++;
                if (pass)
                    out->with[at] = a < b ? b : a;
            }
        if (pass)
            break;
        for (int64_t a = 0; a < rows; a++)
            out->start[a + 2] += out->start[a + 1];
        out->with = bk__alloc_array(m->ctx, (size_t)out->start[rows + 1] + 1, sizeof *out->with);
        if (!out->with)
            return BK_ENOMEM;
    }
    return BK_OK;
}

bk_status bk__seeds_new(bk__seeds *out, const bk__index *index, size_t n)
{
    int64_t rows = index->A->rows;
    maker m = {.index = index,
               .ctx = index->ctx,
               .n = n,
               .most = (uint32_t)fmax(SHARE * (double)rows, LEAST)};
    *out = (bk__seeds){.index = index};
    bk_status st = maker_new(&m);
    if (st == BK_OK)
        st = bk__par_for(m.ctx, NULL, bk__chunks(rows, BLOCK), find_block, &m);
    if (st == BK_OK)
        st = pair_up(&m, out);
    for (int64_t a = 0; st == BK_OK && a < rows; a++)
        sort(out->with + out->start[a], (size_t)(out->start[a + 1] - out->start[a]));
    maker_free(&m);
    return st;
}

void bk__seeds_free(bk__seeds *s)
{
    if (!s->index)
        return;
    bk__free(s->index->ctx, s->start);
    bk__free(s->index->ctx, s->with);
}
