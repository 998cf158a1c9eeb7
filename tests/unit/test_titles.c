/* test_titles.c - titles of an input are known by their words where they stand in a text. */
#include "corpus/titles.h"

#include "support/support.h"

static bk__titles of(bk_ctx *ctx, const char *const *title, size_t n)
{
    bk__titles t;
    t_ok(ctx, bk__titles_init(ctx, &t, n));
    for (size_t i = 0; i < n; i++)
        bk__titles_note(&t, i, bk__str(title[i]));
    bk__titles_link(&t);
    return t;
}

static void known(void **state)
{
    static const char *const title[] = {
        "Gunung Biru Meletus, Warga Desa Mengungsi",
        "Gunung Biru Meletus, Warga Desa Mengungsi ke Kota",
        "\"Pasar Lama\" Tutup: Apa Sebabnya?",
        "Empat Kata Tidak Cukup",
        "",
        "Pasar\nLama Tutup Hari Ini Juga",
    };
    /* | stands where a title ends; none: no title */
    static const char *const c[] = {
        "Gunung Biru Meletus, Warga Desa Mengungsi| Menurut dia, hal itu wajar.",
        "GUNUNG BIRU MELETUS WARGA DESA MENGUNGSI| Menurut dia, hal itu wajar.",
        "Gunung Biru Meletus, Warga Desa Mengungsi ke Kota| Menurut dia.",
        "Gunung Biru Meletus, Warga Desa Mengungsi ke kota|",
        "Gunung Biru Meletu. Warga Desa Mengungs.| Menurut dia.",
        "\xE2\x80\x9CPasar Lama\xE2\x80\x9D Tutup: Apa Sebabnya?| Ia pergi.",
        "Gunung Biru Meletu Warga Desa Mengungsi",
        "Gunung Biru Meletus, Warga Desa Mengungsikan",
        "Gunung Biru Meletus,\nWarga Desa Mengungsi",
        "Gunung Biru Meletus, Warga Desa Mengungsi, kata dia",
        "Empat Kata Tidak Cukup untuk itu",
        "Pasar Lama Tutup Hari Ini Juga",
        "Gunung Biru",
        "",
    };
    bk_ctx *ctx = t_ctx(1);
    bk__titles t = of(ctx, title, sizeof title / sizeof *title);
    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        char text[200];
        size_t n = 0, want = 0, end;
        for (const char *p = c[i]; *p; p++)
            if (*p == '|')
                want = n;
            else
                text[n++] = *p;
        end = bk__titles_end(&t, (bk_str){text, n}, 0, n);
        if (end != want)
            print_error("%s: %zu, not %zu\n", c[i], end, want);
        assert_int_equal(end, want);
        assert_int_equal(bk__titles_end(NULL, (bk_str){text, n}, 0, n), 0);
    }
    bk__titles_clear(&t);
    bk__titles_clear(&t);
    t_ctx_free(ctx);
}

static void one(void **state)
{
    bk_str title = BK__STR("Gunung Biru Meletus Lagi, Warga Mengungsi"), s;
    (void)state;
    s = BK__STR("Gunung Biru Meletus Lagi, Warga Mengungsi Warga desa pergi.");
    assert_int_equal(bk__title_end(title, s, 0, s.n), title.n);
    s = BK__STR("Gunung biru meletus lagi, warga mengungsi.");
    assert_int_equal(bk__title_end(title, s, 0, s.n), 0);
    assert_int_equal(bk__title_end(BK__STR(""), s, 0, s.n), 0);
}

/* Thousands of one title cost no more than some, and it is known still. */
static void many(void **state)
{
    enum { N = 20000 };
    bk_ctx *ctx = t_ctx(1);
    bk__titles t;
    bk_str s = BK__STR("Jadwal Acara Televisi Hari Ini di Kota Menurut dia.");
    (void)state;
    t_ok(ctx, bk__titles_init(ctx, &t, N));
    for (size_t i = 0; i < N; i++)
        bk__titles_note(&t, i, BK__STR("Jadwal Acara Televisi Hari Ini di Kota"));
    bk__titles_link(&t);
    for (int i = 0; i < 2000; i++)
        assert_int_equal(bk__titles_end(&t, s, 0, s.n), 38);
    bk__titles_clear(&t);
    t_ctx_free(ctx);
}

/* The end lies in the text and on a character, whatever stands there. */
static void noise(void **state)
{
    enum { N = 40 };
    static char text[N][300];
    t_rand r = {9};
    bk_ctx *ctx = t_ctx(1);
    bk__titles t;
    (void)state;
    t_ok(ctx, bk__titles_init(ctx, &t, N));
    for (size_t i = 0; i < N; i++)
        bk__titles_note(&t, i,
                        (bk_str){text[i], t_text(&r, text[i], 1 + t_below(&r, sizeof *text - 1))});
    bk__titles_link(&t);
    for (size_t i = 0; i < N; i++) {
        bk_str s = t.title[i];
        for (size_t at = 0; at <= s.n; at++) {
            size_t end = bk__titles_end(&t, s, at, s.n);
            assert_true(end >= at && end <= s.n);
            assert_true(end == s.n || ((unsigned char)s.p[end] & 0xC0) != 0x80 || end == at);
        }
    }
    bk__titles_clear(&t);
    t_ctx_free(ctx);
}

static bk_status work(bk_ctx *ctx, void *user)
{
    bk__titles t;
    bk_status st = bk__titles_init(ctx, &t, 100);
    (void)user;
    if (st == BK_OK)
        bk__titles_clear(&t);
    return st;
}

static void no_memory(void **state)
{
    (void)state;
    t_fail_each(work, NULL, 1, 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known), cmocka_unit_test(one),       cmocka_unit_test(many),
        cmocka_unit_test(noise), cmocka_unit_test(no_memory),
    };
    return cmocka_run_group_tests_name("titles", tests, NULL, NULL);
}
