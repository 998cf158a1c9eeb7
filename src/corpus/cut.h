/* cut.h - how far a rule of furniture reaches in a line. */
#ifndef BK_CORPUS_CUT_H
#define BK_CORPUS_CUT_H

#include "corpus/clean.h"

typedef struct bk__page { /* a text and what is known where it comes from */
    const bk__furniture *rules;
    const bk__titles *titles; /* NULL: not known */
    bk_str s;
    bk_str title; /* the article's own */
} bk__page;

/* The first rule of these kinds (bits) that applies at p->s.p[at] in a line that ends at `end`:
 * where what it takes ends, 0 for none. *len: bytes of its words. Pure. */
size_t bk__cut_at(const bk__page *p, size_t at, size_t end, uint32_t kinds, const bk__rule **r,
                  size_t *len);
/* The end of the headline that begins at p->s.p[at], as bk__headline_end; a title of the input is
 * known by its words. */
size_t bk__cut_headline(const bk__page *p, size_t at, size_t end);
/* "1. A sub-heading", or words in quotation marks: what a label without a colon does not take. */
bool bk__cut_item(bk_str s, size_t at, size_t end);
/* As bk__cut_at, for the bracket that opens at s.p[at]. */
size_t bk__cut_bracket(const bk__furniture *rules, bk_str s, size_t at, size_t end,
                       const bk__rule **r);
/* Words that, with a capital, are furniture even where the stop before them is missing. */
bool bk__opens_anywhere(const bk__rule *r);
/* A full stop ends a sentence inside of [i, end). */
bool bk__stop_inside(bk_str s, size_t i, size_t end);

#endif
