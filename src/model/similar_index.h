/* similar_index.h - the index behind neighbours: bounds of the products of rows in whole numbers.
 */
#ifndef BK_MODEL_SIMILAR_INDEX_H
#define BK_MODEL_SIMILAR_INDEX_H

#include <bingkai/matrix.h>

#include "base/ctx.h"

/* Rows of a tile, whose part of the index fits the second cache, and of a group, whose levels of a
 * common column fill a line of it. */
enum { BK__TILE = 1024, BK__GROUP = 64 };

typedef struct bk__two { /* two common columns of a query */
    uint32_t at[2];      /* of their levels in a group */
    uint32_t level;      /* the first's, the second's, and both again; 0..127 each */
} bk__two;
typedef struct bk__one { /* a rare column of a query */
    uint32_t place;      /* among the rare ones */
    uint32_t level;      /* 0..65535 */
} bk__one;
typedef struct bk__query {
    bk__two *common;
    bk__one *rare;
    int n_common, n_rare;
} bk__query;
typedef struct bk__asked { /* columns of several queries */
    bk__two *common;       /* [2 cap] */
    bk__one *rare;         /* [cap] */
    size_t cap;
} bk__asked;

typedef struct bk__present { /* which of 64 rare columns a tile has */
    uint64_t bits;
    uint32_t before; /* columns of the tile before them */
} bk__present;
typedef struct bk__tile {
    bk__present *present; /* [rare / 64 + 1] */
    uint32_t *start;      /* [columns of the tile + 2] */
    uint32_t *posting;    /* row within the tile << 16 | level */
} bk__tile;

typedef struct bk__index {
    bk_ctx *ctx;
    const bk_csr *A; /* borrowed */
    int64_t tiles;
    int common;      /* columns that are held as levels of every row */
    double unit;     /* what a score of 1 is in whole numbers */
    uint32_t *df;    /* [V] */
    uint32_t *place; /* [V] the common columns from 0, then the rare ones; frequent ones first */
    float *most;     /* [V] largest magnitude */
    uint8_t *room;   /* of level */
    uint8_t *level;  /* [groups x common x BK__GROUP] on a line of the cache */
    bk__tile *tile;  /* [tiles] */
} bk__index;

/* Q: the rows that will ask, A itself or others in the same columns. */
bk_status bk__index_new(bk_ctx *ctx, bk__index *out, const bk_csr *A, const bk_csr *Q);
void bk__index_free(bk__index *x);

/* The levels of an entry in the index and in a query: for rare columns, 16 bits each. Their product
 * / 65536 + 1 is no less than that of the magnitudes, in units. */
uint32_t bk__index_level(const bk__index *x, uint32_t column, float value);
uint32_t bk__index_asked(const bk__index *x, uint32_t column, float value);
/* Rows [from, to) of Q, whose columns are those of the index; `out` [to - from] lies in `room`,
 * which is zeroed before the first call and grows. */
bk_status bk__index_ask(const bk__index *x, bk__asked *room, const bk_csr *Q, int64_t from,
                        int64_t to, bk__query *out);
void bk__asked_free(bk_ctx *ctx, bk__asked *room);
/* The least sum of a score of `score` between a row of so many entries and any other. */
uint16_t bk__index_bar(const bk__index *x, double score, int64_t entries);

/* rare [BK__TILE] += 65536 x the products of the rare columns with the tile's rows. */
void bk__index_rare(const bk__index *x, uint32_t *rare, const bk__query *q, int64_t tile);
/* sum [BK__GROUP] = rare / 65536 + the products of the common columns with the group's rows; bit j
 * of the result: sum_j >= min(limit_j, bar). */
uint64_t bk__index_common(const bk__index *x, uint16_t *sum, const uint32_t *rare,
                          const bk__query *q, int64_t group, const uint16_t *limit, uint16_t bar);

#endif
