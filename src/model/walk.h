/* walk.h - what a text has named up to a phrase, for references that follow.
 *
 * Pairs that were joined ("A dan B", "A-B"), countries of late, humans. Only coref.c, walk.c and
 * mention.c include it. */
#ifndef BK_MODEL_WALK_H
#define BK_MODEL_WALK_H

#include "model/reading.h"

enum {
    BK__GROUP = 4, /* largest list of countries */
    BK__RING = 8   /* joined groups that are remembered */
};

typedef struct bk__group {
    uint32_t actor[BK__GROUP];
    uint32_t n;
    uint32_t sentence;
} bk__group;

typedef struct bk__walk {
    bk__group joined[BK__RING]; /* "A dan B", oldest overwritten */
    uint32_t n_joined;
    bk__group listed; /* "A, B": a list that may go on */
    bk__group lately; /* different countries by time of naming, last first */
    bk__group people; /* countries of the humans of the last sentence that has any */
    uint32_t last;    /* phrase of the last country that is no human; BK__NONE */
    uint32_t earlier; /* actor of another one before it; BK__NONE */
    uint32_t human;   /* phrase of the last human, of several in a sentence the first; BK__NONE */
    uint32_t other;   /* phrase of the last human of another country than the one before */
    uint32_t before;  /* phrase before */
    uint32_t subject, sentence; /* actor that this sentence began with; BK__NONE */
    uint32_t stranger;          /* sentence that last named somebody of no country */
    uint32_t at;                /* its token */
    bool state;                 /* it is a country or body, no human */
} bk__walk;

/* Phrase k names a country or somebody of one. */
void bk__walk_name(const bk__reading *r, bk__walk *s, uint32_t k);
/* Phrase k names a human. */
void bk__walk_meet(const bk__reading *r, bk__walk *s, uint32_t k);
void bk__walk_joined(bk__walk *s, const bk__group *g);
/* What lies between the names at tokens [a, b): 2 a joining word or a hyphen, 1 a comma, 0 anything
 * else. */
int bk__joins_names(const bk__reading *r, uint32_t a, uint32_t b);

uint64_t bk__group_powers(const bk__reading *r, const bk__group *g); /* bits */
/* Of several speakers one has to stand for all: the first that is a power. */
uint32_t bk__group_first(const bk__reading *r, const bk__group *g);
bk_status bk__mention_add(bk__reading *r, const bk__unit *u, const bk__group *g);

#endif
