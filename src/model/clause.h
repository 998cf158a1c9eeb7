/* clause.h - one sentence as the relation rules see it: parties, hits, and what lies between.
 *
 * A party is one actor or several that are coordinated (A dan B, A-B; A, B, dan C), appositions
 * joined (Presiden A, Nama). A hit is a word of the relation lexicon with its voice, negation and
 * certainty. Everything else is a mark of grammar or nothing. Token numbers are those of the scan.
 */
#ifndef BK_MODEL_CLAUSE_H
#define BK_MODEL_CLAUSE_H

#include "model/actor.h"
#include "model/predicate.h"

typedef struct bk__party {
    uint32_t first, end;
    uint64_t powers; /* bit p */
    uint64_t tail;   /* ... of the last member */
    uint8_t members; /* coordinated; of them */
    uint8_t others;  /* ... so many that are no power */
    bool both;       /* a pair named as one: kedua negara */
    uint8_t prep;    /* bk__shape before it, nouns between left out: to, with, by, from, at ... */
    uint32_t actor;  /* of the first other member, into bk_triad.actor; BK__NONE */
    uint32_t noun;   /* the hit that it stands right behind (sanksi AS); BK__NONE */
} bk__party;

typedef enum bk__way { BK__ACTIVE, BK__PASSIVE, BK__NOUN } bk__way;

typedef struct bk__hit {
    uint32_t first, end;
    const bk__predicate *row;
    bool felt;       /* a noun of what somebody feels: kekecewaan */
    bool bare;       /* a root without affix: a noun, or a verb in a headline */
    uint8_t way;     /* bk__way */
    uint8_t kind;    /* class, after turning */
    int8_t sign;     /* after turning and negation */
    bool negated;    /* by a negator in front */
    bool barred;     /* ... which is a ban: a measure, no refusal */
    bool planned;    /* has not happened */
    bool asked;      /* whether it is so */
    bool embedded;   /* what somebody is asked to do */
    bool turned;     /* by less, more, harm, heal */
    bool spent;      /* a turning word that turned something */
    float certainty; /* (0, 1] */
    uint32_t turn;   /* the hit that turned it; BK__NONE */
} bk__hit;

typedef struct bk__clauses {
    bk_ctx *ctx;
    const bk__reading *reading;
    const bk_analyzer *analyzer;
    uint32_t first, end; /* tokens of the sentence */
    uint8_t *mark;       /* [tokens] bk__shape of grammar words and marks, 0 otherwise */
    uint32_t *party_at;  /* [tokens] BK__NONE */
    uint32_t *hit_at;    /* [tokens] BK__NONE */
    uint32_t cap;
    bk__party *party;
    uint32_t n_parties, cap_parties;
    bk__hit *hit;
    uint32_t n_hits, cap_hits;
} bk__clauses;

void bk__clauses_init(bk__clauses *v, bk_ctx *ctx);
void bk__clauses_clear(bk__clauses *v);
/* Reads sentence `s` of the reading. */
bk_status bk__clauses_run(bk__clauses *v, bk_analyzer *a, bk__predicates *p, const bk__reading *r,
                          uint32_t s);

static inline uint8_t bk__mark_at(const bk__clauses *v, uint32_t token)
{
    return v->mark[token - v->first];
}
static inline uint32_t bk__party_at(const bk__clauses *v, uint32_t token)
{
    return v->party_at[token - v->first];
}
static inline uint32_t bk__hit_at(const bk__clauses *v, uint32_t token)
{
    return v->hit_at[token - v->first];
}
/* Whose words token `i` is: of the quote around it, the article's where several powers say it. */
/* Whether a verb of the lexicon stands at token i, if there is one. */
bool bk__verb_here(const bk__clauses *v, uint32_t i);
int16_t bk__voice_at(const bk__clauses *v, uint32_t i);
/* Negation, certainty, and what turning words do to hits (turn.c); part of bk__clauses_run. */
void bk__turn_run(bk__clauses *v);
/* What stands in front of a hit; mood.c. */
void bk__mood_front(bk__clauses *v, bk__hit *h);
/* Its sign and class after all words have turned it. */
void bk__mood_settle(const bk__clauses *v, bk__hit *h);

/* Begins a clause of its own. */
static inline bool bk__divides(uint8_t mark)
{
    return mark >= BK__WHO && mark <= BK__IF && mark != BK__THAT;
}
static inline bool bk__joins(uint8_t mark)
{
    return mark == BK__AND || mark == BK__OR;
}
static inline bool bk__hit_relates(const bk__hit *h)
{
    return h->row->shape <= BK__TIE;
}

#endif
