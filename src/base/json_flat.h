/* json_flat.h - the quick way for what most lines of a dump are: an object of strings and whole
 * numbers. It never decides that a text is wrong: what it does not take, bk__json_parse judges. */
#ifndef BK_BASE_JSON_FLAT_H
#define BK_BASE_JSON_FLAT_H

#include "base/json.h"

enum { BK__FLAT_MOST = 16 };
typedef struct bk__flat {
    bk_str key, value;  /* as written: between the quotes; of a number its digits */
    bk__json_type type; /* no array, no object */
    bool escaped;       /* a string with backslashes: bk__json_unescape */
} bk__flat;

/* The members of the object that `text` is, in its order, borrowed from it; how many. -1 where it
 * is something else, has a key twice or with escapes, an array, a fraction, \u0000, a surrogate, a
 * control character, more than BK__FLAT_MOST members - or is wrong. */
int bk__json_flat(bk_str text, bk__flat out[BK__FLAT_MOST]);
/* Writes what an escaped string means, at most raw.n bytes; how many. */
size_t bk__json_unescape(char *to, bk_str raw);

#endif
