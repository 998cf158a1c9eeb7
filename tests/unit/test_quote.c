/* Quotes and their speakers, in the shapes that news writes them. */
#include "support/support.h"

#include "reading.inc"

static const line direct_id[] = {
    /* "Q," V S */
    {"id", "\"Kami siap,\" kata Lavrov di Moskow.", "RUS Lavrov: Kami siap,"},
    {"id", "\"Kami siap membuka dialog,\" ujar juru bicara Kremlin, Dmitry Peskov, Senin.",
     "RUS juru bicara Kremlin, Dmitry Peskov: Kami siap membuka dialog,"},
    {"id", "\"Hal itu tidak benar sama sekali,\" tegas Kementerian Luar Negeri China.",
     "CHN Kementerian Luar Negeri China: Hal itu tidak benar sama sekali,"},
    {"id", "“Tarif akan naik bulan depan,” demikian kata Bessent.",
     "USA Bessent: Tarif akan naik bulan depan,"},
    {"id", "\"Ini langkah yang sangat berbahaya,\" kata seorang pejabat senior AS kepada pers.",
     "USA seorang pejabat senior AS: Ini langkah yang sangat berbahaya,"},
    {"id", "\"Harga beras akan turun bulan ini,\" kata pedagang pasar.",
     "other pedagang pasar: Harga beras akan turun bulan ini,"},
    /* S V Q */
    {"id", "Wang Yi mengatakan, \"Kami menolak tekanan itu.\"",
     "CHN Wang Yi: Kami menolak tekanan itu."},
    {"id", "Putin menegaskan: \"Rusia tidak akan mundur.\"", "RUS Putin: Rusia tidak akan mundur."},
    {"id", "Dalam pertemuan dengan Lavrov, Rubio mengatakan, \"Perang harus segera berakhir.\"",
     "USA Rubio: Perang harus segera berakhir."},
    {"id", "Wang Yi, dalam pertemuan dengan Lavrov, mengatakan, \"Hubungan ini tak tergoyahkan.\"",
     "CHN Wang Yi: Hubungan ini tak tergoyahkan."},
    /* Menurut S, Q */
    {"id", "Menurut Blinken, \"China harus memilih jalannya sendiri.\"",
     "USA Blinken: China harus memilih jalannya sendiri."},
    /* V-nya: who spoke last */
    {"id",
     "\"Kami menolak sanksi itu,\" kata Zakharova.\n\"Sanksi itu melanggar hukum,\" tambahnya.",
     "RUS Zakharova: Kami menolak sanksi itu, | RUS Zakharova: Sanksi itu melanggar hukum,"},
    {"id", "Peskov menyambut usul itu. \"Kami akan mempelajarinya dengan teliti,\" ujarnya.",
     "RUS Peskov: Kami akan mempelajarinya dengan teliti,"},
    {"id", "Trump marah. \"Mereka harus membayar semuanya,\" kata dia.",
     "USA dia: Mereka harus membayar semuanya,"},
    /* fragments */
    {"id", "Xi menyebut kemitraan itu \"kokoh bagai gunung\" dan langgeng.",
     "CHN Xi: kokoh bagai gunung"},
    {"id", "Film \"Langit Merah\" laris di bioskop.", ""},
    {"id", "Biden menonton \"Langit Merah\" lalu mengatakan bahwa ia pulang.", ""},
    {"id", "Sistem \"usang\" itu diganti.", ""},
    /* two sentences in one pair of marks */
    {"id", "\"Kami tidak takut. Kami akan melawan,\" kata Mao Ning.",
     "CHN Mao Ning: Kami tidak takut. Kami akan melawan,"},
    /* unclosed: up to the verb, and over paragraphs */
    {"id", "\"Kerja sama ini akan makin kuat, kata Lavrov pada Sabtu.",
     "RUS Lavrov: Kerja sama ini akan makin kuat"},
    {"id",
     "\"Dahulu kita berteman dan berdagang.\n\"Kini hubungan itu harus diperbaiki,\" kata Li "
     "Qiang.",
     "CHN Li Qiang: Dahulu kita berteman dan berdagang. | CHN Li Qiang: Kini hubungan itu harus "
     "diperbaiki,"},
    /* no verb: whom the lines before tell of */
    {"id",
     "Menteri Keuangan AS Janet Yellen tampak lega.\n\"Pembicaraan ini jauh lebih baik dari dugaan "
     "kami.\"",
     "USA Menteri Keuangan AS Janet Yellen: Pembicaraan ini jauh lebih baik dari dugaan kami."},
    {"id", "Pentagon menolak usul itu. \"Kapal kami tetap berlayar,\" bunyi pernyataannya.",
     "USA Pentagon: Kapal kami tetap berlayar,"},
    {"id", "Xi, yang bertemu Biden di Bali, menyebut bumi \"cukup luas bagi semua\".",
     "CHN Xi: cukup luas bagi semua"},
    /* who studies a country does not speak for it; a rank behind an office; that minister */
    {"id", "\"Rusia kian bergantung,\" kata Hamdan, pakar Rusia di Depok.",
     "other Hamdan: Rusia kian bergantung,"},
    {"id", "\"Ini latihan biasa saja,\" kata pakar China.",
     "other pakar China: Ini latihan biasa saja,"},
    {"id",
     "Kepala Staf Gabungan Amerika Serikat (AS), Jenderal Tom Gray tiba.\n\"Kami hanya memantau,\" "
     "kata Gray.",
     "USA Gray: Kami hanya memantau,"},
    {"id",
     "\"Kami menunggu surat itu,\" kata Lavrov.\n\"Tidak ada syarat baru,\" ungkap menteri "
     "tersebut.",
     "RUS Lavrov: Kami menunggu surat itu, | RUS menteri: Tidak ada syarat baru,"},
    /* a blank on the wrong side, a mark that opens nothing, a dash */
    {"id", "\"Pasar akan tenang sementara, \"kata Yellen. Bursa naik.",
     "USA Yellen: Pasar akan tenang sementara,"},
    {"id", "Ia dijuluki \".\n\", yang diyakini telah pergi jauh.", ""},
    {"id", "— Tidak ada yang berubah di sini, kata Peskov.",
     "RUS Peskov: Tidak ada yang berubah di sini"},
    /* a speaker with a colon; a fragment's speaker stands before it; two who speak together */
    {"id", "Rubio: \"Kami akan tetap di sana.\"", "USA Rubio: Kami akan tetap di sana."},
    {"id", "AS menyebut balon itu \"pelanggaran yang nyata\", tetapi Beijing membantah.",
     "USA AS: pelanggaran yang nyata"},
    /* letters of a body; what stood between the marks was lost; a long title */
    {"id",
     "Penjaga Pantai China (CCG) merapat.\n\"Kapal kami tidak mundur,\" kata juru bicara CCG Gu "
     "Ren.",
     "CHN juru bicara CCG Gu Ren: Kapal kami tidak mundur,"},
    {"id", "Film \" laris. Pekan ini sekuel \" yang tayang lama itu masih di puncak tangga.", ""},
    {"id", "Bukunya \"Jalan Panjang Menuju Kerja Sama Dua Raksasa Asia dan Eropa Timur\" laku.",
     ""},
    /* mixed marks, a stray closing one, marks of other shapes */
    {"id", "“Kami tetap terbuka pada dialog,\" kata Lin Jian.",
     "CHN Lin Jian: Kami tetap terbuka pada dialog,"},
    {"id", "Gedung Putih mengatakan kedua pihak sepakat.”", ""},
    {"id", "«Kami tetap terbuka pada dialog,» kata Lin Jian.",
     "CHN Lin Jian: Kami tetap terbuka pada dialog,"},
    /* no verb */
    {"id", "\"Keadaannya semakin tegang,\" Menteri Luar Negeri Rusia, Sergei Lavrov, dikutip TASS.",
     "RUS Menteri Luar Negeri Rusia, Sergei Lavrov: Keadaannya semakin tegang,"},
    {"id", "\"Kami siap membantu mereka,\" kata Wang Yi.\n\"Bantuan itu tidak bersyarat apa pun.\"",
     "CHN Wang Yi: Kami siap membantu mereka, | CHN Wang Yi: Bantuan itu tidak bersyarat apa pun."},
    /* the opening mark was lost; the line breaks inside of a quote */
    {"id", "Perang dagang harus berakhir. Semua pihak rugi,\" tutur Yellen.",
     "USA Yellen: Perang dagang harus berakhir. Semua pihak rugi,"},
    {"id", "\"Kami menolak tekanan semacam itu.\nKami juga menolak sanksi,\" kata Mao Ning.",
     "CHN Mao Ning: Kami menolak tekanan semacam itu. | CHN Mao Ning: Kami juga menolak sanksi,"},
    /* the outlet is no speaker */
    {"id", "\"Pasar akan segera pulih,\" kata Yellen seperti dikutip Reuters.",
     "USA Yellen: Pasar akan segera pulih,"},
    {"id", "Dikutip dari Global Times, Zhao Lijian mengatakan, \"Tuduhan itu tidak berdasar.\"",
     "CHN Zhao Lijian: Tuduhan itu tidak berdasar."},
    /* a third subject, a relative clause, an office held by another before */
    {"id", "China membangun kapal baru, dan sebuah sumber menyebut kapal itu \"sangat besar\".",
     "other dan sebuah sumber: sangat besar"},
    {"id", "Lavrov, yang menyebut usul itu \"sia-sia\", pulang lebih awal.", "RUS Lavrov: sia-sia"},
    {"id",
     "Pejabat militer AS hadir. \"Latihan ini rutin saja,\" kata pejabat itu. Lalu datang pejabat "
     "militer Rusia.",
     "USA pejabat: Latihan ini rutin saja,"},
    /* learned persons */
    {"id",
     "Duta Besar China untuk Rusia, Shen Weimin, hadir.\n\"Hubungan kita sangat erat,\" kata Shen.",
     "CHN Shen: Hubungan kita sangat erat,"},
    {"id", "Pejabat militer Rusia hadir. \"Rudal itu gagal total,\" kata pejabat itu.",
     "RUS pejabat: Rudal itu gagal total,"},
    /* two speakers in one sentence */
    {"id",
     "Wang mengatakan aliansi \"tidak perlu\" sementara duta besar Rusia, Igor Sablin, mengatakan "
     "hubungan \"sudah cukup kuat\".",
     "other Wang: tidak perlu | RUS duta besar Rusia, Igor Sablin: sudah cukup kuat"},
};

static const line direct_en[] = {
    {"en", "\"We are ready to talk,\" said Lavrov.", "RUS Lavrov: We are ready to talk,"},
    {"en", "\"We are ready to talk,\" Lavrov said on Monday.", "RUS Lavrov: We are ready to talk,"},
    {"en", "Biden spoke at noon. \"We are ready to talk,\" he said.",
     "USA he: We are ready to talk,"},
    {"en", "Wang Yi said: \"The region is not a chessboard.\"",
     "CHN Wang Yi: The region is not a chessboard."},
    {"en", "Chinese Foreign Ministry spokesman Lin Jian told reporters, \"We firmly oppose it.\"",
     "CHN Chinese Foreign Ministry spokesman Lin Jian: We firmly oppose it."},
    {"en", "According to the Kremlin, the talks were \"useful and frank\".",
     "RUS the Kremlin: useful and frank"},
    {"en", "Mr Putin, who is visiting China, said the visit was \"very useful\".",
     "RUS Mr Putin: very useful"},
    {"en", "\"The report is false,\" a spokesman for the U.S. Embassy in Moscow said.",
     "USA spokesman for the U.S. Embassy: The report is false,"},
    {"en", "\"Prices will fall,\" said a baker in Rome.", "other a baker: Prices will fall,"},
};

static const line indirect[] = {
    {"id", "Rusia mengatakan bahwa AS melanggar janji.", "RUS Rusia: AS melanggar janji"},
    {"id", "Menurut Wang Yi, AS merusak hubungan itu.", "CHN Wang Yi: AS merusak hubungan itu"},
    {"id", "AS merusak hubungan itu, kata Wang Yi.", "CHN Wang Yi: AS merusak hubungan itu"},
    {"id", "AS merusak hubungan itu, menurut Wang Yi.", "CHN Wang Yi: AS merusak hubungan itu"},
    {"id", "Untuk saat ini, menurut Trump, Rusia sebaiknya menyelesaikan urusannya sendiri.",
     "USA Trump: Rusia sebaiknya menyelesaikan urusannya sendiri"},
    {"id", "Trump mengatakan kepada wartawan bahwa China curang soal tarif.",
     "USA Trump: China curang soal tarif"},
    {"id", "Trump menolak tawaran Putin itu, dengan mengatakan Rusia harus mundur dulu.",
     "USA Trump: Rusia harus mundur dulu"},
    {"id", "China menolak usul itu dan menyatakan akan membalas tarif.",
     "CHN China: akan membalas tarif"},
    {"id", "Harga emas, kata pejabat senior AS itu, akan turun lagi bulan depan.",
     "USA pejabat senior AS: akan turun lagi bulan depan"},
    {"id", "China tetap tidak mengutuk serangan Rusia ke Ukraina.", ""},
    {"id", "Perundingan tarif masih alot, lanjut ke hari kedua.", ""},
    {"id", "Wang Yi mengatakan hal itu di Wina kemarin.", ""},
    {"id", "Tawaran Putin itu menegaskan bahwa konflik kian rumit.", ""},
    {"id",
     "China mengatakan tidak akan mundur, sementara Rusia mengatakan akan membantu sekutunya.",
     "CHN China: tidak akan mundur | RUS Rusia: akan membantu sekutunya"},
    {"id", "Para petani mengatakan harga turun tajam.", "other Para petani: harga turun tajam"},
    {"en", "The Kremlin said that Washington had broken its promise.",
     "RUS The Kremlin: Washington had broken its promise"},
    {"en", "The talks were frank and useful for everybody, Lavrov said.",
     "RUS Lavrov: The talks were frank and useful for everybody"},
    {"en", "Russia was condemned by the West for its attack.", ""},
    {"en", "The United States will receive a Russian envoy in Geneva next week.", ""},
};

static void quotes_have_speakers(void **state)
{
    (void)state;
    reader r;
    int wrong = 0;
    reader_open(&r, NULL);
    CHECK_LINES(&r, direct_id, write_direct);
    CHECK_LINES(&r, direct_en, write_direct);
    CHECK_LINES(&r, indirect, write_indirect);
    assert_int_equal(wrong, 0);
    reader_close(&r);
}

/* "Trump: ..." in a title is said by him; in a text it is not. */
static void headlines_speak(void **state)
{
    (void)state;
    reader r;
    const bk_scan *scan;
    bk_article a = {.title = BK__STR("Jubir Kremlin: AS Harus Hentikan Provokasi"),
                    .text = BK__STR("Kremlin menanggapi."),
                    .lang = BK__STR("id")};
    reader_open(&r, NULL);
    t_ok(r.ctx, bk_analyzer_run(r.analyzer, &a, &scan));
    t_ok(r.ctx, bk__reading_run(r.reading, &a, scan));
    assert_int_equal(r.reading->n_quotes, 1);
    assert_int_equal(r.reading->quote[0].power, 1);
    assert_false(r.reading->quote[0].direct);
    reader_close(&r);
}

static void extents_match_spans(void **state)
{
    (void)state;
    reader r;
    reader_open(&r, NULL);
    reader_read(&r, "id", "Wang Yi mengatakan kemitraan itu \"kokoh bagai gunung\" dan langgeng.");
    const bk__reading *x = r.reading;
    assert_int_equal(x->n_quotes, 2);
    assert_false(x->quote[0].direct);
    assert_true(x->quote[1].direct);
    assert_int_equal(x->extent[1].n, 3);
    assert_int_equal(x->extent[1].speaker, 0);
    assert_int_equal(x->extent[1].n_speaker, 2);
    assert_int_equal(x->quote_at[x->extent[1].first], 1); /* the innermost */
    assert_int_equal(x->quote_at[x->extent[0].first], 0);
    assert_int_equal(x->quote_at[0], BK__NONE);
    reader_close(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotes_have_speakers),
        cmocka_unit_test(headlines_speak),
        cmocka_unit_test(extents_match_spans),
    };
    return cmocka_run_group_tests_name("quote", tests, NULL, NULL);
}
