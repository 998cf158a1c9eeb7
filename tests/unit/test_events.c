/* test_events.c - relations as events: two of a mutual one, votes, days, codes, what is left out.
 */
#include <bingkai/study.h>

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "support/support.h"

enum { ID, DATE, SOURCE, TARGET, TYPE, MODE, INTENSITY, VOTE = 10, URL = 15, EVIDENCE };

static char dir[512], news[600];

static int set_up(void **state)
{
    (void)state;
    snprintf(dir, sizeof dir, "%s", t_tmpdir());
    snprintf(news, sizeof news, "%s/news.jsonl", dir);
    FILE *to = fopen(news, "w");
    assert_non_null(to);
    fputs("{\"id\": \"a\", \"lang\": \"id\", \"published\": \"2024-03-09T22:10:00Z\", \"text\": "
          "\"Amerika Serikat menjatuhkan sanksi kepada Rusia.\"}\n"
          "{\"id\": \"b\", \"lang\": \"id\", \"text\": \"Tiongkok dan Rusia menandatangani "
          "perjanjian kerja sama energi.\", \"url\": \"https://example.org/b\"}\n"
          "{\"id\": \"c\", \"lang\": \"id\", \"published\": \"2024-03-10\", \"text\": \"Pasukan "
          "Rusia menyerang pangkalan Amerika Serikat.\"}\n",
          to);
    assert_int_equal(fclose(to), 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    t_rmdir(dir);
    return 0;
}

static bk_study *open_news(bk_ctx *ctx, bool no_text)
{
    const char *path = news;
    bk_study_opts o;
    bk_study *s;
    bk_study_opts_init(&o);
    o.no_text = no_text;
    t_ok(ctx, bk_study_open(ctx, &s, &path, 1, &o));
    t_ok(ctx, bk_study_run(s, BK_STAGE_RELATIONS));
    return s;
}

static bool is(const bk_table *t, int64_t row, size_t col, const char *z)
{
    bk_cell c = bk_table_cell(t, row, col);
    return z ? !c.null && bk__str_eq(c.s, bk__str(z)) : c.null;
}

static void test_plover(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_study *s = open_news(ctx, false);
    bk_table *t;
    int64_t left_out;
    (void)state;
    t_ok(ctx, bk_study_events(s, &t, "plover", &left_out));
    assert_int_equal(bk_table_rows(t), 4);
    assert_int_equal(left_out, 0);
    assert_true(is(t, 0, ID, "a.0.RUS-USA") && is(t, 0, DATE, "2024-03-09"));
    assert_true(is(t, 0, SOURCE, "USA") && is(t, 0, TARGET, "RUS") && is(t, 0, TYPE, "SANCTION"));
    assert_true(is(t, 0, MODE, "") && is(t, 0, EVIDENCE, "[\"sanksi\"]"));
    assert_true(bk_table_cell(t, 0, INTENSITY).x == -6 && bk_table_cell(t, 0, VOTE).x == 1);
    /* mutual: one each way, half a vote each, the same id */
    assert_true(is(t, 1, ID, "b.0.CHN-RUS") && is(t, 2, ID, "b.0.CHN-RUS"));
    assert_true(is(t, 1, SOURCE, "CHN") && is(t, 1, TARGET, "RUS"));
    assert_true(is(t, 2, SOURCE, "RUS") && is(t, 2, TARGET, "CHN"));
    assert_true(is(t, 1, DATE, NULL) && is(t, 1, URL, "https://example.org/b"));
    assert_true(bk_table_cell(t, 1, VOTE).x == 0.5 && bk_table_cell(t, 2, VOTE).x == 0.5);
    assert_true(is(t, 3, TYPE, "ASSAULT") && is(t, 3, DATE, "2024-03-10"));
    bk_table_free(t);
    bk_study_free(s);
    bk_ctx_free(ctx);
}

static void test_cameo(void **state)
{
    static const char *const first[] = {"date", "source", "target", "code", "label", "quote"};
    bk_ctx *ctx = t_ctx(1);
    bk_study *s = open_news(ctx, false);
    bk_table *t;
    int64_t left_out;
    (void)state;
    t_ok(ctx, bk_study_events(s, &t, "cameo", &left_out));
    for (size_t i = 0; i < 6; i++)
        assert_string_equal(bk_table_spec_of(t)->cols[i].name, first[i]);
    assert_true(is(t, 0, 0, "20240309") && is(t, 0, 1, "USA") && is(t, 0, 2, "RUS"));
    assert_true(is(t, 0, 3, "16") && is(t, 0, 5, "sanksi"));
    assert_int_equal(bk_table_cell(t, 0, 6).i, 4);
    assert_true(is(t, 1, 0, NULL) && is(t, 1, 3, "05"));
    assert_true(is(t, 3, 3, "19"));
    bk_table_free(t);
    bk_study_free(s);
    bk_ctx_free(ctx);
}

static void test_without(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_study *s = open_news(ctx, true);
    bk_table *t;
    int64_t left_out;
    (void)state;
    t_ok(ctx, bk_study_events(s, &t, "plover", &left_out));
    assert_true(is(t, 0, EVIDENCE, NULL));
    bk_table_free(t);
    t_ok(ctx, bk_study_events(s, &t, "cameo", &left_out));
    assert_true(is(t, 0, 5, NULL));
    bk_table_free(t);
    assert_int_equal(bk_study_events(s, &t, "keds", &left_out), BK_EINVAL);
    assert_null(t);
    bk_study_free(s);
    bk_study_opts o;
    const char *path = news;
    bk_study_opts_init(&o);
    t_ok(ctx, bk_study_open(ctx, &s, &path, 1, &o));
    assert_int_equal(bk_study_events(s, &t, "plover", &left_out), BK_EINVAL); /* not run */
    bk_study_free(s);
    bk_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plover),
        cmocka_unit_test(test_cameo),
        cmocka_unit_test(test_without),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
