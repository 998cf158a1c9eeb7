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
};
/* NULL where there is none of the name. */
const bk__topic_way *bk__topic_way_find(const char *method);
/* Zeroed arrays. */
bk_status bk__topic_model_make(bk_ctx *ctx, bk_topic_model **out, const bk__topic_way *way, int K,
                               int64_t V);

#endif
