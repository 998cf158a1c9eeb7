/* vocab.h - making a vocabulary: terms in the order of their columns. */
#ifndef BK_TEXT_VOCAB_H
#define BK_TEXT_VOCAB_H

#include <bingkai/text.h>

/* Terms (copied), each with its document frequency and occurrences; type i is term i. BK_EFORMAT
 * where a term stands twice. */
bk_status bk__vocab_new(bk_ctx *ctx, bk_vocab **out, const bk_str *term, const uint64_t *df,
                        const uint64_t *tf, uint32_t n);
/* How each term is written for people (copied, [V]): once, after bk__vocab_new. */
bk_status bk__vocab_show(bk_vocab *v, const bk_str *shown);
void bk__vocab_free(bk_vocab *v); /* NULL is fine */

#endif
