/* learn.h - lines that recur across the articles of one outlet. */
#ifndef BK_CORPUS_LEARN_H
#define BK_CORPUS_LEARN_H

#include <bingkai/corpus.h>

#include "corpus/clean.h"
#include "corpus/notes.h"

typedef struct bk__lessons bk__lessons;
typedef struct bk__learner bk__learner;

/* `opts` is borrowed until the end. */
bk_status bk__learner_new(bk_ctx *ctx, bk__learner **out, const bk_clean_opts *opts);
void bk__learner_free(bk__learner *l); /* NULL is fine */
/* The next article: number i of what was noted. */
bk_status bk__learner_take(bk__learner *l, const bk__notes *noted, size_t i, bk_str source);
/* All articles were taken. */
bk_status bk__learner_end(bk__learner *l, bk__lessons **out);

/* What was learned for articles of the source; NULL where nothing was. `l` may be NULL. */
const bk__learned *bk__lessons_of(const bk__lessons *l, bk_str source);
void bk__lessons_free(bk__lessons *l);

#endif
