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
    uint32_t word;
    bool capital;
} bk__written;
bk__written bk__written_of(const bk_form *form, uint32_t word, uint64_t all, uint64_t inside);

typedef struct bk__shown {
    bk_ctx *ctx;
    bk_str *best; /* [n] of each word, in `bytes`; {NULL,0}: it has no form. NULL: none has */
    uint32_t n;
    char *bytes;
    bk__map words; /* once they were named */
} bk__shown;

void bk__shown_init(bk__shown *s, bk_ctx *ctx);
void bk__shown_clear(bk__shown *s);
/* Chooses for words 0..words-1 from n forms in any order, whose strings are not needed afterwards.
 * Over the pool. */
bk_status bk__shown_settle(bk__shown *s, const bk__written *form, size_t n, uint32_t words);
/* The n forms of one word in the order of their bytes, each once, summed; how many. */
uint32_t bk__shown_sum(bk__written *w, uint32_t n);
/* How a word of n > 0 forms is shown; they are put in order. Borrowed from them. */
bk_str bk__shown_choose(bk__written *w, uint32_t n);
/* So that the first n words are found by their bytes: word[n]. */
bk_status bk__shown_name(bk__shown *s, const bk_str *word, uint32_t n);
/* A term of one or more words joined with blanks, each as it is mostly written; unknown words as
 * they are. After bk__shown_name. */
bk_status bk__shown_of(const bk__shown *s, bk_str term, bk__buf *out);

#endif
