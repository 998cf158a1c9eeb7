/* clean.h - news furniture: what an outlet puts around and between the lines of a report. */
#ifndef BK_CORPUS_CLEAN_H
#define BK_CORPUS_CLEAN_H

#include <bingkai/corpus.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/str.h"
#include "corpus/headwords.h"
#include "corpus/line.h"
#include "corpus/titles.h"

/* ---- rules: models/<lang>/furniture.tsv (furniture.c) ---------------------- */
typedef enum bk__cut_kind {
    BK__CUT_WHOLE,    /* the line is this and nothing else */
    BK__CUT_LABEL,    /* as WHOLE, among the first lines of an article */
    BK__CUT_LINE,     /* a line that begins so goes whole (its first sentence where it is long) */
    BK__CUT_TEASER,   /* with the headline behind it, on the same line or the next */
    BK__CUT_HEADLINE, /* to the end of the line where that is written as a headline */
    BK__CUT_TAIL,     /* from here to the end of the line, where a sentence begins so */
    BK__CUT_SENTENCE, /* the sentence that begins so */
    BK__CUT_PHRASE,   /* only these words, where a line or a sentence begins so */
    BK__CUT_MARK,     /* only these words, in this spelling, wherever they stand */
    BK__CUT_FRONT,    /* only these words, in this spelling, at the beginning of a line */
    BK__CUT_BRACKET,  /* ( or [ with this behind it, to the closing one */
    BK__CUT_BYLINE,   /* a short line that begins so; a longer one up to its dateline */
    BK__CUT_CREDIT,   /* a caption with its credit, in this spelling */
    BK__N_CUTS
} bk__cut_kind;

/* Kinds (bits) that apply where no sentence begins and the word has no capital. */
#define BK__ANYWHERE (1u << BK__CUT_MARK | 1u << BK__CUT_CREDIT)

/* Kinds that apply where a sentence begins. */
#define BK__IN_SENTENCE                                                                            \
    (1u << BK__CUT_TEASER | 1u << BK__CUT_PHRASE | 1u << BK__CUT_TAIL | 1u << BK__CUT_SENTENCE)

typedef struct bk__rule {
    bk_str part[3]; /* words that follow one another in a sentence with any others between */
    uint32_t parts;
    bk__cut_kind kind;
    const char *reason;
    uint32_t word; /* number of its first word */
    char second;   /* small letter that its second word begins with; 0: any */
} bk__rule;

enum { BK__START_BITS = 13 };
typedef struct bk__furniture {
    bk__arena arena;
    bk__rule *rule;  /* [n] by first word, then longer first */
    uint32_t *first; /* [n_words + 1] rules of a first word */
    bk__map word;    /* first words, lower case */
    uint32_t *kinds; /* [n_words] of the rules of a first word */
    bk__headwords head;
    uint32_t n;
    bool small; /* one of BK__ANYWHERE begins with a small letter or a digit */
    /* kinds of the rules that may begin with this byte and one of these lowest five bits */
    uint16_t opening[256][32];
    /* the same by the place of the first four bytes of the first word */
    uint16_t start[1 << BK__START_BITS];
    /* of that whether there is one of BK__ANYWHERE; of BK__ANYWHERE or BK__IN_SENTENCE */
    uint64_t within[2][(1 << BK__START_BITS) / 64];
} bk__furniture;

/* A language without a file has no rules. BK_EIO, BK_EFORMAT, BK_ENOMEM. */
bk_status bk__furniture_open(bk_ctx *ctx, bk__furniture *out, const char *lang);
void bk__furniture_close(bk__furniture *f);
/* Of its language; NULL for NULL. */
static inline const bk__headwords *bk__furniture_head(const bk__furniture *f)
{
    return f ? &f->head : NULL;
}
/* Letters and digits; 0xE2 and 0xC2 begin quotes, dashes and blanks. */
static inline bool bk__word_byte(char ch)
{
    unsigned char c = (unsigned char)ch;
    return bk__alnum(c) && c != 0xE2 && c != 0xC2;
}

static inline uint32_t bk__furniture_place(uint32_t key)
{
    return key * 0x9E3779B1u >> (32 - BK__START_BITS);
}

/* Of up to four bytes of the word at s.p[at], in any case; of the one byte where it is no word. */
static inline uint32_t bk__furniture_start(bk_str s, size_t at, size_t end)
{
    size_t n = 1;
    uint32_t key = (unsigned char)s.p[at] | 32u;
    while (n < 4 && at + n < end && bk__word_byte(s.p[at]) && bk__word_byte(s.p[at + n]))
        key = key << 8 | (unsigned char)s.p[at + n++] | 32;
    return bk__furniture_place(key);
}

/* The same of a word of at least n bytes, 0 < n <= 4, four of which can be read; those of others
 * than ASCII are looked at one by one. */
static inline uint32_t bk__furniture_start_of(bk_str s, size_t at, size_t end, unsigned n)
{
    const unsigned char *p = (const unsigned char *)s.p + at;
    uint32_t key = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
    if (key & 0x80808080u)
        return bk__furniture_start(s, at, end);
    return bk__furniture_place((key | 0x20202020u) >> 8 * (4 - n));
}

/* False for most places: no rule of one of the kinds (bits) begins at s.p[at], at < end. */
static inline bool bk__furniture_may(const bk__furniture *f, bk_str s, size_t at, size_t end,
                                     uint32_t kinds)
{
    return (f->opening[(unsigned char)s.p[at]][at + 1 < end ? s.p[at + 1] & 31 : 0] & kinds) &&
           (f->start[bk__furniture_start(s, at, end)] & kinds);
}
/* The rules of one of the kinds (bits) that match at s.p[at], within [at, end), the longest first:
 * call with *cursor 0, then again for the next. *len its bytes. NULL: no more. */
const bk__rule *bk__furniture_at(const bk__furniture *f, bk_str s, size_t at, size_t end,
                                 uint32_t kinds, uint32_t *cursor, size_t *len);

/* ---- cleaning -------------------------------------------------------------- */
typedef struct bk__learned { /* lines that recur in an outlet, NULL for none */
    uint64_t *hash;          /* [n] rising */
    size_t n;
    uint64_t heads[16];  /* a bit for the highest ten bits of every hash */
    uint64_t starts[64]; /* a bit for the highest twelve bits of every line's bk__line_start */
} bk__learned;

/* Of a line and its bk__line_head: its place in l->hash; l->n where it was not learned. */
size_t bk__learned_at(const bk__learned *l, bk_str line, uint64_t head);

/* Sets kept and removed of the article (in the arena). titles: of the whole input, NULL for none.
 * Pure but for memory. */
bk_status bk__clean(bk_ctx *ctx, bk__arena *arena, bk_article *article, const bk__furniture *rules,
                    const bk__learned *learned, const bk__titles *titles);
/* The first line that may be a headline or the report's first sentence: no furniture, no blank.
 * False where there is none. */
bool bk__first_line(bk_str text, const bk__furniture *rules, size_t *at, bk_str *line);

#endif
