/* test_lang.c - Indonesian, English, other languages and scripts, too little. */
#include "text/lang.h"

#include "support/support.h"

static void texts(void **state)
{
    static const struct {
        const char *text;
        bk__lang want;
    } c[] = {
        {"Menteri luar negeri kedua negara bertemu untuk membahas kerja sama yang lebih erat.",
         BK__LANG_ID},
        {"China dan Rusia Perkuat Kerja Sama Militer", BK__LANG_ID},
        {"Putin: Rusia Tidak Akan Menyerang", BK__LANG_ID},
        {"The foreign ministers of the two countries met to discuss closer cooperation.",
         BK__LANG_EN},
        {"China and Russia deepen their military ties", BK__LANG_EN},
        {"Die Au\xC3\x9F"
         "enminister der beiden L\xC3\xA4nder haben sich in der Hauptstadt getroffen, um \xC3\xBC"
         "ber die Zusammenarbeit zu sprechen, und sie wollen auch mit dem Kanzler reden.",
         BK__LANG_OTHER},
        {"Les ministres des deux pays se sont rencontr\xC3\xA9s dans la capitale pour parler de la "
         "coop\xC3\xA9ration, et ils ont aussi parl\xC3\xA9 avec le pr\xC3\xA9sident de la "
         "r\xC3\xA9publique.",
         BK__LANG_OTHER},
        {"\xD0\x9C\xD0\xB8\xD0\xBD\xD0\xB8\xD1\x81\xD1\x82\xD1\x80\xD1\x8B \xD0\xB2\xD1\x81\xD1\x82"
         "\xD1\x80\xD0\xB5\xD1\x82\xD0\xB8\xD0\xBB\xD0\xB8\xD1\x81\xD1\x8C",
         BK__LANG_OTHER},
        {"", BK__LANG_UNKNOWN},
        {"123 456", BK__LANG_UNKNOWN},
        {"Xi Jinping", BK__LANG_UNKNOWN},
    };
    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        bk__lang l = bk__lang_of(bk__str(c[i].text));
        if (l != c[i].want)
            print_error("%s: %d\n", c[i].text, (int)l);
        assert_int_equal(l, c[i].want);
    }
}

static void named(void **state)
{
    (void)state;
    assert_int_equal(bk__lang_named(BK__STR(" ID ")), BK__LANG_ID);
    assert_int_equal(bk__lang_named(BK__STR("id-ID")), BK__LANG_ID);
    assert_int_equal(bk__lang_named(BK__STR("Bahasa Indonesia")), BK__LANG_ID);
    assert_int_equal(bk__lang_named(BK__STR("en_US")), BK__LANG_EN);
    assert_int_equal(bk__lang_named(BK__STR("fr")), BK__LANG_OTHER);
    assert_int_equal(bk__lang_named(BK__STR("auto")), BK__LANG_UNKNOWN);
    assert_int_equal(bk__lang_named((bk_str){NULL, 0}), BK__LANG_UNKNOWN);
    assert_string_equal(bk__lang_code(BK__LANG_EN), "en");
    assert_null(bk__lang_code(BK__LANG_OTHER));
}

static void noise(void **state)
{
    t_rand r = {4};
    char text[8192];
    (void)state;
    for (int i = 0; i < 200; i++) {
        size_t n = t_text(&r, text, 1 + t_below(&r, sizeof text - 1));
        bk__lang_of((bk_str){text, n});
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts),
        cmocka_unit_test(named),
        cmocka_unit_test(noise),
    };
    return cmocka_run_group_tests_name("lang", tests, NULL, NULL);
}
