/* form.c - the page that people code a sample in: its frame, its words, the sentences as data.
 *
 * form.js builds everything from the data. What the program predicted is not in it. The inclusion
 * probability is, since a line of the export needs it; the page does not show it. */
#include "report/form.h"

#include "report/page.h"

typedef struct word {
    const char *key, *text[2];
} word;

static const word words[] = {
    {"coder", {"Penilai", "Coder"}},
    {"progress", {"Kemajuan", "Progress"}},
    {"count", {"%1 dari %2 kalimat dinilai", "%1 of %2 sentences coded"}},
    {"coded", {"sudah dinilai", "coded"}},
    {"open", {"belum dinilai", "not coded yet"}},
    {"save", {"Simpan hasil (JSONL)", "Save the codes (JSONL)"}},
    {"load", {"Muat hasil yang tersimpan", "Load saved codes"}},
    {"loaded", {"%1 kalimat dimuat", "%1 sentences loaded"}},
    {"unreadable", {"Berkas itu tidak dapat dibaca.", "That file cannot be read."}},
    {"strange",
     {"Baris %1: nilai yang tidak dikenal (%2). Tidak ada yang dimuat.",
      "Line %1: a value that is not known (%2). Nothing was loaded."}},
    {"foreign",
     {"Berkas ini hasil penilai lain (%1). Muat juga, menggantikan nilai di formulir ini?",
      "This file is another coder's (%1). Load it all the same, over the codes of this form?"}},
    {"notloaded", {"Tidak ada yang dimuat.", "Nothing was loaded."}},
    {"contradict",
     {"Hubungan dan jenis tampaknya bertentangan: mohon periksa lagi.",
      "Relation and kind seem to contradict each other: please look again."}},
    {"warn",
     {"Peramban ini tidak menyimpan apa pun: simpan hasil sebelum menutup halaman.",
      "This browser keeps nothing: save the codes before you close the page."}},
    {"how", {"Cara menilai", "How to code"}},
    {"relation", {"Hubungan", "Relation"}},
    {"none", {"tidak ada", "none"}},
    {"conflict", {"konflik", "conflict"}},
    {"neutral", {"netral", "neutral"}},
    {"cooperation", {"kerja sama", "cooperation"}},
    {"quad", {"Jenis", "Kind"}},
    {"n", {"tanpa tindakan (N)", "no act (N)"}},
    {"vc", {"kata kerja sama (VC)", "words of cooperation (VC)"}},
    {"mc", {"tindakan kerja sama (MC)", "deeds of cooperation (MC)"}},
    {"vk", {"kata konflik (VK)", "words of conflict (VK)"}},
    {"mk", {"tindakan konflik (MK)", "deeds of conflict (MK)"}},
    {"source", {"Pelaku", "Who acts"}},
    {"mutual", {"kedua pihak", "both"}},
    {"voice", {"Menurut", "Whose words"}},
    {"narrator", {"redaksi", "the newspaper"}},
    {"other", {"pihak lain", "others"}},
    {"back", {"Kembali", "Back"}},
    {"next", {"Lanjut", "Next"}},
    {"nothing", {"Tak ada hubungan", "No relation at all"}},
    {"nextopen", {"Yang belum dinilai", "Next open one"}},
};

static const char *const rules[][2] = {
    {"Nilailah kalimat yang dicetak besar. Judul dan kalimat sebelumnya hanya konteks, misalnya "
     "untuk tahu siapa \u201ckedua negara\u201d.",
     "Code the sentence in large print. Title and the sentence before it are context only, to see "
     "who \u201cboth countries\u201d are."},
    {"Untuk tiap pasangan: apakah kalimat ini menyatakan bagaimana sikap keduanya, atau apa yang "
     "dilakukan yang satu terhadap yang lain? Sekadar disebut berdua, dibandingkan, atau sama-sama "
     "berurusan dengan pihak ketiga: tidak ada.",
     "For each pair: does the sentence say how the two stand to each other, or what one does to "
     "the "
     "other? Both in a list, in a comparison, or both dealing with a third: none."},
    {"Konflik: merugikan, mengancam, menuduh, menolak, bersaing. Kerja sama: membantu, memuji, "
     "sepakat, mengalah, meredakan. Netral: bertemu atau berhubungan tanpa penilaian, angka, "
     "bantahan.",
     "Conflict: harm, threat, blame, refusal, rivalry. Cooperation: help, praise, agreement, "
     "concession, a step back. Neutral: contact without a verdict, figures, denials."},
    {"Jenis: kata (berkata, berjanji, mengancam, menandatangani, yang baru direncanakan) atau "
     "tindakan (sanksi, tarif yang berlaku, serangan, bantuan, kerja sama yang berjalan).",
     "Kind: words (say, promise, threaten, sign, what is only planned) or deeds (sanctions, "
     "tariffs "
     "in force, attacks, aid, joint work)."},
    {"Pelaku: yang bertindak, berbicara atau bersikap; kedua pihak bila dilakukan bersama. "
     "Menurut: "
     "siapa yang bertanggung jawab atas penilaian itu.",
     "Who acts: the one who acts, speaks or feels; both for what they do together. Whose words: "
     "who "
     "answers for the verdict."},
    {"Jangan memakai pengetahuan Anda tentang peristiwa sebenarnya. Yang ragu boleh dilewati: "
     "kalimat itu tidak dihitung.",
     "Do not use what you know of the real events. What you cannot decide may be left open: that "
     "sentence does not count."},
    {"Papan ketik: 1, 2, 3 memilih pasangan, huruf di tombol memilih jawaban, 0 berarti tidak ada "
     "hubungan sama sekali, Enter lanjut (pasangan yang kosong dianggap tidak ada bila pasangan "
     "lain sudah dinilai), PgUp kembali, u ke kalimat berikut yang belum dinilai.",
     "Keyboard: 1, 2, 3 choose a pair, the letters on the buttons an answer, 0 means no relation "
     "at "
     "all, Enter goes on (pairs left open are none where another pair has a relation), PgUp goes "
     "back, u to the next open sentence."},
};

static void put_words(bk__jw *w, int lang)
{
    bk__jw_key(w, "words");
    bk__jw_open(w, '{');
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        bk__jw_key(w, words[i].key);
        bk__jw_z(w, words[i].text[lang]);
    }
    bk__jw_key(w, "rules");
    bk__jw_open(w, '[');
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        bk__jw_z(w, rules[i][lang]);
    bk__jw_close(w, ']');
    bk__jw_close(w, '}');
}

static void put_powers(bk__jw *w, const bk__form *f)
{
    bk__jw_key(w, "powers");
    bk__jw_open(w, '[');
    for (int p = 0; p < bk_triad_powers(f->triad); p++) {
        bk__jw_open(w, '{');
        bk__jw_key(w, "code");
        bk__jw_z(w, bk_triad_code(f->triad, p));
        bk__jw_key(w, "name");
        bk__jw_str(w, bk_triad_name(f->triad, p, f->lang));
        bk__jw_close(w, '}');
    }
    bk__jw_close(w, ']');
}

/* Is the column one of BK__FORM_COLUMNS? */
static bool is_shown(const char *name)
{
    bk_str rest = BK__STR(BK__FORM_COLUMNS);
    while (rest.n > 0)
        if (bk__str_eq(bk__str_cut(&rest, ' '), bk__str(name)))
            return true;
    return false;
}

static void put_items(bk__jw *w, const bk__form *f)
{
    const bk_table_spec *spec = bk_table_spec_of(f->items);
    bk__jw_key(w, "items");
    bk__jw_open(w, '[');
    for (int64_t r = 0; r < bk_table_rows(f->items) && w->status == BK_OK; r++) {
        bk__jw_open(w, '{');
        for (size_t c = 0; c < spec->n; c++) {
            bk_cell cell = bk_table_cell(f->items, r, c);
            if (!is_shown(spec->cols[c].name))
                continue;
            bk__jw_key(w, spec->cols[c].name);
            if (spec->cols[c].type == BK_COL_REAL)
                bk__jw_real(w, cell.x);
            else
                bk__jw_str(w, cell.null ? BK__STR("") : cell.s);
        }
        bk__jw_close(w, '}');
    }
    bk__jw_close(w, ']');
}

static void put_data(bk__page *p, const bk__form *f)
{
    bk__jw w;
    if (p->st != BK_OK)
        return;
    bk__put(p, "<script type=\"application/json\" id=\"data\">");
    bk__jw_init(&w, &p->b);
    w.html = true;
    bk__jw_open(&w, '{');
    bk__jw_key(&w, "sample");
    bk__jw_z(&w, f->sample);
    bk__jw_key(&w, "coder");
    bk__jw_int(&w, f->coder);
    put_words(&w, p->lang);
    put_powers(&w, f);
    put_items(&w, f);
    bk__jw_close(&w, '}');
    if (p->st == BK_OK)
        p->st = w.status;
    bk__put(p, "</script>\n");
}

bk_status bk__form_html(bk_ctx *ctx, bk__buf *out, const bk__form *f)
{
    static const char *const title[] = {"Menilai hubungan dalam kalimat berita",
                                        "Coding relations in sentences of news"};
    static const char *const off[] = {"Formulir ini memerlukan JavaScript.",
                                      "This form needs JavaScript."};
    bk__page p = {.ctx = ctx, .lang = strcmp(f->lang, "en") == 0};
    bk__buf_init(&p.b, ctx);
    bk__putf(&p, "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">\n", f->lang);
    bk__put(&p, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                "script-src ");
    bk__put_hash(&p, bk__asset_of(ASSET_FORM_SCRIPT));
    bk__put(&p, "; style-src ");
    bk__put_hash(&p, bk__asset_of(ASSET_FORM_STYLE));
    bk__put(&p, "; base-uri 'none'; form-action 'none'\">\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                "<meta name=\"referrer\" content=\"no-referrer\">\n"
                "<meta name=\"color-scheme\" content=\"light dark\">\n");
    bk__putf(&p, "<title>%s (%d)</title>\n<style>", title[p.lang], f->coder);
    if (p.st == BK_OK)
        p.st = bk__buf_add(&p.b, bk__asset_of(ASSET_FORM_STYLE));
    bk__putf(&p,
             "</style></head>\n<body><header><p class=\"brand\">bingkai</p><h1>%s</h1></header>\n"
             "<main id=\"app\"><p>%s</p></main>\n",
             title[p.lang], off[p.lang]);
    put_data(&p, f);
    bk__put(&p, "<script>");
    if (p.st == BK_OK)
        p.st = bk__buf_add(&p.b, bk__asset_of(ASSET_FORM_SCRIPT));
    bk__put(&p, "</script></body></html>\n");
    bk_status st = p.st == BK_OK ? bk__buf_add(out, bk__buf_str(&p.b)) : p.st;
    bk__buf_clear(&p.b);
    return st;
}
