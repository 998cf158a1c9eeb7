/* Numbers beyond 2^31 and 2^32: sizes, counts and places are 64-bit wherever they can be large, and
 * a container of 25 GB, almost all of it a hole in the file, is opened and read. */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/support.h"

#include "base/par.h"
#include "base/str.h"
#include "matrix/csr.h"
#include "matrix/store_form.h"
#include "matrix/weight.h"
#include "vector/count.h"

#define HALF ((int64_t)1 << 31)
#define FULL ((int64_t)1 << 32)

/* ---- arithmetic ------------------------------------------------------------------------------ */
static void chunks_of_many(void **state)
{
    (void)state;
    assert_int_equal(bk__chunks(HALF - 1, BK__BATCH), HALF / BK__BATCH);
    assert_int_equal(bk__chunks(HALF + 1, BK__BATCH), HALF / BK__BATCH + 1);
    assert_int_equal(bk__chunks(FULL + 1, 1), FULL + 1);
    assert_int_equal(bk__chunks(INT64_MAX, 2), INT64_MAX / 2 + 1);
}

static void entries_of_rows(void **state)
{
    static const uint32_t values[] = {
        0, 1, 255, 256, (1u << 24) - 1, 1u << 24, (1u << 31) - 1, 1u << 31, UINT32_MAX - 1};
    enum { N = sizeof values / sizeof *values };
    uint32_t room[BK__PACKED_MOST * N * N], *p = room;
    (void)state;
    for (int i = 0; i < N; i++)
        for (int j = 1; j < N; j++)
            p = bk__pack(p, values[i], values[j]);
    assert_true(p <= room + BK__PACKED_MOST * N * N);
    const uint32_t *q = room;
    for (int i = 0; i < N; i++)
        for (int j = 1; j < N; j++) {
            uint32_t term, count;
            q = bk__unpack(q, &term, &count);
            assert_int_equal(term, values[i]);
            assert_int_equal(count, values[j]);
        }
    assert_ptr_equal(q, p);
}

/* A budget answers for the machine: what is asked for is the true size, not one cut to 32 bits. */
static void large_blocks(void **state)
{
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    bk_ctx *ctx;
    char want[64];
    (void)state;
    opts.memory_bytes = 1 << 20;
    assert_int_equal(bk_ctx_new(&ctx, &opts), BK_OK);
    static const int64_t n[] = {HALF / 8, HALF / 8 + 1, HALF, HALF + 1, FULL, FULL + 3};
    for (size_t i = 0; i < sizeof n / sizeof *n; i++) {
        assert_null(bk__alloc_array(ctx, (size_t)n[i], 8));
        snprintf(want, sizeof want, "(%zu bytes more)", (size_t)n[i] * 8);
        assert_non_null(strstr(bk_ctx_error(ctx)->message, want));
    }
    assert_null(bk__alloc_array(ctx, (size_t)1 << 61, 8)); /* 2^64: no block has 0 bytes */
    assert_non_null(strstr(bk_ctx_error(ctx)->message, "no memory"));
    bk_csr A;
    assert_int_equal(bk__csr_new(ctx, &A, 1, 10, HALF + 1), BK_ENOMEM);
    assert_null(A.ptr);
    assert_int_equal(bk__csr_new(ctx, &A, HALF, 10, 1), BK_ENOMEM);
    assert_int_equal(bk__csr_new(ctx, &A, 1, FULL, 1), BK_ESHAPE);
    bk_ctx_free(ctx);
}

/* 3 and 5 billion articles, a term in most of them. */
static void frequencies(void **state)
{
    static const int64_t docs[] = {HALF - 1, HALF, 3000000000, 5000000000};
    (void)state;
    for (size_t i = 0; i < sizeof docs / sizeof *docs; i++) {
        const uint64_t df[] = {1, (uint64_t)docs[i] - 1, (uint64_t)docs[i]};
        double idf[3], D = (double)docs[i];
        bk__weight_idf(idf, df, 3, docs[i], BK__IDF_SMOOTH);
        for (int t = 0; t < 3; t++)
            assert_true(fabs(idf[t] - (log((1 + D) / (1 + (double)df[t])) + 1)) < 1e-12);
        assert_true(bk__weight_mean_length((uint64_t)docs[i] * 300, docs[i]) == 300);
    }
}

/* ---- a container that is mostly a hole ------------------------------------------------------- */
enum { ROWS = 6, PTR = 0, COL, VAL, SIZE, SECTIONS };
/* Rows begin at, right before and behind 2^31 and 2^32. */
static const int64_t begin[ROWS + 1] = {0, 2, HALF - 1, HALF + 2, FULL - 1, FULL + 2, FULL + 5};

static bool put(int fd, const void *p, size_t n, int64_t at)
{
    return pwrite(fd, p, n, (off_t)at) == (ssize_t)n;
}

/* The entries of the rows 0, 2, 4 and 5 are there; of 1 and 3 nothing is. */
static bool put_rows(int fd, const bk__section *s)
{
    static const int rows[] = {0, 2, 4, 5};
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++)
        for (int64_t p = begin[rows[r]]; p < begin[rows[r] + 1]; p++) {
            uint32_t col = (uint32_t)(p - begin[rows[r]]) * 7 + 1;
            float val = (float)(rows[r] + 1) + (float)col / 16;
            if (!put(fd, &col, sizeof col, (int64_t)s[COL].offset + 4 * p) ||
                !put(fd, &val, sizeof val, (int64_t)s[VAL].offset + 4 * p))
                return false;
        }
    return true;
}

/* false: this file system has no room for it. Checksums of the holes are left out. */
static bool make_holes(const char *path)
{
    const int64_t n = begin[ROWS], size[] = {ROWS, 1000};
    bk__section s[SECTIONS] = {{"counts.ptr", BK__I64, 0, ROWS + 1, 0, 0},
                               {"counts.col", BK__U32, 0, (uint64_t)n, 0, 0},
                               {"counts.val", BK__F32, 0, (uint64_t)n, 0, 0},
                               {"counts.size", BK__I64, 0, 2, 0, 0}};
    bk__store_head h = {.version = BK__STORE_VERSION,
                        .mark = BK__STORE_MARK,
                        .kind = "wide",
                        .sections = SECTIONS,
                        .size = sizeof h + sizeof s};
    memcpy(h.magic, BK__STORE_MAGIC, sizeof h.magic);
    for (int i = 0; i < SECTIONS; i++) {
        uint64_t bytes = s[i].count * bk__store_width(s[i].type);
        s[i].offset = h.size;
        h.size += (bytes + BK__STORE_ALIGN - 1) / BK__STORE_ALIGN * BK__STORE_ALIGN;
    }
    h.table_sum = bk__hash(s, sizeof s);
    h.head_sum = bk__hash(&h, offsetof(bk__store_head, head_sum));
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    struct stat info;
    bool made = fd >= 0 && ftruncate(fd, (off_t)h.size) == 0 && put(fd, &h, sizeof h, 0) &&
                put(fd, s, sizeof s, sizeof h) &&
                put(fd, begin, sizeof begin, (int64_t)s[PTR].offset) &&
                put(fd, size, sizeof size, (int64_t)s[SIZE].offset) && put_rows(fd, s) &&
                fstat(fd, &info) == 0 && info.st_blocks < 16384; /* 8 MiB */
    if (fd >= 0)
        close(fd);
    return made;
}

static void rows_behind_holes(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    const char *dir = t_tmpdir(), *path = t_path(dir, "wide.bkv");
    bk__store s;
    bk_csr A;
    (void)state;
    if (!make_holes(path)) {
        print_message("no holes in files here: left out\n");
        t_rmdir(dir);
        t_ctx_free(ctx);
        skip();
    }
    t_ok(ctx, bk__store_map(ctx, &s, path, "wide"));
    t_ok(ctx, bk__store_map_csr(ctx, &s, "counts", &A));
    assert_true(A.rows == ROWS && A.cols == 1000 && bk__csr_n(&A) == FULL + 5);
    static const int rows[] = {0, 2, 4, 5};
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        int64_t i = rows[r];
        t_ok(ctx, bk__csr_check_rows(ctx, &A, i, i + 1));
        for (int64_t p = A.ptr[i]; p < A.ptr[i + 1]; p++) {
            assert_int_equal(A.col[p], 7 * (p - A.ptr[i]) + 1);
            assert_true(A.val[p] == (float)(i + 1) + (float)A.col[p] / 16);
        }
    }
    /* the hole's columns are all 0, which do not rise: found at its second entry */
    assert_int_equal(bk__csr_check_rows(ctx, &A, 3, 4), BK_ESHAPE);
    char where[64];
    snprintf(where, sizeof where, "row 3, entry %lld", (long long)HALF + 3);
    assert_string_equal(bk_ctx_error(ctx)->where, where);
    bk__store_close(ctx, &s);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chunks_of_many),    cmocka_unit_test(entries_of_rows),
        cmocka_unit_test(large_blocks),      cmocka_unit_test(frequencies),
        cmocka_unit_test(rows_behind_holes),
    };
    return cmocka_run_group_tests_name("wide", tests, NULL, NULL);
}
