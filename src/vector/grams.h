/* grams.h - word n-grams as numbers: no string is made before all are counted. */
#ifndef BK_VECTOR_GRAMS_H
#define BK_VECTOR_GRAMS_H

#include "base/arena.h"
#include "vector/count.h"

/* Between words: no n-gram reaches over it. */
#define BK__BREAK UINT32_MAX

/* The rows of `out` are sequences of words (4 bytes each, numbers of their workers, BK__BREAK in
 * between) and its terms are the words. Afterwards its terms are the n-grams of min..max words that
 * stand in a row, joined with blanks, and its rows count them; all chunks are of worker 0. Bytes of
 * words must be above a blank, so that n-grams in the order of their words are in that of their
 * bytes. Over the pool. Memory: about 30 bytes a word and n-gram length above 1 while it works. */
bk_status bk__grams(bk__counted *out, int min, int max);

/* Different pairs of neighbours, rising: prefix is the rank of the first word among the terms of
 * `out`, word that of the second one + 1. *pair [*n] is yours; the rows hold ranks afterwards. */
struct bk__gram;
bk_status bk__gram_pairs(bk__counted *out, struct bk__gram **pair, uint32_t *n);

/* ---- inside ---------------------------------------------------------------------------------- */
/* A place where an n-gram stands. */
typedef struct bk__gram_item {
    uint32_t prefix; /* node of all words but the last; afterwards the n-gram's node in its part */
    uint32_t word;   /* the last one's number + 1; 0: there is none, the prefix stands alone */
    uint32_t row;
} bk__gram_item;

/* Different n-grams of a pass, rising by (prefix, word): their place is their node. The first pass
 * knows prefixes of one word, with or without a second one; each later one has a word more. */
typedef struct bk__gram {
    uint64_t tf;
    uint32_t prefix, word, df;
} bk__gram;

/* The n-grams of neighbouring prefixes. */
typedef struct bk__gram_part {
    uint32_t low, high;  /* prefixes */
    bk__gram_item *item; /* [n] in the order of the articles */
    size_t n;
    bk__gram *gram;        /* [grams] */
    uint32_t grams, first; /* the first one's node */
    uint32_t *hit;         /* row, packed (gram in this part, count); rows rise */
    size_t *strip;         /* [strips + 1] where the hits of each strip begin */
} bk__gram_part;

/* Rows of about the same number of words, which one task works on. */
typedef struct bk__gram_strip {
    const bk__chunk *chunk;
    int64_t begin, rows; /* in the chunk */
    int64_t first;       /* the first row of all */
    uint32_t *node;      /* of the n-gram that begins at each word */
    uint32_t *from;      /* the chunk's words */
    size_t words, skip;  /* how many; where they begin in `from` */
} bk__gram_strip;

typedef struct bk__gram_pass {
    bk__gram_part *part; /* [parts] */
    int64_t parts;
    bk__gram *gram; /* [n] of all parts */
    uint32_t *at;   /* [n] which term; NULL: the node's number */
    uint32_t n;
    int words;   /* of its longest n-grams */
    bool counts; /* these are terms; those without a second word always are */
} bk__gram_pass;

typedef struct bk__gram_room bk__gram_room; /* scratch of a worker */
bk__gram_room *bk__gram_room_new(bk_ctx *ctx);
void bk__gram_room_free(bk__gram_room *r);     /* NULL is fine; with it go the parts' hits */
void bk__gram_room_gathered(bk__gram_room *r); /* the parts' n-grams go */
/* gram_part.c: counts a part. singles: prefixes count alone as well; hits: they are wanted. */
bk_status bk__gram_part_count(bk__gram_room *r, bk__gram_part *p, const bk__gram_strip *strip,
                              int64_t strips, bool singles, bool hits);
/* gram_terms.c: numbers, strings and frequencies of all passes; words are out's terms till then. */
bk_status bk__gram_terms(bk__counted *out, bk__gram_pass *pass, int passes);

#endif
