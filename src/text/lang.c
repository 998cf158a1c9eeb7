/* lang.c - the language of a text, by its function words and by the shapes of its other words.
 *
 * Each word votes: a function word of one language alone with 2, of several with 2 over their
 * number; another word with 1 where it ends or begins as words of one language do, and with a half
 * where only its letters speak. A text belongs to the language with the most votes where that is
 * half again ahead of the next, and a fifth of its words voted; another language than Indonesian
 * and English needs LEAST votes. Letters of another script than Latin decide at once. */
#include "text/lang.h"

#include <strings.h>

#include "text/utf8.h"

enum { LOOK = 4096, WORD = 24, LEAST = 10, OTHERS = 9, LANGS = 2 + OTHERS };

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

static const char *const id_ends[] = {"nya", "kan", "lah", "annya", "asi", "itas"};
static const char *const id_begins[] = {"meng", "mem", "men", "ber", "peng",
                                        "pem",  "ter", "ke",  "di"};
static const char *const en_ends[] = {"ing",  "tion", "ed",  "ly", "ment",
                                      "ness", "ers",  "ies", "'s"};

#define COUNT(a) (sizeof(a) / sizeof *(a))

static bool among(const char *list, const char *word, size_t n)
{
    /* word is " w " with its blanks */
    return memmem(list, strlen(list), word, n) != NULL;
}

static bool has(bk_str w, const char *const *ends, size_t n, bool front)
{
    for (size_t i = 0; i < n; i++) {
        bk_str e = bk__str(ends[i]);
        if (w.n >= e.n + 3 && (front ? bk__str_begins(w, e) : bk__str_ends(w, e)))
            return true;
    }
    return false;
}

/* Letters that only one of the two puts together or at the end of a word: half a vote. */
static bool shape(bk_str w, double votes[LANGS])
{
    static const char *const pairs[] = {"th", "ck", "gh", "ee", "oo", "wh", "sh", "ph", "ll", "ew"};
    char last = w.p[w.n - 1];
    if (w.n < 4)
        return false;
    for (size_t i = 0; i < COUNT(pairs); i++)
        if (memmem(w.p, w.n, pairs[i], 2)) {
            votes[1] += 0.5;
            return true;
        }
    if (strchr("eyds", last))
        votes[1] += 0.5;
    else if (strchr("aiukh", last))
        votes[0] += 0.5;
    else
        return false;
    return true;
}

/* padded: blank, word, blank; n with the blanks. */
static bool vote(const char *padded, size_t n, double votes[LANGS])
{
    bool in[LANGS];
    int many = 0;
    bk_str w = {padded + 1, n - 2};
    for (int l = 0; l < LANGS; l++)
        many += in[l] = among(words[l], padded, n);
    for (int l = 0; l < LANGS && many; l++)
        if (in[l])
            votes[l] += 2.0 / many;
    if (many)
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
    char padded[WORD + 2];
    size_t n = 1;
    int best = 0;
    if (text.n > LOOK) {
        text.n = LOOK;
        while (text.n > 0 && ((unsigned char)text.p[text.n] & 0xC0) == 0x80)
            text.n--;
    }
    padded[0] = ' ';
    for (size_t i = 0; i <= text.n; i += len) {
        int32_t cp = i < text.n ? bk__utf8_at(text, i, &len) : (len = 1, ' ');
        bool letter = cp < 0x80 ? ((cp | 32) >= 'a' && (cp | 32) <= 'z') : bk__utf8_letter(cp);
        if (letter || (cp == '\'' && n > 1)) {
            if (letter && cp < 0x250)
                latin++;
            else if (letter)
                foreign++;
            if (n + len <= WORD) {
                memcpy(padded + n, text.p + i, len);
                if (len == 1 && letter)
                    padded[n] = (char)(cp | 32);
            }
            n += len;
        } else {
            if (n > 1 && n <= WORD) {
                padded[n] = ' ';
                voted += vote(padded, n + 1, votes);
            }
            total += n > 1;
            n = 1;
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
