/* ctx.c - the context: counted memory under a budget, failures, log, progress, cancel.
 *
 * Every block carries a header of 16 bytes with its size, so that the counters are right without
 * asking the allocator. Counters are atomic: workers allocate at the same time. A failure or log
 * line inside a worker goes to the worker's task (core.h); par.c hands it on in chunk order. */
#define BK__FAIL_BODY
#include "base/core.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/pages.h"

#define HEADER 16

_Thread_local bk__task *bk__task_now;

/* ---- memory ----------------------------------------------------------------------------- */

/* Blocks from here on come in whole pages. A sanitizer sees more of what malloc gave. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define LARGE SIZE_MAX
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define LARGE SIZE_MAX
#endif
#endif
#ifndef LARGE
#define LARGE ((size_t)1 << 20)
#endif

static void *malloc_resize(void *user, void *p, size_t old_size, size_t new_size)
{
    bool was_large = p && old_size >= LARGE, is_large = new_size >= LARGE;
    (void)user;
    if (was_large && (is_large || new_size == 0))
        return bk__pages_resize(p, old_size, new_size);
    if (is_large != was_large) {
        void *to = is_large ? bk__pages_resize(NULL, 0, new_size) : malloc(new_size);
        if (to && p) {
            memcpy(to, p, old_size < new_size ? old_size : new_size);
            malloc_resize(user, p, old_size, 0);
        }
        return to;
    }
    if (new_size == 0) {
        free(p);
        return NULL;
    }
    return realloc(p, new_size);
}

static void store_size(void *block, size_t size)
{
    memcpy(block, &size, sizeof size);
}

static size_t stored_size(const void *block)
{
    size_t size;
    memcpy(&size, block, sizeof size);
    return size;
}

void *bk__core_alloc(const bk_alloc *a, size_t size)
{
    char *block;
    if (size > SIZE_MAX - HEADER)
        return NULL;
    block = a->resize(a->user, NULL, 0, size + HEADER);
    if (!block)
        return NULL;
    store_size(block, size);
    memset(block + HEADER, 0, size);
    return block + HEADER;
}

void bk__core_free(const bk_alloc *a, void *p)
{
    if (p) {
        char *block = (char *)p - HEADER;
        a->resize(a->user, block, stored_size(block) + HEADER, 0);
    }
}

static void raise_peak(bk_ctx *ctx, uint64_t now)
{
    uint64_t peak = atomic_load_explicit(&ctx->peak, memory_order_relaxed);
    while (now > peak && !atomic_compare_exchange_weak_explicit(
                             &ctx->peak, &peak, now, memory_order_relaxed, memory_order_relaxed))
        ;
}

/* Counts `more` bytes; false where the budget does not have them. */
static bool take(bk_ctx *ctx, uint64_t more)
{
    uint64_t now = atomic_load_explicit(&ctx->now, memory_order_relaxed);
    if (ctx->budget == 0) {
        now = atomic_fetch_add_explicit(&ctx->now, more, memory_order_relaxed);
        raise_peak(ctx, now + more);
        return true;
    }
    do {
        if (more > ctx->budget || now > ctx->budget - more)
            return false;
    } while (!atomic_compare_exchange_weak_explicit(&ctx->now, &now, now + more,
                                                    memory_order_relaxed, memory_order_relaxed));
    raise_peak(ctx, now + more);
    return true;
}

static void give_back(bk_ctx *ctx, uint64_t bytes)
{
    atomic_fetch_sub_explicit(&ctx->now, bytes, memory_order_relaxed);
}

static void *no_budget(bk_ctx *ctx, size_t size)
{
    bool mebi = ctx->budget % (1u << 20) == 0;
    bk__fail(ctx, BK_ENOMEM, "",
             "needs more than the --memory budget of %llu %s (%zu bytes more); allow more memory "
             "or give less input",
             (unsigned long long)(mebi ? ctx->budget >> 20 : ctx->budget), mebi ? "MiB" : "bytes",
             size);
    return NULL;
}

static void *no_memory(bk_ctx *ctx, size_t size)
{
    bk__fail(ctx, BK_ENOMEM, "", "the system has no memory for %zu bytes more", size);
    return NULL;
}

void *bk__alloc(bk_ctx *ctx, size_t size)
{
    char *block;
    if (size > PTRDIFF_MAX - HEADER)
        return no_memory(ctx, size);
    if (!take(ctx, size))
        return no_budget(ctx, size);
    block = ctx->alloc.resize(ctx->alloc.user, NULL, 0, size + HEADER);
    if (!block) {
        give_back(ctx, size);
        return no_memory(ctx, size);
    }
    store_size(block, size);
    return block + HEADER;
}

void *bk__calloc(bk_ctx *ctx, size_t count, size_t size)
{
    void *p = bk__alloc_array(ctx, count, size);
    bool fresh = ctx->alloc.resize == malloc_resize && LARGE < SIZE_MAX;
    if (p && !(fresh && count * size + HEADER >= LARGE)) /* such pages are zero */
        memset(p, 0, count * size);
    return p;
}

void *bk__alloc_array(bk_ctx *ctx, size_t count, size_t size)
{
    return bk__resize_array(ctx, NULL, count, size);
}

void *bk__resize(bk_ctx *ctx, void *p, size_t size)
{
    char *block;
    size_t old;
    if (!p)
        return bk__alloc(ctx, size);
    if (size > PTRDIFF_MAX - HEADER)
        return no_memory(ctx, size);
    block = (char *)p - HEADER;
    old = stored_size(block);
    if (size > old && !take(ctx, size - old))
        return no_budget(ctx, size - old);
    block = ctx->alloc.resize(ctx->alloc.user, block, old + HEADER, size + HEADER);
    if (!block) {
        if (size > old)
            give_back(ctx, size - old);
        return no_memory(ctx, size);
    }
    if (size < old)
        give_back(ctx, old - size);
    store_size(block, size);
    return block + HEADER;
}

void *bk__resize_array(bk_ctx *ctx, void *p, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        return no_memory(ctx, SIZE_MAX);
    return bk__resize(ctx, p, bytes);
}

bk_status bk__make_room_now(bk_ctx *ctx, void *array, size_t *cap, size_t want, size_t size)
{
    enum { FIRST = 64 };
    size_t more = *cap < FIRST / 2 ? FIRST : 2 * *cap;
    void *p;
    memcpy(&p, array, sizeof p); /* a pointer of whatever type */
    more = more < want ? want : more;
    p = bk__resize_array(ctx, p, more, size);
    if (!p)
        return BK_ENOMEM;
    memcpy(array, &p, sizeof p);
    *cap = more;
    return BK_OK;
}

bk_status bk__grow(bk_ctx *ctx, void *array, uint32_t *cap, uint32_t want, size_t size)
{
    size_t room = *cap;
    bk_status st = bk__make_room(ctx, array, &room, want, size);
    *cap = room < UINT32_MAX ? (uint32_t)room : UINT32_MAX;
    return st;
}

void bk__free(bk_ctx *ctx, void *p)
{
    if (p) {
        char *block = (char *)p - HEADER;
        size_t size = stored_size(block);
        ctx->alloc.resize(ctx->alloc.user, block, size + HEADER, 0);
        give_back(ctx, size);
    }
}

char *bk__strdup(bk_ctx *ctx, bk_str s)
{
    char *z = s.n == SIZE_MAX ? NULL : bk__alloc(ctx, s.n + 1);
    if (z) {
        if (s.n)
            memcpy(z, s.p, s.n);
        z[s.n] = 0;
    }
    return z;
}

/* ---- failures -------------------------------------------------------------------------- */

/* Copies text that may be too long, cut before a character that would not be whole. */
static void keep_text(char *to, size_t cap, const char *from)
{
    size_t n = strlen(from);
    if (n >= cap) {
        n = cap - 1;
        while (n > 0 && ((unsigned char)from[n] & 0xC0) == 0x80)
            n--;
    }
    memcpy(to, from, n);
    to[n] = 0;
}

void bk__core_set(bk_ctx *ctx, const bk__failure *f)
{
    ctx->fail = *f;
    ctx->error.status = f->status;
}

static bk__failure *failure_of(bk_ctx *ctx)
{
    bk__task *task = bk__task_now;
    return task && task->ctx == ctx ? &task->fail : &ctx->fail;
}

static void record(bk_ctx *ctx, bk_status status, const char *where, const char *message)
{
    bk__failure *f = failure_of(ctx);
    char where_copy[sizeof f->where];
    keep_text(where_copy, sizeof where_copy, where ? where : "");
    f->status = status;
    keep_text(f->message, sizeof f->message, message);
    memcpy(f->where, where_copy, sizeof where_copy);
    if (f == &ctx->fail)
        ctx->error.status = status;
}

bk_status bk__fail(bk_ctx *ctx, bk_status status, const char *where, const char *format, ...)
{
    char text[2048]; /* first here: the arguments may point into the old message */
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    record(ctx, status, where, text);
    return status;
}

bk_status bk__fail_errno(bk_ctx *ctx, const char *where, const char *format, ...)
{
    int code = errno;
    const char *why = strerrordesc_np(code);
    char text[2048];
    va_list args;
    size_t at;
    int n;
    va_start(args, format);
    n = vsnprintf(text, sizeof text - 128, format, args);
    va_end(args);
    at = n < 0 ? 0 : strlen(text);
    snprintf(text + at, sizeof text - at, ": %s", why ? why : "unknown error");
    record(ctx, BK_EIO, where, text);
    return BK_EIO;
}

const bk_error *bk_ctx_error(const bk_ctx *ctx)
{
    return &ctx->error;
}

/* ---- log, progress, cancel --------------------------------------------------------------- */

static void note(bk_ctx *ctx, int64_t chunk, bk_level level, const char *text)
{
    size_t n = strlen(text) + 1;
    char *copy = bk__core_alloc(&ctx->alloc, n);
    if (!copy)
        return;
    memcpy(copy, text, n);
    pthread_mutex_lock(&ctx->note_lock);
    if (!ctx->notes)
        ctx->notes = bk__core_alloc(&ctx->alloc, BK__NOTES * sizeof *ctx->notes);
    if (ctx->notes && ctx->n_notes < BK__NOTES) {
        ctx->notes[ctx->n_notes] = (bk__note){chunk, level, copy};
        ctx->n_notes++;
        copy = NULL;
    }
    pthread_mutex_unlock(&ctx->note_lock);
    bk__core_free(&ctx->alloc, copy);
}

/* Takes the first line of the lowest chunk not above `chunk` out of the list. */
static bool next_note(bk_ctx *ctx, int64_t chunk, bk__note *out)
{
    size_t best = SIZE_MAX;
    pthread_mutex_lock(&ctx->note_lock);
    for (size_t i = 0; i < ctx->n_notes; i++)
        if (ctx->notes[i].chunk <= chunk &&
            (best == SIZE_MAX || ctx->notes[i].chunk < ctx->notes[best].chunk))
            best = i;
    if (best != SIZE_MAX) {
        *out = ctx->notes[best];
        ctx->n_notes--;
        memmove(ctx->notes + best, ctx->notes + best + 1,
                (ctx->n_notes - best) * sizeof *ctx->notes);
    }
    pthread_mutex_unlock(&ctx->note_lock);
    return best != SIZE_MAX;
}

void bk__core_notes(bk_ctx *ctx, int64_t chunk)
{
    bk__note n;
    while (ctx->n_notes > 0 && next_note(ctx, chunk, &n)) {
        if (ctx->log)
            ctx->log(ctx->user, n.level, n.text);
        bk__core_free(&ctx->alloc, n.text);
    }
}

void bk__log(bk_ctx *ctx, bk_level level, const char *format, ...)
{
    const bk__task *task = bk__task_now;
    char text[2048];
    va_list args;
    if (!ctx->log)
        return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (task && task->ctx == ctx)
        note(ctx, task->chunk, level, text);
    else
        ctx->log(ctx->user, level, text);
}

/* Only when a hundredth more is done (a sixteenth where the total is not known). */
static bool worth_saying(const bk_ctx *ctx, const char *stage, uint64_t done, uint64_t total)
{
    if (strncmp(ctx->stage, stage, sizeof ctx->stage - 1) != 0 || ctx->stage_total != total ||
        ctx->measured)
        return true;
    if (done < ctx->stage_done || (total && done == total && done != ctx->stage_done))
        return true;
    if (total == 0)
        return done > ctx->stage_done + ctx->stage_done / 16;
    return done - ctx->stage_done >= total / 100 + 1;
}

void bk__progress(bk_ctx *ctx, const char *stage, uint64_t done, uint64_t total)
{
    const bk__task *task = bk__task_now;
    if (!ctx->progress || (task && task->ctx == ctx) || !worth_saying(ctx, stage, done, total))
        return;
    keep_text(ctx->stage, sizeof ctx->stage, stage);
    ctx->stage_done = done;
    ctx->stage_total = total;
    ctx->measured = false;
    ctx->progress(ctx->user, stage, done, total);
}

void bk__measure(bk_ctx *ctx, const char *name, double value)
{
    const bk__task *task = bk__task_now;
    if (!ctx->measure || (task && task->ctx == ctx))
        return;
    ctx->measured = true;
    ctx->measure(ctx->user, name, value);
}

bk_status bk__cancelled(bk_ctx *ctx)
{
    if (atomic_load_explicit(&ctx->cancel, memory_order_relaxed))
        return bk__fail(ctx, BK_ECANCEL, "", "stopped on request");
    return BK_OK;
}

void bk_ctx_cancel(bk_ctx *ctx)
{
    atomic_store_explicit(&ctx->cancel, 1, memory_order_relaxed);
}

/* One step, so that what is asked while a fit ends is not lost. */
void bk_ctx_stop(bk_ctx *ctx)
{
    int fit = BK__FIT_RUNS;
    if (!atomic_compare_exchange_strong(&ctx->fit, &fit, BK__FIT_ENDS) && fit == BK__FIT_NONE)
        bk_ctx_cancel(ctx);
}

void bk__fit_begin(bk_ctx *ctx)
{
    atomic_store(&ctx->fit, BK__FIT_RUNS);
}

bool bk__stop_asked(const bk_ctx *ctx)
{
    return atomic_load_explicit(&ctx->fit, memory_order_relaxed) == BK__FIT_ENDS;
}

void bk__fit_end(bk_ctx *ctx, bool heard)
{
    if (atomic_exchange(&ctx->fit, BK__FIT_NONE) == BK__FIT_ENDS && !heard)
        bk_ctx_cancel(ctx);
}

/* ---- the context itself -------------------------------------------------------------------- */

static int online_cpus(void)
{
    cpu_set_t set;
    long n = 0;
    if (sched_getaffinity(0, sizeof set, &set) == 0)
        n = CPU_COUNT(&set);
    if (n < 1)
        n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > 256 ? 256 : (int)n;
}

bk_status bk_ctx_new(bk_ctx **out, const bk_ctx_opts *given)
{
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    bk_ctx *ctx;
    if (!out)
        return BK_EINVAL;
    *out = NULL;
    if (given) {
        if (given->size < offsetof(bk_ctx_opts, seed) || given->size > sizeof opts)
            return BK_EINVAL;
        memcpy(&opts, given, given->size);
    }
    if (opts.threads < 0 || opts.threads > 256)
        return BK_EINVAL;
    if (opts.kernel && strlen(opts.kernel) >= sizeof ctx->kernel)
        return BK_EINVAL;
    if (!opts.alloc.resize)
        opts.alloc = (bk_alloc){malloc_resize, NULL};
    ctx = bk__core_alloc(&opts.alloc, sizeof *ctx);
    if (!ctx)
        return BK_ENOMEM;
    ctx->alloc = opts.alloc;
    ctx->budget = opts.memory_bytes;
    ctx->threads = opts.threads ? opts.threads : online_cpus();
    ctx->seed = opts.seed;
    ctx->log = opts.log;
    ctx->progress = opts.progress;
    ctx->measure = opts.measure;
    ctx->user = opts.user;
    snprintf(ctx->kernel, sizeof ctx->kernel, "%s", opts.kernel ? opts.kernel : "auto");
    ctx->error = (bk_error){BK_OK, ctx->fail.message, ctx->fail.where};
    ctx->data_dir = bk__core_data_dir(&ctx->alloc, opts.data_dir);
    if (!ctx->data_dir || pthread_mutex_init(&ctx->note_lock, NULL) != 0) {
        bk__core_free(&opts.alloc, ctx->data_dir);
        bk__core_free(&opts.alloc, ctx);
        return BK_ENOMEM;
    }
    bk__rng_setup();
    *out = ctx;
    return BK_OK;
}

void bk_ctx_free(bk_ctx *ctx)
{
    bk_alloc alloc;
    if (!ctx)
        return;
    alloc = ctx->alloc;
    bk__pool_free(ctx->pool);
    bk__core_notes(ctx, INT64_MAX);
    bk__core_free(&alloc, ctx->notes);
    pthread_mutex_destroy(&ctx->note_lock);
    bk__core_free(&alloc, ctx->data_dir);
    bk__core_free(&alloc, ctx);
}

uint64_t bk__memory_most(const bk_ctx *ctx)
{
    return ctx->budget;
}

size_t bk__memory_step(const bk_ctx *ctx)
{
    enum { PART = 128 };
    return ctx->budget ? (size_t)(ctx->budget / (uint64_t)ctx->threads / PART) : SIZE_MAX;
}

int bk_ctx_threads(const bk_ctx *ctx)
{
    return ctx->threads;
}

void bk_ctx_memory(const bk_ctx *ctx, uint64_t *now_bytes, uint64_t *peak_bytes)
{
    if (now_bytes)
        *now_bytes = ctx->now;
    if (peak_bytes)
        *peak_bytes = ctx->peak;
}

uint64_t bk__seed(const bk_ctx *ctx)
{
    return ctx->seed;
}

const char *bk__kernel(const bk_ctx *ctx)
{
    return ctx->kernel;
}

const char *bk__data_dir(const bk_ctx *ctx)
{
    return ctx->data_dir;
}

char *bk__data_path(bk_ctx *ctx, const char *name)
{
    size_t a = strlen(ctx->data_dir), b = strlen(name);
    char *path = bk__alloc(ctx, a + b + 2);
    if (path) {
        memcpy(path, ctx->data_dir, a);
        path[a] = '/';
        memcpy(path + a + 1, name, b + 1);
    }
    return path;
}

const char *bk_version(void)
{
    return BK_VERSION;
}

const char *bk_status_name(bk_status status)
{
    switch (status) {
    case BK_OK:
        return "BK_OK";
    case BK_END:
        return "BK_END";
    case BK_EINVAL:
        return "BK_EINVAL";
    case BK_ENOMEM:
        return "BK_ENOMEM";
    case BK_EIO:
        return "BK_EIO";
    case BK_EFORMAT:
        return "BK_EFORMAT";
    case BK_ESHAPE:
        return "BK_ESHAPE";
    case BK_ENUMERIC:
        return "BK_ENUMERIC";
    case BK_ECANCEL:
        return "BK_ECANCEL";
    case BK_EUNSUPPORTED:
        return "BK_EUNSUPPORTED";
    }
    return "BK_?";
}
