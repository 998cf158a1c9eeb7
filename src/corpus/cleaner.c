/* cleaner.c - an article cleaned, or kept as it is. */
#include "corpus/cleaner.h"

#include "corpus/line.h"
#include "text/lang.h"

bk_status bk__cleaner_open(bk_ctx *ctx, bk__cleaner *c, bool clean)
{
    bk_status st = BK_OK;
    *c = (bk__cleaner){.ctx = ctx, .clean = clean};
    if (clean)
        st = bk__furniture_open(ctx, &c->rules[0], "id");
    if (clean && st == BK_OK)
        st = bk__furniture_open(ctx, &c->rules[1], "en");
    if (st != BK_OK)
        bk__cleaner_close(c);
    return st;
}

void bk__cleaner_close(bk__cleaner *c)
{
    bk__furniture_close(&c->rules[0]);
    bk__furniture_close(&c->rules[1]);
    bk__titles_clear(&c->titles);
}

static bk_status keep_all(bk__arena *arena, bk_article *a)
{
    const bk_str field[2] = {a->title, a->text};
    for (int f = 0; f < 2; f++) {
        bk_str s = field[f];
        bk_span *span;
        size_t lines = 1, end;
        a->kept[f] = NULL;
        a->n_kept[f] = 0;
        if (s.n == 0 || (f == 0 && a->inferred & BK_INFERRED_TITLE))
            continue;
        for (size_t i = 0; i < s.n; i++)
            lines += s.p[i] == '\n';
        span = bk__arena_array(arena, lines, sizeof *span);
        if (!span)
            return BK_ENOMEM;
        a->kept[f] = span;
        for (size_t i = 0; i < s.n; i = end + 1) {
            end = bk__line_end(s, i);
            if (end > i)
                span[a->n_kept[f]++] = (bk_span){(uint32_t)i, (uint32_t)end};
        }
    }
    return BK_OK;
}

bk_status bk__cleaner_run(const bk__cleaner *c, bk__arena *arena, bk_article *a,
                          const bk__learned *learned)
{
    bool english = bk__lang_named(a->lang) == BK__LANG_EN;
    const bk__titles *titles = c->titles.n > 0 ? &c->titles : NULL;
    return c->clean ? bk__clean(c->ctx, arena, a, &c->rules[english], learned, titles)
                    : keep_all(arena, a);
}
