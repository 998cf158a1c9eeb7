/* lsa.h - the components of latent semantic analysis while they are turned. */
#ifndef BK_MODEL_LSA_H
#define BK_MODEL_LSA_H

#include <bingkai/matrix.h>

#include "model/topic.h"

typedef struct bk__lsa {
    bk_svd svd; /* rows of Vt by their singular values: component k's weights of the terms */
    const bk_topic_opts *opts; /* seeds */
    double *score; /* [k x ld], rows end with zeros; k: of components that are more than rounding */
    double *angle; /* [k] of the pairs of a round */
    int64_t n, ld; /* articles that decide */
    int k, round;
    int held;  /* components of seeds: the first ones */
    int *seed; /* [seeds] the seed of each of those, rising */
} bk__lsa;

/* Seeds that have a term in an article, into m->seed; how many. square [V]: of columns of A. */
int bk__lsa_seeds(const bk__lsa *m, const double *square);
/* Components that varimax turned, their ends above 0: for `seeds` of m->seed one each comes first
 * (m->held; fewer where there are fewer components) and lies by the strength towards the seed, the
 * others at right angles to them. BK_ENOMEM, BK_ENUMERIC, BK_ECANCEL. O(k^2 (D + V)). */
bk_status bk__lsa_hold(bk_ctx *ctx, bk__lsa *m, int seeds, const double *square);

#endif
