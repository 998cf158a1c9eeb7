/* context.h - the other power where a sentence names one and the sentence before named both. */
#ifndef BK_MODEL_CONTEXT_H
#define BK_MODEL_CONTEXT_H

#include "model/claim.h"

/* Pairs of powers that the last sentences related. */
typedef struct bk__context {
    int16_t a[BK__SIDES], b[BK__SIDES]; /* a < b */
    uint32_t n;
    uint32_t age;    /* sentences since */
    uint32_t quotes; /* so many quotes of the article end before the sentence at hand */
} bk__context;

/* Claims of a sentence that has none and names one power. */
bk_status bk__context_find(bk__relater *r, const bk__clauses *v, const bk__context *c);
/* After the best claims were chosen: what the next sentence may refer to. */
void bk__context_keep(bk__context *c, const bk__relater *r);

#endif
