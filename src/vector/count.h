/* count.h - articles to term counts, before pruning. */
#ifndef BK_VECTOR_COUNT_H
#define BK_VECTOR_COUNT_H

#include <bingkai/vectorize.h>

#include "base/map.h"
#include "vector/shown.h"

typedef struct bk__entry {
    uint32_t term, count;
} bk__entry;

/* The rows of BK__BATCH articles; terms are numbers of the worker that counted them. */
typedef struct bk__chunk {
    bk__entry *at;
    uint32_t end[256]; /* one behind the last entry of each row */
    int worker;
} bk__chunk;

typedef struct bk__counted {
    bk_ctx *ctx;
    int64_t rows, chunks, workers;
    bk__chunk *chunk;     /* [chunks] */
    uint32_t **of_worker; /* [workers][n_of_worker] a worker's term -> term */
    uint32_t *n_of_worker;
    bk__map terms;     /* in an order that depends on the threads: sort before use */
    uint64_t *df, *tf; /* [terms.n] */
    bk__shown shown;   /* empty with preset sklearn: terms are shown as they are */
} bk__counted;

/* Counts the terms of every article of `c` as opts (checked) say. */
bk_status bk__count(bk_ctx *ctx, bk__counted *out, const bk_corpus *c,
                    const bk_vectorizer_opts *opts);
/* A [rows x cols]: entries whose term has a column (not BK__NONE). */
bk_status bk__counted_csr(const bk__counted *k, bk_csr *A, const uint32_t *column, int64_t cols);
void bk__counted_clear(bk__counted *k);

#endif
