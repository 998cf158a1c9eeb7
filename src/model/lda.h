/* lda.h - what a fit of LDA holds, and its start by expected counts. */
#ifndef BK_MODEL_LDA_H
#define BK_MODEL_LDA_H

#include "model/lda_sparse.h"
#include "model/topic.h"

enum { BK__LDA_PANEL = 1024 }; /* rows of a count that a task goes over */

typedef struct bk__lda_start bk__lda_start;
/* Empty where there are few topics. */
typedef struct bk__lda_many {
    bk__lda_grid grid; /* of all, by word: its parts are words */
    int64_t *at;       /* as in bk__lda_sparse */
    uint16_t *live, *topics;
    int32_t *count;
    bool torn; /* a sweep was broken off: the counts are not those of the topics */
} bk__lda_many;
typedef struct bk__lda {
    bk_ctx *ctx;
    const bk_csr *A, *At;
    int K, ld, sweeps;
    float beta;
    float *alpha;            /* [ld] */
    bk__lda_grid grid;       /* of all articles */
    int32_t *word, *article; /* [V x ld], [D x ld] counts */
    float *phi, *theta;      /* the same shapes: sums of the averaged sweeps */
    int averaged;
    uint16_t *topic;           /* [tokens] of the grid, or of many.grid */
    int64_t *n_k;              /* [ld] */
    int64_t *changed;          /* [P x ld] of a diagonal's blocks */
    double *fit;               /* [P x P] of a sweep's blocks */
    double *length;            /* [D] tokens of an article */
    double norm;               /* sum over the tokens of ln(n_d - 1 + sum of alpha) */
    double window, older;      /* sums of the objective over 10 sweeps */
    const bk_topic_opts *opts; /* seeds, earlier topics */
    uint64_t key;              /* of all that is drawn */
    int diagonal;              /* that runs */
    bk__lda_many many;
    bk__lda_start *start; /* NULL once every token has a topic */
    int64_t whole[8];     /* of a checkpoint, while it is written */
    double real[8];
} bk__lda;

/* The start, from random counts of the stream `chain`; its arrays stay until the draw. */
bk_status bk__lda_start_open(bk__lda *m, int chain);
/* One sweep. *more: it was not the last one. */
bk_status bk__lda_start_step(bk__lda *m, bool *more);
/* Topics of all tokens from the expected counts as they stand; ends the start. */
bk_status bk__lda_start_draw(bk__lda *m);
void bk__lda_start_close(bk__lda *m);
/* Tokens gone through, and of the whole start. */
void bk__lda_start_at(const bk__lda *m, uint64_t *done, uint64_t *most);
/* m->whole[4], [5] take level and sweep; then the arrays, which reading places by them. */
void bk__lda_start_place(bk__lda *m);
bk_status bk__lda_start_state(bk__lda *m, bk__topic_parts *p);
/* word, article and n_k from the topics of the tokens and the seeds. */
void bk__lda_count(bk__lda *m);

/* ---- many topics ----------------------------------------------------------------------------- */
/* How many are: from there on lda_sparse is quicker (measured: as quick at about 330). */
extern int bk__lda_many_from;
/* Needs m->length. What it makes stays until close, on failure too. */
bk_status bk__lda_many_open(bk__lda *m);
void bk__lda_many_close(bk__lda *m);
static inline bool bk__lda_has_many(const bk__lda *m)
{
    return m->many.grid.block != NULL;
}
bk__lda_sparse bk__lda_many_work(const bk__lda *m);
/* Before a sweep the articles' topics out of the counts, after it back. */
bk_status bk__lda_many_begin(bk__lda *m);
bk_status bk__lda_many_end(bk__lda *m);

#endif
