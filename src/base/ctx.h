/* ctx.h - what the rooms ask of the context: memory, failures, log, progress, cancel. */
#ifndef BK_BASE_CTX_H
#define BK_BASE_CTX_H

#include <stdarg.h>

#include <bingkai/ctx.h>

#if defined(__GNUC__)
#define BK_PRINTF(f, a) __attribute__((format(printf, f, a)))
#else
#define BK_PRINTF(f, a)
#endif

/* Memory through the context's allocator and under its budget; thread-safe. A header keeps the
 * size, so that freeing needs only the pointer. NULL where there is none: the failure is then
 * already recorded (BK_ENOMEM). Size 0 gives a valid pointer. */
void *bk__alloc(bk_ctx *ctx, size_t size);
void *bk__calloc(bk_ctx *ctx, size_t count, size_t size);      /* zeroed; product checked */
void *bk__alloc_array(bk_ctx *ctx, size_t count, size_t size); /* product checked */
void *bk__resize(bk_ctx *ctx, void *p, size_t size); /* p NULL allocates; on failure p stays */
void *bk__resize_array(bk_ctx *ctx, void *p, size_t count, size_t size);
/* `array`: the address of an array of *cap items (NULL and 0 at first), which gets room for `want`,
 * twice as much as before or more. What is in it stays; on failure (BK_ENOMEM) all does. */
bk_status bk__make_room_now(bk_ctx *ctx, void *array, size_t *cap, size_t want, size_t size);
static inline bk_status bk__make_room(bk_ctx *ctx, void *array, size_t *cap, size_t want,
                                      size_t size)
{
    return want <= *cap ? BK_OK : bk__make_room_now(ctx, array, cap, want, size);
}
/* The same of an array that is counted in 32 bits. */
bk_status bk__grow(bk_ctx *ctx, void *array, uint32_t *cap, uint32_t want, size_t size);
void bk__free(bk_ctx *ctx, void *p); /* NULL is fine */
/* A NUL-terminated copy. */
char *bk__strdup(bk_ctx *ctx, bk_str s);

/* Records a failure and returns `status`. `where` names file, line, byte or option ("" for none).
 * In a worker it is kept apart; of several workers' failures that of the lowest chunk survives. */
bk_status bk__fail(bk_ctx *ctx, bk_status status, const char *where, const char *format, ...)
    BK_PRINTF(4, 5);
/* As bk__fail with ": <text of errno>" behind the message; status BK_EIO. */
bk_status bk__fail_errno(bk_ctx *ctx, const char *where, const char *format, ...) BK_PRINTF(3, 4);
#if defined(__clang_analyzer__) && !defined(BK__FAIL_BODY) /* so that it knows what comes back */
#define bk__fail(ctx, status, ...) ((void)bk__fail(ctx, status, __VA_ARGS__), (status))
#define bk__fail_errno(ctx, ...)   ((void)bk__fail_errno(ctx, __VA_ARGS__), BK_EIO)
#endif

void bk__log(bk_ctx *ctx, bk_level level, const char *format, ...) BK_PRINTF(3, 4);
void bk__progress(bk_ctx *ctx, const char *stage, uint64_t done, uint64_t total);
/* What the stage gets better at; the progress that follows is always handed on. */
void bk__measure(bk_ctx *ctx, const char *name, double value);
/* From `begin` to `end` bk_ctx_stop asks (bk__stop_asked) and does not cancel. `heard`: what was
 * asked was done; else it cancels now. Not nested. */
void bk__fit_begin(bk_ctx *ctx);
bool bk__stop_asked(const bk_ctx *ctx);
void bk__fit_end(bk_ctx *ctx, bool heard);
/* BK_ECANCEL (recorded) once bk_ctx_cancel was called, else BK_OK. */
bk_status bk__cancelled(bk_ctx *ctx);

/* Budget of what is allocated; 0: none. */
uint64_t bk__memory_most(const bk_ctx *ctx);
/* What grows in large steps should not take more than this at once, in bytes, beyond what it needs:
 * a small share of a worker's part of the budget; SIZE_MAX where there is none. */
size_t bk__memory_step(const bk_ctx *ctx);
uint64_t bk__seed(const bk_ctx *ctx);
/* Kernel family that was asked for, "auto" where none was. */
const char *bk__kernel(const bk_ctx *ctx);
/* Folder of the models; never NULL. */
const char *bk__data_dir(const bk_ctx *ctx);
/* "<data_dir>/<name>", yours (bk__free); NULL: BK_ENOMEM recorded. */
char *bk__data_path(bk_ctx *ctx, const char *name);

/* st = expr; if it is not BK_OK, go to label. */
#define BK__TRY(st, expr, label)                                                                   \
    do {                                                                                           \
        (st) = (expr);                                                                             \
        if ((st) != BK_OK)                                                                         \
            goto label;                                                                            \
    } while (0)

#endif
