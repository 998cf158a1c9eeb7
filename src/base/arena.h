/* arena.h - bump arena with marks: many small things that die together.
 *
 * Memory is never moved; a mark restores an earlier state. Not thread-safe: one a worker. */
#ifndef BK_BASE_ARENA_H
#define BK_BASE_ARENA_H

#include "base/ctx.h"

typedef struct bk__block bk__block;
typedef struct bk__arena {
    bk_ctx *ctx;
    bk__block *head;
} bk__arena;
typedef struct bk__mark {
    bk__block *block;
    size_t used;
} bk__mark;

void bk__arena_init(bk__arena *a, bk_ctx *ctx);   /* allocates nothing */
void bk__arena_clear(bk__arena *a);               /* frees all; usable again */
void *bk__arena_alloc(bk__arena *a, size_t size); /* aligned to 16; NULL: BK_ENOMEM recorded */
void *bk__arena_array(bk__arena *a, size_t count, size_t size); /* product checked */
bk_status bk__arena_str(bk__arena *a, bk_str *out, bk_str s);   /* a copy, with a NUL behind it */
bk__mark bk__arena_mark(const bk__arena *a);
void bk__arena_release(bk__arena *a, bk__mark mark);
/* So that what comes, `size` bytes in all, lies in one block. */
bk_status bk__arena_reserve(bk__arena *a, size_t size);
/* Forgets all; the newest block, the largest one as a rule, is kept for what comes. */
void bk__arena_reuse(bk__arena *a);
size_t bk__arena_bytes(const bk__arena *a);

#endif
