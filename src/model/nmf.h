/* nmf.h - the factors of a matrix while they are found: what start and sweeps share. */
#ifndef BK_MODEL_NMF_H
#define BK_MODEL_NMF_H

#include "model/thin.h"
#include "model/topic.h"

/* A factor [rows x ld] and the matrix whose rows belong to it. */
typedef struct bk__nmf_side {
    const bk_csr *A;
    bk__thin now, next; /* the last sweep's, the running one's */
    bk__thin ahead;     /* where the other side is solved for */
    int64_t *first;     /* [bands + 1] */
    int64_t bands;
    float *part, *part_next; /* [bands x ld x ld] Gram matrices of ahead and next */
    double *with;            /* [bands] <P, next> */
    float *G, *G_next;       /* [ld x ld] their sums */
} bk__nmf_side;

/* The objective of the last sweep, DBL_MAX before the first; how far `ahead` goes, and at most. */
enum { BK__NMF_OBJECTIVE, BK__NMF_REACH, BK__NMF_MOST, BK__NMF_PACE };

typedef struct bk__nmf {
    bk_ctx *ctx;
    int K, ld;
    double norm2; /* |A|^2 */
    double pace[BK__NMF_PACE];
    float *G_now; /* [ld x ld] of the terms' `now` */
    bk__nmf_side doc, term;
    const bk__nmf_side *from; /* of the running half */
    bk__nmf_side *to;
    const bk_topic_opts *opts; /* seeds */
    float *peak;               /* [K] of the terms, before the running half */
    float **room;              /* [threads] */
} bk__nmf;

/* Factors for A [D x V] and its transpose, all 0. bk__nmf_free takes what was made even so. */
bk_status bk__nmf_new(bk_ctx *ctx, bk__nmf *m, const bk_csr *A, const bk_csr *At, int K,
                      const bk_topic_opts *opts);
void bk__nmf_free(bk__nmf *m);
/* `now` of both sides from the SVD and the seeds, then bk__nmf_begin. */
bk_status bk__nmf_start(bk__nmf *m);
/* Makes G of the terms' `ahead`, and G_now. */
bk_status bk__nmf_grams(bk__nmf *m);
/* The next sweep begins at `now`. */
bk_status bk__nmf_begin(bk__nmf *m);
/* One sweep; the objective does not rise. */
bk_status bk__nmf_sweep(bk__nmf *m);

#endif
