/* lang.c - the language of a text, by its function words and by the shapes of its other words.
 *
 * Each word votes: a function word of one language alone with 2, of several with 2 over their
 * number; another word with 1 where it ends or begins as words of one language do, and with a half
 * where only its letters speak. A text belongs to the language with the most votes where that is
 * half again ahead of the next, and a fifth of its words voted; another language than Indonesian
 * and English needs LEAST votes. Letters of another script than Latin decide at once. */
#include "text/lang.h"

#include <pthread.h>
#include <strings.h>

#include "base/hash.h"
#include "text/utf8.h"

enum { LOOK = 4096, WORD = 23, LEAST = 10, OTHERS = 9, LANGS = 2 + OTHERS };

/* Blank-separated; the first two are Indonesian and English. Words that carry grammar. */
static const char *const words[LANGS] = {
    /* Indonesian */
    " yang dan di dari untuk dengan pada ini itu tidak dalam akan oleh sebagai juga ke karena bisa "
    "ada telah kata saat mereka atau tersebut adalah lebih sudah dapat seperti bahwa saya kami "
    "kita "
    "ia dia para tahun hari serta namun antara belum harus masih setelah menjadi terhadap hingga "
    "secara agar sejumlah tetapi bagi kepada usai soal jika bukan jadi tak ujar sebut ungkap "
    "jelang "
    "dua pun sang bikin ingin minta apa ketika sementara beberapa hanya sangat ",
    /* English */
    " the of and to in a is that for it on was with as are be by at from his has have this not but "
    "he they an will which were their its been who said had or we after would about more than when "
    "also she her there over into could new one up out can if after says what how no you your our "
    "all other some may amid between against two first ",
    /* Malay is so near that only what differs stands here */
    " kerana ialah iaitu wang bahawa daripada beliau kata sahaja boleh pihak tersebut mengikut "
    "kerajaan rakyat lalu tiada perlu ",
    /* Dutch */
    " de het een van en in is op te dat die voor met zijn niet aan er om ook als bij "
    "maar door naar uit over nog wordt heeft worden ",
    /* German */
    " der die das und in den von zu mit sich des auf ist im dem nicht ein eine als "
    "auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie "
    "einem einen so zum war haben nur oder aber vor zur bis mehr durch ",
    /* French */
    " de la le et les des en un du une que est pour qui dans a par plus pas au sur ne "
    "se ce il sont avec ou son aux cette mais nous ont comme ses elle été ",
    /* Spanish */
    " de la que el en y a los del se las por un para con no una su al lo como más "
    "pero sus le ya o este sí porque esta entre cuando muy sin sobre también ",
    /* Portuguese */
    " de a o que e do da em um para é com não uma os no se na por mais as dos "
    "como mas foi ao ele das tem à seu sua ou ser quando muito há nos já ",
    /* Italian */
    " di e il la che in un a per è una sono con non si da del le al dei nel come "
    "più ma anche i gli della ha lo alla ",
    /* Turkish */
    " ve bir bu da de için ile olarak çok daha olan gibi kadar sonra en ama ne "
    "değil var her ise ",
    /* Javanese, Sundanese */
    " ing sing lan kang iki kuwi ora karo saka wis bakal uga para nanging "
    "nu jeung anu teu ku keur geus kana tina "};

#define Z(z)                                                                                       \
    {                                                                                              \
        z, sizeof(z) - 1                                                                           \
    }
static const bk_str id_ends[] = {Z("nya"), Z("kan"), Z("lah"), Z("annya"), Z("asi"), Z("itas")};
static const bk_str id_begins[] = {Z("meng"), Z("mem"), Z("men"), Z("ber"), Z("peng"),
                                   Z("pem"),  Z("ter"), Z("ke"),  Z("di")};
static const bk_str en_ends[] = {Z("ing"),  Z("tion"), Z("ed"),  Z("ly"), Z("ment"),
                                 Z("ness"), Z("ers"),  Z("ies"), Z("'s")};

/* The words of all languages, each with a bit for every language that has it; made once. */
enum { SLOTS = 2048 };
static struct entry {
    bk_str word;
    unsigned langs;
} table[SLOTS];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static struct entry *slot_of(bk_str word)
{
    size_t i = bk__hash_inline(word.p, word.n) % SLOTS;
    while (table[i].word.n > 0 && !bk__str_eq(table[i].word, word))
        i = (i + 1) % SLOTS;
    return &table[i];
}

static void make_table(void)
{
    for (int l = 0; l < LANGS; l++)
        for (bk_str rest = bk__str(words[l]); rest.n > 0;) {
            bk_str word = bk__str_cut(&rest, ' ');
            if (word.n > 0) {
                struct entry *e = slot_of(word);
                e->word = word;
                e->langs |= 1u << l;
            }
        }
}

static bool has(bk_str w, const bk_str *ends, size_t n, bool front)
{
    for (size_t i = 0; i < n; i++)
        if (w.n >= ends[i].n + 3 && (front ? bk__str_begins(w, ends[i]) : bk__str_ends(w, ends[i])))
            return true;
    return false;
}

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* th gh wh sh ph, ee oo ll, ck, ew */
static bool english_pair(bk_str w)
{
    for (size_t i = 1; i < w.n; i++) {
        char a = w.p[i - 1], b = w.p[i];
        if ((b == 'h' && strchr("tgwsp", a)) || (a == b && strchr("eol", a)) ||
            (a == 'c' && b == 'k') || (a == 'e' && b == 'w'))
            return true;
    }
    return false;
}

/* Letters that only one of the two puts together or at the end of a word: half a vote. */
static bool shape(bk_str w, double votes[LANGS])
{
    char last = w.p[w.n - 1];
    if (w.n < 4)
        return false;
    if (english_pair(w) || strchr("eyds", last))
        votes[1] += 0.5;
    else if (strchr("aiukh", last))
        votes[0] += 0.5;
    else
        return false;
    return true;
}

static bool vote(bk_str w, double votes[LANGS])
{
    unsigned langs = slot_of(w)->langs;
    for (int l = 0; l < LANGS && langs; l++)
        if (langs >> l & 1)
            votes[l] += 2.0 / __builtin_popcount(langs);
    if (langs)
        return true;
    if (has(w, id_ends, COUNT(id_ends), false) || has(w, id_begins, COUNT(id_begins), true))
        votes[0] += 1;
    else if (has(w, en_ends, COUNT(en_ends), false))
        votes[1] += 1;
    else
        return shape(w, votes);
    return true;
}

bk__lang bk__lang_of(bk_str text)
{
    double votes[LANGS] = {0}, most = 0, next = 0;
    size_t total = 0, voted = 0, latin = 0, foreign = 0, len;
    char word[WORD];
    size_t n = 0; /* of the word; more than WORD where it is longer */
    int best = 0;
    pthread_once(&once, make_table);
    if (text.n > LOOK) {
        text.n = LOOK;
        while (text.n > 0 && ((unsigned char)text.p[text.n] & 0xC0) == 0x80)
            text.n--;
    }
    for (size_t i = 0; i <= text.n; i += len) {
        int32_t cp = i < text.n ? bk__utf8_at(text, i, &len) : (len = 1, ' ');
        bool letter = cp < 0x80 ? ((cp | 32) >= 'a' && (cp | 32) <= 'z') : bk__utf8_letter(cp);
        if (letter || (cp == '\'' && n > 0)) {
            if (letter && cp < 0x250)
                latin++;
            else if (letter)
                foreign++;
            if (n + len <= WORD) {
                memcpy(word + n, text.p + i, len);
                if (len == 1 && letter)
                    word[n] = (char)(cp | 32);
            }
            n += len;
        } else {
            if (n > 0 && n <= WORD)
                voted += vote((bk_str){word, n}, votes);
            total += n > 0;
            n = 0;
        }
    }
    if (foreign > latin)
        return foreign > 10 ? BK__LANG_OTHER : BK__LANG_UNKNOWN;
    for (int l = 0; l < LANGS; l++)
        if (votes[l] > most) {
            next = most;
            most = votes[l];
            best = l;
        } else if (votes[l] > next) {
            next = votes[l];
        }
    if (most < 2 || most < 1.5 * next || voted * 5 < total)
        return BK__LANG_UNKNOWN;
    if (best >= 2)
        return most >= LEAST ? BK__LANG_OTHER : BK__LANG_UNKNOWN;
    return best == 0 ? BK__LANG_ID : BK__LANG_EN;
}

bk__lang bk__lang_named(bk_str name)
{
    static const char *const id[] = {
        "id", "ind", "in", "indonesian", "indonesia", "bahasa indonesia", "bahasa"};
    static const char *const en[] = {"en", "eng", "english", "inggris", "bahasa inggris"};
    size_t n = 0;
    name = bk__str_trim(name);
    if (name.n == 0 || (name.n == 4 && strncasecmp(name.p, "auto", 4) == 0))
        return BK__LANG_UNKNOWN;
    while (n < name.n && name.p[n] != '-' && name.p[n] != '_')
        n++;
    for (size_t i = 0; i < COUNT(id); i++)
        if (n == strlen(id[i]) && strncasecmp(name.p, id[i], n) == 0)
            return BK__LANG_ID;
    for (size_t i = 0; i < COUNT(en); i++)
        if (n == strlen(en[i]) && strncasecmp(name.p, en[i], n) == 0)
            return BK__LANG_EN;
    return BK__LANG_OTHER;
}

const char *bk__lang_code(bk__lang l)
{
    return l == BK__LANG_ID ? "id" : l == BK__LANG_EN ? "en" : NULL;
}
