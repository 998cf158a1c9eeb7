/* topic_model.h - topics that are kept, as the files of the room see them. */
#ifndef BK_MODEL_TOPIC_MODEL_H
#define BK_MODEL_TOPIC_MODEL_H

#include "model/topic.h"

struct bk_topic_model {
    bk_ctx *ctx;
    const bk__topic_way *way;
    int K;
    int64_t V;
    float *terms;           /* [K x V] rows sum to 1 */
    double *alpha, *weight; /* [K] */
    double *common;         /* [V] */
};
/* NULL where there is none of the name. */
const bk__topic_way *bk__topic_way_find(const char *method);
/* What only the fit needed goes; the result stays. */
void bk__topic_settle(bk_topic *t);
/* The same topics, whose terms stay those of `of`, with the shares of other articles. docs [D x K]
 * belongs to it from then on, after a failure too. Not for bk_topic_keep. */
bk_status bk__topic_placed(bk_topic **out, const bk_topic *of, int64_t D, double *docs);
/* The topics at[0 .. K) of m, with `times` the evidence behind them. */
bk_status bk__topic_model_order(bk_ctx *ctx, bk_topic_model **out, const bk_topic_model *m,
                                const int *at, int K, double times);
/* Zeroed arrays. */
bk_status bk__topic_model_make(bk_ctx *ctx, bk_topic_model **out, const bk__topic_way *way, int K,
                               int64_t V);

#endif
