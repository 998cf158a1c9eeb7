/* windows.h - text in Windows-1252, as old pages and exports have it. */
#ifndef BK_CORPUS_WINDOWS_H
#define BK_CORPUS_WINDOWS_H

#include "base/str.h"

/* Whether text that is not UTF-8 is plausible Windows-1252: mostly ASCII, no byte that has no
 * character there or that no news has, hardly anything that looks like broken UTF-8. */
bool bk__windows_like(bk_str s);
/* Appends it as UTF-8. */
bk_status bk__windows_decode(bk__buf *out, bk_str s);

#endif
