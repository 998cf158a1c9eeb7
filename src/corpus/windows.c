/* windows.c - Windows-1252 (WHATWG Encoding Standard, index windows-1252). */
#include "corpus/windows.h"

#include "text/utf8.h"

enum {
    RARE = 10, /* one byte in so many may be above ASCII, */
    PAIRS = 4  /* ... of these one in so many begin what UTF-8 has: there it is at least a third */
};

/* 0x80 to 0x9F; 0: no character. Above, bytes are code points. */
static const uint16_t high[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                  0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                  0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                  0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

static bool undefined(unsigned char c)
{
    return c >= 0x80 && c < 0xA0 && high[c - 0x80] == 0;
}

/* Letters of Icelandic and marks of mathematics; 0xFE and 0xFF begin UTF-16. */
static bool unlikely(unsigned char c)
{
    return c == 0xD0 || c == 0xD7 || c == 0xDE || c == 0xF0 || c == 0xF7 || c >= 0xFE;
}

bool bk__windows_like(bk_str s)
{
    size_t n = 0, pairs = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i], d = i + 1 < s.n ? (unsigned char)s.p[i + 1] : 0;
        if (c == 0 || undefined(c) || unlikely(c))
            return false;
        n += c >= 0x80;
        pairs += c >= 0xC2 && c < 0xF5 && (d >= 0x80 && d < 0xC0); /* as UTF-8 has them */
    }
    /* a character that was cut off at the end of UTF-8 */
    bool cut = n == 1 && (unsigned char)s.p[s.n - 1] >= 0xC2;
    return n > 0 && !cut && n <= s.n / RARE && pairs * PAIRS <= n;
}

bk_status bk__windows_decode(bk__buf *out, bk_str s)
{
    bk_status st = BK_OK;
    for (size_t i = 0; i < s.n && st == BK_OK; i++) {
        unsigned char c = (unsigned char)s.p[i];
        char utf8[4];
        int32_t cp = c >= 0x80 && c < 0xA0 ? high[c - 0x80] : c;
        st = bk__buf_add(out, (bk_str){utf8, bk__utf8_put(utf8, cp)});
    }
    return st;
}
