/* classes.h - what words are made of, 64 bytes of a text at a time, as bits. */
#ifndef BK_TEXT_CLASSES_H
#define BK_TEXT_CLASSES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { BK__CLASSES = 64 };
typedef struct bk__classes { /* a bit a byte; bits behind the text are 0 */
    uint64_t letter;         /* A to Z, a to z */
    uint64_t other;          /* neither a letter nor up to a blank */
    uint64_t parts;          /* no word goes on with this byte: of ASCII, but for / */
    uint64_t line;           /* line breaks */
    uint64_t stop;           /* . */
} bk__classes;

static inline bk__classes bk__classes_plain(const char *p)
{
    bk__classes m = {0, 0, 0, 0, 0};
    for (int i = 0; i < BK__CLASSES; i++) {
        unsigned char c = (unsigned char)p[i];
        uint64_t bit = (uint64_t)1 << i;
        if ((unsigned)((c | 32) - 'a') < 26)
            m.letter |= bit;
        else if (c > ' ')
            m.other |= bit;
        if (c == '\n')
            m.line |= bit;
        if (c == '.')
            m.stop |= bit;
        if (c < 0x80 && !(m.letter & bit) && !(c >= '-' && c <= ':') && c != '\'' && c != '@')
            m.parts |= bit;
    }
    return m;
}

#ifdef __SSE2__
static inline uint64_t bk__classes_bits(__m128i v, int i)
{
    return (uint64_t)(unsigned)_mm_movemask_epi8(v) << i;
}

static inline __m128i bk__classes_between(__m128i v, char first, char last)
{
    return _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8((char)(first - 1))),
                         _mm_cmplt_epi8(v, _mm_set1_epi8((char)(last + 1))));
}

/* Of 64 bytes at p. */
static inline bk__classes bk__classes_of(const char *p)
{
    uint64_t letter = 0, above = 0, high = 0, stays = 0, line = 0, stop = 0;
    for (int i = 0; i < BK__CLASSES; i += 16) {
        __m128i v, inner;
        memcpy(&v, p + i, sizeof v);
        inner = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('\'')),
                             _mm_cmpeq_epi8(v, _mm_set1_epi8('@')));
        letter |=
            bk__classes_bits(bk__classes_between(_mm_or_si128(v, _mm_set1_epi8(32)), 'a', 'z'), i);
        above |= bk__classes_bits(_mm_cmpgt_epi8(v, _mm_set1_epi8(' ')), i);
        high |= bk__classes_bits(v, i);
        stays |= bk__classes_bits(_mm_or_si128(inner, bk__classes_between(v, '-', ':')), i);
        line |= bk__classes_bits(_mm_cmpeq_epi8(v, _mm_set1_epi8('\n')), i);
        stop |= bk__classes_bits(_mm_cmpeq_epi8(v, _mm_set1_epi8('.')), i);
    }
    return (bk__classes){letter, (above | high) & ~letter, ~(letter | high | stays), line, stop};
}
#else
static inline bk__classes bk__classes_of(const char *p)
{
    return bk__classes_plain(p);
}
#endif

/* Of the first n bytes at p, 64 of which can be read. */
static inline bk__classes bk__classes_at(const char *p, size_t n)
{
    bk__classes m = bk__classes_of(p);
    if (n < BK__CLASSES) {
        uint64_t in = ((uint64_t)1 << n) - 1;
        m = (bk__classes){m.letter & in, m.other & in, m.parts & in, m.line & in, m.stop & in};
    }
    return m;
}

/* Where words of letters alone end, of a text that ends after n bytes: at its end, at what parts,
 * at a stop with a blank behind it (a shorter one than four letters may be www). */
static inline uint64_t bk__classes_ends(const bk__classes *c, size_t n)
{
    uint64_t blank = ~(c->letter | c->other);
    uint64_t stop = c->stop & (blank >> 1) & (c->letter << 1) & (c->letter << 2) &
                    (c->letter << 3) & (c->letter << 4);
    return c->parts | stop | (n < BK__CLASSES ? (uint64_t)1 << n : 0);
}

#endif
