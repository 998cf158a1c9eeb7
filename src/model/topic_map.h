/* topic_map.h - the map of articles in two steps: discs and axes of a fit, then articles on them.
 */
#ifndef BK_MODEL_TOPIC_MAP_H
#define BK_MODEL_TOPIC_MAP_H

#include "model/topic.h"

typedef struct bk__atlas bk__atlas;
/* From the articles of a fit: arguments and failures of bk_topic_map. Keeps V m + K^2 doubles. */
bk_status bk__atlas_new(bk_ctx *ctx, bk__atlas **out, bk_svd_quality *axes, const bk_csr *A,
                        const bk_topic *t);
/* Where rows of A (any articles, columns of the fit) with shares docs [D x K] lie: xy [D x 2], each
 * alone; (0, 0) without a share. To be followed by one bk__atlas_fit over all of them. */
bk_status bk__atlas_place(const bk__atlas *a, double *xy, const bk_csr *A, const double *docs);
/* The middle of what is placed goes to 0, the farthest coordinate to 1. */
void bk__atlas_fit(const bk__atlas *a, double *xy, const double *docs, int64_t D);
void bk__atlas_free(bk__atlas *a);

#endif
