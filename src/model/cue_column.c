/* cue_column.c - cues to the columns of a matrix. */
#include "model/cue_column.h"

#include <math.h>

#include "base/radix.h"
#include "matrix/csr.h"

typedef struct seen {
    uint64_t hash;
    uint64_t block;
} seen;

/* Cues of sense are few and sure: a whole norm would let them drown the words; where words stand
 * says more than which parts they have. By cross-validation on three sets, which differ little
 * around it. */
static const double block_scale[BK__CUE_BLOCKS] = {1, 0.7, 1.4, 0.5};

bk_status bk__cue_columns_fit(bk_ctx *ctx, bk__cue_columns *out, const bk__cue_row *row,
                              const int64_t *pick, int64_t n, int min_df)
{
    size_t all = 0, at = 0, kept = 0;
    *out = (bk__cue_columns){0};
    for (int64_t i = 0; i < n; i++)
        all += row[pick[i]].n;
    if (all >= UINT32_MAX)
        return bk__fail(ctx, BK_EUNSUPPORTED, "", "more than 2^32 cues in the examples");
    seen *list = bk__alloc_array(ctx, 2 * all, sizeof *list);
    if (!list)
        return BK_ENOMEM;
    for (int64_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < row[pick[i]].n; k++)
            list[at++] = (seen){row[pick[i]].hash[k], row[pick[i]].block[k]};
    const seen *sorted = bk__radix_sort(list, list + all, all, sizeof *list);
    for (int pass = 0; pass < 2; pass++) { /* how many, then which */
        kept = 0;
        for (size_t i = 0, end; i < all; i = end) {
            for (end = i; end < all && sorted[end].hash == sorted[i].hash;)
                end++;
            if (end - i < (size_t)min_df)
                continue;
            if (pass == 1) {
                out->hash[kept] = sorted[i].hash;
                out->block[kept] = (uint8_t)sorted[i].block;
                out->idf[kept] = (float)(log((1 + (double)n) / (1 + (double)(end - i))) + 1);
            }
            kept++;
        }
        if (pass == 0) {
            out->hash = bk__alloc_array(ctx, kept, sizeof *out->hash);
            out->block = bk__alloc_array(ctx, kept, sizeof *out->block);
            out->idf = bk__alloc_array(ctx, kept, sizeof *out->idf);
            if (!out->hash || !out->block || !out->idf)
                break;
        }
    }
    bk__free(ctx, list);
    if (!out->hash || !out->block || !out->idf) {
        bk__cue_columns_clear(ctx, out);
        return BK_ENOMEM;
    }
    out->n = (int64_t)kept;
    return BK_OK;
}

void bk__cue_columns_clear(bk_ctx *ctx, bk__cue_columns *c)
{
    bk__free(ctx, c->hash);
    bk__free(ctx, c->block);
    bk__free(ctx, c->idf);
    *c = (bk__cue_columns){0};
}

int64_t bk__cue_columns_find(const bk__cue_columns *c, uint64_t hash)
{
    int64_t low = 0, high = c->n;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (c->hash[middle] < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low < c->n && c->hash[low] == hash ? low : -1;
}

uint32_t bk__cue_columns_row(const bk__cue_columns *c, const bk__cue_row *row, uint32_t *col,
                             float *val)
{
    double norm[BK__CUE_BLOCKS] = {0};
    uint32_t n = 0;
    for (uint32_t k = 0; k < row->n; k++) {
        int64_t j = bk__cue_columns_find(c, row->hash[k]);
        if (j < 0)
            continue;
        bool plain = c->block[j] == BK__CUE_SENSE;
        double v = (1 + log((double)row->count[k])) * (plain ? 1 : (double)c->idf[j]);
        norm[c->block[j]] += v * v;
        col[n] = (uint32_t)j;
        val[n++] = (float)v;
    }
    for (int b = 0; b < BK__CUE_BLOCKS; b++)
        norm[b] = norm[b] > 0 ? sqrt(norm[b]) : 1;
    for (uint32_t k = 0; k < n; k++) {
        uint8_t b = c->block[col[k]];
        val[k] = (float)((double)val[k] / norm[b] * block_scale[b]);
    }
    return n;
}

bk_status bk__cue_columns_rows(bk_ctx *ctx, bk_csr *out, const bk__cue_columns *c,
                               const bk__cue_row *row, const int64_t *pick, int64_t n)
{
    int64_t most = 0;
    for (int64_t i = 0; i < n; i++)
        most += row[pick[i]].n;
    bk_status st = bk__csr_new(ctx, out, n, c->n > 0 ? c->n : 1, most);
    if (st != BK_OK)
        return st;
    for (int64_t i = 0; i < n; i++) {
        int64_t at = out->ptr[i];
        out->ptr[i + 1] =
            at + (int64_t)bk__cue_columns_row(c, &row[pick[i]], out->col + at, out->val + at);
    }
    return BK_OK;
}
