/* topic_file.h - topics in a file, with the columns that they stand in.
 *
 * A container (matrix/store.h) of kind "topics": the sections of a vectorizer without articles
 * (vector/save.h), and
 *     topics.size                   i64 [4]  1 (form), K, V, 0
 *     topics.method                 u8       nmf, nmf-kl, kmeans, lda, lsa
 *     topics.terms                  f32 [K x V]  rows sum to 1
 *     topics.alpha, topics.weight   f64 [K]
 *     topics.common                 f64 [V]  sums of the values of the articles behind them
 *     topics.label.ptr, .bytes      strings [K] */
#ifndef BK_STUDY_TOPIC_FILE_H
#define BK_STUDY_TOPIC_FILE_H

#include <bingkai/topic.h>
#include <bingkai/vectorize.h>

#include "base/str.h"

typedef struct bk__topic_file {
    bk_vectorizer *vectors;
    bk_topic_model *model;
    bk_str *label; /* [K] views into the file */
} bk__topic_file;

/* label [K]. */
bk_status bk__topic_file_write(bk_ctx *ctx, const char *path, const bk_vectorizer *v,
                               const bk_topic_model *m, const bk_str *label);
/* BK_EFORMAT where it is damaged or no file of topics. */
bk_status bk__topic_file_open(bk_ctx *ctx, bk__topic_file *out, const char *path);
void bk__topic_file_close(bk_ctx *ctx, bk__topic_file *f); /* fine on a zeroed one */

#endif
