/* repeats.c - vectorising, alone or with repeated articles, on a corpus in memory.
 *
 *     build/benchmarks/against/repeats vectors|both ARTICLES.jsonl THREADS
 * Prints the seconds of bk_vectorizer_fit or of bk_neardup_fit_vectors (all defaults), without
 * reading and cleaning; with both, how many articles stand in a group and how many groups. */
#include <bingkai/bingkai.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
    bk_ctx *ctx;
    bk_reader *reader;
    bk_corpus *corpus = NULL;
    bk_vectorizer *v = NULL;
    bk_neardup groups = {0};
    if (argc != 4) {
        fputs("repeats vectors|both ARTICLES.jsonl THREADS\n", stderr);
        return 2;
    }
    const char *path = argv[2];
    opts.threads = (int)strtol(argv[3], NULL, 10);
    if (bk_ctx_new(&ctx, &opts) != BK_OK)
        return 1;
    bk_status st = bk_reader_open(ctx, &reader, &path, 1, NULL);
    if (st == BK_OK) {
        st = bk_corpus_read(ctx, &corpus, reader, NULL);
        bk_reader_close(reader);
    }
    double start = now();
    if (st == BK_OK)
        st = strcmp(argv[1], "both") == 0
                 ? bk_neardup_fit_vectors(ctx, &groups, &v, corpus, NULL, NULL)
                 : bk_vectorizer_fit(ctx, &v, corpus, NULL);
    double end = now();
    int64_t members = 0;
    for (int64_t i = 0; i < groups.n; i++)
        members += groups.group[i] != UINT32_MAX;
    if (st == BK_OK)
        printf("%.4f\t%lld\t%u\n", end - start, (long long)members, groups.groups);
    else
        fprintf(stderr, "%s %s\n", bk_ctx_error(ctx)->message, bk_ctx_error(ctx)->where);
    bk_neardup_free(ctx, &groups);
    bk_vectorizer_free(v);
    bk_corpus_free(corpus);
    bk_ctx_free(ctx);
    return st == BK_OK ? 0 : 1;
}
