/* marks.h - which of 64 bytes are of a class: a bit a byte, the first byte is the lowest bit.
 *
 * The plain way and the one with wide registers give the same bits. */
#ifndef BK_BASE_MARKS_H
#define BK_BASE_MARKS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { BK__MARKS_BLOCK = 64 };
typedef struct bk__marks {
    uint64_t word;  /* ASCII letters and digits, all bytes above ASCII */
    uint64_t upper; /* A to Z */
    uint64_t open;  /* ( [ */
    uint64_t close; /* . ! ? ) ] " */
} bk__marks;

static inline bk__marks bk__marks_plain(const char *p)
{
    bk__marks m = {0, 0, 0, 0};
    for (int i = 0; i < BK__MARKS_BLOCK; i++) {
        unsigned char c = (unsigned char)p[i];
        uint64_t bit = (uint64_t)1 << i;
        if ((unsigned)((c | 32) - 'a') < 26 || (unsigned)(c - '0') < 10 || c >= 0x80)
            m.word |= bit;
        if (c >= 'A' && c <= 'Z')
            m.upper |= bit;
        else if (c == '(' || c == '[')
            m.open |= bit;
        else if (c != 0 && memchr(".!?)]\"", c, 6))
            m.close |= bit;
    }
    return m;
}

#ifdef __SSE2__
static inline uint64_t bk__marks_bits(__m128i v, int i)
{
    return (uint64_t)(unsigned)_mm_movemask_epi8(v) << i;
}

static inline __m128i bk__marks_is(__m128i v, char c)
{
    return _mm_cmpeq_epi8(v, _mm_set1_epi8(c));
}

static inline __m128i bk__marks_between(__m128i v, char first, char last)
{
    return _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8((char)(first - 1))),
                         _mm_cmplt_epi8(v, _mm_set1_epi8((char)(last + 1))));
}

/* Of 64 bytes at p. */
static inline bk__marks bk__marks_of(const char *p)
{
    bk__marks m = {0, 0, 0, 0};
    for (int i = 0; i < BK__MARKS_BLOCK; i += 16) {
        __m128i v, word, round, square;
        memcpy(&v, p + i, sizeof v);
        word = bk__marks_between(_mm_or_si128(v, _mm_set1_epi8(32)), 'a', 'z');
        word = _mm_or_si128(_mm_or_si128(word, bk__marks_between(v, '0', '9')), v);
        round = bk__marks_is(v, ')');
        square = bk__marks_is(v, ']');
        m.word |= bk__marks_bits(word, i);
        m.upper |= bk__marks_bits(bk__marks_between(v, 'A', 'Z'), i);
        m.open |= bk__marks_bits(_mm_or_si128(bk__marks_is(v, '('), bk__marks_is(v, '[')), i);
        m.close |= bk__marks_bits(
            _mm_or_si128(_mm_or_si128(_mm_or_si128(round, square), bk__marks_between(v, '!', '"')),
                         _mm_or_si128(bk__marks_is(v, '.'), bk__marks_is(v, '?'))),
            i);
    }
    return m;
}
#else
static inline bk__marks bk__marks_of(const char *p)
{
    return bk__marks_plain(p);
}
#endif

/* Of the first n bytes at p, `room` of which can be read; bits behind n are 0. */
static inline bk__marks bk__marks_at(const char *p, size_t n, size_t room)
{
    char last[BK__MARKS_BLOCK];
    bk__marks m;
    if (room < BK__MARKS_BLOCK) {
        memset(last, 0, sizeof last);
        memcpy(last, p, room);
        p = last;
    }
    m = bk__marks_of(p);
    if (n < BK__MARKS_BLOCK) {
        uint64_t in = ((uint64_t)1 << n) - 1;
        m = (bk__marks){m.word & in, m.upper & in, m.open & in, m.close & in};
    }
    return m;
}

#endif
