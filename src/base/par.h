/* par.h - the pool: chunked for and ordered pipeline.
 *
 * Work is cut into chunks whose size never depends on the number of workers, and results are
 * merged in chunk order: the same bytes at any number of threads. The pool belongs to the context,
 * is started on first use and joined by bk_ctx_free. With one thread everything runs in the caller.
 * Not reentrant: a chunk does not start another loop (it would run in that worker alone). */
#ifndef BK_BASE_PAR_H
#define BK_BASE_PAR_H

#include "base/ctx.h"

#define BK__BATCH 256 /* articles in a chunk, everywhere */

/* `worker` in [0, bk_ctx_threads): indexes scratch that a worker keeps between chunks. */
typedef bk_status bk__par_fn(void *user, int64_t chunk, int worker);
/* Chunks 0..chunks-1 in any order over the workers. Status (and message) of the lowest chunk that
 * failed; BK_ECANCEL where the context was cancelled. `stage` names a progress line, NULL for none.
 */
bk_status bk__par_for(bk_ctx *ctx, const char *stage, int64_t chunks, bk__par_fn *fn, void *user);
static inline int64_t bk__chunks(int64_t n, int64_t size)
{
    return n / size + (n % size != 0);
}

typedef struct bk__pipe {
    void *user;
    /* In the caller, one at a time: the next item; BK_END. */
    bk_status (*read)(void *user, void **item);
    /* On a worker, several at a time. */
    bk_status (*work)(void *user, void *item, int worker);
    /* In the caller, in the order of reading; consumes the item. */
    bk_status (*merge)(void *user, void *item);
    /* An item that will not be merged, after a failure. */
    void (*drop)(void *user, void *item);
} bk__pipe;
bk_status bk__par_pipe(bk_ctx *ctx, const bk__pipe *pipe);

#endif
