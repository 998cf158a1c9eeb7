/* columns.h - counted terms to columns: pruned, in order, with their idf. */
#ifndef BK_VECTOR_COLUMNS_H
#define BK_VECTOR_COLUMNS_H

#include "matrix/weight.h"
#include "vector/count.h"

typedef struct bk__columns {
    bk_ctx *ctx;
    uint32_t n;
    bk_str *term;      /* [n] views, as long as the counted and this live */
    bk_str *shown;     /* [n] how they are written for people; NULL: as they are */
    uint64_t *df, *tf; /* [n] */
    bool borrowed;     /* term, df and tf are those of the counted, all of them in their order */
    double *idf;       /* [n] */
    double mean_length;
    uint32_t *of_term; /* [terms that were counted] their columns; BK__NONE; NULL: as numbered */
    bk__map fixed;     /* terms of a vocabulary file */
    bk__map forms;     /* of shown */
} bk__columns;

bk_status bk__columns_make(bk__columns *out, const bk__counted *k, const bk_vectorizer_opts *opts,
                           bk__idf idf);
/* Does a term in so many of `docs` articles stay? */
typedef struct bk__limits {
    double least, most;
} bk__limits;
bk__limits bk__limits_of(const bk_vectorizer_opts *opts, int64_t docs);
static inline bool bk__stays(const bk__limits *l, uint64_t df)
{
    return (double)df >= l->least && (double)df <= l->most;
}
void bk__columns_clear(bk__columns *c); /* fine on a zeroed one */

#endif
