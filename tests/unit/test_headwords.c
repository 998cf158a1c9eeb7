/* test_headwords.c - classes of words, in any case; faults of a file name their line. */
#include "corpus/headwords.h"

#include <stdio.h>

#include "base/file.h"

#include "support/support.h"

static bk_status open_rows(const char *rows, bk__headwords *h, bk_ctx **ctx)
{
    const char *dir = t_tmpdir();
    char path[600], text[600];
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    opts.threads = 1;
    opts.data_dir = dir;
    int n = snprintf(text, sizeof text, "word\tclasses\n%s", rows);
    assert_int_equal(bk_ctx_new(ctx, &opts), BK_OK);
    snprintf(path, sizeof path, "%s/xx", dir);
    t_ok(*ctx, bk__dir_make(*ctx, path));
    snprintf(path, sizeof path, "%s/xx/headline.tsv", dir);
    t_write(path, text, (size_t)n);
    return bk__headwords_open(*ctx, h, "xx");
}

static void classes(void **state)
{
    bk_ctx *ctx;
    bk__headwords h;
    (void)state;
    t_ok(ctx, open_rows("dari\tsmall weak\nmenteri\toffice\n", &h, &ctx));
    assert_int_equal(bk__headwords_of(&h, BK__STR("Dari")), BK__HEAD_SMALL | BK__HEAD_WEAK);
    assert_int_equal(bk__headwords_of(&h, BK__STR("MENTERI")), BK__HEAD_OFFICE);
    assert_int_equal(bk__headwords_of(&h, BK__STR("menter")), 0);
    assert_int_equal(bk__headwords_of(&h, BK__STR("")), 0);
    assert_int_equal(bk__headwords_of(&h, BK__STR("menterimenterimenteri")), 0);
    assert_int_equal(bk__headwords_of(NULL, BK__STR("dari")), 0);
    bk__headwords_close(&h);
    bk__headwords_close(&h);
    bk_ctx_free(ctx);
}

static void faults(void **state)
{
    static const char *const rows[] = {"dari\tsmall\ndari\tweak\n", "a\tsmall\nke\tbig\n",
                                       "a\tsmall\nke\t\n",
                                       "a\tsmall\nmempertanggungjawabkan\tverb\n"};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bk_ctx *ctx;
        bk__headwords h;
        assert_int_equal(open_rows(rows[i], &h, &ctx), BK_EFORMAT);
        assert_non_null(strstr(bk_ctx_error(ctx)->where, "headline.tsv:3"));
        assert_null(h.is);
        bk_ctx_free(ctx);
    }
}

/* The file says what the bits are. */
static void shipped(void **state)
{
    static const struct {
        const char *word;
        uint32_t is;
    } c[] = {
        {"di", BK__HEAD_SMALL},       {"akan", BK__HEAD_LOOSE},      {"adapun", BK__HEAD_OPENER},
        {"dia", BK__HEAD_PRONOUN},    {"setelah", BK__HEAD_WEAK},    {"menteri", BK__HEAD_OFFICE},
        {"gelar", BK__HEAD_VERB},     {"persen", BK__HEAD_UNIT},     {"kompol", BK__HEAD_LEADING},
        {"profil", BK__HEAD_HEADING}, {"adalah", BK__HEAD_PREDICATE}};
    bk_ctx *ctx = t_ctx(1);
    bk__headwords h, en;
    (void)state;
    t_ok(ctx, bk__headwords_open(ctx, &h, "id"));
    t_ok(ctx, bk__headwords_open(ctx, &en, "en"));
    for (size_t i = 0; i < sizeof c / sizeof *c; i++)
        assert_true(bk__headwords_of(&h, bk__str(c[i].word)) & c[i].is);
    assert_true(bk__headwords_of(&en, BK__STR("of")) & BK__HEAD_SMALL);
    assert_int_equal(bk__headwords_of(&en, BK__STR("dari")), 0);
    bk__headwords_close(&h);
    bk__headwords_close(&en);
    t_ctx_free(ctx);
}

static bk_status work(bk_ctx *ctx, void *user)
{
    bk__headwords h;
    bk_status st = bk__headwords_open(ctx, &h, "id");
    (void)user;
    if (st == BK_OK)
        bk__headwords_close(&h);
    return st;
}

static void no_memory(void **state)
{
    (void)state;
    t_fail_each(work, NULL, 1, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes),
        cmocka_unit_test(faults),
        cmocka_unit_test(shipped),
        cmocka_unit_test(no_memory),
    };
    return cmocka_run_group_tests_name("headwords", tests, NULL, NULL);
}
