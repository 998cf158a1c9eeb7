/* cleaner.h - an article cleaned, or kept as it is. */
#ifndef BK_CORPUS_CLEANER_H
#define BK_CORPUS_CLEANER_H

#include "corpus/clean.h"

typedef struct bk__cleaner {
    bk_ctx *ctx;
    bool clean;             /* false: every line stays */
    bk__furniture rules[2]; /* of BK__LANG_ID and BK__LANG_EN, less one */
    bk__titles titles;      /* of the whole input, n 0 where they are not known */
} bk__cleaner;

bk_status bk__cleaner_open(bk_ctx *ctx, bk__cleaner *c, bool clean);
void bk__cleaner_close(bk__cleaner *c); /* fine on a zeroed one */
/* Sets kept and removed of the article (in the arena). Pure but for memory. */
bk_status bk__cleaner_run(const bk__cleaner *c, bk__arena *arena, bk_article *a,
                          const bk__learned *learned);

#endif
