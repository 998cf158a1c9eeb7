/* Gold files are read with their faults named; figures are those of a count by hand. */
#include "support/support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bingkai/validate.h>

static const char good[] =
    "{\"gid\":\"a\",\"doc\":\"1\",\"title\":\"\",\"prev\":\"\",\"sent\":\"Amerika Serikat mengecam "
    "China.\",\"relations\":[{\"dyad\":\"CHN-USA\",\"required\":true,\"polarity\":[-1],\"quad\":"
    "[\"VK\"],\"source\":[\"USA\"],\"voice\":[\"USA\",\"narrator\"]}]}\n"
    "\n"
    "{\"gid\":\"b\",\"doc\":\"1\",\"sent\":\"Rusia memuji China.\",\"relations\":[{\"dyad\":"
    "\"CHN-RUS\",\"required\":true,\"polarity\":[-1],\"quad\":[\"VK\"],\"source\":[\"CHN\"],"
    "\"voice\":[\"other\"]}]}\n"
    "{\"gid\":\"c\",\"doc\":\"2\",\"sent\":\"Rusia mengecam China.\",\"relations\":[]}\n"
    "{\"gid\":\"d\",\"doc\":\"2\",\"sent\":\"Rusia mengecam Amerika Serikat.\",\"relations\":[{"
    "\"dyad\":\"RUS-USA\",\"required\":false,\"polarity\":[-1],\"quad\":[\"VK\"],\"source\":["
    "\"RUS\"],\"voice\":[\"RUS\"]}]}\n"
    "{\"gid\":\"e\",\"doc\":\"3\",\"sent\":\"Rusia dan China sama-sama luas.\",\"relations\":[{"
    "\"dyad\":\"CHN-RUS\",\"polarity\":[1],\"quad\":[\"VC\"],\"source\":[\"mutual\"],\"voice\":["
    "\"narrator\"]}]}\n";

static double figure(const bk_validation *v, const char *names, const char *reader,
                     const char *measure)
{
    size_t n;
    const bk_validate_row *row = bk_validation_rows(v, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(row[i].names, names) == 0 && strcmp(row[i].reader, reader) == 0 &&
            strcmp(row[i].measure, measure) == 0)
            return row[i].at.value;
    return NAN;
}

#define near(x, y) assert_true(fabs((x) - (y)) < 1e-12)

static void figures_are_right(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    const char *dir = t_tmpdir(), *path = t_path(dir, "gold.jsonl");
    bk_validation *v;
    bk_table *table;
    int64_t sentences, articles, unmapped;
    size_t n;
    (void)state;
    t_write(path, good, sizeof good - 1);
    t_ok(ctx, bk_validate_run(ctx, &v, path, NULL));
    bk_validation_counts(v, &sentences, &articles, &unmapped);
    assert_int_equal(sentences, 5);
    assert_int_equal(articles, 3);
    assert_int_equal(unmapped, 0);
    /* found a, b; c is spurious, d is free, e is missed */
    near(figure(v, "as written", "coder", "precision"), 2.0 / 3);
    near(figure(v, "as written", "coder", "recall"), 2.0 / 3);
    near(figure(v, "as written", "coder", "f1"), 2.0 / 3);
    near(figure(v, "as written", "co-mention", "recall"), 1);
    near(figure(v, "as written", "coder", "polarity accuracy"), 0.5);
    near(figure(v, "as written", "coder", "quad"), 0.5);
    near(figure(v, "as written", "coder", "source"), 0.5);
    near(figure(v, "as written", "coder", "voice"), 0.5);
    near(figure(v, "exchanged", "coder", "f1"), 2.0 / 3);
    near(figure(v, "exchanged", "coder", "agreement"), 1);
    const bk_validate_item *item = bk_validation_items(v, &n);
    assert_int_equal(n, 5);
    assert_true(item[0].found && item[0].expected && item[0].right_polarity);
    assert_string_equal(item[0].source, "USA");
    assert_true(!item[2].expected && item[2].found);
    assert_true(!item[4].found);
    t_ok(ctx, bk_validation_table(ctx, &table, v, "validation"));
    bk_validation_rows(v, &n);
    assert_int_equal(bk_table_rows(table), (int64_t)n);
    bk_table_free(table);
    bk_validation_free(v);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

/* a is found with a wrong polarity, b only by a part of its sentence and the more certain reading;
 * a title, a sentence of another article and one that nobody labelled count for nothing; d and e
 * are not there. */
static const char said[] =
    "{\"id\":\"1\",\"field\":\"title\",\"text\":\"Rusia memuji China.\",\"relations\":[{\"dyad\":"
    "\"RUS-USA\",\"polarity\":1,\"quad\":\"VC\",\"source\":\"RUS\",\"voice\":\"RUS\"}]}\n"
    "{\"id\":\"1\",\"field\":\"text\",\"text\":\"Kata ia: Amerika Serikat mengecam China.\","
    "\"actors\":[{\"actor\":\"USA\"},{\"actor\":\"CHN\"}],\"relations\":[{\"dyad\":\"CHN-USA\","
    "\"polarity\":1,\"quad\":\"VK\",\"source\":\"USA\",\"target\":\"CHN\",\"voice\":\"narrator\","
    "\"score\":0.5}]}\n"
    "{\"id\":\"1\",\"field\":\"text\",\"text\":\"memuji China\",\"relations\":["
    "{\"dyad\":\"CHN-RUS\",\"polarity\":-1,\"quad\":\"VK\",\"source\":\"CHN\",\"voice\":\"other\","
    "\"score\":0.9},{\"dyad\":\"CHN-RUS\",\"polarity\":1,\"quad\":\"VC\",\"source\":\"RUS\","
    "\"voice\":\"RUS\",\"score\":0.2}]}\n"
    "{\"id\":\"2\",\"field\":\"text\",\"text\":\"Rusia mengecam China.\",\"relations\":[{\"dyad\":"
    "\"CHN-RUS\",\"polarity\":-1,\"quad\":\"VK\",\"source\":\"RUS\",\"voice\":\"narrator\"}]}\n"
    "{\"id\":\"9\",\"field\":\"text\",\"text\":\"Rusia memuji China.\",\"relations\":[{\"dyad\":"
    "\"CHN-USA\",\"polarity\":1,\"quad\":\"VC\",\"source\":\"RUS\",\"voice\":\"RUS\"}]}\n"
    "{\"id\":\"2\",\"field\":\"text\",\"text\":\"Ini lain.\",\"relations\":[]}\n";

static void predictions_are_measured(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    const char *dir = t_tmpdir();
    char gold[512], lines[512];
    bk_validation *v;
    bk_validate_opts opts = BK_VALIDATE_OPTS_INIT;
    int64_t sentences, articles, absent;
    (void)state;
    strcpy(gold, t_path(dir, "gold.jsonl"));
    strcpy(lines, t_path(dir, "said.jsonl"));
    t_write(gold, good, sizeof good - 1);
    t_write(lines, said, sizeof said - 1);
    opts.predictions = lines;
    t_ok(ctx, bk_validate_run(ctx, &v, gold, &opts));
    bk_validation_counts(v, &sentences, &articles, &absent);
    assert_int_equal(absent, 2);
    near(figure(v, "as written", "predictions", "precision"), 2.0 / 3);
    near(figure(v, "as written", "predictions", "recall"), 2.0 / 3);
    near(figure(v, "as written", "predictions", "polarity accuracy"), 0.5);
    near(figure(v, "as written", "predictions", "source"), 1);
    near(figure(v, "as written", "co-mention", "recall"), 1.0 / 3);
    assert_true(isnan(figure(v, "exchanged", "predictions", "f1")));
    bk_validation_free(v);
    t_write(lines, "{\"id\":\"7\"}", 10);
    assert_int_equal(bk_validate_run(ctx, &v, gold, &opts), BK_EFORMAT);
    t_write(lines, "[]\n{\"id\":", 9);
    assert_int_equal(bk_validate_run(ctx, &v, gold, &opts), BK_EFORMAT);
    assert_null(v);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

/* Sentences drawn with chances 1 and 0.25; of the four of the rarer chance one is not coded, so
 * that each other one stands for 16/3. */
static const char drawn[] =
    "{\"gid\":\"a\",\"doc\":\"1\",\"sent\":\"Rusia mengecam China.\",\"p\":1,\"relations\":[]}\n"
    "{\"gid\":\"b\",\"doc\":\"2\",\"sent\":\"Rusia memuji "
    "China.\",\"p\":0.25,\"relations\":[{\"dyad\":"
    "\"CHN-RUS\",\"polarity\":[1],\"quad\":[\"VC\"],\"source\":[\"RUS\"],\"voice\":[\"RUS\"]}]}\n"
    "{\"gid\":\"c\",\"doc\":\"3\",\"sent\":\"Rusia memuji China lagi.\",\"p\":0.25,\"relations\":[{"
    "\"dyad\":\"CHN-RUS\",\"polarity\":[1],\"quad\":[\"VC\"],\"source\":[\"RUS\"],\"voice\":["
    "\"narrator\"]}]}\n"
    "{\"gid\":\"d\",\"doc\":\"4\",\"sent\":\"Rusia mengecam China "
    "lagi.\",\"p\":0.25,\"relations\":[{"
    "\"dyad\":\"CHN-RUS\",\"polarity\":[1],\"quad\":[\"VC\"],\"source\":[\"RUS\"],\"voice\":["
    "\"narrator\"]}]}\n"
    "{\"gid\":\"e\",\"doc\":\"5\",\"sent\":\"Rusia mengecam China.\",\"p\":0.25}\n";

/* The same as a spreadsheet of another country saves it, with what a second person said: b as
 * conflict, c not, d alike, e too. */
static const char sheet[] =
    "\xEF\xBB\xBFgid;doc;lang;title;prev;sent;p;CHN-RUS polarity;CHN-RUS quad;CHN-RUS "
    "source;CHN-RUS "
    "voice;CHN-USA polarity;CHN-USA quad;CHN-USA source;CHN-USA voice;RUS-USA polarity;RUS-USA "
    "quad;RUS-USA source;RUS-USA voice\r\n"
    "a;1;id;;;Rusia mengecam China.;1;none;;;;;;;;;;;\r\n"
    "b;2;id;;\"Kata \"\"dia\"\":\";\"Rusia memuji China.\";0,25;-1;VK;RUS;RUS;none;;;;none;;;\r\n"
    "c;3;id;;;Rusia memuji China lagi.;0,25;none;;;;;;;;;;;\r\n"
    "d;4;id;;;Rusia mengecam China lagi.;0,25;1;VC;RUS;narrator;;;;;;;;\r\n"
    "e;5;id;;;Rusia mengecam China.;0,25;-1;VK;RUS;RUS;;;;;;;;\r\n"
    "f;6;id;;;'=1;0,25;;;;;;;;;;;;\r\n";

static void chances_weigh(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    const char *dir = t_tmpdir();
    char gold[512], second[512];
    bk_validation *v;
    bk_table *table;
    bk_validate_opts opts = BK_VALIDATE_OPTS_INIT;
    int64_t sentences, articles, alone;
    static const int32_t codes[] = {0, 3, 3, 3, 0, 1, 0, 3};
    double alpha;
    (void)state;
    strcpy(gold, t_path(dir, "gold.jsonl"));
    strcpy(second, t_path(dir, "second.csv"));
    t_write(gold, drawn, sizeof drawn - 1);
    t_write(second, sheet, sizeof sheet - 1);
    t_ok(ctx, bk_validate_run(ctx, &v, gold, &opts));
    bk_validation_counts(v, &sentences, &articles, &alone);
    assert_true(sentences == 4 && articles == 4);
    /* a is spurious, and stands for one; b, c, d were found, d as a conflict */
    near(figure(v, "as written", "coder", "precision"), 16.0 / 17);
    near(figure(v, "as written", "coder", "recall"), 1);
    near(figure(v, "as written", "coder", "polarity accuracy"), 2.0 / 3);
    near(figure(v, "as written", "coder", "cooperation read as conflict"), 1.0 / 3);
    near(figure(v, "as written", "coder", "none read as conflict"), 1);
    near(figure(v, "as written", "coder", "accuracy"), 32.0 / 3 / 17);
    bk_validation_free(v);
    opts.second = second;
    /* a spreadsheet quotes cells between tabs too */
    char *tabs = memcpy(malloc(sizeof sheet), sheet, sizeof sheet);
    for (char *q = tabs; (q = strchr(q, ';'));)
        *q = '\t';
    t_write(second, tabs, sizeof sheet - 1);
    free(tabs);
    t_ok(ctx, bk_validate_run(ctx, &v, gold, &opts));
    near(figure(v, "as written", "second coder", "accuracy"), (1 + 16.0 / 3) / 17);
    bk_validation_free(v);
    t_write(second, sheet, sizeof sheet - 1);
    t_ok(ctx, bk_validate_run(ctx, &v, gold, &opts));
    bk_validation_counts(v, &sentences, &articles, &alone);
    assert_true(sentences == 4 && articles == 4 && alone == 1);
    near(figure(v, "as written", "second coder", "accuracy"), (1 + 16.0 / 3) / 17);
    near(figure(v, "as written", "second coder", "quad"), 0.5);
    near(figure(v, "as written", "second coder", "voice"), 1);
    t_ok(ctx, bk_validation_table(ctx, &table, v, "disagreements"));
    assert_int_equal(bk_table_rows(table), 3); /* b: relation, quad; c: relation */
    bk_table_free(table);
    t_ok(ctx, bk_validation_table(ctx, &table, v, "confusion"));
    assert_int_equal(bk_table_rows(table), 16);
    bk_table_free(table);
    assert_int_equal(bk_validation_table(ctx, &table, v, "other"), BK_EINVAL);
    bk_validation_free(v);
    /* without chances alpha is that of stat */
    char *p = memcpy(malloc(sizeof drawn), drawn, sizeof drawn);
    for (char *q = p; (q = strstr(q, "\"p\":0.25"));)
        memcpy(q, "\"p\":1   ", 8);
    t_write(gold, p, sizeof drawn - 1);
    free(p);
    t_ok(ctx, bk_validate_run(ctx, &v, gold, &opts));
    t_ok(ctx, bk_stat_alpha(ctx, &alpha, codes, 2, 4));
    near(figure(v, "as written", "second coder", "alpha"), alpha);
    bk_validation_free(v);
    opts.predictions = gold;
    assert_int_equal(bk_validate_run(ctx, &v, gold, &opts), BK_EINVAL);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

static void sheets_have_faults(void **state)
{
    static const char *const bad[] = {
        "gid;sent\n",
        "gid;sent;CHN-RUS polarity\n",
        "\xff\n",
        "",
    };
    static const char *const cell[] = {"2;;;", "1;X;RUS;RUS", "1;VC;FRA;RUS", "1;VC;RUS;FRA",
                                       ";;;"};
    bk_ctx *ctx = t_ctx(1);
    const char *dir = t_tmpdir(), *path = t_path(dir, "gold.csv");
    bk_validation *v;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        t_write(path, bad[i], strlen(bad[i]));
        assert_int_equal(bk_validate_run(ctx, &v, path, NULL), BK_EFORMAT);
    }
    for (size_t i = 0; i < sizeof cell / sizeof *cell; i++) {
        char text[1024];
        int head = (int)(strchr(sheet, '\n') + 1 - sheet);
        int n =
            snprintf(text, sizeof text, "%.*sa;1;id;;;Rusia;1;%s;;;;;;;;\n", head, sheet, cell[i]);
        t_write(path, text, (size_t)n);
        assert_int_equal(bk_validate_run(ctx, &v, path, NULL), BK_EFORMAT);
        assert_null(v);
    }
    t_rmdir(dir);
    t_ctx_free(ctx);
}

static void faults_are_named(void **state)
{
    static const char *const bad[] = {
        "",
        "{",
        "{\"gid\":\"a\",\"relations\":[]}",
        "{\"sent\":\"x\",\"relations\":[{\"dyad\":\"USA-CHN\",\"polarity\":[1],\"quad\":[\"VC\"],"
        "\"source\":[\"CHN\"],\"voice\":[\"other\"]}]}",
        "{\"sent\":\"x\",\"relations\":[{\"dyad\":\"CHN-USA\",\"polarity\":[2],\"quad\":[\"VC\"],"
        "\"source\":[\"CHN\"],\"voice\":[\"other\"]}]}",
        "{\"sent\":\"x\",\"relations\":[{\"dyad\":\"CHN-USA\",\"polarity\":[1],\"quad\":[\"X\"],"
        "\"source\":[\"CHN\"],\"voice\":[\"other\"]}]}",
        "{\"sent\":\"x\",\"relations\":[{\"dyad\":\"CHN-USA\",\"polarity\":[1],\"quad\":[\"VC\"],"
        "\"source\":[\"FRA\"],\"voice\":[\"other\"]}]}",
        "{\"sent\":\"x\",\"relations\":[{\"dyad\":\"CHN-USA\",\"polarity\":[1],\"quad\":[\"VC\"],"
        "\"source\":[\"CHN\"],\"voice\":[]}]}",
    };
    bk_ctx *ctx = t_ctx(1);
    const char *dir = t_tmpdir(), *path = t_path(dir, "gold.jsonl");
    bk_validation *v;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        t_write(path, bad[i], strlen(bad[i]));
        assert_int_equal(bk_validate_run(ctx, &v, path, NULL), BK_EFORMAT);
        assert_null(v);
        assert_non_null(strstr(bk_ctx_error(ctx)->where, "gold.jsonl"));
    }
    assert_int_equal(bk_validate_run(ctx, &v, t_path(dir, "absent"), NULL), BK_EIO);
    assert_int_equal(bk_validate_run(ctx, &v, NULL, NULL), BK_EINVAL);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

static bk_status run_once(bk_ctx *ctx, void *user)
{
    bk_validation *v;
    bk_validate_opts opts = BK_VALIDATE_OPTS_INIT;
    const char *const *path = user;
    opts.resamples = 10;
    opts.predictions = path[1];
    opts.second = path[2];
    bk_status st = bk_validate_run(ctx, &v, path[0], &opts);
    bk_validation_free(v);
    return st;
}

static void memory_may_run_out(void **state)
{
    const char *dir = t_tmpdir();
    char gold[512], lines[512];
    const char *path[] = {gold, NULL, NULL};
    (void)state;
    strcpy(gold, t_path(dir, "gold.jsonl"));
    strcpy(lines, t_path(dir, "said.jsonl"));
    t_write(gold, good, sizeof good - 1);
    t_write(lines, said, sizeof said - 1);
    t_fail_each(run_once, path, 1, 40);
    path[1] = lines;
    t_fail_each(run_once, path, 1, 40);
    path[1] = NULL;
    path[2] = t_path(dir, "second.csv");
    t_write(gold, drawn, sizeof drawn - 1);
    t_write(path[2], sheet, sizeof sheet - 1);
    t_fail_each(run_once, path, 1, 40);
    t_rmdir(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_right), cmocka_unit_test(predictions_are_measured),
        cmocka_unit_test(chances_weigh),     cmocka_unit_test(sheets_have_faults),
        cmocka_unit_test(faults_are_named),  cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests_name("validate", tests, NULL, NULL);
}
