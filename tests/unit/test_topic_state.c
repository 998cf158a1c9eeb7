/* A fit that breaks off goes on with the same bytes; it ends early with what it has; a file that is
 * another fit's or damaged is refused. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/sparse.h"
#include "support/support.h"

#include <bingkai/topic.h>

#include "base/str.h"
#include "model/lda.h"

enum { K = 5, SWEEPS = 14 };
static int chains = 1;
static char dir[512], path[600];
static const char *const methods[] = {"nmf", "kmeans", "lda", "nmf-kl", "lda-many"};

static bool is_lda(const char *method)
{
    return strncmp(method, "lda", 3) == 0;
}

static bk_csr input(bk_ctx *ctx, const char *method, int64_t rows)
{
    bk_csr A = sparse_random(ctx, rows, 90, 12, true, 5);
    for (int64_t e = 0; e < A.ptr[rows]; e++) /* LDA reads counts */
        A.val[e] = is_lda(method) ? floorf(A.val[e] * 20) + 1 : A.val[e];
    return A;
}

static bk_topic_opts options(const char *method)
{
    bk_topic_opts o = BK_TOPIC_OPTS_INIT;
    o.method = is_lda(method) ? "lda" : method;
    bk__lda_many_from = strcmp(method, "lda-many") == 0 ? 1 : 320;
    o.topics = K;
    o.max_iter = SWEEPS;
    o.tol = 0;
    o.chains = chains;
    return o;
}

static uint64_t sum_of(const bk_topic *t, const bk_csr *A)
{
    size_t k = (size_t)bk_topic_count(t);
    uint64_t a = bk__hash(bk_topic_terms(t), k * (size_t)A->cols * sizeof(double));
    return a ^ 3 * bk__hash(bk_topic_docs(t), k * (size_t)A->rows * sizeof(double));
}

/* The sum of a fit that goes to the file after `at` steps and is another one's from there on. */
static uint64_t broken_off(const char *method, int64_t rows, int threads, int at)
{
    uint64_t sum = 0;
    for (int half = 0; half < 2; half++) {
        bk_ctx *ctx = t_ctx(half ? 3 - threads : threads);
        bk_csr A = input(ctx, method, rows);
        bk_topic_opts o = options(method);
        bk_topic *t;
        t_ok(ctx, bk_topic_new(ctx, &t, &A, &o));
        if (half == 0) {
            for (int i = 0; i < at; i++)
                t_ok(ctx, bk_topic_step(t, NULL));
            t_ok(ctx, bk_topic_save(t, path));
        } else {
            bk_topic_run run = BK_TOPIC_RUN_INIT;
            run.resume = path;
            t_ok(ctx, bk_topic_fit_with(t, &run));
            assert_false(bk_topic_at(t).stopped);
            sum = sum_of(t, &A);
        }
        bk_topic_free(t);
        bk_csr_free(ctx, &A);
        t_ctx_free(ctx);
    }
    return sum;
}

static uint64_t whole(const char *method, int64_t rows, int *steps)
{
    bk_ctx *ctx = t_ctx(1);
    bk_csr A = input(ctx, method, rows);
    bk_topic_opts o = options(method);
    bk_topic *t;
    bk_status st = BK_OK;
    t_ok(ctx, bk_topic_new(ctx, &t, &A, &o));
    for (*steps = 0; st == BK_OK; ++*steps)
        st = bk_topic_step(t, NULL);
    assert_int_equal(st, BK_END);
    uint64_t sum = sum_of(t, &A);
    bk_topic_free(t);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
    return sum;
}

static void the_same_bytes_after_a_break(void **state)
{
    (void)state;
    for (int m = 0; m < 5; m++) {
        int steps;
        uint64_t all = whole(methods[m], 160, &steps);
        for (int threads = 1; threads <= 2; threads++)
            for (int at = 0; at < steps; at += is_lda(methods[m]) && at < 40 ? 13 : 3)
                assert_int_equal(broken_off(methods[m], 160, threads, at), all);
    }
}

/* Enough tokens for a start among some of the articles. */
static void in_the_middle_of_a_start(void **state)
{
    int steps;
    (void)state;
    uint64_t all = whole("lda", 16000, &steps);
    assert_true(steps > 25 + SWEEPS);
    assert_int_equal(broken_off("lda", 16000, 2, 6), all);
    assert_int_equal(broken_off("lda", 16000, 1, 13), all);
    all = whole("lda-many", 16000, &steps);
    assert_int_equal(broken_off("lda-many", 16000, 2, steps - 6), all);
}

static void in_a_later_chain(void **state)
{
    (void)state;
    chains = 3;
    for (int m = 1; m < 3; m++) {
        int steps;
        uint64_t all = whole(methods[m], 160, &steps);
        for (int at = steps / 3; at < steps; at += steps / 4)
            assert_int_equal(broken_off(methods[m], 160, 1 + at % 2, at), all);
    }
    chains = 1;
}

/* ---- an early end ---------------------------------------------------------------------------- */
typedef struct watch {
    bk_ctx *ctx;
    int said, at;
    double last;
    char name[32];
} watch;

static void measured(void *user, const char *name, double value)
{
    watch *w = user;
    snprintf(w->name, sizeof w->name, "%s", name);
    w->last = value;
}

static void progressed(void *user, const char *stage, uint64_t done, uint64_t total)
{
    watch *w = user;
    if (strcmp(stage, "topics") != 0 && strcmp(stage, "starting topics") != 0)
        return;
    assert_true(done <= total);
    if (++w->said == w->at)
        bk_ctx_stop(w->ctx);
}

static void ended_early(void **state)
{
    static const char *const measures[] = {"relative error", "mean cosine", "perplexity",
                                           "relative divergence", "perplexity"};
    (void)state;
    for (int m = 0; m < 5; m++)
        for (int at = 1; at < 60; at += 7) {
            watch w = {.at = at};
            bk_ctx_opts c = BK_CTX_OPTS_INIT;
            c.threads = 2;
            c.measure = measured;
            c.progress = progressed;
            c.user = &w;
            assert_int_equal(bk_ctx_new(&w.ctx, &c), BK_OK);
            bk_csr A = input(w.ctx, methods[m], 160);
            bk_topic_opts o = options(methods[m]);
            bk_topic_run run = BK_TOPIC_RUN_INIT;
            run.checkpoint = path;
            bk_topic *t;
            int steps;
            t_ok(w.ctx, bk_topic_new(w.ctx, &t, &A, &o));
            t_ok(w.ctx, bk_topic_fit_with(t, &run));
            bk_topic_state s = bk_topic_at(t);
            assert_true(fabs(w.last - s.value) < 1e-9);
            assert_true(s.ended && s.sweeps > 0 && isfinite(s.value));
            assert_int_equal(bk_topic_count(t), K);
            if (s.stopped) { /* what it had goes on to what it would have been */
                bk_topic *again;
                run.checkpoint = NULL;
                run.resume = path;
                assert_true(s.sweeps < SWEEPS);
                t_ok(w.ctx, bk_topic_new(w.ctx, &again, &A, &o));
                t_ok(w.ctx, bk_topic_fit_with(again, &run));
                assert_int_equal(sum_of(again, &A), whole(methods[m], 160, &steps));
                bk_topic_free(again);
            } else {
                assert_true(s.sweeps <= SWEEPS);
            }
            assert_string_equal(w.name, measures[m]);
            bk_topic_free(t);
            bk_csr_free(w.ctx, &A);
            t_ctx_free(w.ctx);
        }
}

/* What the fit has is not lost with a state that cannot be written. */
static void ended_early_without_a_place(void **state)
{
    watch w = {.at = 3};
    bk_ctx_opts c = BK_CTX_OPTS_INIT;
    char nowhere[700];
    (void)state;
    snprintf(nowhere, sizeof nowhere, "%s.none/state", path);
    c.progress = progressed;
    c.user = &w;
    assert_int_equal(bk_ctx_new(&w.ctx, &c), BK_OK);
    bk_csr A = input(w.ctx, "nmf", 160);
    bk_topic_opts o = options("nmf");
    bk_topic_run run = BK_TOPIC_RUN_INIT;
    bk_topic *t;
    run.checkpoint = nowhere;
    t_ok(w.ctx, bk_topic_new(w.ctx, &t, &A, &o));
    t_ok(w.ctx, bk_topic_fit_with(t, &run));
    assert_true(bk_topic_at(t).stopped);
    assert_int_equal(bk_topic_count(t), K);
    bk_topic_free(t);
    bk_csr_free(w.ctx, &A);
    t_ctx_free(w.ctx);
}

/* Between fits it is a cancel. */
static void nothing_to_end(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_csr A = input(ctx, "nmf", 60);
    bk_topic_opts o = options("nmf");
    bk_topic *t;
    (void)state;
    bk_ctx_stop(ctx);
    assert_int_equal(bk_topic_new(ctx, &t, &A, &o), BK_ECANCEL);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

/* ---- what is refused ------------------------------------------------------------------------- */
static void another_fit(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_csr A = input(ctx, "nmf", 160), B = input(ctx, "nmf", 161);
    bk_topic_opts o = options("nmf"), other = o, more = o, less = o, lda = options("kmeans");
    bk_topic *t;
    (void)state;
    other.topics = K + 1;
    more.max_iter = 2 * SWEEPS;
    less.max_iter = 1;
    t_ok(ctx, bk_topic_new(ctx, &t, &A, &o));
    for (int i = 0; i < 2; i++)
        t_ok(ctx, bk_topic_step(t, NULL));
    t_ok(ctx, bk_topic_save(t, path));
    assert_int_equal(bk_topic_resume(t, path), BK_EINVAL); /* it has begun */
    t_ok(ctx, bk_topic_fit(t));
    assert_int_equal(bk_topic_save(t, path), BK_EINVAL);
    bk_topic_free(t);
    const struct {
        const bk_csr *A;
        const bk_topic_opts *o;
        bk_status st;
    } tries[] = {
        {&A, &other, BK_EINVAL}, {&A, &lda, BK_EINVAL}, {&B, &o, BK_EINVAL}, {&A, &more, BK_OK}};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        t_ok(ctx, bk_topic_new(ctx, &t, tries[i].A, tries[i].o));
        assert_int_equal(bk_topic_resume(t, path), tries[i].st);
        if (tries[i].st != BK_OK)
            assert_non_null(strstr(bk_ctx_error(ctx)->message, "another fit"));
        bk_topic_free(t);
    }
    t_ok(ctx, bk_topic_new(ctx, &t, &A, &less));
    assert_int_equal(bk_topic_resume(t, path), BK_EINVAL);
    assert_non_null(strstr(bk_ctx_error(ctx)->message, "2 sweeps"));
    bk_topic_free(t);
    t_ok(ctx, bk_topic_new(ctx, &t, &A, &o));
    assert_int_equal(bk_topic_resume(t, "no such file"), BK_EIO);
    bk_topic_free(t);
    bk_csr_free(ctx, &A);
    bk_csr_free(ctx, &B);
    t_ctx_free(ctx);
}

/* Any byte that is changed, any end that is cut off. */
static void damaged(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    (void)state;
    for (int m = 0; m < 5; m++) {
        bk_csr A = input(ctx, methods[m], 40);
        bk_topic_opts o = options(methods[m]);
        bk_topic *t;
        static char bytes[1 << 20];
        t_rand r = {7};
        t_ok(ctx, bk_topic_new(ctx, &t, &A, &o));
        for (int i = 0; i < 50 && bk_topic_at(t).sweeps < 1; i++)
            t_ok(ctx, bk_topic_step(t, NULL));
        t_ok(ctx, bk_topic_save(t, path));
        bk_topic_free(t);
        FILE *f = fopen(path, "rb");
        size_t n = fread(bytes, 1, sizeof bytes, f);
        fclose(f);
        assert_true(n > 1000 && n < sizeof bytes);
        for (int i = 0; i < 200; i++) {
            size_t at = (size_t)t_below(&r, n), cut = i % 2 ? n : at;
            bool zeros = i % 2 && bytes[at] == 0; /* what lies between sections is not summed */
            bytes[at] = (char)(bytes[at] ^ (1 << i % 8));
            f = fopen(path, "wb");
            fwrite(bytes, 1, cut, f);
            fclose(f);
            bytes[at] = (char)(bytes[at] ^ (1 << i % 8));
            t_ok(ctx, bk_topic_new(ctx, &t, &A, &o));
            bk_status st = bk_topic_resume(t, path);
            assert_true(st == BK_EFORMAT || st == BK_EUNSUPPORTED || (zeros && st == BK_OK));
            bk_topic_free(t);
        }
        bk_csr_free(ctx, &A);
    }
    t_ctx_free(ctx);
}

/* ---- memory ---------------------------------------------------------------------------------- */
static bk_status there_and_back(bk_ctx *ctx, void *user)
{
    const char *method = user;
    bk_csr A = {0};
    bk_topic_opts o = options(method);
    bk_topic *t = NULL, *u = NULL;
    bk_ctx *plain = t_ctx(1);
    bk_csr B = input(plain, method, 30);
    bk_status st = bk_csr_transpose(ctx, &A, &B);
    bk_csr_free(plain, &B);
    t_ctx_free(plain);
    o.topics = 3;
    if (st == BK_OK)
        st = bk_topic_new(ctx, &t, &A, &o);
    if (st == BK_OK)
        st = bk_topic_step(t, NULL);
    if (st == BK_OK)
        st = bk_topic_save(t, path);
    if (st == BK_OK)
        st = bk_topic_new(ctx, &u, &A, &o);
    if (st == BK_OK)
        st = bk_topic_resume(u, path);
    bk_topic_free(t);
    bk_topic_free(u);
    bk_csr_free(ctx, &A);
    return st;
}

static void memory_runs_out(void **state)
{
    (void)state;
    for (int m = 0; m < 5; m++)
        t_fail_each(there_and_back, (void *)(uintptr_t)methods[m], 1, 400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_bytes_after_a_break),
        cmocka_unit_test(in_the_middle_of_a_start),
        cmocka_unit_test(in_a_later_chain),
        cmocka_unit_test(ended_early),
        cmocka_unit_test(ended_early_without_a_place),
        cmocka_unit_test(nothing_to_end),
        cmocka_unit_test(another_fit),
        cmocka_unit_test(damaged),
        cmocka_unit_test(memory_runs_out),
    };
    snprintf(dir, sizeof dir, "%s", t_tmpdir());
    snprintf(path, sizeof path, "%s/state", dir);
    int failed = cmocka_run_group_tests_name("topic state", tests, NULL, NULL);
    t_rmdir(dir);
    return failed;
}
