/* kmeans.h - spherical k-means while it runs: what start and sweeps share. */
#ifndef BK_MODEL_KMEANS_H
#define BK_MODEL_KMEANS_H

#include "model/thin.h"
#include "model/topic_model.h"

typedef struct bk__kmeans {
    bk_ctx *ctx;
    const bk_csr *A, *At;
    const bk_topic_opts *opts; /* seeds, earlier topics */
    int K, ld, stream;
    int64_t full;        /* rows that are not empty */
    double one;          /* of the sums: what 1 is */
    double keep;         /* of the sums before, where they are made */
    bk__thin C, was;     /* [V x ld] centres, columns of length 1; those before the last move */
    double *sum;         /* [V x ld] sums of the unit rows of each centre's articles */
    double *behind;      /* [ld] what is behind earlier topics, over their lengths */
    float *inverse;      /* [D] 1 over the length of a row; 0 for an empty one */
    float *near, *other; /* [D] the cosine to the own centre is no less, to any other no more */
    int32_t *own, *last; /* [D] -1 for an empty row; before the running sweep */
    double *part;        /* [panels x 3 ld] */
    double *turn;        /* [ld] square of the way that a centre went */
    double **room;       /* [threads] [ld] */
} bk__kmeans;

/* Centres are 0, nothing is known of any article. What was made is taken by bk__kmeans_free even
 * where this failed. */
bk_status bk__kmeans_new(bk_ctx *ctx, bk__kmeans *m, const bk_csr *A, const bk_csr *At, int K,
                         const bk_topic_opts *opts, int stream);
void bk__kmeans_free(bk__kmeans *m);
/* Centres from k-means++, the seeds and earlier topics (kmeans_start.c). */
bk_status bk__kmeans_start(bk__kmeans *m);
/* Articles to centres, centres to their articles. *objective: mean of 1 - cosine, afterwards;
 * *moved: articles that changed. */
bk_status bk__kmeans_sweep(bk__kmeans *m, double *objective, int64_t *moved);
/* The parts of a sweep. Articles to centres; sums from `own`, added to `keep` (0 none) of what they
 * were; centres from those. */
bk_status bk__kmeans_assign(bk__kmeans *m);
bk_status bk__kmeans_sums(bk__kmeans *m, double keep);
bk_status bk__kmeans_move(bk__kmeans *m, double *objective);
/* Other articles, no more of them than m was made for; nothing is known of any. */
void bk__kmeans_take(bk__kmeans *m, const bk_csr *A, const bk_csr *At);
void bk__kmeans_terms(const bk__kmeans *m, double *terms); /* [K x V] */
/* Does a start of K centres look at a sample of so many articles alone? */
bool bk__kmeans_many(int64_t rows, int K);

#endif
