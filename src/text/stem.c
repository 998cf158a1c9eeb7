/* stem.c - English stems (Porter's second algorithm); the only door to libstemmer. */
#include "text/stem.h"

#include <libstemmer.h>

struct bk__stem_en {
    struct sb_stemmer *snowball;
};

bk_status bk__stem_en_new(bk_ctx *ctx, bk__stem_en **out)
{
    bk__stem_en *s = bk__calloc(ctx, 1, sizeof *s);
    *out = s;
    if (!s)
        return BK_ENOMEM;
    s->snowball = sb_stemmer_new("english", "UTF_8");
    if (s->snowball)
        return BK_OK;
    bk__free(ctx, s);
    *out = NULL;
    return bk__fail(ctx, BK_ENOMEM, "", "libstemmer gave no English stemmer");
}

bk_str bk__stem_en_run(bk__stem_en *s, bk_str folded)
{
    if (folded.n > 256)
        return folded;
    const sb_symbol *p = sb_stemmer_stem(s->snowball, (const sb_symbol *)folded.p, (int)folded.n);
    return p ? (bk_str){(const char *)p, (size_t)sb_stemmer_length(s->snowball)} : folded;
}

void bk__stem_en_free(bk_ctx *ctx, bk__stem_en *s)
{
    if (!s)
        return;
    sb_stemmer_delete(s->snowball);
    bk__free(ctx, s);
}
