/* lda_kernel.h - the inner loops of LDA: one block of a grid, every entry or token once.
 *
 * Counts are [words x ld] and [articles x ld], ld a multiple of 16, what lies behind K stays 0.
 * Sums go over 16 lanes in one order in every copy of a loop, and no product is fused: the same
 * bytes with AVX2 and without. (AVX-512 was measured and gains nothing.) */
#ifndef BK_MODEL_LDA_KERNEL_H
#define BK_MODEL_LDA_KERNEL_H

#include "model/lda_grid.h"

enum { BK__LDA_MOST = 1024 }; /* ld */
/* For tests: the plain copies where AVX2 is there too. */
extern bool bk__lda_plain;

/* What a block needs besides its entries; arrays at multiples of 64 bytes. */
typedef struct bk__lda_em {
    int K, ld;
    float beta;
    const float *alpha, *inverse;      /* [ld] prior; 1 / (n_k + V beta) */
    const float *of_word, *of_article; /* expected counts before the sweep */
    float *to_word, *to_article;       /* after it: added to */
} bk__lda_em;

/* Expected counts of a block's tokens: p_k ~ (n_dk + alpha_k) (n_wk + beta) / (n_k + V beta).
 * `left_out`: without what the token itself adds to them (CVB0: Asuncion, Welling, Smyth, Teh 2009,
 * with the share it had taken from the counts as they stand). Returns the sum over the tokens of
 * ln of p's sum. */
double bk__lda_expect(const bk__lda_em *m, const bk__lda_block *b, bool left_out);

typedef struct bk__lda_gibbs {
    int K, ld;
    float beta, vbeta;
    const float *alpha;
    int32_t *of_word, *of_article; /* counts, changed in place */
    uint16_t *topic;               /* [tokens] of the grid */
} bk__lda_gibbs;

/* A topic for each token of a block from expected counts as they stand; counts it in m. */
void bk__lda_draw(const bk__lda_gibbs *m, const bk__lda_em *from, const bk__lda_block *b,
                  uint64_t key);
/* Collapsed Gibbs (Griffiths, Steyvers 2004), topics side by side. n_k [ld] is the block's own copy
 * and takes its changes. Two halves of the block go in turn, token by token, so that one waits
 * while the other computes. Returns the sum over the tokens of ln of p's sum. */
double bk__lda_sample(const bk__lda_gibbs *m, const bk__lda_block *b, int64_t *n_k, uint64_t key);

#endif
