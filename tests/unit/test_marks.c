/* Marks of 64 bytes: the same with and without wide registers, at the end of a text too. */
#include <string.h>

#include "support/support.h"

#include "base/marks.h"

static bool same(bk__marks a, bk__marks b)
{
    return a.word == b.word && a.upper == b.upper && a.open == b.open && a.close == b.close;
}

static void every_byte(void **state)
{
    (void)state;
    for (int c = 0; c < 256; c++) {
        char text[BK__MARKS_BLOCK];
        for (int i = 0; i < BK__MARKS_BLOCK; i++)
            text[i] = (char)(c + i);
        assert_true(same(bk__marks_of(text), bk__marks_plain(text)));
    }
    bk__marks m = bk__marks_plain("Aa9\xC3 .!?)]\"([,;:-'"
                                  "                                "
                                  "                                ");
    assert_true(m.word == 0xF && m.upper == 1 && m.close == 0x7E0 && m.open == 0x1800);
}

static void ends(void **state)
{
    static const char text[] = "Kata (dan) kata. Lagi!";
    const size_t n = sizeof text - 1;
    (void)state;
    for (size_t at = 0; at < n; at++)
        for (size_t k = 1; at + k <= n; k++) {
            char padded[BK__MARKS_BLOCK] = {0};
            memcpy(padded, text + at, k);
            assert_true(same(bk__marks_at(text + at, k, n - at), bk__marks_plain(padded)));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte),
        cmocka_unit_test(ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
