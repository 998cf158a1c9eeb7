/* stance.h - relations without a relating word: what a power says of another, what is left over. */
#ifndef BK_MODEL_STANCE_H
#define BK_MODEL_STANCE_H

#include "model/claim.h"

/* What the speaker of a quote says of the powers that are named in it; `neutral` adds powers of
 * which nothing good or bad is said. */
bk_status bk__stance_quote(bk__relater *r, const bk__clauses *v, const bk_quote *q,
                           const bk__extent *e, bool neutral);
/* Where nothing was claimed: words near two powers, what lies between them. */
bk_status bk__stance_left(bk__relater *r, const bk__clauses *v);
/* In a report of sport only what is said, banned or boycotted relates two powers. */
void bk__stance_play(bk__relater *r, const bk__clauses *v);

#endif
