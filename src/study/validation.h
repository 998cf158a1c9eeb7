/* validation.h - what the files of a validation share. */
#ifndef BK_STUDY_VALIDATION_H
#define BK_STUDY_VALIDATION_H

#include <bingkai/validate.h>

#include "study/study.h"
#include "study/swap.h"
#include "study/tally.h"

struct bk_validation {
    bk_ctx *ctx;
    bk__gold gold;
    bk_triad *triad;
    bk_analyzer *analyzer;
    bk_coder *coder;
    bk__swap *swap;
    int P, dyads;
    int8_t majority[BK__DYADS];
    bk__tally sum;         /* names as written */
    bk__tally *by_article; /* of one pass */
    bk__tally *pooled;     /* over all exchanges */
    bk__tally *same;       /* names as written, sentences that can be exchanged */
    bool *unfit;           /* [n] a name has no equivalent */
    int64_t alone;         /* sentences that only one of two people coded */
    bk_validate_row *row;
    size_t n_rows, cap_rows;
    bk_validate_item *out;
    size_t n_out;
    bk__buf title, text;
    bk_validate_opts opts;
};

/* Rows of the measures first..last of tallies t [articles], with bootstrap intervals. */
bk_status bk__validation_figures(bk_validation *v, const bk__tally *t, const char *names,
                                 bk__figure first, bk__figure last);
/* One row more; its strings are kept. */
bk_status bk__validation_row(bk_validation *v, const char *reader, const char *names,
                             const char *measure, bk_interval at, double n);
/* Rows of shares in all that was read (validate_shares.c). */
bk_status bk__validation_shares(bk_validation *v);
/* Fills `out` (validate_table.c). */
bk_status bk__validation_keep(bk_validation *v);

#endif
