/* str.h - byte slices and a growing buffer. */
#ifndef BK_BASE_STR_H
#define BK_BASE_STR_H

#include <string.h>

#include "base/ctx.h"

#define BK__STR(literal) ((bk_str){(literal), sizeof(literal) - 1})

static inline bk_str bk__str(const char *z) /* NUL-terminated or NULL */
{
    bk_str s = {z, z ? strlen(z) : 0};
    return s;
}
static inline bool bk__str_eq(bk_str a, bk_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}
int bk__str_cmp(bk_str a, bk_str b); /* bytes, then length: <0, 0, >0 */
/* Where s stands among n strings that rise, each once; UINT32_MAX where it does not. */
uint32_t bk__str_search(const bk_str *rising, uint32_t n, bk_str s);
bool bk__str_begins(bk_str s, bk_str prefix);
bool bk__str_ends(bk_str s, bk_str suffix);
bk_str bk__str_past_bom(bk_str s);          /* without a byte order mark at its beginning */
bk_str bk__str_trim(bk_str s);              /* ASCII blanks and NBSP at both ends */
bk_str bk__str_cut(bk_str *rest, char at);  /* up to `at` (or all); rest moves behind it */
bool bk__str_real(bk_str s, double *out);   /* whole string, C notation, finite */
bool bk__str_int(bk_str s, int64_t *out);   /* whole string, decimal */
uint64_t bk__hash(const void *p, size_t n); /* 64 bits, the same on every machine */

typedef struct bk__buf {
    bk_ctx *ctx;
    char *p; /* NUL-terminated once anything was added; NULL before */
    size_t n, cap;
} bk__buf;
void bk__buf_init(bk__buf *b, bk_ctx *ctx); /* allocates nothing */
void bk__buf_clear(bk__buf *b);             /* frees */
bk_status bk__buf_reserve(bk__buf *b, size_t extra);
bk_status bk__buf_add(bk__buf *b, bk_str s);
bk_status bk__buf_byte(bk__buf *b, char c);
bk_status bk__buf_print(bk__buf *b, const char *format, ...) BK_PRINTF(2, 3);
/* Shortest decimal that reads back as the same double; "null" for NaN and infinity. */
bk_status bk__buf_real(bk__buf *b, double x);
static inline bk_str bk__buf_str(const bk__buf *b)
{
    bk_str s = {b->p, b->n};
    return s;
}

#endif
