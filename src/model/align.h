/* align.h - passages that two texts share, and what stands between them. */
#ifndef BK_MODEL_ALIGN_H
#define BK_MODEL_ALIGN_H

#include "base/ctx.h"

typedef struct bk__tile {
    uint32_t a, b, n; /* words a[a..a+n) are b[b..b+n) */
    bool moved;       /* elsewhere in b than its neighbours: not one of those in one order */
} bk__tile;
typedef struct bk__tiles {
    bk__tile *at; /* [n] by a */
    size_t n;
} bk__tiles;

/* Stretches of at least `least` words that stand in both, none of which overlap. a [na], b [nb]:
 * numbers of words. Yours, bk__tiles_free. O((na + nb) log nb). BK_ENOMEM. */
bk_status bk__align(bk_ctx *ctx, bk__tiles *out, const uint32_t *a, size_t na, const uint32_t *b,
                    size_t nb, uint32_t least);
void bk__tiles_free(bk_ctx *ctx, bk__tiles *t);

#endif
