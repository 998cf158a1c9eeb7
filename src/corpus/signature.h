/* signature.h - who signs a report in its last lines. */
#ifndef BK_CORPUS_SIGNATURE_H
#define BK_CORPUS_SIGNATURE_H

#include "base/str.h"

/* Where the signature of the line [begin, end) of s begins, with tags behind it; `end` for none.
 * Pure. */
size_t bk__signature_at(bk_str s, size_t begin, size_t end);

#endif
