/* cut.h - how far a rule of furniture reaches in a line. */
#ifndef BK_CORPUS_CUT_H
#define BK_CORPUS_CUT_H

#include "corpus/clean.h"

/* The first rule of these kinds (bits) that applies at s.p[at] in a line that ends at `end`: where
 * what it takes ends, 0 for none. *len: bytes of its words. Pure. */
size_t bk__cut_at(const bk__furniture *rules, bk_str s, size_t at, size_t end, uint32_t kinds,
                  const bk__rule **r, size_t *len);
/* The same for the bracket that opens at s.p[at]. */
size_t bk__cut_bracket(const bk__furniture *rules, bk_str s, size_t at, size_t end,
                       const bk__rule **r);
/* A full stop ends a sentence inside of [i, end). */
bool bk__stop_inside(bk_str s, size_t i, size_t end);

#endif
