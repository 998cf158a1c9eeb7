/* similar_hits.c - scores of a row with others, and pairs that blocks of rows found. */
#include "model/similar_hits.h"

#include <string.h>

#include "base/ctx.h"

bk_status bk__hits_add(bk_ctx *ctx, bk__hits *h, bk_pair pair)
{
    if (bk__make_room(ctx, &h->at, &h->cap, h->n + 1, sizeof *h->at) != BK_OK)
        return BK_ENOMEM;
    h->at[h->n++] = pair;
    return BK_OK;
}

bk_status bk__hits_list(bk_ctx *ctx, bk__hits *h, uint32_t a, bk__topk *best)
{
    size_t n = bk__topk_sort(best);
    bk_status st = BK_OK;
    for (size_t i = 0; i < n && st == BK_OK; i++)
        st = bk__hits_add(ctx, h, (bk_pair){a, best->at[i].id, (float)best->at[i].score});
    return st;
}

bk_status bk__hits_gather(bk_ctx *ctx, bk_pairs *out, const bk__hits *blocks, int64_t n)
{
    size_t all = 0;
    for (int64_t b = 0; b < n; b++)
        all += blocks[b].n;
    bk_pair *at = bk__alloc_array(ctx, all, sizeof *at);
    if (!at)
        return BK_ENOMEM;
    *out = (bk_pairs){at, (int64_t)all};
    for (int64_t b = 0; b < n; b++) {
        if (blocks[b].n > 0)
            memcpy(at, blocks[b].at, blocks[b].n * sizeof *at);
        at += blocks[b].n;
    }
    return BK_OK;
}

void bk__hits_free(bk_ctx *ctx, bk__hits *blocks, int64_t n)
{
    for (int64_t b = 0; blocks && b < n; b++)
        bk__free(ctx, blocks[b].at);
    bk__free(ctx, blocks);
}

int bk__pair_by_rows(const void *p, const void *q)
{
    const bk_pair *x = p, *y = q;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

int bk__pair_by_score(const void *p, const void *q)
{
    const bk_pair *x = p, *y = q;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return bk__pair_by_rows(p, q);
}

void bk__row_set(float *dense, const bk_csr *A, int64_t row, bool on)
{
    for (int64_t p = A->ptr[row]; p < A->ptr[row + 1]; p++)
        dense[A->col[p]] = on ? A->val[p] : 0;
}

double bk__row_score(const float *dense, const bk_csr *A, int64_t row)
{
    double sum = 0;
    for (int64_t p = A->ptr[row]; p < A->ptr[row + 1]; p++)
        sum += (double)dense[A->col[p]] * (double)A->val[p];
    return sum;
}
