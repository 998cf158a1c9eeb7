/* roots_id.h - what the Indonesian stemmer knows: roots with the affixes that each takes. */
#ifndef BK_TEXT_ROOTS_ID_H
#define BK_TEXT_ROOTS_ID_H

#include "base/map.h"
#include "text/stem_id.h"

enum { BK__LONGEST_ROOT = 64, BK__LEAST_ROOT = 2 };

struct bk__stem_id {
    bk_ctx *ctx;
    bk__map root;  /* of the dictionary */
    bk_str *flags; /* [root.n] two characters each */
    uint32_t cap_flags;
    bk__arena arena;
    bk__map exception; /* words with a stem of our own */
    bk__stem *stem;    /* [exception.n] */
    uint32_t cap_stem;
    char source[64];
};

#endif
