/* test_dateline.c - outlets and places in front of reports; what only looks like one stays. */
#include "corpus/dateline.h"

#include <stdio.h>

#include "support/support.h"

#define SAID "Pemerintah kedua negara itu sepakat memperdalam kerja sama mereka di bidang energi."

static void find(void **state)
{
    static const struct {
        const char *head, *outlet, *place; /* outlet and place NULL: none; head as it is cut */
    } c[] = {
        {"BEIJING, KABAR.TV - ", "KABAR.TV", "BEIJING"},
        {"KABARNEWS.COM, BEIJING - ", "KABARNEWS.COM", "BEIJING"},
        {"KABAR.CO.ID - BEIJING. ", "KABAR.CO.ID", "BEIJING"},
        {"KABAR.CO.ID -NEW YORK. ", "KABAR.CO.ID", "NEW YORK"},
        {"Kabar-online.com -", "Kabar-online.com", NULL},
        {"Kabar6.com, Moskow -", "Kabar6.com", "Moskow"},
        {"Kabar6.com, Moskow", "Kabar6.com", "Moskow"},
        {"KABAR-TIMUR.COM, MAKASSAR - ", "KABAR-TIMUR.COM", "MAKASSAR"},
        {"KABAR-TIMUR.COM,MIMIKA-", "KABAR-TIMUR.COM", "MIMIKA"},
        {"Jakarta, CNN Indonesia -- ", "CNN Indonesia", "Jakarta"},
        {"WASHINGTON (Reuters) - ", "Reuters", "WASHINGTON"},
        {"MOSCOW, March 3 (Reuters) - ", "Reuters", "MOSCOW"},
        {"Jakarta (ANTARA) - ", "ANTARA", "Jakarta"},
        {"JAKARTA (KABARBARU) - ", "KABARBARU", "JAKARTA"},
        {"JAKARTA, KABAR.com \xE2\x80\x93 ", "KABAR.com", "JAKARTA"},
        {"BEIJING, Kabar.id\xE2\x80\x94", "Kabar.id", "BEIJING"},
        {"WASHINGTON DC, Kabar.com - ", "Kabar.com", "WASHINGTON DC"},
        {"LONDON (AP) \xE2\x80\x94 ", "AP", "LONDON"},
        {"Jakarta - ", NULL, "Jakarta"},
        {"Kuala Lumpur - ", NULL, "Kuala Lumpur"},
        {"NEW YORK - ", NULL, "NEW YORK"},
        {"JAKARTA- ", NULL, "JAKARTA"},
        {"Kantorku, Jakarta - ", "Kantorku", "Jakarta"}, /* the source of the article */
    };
    static const char *const none[] = {
        SAID,
        "",
        "-",
        " - - ",
        "Hubungan China-Rusia menguat pada tahun ini, demikian kata para pengamat di ibu kota.",
        "Presiden itu - yang baru dilantik - akan datang ke ibu kota pada hari Senin mendatang.",
        "Interbank Offered Rate (LIBOR) and priced at 100-3/8 by the banks that manage it today.",
        "(KOREKSI) - Kesepakatan itu ditandatangani oleh kedua menteri pada hari Senin kemarin.",
        "Bursa Logam (REVISI) - Harga naik tajam pada hari Senin di semua bursa di kawasan itu.",
        "\"Kami siap,\" kata menteri - dan ia pergi tanpa menjawab pertanyaan wartawan di sana.",
        "Vote For Me Now - a new contest for would-be members of the parliament began on Monday.",
    };
    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        char line[300];
        snprintf(line, sizeof line, "%s%s", c[i].head, SAID);
        bk__dateline d = bk__dateline_find(bk__str(line), BK__STR("kantorku"), true);
        if (d.end != strlen(c[i].head) || !bk__str_eq(d.outlet, bk__str(c[i].outlet)) ||
            !bk__str_eq(d.place, bk__str(c[i].place))) {
            print_error("%s: %zu, %.*s, %.*s\n", c[i].head, d.end, (int)d.outlet.n, d.outlet.p,
                        (int)d.place.n, d.place.p);
            fail();
        }
    }
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        bk__dateline d = bk__dateline_find(bk__str(none[i]), (bk_str){NULL, 0}, true);
        if (d.end != 0) {
            print_error("%s: %zu\n", none[i], d.end);
            fail();
        }
    }
    /* a place alone in small letters only in front of the first paragraph */
    assert_int_equal(bk__dateline_find(BK__STR("Jakarta - " SAID), (bk_str){NULL, 0}, false).end,
                     0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(find)};
    return cmocka_run_group_tests_name("dateline", tests, NULL, NULL);
}
