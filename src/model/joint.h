/* joint.h - what two powers do together without a word for it. */
#ifndef BK_MODEL_JOINT_H
#define BK_MODEL_JOINT_H

#include "model/claim.h"

/* Claims for the dyads that nothing relates yet. */
bk_status bk__joint_find(bk__relater *r, const bk__clauses *v);

#endif
