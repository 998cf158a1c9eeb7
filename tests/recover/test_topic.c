/* Planted topics are found again, and the map keeps them apart. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/plain_lda.h"
#include "support/support.h"

#include <bingkai/topic.h>

#include "matrix/csr.h"

enum {
    ROWS = 600,
    TOPICS = 8,
    WORDS = 25,
    COMMON = 60,
    COLS = TOPICS * WORDS + COMMON,
    TOKENS = 80
};

/* Article i is about topic i % TOPICS: of its words 6 in 10 from the topic's own, low ones more
 * often, 1 in 10 from another topic's, the rest common. Rows of length 1, square roots of counts.
 */
static void plant_rows(bk_ctx *ctx, bk_csr *A, int rows)
{
    t_rand r = {77};
    t_ok(ctx, bk__csr_new(ctx, A, rows, COLS, (int64_t)rows * TOKENS));
    int64_t n = 0;
    for (int i = 0; i < rows; i++) {
        int count[COLS] = {0};
        double length = 0;
        for (int j = 0; j < TOKENS; j++) {
            double u = t_unit(&r);
            int k = u < 0.6 ? i % TOPICS : (int)t_below(&r, TOPICS);
            int word = (int)(WORDS * t_unit(&r) * t_unit(&r));
            count[u < 0.7 ? k * WORDS + word : TOPICS * WORDS + (int)t_below(&r, COMMON)]++;
        }
        for (int c = 0; c < COLS; c++)
            length += count[c];
        for (int c = 0; c < COLS; c++)
            if (count[c] > 0) {
                A->col[n] = (uint32_t)c;
                A->val[n++] = (float)sqrt(count[c] / length);
            }
        A->ptr[i + 1] = n;
    }
}

static void plant(bk_ctx *ctx, bk_csr *A)
{
    plant_rows(ctx, A, ROWS);
}

static double entropy(const double *count, int n, double total)
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum -= count[i] > 0 ? count[i] / total * log(count[i] / total) : 0;
    return sum;
}

/* Normalised mutual information of each article's largest topic and the planted one. */
static double planted_nmi(const bk_topic *t, int rows)
{
    double both[TOPICS * TOPICS] = {0}, found[TOPICS] = {0}, planted[TOPICS] = {0};
    int K = bk_topic_count(t);
    for (int i = 0; i < rows; i++) {
        const double *d = bk_topic_docs(t) + (int64_t)i * K;
        int own = 0;
        for (int k = 1; k < K; k++)
            own = d[k] > d[own] ? k : own;
        both[own * TOPICS + i % TOPICS]++;
        found[own]++;
        planted[i % TOPICS]++;
    }
    double a = entropy(found, TOPICS, rows), b = entropy(planted, TOPICS, rows);
    return 2 * (a + b - entropy(both, TOPICS * TOPICS, rows)) / (a + b);
}

/* So many that topics begin with a part of them; the same bytes at any number of threads. */
static void they_are_found_in_many_articles(void **state)
{
    enum { MANY = 18000 };
    const char *const methods[] = {"nmf", "kmeans", "lsa"};
    const size_t size = (size_t)MANY * TOPICS * sizeof(double);
    double *first = malloc(size);
    (void)state;
    for (int run = 0; run < 12; run++) {
        const int threads[] = {1, 2, 3, 8};
        bk_ctx *ctx = t_ctx(threads[run % 4]);
        bk_topic_opts opts = BK_TOPIC_OPTS_INIT;
        bk_topic *t;
        bk_csr A;
        plant_rows(ctx, &A, MANY);
        opts.method = methods[run / 4];
        opts.topics = TOPICS;
        t_ok(ctx, bk_topic_new(ctx, &t, &A, &opts));
        t_ok(ctx, bk_topic_fit(t));
        assert_int_equal(bk_topic_count(t), TOPICS);
        assert_true(planted_nmi(t, MANY) >= 0.95);
        if (run % 4 == 0)
            memcpy(first, bk_topic_docs(t), size);
        assert_memory_equal(first, bk_topic_docs(t), size);
        bk_topic_free(t);
        bk_csr_free(ctx, &A);
        t_ctx_free(ctx);
    }
    free(first);
}

static void planted_topics_are_found(void **state)
{
    const char *const methods[] = {"nmf", "kmeans", "lda", "nmf-kl", "lsa"};
    bk_ctx *ctx = t_ctx(2);
    bk_csr A;
    double xy[2 * ROWS];
    (void)state;
    plant(ctx, &A);
    for (int m = 0; m < 5; m++) {
        bk_topic_opts opts = BK_TOPIC_OPTS_INIT;
        bk_topic *t;
        opts.method = methods[m];
        for (int64_t e = 0; e < A.ptr[ROWS] && m == 2; e++) /* counts again */
            A.val[e] = roundf(A.val[e] * A.val[e] * TOKENS);
        opts.topics = TOPICS;
        t_ok(ctx, bk_topic_new(ctx, &t, &A, &opts));
        t_ok(ctx, bk_topic_fit(t));
        assert_int_equal(bk_topic_count(t), TOPICS);
        int planted[TOPICS], own[ROWS], used = 0, right = 0, near = 0;
        for (int k = 0; k < TOPICS; k++) { /* the topic that most of the first ten terms are of */
            uint32_t col[10];
            double weight[10];
            int votes[TOPICS + 3] = {0};
            assert_int_equal(bk_topic_top(t, k, col, weight, 10), 10);
            for (int j = 0; j < 10; j++)
                votes[col[j] / WORDS]++;
            planted[k] = 0;
            for (int p = 1; p < TOPICS; p++)
                if (votes[p] > votes[planted[k]])
                    planted[k] = p;
            assert_true(votes[planted[k]] >= 9);
            used |= 1 << planted[k];
        }
        assert_int_equal(used, (1 << TOPICS) - 1);
        for (int i = 0; i < ROWS; i++) {
            const double *d = bk_topic_docs(t) + i * TOPICS;
            own[i] = 0;
            for (int k = 1; k < TOPICS; k++)
                if (d[k] > d[own[i]])
                    own[i] = k;
            right += planted[own[i]] == i % TOPICS;
        }
        assert_true(right >= ROWS * 9 / 10);
        assert_true(planted_nmi(t, ROWS) >= (m == 1 ? 0.95 : 0.9));
        t_ok(ctx, bk_topic_map(ctx, xy, NULL, &A, t));
        for (int i = 0; i < ROWS; i++) { /* the nearest on the map is of the same planted topic */
            int best = i == 0;
            for (int j = 0; j < ROWS; j++)
                if (j != i && hypot(xy[2 * i] - xy[2 * j], xy[2 * i + 1] - xy[2 * j + 1]) <
                                  hypot(xy[2 * i] - xy[2 * best], xy[2 * i + 1] - xy[2 * best + 1]))
                    best = j;
            near += best % TOPICS == i % TOPICS;
        }
        assert_true(near >= ROWS * 9 / 10);
        bk_topic_free(t);
    }
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

/* Held-out perplexity after as many sweeps as the plain sampler. */
static void lda_is_as_good_as_the_plain_sampler(void **state)
{
    enum { K = 8, SWEEPS = 60 };
    bk_ctx *ctx = t_ctx(2);
    bk_csr A;
    bk_topic_opts opts = BK_TOPIC_OPTS_INIT;
    bk_topic *t;
    double *terms = calloc((size_t)K * COLS, sizeof *terms);
    (void)state;
    plant(ctx, &A);
    for (int64_t e = 0; e < A.ptr[ROWS]; e++)
        A.val[e] = roundf(A.val[e] * A.val[e] * TOKENS);
    opts.method = "lda";
    opts.topics = K;
    opts.max_iter = SWEEPS;
    t_ok(ctx, bk_topic_new(ctx, &t, &A, &opts));
    t_ok(ctx, bk_topic_fit(t));
    t_plain_lda(&A, K, opts.alpha, opts.beta, SWEEPS, 5, terms);
    double plain = t_completion(&A, K, opts.alpha, terms);
    double ours = t_completion(&A, bk_topic_count(t), opts.alpha, bk_topic_terms(t));
    assert_true(ours < plain * 1.01);
    free(terms);
    bk_topic_free(t);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

/* 8 topics were planted; 2 to 32 are tried. */
static void the_number_is_found(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_csr A, counts;
    bk_topic_choice choice[BK_TOPIC_CHOICES];
    int n, best;
    (void)state;
    plant(ctx, &A);
    plant(ctx, &counts);
    for (int64_t e = 0; e < A.ptr[ROWS]; e++)
        counts.val[e] = roundf(A.val[e] * A.val[e] * TOKENS);
    t_ok(ctx, bk_topic_choose(ctx, choice, &n, &best, &A, &counts, NULL, 2, 32));
    assert_true(n > 5 && choice[0].topics == 2 && choice[n - 1].topics == 32);
    for (int i = 0; i < n; i++) {
        assert_true(choice[i].perplexity > 1 && choice[i].perplexity_se > 0);
        assert_true(choice[i].exclusivity > 0 && choice[i].exclusivity <= 1);
        assert_true(choice[i].stability > 0 && choice[i].stability < 1 + 1e-9);
    }
    assert_true(choice[best].topics >= 6 && choice[best].topics <= 12);
    assert_true(choice[best].stability > 0.9);
    assert_int_equal(bk_topic_choose(ctx, choice, &n, &best, &A, &counts, NULL, 9, 3), BK_EINVAL);
    bk_csr_free(ctx, &A);
    bk_csr_free(ctx, &counts);
    t_ctx_free(ctx);
}

/* Three seeds: rare words of one planted topic, of another, and of two at once. */
static void seeds_are_kept(void **state)
{
    const char *const methods[] = {"nmf", "kmeans", "lsa", "lda", "nmf-kl"};
    const uint32_t col[3][4] = {{55, 59, 62, 64}, {129, 133, 138, 140}, {81, 82, 156, 157}};
    const bk_topic_seed seed[3] = {{col[0], 4}, {col[1], 4}, {col[2], 4}};
    bk_ctx *ctx = t_ctx(2);
    bk_csr A;
    (void)state;
    plant(ctx, &A);
    for (int m = 0; m < 5; m++) {
        bk_topic_opts opts = BK_TOPIC_OPTS_INIT;
        bk_topic *t;
        int topic[3] = {-1, -1, -1};
        opts.method = methods[m];
        opts.topics = TOPICS;
        opts.seed = seed;
        opts.seeds = 3;
        opts.seed_strength = 0.8;
        for (int64_t e = 0; e < A.ptr[ROWS] && m == 3; e++)
            A.val[e] = roundf(A.val[e] * A.val[e] * TOKENS);
        t_ok(ctx, bk_topic_new(ctx, &t, &A, &opts));
        t_ok(ctx, bk_topic_fit(t));
        for (int k = 0; k < bk_topic_count(t); k++)
            if (bk_topic_seed_of(t, k) >= 0)
                topic[bk_topic_seed_of(t, k)] = k;
        for (int s = 0; s < 3; s++) {
            uint32_t top[20];
            double weight[20];
            int own = 0, held = 0;
            assert_true(topic[s] >= 0);
            for (int i = 0; i < 4; i++) /* nowhere stronger than there, and among its first 20 */
                for (int k = 0; k < bk_topic_count(t); k++)
                    assert_true(bk_topic_terms(t)[k * COLS + (int)col[s][i]] <=
                                bk_topic_terms(t)[topic[s] * COLS + (int)col[s][i]]);
            bk_topic_top(t, topic[s], top, weight, 20);
            for (int j = 0; j < 20; j++) {
                own += top[j] / WORDS == col[s][0] / WORDS;
                for (int i = 0; i < 4; i++)
                    held += top[j] == col[s][i];
            }
            assert_int_equal(held, 4);
            assert_true(s == 2 || own >= 15); /* the rest of the planted topic comes along */
        }
        bk_topic_free(t);
    }
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(planted_topics_are_found),
                                       cmocka_unit_test(they_are_found_in_many_articles),
                                       cmocka_unit_test(lda_is_as_good_as_the_plain_sampler),
                                       cmocka_unit_test(the_number_is_found),
                                       cmocka_unit_test(seeds_are_kept)};
    return cmocka_run_group_tests_name("topic recovers", tests, NULL, NULL);
}
