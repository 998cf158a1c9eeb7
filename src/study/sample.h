/* sample.h - sentences to draw from, their strata, and how many are drawn of each. */
#ifndef BK_STUDY_SAMPLE_H
#define BK_STUDY_SAMPLE_H

#include <bingkai/sample.h>

#include "study/gold.h"
#include "study/study.h"

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

enum { SMP_KINDS = 4 }; /* predicted: -1, 0, 1, none */
enum { SMP_BY_DYAD, SMP_BY_PREDICTED, SMP_BY_OUTLET, SMP_BY_MONTH, SMP_WAYS }; /* of a stratum */

typedef struct bk__unit { /* a sentence */
    int64_t row;          /* in the table of sentences */
    int64_t prev;         /* row of the sentence before; -1: none */
    uint32_t article;
    uint32_t at; /* cells, as bits; later its stratum */
} bk__unit;

typedef struct bk__draw {
    bk_study *s;
    const bk_table *sentences, *mentions, *relations;
    bool by[SMP_WAYS];
    bk__unit *item; /* [n] */
    size_t n, cap;
    uint64_t *key; /* [H] of each stratum, rising: cell, outlet, month */
    int H;
    int64_t *N, *drawn; /* [H] */
} bk__draw;

/* Fills `item` from the tables. BK_ENOMEM; BK_EINVAL for tables that are not of one study. */
bk_status bk__sample_gather(bk__draw *d);
/* Puts each item into its stratum, by what the list names; fills by, key, H, N, and makes `drawn`.
 * BK_EINVAL: an unknown name, no item. */
bk_status bk__sample_stratify(bk__draw *d, const char *by);
/* What stratum h is of: dyad * SMP_KINDS + kind; outlet and month of the study's groups, or -1. */
void bk__sample_stratum(const bk__draw *d, int h, int *cell, int32_t *outlet, int32_t *month);

#endif
