/* join.h - terms of several workers under one numbering. */
#ifndef BK_VECTOR_JOIN_H
#define BK_VECTOR_JOIN_H

#include "vector/counter.h"

/* Fills n, term, df, tf and of_worker of `out`, whose workers' `words` hold the terms with their
 * tallies; terms that are in no row are left out. Over the pool. Of tf what is `over` is missing.
 */
bk_status bk__join(bk__counted *out, const bk__tally *const *tally);

#endif
