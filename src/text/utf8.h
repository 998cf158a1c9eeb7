/* utf8.h - UTF-8: validate, repair, step, fold (this room's utf8.c is the only door to utf8proc).
 */
#ifndef BK_TEXT_UTF8_H
#define BK_TEXT_UTF8_H

#include "base/str.h"

/* Length of the longest valid prefix (= s.n where all of it is valid). NUL bytes are valid. */
size_t bk__utf8_valid(bk_str s);
/* BK_EFORMAT with file, line and byte where the bytes of the file `path` are not valid. */
bk_status bk__utf8_check(bk_ctx *ctx, const char *path, bk_str bytes);
/* Each maximal invalid stretch becomes U+FFFD, a byte order mark at the front goes, CR LF and CR
 * become LF. *repairs counts the replaced stretches. */
bk_status bk__utf8_repair(bk__buf *out, bk_str s, size_t *repairs);
/* Code point at s.p[i] (valid UTF-8); *len its bytes. */
int32_t bk__utf8_at(bk_str s, size_t i, size_t *len);
size_t bk__utf8_put(char *out, int32_t cp); /* up to 4 bytes */
size_t bk__utf8_count(bk_str s);            /* code points */
bool bk__utf8_letter(int32_t cp);
bool bk__utf8_mark(int32_t cp); /* combining */
bool bk__utf8_digit(int32_t cp);
bool bk__utf8_upper(int32_t cp);
bool bk__utf8_space(int32_t cp);
/* Python's \w: alphanumeric (letters, marks excluded, all numeric kinds) or underscore. */
bool bk__utf8_pyword(int32_t cp);
bk_status bk__utf8_fold(bk__buf *out, bk_str s); /* NFKC and case folding */
bk_status bk__utf8_lower(bk__buf *out,
                         bk_str s); /* as Python's str.lower() (full mapping, final sigma) */

const char *bk__utf8_version(void); /* of utf8proc */

#endif
