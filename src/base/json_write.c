/* json_write.c - the JSON writer: the same calls give the same bytes.
 *
 * Output is always valid UTF-8: a byte that is not becomes U+FFFD. With `html` set, < > & and the
 * line separators U+2028/9 are escaped, so that the text may stand inside a script element. */
#include "base/json.h"

#include "base/hash.h"

static void add(bk__jw *w, bk_str s)
{
    if (w->status == BK_OK)
        w->status = bk__buf_add(w->out, s);
}

static void line(bk__jw *w)
{
    add(w, BK__STR("\n"));
    for (int i = 0; i < w->depth * w->indent; i++)
        add(w, BK__STR(" "));
}

/* Comma and line break before an element or key. */
static void separate(bk__jw *w)
{
    if (w->keyed) {
        w->keyed = false;
        return;
    }
    if (!w->fresh)
        add(w, BK__STR(","));
    if (w->indent && w->depth > 0)
        line(w);
    w->fresh = false;
}

void bk__jw_init(bk__jw *w, bk__buf *out)
{
    *w = (bk__jw){.out = out, .fresh = true};
}

void bk__jw_open(bk__jw *w, char bracket)
{
    separate(w);
    add(w, (bk_str){&bracket, 1});
    w->depth++;
    w->fresh = true;
}

void bk__jw_close(bk__jw *w, char bracket)
{
    bool empty = w->fresh;
    w->depth--;
    if (!empty && w->indent)
        line(w);
    add(w, (bk_str){&bracket, 1});
    w->fresh = false;
}

/* Bytes of the valid UTF-8 character at p, 0 where there is none (RFC 3629). */
static size_t utf8_length(const unsigned char *p, size_t n)
{
    unsigned c = p[0], least = 0x80, most = 0xBF;
    size_t need;
    if (c < 0x80)
        return 1;
    if (c >= 0xC2 && c <= 0xDF)
        need = 2;
    else if (c >= 0xE0 && c <= 0xEF)
        need = 3;
    else if (c >= 0xF0 && c <= 0xF4)
        need = 4;
    else
        return 0;
    if (n < need)
        return 0;
    if (c == 0xE0)
        least = 0xA0;
    else if (c == 0xED)
        most = 0x9F;
    else if (c == 0xF0)
        least = 0x90;
    else if (c == 0xF4)
        most = 0x8F;
    if (p[1] < least || p[1] > most)
        return 0;
    for (size_t i = 2; i < need; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    return need;
}

static void escape_unit(bk__jw *w, unsigned u)
{
    static const char hex[] = "0123456789abcdef";
    char z[6] = {'\\', 'u', hex[u >> 12 & 15], hex[u >> 8 & 15], hex[u >> 4 & 15], hex[u & 15]};
    add(w, (bk_str){z, 6});
}

static void escape(bk__jw *w, unsigned char c)
{
    static const char plain[] = "\"\\\b\f\n\r\t", letter[] = "\"\\bfnrt";
    const char *at = c ? strchr(plain, c) : NULL;
    if (at) {
        char z[2] = {'\\', letter[at - plain]};
        add(w, (bk_str){z, 2});
    } else {
        escape_unit(w, c);
    }
}

/* A bit in each byte of v that is c; a byte above one that is may have it too. */
static inline uint64_t holds(uint64_t v, unsigned char c)
{
    const uint64_t ones = 0x0101010101010101u;
    uint64_t x = v ^ ones * c;
    return (x - ones) & ~x;
}

/* Eight bytes of ASCII that stand for themselves? Never says yes where one does not. */
static inline bool plain(const unsigned char *p, bool html)
{
    uint64_t v = bk__load8(p);
    uint64_t odd = v | (v - 0x2020202020202020u) | holds(v, '"') | holds(v, '\\');
    if (html)
        odd |= holds(v, '<') | holds(v, '>') | holds(v, '&');
    return (odd & 0x8080808080808080u) == 0;
}

static void quoted(bk__jw *w, bk_str s)
{
    size_t from = 0, i = 0;
    add(w, BK__STR("\""));
    while (i < s.n) {
        while (i + 8 <= s.n && plain((const unsigned char *)s.p + i, w->html))
            i += 8;
        if (i == s.n)
            break;
        const unsigned char *p = (const unsigned char *)s.p + i;
        bool special = *p < 0x20 || *p == '"' || *p == '\\' ||
                       (w->html && (*p == '<' || *p == '>' || *p == '&'));
        size_t k = *p < 0x80 ? 1 : utf8_length(p, s.n - i);
        bool separator = w->html && k == 3 && p[0] == 0xE2 && p[1] == 0x80 && (p[2] | 1) == 0xA9;
        if (k > 0 && !special && !separator) {
            i += k;
            continue;
        }
        add(w, (bk_str){s.p + from, i - from});
        if (k == 0)
            add(w, BK__STR("\xEF\xBF\xBD"));
        else if (separator)
            escape_unit(w, 0x2000u | (p[2] & 0x3F));
        else
            escape(w, *p);
        i += k ? k : 1;
        from = i;
    }
    add(w, (bk_str){s.p + from, s.n - from});
    add(w, BK__STR("\""));
}

void bk__jw_key(bk__jw *w, const char *key)
{
    separate(w);
    quoted(w, bk__str(key));
    add(w, w->indent ? BK__STR(": ") : BK__STR(":"));
    w->keyed = true;
}

void bk__jw_str(bk__jw *w, bk_str s)
{
    if (!s.p) {
        bk__jw_null(w);
        return;
    }
    separate(w);
    quoted(w, s);
}

void bk__jw_z(bk__jw *w, const char *z)
{
    bk__jw_str(w, bk__str(z));
}

void bk__jw_int(bk__jw *w, int64_t v)
{
    char z[24];
    size_t n = sizeof z;
    uint64_t rest = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    separate(w);
    do
        z[--n] = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (v < 0)
        z[--n] = '-';
    add(w, (bk_str){z + n, sizeof z - n});
}

void bk__jw_real(bk__jw *w, double v)
{
    separate(w);
    if (w->status == BK_OK)
        w->status = bk__buf_real(w->out, v);
}

void bk__jw_bool(bk__jw *w, bool v)
{
    separate(w);
    add(w, v ? BK__STR("true") : BK__STR("false"));
}

void bk__jw_null(bk__jw *w)
{
    separate(w);
    add(w, BK__STR("null"));
}

void bk__jw_raw(bk__jw *w, bk_str json)
{
    separate(w);
    add(w, json);
}
