/* labels.c - which terms may belong to a topic, and which of them may name it.
 *
 * Negators and the words of models/<lang>/grammar.txt are in no topic. A label is three words;
 * those that say nothing of what a topic is about are passed over and stay in its list of terms:
 * those of models/<lang>/unlabelled.txt, numbers, single letters, the outlets' own names, where
 * they are written as names: with a capital. */
#include "study/labels.h"

#include "base/file.h"
#include "text/forms.h"
#include "text/utf8.h"

static bk_status bar(bk__labels *l, bk_str outlet)
{
    uint32_t id;
    l->fold.n = 0;
    bk_status st = bk__utf8_fold(&l->fold, outlet);
    return st == BK_OK ? bk__map_put(&l->outlets, bk__buf_str(&l->fold), &id, NULL) : st;
}

static bool letter_at(bk_str s, size_t i, size_t *len)
{
    return bk__utf8_letter(bk__utf8_at(s, i, len));
}

/* "Kompas TV", "KONTAN.CO.ID": the whole name, and what stands before the first dot. Words of a
 * longer name may be common ones (China Daily) and stay. */
static bk_status bar_outlet(bk__labels *l, bk_str name)
{
    bk_str rest = name;
    bk_status st = bar(l, name);
    if (st == BK_OK)
        st = bar(l, bk__str_cut(&rest, '.'));
    rest = name;
    if (st == BK_OK && bk__str_cut(&rest, ' ').n < name.n &&
        (bk__str_eq(rest, BK__STR("TV")) || bk__str_eq(rest, BK__STR("News"))))
        st = bar(l, (bk_str){name.p, name.n - rest.n - 1});
    return st;
}

static bk_status load(bk_ctx *ctx, bk__map *out, const char *const *lists, size_t n)
{
    bk_status st = BK_OK;
    for (size_t i = 0; i < n && st == BK_OK; i++) {
        char *path = bk__data_path(ctx, lists[i]);
        st = path ? bk__words_load(ctx, out, path) : BK_ENOMEM;
        bk__free(ctx, path);
    }
    return st;
}

bk_status bk__labels_open(bk_ctx *ctx, bk__labels *l, const bk__groups *outlets)
{
    static const char *const grammar[] = {"id/negators.txt", "en/negators.txt", "id/grammar.txt",
                                          "en/grammar.txt"};
    static const char *const barred[] = {"id/unlabelled.txt", "en/unlabelled.txt"};
    *l = (bk__labels){0};
    bk__map_init(&l->grammar, ctx);
    bk__map_init(&l->barred, ctx);
    bk__map_init(&l->outlets, ctx);
    bk__buf_init(&l->fold, ctx);
    bk_status st = load(ctx, &l->grammar, grammar, sizeof grammar / sizeof *grammar);
    if (st == BK_OK)
        st = load(ctx, &l->barred, barred, sizeof barred / sizeof *barred);
    for (int32_t i = 0; i < outlets->n && st == BK_OK; i++)
        st = bar_outlet(l, outlets->id[i]);
    return st;
}

void bk__labels_close(bk__labels *l)
{
    bk__map_clear(&l->grammar);
    bk__map_clear(&l->barred);
    bk__map_clear(&l->outlets);
    bk__buf_clear(&l->fold);
}

static bool listed(const bk__labels *l, bk_str word)
{
    return bk__map_find(&l->grammar, word) != BK__NONE ||
           bk__map_find(&l->barred, word) != BK__NONE;
}

static bool barred(const bk__labels *l, bk_str words)
{
    if (listed(l, words))
        return true;
    for (bk_str rest = words; rest.n > 0;)
        if (listed(l, bk__str_cut(&rest, ' ')))
            return true;
    return false;
}

bk_status bk__labels_counts(bk__labels *l, bk_str shown, bool *counts)
{
    l->fold.n = 0;
    bk_status st = bk__utf8_fold(&l->fold, shown);
    *counts = shown.n == 0;
    for (bk_str rest = bk__buf_str(&l->fold); rest.n > 0 && !*counts && st == BK_OK;)
        *counts = bk__map_find(&l->grammar, bk__str_cut(&rest, ' ')) == BK__NONE;
    return st;
}

bk_status bk__labels_fits(bk__labels *l, bk_str term, bk_str shown, bool *fits)
{
    size_t len = 0;
    l->fold.n = 0;
    bk_status st = bk__utf8_fold(&l->fold, shown);
    bk_str fold = bk__buf_str(&l->fold);
    *fits = st == BK_OK && shown.n > 0 && letter_at(shown, 0, &len) && len < shown.n &&
            !barred(l, term) && !barred(l, fold) &&
            (bk__str_eq(shown, fold) || bk__map_find(&l->outlets, fold) == BK__NONE);
    return st;
}
