/* labels.c - which terms may name a topic.
 *
 * A label is three words; those that say nothing of what a topic is about are passed over and stay
 * in its list of terms: negators and models/<lang>/unlabelled.txt, numbers, single letters, the
 * outlets' own names, where they are written as names: with a capital. */
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

bk_status bk__labels_open(bk_ctx *ctx, bk__labels *l, const bk__groups *outlets)
{
    static const char *const lists[] = {"id/negators.txt", "en/negators.txt", "id/unlabelled.txt",
                                        "en/unlabelled.txt"};
    bk_status st = BK_OK;
    *l = (bk__labels){0};
    bk__map_init(&l->barred, ctx);
    bk__map_init(&l->outlets, ctx);
    bk__buf_init(&l->fold, ctx);
    for (size_t i = 0; i < sizeof lists / sizeof *lists && st == BK_OK; i++) {
        char *path = bk__data_path(ctx, lists[i]);
        st = path ? bk__words_load(ctx, &l->barred, path) : BK_ENOMEM;
        bk__free(ctx, path);
    }
    for (int32_t i = 0; i < outlets->n && st == BK_OK; i++)
        st = bar_outlet(l, outlets->id[i]);
    return st;
}

void bk__labels_close(bk__labels *l)
{
    bk__map_clear(&l->barred);
    bk__map_clear(&l->outlets);
    bk__buf_clear(&l->fold);
}

static bool barred(const bk__labels *l, bk_str words)
{
    if (bk__map_find(&l->barred, words) != BK__NONE)
        return true;
    for (bk_str rest = words; rest.n > 0;)
        if (bk__map_find(&l->barred, bk__str_cut(&rest, ' ')) != BK__NONE)
            return true;
    return false;
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
