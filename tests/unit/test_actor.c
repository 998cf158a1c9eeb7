/* Names and their senses, offices, persons learned from the article; countries only in files. */
#include "support/support.h"

#include "reading.inc"

static const line names_id[] = {
    {"id", "China memuji Rusia.", "[China|CHN] memuji [Rusia|RUS]."},
    {"id", "RRT, Tiongkok, dan Cina adalah satu negara.",
     "[RRT|CHN], [Tiongkok|CHN], dan [Cina|CHN] adalah satu negara."},
    {"id", "Negeri Tirai Bambu menantang Negeri Paman Sam.",
     "[Negeri Tirai Bambu|CHN] menantang [Negeri Paman Sam|USA]."},
    {"id", "Kremlin menunggu jawaban Gedung Putih dan Zhongnanhai.",
     "[Kremlin|RUS] menunggu jawaban [Gedung Putih|USA] dan [Zhongnanhai|CHN]."},
    {"id", "Moskow menuduh Washington, sedangkan Beijing diam.",
     "[Moskow|RUS] menuduh [Washington|USA], sedangkan [Beijing|CHN] diam."},
    {"id", "Amerika Serikat (AS) menolak.", "[Amerika Serikat|USA] ([AS|USA]) menolak."},
    {"id", "Hubungan AS-China-Rusia memanas.",
     "Hubungan [AS|USA]-[China|CHN]-[Rusia|RUS] memanas."},
    {"id", "Hubungan Sino-Rusia kian erat.", "Hubungan [Sino|CHN]-[Rusia|RUS] kian erat."},
    {"id", "Sikap anti-Rusia dan pro-China meluas.",
     "Sikap anti-[Rusia|RUS] dan pro-[China|CHN] meluas."},
    {"id", "Roda itu memakai as dan gandar baru.", "Roda itu memakai as dan gandar baru."},
    {"id", "TRUMP: AS DAN CHINA SEPAKAT SOAL TARIF",
     "[TRUMP|USA]: [AS|USA] DAN [CHINA|CHN] SEPAKAT SOAL TARIF"},
    {"id", "Taiwan, Ukraina, NATO, PBB, dan Uni Eropa menunggu.",
     "[Taiwan|TWN], [Ukraina|UKR], [NATO|NATO], [PBB|UN], dan [Uni Eropa|EU] menunggu."},
    {"id", "Negara-negara Barat mengecam Moskow.",
     "[Negara-negara Barat|WEST] mengecam [Moskow|RUS]."},
    {"id", "Angin bertiup ke barat di Jawa Barat dan Tepi Barat.",
     "Angin bertiup ke barat di Jawa Barat dan Tepi Barat."},
    {"id", "Xi dan Putin bertemu Biden.", "[Xi|CHN] dan [Putin|RUS] bertemu [Biden|USA]."},
    {"id", "Komisi XI DPR memanggil menteri.", "Komisi XI DPR memanggil menteri."},
};

static const line senses_id[] = {
    {"id", "Laporan South China Morning Post menyebut hal itu.",
     "Laporan South China Morning Post menyebut hal itu."},
    {"id", "Rapat dimulai pukul sembilan waktu Beijing.",
     "Rapat dimulai pukul sembilan waktu Beijing."},
    {"id", "Nilainya 3 miliar dolar AS atau US$ 3 miliar.",
     "Nilainya 3 miliar dolar AS atau US$ 3 miliar."},
    {"id", "Kapal AS melintasi Laut China Selatan dan Laut China Timur.",
     "Kapal [AS|USA] melintasi Laut China Selatan dan Laut China Timur."},
    {"id", "Pasar Amerika Latin, Amerika Selatan, dan Amerika Tengah tumbuh.",
     "Pasar Amerika Latin, Amerika Selatan, dan Amerika Tengah tumbuh."},
    {"id", "Kawasan Chinatown dan Rusia Putih ramai.", "Kawasan Chinatown dan Rusia Putih ramai."},
    {"id", "AS Roma menang atas Inter Milan.", "AS Roma menang atas Inter Milan."},
    {"id", "Ia meraih emas pada Olimpiade Musim Dingin Beijing.",
     "Ia meraih emas pada Olimpiade Musim Dingin Beijing."},
    {"id", "Keduanya bertemu di Beijing lalu di Washington.",
     "Keduanya bertemu di Beijing lalu di Washington."},
    {"id", "Tekanan dari Washington membuat Beijing marah.",
     "Tekanan dari [Washington|USA] membuat [Beijing|CHN] marah."},
    {"id", "Uni Soviet runtuh pada 1991.", "Uni Soviet runtuh pada 1991."},
    {"id", "Agen berita Rusia dan media AS melaporkan hal itu.",
     "Agen berita Rusia dan media AS melaporkan hal itu."},
    {"id", "Dia belajar bahasa Rusia dan bahasa China.",
     "Dia belajar bahasa Rusia dan bahasa China."},
    {"id", "Pemimpin oposisi Rusia Alexei Navalny dipenjara.",
     "Pemimpin oposisi Rusia Alexei Navalny dipenjara."},
    {"id", "Washington Post dan Global Times berbeda pendapat.",
     "Washington Post dan Global Times berbeda pendapat."},
    {"id", "BEIJING - China menaikkan tarif.", "BEIJING - [China|CHN] menaikkan tarif."},
    {"id", "Ia bicara di kantornya, Washington, Senin (3/3/2025).",
     "Ia bicara di kantornya, Washington, Senin (3/3/2025)."},
    {"id", "Duta besar China untuk Moskow pulang.", "Duta besar [China|CHN] untuk Moskow pulang."},
    {"id", "Kedutaan besar Rusia di Beijing membantah.",
     "Kedutaan besar [Rusia|RUS] di Beijing membantah."},
    {"id", "Bank of America dan Air China merugi.", "Bank of America dan Air China merugi."},
};

static const line persons_id[] = {
    /* An ambiguous surname counts once the whole name was read. */
    {"id", "Wang tiba lebih dulu. Wang Yi lalu bicara. Wang pulang.",
     "Wang tiba lebih dulu. [Wang Yi|CHN] lalu bicara. [Wang|CHN] pulang."},
    {"id", "Austin adalah kota. Lloyd Austin tiba. Austin bicara.",
     "Austin adalah kota. [Lloyd Austin|USA] tiba. [Austin|USA] bicara."},
    /* An office or an apposition gives a stranger his country. */
    {"id", "Juru bicara Kementerian Luar Negeri China Zhu Minglan membantah. Zhu menuduh AS.",
     "Juru bicara Kementerian Luar Negeri [China|CHN] [Zhu Minglan|CHN] membantah. [Zhu|CHN] "
     "menuduh [AS|USA]."},
    {"id", "Igor Sablin, duta besar Rusia untuk China, hadir. Sablin memuji China.",
     "[Igor Sablin|RUS], duta besar [Rusia|RUS] untuk China, hadir. [Sablin|RUS] memuji "
     "[China|CHN]."},
    {"id", "Menteri Pertahanan AS, Mark Tolliver, tiba. Tolliver diam.",
     "Menteri Pertahanan [AS|USA], [Mark Tolliver|USA], tiba. [Tolliver|USA] diam."},
    {"id", "Kepala Badan Antariksa Rusia Oleg Vantin hadir. Vantin tersenyum.",
     "Kepala Badan Antariksa [Rusia|RUS] [Oleg Vantin|RUS] hadir. [Vantin|RUS] tersenyum."},
    {"id", "Menteri Pertanian dan Pangan Rusia Oleg Vantin hadir.",
     "Menteri Pertanian dan Pangan [Rusia|RUS] [Oleg Vantin|RUS] hadir."},
    /* What the article says outweighs the files. */
    {"id", "Daniil Medvedev menang. Medvedev gembira.",
     "Daniil Medvedev menang. Medvedev gembira."},
    {"id", "Dmitry Medvedev marah. Medvedev mengancam.",
     "[Dmitry Medvedev|RUS] marah. [Medvedev|RUS] mengancam."},
    /* Names of other countries. */
    {"id", "Menteri Luar Negeri Jepang Ito Hanako tiba. Hanako bicara.",
     "Menteri Luar Negeri [Jepang|JPN] [Ito Hanako|JPN] tiba. [Hanako|JPN] bicara."},
};

static const line english[] = {
    {"en", "China and Russia met U.S. officials in London.",
     "[China|CHN] and [Russia|RUS] met [U.S.|USA] officials in London."},
    {"en", "The White House told us that the US would respond.",
     "[The White House|USA] told us that the [US|USA] would respond."},
    {"en", "Chinese, Russian and American ships sailed.",
     "[Chinese|CHN], [Russian|RUS] and [American|USA] ships sailed."},
    {"en", "The South China Sea and Latin America are not actors.",
     "The South China Sea and Latin America are not actors."},
    {"en", "They met in Beijing; Moscow was not pleased.",
     "They met in Beijing; [Moscow|RUS] was not pleased."},
    {"en", "The Washington Post and Chinese media reported it.",
     "The Washington Post and Chinese media reported it."},
    {"en", "It cost ten million US dollars, a kind of Russian roulette.",
     "It cost ten million US dollars, a kind of Russian roulette."},
    {"en", "Harris smiled. Kamala Harris met Xi Jinping. Harris left.",
     "Harris smiled. [Kamala Harris|USA] met [Xi Jinping|CHN]. [Harris|USA] left."},
    {"en", "Chinese Foreign Ministry spokeswoman Zhu Minglan objected. Zhu accused Washington.",
     "[Chinese|CHN] Foreign Ministry spokeswoman [Zhu Minglan|CHN] objected. [Zhu|CHN] accused "
     "[Washington|USA]."},
    {"en", "Russia's foreign minister, Pavel Orlin, left. Orlin was angry.",
     "[Russia|RUS]'s foreign minister, [Pavel Orlin|RUS], left. [Orlin|RUS] was angry."},
    {"en", "Russia's foreign minister, Pavel Orlin, left. Mr Orlin was angry.",
     "[Russia|RUS]'s foreign minister, [Pavel Orlin|RUS], left. Mr [Orlin|RUS] was angry."},
    {"en", "The Soviet Union fell and the West cheered.",
     "The Soviet Union fell and [the West|WEST] cheered."},
    {"en", "GIVE US TIME TO TALK TO CHINA", "GIVE US TIME TO TALK TO [CHINA|CHN]"},
};

static void names_are_found(void **state)
{
    (void)state;
    reader r;
    int wrong = 0;
    reader_open(&r, NULL);
    CHECK_LINES(&r, names_id, write_mentions);
    CHECK_LINES(&r, senses_id, write_mentions);
    CHECK_LINES(&r, persons_id, write_mentions);
    CHECK_LINES(&r, english, write_mentions);
    assert_int_equal(wrong, 0);
    reader_close(&r);
}

/* A mention says what it is; its phrase holds office, country and person. */
static void phrases_hold_offices(void **state)
{
    (void)state;
    reader r;
    reader_open(&r, NULL);
    reader_read(&r, "id", "Menteri Luar Negeri AS Antony Blinken menemui Wang Yi.");
    const bk__reading *x = r.reading;
    assert_int_equal(x->n_mentions, 3);
    assert_string_equal(x->mention[0].kind, "country");
    assert_string_equal(x->mention[1].kind, "official");
    assert_int_equal(x->spot[0].phrase, 0);
    assert_int_equal(x->spot[0].n_phrase, 6);
    assert_int_equal(x->spot[1].phrase, 0);
    assert_int_equal(x->spot[1].n_phrase, 6);
    assert_int_equal(x->spot[2].phrase, 7);
    assert_int_equal(x->mention_at[3], 0);
    assert_int_equal(x->mention_at[4], 1);
    assert_int_equal(x->mention_at[6], BK__NONE);
    reader_read(&r, "id", "Warga China dan rakyat Amerika berteman.");
    assert_int_equal(r.reading->n_mentions, 2);
    assert_string_equal(r.reading->mention[0].kind, "people");
    assert_string_equal(r.reading->mention[1].kind, "people");
    reader_close(&r);
}

/* The same files, four other powers: no code knows a country. */
static void powers_are_a_file(void **state)
{
    (void)state;
    static const char json[] =
        "{\"powers\": [{\"code\": \"IND\", \"names\": {\"id\": \"India\"}}, {\"code\": \"CHN\"},"
        " {\"code\": \"PAK\"}, {\"code\": \"JPN\"}],"
        " \"aliases\": {\"id\": [\"id/actors.tsv\", \"./more.tsv\"], \"en\": [\"en/actors.tsv\"]}}";
    static const char more[] = "pattern\tactor\tkind\nnegeri bollywood\tIND\tmetonym\n";
    static const line lines[] = {
        {"id", "India dan Pakistan berunding. Kedua negara sepakat, kata Modi.",
         "[India|IND] dan [Pakistan|PAK] berunding. [Kedua negara|IND-PAK] sepakat, kata "
         "[Modi|IND]."},
        {"id", "Negeri Bollywood, China, dan Jepang menolak usul AS.",
         "[Negeri Bollywood|IND], [China|CHN], dan [Jepang|JPN] menolak usul [AS|USA]."},
        {"en", "Japan and India agreed. Both countries praised Pakistan.",
         "[Japan|JPN] and [India|IND] agreed. [Both countries|IND-JPN] praised [Pakistan|PAK]."},
    };
    reader r;
    int wrong = 0;
    char folder[512];
    snprintf(folder, sizeof folder, "%s", t_tmpdir());
    t_write(t_path(folder, "four.json"), json, strlen(json));
    t_write(t_path(folder, "more.tsv"), more, strlen(more));
    reader_open(&r, t_path(folder, "four.json"));
    CHECK_LINES(&r, lines, write_mentions);
    assert_int_equal(wrong, 0);
    reader_read(&r, "id", "AS mengkritik India.");
    assert_int_equal(r.reading->mention[0].power, -1);
    assert_true(r.reading->mention[0].powers == 0);
    assert_int_equal(r.reading->mention[1].power, 1);
    assert_true(r.reading->mention[1].powers == 2);
    reader_close(&r);
    t_rmdir(folder);
}

static void the_empty_is_empty(void **state)
{
    (void)state;
    reader r;
    reader_open(&r, NULL);
    reader_read(&r, "id", "");
    assert_int_equal(r.reading->n_mentions, 0);
    assert_int_equal(r.reading->n_quotes, 0);
    reader_read(&r, "en", "\n \n");
    assert_int_equal(r.reading->n_mentions, 0);
    reader_close(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_found),
        cmocka_unit_test(phrases_hold_offices),
        cmocka_unit_test(powers_are_a_file),
        cmocka_unit_test(the_empty_is_empty),
    };
    return cmocka_run_group_tests_name("actor", tests, NULL, NULL);
}
