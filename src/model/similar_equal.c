/* similar_equal.c - rows that are equal to the bit.
 *
 * Each kind of row is searched once. The k best of a row are among its own copies and the copies of
 * the k best kinds: a kind that is not among them has k rows before it. Rows of one hash that
 * differ stay kinds of their own, which costs time alone.
 * Cost: one sort of the rows, k pushes a row. */
#include "model/similar_equal.h"

#include <stdlib.h>
#include <string.h>

#include "base/ctx.h"
#include "base/str.h"
#include "base/topk.h"
#include "matrix/csr.h"

enum { LOOK = 4096 }; /* rows between two looks whether to go on */

typedef struct keyed {
    uint64_t key;
    uint32_t row;
} keyed;

static int by_key(const void *x, const void *y)
{
    const keyed *a = x, *b = y;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

static size_t width(const bk_csr *A, uint32_t row)
{
    return (size_t)(A->ptr[row + 1] - A->ptr[row]);
}

static bool equal(const bk_csr *A, uint32_t a, uint32_t b)
{
    size_t n = width(A, a);
    return n == width(A, b) &&
           (n == 0 || (memcmp(A->col + A->ptr[a], A->col + A->ptr[b], n * sizeof *A->col) == 0 &&
                       memcmp(A->val + A->ptr[a], A->val + A->ptr[b], n * sizeof *A->val) == 0));
}

/* kind[row] = the lowest row that is equal to it. */
static bk_status find_first(bk__equal *e)
{
    const bk_csr *A = e->A;
    keyed *at = bk__alloc_array(e->ctx, (size_t)A->rows, sizeof *at);
    if (!at)
        return BK_ENOMEM;
    for (uint32_t i = 0; i < (uint32_t)A->rows; i++) {
        size_t n = width(A, i);
        uint64_t key = n ? bk__hash(A->col + A->ptr[i], n * sizeof *A->col) : 0;
        if (n)
            key = key * 0x9e3779b97f4a7c15u ^ bk__hash(A->val + A->ptr[i], n * sizeof *A->val);
        at[i] = (keyed){key, i};
    }
    qsort(at, (size_t)A->rows, sizeof *at, by_key);
    for (int64_t i = 0, first = 0; i < A->rows; i++) {
        if (at[i].key != at[first].key)
            first = i;
        e->kind[at[i].row] = equal(A, at[first].row, at[i].row) ? at[first].row : at[i].row;
    }
    bk__free(e->ctx, at);
    return BK_OK;
}

/* Kinds are numbered by their lowest row; their rows are copied. */
static void number_kinds(bk__equal *e)
{
    const bk_csr *A = e->A;
    bk_csr *K = &e->kinds;
    for (uint32_t i = 0; i < (uint32_t)A->rows; i++) {
        if (e->kind[i] == i) {
            bk__csr_copy_row(K, K->rows, A, i);
            e->kind[i] = (uint32_t)K->rows++;
        } else {
            e->kind[i] = e->kind[e->kind[i]]; /* a lower row, numbered already */
        }
        e->start[e->kind[i] + 1]++;
    }
    for (int64_t c = 0; c < K->rows; c++)
        e->start[c + 1] += e->start[c];
}

/* Afterwards start[c] is the kind's first row again. */
static void list_members(bk__equal *e)
{
    for (uint32_t i = 0; i < (uint32_t)e->A->rows; i++)
        e->member[e->start[e->kind[i]]++] = i;
    for (int64_t c = e->kinds.rows; c > 0; c--)
        e->start[c] = e->start[c - 1];
    e->start[0] = 0;
}

/* Room for the rows of the kinds; their number is right behind number_kinds. */
static bk_status make_room(bk__equal *e, int64_t kinds)
{
    size_t rows = (size_t)e->A->rows, entries = 0;
    for (uint32_t i = 0; i < (uint32_t)rows; i++)
        entries += e->kind[i] == i ? width(e->A, i) : 0;
    e->kinds.ptr = bk__calloc(e->ctx, (size_t)kinds + 1, sizeof *e->kinds.ptr);
    e->kinds.col = bk__alloc_array(e->ctx, entries + 1, sizeof *e->kinds.col);
    e->kinds.val = bk__alloc_array(e->ctx, entries + 1, sizeof *e->kinds.val);
    e->start = bk__calloc(e->ctx, (size_t)kinds + 1, sizeof *e->start);
    e->member = bk__alloc_array(e->ctx, rows + 1, sizeof *e->member);
    return e->kinds.ptr && e->kinds.col && e->kinds.val && e->start && e->member ? BK_OK
                                                                                 : BK_ENOMEM;
}

bk_status bk__equal_new(bk_ctx *ctx, bk__equal *out, const bk_csr *A)
{
    int64_t kinds = 0;
    *out = (bk__equal){.ctx = ctx, .A = A, .kinds = {.cols = A->cols}};
    out->kind = bk__alloc_array(ctx, (size_t)A->rows + 1, sizeof *out->kind);
    bk_status st = out->kind ? find_first(out) : BK_ENOMEM;
    for (int64_t i = 0; st == BK_OK && i < A->rows; i++)
        kinds += out->kind[i] == (uint32_t)i;
    out->distinct = st == BK_OK && kinds == A->rows;
    if (st == BK_OK && !out->distinct)
        st = make_room(out, kinds);
    if (st == BK_OK && !out->distinct) {
        number_kinds(out);
        list_members(out);
    }
    return st;
}

void bk__equal_free(bk__equal *e)
{
    void *all[] = {e->kinds.ptr, e->kinds.col, e->kinds.val, e->kind, e->start, e->member};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        bk__free(e->ctx, all[i]);
}

/* ---- from kinds to rows --------------------------------------------------------------------- */

/* The product of a row with itself, as the search sums it. */
static double self(const bk_csr *A, int64_t row)
{
    double sum = 0;
    for (int64_t p = A->ptr[row]; p < A->ptr[row + 1]; p++)
        sum += (double)A->val[p] * (double)A->val[p];
    return sum;
}

/* The kind's rows but `row`, until one is too far behind. */
static void push_kind(const bk__equal *e, bk__topk *best, uint32_t kind, double score, uint32_t row)
{
    for (int64_t i = e->start[kind]; i < e->start[kind + 1]; i++) {
        uint32_t b = e->member[i];
        if (best->n == best->k &&
            (score < best->at[0].score || (score == best->at[0].score && b > best->at[0].id)))
            return;
        if (b != row)
            bk__topk_push(best, score, b);
    }
}

static void push_row(const bk__equal *e, bk__topk *best, uint32_t row, const bk_pair *near,
                     int64_t n, double min_score)
{
    double own = self(&e->kinds, e->kind[row]);
    if (own > 0 && own >= min_score)
        push_kind(e, best, e->kind[row], (double)(float)own, row);
    for (int64_t i = 0; i < n; i++) {
        if (best->n == best->k && (double)near[i].score < best->at[0].score)
            return;
        push_kind(e, best, near[i].b, (double)near[i].score, row);
    }
}

static bk_status append(bk_ctx *ctx, bk_pairs *out, size_t *cap, uint32_t a, const bk__topk *best)
{
    if (bk__make_room(ctx, &out->at, cap, (size_t)out->n + best->n, sizeof *out->at) != BK_OK)
        return BK_ENOMEM;
    for (size_t i = 0; i < best->n; i++)
        out->at[out->n++] = (bk_pair){a, best->at[i].id, (float)best->at[i].score};
    return BK_OK;
}

/* near[first[c]] .. near[first[c + 1] - 1] are kind c's. */
static void find_lists(int64_t *first, int64_t kinds, const bk_pairs *near)
{
    int64_t at = 0;
    for (int64_t c = 0; c < kinds; c++) {
        first[c] = at;
        while (at < near->n && near->at[at].a == c)
            at++;
    }
    first[kinds] = at;
}

bk_status bk__equal_spread(const bk__equal *e, bk_pairs *out, const bk_pairs *of_kinds, int k,
                           double min_score)
{
    bk_ctx *ctx = e->ctx;
    size_t cap = 0;
    bk__scored *heap = bk__alloc_array(ctx, (size_t)k, sizeof *heap);
    int64_t *first = bk__alloc_array(ctx, (size_t)e->kinds.rows + 1, sizeof *first);
    bk_status st = heap && first ? BK_OK : BK_ENOMEM;
    *out = (bk_pairs){0};
    if (st == BK_OK)
        find_lists(first, e->kinds.rows, of_kinds);
    for (uint32_t a = 0; st == BK_OK && a < (uint32_t)e->A->rows; a++) {
        int64_t c = e->kind[a];
        bk__topk best;
        bk__topk_init(&best, heap, (size_t)k);
        push_row(e, &best, a, of_kinds->at + first[c], first[c + 1] - first[c], min_score);
        bk__topk_sort(&best);
        st = append(ctx, out, &cap, a, &best);
        if (st == BK_OK && a % LOOK == 0)
            st = bk__cancelled(ctx);
    }
    bk__free(ctx, first);
    bk__free(ctx, heap);
    if (st != BK_OK)
        bk_pairs_free(ctx, out);
    return st;
}
