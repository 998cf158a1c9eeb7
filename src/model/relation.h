/* relation.h - from the hits of one sentence to at most one relation a dyad. */
#ifndef BK_MODEL_RELATION_H
#define BK_MODEL_RELATION_H

#include "model/context.h"

/* Afterwards claim[0, n) holds the best claim of each dyad, by dyad; the context goes on to the
 * next sentence. */
bk_status bk__relater_run(bk__relater *r, const bk__clauses *v, bk__context *c);

#endif
