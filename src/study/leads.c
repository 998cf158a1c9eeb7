/* leads.c - of repeated articles the lead alone. */
#include "matrix/csr.h"
#include "study/study.h"

bk_status bk__study_lead_rows(const bk_study *s, const bk_csr *A, bk_csr *out)
{
    bool *keep = bk__alloc_array(s->ctx, (size_t)A->rows + 1, sizeof *keep);
    bk_status st = BK_ENOMEM;
    *out = (bk_csr){0};
    for (int64_t i = 0; keep && i < A->rows; i++)
        keep[i] = bk__study_lead(s, i) == i;
    if (keep)
        st = bk__csr_keep_rows(s->ctx, out, A, keep);
    bk__free(s->ctx, keep);
    return st;
}
