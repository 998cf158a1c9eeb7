/* test_paths.c - folders in byte order, what is passed, what is said; results of studies. */
#include "corpus/paths.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

#include "support/support.h"

static const char *ending(const char *path)
{
    return strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
}

static void folders(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__paths p;
    bk__problems problems;
    char dir[400], inner[500];
    (void)state;
    snprintf(dir, sizeof dir, "%s", t_tmpdir());
    snprintf(inner, sizeof inner, "%s/b/c", dir);
    t_ok(ctx, bk__dir_make(ctx, inner));
    t_write(t_path(dir, "z.txt"), "x", 1);
    t_write(t_path(dir, "a.txt"), "x", 1);
    t_write(t_path(dir, ".hidden"), "x", 1);
    t_write(t_path(inner, "deep.txt"), "x", 1);
    assert_int_equal(symlink("nowhere", t_path(dir, "broken")), 0);
    assert_int_equal(symlink("../..", t_path(inner, "circle")), 0);
    snprintf(inner, sizeof inner, "%s/old", dir);
    t_ok(ctx, bk__dir_make(ctx, inner));
    t_write(t_path(inner, "manifest.json"), "{\"program\": \"bingkai\"}", 22);
    t_write(t_path(inner, "articles.jsonl"), "{}", 2);
    bk__paths_init(&p, ctx);
    bk__problems_init(&problems, ctx, false);
    t_ok(ctx, bk__paths_add(&p, dir, &problems));
    t_ok(ctx, bk__paths_add(&p, "-", &problems));
    assert_int_equal(p.n, 4);
    assert_string_equal(ending(p.at[0]), "a.txt");
    assert_string_equal(ending(p.at[1]), "deep.txt");
    assert_string_equal(ending(p.at[2]), "z.txt");
    assert_string_equal(p.at[3], "-");
    assert_int_equal(problems.n, 2);
    assert_string_equal(problems.at[0].kind, "unreadable");
    assert_string_equal(problems.at[1].kind, "results");
    assert_int_equal(problems.at[1].action, BK_NOTED);
    assert_int_equal(bk__paths_add(&p, t_path(dir, "none"), &problems), BK_EIO);
    bk__paths_clear(&p);
    bk__problems_clear(&problems);
    bk__problems_clear(&problems);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

static void strict(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__problems p;
    (void)state;
    bk__problems_init(&p, ctx, true);
    t_ok(ctx, bk__problem_add(&p, BK__STR("f"), 3, "bad-date", BK_NOTED, BK__STR("x")));
    assert_int_equal(
        bk__problem_add(&p, BK__STR("f"), 3, "bad-json", BK_SKIPPED, BK__STR("not JSON")),
        BK_EFORMAT);
    assert_string_equal(bk_ctx_error(ctx)->where, "f:3");
    assert_string_equal(bk_ctx_error(ctx)->message, "not JSON");
    assert_int_equal(p.n, 1);
    bk__problems_clear(&p);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(folders), cmocka_unit_test(strict)};
    return cmocka_run_group_tests_name("paths", tests, NULL, NULL);
}
