/* test_clean.c - whatever the text: kept and removed spans rise, do not overlap, lie on characters,
 * and leave only blanks and line breaks between them; the same text gives the same spans. */
#include "corpus/clean.h"

#include <stdio.h>
#include <stdlib.h>

#include "corpus/line.h"
#include "text/utf8.h"

#include "support/support.h"

static const char *const pieces[] = {
    "Baca juga: ",
    "Baca Juga\n",
    "Advertisement",
    "SCROLL TO CONTINUE WITH CONTENT ",
    "Sumber : ",
    "Editor: ",
    "KABAR.COM, BEIJING - ",
    "Jakarta - ",
    "(Foto: ",
    ") ",
    "[Gambas:Video] ",
    "Internasional\n",
    "Simak juga Video ",
    "Ikuti kami di Google News ",
    "Laporan Wartawan ",
    "(abc/def) ",
    "(*)\n",
    "Menteri Itu Datang Lagi ke Ibu Kota ",
    "menteri itu berkata bahwa semua baik. ",
    "\"Ya,\" katanya. ",
    "\n",
    "\n\n",
    " \xC2\xA0 ",
    "\xE2\x80\x9C",
    "\xE2\x80\x94",
    "...",
    "?",
    "\t",
    "1. ",
    "Read more: ",
    "(Reporting by ",
    "Photo: ",
};

static size_t random_text(t_rand *r, char *out, size_t cap)
{
    size_t n = 0;
    char words[200];
    while (n + 250 < cap && t_below(r, 40) != 0) {
        if (t_below(r, 3) == 0) {
            size_t k = t_text(r, words, sizeof words);
            memcpy(out + n, words, k);
            n += k;
        } else {
            const char *p = pieces[t_below(r, sizeof pieces / sizeof *pieces)];
            memcpy(out + n, p, strlen(p));
            n += strlen(p);
        }
    }
    return n;
}

static bool blank(const char *p, size_t n)
{
    for (size_t i = 0; i < n;) {
        size_t len;
        int32_t cp = bk__utf8_at((bk_str){p, n}, i, &len);
        if (!(cp == 0x200B || cp == 0xFEFF || bk__utf8_space(cp) || (cp >= 9 && cp <= 13)))
            return false;
        i += len;
    }
    return true;
}

static void check(const bk_article *a)
{
    uint32_t k = 0, g = 0;
    size_t at = 0;
    bk_str s = a->text;
    while (k < a->n_kept[1] || g < a->n_removed) {
        bool kept =
            g == a->n_removed || (k < a->n_kept[1] && a->kept[1][k].begin < a->removed[g].begin);
        size_t begin = kept ? a->kept[1][k].begin : a->removed[g].begin;
        size_t end = kept ? a->kept[1][k].end : a->removed[g].end;
        assert_true(begin >= at && end > begin && end <= s.n);
        assert_true(blank(s.p + at, begin - at));
        assert_int_equal(bk__utf8_valid((bk_str){s.p + begin, end - begin}), end - begin);
        if (kept)
            assert_true(bk__wrapped(s) || !memchr(s.p + begin, '\n', end - begin));
        else
            assert_int_equal(a->removed[g].field, BK_FIELD_TEXT);
        at = end;
        k += kept;
        g += !kept;
    }
    assert_true(blank(s.p + at, s.n - at));
}

static void spans(void **state)
{
    static const char *const langs[] = {"id", "en"};
    bk_ctx *ctx = t_ctx(1);
    t_rand r = {11};
    char text[4000], title[200];
    (void)state;
    for (int l = 0; l < 2; l++) {
        bk__furniture rules;
        t_ok(ctx, bk__furniture_open(ctx, &rules, langs[l]));
        for (int i = 0; i < 3000; i++) {
            bk__arena arena;
            bk__arena_init(&arena, ctx);
            bk_article a = {.text = {text, random_text(&r, text, sizeof text)},
                            .title = {title, t_text(&r, title, sizeof title)},
                            .source = BK__STR("kabar.com")};
            if (t_below(&r, 2))
                a.title = (bk_str){NULL, 0};
            bk_article b = a;
            t_ok(ctx, bk__clean(ctx, &arena, &a, &rules, NULL, NULL));
            t_ok(ctx, bk__clean(ctx, &arena, &b, &rules, NULL, NULL));
            check(&a);
            assert_int_equal(a.n_kept[1], b.n_kept[1]);
            assert_int_equal(a.n_removed, b.n_removed);
            for (uint32_t k = 0; k < a.n_kept[1]; k++)
                assert_memory_equal(&a.kept[1][k], &b.kept[1][k], sizeof *a.kept[1]);
            bk__arena_clear(&arena);
        }
        bk__furniture_close(&rules);
    }
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(spans)};
    return cmocka_run_group_tests_name("clean_property", tests, NULL, NULL);
}
