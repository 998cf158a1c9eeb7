/* stem.h - English stems, through libstemmer (stem.c is its only door). */
#ifndef BK_TEXT_STEM_H
#define BK_TEXT_STEM_H

#include "base/str.h"

typedef struct bk__stem_en bk__stem_en;
bk_status bk__stem_en_new(bk_ctx *ctx, bk__stem_en **out);
/* Borrowed until the next call. */
bk_str bk__stem_en_run(bk__stem_en *s, bk_str folded);
void bk__stem_en_free(bk_ctx *ctx, bk__stem_en *s);

#endif
