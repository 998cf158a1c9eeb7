/* Lines that are noted: hashed as one by one, whatever their case and marks; where they stand. */
#include <string.h>

#include "support/support.h"

#include "corpus/line.h"
#include "corpus/notes.h"

enum { LONGEST = 256 };

/* Letters and digits in lower case with one blank for what parts them, none at the ends. */
static size_t plain(bk_str line, char *out)
{
    size_t n = 0;
    bool gap = false;
    for (size_t i = 0; i < line.n; i++) {
        unsigned char c = (unsigned char)line.p[i];
        if (!bk__alnum(c) || c == 0xC2 || c == 0xA0) {
            gap = n > 0;
            continue;
        }
        if (gap)
            out[n++] = ' ';
        gap = false;
        out[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    return n;
}

static void lines_with_the_same_letters(void **state)
{
    static const char *const parts[] = {"a", "B",  "bc", "Z",  "9",        " ",       ", ",
                                        "?", "--", "\"", "\t", "\xC2\xA0", "\xC3\xA9"};
    t_rand r = {5};
    (void)state;
    for (int round = 0; round < 4000; round++) {
        char text[2][LONGEST + 8], low[2][LONGEST + 8];
        size_t n[2] = {0, 0}, m[2];
        uint64_t hash[2], start[2];
        size_t want = (size_t)(t_next(&r) % (LONGEST - 4));
        for (int k = 0; k < 2; k++) {
            while (n[k] < want) {
                const char *part = parts[t_next(&r) % (sizeof parts / sizeof *parts)];
                memcpy(text[k] + n[k], part, strlen(part));
                n[k] += strlen(part);
            }
            if (k == 1 && round % 2) { /* the same in other marks */
                n[1] = 0;
                for (size_t i = 0; i < n[0]; i++) {
                    char c = text[0][i];
                    text[1][n[1]++] = c == ' ' ? '-' : c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
                }
            }
            const bk_str line = {text[k], n[k]};
            m[k] = plain(line, low[k]);
            hash[k] = bk__line_short(line, &start[k]);
            assert_true(hash[k] == bk__line_hash(line));
            assert_true(start[k] == bk__line_start(line));
            assert_true((hash[k] == 0) == (m[k] == 0));
            assert_true(hash[k] >> BK__LINE_TAIL == bk__line_head(line) >> BK__LINE_TAIL);
        }
        assert_true((m[0] == m[1] && memcmp(low[0], low[1], m[0]) == 0) == (hash[0] == hash[1]));
    }
}

static void where_lines_stand(void **state)
{
    const char *text = "  Satu\n\nkecil tidak dicatat\nTiga\n Empat \nLima\nEnam\n\nTujuh\n";
    const struct {
        const char *line;
        bool edge;
    } want[] = {{"Satu", true}, {"tiga", false}, {"EMPAT", false},
                {"Lima", true}, {"Enam", true},  {"Tujuh", true}};
    bk_ctx *ctx = t_ctx(1);
    bk__notes t, all;
    (void)state;
    bk__notes_init(&t, ctx);
    bk__notes_init(&all, ctx);
    t_ok(ctx, bk__notes_add(&t, (bk_str){NULL, 0}, 0));
    t_ok(ctx, bk__notes_add(&t, bk__str(text), 7));
    t_ok(ctx, bk__notes_add(&t, bk__str(text + 2), 7));
    assert_int_equal(t.n, 3);
    assert_int_equal(t.article[0].lines, 0);
    assert_int_equal(t.article[1].lines, 7);
    assert_true(t.article[1].text == t.article[2].text); /* blanks around it do not count */
    assert_int_equal(t.n_lines, 12);
    for (size_t i = 0; i < 6; i++) {
        const bk__noted_line *l = &t.line[bk__notes_begin(&t, 1) + i];
        assert_true(l->hash == bk__line_hash(bk__str(want[i].line)));
        assert_true(bk__at_edge(&t.article[1], l) == want[i].edge);
    }
    t_ok(ctx, bk__notes_copy(&all, &t, 1, 3));
    t_ok(ctx, bk__notes_copy(&all, &t, 2, 0));
    assert_int_equal(all.n_lines, 6);
    assert_int_equal(all.article[0].outlet, 3);
    assert_int_equal(all.article[1].end, 6);
    bk__notes_clear(&t);
    bk__notes_clear(&all);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_with_the_same_letters),
        cmocka_unit_test(where_lines_stand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
