/* kernel.c - one piece of work on a matrix that stands, timed.
 *
 *     build/benchmarks/against/kernel WORK VECTORS.bkv K THREADS [GOAL]
 * WORK: svd, nmf, kmeans, kmeans:N (by batches of N articles), neighbours, lsa (neighbours in the
 * space of an SVD of 100 dimensions, which is not timed). Prints the seconds that the work took,
 * without loading, and what came out: singular values' share of |A|^2, the objective, the mean
 * cosine. peer.py beside this does the same elsewhere. nmf and kmeans stop at an objective of GOAL,
 * whatever the tolerance; it is a failure not to get there. */
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

static bk_status svd(bk_ctx *ctx, const bk_csr *A, int k, double *quality)
{
    bk_svd out;
    bk_status st = bk_svd_fit(ctx, &out, A, k, 4);
    if (st != BK_OK)
        return st;
    *quality = 1 - out.residual * out.residual;
    bk_svd_free(ctx, &out);
    return BK_OK;
}

/* Mean of 1 - cosine of articles with the topics that they belong to. */
static double mean_distance(const bk_topic *t, const bk_csr *A)
{
    bk_topic_model *m;
    double with = 0, n = 0;
    if (bk_topic_keep(t, &m) != BK_OK)
        return 1;
    for (int k = 0; k < bk_topic_model_count(m); k++)
        with += bk_topic_model_weight(m)[k];
    for (int64_t i = 0; i < A->rows; i++)
        n += A->ptr[i + 1] > A->ptr[i];
    bk_topic_model_free(m);
    return 1 - with / n;
}

static bk_status topics(bk_ctx *ctx, const bk_csr *A, const char *method, int k, double goal,
                        double *quality)
{
    bk_topic_opts opts = BK_TOPIC_OPTS_INIT;
    bk_topic *t;
    opts.method = strncmp(method, "kmeans:", 7) == 0 ? "kmeans" : method;
    opts.batch = opts.method != method ? (int)strtol(method + 7, NULL, 10) : 0;
    opts.topics = k;
    opts.tol = goal > 0 ? 0 : opts.tol;
    bk_status st = bk_topic_new(ctx, &t, A, &opts);
    *quality = 1;
    while (st == BK_OK && !(*quality <= goal))
        st = bk_topic_step(t, quality);
    if (st == BK_END && opts.batch > 0) /* the sweeps say it of centres that still move */
        *quality = mean_distance(t, A);
    bk_topic_free(t);
    if (st == BK_END && goal > 0 && *quality > goal)
        fputs("the goal was not reached\n", stderr);
    else if (st == BK_END)
        st = BK_OK;
    return st;
}

static void mean_score(bk_ctx *ctx, bk_pairs out, double *quality)
{
    double sum = 0;
    for (int64_t i = 0; i < out.n; i++)
        sum += (double)out.at[i].score;
    *quality = out.n ? sum / (double)out.n : 0;
    bk_pairs_free(ctx, &out);
}

static bk_status neighbours(bk_ctx *ctx, const bk_csr *A, int k, double *quality)
{
    bk_similar_opts opts = BK_SIMILAR_OPTS_INIT;
    bk_pairs out;
    opts.k = k;
    opts.min_score = 0;
    bk_status st = bk_similar_topk(ctx, &out, A, &opts);
    if (st == BK_OK)
        mean_score(ctx, out, quality);
    return st;
}

static bk_status lsa(bk_ctx *ctx, const bk_csr *A, int k, double *start, double *quality)
{
    bk_similar_opts opts = BK_SIMILAR_OPTS_INIT;
    bk_svd f;
    bk_pairs out;
    bk_status st = bk_svd_fit(ctx, &f, A, 100, 4);
    if (st != BK_OK)
        return st;
    for (int64_t i = 0; i < f.rows * f.k; i++)
        f.U[i] *= f.s[i % f.k];
    opts.k = k;
    opts.min_score = 0;
    *start = now();
    st = bk_similar_dense(ctx, &out, f.U, f.rows, f.k, &opts);
    if (st == BK_OK)
        mean_score(ctx, out, quality);
    bk_svd_free(ctx, &f);
    return st;
}

int main(int argc, char **argv)
{
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    bk_ctx *ctx;
    bk_vectorizer *v = NULL;
    double quality = 0, start = 0;
    if (argc < 5 || argc > 6) {
        fputs("kernel WORK VECTORS.bkv K THREADS [GOAL]\n", stderr);
        return 2;
    }
    int k = (int)strtol(argv[3], NULL, 10);
    double goal = argc > 5 ? strtod(argv[5], NULL) : 0;
    opts.threads = (int)strtol(argv[4], NULL, 10);
    if (bk_ctx_new(&ctx, &opts) != BK_OK)
        return 1;
    bk_status st = bk_vectorizer_load(ctx, &v, argv[2]);
    if (st == BK_OK) {
        const bk_csr *A = bk_vectorizer_weights(v);
        start = now();
        st = strcmp(argv[1], "svd") == 0          ? svd(ctx, A, k, &quality)
             : strcmp(argv[1], "lsa") == 0        ? lsa(ctx, A, k, &start, &quality)
             : strcmp(argv[1], "neighbours") == 0 ? neighbours(ctx, A, k, &quality)
                                                  : topics(ctx, A, argv[1], k, goal, &quality);
    }
    if (st == BK_OK)
        printf("%.4f\t%.9f\n", now() - start, quality);
    else
        fprintf(stderr, "%s %s\n", bk_ctx_error(ctx)->message, bk_ctx_error(ctx)->where);
    bk_vectorizer_free(v);
    bk_ctx_free(ctx);
    return st != BK_OK;
}
