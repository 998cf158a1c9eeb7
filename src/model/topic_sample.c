/* topic_sample.c - some articles of many, for topics to begin with. */
#include "base/rng.h"
#include "matrix/csr.h"
#include "model/topic.h"

enum { SAMPLE = 0x73616d70 };

/* n rows of A, one from each of n stretches. */
bk_status bk__topic_sample(bk_ctx *ctx, bk_csr *out, const bk_csr *A, int64_t n, uint64_t stream)
{
    bool *keep = bk__calloc(ctx, (size_t)A->rows, sizeof *keep);
    bk__rng *rng = NULL;
    bk_csr all = {0};
    bk_status st = keep ? bk__rng_new(ctx, &rng) : BK_ENOMEM;
    if (st == BK_OK) {
        bk__rng_stream(rng, SAMPLE, stream);
        for (int64_t i = 0; i < n; i++) {
            int64_t from = i * A->rows / n, to = (i + 1) * A->rows / n;
            keep[from + (int64_t)bk__rng_below(rng, (uint64_t)(to - from))] = true;
        }
        st = bk__csr_keep_rows(ctx, &all, A, keep);
    }
    if (st == BK_OK) { /* without the rows that are empty now */
        int64_t rows = 0;
        for (int64_t i = 0; i < A->rows; i++)
            if (keep[i])
                all.ptr[++rows] = all.ptr[i + 1];
        all.rows = rows;
        *out = all;
    }
    bk__rng_free(ctx, rng);
    bk__free(ctx, keep);
    return st;
}
