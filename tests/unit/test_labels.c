/* A topic's label says what it is about: no negators, months, numbers, letters, outlets. */
#include "support/support.h"

#include "base/str.h"
#include "study/labels.h"

static bool fits(bk_ctx *ctx, bk__labels *l, const char *term, const char *shown)
{
    bool out;
    t_ok(ctx, bk__labels_fits(l, bk__str(term), bk__str(shown), &out));
    return out;
}

static void words_that_fit(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_str outlet[] = {BK__STR("KONTAN.CO.ID"), BK__STR("Palka TV"), BK__STR("China Daily")};
    bk__groups g = {.id = outlet, .n = 3};
    bk__labels l;
    (void)state;
    t_ok(ctx, bk__labels_open(ctx, &l, &g));
    assert_true(fits(ctx, &l, "china", "China"));
    assert_true(fits(ctx, &l, "tarif", "tarif"));
    assert_true(fits(ctx, &l, "g7", "G7"));
    assert_true(fits(ctx, &l, "perang dagang", "perang dagang"));
    assert_false(fits(ctx, &l, "not", "not"));
    assert_false(fits(ctx, &l, "tidak", "tidak"));
    assert_false(fits(ctx, &l, "tidak setuju", "tidak setuju"));
    assert_false(fits(ctx, &l, "februari", "Februari"));
    assert_false(fits(ctx, &l, "juli", "July"));
    assert_false(fits(ctx, &l, "senin", "Senin"));
    assert_false(fits(ctx, &l, "sebut", "menyebut"));
    assert_false(fits(ctx, &l, "2025", "2025"));
    assert_false(fits(ctx, &l, "x", "x"));
    assert_false(fits(ctx, &l, "\xC3\xA9", "\xC3\xA9"));
    assert_false(fits(ctx, &l, "", ""));
    assert_false(fits(ctx, &l, "kontan", "Kontan"));
    assert_true(fits(ctx, &l, "kontan", "kontan")); /* ready money */
    assert_false(fits(ctx, &l, "kontan.co.id", "KONTAN.CO.ID"));
    assert_false(fits(ctx, &l, "palka", "Palka"));
    bk__labels_close(&l);
    t_ctx_free(ctx);
}

static bool counts(bk_ctx *ctx, bk__labels *l, const char *shown)
{
    bool out;
    t_ok(ctx, bk__labels_counts(l, bk__str(shown), &out));
    return out;
}

static void words_of_grammar(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__groups none = {0};
    bk__labels l;
    (void)state;
    t_ok(ctx, bk__labels_open(ctx, &l, &none));
    static const char *const out[] = {"tidak", "bukan", "belum", "tanpa", "Tak",        "nggak",
                                      "not",   "don't", "Anda",  "vs",    "mau tak mau"};
    for (size_t i = 0; i < sizeof out / sizeof *out; i++)
        assert_false(counts(ctx, &l, out[i]));
    static const char *const in[] = {"tarif", "Februari", "tidak setuju", "not guilty", "#12", ""};
    for (size_t i = 0; i < sizeof in / sizeof *in; i++)
        assert_true(counts(ctx, &l, in[i]));
    bk__labels_close(&l);
    t_ctx_free(ctx);
}

static bk_status load(bk_ctx *ctx, void *user)
{
    bk__groups none = {0};
    bk__labels l;
    bk_status st;
    (void)user;
    st = bk__labels_open(ctx, &l, &none);
    bk__labels_close(&l);
    return st;
}

static void without_memory(void **state)
{
    (void)state;
    t_fail_each(load, NULL, 1, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_that_fit),
        cmocka_unit_test(words_of_grammar),
        cmocka_unit_test(without_memory),
    };
    return cmocka_run_group_tests_name("labels", tests, NULL, NULL);
}
