/* planted.c - articles from templates: theme words, actors, outlets and dates by a seeded draw. */
#include "support/planted.h"

#include <stdio.h>
#include <string.h>

static const char *const actor[] = {"China", "Rusia", "Amerika Serikat"};
static const char *const place[] = {"BEIJING", "MOSKOW", "WASHINGTON", "JAKARTA"};
static const char *const outlet[] = {"Kabar Satu", "Warta Dua", "Harian Tiga"};

static const char *const clause[T_THEMES][6] = {
    {"menaikkan tarif impor baja", "menandatangani perjanjian dagang",
     "membuka pasar ekspor kedelai", "membahas neraca perdagangan", "membatasi ekspor cip",
     "menurunkan bea masuk barang"},
    {"menggelar latihan militer bersama", "mengirim kapal perang ke selat", "menguji rudal jelajah",
     "memperkuat pangkalan angkatan laut", "menuduh pesawat tempur melanggar batas",
     "menarik pasukan dari perbatasan"},
    {"memasok gas alam lewat pipa", "membeli minyak mentah dengan potongan harga",
     "membangun pembangkit listrik tenaga nuklir", "menghentikan pengiriman batu bara",
     "menandatangani kontrak energi jangka panjang", "menambah cadangan minyak"},
    {"mengirim vaksin ke rumah sakit", "melaporkan kasus baru virus",
     "membantu riset penyakit menular", "melonggarkan karantina bagi pendatang",
     "menyumbang alat kesehatan", "mengkritik laporan asal usul wabah"}};

static void sentence(t_rand *r, int theme, char *out, size_t cap)
{
    const char *what = clause[theme][t_below(r, 6)];
    size_t a = t_below(r, 3), b = (a + 1 + t_below(r, 2)) % 3;
    switch (t_below(r, 5)) {
    case 0:
        snprintf(out, cap, "Pemerintah %s %s setelah bertemu utusan %s.", actor[a], what, actor[b]);
        break;
    case 1:
        snprintf(out, cap, "%s mengecam %s yang %s.", actor[a], actor[b], what);
        break;
    case 2:
        snprintf(out, cap, "\\\"Kami akan %s bersama %s,\\\" kata juru bicara %s.", what, actor[b],
                 actor[a]);
        break;
    case 3:
        snprintf(out, cap, "Menurut pengamat, %s tidak %s pada tahun 20%02d.", actor[a], what,
                 15 + (int)t_below(r, 10));
        break;
    default:
        snprintf(out, cap, "Hubungan %s dan %s membaik ketika keduanya %s.", actor[a], actor[b],
                 what);
    }
}

static void body(t_rand *r, int theme, char *out, size_t cap)
{
    size_t at = (size_t)snprintf(out, cap, "%s - ", place[t_below(r, 4)]);
    int sentences = 8 + (int)t_below(r, 8);
    for (int s = 0; s < sentences; s++) {
        char one[400];
        sentence(r, theme, one, sizeof one);
        if (at + strlen(one) + 4 < cap)
            at += (size_t)snprintf(out + at, cap - at, "%s%s", one, s % 3 == 2 ? "\\n" : " ");
    }
}

void t_planted(const char *path, int n, uint64_t seed)
{
    static char text[16][8000];
    t_rand r = {seed};
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    for (int i = 0; i < n; i++) {
        char title[400], last[400];
        int theme = i % T_THEMES;
        body(&r, theme, text[i % 16], sizeof text[0]);
        if (i % 10 == 9)
            memcpy(text[i % 16], text[(i - 9) % 16], sizeof text[0]);
        sentence(&r, theme, title, sizeof title);
        sentence(&r, theme, last, sizeof last);
        fprintf(f,
                "{\"id\":\"p%04d\",\"source\":\"%s\",\"date\":\"2021-%02d-%02d\",\"lang\":\"id\","
                "\"title\":\"%s\",\"text\":\"%s%s\"}\n",
                i, outlet[t_below(&r, 3)], 1 + (int)t_below(&r, 12), 1 + (int)t_below(&r, 28),
                title, text[i % 16], last);
    }
    assert_int_equal(fclose(f), 0);
}
