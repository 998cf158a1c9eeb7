/* blas.c - the door to OpenBLAS.
 *
 * The library is opened at run time and not linked, for two reasons.
 * - GSL brings a plain reference cblas of its own; by handle we always get OpenBLAS's functions.
 * - OpenBLAS chooses its kernels when it is initialised. Version 0.3.21 does not know newer CPUs
 * and falls back to SSE kernels (Prescott), a fifth of the speed. It reads OPENBLAS_CORETYPE at
 * that moment, so: open, ask which core it took; where that is an old one although the CPU has
 * AVX2, close, name the right core and open again. A value set by the user wins, the context's
 * kernel wins over both. The environment is left as it was. Always one BLAS thread: with two the
 * sums come out in another order. The library's workers call it on fixed panels instead.
 *
 * OpenBLAS maps a buffer of 128 MiB for each thread that is in it, and where the system refuses it
 * asks again for ever. So it is only opened where there is room for the buffers of all workers. */
#include "matrix/blas.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <bingkai/matrix.h>

#include "base/str.h"

enum { BUFFER_MIB = 128, LIBRARY_MIB = 48 }; /* address space that OpenBLAS takes */
/* Values of the enumerations of the CBLAS standard. */
enum { ROW_MAJOR = 101, NO_TRANS = 111, TRANS = 112, UPPER = 121, NON_UNIT = 131, RIGHT = 142 };

typedef void gemm_d(int, int, int, int, int, int, double, const double *, int, const double *, int,
                    double, double *, int);
typedef void gemm_s(int, int, int, int, int, int, float, const float *, int, const float *, int,
                    float, float *, int);
typedef void syrk_d(int, int, int, int, int, double, const double *, int, double, double *, int);
typedef void trsm_d(int, int, int, int, int, int, int, double, const double *, int, double *, int);
/* Fortran: all by reference, lengths of the character arguments behind. */
typedef void potrf_f(const char *, const int *, double *, const int *, int *, size_t);
typedef void syev_f(const char *, const char *, const int *, double *, const int *, double *,
                    double *, const int *, int *, size_t, size_t);
typedef void lq_f(const int *, const int *, double *, const int *, double *, double *, const int *,
                  int *);
typedef void orglq_f(const int *, const int *, const int *, double *, const int *, const double *,
                     double *, const int *, int *);
typedef void gesvd_f(const char *, const char *, const int *, const int *, double *, const int *,
                     double *, double *, const int *, double *, const int *, double *, const int *,
                     int *, size_t, size_t);

static struct {
    void *handle;
    gemm_d *dgemm;
    gemm_s *sgemm;
    syrk_d *dsyrk;
    trsm_d *dtrsm;
    potrf_f *dpotrf;
    syev_f *dsyev;
    lq_f *dgelqf;
    orglq_f *dorglq;
    gesvd_f *dgesvd;
    char name[128];
    char core[32];
    char problem[256];
} blas;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* held while it is opened */

/* dlsym gives an object pointer; POSIX promises that it may be copied into a function pointer. */
static bool find(void *handle, const char *name, void *function)
{
    void *p = dlsym(handle, name);
    if (!p) {
        snprintf(blas.problem, sizeof blas.problem, "libopenblas.so.0 lacks %s", name);
        return false;
    }
    memcpy(function, &p, sizeof p);
    return true;
}

static const char *core_name(void *handle)
{
    char *(*corename)(void) = NULL;
    void *p = dlsym(handle, "openblas_get_corename");
    memcpy(&corename, &p, sizeof p);
    return corename ? corename() : "";
}

/* The core whose kernels this CPU can run, NULL where AVX2 is absent. */
static const char *best_core(void)
{
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512cd"))
        return "SkylakeX";
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return "Haswell";
#endif
    return NULL;
}

/* Do the kernels of `core` leave out what the CPU can do? With AVX-512 the AVX2 kernels give three
 * fifths of the speed, without AVX2 it is a fifth. */
static bool is_old(const char *core, const char *best)
{
    static const char *const avx2[] = {"Haswell", "Zen", "Excavator"};
    static const char *const older[] = {
        "Katmai",      "Coppermine",   "Northwood",  "Prescott", "Banias", "Core",
        "Core2",       "Penryn",       "Dunnington", "Nehalem",  "Athlon", "Opteron",
        "Nano",        "Opteron_SSE3", "Barcelona",  "Atom",     "Bobcat", "Sandybridge",
        "Steamroller", "Bulldozer",    "Piledriver"};
    for (size_t i = 0; i < sizeof older / sizeof *older; i++)
        if (strcasecmp(core, older[i]) == 0)
            return true;
    for (size_t i = 0; i < sizeof avx2 / sizeof *avx2; i++)
        if (strcasecmp(core, avx2[i]) == 0)
            return strcmp(best, "SkylakeX") == 0;
    return false;
}

static void *open_library(void)
{
    return dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
}

/* With the kernels of a core by name, which the CPU can run. */
static void *open_core(const char *core)
{
    const char *now = getenv("OPENBLAS_CORETYPE");
    char *before = now ? strdup(now) : NULL;
    if (now && !before)
        return NULL;
    setenv("OPENBLAS_CORETYPE", core, 1);
    void *handle = open_library();
    if (before)
        setenv("OPENBLAS_CORETYPE", before, 1);
    else
        unsetenv("OPENBLAS_CORETYPE");
    free(before);
    return handle;
}

/* Opens OpenBLAS with the kernels of `core`, "auto": the right ones; NULL leaves dlerror. */
static void *open_right(const char *core)
{
    bool pinned = strcmp(core, "auto") != 0;
    const char *threads = getenv("OPENBLAS_NUM_THREADS");
    if (!threads)
        setenv("OPENBLAS_NUM_THREADS", "1", 1); /* starts no threads of its own */
    void *handle = pinned ? open_core(core) : open_library();
    const char *best = best_core();
    if (handle && !pinned && best && !getenv("OPENBLAS_CORETYPE") &&
        is_old(core_name(handle), best)) {
        dlclose(handle);
        handle = open_core(best);
    }
    if (!threads)
        unsetenv("OPENBLAS_NUM_THREADS");
    return handle;
}

/* "OpenBLAS 0.3.21 SkylakeX, 1 thread"; the configuration begins with name and version. */
static void make_name(void *handle)
{
    char *(*config)(void) = NULL;
    void *p = dlsym(handle, "openblas_get_config");
    memcpy(&config, &p, sizeof p);
    char version[64] = "OpenBLAS";
    if (config) {
        const char *c = config();
        size_t n = strcspn(c, " ");
        n += c[n] == ' ' ? 1 + strcspn(c + n + 1, " ") : 0;
        if (n < sizeof version) {
            memcpy(version, c, n);
            version[n] = '\0';
        }
    }
    snprintf(blas.core, sizeof blas.core, "%s", core_name(handle));
    snprintf(blas.name, sizeof blas.name, "%s %s, 1 thread", version, core_name(handle));
}

static void load(const char *core)
{
    void *handle = open_right(core);
    if (!handle) {
        const char *why = dlerror();
        snprintf(blas.problem, sizeof blas.problem, "%s", why ? why : "libopenblas.so.0 not found");
        return;
    }
    void (*set_threads)(int) = NULL;
    if (!find(handle, "cblas_dgemm", &blas.dgemm) || !find(handle, "cblas_sgemm", &blas.sgemm) ||
        !find(handle, "cblas_dsyrk", &blas.dsyrk) || !find(handle, "cblas_dtrsm", &blas.dtrsm) ||
        !find(handle, "dpotrf_", &blas.dpotrf) || !find(handle, "dsyev_", &blas.dsyev) ||
        !find(handle, "dgelqf_", &blas.dgelqf) || !find(handle, "dorglq_", &blas.dorglq) ||
        !find(handle, "dgesvd_", &blas.dgesvd) ||
        !find(handle, "openblas_set_num_threads", &set_threads))
        return;
    set_threads(1);
    make_name(handle);
    blas.handle = handle;
}

/* Address space for the buffers of so many threads and for the library itself. */
static bool has_room(int threads)
{
    size_t bytes = ((size_t)threads * BUFFER_MIB + LIBRARY_MIB) << 20;
    void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                   -1, 0);
    if (p == MAP_FAILED)
        return false;
    munmap(p, bytes);
    return true;
}

/* Is it a family that this CPU can run? */
static bool can_run(const char *core)
{
    static const char *const all[] = {BK_KERNELS};
    const char *best = best_core();
    size_t i = 0, n = sizeof all / sizeof *all;
    while (i < n && strcmp(all[i], core) != 0)
        i++;
    if (i == n)
        return false;
    if (strcmp(core, "auto") == 0)
        return true;
    if (strcmp(core, "skylakex") == 0)
        return best && strcmp(best, "SkylakeX") == 0;
    if (strcmp(core, "haswell") == 0 || strcmp(core, "zen") == 0)
        return best != NULL;
#if defined(__x86_64__)
    if (strcmp(core, "sandybridge") == 0)
        return __builtin_cpu_supports("avx") != 0;
    return strcmp(core, "prescott") == 0 || __builtin_cpu_supports("sse4.2") != 0;
#else
    return false;
#endif
}

static bk_status check_kernel(bk_ctx *ctx)
{
    const char *core = bk__kernel(ctx);
    if (strcmp(core, "auto") == 0 || !blas.handle || strcasecmp(core, blas.core) == 0)
        return BK_OK;
    return bk__fail(ctx, BK_EUNSUPPORTED, "kernel",
                    "%s was asked for, but OpenBLAS runs %s kernels in this process; take that or "
                    "auto",
                    core, blas.core);
}

bk_status bk__blas_open(bk_ctx *ctx)
{
    if (!can_run(bk__kernel(ctx)))
        return bk__fail(ctx, BK_EUNSUPPORTED, "kernel",
                        "this CPU cannot run kernels named %s; take auto", bk__kernel(ctx));
    static atomic_bool opened;
    if (!atomic_load(&opened) && !has_room(bk_ctx_threads(ctx)))
        return bk__fail(
            ctx, BK_ENOMEM, "libopenblas.so.0",
            "the limit of the process's memory leaves no room for OpenBLAS, which takes "
            "%d MiB a thread; allow more memory or take fewer threads",
            BUFFER_MIB);
    pthread_mutex_lock(&lock);
    if (!atomic_load(&opened))
        load(bk__kernel(ctx));
    atomic_store(&opened, true);
    pthread_mutex_unlock(&lock);
    if (blas.handle)
        return check_kernel(ctx);
    return bk__fail(ctx, BK_EUNSUPPORTED, "libopenblas.so.0",
                    "OpenBLAS cannot be used (%s); install libopenblas0-pthread", blas.problem);
}

bk_status bk_blas_name(bk_ctx *ctx, const char **out)
{
    *out = NULL;
    bk_status st = bk__blas_open(ctx);
    if (st == BK_OK)
        *out = blas.name;
    return st;
}

/* ---- kernels --------------------------------------------------------------------------- */
void bk__dgemm(bool ta, bool tb, int m, int n, int k, double alpha, const double *A, int lda,
               const double *B, int ldb, double beta, double *C, int ldc)
{
    blas.dgemm(ROW_MAJOR, ta ? TRANS : NO_TRANS, tb ? TRANS : NO_TRANS, m, n, k, alpha, A, lda, B,
               ldb, beta, C, ldc);
}

void bk__sgemm(bool ta, bool tb, int m, int n, int k, float alpha, const float *A, int lda,
               const float *B, int ldb, float beta, float *C, int ldc)
{
    blas.sgemm(ROW_MAJOR, ta ? TRANS : NO_TRANS, tb ? TRANS : NO_TRANS, m, n, k, alpha, A, lda, B,
               ldb, beta, C, ldc);
}

void bk__dsyrk(int n, int k, double alpha, const double *A, int lda, double beta, double *C,
               int ldc)
{
    blas.dsyrk(ROW_MAJOR, UPPER, TRANS, n, k, alpha, A, lda, beta, C, ldc);
}

void bk__dtrsm(int m, int n, const double *R, int ldr, double *B, int ldb)
{
    blas.dtrsm(ROW_MAJOR, RIGHT, UPPER, NO_TRANS, NON_UNIT, m, n, 1.0, R, ldr, B, ldb);
}

/* ---- LAPACK: our row-major memory is its column-major transpose -------------------------- */
int bk__dpotrf(int n, double *A)
{
    int info = 0;
    blas.dpotrf("L", &n, A, &n, &info, 1); /* its lower triangle is our upper one */
    return info;
}

int bk__dsyev(int n, double *A, double *w, double *work, int lwork)
{
    int info = 0;
    blas.dsyev("V", "L", &n, A, &n, w, work, &lwork, &info, 1, 1);
    return info;
}

int bk__dqr(int m, int n, double *A, double *tau, double *work, int lwork)
{
    int info = 0;
    blas.dgelqf(&n, &m, A, &n, tau, work, &lwork, &info); /* At = L Qt */
    if (info == 0)
        blas.dorglq(&n, &m, &n, A, &n, tau, work, &lwork, &info);
    return info;
}

int bk__dsvd(int n, double *A, double *s, double *U, double *Vt, double *work, int lwork)
{
    int info = 0; /* At = V S Ut: its left vectors, column-major, are our Vt */
    blas.dgesvd("A", "A", &n, &n, A, &n, s, Vt, &n, U, &n, work, &lwork, &info, 1, 1);
    return info;
}
