/* topic.h - the object and what one way of finding topics has to do. */
#ifndef BK_MODEL_TOPIC_H
#define BK_MODEL_TOPIC_H

#include <math.h>

#include <bingkai/topic.h>

#include "base/ctx.h"
#include "matrix/store.h"

/* An array of a checkpoint (topic_state.c): written from where it lies, or read to there. */
typedef struct bk__topic_parts bk__topic_parts;
/* `data` [count] stays where it is until the checkpoint is written. BK_EFORMAT where the file holds
 * another number of values, or reals that are not finite or below `least`. */
bk_status bk__topic_part(bk__topic_parts *p, const char *name, bk__store_type type, void *data,
                         size_t count, double least);
bool bk__topic_reading(const bk__topic_parts *p);
/* BK_EFORMAT: what was read makes no sense. */
bk_status bk__topic_nonsense(const bk__topic_parts *p);

/* One way: nmf, nmf-kl, kmeans, lda, lsa. K, A, full and chain are set before `start`. */
typedef struct bk__topic_way {
    const char *name;
    const char *measure; /* what `value` of the objective is called */
    bool ends;  /* sweep returns BK_END where it is done; else it is when the objective stands */
    bool draws; /* the start is drawn: chains differ */
    bool rows;  /* needs no At */
    bool picks; /* of several chains the best stays, else their mean */
    bool folds; /* of what `write` gives only the terms stay; articles get shares of those */
    bk_status (*start)(bk_topic *t);
    /* t->starting: it was a step of the start and gives no objective. With t->stopping there is a
     * result after it. */
    bk_status (*sweep)(bk_topic *t, double *objective);
    double (*value)(double objective); /* for people; NULL: as it is */
    /* [K] prior weight of each topic in an article; NULL: there is none. */
    void (*prior)(const bk_topic *t, double *alpha);
    /* terms [K x V] and docs [D x K], zeroed, as the model has them: not yet scaled or ordered. */
    void (*write)(const bk_topic *t, double *terms, double *docs);
    /* The arrays that a fit goes on from, between two steps, one bk__topic_part each: scalars
     * first, so that what is read may decide what follows. Reading comes after `start` and checks
     * what is an index. */
    bk_status (*state)(bk_topic *t, bk__topic_parts *p);
    void (*end)(bk_topic *t); /* frees what the model holds, which may be half made */
} bk__topic_way;
extern const bk__topic_way bk__topic_nmf, bk__topic_kl, bk__topic_kmeans, bk__topic_lda,
    bk__topic_lsa;
/* kmeans by batches, where those are asked for and articles are many. */
extern const bk__topic_way bk__topic_batches;

/* n rows of A, one from each of n stretches; yours. */
bk_status bk__topic_sample(bk_ctx *ctx, bk_csr *out, const bk_csr *A, int64_t n, uint64_t stream);

struct bk_topic {
    bk_ctx *ctx;
    const bk_csr *A;
    bk_csr At;    /* not of topics that stay */
    bk_csr shape; /* A of shares that were found elsewhere: its size alone */
    bk_topic_opts opts;
    const bk__topic_way *way;
    void *model;  /* the way's own */
    int64_t full; /* rows with an entry above 0 */
    int K, sweeps;
    int chain; /* random streams of the way depend on it too */
    double objective;
    bool begun, starting, stopping, stopped, done;
    bool borrows;                     /* terms, common */
    uint64_t start_done, start_most;  /* of a start in steps */
    int *seed_of;                     /* [K] once done */
    double *terms, *docs;             /* NULL until done */
    int chain_sweeps;                 /* of the last chain that is over, or the best */
    double chain_objective;           /* the same */
    double *chain_terms, *chain_docs; /* [K x V] [D x K] sums over chains that are over, or the
                                         best; NULL */
    double *cosine;                   /* [K] of chains, with the first's; NULL */
    double *prior, *square;           /* [K] of the way; sums of squares of unscaled docs */
    double *common;                   /* [V] as bk_topic_model_common */
    int64_t numbers[8];               /* of a checkpoint, while it is written */
    char key[65];                     /* "" until asked for */
};

static inline int64_t bk__topic_rows(const bk_topic *t) /* D */
{
    return t->A->rows;
}
static inline int64_t bk__topic_cols(const bk_topic *t) /* V */
{
    return t->A->cols;
}

/* What only a fit needs of its way goes. */
void bk__topic_end(bk_topic *t);
/* All steps: for fits that are only compared. BK_ECANCEL where it is asked to end early. */
bk_status bk__topic_fit_whole(bk_topic *t);
/* topic_result.c: terms and docs from the model, scaled and ordered; BK_END. */
bk_status bk__topic_finish(bk_topic *t);
/* Rows of terms sum to 1; the factor goes into docs, whose rows then do so too. row [K] is scratch;
 * squares of the unscaled docs are added to square [K], NULL. */
void bk__topic_scale(double *terms, double *docs, double *row, double *square, int K, int64_t V,
                     int64_t D);
void bk__topic_clear(bk_topic *t); /* frees what it made */
/* topic_apply.c: t->docs become the shares of topics whose terms [K x V] sum to 1. */
bk_status bk__topic_fold(bk_topic *t, const double *terms);
/* Those of opts.from, which stay as they are. */
bk_status bk__topic_write_frozen(bk_topic *t, double *terms, double *prior);
/* topic_chain.c: the chain that is over is added to those before or takes their place; the next one
 * starts where there is one (*more). */
bk_status bk__topic_chain_next(bk_topic *t, bool *more);
void bk__topic_write_chains(bk_topic *t, double *terms, double *prior);
bk_status bk__topic_chain_state(bk_topic *t, bk__topic_parts *p);
void bk__topic_chain_clear(bk_topic *t);

#endif
