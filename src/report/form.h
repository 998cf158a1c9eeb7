/* form.h - a page that people code sentences in. */
#ifndef BK_REPORT_FORM_H
#define BK_REPORT_FORM_H

#include <bingkai/relation.h>
#include <bingkai/report.h>

#include "base/str.h"

typedef struct bk__form {
    const bk_triad *triad;
    const bk_table *items; /* of the shape of sample_items (study/sample.c) */
    const char *lang;      /* id, en: of the page */
    int coder;             /* 1, 2 */
    const char *sample;    /* what tells this sample from others in the browser's storage */
} bk__form;

/* The columns of `items` that the page carries; others, such as what was predicted, it does not. */
#define BK__FORM_COLUMNS "gid doc lang title prev sent p"

/* One self-contained page: no request, no evaluation; codes are kept in the browser's storage under
 * the sample and the coder, and exported as lines of a gold file (validate.h). */
bk_status bk__form_html(bk_ctx *ctx, bk__buf *out, const bk__form *f);

#endif
