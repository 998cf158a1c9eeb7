/* test_file.c - views, files written whole or not at all, check sums, folders. */
#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/support.h"

static void views(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    const char *dir = t_tmpdir();
    const char *path = t_path(dir, "a");
    bk__view v;
    (void)state;
    assert_int_equal(bk__view_open(ctx, &v, path), BK_EIO);
    assert_string_equal(bk_ctx_error(ctx)->where, path);
    assert_non_null(strstr(bk_ctx_error(ctx)->message, "No such file"));
    assert_int_equal(bk__view_open(ctx, &v, dir), BK_EIO);
    assert_non_null(strstr(bk_ctx_error(ctx)->message, "folder"));
    assert_int_equal(bk__view_open(ctx, &v, "/dev/null"), BK_EIO);
    t_write(path, "", 0);
    t_ok(ctx, bk__view_open(ctx, &v, path));
    assert_true(v.bytes.n == 0 && v.bytes.p);
    bk__view_close(&v);
    t_write(path, "a\0b", 3);
    t_ok(ctx, bk__view_open(ctx, &v, path));
    assert_true(bk__str_eq(v.bytes, BK__STR("a\0b")));
    bk__view_close(&v);
    bk__view_close(&v);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

static size_t count_names(bk_ctx *ctx, const char *dir)
{
    char **names;
    size_t n;
    t_ok(ctx, bk__dir_list(ctx, dir, &names, &n));
    for (size_t i = 0; i < n; i++)
        bk__free(ctx, names[i]);
    bk__free(ctx, names);
    return n;
}

static void written_whole(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    const char *dir = t_tmpdir();
    const char *path = t_path(dir, "out");
    bk__out *o;
    char *text;
    size_t n;
    mode_t mask = umask(027);
    struct stat info;
    (void)state;
    t_ok(ctx, bk__file_write(ctx, path, BK__STR("first")));
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0640);
    umask(mask);
    t_ok(ctx, bk__out_open(ctx, &o, path));
    for (int i = 0; i < 20000; i++)
        t_ok(ctx, bk__out_print(o, "%d\n", i));
    assert_int_equal(count_names(ctx, dir), 2);
    text = t_read(path, &n);
    assert_string_equal(text, "first");
    free(text);
    t_ok(ctx, bk__out_commit(o));
    text = t_read(path, &n);
    assert_int_equal(n, 108890);
    assert_memory_equal(text + n - 6, "19999\n", 6);
    free(text);
    t_ok(ctx, bk__out_open(ctx, &o, path));
    t_ok(ctx, bk__out_write(o, BK__STR("never")));
    bk__out_drop(o);
    bk__out_drop(NULL);
    text = t_read(path, &n);
    assert_int_equal(n, 108890);
    free(text);
    assert_int_equal(count_names(ctx, dir), 1);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

static void large_pieces(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    const char *dir = t_tmpdir();
    const char *path = t_path(dir, "out");
    size_t n = 300000, got;
    char *big = malloc(n + 1), *text;
    bk__out *o;
    (void)state;
    assert_non_null(big);
    memset(big, 'b', n);
    big[n] = 0;
    t_ok(ctx, bk__out_open(ctx, &o, path));
    t_ok(ctx, bk__out_write(o, BK__STR("a")));
    t_ok(ctx, bk__out_write(o, (bk_str){big, n}));
    t_ok(ctx, bk__out_write(o, (bk_str){NULL, 0}));
    t_ok(ctx, bk__out_print(o, "%s", big));
    t_ok(ctx, bk__out_commit(o));
    text = t_read(path, &got);
    assert_int_equal(got, 2 * n + 1);
    free(text);
    free(big);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

static void cannot_write(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    const char *dir = t_tmpdir();
    bk__out *o;
    (void)state;
    assert_int_equal(bk__file_write(ctx, t_path(dir, "no/such"), BK__STR("x")), BK_EIO);
    assert_int_equal(bk__file_write(ctx, dir, BK__STR("x")), BK_EIO);
    t_ok(ctx, bk__file_write(ctx, "/dev/null", BK__STR("x")));
    if (access("/dev/full", W_OK) == 0) {
        t_ok(ctx, bk__out_open(ctx, &o, "/dev/full"));
        bk__out_write(o, BK__STR("x"));
        assert_int_equal(bk__out_commit(o), BK_EIO);
        assert_non_null(strstr(bk_ctx_error(ctx)->message, "No space"));
    }
    assert_int_equal(count_names(ctx, dir), 0);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

static void check_sums(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    const char *dir = t_tmpdir();
    const char *path = t_path(dir, "a");
    bk__sha256 *h;
    char hex[65];
    (void)state;
    t_ok(ctx, bk__sha256_new(ctx, &h));
    bk__sha256_hex(h, hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    bk__sha256_add(h, "a", 1);
    bk__sha256_hex(h, hex);
    bk__sha256_add(h, NULL, 0);
    bk__sha256_add(h, "bc", 2);
    bk__sha256_hex(h, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    bk__sha256_free(ctx, h);
    t_write(path, "abc", 3);
    memset(hex, 0, sizeof hex);
    t_ok(ctx, bk__file_sha256(ctx, path, hex));
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_int_equal(bk__file_sha256(ctx, t_path(dir, "none"), hex), BK_EIO);
    assert_int_equal(bk__file_sha256(ctx, dir, hex), BK_EIO);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

static void folders(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    const char *dir = t_tmpdir();
    char **names;
    size_t n;
    char *path;
    (void)state;
    t_ok(ctx, bk__dir_make(ctx, t_path(dir, "a/b//c/")));
    t_ok(ctx, bk__dir_make(ctx, t_path(dir, "a/b")));
    assert_true(bk__file_is_dir(t_path(dir, "a/b/c")));
    t_write(t_path(dir, "a/z"), "", 0);
    t_write(t_path(dir, "a/B"), "", 0);
    t_write(t_path(dir, "a/.h"), "", 0);
    assert_int_equal(bk__dir_make(ctx, t_path(dir, "a/z")), BK_EIO);
    assert_int_equal(bk__dir_make(ctx, t_path(dir, "a/z/y")), BK_EIO);
    t_ok(ctx, bk__dir_list(ctx, t_path(dir, "a"), &names, &n));
    assert_int_equal(n, 4);
    assert_string_equal(names[0], ".h");
    assert_string_equal(names[1], "B");
    assert_string_equal(names[2], "b");
    assert_string_equal(names[3], "z");
    for (size_t i = 0; i < n; i++)
        bk__free(ctx, names[i]);
    bk__free(ctx, names);
    assert_int_equal(bk__dir_list(ctx, t_path(dir, "none"), &names, &n), BK_EIO);
    assert_true(n == 0 && !names);
    assert_true(bk__file_exists(t_path(dir, "a/z")));
    assert_false(bk__file_exists(t_path(dir, "a/none")));
    assert_false(bk__file_is_dir(t_path(dir, "a/z")));
    path = bk__path_join(ctx, "a", "b");
    assert_string_equal(path, "a/b");
    bk__free(ctx, path);
    path = bk__path_join(ctx, "a/", "b");
    assert_string_equal(path, "a/b");
    bk__free(ctx, path);
    path = bk__path_join(ctx, "", "b");
    assert_string_equal(path, "b");
    bk__free(ctx, path);
    t_rmdir(dir);
    assert_false(bk__file_exists(dir));
    t_ctx_free(ctx);
}

static void never_through_a_link(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    const char *dir = t_tmpdir();
    char deep[400];
    (void)state;
    t_ok(ctx, bk__dir_make(ctx, t_path(dir, "keep")));
    t_ok(ctx, bk__dir_make(ctx, t_path(dir, "gone/in")));
    t_write(t_path(dir, "keep/file"), "", 0);
    t_write(t_path(dir, "gone/in/file"), "", 0);
    assert_int_equal(symlink("../keep", t_path(dir, "gone/link")), 0);
    assert_int_equal(symlink("keep", t_path(dir, "link")), 0);
    t_ok(ctx, bk__dir_remove(ctx, t_path(dir, "gone")));
    t_ok(ctx, bk__dir_remove(ctx, t_path(dir, "link")));
    t_ok(ctx, bk__dir_remove(ctx, t_path(dir, "none")));
    assert_false(bk__file_exists(t_path(dir, "gone")));
    assert_true(bk__file_exists(t_path(dir, "keep/file")));
    /* too deep: refused, not overflowed */
    snprintf(deep, sizeof deep, "%s/d", dir);
    for (int i = 0; i < 70; i++)
        strcat(deep, "/x");
    t_ok(ctx, bk__dir_make(ctx, deep));
    assert_int_equal(bk__dir_remove(ctx, t_path(dir, "d")), BK_EIO);
    assert_true(bk__file_exists(deep));
    t_ok(ctx, bk__dir_remove(ctx, t_path(dir, "d/x/x/x/x/x/x/x/x/x/x")));
    t_rmdir(dir);
    t_ctx_free(ctx);
}

static bk_status all_of_it(bk_ctx *ctx, void *user)
{
    const char *dir = user;
    char **names = NULL, *path = NULL, hex[65];
    size_t n = 0;
    bk_status st;
    path = bk__path_join(ctx, dir, "x/y");
    if (!path)
        return BK_ENOMEM;
    BK__TRY(st, bk__dir_make(ctx, path), out);
    bk__free(ctx, path);
    path = bk__path_join(ctx, dir, "x/file");
    st = path ? BK_OK : BK_ENOMEM;
    if (path)
        st = bk__file_write(ctx, path, BK__STR("bytes"));
    if (st == BK_OK)
        st = bk__file_sha256(ctx, path, hex);
    if (st == BK_OK)
        st = bk__dir_list(ctx, dir, &names, &n);
    for (size_t i = 0; i < n; i++)
        bk__free(ctx, names[i]);
    bk__free(ctx, names);
out:
    bk__free(ctx, path);
    return st;
}

static void no_memory(void **state)
{
    char dir[600];
    (void)state;
    snprintf(dir, sizeof dir, "%s", t_tmpdir());
    t_fail_each(all_of_it, dir, 1, 100);
    t_rmdir(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(views),        cmocka_unit_test(written_whole),
        cmocka_unit_test(large_pieces), cmocka_unit_test(cannot_write),
        cmocka_unit_test(check_sums),   cmocka_unit_test(folders),
        cmocka_unit_test(no_memory),    cmocka_unit_test(never_through_a_link),
    };
    return cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
