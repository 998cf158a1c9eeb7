/* The BLAS that runs is OpenBLAS with kernels for this CPU, and its results are right. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include <bingkai/matrix.h>

#include "matrix/blas.h"
#include "support/sparse.h"

static bk_ctx *ctx;

static int setup(void **state)
{
    (void)state;
    return bk_ctx_new(&ctx, NULL) == BK_OK ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    bk_ctx_free(ctx);
    return 0;
}

static void openblas_runs(void **state)
{
    const char *name;
    (void)state;
    assert_int_equal(bk_blas_name(ctx, &name), BK_OK);
    assert_int_equal(strncmp(name, "OpenBLAS ", 9), 0);
    assert_non_null(strstr(name, ", 1 thread"));
    print_message("# %s\n", name);
}

static void kernels_fit_the_cpu(void **state)
{
    const char *name;
    (void)state;
    assert_int_equal(bk_blas_name(ctx, &name), BK_OK);
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
        !getenv("OPENBLAS_CORETYPE")) {
        assert_null(strstr(name, "Prescott"));
        assert_null(strstr(name, "Nehalem"));
    }
#endif
}

static void environment_is_left_alone(void **state)
{
    const char *name, *core = getenv("OPENBLAS_CORETYPE");
    char before[64] = "";
    (void)state;
    if (core)
        strncpy(before, core, sizeof before - 1);
    assert_int_equal(bk_blas_name(ctx, &name), BK_OK);
    core = getenv("OPENBLAS_CORETYPE");
    assert_string_equal(core ? core : "", before);
}

static void product_is_right(void **state)
{
    enum { M = 37, N = 29, K = 41 };
    double A[M * K], B[N * K], C[M * N];
    float a[M * K], b[N * K], c[M * N];
    uint64_t seed = 5;
    (void)state;
    assert_int_equal(bk__blas_open(ctx), BK_OK);
    for (int i = 0; i < M * K; i++)
        a[i] = (float)(A[i] = (double)(sparse_next(&seed) % 100) / 100);
    for (int i = 0; i < N * K; i++)
        b[i] = (float)(B[i] = (double)(sparse_next(&seed) % 100) / 100);
    bk__dgemm(false, true, M, N, K, 1, A, K, B, K, 0, C, N);
    bk__sgemm(false, true, M, N, K, 1, a, K, b, K, 0, c, N);
    for (int i = 0; i < M; i++)
        for (int j = 0; j < N; j++) {
            double sum = 0;
            for (int k = 0; k < K; k++)
                sum += A[i * K + k] * B[j * K + k];
            assert_true(fabs(C[i * N + j] - sum) < 1e-12);
            assert_true(fabs((double)c[i * N + j] - sum) < 1e-4);
        }
}

/* A symmetric matrix with known eigenvalues: 2 on the diagonal, -1 beside it. */
static void eigenvalues_are_right(void **state)
{
    enum { N = 9 };
    double A[N * N] = {0}, w[N], work[32 * N];
    (void)state;
    assert_int_equal(bk__blas_open(ctx), BK_OK);
    for (int i = 0; i < N; i++) {
        A[i * N + i] = 2;
        if (i + 1 < N)
            A[i * N + i + 1] = -1;
    }
    assert_int_equal(bk__dsyev(N, A, w, work, 32 * N), 0);
    for (int i = 0; i < N; i++)
        assert_true(fabs(w[i] - (2 - 2 * cos((i + 1) * 3.14159265358979323846 / (N + 1)))) < 1e-12);
    double norm = 0; /* row 0 is a vector: (2 - w) v_0 = v_1 */
    for (int i = 0; i < N; i++)
        norm += A[i] * A[i];
    assert_true(fabs(norm - 1) < 1e-12);
    assert_true(fabs((2 - w[0]) * A[0] - A[1]) < 1e-12);
}

static void cholesky_gives_the_upper_factor(void **state)
{
    double A[4] = {4, 2, -99, 5};
    (void)state;
    assert_int_equal(bk__blas_open(ctx), BK_OK);
    assert_int_equal(bk__dpotrf(2, A), 0);
    assert_true(A[0] == 2 && A[1] == 1 && A[3] == 2);
    double B[4] = {1, 2, 2, 1};
    assert_int_not_equal(bk__dpotrf(2, B), 0);
}

/* In a child that was not yet in OpenBLAS and may grow by 100 MiB only: what it does. */
static int open_without_room(void)
{
    unsigned long pages = 0;
    const char *name;
    FILE *f = fopen("/proc/self/statm", "r");
    if (!f || fscanf(f, "%lu", &pages) != 1)
        return 2;
    fclose(f);
    rlim_t most = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + (100u << 20);
    alarm(20); /* it must not ask for ever */
    if (setrlimit(RLIMIT_AS, &(struct rlimit){most, most}) != 0)
        return 3;
    return bk_blas_name(ctx, &name) == BK_ENOMEM && name == NULL ? 0 : 1;
}

static void no_room_is_no_memory(void **state)
{
    (void)state;
    int status = -1;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit(open_without_room());
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

/* A child that was not yet in OpenBLAS gets the kernels by name; another name is refused then. */
static int pinned_kernels(void)
{
    bk_ctx_opts o = BK_CTX_OPTS_INIT;
    bk_ctx *one, *two, *three;
    const char *name, *none;
    o.kernel = "prescott";
    if (bk_ctx_new(&one, &o) != BK_OK || bk_blas_name(one, &name) != BK_OK)
        return 1;
    o.kernel = "nehalem";
    if (!strstr(name, "Prescott") || bk_ctx_new(&two, &o) != BK_OK)
        return 2;
    if (bk_blas_name(two, &none) != BK_EUNSUPPORTED || none || bk_blas_name(ctx, &name) != BK_OK)
        return 3;
    o.kernel = "sparc";
    if (bk_ctx_new(&three, &o) != BK_OK || bk_blas_name(three, &none) != BK_EUNSUPPORTED)
        return 4;
    bk_ctx_free(one);
    bk_ctx_free(two);
    bk_ctx_free(three);
    o.kernel = "a name that is longer than any";
    if (bk_ctx_new(&one, &o) != BK_EINVAL)
        return 5;
    return getenv("OPENBLAS_CORETYPE") ? 6 : 0;
}

static void kernels_can_be_pinned(void **state)
{
    (void)state;
#if defined(__x86_64__)
    int status = -1;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        unsetenv("OPENBLAS_CORETYPE");
        _exit(pinned_kernels());
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_room_is_no_memory),  /* first: nobody was in OpenBLAS before */
        cmocka_unit_test(kernels_can_be_pinned), /* so here */
        cmocka_unit_test(openblas_runs),
        cmocka_unit_test(kernels_fit_the_cpu),
        cmocka_unit_test(environment_is_left_alone),
        cmocka_unit_test(product_is_right),
        cmocka_unit_test(eigenvalues_are_right),
        cmocka_unit_test(cholesky_gives_the_upper_factor),
    };
    return cmocka_run_group_tests_name("blas", tests, setup, teardown);
}
