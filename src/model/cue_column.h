/* cue_column.h - cues to the columns of a matrix: which count, what they weigh.
 *
 * A column is the hash of a cue's name that stands in min_df examples or more. A row holds
 * (1 + ln count) idf, idf = ln((1 + n) / (1 + df)) + 1 (cues of sense: without idf), each block of
 * cues divided by its own norm and weighed (block_scale). Columns rise by hash. */
#ifndef BK_MODEL_CUE_COLUMN_H
#define BK_MODEL_CUE_COLUMN_H

#include <bingkai/matrix.h>

#include "model/cue.h"

/* Cues of one example without their names. */
typedef struct bk__cue_row {
    uint64_t *hash; /* [n] rising */
    float *count;
    uint8_t *block;
    uint32_t n;
} bk__cue_row;

typedef struct bk__cue_columns {
    uint64_t *hash; /* [n] rising */
    uint8_t *block; /* [n] */
    float *idf;     /* [n] */
    int64_t n;
} bk__cue_columns;

/* From the rows of the examples pick[0..n). */
bk_status bk__cue_columns_fit(bk_ctx *ctx, bk__cue_columns *out, const bk__cue_row *row,
                              const int64_t *pick, int64_t n, int min_df);
void bk__cue_columns_clear(bk_ctx *ctx, bk__cue_columns *c);
/* Number of a hash; -1. */
int64_t bk__cue_columns_find(const bk__cue_columns *c, uint64_t hash);
/* Entries of one example, columns rising: col and val have room for row->n. Returns how many. */
uint32_t bk__cue_columns_row(const bk__cue_columns *c, const bk__cue_row *row, uint32_t *col,
                             float *val);
/* [n x columns] of the examples pick; yours (bk_csr_free). */
bk_status bk__cue_columns_rows(bk_ctx *ctx, bk_csr *out, const bk__cue_columns *c,
                               const bk__cue_row *row, const int64_t *pick, int64_t n);

#endif
