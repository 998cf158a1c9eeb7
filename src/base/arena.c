/* arena.c - bump arena: a list of blocks that grow eightfold from 4 KiB to 2 MiB, less where the
 * budget is small; larger wishes get a block of their own. A mark is the newest block and how far
 * it was filled. */
#include "base/arena.h"

#include <string.h>

#define FIRST   ((size_t)4096)
#define LARGEST (((size_t)2 << 20) - 64) /* with what stands in front of it a large page */
#define ALIGN   16

struct bk__block {
    bk__block *older;
    size_t size, used; /* bytes behind this header */
    size_t grown;      /* the next block is eight times as large */
};
#define HEAD ((sizeof(bk__block) + ALIGN - 1) / ALIGN * ALIGN)

static char *bytes_of(bk__block *b)
{
    return (char *)b + HEAD;
}

void bk__arena_init(bk__arena *a, bk_ctx *ctx)
{
    a->ctx = ctx;
    a->head = NULL;
}

void bk__arena_clear(bk__arena *a)
{
    while (a->head) {
        bk__block *older = a->head->older;
        bk__free(a->ctx, a->head);
        a->head = older;
    }
}

static bk__block *new_block(bk__arena *a, size_t need)
{
    size_t grown = a->head ? a->head->grown * 8 : FIRST;
    size_t step = bk__memory_step(a->ctx), most = step < LARGEST ? step : LARGEST;
    size_t size;
    bk__block *b;
    if (grown > most)
        grown = most > FIRST ? most : FIRST;
    size = need > grown - HEAD ? need : grown - HEAD;
    b = bk__alloc(a->ctx, size + HEAD);
    if (!b)
        return NULL;
    if (size + HEAD > grown) /* what comes is likely to be as large */
        grown = size + HEAD < LARGEST ? size + HEAD : LARGEST;
    *b = (bk__block){a->head, size, 0, grown};
    a->head = b;
    return b;
}

void *bk__arena_alloc(bk__arena *a, size_t size)
{
    bk__block *b = a->head;
    void *p;
    if (size > PTRDIFF_MAX / 2)
        return bk__alloc(a->ctx, SIZE_MAX); /* records the failure */
    size = (size + ALIGN - 1) / ALIGN * ALIGN;
    if (!b || b->size - b->used < size) {
        b = new_block(a, size);
        if (!b)
            return NULL;
    }
    p = bytes_of(b) + b->used;
    b->used += size;
    return p;
}

void *bk__arena_array(bk__arena *a, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        bytes = SIZE_MAX;
    return bk__arena_alloc(a, bytes);
}

bk_status bk__arena_str(bk__arena *a, bk_str *out, bk_str s)
{
    char *p = bk__arena_alloc(a, s.n == SIZE_MAX ? s.n : s.n + 1);
    if (!p)
        return BK_ENOMEM;
    if (s.n)
        memcpy(p, s.p, s.n);
    p[s.n] = 0;
    *out = (bk_str){p, s.n};
    return BK_OK;
}

bk__mark bk__arena_mark(const bk__arena *a)
{
    return (bk__mark){a->head, a->head ? a->head->used : 0};
}

void bk__arena_release(bk__arena *a, bk__mark mark)
{
    while (a->head != mark.block) {
        bk__block *older = a->head->older;
        bk__free(a->ctx, a->head);
        a->head = older;
    }
    if (a->head)
        a->head->used = mark.used;
}

bk_status bk__arena_reserve(bk__arena *a, size_t size)
{
    const bk__block *b = a->head;
    if (b && b->size - b->used >= size)
        return BK_OK;
    return size < PTRDIFF_MAX / 2 && new_block(a, size) ? BK_OK : BK_ENOMEM;
}

void bk__arena_reuse(bk__arena *a)
{
    bk__block *newest = a->head;
    if (!newest)
        return;
    a->head = newest->older;
    bk__arena_clear(a);
    newest->older = NULL;
    newest->used = 0;
    a->head = newest;
}

size_t bk__arena_bytes(const bk__arena *a)
{
    size_t sum = 0;
    for (const bk__block *b = a->head; b; b = b->older)
        sum += b->size + HEAD;
    return sum;
}
