/* titles.h - the titles of all articles of an input, to know a headline that stands in a text. */
#ifndef BK_CORPUS_TITLES_H
#define BK_CORPUS_TITLES_H

#include "base/ctx.h"
#include "base/str.h"

typedef struct bk__titles {
    bk_ctx *ctx;
    bk_str *title;   /* [n] borrowed */
    uint32_t *next;  /* [n] the next one of its place, BK__NONE: none */
    uint32_t *first; /* [mask + 1] of a place */
    uint32_t *place; /* [n] of its first words, BK__NONE: too few */
    uint32_t mask;
    uint32_t n;
} bk__titles;

/* Room for n titles. BK_ENOMEM. */
bk_status bk__titles_init(bk_ctx *ctx, bk__titles *t, size_t n);
/* The i-th one; the strings stay the caller's. Several at a time. */
void bk__titles_note(bk__titles *t, size_t i, bk_str title);
/* All are noted: from here on they can be looked up. */
void bk__titles_link(bk__titles *t);
void bk__titles_clear(bk__titles *t); /* fine on a zeroed one */

/* Where the longest title that begins at s.p[at] ends, with what closes its last word; `at` for
 * none, or t NULL. Case does not count. Pure; a look-up of five words where none begins. */
size_t bk__titles_end(const bk__titles *t, bk_str s, size_t at, size_t end);
/* The same of one title of five words and more, written as it is. */
size_t bk__title_end(bk_str title, bk_str s, size_t at, size_t end);

#endif
