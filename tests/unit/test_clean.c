/* test_clean.c - what is furniture goes, with its reason; what is not stays, to the byte. */
#include "corpus/clean.h"

#include <stdio.h>

#include "support/support.h"

#define BODY                                                                                       \
    "Pertemuan kedua menteri itu berlangsung tiga jam dan membahas perdagangan serta keamanan "    \
    "kawasan, kata juru bicara."

/* Kept pieces with | between, then removed ones as {reason:text}. */
static char *cleaned(bk_ctx *ctx, bk__arena *arena, const bk__furniture *rules, const char *title,
                     const char *text, const char *source)
{
    static char out[8192];
    size_t n = 0;
    bk_article a = {.title = bk__str(title), .text = bk__str(text), .source = bk__str(source)};
    t_ok(ctx, bk__clean(ctx, arena, &a, rules, NULL, NULL));
    for (uint32_t i = 0; i < a.n_kept[1]; i++)
        n += (size_t)snprintf(out + n, sizeof out - n, "%s%.*s", i ? "|" : "",
                              (int)(a.kept[1][i].end - a.kept[1][i].begin),
                              text + a.kept[1][i].begin);
    for (uint32_t i = 0; i < a.n_removed; i++)
        n += (size_t)snprintf(out + n, sizeof out - n, "{%s:%.*s}", a.removed[i].reason,
                              (int)(a.removed[i].end - a.removed[i].begin),
                              text + a.removed[i].begin);
    out[n] = 0;
    return out;
}

/* What was cleaned once is clean. */
static void check_again(bk_ctx *ctx, bk__arena *arena, const bk__furniture *rules, const char *text)
{
    char once[4096];
    size_t n = 0;
    bk_article a = {.text = bk__str(text)}, b = {.text = {once, 0}};
    t_ok(ctx, bk__clean(ctx, arena, &a, rules, NULL, NULL));
    for (uint32_t i = 0; i < a.n_kept[1]; i++)
        n += (size_t)snprintf(once + n, sizeof once - n, "%.*s\n",
                              (int)(a.kept[1][i].end - a.kept[1][i].begin),
                              text + a.kept[1][i].begin);
    b.text.n = n;
    t_ok(ctx, bk__clean(ctx, arena, &b, rules, NULL, NULL));
    if (b.n_removed > 0)
        print_error("again from %s: %.*s\n", text, (int)(b.removed->end - b.removed->begin),
                    once + b.removed->begin);
    assert_int_equal(b.n_removed, 0);
}

typedef struct example {
    const char *text, *want;
} example;

static void check(const char *lang, const example *e, size_t n)
{
    bk_ctx *ctx = t_ctx(1);
    bk__furniture rules;
    bk__arena arena;
    bk__arena_init(&arena, ctx);
    t_ok(ctx, bk__furniture_open(ctx, &rules, lang));
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(cleaned(ctx, &arena, &rules, NULL, e[i].text, NULL), e[i].want);
        check_again(ctx, &arena, &rules, e[i].text);
    }
    bk__furniture_close(&rules);
    bk__arena_clear(&arena);
    t_ctx_free(ctx);
}
#define CHECK(lang, list) check(lang, list, sizeof(list) / sizeof *(list))

static void indonesian(void **state)
{
    static const example e[] = {
        {BODY "\nBaca Juga: Dua Negara Itu Sepakat, Apa Isinya?\n" BODY " Lagi.",
         BODY "|" BODY " Lagi.{read-also:Baca Juga: Dua Negara Itu Sepakat, Apa Isinya?}"},
        {BODY "\nBaca juga:\n\nMenteri Itu Datang ke Ibu Kota\n" BODY " Lagi.",
         BODY "|" BODY " Lagi.{read-also:Baca juga:}{read-also:Menteri Itu Datang ke Ibu Kota}"},
        {"Ia pergi. Baca juga: Harga Minyak Naik Lagi di Pasar Asia Menurut dia, hal itu wajar.",
         "Ia pergi.|Menurut dia, hal itu wajar.{read-also:Baca juga: Harga Minyak Naik Lagi di "
         "Pasar Asia}"},
        {"Ia pergi. Baca juga: Harga Minyak Naik Lagi di Pasar Asia \"Itu wajar,\" katanya.",
         "Ia pergi.|\"Itu wajar,\" katanya.{read-also:Baca juga: Harga Minyak Naik Lagi di Pasar "
         "Asia}"},
        {"Baca Juga Menteri itu mengatakan bahwa harga akan turun.",
         "Menteri itu mengatakan bahwa harga akan turun.{read-also:Baca Juga}"},
        {"Ia baca juga buku itu dan lihat juga peta (baca: atlas).",
         "Ia baca juga buku itu dan lihat juga peta (baca: atlas)."},
        {BODY "\nAdvertisement", BODY "{advert:Advertisement}"},
        {"SCROLL TO CONTINUE WITH CONTENT " BODY, BODY "{advert:SCROLL TO CONTINUE WITH CONTENT}"},
        {"Advertisement Baca Juga " BODY, BODY "{advert:Advertisement}{read-also:Baca Juga}"},
        {BODY "\nSumber : Kantor Berita | Editor: Nama Orang",
         BODY "{source-line:Sumber : Kantor Berita | Editor: Nama Orang}"},
        {BODY "\nGabung ke Channel WhatsApp Kabar untuk berita terbaru.",
         BODY "{follow:Gabung ke Channel WhatsApp Kabar untuk berita terbaru.}"},
        {BODY "\nIkuti berita Kabar lainnya di Google News.",
         BODY "{follow:Ikuti berita Kabar lainnya di Google News.}"},
        {BODY "\nIngin mendapatkan informasi lebih lengkap?Langsung saja berlangganan. Tinggal "
              "klik di sini",
         BODY "{subscribe:Ingin mendapatkan informasi lebih lengkap?Langsung saja berlangganan. "
              "Tinggal klik di sini}"},
        {"Internasional\nDua Menteri Bertemu\nKABAR.COM, BEIJING - " BODY,
         "Dua Menteri Bertemu|" BODY "{section:Internasional}{dateline:KABAR.COM, BEIJING -}"},
        {BODY "\nKABAR.COM, BEIJING - " BODY "\nLagi.",
         BODY "|Lagi.{dateline:KABAR.COM, BEIJING -}{repeated-lead:" BODY "}"},
        {"Laporan Wartawan Kabar.com, Nama Orang KABAR.COM, JAKARTA - " BODY,
         BODY "{byline:Laporan Wartawan Kabar.com, Nama Orang}{dateline:KABAR.COM, JAKARTA -}"},
        {"Laporan itu menyebut banyak hal.", "Laporan itu menyebut banyak hal."},
        {BODY " (abc)", BODY "{byline:(abc)}"},
        {BODY "\n(abc/def) perdagangan menteri", BODY "{byline:(abc/def) perdagangan menteri}"},
        {BODY "\n(Nama Orang)", BODY "{byline:(Nama Orang)}"},
        {"Upah (UMP/UMK) naik.\nMenurut (pbb) itu.", "Upah (UMP/UMK) naik.|Menurut (pbb) itu."},
        {"Menteri itu tiba (Foto: Kantor Berita).", "Menteri itu tiba|.{photo-credit:(Foto: Kantor "
                                                    "Berita)}"},
        {"Menteri itu saat tiba di ibu kota. Foto: Nama Orang/Kabar\n" BODY,
         BODY "{photo-credit:Menteri itu saat tiba di ibu kota. Foto: Nama Orang/Kabar}"},
        {BODY " Menteri itu tiba. Foto: Nama Orang/Kabar",
         BODY " Menteri itu tiba.{photo-credit:Foto: Nama Orang/Kabar}"},
        {"Foto itu beredar di media sosial.", "Foto itu beredar di media sosial."},
        {"Simak selengkapnya di halaman selanjutnya. " BODY,
         BODY "{pager:Simak selengkapnya di halaman selanjutnya.}"},
        {"Video tersebut viral di media sosial sejak pekan lalu.",
         "Video tersebut viral di media sosial sejak pekan lalu."},
        {BODY "\n[Gambas:Video 20detik]", BODY "{embed:[Gambas:Video 20detik]}"},
        /* a label without a colon of a box that was left out: what follows is the report */
        {BODY "\nBaca Juga 1. Harga Beras di Pasar Lama Advertisement\n" BODY,
         BODY "|1. Harga Beras di Pasar Lama{read-also:Baca Juga}{advert:Advertisement}"
              "{repeated-lead:" BODY "}"},
        {BODY "\nBaca Juga Harga Beras di Pasar Lama Advertisement\nLagi.",
         BODY "|Harga Beras di Pasar Lama|Lagi.{read-also:Baca Juga}{advert:Advertisement}"},
        {BODY "\nBaca Juga\n\"HARGA BERAS DI PASAR LAMA NAIK\"\nLagi.",
         BODY "|\"HARGA BERAS DI PASAR LAMA NAIK\"|Lagi.{read-also:Baca Juga}"},
        {"Ia pergi. Baca juga: Harga Beras di Pasar Lama Baca juga: Harga Gula di Pasar Baru Ikuti "
         "kami di Google News",
         "Ia pergi.{read-also:Baca juga: Harga Beras di Pasar Lama}{read-also:Baca juga: Harga "
         "Gula di Pasar Baru}{follow:Ikuti kami di Google News}"},
        {"Warga pergi ke SelatanBaca juga: Harga Beras di Pasar Lama Menurut dia, hal itu wajar.",
         "Warga pergi ke Selatan|Menurut dia, hal itu wajar.{read-also:Baca juga: Harga Beras di "
         "Pasar Lama}"},
        /* captions with their credit: a line of its own */
        {BODY "\nPasar Lama di waktu pagi. Foto: Nama Orang/Kabar\nLagi.",
         BODY "|Lagi.{photo-credit:Pasar Lama di waktu pagi. Foto: Nama Orang/Kabar}"},
        {BODY "\nPasar Lama di waktu pagi (credit: Nama Orang)\nLagi.",
         BODY "|Lagi.{photo-credit:Pasar Lama di waktu pagi (credit: Nama Orang)}"},
        {BODY "\nTayang: Kabar TV (credit: kabar.com)\nLagi.",
         BODY "|Tayang: Kabar TV|Lagi.{photo-credit:(credit: kabar.com)}"},
        {BODY " Pasar itu tutup (credit: kabar.com)",
         BODY " Pasar itu tutup{photo-credit:(credit: kabar.com)}"},
        {BODY "\n2. Pasar Lama (dok. kabar.com)\nLagi.",
         BODY "|2. Pasar Lama|Lagi.{photo-credit:(dok. kabar.com)}"},
        {BODY " (Kabar.com/Nama Orang) (Kabar.com/Orang Lain)",
         BODY "{byline:(Kabar.com/Nama Orang) (Kabar.com/Orang Lain)}"},
        {BODY "\n(Kabar.com)", BODY "{byline:(Kabar.com)}"},
        {"Situs itu (Kabar.com) tutup.", "Situs itu (Kabar.com) tutup."},
        {"SURABAYA -" BODY, BODY "{dateline:SURABAYA -}"},
        {"ASEAN-China sepakat soal itu. " BODY, "ASEAN-China sepakat soal itu. " BODY},
        {"", ""},
        {" \n\t\n", ""},
    };
    (void)state;
    CHECK("id", e);
}

static void english(void **state)
{
    static const example e[] = {
        {"WASHINGTON (Reuters) - The two ministers met on Monday to discuss trade.",
         "The two ministers met on Monday to discuss trade.{dateline:WASHINGTON (Reuters) -}"},
        {"They met.\nRead more: Two Ministers Meet Again\nThey left.",
         "They met.|They left.{read-also:Read more: Two Ministers Meet Again}"},
        {"They met. (Reporting by A. Name; Editing by B. Name)",
         "They met.{byline:(Reporting by A. Name; Editing by B. Name)}"},
        {"They met.\nSign up for our newsletter to get more.\nADVERTISEMENT",
         "They met.{subscribe:Sign up for our newsletter to get more.}{advert:ADVERTISEMENT}"},
        {"They met.\nFollow us on Twitter", "They met.{follow:Follow us on Twitter}"},
        {"Share prices fell.\nPhotographs show the share of the vote.",
         "Share prices fell.|Photographs show the share of the vote."},
        {"The minister could not be\nreached for further\ncomment.\nThe company paid 5 dlrs a\n"
         "share.",
         "The minister could not be\nreached for further\ncomment.|The company paid 5 dlrs "
         "a\nshare."},
        {"The two ministers met in the\ncapital and spoke of trade, the\nspokesman said.\n    "
         "They left in the\nevening.\n\nNobody saw them.",
         "The two ministers met in the\ncapital and spoke of trade, the\nspokesman said.|They left "
         "in the\nevening.|Nobody saw them."},
    };
    (void)state;
    CHECK("en", e);
}

static void title_repeated(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__furniture rules;
    bk__arena arena;
    (void)state;
    bk__arena_init(&arena, ctx);
    t_ok(ctx, bk__furniture_open(ctx, &rules, "id"));
    assert_string_equal(cleaned(ctx, &arena, &rules,
                                "Dua Menteri Bertemu di Ibu Kota Pada Hari Senin",
                                "Dua menteri bertemu di ibu kota pada hari Senin\n" BODY, "Kabar"),
                        BODY "{repeated-lead:Dua menteri bertemu di ibu kota pada hari Senin}");
    /* ... in front of the report, and as a sub-heading behind a link */
    assert_string_equal(cleaned(ctx, &arena, &rules, "Dua Menteri Bertemu di Ibu Kota",
                                "Dua Menteri Bertemu di Ibu Kota KABAR.COM, BEIJING - " BODY, ""),
                        BODY "{repeated-lead:Dua Menteri Bertemu di Ibu Kota}{dateline:KABAR.COM, "
                             "BEIJING -}");
    assert_string_equal(
        cleaned(ctx, &arena, &rules, "Dua Menteri Bertemu di Ibu Kota, Ini Hasilnya",
                "Mereka pergi. Baca juga: Harga Beras di Pasar Lama Dua Menteri Bertemu di Ibu "
                "Kota itu untuk membahas keamanan.",
                ""),
        "Mereka pergi.|Dua Menteri Bertemu di Ibu Kota itu untuk membahas keamanan.{read-also:Baca "
        "juga: Harga Beras di Pasar Lama}");
    bk__furniture_close(&rules);
    assert_int_equal(bk__furniture_open(ctx, &rules, "zz"), BK_EIO);
    bk__arena_clear(&arena);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(indonesian),
        cmocka_unit_test(english),
        cmocka_unit_test(title_repeated),
    };
    return cmocka_run_group_tests_name("clean", tests, NULL, NULL);
}
