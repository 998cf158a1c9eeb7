/* Roots of a list written by hand: at least 97 of 100, and no name is damaged. */
#include "support/support.h"

#include <bingkai/text.h>

#include "text/lexicon.h"

static void roots_are_found(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_analyzer *a;
    bk__lexicon l;
    size_t right = 0;
    (void)state;
    t_ok(ctx, bk_analyzer_new(ctx, &a, NULL));
    t_ok(ctx, bk__lexicon_open_path(ctx, &l, "tests/recover/stems_id.tsv", "word root kind"));
    assert_true(l.n_rows >= 300);
    for (size_t i = 0; i < l.n_rows; i++) {
        const bk_form *f;
        t_ok(ctx, bk_analyzer_word(a, bk__lexicon_at(&l, i, 0), "id", &f));
        bool same = bk__str_eq(f->root, bk__lexicon_at(&l, i, 1));
        right += same;
        if (!same)
            print_message("%.*s: %.*s\n", (int)f->surface.n, f->surface.p, (int)f->root.n,
                          f->root.p);
        if (bk__str_eq(bk__lexicon_at(&l, i, 2), BK__STR("name")))
            assert_true(same);
    }
    assert_true((double)right >= 0.97 * (double)l.n_rows);
    bk__lexicon_close(&l);
    bk_analyzer_free(a);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(roots_are_found)};
    return cmocka_run_group_tests_name("stems", tests, NULL, NULL);
}
