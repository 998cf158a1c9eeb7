/* claim.h - ways to read two powers as related, of which the best of each dyad is kept. */
#ifndef BK_MODEL_CLAIM_H
#define BK_MODEL_CLAIM_H

#include <math.h>

#include "model/argument.h"

#define BK__SURE  1.5f /* cost: both sides found without doubt */
#define BK__LEAST 0.2f /* score: claims below are no relation */

typedef struct bk__claim {
    int16_t source, target; /* powers, or BK_PARTY_MUTUAL both */
    int16_t a, b;           /* the pair, a < b */
    int16_t voice;
    bool joint; /* the two are named as one: A dan B, kedua negara */
    int8_t sign;
    uint8_t kind; /* class */
    float score, certainty;
    uint32_t hit; /* deciding; BK__NONE */
} bk__claim;

/* Somebody who is no power: a power's friend, or its foe. */
typedef struct bk__side {
    uint32_t actor, hit;
    uint64_t powers;
} bk__side;
enum { BK__SIDES = 16 };

typedef struct bk__relater {
    bk_ctx *ctx;
    const bk_triad *triad;
    bk__claim *claim; /* of the sentence at hand, then the best of each dyad */
    uint32_t n, cap;
    bk__side friend[BK__SIDES], foe[BK__SIDES];
    uint32_t friends, foes;
    uint64_t bound; /* hits whose two sides were found, by number; the first 64 */
} bk__relater;

void bk__relater_init(bk__relater *r, bk_ctx *ctx, const bk_triad *t);
void bk__relater_clear(bk__relater *r);

bk_status bk__claim_add(bk__relater *r, bk__claim c);
/* h makes each of `agents` act on each of `patients` (bits of powers); mutual: on each other. */
bk_status bk__claim_pair(bk__relater *r, const bk__clauses *v, const bk__hit *h, uint64_t agents,
                         uint64_t patients, bool mutual, float score);
/* The same for parties, with what follows for those that act together. */
bk_status bk__claim_act(bk__relater *r, const bk__clauses *v, const bk__hit *h, bk__arg agent,
                        bk__arg patient, float weight);
/* Remembers a friend or foe; actor BK__NONE: nothing. */
void bk__claim_side(bk__side *side, uint32_t *n, uint32_t actor, uint64_t powers, uint32_t hit);
/* Who helps X against B is against B. */
bk_status bk__claim_proxies(bk__relater *r, const bk__clauses *v);
/* Whether a and b are related already. */
bool bk__claimed(const bk__relater *r, int16_t a, int16_t b);
/* Keeps the best claim of each dyad, by dyad. */
void bk__claims_settle(bk__relater *r, const bk__clauses *v);

/* The power where it is one; -1. */
static inline int16_t bk__only_power(uint64_t powers)
{
    return (int16_t)(powers && !(powers & (powers - 1)) ? __builtin_ctzll(powers) : -1);
}
static inline float bk__claim_fit(float weight, float cost)
{
    return weight * expf(-cost / 4);
}

#endif
