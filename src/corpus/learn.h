/* learn.h - lines that recur across the articles of one outlet. */
#ifndef BK_CORPUS_LEARN_H
#define BK_CORPUS_LEARN_H

#include <bingkai/corpus.h>

#include "corpus/clean.h"

typedef struct bk__lessons bk__lessons;

/* Reads all articles (raw) over the pool. outlet [n] gets each article's outlet, 0 for none. */
bk_status bk__learn(bk_ctx *ctx, bk__lessons **out, const bk_article *article, int64_t n,
                    const bk_clean_opts *opts);
/* What was learned for article i; NULL where nothing was. */
const bk__learned *bk__lessons_of(const bk__lessons *l, int64_t i);
void bk__lessons_free(bk__lessons *l);

#endif
