/* news.c - a dump of made-up Indonesian news, as large as wanted, the same for the same seed.
 *
 *     build/benchmarks/gen/news MEGABYTES [SEED [TRUTH.tsv]] > news.jsonl
 * A line an article: id, title, date, source, url, text. Function words are real, the others are
 * made of syllables and affixes; ranks are Zipf-distributed over VOCAB words. Each article has one
 * of TOPICS topics, which gives 4 of 10 words from a window of its own. 3 of 100 articles copy one
 * of the last KEEP with 0, 2, 5, 10 or 20 % of the words replaced; TRUTH.tsv gets such a pair a
 * line: copy, source, share replaced. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VOCAB = 200000, TOPICS = 50, WINDOW = 2000, KEEP = 1024, MOST = 1500, WORD = 31 };

typedef struct word {
    uint8_t n;
    char z[WORD];
} word;
typedef struct alias { /* Walker: one draw, one comparison */
    double *share;
    uint32_t *other;
    uint32_t n;
} alias;
typedef struct article {
    uint64_t id;
    uint32_t n, topic;
    uint32_t word[MOST];
} article;

static word vocab[VOCAB];
static article kept[KEEP];
static uint64_t state;

static const char *const function_words[] = {
    "yang",     "dan",         "di",         "itu",      "dengan",     "untuk",     "dari",
    "dalam",    "pada",        "ini",        "akan",     "tidak",      "ke",        "juga",
    "tersebut", "oleh",        "adalah",     "sebagai",  "telah",      "bisa",      "karena",
    "kata",     "ada",         "mereka",     "saat",     "para",       "lebih",     "atau",
    "seperti",  "kami",        "sudah",      "bahwa",    "kepada",     "menjadi",   "tak",
    "hingga",   "dapat",       "masih",      "belum",    "secara",     "namun",     "setelah",
    "antara",   "hanya",       "agar",       "terhadap", "jika",       "sementara", "pihak",
    "tahun",    "negara",      "presiden",   "menteri",  "orang",      "Rusia",     "Tiongkok",
    "Amerika",  "Serikat",     "Indonesia",  "Jakarta",  "Washington", "Beijing",   "Moskow",
    "ekonomi",  "perdagangan", "mengatakan", "menolak",  "mendukung",  "mengecam",  "bertemu",
    "sepakat",  "ujar"};
enum { REAL = sizeof function_words / sizeof function_words[0] };

/* splitmix64 (Steele, Lea, Flood 2014) */
static uint64_t next(void)
{
    uint64_t z = (state += 0x9E3779B97F4A7C15u);
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static uint32_t below(uint32_t n)
{
    return (uint32_t)((next() >> 32) * n >> 32);
}

static double real(void)
{
    return (double)(next() >> 11) * 0x1p-53;
}

static void *room(size_t n, size_t size)
{
    void *p = calloc(n, size);
    if (!p) {
        fputs("news: no memory\n", stderr);
        exit(1);
    }
    return p;
}

static alias zipf(uint32_t n, double shift, double power)
{
    alias a = {room(n, sizeof *a.share), room(n, sizeof *a.other), n};
    uint32_t *small = room(n, sizeof *small), *large = room(n, sizeof *large), s = 0, l = 0;
    double sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += a.share[i] = pow(i + shift, -power);
    for (uint32_t i = 0; i < n; i++) {
        a.share[i] *= n / sum;
        if (a.share[i] < 1)
            small[s++] = i;
        else
            large[l++] = i;
    }
    while (s > 0 && l > 0) {
        uint32_t i = small[--s], j = large[l - 1];
        a.other[i] = j;
        a.share[j] -= 1 - a.share[i];
        if (a.share[j] < 1)
            small[s++] = large[--l];
    }
    while (s > 0) /* what rounding left over */
        a.share[small[--s]] = 1;
    while (l > 0)
        a.share[large[--l]] = 1;
    free(small);
    free(large);
    return a;
}

static uint32_t draw(const alias *a)
{
    uint32_t i = below(a->n);
    return real() < a->share[i] ? i : a->other[i];
}

/* ---- words ---------------------------------------------------------------------------------- */
static void add(word *w, const char *z)
{
    size_t n = strlen(z);
    if (w->n + n <= WORD) {
        memcpy(w->z + w->n, z, n);
        w->n = (uint8_t)(w->n + n);
    }
}

/* The syllables spell the rank, so that no two words are the same. */
static void make_word(word *w, uint32_t rank)
{
    static const char *const onset[] = {"b", "c", "d", "g", "j", "k", "l", "m",
                                        "n", "p", "r", "s", "t", "w", "h", "y"};
    static const char *const vowel[] = {"a", "i", "u", "e", "o"};
    static const char *const coda[] = {"", "n", "ng", "r", "s", "t", "k", "m"};
    static const char *const prefix[] = {"", "", "", "me", "di", "ber", "pe", "ter"};
    static const char *const suffix[] = {"", "", "", "kan", "an", "i", "nya", ""};
    uint32_t r = rank;
    add(w, prefix[rank % 61 % 8]);
    for (int i = 0; i < 2 || r > 0; i++) {
        add(w, onset[r % 16]);
        add(w, vowel[r / 16 % 5]);
        r /= 80;
    }
    add(w, coda[rank % 8]);
    add(w, suffix[rank % 67 % 8]);
}

static void make_vocab(void)
{
    for (uint32_t i = 0; i < VOCAB; i++) {
        if (i < REAL)
            add(&vocab[i], function_words[i]);
        else
            make_word(&vocab[i], i);
        if (i > REAL && i % 23 == 0) /* a name */
            vocab[i].z[0] = (char)(vocab[i].z[0] - 'a' + 'A');
    }
}

/* ---- articles ------------------------------------------------------------------------------- */
static void invent(article *a, const alias *all, const alias *window)
{
    double normal = sqrt(-2 * log(1 - real())) * cos(6.283185307179586 * real());
    double length = exp(log(260) + 0.55 * normal);
    a->n = length < 30 ? 30 : length > MOST ? MOST : (uint32_t)length;
    a->topic = below(TOPICS);
    for (uint32_t i = 0; i < a->n; i++)
        a->word[i] = below(10) < 4 ? 500 + a->topic * WINDOW / 2 + draw(window) : draw(all);
}

/* Returns the share of words that was replaced. */
static double copy(article *a, const article *from)
{
    static const double shares[] = {0, 0.02, 0.05, 0.1, 0.2};
    double share = shares[below(5)];
    *a = *from;
    for (uint32_t i = 0; i < (uint32_t)(share * from->n); i++)
        a->word[below(a->n)] = 1000 + below(VOCAB - 1000);
    return share;
}

static char *put(char *p, const char *z)
{
    size_t n = strlen(z);
    memcpy(p, z, n);
    return p + n;
}

static char *put_word(char *p, uint32_t w, int capital)
{
    memcpy(p, vocab[w].z, WORD);
    if (capital && *p >= 'a')
        *p = (char)(*p - 'a' + 'A');
    return p + vocab[w].n;
}

/* Sentences, quotations and paragraphs as JSON has them. The layout follows from the source's
 * number, so that a copy is laid out alike. */
static char *put_text(char *p, const article *a, uint64_t layout)
{
    uint32_t left = 0, sentence = 0;
    int quoted = 0;
    for (uint32_t i = 0; i < a->n; i++) {
        if (left == 0) {
            left = 6 + (uint32_t)(layout >> sentence % 48 & 15);
            quoted = sentence % 5 == 3;
            if (sentence > 0)
                p = put(p, sentence % 3 == 0 ? "\\n\\n" : " ");
            if (quoted)
                p = put(p, sentence % 2 ? "\\\"" : "\xE2\x80\x9C");
            p = put_word(p, a->word[i], 1);
        } else {
            *p++ = ' ';
            p = put_word(p, a->word[i], 0);
        }
        if (--left == 0 || i + 1 == a->n) {
            *p++ = '.';
            if (quoted)
                p = put(p, sentence % 2 ? "\\\"" : "\xE2\x80\x9D");
            sentence++;
            left = 0;
        } else if (i % 17 == 16) {
            *p++ = ',';
        }
    }
    return p;
}

static size_t put_article(char *out, const article *a, uint64_t number, uint64_t layout)
{
    static const char *const source[] = {"harian-utara", "kabar-pagi",    "warta-kota",
                                         "suara-timur",  "pos-nusantara", "berita-kini",
                                         "koran-laut",   "jurnal-aa"};
    char *p = out;
    p += sprintf(p, "{\"id\":\"n%08llu\",\"title\":\"", (unsigned long long)number);
    for (uint32_t i = 0; i < 8; i++) {
        if (i > 0)
            *p++ = ' ';
        p = put_word(p, a->word[(i * 3 + 1) % a->n], 1);
    }
    const char *s = source[number * 0x9E3779B97F4A7C15u >> 61];
    p += sprintf(p,
                 "\",\"date\":\"2025-%02u-%02u\",\"source\":\"%s\",\"url\":\"https://%s.example/"
                 "%llu\",\"text\":\"",
                 (unsigned)(number / 28 % 12 + 1), (unsigned)(number % 28 + 1), s, s,
                 (unsigned long long)number);
    p = put_text(p, a, layout);
    p = put(p, "\"}\n");
    return (size_t)(p - out);
}

int main(int argc, char **argv)
{
    static char line[MOST * (WORD + 8) + 4096];
    if (argc < 2) {
        fputs("news MEGABYTES [SEED [TRUTH.tsv]] > news.jsonl\n", stderr);
        return 2;
    }
    double want = strtod(argv[1], NULL) * 1e6, done = 0;
    state = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    FILE *truth = argc > 3 ? fopen(argv[3], "w") : NULL;
    alias all = zipf(VOCAB, 2.7, 1.07), window = zipf(WINDOW, 5, 0.9);
    article *a = room(1, sizeof *a);
    make_vocab();
    setvbuf(stdout, NULL, _IOFBF, 1 << 20);
    for (uint64_t number = 1; done < want; number++) {
        a->id = number;
        uint64_t layout = number * 0xD6E8FEB86659FD93u;
        if (number > KEEP && below(100) < 3) {
            const article *from = &kept[below(KEEP)];
            double share = copy(a, from);
            layout = from->id * 0xD6E8FEB86659FD93u;
            if (truth)
                fprintf(truth, "n%08llu\tn%08llu\t%g\n", (unsigned long long)number,
                        (unsigned long long)from->id, share);
        } else {
            invent(a, &all, &window);
            kept[number % KEEP] = *a;
        }
        size_t n = put_article(line, a, number, layout);
        if (fwrite(line, 1, n, stdout) != n) {
            perror("news");
            return 1;
        }
        done += (double)n;
    }
    return fflush(stdout) != 0 || (truth && fclose(truth) != 0);
}
