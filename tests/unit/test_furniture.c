/* test_furniture.c - patterns of furniture: blanks, colons, gaps, case, the longest first; faults
 * of a file name their line. */
#include "corpus/clean.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"

#include "support/support.h"

static bk_ctx *with_models(const char *dir)
{
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    bk_ctx *ctx;
    opts.threads = 1;
    opts.data_dir = dir;
    assert_int_equal(bk_ctx_new(&ctx, &opts), BK_OK);
    return ctx;
}

static void write_rules(const char *dir, const char *rows)
{
    char path[600], text[2000];
    int n = snprintf(text, sizeof text, "pattern\tkind\treason\n%s", rows);
    snprintf(path, sizeof path, "%s/xx", dir);
    bk_ctx *ctx = t_ctx(1);
    t_ok(ctx, bk__dir_make(ctx, path));
    t_ctx_free(ctx);
    snprintf(path, sizeof path, "%s/xx/furniture.tsv", dir);
    t_write(path, text, (size_t)n);
    snprintf(path, sizeof path, "%s/xx/headline.tsv", dir);
    t_write(path, "word\tclasses\n", 13);
}

static size_t match(const bk__furniture *f, const char *text, uint32_t kinds, const char **reason)
{
    bk_str s = bk__str(text);
    size_t len = 0;
    uint32_t cursor = 0;
    const bk__rule *r = bk__furniture_at(f, s, 0, s.n, kinds, &cursor, &len);
    *reason = r ? r->reason : "";
    return r ? len : 0;
}

static void matching(void **state)
{
    const char *dir = t_tmpdir(), *reason;
    bk_ctx *ctx = with_models(dir);
    bk__furniture f;
    const uint32_t all = UINT32_MAX;
    (void)state;
    write_rules(dir, "baca juga:\tteaser\tread-also\nbaca juga\twhole\tshare\n"
                     "ikuti ... di google news\ttail\tfollow\nIKLAN\tmark\tadvert\n"
                     "# a comment\n(c) 20\tline\tcopyright\n");
    t_ok(ctx, bk__furniture_open(ctx, &f, "xx"));
    assert_int_equal(f.n, 5);
    assert_int_equal(match(&f, "Baca \xC2\xA0 JUGA : x", all, &reason), 14);
    assert_string_equal(reason, "read-also");
    assert_int_equal(match(&f, "baca juga", all, &reason), 9);
    assert_string_equal(reason, "share");
    assert_int_equal(match(&f, "baca juga:", 1u << BK__CUT_WHOLE, &reason), 9);
    assert_int_equal(match(&f, "baca jugaan", all, &reason), 0);
    assert_int_equal(match(&f, "bacajuga", all, &reason), 0);
    assert_int_equal(match(&f, "Ikuti kabar kami di Google News ya", all, &reason), 31);
    assert_int_equal(match(&f, "Ikuti kabar kami", all, &reason), 0);
    assert_int_equal(match(&f, "IKLAN", all, &reason), 5);
    assert_int_equal(match(&f, "Iklan", all, &reason), 0);
    assert_int_equal(match(&f, "(C) 2022", all, &reason), 6);
    assert_int_equal(match(&f, "", all, &reason), 0);
    assert_int_equal(match(NULL, "baca juga", all, &reason), 0);
    bk__furniture_close(&f);
    bk__furniture_close(&f);
    t_ctx_free(ctx);
    t_rmdir(dir);
}

/* The quick test never denies what the slow one finds. */
static void openings(void **state)
{
    static const char *const texts[] = {"baca juga", "BACA juga",  "bAca juga",    "x y",
                                        "x",         "X\xC2\xA0y", "(c) 2022",     "5G kini",
                                        "IKLAN.",    "IKL",        "\xC3\xA9tude", "x: y"};
    const char *dir = t_tmpdir(), *reason;
    bk_ctx *ctx = with_models(dir);
    bk__furniture f;
    size_t found = 0;
    (void)state;
    write_rules(dir,
                "baca juga\twhole\tshare\nx y\tline\tshare\nx\tline\tshare\nIKLAN\tmark\tadvert\n"
                "(c) 20\tline\tcopyright\n5G\tline\tshare\n\xC3\xA9tude\tline\tshare\n"
                "x:\tline\tshare\n");
    t_ok(ctx, bk__furniture_open(ctx, &f, "xx"));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (uint32_t kind = 0; kind < BK__N_CUTS; kind++)
            if (match(&f, texts[i], 1u << kind, &reason) > 0) {
                bk_str s = bk__str(texts[i]);
                assert_true(bk__furniture_may(&f, s, 0, s.n, 1u << kind));
                found++;
            }
    assert_int_equal(found, 11);
    assert_false(bk__furniture_may(&f, BK__STR("iklan"), 0, 5, UINT32_MAX));
    assert_false(bk__furniture_may(&f, BK__STR("bila"), 0, 4, UINT32_MAX));
    bk__furniture_close(&f);
    t_ctx_free(ctx);
    t_rmdir(dir);
}

static void faults(void **state)
{
    static const char *const bad[] = {"a\tno-kind\tadvert\n", "a\tline\tno-reason\n",
                                      "a ... b ... c ... d\tline\tadvert\n",
                                      "a\tline\tadvert\tmore\n"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *dir = t_tmpdir();
        bk_ctx *ctx = with_models(dir);
        bk__furniture f;
        write_rules(dir, bad[i]);
        assert_int_equal(bk__furniture_open(ctx, &f, "xx"), BK_EFORMAT);
        assert_non_null(strstr(bk_ctx_error(ctx)->where, "furniture.tsv:2"));
        assert_int_equal(bk__furniture_open(ctx, &f, "yy"), BK_EIO);
        t_ctx_free(ctx);
        t_rmdir(dir);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(matching), cmocka_unit_test(openings),
                                       cmocka_unit_test(faults)};
    return cmocka_run_group_tests_name("furniture", tests, NULL, NULL);
}
