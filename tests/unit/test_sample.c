/* test_sample.c - strata, probabilities that sum up, the same seed the same bytes, what a form
 * holds. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "study/sample.h"
#include "support/support.h"

static char dir[512], news[600];

/* 40 articles: each with a conflict, a cooperation, a sentence that names two powers without a
 * relation, and one that names none; the last is a copy of the first. */
static int set_up(void **state)
{
    (void)state;
    snprintf(dir, sizeof dir, "%s", t_tmpdir());
    snprintf(news, sizeof news, "%s/news.jsonl", dir);
    FILE *to = fopen(news, "w");
    assert_non_null(to);
    for (int i = 0; i < 40; i++) {
        int k = i == 39 ? 0 : i;
        fprintf(
            to,
            "{\"id\": \"a%d\", \"source\": \"%s\", \"published\": \"2025-0%d-03\", \"lang\": "
            "\"id\", \"title\": \"Amerika Serikat menghukum "
            "Rusia\", \"text\": \"Amerika Serikat menjatuhkan sanksi kepada Rusia dalam perkara "
            "nomor %d. \\\"Kapal\\\" %d berlayar dari pelabuhan ke pulau %d. %sDelegasi ke-%d "
            "berisi wisatawan asal Rusia dan Amerika Serikat.\"}\n",
            i, k % 16 < 8 ? "Fajar" : "Senja", 1 + (k > 20), 1000 + k * 7, k, k * k,
            k % 8 == 0 ? "Tiongkok dan Rusia menandatangani perjanjian energi. " : "", k);
    }
    assert_int_equal(fclose(to), 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    t_rmdir(dir);
    return 0;
}

static void allocation(void **state)
{
    static const int64_t N[] = {100, 0, 1, 10000, 400};
    int64_t n[5];
    (void)state;
    assert_true(bk__sample_allocate(N, 5, 100, n));
    assert_int_equal(n[0] + n[1] + n[2] + n[3] + n[4], 100);
    assert_true(n[1] == 0 && n[2] == 1);
    /* roots 10 : 100 : 20 */
    assert_in_range(n[0], 7, 8);
    assert_in_range(n[3], 75, 77);
    assert_in_range(n[4], 15, 16);
    assert_true(bk__sample_allocate(N, 5, 7, n));
    assert_true(n[0] == 2 && n[2] == 1 && n[3] == 2 && n[4] == 2);
    assert_true(bk__sample_allocate(N, 5, 4, n));
    assert_true(n[0] == 1 && n[2] == 1 && n[3] == 1 && n[4] == 1);
    assert_false(bk__sample_allocate(N, 5, 3, n));
    assert_true(bk__sample_allocate(N, 5, 20000, n)); /* all */
    assert_int_equal(n[3], 10000);
}

static bk_study *open_news(bk_ctx *ctx, bool no_text)
{
    const char *path = news;
    bk_study_opts o;
    bk_study *s;
    bk_study_opts_init(&o);
    o.no_text = no_text;
    o.neardup.threshold = 0.99; /* the copy alone */
    o.neardup.words = 1;
    t_ok(ctx, bk_study_open(ctx, &s, &path, 1, &o));
    t_ok(ctx, bk_study_run(s, BK_STAGE_RELATIONS));
    return s;
}

static bool is(bk_cell c, const char *z)
{
    return !c.null && bk__str_eq(c.s, bk__str(z));
}

static void probabilities(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_study *s = open_news(ctx, false);
    bk_sample_opts o = BK_SAMPLE_OPTS_INIT;
    bk_table *items, *strata;
    int64_t all = 0, drawn = 0;
    double sum = 0;
    (void)state;
    o.sentences = 20;
    t_ok(ctx, bk_sample_draw(s, &items, &strata, &o));
    for (int64_t r = 0; r < bk_table_rows(strata); r++) {
        all += bk_table_cell(strata, r, 4).i;
        drawn += bk_table_cell(strata, r, 5).i;
        assert_true(bk_table_cell(strata, r, 5).i >= 2);
    }
    /* not titles, not those without powers, and of the copy nothing */
    assert_int_equal(all, 39 * 2 + 5);
    assert_int_equal(bk_table_rows(strata), 3);
    assert_int_equal(drawn, 20);
    assert_int_equal(bk_table_rows(items), 20);
    for (int64_t r = 0; r < 20; r++) {
        bk_str sent = bk_table_cell(items, r, ITM_SENT).s;
        sum += 1 / bk_table_cell(items, r, ITM_P).x;
        assert_false(is(bk_table_cell(items, r, ITM_DOC), "a39"));
        assert_true(bk_table_cell(items, r, ITM_SENTENCE).i > 0);
        if (is(bk_table_cell(items, r, ITM_PREDICTED), "none"))
            assert_true(bk__str_begins(sent, BK__STR("Delegasi")));
        else if (is(bk_table_cell(items, r, ITM_PREDICTED), "conflict"))
            assert_true(bk__str_begins(sent, BK__STR("Amerika Serikat menjatuhkan")));
        else
            assert_true(is(bk_table_cell(items, r, ITM_DYAD), "CHN-RUS"));
        /* the sentence before, of the text alone */
        bool first = bk_table_cell(items, r, ITM_SENTENCE).i == 1;
        assert_int_equal(bk_table_cell(items, r, ITM_PREV).s.n == 0, first);
    }
    assert_true(sum > (double)all - 1e-6 && sum < (double)all + 1e-6);
    bk_table_free(items);
    bk_table_free(strata);
    o.sentences = 1000;
    t_ok(ctx, bk_sample_draw(s, &items, &strata, &o));
    assert_int_equal(bk_table_rows(items), all);
    assert_true(bk_table_cell(items, 0, ITM_P).x == 1);
    bk_table_free(items);
    bk_table_free(strata);
    o.sentences = 15;
    o.by = "outlet, predicted";
    t_ok(ctx, bk_sample_draw(s, &items, &strata, &o));
    sum = 0;
    for (int64_t r = 0; r < bk_table_rows(items); r++) {
        sum += 1 / bk_table_cell(items, r, ITM_P).x;
        assert_true(bk_table_cell(items, r, ITM_DYAD).null);
    }
    assert_true(sum > (double)all - 1e-6 && sum < (double)all + 1e-6);
    assert_int_equal(bk_table_rows(strata), 6); /* two outlets, three kinds */
    assert_true(is(bk_table_cell(strata, 0, 2), "Fajar") &&
                is(bk_table_cell(strata, 0, 1), "conflict"));
    assert_true(bk_table_cell(strata, 0, 0).null && bk_table_cell(strata, 0, 3).null);
    bk_table_free(items);
    bk_table_free(strata);
    o.by = "month";
    t_ok(ctx, bk_sample_draw(s, &items, &strata, &o));
    assert_int_equal(bk_table_rows(strata), 2);
    assert_true(is(bk_table_cell(strata, 1, 3), "2025-02"));
    bk_table_free(items);
    bk_table_free(strata);
    o.by = "dyad,size";
    assert_int_equal(bk_sample_draw(s, &items, &strata, &o), BK_EINVAL);
    o.by = "dyad,predicted";
    o.sentences = 2;
    assert_int_equal(bk_sample_draw(s, &items, &strata, &o), BK_EINVAL);
    assert_null(items);
    bk_study_free(s);
    s = open_news(ctx, true);
    assert_int_equal(bk_sample_draw(s, &items, &strata, NULL), BK_EINVAL);
    bk_study_free(s);
    t_ctx_free(ctx);
}

static void file_bytes(bk_ctx *ctx, const char *folder, const char *name, bk__buf *out)
{
    bk__view v;
    char path[700];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    t_ok(ctx, bk__view_open(ctx, &v, path));
    out->n = 0;
    t_ok(ctx, bk__buf_add(out, v.bytes));
    bk__view_close(&v);
}

static void draw_into(const char *folder, uint64_t seed, int threads)
{
    bk_ctx *ctx;
    bk_ctx_opts c = BK_CTX_OPTS_INIT;
    bk_sample_opts o = BK_SAMPLE_OPTS_INIT;
    bk_table *items, *strata;
    c.seed = seed;
    c.threads = threads;
    assert_int_equal(bk_ctx_new(&ctx, &c), BK_OK);
    bk_study *s = open_news(ctx, false);
    o.sentences = 12;
    t_ok(ctx, bk_sample_draw(s, &items, &strata, &o));
    t_ok(ctx, bk_sample_write(s, folder, items, strata, &o));
    assert_int_equal(bk_sample_write(s, folder, items, strata, &o), BK_EINVAL); /* not empty */
    bk_table_free(items);
    bk_table_free(strata);
    bk_study_free(s);
    bk_ctx_free(ctx);
}

static void the_same_bytes(void **state)
{
    static const char *const names[] = {"sample.jsonl", "coder-1.html", "coder-2.html",
                                        "coder-1.csv",  "items.tsv",    "strata.tsv"};
    bk_ctx *ctx = t_ctx(1);
    bk__buf a, b;
    char one[600], two[600], other[600];
    (void)state;
    snprintf(one, sizeof one, "%s/one", dir);
    snprintf(two, sizeof two, "%s/two", dir);
    snprintf(other, sizeof other, "%s/other", dir);
    draw_into(one, 1, 1);
    draw_into(two, 1, 3);
    draw_into(other, 2, 1);
    bk__buf_init(&a, ctx);
    bk__buf_init(&b, ctx);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        file_bytes(ctx, one, names[i], &a);
        file_bytes(ctx, two, names[i], &b);
        assert_true(bk__str_eq(bk__buf_str(&a), bk__buf_str(&b)));
    }
    file_bytes(ctx, one, "sample.jsonl", &a);
    file_bytes(ctx, other, "sample.jsonl", &b);
    assert_false(bk__str_eq(bk__buf_str(&a), bk__buf_str(&b)));
    assert_null(strstr(a.p, "predicted"));
    assert_null(strstr(a.p, "relations"));
    file_bytes(ctx, one, "coder-1.html", &a);
    assert_null(strstr(a.p, "predicted"));
    assert_null(strstr(a.p, "\"dyad\":"));
    assert_non_null(strstr(a.p, "default-src 'none'"));
    bk__buf_clear(&a);
    bk__buf_clear(&b);
    t_ctx_free(ctx);
}

/* Wherever memory ends: no file, and no folder that was not there. */
static void a_failure_leaves_nothing(void **state)
{
    t_failing f = {0};
    char folder[600];
    bk_ctx *ctx = t_failing_ctx(&f, 1);
    bk_sample_opts o = BK_SAMPLE_OPTS_INIT;
    bk_table *items, *strata;
    bk_study *s = open_news(ctx, false);
    bk_status st = BK_ENOMEM;
    int failed = 0;
    (void)state;
    snprintf(folder, sizeof folder, "%s/late", dir);
    o.sentences = 12;
    t_ok(ctx, bk_sample_draw(s, &items, &strata, &o));
    for (int k = 1; st != BK_OK; k += 1 + k / 8) {
        f.fail_at = f.calls + k;
        st = bk_sample_write(s, folder, items, strata, &o);
        failed += st != BK_OK;
        assert_int_equal(bk__file_exists(folder), st == BK_OK);
    }
    assert_true(failed > 20);
    bk_table_free(items);
    bk_table_free(strata);
    bk_study_free(s);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(allocation),
        cmocka_unit_test(probabilities),
        cmocka_unit_test(the_same_bytes),
        cmocka_unit_test(a_failure_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
