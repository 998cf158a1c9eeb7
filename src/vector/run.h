/* run.h - what stretches of articles gave, put aside as sorted runs, and put together again.
 *
 * A run in the spool: its terms rising by bytes, each with df, tf and (preset none) its written
 * forms; where terms are n-grams their words with the forms; rows as they were counted; strings of
 * its articles. */
#ifndef BK_VECTOR_RUN_H
#define BK_VECTOR_RUN_H

#include "base/spool.h"
#include "vector/count.h"

enum { BK__DOC_LISTS = 3 }; /* id, source, title */

typedef struct bk__run {
    int64_t rows, chunks, workers;
    uint32_t n;                                  /* terms */
    uint64_t terms, terms_end, words, words_end; /* places in the spool */
    uint64_t number;                             /* u32 [n] the terms' numbers in all runs */
    uint64_t at;                                 /* of the rows */
    uint64_t length[BK__DOC_LISTS];              /* u64 [rows] of each string */
    uint64_t bytes[BK__DOC_LISTS], bytes_end[BK__DOC_LISTS];
    uint64_t published; /* i64 [rows] */
} bk__run;

typedef struct bk__runs {
    bk_ctx *ctx;
    bk__spool *spool;
    bk__run *run; /* [n] */
    size_t n, cap;
    int64_t rows;
    uint64_t bytes[BK__DOC_LISTS]; /* of all */
} bk__runs;

/* Columns of [rows] strings. */
typedef struct bk__doc_columns {
    const bk_str *list[BK__DOC_LISTS];
    const int64_t *published;
} bk__doc_columns;

/* Puts `k` aside, whose forms were kept (bk__count_keep_forms). The first run opens the spool, in
 * the folder of the file `beside` (NULL: that for passing files). `runs` starts with its ctx alone.
 */
bk_status bk__runs_add(bk__runs *runs, const bk__counted *k, const bk__doc_columns *docs,
                       const char *beside);
void bk__runs_clear(bk__runs *runs);
/* The rows of a run, as of a counted that has no terms' bytes. */
bk_status bk__run_load(bk__runs *runs, const bk__run *run, bk__counted *out);
/* merge.c: the terms of all runs, sums and written forms, without rows. Terms that the limits of df
 * leave out are passed over where nothing else asks for them. Sets each run's `number`. Cost:
 * two passes over the runs' terms. */
bk_status bk__runs_merge(bk__runs *runs, const bk_vectorizer_opts *opts, bk__counted *out);

/* ---- a term in the spool --------------------------------------------------------------------- */
typedef struct bk__run_term {
    uint64_t df, tf;
    uint32_t bytes, forms;
} bk__run_term;
typedef struct bk__run_form { /* then fold and surface */
    uint64_t all, inside;
    uint32_t fold, surface, capital, zero;
} bk__run_form;

#endif
