/* repeats.c - repeated articles beside vectorising, on the same corpus in memory.
 *
 *     build/benchmarks/against/repeats ARTICLES.jsonl THREADS THRESHOLD
 * Prints the seconds of bk_vectorizer_fit (all defaults), those of bk_neardup_fit_vectors, which
 * finds repeats too, their ratio, how many articles stand in a group, and how many groups. */
#include <bingkai/bingkai.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

int main(int argc, char **argv)
{
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    bk_neardup_opts near = BK_NEARDUP_OPTS_INIT;
    bk_ctx *ctx;
    bk_reader *reader;
    bk_corpus *corpus = NULL;
    bk_vectorizer *v = NULL, *both = NULL;
    bk_neardup groups = {0};
    const char *path = argc > 1 ? argv[1] : "";
    if (argc < 4) {
        fputs("repeats ARTICLES.jsonl THREADS THRESHOLD\n", stderr);
        return 2;
    }
    opts.threads = (int)strtol(argv[2], NULL, 10);
    near.threshold = strtod(argv[3], NULL);
    if (bk_ctx_new(&ctx, &opts) != BK_OK)
        return 1;
    double start = 0, fit = 0, found = 0;
    bk_status st = bk_reader_open(ctx, &reader, &path, 1, NULL);
    if (st == BK_OK) {
        st = bk_corpus_read(ctx, &corpus, reader, NULL);
        bk_reader_close(reader);
    }
    start = now();
    if (st == BK_OK)
        st = bk_vectorizer_fit(ctx, &v, corpus, NULL);
    fit = now() - start;
    start = now();
    if (st == BK_OK)
        st = bk_neardup_fit_vectors(ctx, &groups, &both, corpus, &near, NULL);
    found = now() - start;
    if (st == BK_OK) {
        int64_t members = 0;
        for (int64_t i = 0; i < groups.n; i++)
            members += groups.group[i] != UINT32_MAX;
        printf("%.4f\t%.4f\t%.3f\t%lld\t%u\n", fit, found, found / fit, (long long)members,
               groups.groups);
    } else {
        fprintf(stderr, "%s %s\n", bk_ctx_error(ctx)->message, bk_ctx_error(ctx)->where);
    }
    bk_neardup_free(ctx, &groups);
    bk_vectorizer_free(v);
    bk_vectorizer_free(both);
    bk_corpus_free(corpus);
    bk_ctx_free(ctx);
    return st != BK_OK;
}
