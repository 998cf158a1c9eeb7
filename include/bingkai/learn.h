/* learn.h - labels learned from examples: training, its honest figures, and models that label.
 *
 *     bk_training_run(ctx, &t, "labelled.tsv", &opts);   cross-validate, then fit to all
 *     bk_training_save(t, "tone.bkm");                   the model; bk_training_card: what it is
 *     bk_classifier_load(ctx, &c, "tone.bkm");           ... and label other texts with it
 *
 * K classes. */
#ifndef BINGKAI_LEARN_H
#define BINGKAI_LEARN_H

#include <bingkai/logit.h>
#include <bingkai/opt.h>
#include <bingkai/report.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- training -------------------------------------------------------------------------------- */

typedef struct bk_train_opts {
    size_t size;
    const char *lang;                    /* of the texts: id, en; auto: that of most */
    const char *text, *label;            /* names of the columns */
    const char *source, *target, *group; /* ... who acts, upon whom (as written in the text); what
                                            is not split between folds. One that is named must be
                                            there; NULL: "source" and so on, where there is one */
    const char *from; /* likewise: the target's first character in the text, from 0 */
    const char *map;  /* "ASSAULT=MK,AID=MC": other names for labels, several may become one;
                         labels that are not named are left out */
    const char *mask; /* what is not learned: names (every actor that is known becomes A, B or
                         OTHER), capitals (other names in running text too), none */
    int folds;        /* of the cross-validation that is reported */
    int min_df;       /* examples that a word or part of a word must stand in */
    double l2;        /* 0: chosen by cross-validation inside each fold */
    bool balance;     /* classes weigh the same */
    double prune;     /* weights whose sum of squares is this share of all are dropped */
    int resamples;
    double level;
} bk_train_opts;
#define BK_TRAIN_OPTS_INIT                                                                         \
    {                                                                                              \
        sizeof(bk_train_opts), "auto", "text", "label", NULL, NULL, NULL, NULL, NULL, "names", 5,  \
            3, 0, false, 0.01, 1000, 0.95                                                          \
    }
BK_API const bk_opt *bk_train_opt_table(size_t *n);

typedef struct bk_training bk_training;
/* Reads labelled examples (JSON lines; TSV, fields as they stand; CSV with quotes; the ending
 * decides; "-" is standard input; compressed files are unpacked), cross-validates (whole groups in
 * one fold, classes spread evenly; penalty and temperature are chosen by folds inside each training
 * part) and fits a model to all. BK_EIO; BK_EFORMAT (file, line; a column is not there); BK_EINVAL:
 * fewer than two classes or than `folds` examples of one. */
BK_API bk_status bk_training_run(bk_ctx *ctx, bk_training **out, const char *path,
                                 const bk_train_opts *opts);
/* One of "training" (measure, class, value, low, high, n), "confusion" (true, predicted, n),
 * "reliability" (from, to, sure, right, n), "predictions" (line, label, predicted, p); *out is
 * yours. BK_EINVAL: another name. */
BK_API bk_status bk_training_table(bk_ctx *ctx, bk_table **out, const bk_training *t,
                                   const char *name);
BK_API bk_status bk_training_save(bk_training *t, const char *path);
/* The model card, Markdown: what it was trained on, how, how good it is, what it knows, limits. */
BK_API bk_status bk_training_card(bk_training *t, bk_write_fn *write, void *user);
BK_API void bk_training_free(bk_training *t);

/* ---- a trained model ------------------------------------------------------------------------- */

typedef struct bk_classifier bk_classifier;
/* BK_EIO, BK_EFORMAT, BK_EUNSUPPORTED (made with other features). */
BK_API bk_status bk_classifier_load(bk_ctx *ctx, bk_classifier **out, const char *path);
BK_API bool bk_classifier_is(const char *path);
BK_API int bk_classifier_classes(const bk_classifier *c); /* K */
/* Its examples named whom the label is about: without a target its labels are less sure. */
BK_API bool bk_classifier_targets(const bk_classifier *c);
BK_API bool bk_classifier_sources(const bk_classifier *c); /* likewise: who acts */
BK_API const char *bk_classifier_class(const bk_classifier *c, int k);
/* p [K]: calibrated probabilities of the label of one text; source and target as they stand in it,
 * {NULL,0} where there is none; text that is not UTF-8 is repaired. One thread at a time.
 * BK_ENOMEM.
 */
BK_API bk_status bk_classifier_run(bk_classifier *c, bk_str text, bk_str source, bk_str target,
                                   double *p);
/* How many words, roots and rows of words of the last text the model knows: with 0 its label is a
 * guess from how frequent labels are and from parts of words. */
BK_API int bk_classifier_known(const bk_classifier *c);
/* What spoke for class k in the last text: up to n cues by falling part in its score over the mean
 * class. Borrowed until the next run. */
typedef struct bk_cue {
    bk_str name; /* "w kutuk": kind and words; src/model/cue.h has the kinds */
    double part;
} bk_cue;
BK_API const bk_cue *bk_classifier_why(bk_classifier *c, int k, int n, int *found);
/* A labelled or unlabelled file, read with the columns that the model was trained with; table
 * "predictions": line, predicted, p, known, label (where the file has one), text; *out is yours.
 * Texts without a target are told in the log where the model was trained with targets, and texts
 * without a word that it knows. */
BK_API bk_status bk_classifier_table(bk_ctx *ctx, bk_table **out, bk_classifier *c,
                                     const char *path);
/* The same table of one text, with source and target as bk_classifier_run takes them: line 1. */
BK_API bk_status bk_classifier_text_table(bk_ctx *ctx, bk_table **out, bk_classifier *c,
                                          bk_str text, bk_str source, bk_str target);
BK_API void bk_classifier_free(bk_classifier *c);

#ifdef __cplusplus
}
#endif
#endif
