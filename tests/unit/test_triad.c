/* Triad files: powers in alphabetical order, dyads, aliases; any number of countries; faults. */
#include "support/support.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "model/triad.h"

static char folder[512];

static const char *put(const char *name, const char *text)
{
    t_write(t_path(folder, name), text, strlen(text));
    return t_path(folder, name);
}

static void the_default_has_three_powers(void **state)
{
    (void)state;
    bk_ctx *ctx = t_ctx(1);
    bk_triad *t;
    int a, b;
    t_ok(ctx, bk_triad_load(ctx, &t, NULL));
    assert_int_equal(bk_triad_powers(t), 3);
    assert_string_equal(bk_triad_code(t, 0), "CHN");
    assert_string_equal(bk_triad_code(t, 2), "USA");
    assert_int_equal(bk_triad_dyads(t), 3);
    assert_string_equal(bk_triad_dyad_code(t, 1), "CHN-USA");
    bk_triad_dyad(t, 2, &a, &b);
    assert_int_equal(a, 1);
    assert_int_equal(b, 2);
    assert_true(bk__str_eq(bk_triad_name(t, 0, "en"), BK__STR("China")));
    assert_true(bk__str_eq(bk_triad_name(t, 0, "id"), BK__STR("Tiongkok")));
    assert_true(bk__str_eq(bk_triad_name(t, 1, "xx"), BK__STR("RUS")));
    bk_triad_free(t);
    t_ctx_free(ctx);
}

/* Dyad numbers and pairs are each other's inverse for any number of powers. */
static void dyads_count_pairs(void **state)
{
    (void)state;
    bk_ctx *ctx = t_ctx(1);
    put("names.tsv", "pattern\tactor\tkind\nx\tAA\tcountry\n");
    for (int n = 2; n <= 32; n += n < 6 ? 1 : 13) {
        char text[4096];
        size_t used = (size_t)snprintf(text, sizeof text, "{\"powers\": [");
        for (int i = n; i-- > 0;) /* in falling order: the file's order does not count */
            used += (size_t)snprintf(text + used, sizeof text - used, "{\"code\": \"P%c%c\"}%s",
                                     'A' + i / 26, 'A' + i % 26, i ? ", " : "");
        snprintf(text + used, sizeof text - used, "], \"aliases\": {\"id\": [\"./names.tsv\"]}}");
        bk_triad *t;
        int d = 0;
        t_ok(ctx, bk_triad_load(ctx, &t, put("t.json", text)));
        assert_int_equal(bk_triad_dyads(t), n * (n - 1) / 2);
        assert_string_equal(bk_triad_code(t, 0), "PAA");
        for (int a = 0; a < n; a++)
            for (int b = a + 1; b < n; b++, d++) {
                int x, y;
                char code[16];
                bk_triad_dyad(t, d, &x, &y);
                assert_int_equal(x, a);
                assert_int_equal(y, b);
                assert_int_equal(bk_triad_dyad_of(t, a, b), d);
                assert_int_equal(bk_triad_dyad_of(t, b, a), d);
                snprintf(code, sizeof code, "%s-%s", bk_triad_code(t, a), bk_triad_code(t, b));
                assert_string_equal(bk_triad_dyad_code(t, d), code);
            }
        assert_int_equal(bk_triad_dyad_of(t, 1, 1), -1);
        assert_int_equal(bk_triad_dyad_of(t, -1, 1), -1);
        assert_int_equal(bk_triad_dyad_of(t, 0, n), -1);
        bk_triad_free(t);
    }
    t_ctx_free(ctx);
}

static void faults_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *json, *tsv, *message;
    } faults[] = {
        {"[]", "", "powers"},
        {"{", "", ""},
        {"{\"powers\": [{\"code\": \"AAA\"}]}", "", "2 to 32"},
        {"{\"powers\": [{\"code\": \"AAA\"}, {\"code\": \"AAA\"}]}", "", "same code"},
        {"{\"powers\": [{\"code\": \"AAA\"}, {\"code\": \"bad\"}]}", "", "code of a power"},
        {"{\"powers\": [{\"code\": \"AAA\"}, {\"code\": \"BBB\"}]}", "", "aliases"},
        {"{\"powers\": [{\"code\": \"AAA\"}, {\"code\": \"BBB\"}], \"aliases\": {\"id\": 3}}", "",
         "aliases"},
        {"{\"powers\": [{\"code\": \"AAA\"}, {\"code\": \"BBB\"}], \"aliases\": {\"id\": [3]}}", "",
         "aliases"},
        {NULL, "pattern\tactor\tkind\nx\tAAA\tkingdom\n", "kind"},
        {NULL, "pattern\tactor\tkind\nx\taaa\tcountry\n", "actor"},
        {NULL, "pattern\tactor\tkind\nx\t@nobody\tcountry\n", "actor"},
        {NULL, "pattern\tactor\nx\tAAA\n", "header"},
        {NULL, "", "header"},
    };
    bk_ctx *ctx = t_ctx(1);
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        bk_triad *t;
        put("names.tsv", faults[i].tsv);
        const char *path =
            put("t.json", faults[i].json ? faults[i].json
                                         : "{\"powers\": [{\"code\": \"AAA\"}, {\"code\": "
                                           "\"BBB\"}], \"aliases\": {\"id\": [\"./names.tsv\"]}}");
        assert_int_equal(bk_triad_load(ctx, &t, path), BK_EFORMAT);
        assert_null(t);
        assert_non_null(strstr(bk_ctx_error(ctx)->message, faults[i].message));
        assert_true(bk_ctx_error(ctx)->where[0] != 0);
    }
    bk_triad *t;
    assert_int_equal(bk_triad_load(ctx, &t, t_path(folder, "absent.json")), BK_EIO);
    t_ctx_free(ctx);
}

static void on_log(void *user, bk_level level, const char *message)
{
    char *log = user;
    if (level == BK_LOG_WARN)
        snprintf(log + strlen(log), 400 - strlen(log), "%s\n", message);
}

/* A code that no alias carries, most likely misspelt, is said; the others are not. */
static void nameless_powers_are_warned_of(void **state)
{
    (void)state;
    char log[400] = "";
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    bk_ctx *ctx;
    bk_triad *t;
    opts.threads = 1;
    opts.log = on_log;
    opts.user = log;
    assert_int_equal(bk_ctx_new(&ctx, &opts), BK_OK);
    put("names.tsv", "pattern\tactor\tkind\nx\tAAA\tcountry\n");
    const char *path = put("t.json", "{\"powers\": [{\"code\": \"AAA\"}, {\"code\": \"BBB\"}],"
                                     " \"aliases\": {\"id\": [\"./names.tsv\"]}}");
    t_ok(ctx, bk_triad_load(ctx, &t, path));
    assert_non_null(strstr(log, "no alias file has a name of BBB"));
    assert_null(strstr(log, "AAA"));
    bk_triad_free(t);
    bk_ctx_free(ctx);
}

static bk_status load_once(bk_ctx *ctx, void *user)
{
    bk_triad *t;
    (void)user;
    bk_status st = bk_triad_load(ctx, &t, NULL);
    bk_triad_free(t);
    return st;
}

static void memory_may_run_out(void **state)
{
    (void)state;
    t_fail_each(load_once, NULL, 1, 60);
}

static int open_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "%s", t_tmpdir());
    return 0;
}

static int close_folder(void **state)
{
    (void)state;
    t_rmdir(folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_default_has_three_powers),
        cmocka_unit_test(dyads_count_pairs),
        cmocka_unit_test(faults_are_named),
        cmocka_unit_test(nameless_powers_are_warned_of),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests_name("triad", tests, open_folder, close_folder);
}
