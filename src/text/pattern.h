/* pattern.h - sets of one- and many-word patterns, matched over scanned tokens.
 *
 * A pattern is words separated by blanks. Each word matches a token by
 *     kata     its folded form or its lemma
 *     'kata    its folded form only
 *     =Kata    its written form exactly (AS, but not as)
 *     ~kata    its root
 *     kata*    a folded form that begins so (at least 3 letters before the star)
 * Matching is a walk down a trie from token i; the longest pattern wins, then the first kind
 * of word above, then the longer beginning; punctuation between words does not match. What a form
 * offers to the trie's first step is cached for each form. */
#ifndef BK_TEXT_PATTERN_H
#define BK_TEXT_PATTERN_H

#include <bingkai/text.h>

#include "base/ctx.h"

enum { BK__LANGS = 8 }; /* of an analyzer: no more have patterns */

typedef struct bk__patterns bk__patterns;
/* Belongs to one analyzer (and so to one worker). */
bk_status bk__patterns_new(bk_ctx *ctx, bk__patterns **out, bk_analyzer *a);
/* `lang` "id", "en", or NULL for all. The same pattern added twice keeps the first value;
 * *twice (may be NULL) tells. BK_EFORMAT where the pattern is malformed. */
bk_status bk__patterns_add(bk__patterns *p, bk_str pattern, const char *lang, uint32_t value,
                           bool *twice);
/* The longest pattern that begins at token i of the scan: number of tokens and value; 0: none.
 * Never crosses the end of token i's sentence. */
uint32_t bk__patterns_match(bk__patterns *p, const bk_scan *scan, uint32_t i, uint32_t *value);
/* BK_OK, or the first failure of a match since the patterns were made: what it found then is not
 * all. */
bk_status bk__patterns_status(const bk__patterns *p);
/* Pays for the forms that are new since the last call, so that matching cannot run out of memory
 * (where it would, it finds nothing). BK_ENOMEM. */
bk_status bk__patterns_learn(bk__patterns *p);
void bk__patterns_free(bk__patterns *p);

#endif
