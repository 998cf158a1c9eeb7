/* sample.h - how many sentences of each stratum. */
#ifndef BK_STUDY_SAMPLE_H
#define BK_STUDY_SAMPLE_H

#include <bingkai/sample.h>

#include "base/str.h"

/* drawn [H]: n sentences over strata of size N [H] as sample.h says; all where n reaches their sum.
 * False where n is below the number of strata that hold a sentence. O(n H). */
bool bk__sample_allocate(const int64_t *N, int H, int64_t n, int64_t *drawn);

/* Columns of the items. */
enum {
    ITM_GID,
    ITM_DOC,
    ITM_LANG,
    ITM_TITLE,
    ITM_PREV,
    ITM_SENT,
    ITM_P,
    ITM_SENTENCE,
    ITM_DYAD,
    ITM_PREDICTED,
    ITM_N
};

#endif
