/* shown.h - how terms are written for people. */
#ifndef BK_VECTOR_SHOWN_H
#define BK_VECTOR_SHOWN_H

#include <bingkai/text.h>

#include "base/map.h"
#include "base/str.h"

/* How often one written form stood for a word. */
typedef struct bk__written {
    bk_str fold, surface; /* borrowed */
    uint64_t all, inside; /* occurrences; those in running text, where capitals mean something */
    uint32_t word;        /* of `words` */
    bool capital;
} bk__written;

typedef struct bk__shown {
    bk_ctx *ctx;
    bk__map words;
    bk__written *written; /* [n] until it is settled */
    uint32_t n, cap;
    bk_str *best; /* [words.n] once it is settled, in `strings` */
    bk__arena strings;
} bk__shown;

void bk__shown_init(bk__shown *s, bk_ctx *ctx);
void bk__shown_clear(bk__shown *s);
/* Adds occurrences of a form whose term is `word`; the order of the calls does not matter. The
 * form's strings are borrowed until it is settled. */
bk_status bk__shown_add(bk__shown *s, bk_str word, const bk_form *form, uint64_t all,
                        uint64_t inside);
/* Chooses; afterwards nothing is added. */
bk_status bk__shown_settle(bk__shown *s);
/* A term of one or more words joined with blanks, each as it is mostly written; unknown words as
 * they are. */
bk_status bk__shown_of(const bk__shown *s, bk_str term, bk__buf *out);

#endif
