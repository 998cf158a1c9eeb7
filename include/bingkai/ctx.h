/* ctx.h - status codes, strings and the context that every call begins with. */
#ifndef BINGKAI_CTX_H
#define BINGKAI_CTX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <bingkai/version.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(BK_BUILD)
#define BK_API __attribute__((visibility("default")))
#else
#define BK_API
#endif

/* 0 is fine, positive is the end of something, negative is a failure. */
typedef enum bk_status {
    BK_OK = 0,
    BK_END = 1,          /* nothing left to read, converged; not an error */
    BK_EINVAL = -1,      /* argument or option outside its range */
    BK_ENOMEM = -2,      /* no memory, or the budget of the context is spent */
    BK_EIO = -3,         /* the operating system refused; the message has errno's text */
    BK_EFORMAT = -4,     /* input bytes are not what their format says */
    BK_ESHAPE = -5,      /* dimensions do not match */
    BK_ENUMERIC = -6,    /* not finite, singular, did not converge */
    BK_ECANCEL = -7,     /* the caller asked to stop */
    BK_EUNSUPPORTED = -8 /* not compiled in, or a newer file version */
} bk_status;

/* UTF-8 bytes, not NUL-terminated. {NULL, 0} is the absent string. */
typedef struct bk_str {
    const char *p;
    size_t n;
} bk_str;

typedef struct bk_ctx bk_ctx;

/* Borrowed from the context until its next failed call. */
typedef struct bk_error {
    bk_status status;
    const char *message; /* what was wrong and what to do; "" where nothing failed yet */
    const char *where;   /* file, line, byte or option; "" where there is none */
} bk_error;

typedef enum bk_level { BK_LOG_ERROR, BK_LOG_WARN, BK_LOG_INFO, BK_LOG_DEBUG } bk_level;

/* Sinks may be called from the thread that called the library, never from a worker. */
typedef void bk_log_fn(void *user, bk_level level, const char *message);
/* `total` is 0 where it is not known. */
typedef void bk_progress_fn(void *user, const char *stage, uint64_t done, uint64_t total);

/* What the running stage gets better at ("perplexity"), as it changes; called before `progress`. */
typedef void bk_measure_fn(void *user, const char *name, double value);

typedef struct bk_alloc {
    /* As realloc; new_size 0 frees and returns NULL; may be called from several threads. */
    void *(*resize)(void *user, void *p, size_t old_size, size_t new_size);
    void *user;
} bk_alloc;

/* Families of dense kernels; auto takes the best that the CPU can run. */
#define BK_KERNELS "auto", "prescott", "nehalem", "sandybridge", "haswell", "zen", "skylakex"

typedef struct bk_ctx_opts {
    size_t size;           /* sizeof(bk_ctx_opts), set by BK_CTX_OPTS_INIT */
    int threads;           /* 0: one per online CPU; 1..256 */
    uint64_t seed;         /* every random stream descends from it */
    uint64_t memory_bytes; /* budget of what the library allocates itself; 0: no limit */
    const char *data_dir; /* NULL: $BINGKAI_MODELS, then models/ beside the build, then installed */
    bk_alloc alloc;       /* all zero: malloc */
    bk_log_fn *log;
    bk_progress_fn *progress;
    void *user; /* handed to both sinks */
    /* One of BK_KERNELS, NULL: auto. What dense kernels give has the same bytes within a family;
     * a process runs one. Found wrong when they are first needed (bk_blas_name). */
    const char *kernel;
    bk_measure_fn *measure; /* NULL: nobody asks */
} bk_ctx_opts;
#define BK_CTX_OPTS_INIT                                                                           \
    {                                                                                              \
        sizeof(bk_ctx_opts), 0, 1, 0, NULL, {NULL, NULL}, NULL, NULL, NULL, NULL, NULL             \
    }

/* A context; free with bk_ctx_free. One thread at a time uses it. `opts` NULL: all defaults.
 * BK_EINVAL, BK_ENOMEM. On failure *out is NULL. */
BK_API bk_status bk_ctx_new(bk_ctx **out, const bk_ctx_opts *opts);
/* Everything that was made from the context must have been freed before. NULL is fine. */
BK_API void bk_ctx_free(bk_ctx *ctx);
/* The last failure; never NULL. */
BK_API const bk_error *bk_ctx_error(const bk_ctx *ctx);
/* Asks running calls to end with BK_ECANCEL. Safe in a signal handler. */
BK_API void bk_ctx_cancel(bk_ctx *ctx);
/* Asks for what can be had soon: a fit of topics that runs (bk_topic_fit) ends after its step with
 * what it has, anything else as by bk_ctx_cancel. Safe in a signal handler. */
BK_API void bk_ctx_stop(bk_ctx *ctx);
/* Number of workers, after 0 was resolved. */
BK_API int bk_ctx_threads(const bk_ctx *ctx);
/* Bytes now and at most allocated through the context. */
BK_API void bk_ctx_memory(const bk_ctx *ctx, uint64_t *now_bytes, uint64_t *peak_bytes);

BK_API const char *bk_version(void);
/* "BK_EINVAL"; "BK_?" for a number that is none. */
BK_API const char *bk_status_name(bk_status status);

#ifdef __cplusplus
}
#endif
#endif
