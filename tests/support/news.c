/* news.c - see news.h */
#include "support/news.h"

bk_status t_articles(bk_ctx *ctx, bk_corpus **out, const char *path, bool clean)
{
    bk_clean_opts opts = BK_CLEAN_OPTS_INIT;
    bk_reader *r = NULL;
    *out = NULL;
    opts.clean = clean;
    bk_status st = bk_reader_open(ctx, &r, &path, 1, NULL);
    if (st == BK_OK)
        st = bk_corpus_read(ctx, out, r, &opts);
    bk_reader_close(r);
    return st;
}
