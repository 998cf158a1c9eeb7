/* cue_unit.h - the inside of cues: a text as a row of words and masked actors. */
#ifndef BK_MODEL_CUE_UNIT_H
#define BK_MODEL_CUE_UNIT_H

#include "base/arena.h"
#include "model/clause.h"
#include "model/cue.h"
#include "model/polarity.h"

typedef enum bk__sort_of_unit {
    BK__UNIT_WORD,
    BK__UNIT_MARK, /* punctuation */
    BK__UNIT_A,    /* source */
    BK__UNIT_B,    /* target */
    BK__UNIT_O     /* another actor */
} bk__sort_of_unit;

typedef struct bk__step {
    uint8_t sort;
    bool negated, stop, quoted;
    uint16_t clause;   /* number of the clause in the text */
    bk_str word, root; /* as cues name it */
    uint32_t token;    /* first */
    int8_t polarity;   /* of the polarity lexicon, turned where negated */
} bk__step;

/* A hit of the relation lexicon. */
typedef struct bk__sense {
    uint32_t step;
    const char *name; /* PLOVER class; shape where it has none */
    int8_t sign;
    uint8_t way; /* bk__way */
    bool planned;
    const char *quad; /* after turning */
} bk__sense;

struct bk__cues {
    bk_ctx *ctx;
    bk_analyzer *analyzer;
    bk_triad *triad;
    bk__reading *reading;
    bk__predicates *predicates;
    bk__polarities *polarities;
    bk__clauses clauses;
    char lang[8];
    bool mask, capitals;
    bk__step *step;
    uint32_t n_steps, cap_steps;
    bk__sense *sense;
    uint32_t n_senses, cap_senses;
    bool speaks;        /* the target (or else the source) is quoted from */
    bk_str target_word; /* a pronoun's; else "name" */
    uint32_t a, b;      /* first step of source and target; BK__NONE */
    bk__arena names;
    bk__cue *cue;
    uint32_t n, cap;
};

/* The first step of the target, or else of the source; BK__NONE. */
static inline uint32_t bk__cue_party(const bk__cues *c)
{
    return c->b != BK__NONE ? c->b : c->a;
}
/* Fills steps and senses. cue_unit.c */
bk_status bk__cue_steps(bk__cues *c, const bk__cue_text *t);
/* Adds a cue: kind, then parts[0..n) with blanks between. A name of more than 120 bytes is none. */
bk_status bk__cue_put(bk__cues *c, uint8_t block, const char *kind, const bk_str *part, int n);
/* Cues of place and sense. cue_place.c */
bk_status bk__cue_places(bk__cues *c);

#endif
