/* pairs.h - pairs of neighbouring words: which belong together, and joining them to one. */
#ifndef BK_VECTOR_PAIRS_H
#define BK_VECTOR_PAIRS_H

#include "vector/count.h"

/* `k`: words in their order (bk__count_sequences), whose terms are the words. Afterwards a pair
 * that belongs together (bk_collocations_find) is a word of its own, "a b", wherever it stands,
 * from left to right; `joined`, where not NULL, says which ones instead. Over the pool. */
bk_status bk__pairs_join(bk__counted *k, const bk_vectorizer_opts *opts, const bk_vocab *joined);

#endif
