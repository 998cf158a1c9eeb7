/* stages.h - a planted corpus through the stages, for the invariant tests. Header only, so that
 * a test links no room that it does not use. */
#ifndef BK_TESTS_STAGES_H
#define BK_TESTS_STAGES_H

#include <bingkai/vectorize.h>

#include "support/planted.h"

/* n planted articles, read and cleaned; bk_corpus_free. */
static inline bk_corpus *t_corpus(bk_ctx *ctx, int n)
{
    const char *dir = t_tmpdir();
    const char *path = t_path(dir, "planted.jsonl");
    bk_reader_opts opts = BK_READER_OPTS_INIT;
    bk_clean_opts clean = BK_CLEAN_OPTS_INIT;
    bk_reader *r;
    bk_corpus *c;
    t_planted(path, n, 1);
    t_ok(ctx, bk_reader_open(ctx, &r, &path, 1, &opts));
    t_ok(ctx, bk_corpus_read(ctx, &c, r, &clean));
    bk_reader_close(r);
    t_rmdir(dir);
    assert_int_equal(bk_corpus_size(c), n);
    return c;
}

#endif
