/* similar_seeds.c - the rows that share most over rare columns: the seeds of Anastasiu, Karypis
 * 2015 (L2Knng). Columns in no more than SHARE of the rows count; a row costs their postings. */
#include "model/similar_seeds.h"

#include <math.h>

static const double SHARE = 0.003;
enum { LEAST = 32 };

static bool counts(const bk__seeds *s, int64_t column)
{
    return s->index->df[column] > 1 && s->index->df[column] <= s->most;
}

/* start[c + 1] is where column c's next entry goes, in the end where it ends. */
static void fill(bk__seeds *s)
{
    const bk_csr *A = s->index->A;
    for (int64_t i = 0; i < A->rows; i++)
        for (int64_t p = A->ptr[i]; p < A->ptr[i + 1]; p++) {
            uint32_t c = A->col[p];
            if (!counts(s, c))
                continue;
            int64_t at = s->start[c + 1]++;
            s->row[at] = (uint32_t)i;
            s->level[at] = (uint16_t)bk__index_level(s->index, c, A->val[p]);
        }
}

bk_status bk__seeds_new(bk__seeds *out, const bk__index *index)
{
    const bk_csr *A = index->A;
    *out = (bk__seeds){.index = index, .most = (uint32_t)fmax(SHARE * (double)A->rows, LEAST)};
    out->start = bk__calloc(index->ctx, (size_t)A->cols + 2, sizeof *out->start);
    if (!out->start)
        return BK_ENOMEM;
    for (int64_t c = 0; c < A->cols; c++)
        out->start[c + 2] = out->start[c + 1] + (counts(out, c) ? index->df[c] : 0);
    size_t n = (size_t)out->start[A->cols + 1];
    out->row = bk__alloc_array(index->ctx, n + 1, sizeof *out->row);
    out->level = bk__alloc_array(index->ctx, n + 1, sizeof *out->level);
    if (!out->row || !out->level)
        return BK_ENOMEM;
    fill(out);
    return BK_OK;
}

void bk__seeds_free(bk__seeds *s)
{
    void *all[] = {s->start, s->row, s->level};
    for (size_t i = 0; s->index && i < sizeof all / sizeof *all; i++)
        bk__free(s->index->ctx, all[i]);
}

void bk__seeds_find(const bk__seeds *s, bk__seen *seen, bk__topk *out, int64_t a)
{
    const bk_csr *A = s->index->A;
    size_t n = 0;
    for (int64_t p = A->ptr[a]; p < A->ptr[a + 1]; p++) {
        uint32_t c = A->col[p], level = bk__index_asked(s->index, c, A->val[p]);
        for (int64_t q = s->start[c]; q < s->start[c + 1]; q++) {
            uint32_t b = s->row[q];
            seen->row[n] = b;
            n += seen->sum[b] == 0;
            seen->sum[b] += 1 + (level * s->level[q] >> 16);
        }
    }
    seen->sum[a] = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t b = seen->row[i], sum = seen->sum[b];
        seen->sum[b] = 0;
        if (sum > 0 && (out->n < out->k || (double)sum >= out->at[0].score))
            bk__topk_push(out, (double)sum, b);
    }
}
