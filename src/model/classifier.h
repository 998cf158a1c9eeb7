/* classifier.h - the inside of a trained model: columns, weights, what it needs to be told.
 *
 * File: a container of kind "classifier" (matrix/store.h) with
 *     about     U8   JSON: version of the cues, lang, mask, names of the columns of a file,
 * classes, temperature, intercepts hash      I64  [V] hashes of cues, rising as unsigned block U8
 * [V] idf       F32  [V] weight    F32  [V x K] Names of cues are not in it: a text's own cues are
 * hashed and looked up. */
#ifndef BK_MODEL_CLASSIFIER_H
#define BK_MODEL_CLASSIFIER_H

#include <bingkai/learn.h>

#include "base/arena.h"
#include "model/cue_column.h"

enum { BK__CLASSES = 64 };

typedef struct bk__model {
    bk_str lang, mask, text, label, source, target, from;
    bk_str class[BK__CLASSES]; /* NUL-terminated */
    int classes;
    double temperature, intercept[BK__CLASSES];
    bk__cue_columns columns;
    float *weight; /* [V x K] */
} bk__model;

/* Drops columns whose weights' sum of squares is at most `share` of all, smallest first; moves
 * weights to floats. Columns of m->columns are those of the regression. */
bk_status bk__model_take(bk_ctx *ctx, bk__model *m, const bk_logit *fit, double share);
bk_status bk__model_save(bk_ctx *ctx, const bk__model *m, const char *path);
void bk__model_clear(bk_ctx *ctx, bk__model *m); /* columns and weights; strings are borrowed */
/* As bk_classifier_run for a text whose target is placed. */
bk_status bk__classifier_run_at(bk_classifier *c, const bk__cue_text *t, double *p);
const bk__model *bk__classifier_model(const bk_classifier *c);

#endif
