/* utf8.c - UTF-8 and Unicode properties; the only door to utf8proc. */
#include "text/utf8.h"

#include <stdlib.h>
#include <utf8proc.h>

/* Bytes of the sequence at p (n > 0 left), or 0 where it is invalid (RFC 3629). */
static size_t sequence(const unsigned char *p, size_t n)
{
    unsigned char c = p[0];
    if (c < 0x80)
        return 1;
    if (c < 0xC2 || c > 0xF4)
        return 0;
    size_t len = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    if (n < len)
        return 0;
    for (size_t i = 1; i < len; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    if ((c == 0xE0 && p[1] < 0xA0) || (c == 0xED && p[1] > 0x9F) || (c == 0xF0 && p[1] < 0x90) ||
        (c == 0xF4 && p[1] > 0x8F))
        return 0;
    return len;
}

size_t bk__utf8_valid(bk_str s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    size_t i = 0;
    while (i < s.n) {
        uint64_t word;
        if (s.n - i >= sizeof word) {
            memcpy(&word, p + i, sizeof word);
            if ((word & 0x8080808080808080u) == 0) {
                i += sizeof word;
                continue;
            }
        }
        size_t len = sequence(p + i, s.n - i);
        if (len == 0)
            return i;
        i += len;
    }
    return i;
}

bk_status bk__utf8_check(bk_ctx *ctx, const char *path, bk_str bytes)
{
    size_t at = bk__utf8_valid(bytes), line = 1, begin = 0;
    bk__buf where;
    if (at == bytes.n)
        return BK_OK;
    for (size_t i = 0; i < at; i++)
        if (bytes.p[i] == '\n') {
            line++;
            begin = i + 1;
        }
    bk__buf_init(&where, ctx);
    bk_status st = bk__buf_print(&where, "%s:%zu", path, line);
    if (st == BK_OK)
        st = bk__fail(ctx, BK_EFORMAT, where.p, "is not UTF-8 (byte %zu of the line is 0x%02X)",
                      at - begin + 1, (unsigned)(unsigned char)bytes.p[at]);
    bk__buf_clear(&where);
    return st;
}

/* A stretch that cannot begin a character, up to the next byte that can. */
static size_t broken(bk_str s, size_t i)
{
    size_t begin = i++;
    while (i < s.n && sequence((const unsigned char *)s.p + i, s.n - i) == 0)
        i++;
    return i - begin;
}

bk_status bk__utf8_repair(bk__buf *out, bk_str s, size_t *repairs)
{
    size_t i = s.n >= 3 && memcmp(s.p, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    bk_status st = BK_OK;
    *repairs = 0;
    while (i < s.n && st == BK_OK) {
        bk_str rest = {s.p + i, s.n - i};
        const char *cr = memchr(rest.p, '\r', rest.n);
        if (cr)
            rest.n = (size_t)(cr - rest.p);
        size_t good = bk__utf8_valid(rest);
        st = bk__buf_add(out, (bk_str){rest.p, good});
        i += good;
        if (st != BK_OK || i >= s.n)
            break;
        if (good < rest.n) {
            i += broken((bk_str){s.p, i - good + rest.n}, i);
            st = bk__buf_add(out, BK__STR("\xEF\xBF\xBD"));
            ++*repairs;
        } else { /* CR, CR LF */
            i += i + 1 < s.n && s.p[i + 1] == '\n' ? 2 : 1;
            st = bk__buf_byte(out, '\n');
        }
    }
    return st;
}

int32_t bk__utf8_at(bk_str s, size_t i, size_t *len)
{
    const unsigned char *p = (const unsigned char *)s.p + i;
    if (p[0] < 0x80) {
        *len = 1;
        return p[0];
    }
    if (p[0] < 0xE0) {
        *len = 2;
        return (p[0] & 0x1F) << 6 | (p[1] & 0x3F);
    }
    if (p[0] < 0xF0) {
        *len = 3;
        return (p[0] & 0x0F) << 12 | (p[1] & 0x3F) << 6 | (p[2] & 0x3F);
    }
    *len = 4;
    return (p[0] & 0x07) << 18 | (p[1] & 0x3F) << 12 | (p[2] & 0x3F) << 6 | (p[3] & 0x3F);
}

size_t bk__utf8_put(char *out, int32_t cp)
{
    return (size_t)utf8proc_encode_char(cp, (utf8proc_uint8_t *)out);
}

size_t bk__utf8_count(bk_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

bool bk__utf8_letter(int32_t cp)
{
    utf8proc_category_t c = utf8proc_category(cp);
    return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO;
}

bool bk__utf8_mark(int32_t cp)
{
    utf8proc_category_t c = utf8proc_category(cp);
    return c >= UTF8PROC_CATEGORY_MN && c <= UTF8PROC_CATEGORY_ME;
}

bool bk__utf8_digit(int32_t cp)
{
    return utf8proc_category(cp) == UTF8PROC_CATEGORY_ND;
}

bool bk__utf8_upper(int32_t cp)
{
    utf8proc_category_t c = utf8proc_category(cp);
    return c == UTF8PROC_CATEGORY_LU || c == UTF8PROC_CATEGORY_LT;
}

bool bk__utf8_space(int32_t cp)
{
    utf8proc_category_t c = utf8proc_category(cp);
    return (c >= UTF8PROC_CATEGORY_ZS && c <= UTF8PROC_CATEGORY_ZP) || (cp >= 9 && cp <= 13) ||
           cp == 0x85;
}

/* Han characters that are numbers are letters to both; other numeric kinds are Nd, Nl and No. */
bool bk__utf8_pyword(int32_t cp)
{
    utf8proc_category_t c = utf8proc_category(cp);
    return cp == '_' || (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO) ||
           (c >= UTF8PROC_CATEGORY_ND && c <= UTF8PROC_CATEGORY_NO);
}

bk_status bk__utf8_fold(bk__buf *out, bk_str s)
{
    bool ascii = true;
    for (size_t i = 0; i < s.n && ascii; i++)
        ascii = (unsigned char)s.p[i] < 0x80;
    if (ascii) {
        bk_status st = bk__buf_reserve(out, s.n + 1);
        for (size_t i = 0; i < s.n && st == BK_OK; i++) {
            char c = s.p[i];
            out->p[out->n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
        }
        if (st == BK_OK)
            out->p[out->n] = '\0';
        return st;
    }
    utf8proc_uint8_t *folded = NULL;
    utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &folded,
                                      UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
                                          UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
    if (n < 0)
        return n == UTF8PROC_ERROR_NOMEM
                   ? bk__fail(out->ctx, BK_ENOMEM, "", "no memory to fold a word")
                   : bk__buf_add(out, s); /* not a character sequence; kept as it is */
    bk_status st = bk__buf_add(out, (bk_str){(const char *)folded, (size_t)n});
    free(folded);
    return st;
}

/* Final sigma: a cased letter before it and none behind (Unicode 3.13). */
static bool final_sigma(bk_str s, size_t at, size_t behind)
{
    bool cased = false;
    size_t len;
    for (size_t i = 0; i < at; i += len) {
        int32_t cp = bk__utf8_at(s, i, &len);
        if (bk__utf8_letter(cp))
            cased = true;
        else if (!bk__utf8_mark(cp) && cp != '\'' && cp != 0x2019 && cp != 0xAD && cp != '.')
            cased = false;
    }
    for (size_t i = behind; i < s.n; i += len) {
        int32_t cp = bk__utf8_at(s, i, &len);
        if (bk__utf8_mark(cp) || cp == '\'' || cp == 0x2019 || cp == 0xAD || cp == '.')
            continue;
        return cased && !bk__utf8_letter(cp);
    }
    return cased;
}

bk_status bk__utf8_lower(bk__buf *out, bk_str s)
{
    bk_status st = BK_OK;
    size_t len;
    for (size_t i = 0; i < s.n && st == BK_OK; i += len) {
        char c[4];
        int32_t cp = bk__utf8_at(s, i, &len);
        if (cp < 0x80) {
            st = bk__buf_byte(out, cp >= 'A' && cp <= 'Z' ? (char)(cp + 32) : (char)cp);
        } else if (cp == 0x130) { /* dotted capital i keeps its dot */
            st = bk__buf_add(out, BK__STR("i\xCC\x87"));
        } else {
            cp = cp == 0x3A3 && final_sigma(s, i, i + len) ? 0x3C2 : utf8proc_tolower(cp);
            st = bk__buf_add(out, (bk_str){c, bk__utf8_put(c, cp)});
        }
    }
    return st;
}

const char *bk__utf8_version(void)
{
    return utf8proc_version();
}
