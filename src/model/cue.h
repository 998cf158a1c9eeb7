/* cue.h - a text as named cues: what a classifier may learn from.
 *
 * A cue's name is its kind, a blank and words. Kinds:
 *   words   w word, two or three in a row (folded)      r root      ! root that is negated
 *           pp a root and the polarity of a word behind it, where no party is given
 *   parts   c three to five letters of a word, blanks at its ends
 *   place   where source or target is given: a root, or two words, behind their place: <a |a >a
 *           before, between and behind source and target where the source comes first, b where
 *           the target does; where one alone is given - before and + behind it, with c in its
 *           clause, x outside, and with 1 2 4 how many words away; va vb the first words that
 *           say something behind source and target (~ one of three)
 *   sense   what lexicons say, alone and behind a place.
 *           s       class, way, sign, quad of a hit of the relation lexicon
 *           va vb   ... of the first hit behind source or target
 *           by to   its sign where the party acts or is acted upon; plan what has not happened
 *           p       polarity of a word, or the text's sum; pc pn sums of the party's clause and
 *                   of what is near; vb ub of the nearest word behind and before the target
 *           ends end  of the first and the last word that has one, where no party is given
 *           own heard else told around text   polarity by whose words it is
 *           t       where the target stands, which pronoun it is, in whose words
 * Source, target and other actors are A, B and O wherever they stand, numbers are 0. */
#ifndef BK_MODEL_CUE_H
#define BK_MODEL_CUE_H

#include "base/str.h"

enum { BK__CUE_WORDS, BK__CUE_PARTS, BK__CUE_PLACE, BK__CUE_SENSE, BK__CUE_BLOCKS };
enum { BK__CUE_VERSION = 3 }; /* rises where the same text gives other cues */

typedef struct bk__cue {
    uint64_t hash; /* of the name */
    bk_str name;
    float count;
    uint8_t block;
} bk__cue;

typedef struct bk__cue_text {
    bk_str text, source, target; /* source, target {NULL, 0}: none */
    int64_t from; /* character of the text that the target begins with; -1: its first occurrence */
} bk__cue_text;

typedef struct bk__cues bk__cues;
/* One a worker. mask: names, capitals, none. */
bk_status bk__cues_new(bk_ctx *ctx, bk__cues **out, const char *lang, const char *mask);
/* By hash, each once; borrowed until the next run. O(text). */
bk_status bk__cues_run(bk__cues *c, const bk__cue_text *t, const bk__cue **out, uint32_t *n);
void bk__cues_free(bk__cues *c);

#endif
