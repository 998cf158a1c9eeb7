/* roots_id.h - what the Indonesian stemmer knows: roots with the affixes that each takes. */
#ifndef BK_TEXT_ROOTS_ID_H
#define BK_TEXT_ROOTS_ID_H

#include "base/map.h"
#include "text/seen.h"
#include "text/stem_id.h"

enum { BK__LONGEST_ROOT = 64, BK__LEAST_ROOT = 2, BK__ROOT_BITS = 1 << 18 };

struct bk__stem_id {
    bk_ctx *ctx;
    bk__map root;                     /* of the dictionary */
    uint64_t may[BK__ROOT_BITS / 64]; /* a bit for the hash of each: most words are none */
    bk_str *flags;                    /* [root.n] two characters each */
    uint32_t cap_flags;
    bk__arena arena;
    bk__map exception; /* words with a stem of our own */
    bk__stem *stem;    /* [exception.n] */
    uint32_t cap_stem;
    char source[64];
};

/* The root's number, BK__NONE. */
static inline uint32_t bk__root_find(const bk__stem_id *s, bk_str word)
{
    uint64_t bit = bk__seen_key_of(word, BK_KIND_WORD).hash % BK__ROOT_BITS;
    return s->may[bit / 64] >> bit % 64 & 1 ? bk__map_find(&s->root, word) : BK__NONE;
}

#endif
