/* test_cli_out.c - what people see: no control characters, cut and filled by cells, lists as text.
 */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/support.h"

static char seen[4096];
static int before;
static FILE *file;

/* Standard output goes to a file until seen_end, which leaves it in `seen`. */
static void seen_begin(void)
{
    fflush(stdout);
    before = dup(1);
    file = tmpfile();
    assert_non_null(file);
    dup2(fileno(file), 1);
}

static const char *seen_end(void)
{
    fflush(stdout);
    rewind(file);
    seen[fread(seen, 1, sizeof seen - 1, file)] = 0;
    fclose(file);
    dup2(before, 1);
    close(before);
    return seen;
}

static const char *text_of(const char *z, int cells)
{
    seen_begin();
    put_text(str_of(z), cells);
    return seen_end();
}

static void texts(void **state)
{
    (void)state;
    assert_string_equal(text_of("a\tb\033[31mc\r\n", 0), "a b [31mc  ");
    assert_string_equal(text_of("\xC2\x9B"
                                "31m",
                                0),
                        " 31m"); /* a one-character CSI */
    assert_string_equal(text_of("\xE2\x80\xAE"
                                "abc",
                                0),
                        " abc"); /* turned writing */
    assert_string_equal(text_of("kebijakan", 5), "kebi\xE2\x80\xA6");
    assert_string_equal(text_of("kebijakan", 9), "kebijakan");
    assert_string_equal(text_of("AS", -5), "AS   ");
    assert_string_equal(text_of("kebijakan", -5), "kebi\xE2\x80\xA6");
    /* wide characters take two cells, and none is split */
    assert_string_equal(text_of("\xE4\xB8\xAD\xE5\x9B\xBD\xE4\xBA\xBA", -4),
                        "\xE4\xB8\xAD\xE2\x80\xA6 ");
    assert_string_equal(text_of("", -3), "   ");
    /* what is no UTF-8, as in the name of a file, is shown as such */
    assert_string_equal(text_of("a\xE4\xB8", 0), "a\xEF\xBF\xBD\xEF\xBF\xBD");
    assert_string_equal(text_of("\xE4(\xFF", 0), "\xEF\xBF\xBD(\xEF\xBF\xBD");
}

static void widths(void **state)
{
    (void)state;
    assert_int_equal(text_width(str_of("abc")), 3);
    assert_int_equal(text_width(str_of("\xE4\xB8\xAD\xE5\x9B\xBD")), 4);
    assert_int_equal(text_width(str_of("e\xCC\x81")), 1);
    assert_int_equal(text_width(str_of("\xF0\x9F\x9A\x80")), 2);
    assert_int_equal(text_width(str_of("")), 0);
}

static const bk_col cols[] = {{"name", BK_COL_TEXT, "", "", 0},
                              {"n", BK_COL_INT, "", "", 0},
                              {"x", BK_COL_REAL, "", "", 0},
                              {"at", BK_COL_DATE, "", "", 0},
                              {"words", BK_COL_JSON, "", "", 0}};
static const bk_table_spec spec = {"t", "", cols, 5, NULL};

static void tables(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    cli c = {.ctx = ctx};
    bk_table *t, *some;
    (void)state;
    t_ok(ctx, bk_table_new(ctx, &t, &spec));
    for (int i = 0; i < 3; i++) {
        bk_cell row[] = {BK_CELL_STR(str_of(i == 1 ? "b" : "a")), BK_CELL_INT(10 * i),
                         BK_CELL_REAL(i ? 0.5 * i : 12345.6), BK_CELL_INT(86400 * i + i / 2),
                         BK_CELL_STR(str_of("[\"satu\",\"d\\\"ua\"]"))};
        t_ok(ctx, bk_table_add(t, row));
    }
    seen_begin();
    put_table(t, NULL, 2);
    assert_string_equal(seen_end(), "name   n      x  at          words\n"
                                    "a      0  12346  1970-01-01  satu, d\"ua\n"
                                    "b     10  0.500  1970-01-02  satu, d\"ua\n"
                                    "... 1 more (--rows 0 shows all)\n");
    some = rows_where(&c, t, 0, "a");
    seen_begin();
    put_table(some, "at n", 0);
    assert_string_equal(seen_end(), " n  at\n 0  1970-01-01\n20  1970-01-03 00:00\n");
    bk_table_free(some);
    bk_table_free(t);
    t_ctx_free(ctx);
}

/* A list that is longer than the place for it ends in an ellipsis. */
static void long_list(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_table *t;
    char json[2000] = "[\"";
    (void)state;
    memset(json + 2, 'x', sizeof json - 5);
    memcpy(json + sizeof json - 3, "\"]", 3);
    t_ok(ctx, bk_table_new(ctx, &t, &spec));
    bk_cell row[] = {BK_CELL_NULL, BK_CELL_NULL, BK_CELL_NULL, BK_CELL_NULL,
                     BK_CELL_STR(str_of(json))};
    t_ok(ctx, bk_table_add(t, row));
    seen_begin();
    put_cell(t, 0, 4);
    assert_non_null(strstr(seen_end(), "xxx..."));
    seen_begin();
    put_cell(t, 0, 0);
    assert_string_equal(seen_end(), "");
    bk_table_free(t);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts),
        cmocka_unit_test(widths),
        cmocka_unit_test(tables),
        cmocka_unit_test(long_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
