/* edits.h - how many words two articles share in the same order. */
#ifndef BK_MODEL_EDITS_H
#define BK_MODEL_EDITS_H

#include "base/ctx.h"

enum { BK__EDITS_MOST = 4096 };
/* The least number of words that must go or come to make b of a, or most + 1 where there are more;
 * most <= BK__EDITS_MOST. The greedy algorithm of Myers 1986: O((n + m) most) time; `room` is
 * [2 most + 3]. With it (n + m - edits) / 2 words are shared. */
int64_t bk__edits(const uint32_t *a, int64_t n, const uint32_t *b, int64_t m, int64_t most,
                  int64_t *room);
/* Do they share in order at least this share of the longer one's words? */
bool bk__aligned(const uint32_t *a, int64_t n, const uint32_t *b, int64_t m, double share,
                 int64_t *room);

#endif
