/* test_pair.c - why two articles are alike, with bytes that point into what was read; articles and
 * typed texts against a store. */
#include <bingkai/study.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "support/support.h"

enum { KIND, TERM, SHARE, A_BEGIN, A_END, A_TEXT, B_BEGIN, B_END, B_TEXT };

static char dir[512], news[600], outdir[600];
static const char *const text_a =
    "Menteri energi kedua negara menandatangani perjanjian pasokan gas di ibu kota. Harga gas naik "
    "dua kali dalam setahun. Pabrik pupuk di pantai utara menunggu kiriman pertama bulan depan.";
static const char *const text_b =
    "Menteri energi kedua negara menandatangani perjanjian pasokan gas pada hari Senin. Serikat "
    "nelayan menolak jalur pipa. Pabrik pupuk di pantai utara menunggu kiriman pertama bulan "
    "depan.";

static int set_up(void **state)
{
    (void)state;
    snprintf(dir, sizeof dir, "%s", t_tmpdir());
    snprintf(news, sizeof news, "%s/news.jsonl", dir);
    snprintf(outdir, sizeof outdir, "%s/out", dir);
    FILE *to = fopen(news, "w");
    assert_non_null(to);
    fprintf(to,
            "{\"id\": \"a\", \"source\": \"Kabar Timur\", \"title\": \"Gas untuk pabrik pupuk\", "
            "\"text\": \"%s\"}\n",
            text_a);
    fprintf(to,
            "{\"id\": \"b\", \"source\": \"Warta Nusa\", \"title\": \"Pipa gas ditolak\", "
            "\"text\": \"%s\"}\n",
            text_b);
    fprintf(to, "{\"id\": \"c\", \"source\": \"Warta Nusa\", \"title\": \"Tim voli menang\", "
                "\"text\": \"Tim voli putri menang tiga set langsung di gelanggang kota.\"}\n");
    assert_int_equal(fclose(to), 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    t_rmdir(dir);
    return 0;
}

static bk_study *open_news(bk_ctx *ctx)
{
    const char *path = news;
    bk_study_opts o;
    bk_study *s;
    bk_study_opts_init(&o);
    o.vectorizer.min_df = 1;
    o.vectorizer.max_df = 1.0;
    t_ok(ctx, bk_study_open(ctx, &s, &path, 1, &o));
    return s;
}

static bool is(bk_cell c, const char *z)
{
    return !c.null && bk__str_eq(c.s, bk__str(z));
}

/* The bytes named are the text shown. */
static void check_bytes(const bk_table *t, int64_t r, const char *field, size_t begin, size_t text)
{
    bk_cell from = bk_table_cell(t, r, begin), to = bk_table_cell(t, r, begin + 1);
    bk_cell shown = bk_table_cell(t, r, text);
    assert_int_equal(from.null, shown.null);
    if (from.null)
        return;
    assert_int_equal(to.i - from.i, shown.s.n);
    assert_memory_equal(field + from.i, shown.s.p, shown.s.n);
}

static void test_pair(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_study *s = open_news(ctx);
    bk_table *t;
    int same = 0, differs = 0, terms = 0;
    double shares = 0, last = INFINITY;
    (void)state;
    t_ok(ctx, bk_study_pair(s, &t, "a", "b"));
    assert_true(is(bk_table_cell(t, 0, KIND), "cosine"));
    assert_true(bk_table_cell(t, 0, SHARE).x > 0.3);
    for (int64_t r = 1; r < bk_table_rows(t); r++) {
        bk_cell kind = bk_table_cell(t, r, KIND);
        if (is(kind, "term")) {
            double share = bk_table_cell(t, r, SHARE).x;
            assert_true(share > 0 && share <= last);
            shares += last = share;
            terms++;
        } else if (is(kind, "title")) {
            assert_true(is(bk_table_cell(t, r, B_TEXT), "Pipa gas ditolak"));
        } else {
            check_bytes(t, r, text_a, A_BEGIN, A_TEXT);
            check_bytes(t, r, text_b, B_BEGIN, B_TEXT);
            same += is(kind, "same");
            differs += is(kind, "differs");
        }
    }
    assert_true(terms > 3 && shares <= 1 + 1e-6);
    assert_int_equal(same, 2);
    assert_int_equal(differs, 1);
    bk_table_free(t);
    /* the same article: all of it */
    t_ok(ctx, bk_study_pair(s, &t, "a", "a"));
    assert_true(fabs(bk_table_cell(t, 0, SHARE).x - 1) < 1e-6);
    bk_table_free(t);
    t_ok(ctx, bk_study_pair(s, &t, "a", "c")); /* nothing in common */
    bk_table_free(t);
    assert_int_equal(bk_study_pair(s, &t, "a", "nobody"), BK_EINVAL);
    assert_null(t);
    bk_study_free(s);
    t_ctx_free(ctx);
}

/* The study's own table: the same passages. */
static void test_passages(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_study *s = open_news(ctx);
    (void)state;
    t_ok(ctx, bk_study_run(s, BK_STAGE_SIMILAR));
    const bk_table *t = bk_study_table(s, "passages");
    assert_int_equal(bk_table_rows(t), 3);
    for (int64_t r = 0; r < 3; r++) {
        assert_true(is(bk_table_cell(t, r, 0), "a") && is(bk_table_cell(t, r, 1), "b"));
        check_bytes(t, r, text_a, 3, 5);
        check_bytes(t, r, text_b, 6, 8);
    }
    bk_study_free(s);
    t_ctx_free(ctx);
}

static void test_pair_without_text(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_study *s = open_news(ctx);
    const char *path = t_path(dir, "v.bkv");
    bk_table *t;
    (void)state;
    t_ok(ctx, bk_study_run(s, BK_STAGE_VECTORS));
    t_ok(ctx, bk_study_save_vectors(s, path, NULL));
    bk_study_free(s);
    t_ok(ctx, bk_study_open(ctx, &s, &path, 1, NULL));
    t_ok(ctx, bk_study_pair(s, &t, "a", "b"));
    for (int64_t r = 0; r < bk_table_rows(t); r++)
        assert_false(is(bk_table_cell(t, r, KIND), "same"));
    assert_true(bk_table_rows(t) > 4);
    bk_table_free(t);
    bk_study_free(s);
    t_ctx_free(ctx);
}

static void test_nearest(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_study *s = open_news(ctx);
    const char *vectors = t_path(dir, "w.bkv");
    bk_corpus *c;
    bk_table *t;
    (void)state;
    t_ok(ctx, bk_study_run(s, BK_STAGE_SIMILAR));
    t_ok(ctx, bk_study_save_vectors(s, vectors, NULL));
    t_ok(ctx, bk_study_write(s, outdir));
    t_ok(ctx, bk_corpus_of_text(ctx, &c, BK__STR("Harga gas dan pipa gas untuk nelayan"), NULL));
    assert_int_equal(bk_corpus_size(c), 1);
    for (int k = 0; k < 2; k++) { /* a container, a study */
        t_ok(ctx, bk_study_nearest(ctx, &t, k ? outdir : vectors, c, NULL));
        assert_true(bk_table_rows(t) >= 1);
        assert_true(is(bk_table_cell(t, 0, 0), "text"));
        assert_int_equal(bk_table_cell(t, 0, 1).i, 1);
        assert_true(is(bk_table_cell(t, 0, 3), "b"));
        assert_true(is(bk_table_cell(t, 0, 4), "Warta Nusa"));
        bk_table_free(t);
    }
    assert_int_equal(bk_study_nearest(ctx, &t, news, c, NULL), BK_EINVAL);
    assert_null(t);
    bk_corpus_free(c);
    /* articles of the store against it: each is its own nearest */
    t_ok(ctx, bk_study_nearest(ctx, &t, vectors, bk_study_corpus(s), NULL));
    for (int64_t r = 0; r < bk_table_rows(t); r++)
        if (bk_table_cell(t, r, 1).i == 1) {
            assert_true(bk__str_eq(bk_table_cell(t, r, 0).s, bk_table_cell(t, r, 3).s));
            assert_true(bk_table_cell(t, r, 2).x > 1 - 1e-6);
        }
    bk_table_free(t);
    bk_study_free(s);
    t_ctx_free(ctx);
}

static void test_text_of_any_kind(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_corpus *c;
    (void)state;
    t_ok(ctx, bk_corpus_of_text(ctx, &c, (bk_str){NULL, 0}, NULL));
    assert_int_equal(bk_corpus_at(c, 0)->text.n, 0);
    bk_corpus_free(c);
    t_ok(ctx, bk_corpus_of_text(ctx, &c, BK__STR("\xff\xfegas\0x"), "en"));
    assert_true(bk__str_eq(bk_corpus_at(c, 0)->lang, BK__STR("en")));
    bk_corpus_free(c);
    t_ctx_free(ctx);
}

static bk_status work(bk_ctx *ctx, void *user)
{
    const char *path = news;
    bk_study *s = NULL;
    bk_table *t = NULL;
    (void)user;
    bk_status st = bk_study_open(ctx, &s, &path, 1, NULL);
    if (st == BK_OK)
        st = bk_study_pair(s, &t, "a", "b");
    bk_table_free(t);
    bk_study_free(s);
    return st;
}

static bk_status ask(bk_ctx *ctx, void *user)
{
    bk_corpus *c = NULL;
    bk_table *t = NULL;
    bk_status st = bk_corpus_of_text(ctx, &c, BK__STR("Harga gas dan pipa gas"), NULL);
    if (st == BK_OK)
        st = bk_study_nearest(ctx, &t, user, c, NULL);
    bk_table_free(t);
    bk_corpus_free(c);
    return st;
}

static void test_memory(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_study *s = open_news(ctx);
    char path[600];
    (void)state;
    snprintf(path, sizeof path, "%s/x.bkv", dir);
    t_ok(ctx, bk_study_save_vectors(s, path, NULL));
    bk_study_free(s);
    t_ctx_free(ctx);
    t_fail_each(ask, path, 1, 60);
    t_fail_each(work, NULL, 1, 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pair),
        cmocka_unit_test(test_pair_without_text),
        cmocka_unit_test(test_passages),
        cmocka_unit_test(test_nearest),
        cmocka_unit_test(test_text_of_any_kind),
        cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
