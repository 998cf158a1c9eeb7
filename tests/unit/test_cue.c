/* Cues of a text: words, parts, place beside source and target, negation, masked actors. */
#include <string.h>

#include "support/support.h"

#include "model/cue.h"

static bool has(const bk__cue *cue, uint32_t n, const char *name)
{
    for (uint32_t i = 0; i < n; i++)
        if (bk__str_eq(cue[i].name, bk__str(name)))
            return true;
    return false;
}

static void names_are_masked_and_words_placed(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__cues *c;
    const bk__cue *cue;
    uint32_t n;
    (void)state;
    t_ok(ctx, bk__cues_new(ctx, &c, "en", "names"));
    bk__cue_text t = {BK__STR("China did not condemn Russia, but France did."), BK__STR("China"),
                      BK__STR("Russia"), -1};
    t_ok(ctx, bk__cues_run(c, &t, &cue, &n));
    assert_true(has(cue, n, "w A"));
    assert_true(has(cue, n, "w condemn B"));
    assert_true(has(cue, n, "w O"));
    assert_true(has(cue, n, "! condemn"));
    assert_true(has(cue, n, "|a! condemn"));
    assert_true(has(cue, n, "c cond"));
    for (uint32_t i = 0; i < n; i++) {
        assert_true(i == 0 || cue[i - 1].hash < cue[i].hash);
        assert_null(memmem(cue[i].name.p, cue[i].name.n, "china", 5));
        assert_null(memmem(cue[i].name.p, cue[i].name.n, "russia", 6));
        assert_null(memmem(cue[i].name.p, cue[i].name.n, "france", 6));
        assert_null(memmem(cue[i].name.p, cue[i].name.n, "_russ", 5));
    }
    bk__cues_free(c);
    t_ctx_free(ctx);
}

/* The same sentence with other names has the same cues. */
static void exchanged_names_change_nothing(void **state)
{
    static const char *const text[] = {
        "Menlu Rusia mengecam sanksi Amerika Serikat terhadap Tiongkok.",
        "Menlu Tiongkok mengecam sanksi Rusia terhadap Amerika Serikat."};
    static const char *const party[] = {"Rusia", "Amerika Serikat", "Tiongkok", "Rusia"};
    bk_ctx *ctx = t_ctx(1);
    bk__cues *c;
    const bk__cue *cue;
    uint32_t n, m = 0;
    static uint64_t first[4096];
    (void)state;
    t_ok(ctx, bk__cues_new(ctx, &c, "id", "names"));
    for (int k = 0; k < 2; k++) {
        bk__cue_text t = {bk__str(text[k]), bk__str(party[2 * k]), bk__str(party[2 * k + 1]), -1};
        t_ok(ctx, bk__cues_run(c, &t, &cue, &n));
        assert_true(n > 0 && n < 4096);
        for (uint32_t i = 0; i < n; i++) {
            if (k == 0)
                first[i] = cue[i].hash;
            else if (first[i] != cue[i].hash)
                fail_msg("%.*s", (int)cue[i].name.n, cue[i].name.p);
        }
        assert_true(k == 0 || n == m);
        m = n;
    }
    bk__cues_free(c);
    t_ctx_free(ctx);
}

static void the_target_may_be_placed(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__cues *c;
    const bk__cue *cue;
    uint32_t n;
    (void)state;
    t_ok(ctx, bk__cues_new(ctx, &c, "en", "names"));
    bk__cue_text t = {BK__STR("He \xE2\x80\x94 said he praised him"), {NULL, 0}, BK__STR("he"), 10};
    t_ok(ctx, bk__cues_run(c, &t, &cue, &n));
    assert_true(has(cue, n, "-1 said"));
    assert_true(has(cue, n, "+1 prais"));
    t.target = BK__STR("nobody"); /* who does not stand in it has no place */
    t_ok(ctx, bk__cues_run(c, &t, &cue, &n));
    assert_true(has(cue, n, "w praised") && !has(cue, n, "+1 prais"));
    t.text = BK__STR("");
    t_ok(ctx, bk__cues_run(c, &t, &cue, &n));
    bk__cues_free(c);
    t_ctx_free(ctx);
}

static void any_bytes_are_read(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__cues *c;
    const bk__cue *cue;
    uint32_t n;
    t_rand r = {5};
    char text[2000];
    (void)state;
    t_ok(ctx, bk__cues_new(ctx, &c, "id", "capitals"));
    for (int i = 0; i < 200; i++) {
        size_t len = t_text(&r, text, sizeof text);
        size_t at = t_below(&r, len + 1), to = at + t_below(&r, len - at + 1);
        bk__cue_text t = {{text, len}, {text + at, to - at}, {text, to}, (int64_t)at};
        t_ok(ctx, bk__cues_run(c, &t, &cue, &n));
    }
    bk__cues_free(c);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_masked_and_words_placed),
        cmocka_unit_test(exchanged_names_change_nothing),
        cmocka_unit_test(the_target_may_be_placed),
        cmocka_unit_test(any_bytes_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
