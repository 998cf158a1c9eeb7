/* leads.c - of repeated articles the lead alone. */
#include <string.h>

#include "study/study.h"

bk_status bk__study_lead_rows(const bk_study *s, const bk_csr *A, bk_csr *out)
{
    size_t entries = (size_t)A->ptr[A->rows] + 1;
    *out = (bk_csr){.rows = A->rows, .cols = A->cols};
    out->ptr = bk__alloc_array(s->ctx, (size_t)A->rows + 1, sizeof *out->ptr);
    out->col = bk__alloc_array(s->ctx, entries, sizeof *out->col);
    out->val = bk__alloc_array(s->ctx, entries, sizeof *out->val);
    if (!out->ptr || !out->col || !out->val)
        return BK_ENOMEM;
    out->ptr[0] = 0;
    for (int64_t r = 0; r < A->rows; r++) {
        int64_t from = A->ptr[r], at = out->ptr[r];
        size_t n = bk__study_lead(s, r) != r ? 0 : (size_t)(A->ptr[r + 1] - from);
        if (n > 0) {
            memcpy(out->col + at, A->col + from, n * sizeof *out->col);
            memcpy(out->val + at, A->val + from, n * sizeof *out->val);
        }
        out->ptr[r + 1] = at + (int64_t)n;
    }
    return BK_OK;
}
