/* hashed.h - feature hashing: a fixed number of columns instead of a vocabulary. */
#ifndef BK_VECTOR_HASHED_H
#define BK_VECTOR_HASHED_H

#include "vector/count.h"

/* The column of a term: hash of its bytes (bk__hash), scaled to [0, columns). */
uint32_t bk__hashed_column(bk_str term, uint32_t columns);
/* The terms become the columns, called #0...: counts of terms that share one are added, its df is
 * that of the articles where it is not 0. Also those that nothing fell into. Over the pool. */
bk_status bk__hashed(bk__counted *k, uint32_t columns);

#endif
