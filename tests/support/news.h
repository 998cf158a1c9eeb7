/* news.h - articles out of a file, for tests of what comes behind reading. */
#ifndef BK_TESTS_NEWS_H
#define BK_TESTS_NEWS_H

#include <bingkai/corpus.h>

/* The articles of a file; clean false: nothing is taken out of them. NULL on failure. */
bk_status t_articles(bk_ctx *ctx, bk_corpus **out, const char *path, bool clean);

#endif
