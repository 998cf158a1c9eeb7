/* headline.c - where the headline of a teaser ends and the report goes on.
 *
 * Pages put "Baca juga: Some Headline" between paragraphs; as plain text the next paragraph often
 * follows on the same line. Headlines here write all words but small function words with a
 * capital, so the report's first sentence is reached at the first other word in small letters. Its
 * subject lies before it: from the nearest word that opens sentences (an adverb, a pronoun, an
 * office), a quotation mark, or else all words with capitals back to the last function word. */
#include "corpus/headline.h"

enum { WORDS = 48, LONGEST = 240, BACK = 12, FEWEST = 2 };

/* Small words that headlines leave small. */
static const char small_words[] =
    " di ke dari dan yang untuk pada dengan dalam atau oleh hingga sampai bagi tentang agar serta "
    "karena saat soal usai buat lewat sejak antara akibat asal gara-gara sebagai "
    "secara tetapi tapi jika meski kata vs dkk via ala of the to in and for on a an at by as with "
    "from or per ";
/* Words with a capital that begin sentences. */
static const char openers[] =
    " adapun akan akhirnya apa akibat alhasil antara apabila apalagi artinya atas bahkan "
    "bahwa begitu berdasarkan berikut berkat bila bukan bulan caranya contohnya dalam dari dengan "
    "demi "
    "di dia diberitakan dijelaskan diketahui dikatakan dikutip dilansir disampaikan ditambahkan "
    "hal hanya hasil hingga ia ini itu jadi jika juga kabar kalau kami kamu karena kata kemarin "
    "kemudian kendati kini kita lalu lantas lebih maka malah mantan masih melansir melalui memang "
    "menanggapi mengutip menurut mereka merujuk meski meskipun misalnya mulai nah namun nantinya "
    "oleh padahal pada para pasalnya pertama pihak pihaknya sama salah sampai saat saya seandainya "
    "sebab sebagai sebagaimana sebaliknya sebanyak sebelum sebelumnya sebuah secara sedangkan "
    "sehingga sejak sejauh sejumlah sekadar selain selama selanjutnya seluruh sementara semua "
    "semula seorang seperti serta sesaat sesuai setelah setiap seusai sontak sudah tak tanpa tapi "
    "telah tentu tentunya terakhir terkait terlebih tetapi tidak tujuan untuk usai walau yakni "
    "yang anggota asisten bupati camat danramil dekan deputi direktur dirjen diplomat dokter dosen "
    "duta gubernur guru hakim jaksa jenderal juru kabid kadis kanit kapolda kapolres kapolri "
    "kapolsek kasat kasi kementerian kepala ketua komandan koordinator komisaris komisioner "
    "kolonel korban kuasa lurah manajer mendagri menko menkeu menlu menhan menteri panglima pelaku "
    "pelatih "
    "pemain pemerintah pemilik pendiri pengacara pengamat penjabat penyidik perdana perwakilan "
    "petugas pimpinan plt polisi presiden profesor raja rektor sekda sekjen sekretaris staf tim "
    "utusan wakil wali warga wasekjen sang pasukan militer "
    "after although and as at before but by during for from he however if in it meanwhile on "
    "president prime minister secretary she since that the there they this though to when while we "
    "with you ";

typedef struct word {
    size_t begin, end; /* without outer punctuation where that matters: see core */
} word;

static bool lower(char c)
{
    return c >= 'a' && c <= 'z';
}
static bool upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* The letters of a word, without quotes and stops around them. */
static bk_str core(bk_str s, word w)
{
    while (w.begin < w.end && !lower(s.p[w.begin]) && !upper(s.p[w.begin]) &&
           !(s.p[w.begin] >= '0' && s.p[w.begin] <= '9'))
        w.begin++;
    while (w.end > w.begin && strchr(".,:;!?\"')]", s.p[w.end - 1]))
        w.end--;
    while (w.end >= w.begin + 3 && memcmp(s.p + w.end - 3, "\xE2\x80", 2) == 0)
        w.end -= 3;
    return (bk_str){s.p + w.begin, w.end - w.begin};
}

static bool listed(const char *list, bk_str w)
{
    char padded[24];
    if (w.n == 0 || w.n > sizeof padded - 3)
        return false;
    padded[0] = ' ';
    for (size_t i = 0; i < w.n; i++)
        padded[i + 1] = upper(w.p[i]) ? (char)(w.p[i] + 32) : w.p[i];
    padded[w.n + 1] = ' ';
    padded[w.n + 2] = 0;
    return strstr(list, padded) != NULL;
}

static bool quote_at(bk_str s, size_t i, size_t end)
{
    return s.p[i] == '"' || (i + 2 < end && (memcmp(s.p + i, "\xE2\x80\x9C", 3) == 0 ||
                                             memcmp(s.p + i, "\xE2\x80\x9D", 3) == 0));
}

static size_t split(bk_str s, size_t at, size_t end, word out[WORDS])
{
    size_t n = 0;
    while (at < end && n < WORDS) {
        while (at < end && (s.p[at] == ' ' || s.p[at] == '\t'))
            at++;
        size_t from = at;
        while (at < end && s.p[at] != ' ' && s.p[at] != '\t')
            at++;
        if (at > from)
            out[n++] = (word){from, at};
    }
    return n;
}

static char last_char(bk_str s, word w)
{
    return s.p[w.end - 1];
}

/* A full stop behind a word of four small letters and more: a sentence, not an abbreviation. */
static bool stopped(bk_str s, word w)
{
    bk_str c = core(s, w);
    size_t end = w.end;
    while (end > w.begin && strchr("\"')", s.p[end - 1]))
        end--;
    while (end >= w.begin + 3 && memcmp(s.p + end - 3, "\xE2\x80", 2) == 0)
        end -= 3;
    return end > w.begin && s.p[end - 1] == '.' && !(end > w.begin + 1 && s.p[end - 2] == '.') &&
           c.n >= 4 && lower(c.p[c.n - 1]);
}

/* A full stop, no dots, at the end. */
static bool ends_in_stop(bk_str s, size_t at, size_t to)
{
    while (to > at && strchr("\"') ", s.p[to - 1]))
        to--;
    return to >= at + 2 && s.p[to - 1] == '.' && s.p[to - 2] != '.';
}

/* Signs that more than a headline stands in the line. */
static bool more_than_headline(bk_str s, size_t at, size_t end, const word *w, size_t n)
{
    if (end - at > LONGEST)
        return true;
    for (size_t i = 0; i < n; i++)
        if (stopped(s, w[i]))
            return true;
    return ends_in_stop(s, at, end);
}

/* The first word in small letters that headlines do not leave small; n: none. */
static size_t first_small(bk_str s, const word *w, size_t n)
{
    for (size_t j = 1; j < n; j++) {
        bk_str c = core(s, w[j]);
        if (c.n > 0 && lower(c.p[0]) && !listed(small_words, c))
            return j;
    }
    return n;
}

/* Where the subject of the sentence begins whose verb is w[j]. */
static size_t subject(bk_str s, const word *w, size_t j)
{
    size_t least = j > BACK ? j - BACK : 0, k;
    for (k = j; k-- > least + 1;)
        if (listed(openers, core(s, w[k])) && upper(core(s, w[k]).p[0])) {
            while (k > least + 1 && upper(core(s, w[k - 1]).n ? core(s, w[k - 1]).p[0] : 'a') &&
                   listed(openers, core(s, w[k - 1])))
                k--;
            return k;
        }
    for (k = j; k > least; k--) {
        bk_str c = core(s, w[k - 1]);
        if (c.n == 0 || lower(c.p[0]) || strchr(":?!", last_char(s, w[k - 1])))
            return k;
    }
    return 0; /* too far to tell */
}

/* The last quotation mark of [from, end), where it opens; 0: none. */
static size_t quotation(bk_str s, size_t from, size_t end)
{
    size_t last = 0, n = 0;
    for (size_t i = from; i < end; i++)
        if (quote_at(s, i, end)) {
            last = i;
            n++;
        }
    return n % 2 ? last : 0;
}

/* "... di HollywoodDengan konsep": the last place where a lost blank glues a sentence on; 0. */
static size_t glued(bk_str s, const word *w, size_t n)
{
    for (size_t k = n; k-- > FEWEST;)
        for (size_t i = w[k].begin + 2; i + 2 < w[k].end; i++)
            if ((lower(s.p[i - 1]) || (s.p[i - 1] >= '0' && s.p[i - 1] <= '9')) && upper(s.p[i]) &&
                lower(s.p[i + 1]) && i - w[k].begin >= 3)
                return i;
    return 0;
}

/* Three small words and more within five behind the first: a sentence goes on. */
static bool runs_on(bk_str s, const word *w, size_t j, size_t n)
{
    size_t small = 0;
    if (j <= 3 || j + 3 > n)
        return false;
    for (size_t i = j; i < n && i < j + 5; i++) {
        bk_str c = core(s, w[i]);
        small += c.n > 0 && lower(c.p[0]) && !listed(small_words, c);
    }
    return small >= 3;
}

size_t bk__headline_end(bk_str s, size_t at, size_t end)
{
    word w[WORDS];
    size_t n, j, k;
    const char *bracket = memchr(s.p + at, '[', end - at);
    if (bracket)
        end = (size_t)(bracket - s.p);
    n = split(s, at, end, w);
    if (n == 0)
        return end;
    j = first_small(s, w, n);
    for (k = FEWEST + 1; k + 1 < n && k <= j; k++) /* "1. A sub-heading" */
        if (s.p[w[k].end - 1] == '.' && s.p[w[k].begin] >= '0' && s.p[w[k].begin] <= '9' &&
            w[k].end - w[k].begin <= 3)
            return w[k].begin;
    if (!more_than_headline(s, at, end, w, n) && !runs_on(s, w, j, n))
        return end;
    if (n > FEWEST && (k = quotation(s, w[FEWEST].begin, j < n ? w[j].begin : end)) > 0)
        return k;
    if ((k = glued(s, w, j < n ? j + 1 : n)) > 0)
        return k;
    for (k = FEWEST; k + 1 < n && k <= j + 1; k++)
        if (strchr("?!", last_char(s, w[k - 1])) && (j <= 3 || k == j - 1 || k == j))
            return w[k].begin;
    if (j == n)
        return n < WORDS && end - at <= LONGEST ? end : at;
    if (j <= 3)
        return at;
    k = subject(s, w, j);
    return k > FEWEST && k < j ? w[k].begin : at;
}

bool bk__headline_like(bk_str line)
{
    word w[WORDS];
    size_t n = split(line, 0, line.n, w), big = 0, all = 0;
    if (n < 3 || n == WORDS || line.n > LONGEST || ends_in_stop(line, 0, line.n))
        return false;
    for (size_t i = 0; i < n; i++) {
        bk_str c = core(line, w[i]);
        if (c.n == 0 || listed(small_words, c))
            continue;
        all++;
        big += !lower(c.p[0]);
    }
    return big * 10 >= all * 7;
}
