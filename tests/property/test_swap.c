/* Where the names of the powers are exchanged, the relations are exchanged with them. */
#include "support/support.h"

#include <stdlib.h>

#include <bingkai/relation.h>

#include "base/str.h"
#include "study/swap.h"

static const struct {
    const char *text, *relations;
} table[] = {
#include "../unit/coder_sentences.inc"
};

typedef struct label {
    int dyad, source, target, polarity, quad, voice;
} label;

static int by_dyad(const void *a, const void *b)
{
    const label *x = a, *y = b;
    return x->dyad - y->dyad ? x->dyad - y->dyad : x->polarity - y->polarity;
}

static size_t read_labels(bk_ctx *ctx, bk_analyzer *a, bk_coder *c, const bk_triad *t, bk_str text,
                          const int16_t *to, label out[16])
{
    const bk_scan *scan;
    const bk_coding *coding;
    bk_article article = {.text = text, .lang = BK__STR("id"), .published = BK_NO_DATE};
    t_ok(ctx, bk_analyzer_run(a, &article, &scan));
    t_ok(ctx, bk_coder_run(c, &article, scan, &coding));
    size_t n = coding->n_relations < 16 ? coding->n_relations : 16;
    for (size_t i = 0; i < n; i++) {
        const bk_relation *r = &coding->relations[i];
        int x, y;
        bk_triad_dyad(t, r->dyad, &x, &y);
        out[i] = (label){bk_triad_dyad_of(t, to[x], to[y]),
                         r->source < 0 ? r->source : to[r->source],
                         r->target < 0 ? r->target : to[r->target],
                         r->polarity,
                         r->quad,
                         r->voice < 0 ? r->voice : to[r->voice]};
    }
    qsort(out, n, sizeof *out, by_dyad);
    return n;
}

static void relations_follow_names(void **state)
{
    static const int16_t stay[3] = {0, 1, 2};
    static const int16_t exchange[5][3] = {{0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    bk_ctx *ctx = t_ctx(1);
    bk_analyzer *a;
    bk_triad *t;
    bk_coder *c;
    bk__swap *swap;
    (void)state;
    t_ok(ctx, bk_analyzer_new(ctx, &a, NULL));
    t_ok(ctx, bk_triad_load(ctx, &t, NULL));
    t_ok(ctx, bk_coder_new(ctx, &c, a, t));
    t_ok(ctx, bk__swap_new(ctx, &swap, a, t));
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        for (size_t k = 0; k < 5; k++) {
            label want[16], got[16];
            bool fit = true;
            bk__buf text;
            bk__buf_init(&text, ctx);
            size_t n = read_labels(ctx, a, c, t, bk__str(table[i].text), exchange[k], want);
            t_ok(ctx, bk__swap_text(swap, &text, bk__str(table[i].text), "id", exchange[k], &fit));
            assert_true(fit);
            size_t m = read_labels(ctx, a, c, t, bk__buf_str(&text), stay, got);
            if (n != m || memcmp(want, got, n * sizeof *want) != 0)
                print_message("%s\n%s\n", table[i].text, text.p);
            assert_int_equal(n, m);
            assert_memory_equal(want, got, n * sizeof *want);
            bk__buf_clear(&text);
        }
    bk__swap_free(swap);
    bk_coder_free(c);
    bk_triad_free(t);
    bk_analyzer_free(a);
    t_ctx_free(ctx);
}

static void other_senses_stay(void **state)
{
    static const int16_t turn[3] = {1, 2, 0};
    bk_ctx *ctx = t_ctx(1);
    bk_analyzer *a;
    bk_triad *t;
    bk__swap *swap;
    bk__buf text;
    bool fit = true;
    (void)state;
    t_ok(ctx, bk_analyzer_new(ctx, &a, NULL));
    t_ok(ctx, bk_triad_load(ctx, &t, NULL));
    t_ok(ctx, bk__swap_new(ctx, &swap, a, t));
    bk__buf_init(&text, ctx);
    t_ok(ctx, bk__swap_text(swap, &text,
                            BK__STR("BEIJING - Xi Jinping dan Putin membahas Laut China Selatan."),
                            "id", turn, &fit));
    assert_true(fit);
    assert_string_equal(text.p, "MOSKOW - Vladimir Putin dan Trump membahas Laut China Selatan.");
    bk__buf_clear(&text);
    bk__swap_free(swap);
    bk_triad_free(t);
    bk_analyzer_free(a);
    t_ctx_free(ctx);
}

/* An office whose last word begins another sense. */
static void names_are_those_of_a_reading(void **state)
{
    static const int16_t turn[3] = {2, 1, 0};
    bk_ctx *ctx = t_ctx(1);
    bk_analyzer *a;
    bk_triad *t;
    bk__swap *swap;
    bk__buf text;
    bool fit = true;
    (void)state;
    t_ok(ctx, bk_analyzer_new(ctx, &a, NULL));
    t_ok(ctx, bk_triad_load(ctx, &t, NULL));
    t_ok(ctx, bk__swap_new(ctx, &swap, a, t));
    bk__buf_init(&text, ctx);
    t_ok(ctx, bk__swap_text(swap, &text, BK__STR("Angkatan Laut China menunggu di Laut China."),
                            "id", turn, &fit));
    assert_true(fit);
    assert_string_equal(text.p, "Angkatan Laut Amerika Serikat menunggu di Laut China.");
    bk__buf_clear(&text);
    bk__swap_free(swap);
    bk_triad_free(t);
    bk_analyzer_free(a);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(relations_follow_names),
        cmocka_unit_test(other_senses_stay),
        cmocka_unit_test(names_are_those_of_a_reading),
    };
    return cmocka_run_group_tests_name("swap", tests, NULL, NULL);
}
