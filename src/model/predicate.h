/* predicate.h - words that relate, turn, join and divide: models/<lang>/relations.tsv.
 *
 * One table for all languages of an analyzer; a match is a row. What the columns mean stands at the
 * head of models/id/relations.tsv. */
#ifndef BK_MODEL_PREDICATE_H
#define BK_MODEL_PREDICATE_H

#include <bingkai/relation.h>

#include "text/pattern.h"

typedef enum bk__shape {
    BK__NO_SHAPE,
    /* relate two actors */
    BK__ACT,
    BK__SAY,
    BK__THING,
    BK__DOER,
    BK__PAIR,
    BK__TIE,
    /* judge one */
    BK__FLAW,
    BK__MERIT,
    /* turn another word */
    BK__LESS,
    BK__MORE,
    BK__HARM,
    BK__HEAL,
    BK__LIGHT,
    BK__GETS,
    BK__PLAN,
    /* join and divide */
    BK__TO,
    BK__FOR,
    BK__ON,
    BK__WITH,
    BK__BY,
    BK__FROM,
    BK__AT,
    BK__SUCH,
    BK__BETWEEN,
    BK__AND,
    BK__OR, /* joins as "and" does; a negator in front denies both */
    BK__WHO,
    BK__THAT,
    BK__WHEN,
    BK__BUT,
    BK__THOUGH,
    BK__IF,
    BK__MAYBE,
    BK__WHETHER,
    BK__NOT,
    BK__YET, /* not yet */
    BK__BE,
    BK__EACH,
    BK__TOGETHER, /* what two do is shared; "with" before a name */
    BK__FOLK,     /* people who work together where two powers' do the same thing */
    BK__APART,    /* ... is not */
    BK__THIS,     /* points back: itu, tersebut */
    BK__FIGURE,   /* a number follows: what it counts is no act */
    BK__GAME,     /* sport: what sounds like war is none */
    BK__PLAIN,    /* a compound that means none of these (kapal perang) */
    BK__COMMA,    /* from here on: marks, not in the files */
    BK__BRACKET,  /* also a quotation mark */
    BK__DASH,
    BK__STOP,
    BK__VERB, /* another verb by its prefix; is no part of a name */
    BK__SHAPES
} bk__shape;

/* PLOVER's classes; quad and usual sign follow. */
typedef struct bk__class {
    const char *name; /* "" for none */
    uint8_t quad;     /* bk_quad */
} bk__class;
typedef enum bk__kind { /* numbers of the classes */
                        BK__NO_CLASS,
                        BK__AGREE,
                        BK__CONSULT,
                        BK__SUPPORT,
                        BK__CONCEDE,
                        BK__COOPERATE,
                        BK__AID,
                        BK__RETREAT,
                        BK__REQUEST,
                        BK__ACCUSE,
                        BK__REJECT,
                        BK__THREATEN,
                        BK__PROTEST,
                        BK__SANCTION,
                        BK__MOBILIZE,
                        BK__COERCE,
                        BK__ASSAULT,
                        BK__KINDS
} bk__kind;
const bk__class *bk__class_at(uint8_t number);
uint8_t bk__class_find(bk_str name); /* BK__NO_CLASS where there is none */

typedef struct bk__predicate {
    uint8_t shape; /* bk__shape */
    uint8_t kind;  /* of bk__class_at */
    int8_t sign;   /* -1, 0, 1 */
    bool root;     /* the first word of the pattern names a root: noun forms match too */
} bk__predicate;

typedef struct bk__predicates bk__predicates;
/* BK_EFORMAT with file and line. Belongs to one analyzer. */
bk_status bk__predicates_new(bk_ctx *ctx, bk__predicates **out, bk_analyzer *a);
/* The longest row that begins at token i: number of tokens, 0 where there is none. */
uint32_t bk__predicates_match(bk__predicates *p, const bk_scan *scan, uint32_t i,
                              const bk__predicate **row);
void bk__predicates_free(bk__predicates *p);

#endif
