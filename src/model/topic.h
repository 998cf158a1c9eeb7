/* topic.h - the object and what one way of finding topics has to do. */
#ifndef BK_MODEL_TOPIC_H
#define BK_MODEL_TOPIC_H

#include <bingkai/topic.h>

#include "base/ctx.h"

/* One way: nmf, kmeans, lda. K, A and full are set before `start`. */
typedef struct bk__topic_way {
    const char *name;
    bool ends; /* sweep returns BK_END where it is done; else it is when the objective stands */
    bk_status (*start)(bk_topic *t);
    bk_status (*sweep)(bk_topic *t, double *objective);
    /* terms [K x V] and docs [D x K], zeroed, as the model has them: not yet scaled or ordered. */
    void (*write)(const bk_topic *t, double *terms, double *docs);
    void (*end)(bk_topic *t); /* model may be NULL or half made */
} bk__topic_way;
extern const bk__topic_way bk__topic_nmf, bk__topic_kmeans, bk__topic_lda;

struct bk_topic {
    bk_ctx *ctx;
    const bk_csr *A;
    bk_csr At;
    bk_topic_opts opts;
    const bk__topic_way *way;
    void *model;  /* the way's own */
    int64_t full; /* rows with an entry above 0 */
    int K, sweeps;
    double objective;
    bool done;
    int *seed_of;         /* [K] once done */
    double *terms, *docs; /* NULL until done */
};

static inline int64_t bk__topic_rows(const bk_topic *t) /* D */
{
    return t->A->rows;
}
static inline int64_t bk__topic_cols(const bk_topic *t) /* V */
{
    return t->A->cols;
}

#endif
