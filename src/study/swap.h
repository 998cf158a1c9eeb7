/* swap.h - the names of the powers exchanged in a text.
 *
 * A triad file's "equivalents" hold, by language, rows of names that stand for one another, one a
 * power in alphabetical order of their codes: ["Beijing", "Moskow", "Washington"]. What an alias
 * file marks as another sense (Laut China Selatan) stays; a name of a power that no row holds makes
 * the text unfit. */
#ifndef BK_STUDY_SWAP_H
#define BK_STUDY_SWAP_H

#include <bingkai/relation.h>

#include "base/str.h"

typedef struct bk__swap bk__swap;
bk_status bk__swap_new(bk_ctx *ctx, bk__swap **out, bk_analyzer *a, const bk_triad *t);
/* Appends `text` to `out` with power p's names as those of to[p]. *fit false: a name has no
 * equivalent (its text stays). Uses the analyzer: an earlier scan is gone afterwards. */
bk_status bk__swap_text(bk__swap *s, bk__buf *out, bk_str text, const char *lang, const int16_t *to,
                        bool *fit);
void bk__swap_free(bk__swap *s);

#endif
