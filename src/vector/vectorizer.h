/* vectorizer.h - what a fitted vectorizer holds. */
#ifndef BK_VECTOR_VECTORIZER_H
#define BK_VECTOR_VECTORIZER_H

#include <bingkai/vectorize.h>

#include "base/arena.h"
#include "base/str.h"
#include "matrix/store.h"
#include "matrix/weight.h"
#include "vector/count.h"

struct bk_vectorizer {
    bk_ctx *ctx;
    bk__arena arena; /* strings of options and documents */
    bk__arena texts; /* strings of documents that are counted while they are read */
    bk_vectorizer_opts opts;
    bk__weighting weighting;
    bk_vocab *vocab;
    bk_csr counts, weights; /* they share ptr and col */
    double *idf;            /* [V] */
    bk_docs docs;
    bk__store store; /* loaded: matrices, idf and strings are views into it */
};

/* Words of `c` that are no columns, in the order of their bytes, ", " between them, `most` of them
 * at most; *n is how many there are. Single words where words are counted; else none. */
bk_status bk__vectorizer_unknown(bk_vectorizer *v, const bk_corpus *c, uint32_t most, bk__buf *out,
                                 uint32_t *n);
/* What was read of a container's rows may leave memory until it is read again. */
void bk__vectorizer_pass(const bk_vectorizer *v);
/* Options checked and copied (NULL: the usual ones); nothing is counted yet. */
bk_status bk__vectorizer_begin(bk_ctx *ctx, bk_vectorizer **out, const bk_vectorizer_opts *opts);
/* Columns, counts, weights. The documents are there already. */
bk_status bk__vectorizer_finish(bk_vectorizer *v, const bk__counted *k);
/* Copies the strings of `from`; everything else of `v` stays. */
bk_status bk__vectorizer_set_opts(bk_vectorizer *v, const bk_vectorizer_opts *from);
/* Room for n documents. */
bk_status bk__vectorizer_docs_new(bk_vectorizer *v, int64_t n, bk_str **id, bk_str **source,
                                  bk_str **title, int64_t **published);
/* The documents are the articles of `c`. */
bk_status bk__vectorizer_copy_docs(bk_vectorizer *v, const bk_corpus *c);
/* BK_EINVAL where an option is outside its range or does not fit another one. */
bk_status bk__vectorizer_check(bk_ctx *ctx, const bk_vectorizer_opts *o);
/* From terms in the order of the columns. */
bk_status bk__vectorizer_set_vocab(bk_vectorizer *v, const bk_str *term, const uint64_t *df,
                                   const uint64_t *tf, uint32_t n);

#endif
