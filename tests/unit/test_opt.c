/* test_opt.c - defaults, values from text, messages, ranges, the options as JSON. */
#include "base/opt.h"

#include <math.h>

#include "support/support.h"

typedef struct opts {
    bool flag;
    int topics;
    uint64_t memory;
    double share;
    const char *name, *how;
} opts;

static const char *const ways[] = {"nmf", "lda", "lsa", NULL};
static const bk_opt table[] = {
    {"flag", "f", "", BK_OPT_BOOL, offsetof(opts, flag), 1, 0, 1, NULL, NULL},
    {"topics", "t", "N", BK_OPT_INT, offsetof(opts, topics), 20, 2, 500, NULL, NULL},
    {"memory", "m", "BYTES", BK_OPT_SIZE, offsetof(opts, memory), 1073741824, 1048576, 0x1p62, NULL,
     NULL},
    {"share", "s", "SHARE", BK_OPT_REAL, offsetof(opts, share), 0.5, 0, 1, NULL, NULL},
    {"name", "n", "TEXT", BK_OPT_STR, offsetof(opts, name), 0, 0, 0, NULL, NULL},
    {"how", "h", "", BK_OPT_ENUM, offsetof(opts, how), 0, 0, 0, "nmf", ways},
};
#define N (sizeof table / sizeof *table)

static void defaults(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    opts o;
    (void)state;
    bk_opt_defaults(table, N, &o);
    assert_true(o.flag && o.topics == 20 && o.memory == 1u << 30 && o.share == 0.5 && !o.name);
    assert_string_equal(o.how, "nmf");
    t_ok(ctx, bk_opt_check(ctx, table, N, &o, "opts"));
    t_ctx_free(ctx);
}

static void values(void **state)
{
    static const struct {
        const char *text;
        uint64_t bytes;
    } sizes[] = {{"1048576", 1 << 20}, {"512M", 512u << 20}, {"2G", 2ull << 30},
                 {"1.5g", 3u << 29},   {"2048K", 2 << 20},   {"2MiB", 2 << 20},
                 {"3MB", 3 << 20},     {"1T", 1ull << 40}};
    bk_ctx *ctx = t_ctx(1);
    const char *text = "x y";
    opts o;
    (void)state;
    bk_opt_defaults(table, N, &o);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        t_ok(ctx, bk_opt_set(ctx, table, N, &o, "memory", sizes[i].text));
        assert_int_equal(o.memory, sizes[i].bytes);
    }
    t_ok(ctx, bk_opt_set(ctx, table, N, &o, "flag", "no"));
    assert_false(o.flag);
    t_ok(ctx, bk_opt_set(ctx, table, N, &o, "flag", NULL));
    assert_true(o.flag);
    t_ok(ctx, bk_opt_set(ctx, table, N, &o, "flag", "0"));
    assert_false(o.flag);
    t_ok(ctx, bk_opt_set(ctx, table, N, &o, "topics", "2"));
    t_ok(ctx, bk_opt_set(ctx, table, N, &o, "topics", "500"));
    assert_int_equal(o.topics, 500);
    t_ok(ctx, bk_opt_set(ctx, table, N, &o, "share", "1e-3"));
    assert_true(o.share == 1e-3);
    t_ok(ctx, bk_opt_set(ctx, table, N, &o, "name", text));
    assert_ptr_equal(o.name, text);
    t_ok(ctx, bk_opt_set(ctx, table, N, &o, "how", "lda"));
    assert_string_equal(o.how, "lda");
    t_ctx_free(ctx);
}

static void refuse(bk_ctx *ctx, opts *o, const char *name, const char *value, const char *want)
{
    opts before = *o;
    assert_int_equal(bk_opt_set(ctx, table, N, o, name, value), BK_EINVAL);
    assert_string_equal(bk_ctx_error(ctx)->message, want);
    assert_string_equal(bk_ctx_error(ctx)->where, name);
    assert_memory_equal(&before, o, sizeof before);
}

static void messages(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    opts o;
    (void)state;
    memset(&o, 0, sizeof o);
    bk_opt_defaults(table, N, &o);
    refuse(ctx, &o, "topic", "3", "there is no option \"topic\"; do you mean \"topics\"?");
    refuse(ctx, &o, "zzzzzz", "3", "there is no option \"zzzzzz\"");
    refuse(ctx, &o, "topics", "1", "topics: 1 is out of range, it must lie from 2 to 500");
    refuse(ctx, &o, "topics", "99999999999",
           "topics: 99999999999 is out of range, it must lie from 2 to 500");
    refuse(ctx, &o, "topics", "3.5", "topics: \"3.5\" is not a whole number");
    refuse(ctx, &o, "topics", NULL, "topics: needs a value: N");
    refuse(ctx, &o, "share", "1.5", "share: 1.5 is out of range, it must lie from 0 to 1");
    refuse(ctx, &o, "share", "nan", "share: \"nan\" is not a number such as 0.5");
    refuse(ctx, &o, "memory", "1K", "memory: 1K is out of range, it must be at least 1M");
    refuse(ctx, &o, "memory", "much", "memory: \"much\" is not a size such as 512M or 2G");
    refuse(ctx, &o, "memory", "-1G", "memory: -1G is out of range, it must be at least 1M");
    refuse(ctx, &o, "memory", "1.23456789K",
           "memory: \"1.23456789K\" is not a size such as 512M or 2G");
    refuse(ctx, &o, "flag", "maybe", "flag: \"maybe\" is not true or false");
    refuse(ctx, &o, "how", "ldaa", "how: \"ldaa\" is none of: nmf, lda, lsa; do you mean \"lda\"?");
    refuse(ctx, &o, "how", "spectral", "how: \"spectral\" is none of: nmf, lda, lsa");
    t_ctx_free(ctx);
}

static void checks(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    opts o;
    (void)state;
    bk_opt_defaults(table, N, &o);
    o.share = NAN;
    assert_int_equal(bk_opt_check(ctx, table, N, &o, "bk_x_opts"), BK_EINVAL);
    assert_string_equal(bk_ctx_error(ctx)->where, "bk_x_opts");
    o.share = 1;
    o.how = "other";
    assert_int_equal(bk_opt_check(ctx, table, N, &o, "bk_x_opts"), BK_EINVAL);
    o.how = NULL;
    assert_int_equal(bk_opt_check(ctx, table, N, &o, "bk_x_opts"), BK_EINVAL);
    o.how = "lsa";
    o.topics = 501;
    assert_int_equal(bk_opt_check(ctx, table, N, &o, "bk_x_opts"), BK_EINVAL);
    assert_string_equal(bk_ctx_error(ctx)->message,
                        "topics: 501 is out of range, it must lie from 2 to 500");
    o.topics = 5;
    t_ok(ctx, bk_opt_check(ctx, table, N, &o, "bk_x_opts"));
    t_ctx_free(ctx);
}

static void as_json(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__buf b;
    bk__jw w;
    opts o;
    (void)state;
    bk_opt_defaults(table, N, &o);
    bk__buf_init(&b, ctx);
    bk__jw_init(&w, &b);
    bk__opt_json(&w, table, N, &o);
    assert_string_equal(b.p, "{\"flag\":true,\"topics\":20,\"memory\":1073741824,\"share\":0.5,"
                             "\"name\":null,\"how\":\"nmf\"}");
    bk__buf_clear(&b);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults), cmocka_unit_test(values),  cmocka_unit_test(messages),
        cmocka_unit_test(checks),   cmocka_unit_test(as_json),
    };
    return cmocka_run_group_tests_name("opt", tests, NULL, NULL);
}
