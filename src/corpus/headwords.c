/* headwords.c - what kinds of words headlines and first sentences have: models/<lang>/headline.tsv.
 */
#include "corpus/headwords.h"

#include <stdio.h>

#include "text/lexicon.h"

enum { LONGEST = 16 }; /* no longer word is looked up */

static const char *const class_name[] = {"small",   "loose",   "opener",   "pronoun",
                                         "weak",    "office",  "verb",     "unit",
                                         "leading", "heading", "predicate"};
enum { CLASSES = sizeof class_name / sizeof *class_name };

/* The classes (bits) of "small leading"; 0 where one is not known. */
static uint32_t classes_of(bk_str cell)
{
    uint32_t is = 0;
    while (cell.n > 0) {
        const char *blank = memchr(cell.p, ' ', cell.n);
        bk_str name = {cell.p, blank ? (size_t)(blank - cell.p) : cell.n};
        size_t k = 0, skip = name.n + (blank != NULL);
        while (k < CLASSES && !bk__str_eq(name, bk__str(class_name[k])))
            k++;
        if (k == CLASSES)
            return 0;
        is |= 1u << k;
        cell = (bk_str){cell.p + skip, cell.n - skip};
    }
    return is;
}

static bk_status add(bk_ctx *ctx, bk__headwords *h, const bk__lexicon *l, size_t row)
{
    bk_str w = bk__lexicon_at(l, row, 0);
    uint32_t is = classes_of(bk__lexicon_at(l, row, 1)), id;
    bool added = false;
    bk_status st;
    if (w.n == 0 || w.n > LONGEST || is == 0)
        return bk__lexicon_bad(ctx, l, row,
                               is == 0 ? "no such class" : "expected a word of up to 16 bytes");
    st = bk__map_put(&h->word, w, &id, &added);
    if (st == BK_OK && !added)
        return bk__lexicon_bad(ctx, l, row, "the word is there already");
    if (st == BK_OK)
        h->is[id] = is;
    return st;
}

bk_status bk__headwords_open(bk_ctx *ctx, bk__headwords *out, const char *lang)
{
    bk__lexicon l;
    char name[64];
    bk_status st;
    *out = (bk__headwords){.is = NULL};
    bk__map_init(&out->word, ctx);
    snprintf(name, sizeof name, "%s/headline.tsv", lang);
    st = bk__lexicon_open(ctx, &l, name, "word classes");
    if (st != BK_OK)
        return st;
    out->is = bk__alloc_array(ctx, l.n_rows + 1, sizeof *out->is);
    if (!out->is)
        st = BK_ENOMEM;
    for (size_t i = 0; i < l.n_rows && st == BK_OK; i++)
        st = add(ctx, out, &l, i);
    bk__lexicon_close(&l);
    if (st != BK_OK)
        bk__headwords_close(out);
    return st;
}

void bk__headwords_close(bk__headwords *h)
{
    if (!h->word.ctx)
        return;
    bk__free(h->word.ctx, h->is);
    bk__map_clear(&h->word);
    *h = (bk__headwords){.is = NULL};
}

uint32_t bk__headwords_of(const bk__headwords *h, bk_str w)
{
    char low[LONGEST] = {0};
    if (!h || !h->is || w.n == 0 || w.n > LONGEST)
        return 0;
    for (size_t i = 0; i < w.n; i++)
        low[i] = w.p[i] >= 'A' && w.p[i] <= 'Z' ? (char)(w.p[i] + 32) : w.p[i];
    uint32_t id = bk__map_find(&h->word, (bk_str){low, w.n});
    return id == BK__NONE ? 0 : h->is[id];
}
