/* The container: what was put in comes back, damage is named, and nothing half-written is left. */
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

#include "matrix/csr.h"
#include "matrix/store.h"
#include "support/sparse.h"

static const int64_t term_ptr[] = {0, 6, 6, 10};

static bk_status write_sample(bk_ctx *ctx, const char *path, const bk_csr *A)
{
    static const double reals[] = {1.5, -2};
    bk__store_out o = {0};
    int64_t size[2];
    bk__store_put_csr(&o, "counts", A, size);
    bk__store_put(&o, "terms.ptr", BK__I64, term_ptr, 4);
    bk__store_put(&o, "terms.bytes", BK__U8, "perangdama", 10);
    bk__store_put(&o, "reals", BK__F64, reals, 2);
    bk__store_put(&o, "nothing", BK__U32, NULL, 0);
    return bk__store_write(ctx, &o, path, "fuzz");
}

static void comes_back(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    const char *dir = t_tmpdir(), *path = t_path(dir, "a.bkv");
    bk_csr A = sparse_random(ctx, 50, 30, 5, true, 1), B;
    bk__store s;
    const void *data;
    const int64_t *ptr;
    const char *bytes;
    size_t n;
    (void)state;
    t_ok(ctx, write_sample(ctx, path, &A));
    t_ok(ctx, bk__store_open(ctx, &s, path, "fuzz"));
    t_ok(ctx, bk__store_get_csr(ctx, &s, "counts", &B));
    assert_true(t_csr_equal(&A, &B));
    t_ok(ctx, bk__store_get_strings(ctx, &s, "terms", &ptr, &bytes, &n));
    assert_int_equal(n, 3);
    assert_memory_equal(bytes + ptr[2], "dama", 4);
    t_ok(ctx, bk__store_get(ctx, &s, "reals", BK__F64, &data, &n));
    assert_true(n == 2 && ((const double *)data)[1] == -2);
    t_ok(ctx, bk__store_get(ctx, &s, "nothing", BK__U32, &data, &n));
    assert_int_equal(n, 0);
    assert_int_equal(bk__store_get(ctx, &s, "reals", BK__F32, &data, &n), BK_EFORMAT);
    assert_int_equal(bk__store_get(ctx, &s, "other", BK__F64, &data, &n), BK_EFORMAT);
    bk__store_close(ctx, &s);
    assert_int_equal(bk__store_open(ctx, &s, path, "topics"), BK_EFORMAT);
    assert_int_equal(bk__store_open(ctx, &s, t_path(dir, "absent"), "fuzz"), BK_EIO);
    bk_csr_free(ctx, &A);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

/* Pieces of several sections in turn give the same file. */
static void piece_by_piece(void **state)
{
    static const char text[] = "perang dan damai di antara kedua negara yang bertetangga itu";
    static const double reals[] = {1, 2, 3, 4, 5};
    bk_ctx *ctx = t_ctx(1);
    const char *dir = t_tmpdir(), *whole = t_path(dir, "a.bkv"), *pieces = t_path(dir, "b.bkv");
    bk__store_out o = {0};
    bk__store_file *f;
    size_t n, m;
    (void)state;
    int bytes = bk__store_put(&o, "text", BK__U8, text, sizeof text);
    int values = bk__store_put(&o, "reals", BK__F64, reals, 5);
    int none = bk__store_put(&o, "nothing", BK__U32, NULL, 0);
    t_ok(ctx, bk__store_write(ctx, &o, whole, "fuzz"));
    t_ok(ctx, bk__store_begin(ctx, &f, &o, pieces, "fuzz"));
    for (int i = 0; i < 5; i++) {
        t_ok(ctx, bk__store_append(f, values, reals + i, sizeof *reals));
        t_ok(ctx, bk__store_append(f, bytes, text + 9 * i, 9));
    }
    t_ok(ctx, bk__store_append(f, bytes, text + 45, sizeof text - 45));
    t_ok(ctx, bk__store_append_whole(f, &o, none));
    t_ok(ctx, bk__store_commit(f));
    char *a = t_read(whole, &n), *b = t_read(pieces, &m);
    assert_int_equal(n, m);
    assert_memory_equal(a, b, n);
    free(a);
    free(b);
    t_ok(ctx, bk__store_begin(ctx, &f, &o, t_path(dir, "c.bkv"), "fuzz"));
    bk__store_drop(f);
    assert_null(t_read(t_path(dir, "c.bkv"), &n));
    t_rmdir(dir);
    t_ctx_free(ctx);
}

/* Every altered byte and every cut is noticed: padding alone may change. */
static void damage_is_noticed(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    const char *dir = t_tmpdir(), *path = t_path(dir, "a.bkv"), *bad = t_path(dir, "b.bkv");
    bk_csr A = sparse_random(ctx, 10, 9, 3, true, 1), B;
    bk__store s;
    size_t n;
    (void)state;
    t_ok(ctx, write_sample(ctx, path, &A));
    char *bytes = t_read(path, &n);
    assert_int_equal(n % 64, 0);
    for (size_t i = 0; i < n; i += i < 700 ? 3 : 17) {
        bytes[i] ^= 0x20;
        t_write(bad, bytes, n);
        if (bk__store_open(ctx, &s, bad, "fuzz") == BK_OK) {
            t_ok(ctx, bk__store_get_csr(ctx, &s, "counts", &B));
            assert_true(t_csr_equal(&A, &B));
            bk__store_close(ctx, &s);
        }
        bytes[i] ^= 0x20;
    }
    for (size_t i = 0; i < n; i += 61) {
        t_write(bad, bytes, i);
        assert_int_not_equal(bk__store_open(ctx, &s, bad, "fuzz"), BK_OK);
    }
    bytes[8] = 2; /* a later version */
    t_write(bad, bytes, n);
    assert_int_equal(bk__store_open(ctx, &s, bad, "fuzz"), BK_EUNSUPPORTED);
    free(bytes);
    bk_csr_free(ctx, &A);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

static void broken_contents_are_refused(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    const char *dir = t_tmpdir(), *path = t_path(dir, "a.bkv");
    bk_csr A = sparse_random(ctx, 10, 9, 3, true, 1), B;
    static const int64_t falls[] = {0, 5, 2, 10};
    bk__store_out o = {0};
    bk__store s;
    int64_t size[2];
    const int64_t *ptr;
    const char *bytes;
    size_t n;
    (void)state;
    A.col[0] = 77; /* beyond the last column */
    bk__store_put_csr(&o, "counts", &A, size);
    bk__store_put(&o, "terms.ptr", BK__I64, falls, 4);
    bk__store_put(&o, "terms.bytes", BK__U8, "perangdama", 10);
    t_ok(ctx, bk__store_write(ctx, &o, path, "fuzz"));
    t_ok(ctx, bk__store_open(ctx, &s, path, "fuzz"));
    assert_int_equal(bk__store_get_csr(ctx, &s, "counts", &B), BK_EFORMAT);
    assert_null(B.ptr);
    assert_int_equal(bk__store_get_strings(ctx, &s, "terms", &ptr, &bytes, &n), BK_EFORMAT);
    bk__store_close(ctx, &s);
    bk_csr_free(ctx, &A);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

static void same_contents_same_bytes(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    const char *dir = t_tmpdir(), *a = t_path(dir, "a.bkv"), *b = t_path(dir, "b.bkv");
    bk_csr A = sparse_random(ctx, 50, 30, 5, true, 1), B;
    bk__store s;
    size_t n, m;
    (void)state;
    t_ok(ctx, write_sample(ctx, a, &A));
    t_ok(ctx, bk__store_open(ctx, &s, a, "fuzz"));
    t_ok(ctx, bk__store_get_csr(ctx, &s, "counts", &B));
    t_ok(ctx, write_sample(ctx, b, &B));
    bk__store_close(ctx, &s);
    char *x = t_read(a, &n), *y = t_read(b, &m);
    assert_int_equal(n, m);
    assert_memory_equal(x, y, n);
    free(x);
    free(y);
    bk_csr_free(ctx, &A);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comes_back),
        cmocka_unit_test(piece_by_piece),
        cmocka_unit_test(damage_is_noticed),
        cmocka_unit_test(broken_contents_are_refused),
        cmocka_unit_test(same_contents_same_bytes),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
