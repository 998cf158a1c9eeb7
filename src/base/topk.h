/* topk.h - bounded heap of the k largest, with a total order: score falling, then id rising. */
#ifndef BK_BASE_TOPK_H
#define BK_BASE_TOPK_H

#include <stddef.h>
#include <stdint.h>

typedef struct bk__scored {
    double score;
    uint32_t id;
} bk__scored;
typedef struct bk__topk {
    bk__scored *at; /* [k] caller's memory */
    size_t k, n;
} bk__topk;

void bk__topk_init(bk__topk *t, bk__scored *at, size_t k);
void bk__topk_push(bk__topk *t, double score, uint32_t id);
size_t bk__topk_sort(bk__topk *t); /* best first; returns n; push no more */

#endif
