/* raw.h - a corpus whose articles are cleaned one by one, by who reads them. */
#ifndef BK_CORPUS_RAW_H
#define BK_CORPUS_RAW_H

#include <bingkai/corpus.h>

#include "base/arena.h"

/* As bk_corpus_read, but nothing is cleaned; what was learned is kept. */
bk_status bk__corpus_read_raw(bk_ctx *ctx, bk_corpus **out, bk_reader *r,
                              const bk_clean_opts *opts);
/* Article i as bk_corpus_read would have it; what is kept and removed lies in the arena. Several
 * workers at a time, each with its arena. */
bk_status bk__corpus_clean(const bk_corpus *c, int64_t i, bk__arena *arena, bk_article *out);

#endif
