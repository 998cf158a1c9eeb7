/* names.c - what codes mean in the page's two languages; a code that is not here names itself. */
#include <math.h>
#include <stdio.h>

#include <bingkai/relation.h>

#include "report/page.h"

typedef struct name {
    const char *code, *text[2];
} name;

static const name powers[] = {
    {"AUS", {"Australia", "Australia"}},
    {"CHN", {"China", "China"}},
    {"DEU", {"Jerman", "Germany"}},
    {"EU", {"Uni Eropa", "European Union"}},
    {"EUR", {"Uni Eropa", "European Union"}},
    {"FRA", {"Prancis", "France"}},
    {"GBR", {"Inggris", "Britain"}},
    {"IDN", {"Indonesia", "Indonesia"}},
    {"IND", {"India", "India"}},
    {"IRN", {"Iran", "Iran"}},
    {"ISR", {"Israel", "Israel"}},
    {"JPN", {"Jepang", "Japan"}},
    {"KOR", {"Korea Selatan", "South Korea"}},
    {"MYS", {"Malaysia", "Malaysia"}},
    {"NATO", {"NATO", "NATO"}},
    {"PHL", {"Filipina", "Philippines"}},
    {"PRK", {"Korea Utara", "North Korea"}},
    {"RUS", {"Rusia", "Russia"}},
    {"TWN", {"Taiwan", "Taiwan"}},
    {"UKR", {"Ukraina", "Ukraine"}},
    {"USA", {"Amerika Serikat", "United States"}},
    {"VNM", {"Vietnam", "Vietnam"}},
    {"WEST", {"Barat", "the West"}},
    {"mutual", {"kedua pihak", "both sides"}},
};

/* Frames by the first word of their code: sanctions, sanctions-trade, sanctions_trade. */
static const name frames[] = {
    {"conflict", {"Konflik", "Conflict"}},
    {"human", {"Kemanusiaan", "Human interest"}},
    {"economic", {"Dampak ekonomi", "Economic consequences"}},
    {"economy", {"Dampak ekonomi", "Economic consequences"}},
    {"morality", {"Moralitas", "Morality"}},
    {"responsibility", {"Tanggung jawab", "Responsibility"}},
    {"security", {"Keamanan dan militer", "Security and military"}},
    {"sanctions", {"Sanksi dan perdagangan", "Sanctions and trade"}},
    {"trade", {"Sanksi dan perdagangan", "Sanctions and trade"}},
    {"diplomacy", {"Diplomasi", "Diplomacy"}},
    {"technology", {"Teknologi dan antariksa", "Technology and space"}},
    {"values", {"Nilai dan tatanan", "Values and order"}},
    {"history", {"Sejarah", "History"}},
    {"generic", {"umum", "generic"}},
    {"issue", {"isu", "issue"}},
};

static const name classes[] = {
    {"AGREE", {"menyepakati", "agree"}},
    {"CONSULT", {"berunding", "consult"}},
    {"SUPPORT", {"mendukung", "support"}},
    {"CONCEDE", {"mengalah", "concede"}},
    {"COOPERATE", {"bekerja sama", "cooperate"}},
    {"AID", {"membantu", "aid"}},
    {"RETREAT", {"mundur", "retreat"}},
    {"YIELD", {"mengalah", "yield"}},
    {"REQUEST", {"menuntut", "request"}},
    {"ACCUSE", {"menuduh", "accuse"}},
    {"REJECT", {"menolak", "reject"}},
    {"THREATEN", {"mengancam", "threaten"}},
    {"PROTEST", {"memprotes", "protest"}},
    {"SANCTION", {"memberi sanksi", "sanction"}},
    {"MOBILIZE", {"mengerahkan kekuatan", "mobilize"}},
    {"COERCE", {"memaksa", "coerce"}},
    {"ASSAULT", {"menyerang", "assault"}},
    {"INVESTIGATE", {"menyelidiki", "investigate"}},
};

/* What cleaning takes out. */
static const name reasons[] = {
    {"advert", {"iklan", "advert"}},
    {"byline", {"nama penulis atau penyunting", "byline"}},
    {"contact", {"alamat redaksi", "contact"}},
    {"contents", {"daftar isi", "contents"}},
    {"copyright", {"hak cipta", "copyright"}},
    {"dateline", {"tempat dan media di awal", "dateline"}},
    {"disclaimer", {"penafian", "disclaimer"}},
    {"embed", {"video atau kiriman sisipan", "embedded post"}},
    {"follow", {"ajakan mengikuti", "appeal to follow"}},
    {"pager", {"pindah halaman", "page links"}},
    {"photo-credit", {"keterangan foto", "photo credit"}},
    {"read-also", {"baca juga", "read also"}},
    {"repeated-in-outlet", {"baris tetap media itu", "standing line of the outlet"}},
    {"repeated-lead", {"teras yang diulang", "repeated lead"}},
    {"repost", {"catatan muat ulang", "note on a repost"}},
    {"section", {"nama rubrik", "section"}},
    {"share", {"ajakan membagikan", "appeal to share"}},
    {"source-line", {"baris sumber", "source line"}},
    {"subscribe", {"ajakan berlangganan", "appeal to subscribe"}},
    {"tags", {"tagar", "tags"}},
};

/* What an article with the frame brings out. */
static const name about[] = {
    {"conflict", {"perselisihan dan adu kuat", "disputes and trials of strength"}},
    {"human", {"nasib dan perasaan orang", "what happens to people and how they feel"}},
    {"economic", {"untung, rugi, dan biaya", "gains, losses and costs"}},
    {"economy", {"untung, rugi, dan biaya", "gains, losses and costs"}},
    {"morality", {"benar dan salah", "right and wrong"}},
    {"responsibility", {"siapa yang harus bertindak", "who is to act and who is to blame"}},
    {"security", {"militer, senjata, dan ancaman", "armies, weapons and threats"}},
    {"sanctions", {"sanksi, tarif, dan arus barang", "sanctions, tariffs and flows of goods"}},
    {"trade", {"sanksi, tarif, dan arus barang", "sanctions, tariffs and flows of goods"}},
    {"diplomacy", {"pertemuan, hubungan, dan perjanjian", "meetings, ties and agreements"}},
    {"technology", {"teknologi dan antariksa", "technology and space"}},
    {"values", {"nilai dan tatanan dunia", "values and the order of the world"}},
    {"history", {"masa lalu", "the past"}},
};

static bk_str look_up(const bk__page *p, const name *table, size_t n, bk_str code)
{
    for (size_t i = 0; i < n; i++)
        if (bk__str_eq(bk__str(table[i].code), code))
            return bk__str(table[i].text[p->lang]);
    return code;
}
#define LOOK_UP(p, table, code) look_up(p, table, sizeof table / sizeof table[0], code)

bk_str bk__power(const bk__page *p, bk_str code)
{
    bk_str found = LOOK_UP(p, powers, code);
    for (int i = 0; found.p == code.p && p->triad && i < bk_triad_powers(p->triad); i++)
        if (bk__str_eq(code, bk__str(bk_triad_code(p->triad, i))))
            return bk_triad_name(p->triad, i, p->lang ? "en" : "id");
    return found;
}

bk_str bk__voice(const bk__page *p, bk_str code)
{
    if (bk__str_eq(code, BK__STR("all")))
        return bk__ws(p, W_VOICE_ALL);
    if (bk__str_eq(code, BK__STR("narrator")))
        return bk__ws(p, W_VOICE_NARRATOR);
    if (bk__str_eq(code, BK__STR("other")))
        return bk__ws(p, W_VOICE_OTHER);
    return bk__power(p, code);
}

bk_str bk__frame(const bk__page *p, bk_str code)
{
    bk_str first = code, found;
    for (first.n = 0; first.n < code.n && !strchr("-_ ", code.p[first.n]); first.n++)
        ;
    found = LOOK_UP(p, frames, first);
    return found.p == first.p ? code : found;
}

bk_str bk__frame_about(const bk__page *p, bk_str code)
{
    bk_str first = code, found;
    for (first.n = 0; first.n < code.n && !strchr("-_ ", code.p[first.n]); first.n++)
        ;
    found = LOOK_UP(p, about, first);
    return found.p == first.p ? BK__STR("") : found;
}

bk_str bk__class(const bk__page *p, bk_str code)
{
    return LOOK_UP(p, classes, code);
}

bk_str bk__reason(const bk__page *p, bk_str code)
{
    return LOOK_UP(p, reasons, code);
}

bk_str bk__dyad(bk__page *p, bk_str dyad)
{
    bk_str rest = dyad, a = bk__str_cut(&rest, '-'), x = bk__power(p, a), y = bk__power(p, rest);
    char *out = p->number[p->next_number++ % NUMBERS];
    if (x.n + y.n + 6 > NUMBER_BYTES || rest.n == 0)
        return dyad;
    snprintf(out, NUMBER_BYTES, "%.*s \xE2\x80\x93 %.*s", (int)x.n, x.p, (int)y.n, y.p);
    return bk__str(out);
}

int bk__colour(const bk__page *p, bk_str power)
{
    uint32_t k = bk__map_find(&p->powers, power);
    return k == BK__NONE ? 7 : (int)(k < 7 ? k : 7);
}

bk__sense bk__sense_of(double low, double high, double tone)
{
    if (!isfinite(low) || !isfinite(high))
        return isfinite(tone) ? SENSE_TOO_FEW : SENSE_NOTHING;
    if (high < 0)
        return high <= -BK__EVEN ? SENSE_STRONG_CONFLICT : SENSE_CONFLICT;
    if (low > 0)
        return low >= BK__EVEN ? SENSE_STRONG_COOPERATE : SENSE_COOPERATE;
    return low >= -BK__EVEN && high <= BK__EVEN ? SENSE_EVEN : SENSE_OPEN;
}

const char *bk__verdict(const bk__page *p, double low, double high, double tone)
{
    static const bk__word words[] = {W_NOTHING,         W_TOO_FEW,
                                     W_NO_DIRECTION,    W_EVEN,
                                     W_MOSTLY_CONFLICT, W_MOSTLY_COOPERATION,
                                     W_STRONG_CONFLICT, W_STRONG_COOPERATION};
    return bk__w(p, words[bk__sense_of(low, high, tone)]);
}
