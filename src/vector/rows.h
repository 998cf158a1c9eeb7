/* rows.h - counted rows to rows of a matrix: columns in order, counts, weights. */
#ifndef BK_VECTOR_ROWS_H
#define BK_VECTOR_ROWS_H

#include "matrix/weight.h"
#include "vector/count.h"

typedef struct bk__rows {
    const bk__counted *k;
    const bk__weigher *weigher;
    int64_t cols;
    int64_t *ptr;      /* [rows + 1] where each row's entries begin; last: how many in all */
    uint32_t **column; /* [workers] a worker's term -> column, BK__NONE; of k where `same` */
    bool same;         /* terms are columns */
    bool all;          /* every term has one */
    bool *plain;       /* [chunks] each word of its rows is a term and its count */
    struct bk__row_room *room; /* [workers] */
} bk__rows;

/* `column` [terms of k]: where each term goes, BK__NONE: nowhere; NULL: each to the column of its
 * number. All is borrowed but ptr, which is the caller's to take (set it to NULL then). */
bk_status bk__rows_open(bk__rows *r, const bk__counted *k, const uint32_t *column, int64_t cols,
                        const bk__weigher *weigher);
/* The rows of a chunk of k: entries from ptr[first row of the chunk] on. `count` may be NULL.
 * Several chunks at a time, one in a worker. */
bk_status bk__rows_fill(bk__rows *r, int64_t chunk, int worker, uint32_t *col, float *count,
                        float *weight);
void bk__rows_close(bk__rows *r);

/* All of it in memory. counts (NULL: not wanted) and weights share ptr and col, which belong to
 * counts where it is there. */
bk_status bk__rows_matrix(const bk__counted *k, const uint32_t *column, int64_t cols,
                          const bk__weigher *weigher, bk_csr *counts, bk_csr *weights);

#endif
