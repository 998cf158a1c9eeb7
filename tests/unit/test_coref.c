/* References: both countries, they, that country, he, we. */
#include "support/support.h"

#include "reading.inc"

static const line pairs[] = {
    {"id", "China dan Rusia sepakat. Kedua negara menandatangani nota.",
     "[China|CHN] dan [Rusia|RUS] sepakat. [Kedua negara|CHN-RUS] menandatangani nota."},
    {"id", "Xi Jinping menelepon Joe Biden. Keduanya membahas tarif.",
     "[Xi Jinping|CHN] menelepon [Joe Biden|USA]. [Keduanya|CHN-USA] membahas tarif."},
    {"id", "Hubungan AS-Rusia memburuk. Dua negara itu saling mengusir diplomat.",
     "Hubungan [AS|USA]-[Rusia|RUS] memburuk. [Dua negara itu|RUS-USA] saling mengusir diplomat."},
    {"id", "Kedua negara, China dan Rusia, menggelar latihan.",
     "[Kedua negara|CHN-RUS], [China|CHN] dan [Rusia|RUS], menggelar latihan."},
    /* The first pair of a sentence is its subject. */
    {"id", "China dan Rusia mengkritik Inggris dan Prancis. Kedua negara juga menolak sanksi.",
     "[China|CHN] dan [Rusia|RUS] mengkritik [Inggris|GBR] dan [Prancis|FRA]. [Kedua "
     "negara|CHN-RUS] juga menolak sanksi."},
    /* The pair that holds the subject of the reference's own sentence. */
    {"id",
     "Duta besar Rusia untuk China bertemu wakil Jepang dan Korea Selatan. Rusia memuji hubungan "
     "kedua negara.",
     "Duta besar [Rusia|RUS] untuk China bertemu wakil [Jepang|JPN] dan [Korea Selatan|KOR]. "
     "[Rusia|RUS] memuji hubungan [kedua negara|CHN-RUS]."},
    /* Two others are nobody's business; with one power it alone is meant. */
    {"id", "Iran dan Israel berperang. Kedua negara menolak berunding.",
     "[Iran|IRN] dan [Israel|ISR] berperang. Kedua negara menolak berunding."},
    {"id", "China dan Jepang berunding. Kedua negara sepakat.",
     "[China|CHN] dan [Jepang|JPN] berunding. [Kedua negara|CHN] sepakat."},
    {"id", "Kedua negara sepakat.", "Kedua negara sepakat."},
    {"id", "Presiden China Xi Jinping dan Presiden Rusia Vladimir Putin bertemu. Mereka tertawa.",
     "Presiden [China|CHN] [Xi Jinping|CHN] dan Presiden [Rusia|RUS] [Vladimir Putin|RUS] "
     "bertemu. [Mereka|CHN-RUS] tertawa."},
    {"id", "China dan AS berunding pada awal masa jabatan kedua Presiden Donald Trump.",
     "[China|CHN] dan [AS|USA] berunding pada awal masa jabatan kedua Presiden [Donald "
     "Trump|USA]."},
    {"id", "China dan AS berunding. Perusahaan Optik Abadi memecat karyawan mereka.",
     "[China|CHN] dan [AS|USA] berunding. Perusahaan Optik Abadi memecat karyawan mereka."},
    {"en", "China and the United States talked. Both sides were satisfied.",
     "[China|CHN] and [the United States|USA] talked. [Both sides|CHN-USA] were satisfied."},
};

static const line others[] = {
    {"id", "Pemerintah Rusia menyatakan bahwa mereka tidak terlibat.",
     "Pemerintah [Rusia|RUS] menyatakan bahwa [mereka|RUS] tidak terlibat."},
    {"id", "AS mendesak China. Negara itu harus membuka pasar.",
     "[AS|USA] mendesak [China|CHN]. [Negara itu|CHN] harus membuka pasar."},
    {"id", "Impor dari China naik. Ekspor Indonesia ke negara itu turun.",
     "Impor dari [China|CHN] naik. Ekspor [Indonesia|IDN] ke [negara itu|CHN] turun."},
    {"id", "AS mengkaji radar Rusia setelah negara itu kalah.",
     "[AS|USA] mengkaji radar [Rusia|RUS] setelah [negara itu|RUS] kalah."},
    {"id", "Rusia menyerang Ukraina. Trump menunda bantuan untuk negara itu.",
     "[Rusia|RUS] menyerang [Ukraina|UKR]. [Trump|USA] menunda bantuan untuk [negara itu|UKR]."},
    {"id", "Putin marah. Seorang pejabat AS datang. Dia menolak bicara.",
     "[Putin|RUS] marah. Seorang pejabat [AS|USA] datang. [Dia|USA] menolak bicara."},
    {"id", "Putin tiba di Wina. Ia disambut meriah.",
     "[Putin|RUS] tiba di Wina. [Ia|RUS] disambut meriah."},
    {"id", "Putin menelepon Trump. \"Dia menawarkan bantuan,\" kata Trump.",
     "[Putin|RUS] menelepon [Trump|USA]. \"[Dia|RUS] menawarkan bantuan,\" kata [Trump|USA]."},
    {"id", "\"Kami siap berdialog dengan AS,\" kata Lavrov.",
     "\"[Kami|RUS] siap berdialog dengan [AS|USA],\" kata [Lavrov|RUS]."},
    {"id", "\"Kita harus bekerja sama,\" ujar Wang Yi kepada Lavrov.",
     "\"[Kita|CHN] harus bekerja sama,\" ujar [Wang Yi|CHN] kepada [Lavrov|RUS]."},
    {"id", "Kami tiba pukul tujuh.", "Kami tiba pukul tujuh."},
    {"id",
     "Biden menelepon. \"Kami kecewa,\" kata pengamat Budi Santoso. Dia menambahkan bahwa "
     "tarif naik.",
     "[Biden|USA] menelepon. \"Kami kecewa,\" kata pengamat Budi Santoso. Dia menambahkan bahwa "
     "tarif naik."},
    {"en", "\"We will not yield,\" said Wang Yi. He accused Washington.",
     "\"[We|CHN] will not yield,\" said [Wang Yi|CHN]. [He|CHN] accused [Washington|USA]."},
};

static void references_are_found(void **state)
{
    (void)state;
    reader r;
    int wrong = 0;
    reader_open(&r, NULL);
    CHECK_LINES(&r, pairs, write_mentions);
    CHECK_LINES(&r, others, write_mentions);
    assert_int_equal(wrong, 0);
    reader_close(&r);
}

static void pairs_have_two_powers(void **state)
{
    (void)state;
    reader r;
    reader_open(&r, NULL);
    reader_read(&r, "id", "China dan AS sepakat. Kedua negara gembira.");
    const bk_mention *m = &r.reading->mention[2];
    assert_int_equal(r.reading->n_mentions, 3);
    assert_string_equal(m->kind, "pair");
    assert_int_equal(m->power, -1);
    assert_true(m->powers == 5);
    reader_close(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(references_are_found),
        cmocka_unit_test(pairs_have_two_powers),
    };
    return cmocka_run_group_tests_name("coref", tests, NULL, NULL);
}
