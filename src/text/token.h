/* token.h - where a word, a number or a mark ends; where a sentence does. All pure, over UTF-8. */
#ifndef BK_TEXT_TOKEN_H
#define BK_TEXT_TOKEN_H

#include <bingkai/text.h>

#include <string.h>

#include "base/map.h"

typedef struct bk__extent { /* [begin, end) bytes */
    size_t begin, end;
} bk__extent;

static inline bool bk__ascii_letter(unsigned char c)
{
    return (unsigned)((c | 32) - 'a') < 26;
}

static inline bool bk__ascii_digit(unsigned char c)
{
    return (unsigned)(c - '0') < 10;
}

static inline bool bk__begins_at(bk_str s, size_t i, const char *z)
{
    size_t n = strlen(z);
    return s.n - i >= n && memcmp(s.p + i, z, n) == 0;
}

size_t bk__blank_wide(bk_str s, size_t i); /* of other bytes than ASCII */
/* Length of the blank at i < s.n; 0 where there is none. */
static inline size_t bk__blank(bk_str s, size_t i)
{
    unsigned char c = (unsigned char)s.p[i];
    return c < 0x80 ? c <= ' ' || c == 0x7F : bk__blank_wide(s, i);
}

/* End and kind of the token at i, which is no blank. */
size_t bk__token_end(bk_str s, size_t i, bk_kind *kind);

/* No word goes on with this byte, as it may with a digit, - . \' @ and other bytes than ASCII; a
 * colon may follow the beginning of an address. */
static inline bool bk__parts(char c)
{
    static const uint64_t none[2] = {0x07FF608000000000u, 0x07FFFFFE07FFFFFFu};
    unsigned char u = (unsigned char)c;
    return u < 128 && !(none[u >> 6] >> (u & 63) & 1);
}

/* A stop behind the word [i, end), end < s.n, belongs to no word. */
static inline bool bk__plain_stop(bk_str s, size_t i, size_t end)
{
    return s.p[end] == '.' && end - i > 1 && !bk__begins_at(s, i, "www") &&
           (end + 1 == s.n || s.p[end + 1] == ' ' || s.p[end + 1] == '\n');
}

/* Nothing but a word of the letters [i, end), end < s.n, begins at i. */
static inline bool bk__plain_word(bk_str s, size_t i, size_t end)
{
    return s.p[end] == ' ' || bk__parts(s.p[end]) || bk__plain_stop(s, i, end);
}

/* A mark of one ASCII byte that ends no sentence and belongs to no other token. */
static inline bool bk__plain_mark(char c)
{
    unsigned char u = (unsigned char)c;
    return u > ' ' && u < 0x7F && !bk__ascii_letter(u) && !bk__ascii_digit(u) && c != '.' &&
           c != '!' && c != '?' && c != '\'' && c != '@';
}

/* . ! ? ... begin at i */
static inline bool bk__may_end(bk_str s, size_t i)
{
    return s.p[i] == '.' || s.p[i] == '!' || s.p[i] == '?' || bk__begins_at(s, i, "\xE2\x80\xA6");
}

enum { BK__SENTENCE_TOKENS = 2000 };
/* A sentence of so many tokens ends at the next blank, or at twice as many. */
static inline bool bk__too_long(bk_str s, size_t i, uint32_t tokens)
{
    return tokens >= BK__SENTENCE_TOKENS &&
           (bk__blank(s, i) || tokens >= 2 * (uint32_t)BK__SENTENCE_TOKENS);
}

typedef struct bk__sentences {
    const bk__map *abbreviations; /* folded, without the last stop: "dr", "u.s" */
    bool soft;                    /* a line break is a blank */
} bk__sentences;

/* Whether the mark [begin, end), one of . ! ? and dots, ends a sentence; *to is behind the marks
 * that close it. `before`: the token before it in the sentence, NULL for none; second: that is the
 * sentence's first. */
bool bk__ends_sentence(const bk__sentences *r, bk_str s, size_t begin, size_t end,
                       const bk__extent *before, bool second, size_t *to);

#endif
