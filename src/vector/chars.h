/* chars.h - n-grams of characters instead of words. */
#ifndef BK_VECTOR_CHARS_H
#define BK_VECTOR_CHARS_H

#include "vector/counter.h"

typedef struct bk__chars {
    bk_ctx *ctx; /* NULL: words are counted */
    int min, max;
    bool in_words; /* no n-gram reaches over a word; a blank stands at both of its ends */
    bk__buf text;
    size_t *start; /* [cap_start] of the characters of a stretch */
    size_t cap_start;
    size_t *end; /* [n_end] of the stretches in `text` */
    size_t n_end, cap_end;
} bk__chars;

void bk__chars_init(bk__chars *c, bk_ctx *ctx, const bk_vectorizer_opts *opts);
void bk__chars_clear(bk__chars *c); /* fine on a zeroed one */
/* As scikit-learn's analyzers "char" and "char_wb": text.lower(), several white spaces are one
 * blank. */
bk_status bk__chars_python(bk__chars *c, bk__counter *k, bk_str text);
/* Of words (numbers of `names`, BK__BREAK between stretches), joined with blanks or one by one. */
bk_status bk__chars_words(bk__chars *c, bk__counter *k, const bk__map *names, const uint32_t *word,
                          size_t n);

#endif
