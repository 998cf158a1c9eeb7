/* test_stream.c - plain and compressed bytes, what is damaged, what grows beyond belief; sums. */
#include "corpus/stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "support/support.h"

#define HELLO     "hello, world\n"
#define HELLO_SUM "853ff93762a06ddbf722c4ebe9ddd66d8f63ddaea97f521c3ecc20da7c976020"

/* All bytes; st the status that ended it. */
static size_t all(bk_ctx *ctx, const char *path, char *out, size_t cap, bk_status *st,
                  uint64_t *bytes, char sum[65])
{
    bk__stream *s;
    char block[700];
    size_t n = 0, got;
    t_ok(ctx, bk__stream_open(ctx, &s, path));
    while ((*st = bk__stream_read(s, block, 1 + n % sizeof block, &got)) == BK_OK) {
        assert_true(got > 0 && got <= 1 + n % sizeof block);
        if (n < cap)
            memcpy(out + n, block, got < cap - n ? got : cap - n);
        n += got;
    }
    assert_int_equal(bk__stream_read(s, block, 1, &got), BK_END);
    assert_int_equal(got, 0);
    t_ok(ctx, bk__stream_drain(s));
    bk__stream_sum(s, bytes, sum);
    bk__stream_close(s);
    return n;
}

static int packed(const char *dir, const char *tool, const char *in, char *out, size_t cap)
{
    char command[1200];
    snprintf(out, cap, "%s/packed.%s", dir, tool);
    snprintf(command, sizeof command, "%s -q -c < %s > %s 2>/dev/null", tool, in, out);
    return system(command); /* NOLINT: a test's own files */
}

static void formats(void **state)
{
    static const char *const tools[] = {"gzip", "xz", "zstd", "bzip2"};
    bk_ctx *ctx = t_ctx(1);
    const char *dir = t_tmpdir(), *path = t_path(dir, "plain");
    char out[100], file[1000], sum[65];
    uint64_t bytes;
    bk_status st;
    (void)state;
    t_write(path, HELLO, sizeof HELLO - 1);
    assert_int_equal(all(ctx, path, out, sizeof out, &st, &bytes, sum), sizeof HELLO - 1);
    assert_int_equal(st, BK_END);
    assert_memory_equal(out, HELLO, sizeof HELLO - 1);
    assert_int_equal(bytes, sizeof HELLO - 1);
    assert_string_equal(sum, HELLO_SUM);
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++) {
        if (packed(dir, tools[i], path, file, sizeof file) != 0)
            continue; /* the tool is not there */
        assert_int_equal(all(ctx, file, out, sizeof out, &st, &bytes, sum), sizeof HELLO - 1);
        assert_int_equal(st, BK_END);
        assert_memory_equal(out, HELLO, sizeof HELLO - 1);
        char want[65];
        t_ok(ctx, bk__file_sha256(ctx, file, want));
        assert_string_equal(sum, want);
    }
    t_write(path, "", 0);
    assert_int_equal(all(ctx, path, out, sizeof out, &st, &bytes, sum), 0);
    assert_int_equal(st, BK_END);
    assert_int_equal(bytes, 0);
    bk__stream *s;
    assert_int_equal(bk__stream_open(ctx, &s, t_path(dir, "none")), BK_EIO);
    assert_null(s);
    bk__stream_close(NULL);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

static void damaged(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    const char *dir = t_tmpdir(), *path = t_path(dir, "plain");
    char file[1000], sum[65], *bytes = calloc(1, 300000);
    uint64_t n;
    size_t size;
    bk_status st;
    t_rand r = {1};
    (void)state;
    assert_non_null(bytes);
    for (int i = 0; i < 300000; i++)
        bytes[i] = (char)('a' + t_below(&r, 26));
    t_write(path, bytes, 300000);
    if (packed(dir, "gzip", path, file, sizeof file) == 0) {
        char *z = t_read(file, &size);
        t_write(file, z, size / 2);
        free(z);
        assert_true(all(ctx, file, bytes, 0, &st, &n, sum) < 300000);
        assert_int_equal(st, BK_EFORMAT);
        assert_int_equal(n, size / 2);
        assert_string_equal(bk_ctx_error(ctx)->where, file);
    }
    free(bytes);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

/* The status at the end, the sums included. */
static bk_status whole(bk_ctx *ctx, const char *path)
{
    bk__stream *s;
    char block[4096];
    size_t n;
    bk_status st;
    t_ok(ctx, bk__stream_open(ctx, &s, path));
    while ((st = bk__stream_read(s, block, sizeof block, &n)) == BK_OK) {
    }
    if (st == BK_END)
        st = bk__stream_check(s);
    bk__stream_close(s);
    return st;
}

/* Each byte of a gzip file in turn, but those of its header, is turned: none goes unseen. Members
 * one behind the other, zeros behind them, and a header in the middle of a member do no harm. */
static void gzip_sums(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    const char *dir = t_tmpdir(), *path = t_path(dir, "plain");
    char file[1000], text[3000], *all;
    size_t n;
    t_rand r = {3};
    (void)state;
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)(i < 500 ? t_next(&r) : 'a' + t_below(&r, 4));
    memcpy(text + 100, "\x1f\x8b\x08\0\0\0\0\0\0\x03", 10); /* stored as it is */
    t_write(path, text, sizeof text);
    if (packed(dir, "gzip", path, file, sizeof file) == 0) {
        char *z = t_read(file, &n);
        for (size_t i = 10; i < n; i += 1 + (i % 7)) {
            z[i] ^= 16;
            t_write(file, z, n);
            assert_true(whole(ctx, file) == BK_EFORMAT || i == n - 9); /* padding of bits */
            z[i] ^= 16;
        }
        t_write(file, z, n);
        assert_int_equal(whole(ctx, file), BK_OK);
        all = calloc(3, n + 100);
        assert_non_null(all);
        for (int k = 0; k < 3; k++)
            memcpy(all + (size_t)k * n, z, n);
        t_write(file, all, 3 * n);
        assert_int_equal(whole(ctx, file), BK_OK);
        t_write(file, all, 3 * n + 100); /* zeros behind them */
        assert_int_equal(whole(ctx, file), BK_OK);
        for (size_t k = 0; k < 3; k++) {
            all[k * n + 300] ^= 1; /* within what is stored */
            t_write(file, all, 3 * n);
            assert_int_equal(whole(ctx, file), BK_EFORMAT);
            all[k * n + 300] ^= 1;
        }
        free(all);
        free(z);
    }
    t_rmdir(dir);
    t_ctx_free(ctx);
}

/* Two gigabytes of zeros in a few kilobytes: bzip2 of bzip2 is not needed, xz does it at once. */
static void bomb(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    const char *dir = t_tmpdir();
    char command[1200], path[1000], sum[65], out[1];
    uint64_t n;
    bk_status st;
    (void)state;
    snprintf(path, sizeof path, "%s/bomb.xz", dir);
    snprintf(command, sizeof command, "head -c 150000000 /dev/zero | xz -q -0 -c > %s 2>/dev/null",
             path);
    if (system(command) == 0) { /* NOLINT: a test's own files */
        size_t got = all(ctx, path, out, 0, &st, &n, sum);
        assert_true(st == BK_EFORMAT || (got == 150000000 && n * 2000 >= got));
    }
    t_rmdir(dir);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats),
        cmocka_unit_test(damaged),
        cmocka_unit_test(gzip_sums),
        cmocka_unit_test(bomb),
    };
    return cmocka_run_group_tests_name("stream", tests, NULL, NULL);
}
