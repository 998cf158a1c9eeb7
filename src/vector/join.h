/* join.h - terms of several workers under one numbering. */
#ifndef BK_VECTOR_JOIN_H
#define BK_VECTOR_JOIN_H

#include "vector/counter.h"

/* Fills n, term, df, tf and of_worker of `out`: worker w has n_of_worker[w] terms key[w] with the
 * tallies tally[w]. Terms that are in no row or have no bytes are left out. tally NULL: all others
 * are in, and df and tf are 0. Over the pool. Of tf what is `over` is missing. */
bk_status bk__join(bk__counted *out, const bk_str *const *key, const bk__tally *const *tally);

#endif
