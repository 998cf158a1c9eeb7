/* support.h - what the tests share: contexts, failing allocator, random text, folders.
 *
 * Includes cmocka with what it needs before it. Everything here begins with t_. */
#ifndef BK_TESTS_SUPPORT_H
#define BK_TESTS_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <bingkai/ctx.h>
#include <bingkai/matrix.h>

/* ThreadSanitizer takes ten times as long and asks another question: smaller inputs do. */
#if defined(__SANITIZE_THREAD__)
#define T_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define T_TSAN 1
#endif
#endif
#ifndef T_TSAN
#define T_TSAN 0
#endif

/* ---- contexts ------------------------------------------------------------------------------ */

/* A context with so many threads, seed 1, models of the source tree. */
bk_ctx *t_ctx(int threads);
/* Frees it and asserts that all memory came back. */
void t_ctx_free(bk_ctx *ctx);
/* assert_int_equal(st, BK_OK) with the context's message. */
#define t_ok(ctx, st) t_ok_at(ctx, st, #st, __FILE__, __LINE__)
void t_ok_at(bk_ctx *ctx, bk_status st, const char *what, const char *file, int line);

/* An allocator that fails the n-th call that asks for memory (and, where `on` is set, all later
 * ones), counts calls, and knows how many bytes are alive. */
typedef struct t_failing {
    _Atomic int64_t calls;   /* so far */
    _Atomic int64_t fail_at; /* 1-based; 0 never */
    bool on;
    _Atomic int64_t live; /* bytes */
} t_failing;
bk_ctx *t_failing_ctx(t_failing *f, int threads);

/* Runs `work` on fresh contexts, failing each allocation in turn (every `step`-th, at most `most`
 * runs). Asserts: BK_ENOMEM or BK_OK, nothing left over, in the end BK_OK. */
typedef bk_status t_work(bk_ctx *ctx, void *user);
void t_fail_each(t_work *work, void *user, int threads, int most);

/* ---- random input ---------------------------------------------------------------------------- */

typedef struct t_rand {
    uint64_t state;
} t_rand;
uint64_t t_next(t_rand *r);
uint64_t t_below(t_rand *r, uint64_t n);
double t_unit(t_rand *r);
/* NUL-terminated text, at most `cap` - 1 bytes: words with a long-tailed frequency, sentences,
 * Latin, Han, Arabic, combining marks, emoji. Valid UTF-8. Returns its length. */
size_t t_text(t_rand *r, char *out, size_t cap);
/* Any bytes, biased to what breaks parsers. */
void t_bytes(t_rand *r, char *out, size_t n);

/* ---- files ----------------------------------------------------------------------------------- */

/* A new folder below $BUILD (or /tmp); static storage until the next call. */
const char *t_tmpdir(void);
void t_rmdir(const char *path);
/* "dir/name" in static storage, eight of them in turn. */
const char *t_path(const char *dir, const char *name);
void t_write(const char *path, const char *bytes, size_t n);
/* The whole file, NUL-terminated; free() it. NULL where there is none. */
char *t_read(const char *path, size_t *n);

/* ---- plain reference kernels (naive.c); results are malloc'ed -------------------------------- */

double *t_dense(const bk_csr *A); /* [rows x cols] */
double *t_matmul(const double *A, const double *B, int64_t n, int64_t k, int64_t m);    /* AB */
double *t_matmul_nt(const double *A, const double *B, int64_t n, int64_t k, int64_t m); /* AB' */
/* A sparse matrix with about `per_row` entries a row, values in (0, 1]; bk_csr_free. */
void t_random_csr(bk_ctx *ctx, t_rand *r, bk_csr *out, int64_t rows, int64_t cols, int per_row);
bool t_csr_equal(const bk_csr *a, const bk_csr *b); /* bit for bit */

#endif
