/* test_line.c - blanks, stops, hashes of lines, texts cut at a width; signatures. */
#include "corpus/line.h"

#include "corpus/signature.h"

#include "support/support.h"

static void blanks(void **state)
{
    bk_str s = BK__STR(" \t\xC2\xA0\xE2\x80\x8Bkata \xE2\x80\xAF \xC2\xA0");
    (void)state;
    assert_int_equal(bk__skip_blanks(s, 0, s.n), 7);
    assert_int_equal(bk__trim_blanks(s, 7, s.n), 11);
    assert_int_equal(bk__skip_blanks(s, s.n, s.n), s.n);
    assert_int_equal(bk__trim_blanks(s, 0, 0), 0);
    assert_true(bk__bare(BK__STR(" .,-)"), 0, 5));
    assert_false(bk__bare(BK__STR(" .a-)"), 0, 5));
    assert_true(bk__closes(BK__STR("kata.\""), 6) && bk__closes(BK__STR("kata?"), 5));
    assert_false(bk__closes(BK__STR("kata,"), 5) || bk__closes(BK__STR(""), 0));
    assert_int_equal(bk__line_end(BK__STR("ab\ncd"), 0), 2);
    assert_int_equal(bk__line_end(BK__STR("ab\ncd"), 3), 5);
    assert_int_equal(bk__before_line(BK__STR("ab \n \ncd"), 6), 2);
    assert_int_equal(bk__tail_lines(BK__STR("a\nb\n\nc\n"), 2), 1);
    assert_int_equal(bk__tail_lines(BK__STR("a\nb"), 5), 0);
    assert_int_equal(bk__tail_lines(BK__STR("a\n  \nb\n "), 1), 4);
    assert_int_equal(bk__tail_lines(BK__STR(" \n"), 1), 0);
    assert_int_equal(bk__tail_lines(BK__STR(""), 1), 0);
}

static void hashes(void **state)
{
    (void)state;
    assert_true(bk__line_hash(BK__STR("Dua  Menteri, Bertemu!")) ==
                bk__line_hash(BK__STR("\"dua menteri bertemu\"")));
    assert_true(bk__line_hash(BK__STR("dua menteri")) != bk__line_hash(BK__STR("duamenteri")));
    assert_true(bk__line_hash(BK__STR("dua")) != bk__line_hash(BK__STR("tiga")));
    assert_int_equal(bk__line_hash(BK__STR(" .. ")), 0);
    assert_int_equal(bk__line_head(BK__STR(" .. ")), 0);
    bk_str a = BK__STR("Dua menteri bertemu di Jakarta"), b = BK__STR("dua, menteri bertamu");
    assert_true(bk__line_head(a) == bk__line_head(b) && bk__line_hash(a) != bk__line_hash(b));
    assert_true(bk__line_head(a) == bk__line_hash(a) >> BK__LINE_TAIL << BK__LINE_TAIL);
    assert_true(bk__line_head(a) != bk__line_head(BK__STR("Tiga menteri")));
}

static void wrapped(void **state)
{
    (void)state;
    assert_true(bk__wrapped(BK__STR("The two ministers met in the\ncapital and spoke of trade, "
                                    "the\nspokesman said.\n    They left in the\nevening.")));
    assert_false(bk__wrapped(BK__STR("Dua menteri bertemu.\nMereka pulang.\nSelesai.")));
    assert_false(bk__wrapped(BK__STR("Judul\n\nIsi berita itu.\n\nSelesai")));
    assert_false(bk__wrapped(BK__STR("")));
}

static void signatures(void **state)
{
    static const struct {
        const char *line;
        size_t at;
    } c[] = {
        {"kata dia. (abc)", 10},
        {"kata dia.(*)", 9},
        {"kata dia (abc)", 14}, /* no stop before it */
        {"Video Itu (abc/def) tag satu dua", 10},
        {"(abc/d2f)", 0},
        {"kata dia. (ABC)", 15},
        {"kata (abc/def) lalu \"itu\"", 25},
        {"kata dia. (Kabar.com/Nama Orang)", 10},
        {"kata dia. (Kabar/Nama)", 22},
        {"()", 2},
        {"(", 1},
        {"(a)", 3},
    };
    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        bk_str s = bk__str(c[i].line);
        size_t at = bk__signature_at(s, 0, s.n);
        if (at != c[i].at)
            print_error("%s: %zu\n", c[i].line, at);
        assert_int_equal(at, c[i].at);
    }
    bk_str s = BK__STR("Ia pulang.\n(Nama Orang)");
    assert_int_equal(bk__signature_at(s, 11, s.n), 11);
    s = BK__STR("Laba bersih\n(Nama Orang)");
    assert_int_equal(bk__signature_at(s, 12, s.n), s.n);
    s = BK__STR("Laba naik.\n(SEMUA HURUF)");
    assert_int_equal(bk__signature_at(s, 11, s.n), s.n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blanks),
        cmocka_unit_test(hashes),
        cmocka_unit_test(wrapped),
        cmocka_unit_test(signatures),
    };
    return cmocka_run_group_tests_name("line", tests, NULL, NULL);
}
