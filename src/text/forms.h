/* forms.h - what is known about each distinct written form of one language.
 *
 * Folded, stemmed and looked up when first seen; strings live in the table's arena. */
#ifndef BK_TEXT_FORMS_H
#define BK_TEXT_FORMS_H

#include "base/map.h"
#include "text/sieve.h"
#include "text/stem.h"
#include "text/stem_id.h"

enum { BK__LIST_BITS = 1 << 14 };
typedef struct bk__language {
    const char *code; /* "id", "en" */
    bk__map stop, negator, abbreviation, name;
    uint64_t lists[BK__LIST_BITS / 64]; /* a sieve of stop, negator and name */
    bk__stem_id *stem_id;               /* Indonesian */
    bk__stem_en *stem_en;               /* English */
} bk__language;

/* Loads models/<code>/{stopwords,negators,abbreviations,names}.txt. stopwords: "model", "none" or a
 * file. */
bk_status bk__language_open(bk_ctx *ctx, bk__language *l, const char *code, const char *stopwords,
                            const char *exceptions);
void bk__language_close(bk_ctx *ctx, bk__language *l);
/* fold of *form, as bk__form_fill has it; its flags are then those of letters alone. */
bk_status bk__form_fold(bk__arena *arena, bk__buf *scratch, bk_form *form);
/* Everything but surface, kind and lang of *form. */
bk_status bk__form_fill(bk__language *l, bk__arena *arena, bk__buf *scratch, bk_form *form);
/* False: the word is in none of the language's lists. */
bool bk__form_may_be_listed(const bk__language *l, bk__buf *scratch, bk_str surface);
/* BK_FORM_OPEN and BK_FORM_CLOSE of a mark; 0: no quotation mark. */
uint16_t bk__quotation(bk_str s);
/* A word a line, folded; # comments. */
bk_status bk__words_load(bk_ctx *ctx, bk__map *out, const char *path);

#endif
