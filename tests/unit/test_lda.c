/* LDA: the grid holds every token once, the quick loops draw what they should, counts add up. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/sparse.h"
#include "support/support.h"

#include <bingkai/topic.h>

#include "matrix/csr.h"
#include "model/lda_kernel.h"

static bk_csr counts(bk_ctx *ctx, int64_t rows, int64_t cols, int per_row, uint64_t seed)
{
    bk_csr A = sparse_random(ctx, rows, cols, per_row, true, seed);
    t_rand r = {seed};
    for (int64_t e = 0; e < A.ptr[rows]; e++)
        A.val[e] = (float)t_below(&r, 4); /* 0 too */
    return A;
}

static void check_grid(bk_ctx *ctx, const bk_csr *A, int64_t step, int least)
{
    bk__lda_grid grid;
    t_ok(ctx, bk__lda_grid_new(ctx, &grid, A, step));
    double *left = calloc((size_t)(A->rows * A->cols), sizeof *left);
    int *group = calloc((size_t)(A->rows + A->cols), sizeof *group);
    int64_t tokens = 0;
    assert_true(grid.P >= least);
    int P = grid.P;
    for (int64_t i = 0; i < A->rows; i += step)
        for (int64_t e = A->ptr[i]; e < A->ptr[i + 1]; e++)
            left[i * A->cols + A->col[e]] = (double)A->val[e];
    for (int d = 0; d < P; d++)
        for (int g = 0; g < P; g++) {
            const bk__lda_block *b = bk__lda_block_at(&grid, g, d);
            int64_t here = 0;
            uint32_t e = 0;
            for (uint32_t s = 0; s < b->parts; s++)
                for (; e < b->part[s].end; e++) {
                    int64_t row = b->part[s].row * step;
                    int h = (g + d) % P + 1;
                    left[row * A->cols + b->entry[e].word] -= b->entry[e].count;
                    here += b->entry[e].count;
                    assert_true(group[row] == 0 || group[row] == g + 1);
                    assert_true(group[A->rows + b->entry[e].word] % (P + 1) == 0 ||
                                group[A->rows + b->entry[e].word] == h);
                    group[row] = g + 1;
                    group[A->rows + b->entry[e].word] = h;
                }
            assert_true(e == b->n && here == b->tokens);
            tokens += here;
        }
    for (int64_t i = 0; i < A->rows * A->cols; i++)
        assert_true(left[i] == 0);
    assert_int_equal(tokens, grid.tokens);
    free(left);
    free(group);
    bk__lda_grid_free(ctx, &grid);
}

static void every_token_once(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    (void)state;
    bk_csr small = counts(ctx, 40, 30, 8, 1), large = counts(ctx, 20000, 60, 30, 2);
    check_grid(ctx, &small, 1, 1);
    check_grid(ctx, &small, 8, 1);
    check_grid(ctx, &large, 1, 2);
    bk_csr none = counts(ctx, 0, 5, 1, 3);
    check_grid(ctx, &none, 1, 1);
    small.val[3] = 0.5F;
    bk__lda_grid grid;
    assert_int_equal(bk__lda_grid_new(ctx, &grid, &small, 1), BK_EINVAL);
    bk_csr_free(ctx, &small);
    bk_csr_free(ctx, &large);
    bk_csr_free(ctx, &none);
    t_ctx_free(ctx);
}

/* ---- the loops --------------------------------------------------------------------------------
 */
enum { ROWS = 60, COLS = 80, MOST = 112 };
typedef struct tables {
    float alpha[MOST], inverse[MOST], word[COLS * MOST], article[ROWS * MOST], to_word[COLS * MOST],
        to_article[ROWS * MOST];
    int32_t words[COLS * MOST], articles[ROWS * MOST];
    int64_t n_k[MOST];
    uint16_t topic[ROWS * COLS * 4];
    double expected, left_out, sampled;
} tables;

/* Everything once, block by block; P is 1. */
static void run(tables *t, const bk__lda_grid *grid, int K, uint64_t key, int sweeps)
{
    int ld = (K + 15) / 16 * 16;
    t_rand r = {3};
    memset(t, 0, sizeof *t);
    for (int k = 0; k < K; k++) {
        t->alpha[k] = 0.05F + 0.01F * (float)k;
        t->inverse[k] = 1 / (float)(20 + k);
        for (int w = 0; w < COLS; w++)
            t->word[w * ld + k] = (float)t_unit(&r);
        for (int i = 0; i < ROWS; i++)
            t->article[i * ld + k] = (float)t_unit(&r);
    }
    bk__lda_em em = {K,       ld,         0.01F,      t->alpha,     t->inverse,
                     t->word, t->article, t->to_word, t->to_article};
    bk__lda_gibbs gibbs = {K, ld, 0.01F, 0.01F * COLS, t->alpha, t->words, t->articles, t->topic};
    t->expected = bk__lda_expect(&em, grid->block, false);
    t->left_out = bk__lda_expect(&em, grid->block, true);
    bk__lda_draw(&gibbs, &em, grid->block, key);
    for (int w = 0; w < COLS; w++)
        for (int k = 0; k < K; k++)
            t->n_k[k] += t->words[w * ld + k];
    for (int i = 0; i < sweeps; i++)
        t->sampled = bk__lda_sample(&gibbs, grid->block, t->n_k, key + (uint64_t)i);
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
                words[(int)b->entry[e].word * ld + k]++;
                articles[(int)b->part[s].row * ld + k]++;
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
    const int topics[] = {1, 5, 16, 37, 100};
    bk_ctx *ctx = t_ctx(1);
    bk__lda_grid grid;
    (void)state;
    bk_csr A = counts(ctx, ROWS, COLS, 20, 5);
    t_ok(ctx, bk__lda_grid_new(ctx, &grid, &A, 1));
    for (size_t i = 0; i < sizeof topics / sizeof *topics; i++) {
        run(&quick, &grid, topics[i], 11, 3);
        bk__lda_plain = true;
        run(&plain, &grid, topics[i], 11, 3);
        bk__lda_plain = false;
        assert_memory_equal(&quick, &plain, sizeof quick);
        counts_add_up(&quick, &grid, topics[i]);
        assert_true(isfinite(quick.expected) && isfinite(quick.left_out) &&
                    isfinite(quick.sampled));
        double sum = 0; /* two sweeps of expectations */
        for (int k = 0; k < COLS * MOST; k++)
            sum += (double)quick.to_word[k];
        assert_true(fabs(sum - 2 * (double)grid.tokens) < 1e-3 * sum);
    }
    bk__lda_grid_free(ctx, &grid);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

/* One token beside counts that stand: how often each topic is drawn, and its own odds. */
static void a_token_is_drawn_with_its_odds(void **state)
{
    enum { K = 21, LD = 32, DRAWS = 60000, V = 3 };
    float alpha[LD] = {0};
    int32_t word[V * LD] = {0}, article[LD] = {0};
    int64_t n_k[LD] = {0};
    uint16_t topic[1] = {7};
    bk__lda_entry entry[9] = {{1, 1}};
    bk__lda_part part = {0, 1};
    bk__lda_block block = {entry, &part, 1, 1, 0, 1};
    bk__lda_gibbs m = {K, LD, 0.1F, 0.1F * V, alpha, word, article, topic};
    double p[K], sum = 0, chi = 0;
    int seen[K] = {0};
    t_rand r = {9};
    (void)state;
    for (int k = 0; k < K; k++) {
        alpha[k] = 0.3F + (float)t_unit(&r);
        article[k] = (int)t_below(&r, 5);
        for (int w = 0; w < V; w++)
            n_k[k] += word[w * LD + k] = (int)t_below(&r, 9);
        sum += p[k] = ((double)article[k] + (double)alpha[k]) * ((double)word[LD + k] + 0.1) /
                      ((double)n_k[k] + 0.3);
    }
    word[LD + 7]++; /* the token itself, which does not count */
    article[7]++;
    n_k[7]++;
    for (int i = 0; i < DRAWS; i++) {
        bk__lda_sample(&m, &block, n_k, (uint64_t)i * 0x9e3779b97f4a7c15u);
        seen[topic[0]]++;
    }
    for (int k = 0; k < K; k++)
        chi += pow(seen[k] - DRAWS * p[k] / sum, 2) / (DRAWS * p[k] / sum);
    assert_true(chi < 45.3); /* 20 degrees of freedom, 0.1 % */
}

/* ---- the whole --------------------------------------------------------------------------------
 */
static void odd_corpora(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    (void)state;
    for (int rows = 0; rows < 40; rows = rows < 4 ? rows + 1 : rows * 3)
        for (int topics = 0; topics <= 20; topics += 10) {
            bk_topic_opts opts = BK_TOPIC_OPTS_INIT;
            bk_topic *t;
            bk_csr A = counts(ctx, rows, 25, 6, 4);
            opts.method = "lda";
            opts.topics = topics;
            opts.max_iter = 25;
            t_ok(ctx, bk_topic_new(ctx, &t, &A, &opts));
            t_ok(ctx, bk_topic_fit(t));
            int K = bk_topic_count(t);
            for (int k = 0; k < K; k++) {
                double sum = 0;
                for (int64_t c = 0; c < A.cols; c++)
                    sum += bk_topic_terms(t)[k * A.cols + c];
                assert_true(fabs(sum - 1) < 1e-9);
            }
            bk_topic_free(t);
            bk_csr_free(ctx, &A);
        }
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_token_once),
        cmocka_unit_test(every_copy_gives_the_same),
        cmocka_unit_test(a_token_is_drawn_with_its_odds),
        cmocka_unit_test(odd_corpora),
    };
    return cmocka_run_group_tests_name("lda", tests, NULL, NULL);
}
