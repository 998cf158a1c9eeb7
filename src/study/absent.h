/* absent.h - why a word of the user's is no term of the articles. */
#ifndef BK_STUDY_ABSENT_H
#define BK_STUDY_ABSENT_H

#include <bingkai/vectorize.h>

#include "base/str.h"

typedef struct bk__absent {
    bk_str word;   /* case folded */
    int64_t line;  /* of the user's file */
    int64_t terms; /* articles in which it stands, or what it is counted as does */
    int64_t words; /* articles in which it stands as a word that is not counted */
} bk__absent;

/* Looks for the words w [n] in all articles: they are read once, by one thread. */
bk_status bk__absent_look(bk_ctx *ctx, bk__absent *w, int n, const bk_corpus *c,
                          const bk_analyzer_opts *opts);
/* Adds the reason in words; `opts` are those that the articles were counted with. */
bk_status bk__absent_why(bk__buf *out, const bk__absent *w, const bk_corpus *c,
                         const bk_vectorizer_opts *opts);

#endif
