/* relation.h - from the hits of one sentence to at most one relation a dyad. */
#ifndef BK_MODEL_RELATION_H
#define BK_MODEL_RELATION_H

#include "model/clause.h"

/* One way to read two powers as related. */
typedef struct bk__claim {
    int16_t source, target; /* powers, or BK_PARTY_MUTUAL both; then a and b hold the pair */
    int16_t a, b;           /* a < b */
    int16_t voice;
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
/* Afterwards claim[0, n) holds the best claim of each dyad, by dyad. */
bk_status bk__relater_run(bk__relater *r, const bk__clauses *v);

#endif
