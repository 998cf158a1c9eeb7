/* pair.h - words without a direction, and the two that they lie between. */
#ifndef BK_MODEL_PAIR_H
#define BK_MODEL_PAIR_H

#include "model/claim.h"

/* Claims of hit h, a pair or a tie. */
bk_status bk__pair_relate(bk__relater *r, const bk__clauses *v, const bk__hit *h);
/* Whether something of somebody else goes to the party or comes from it. */
bool bk__pair_third(const bk__party *both);

#endif
