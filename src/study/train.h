/* train.h - the inside of a training: examples, predictions of the folds, the model. */
#ifndef BK_STUDY_TRAIN_H
#define BK_STUDY_TRAIN_H

#include "model/classifier.h"
#include "study/labelled.h"

struct bk_training {
    bk_ctx *ctx;
    bk__arena arena;
    bk_train_opts opts; /* strings in the arena */
    bk_str path;
    bk__labelled examples;
    bk__cue_row *row; /* [n] */
    int K;
    int64_t of_class[BK__CLASSES]; /* examples with the label */
    int32_t *y;                    /* [n] label, in the order of the classes' names */
    int32_t *group;
    int32_t *fold; /* [n] */
    double *p;     /* [n x K] of the fold that an example was not learned in */
    int32_t *predicted;
    bk_interval macro_f1, accuracy;
    bk_prf prf[BK__CLASSES];
    int64_t *confusion;              /* [K x K] */
    bk_calibration calibration, raw; /* as calibrated, and as the regression says */
    double *l2;                      /* [folds + 1] chosen; of the model last */
    double *temperature;             /* [folds + 1] */
    double *raw_p;                   /* [n x K] */
    bk__model model;
};

static inline bk__cue_text bk__cue_text_of(const bk__example *e)
{
    return (bk__cue_text){e->text, e->source, e->target, e->from};
}

/* Predicts fold `f` from the others; f == folds: the model, from all. user: the training, whose
 * fold, y, row and room for predictions are there. A bk__par_for function. train_fit.c */
bk_status bk__train_task(void *user, int64_t f, int worker);
/* Folds 0..folds-1 of the examples pick[0..n): whole groups, classes spread evenly. fold [n]. The
 * same for the same seed. train_fold.c */
bk_status bk__train_folds(bk_ctx *ctx, int32_t *fold, const int32_t *y, const int32_t *group,
                          const int64_t *pick, int64_t n, int classes, int folds);

#endif
