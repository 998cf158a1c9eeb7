/* test_html.c - the page: escaping of hostile text, empty and partial studies, size, same bytes. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/accuracy.h"
#include "report/page.h"

#include "support/support.h"

static const char *const hostile[] = {
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\" onclick=\"alert(1)",
    "' onclick='alert(1)",
    "]]><!--",
    "\xE2\x80\xA8</SCRIPT >",
    "%1 %9 %s &amp; \\u003c",
    "\xFF\xC0 broken",
};
enum { HOSTILE = sizeof hostile / sizeof *hostile, TABLES = 48 };

/* Every text cell of every table is the hostile string; numbers are plain. */
static size_t poison(bk_ctx *ctx, bk_table **t, int rows, uint64_t seed)
{
    size_t n;
    const bk_table_spec *specs = bk_schema(&n);
    t_rand r = {seed};
    for (size_t i = 0; i < n; i++) {
        t_ok(ctx, bk_table_new(ctx, &t[i], &specs[i]));
        for (int k = 0; k < rows; k++) {
            bk_cell row[32];
            for (size_t c = 0; c < specs[i].n; c++) {
                bk_col_type type = specs[i].cols[c].type;
                const char *name = specs[i].cols[c].name;
                if (strcmp(name, "scope") == 0)
                    row[c] = BK_CELL_STR(bk__str(k % 2 ? "month" : "all"));
                else if (strcmp(name, "voice") == 0 && k % 3)
                    row[c] = BK_CELL_STR(BK__STR("all"));
                else if (type == BK_COL_REAL)
                    row[c] = BK_CELL_REAL(t_unit(&r));
                else if (type == BK_COL_INT || type == BK_COL_DATE)
                    row[c] = BK_CELL_INT((int64_t)t_below(&r, 3));
                else
                    row[c] = BK_CELL_STR(bk__str(hostile[t_below(&r, HOSTILE)]));
            }
            t_ok(ctx, bk_table_add(t[i], row));
        }
    }
    return n;
}

static void drop(bk_table **t, size_t n)
{
    for (size_t i = 0; i < n; i++)
        bk_table_free(t[i]);
}

static int count(const char *z, const char *what)
{
    int n = 0;
    for (const char *p = z; (p = strstr(p, what)); p += strlen(what))
        n++;
    return n;
}

static void escaped(void **state)
{
    const char *path = t_path(t_tmpdir(), "r.html");
    (void)state;
    for (uint64_t seed = 1; seed <= 8; seed++) {
        bk_ctx *ctx = t_ctx(1);
        bk_table *t[TABLES];
        size_t n = poison(ctx, t, 40, seed);
        bk_report_opts o = BK_REPORT_OPTS_INIT;
        char *page, *body;
        o.title = hostile[seed - 1];
        o.lang = seed % 2 ? "id" : "en";
        t_ok(ctx, bk_report_write_html(
                      ctx, path, t, n,
                      BK__STR("{\"a\":\"</script><img src=x>\",\"<b>\":{\"c\":1}}"), &o));
        page = t_read(path, NULL);
        assert_int_equal(count(page, "<script"), 5);
        assert_int_equal(count(page, "</script"), 5);
        assert_int_equal(count(page, "<img"), 0);
        body = strstr(page, "<body");
        *strstr(body, "<script type=\"application/json\"") = '\0'; /* JSON has its own rules */
        assert_null(strstr(body, "<b>:"));                         /* a key of the manifest */
        assert_non_null(strstr(body, "&lt;img src=x onerror=alert(1)&gt;"));
        assert_null(strstr(body, " onclick=\""));
        assert_null(strstr(body, " onclick='"));
        free(page);
        drop(t, n);
        t_ctx_free(ctx);
    }
}

/* What is called 95 % is named where it is not. */
static void names_the_level(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_table *t[TABLES];
    size_t n = poison(ctx, t, 3, 1);
    const char *path = t_path(t_tmpdir(), "r.html");
    bk_str manifest = BK__STR("{\"options\": {\"theme\": {\"topic-level\": 0.9}, \"tone\": "
                              "{\"level\": 0.95}}}");
    char *page;
    (void)state;
    t_ok(ctx, bk_report_write_html(ctx, path, t, n, manifest, NULL));
    page = t_read(path, NULL);
    assert_int_equal(count(page, "(<code>--topic-level</code>)"), 1);
    assert_int_equal(count(page, "(<code>--level</code>)"), 0);
    free(page);
    drop(t, n);
    t_ctx_free(ctx);
}

/* The page of these effects alone among plain tables: a row is level, effect, q. */
static char *page_of_effects(bk_ctx *ctx, const char *level, double effect, double q)
{
    bk_table *t[TABLES];
    size_t n = poison(ctx, t, 3, 1);
    const char *path = t_path(t_tmpdir(), "e.html");
    bk_report_opts o = BK_REPORT_OPTS_INIT;
    o.lang = "en";
    for (size_t i = 0; i < n; i++) {
        const bk_table_spec *spec = bk_table_spec_of(t[i]);
        if (strcmp(spec->name, "topic_effects") != 0)
            continue;
        bk_table_free(t[i]);
        t_ok(ctx, bk_table_new(ctx, &t[i], spec));
        for (int k = 0; k < 2; k++) { /* before it one that is larger, and may be chance */
            double x = k ? effect : 0.4;
            bk_cell row[TEF_N] = {BK_CELL_STR(BK__STR("source")),
                                  BK_CELL_STR(bk__str(k ? level : "Loud")),
                                  BK_CELL_INT(0),
                                  BK_CELL_REAL(x),
                                  BK_CELL_REAL(x - 0.05),
                                  BK_CELL_REAL(x + 0.05),
                                  BK_CELL_REAL(0.001),
                                  BK_CELL_REAL(k ? q : 0.3),
                                  BK_CELL_INT(1),
                                  BK_CELL_INT(40)};
            t_ok(ctx, bk_table_add(t[i], row));
        }
    }
    t_ok(ctx, bk_report_write_html(ctx, path, t, n, BK__STR("{}"), &o));
    drop(t, n);
    return t_read(path, NULL);
}

/* What is said of effects holds for as many as were looked at. */
static void effects_are_judged_by_q(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    (void)state;
    char *page = page_of_effects(ctx, "Calm", 0.1, 0.01);
    assert_non_null(strstr(page, "Clearest: articles of <b>Outlet Calm</b>"));
    assert_non_null(strstr(page, "; q = 0.010)"));
    free(page);
    page = page_of_effects(ctx, "Calm", 0.1, 0.06);
    assert_null(strstr(page, "Clearest: articles of"));
    assert_non_null(strstr(page, "(q below 0.05)"));
    free(page);
    t_ctx_free(ctx);
}

static void empty(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_table *t[TABLES];
    size_t n = poison(ctx, t, 0, 1);
    const char *path = t_path(t_tmpdir(), "r.html");
    char *page;
    (void)state;
    t_ok(ctx, bk_report_write_html(ctx, path, t, n, BK__STR("not json"), NULL));
    page = t_read(path, NULL);
    assert_non_null(strstr(page, "</html>"));
    free(page);
    t_ok(ctx, bk_report_write_html(ctx, path, NULL, 0, (bk_str){NULL, 0}, NULL));
    for (size_t i = 0; i < n; i++) { /* one table alone */
        t_ok(ctx, bk_report_write_html(ctx, path, &t[i], 1, BK__STR("{}"), NULL));
    }
    assert_int_equal(bk_report_write_html(ctx, "no/such/r.html", t, n, (bk_str){NULL, 0}, NULL),
                     BK_EIO);
    drop(t, n);
    t_ctx_free(ctx);
}

static void size_and_bytes(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_table *t[TABLES];
    size_t n = poison(ctx, t, 3000, 5), na, nb;
    const char *dir = t_tmpdir(), *one = t_path(dir, "1.html"), *two = t_path(dir, "2.html");
    bk_report_opts o = BK_REPORT_OPTS_INIT;
    char *a, *b;
    (void)state;
    o.max_bytes = 1650000;
    t_ok(ctx, bk_report_write_html(ctx, one, t, n, BK__STR("{}"), &o));
    t_ok(ctx, bk_report_write_html(ctx, two, t, n, BK__STR("{}"), &o));
    a = t_read(one, &na);
    b = t_read(two, &nb);
    assert_true(na <= 1650000);
    assert_int_equal(na, nb);
    assert_memory_equal(a, b, na);
    free(a);
    free(b);
    o.max_bytes = 10;
    assert_int_equal(bk_report_write_html(ctx, one, t, n, BK__STR("{}"), &o), BK_EINVAL);
    o = (bk_report_opts)BK_REPORT_OPTS_INIT;
    o.lang = "fr";
    assert_int_equal(bk_report_write_html(ctx, one, t, n, BK__STR("{}"), &o), BK_EINVAL);
    drop(t, n);
    t_ctx_free(ctx);
}

static bk_status write_page(bk_ctx *ctx, void *path)
{
    bk_table *t[TABLES] = {NULL};
    size_t n;
    const bk_table_spec *specs = bk_schema(&n);
    bk_status st = BK_OK;
    for (size_t i = 0; i < n && st == BK_OK; i++) {
        bk_cell row[32];
        st = bk_table_new(ctx, &t[i], &specs[i]);
        for (size_t c = 0; c < specs[i].n; c++)
            row[c] = specs[i].cols[c].type == BK_COL_TEXT   ? BK_CELL_STR(BK__STR("all"))
                     : specs[i].cols[c].type == BK_COL_JSON ? BK_CELL_STR(BK__STR("[\"l\"]"))
                                                            : (bk_cell){false, 1, 0.5, {NULL, 0}};
        if (st == BK_OK)
            st = bk_table_add(t[i], row);
    }
    if (st == BK_OK)
        st = bk_report_write_html(ctx, path, t, n, BK__STR("{\"a\":[1,{}]}"), NULL);
    for (size_t i = 0; i < n; i++)
        bk_table_free(t[i]);
    return st;
}

static void no_memory(void **state)
{
    char path[300];
    (void)state;
    snprintf(path, sizeof path, "%s/r.html", t_tmpdir());
    t_fail_each(write_page, path, 1, 150);
}

/* Both languages have every word, with the same blanks to fill in. */
static void words(void **state)
{
    static bk__page p[2];
    (void)state;
    p[1].lang = 1;
    for (int w = 0; w < W_COUNT; w++) {
        const char *a = bk__w(&p[0], (bk__word)w), *b = bk__w(&p[1], (bk__word)w);
        assert_true(*a && *b);
        for (char d = '1'; d <= '9'; d++) {
            char blank[3] = {'%', d, 0};
            assert_int_equal(strstr(a, blank) != NULL, strstr(b, blank) != NULL);
        }
    }
}

static void numbers(void **state)
{
    static bk__page id, en;
    (void)state;
    en.lang = 1;
    assert_true(bk__str_eq(bk__n(&id, 1234567), BK__STR("1.234.567")));
    assert_true(bk__str_eq(bk__n(&en, -1234), BK__STR("-1,234")));
    assert_true(bk__str_eq(bk__n(&en, 0), BK__STR("0")));
    assert_true(bk__str_eq(bk__x(&id, -0.314, 2, true), BK__STR("\xE2\x88\x92"
                                                                "0,31")));
    assert_true(bk__str_eq(bk__x(&en, 0.5, 2, true), BK__STR("+0.50")));
    assert_true(bk__str_eq(bk__x(&en, -0.001, 2, true), BK__STR("0.00")));
    assert_true(bk__str_eq(bk__pct(&en, 0.456), BK__STR("46%")));
    assert_true(bk__str_eq(bk__pct(&en, 0.0123), BK__STR("1.2%")));
    assert_true(bk__str_eq(bk__period(&en, BK__STR("2022-02")), BK__STR("February 2022")));
    assert_true(bk__str_eq(bk__period(&id, BK__STR("x")), BK__STR("x")));
    assert_true(bk__str_eq(bk__day(&id, BK_CELL_INT(-1)), BK__STR("31 Desember 1969")));
}

/* Bins: numbers that rise by one, first months; the finest ones with a median of five. */
static void bins(void **state)
{
    char out[8];
    (void)state;
    assert_int_equal(bk__bin_number(BK__STR("2025-01")), bk__bin_number(BK__STR("2024-12")) + 1);
    assert_int_equal(bk__bin_number(BK__STR("2025-Q1")), bk__bin_number(BK__STR("2024-Q4")) + 1);
    assert_int_equal(bk__bin_number(BK__STR("2025")), 2025);
    static const char *const bins[][2] = {
        {"month", "2024-12"}, {"month", "2025-01"}, {"quarter", "2025-Q4"}, {"year", "1999"}};
    for (size_t i = 0; i < sizeof bins / sizeof *bins; i++) {
        bk_str id = bk__str(bins[i][1]);
        assert_true(bk__str_eq(bk__bin_id(bins[i][0], bk__bin_number(id), out), id));
    }
    assert_int_equal(bk__bin_number(BK__STR("2025-13")), -1);
    assert_int_equal(bk__bin_number(BK__STR("2025-Q5")), -1);
    assert_int_equal(bk__bin_number(BK__STR("media")), -1);
    assert_int_equal(bk__bin_number(BK__STR("")), -1);
    assert_true(bk__str_eq(bk__bin_start(BK__STR("2025-Q4"), out), BK__STR("2025-10")));
    assert_true(bk__str_eq(bk__bin_start(BK__STR("2025-06"), out), BK__STR("2025-06")));
    assert_true(bk__str_eq(bk__bin_start(BK__STR("2025"), out), BK__STR("2025-01")));
}

static bool any_row(const bk__page *p, int64_t r, const char *scope, const void *user)
{
    (void)user;
    return bk__is(p, T_DYADS, r, DYA_SCOPE, scope);
}

static void thin_months(void **state)
{
    static const struct {
        const char *scope;
        int articles;
    } row[] = {{"month", 1},   {"month", 9},   {"month", 2},
               {"quarter", 4}, {"quarter", 8}, {"year", 3}};
    bk_ctx *ctx = t_ctx(1);
    static bk__page p;
    bk_table *t;
    (void)state;
    p.ctx = ctx;
    t_ok(ctx, bk_table_new(ctx, &t, bk_schema_find("dyads")));
    p.t[T_DYADS] = t;
    assert_null(bk__bin_scope(&p, T_DYADS, DYA_ARTICLES, any_row, NULL));
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        bk_cell c[DYA_N];
        for (size_t k = 0; k < DYA_N; k++)
            c[k] = BK_CELL_NULL;
        c[DYA_SCOPE] = BK_CELL_STR(bk__str(row[i].scope));
        c[DYA_ARTICLES] = BK_CELL_INT(row[i].articles);
        t_ok(ctx, bk_table_add(t, c));
        if (i == 1)
            assert_string_equal(bk__bin_scope(&p, T_DYADS, DYA_ARTICLES, any_row, NULL), "month");
    }
    /* medians 2, 4 (the lower), 3: none is enough, the coarsest serves */
    assert_string_equal(bk__bin_scope(&p, T_DYADS, DYA_ARTICLES, any_row, NULL), "year");
    bk_table_free(t);
    t_ctx_free(ctx);
}

static void one_or_many(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    static bk__page p;
    (void)state;
    p.ctx = ctx;
    p.lang = 1;
    bk__buf_init(&p.b, ctx);
    SAY(&p, W_N_ARTICLES, BK__STR("1"));
    bk__put(&p, " ");
    SAY(&p, W_N_ARTICLES, BK__STR("21"));
    t_ok(ctx, p.st);
    assert_string_equal(p.b.p, "1 article 21 articles");
    bk__buf_clear(&p.b);
    t_ctx_free(ctx);
}

static void what_a_tone_means(void **state)
{
    (void)state;
    assert_int_equal(bk__sense_of(NAN, NAN, NAN), SENSE_NOTHING);
    assert_int_equal(bk__sense_of(NAN, NAN, 0.4), SENSE_TOO_FEW);
    assert_int_equal(bk__sense_of(-0.2, 0.2, 0), SENSE_EVEN);
    assert_int_equal(bk__sense_of(-0.5, 0.2, -0.1), SENSE_OPEN);
    assert_int_equal(bk__sense_of(-0.5, -0.1, -0.3), SENSE_CONFLICT);
    assert_int_equal(bk__sense_of(0.03, 0.84, 0.76), SENSE_COOPERATE);
    assert_int_equal(bk__sense_of(0.4, 0.84, 0.76), SENSE_STRONG_COOPERATE);
    assert_int_equal(bk__sense_of(-0.8, -0.4, -0.6), SENSE_STRONG_CONFLICT);
}

/* What the page says of its accuracy is what README says. */
static void accuracy_is_that_of_readme(void **state)
{
    char want[4][80];
    char *readme = t_read("README.md", NULL);
    (void)state;
    assert_non_null(readme);
    snprintf(want[0], sizeof want[0], "On %d sentences", BK__SENTENCES);
    snprintf(want[1], sizeof want[1], "precision | %.2f |", BK__PRECISION);
    snprintf(want[2], sizeof want[2], "recall | %.2f |", BK__RECALL);
    snprintf(want[3], sizeof want[3], "polarity, macro F1 | %.2f |", BK__POLARITY_F1);
    for (int i = 0; i < 4; i++)
        assert_non_null(strstr(readme, want[i]));
    free(readme);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bins),
        cmocka_unit_test(thin_months),
        cmocka_unit_test(one_or_many),
        cmocka_unit_test(what_a_tone_means),
        cmocka_unit_test(accuracy_is_that_of_readme),
        cmocka_unit_test(escaped),
        cmocka_unit_test(names_the_level),
        cmocka_unit_test(effects_are_judged_by_q),
        cmocka_unit_test(empty),
        cmocka_unit_test(size_and_bytes),
        cmocka_unit_test(words),
        cmocka_unit_test(no_memory),
        cmocka_unit_test(numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
