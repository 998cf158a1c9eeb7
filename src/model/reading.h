/* reading.h - the inside of a reading: what its passes share. Only those passes include it. */
#ifndef BK_MODEL_READING_H
#define BK_MODEL_READING_H

#include "model/quote.h"
#include "text/pattern.h"

/* A pattern of an alias file that was found in the text. */
typedef struct bk__unit {
    uint32_t first, n; /* tokens */
    uint32_t alias;    /* into bk_triad.alias; BK__NONE for a name learned from the article */
    uint32_t actor;    /* BK__NONE where there is none */
    uint8_t role, sort;
} bk__unit;

/* A noun phrase that names somebody: "Menteri Luar Negeri AS Antony Blinken", "ia", "Eyal". */
typedef struct bk__phrase {
    uint32_t first, n; /* tokens */
    uint32_t actor;    /* whom it stands for; BK__NONE: none or unknown */
    uint32_t office;   /* alias of its first office; BK__NONE */
    uint32_t post;     /* country that an envoy is sent to; BK__NONE */
    uint8_t role;      /* ACTOR for names, OFFICE where an office stands alone, HE, THEY, ... */
    uint8_t sort;
    uint32_t who, n_who; /* tokens of the human's name; n_who 0: none */
    bool person;         /* it stands for a human */
    bool several;        /* a pair */
    bool settled;        /* a pronoun whose actor is known to be this, or to be none */
} bk__phrase;

/* What follows a token in models/<lang>/speech.tsv. */
typedef struct bk__verb {
    uint8_t n, kind, order; /* n 0: none */
} bk__verb;
enum { BK__ORDER_BEFORE, BK__ORDER_AFTER, BK__ORDER_EITHER, BK__ORDER_SELF };

/* A part of a person's name: whom it means in the article `epoch`. */
typedef struct bk__part {
    uint32_t epoch, actor;
    uint8_t role, sort;
} bk__part;

struct bk__work {
    bk_ctx *ctx;
    bk_analyzer *analyzer;
    const bk_triad *triad;
    bk__patterns *name[BK__LANGS], *speech[BK__LANGS];
    uint32_t headline; /* sentence last asked for, and whether its words are mostly capitalised */
    bool is_headline;
    uint32_t epoch;   /* number of the article */
    bk_status status; /* a failure deep in a pass */
    /* by token */
    uint32_t *unit_at, *phrase_at, *mention_at, *quote_at;
    bk__verb *verb_at;
    uint32_t cap_tokens;
    bk__part *part; /* by form */
    uint32_t cap_part;
    bk__unit *unit;
    uint32_t n_units, cap_units;
    bk__phrase *phrase;
    uint32_t n_phrases, cap_phrases;
    bk_mention *mention;
    bk__spot *spot;
    uint32_t n_mentions, cap_mentions;
    bk_quote *quote;
    bk__extent *extent;
    uint32_t n_quotes, cap_quotes;
};

static inline const bk_form *bk__form_at(const bk__reading *r, uint32_t token)
{
    return bk_analyzer_form(r->work->analyzer, r->scan->tokens[token].form);
}
static inline uint32_t bk__sentence_end(const bk__reading *r, uint32_t token)
{
    const bk_sentence *s = &r->scan->sentences[r->scan->tokens[token].sentence];
    return s->first + s->n;
}
static inline uint32_t bk__sentence_first(const bk__reading *r, uint32_t token)
{
    return r->scan->sentences[r->scan->tokens[token].sentence].first;
}
/* The word of speech that begins at the token; its n is 0 where none does. */
static inline const bk__verb *bk__verb_at(const bk__reading *r, uint32_t token)
{
    return &r->work->verb_at[token];
}
static inline bool bk__speech_at(const bk__reading *r, uint32_t token, uint8_t kind)
{
    return r->work->verb_at[token].n && r->work->verb_at[token].kind == kind;
}
static inline bool bk__is_word(const bk_form *f)
{
    return f->kind == BK_KIND_WORD;
}
bk_status bk__unit_add(bk__reading *r, bk__unit u);
bool bk__is_land(const bk__unit *u); /* a country by name, capital, metonym or adjective */
/* So far a search goes at most, so that no text makes a pass slower than linear. */
enum { BK__FAR = 250 /* tokens */, BK__FAR_SENTENCES = 60, BK__FAR_PHRASES = 500 };
static inline uint32_t bk__not_before(uint32_t begin, uint32_t i)
{
    return i - begin > BK__FAR ? i - BK__FAR : begin;
}
/* Whether the token is exactly `z`. */
bool bk__token_is(const bk__reading *r, uint32_t token, const char *z);

/* Who speaks (speaker.c). A speaker is tokens [first, first + n) and an actor. */
typedef struct bk__speaker {
    uint32_t first, n; /* n 0: not named */
    uint32_t actor;    /* BK__NONE: unknown, or of no country */
    bool found;
} bk__speaker;
/* The noun phrase that begins at token i, behind a verb of speech. `last` spoke before. */
bk__speaker bk__speaker_after(bk__reading *r, uint32_t i, uint32_t end, const bk__speaker *last);
/* The subject before the verb at token i. */
bk__speaker bk__speaker_before(bk__reading *r, uint32_t i, uint32_t begin, const bk__speaker *last);
/* Who the sentence that goes on with the verb at token i began with. */
bk__speaker bk__speaker_first(bk__reading *r, uint32_t i, uint32_t begin, const bk__speaker *last);
/* Whom "he" means at token i: a human named since the start of the paragraph, or who spoke last. */
bk__speaker bk__speaker_he(const bk__reading *r, uint32_t i, const bk__speaker *last);
bool bk__is_saying(const bk__verb *v); /* a verb of speech, or `by` */
/* Whether a preposition (and at most a small word) stands before the phrase in its sentence. */
bool bk__governed(const bk__reading *r, const bk__phrase *p);
/* First token of the paragraph (line) that sentence s is in, BK__FAR_SENTENCES back at most; one
 * past its last token. */
uint32_t bk__paragraph_first(const bk__reading *r, uint32_t s);
uint32_t bk__paragraph_end(const bk__reading *r, uint32_t s);

/* A stretch between quotation marks: content [first, end) of the tokens. */
typedef struct bk__span {
    uint32_t open, first, end; /* the opening mark */
    bool closed;
} bk__span;
/* Next one at or after token `from` of the paragraph [begin, end); false: none. quote_span.c */
bool bk__span_next(const bk__reading *r, uint32_t from, uint32_t begin, uint32_t end, bk__span *s);
/* Whether an unclosed one goes on in the next paragraph, which begins with a mark or closes it. */
bool bk__span_runs_on(const bk__reading *r, const bk__span *s, uint32_t end);

enum { BK__OPEN_QUOTES = 8 };
typedef struct bk__scene { /* what quote.c and quote_said.c know when they come to a sentence */
    bk__speaker last;
    bk__span open[BK__OPEN_QUOTES]; /* quotes that run on, whose speaker follows */
    uint32_t n_open;
} bk__scene;
/* Whether the verb at i has its subject before an earlier verb: "A mengatakan X, mengatakan Y". */
bool bk__goes_on(const bk__reading *r, uint32_t i, uint32_t begin);
bk_status bk__quote_add(bk__reading *r, uint32_t first, uint32_t end, const bk__speaker *who,
                        bool direct, uint8_t speech); /* tokens [first, end); kept in order */
bk_status bk__quote_said(bk__reading *r, uint32_t sentence, bk__scene *now); /* indirect speech */

/* Names of people; person.c. Number of tokens of the capitalised run at i, 0: no name. */
uint32_t bk__name_run(const bk__reading *r, uint32_t i, uint32_t end);
/* Tokens [i, i + n) name a person of `actor` (BK__NONE: of unknown country). */
void bk__person_know(bk__reading *r, uint32_t i, uint32_t n, uint32_t actor, uint8_t role,
                     uint8_t sort);
/* A learned name becomes a unit like those of the alias files. */
bk_status bk__person_unit(bk__reading *r, uint32_t i, uint32_t n, uint32_t actor);
/* What the article has told of the name that token i is part of; NULL. */
const bk__part *bk__person_known(const bk__reading *r, uint32_t i);
bool bk__is_person(uint8_t sort);

/* The passes, in this order. */
bk_status bk__actor_find(bk__reading *r);  /* units and their senses; actor.c */
bk_status bk__phrase_find(bk__reading *r); /* phrases, persons; phrase.c */
/* References; coref.c. First those that may speak ("kedua negara"), then all of them: mentions are
 * complete. */
bk_status bk__coref_find(bk__reading *r, bool all);
bk_status bk__quote_find(bk__reading *r); /* quotes and speakers; quote.c; between the two */

#endif
