/* LDA with many topics: draws have the exact odds, lists and counts agree, topics are found. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/sparse.h"
#include "support/support.h"

#include <bingkai/topic.h>

#include "matrix/csr.h"
#include "model/lda.h"
#include "model/topic.h"

/* ---- the loops --------------------------------------------------------------------------------
 */
enum { ROWS = 60, COLS = 80, MOST = 320, ROOM = 112 };
typedef struct tables {
    float alpha[MOST], inverse[MOST], word[COLS * MOST], article[ROWS * MOST];
    int32_t words[COLS * MOST], articles[ROWS * MOST], count[ROWS * ROOM];
    int64_t n_k[MOST], at[ROWS];
    uint16_t topic[ROWS * COLS * 4], live[ROWS], topics[ROWS * ROOM];
    double sampled;
} tables;

static bk__lda_sparse work_of(tables *t, int K)
{
    return (bk__lda_sparse){.K = K,
                            .ld = (K + 15) / 16 * 16,
                            .beta = 0.01F,
                            .vbeta = 0.01F * COLS,
                            .alpha = t->alpha,
                            .of_word = t->words,
                            .of_article = t->articles,
                            .topic = t->topic,
                            .at = t->at,
                            .live = t->live,
                            .topics = t->topics,
                            .count = t->count};
}

/* Everything once, in one block. */
static void run(tables *t, const bk__lda_grid *grid, int K, int sweeps)
{
    t_rand r = {3};
    memset(t, 0, sizeof *t);
    bk__lda_sparse m = work_of(t, K);
    for (int k = 0; k < K; k++) {
        t->alpha[k] = 0.01F + 0.002F * (float)(k % 9);
        t->inverse[k] = 1 / (float)(20 + k % 7);
        for (int w = 0; w < COLS; w++)
            t->word[w * m.ld + k] = (float)t_unit(&r);
        for (int i = 0; i < ROWS; i++)
            t->article[i * m.ld + k] = (float)t_unit(&r);
    }
    for (int i = 0; i < ROWS; i++)
        t->at[i] = (int64_t)i * ROOM;
    bk__lda_em em = {K, m.ld, 0.01F, t->alpha, t->inverse, t->word, t->article, NULL, NULL};
    bk__lda_sparse_draw(&m, &em, grid->block, 11);
    for (int w = 0; w < COLS; w++)
        for (int k = 0; k < K; k++)
            t->n_k[k] += t->words[w * m.ld + k];
    for (int i = 0; i < sweeps; i++) {
        bk__lda_sparse_list(&m, 0, ROWS);
        t->sampled = bk__lda_sparse_sample(&m, grid->block, t->n_k, 12 + (uint64_t)i);
        bk__lda_sparse_unlist(&m, 0, ROWS);
    }
}

static void counts_add_up(const tables *t, const bk__lda_grid *grid, int K)
{
    int ld = (K + 15) / 16 * 16;
    const bk__lda_block *b = grid->block;
    int64_t token = 0, sum = 0;
    uint32_t e = 0;
    int32_t *words = calloc((size_t)(COLS * ld), sizeof *words);
    int32_t *articles = calloc((size_t)(ROWS * ld), sizeof *articles);
    for (uint32_t s = 0; s < b->parts; s++)
        for (; e < b->part[s].end; e++)
            for (uint32_t c = 0; c < b->entry[e].count; c++) {
                int k = t->topic[token++];
                assert_true(k < K);
                words[(int)b->part[s].row * ld + k]++;
                articles[(int)b->entry[e].word * ld + k]++;
            }
    assert_memory_equal(words, t->words, (size_t)(COLS * ld) * sizeof *words);
    assert_memory_equal(articles, t->articles, (size_t)(ROWS * ld) * sizeof *articles);
    for (int k = 0; k < K; k++)
        sum += t->n_k[k];
    assert_int_equal(sum, grid->tokens);
    free(words);
    free(articles);
}

static void every_copy_gives_the_same(void **state)
{
    static tables quick, plain;
    const int topics[] = {1, 5, 16, 37, 100, 320};
    bk_ctx *ctx = t_ctx(1);
    bk__lda_grid grid;
    bk_csr At;
    (void)state;
    bk_csr A = sparse_random(ctx, ROWS, COLS, 20, true, 5);
    t_rand r = {5};
    for (int64_t e = 0; e < A.ptr[ROWS]; e++)
        A.val[e] = (float)t_below(&r, 4); /* 0 too */
    t_ok(ctx, bk_csr_transpose(ctx, &At, &A));
    t_ok(ctx, bk__lda_grid_new(ctx, &grid, &At, 1));
    assert_int_equal(grid.P, 1);
    for (size_t i = 0; i < sizeof topics / sizeof *topics; i++) {
        run(&quick, &grid, topics[i], 3);
        bk__lda_plain = true;
        run(&plain, &grid, topics[i], 3);
        bk__lda_plain = false;
        assert_memory_equal(&quick, &plain, sizeof quick);
        counts_add_up(&quick, &grid, topics[i]);
        assert_true(isfinite(quick.sampled));
    }
    bk__lda_grid_free(ctx, &grid);
    bk_csr_free(ctx, &A);
    bk_csr_free(ctx, &At);
    t_ctx_free(ctx);
}

/* One token beside counts that stand: how often each topic is drawn, against the conditional of
 * collapsed Gibbs; topics that the article has, one that it has of this token alone, and others. */
static void a_token_is_drawn_with_its_odds(void **state)
{
    enum { K = 37, LD = 48, DRAWS = 100000, V = 3, OLD = 7 };
    static tables t;
    bk__lda_entry entry[9] = {{0, 1}};
    bk__lda_part part = {1, 1};
    bk__lda_block block = {entry, &part, 1, 1, 0, 1};
    (void)state;
    for (int own = 0; own < 2; own++) { /* whether the article has more of the old topic */
        double p[K], sum = 0, chi = 0;
        int seen[K] = {0};
        t_rand r = {9};
        memset(&t, 0, sizeof t);
        bk__lda_sparse m = work_of(&t, K);
        m.beta = 0.1F;
        m.vbeta = 0.1F * V;
        for (int k = 0; k < K; k++) {
            t.alpha[k] = 0.3F + (float)t_unit(&r);
            t.articles[k] = k % 3 && (k != OLD || own) ? (int)t_below(&r, 5) + 1 : 0;
            for (int w = 0; w < V; w++)
                t.n_k[k] += t.words[w * LD + k] = (int)t_below(&r, 9);
            sum += p[k] = ((double)t.articles[k] + (double)t.alpha[k]) *
                          ((double)t.words[LD + k] + 0.1) / ((double)t.n_k[k] + 0.3);
        }
        t.words[LD + OLD]++; /* the token itself, which does not count */
        t.articles[OLD]++;
        t.n_k[OLD]++;
        t.topic[0] = OLD;
        bk__lda_sparse_list(&m, 0, 1);
        for (int i = 0; i < DRAWS; i++) {
            bk__lda_sparse_sample(&m, &block, t.n_k, (uint64_t)i * 0x9e3779b97f4a7c15u);
            seen[t.topic[0]]++;
        }
        for (int k = 0; k < K; k++)
            chi += pow(seen[k] - DRAWS * p[k] / sum, 2) / (DRAWS * p[k] / sum);
        assert_true(chi < 68); /* 36 degrees of freedom, 0.1 % */
    }
}

/* ---- the whole --------------------------------------------------------------------------------
 */
enum { PLANTED = 20, FITTED = 30, EACH = 15, ARTICLES = 1500, TOKENS = 60 };

/* Articles of two of the planted topics, whose words no other has; every tenth is of any. */
static bk_csr planted(bk_ctx *ctx)
{
    static float n[PLANTED * EACH];
    t_rand r = {4};
    bk_csr A;
    t_ok(ctx, bk__csr_new(ctx, &A, ARTICLES, PLANTED * EACH, (int64_t)ARTICLES * TOKENS));
    A.ptr[0] = 0;
    for (int i = 0; i < ARTICLES; i++) {
        int of[2] = {(int)t_below(&r, PLANTED), (int)t_below(&r, PLANTED)};
        memset(n, 0, sizeof n);
        for (int j = 0; j < TOKENS; j++) {
            int k = t_below(&r, 10) ? of[j % 2] : (int)t_below(&r, PLANTED);
            n[k * EACH + (int)t_below(&r, EACH)]++;
        }
        int64_t e = A.ptr[i];
        for (uint32_t w = 0; w < PLANTED * EACH; w++)
            if (n[w] > 0) {
                A.col[e] = w;
                A.val[e++] = n[w];
            }
        A.ptr[i + 1] = e;
    }
    return A;
}

static double found(bk_ctx *ctx, const bk_csr *A, int many_from, int *matched)
{
    bk_topic_opts o = BK_TOPIC_OPTS_INIT;
    bk_topic *t;
    double objective = 0;
    bk_status st = BK_OK;
    o.method = "lda";
    o.topics = FITTED;
    o.max_iter = 60;
    int before = bk__lda_many_from;
    bk__lda_many_from = many_from;
    t_ok(ctx, bk_topic_new(ctx, &t, A, &o));
    while (st == BK_OK)
        st = bk_topic_step(t, &objective);
    assert_int_equal(st, BK_END);
    bk__lda_many_from = before;
    *matched = 0;
    for (int p = 0; p < PLANTED; p++) {
        double best = 0;
        for (int k = 0; k < FITTED; k++) {
            double sum = 0;
            for (int w = 0; w < EACH; w++)
                sum += bk_topic_terms(t)[k * A->cols + p * EACH + w];
            best = fmax(best, sum);
        }
        *matched += best > 0.9;
    }
    bk_topic_free(t);
    return objective;
}

static void planted_topics_are_found(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    int dense, sparse;
    (void)state;
    bk_csr A = planted(ctx);
    double a = found(ctx, &A, 1000, &dense), b = found(ctx, &A, 1, &sparse);
    assert_int_equal(dense, PLANTED);
    assert_int_equal(sparse, PLANTED);
    assert_true(b < a * 1.01);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

/* Sweeps, of which one finds what a sweep left that was broken off in the middle. */
static double swept(bk_ctx *ctx, const bk_csr *A, bool torn)
{
    bk_topic_opts o = BK_TOPIC_OPTS_INIT;
    bk_topic *t;
    double objective = 0;
    o.method = "lda";
    o.topics = PLANTED;
    o.max_iter = 8;
    bk__lda_many_from = 1;
    t_ok(ctx, bk_topic_new(ctx, &t, A, &o));
    while (bk_topic_at(t).sweeps < 6)
        t_ok(ctx, bk_topic_step(t, &objective));
    bk__lda *m = t->model;
    if (torn) {
        m->many.torn = true;
        memset(m->article, 0, (size_t)A->rows * (size_t)m->ld * sizeof *m->article);
        memset(m->n_k, 0, (size_t)m->ld * sizeof *m->n_k);
    }
    t_ok(ctx, bk_topic_step(t, &objective));
    bk_topic_free(t);
    bk__lda_many_from = 320;
    return objective;
}

static void goes_on_after_a_broken_sweep(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    (void)state;
    bk_csr A = planted(ctx);
    double whole = swept(ctx, &A, false), broken = swept(ctx, &A, true);
    assert_memory_equal(&whole, &broken, sizeof whole);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

static void odd_corpora(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    (void)state;
    bk__lda_many_from = 1;
    for (int rows = 0; rows < 40; rows = rows < 4 ? rows + 1 : rows * 3)
        for (int topics = 1; topics <= 40; topics += 13) {
            bk_topic_opts o = BK_TOPIC_OPTS_INIT;
            bk_topic *t;
            bk_csr A = sparse_random(ctx, rows, 25, 6, true, 4);
            for (int64_t e = 0; e < A.ptr[rows]; e++)
                A.val[e] = (float)(e % 3); /* 0 too */
            o.method = "lda";
            o.topics = topics;
            o.max_iter = 25;
            t_ok(ctx, bk_topic_new(ctx, &t, &A, &o));
            t_ok(ctx, bk_topic_fit(t));
            bk_topic_free(t);
            bk_csr_free(ctx, &A);
        }
    bk__lda_many_from = 320;
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_copy_gives_the_same),
        cmocka_unit_test(a_token_is_drawn_with_its_odds),
        cmocka_unit_test(planted_topics_are_found),
        cmocka_unit_test(goes_on_after_a_broken_sweep),
        cmocka_unit_test(odd_corpora),
    };
    return cmocka_run_group_tests_name("lda_sparse", tests, NULL, NULL);
}
