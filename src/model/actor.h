/* actor.h - who is named in an article: mentions of actors, with senses and references.
 *
 * A reading is what this room knows of one article. It is filled in passes, of which
 * bk__reading_run makes one call: names and their senses (actor.c), the phrases that they stand in
 * (phrase.c), quotes and speakers (quote.c), references (coref.c: kedua negara, mereka, ia, kami).
 * Buffers stay for the next article: nothing is allocated once they have grown. About 10 million
 * tokens a second. */
#ifndef BK_MODEL_ACTOR_H
#define BK_MODEL_ACTOR_H

#include "model/triad.h"

/* Tokens of a mention, beside its bk_mention. */
typedef struct bk__spot {
    uint32_t first, n;         /* tokens [first, first + n) */
    uint32_t actor;            /* into bk_triad.actor; BK__NONE for several or an unknown one */
    uint32_t phrase, n_phrase; /* tokens of the noun phrase around it: office, country and person
                                  of "Menteri Luar Negeri AS Antony Blinken" share one */
    uint8_t sort;              /* bk__sort */
    uint8_t role;              /* bk__role by which it was found: ACTOR for a name */
} bk__spot;

typedef struct bk__extent { /* tokens of a quote, marks left out, and of its speaker */
    uint32_t first, n;
    uint32_t speaker, n_speaker; /* n_speaker 0: none */
    uint32_t actor;              /* the speaker's, into bk_triad.actor; BK__NONE */
    uint8_t speech;              /* bk__speech of quote.h: how it is said */
} bk__extent;

typedef struct bk__reading bk__reading;
struct bk__reading {
    const bk_article *article;
    const bk_scan *scan;
    const bk_mention *mention; /* [n_mentions] by token; they do not overlap */
    const bk__spot *spot;      /* [n_mentions] */
    uint32_t n_mentions;
    const bk_quote *quote;    /* [n_quotes] by first token; indirect ones may hold direct ones */
    const bk__extent *extent; /* [n_quotes] */
    uint32_t n_quotes;
    const uint32_t *mention_at; /* [tokens] the mention that a token belongs to; BK__NONE */
    struct bk__work *work;      /* reading.h */
    const uint32_t *quote_at;   /* [tokens] the innermost quote around a token; BK__NONE */
};

/* One a worker; analyzer and triad must outlive it. */
bk_status bk__reading_new(bk_ctx *ctx, bk__reading **out, bk_analyzer *a, const bk_triad *t);
/* Borrows article and scan until the next run. */
bk_status bk__reading_run(bk__reading *r, const bk_article *article, const bk_scan *scan);
void bk__reading_free(bk__reading *r);

#endif
