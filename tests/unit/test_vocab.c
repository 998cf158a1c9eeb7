/* Terms keep their order; each is found by its bytes; none stands twice. */
#include "support/support.h"

#include "base/str.h"
#include "text/vocab.h"

static void terms_are_found(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    const bk_str terms[] = {BK__STR("perang"), BK__STR("damai"), BK__STR("")};
    const uint64_t df[] = {3, 2, 1}, tf[] = {9, 8, 7};
    bk_vocab *v;
    (void)state;
    t_ok(ctx, bk__vocab_new(ctx, &v, terms, df, tf, 3));
    assert_int_equal(bk_vocab_size(v), 3);
    assert_true(bk__str_eq(bk_vocab_term(v, 1), BK__STR("damai")));
    assert_int_equal(bk_vocab_df(v, 1), 2);
    assert_int_equal(bk_vocab_tf(v, 0), 9);
    assert_int_equal(bk_vocab_find(v, BK__STR("damai")), 1);
    assert_int_equal(bk_vocab_find(v, BK__STR("dama")), UINT32_MAX);
    bk__vocab_free(v);
    t_ok(ctx, bk__vocab_new(ctx, &v, NULL, NULL, NULL, 0));
    assert_int_equal(bk_vocab_size(v), 0);
    assert_int_equal(bk_vocab_find(v, BK__STR("damai")), UINT32_MAX);
    bk__vocab_free(v);
    t_ctx_free(ctx);
}

/* Such terms are found without a table. */
static void terms_that_rise(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    const bk_str terms[] = {BK__STR(""), BK__STR("aku"), BK__STR("akun"), BK__STR("kita")};
    const uint64_t n[] = {1, 2, 3, 4};
    bk_vocab *v;
    (void)state;
    t_ok(ctx, bk__vocab_new(ctx, &v, terms, n, n, 4));
    for (uint32_t i = 0; i < 4; i++) {
        assert_true(bk__str_eq(bk_vocab_term(v, i), terms[i]));
        assert_int_equal(bk_vocab_find(v, terms[i]), i);
    }
    assert_int_equal(bk_vocab_find(v, BK__STR("ak")), UINT32_MAX);
    assert_int_equal(bk_vocab_find(v, BK__STR("lain")), UINT32_MAX);
    bk__vocab_free(v);
    t_ctx_free(ctx);
}

static void twice_is_refused(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    const bk_str terms[] = {BK__STR("a"), BK__STR("a")};
    const uint64_t n[] = {1, 1};
    bk_vocab *v;
    (void)state;
    assert_int_equal(bk__vocab_new(ctx, &v, terms, n, n, 2), BK_EFORMAT);
    assert_null(v);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terms_are_found),
        cmocka_unit_test(terms_that_rise),
        cmocka_unit_test(twice_is_refused),
    };
    return cmocka_run_group_tests_name("vocab", tests, NULL, NULL);
}
