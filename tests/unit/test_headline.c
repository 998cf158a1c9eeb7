/* test_headline.c - where a teaser's headline ends and the report goes on. */
#include "corpus/headline.h"

#include "support/support.h"

static bk_ctx *ctx;
static bk__headwords known;

static int open_words(void **state)
{
    (void)state;
    ctx = t_ctx(1);
    return bk__headwords_open(ctx, &known, "id") == BK_OK ? 0 : -1;
}

static int close_words(void **state)
{
    (void)state;
    bk__headwords_close(&known);
    t_ctx_free(ctx);
    return 0;
}

/* | stands where the headline ends; none: it cannot be told. */
static void ends(void **state)
{
    static const char *const c[] = {
        "China dan Rusia Sepakat di Moskow|",
        "China mulai uji coba rudal baru di pesisir?|",
        "China dan Rusia Sepakat di Moskow |Menurut dia, hal itu wajar.",
        "China dan Rusia Sepakat di Moskow |\"Hal itu wajar,\" katanya kepada wartawan.",
        "China dan Rusia Sepakat di Moskow |\xE2\x80\x9CHal itu wajar,\xE2\x80\x9D katanya lagi.",
        "Apa Kata Dunia soal Itu? |Menteri mengatakan hal itu wajar saja.",
        "China dan Rusia Sepakat di MoskowDengan |kesepakatan itu semua senang.",
        "Harga Minyak Naik Lagi di Asia |Wakil Menteri Luar Negeri Ivan Petrov mengatakan hal itu.",
        "Lima Fakta soal Jet Tempur Baru di Asia 1. |Mesin",
        "China dan Rusia Sepakat |[Gambas]",
        "China dan Rusia Sepakat di Asia, Apa Sebabnya?|Banyak orang senang dengan hal itu.",
        /* the sentence begins with a name, an office, a name and what it is short for, a site */
        "Harga Beras Naik Jelang Lebaran, Pedagang Mengeluh |Kepala Dinas Pasar Sutarjo mengatakan "
        "stok aman.",
        "Harga Beras Naik Jelang Lebaran |Badan Pangan Daerah (BPD) Kota Lama, Sutarjo menyebut "
        "stok aman.",
        "Pasar Lama di Kota Itu Jadi Taman |Kabar.com sempat ke sana pekan lalu.",
        "Pasar Lama di Kota Itu Jadi Taman |Saat itu, Sutarjo berdagang beras.",
        "Gunung Biru Meletus, Warga Dibantu Ani Wibowo |Ani Wibowo menyebut warga mengungsi.",
        "[POPULER] Gunung Biru Meletus Lagi |\"Kami mengungsi,\" kata warga itu.",
        "Polisi Cari Tersangka, Berapa Lama Hukuman Si Pencuri? |Sutarjo menyebut tiga tahun.",
        /* small words of headlines that few have */
        "Sutarjo Menangis seusai Lelang Pasar Lama |Menurut dia, harga itu wajar.",
        /* a sub-heading before the sentence stays with the report */
        "Gunung Biru Meletus Lagi di Timur |Sejarah Benteng Kota Lama Menurut catatan, Benteng "
        "Kota Lama tua.",
        /* pages that lose commas and the letter before them */
        "Gunung Biru Meletu. Warga Mengungs. |Selasa pag. warga kembali ke desa dan memasak.",
        "Gunung Biru Meletus Lag. |Sutarj. warga des. mengungsi ke kota.",
        "Hal itu wajar menurut dia dan semua orang di sana sejak awal tahun.",
        "\"Hal itu wajar,\" katanya kepada para wartawan di ibu kota.",
        "",
    };
    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        char text[300];
        const char *bar = strchr(c[i], '|');
        size_t n = 0, end, want = bar ? (size_t)(bar - c[i]) : 0;
        if (strstr(c[i], "MoskowDengan |"))
            want = strlen("China dan Rusia Sepakat di Moskow");
        if (strstr(c[i], "Asia 1. |"))
            want = (size_t)(strstr(c[i], "1. ") - c[i]);
        for (const char *p = c[i]; *p; p++)
            if (*p != '|')
                text[n++] = *p;
        end = bk__headline_end(&known, (bk_str){text, n}, 0, n);
        if (end != want)
            print_error("%s: %zu, not %zu\n", c[i], end, want);
        assert_int_equal(end, want);
    }
}

static void like(void **state)
{
    (void)state;
    assert_true(bk__headline_like(&known, BK__STR("China dan Rusia Sepakat di Moskow")));
    assert_false(bk__headline_like(&known, BK__STR("China dan Rusia sepakat di ibu kota itu")));
    assert_false(bk__headline_like(&known, BK__STR("China dan Rusia Sepakat di Moskow.")));
    assert_false(bk__headline_like(&known, BK__STR("China")));
    assert_false(bk__headline_like(&known, BK__STR("")));
}

/* The end lies in the line and on a character, whatever stands there. */
static void noise(void **state)
{
    t_rand r = {5};
    char text[600];
    (void)state;
    for (int i = 0; i < 3000; i++) {
        size_t n = t_text(&r, text, 1 + t_below(&r, sizeof text - 1));
        size_t at = 0, end = bk__headline_end(&known, (bk_str){text, n}, at, n);
        assert_true(end <= n);
        assert_true(end == n || ((unsigned char)text[end] & 0xC0) != 0x80);
        bk__headline_like(&known, (bk_str){text, n});
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends),
        cmocka_unit_test(like),
        cmocka_unit_test(noise),
    };
    return cmocka_run_group_tests_name("headline", tests, open_words, close_words);
}
