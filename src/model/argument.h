/* argument.h - which party fills which role of a hit.
 *
 * Search runs outwards from the hit; every step over a boundary, a preposition that speaks against
 * the role, or another party costs something, and the cheapest party is taken. */
#ifndef BK_MODEL_ARGUMENT_H
#define BK_MODEL_ARGUMENT_H

#include "model/clause.h"

typedef struct bk__arg {
    uint32_t party; /* BK__NONE: none */
    float cost;
} bk__arg;
#define BK__NO_ARG ((bk__arg){BK__NONE, 99.0f})

#define BK__DEAR 6.0f /* a cost not worth taking */
typedef enum bk__part { BK__PATIENT, BK__AGENT, BK__PARTY } bk__part;

/* What stepping over token i to the right of h costs. */
float bk__right_step(const bk__clauses *v, uint32_t i, const bk__hit *h);
/* The party that hit h has as subject; parties of the powers `own` alone are none. */
bk__arg bk__subject_of(const bk__clauses *v, const bk__hit *h, uint64_t own);
/* Whether an unknown name stands between a comma and hit h: its subject is nobody that is known. */
bool bk__strange_subject(const bk__clauses *v, const bk__hit *h);
/* The party behind hit h that best fills the role; `skip` and parties of the powers `own` alone are
 * none. */
bk__arg bk__behind(const bk__clauses *v, const bk__hit *h, bk__part role, uint32_t skip,
                   uint64_t own);
/* Where one argument was found (party `found`) and the other was not: the nearest other party. */
bk__arg bk__open_arg(const bk__clauses *v, const bk__hit *h, uint32_t found);
/* The party before that of the subject: A in A mengajak B bekerja sama melawan C. */
bk__arg bk__other_subject(const bk__clauses *v, uint32_t subject);

static inline uint64_t bk__arg_powers(const bk__clauses *v, bk__arg a)
{
    return a.party == BK__NONE ? 0 : v->party[a.party].powers;
}
static inline bool bk__arg_many(const bk__clauses *v, bk__arg a) /* two powers or more */
{
    return __builtin_popcountll(bk__arg_powers(v, a)) >= 2;
}

#endif
