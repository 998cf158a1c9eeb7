/* test_large.c - rows whose entries lie on both sides of number 2^31, in a file that is mostly a
 * hole: checking, products; sizes that do not fit are refused. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "matrix/csr.h"
#include "support/support.h"

#define EDGE ((int64_t)1 << 31)
enum { BEHIND = 16 };

/* Columns, then values; NULL where there is no room for holes. */
static char *map_hole(const char *path, size_t bytes)
{
    struct stat info;
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL, 0600);
    char *map = MAP_FAILED;
    assert_true(fd >= 0);
    if (ftruncate(fd, (off_t)bytes) == 0 && fstat(fd, &info) == 0 && info.st_blocks < 1000)
        map = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    return map == MAP_FAILED ? NULL : map;
}

static void rows_over_the_edge(void **state)
{
    const char *dir = t_tmpdir();
    size_t half = (size_t)(EDGE + BEHIND) * 4;
    char *map = map_hole(t_path(dir, "hole"), 2 * half);
    bk_ctx *ctx = t_ctx(2);
    (void)state;
    if (!map) {
        t_rmdir(dir);
        t_ctx_free(ctx);
        skip();
    }
    uint32_t *col = (void *)map;
    float *val = (void *)(map + half);
    int64_t ptr[] = {EDGE - 2, EDGE + 1, EDGE + 1, EDGE + 5};
    for (int64_t i = ptr[0]; i < ptr[3]; i++) {
        col[i] = (uint32_t)(i < ptr[1] ? i - ptr[0] : i - ptr[1]);
        val[i] = (float)(i - ptr[0] + 1);
    }
    bk_csr A = {3, 4, ptr, col, val};
    const double X[4] = {1, 10, 100, 1000};
    double Y[3];
    assert_true(bk__csr_n(&A) == EDGE + 5);
    t_ok(ctx, bk__csr_check_rows(ctx, &A, 0, 3));
    t_ok(ctx, bk__spmm(ctx, Y, &A, X, 1));
    assert_true(Y[0] == 321 && Y[1] == 0 && Y[2] == 7654);
    col[EDGE + 4] = 4; /* there are four columns */
    assert_int_equal(bk__csr_check_rows(ctx, &A, 0, 3), BK_ESHAPE);
    munmap(map, 2 * half);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

static void sizes_that_do_not_fit(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    (void)state;
    assert_null(bk__alloc_array(ctx, (size_t)1 << 61, 8));
    assert_null(bk__alloc_array(ctx, SIZE_MAX / 4 + 2, 4));
    assert_null(bk__alloc(ctx, SIZE_MAX));
    assert_int_equal(bk_ctx_error(ctx)->status, BK_ENOMEM);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_over_the_edge),
        cmocka_unit_test(sizes_that_do_not_fit),
    };
    return cmocka_run_group_tests_name("large", tests, NULL, NULL);
}
