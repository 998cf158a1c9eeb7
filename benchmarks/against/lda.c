/* lda.c - LDA of counts in the format of lda-c, timed; its topics for another program to judge.
 *
 *     build/benchmarks/against/lda COUNTS.ldac COLUMNS TOPICS SWEEPS THREADS [TOPICS.f32]
 * OPTIMISE=1: alpha follows the counts.
 * COUNTS.ldac: an article a line, "words word:count word:count ...". Prints the seconds of wall and
 * cpu that the work took, without reading, millions of tokens a second of cpu, the objective;
 * writes [TOPICS x COLUMNS] shares as 32-bit floats. */
#include <bingkai/bingkai.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Adds an article's line; how many tokens it has. */
static double add_line(bk_csr *A, int64_t *cap, char *line)
{
    char *p = line;
    double tokens = 0;
    int64_t n = A->ptr[A->rows], words = strtoll(p, &p, 10);
    for (int64_t i = 0; i < words; i++) {
        if (n == *cap) {
            *cap = *cap ? 2 * *cap : 1 << 20;
            A->col = realloc(A->col, (size_t)*cap * sizeof *A->col);
            A->val = realloc(A->val, (size_t)*cap * sizeof *A->val);
            if (!A->col || !A->val)
                exit(1);
        }
        A->col[n] = (uint32_t)strtoul(p, &p, 10);
        A->val[n] = strtof(p + 1, &p);
        tokens += (double)A->val[n++];
    }
    A->rows++;
    A->ptr = realloc(A->ptr, (size_t)(A->rows + 1) * sizeof *A->ptr);
    if (!A->ptr)
        exit(1);
    A->ptr[A->rows] = n;
    return tokens;
}

static double read_counts(bk_csr *A, const char *path)
{
    FILE *f = fopen(path, "r");
    char *line = NULL;
    size_t size = 0;
    int64_t cap = 0;
    double tokens = 0;
    A->ptr = calloc(1, sizeof *A->ptr);
    if (!f || !A->ptr)
        return -1;
    while (getline(&line, &size, f) > 0)
        tokens += add_line(A, &cap, line);
    free(line);
    fclose(f);
    return tokens;
}

static bk_status write_topics(const bk_topic *t, int64_t columns, const char *path)
{
    FILE *f = fopen(path, "wb");
    const double *terms = bk_topic_terms(t);
    if (!f)
        return BK_EIO;
    for (int64_t i = 0; i < bk_topic_count(t) * columns; i++) {
        float x = (float)terms[i];
        fwrite(&x, sizeof x, 1, f);
    }
    return fclose(f) == 0 ? BK_OK : BK_EIO;
}

int main(int argc, char **argv)
{
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    bk_topic_opts topic = BK_TOPIC_OPTS_INIT;
    bk_ctx *ctx;
    bk_topic *t = NULL;
    bk_csr A = {0};
    double objective = 0;
    int sweeps = 0;
    if (argc < 6) {
        fputs("lda COUNTS.ldac COLUMNS TOPICS SWEEPS THREADS [TOPICS.f32]\n", stderr);
        return 2;
    }
    A.cols = strtoll(argv[2], NULL, 10);
    topic.method = "lda";
    topic.topics = (int)strtol(argv[3], NULL, 10);
    topic.max_iter = (int)strtol(argv[4], NULL, 10);
    topic.optimise = getenv("OPTIMISE") != NULL;
    opts.threads = (int)strtol(argv[5], NULL, 10);
    double tokens = read_counts(&A, argv[1]);
    if (tokens < 0 || bk_ctx_new(&ctx, &opts) != BK_OK)
        return 1;
    double wall = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID), first = cpu;
    bk_status st = bk_topic_new(ctx, &t, &A, &topic);
    while (st == BK_OK) {
        st = bk_topic_step(t, &objective);
        if (bk_topic_at(t).sweeps <= 1) /* the start, and the sweep that it ends with */
            first = now(CLOCK_PROCESS_CPUTIME_ID);
    }
    sweeps = bk_topic_at(t).sweeps;
    wall = now(CLOCK_MONOTONIC) - wall;
    double end = now(CLOCK_PROCESS_CPUTIME_ID);
    if (st == BK_END)
        st = argc > 6 ? write_topics(t, A.cols, argv[6]) : BK_OK;
    if (st == BK_OK)
        printf("wall %.2f cpu %.2f start %.2f Mtok/s %.1f sweeps %d objective %.1f\n", wall,
               end - cpu, first - cpu, tokens * (sweeps - 1) / (end - first) / 1e6, sweeps,
               objective);
    else
        fprintf(stderr, "lda: %s\n", bk_ctx_error(ctx)->message);
    bk_topic_free(t);
    bk_ctx_free(ctx);
    free(A.ptr);
    free(A.col);
    free(A.val);
    return st == BK_OK ? 0 : 1;
}
