/* test_ctx.c - memory under a budget, failures, log, progress, cancel, folder of the models. */
#include "base/ctx.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/par.h"
#include "base/str.h"
#include "support/support.h"

static void defaults(void **state)
{
    bk_ctx *ctx;
    (void)state;
    assert_int_equal(bk_ctx_new(&ctx, NULL), BK_OK);
    assert_in_range(bk_ctx_threads(ctx), 1, 256);
    assert_int_equal(bk_ctx_error(ctx)->status, BK_OK);
    assert_string_equal(bk_ctx_error(ctx)->message, "");
    assert_string_equal(bk_ctx_error(ctx)->where, "");
    assert_int_equal(bk__seed(ctx), 1);
    t_ctx_free(ctx);
    bk_ctx_free(NULL);
    assert_string_equal(bk_version(), BK_VERSION);
    assert_string_equal(bk_status_name(BK_EFORMAT), "BK_EFORMAT");
    assert_string_equal(bk_status_name((bk_status)99), "BK_?");
}

static void bad_options(void **state)
{
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    bk_ctx *ctx = (bk_ctx *)&opts;
    (void)state;
    opts.threads = 257;
    assert_int_equal(bk_ctx_new(&ctx, &opts), BK_EINVAL);
    assert_null(ctx);
    opts.threads = -1;
    assert_int_equal(bk_ctx_new(&ctx, &opts), BK_EINVAL);
    opts.threads = 1;
    opts.size = 0;
    assert_int_equal(bk_ctx_new(&ctx, &opts), BK_EINVAL);
    opts.size = sizeof opts + 8;
    assert_int_equal(bk_ctx_new(&ctx, &opts), BK_EINVAL);
    assert_int_equal(bk_ctx_new(NULL, NULL), BK_EINVAL);
    /* an older program with a shorter struct */
    opts.size = offsetof(bk_ctx_opts, memory_bytes);
    opts.seed = 7;
    assert_int_equal(bk_ctx_new(&ctx, &opts), BK_OK);
    assert_int_equal(bk__seed(ctx), 7);
    bk_ctx_free(ctx);
}

static void counters(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    uint64_t now, peak;
    char *p, *q, *z;
    (void)state;
    p = bk__alloc(ctx, 100);
    q = bk__calloc(ctx, 10, 10);
    assert_true(p && q && (uintptr_t)p % 16 == 0);
    for (int i = 0; i < 100; i++)
        assert_int_equal(q[i], 0);
    bk_ctx_memory(ctx, &now, &peak);
    assert_int_equal(now, 200);
    memset(p, 7, 100);
    p = bk__resize(ctx, p, 1000);
    assert_int_equal(p[99], 7);
    p = bk__resize(ctx, p, 50);
    assert_int_equal(p[49], 7);
    bk_ctx_memory(ctx, &now, &peak);
    assert_int_equal(now, 150);
    assert_int_equal(peak, 1100);
    bk__free(ctx, p);
    bk__free(ctx, q);
    bk__free(ctx, NULL);
    p = bk__alloc(ctx, 0);
    assert_non_null(p);
    p = bk__resize(ctx, p, 0);
    assert_non_null(p);
    bk__free(ctx, p);
    z = bk__strdup(ctx, BK__STR("a\0b"));
    assert_memory_equal(z, "a\0b", 4);
    bk__free(ctx, z);
    bk_ctx_memory(ctx, NULL, NULL);
    t_ctx_free(ctx);
}

static void too_large(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    void *p = bk__alloc(ctx, 8);
    (void)state;
    assert_null(bk__alloc(ctx, SIZE_MAX));
    assert_null(bk__alloc(ctx, SIZE_MAX - 8));
    assert_null(bk__alloc_array(ctx, SIZE_MAX / 2, 3));
    assert_null(bk__calloc(ctx, SIZE_MAX / 8, 16));
    assert_null(bk__resize(ctx, p, SIZE_MAX - 15));
    assert_null(bk__resize_array(ctx, p, SIZE_MAX, 2));
    assert_int_equal(bk_ctx_error(ctx)->status, BK_ENOMEM);
    bk__free(ctx, p);
    t_ctx_free(ctx);
}

static void budget(void **state)
{
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    bk_ctx *ctx;
    void *p;
    (void)state;
    opts.memory_bytes = 1 << 20;
    assert_int_equal(bk_ctx_new(&ctx, &opts), BK_OK);
    p = bk__alloc(ctx, 1 << 20);
    assert_non_null(p);
    assert_null(bk__alloc(ctx, 1));
    assert_int_equal(bk_ctx_error(ctx)->status, BK_ENOMEM);
    assert_non_null(strstr(bk_ctx_error(ctx)->message, "--memory budget of 1 MiB"));
    assert_null(bk__resize(ctx, p, (1 << 20) + 1));
    bk__free(ctx, p);
    p = bk__alloc(ctx, 1000);
    assert_non_null(p);
    bk__free(ctx, p);
    t_ctx_free(ctx);
    opts.memory_bytes = 1024;
    assert_int_equal(bk_ctx_new(&ctx, &opts), BK_OK);
    assert_null(bk__alloc(ctx, 2000));
    assert_non_null(strstr(bk_ctx_error(ctx)->message, "budget of 1024 bytes"));
    t_ctx_free(ctx);
}

static void rooms(void **state)
{
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    bk_ctx *ctx;
    uint32_t *at = NULL;
    size_t cap = 0, before;
    (void)state;
    opts.memory_bytes = 1 << 20;
    assert_int_equal(bk_ctx_new(&ctx, &opts), BK_OK);
    assert_int_equal(bk__make_room(ctx, &at, &cap, 0, sizeof *at), BK_OK);
    assert_null(at);
    for (uint32_t i = 0; i < 1000; i++) {
        before = cap;
        assert_int_equal(bk__make_room(ctx, &at, &cap, i + 1, sizeof *at), BK_OK);
        assert_true(cap == before || cap >= 2 * before);
        at[i] = i;
    }
    for (uint32_t i = 0; i < 1000; i++)
        assert_int_equal(at[i], i);
    before = cap;
    assert_int_equal(bk__make_room(ctx, &at, &cap, 1 << 20, sizeof *at), BK_ENOMEM);
    assert_int_equal(bk__make_room(ctx, &at, &cap, SIZE_MAX, sizeof *at), BK_ENOMEM);
    assert_int_equal(cap, before);
    assert_int_equal(at[999], 999);
    bk__free(ctx, at);
    t_ctx_free(ctx);
}

static void failures(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    const bk_error *e = bk_ctx_error(ctx);
    char longer[3000], where[600];
    (void)state;
    assert_int_equal(bk__fail(ctx, BK_EFORMAT, "a.csv:3", "field %d", 5), BK_EFORMAT);
    assert_string_equal(e->message, "field 5");
    assert_string_equal(e->where, "a.csv:3");
    /* arguments may be the old record */
    bk__fail(ctx, BK_EINVAL, e->where, "again: %s", e->message);
    assert_string_equal(e->message, "again: field 5");
    assert_string_equal(e->where, "a.csv:3");
    bk__fail(ctx, BK_EINVAL, NULL, "x");
    assert_string_equal(e->where, "");
    errno = ENOENT;
    assert_int_equal(bk__fail_errno(ctx, "f", "cannot open"), BK_EIO);
    assert_string_equal(e->message, "cannot open: No such file or directory");
    /* cut at a whole character */
    for (size_t i = 0; i + 2 < sizeof longer; i += 2)
        memcpy(longer + i, "\xC3\xA9", 3);
    memset(where, 'w', sizeof where - 1);
    where[sizeof where - 1] = 0;
    bk__fail(ctx, BK_EINVAL, where, "a%s", longer);
    assert_int_equal(strlen(e->message) % 2, 1);
    assert_in_range(strlen(e->message), 1000, 1023);
    assert_int_equal(strlen(e->where), 511);
    errno = EIO;
    bk__fail_errno(ctx, "", "%s", longer);
    t_ctx_free(ctx);
}

static void cancel(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    (void)state;
    assert_int_equal(bk__cancelled(ctx), BK_OK);
    bk_ctx_cancel(ctx);
    assert_int_equal(bk__cancelled(ctx), BK_ECANCEL);
    assert_int_equal(bk_ctx_error(ctx)->status, BK_ECANCEL);
    t_ctx_free(ctx);
}

typedef struct heard {
    char log[4000];
    int progress;
    uint64_t last_done, last_total;
} heard;

static void on_log(void *user, bk_level level, const char *message)
{
    heard *h = user;
    size_t n = strlen(h->log);
    snprintf(h->log + n, sizeof h->log - n, "%d:%s;", (int)level, message);
}

static void on_progress(void *user, const char *stage, uint64_t done, uint64_t total)
{
    heard *h = user;
    (void)stage;
    h->progress++;
    h->last_done = done;
    h->last_total = total;
}

static bk_ctx *listening(heard *h, int threads)
{
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    bk_ctx *ctx;
    memset(h, 0, sizeof *h);
    opts.threads = threads;
    opts.log = on_log;
    opts.progress = on_progress;
    opts.user = h;
    assert_int_equal(bk_ctx_new(&ctx, &opts), BK_OK);
    return ctx;
}

static bk_status say(void *user, int64_t chunk, int worker)
{
    (void)worker;
    bk__log(user, BK_LOG_WARN, "%lld", (long long)chunk);
    bk__progress(user, "inner", 1, 2);
    return BK_OK;
}

static void sinks(void **state)
{
    (void)state;
    for (int threads = 1; threads <= 3; threads++) {
        heard h;
        bk_ctx *ctx = listening(&h, threads);
        bk__log(ctx, BK_LOG_INFO, "a %s", "b");
        assert_string_equal(h.log, "2:a b;");
        t_ok(ctx, bk__par_for(ctx, NULL, 6, say, ctx));
        assert_string_equal(h.log, "2:a b;1:0;1:1;1:2;1:3;1:4;1:5;");
        assert_int_equal(h.progress, 0);
        for (uint64_t i = 0; i <= 100000; i++)
            bk__progress(ctx, "count", i, 100000);
        assert_in_range(h.progress, 90, 110);
        assert_int_equal(h.last_done, 100000);
        h.progress = 0;
        for (uint64_t i = 0; i <= 100000; i++)
            bk__progress(ctx, "open end", i, 0);
        assert_in_range(h.progress, 20, 250);
        t_ctx_free(ctx);
    }
}

static void models(void **state)
{
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    bk_ctx *ctx;
    char *path;
    (void)state;
    opts.data_dir = "/x";
    assert_int_equal(bk_ctx_new(&ctx, &opts), BK_OK);
    assert_string_equal(bk__data_dir(ctx), "/x");
    path = bk__data_path(ctx, "stop/en.txt");
    assert_string_equal(path, "/x/stop/en.txt");
    bk__free(ctx, path);
    t_ctx_free(ctx);
    setenv("BINGKAI_MODELS", "/y", 1);
    assert_int_equal(bk_ctx_new(&ctx, NULL), BK_OK);
    assert_string_equal(bk__data_dir(ctx), "/y");
    t_ctx_free(ctx);
    unsetenv("BINGKAI_MODELS");
    assert_int_equal(bk_ctx_new(&ctx, NULL), BK_OK);
    assert_non_null(strstr(bk__data_dir(ctx), "models"));
    t_ctx_free(ctx);
}

static void own_allocator(void **state)
{
    (void)state;
    for (int64_t at = 1; at < 6; at++) {
        t_failing f = {.fail_at = at, .on = true};
        bk_ctx *ctx = t_failing_ctx(&f, 2);
        if (ctx) {
            void *p = bk__alloc(ctx, 10);
            if (!p)
                assert_int_equal(bk_ctx_error(ctx)->status, BK_ENOMEM);
            bk__free(ctx, p);
            bk_ctx_free(ctx);
        }
        assert_int_equal(f.live, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults),      cmocka_unit_test(bad_options), cmocka_unit_test(counters),
        cmocka_unit_test(too_large),     cmocka_unit_test(budget),      cmocka_unit_test(failures),
        cmocka_unit_test(cancel),        cmocka_unit_test(sinks),       cmocka_unit_test(models),
        cmocka_unit_test(own_allocator), cmocka_unit_test(rooms),
    };
    return cmocka_run_group_tests_name("ctx", tests, NULL, NULL);
}
