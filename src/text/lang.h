/* lang.h - the language of a text: Indonesian, English, another, or too little to tell. */
#ifndef BK_TEXT_LANG_H
#define BK_TEXT_LANG_H

#include "base/str.h"

typedef enum bk__lang { BK__LANG_UNKNOWN, BK__LANG_ID, BK__LANG_EN, BK__LANG_OTHER } bk__lang;

/* Looks at the first 4 kB at most; valid UTF-8. Pure. */
bk__lang bk__lang_of(bk_str text);
/* "id" for id, ind, in, id-ID, Indonesian, Bahasa Indonesia; "en" likewise; OTHER for any other
 * name, UNKNOWN for an empty one or "auto". */
bk__lang bk__lang_named(bk_str name);
const char *bk__lang_code(bk__lang l); /* "id", "en", NULL */

#endif
