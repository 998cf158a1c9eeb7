/* line.c - lines, blanks and stops of running text. */
#include "corpus/line.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/hash.h"

enum { WIDTH = 100 };

static bool blank(bk_str s, size_t i, size_t end, size_t *n)
{
    char c = s.p[i];
    *n = 1;
    if (c == ' ' || c == '\t' || c == '\f' || c == '\v')
        return true;
    *n = 2;
    if (i + 1 < end && c == '\xC2' && s.p[i + 1] == '\xA0')
        return true;
    *n = 3; /* zero width space, byte order mark inside, no-break narrow space */
    return i + 2 < end &&
           (memcmp(s.p + i, "\xE2\x80\x8B", 3) == 0 || memcmp(s.p + i, "\xEF\xBB\xBF", 3) == 0 ||
            memcmp(s.p + i, "\xE2\x80\xAF", 3) == 0);
}

size_t bk__skip_any_blanks(bk_str s, size_t i, size_t end)
{
    size_t n;
    while (i < end && blank(s, i, end, &n))
        i += n;
    return i;
}

size_t bk__trim_any_blanks(bk_str s, size_t begin, size_t end)
{
    size_t n;
    for (;;) {
        if (end > begin && blank(s, end - 1, end, &n))
            end--;
        else if (end >= begin + 2 && blank(s, end - 2, end, &n) && n == 2)
            end -= 2;
        else if (end >= begin + 3 && blank(s, end - 3, end, &n) && n == 3)
            end -= 3;
        else
            return end;
    }
}

size_t bk__line_end(bk_str s, size_t i)
{
    const char *p = i < s.n ? memchr(s.p + i, '\n', s.n - i) : NULL;
    return p ? (size_t)(p - s.p) : s.n;
}

/* Only punctuation is left. */
bool bk__bare(bk_str s, size_t i, size_t end)
{
    for (; i < end; i++)
        if (bk__alnum((unsigned char)s.p[i]))
            return false;
    return true;
}

bool bk__closes(bk_str s, size_t end)
{
    return end > 0 && (strchr(".!?\")", s.p[end - 1]) ||
                       (end >= 3 && memcmp(s.p + end - 3, "\xE2\x80\x9D", 3) == 0));
}

/* The end of the line before, without blanks. */
size_t bk__before_line(bk_str s, size_t i)
{
    while (i > 0 && (s.p[i - 1] == '\n' || s.p[i - 1] == ' '))
        i--;
    return i;
}

size_t bk__tail_lines(bk_str s, size_t most)
{
    size_t i = s.n, lines = 0;
    while (i > 0 && lines < most) {
        size_t end = i;
        const char *p = memrchr(s.p, '\n', end);
        i = p ? (size_t)(p - s.p) : 0;
        for (size_t k = i + (p != NULL); k < end; k++)
            if (s.p[k] != ' ') {
                lines += p != NULL;
                break;
            }
    }
    return i;
}

/* At least a third of the lines go on in the next one, some of them with a small letter. */
bool bk__wrapped(bk_str s)
{
    size_t lines = 0, on = 0, small = 0, i = 0;
    bool open = false; /* the line before did not end a sentence */
    while (i < s.n) {
        size_t end = bk__line_end(s, i), begin = bk__skip_blanks(s, i, end),
               to = bk__trim_blanks(s, begin, end);
        if (to - begin > WIDTH)
            return false;
        if (begin < to) {
            lines++;
            on += open && begin == i;
            small += open && begin == i && s.p[begin] >= 'a' && s.p[begin] <= 'z';
            open = !bk__closes(s, to) && s.p[to - 1] != ':';
        } else {
            open = false;
        }
        i = end + 1;
    }
    return lines >= 3 && small > 0 && on * 3 >= lines;
}

enum { HEAD = 4, START = 16, BLOCK = BK__LINE_SHORT };

/* A letter or digit in lower case, 1 for what parts them. */
static inline unsigned char symbol(unsigned char c)
{
    unsigned char low = c | 32;
    bool other = (unsigned)(c - '0') < 10 || (c >= 0x80 && c != 0xC2 && c != 0xA0);
    return (unsigned)(low - 'a') < 26 ? low : other ? c : 1;
}

enum { WIDE = 16 };
#ifdef __SSE2__
static inline __m128i between(__m128i v, char first, char last)
{
    return _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8((char)(first - 1))),
                         _mm_cmplt_epi8(v, _mm_set1_epi8((char)(last + 1))));
}

/* The symbols of 16 bytes at p into out[16], as below; how many. */
static inline size_t wide_symbols(const char *p, unsigned char *out, unsigned char *last)
{
    __m128i v, low, letter, other, gap = _mm_set1_epi8(1);
    memcpy(&v, p, sizeof v);
    low = _mm_or_si128(v, _mm_set1_epi8(32));
    letter = between(low, 'a', 'z');
    other = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('\xC2')),
                         _mm_cmpeq_epi8(v, _mm_set1_epi8('\xA0')));
    other = _mm_andnot_si128(other, _mm_cmplt_epi8(v, _mm_setzero_si128()));
    other = _mm_or_si128(other, between(v, '0', '9'));
    v = _mm_or_si128(_mm_and_si128(letter, low), _mm_and_si128(other, v));
    v = _mm_or_si128(v, _mm_andnot_si128(_mm_or_si128(letter, other), gap));
    unsigned gaps = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, gap));
    unsigned stay = ~(gaps & (gaps << 1 | (*last == 1)));
    unsigned char all[WIDE];
    size_t n = 0;
    *last = gaps >> (WIDE - 1) & 1;
    if ((stay & 0xFFFF) == 0xFFFF) {
        memcpy(out, &v, sizeof v);
        return WIDE;
    }
    memcpy(all, &v, sizeof v);
    for (unsigned k = 0; k < WIDE; k++) {
        out[n] = all[k];
        n += stay >> k & 1;
    }
    return n;
}
#else
static inline size_t wide_symbols(const char *p, unsigned char *out, unsigned char *last)
{
    size_t n = 0;
    for (size_t i = 0; i < WIDE; i++) {
        unsigned char c = symbol((unsigned char)p[i]);
        out[n] = c;
        n += c != 1 || *last != 1;
        *last = c;
    }
    return n;
}
#endif

/* The symbols from *at on, one for each gap and none for the first one, into out[most]: how many.
 * Every step is taken for every byte: where words end cannot be foreseen. */
static size_t symbols(bk_str line, size_t *at, unsigned char *out, size_t most, unsigned char *last)
{
    size_t i = *at, n = 0;
    for (; i + WIDE <= line.n && n + WIDE <= most; i += WIDE)
        n += wide_symbols(line.p + i, out + n, last);
    for (; i < line.n && n < most; i++) {
        unsigned char c = symbol((unsigned char)line.p[i]);
        out[n] = c;
        n += c != 1 || *last != 1;
        *last = c;
    }
    *at = i;
    return n;
}

uint64_t bk__line_head(bk_str line)
{
    unsigned char out[WIDE] = {1, 1, 1, 1}, last = 1;
    size_t at = 0;
    if (line.n < WIDE || wide_symbols(line.p, out, &last) < HEAD) {
        last = 1;
        memset(out, 1, HEAD);
        if (symbols(line, &at, out, HEAD, &last) == 0)
            return 0;
    }
    return bk__fold(bk__load4(out) ^ BK__KEY_A, BK__KEY_B) >> BK__LINE_TAIL << BK__LINE_TAIL;
}

uint64_t bk__line_start(bk_str line)
{
    unsigned char out[START] = {0}, last = 1;
    size_t at = 0, n = symbols(line, &at, out, START, &last);
    if (n < START || last == 1) /* a gap that nothing follows does not count */
        for (n = START; n > 0 && out[n - 1] <= 1; n--)
            out[n - 1] = 0;
    return n == 0 ? 0 : bk__hash_inline(out, START);
}

uint64_t bk__line_hash(bk_str line)
{
    unsigned char out[BLOCK], last = 1;
    uint64_t h = 0;
    while (line.n > 0 && symbol((unsigned char)line.p[line.n - 1]) == 1)
        line.n--;
    for (size_t at = 0; at < line.n;) {
        size_t n = symbols(line, &at, out, BLOCK, &last);
        h = bk__fold(h ^ bk__hash_inline(out, n), BK__KEY_C);
    }
    return line.n == 0 ? 0 : bk__line_head(line) | h >> (64 - BK__LINE_TAIL);
}

uint64_t bk__line_short(bk_str line, uint64_t *start)
{
    unsigned char out[BLOCK] = {1, 1, 1, 1}, first[START] = {0}, last = 1;
    size_t at = 0;
    while (line.n > 0 && symbol((unsigned char)line.p[line.n - 1]) == 1)
        line.n--;
    size_t n = symbols(line, &at, out, BLOCK, &last), k = n < START ? n : START;
    *start = 0;
    if (n == 0)
        return 0;
    uint64_t h = bk__fold(bk__hash_inline(out, n), BK__KEY_C);
    uint64_t head = bk__fold(bk__load4(out) ^ BK__KEY_A, BK__KEY_B);
    memcpy(first, out, k);
    for (; k > 0 && first[k - 1] == 1; k--)
        first[k - 1] = 0;
    *start = bk__hash_inline(first, START);
    return head >> BK__LINE_TAIL << BK__LINE_TAIL | h >> (64 - BK__LINE_TAIL);
}
