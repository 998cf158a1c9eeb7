/* words.h - the words of articles as they are read, for who compares texts. */
#ifndef BK_VECTOR_WORDS_H
#define BK_VECTOR_WORDS_H

#include <bingkai/text.h>
#include <bingkai/vectorize.h>

#include "base/str.h"

/* Hashes of article `row`'s folded words and numbers, in order, borrowed. On workers. */
typedef bk_status bk__words_fn(void *user, int64_t row, const uint32_t *word, size_t n);
typedef struct bk__words_to {
    bk__words_fn *take;
    void *user;
} bk__words_to;

/* Neither 0 nor UINT32_MAX; 0 for a form that is neither a word nor a number. */
static inline uint32_t bk__word_hash(const bk_form *form)
{
    uint32_t hash = (uint32_t)bk__hash(form->fold.p, form->fold.n);
    bool word = form->kind == BK_KIND_WORD || form->kind == BK_KIND_NUMBER;
    return !word ? 0 : hash - 1 < UINT32_MAX - 2 ? hash : 1;
}

/* Reads every article of a corpus. */
bk_status bk__words_read(bk_ctx *ctx, const bk_corpus *c, const bk__words_to *to);
/* bk_vectorizer_fit, whose reading gives the same words; *read: it did (it does not where texts are
 * cut as Python does it). */
bk_status bk__vectorizer_fit_words(bk_ctx *ctx, bk_vectorizer **out, const bk_corpus *c,
                                   const bk_vectorizer_opts *opts, const bk__words_to *to,
                                   bool *read);

#endif
