/* shown.h - how terms are written for people. */
#ifndef BK_VECTOR_SHOWN_H
#define BK_VECTOR_SHOWN_H

#include <bingkai/text.h>

#include "base/map.h"
#include "base/str.h"

/* How often one written form stood for a word. */
typedef struct bk__written {
    bk_str word, fold, surface; /* in `forms` */
    bool capital;
    uint64_t all, inside; /* occurrences; those in running text, where capitals mean something */
} bk__written;

typedef struct bk__shown {
    bk_ctx *ctx;
    bk__map forms; /* word, fold, surface, between them a 0 byte */
    bk__written *written;
    uint32_t cap;
    bk__map words; /* after bk__shown_settle */
    bk_str *best;  /* [words.n] */
    bk__buf key;
} bk__shown;

void bk__shown_init(bk__shown *s, bk_ctx *ctx);
void bk__shown_clear(bk__shown *s);
/* Adds occurrences of a form whose term is `word`; the order of the calls does not matter. */
bk_status bk__shown_add(bk__shown *s, bk_str word, const bk_form *form, uint64_t all,
                        uint64_t inside);
/* Chooses; afterwards nothing is added. */
bk_status bk__shown_settle(bk__shown *s);
/* A term of one or more words joined with blanks, each as it is mostly written; unknown words as
 * they are. */
bk_status bk__shown_of(const bk__shown *s, bk_str term, bk__buf *out);

#endif
