/* json_flat.c - flat JSON objects in one pass, without a tree; agrees with json.c (tests/unit and
 * tests/fuzz compare the two). Strings are passed over 16 bytes at a time where there is SSE2. */
#include "base/json_flat.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* The first quote, backslash or control character from p on; `end` where there is none. */
static const char *string_end(const char *p, const char *end)
{
#ifdef __SSE2__
    const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\');
    const __m128i control = _mm_set1_epi8(0x1F);
    for (; end - p >= 16; p += 16) {
        __m128i v;
        memcpy(&v, p, sizeof v);
        __m128i hit = _mm_or_si128(_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, slash));
        hit = _mm_or_si128(hit, _mm_cmpeq_epi8(_mm_min_epu8(v, control), v));
        int mask = _mm_movemask_epi8(hit);
        if (mask)
            return p + __builtin_ctz((unsigned)mask);
    }
#endif
    while (p < end && *p != '"' && *p != '\\' && (unsigned char)*p > 0x1F)
        p++;
    return p;
}

static const char *skip_blanks(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n'))
        p++;
    return p;
}

static int hex(char c)
{
    return c >= '0' && c <= '9'                 ? c - '0'
           : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                : -1;
}

/* The code point of \uXXXX at p, of which at least 4 digits lie before `end`; -1 where not. */
static int unit(const char *p, const char *end)
{
    int cp = 0;
    if (end - p < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        int digit = hex(p[i]);
        if (digit < 0)
            return -1;
        cp = cp << 4 | digit;
    }
    return cp;
}

/* What follows a backslash at p: how many bytes; 0 where it is not for us. */
static size_t escape(const char *p, const char *end)
{
    if (p == end)
        return 0;
    if (*p == 'u') {
        int cp = unit(p + 1, end);
        return cp > 0 && (cp < 0xD800 || cp > 0xDFFF) ? 5 : 0;
    }
    return memchr("\"\\/bfnrt", *p, 8) ? 1 : 0;
}

/* The string whose first quote is behind us at p; where it ends, NULL where it is not for us. */
static const char *string(const char *p, const char *end, bk_str *out, bool *escaped)
{
    const char *begin = p;
    *escaped = false;
    for (;;) {
        p = string_end(p, end);
        if (p == end)
            return NULL;
        if (*p == '"')
            break;
        size_t n = *p == '\\' ? escape(p + 1, end) : 0;
        if (n == 0)
            return NULL;
        *escaped = true;
        p += n + 1;
    }
    *out = (bk_str){begin, (size_t)(p - begin)};
    return p + 1;
}

/* null, true, false or up to 18 digits. */
static const char *plain(const char *p, const char *end, bk__flat *m)
{
    static const struct {
        bk_str word;
        bk__json_type type;
    } known[] = {{{"null", 4}, BK__NULL}, {{"true", 4}, BK__BOOL}, {{"false", 5}, BK__BOOL}};
    bk_str rest = {p, (size_t)(end - p)};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (bk__str_begins(rest, known[i].word)) {
            m->value = known[i].word;
            m->type = known[i].type;
            return p + m->value.n;
        }
    const char *q = p + (p < end && *p == '-'), *digits = q;
    while (q < end && *q >= '0' && *q <= '9')
        q++;
    if (q == digits || q - digits > 18 || (*digits == '0' && (q - digits > 1 || digits > p)))
        return NULL;
    m->value = (bk_str){p, (size_t)(q - p)};
    m->type = BK__NUMBER;
    return q;
}

static bool met(const bk__flat *m, int n, bk_str key)
{
    for (int i = 0; i < n; i++)
        if (bk__str_eq(m[i].key, key))
            return true;
    return false;
}

/* Key, colon and value; where they end, NULL where they are not for us. */
static const char *member(const char *p, const char *end, bk__flat *all, int n)
{
    bk__flat *m = &all[n];
    bool escaped;
    if (p == end || *p != '"' || !(p = string(p + 1, end, &m->key, &escaped)) || escaped ||
        met(all, n, m->key))
        return NULL;
    p = skip_blanks(p, end);
    if (p == end || *p != ':')
        return NULL;
    p = skip_blanks(p + 1, end);
    if (p == end)
        return NULL;
    m->escaped = false;
    if (*p != '"')
        return plain(p, end, m);
    m->type = BK__STRING;
    return string(p + 1, end, &m->value, &m->escaped);
}

int bk__json_flat(bk_str text, bk__flat out[BK__FLAT_MOST])
{
    const char *end = text.p + text.n, *p = skip_blanks(text.p, end);
    int n = 0;
    if (p == end || *p != '{')
        return -1;
    do {
        if (n == BK__FLAT_MOST || !(p = member(skip_blanks(p + 1, end), end, out, n)))
            return -1;
        n++;
        p = skip_blanks(p, end);
    } while (p < end && *p == ',');
    return p < end && *p == '}' && skip_blanks(p + 1, end) == end ? n : -1;
}

size_t bk__json_unescape(char *to, bk_str raw)
{
    static const char code[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
    const char *p = raw.p, *end = raw.p + raw.n;
    char *o = to;
    for (;;) {
        const char *slash = memchr(p, '\\', (size_t)(end - p));
        size_t n = (size_t)((slash ? slash : end) - p);
        memcpy(o, p, n);
        o += n;
        if (!slash)
            return (size_t)(o - to);
        if (slash[1] != 'u') {
            *o++ = means[(const char *)memchr(code, slash[1], 8) - code];
            p = slash + 2;
            continue;
        }
        unsigned cp = (unsigned)unit(slash + 2, end);
        if (cp < 0x80) {
            *o++ = (char)cp;
        } else if (cp < 0x800) {
            *o++ = (char)(0xC0 | cp >> 6);
            *o++ = (char)(0x80 | (cp & 63));
        } else {
            *o++ = (char)(0xE0 | cp >> 12);
            *o++ = (char)(0x80 | (cp >> 6 & 63));
            *o++ = (char)(0x80 | (cp & 63));
        }
        p = slash + 6;
    }
}
