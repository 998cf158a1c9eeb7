/* test_study_file.c - study.json: jobs, inheritance, paths, messages with their line. */
#include <bingkai/study.h>

#include <stdio.h>
#include <string.h>

#include "support/planted.h"

static char dir[512], file[600];

static int set_up(void **state)
{
    (void)state;
    snprintf(dir, sizeof dir, "%s", t_tmpdir());
    snprintf(file, sizeof file, "%s/study.json", dir);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    t_rmdir(dir);
    return 0;
}

static bk_status load(bk_ctx *ctx, bk_study_file **f, const char *text)
{
    t_write(file, text, strlen(text));
    return bk_study_file_load(ctx, f, file);
}

static void in_dir(const char *path, const char *name)
{
    char want[700];
    snprintf(want, sizeof want, "%s/%s", dir, name);
    assert_string_equal(path, want);
}

static void test_one_job(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_study_file *f;
    size_t n;
    const bk_study_job *j;
    bk_ctx_opts c = BK_CTX_OPTS_INIT;
    (void)state;
    t_ok(ctx, load(ctx, &f,
                   "{\"inputs\": \"news\", \"output\": \"out\", \"topics\": 12, \"max-df\": 0.4,\n"
                   " \"no-text\": true, \"report-lang\": \"en\", \"title\": null, \"seed\": 7,\n"
                   " \"threads\": 3, \"memory\": \"512M\", \"models\": \"lists\"}"));
    j = bk_study_file_jobs(f, &n);
    assert_int_equal(n, 1);
    assert_string_equal(j->name, "");
    in_dir(j->output, "out");
    assert_int_equal(j->n_inputs, 1);
    in_dir(j->inputs[0], "news");
    assert_int_equal(j->stages, BK_STAGE_ALL);
    assert_int_equal(j->opts.topic.topics, 12);
    assert_true(j->opts.vectorizer.max_df == 0.4);
    assert_true(j->opts.no_text);
    assert_string_equal(j->opts.report.lang, "en");
    bk_study_file_context(f, &c);
    assert_int_equal(c.threads, 3);
    assert_int_equal(c.seed, 7);
    assert_int_equal(c.memory_bytes, 512 << 20);
    in_dir(c.data_dir, "lists");
    assert_true(bk_study_file_is(ctx, file));
    bk_study_file_free(f);
    t_ctx_free(ctx);
}

static void test_jobs(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_study_file *f;
    size_t n;
    const bk_study_job *j;
    bk_ctx_opts c = BK_CTX_OPTS_INIT;
    (void)state;
    t_ok(ctx,
         load(ctx, &f,
              "{\"inputs\": [\"/a\", \"-\", \"b.csv\"], \"output\": \"out\", \"tf\": \"raw\",\n"
              " \"jobs\": [{\"name\": \"one\"},\n"
              "  {\"name\": \"two\", \"stages\": [\"topics\", \"frames\"], \"tf\": \"log\",\n"
              "   \"output\": \"/elsewhere\"},\n"
              "  {\"name\": \"sk\", \"preset\": \"sklearn\", \"stages\": \"vectors\"}]}"));
    j = bk_study_file_jobs(f, &n);
    assert_int_equal(n, 3);
    in_dir(j[0].output, "out-one");
    assert_string_equal(j[1].output, "/elsewhere");
    assert_int_equal(j[0].n_inputs, 3);
    assert_string_equal(j[2].inputs[0], "/a");
    assert_string_equal(j[2].inputs[1], "-");
    in_dir(j[2].inputs[2], "b.csv");
    assert_string_equal(j[0].opts.vectorizer.tf, "raw");
    assert_string_equal(j[1].opts.vectorizer.tf, "log");
    assert_int_equal(j[1].stages, BK_STAGE_TOPICS | BK_STAGE_FRAMES);
    assert_true(j[2].opts.vectorizer.max_df == 1);
    bk_study_file_context(f, &c);
    assert_int_equal(c.threads, 0);
    assert_null(c.data_dir);
    bk_study_file_free(f);
    t_ctx_free(ctx);
}

/* Files that options name are beside the study file; words that stand for a list are not. */
static void test_file_options(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_study_file *f;
    size_t n;
    (void)state;
    t_ok(ctx, load(ctx, &f,
                   "{\"inputs\": \"a\", \"output\": \"o\", \"triad\": \"asia.json\","
                   " \"stopwords\": \"none\", \"exceptions\": \"mine.tsv\"}"));
    in_dir(bk_study_file_jobs(f, &n)->opts.triad, "asia.json");
    in_dir(bk_study_file_jobs(f, &n)->opts.vectorizer.analyzer.exceptions, "mine.tsv");
    assert_string_equal(bk_study_file_jobs(f, &n)->opts.vectorizer.analyzer.stopwords, "none");
    bk_study_file_free(f);
    t_ctx_free(ctx);
}

static void test_faults(void **state)
{
    static const struct {
        const char *text, *where, *message;
    } cases[] = {
        {"{\"inputs\": \"a\", \"output\": \"o\",\n \"topiks\": 3}", ":2", "topiks"},
        {"{\"inputs\": \"a\",\n \"output\": \"o\",\n \"topics\": \"many\"}", ":3", "topics"},
        {"{\"inputs\": \"a\", \"output\": \"o\", \"topics\": 3,\n\"jobs\": [\n{\"name\": \"x\"},\n"
         "{\"name\": \"y\", \"topics\": -1}]}",
         ":4", "topics"},
        {"{\"inputs\": \"a\", \"output\": \"o\", \"jobs\": [{\"name\": \"x\", \"seed\": 3}]}", ":1",
         "seed"},
        {"{\"output\": \"o\"}", ":1", "inputs"},
        {"{\"inputs\": \"a\"}", ":1", "output"},
        {"{\"inputs\": 3, \"output\": \"o\"}", ":1", "inputs"},
        {"{\"inputs\": [], \"output\": \"o\"}", ":1", "inputs"},
        {"{\"inputs\": \"a\", \"output\": \"o\", \"stages\": \"dance\"}", ":1", "stages"},
        {"{\"inputs\": \"a\", \"output\": \"o\", \"jobs\": []}", ":1", "jobs"},
        {"{\"inputs\": \"a\", \"output\": \"o\", \"jobs\": [3]}", ":1", "jobs"},
        {"{\"inputs\": \"a\", \"output\": \"o\", \"jobs\": [{}]}", ":1", "name"},
        {"{\"inputs\": \"a\", \"output\": \"o\", \"jobs\": [{\"name\": \"x\"},\n"
         "{\"name\": \"x\", \"output\": \"p\"}]}",
         ":2", "name"},
        {"{\"inputs\": \"a\", \"output\": \"o\", \"jobs\": [{\"name\": \"x\", \"output\": \"p\"},\n"
         "{\"name\": \"y\", \"output\": \"p\"}]}",
         ":2", "output"},
        {"{\"inputs\": \"a\", \"output\": \"o\", \"threads\": 1000}", ":1", "threads"},
        {"{\"inputs\": \"a\", \"output\": \"o\", \"topics\": {\"k\": 3}}", ":1", "topics"},
        {"{\"inputs\": \"a\", \"output\": \"o\", \"seed\": \"x\"}", ":1", "seed"},
    };
    bk_ctx *ctx = t_ctx(1);
    bk_study_file *f;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char where[700];
        snprintf(where, sizeof where, "%s%s", file, cases[i].where);
        assert_int_equal(load(ctx, &f, cases[i].text), BK_EINVAL);
        assert_null(f);
        assert_string_equal(bk_ctx_error(ctx)->where, where);
        assert_non_null(strstr(bk_ctx_error(ctx)->message, cases[i].message));
    }
    assert_int_equal(load(ctx, &f, "{\"inputs\": "), BK_EFORMAT);
    assert_int_equal(load(ctx, &f, "[1]"), BK_EFORMAT);
    assert_int_equal(bk_study_file_load(ctx, &f, "absent.json"), BK_EIO);
    t_ctx_free(ctx);
}

static void test_is(void **state)
{
    static const char *const no[] = {"", "{", "[]", "{\"id\": \"a\", \"text\": \"b\"}",
                                     "{\"inputs\": 1}\n{\"inputs\": 2}"};
    bk_ctx *ctx = t_ctx(1);
    (void)state;
    for (size_t i = 0; i < sizeof no / sizeof *no; i++) {
        t_write(file, no[i], strlen(no[i]));
        assert_false(bk_study_file_is(ctx, file));
    }
    assert_false(bk_study_file_is(ctx, dir));
    assert_false(bk_study_file_is(ctx, "absent.json"));
    t_ctx_free(ctx);
}

/* Jobs over the same articles share what was read; a job that stands is known. */
static void test_run_jobs(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_study_file *f;
    bk_study *s = NULL;
    const bk_corpus *first = NULL;
    size_t n;
    const bk_study_job *j;
    (void)state;
    t_planted(t_path(dir, "news.jsonl"), 30, 3);
    t_ok(ctx, load(ctx, &f,
                   "{\"inputs\": \"news.jsonl\", \"output\": \"out\", \"jobs\": ["
                   "{\"name\": \"a\", \"stages\": \"topics\", \"topics\": 2},"
                   "{\"name\": \"b\", \"stages\": \"topics\", \"topics\": 3},"
                   "{\"name\": \"c\", \"stages\": \"clean\", \"clean\": false}]}"));
    j = bk_study_file_jobs(f, &n);
    assert_int_equal(n, 3);
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < n; i++) {
            bool stands;
            t_ok(ctx, bk_study_job_open(ctx, &s, &j[i]));
            if (i == 0)
                first = bk_study_corpus(s);
            assert_true(i != 1 || bk_study_corpus(s) == first);
            t_ok(ctx, bk_study_stands(s, j[i].output, j[i].stages, &stands));
            assert_int_equal(stands, round == 1);
            if (!stands) {
                t_ok(ctx, bk_study_run(s, j[i].stages));
                t_ok(ctx, bk_study_write(s, j[i].output));
            }
        }
        bk_study_free(s);
        s = NULL;
    }
    bk_study_file_free(f);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_job),      cmocka_unit_test(test_jobs),
        cmocka_unit_test(test_file_options), cmocka_unit_test(test_faults),
        cmocka_unit_test(test_is),           cmocka_unit_test(test_run_jobs),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
