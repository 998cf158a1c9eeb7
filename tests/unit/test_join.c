/* test_join.c - terms of several workers: in the order of their bytes, each once, with their sums;
 * long ones that agree far, zeros, terms in no row. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "support/support.h"
#include "vector/join.h"

enum { WORKERS = 30, TERMS = 400 };

/* Two letters and zeros, often behind a long common beginning. */
static bk_str random_term(t_rand *r, char *out)
{
    static const char letters[] = {'a', 'b', 0};
    size_t n = 0, common = t_below(r, 3) ? 0 : 1 + t_below(r, 300);
    for (; n < common; n++)
        out[n] = 'm';
    for (uint64_t k = t_below(r, t_below(r, 4) ? 7 : 40); k > 0; k--)
        out[n++] = letters[t_below(r, 3)];
    return (bk_str){out, n};
}

static void joined(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk__counted k = {.ctx = ctx, .workers = WORKERS};
    bk__tally *tally[WORKERS];
    const bk_str *key[WORKERS];
    bk__map all;
    uint64_t df[WORKERS * TERMS] = {0}, tf[WORKERS * TERMS] = {0};
    t_rand r = {6};
    char text[400];
    (void)state;
    bk__map_init(&all, ctx);
    bk__shown_init(&k.shown, ctx);
    k.words = bk__calloc(ctx, WORKERS, sizeof *k.words);
    k.of_worker = bk__calloc(ctx, WORKERS, sizeof *k.of_worker);
    k.n_of_worker = bk__calloc(ctx, WORKERS, sizeof *k.n_of_worker);
    for (int w = 0; w < WORKERS; w++) {
        tally[w] = bk__calloc(ctx, TERMS, sizeof **tally);
        k.of_worker[w] = bk__alloc_array(ctx, TERMS, sizeof **k.of_worker);
        bk__map_init(&k.words[w], ctx);
        for (int i = 0; i < TERMS; i++) {
            uint32_t id, of_all;
            bk_str term = random_term(&r, text);
            uint32_t times = (uint32_t)t_below(&r, 3);
            t_ok(ctx, bk__map_put(&k.words[w], term, &id, NULL));
            tally[w][id].df += times > 0;
            tally[w][id].tf += times;
            if (times == 0)
                continue;
            t_ok(ctx, bk__map_put(&all, term, &of_all, NULL));
            df[of_all]++;
            tf[of_all] += times;
        }
        k.n_of_worker[w] = k.words[w].n;
    }
    for (int w = 0; w < WORKERS; w++)
        key[w] = k.words[w].key;
    t_ok(ctx, bk__join(&k, key, (const bk__tally *const *)tally));
    assert_int_equal(k.n, all.n);
    for (uint32_t i = 0; i < k.n; i++) {
        uint32_t id = bk__map_find(&all, k.term[i]);
        assert_true(i == 0 || bk__str_cmp(k.term[i - 1], k.term[i]) < 0);
        assert_true(id != BK__NONE && k.df[i] == df[id] && k.tf[i] == tf[id]);
        assert_int_equal(bk__counted_find(&k, k.term[i]), i);
    }
    for (int w = 0; w < WORKERS; w++) {
        for (uint32_t i = 0; i < k.words[w].n; i++) {
            uint32_t to = k.of_worker[w][i];
            assert_true((to == BK__NONE) == (tally[w][i].df == 0));
            if (to != BK__NONE)
                assert_true(bk__str_eq(k.term[to], bk__map_key(&k.words[w], i)));
        }
        bk__free(ctx, tally[w]);
    }
    bk__map_clear(&all);
    bk__counted_clear(&k);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(joined)};
    return cmocka_run_group_tests_name("join", tests, NULL, NULL);
}
