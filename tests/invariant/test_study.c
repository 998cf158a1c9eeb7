/* test_study.c - a whole study: the same bytes at any number of threads; a run that is cancelled,
 * or that finds no memory, leaves nothing. */
#include <bingkai/study.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "support/planted.h"

static char dir[512], news[600], small[600];

static int set_up(void **state)
{
    (void)state;
    snprintf(dir, sizeof dir, "%s", t_tmpdir());
    snprintf(news, sizeof news, "%s/news.jsonl", dir);
    snprintf(small, sizeof small, "%s/small.jsonl", dir);
    t_planted(news, 700, 5); /* three chunks */
    t_planted(small, 12, 5);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    t_rmdir(dir);
    return 0;
}

static bk_status study(bk_ctx *ctx, const char *input, const char *out)
{
    bk_study_opts o;
    bk_study *s;
    bk_status st;
    bk_study_opts_init(&o);
    o.tone.resamples = 100;
    st = bk_study_open(ctx, &s, &input, 1, &o);
    if (st == BK_OK)
        st = bk_study_run(s, BK_STAGE_ALL);
    if (st == BK_OK)
        st = bk_study_write(s, out);
    bk_study_free(s);
    return st;
}

/* What is the same for every run: up to the section "run". */
static size_t same_part(const char *text, size_t n, const char *name)
{
    const char *run;
    if (strcmp(name, "manifest.json") != 0)
        return n;
    run = strstr(text, "\n \"run\": {");
    assert_non_null(run);
    return (size_t)(run - text);
}

static void test_threads(void **state)
{
    static const int threads[] = {1, 2, 3, 8};
    char out[4][600];
    size_t n;
    const bk_study_result *r = bk_study_results(&n);
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        bk_ctx *ctx = t_ctx(threads[i]);
        snprintf(out[i], sizeof out[i], "%s/threads%d", dir, threads[i]);
        t_ok(ctx, study(ctx, news, out[i]));
        t_ctx_free(ctx);
    }
    for (size_t f = 0; f < n; f++) {
        size_t size;
        char *one = t_read(t_path(out[0], r[f].file), &size);
        assert_non_null(one);
        size = same_part(one, size, r[f].file);
        for (size_t i = 1; i < 4; i++) {
            size_t other;
            char *text = t_read(t_path(out[i], r[f].file), &other);
            assert_non_null(text);
            if (same_part(text, other, r[f].file) != size || memcmp(one, text, size) != 0)
                fail_msg("%s differs at %d threads", r[f].file, threads[i]);
            free(text);
        }
        free(one);
    }
}

/* ---- cancelled at each step ------------------------------------------------------------- */

typedef struct stopper {
    bk_ctx *ctx;
    int after, seen;
} stopper;

static void stop(void *user, const char *stage, uint64_t done, uint64_t total)
{
    stopper *s = user;
    (void)stage;
    (void)done;
    (void)total;
    if (s->seen++ == s->after)
        bk_ctx_cancel(s->ctx);
}

static int entries(const char *path)
{
    DIR *d = opendir(path);
    int n = 0;
    if (!d)
        return -1;
    for (struct dirent *e; (e = readdir(d));)
        n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    closedir(d);
    return n;
}

static void test_cancel(void **state)
{
    char folder[600], out[700];
    int most = 0, runs = 0;
    (void)state;
    snprintf(folder, sizeof folder, "%s/cancel", dir);
    snprintf(out, sizeof out, "%s/out", folder);
    mkdir(folder, 0777);
    for (int after = 0;; after += after < 10 ? 1 : 7) {
        stopper s = {NULL, after, 0};
        bk_ctx_opts o = BK_CTX_OPTS_INIT;
        bk_status st;
        o.threads = 2;
        o.progress = stop;
        o.user = &s;
        assert_int_equal(bk_ctx_new(&s.ctx, &o), BK_OK);
        st = study(s.ctx, news, out);
        bk_ctx_free(s.ctx);
        runs++;
        if (s.seen <= after) { /* it ended before */
            assert_int_equal(st, BK_OK);
            break;
        }
        most = after;
        if (st == BK_OK) { /* cancelled behind the last step */
            t_rmdir(out);
            continue;
        }
        assert_int_equal(st, BK_ECANCEL);
        assert_int_equal(entries(folder), 0);
    }
    assert_true(most > 10 && runs > 5);
    assert_int_equal(entries(folder), 1);
    t_rmdir(folder);
}

/* An earlier study stays whole when its successor is cancelled. */
static void test_cancel_keeps_the_old(void **state)
{
    char out[600];
    bk_ctx *ctx = t_ctx(2);
    stopper s = {NULL, 30, 0};
    bk_ctx_opts o = BK_CTX_OPTS_INIT;
    size_t n, m;
    char *before, *after;
    (void)state;
    snprintf(out, sizeof out, "%s/old", dir);
    t_ok(ctx, study(ctx, small, out));
    t_ctx_free(ctx);
    before = t_read(t_path(out, "manifest.json"), &n);
    o.progress = stop;
    o.user = &s;
    assert_int_equal(bk_ctx_new(&s.ctx, &o), BK_OK);
    assert_int_equal(study(s.ctx, news, out), BK_ECANCEL);
    bk_ctx_free(s.ctx);
    after = t_read(t_path(out, "manifest.json"), &m);
    assert_int_equal(n, m);
    assert_memory_equal(before, after, n);
    free(before);
    free(after);
    t_rmdir(out);
}

/* ---- no memory ------------------------------------------------------------------------------ */

static bk_status work(bk_ctx *ctx, void *user)
{
    bk_status st = study(ctx, small, user);
    if (st == BK_OK)
        t_rmdir(user);
    return st;
}

static void test_no_memory(void **state)
{
    char folder[600], out[700];
    (void)state;
    snprintf(folder, sizeof folder, "%s/memory", dir);
    snprintf(out, sizeof out, "%s/out", folder);
    mkdir(folder, 0777);
    t_fail_each(work, out, 1, 150);
    t_fail_each(work, out, 2, 50);
    assert_int_equal(entries(folder), 0);
}

static bk_status read_back(bk_ctx *ctx, void *user)
{
    bk_results *r = NULL;
    bk_table *t = NULL, *d = NULL;
    bk_kwic_opts o = BK_KWIC_OPTS_INIT;
    bk_status st = bk_results_open(ctx, &r, user);
    o.lemma = true;
    if (st == BK_OK)
        st = bk_results_kwic(r, &t, "tarif impor", &o);
    if (st == BK_OK)
        st = bk_study_diff(ctx, &d, user, user);
    bk_table_free(t);
    bk_table_free(d);
    bk_results_free(r);
    return st;
}

/* Two jobs over the same articles. */
static bk_status two_jobs(bk_ctx *ctx, void *user)
{
    bk_study_job j = {"a", "a", (const char *const[]){user}, 1, BK_STAGE_TOPICS, {0}};
    bk_study *s = NULL;
    bk_status st;
    bk_study_opts_init(&j.opts);
    j.opts.topic.topics = 2;
    st = bk_study_job_open(ctx, &s, &j);
    if (st == BK_OK)
        st = bk_study_run(s, BK_STAGE_TOPICS);
    j.opts.topic.topics = 3;
    if (st == BK_OK)
        st = bk_study_job_open(ctx, &s, &j);
    if (st == BK_OK)
        st = bk_study_run(s, BK_STAGE_TOPICS);
    bk_study_free(s);
    return st;
}

static bk_status read_file(bk_ctx *ctx, void *user)
{
    bk_study_file *f;
    bk_status st = bk_study_file_load(ctx, &f, user);
    bk_study_file_free(f);
    return st;
}

static void test_no_memory_reading(void **state)
{
    static const char text[] = "{\"inputs\": [\"a\", \"b\"], \"output\": \"o\", \"topics\": 3, "
                               "\"jobs\": [{\"name\": \"x\"}, {\"name\": \"y\", \"title\": "
                               "\"z\", \"triad\": \"t.json\"}]}";
    char out[600], file[600];
    bk_ctx *ctx = t_ctx(1);
    (void)state;
    snprintf(out, sizeof out, "%s/back", dir);
    snprintf(file, sizeof file, "%s/study.json", dir);
    t_ok(ctx, study(ctx, small, out));
    t_ctx_free(ctx);
    t_fail_each(read_back, out, 1, 150);
    t_write(file, text, sizeof text - 1);
    t_fail_each(read_file, file, 1, 200);
    t_fail_each(two_jobs, small, 1, 100);
    t_rmdir(out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_cancel),
        cmocka_unit_test(test_cancel_keeps_the_old),
        cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_no_memory_reading),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
