/* tally.h - counts of one article's sentences, as coded and as read, and figures of their sum. */
#ifndef BK_STUDY_TALLY_H
#define BK_STUDY_TALLY_H

#include "study/gold.h"

enum { BK__PARTIES = BK__POWERS + 2, BK__QUADS = 5, BK__BINS = 5 };

/* Weighted, but for what begins with n_. Matrices are [coded][read]; a code that is accepted is the
 * one that was read. Doubles alone: sums go over the whole. */
typedef struct bk__tally {
    double tp, fp, fn;
    double polarity[3][3]; /* of relations that were coded and found, as the next three */
    double quad[BK__QUADS][BK__QUADS], source[BK__PARTIES][BK__PARTIES];
    double voice[BK__PARTIES][BK__PARTIES];
    double kinds[BK__KINDS_READ][BK__KINDS_READ]; /* of dyads coded, read, or both named */
    double co_tp, co_fp, co_fn;                   /* both powers named */
    double majority[3][3];
    double alike, alike_full, compared;                    /* sentences with names exchanged */
    double sure[BK__BINS], right[BK__BINS], all[BK__BINS]; /* of what was found, by its score */
    double n_tp, n_fp, n_fn, n_co_tp, n_co_fp, n_co_fn, n_kinds, n_sure[BK__BINS];
} bk__tally;

typedef enum bk__figure { /* those of detection and of what was found */
                          M_PRECISION,
                          M_RECALL,
                          M_F1,
                          M_POLARITY_F1,
                          M_POLARITY,
                          M_QUAD,
                          M_SOURCE,
                          M_VOICE,
                          M_CO_PRECISION, /* baselines */
                          M_CO_RECALL,
                          M_CO_F1,
                          M_MAJORITY_F1,
                          M_MAJORITY,
                          M_ALIKE, /* with names exchanged */
                          M_ALIKE_FULL,
                          M_KIND_F1, /* no relation, conflict, neutral, cooperation */
                          M_KIND,
                          M_ALPHA,
                          M_ALPHA_POLARITY,
                          M_ALPHA_QUAD,
                          M_ALPHA_SOURCE,
                          M_ALPHA_VOICE,
                          M_CALIBRATION,
                          M_BIN, /* BK__BINS of them */
                          M_CONFUSION =
                              M_BIN + BK__BINS, /* [coded][read] of kinds, a share of those coded */
                          M_ALL = M_CONFUSION + BK__KINDS_READ * BK__KINDS_READ
} bk__figure;

/* Adds what `it` says to t. majority [dyads]: the usual polarity of each; `to`: whose names stand
 * for each power, which a prior sees. */
void bk__tally_item(bk__tally *t, const bk__gold *g, const bk__gold_item *it, const int16_t *to,
                    const int8_t *majority);
/* Adds whether `it` reads as `plain` [dyads] did. */
void bk__tally_alike(bk__tally *t, const bk__gold *g, const bk__gold_item *it,
                     const bk__code *plain);
void bk__tally_add(bk__tally *sum, const bk__tally *t);
/* NaN where nothing stands behind it; *n: decisions behind it. */
double bk__tally_figure(const bk__tally *t, bk__figure m, double *n);
const char *bk__figure_name(bk__figure m);
/* Whose figure it is: "co-mention", "dyad majority"; NULL: the reader's own. */
const char *bk__figure_baseline(bk__figure m);
/* Kind of a dyad of an item, of BK__KINDS_READ: as coded (as read where that is accepted), read. */
int bk__kind_said(const bk__code *gold, const bk__code *read);
int bk__kind_read(const bk__code *read);
extern const char *const bk__kind_name[BK__KINDS_READ];

#endif
