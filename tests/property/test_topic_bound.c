/* Topics of more articles than --memory holds: fitted to some of them, all get shares; what is
 * taken stays within the budget; the same tables at 1 and 2 threads. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bingkai/study.h>

#include <math.h>

#include "report/schema.h"
#include "support/support.h"

enum { ARTICLES = 20000, OWN = 400, WORDS = 60, K = 8 };
static char dir[512];

/* Articles of one of five topics, each with words of its own. */
static void write_news(const char *path)
{
    FILE *f = fopen(path, "w");
    t_rand r = {11};
    assert_non_null(f);
    for (int i = 0; i < ARTICLES; i++) {
        fprintf(f, "{\"id\": \"a%d\", \"source\": \"s%d\", \"text\": \"", i, i % 3);
        for (int n = 0; n < WORDS; n++) {
            int w = (int)t_below(&r, OWN), t = t_below(&r, 10) ? i % 5 : (int)t_below(&r, 5);
            fprintf(f, "kata%c%c%c%c ", 'a' + t, 'a' + w / 100, 'a' + w / 10 % 10, 'a' + w % 10);
        }
        fprintf(f, ".\"}\n");
    }
    fclose(f);
}

static bk_ctx *bounded(int threads, uint64_t memory)
{
    bk_ctx_opts o = BK_CTX_OPTS_INIT;
    bk_ctx *ctx;
    o.threads = threads;
    o.memory_bytes = memory;
    o.data_dir = NULL;
    assert_int_equal(bk_ctx_new(&ctx, &o), BK_OK);
    return ctx;
}

static bk_study *run(bk_ctx *ctx, const char *vectors, const char *method)
{
    bk_study_opts o;
    bk_study *s;
    bk_study_opts_init(&o);
    o.topic.method = method;
    o.topic.topics = K;
    o.topic.max_iter = 30;
    o.theme.refits = 0;
    t_ok(ctx, bk_study_open(ctx, &s, &vectors, 1, &o));
    t_ok(ctx, bk_study_run(s, BK_STAGE_TOPICS));
    return s;
}

/* All that a table says, as one number. */
static bk_status add(void *user, const char *bytes, size_t n)
{
    uint64_t *sum = user;
    for (size_t i = 0; i < n; i++)
        *sum = *sum * 31 + (unsigned char)bytes[i];
    return BK_OK;
}

/* Articles lie with their kind on the map, those that were not fitted to as well. */
static void check_map(const bk_table *articles)
{
    double middle[5][2] = {{0}};
    int near = 0;
    for (int i = 0; i < ARTICLES; i++)
        for (int d = 0; d < 2; d++) {
            bk_cell at = bk_table_cell(articles, i, ART_X + (size_t)d);
            assert_true(!at.null && at.x >= -1 && at.x <= 1);
            middle[i % 5][d] += at.x / (ARTICLES / 5.0);
        }
    for (int i = 0; i < ARTICLES; i++) {
        double x = bk_table_cell(articles, i, ART_X).x, y = bk_table_cell(articles, i, ART_Y).x;
        int best = 0;
        for (int j = 1; j < 5; j++)
            if (hypot(x - middle[j][0], y - middle[j][1]) <
                hypot(x - middle[best][0], y - middle[best][1]))
                best = j;
        near += best == i % 5;
    }
    assert_true(near > ARTICLES * 95 / 100);
}

static void within_the_budget(void **state)
{
    static const char *const methods[] = {"nmf", "kmeans", "lda", "lsa"};
    const char *news = t_path(dir, "news.jsonl"), *vectors = t_path(dir, "news.bkv");
    const uint64_t budget = 24 << 20;
    bk_ctx *ctx = t_ctx(2);
    bk_study *s;
    bk_study_opts o;
    (void)state;
    write_news(news);
    bk_study_opts_init(&o);
    o.clean.min_repeats = 0;
    t_ok(ctx, bk_study_open_vectors(ctx, &s, &news, 1, &o));
    t_ok(ctx, bk_study_save_vectors(s, vectors, NULL));
    bk_study_free(s);
    t_ctx_free(ctx);
    for (int m = 0; m < 3; m++) {
        uint64_t sums[2] = {0}, peak;
        for (int threads = 1; threads <= 2; threads++) {
            ctx = bounded(threads, budget);
            s = run(ctx, vectors, methods[m]);
            bk_table *fit = bk_study_table(s, "topic_fit"), *places;
            bk_cell from = bk_table_cell(fit, 0, 3), n = bk_table_cell(fit, 0, 2);
            assert_true(from.s.n == 6 && memcmp(from.s.p, "sample", 6) == 0);
            assert_true(n.i >= 1000 && n.i < ARTICLES / 2);
            places = bk_study_table(s, "topic_places");
            assert_int_equal(bk_table_rows(places), ARTICLES);
            int of[K][5] = {{0}}, pure = 0;
            for (int i = 0; i < ARTICLES; i++)
                of[bk_table_cell(places, i, 1).i][i % 5]++;
            for (int k = 0; k < K; k++) {
                int most = 0;
                for (int j = 0; j < 5; j++)
                    most = of[k][j] > most ? of[k][j] : most;
                pure += most;
            }
            assert_true(pure > ARTICLES * 95 / 100);
            check_map(bk_study_table(s, "articles"));
            t_ok(ctx, bk_study_export(s, "articles", "tsv", add, &sums[threads - 1]));
            t_ok(ctx, bk_study_export(s, "topic_shares", "tsv", add, &sums[threads - 1]));
            t_ok(ctx, bk_study_export(s, "topics", "tsv", add, &sums[threads - 1]));
            bk_ctx_memory(ctx, NULL, &peak);
            assert_true(peak <= budget);
            bk_study_free(s);
            t_ctx_free(ctx);
        }
        assert_true(sums[0] == sums[1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(within_the_budget)};
    snprintf(dir, sizeof dir, "%s", t_tmpdir());
    int failed = cmocka_run_group_tests_name("topic bound", tests, NULL, NULL);
    t_rmdir(dir);
    return failed;
}
