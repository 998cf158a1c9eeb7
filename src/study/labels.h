/* labels.h - which terms may belong to a topic, and which of them may name it. */
#ifndef BK_STUDY_LABELS_H
#define BK_STUDY_LABELS_H

#include "base/map.h"
#include "study/study.h"

typedef struct bk__labels {
    bk__map grammar, barred, outlets; /* folded */
    bk__buf fold;
} bk__labels;

/* Reads the lists of both languages; close it even where it fails. */
bk_status bk__labels_open(bk_ctx *ctx, bk__labels *l, const bk__groups *outlets);
void bk__labels_close(bk__labels *l);
/* May a term that is shown so belong to a topic? Not where all its words are negators or such of
 * models/<lang>/grammar.txt. */
bk_status bk__labels_counts(bk__labels *l, bk_str shown, bool *counts);
/* May a term that is shown so stand in a label? */
bk_status bk__labels_fits(bk__labels *l, bk_str term, bk_str shown, bool *fits);

#endif
