/* stem_id.h - Indonesian roots and lemmas.
 *
 * First the package hunspell-id, read at run time: roots and the affix classes that each allows.
 * Then our own affix stripper, its candidates checked against those roots. On top of both our
 * exceptions (models/id/stem_exceptions.tsv). Without the package the stripper works by rules
 * alone, and says so.
 *
 * Root: kebijakan -> bijak. Lemma: particles and possessives off, reduplication singled, the voice
 * of a verb taken away (menuduh, dituduh -> tuduh; memperkuat, diperkuat -> perkuat; mengumumkan,
 * diumumkan -> umumkan); derived nouns stay what they are (kebijakan, hubungan, pemerintah). */
#ifndef BK_TEXT_STEM_ID_H
#define BK_TEXT_STEM_ID_H

#include <bingkai/text.h>

#include "base/arena.h"

typedef struct bk__stem_id bk__stem_id;
typedef struct bk__stem {
    bk_str root, lemma; /* in the arena that was handed in, or of the stemmer */
    uint8_t prefix;     /* bk_voice_prefix */
    uint16_t flags;     /* BK_FORM_REDUP, BK_FORM_KNOWN */
} bk__stem;

/* exceptions: a user's own file above ours, or NULL. */
bk_status bk__stem_id_new(bk_ctx *ctx, bk__stem_id **out, const char *exceptions);
bk_status bk__stem_id_run(const bk__stem_id *s, bk_str folded, bk__arena *arena, bk__stem *out);
bool bk__stem_id_known(const bk__stem_id *s, bk_str word); /* a root of the package */
const char *
bk__stem_id_source(const bk__stem_id *s); /* "hunspell-id, 31099 entries", "rules only" */
void bk__stem_id_free(bk_ctx *ctx, bk__stem_id *s);

#endif
