/* lda_grid.h - counts cut into blocks of articles x words that can be worked on side by side.
 *
 * Articles and words are each cut into P stretches of about as many tokens. Blocks (g, (g + d) %
 * P), g = 0 .. P-1, share no article and no word: they are a diagonal. A sweep goes diagonal by
 * diagonal, the blocks of one over the pool; what comes out depends on P alone (Yan, Xu, Qi 2009).
 */
#ifndef BK_MODEL_LDA_GRID_H
#define BK_MODEL_LDA_GRID_H

#include <bingkai/matrix.h>

#include "base/ctx.h"

typedef struct bk__lda_entry {
    uint32_t word, count;
} bk__lda_entry;

/* An article's words in a block. */
typedef struct bk__lda_part {
    uint32_t row; /* of the grid */
    uint32_t end; /* one behind its last entry, counted from the block's first */
} bk__lda_part;

typedef struct bk__lda_block {
    const bk__lda_entry *entry; /* by article, then word; 8 readable ones follow the last */
    const bk__lda_part *part;
    uint32_t n, parts;
    int64_t first, tokens; /* the first token's number in the grid; how many */
} bk__lda_block;

typedef struct bk__lda_grid {
    int P;
    int64_t rows, tokens; /* row i is row i * step of the matrix */
    bk__lda_entry *entry;
    bk__lda_part *part;
    bk__lda_block *block; /* [P x P] block (g, h) at g P + h */
} bk__lda_grid;

/* Of every `step`-th row of A, whose values are whole numbers from 0 to 2^24; P is chosen by the
 * number of tokens, at most 8. BK_EINVAL where a value is none of those or there are more than
 * 2^31 - 1 tokens of one word. */
bk_status bk__lda_grid_new(bk_ctx *ctx, bk__lda_grid *out, const bk_csr *A, int64_t step);
void bk__lda_grid_free(bk_ctx *ctx, bk__lda_grid *grid);
static inline const bk__lda_block *bk__lda_block_at(const bk__lda_grid *grid, int g, int diagonal)
{
    return &grid->block[g * grid->P + (g + diagonal) % grid->P];
}

#endif
