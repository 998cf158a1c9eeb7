/* test_like.c - other articles in the columns of a vectorizer; columns for what is new in them. */
#include <stdio.h>
#include <string.h>

#include <bingkai/vectorize.h>

#include "support/news.h"
#include "support/support.h"

static char dir[512];
static const char first[] =
    "{\"id\":\"1\",\"text\":\"Kapal berlabuh di pelabuhan. Kapal membawa beras ke pasar.\"}\n"
    "{\"id\":\"2\",\"text\":\"Beras naik di pasar. Pasar ramai oleh kapal dan pelabuhan.\"}\n"
    "{\"id\":\"3\",\"text\":\"Pelabuhan menunggu kapal. Beras berlabuh.\"}\n";
static const char second[] =
    "{\"id\":\"4\",\"text\":\"Roket meluncur dan satelit mengorbit. Kapal menunggu roket.\"}\n"
    "{\"id\":\"5\",\"text\":\"Satelit membawa roket. Roket berlabuh di orbit.\"}\n";

static bk_corpus *read(bk_ctx *ctx, const char *lines)
{
    const char *path = t_path(dir, "x.jsonl");
    bk_corpus *c;
    t_write(path, lines, strlen(lines));
    t_ok(ctx, t_articles(ctx, &c, path, true));
    return c;
}

static double tokens(const bk_csr *A, int64_t row)
{
    double n = 0;
    for (int64_t p = A->ptr[row]; p < A->ptr[row + 1]; p++)
        n += (double)A->val[p];
    return n;
}

static void the_same_articles(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_corpus *c = read(ctx, first);
    bk_vectorizer *v, *same;
    float unknown[3];
    (void)state;
    t_ok(ctx, bk_vectorizer_fit(ctx, &v, c, NULL));
    for (int grow = 0; grow < 2; grow++) {
        t_ok(ctx, bk_vectorizer_like(v, &same, c, grow, unknown));
        assert_true(t_csr_equal(bk_vectorizer_counts(v), bk_vectorizer_counts(same)));
        assert_true(t_csr_equal(bk_vectorizer_weights(v), bk_vectorizer_weights(same)));
        uint64_t df = bk_vocab_df(bk_vectorizer_vocab(v), 0);
        assert_int_equal(bk_vocab_df(bk_vectorizer_vocab(same), 0), df * (1 + (unsigned)grow));
        for (int i = 0; i < 3; i++)
            assert_true(unknown[i] >= 0 && unknown[i] < 8);
        bk_vectorizer_free(same);
    }
    bk_vectorizer_free(v);
    bk_corpus_free(c);
    t_ctx_free(ctx);
}

static void new_columns_come_behind(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_corpus *a = read(ctx, first), *b = read(ctx, second);
    bk_vectorizer *v, *held, *grown;
    float unknown[2], fewer[2];
    (void)state;
    t_ok(ctx, bk_vectorizer_fit(ctx, &v, a, NULL));
    t_ok(ctx, bk_vectorizer_like(v, &held, b, false, unknown));
    t_ok(ctx, bk_vectorizer_like(v, &grown, b, true, fewer));
    const bk_vocab *old = bk_vectorizer_vocab(v), *more = bk_vectorizer_vocab(grown);
    uint32_t V = bk_vocab_size(old);
    assert_int_equal(bk_vocab_size(bk_vectorizer_vocab(held)), V);
    assert_true(bk_vocab_size(more) > V);
    for (uint32_t c = 0; c < V; c++) {
        bk_str x = bk_vocab_term(old, c), y = bk_vocab_term(more, c);
        assert_true(x.n == y.n && memcmp(x.p, y.p, x.n) == 0);
    }
    assert_true(bk_vocab_find(old, (bk_str){"roket", 5}) == UINT32_MAX);
    assert_true(bk_vocab_find(more, (bk_str){"roket", 5}) >= V);
    for (int64_t i = 0; i < 2; i++) { /* what is known and what is not are all its words */
        double all = tokens(bk_vectorizer_counts(held), i) + (double)unknown[i];
        assert_true(tokens(bk_vectorizer_counts(grown), i) + (double)fewer[i] == all);
        assert_true(fewer[i] < unknown[i] && unknown[i] > 2);
    }
    bk_vectorizer_free(grown);
    bk_vectorizer_free(held);
    bk_vectorizer_free(v);
    bk_corpus_free(a);
    bk_corpus_free(b);
    t_ctx_free(ctx);
}

static bk_status fit_and_like(bk_ctx *ctx, void *user)
{
    const char *path = user;
    bk_corpus *c = NULL;
    bk_vectorizer *v = NULL, *w = NULL;
    bk_status st = t_articles(ctx, &c, path, true);
    if (st == BK_OK)
        st = bk_vectorizer_fit(ctx, &v, c, NULL);
    if (st == BK_OK)
        st = bk_vectorizer_like(v, &w, c, true, NULL);
    bk_vectorizer_free(w);
    bk_vectorizer_free(v);
    bk_corpus_free(c);
    return st;
}

static void memory_runs_out(void **state)
{
    const char *path = t_path(dir, "y.jsonl");
    (void)state;
    t_write(path, first, sizeof first - 1);
    t_fail_each(fit_and_like, (void *)(uintptr_t)path, 1, 300);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_same_articles),
                                       cmocka_unit_test(new_columns_come_behind),
                                       cmocka_unit_test(memory_runs_out)};
    snprintf(dir, sizeof dir, "%s", t_tmpdir());
    int failed = cmocka_run_group_tests_name("like", tests, NULL, NULL);
    t_rmdir(dir);
    return failed;
}
