/* headline.h - where the headline of a teaser ends and the report goes on. */
#ifndef BK_CORPUS_HEADLINE_H
#define BK_CORPUS_HEADLINE_H

#include "corpus/headwords.h"

/* The end of the headline that begins at s.p[at], in a line that ends at `end`: `end` where the
 * rest of the line is all headline, a place before it where a report follows, `at` where that
 * cannot be told. Never takes a word of the report: where the subject of its first sentence could
 * belong to either, it stays. Pure. */
size_t bk__headline_end(const bk__headwords *known, bk_str s, size_t at, size_t end);
/* Most words begin with a capital, no stop at the end. */
bool bk__headline_like(const bk__headwords *known, bk_str line);

#endif
