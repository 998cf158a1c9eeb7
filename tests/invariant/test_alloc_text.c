/* Each allocation of the analyzer failed in turn: a status, nothing left over. */
#include "support/support.h"

#include <bingkai/text.h>

static bk_status analyse(bk_ctx *ctx, void *user)
{
    static const char text[] = "Menlu Rusia menuduh AS. \"Kami menolak,\" katanya di Beijing.\n"
                               "Negara-negara Barat mempertanggungjawabkan Rp1,5 triliun itu.";
    bk_analyzer *a;
    const bk_scan *s;
    const bk_form *f;
    (void)user;
    bk_status st = bk_analyzer_new(ctx, &a, NULL);
    if (st == BK_OK)
        st = bk_analyzer_text(a, (bk_str){text, sizeof text - 1}, "id", &s);
    if (st == BK_OK)
        st = bk_analyzer_text(a, (bk_str){text, sizeof text - 1}, "en", &s);
    if (st == BK_OK)
        st = bk_analyzer_word(a, (bk_str){"ketidakadilan", 13}, "id", &f);
    bk_analyzer_free(a);
    return st;
}

static void each_allocation_may_fail(void **state)
{
    (void)state;
    t_fail_each(analyse, NULL, 1, 120);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_allocation_may_fail)};
    return cmocka_run_group_tests_name("alloc_text", tests, NULL, NULL);
}
