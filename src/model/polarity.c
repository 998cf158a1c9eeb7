/* polarity.c - the polarity lexicon of every language of an analyzer.
 *
 * Columns: pattern (text/pattern.h), polarity -2..2 without 0. */
#include "model/polarity.h"

#include <stdio.h>

#include "base/str.h"
#include "text/lexicon.h"
#include "text/pattern.h"

enum { MIDDLE = 2 };

struct bk__polarities {
    bk_ctx *ctx;
    bk__patterns *lang[BK__LANGS]; /* values are polarity + MIDDLE */
};

static bk_status load(bk__polarities *p, const char *lang, bk__patterns *patterns)
{
    char name[64];
    bk__lexicon l;
    snprintf(name, sizeof name, "%s/polarity.tsv", lang);
    bk_status st = bk__lexicon_open(p->ctx, &l, name, "pattern polarity");
    if (st != BK_OK)
        return st;
    for (size_t i = 0; i < l.n_rows && st == BK_OK; i++) {
        int64_t value;
        bool twice = false;
        if (!bk__str_int(bk__lexicon_at(&l, i, 1), &value) || value < -2 || value > 2 || !value)
            st = bk__lexicon_bad(p->ctx, &l, i, "the polarity must be -2, -1, 1 or 2");
        else
            st = bk__patterns_add(patterns, bk__lexicon_at(&l, i, 0), lang,
                                  (uint32_t)(value + MIDDLE), &twice);
        if (st == BK_OK && twice)
            st = bk__lexicon_bad(p->ctx, &l, i, "this pattern stands above already");
    }
    bk__lexicon_close(&l);
    return st;
}

bk_status bk__polarities_new(bk_ctx *ctx, bk__polarities **out, bk_analyzer *a)
{
    bk__polarities *p = bk__calloc(ctx, 1, sizeof *p);
    *out = NULL;
    if (!p)
        return BK_ENOMEM;
    p->ctx = ctx;
    bk_status st = BK_OK;
    for (uint8_t i = 0; st == BK_OK && i < BK__LANGS && *bk_analyzer_lang(a, i); i++) {
        st = bk__patterns_new(ctx, &p->lang[i], a);
        if (st == BK_OK)
            st = load(p, bk_analyzer_lang(a, i), p->lang[i]);
    }
    if (st != BK_OK) {
        bk__polarities_free(p);
        return st;
    }
    *out = p;
    return BK_OK;
}

uint32_t bk__polarities_match(bk__polarities *p, const bk_scan *scan, uint32_t i, int8_t *value)
{
    bk__patterns *patterns = scan->lang < BK__LANGS ? p->lang[scan->lang] : NULL;
    uint32_t at = MIDDLE, n = patterns ? bk__patterns_match(patterns, scan, i, &at) : 0;
    *value = (int8_t)(n > 0 ? (int)at - MIDDLE : 0);
    return n;
}

void bk__polarities_free(bk__polarities *p)
{
    if (!p)
        return;
    for (int i = 0; i < BK__LANGS; i++)
        bk__patterns_free(p->lang[i]);
    bk__free(p->ctx, p);
}
