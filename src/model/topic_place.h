/* topic_place.h - where articles stand among topics that were not fitted to them. */
#ifndef BK_MODEL_TOPIC_PLACE_H
#define BK_MODEL_TOPIC_PLACE_H

#include <bingkai/theme.h>

/* bk_topic_places of any articles whose shares docs [rows x K] of the topics are known. */
bk_status bk__topic_places_of(bk_ctx *ctx, bk_place *out, const bk_topic *t, const double *docs,
                              const bk_csr *A, const bk_csr *counts, const bk_theme_opts *opts);

#endif
