/* test_results.c - what a study left: tables read back, words in context, differences. */
#include <bingkai/study.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

static char dir[512], first[600], second[600], bare[600];

static const char news[] =
    "{\"id\": \"n1\", \"source\": \"Harian Satu\", \"date\": \"2024-01-05\", \"title\": \"Rusia "
    "kecam AS\", \"text\": \"Rusia mengecam Amerika Serikat. Moskow menyerang kebijakan sanksi "
    "itu.\"}\n"
    "{\"id\": \"n2\", \"source\": \"Harian Dua\", \"date\": \"2024-02-05\", \"title\": \"Kerja "
    "sama\", \"text\": \"China dan Rusia bekerja sama. Sanksi  itu, kata Beijing,\\nmenyerang "
    "semua.\"}\n"
    "{\"id\": \"n3\", \"source\": \"Daily Three\", \"date\": \"2024-02-06\", \"lang\": \"en\", "
    "\"title\": \"Talks\", \"text\": \"China and the United States attacked the sanctions plan. "
    "They attack it again.\"}\n";
static const char more[] =
    "{\"id\": \"n4\", \"source\": \"Harian Dua\", \"date\": \"2024-03-05\", \"title\": \"Baru\", "
    "\"text\": \"Rusia memuji Amerika Serikat. Washington memuji Moskow.\"}\n";

static void make(const char *out, bool all, bool no_text, int topics)
{
    bk_ctx *ctx = t_ctx(1);
    char path[700], text[4000];
    const char *input = path;
    bk_study_opts o;
    bk_study *s;
    snprintf(path, sizeof path, "%s/news%d.jsonl", dir, all);
    snprintf(text, sizeof text, "%s%s", news, all ? more : "");
    t_write(path, text, strlen(text));
    bk_study_opts_init(&o);
    o.no_text = no_text;
    o.topic.topics = topics;
    o.tone.resamples = 100;
    t_ok(ctx, bk_study_open(ctx, &s, &input, 1, &o));
    t_ok(ctx, bk_study_run(s, BK_STAGE_ALL));
    t_ok(ctx, bk_study_write(s, out));
    bk_study_free(s);
    t_ctx_free(ctx);
}

static int set_up(void **state)
{
    (void)state;
    snprintf(dir, sizeof dir, "%s", t_tmpdir());
    snprintf(first, sizeof first, "%s/first", dir);
    snprintf(second, sizeof second, "%s/second", dir);
    snprintf(bare, sizeof bare, "%s/bare", dir);
    make(first, false, false, 1);
    make(second, true, false, 2);
    make(bare, false, true, 1);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    t_rmdir(dir);
    return 0;
}

static bool is(const bk_table *t, int64_t row, size_t col, const char *z)
{
    bk_cell c = bk_table_cell(t, row, col);
    return !c.null && c.s.n == strlen(z) && memcmp(c.s.p, z, c.s.n) == 0;
}

/* Every table reads back as it was. */
static void test_tables(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_results *r;
    size_t n;
    const bk_table_spec *specs = bk_schema(&n);
    char path[700];
    const char *input = path;
    bk_study_opts o;
    bk_study *s;
    (void)state;
    snprintf(path, sizeof path, "%s/news0.jsonl", dir);
    bk_study_opts_init(&o);
    o.topic.topics = 1;
    o.tone.resamples = 100;
    t_ok(ctx, bk_study_open(ctx, &s, &input, 1, &o));
    t_ok(ctx, bk_study_run(s, BK_STAGE_ALL));
    t_ok(ctx, bk_results_open(ctx, &r, first));
    assert_non_null(strstr(bk_results_manifest(r).p, "\"program\""));
    for (size_t i = 0; i < n; i++) {
        bk_table *was = bk_study_table(s, specs[i].name), *is_now;
        size_t a, b;
        char *x, *y;
        t_ok(ctx, bk_results_table(r, &is_now, specs[i].name, NULL, NULL));
        assert_int_equal(bk_results_rows(r, specs[i].name), bk_table_rows(was));
        t_ok(ctx, bk_table_write_jsonl(was, t_path(dir, "a")));
        t_ok(ctx, bk_table_write_jsonl(is_now, t_path(dir, "b")));
        x = t_read(t_path(dir, "a"), &a);
        y = t_read(t_path(dir, "b"), &b);
        assert_int_equal(a, b);
        assert_memory_equal(x, y, a);
        free(x);
        free(y);
        bk_table_free(is_now);
    }
    bk_results_free(r);
    bk_study_free(s);
    t_ctx_free(ctx);
}

static void test_select(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_results *r;
    bk_table *t;
    (void)state;
    t_ok(ctx, bk_results_open(ctx, &r, t_path(first, "study.sqlite")));
    t_ok(ctx, bk_results_table(r, &t, "sentences", "id", "n2"));
    assert_true(bk_table_rows(t) > 1);
    for (int64_t i = 0; i < bk_table_rows(t); i++)
        assert_true(is(t, i, 0, "n2"));
    bk_table_free(t);
    t_ok(ctx, bk_results_table(r, &t, "sentences", "id", "' OR 1=1 --"));
    assert_int_equal(bk_table_rows(t), 0);
    bk_table_free(t);
    assert_int_equal(bk_results_table(r, &t, "sentences", "id\" OR 1=1", "x"), BK_EINVAL);
    assert_int_equal(bk_results_table(r, &t, "secrets", NULL, NULL), BK_EINVAL);
    assert_int_equal(bk_results_table(r, &t, "sentences", "id", NULL), BK_EINVAL);
    assert_int_equal(bk_results_rows(r, "secrets"), -1);
    bk_results_free(r);
    t_ctx_free(ctx);
}

static void test_open_faults(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_results *r;
    bk_table *t;
    (void)state;
    assert_int_equal(bk_results_open(ctx, &r, t_path(dir, "absent")), BK_EIO);
    assert_null(r);
    t_write(t_path(dir, "text"), "this is no database, not at all", 31);
    assert_int_equal(bk_results_open(ctx, &r, t_path(dir, "text")), BK_EFORMAT);
    t_write(t_path(dir, "void"), "", 0);
    assert_int_equal(bk_results_open(ctx, &r, t_path(dir, "void")), BK_EFORMAT);
    assert_int_equal(bk_study_diff(ctx, &t, first, t_path(dir, "text")), BK_EFORMAT);
    assert_null(t);
    t_ctx_free(ctx);
}

/* A database that was damaged gives a status, whatever it is. */
static void test_damaged(void **state)
{
    t_rand r = {7};
    size_t n;
    char *bytes = t_read(t_path(first, "study.sqlite"), &n);
    char path[700];
    (void)state;
    assert_non_null(bytes);
    snprintf(path, sizeof path, "%s/damaged.sqlite", dir);
    for (int run = 0; run < 60; run++) {
        bk_ctx *ctx = t_ctx(1);
        bk_results *x;
        bk_table *t;
        char *copy = malloc(n);
        memcpy(copy, bytes, n);
        for (int k = 0; k < 1 << run % 12; k++)
            copy[100 + t_below(&r, n - 100)] = (char)t_next(&r);
        t_write(path, copy, run % 5 == 4 ? t_below(&r, n) : n);
        free(copy);
        if (bk_results_open(ctx, &x, path) == BK_OK) {
            if (bk_results_kwic(x, &t, "sanksi", NULL) == BK_OK)
                bk_table_free(t);
            if (bk_results_table(x, &t, "relations", "id", "n1") == BK_OK)
                bk_table_free(t);
            bk_results_free(x);
        }
        if (bk_study_diff(ctx, &t, first, path) == BK_OK)
            bk_table_free(t);
        t_ctx_free(ctx);
    }
    free(bytes);
}

/* ---- words in context ----------------------------------------------------------------- */

enum { K_ID, K_SOURCE, K_PUBLISHED, K_LEFT, K_WORD, K_RIGHT };

static int64_t found(bk_ctx *ctx, const char *words, bool lemma, bk_table **t)
{
    bk_results *r;
    bk_kwic_opts o = BK_KWIC_OPTS_INIT;
    o.lemma = lemma;
    t_ok(ctx, bk_results_open(ctx, &r, first));
    t_ok(ctx, bk_results_kwic(r, t, words, &o));
    bk_results_free(r);
    return bk_table_rows(*t);
}

static void test_kwic(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_table *t;
    (void)state;
    assert_int_equal(found(ctx, "sanksi", false, &t), 2);
    assert_true(is(t, 0, K_ID, "n1") && is(t, 0, K_WORD, "sanksi"));
    assert_true(is(t, 0, K_RIGHT, " itu."));
    assert_true(is(t, 1, K_WORD, "Sanksi") && is(t, 1, K_SOURCE, "Harian Dua"));
    /* A line break of the text is a blank in the line. */
    assert_true(is(t, 1, K_RIGHT, "  itu, kata Beijing, menyerang semua."));
    bk_table_free(t);
    assert_int_equal(found(ctx, "sank", false, &t), 0); /* whole words */
    bk_table_free(t);
    assert_int_equal(found(ctx, "kebijakan sanksi", false, &t), 1);
    assert_true(is(t, 0, K_WORD, "kebijakan sanksi"));
    bk_table_free(t);
    assert_int_equal(found(ctx, "itu kata", false, &t), 1); /* over a mark */
    assert_true(is(t, 0, K_WORD, "itu, kata"));
    bk_table_free(t);
    assert_int_equal(found(ctx, "itu rusia", false, &t), 0); /* not over sentences */
    bk_table_free(t);
    t_ctx_free(ctx);
}

static void test_kwic_lemma(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_table *t;
    (void)state;
    assert_int_equal(found(ctx, "attacked", false, &t), 1);
    bk_table_free(t);
    assert_int_equal(found(ctx, "attack", true, &t), 2);
    bk_table_free(t);
    t_ctx_free(ctx);
}

static void test_kwic_limits(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_results *r;
    bk_table *t;
    bk_kwic_opts o = BK_KWIC_OPTS_INIT;
    (void)state;
    t_ok(ctx, bk_results_open(ctx, &r, first));
    o.limit = 1;
    o.width = 3;
    t_ok(ctx, bk_results_kwic(r, &t, "sanksi", &o));
    assert_int_equal(bk_table_rows(t), 1);
    assert_true(is(t, 0, K_LEFT, "an ") && is(t, 0, K_RIGHT, " it"));
    bk_table_free(t);
    o.width = 0;
    assert_int_equal(bk_results_kwic(r, &t, "sanksi", &o), BK_EINVAL);
    assert_null(t);
    assert_int_equal(bk_results_kwic(r, &t, " ,. ", NULL), BK_EINVAL);
    bk_results_free(r);
    t_ok(ctx, bk_results_open(ctx, &r, bare));
    assert_int_equal(bk_results_kwic(r, &t, "sanksi", NULL), BK_EINVAL);
    bk_results_free(r);
    t_ctx_free(ctx);
}

/* ---- differences -------------------------------------------------------------------------- */

enum { D_PART, D_ID, D_BEFORE, D_AFTER, D_CHANGE, D_BEYOND, D_NOTE };

static int64_t row_of(const bk_table *t, const char *part, const char *id)
{
    for (int64_t i = 0; i < bk_table_rows(t); i++)
        if (is(t, i, D_PART, part) && is(t, i, D_ID, id))
            return i;
    return -1;
}

static void test_no_difference(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_table *t;
    (void)state;
    t_ok(ctx, bk_study_diff(ctx, &t, first, first));
    assert_int_equal(bk_table_rows(t), 0);
    bk_table_free(t);
    t_ctx_free(ctx);
}

static void test_difference(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_table *t;
    int64_t i;
    (void)state;
    t_ok(ctx, bk_study_diff(ctx, &t, first, second));
    i = row_of(t, "articles", "n4");
    assert_true(i >= 0 && is(t, i, D_NOTE, "added") && is(t, i, D_AFTER, "Baru"));
    assert_int_equal(row_of(t, "articles", "n1"), -1);
    i = row_of(t, "options", "topics");
    assert_true(i >= 0 && is(t, i, D_BEFORE, "1") && is(t, i, D_AFTER, "2"));
    assert_true(bk_table_cell(t, i, D_CHANGE).x == 1);
    i = row_of(t, "counts", "articles");
    assert_true(i >= 0 && bk_table_cell(t, i, D_CHANGE).x == 1);
    i = row_of(t, "tone", "RUS-USA all");
    assert_true(i >= 0 && is(t, i, D_NOTE, "changed"));
    assert_true(bk_table_cell(t, i, D_CHANGE).x > 0);
    i = row_of(t, "tone", "RUS-USA all month 2024-03");
    assert_true(i >= 0 && is(t, i, D_NOTE, "added"));
    assert_int_equal(row_of(t, "tone", "RUS-USA all month 2024-01"), -1);
    i = 0;
    for (int64_t k = 0; k < bk_table_rows(t); k++)
        i += is(t, k, D_PART, "topics");
    assert_true(i >= 1);
    bk_table_free(t);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables),      cmocka_unit_test(test_select),
        cmocka_unit_test(test_open_faults), cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_kwic),        cmocka_unit_test(test_kwic_lemma),
        cmocka_unit_test(test_kwic_limits), cmocka_unit_test(test_no_difference),
        cmocka_unit_test(test_difference),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
