/* diff.h - two written studies and the table of their differences. Private to the room. */
#ifndef BK_STUDY_DIFF_H
#define BK_STUDY_DIFF_H

#include "base/json.h"
#include "study/results.h"

typedef struct bk__diff {
    bk_ctx *ctx;
    bk_results *a, *b;
    bk__json *ja, *jb;
    bk_table *out;
} bk__diff;

/* A row: what it is about, in the first study, in the second. */
bk_status bk__diff_add(bk__diff *d, const char *part, bk_str id, bk_str before, bk_str after,
                       bk_cell change, bk_cell beyond, const char *note);
bk_status bk__diff_topics(bk__diff *d);

#endif
