/* test_spool.c - bytes put aside come back; what lies beyond the end is refused; no file is left.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/spool.h"
#include "support/support.h"

static void bytes_come_back(void **state)
{
    const char *dir = t_tmpdir();
    char *beside = strdup(t_path(dir, "x.bkv")), **names, *big = malloc(700000);
    bk_ctx *ctx = t_ctx(1);
    bk__spool *s;
    bk__spool_in in;
    uint64_t at, value = 7, sum = 0;
    size_t n;
    (void)state;
    assert_non_null(big);
    memset(big, 'k', 700000);
    t_ok(ctx, bk__spool_open(ctx, &s, beside));
    t_ok(ctx, bk__dir_list(ctx, dir, &names, &n));
    assert_int_equal(n, 0); /* it has no name */
    bk__free(ctx, names);
    for (uint64_t i = 0; i < 100000; i++)
        t_ok(ctx, bk__spool_add(s, &i, sizeof i));
    t_ok(ctx, bk__spool_add(s, big, 700000));
    t_ok(ctx, bk__spool_reserve(s, 8, &at));
    assert_int_equal(at, 1500000);
    t_ok(ctx, bk__spool_add(s, "end", 3));
    t_ok(ctx, bk__spool_put(s, at, &value, sizeof value));
    assert_int_equal(bk__spool_end(s), 1500011);
    t_ok(ctx, bk__spool_in_open(&in, s, 0, 800000));
    while (!bk__spool_in_ended(&in)) {
        t_ok(ctx, bk__spool_in_read(&in, &value, sizeof value));
        sum += value;
    }
    assert_int_equal(sum, 4999950000);
    assert_int_equal(bk__spool_in_read(&in, &value, 1), BK_EIO);
    bk__spool_in_close(&in);
    t_ok(ctx, bk__spool_read(s, 800000, big, 700000));
    assert_true(big[0] == 'k' && big[699999] == 'k');
    t_ok(ctx, bk__spool_read(s, at, big, 11));
    assert_memory_equal(big, "\7\0\0\0\0\0\0\0end", 11);
    assert_int_equal(bk__spool_read(s, at, big, 12), BK_EIO);
    bk__spool_close(s);
    assert_int_equal(bk__spool_open(ctx, &s, "/no/such/folder/x"), BK_EIO);
    free(beside);
    free(big);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(bytes_come_back)};
    return cmocka_run_group_tests_name("spool", tests, NULL, NULL);
}
