/* triad.h - the powers of a study and the names of all actors, as the alias files give them.
 *
 * A triad file (models/triads/NAME.json) holds
 *     powers   [{"code": "CHN", "names": {"id": "Tiongkok", "en": "China"}}, ...]   2 to 32
 *     aliases  {"id": ["id/actors.tsv"], "en": ["en/actors.tsv"]}   under the models, or beside the
 *              triad file where they begin with "./"
 * An alias file has the columns pattern, actor, kind (text/pattern.h says what a pattern is). The
 * actor is a code (a power where the triad names it, another actor otherwise), "-" for a sense that
 * is no actor (Laut China Selatan), or a role that a text fills:
 *     @pair @three  the two or three countries just named        kedua negara, the two sides
 *     @they         they                                         mereka
 *     @that         the country just named                       negara itu
 *     @he           the person just named or heard               ia, dia, he
 *     @we           the speaker's country                        kami, kita, we
 *     @own          what its own country's name stands before    negaranya (the speaker's country)
 *     @other       the other of the two powers that were named     mitranya, his counterpart
 *     @office       a person or body of the country beside it    presiden, juru bicara
 *     @head @tail   a word before or behind a country that makes the two something else, which the
 *                   kind says: media AS (medium), warga China (people), di Beijing (place:
 * capitals)
 *     @of           what may stand between an office and its country     dari, of the
 *     @post         what stands between an office and where it serves    duta besar AS untuk Rusia
 *     @and          what joins two equals                                dan, serta, and
 *     @former       a word before an office that is held no more         mantan, eks, former
 *
 * "offices": ["offices.tsv"], where the triad file has it, is a list of files with the columns
 * names, actor, from, to (models/offices.tsv says what they mean): terms of office of people whom
 * the alias files name. */
#ifndef BK_MODEL_TRIAD_H
#define BK_MODEL_TRIAD_H

#include <bingkai/relation.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/map.h"
#include "text/lexicon.h"

enum { BK__POWERS_MAX = 32 };

typedef enum bk__role {
    BK__ROLE_ACTOR,
    BK__ROLE_NONE, /* "-" */
    BK__ROLE_PAIR,
    BK__ROLE_THREE,
    BK__ROLE_THEY,
    BK__ROLE_THAT,
    BK__ROLE_HE,
    BK__ROLE_WE,
    BK__ROLE_OWN,
    BK__ROLE_OTHER,
    BK__ROLE_OFFICE,
    BK__ROLE_HEAD,
    BK__ROLE_TAIL,
    BK__ROLE_OF,
    BK__ROLE_POST,
    BK__ROLE_AND,
    BK__ROLE_FORMER,
    BK__ROLES
} bk__role;

/* What an alias is; the words of the column kind, in this order, in bk__sort_name. */
typedef enum bk__sort {
    BK__SORT_COUNTRY,     /* China */
    BK__SORT_CAPITAL,     /* Beijing: the actor, or a place behind a preposition */
    BK__SORT_METONYM,     /* Negeri Tirai Bambu, Kremlin */
    BK__SORT_LEADER,      /* Xi Jinping; presiden */
    BK__SORT_OFFICIAL,    /* Wang Yi; menteri luar negeri */
    BK__SORT_INSTITUTION, /* PLA, Pentagon; kementerian luar negeri */
    BK__SORT_ADJECTIVE,   /* Chinese */
    BK__SORT_PEOPLE,      /* warga Amerika, Russians */
    BK__SORT_GROUP,       /* NATO, Barat */
    BK__SORT_PAIR,
    BK__SORT_PERSON, /* ia; someone of no office */
    BK__SORT_PLACE,  /* from here on: senses of "-" */
    BK__SORT_SEA,
    BK__SORT_MEDIUM,
    BK__SORT_MONEY,
    BK__SORT_TIME,
    BK__SORT_EVENT,
    BK__SORT_PRODUCT,
    BK__SORT_HISTORY,
    BK__SORT_OTHER,
    BK__SORTS
} bk__sort;
const char *bk__sort_name(bk__sort sort); /* "country", ... */

typedef struct bk__actor_code {
    bk_str code;   /* NUL-terminated */
    int16_t power; /* -1: another actor */
} bk__actor_code;

typedef struct bk__alias {
    bk_str pattern;
    uint32_t actor;     /* into bk_triad.actor; BK__NONE for roles other than an actor */
    uint32_t head;      /* of an office of several words the alias of its first or last word alone:
                           of "pejabat militer" that of "pejabat"; else itself */
    uint32_t term;      /* into bk_triad.term: the last one read; BK__NONE: in office at any time */
    uint8_t role, sort; /* bk__role, bk__sort */
    bool former;        /* an office that is held no more: "mantan presiden" */
    uint8_t lang;       /* into bk_triad.lang */
} bk__alias;

/* A term of office: articles of [from, to), in UTC seconds. */
typedef struct bk__term {
    int64_t from, to;
    uint32_t next; /* another one of the same person; BK__NONE */
} bk__term;

struct bk_triad {
    bk_ctx *ctx;
    bk__arena arena;
    char *path;
    int n_powers;
    bk_str *name; /* [n_powers x n_langs]; {NULL,0} where not given */
    bk_str *lang; /* [n_langs] "id", "en" */
    uint32_t n_langs;
    bk_str *dyad;          /* [P(P-1)/2] "CHN-USA" */
    bk__actor_code *actor; /* [n_actors]; the powers first, in alphabetical order */
    uint32_t n_actors, cap_actors;
    bk__map codes;    /* code -> actor */
    bk__alias *alias; /* [n_aliases] in the order of the files */
    uint32_t n_aliases, cap_aliases;
    bk__term *term;
    uint32_t n_terms, cap_terms;
};

/* Opens a file that a triad names: "./x" lies beside the triad file, all else under the models. */
bk_status bk__triad_file(bk_triad *t, bk__lexicon *l, bk_str name, const char *columns);
/* office.c: terms of office of the aliases, from the lists of the triad file ("offices"). */
bk_status bk__offices_read(bk_triad *t, const bk__value *files);
/* Whether the alias's person is in office at a time; at BK_NO_DATE everybody is. */
bool bk__in_office(const bk_triad *t, const bk__alias *a, int64_t when);

#endif
