/* scale.h - the inside of a scale: words, their polarity, the walk over sentences. */
#ifndef BK_MODEL_SCALE_H
#define BK_MODEL_SCALE_H

#include <bingkai/matrix.h>
#include <bingkai/scale.h>

#include "base/map.h"
#include "text/pattern.h"

#define BK__SCALES "hostile-friendly, threat-opportunity, strong-weak" /* that are shipped */

struct bk_scale {
    bk_ctx *ctx;
    bk_scale_opts opts; /* strings in the map's arena, or constants */
    bk__arena arena;
    bk_analyzer *analyzer;
    bk__patterns *target; /* NULL: everything is scored */
    bk__map terms;        /* all that were seen while fitting */
    int64_t *count;       /* [terms] */
    double *polarity;     /* [terms] NaN: too rare */
    int8_t *seed;         /* [terms] */
    bk_scale_word *word;  /* [n_words] by falling polarity */
    int64_t n_words, sentences;
};

/* Seeds of the scale's file among its terms: weight [terms] of each, summing to 1 and -1; seed set.
 * BK_EINVAL where a pole has none. scale_seed.c */
bk_status bk__scale_seeds(bk_scale *s, double *weight);
/* Whether the article is in the scale's language. */
bool bk__scale_speaks(const bk_scale *s, const bk_scan *scan);

#endif
