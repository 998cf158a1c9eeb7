/* topics.c - topics of a corpus, timed; the matrix is written for others to do the same.
 *
 *     build/benchmarks/against/topics PREFIX K THREADS ARTICLES...
 * Writes PREFIX.mtx and what goes with it, prints a line a method: name, D, V, N, K, threads,
 * seconds for the start (SVD or seeding), seconds for the sweeps, sweeps, objective; then the
 * seconds that the map takes. sklearn_topics.py beside this runs it. */
#include <bingkai/bingkai.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static bk_status fit(bk_ctx *ctx, const bk_csr *A, const char *method, int K)
{
    bk_topic_opts opts = BK_TOPIC_OPTS_INIT;
    double start = now(), made, done, objective = 0;
    int sweeps = 1;
    bk_topic *t;
    opts.method = method;
    opts.topics = K;
    bk_status st = bk_topic_new(ctx, &t, A, &opts);
    made = now();
    while (st == BK_OK && (st = bk_topic_step(t, &objective)) == BK_OK)
        sweeps++;
    done = now();
    if (st == BK_END) {
        double *xy = malloc((size_t)A->rows * 2 * sizeof *xy);
        st = xy ? bk_topic_map(ctx, xy, A, t) : BK_ENOMEM;
        free(xy);
        printf("%s\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\t%d\t%d\t%.3f\t%.3f\t%d\t%.6f\t%.3f\n",
               method, A->rows, A->cols, A->ptr[A->rows], K, bk_ctx_threads(ctx), made - start,
               done - made, sweeps, objective, now() - done);
    }
    bk_topic_free(t);
    return st;
}

static bk_status run(bk_ctx *ctx, const char *prefix, int K, const char *const *paths, size_t n)
{
    bk_reader *r = NULL;
    bk_corpus *c = NULL;
    bk_vectorizer *v = NULL;
    bk_status st = bk_reader_open(ctx, &r, paths, n, NULL);
    if (st == BK_OK)
        st = bk_corpus_read(ctx, &c, r, NULL);
    if (st == BK_OK)
        st = bk_vectorizer_fit(ctx, &v, c, NULL);
    if (st == BK_OK)
        st = bk_vectorizer_export(v, prefix);
    if (st == BK_OK)
        st = fit(ctx, bk_vectorizer_weights(v), "nmf", K);
    if (st == BK_OK)
        st = fit(ctx, bk_vectorizer_weights(v), "kmeans", K);
    bk_vectorizer_free(v);
    bk_corpus_free(c);
    bk_reader_close(r);
    return st;
}

int main(int argc, char **argv)
{
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    bk_ctx *ctx;
    if (argc < 5) {
        fputs("topics PREFIX K THREADS ARTICLES...\n", stderr);
        return 2;
    }
    opts.threads = (int)strtol(argv[3], NULL, 10);
    if (bk_ctx_new(&ctx, &opts) != BK_OK)
        return 1;
    bk_status st = run(ctx, argv[1], (int)strtol(argv[2], NULL, 10), (const char *const *)argv + 4,
                       (size_t)argc - 4);
    if (st != BK_OK)
        fprintf(stderr, "%s %s\n", bk_ctx_error(ctx)->message, bk_ctx_error(ctx)->where);
    bk_ctx_free(ctx);
    return st != BK_OK;
}
