/* headwords.h - what kinds of words headlines and first sentences have: models/<lang>/headline.tsv.
 */
#ifndef BK_CORPUS_HEADWORDS_H
#define BK_CORPUS_HEADWORDS_H

#include "base/map.h"
#include "base/str.h"

enum { /* classes, bits; the file says what they mean */
       BK__HEAD_SMALL = 1 << 0,
       BK__HEAD_LOOSE = 1 << 1,
       BK__HEAD_OPENER = 1 << 2,
       BK__HEAD_PRONOUN = 1 << 3,
       BK__HEAD_WEAK = 1 << 4,
       BK__HEAD_OFFICE = 1 << 5,
       BK__HEAD_VERB = 1 << 6,
       BK__HEAD_UNIT = 1 << 7,
       BK__HEAD_LEADING = 1 << 8,
       BK__HEAD_HEADING = 1 << 9,
       BK__HEAD_PREDICATE = 1 << 10
};

typedef struct bk__headwords {
    bk__map word;
    uint32_t *is; /* [words] classes */
} bk__headwords;

/* A language without a file has no words. BK_EIO, BK_EFORMAT, BK_ENOMEM. */
bk_status bk__headwords_open(bk_ctx *ctx, bk__headwords *out, const char *lang);
void bk__headwords_close(bk__headwords *h); /* fine on a zeroed one */
/* The classes of a word in any case (ASCII); 0: none, or h NULL. Pure. */
uint32_t bk__headwords_of(const bk__headwords *h, bk_str word);

#endif
