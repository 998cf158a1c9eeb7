/* core.h - the inside of the context; only ctx.c, data_dir.c and par.c include it. */
#ifndef BK_BASE_CORE_H
#define BK_BASE_CORE_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/ctx.h"

/* One recorded failure. Text that does not fit is cut at a character. */
typedef struct bk__failure {
    bk_status status;
    char message[1024];
    char where[512];
} bk__failure;

/* What this thread does for a loop: failures and log lines land here, not in the context. */
typedef struct bk__task {
    bk_ctx *ctx;
    int worker;
    int64_t chunk;
    bk__failure fail;
} bk__task;
extern _Thread_local bk__task *bk__task_now; /* NULL outside of a loop */

/* A log line of a worker, kept until the caller may hand it to the sink. */
typedef struct bk__note {
    int64_t chunk;
    bk_level level;
    char *text; /* uncounted memory */
} bk__note;
#define BK__NOTES 512

typedef struct bk__pool bk__pool;

/* Whether a fit runs, and whether it was asked to end with what it has. */
typedef enum bk__fit { BK__FIT_NONE, BK__FIT_RUNS, BK__FIT_ENDS } bk__fit;

struct bk_ctx {
    bk_alloc alloc;
    _Atomic uint64_t now, peak;
    uint64_t budget; /* 0: none */
    int threads;
    uint64_t seed;
    bk_log_fn *log;
    bk_progress_fn *progress;
    bk_measure_fn *measure;
    void *user;
    char *data_dir;
    char kernel[16];
    atomic_int cancel;
    atomic_int fit; /* of bk__fit */
    bk__failure fail;
    bk_error error; /* points into fail */
    bk__pool *pool; /* NULL until the first loop */
    pthread_mutex_t note_lock;
    bk__note *notes; /* [n_notes] of BK__NOTES */
    atomic_size_t n_notes;
    char stage[64]; /* of the last progress line */
    uint64_t stage_done, stage_total;
    bool measured; /* since that line */
};

/* Memory that is neither counted nor under the budget: the context itself, its pool. */
void *bk__core_alloc(const bk_alloc *a, size_t size);
void bk__core_free(const bk_alloc *a, void *p);

void bk__core_set(bk_ctx *ctx, const bk__failure *f);
/* Hands the log lines of chunks up to `chunk` to the sink, in chunk order. */
void bk__core_notes(bk_ctx *ctx, int64_t chunk);
/* Folder of the models by the rules of bk_ctx_opts; uncounted memory; NULL: none. */
char *bk__core_data_dir(const bk_alloc *a, const char *given);
void bk__pool_free(bk__pool *pool); /* NULL is fine */
/* Once a process: GSL returns codes instead of aborting. In rng.c. */
void bk__rng_setup(void);

#endif
