/* test_topk.c - against sorting everything. */
#include "base/topk.h"

#include <stdlib.h>
#include <string.h>

#include "support/support.h"

static int best_first(const void *x, const void *y)
{
    const bk__scored *a = x, *b = y;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

static void against_sorting(void **state)
{
    t_rand r = {3};
    (void)state;
    for (int turn = 0; turn < 300; turn++) {
        bk__scored all[200], best[64];
        size_t n = t_below(&r, 200), k = t_below(&r, 64), got;
        bk__topk t;
        bk__topk_init(&t, best, k);
        for (size_t i = 0; i < n; i++) {
            all[i] = (bk__scored){(double)t_below(&r, 20), (uint32_t)i};
            bk__topk_push(&t, all[i].score, all[i].id);
        }
        qsort(all, n, sizeof *all, best_first);
        got = bk__topk_sort(&t);
        assert_int_equal(got, n < k ? n : k);
        for (size_t i = 0; i < got; i++) {
            assert_int_equal(best[i].id, all[i].id);
            assert_true(best[i].score == all[i].score);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(against_sorting)};
    return cmocka_run_group_tests_name("topk", tests, NULL, NULL);
}
