/* test_date.c - dates as fields and in running text; Indonesian, English, ISO; zones. */
#include "corpus/date.h"

#include "base/date.h"

#include "support/support.h"

static void fields(void **state)
{
    static const struct {
        const char *text, *iso; /* NULL: none */
    } c[] = {
        {"2022-02-07", "2022-02-07"},
        {" 2022/2/7 ", "2022-02-07"},
        {"20220207", "2022-02-07"},
        {"2022-02-07T10:15:00Z", "2022-02-07T10:15:00Z"},
        {"2022-02-07T10:15:00.250+07:00", "2022-02-07T03:15:00Z"},
        {"2022-02-07 10:15:30 +0700", "2022-02-07T03:15:30Z"},
        {"2022-02-07 00:15 WIB", "2022-02-06T17:15:00Z"},
        {"1644192000", "2022-02-07"},
        {"1644192000000", "2022-02-07"},
        {"Senin, 7 Februari 2022", "2022-02-07"},
        {"Senin (7/2/2022)", "2022-02-07"},
        {"Senin, 07/02/2022 10:15 WITA", "2022-02-07T02:15:00Z"},
        {"7 Februari 2022 | 10.15 WIB", "2022-02-07T03:15:00Z"},
        {"7 Feb 2022 pukul 10:15 WIT", "2022-02-07T01:15:00Z"},
        {"10:15 WIB, 7 Agustus 2022", NULL},
        {"30-12-2021", "2021-12-30"},
        {"12/30/2021", "2021-12-30"},
        {"30/12/21", "2021-12-30"},
        {"February 7, 2022", "2022-02-07"},
        {"Feb. 7th, 2022 at 3:05 pm", "2022-02-07T15:05:00Z"},
        {"7th of February, 2022", "2022-02-07"},
        {"Mon, 07 Feb 2022 10:15:00 +0700", "2022-02-07T03:15:00Z"},
        {"Mon, 07 Feb 2022 10:15:00 GMT", "2022-02-07T10:15:00Z"},
        {"Sabtu, 1 Agt 2020", "2020-08-01"},
        {"1 Mei 2020", "2020-05-01"},
        {"2020-02-29", "2020-02-29"},
        {"2021-02-29", NULL},
        {"31 April 2021", NULL},
        {"2022-13-01", NULL},
        {"kemarin", NULL},
        {"Senin", NULL},
        {"", NULL},
        {"2022", NULL},
        {"7 Februari", NULL},
        {"2022-02-07 dan 2022-02-08", NULL},
        {"99999999999999999999", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        int64_t t;
        char iso[24];
        bool found = bk__date_parse(bk__str(c[i].text), &t);
        if (found != (c[i].iso != NULL) ||
            (found && !bk__str_eq(bk__date_iso(t, iso), bk__str(c[i].iso)))) {
            print_error("%s: %s\n", c[i].text, found ? iso : "none");
            fail();
        }
    }
}

static void running(void **state)
{
    static const struct {
        const char *text, *iso;
    } c[] = {
        {"Hal itu dikatakan menteri, Kamis (30/12/2021).", "2021-12-30"},
        {"Sejak (17/8/1945) hingga kini. Ia datang pada Senin 7 Februari 2022 pagi.", "2022-02-07"},
        {"Pembukaan, Jumat 4 Februari 2022, dilansir Senin 7 Februari 2022.", "2022-02-07"},
        {"Ia datang Senin (7/2/2022). Perang dimulai Jumat (1/4/2022).", "2022-02-07"},
        {"Keputusan itu (7/2/2022) ditolak.", "2022-02-07"},
        {"Telepon hari Senin (28/12) malam; pelantikan 20 Januari 2021 mendatang.", "2020-12-28"},
        {"Telepon hari Senin (28/12) malam.", NULL},
        {"Pada Minggu ini 2021 orang hadir.", NULL},
        {"He spoke on Monday, Feb. 7, 2022, in Geneva.", "2022-02-07"},
        {"A treaty of 7 February 2022 was named.", NULL},
        {"(abc) (1/2/3) Senin", NULL},
        {"", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        int64_t t;
        char iso[24];
        bool found = bk__date_find(bk__str(c[i].text), &t);
        if (found != (c[i].iso != NULL) ||
            (found && !bk__str_eq(bk__date_iso(t, iso), bk__str(c[i].iso)))) {
            print_error("%s: %s\n", c[i].text, found ? bk__date_iso(t, iso).p : "none");
            fail();
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(fields), cmocka_unit_test(running)};
    return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
