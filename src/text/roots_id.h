/* roots_id.h - what the Indonesian stemmer knows: roots with the affixes that each takes. */
#ifndef BK_TEXT_ROOTS_ID_H
#define BK_TEXT_ROOTS_ID_H

#include "base/map.h"
#include "text/sieve.h"
#include "text/stem_id.h"

enum {
    BK__LONGEST_ROOT = 64,
    BK__LEAST_ROOT = 2,
    BK__ROOT_BITS = 1 << 18,
    BK__EXCEPTION_BITS = 1 << 13
};

/* Which of the stemmer's prefixes begin with a letter: [from, to). */
typedef struct bk__stem_range {
    uint8_t from, to;
} bk__stem_range;
void bk__stem_id_ranges(bk__stem_range range[32]); /* zeroed; by the lowest five bits */

struct bk__stem_id {
    bk_ctx *ctx;
    bk__map root;                       /* of the dictionary */
    uint64_t roots[BK__ROOT_BITS / 64]; /* sieves */
    uint64_t exceptions[BK__EXCEPTION_BITS / 64];
    bk_str *flags; /* [root.n] two characters each */
    uint32_t cap_flags;
    bk__arena arena;
    bk__map exception; /* words with a stem of our own */
    bk__stem *stem;    /* [exception.n] */
    uint32_t cap_stem;
    bk__stem_range prefixes[32];
    char source[64];
};

/* The root's number, BK__NONE. */
static inline uint32_t bk__root_find(const bk__stem_id *s, bk_str word)
{
    return bk__sieve_may(s->roots, BK__ROOT_BITS, word) ? bk__map_find(&s->root, word) : BK__NONE;
}

static inline uint32_t bk__exception_find(const bk__stem_id *s, bk_str word)
{
    return bk__sieve_may(s->exceptions, BK__EXCEPTION_BITS, word)
               ? bk__map_find(&s->exception, word)
               : BK__NONE;
}

#endif
