/* Words of the relation lexicon are found by lemma and root, the longest row wins, by language. */
#include "support/support.h"

#include "base/str.h"
#include "model/predicate.h"

static void classes_have_quads(void **state)
{
    (void)state;
    assert_int_equal(bk__class_find(BK__STR("SANCTION")), BK__SANCTION);
    assert_int_equal(bk__class_find(BK__STR("ACCUSE")), BK__ACCUSE);
    assert_int_equal(bk__class_find(BK__STR("nothing")), BK__NO_CLASS);
    assert_int_equal(bk__class_at(BK__SANCTION)->quad, BK_QUAD_MK);
    assert_int_equal(bk__class_at(BK__CONSULT)->quad, BK_QUAD_VC);
    assert_int_equal(bk__class_at(BK__AID)->quad, BK_QUAD_MC);
    assert_int_equal(bk__class_at(BK__NO_CLASS)->quad, BK_QUAD_N);
    assert_string_equal(bk__class_at(BK__ASSAULT)->name, "ASSAULT");
    assert_string_equal(bk__class_at(200)->name, "");
}

/* The row at the first token of a text. */
static uint32_t first_row(bk_ctx *ctx, bk_analyzer *a, bk__predicates *p, const char *lang,
                          const char *text, const bk__predicate **row)
{
    const bk_scan *scan;
    t_ok(ctx, bk_analyzer_text(a, bk__str(text), lang, &scan));
    return bk__predicates_match(p, scan, 0, row);
}

static void words_are_found(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_analyzer *a;
    bk__predicates *p;
    const bk__predicate *row;
    (void)state;
    t_ok(ctx, bk_analyzer_new(ctx, &a, NULL));
    t_ok(ctx, bk__predicates_new(ctx, &p, a));
    const char *const accuse[] = {"menuduh", "dituduh", "tuduhan", "mengecam", "kecaman"};
    for (size_t i = 0; i < sizeof accuse / sizeof *accuse; i++) {
        assert_int_equal(first_row(ctx, a, p, "id", accuse[i], &row), 1);
        assert_int_equal(row->kind, BK__ACCUSE);
        assert_int_equal(row->sign, -1);
        assert_int_equal(row->shape, BK__SAY);
    }
    assert_int_equal(first_row(ctx, a, p, "id", "perang dagang itu", &row), 2);
    assert_int_equal(row->shape, BK__PAIR);
    assert_int_equal(first_row(ctx, a, p, "id", "kapal perang itu", &row), 2);
    assert_int_equal(row->shape, BK__PLAIN);
    assert_int_equal(first_row(ctx, a, p, "id", "kucing", &row), 0);
    assert_null(row);
    assert_int_equal(first_row(ctx, a, p, "en", "condemned", &row), 1);
    assert_int_equal(row->kind, BK__ACCUSE);
    assert_int_equal(first_row(ctx, a, p, "en", "mengecam", &row), 0);
    bk__predicates_free(p);
    bk_analyzer_free(a);
    t_ctx_free(ctx);
}

static bk_status open_once(bk_ctx *ctx, void *user)
{
    bk_analyzer *a = NULL;
    bk__predicates *p = NULL;
    (void)user;
    bk_status st = bk_analyzer_new(ctx, &a, NULL);
    if (st == BK_OK)
        st = bk__predicates_new(ctx, &p, a);
    bk__predicates_free(p);
    bk_analyzer_free(a);
    return st;
}

static void memory_may_run_out(void **state)
{
    (void)state;
    t_fail_each(open_once, NULL, 1, 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes_have_quads),
        cmocka_unit_test(words_are_found),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests_name("predicate", tests, NULL, NULL);
}
