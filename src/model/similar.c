/* similar.c - exact neighbours by cosine.
 *
 *     score(a, b) = sum over shared columns of x_a x_b, in their order, in doubles, rounded to
 * float Columns that stand in many rows ("common") are kept out of the inverted index. For a row a:
 *   1 scatter its rare columns' postings into float sums, one tile of 8192 rows at a time (32 KB)
 *   2 a row b whose sum + |common a| |common b| cannot reach the threshold is done with
 *   3 so is one whose sum + the float dot product over the common columns cannot
 *   4 what is left is scored exactly; the threshold is the k-th best score so far
 * Floats only rule out: every bound is widened by more than their rounding error, so the result is
 * that of scoring all pairs. Split: blocks of 64 rows over the pool, each with its own results.
 * Workspace: N (float, u16) of postings, rows x common floats, a tile and a dense row a worker.
 * The two bounds are those of Bayardo, Ma, Srikant 2007 and Anastasiu, Karypis 2014 (L2AP). */
#include <bingkai/similar.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/par.h"
#include "base/topk.h"
#include "matrix/csr.h"

enum { TILE = 8192, BLOCK = 64, LANES = 8, MAX_COMMON = 512 };
/* A column in more than this share of the rows is common. */
static const double COMMON_SHARE = 0.25;

static const bk_opt similar_table[] = {
    {"neighbours", "How many neighbours each article gets", "N", BK_OPT_INT,
     offsetof(bk_similar_opts, k), 10, 1, 10000, NULL, NULL},
    {"min-score", "Leave out neighbours below this cosine", "COSINE", BK_OPT_REAL,
     offsetof(bk_similar_opts, min_score), 0.1, 0, 1, NULL, NULL},
};

const bk_opt *bk_similar_opt_table(size_t *n)
{
    *n = sizeof similar_table / sizeof *similar_table;
    return similar_table;
}

/* Eight floats at any address: the compiler's portable vectors. */
typedef float eight __attribute__((vector_size(32), aligned(4), may_alias));

/* ---- index ---------------------------------------------------------------------------------- */
typedef struct hits { /* what one block found */
    bk_pair *at;
    size_t n, cap;
} hits;

typedef struct finder {
    bk_ctx *ctx;
    const bk_csr *A;
    int64_t tiles;
    int64_t V;
    int ld;           /* common columns, rounded up to LANES */
    uint32_t *common; /* [V] number among the common columns or BK__NONE */
    float *dense;     /* [rows x ld] common parts */
    float *rest;      /* [tiles x TILE] norm of the common part, rounded up; 0 behind the end */
    double *norm;     /* [rows] */
    double longest;   /* largest norm */
    int64_t *base;    /* [tiles+1] first posting of a tile */
    uint32_t *start;  /* [tiles x (V+1)] of (tile, column), from base */
    uint16_t *row;    /* [N] within the tile */
    float *val;       /* [N] */
    /* the running search */
    int k; /* 0: all pairs a < b */
    double min_score;
    hits *found;             /* [blocks] */
    struct scratch *scratch; /* [threads] */
} finder;

typedef struct scratch {
    float *sum;       /* [TILE] */
    double *query;    /* [V] zero outside the running row */
    bk__scored *heap; /* [BLOCK x k] */
    bk__topk *best;   /* [BLOCK] */
} scratch;

static void finder_free(finder *x)
{
    bk_ctx *ctx = x->ctx;
    for (int w = 0; x->scratch && w < bk_ctx_threads(ctx); w++) {
        bk__free(ctx, x->scratch[w].sum);
        bk__free(ctx, x->scratch[w].query);
        bk__free(ctx, x->scratch[w].heap);
        bk__free(ctx, x->scratch[w].best);
    }
    for (int64_t b = 0; x->found && b < bk__chunks(x->A->rows, BLOCK); b++)
        bk__free(ctx, x->found[b].at);
    void *all[] = {x->common, x->dense, x->rest, x->norm,  x->base,
                   x->start,  x->row,   x->val,  x->found, x->scratch};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        bk__free(ctx, all[i]);
}

/* The most frequent columns above the share become common, at most MAX_COMMON of them. */
static bk_status choose_common(finder *x)
{
    const bk_csr *A = x->A;
    int64_t n = bk__csr_n(A), above = 0;
    x->common = bk__alloc_array(x->ctx, (size_t)x->V, sizeof *x->common);
    uint32_t *df = bk__calloc(x->ctx, (size_t)x->V, sizeof *df);
    int64_t *with = bk__calloc(x->ctx, (size_t)A->rows + 2, sizeof *with);
    if (!x->common || !df || !with) {
        bk__free(x->ctx, df);
        bk__free(x->ctx, with);
        return BK_ENOMEM;
    }
    for (int64_t p = 0; p < n; p++)
        df[A->col[p]]++;
    for (int64_t c = 0; c < x->V; c++)
        with[df[c]]++;
    int64_t least = (int64_t)(COMMON_SHARE * (double)A->rows), limit = A->rows + 1;
    while (limit - 1 > least && above + with[limit - 1] <= MAX_COMMON)
        above += with[--limit];
    int64_t next = 0;
    for (int64_t c = 0; c < x->V; c++)
        x->common[c] = (int64_t)df[c] >= limit ? (uint32_t)next++ : UINT32_MAX;
    x->ld = (int)((next + LANES - 1) / LANES * LANES);
    bk__free(x->ctx, df);
    bk__free(x->ctx, with);
    return BK_OK;
}

static void fill_common(finder *x)
{
    const bk_csr *A = x->A;
    for (int64_t i = 0; i < A->rows; i++) {
        double all = 0, part = 0;
        for (int64_t p = A->ptr[i]; p < A->ptr[i + 1]; p++) {
            double square = (double)A->val[p] * (double)A->val[p];
            uint32_t c = x->common[A->col[p]];
            all += square;
            if (c == UINT32_MAX)
                continue;
            part += square;
            x->dense[i * x->ld + c] = A->val[p];
        }
        x->norm[i] = sqrt(all);
        x->longest = fmax(x->longest, x->norm[i]);
        x->rest[i] = (float)(sqrt(part) * 1.000001);
    }
}

/* Postings by (tile, column): a counting sort over the rare entries. */
static void fill_postings(finder *x)
{
    const bk_csr *A = x->A;
    int64_t at = 0;
    for (int64_t t = 0; t < x->tiles; t++) {
        uint32_t *start = x->start + t * (x->V + 1), sum = 0;
        int64_t first = t * TILE, end = first + TILE < A->rows ? first + TILE : A->rows;
        x->base[t] = at;
        for (int64_t p = A->ptr[first]; p < A->ptr[end]; p++)
            if (x->common[A->col[p]] == UINT32_MAX)
                start[A->col[p] + 1]++;
        /* start[c + 1] is where column c's next posting goes, in the end where it ends. */
        for (int64_t c = 1; c <= x->V; c++) {
            uint32_t count = start[c];
            start[c] = sum;
            sum += count;
        }
        for (int64_t i = first; i < end; i++)
            for (int64_t p = A->ptr[i]; p < A->ptr[i + 1]; p++) {
                if (x->common[A->col[p]] != UINT32_MAX)
                    continue;
                int64_t q = at + start[A->col[p] + 1]++;
                x->row[q] = (uint16_t)(i - first);
                x->val[q] = A->val[p];
            }
        at += sum;
    }
    x->base[x->tiles] = at;
}

static bk_status finder_new(finder *x, bk_ctx *ctx, const bk_csr *A)
{
    *x = (finder){.ctx = ctx, .A = A, .V = A->cols, .tiles = bk__chunks(A->rows, TILE)};
    if (A->rows >= (int64_t)UINT32_MAX)
        return bk__fail(ctx, BK_ESHAPE, "", "too many rows for a neighbour search");
    bk_status st = choose_common(x);
    if (st != BK_OK)
        return st;
    size_t rows = (size_t)A->rows, tiles = (size_t)x->tiles, n = (size_t)bk__csr_n(A);
    x->dense = bk__calloc(ctx, rows, (size_t)x->ld * sizeof *x->dense);
    x->rest = bk__calloc(ctx, tiles, TILE * sizeof *x->rest);
    x->norm = bk__alloc_array(ctx, rows, sizeof *x->norm);
    x->base = bk__alloc_array(ctx, tiles + 1, sizeof *x->base);
    x->start = bk__calloc(ctx, tiles, ((size_t)x->V + 1) * sizeof *x->start);
    x->row = bk__alloc_array(ctx, n, sizeof *x->row);
    x->val = bk__alloc_array(ctx, n, sizeof *x->val);
    x->found = bk__calloc(ctx, (size_t)bk__chunks(A->rows, BLOCK), sizeof *x->found);
    x->scratch = bk__calloc(ctx, (size_t)bk_ctx_threads(ctx), sizeof *x->scratch);
    if (!x->dense || !x->rest || !x->norm || !x->base || !x->start || !x->row || !x->val ||
        !x->found || !x->scratch)
        return BK_ENOMEM;
    fill_common(x);
    fill_postings(x);
    return BK_OK;
}

/* ---- search --------------------------------------------------------------------------------- */
static bk_status scratch_ready(finder *x, scratch *s)
{
    if (s->best)
        return BK_OK;
    size_t k = x->k > 0 ? (size_t)x->k : 1;
    s->sum = bk__alloc_array(x->ctx, TILE, sizeof *s->sum);
    s->query = bk__calloc(x->ctx, (size_t)x->V, sizeof *s->query);
    s->heap = bk__alloc_array(x->ctx, k * BLOCK, sizeof *s->heap);
    s->best = bk__calloc(x->ctx, BLOCK, sizeof *s->best);
    return s->sum && s->query && s->heap && s->best ? BK_OK : BK_ENOMEM;
}

static bk_status add_hit(finder *x, hits *h, uint32_t a, uint32_t b, float score)
{
    if (h->n == h->cap) {
        size_t cap = h->cap ? 2 * h->cap : 64;
        bk_pair *at = bk__resize_array(x->ctx, h->at, cap, sizeof *at);
        if (!at)
            return BK_ENOMEM;
        h->at = at;
        h->cap = cap;
    }
    h->at[h->n++] = (bk_pair){a, b, score};
    return BK_OK;
}

static void scatter(const finder *x, float *sum, int64_t a, int64_t tile)
{
    const bk_csr *A = x->A;
    const uint32_t *start = x->start + tile * (x->V + 1);
    const uint16_t *row = x->row + x->base[tile];
    const float *val = x->val + x->base[tile];
    memset(sum, 0, TILE * sizeof *sum);
    for (int64_t p = A->ptr[a]; p < A->ptr[a + 1]; p++) {
        uint32_t c = A->col[p];
        float w = A->val[p];
        for (uint32_t q = start[c], end = start[c + 1]; q < end; q++)
            sum[row[q]] += w * val[q];
    }
}

static float common_dot(const float *a, const float *b, int n)
{
    eight s = {0};
    for (int i = 0; i < n; i += LANES)
        s += *(const eight *)(a + i) * *(const eight *)(b + i);
    return ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]));
}

static double exact(const finder *x, const double *query, int64_t b)
{
    const bk_csr *A = x->A;
    double sum = 0;
    for (int64_t p = A->ptr[b]; p < A->ptr[b + 1]; p++)
        sum += query[A->col[p]] * (double)A->val[p];
    return sum;
}

/* More than the error of a float sum of so many products (Higham 2002, 3.1). */
static float slack_of(const finder *x, int64_t a)
{
    double n = (double)(x->A->ptr[a + 1] - x->A->ptr[a]) + (double)x->ld + 16;
    return (float)(n * 1.2e-7 * x->norm[a] * x->longest);
}

/* What a sum must exceed at least to matter now. */
static float bar_of(const finder *x, const bk__topk *best, float slack)
{
    double bar = x->min_score;
    if (x->k > 0 && best->n == best->k && best->at[0].score > bar)
        bar = best->at[0].score;
    return (float)bar - slack;
}

/* Does any of eight rows pass? */
static bool any_passes(const float *sum, const float *rest, float mine, float bar)
{
    eight v = *(const eight *)sum + mine * *(const eight *)rest;
    for (int z = 0; z < LANES; z++)
        if (v[z] >= bar)
            return true;
    return false;
}

static bk_status score_row(finder *x, scratch *s, bk__topk *best, hits *h, int64_t a, int64_t b)
{
    double score = exact(x, s->query, b);
    if (!(score > 0) || score < x->min_score)
        return BK_OK;
    float rounded = (float)score;
    if (x->k == 0)
        return add_hit(x, h, (uint32_t)a, (uint32_t)b, rounded);
    bk__topk_push(best, (double)rounded, (uint32_t)b);
    return BK_OK;
}

static bk_status search_tile(finder *x, scratch *s, bk__topk *best, hits *h, int64_t a,
                             int64_t tile)
{
    const float *rest = x->rest + tile * TILE, *mine = x->dense + a * x->ld;
    if (x->A->ptr[a + 1] == x->A->ptr[a])
        return BK_OK;
    int64_t left = x->A->rows - tile * TILE, end = left < TILE ? left : TILE;
    float slack = slack_of(x, a), bar = bar_of(x, best, slack), own = x->rest[a];
    int64_t skip = x->k == 0 ? a + 1 - tile * TILE : 0; /* pairs: only b > a */
    scatter(x, s->sum, a, tile);
    for (int64_t j = skip > 0 ? skip / LANES * LANES : 0; j < end; j += LANES) {
        if (!any_passes(s->sum + j, rest + j, own, bar))
            continue;
        for (int64_t i = j; i < j + LANES && i < end; i++) {
            int64_t b = tile * TILE + i;
            if (i < skip || b == a || s->sum[i] + own * rest[i] < bar ||
                s->sum[i] + common_dot(mine, x->dense + b * x->ld, x->ld) < bar)
                continue;
            bk_status st = score_row(x, s, best, h, a, b);
            if (st != BK_OK)
                return st;
            bar = bar_of(x, best, slack);
        }
    }
    return BK_OK;
}

static bk_status keep_best(finder *x, bk__topk *best, hits *h, int64_t a)
{
    size_t n = bk__topk_sort(best);
    for (size_t i = 0; i < n; i++) {
        bk_status st = add_hit(x, h, (uint32_t)a, best->at[i].id, (float)best->at[i].score);
        if (st != BK_OK)
            return st;
    }
    return BK_OK;
}

static void set_query(const finder *x, double *query, int64_t a, bool on)
{
    const bk_csr *A = x->A;
    for (int64_t p = A->ptr[a]; p < A->ptr[a + 1]; p++)
        query[A->col[p]] = on ? (double)A->val[p] : 0;
}

static int block_rows(const finder *x, int64_t first)
{
    return (int)(x->A->rows - first < BLOCK ? x->A->rows - first : BLOCK);
}

/* The k best of each row: all rows of the block against one tile after the other, so that the
 * tile's postings stay in the cache. */
static bk_status best_block(void *user, int64_t chunk, int worker)
{
    finder *x = user;
    scratch *s = &x->scratch[worker];
    hits *h = &x->found[chunk];
    bk_status st = scratch_ready(x, s);
    if (st != BK_OK)
        return st;
    int64_t first = chunk * BLOCK;
    int rows = block_rows(x, first);
    for (int i = 0; i < rows; i++)
        bk__topk_init(&s->best[i], s->heap + (size_t)i * (size_t)x->k, (size_t)x->k);
    for (int64_t t = 0; t < x->tiles; t++)
        for (int i = 0; i < rows && st == BK_OK; i++) {
            set_query(x, s->query, first + i, true);
            st = search_tile(x, s, &s->best[i], h, first + i, t);
            set_query(x, s->query, first + i, false);
        }
    for (int i = 0; i < rows && st == BK_OK; i++)
        st = keep_best(x, &s->best[i], h, first + i);
    return st;
}

/* All later rows that reach the smallest score, in their order. */
static bk_status pairs_block(void *user, int64_t chunk, int worker)
{
    finder *x = user;
    scratch *s = &x->scratch[worker];
    bk_status st = scratch_ready(x, s);
    if (st != BK_OK)
        return st;
    int64_t first = chunk * BLOCK;
    int rows = block_rows(x, first);
    for (int i = 0; i < rows && st == BK_OK; i++) {
        int64_t a = first + i;
        set_query(x, s->query, a, true);
        for (int64_t t = a / TILE; t < x->tiles && st == BK_OK; t++)
            st = search_tile(x, s, &s->best[0], &x->found[chunk], a, t);
        set_query(x, s->query, a, false);
    }
    return st;
}

static bk_status gather(finder *x, bk_pairs *out)
{
    int64_t blocks = bk__chunks(x->A->rows, BLOCK), n = 0;
    for (int64_t b = 0; b < blocks; b++)
        n += (int64_t)x->found[b].n;
    bk_pair *at = bk__alloc_array(x->ctx, (size_t)n, sizeof *at);
    if (!at)
        return BK_ENOMEM;
    *out = (bk_pairs){at, n};
    for (int64_t b = 0; b < blocks; b++) {
        if (x->found[b].n > 0)
            memcpy(at, x->found[b].at, x->found[b].n * sizeof *at);
        at += x->found[b].n;
    }
    return BK_OK;
}

static bk_status search(bk_ctx *ctx, bk_pairs *out, const bk_csr *A, int k, double min_score)
{
    finder x = {0};
    *out = (bk_pairs){0};
    bk_status st = finder_new(&x, ctx, A);
    x.k = k;
    x.min_score = min_score;
    if (st == BK_OK)
        st = bk__par_for(ctx, "neighbours", bk__chunks(A->rows, BLOCK),
                         k > 0 ? best_block : pairs_block, &x);
    if (st == BK_OK)
        st = gather(&x, out);
    finder_free(&x);
    return st;
}

bk_status bk_similar_topk(bk_ctx *ctx, bk_pairs *out, const bk_csr *A, const bk_similar_opts *opts)
{
    bk_similar_opts o = BK_SIMILAR_OPTS_INIT;
    size_t n;
    const bk_opt *table = bk_similar_opt_table(&n);
    *out = (bk_pairs){0};
    if (opts)
        o = *opts;
    bk_status st = bk_opt_check(ctx, table, n, &o, "bk_similar_opts");
    if (st != BK_OK)
        return st;
    if (o.k > A->rows)
        o.k = A->rows > 1 ? (int)A->rows : 1;
    return search(ctx, out, A, o.k, o.min_score);
}

bk_status bk_similar_pairs(bk_ctx *ctx, bk_pairs *out, const bk_csr *A, double min_score)
{
    *out = (bk_pairs){0};
    if (!(min_score >= 0))
        return bk__fail(ctx, BK_EINVAL, "min_score", "a smallest cosine of 0 or more, please");
    return search(ctx, out, A, 0, min_score);
}

void bk_pairs_free(bk_ctx *ctx, bk_pairs *pairs)
{
    if (!pairs)
        return;
    bk__free(ctx, pairs->at);
    *pairs = (bk_pairs){0};
}

int bk_similar_why(const bk_csr *A, uint32_t a, uint32_t b, uint32_t *col, float *share, int n)
{
    int have = 0;
    int64_t p = A->ptr[a], q = A->ptr[b];
    while (p < A->ptr[a + 1] && q < A->ptr[b + 1]) {
        if (A->col[p] != A->col[q]) {
            if (A->col[p] < A->col[q])
                p++;
            else
                q++;
            continue;
        }
        float x = A->val[p] * A->val[q];
        uint32_t c = A->col[p];
        int i = have < n ? have++ : n;
        if (i == n && (n == 0 || share[n - 1] >= x)) {
            p++, q++;
            continue;
        }
        i = i == n ? n - 1 : i; /* the last one goes */
        for (; i > 0 && share[i - 1] < x; i--) {
            share[i] = share[i - 1];
            col[i] = col[i - 1];
        }
        share[i] = x;
        col[i] = c;
        p++, q++;
    }
    return have;
}
