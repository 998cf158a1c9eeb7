/* tone.h - what tone.c has summed up for balance.c. */
#ifndef BK_MODEL_TONE_H
#define BK_MODEL_TONE_H

#include <bingkai/relation.h>

#include "base/ctx.h"

/* What one article says about one dyad in one voice. */
typedef struct bk__unit {
    int64_t row; /* (group + 1) x dyads x voices, then dyad x voices + voice */
    uint32_t article, n;
    double tone; /* mean polarity */
    double vote;
} bk__unit;

/* Half a vote at either end. */
#define BK__END_VOTE 0.5

/* out, yours: one a triple of powers; *n_out of them. unit [n]: those of all voices in the whole
 * corpus, `row` here the dyad, by article. */
bk_status bk__balance_fit(bk_ctx *ctx, bk_balance **out, int64_t *n_out, const bk_triad *t,
                          const bk__unit *unit, int64_t n, int resamples);

#endif
