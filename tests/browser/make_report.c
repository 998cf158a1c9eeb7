/* make_report.c LANG FILE - the page from made-up tables, for the browser test.
 *
 * Plausible figures for three powers, six outlets, 30 months; texts that try to break out of HTML,
 * attributes, JSON and scripts stand among the titles, outlets, sentences and terms. */
#include "report/schema.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

enum { ARTICLES = 400 };
static bk_ctx *ctx;
static bk_table *t[T_COUNT];
static uint64_t state = 12345;

static const char *const hostile[] = {
    "</script><script>window.hacked=1</script>",
    "<img src=x onerror=\"window.hacked=1\">",
    "\" onmouseover=\"window.hacked=1\" x=\"",
    "' autofocus onfocus='window.hacked=1",
    "]]><!--<script>window.hacked=1//-->",
    "\xE2\x80\xA8\xE2\x80\xA9 ${window.hacked=1} {{7*7}} %1 %2 %s %n",
    "&lt;b&gt; & \\u003cscript\\u003e =cmd|'/c calc'!A1",
};
static const char *const outlets[] = {"Harian Cakrawala", "Kabar Samudra", "Warta Nusa",
                                      "The Strait Daily", "Suara Timur",   "Pos Katulistiwa"};
static const char *const dyads[] = {"CHN-RUS", "CHN-USA", "RUS-USA"};
static const char *const voices[] = {"all", "narrator", "CHN", "RUS", "USA", "other"};
static const char *const frames[] = {"conflict",        "human-interest", "economic",
                                     "morality",        "responsibility", "security",
                                     "sanctions-trade", "diplomacy",      "technology-space",
                                     "values",          "history"};
static const char *const terms[] = {"sanksi", "tarif",   "kapal",   "rudal",  "gas",    "minyak",
                                    "cip",    "bulan",   "latihan", "dialog", "kerja",  "pasukan",
                                    "ekspor", "satelit", "forum",   "visa",   "energi", "mineral"};

static unsigned below(unsigned n)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(state >> 33) % n;
}
static double unit(void)
{
    return below(1000000) / 1e6;
}
static bk_cell text(const char *z)
{
    return BK_CELL_STR(bk__str(z));
}
static void add(int table, const bk_cell *row)
{
    if (bk_table_add(t[table], row) != BK_OK)
        exit(1);
}
static const char *id(int a)
{
    static char out[4][16];
    static int k;
    char *z = out[k++ % 4];
    snprintf(z, 16, "art-%04d", a);
    return z;
}
static const char *month(int m)
{
    static char out[8];
    snprintf(out, sizeof out, "%04d-%02d", 2022 + m / 12, m % 12 + 1);
    return out;
}

static void articles(void)
{
    char title[200], body[400];
    for (int a = 0; a < ARTICLES; a++) {
        bk_cell r[ART_N];
        int topic = (int)below(8);
        snprintf(title, sizeof title, "%s",
                 a < 7   ? hostile[a]
                 : a % 3 ? "Beijing dan Moskow menandatangani perjanjian pasokan gas"
                         : "Washington kecam sanksi balasan China atas ekspor cip");
        snprintf(body, sizeof body, "Tiongkok mengecam Amerika Serikat di forum itu. %s",
                 hostile[a % 7]);
        for (int c = 0; c < ART_N; c++)
            r[c] = BK_CELL_NULL;
        r[ART_ID] = text(id(a));
        r[ART_LANG] = text(a % 5 ? "id" : "en");
        r[ART_SOURCE] = text(a == 3 ? hostile[1] : outlets[below(6)]);
        r[ART_TITLE] = text(title);
        if (a % 17)
            r[ART_PUBLISHED] = BK_CELL_INT(1641000000 + (int64_t)below(900) * 86400);
        r[ART_URL] =
            text(a % 2 ? "https://example.org/a?b=1&c=\"2\"" : "javascript:window.hacked=1");
        r[ART_FILE] = text("berita.jsonl");
        r[ART_LINE] = BK_CELL_INT(a + 1);
        r[ART_TOPIC] = BK_CELL_INT(topic);
        r[ART_X] = BK_CELL_REAL(cos(topic * 0.785) * 0.6 + unit() * 0.35);
        r[ART_Y] = BK_CELL_REAL(sin(topic * 0.785) * 0.6 + unit() * 0.35);
        r[ART_VOTE] = BK_CELL_REAL(1);
        r[ART_TEXT] = text(body);
        add(T_ARTICLES, r);
        if (a % 4 == 0) {
            bk_cell m[REM_N] = {text(id(a)),
                                text("text"),
                                BK_CELL_INT(0),
                                BK_CELL_INT(9),
                                text(a % 8 ? "read-also" : "source-line"),
                                text(a % 8 ? "Baca Juga: <i>Lima Fakta</i>" : "Sumber : Harian")};
            add(T_REMOVED, m);
        }
    }
}

static void relations(int a, int sentence, int begin, const char *s)
{
    const char *us = strstr(s, "Amerika Serikat");
    int pol = (int)below(3) - 1, d = (int)below(3);
    int end = begin + (int)strlen(s);
    bk_cell m1[MEN_N] = {text(id(a)),        BK_CELL_INT(sentence),  text("text"),
                         BK_CELL_INT(begin), BK_CELL_INT(begin + 8), text("CHN"),
                         text("country"),    text("Tiongkok")};
    bk_cell m2[MEN_N] = {text(id(a)),
                         BK_CELL_INT(sentence),
                         text("text"),
                         BK_CELL_INT(begin + (int)(us - s)),
                         BK_CELL_INT(begin + (int)(us - s) + 15),
                         text("USA"),
                         text("country"),
                         text("Amerika Serikat")};
    bk_cell r[REL_N] = {text(id(a)),
                        BK_CELL_INT(sentence),
                        text("text"),
                        BK_CELL_INT(begin),
                        BK_CELL_INT(end),
                        text(dyads[d]),
                        text(d ? "USA" : "mutual"),
                        text(d == 2 ? "RUS"
                             : d    ? "CHN"
                                    : "mutual"),
                        BK_CELL_INT(pol),
                        text(pol < 0 ? "VK"
                             : pol   ? "VC"
                                     : "N"),
                        text(pol < 0 ? "ACCUSE"
                             : pol   ? "COOPERATE"
                                     : ""),
                        text(voices[1 + below(5)]),
                        BK_CELL_REAL(below(3) ? 1 : 0.5),
                        BK_CELL_REAL(unit()),
                        text("[\"mengecam\",\"</script>\"]"),
                        text(s)};
    add(T_MENTIONS, m1);
    add(T_MENTIONS, m2);
    add(T_RELATIONS, r);
}

static void sentences(void)
{
    char s[300];
    for (int a = 0; a < ARTICLES; a++)
        for (int k = 0, at = 0; k < 5; k++) {
            snprintf(s, sizeof s,
                     "Tiongkok mengecam langkah Amerika Serikat, kata juru bicara \xE2\x80\x9Citu "
                     "%s\xE2\x80\x9D.",
                     k == 2 ? hostile[a % 7] : "keliru dan merugikan semua pihak");
            bk_cell r[SEN_N] = {text(id(a)),
                                BK_CELL_INT(k),
                                text("text"),
                                BK_CELL_INT(at),
                                BK_CELL_INT(at + (int)strlen(s)),
                                text(s)};
            bk_cell q[QUO_N] = {text(id(a)),
                                BK_CELL_INT(k),
                                text("text"),
                                BK_CELL_INT(at + 59),
                                BK_CELL_INT(at + (int)strlen(s) - 2),
                                text("juru bicara"),
                                text("CHN"),
                                BK_CELL_INT(1),
                                text("itu")};
            add(T_SENTENCES, r);
            add(T_QUOTES, q);
            if (k < 3)
                relations(a, k, at, s);
            at += (int)strlen(s) + 1;
        }
}

static void tone(const char *scope, const char *key, int d, const char *voice, int n)
{
    static const double base[] = {0.55, -0.42, -0.5};
    double x = base[d] + (unit() - 0.5) * 0.5, half = 1.2 / sqrt(n + 1.0);
    bk_cell r[DYA_N] = {text(scope),
                        text(key),
                        text(dyads[d]),
                        text(voice),
                        BK_CELL_REAL(x),
                        n > 1 ? BK_CELL_REAL(fmax(-1, x - half)) : BK_CELL_NULL,
                        n > 1 ? BK_CELL_REAL(fmin(1, x + half)) : BK_CELL_NULL,
                        BK_CELL_INT(n * 3),
                        BK_CELL_INT(n)};
    add(T_DYADS, r);
}

static void tones(void)
{
    bk_cell balance[TRI_N] = {text("CHN"),         text("RUS"),        text("USA"),
                              BK_CELL_REAL(0.115), BK_CELL_REAL(0.97), BK_CELL_REAL(1),
                              BK_CELL_REAL(0),     BK_CELL_REAL(0)};
    for (int d = 0; d < 3; d++) {
        for (int v = 0; v < 6; v++)
            tone("all", "", d, voices[v], 60 - 9 * v);
        for (int s = 0; s < 6; s++)
            tone("source", outlets[s], d, "all", 8 + 5 * s);
        for (int m = 0; m < 30; m++)
            tone("month", month(m), d, "all", 1 + (int)below(9));
    }
    add(T_TRIAD, balance);
    for (int s = -1; s < 6; s++)
        for (int f = 0; f < 11; f++) {
            double x = 0.05 + unit() * 0.6;
            bk_cell r[FRA_N] = {text(s < 0 ? "all" : "source"),
                                text(s < 0 ? "" : outlets[s]),
                                text(frames[f]),
                                text(f < 5 ? "generic" : "issue"),
                                BK_CELL_REAL(x),
                                BK_CELL_REAL(fmax(0, x - 0.08)),
                                BK_CELL_REAL(fmin(1, x + 0.08)),
                                BK_CELL_REAL(x * 3),
                                BK_CELL_INT((int)(x * 100))};
            add(T_FRAMES, r);
        }
    for (int f = 0; f < 11; f++) {
        bk_cell r[FRS_N] = {text(id(f)),     BK_CELL_INT(1), text("text"),
                            BK_CELL_INT(0),  BK_CELL_INT(9), text(frames[f]),
                            BK_CELL_REAL(2), text("[]"),     text(hostile[f % 7])};
        add(T_FRAME_SENTENCES, r);
    }
}

/* Words, examples, places and tones of one topic. */
static void topic_words(int k)
{
    static const char *const dyads_of[] = {"CHN-RUS", "CHN-USA", "RUS-USA"};
    static const char *const marks[] = {"clear", "mixed", "outlier"};
    for (int i = 0; i < 24; i++) {
        double weight = 0.06 / (i + 1);
        bk_cell w[TTE_N] = {[TTE_TOPIC] = BK_CELL_INT(k),
                            [TTE_RANK] = BK_CELL_INT(i + 1),
                            [TTE_TERM] = text(i == 3 ? hostile[k % 7] : terms[(k + i) % 16]),
                            [TTE_WEIGHT] = BK_CELL_REAL(weight),
                            [TTE_LIFT] = BK_CELL_REAL(1 + 9 * unit()),
                            [TTE_RELEVANCE] = BK_CELL_REAL(-3),
                            [TTE_FREX] = BK_CELL_REAL(0.9),
                            [TTE_TFIDF] = BK_CELL_REAL(0.1)};
        add(T_TOPIC_TERMS, w);
    }
    for (int i = 0; i < 6; i++) {
        bk_cell x[TEX_N] = {[TEX_TOPIC] = BK_CELL_INT(k),
                            [TEX_KIND] = text(i < 3 ? "article" : "sentence"),
                            [TEX_RANK] = BK_CELL_INT(i % 3 + 1),
                            [TEX_ID] = text(id(10 * k + i)),
                            [TEX_SHARE] = BK_CELL_REAL(0.9),
                            [TEX_SENTENCE] = i < 3 ? BK_CELL_NULL : BK_CELL_INT(1),
                            [TEX_FIELD] = i < 3 ? BK_CELL_NULL : text("text"),
                            [TEX_BEGIN] = i < 3 ? BK_CELL_NULL : BK_CELL_INT(0),
                            [TEX_END] = i < 3 ? BK_CELL_NULL : BK_CELL_INT(9),
                            [TEX_TEXT] = text(hostile[(k + i) % 7])};
        bk_cell p[TPL_N] = {[TPL_ID] = text(id(10 * k + i)),
                            [TPL_TOPIC] = BK_CELL_INT(k),
                            [TPL_SHARE] = BK_CELL_REAL(0.6),
                            [TPL_SECOND] = BK_CELL_NULL,
                            [TPL_SECOND_SHARE] = BK_CELL_NULL,
                            [TPL_MARK] = text(marks[i % 3]),
                            [TPL_WHY] = i % 3 == 2 ? text("too-short") : BK_CELL_NULL,
                            [TPL_WORDS] = BK_CELL_INT(100),
                            [TPL_GAIN] = BK_CELL_REAL(1)};
        add(T_TOPIC_EXAMPLES, x);
        add(T_TOPIC_PLACES, p);
    }
    for (int d = 0; d < 3; d++) {
        double tone = 2 * unit() - 1;
        bk_cell o[TTO_N] = {BK_CELL_INT(k),
                            text(dyads_of[d]),
                            BK_CELL_REAL(tone),
                            BK_CELL_REAL(tone - 0.3),
                            BK_CELL_REAL(tone + 0.2),
                            BK_CELL_INT(12),
                            BK_CELL_INT(6)};
        if ((k + d) % 4)
            add(T_TOPIC_TONE, o);
    }
}

static void topics(void)
{
    char label[100], list[300];
    for (int k = 0; k < 8; k++) {
        snprintf(label, sizeof label, "%s, %s, %s", terms[2 * k], terms[2 * k + 1],
                 k == 7 ? "<script>window.hacked=1</script>" : terms[2 * k + 2]);
        snprintf(list, sizeof list, "%s, dunia, baru, kata, juru", label);
        double share = 0.25 - k * 0.028;
        bk_cell r[TOP_N] = {[TOP_TOPIC] = BK_CELL_INT(k),
                            [TOP_LABEL] = text(label),
                            [TOP_SHARE] = BK_CELL_REAL(share),
                            [TOP_LOW] = BK_CELL_REAL(share - 0.01),
                            [TOP_HIGH] = BK_CELL_REAL(share + 0.012),
                            [TOP_ARTICLES] = BK_CELL_INT(90 - 9 * k),
                            [TOP_NPMI] = BK_CELL_REAL(0.2 - k * 0.03),
                            [TOP_EXCLUSIVITY] = BK_CELL_REAL(0.7),
                            [TOP_RECOVERY] = BK_CELL_REAL(0.99 - 0.07 * k),
                            [TOP_UNSTABLE] = BK_CELL_INT(k > 4),
                            [TOP_X] = BK_CELL_REAL(unit() - 0.5),
                            [TOP_Y] = BK_CELL_REAL(unit() - 0.5),
                            [TOP_TERMS] = text(list),
                            [TOP_RELEVANT] = text(list),
                            [TOP_FREX] = text(list),
                            [TOP_TFIDF] = text(list)};
        add(T_TOPICS, r);
        topic_words(k);
        for (int m = 0; m < 30; m++) {
            double x = unit() * 0.3;
            bk_cell s[TSH_N] = {text("month"),         text(month(m)),
                                BK_CELL_INT(k),        BK_CELL_REAL(x),
                                BK_CELL_REAL(x * 0.7), BK_CELL_REAL(x * 1.3 + 0.01),
                                BK_CELL_INT(10)};
            if (m != 11 && m != 12) /* a gap */
                add(T_TOPIC_SHARES, s);
        }
        for (int o = 0; o < 6; o++) {
            double x = unit() * 0.3;
            bk_cell s[TSH_N] = {text("source"),        text(outlets[o]),
                                BK_CELL_INT(k),        BK_CELL_REAL(x),
                                BK_CELL_REAL(x * 0.6), BK_CELL_REAL(x * 1.4 + 0.01),
                                BK_CELL_INT(20)};
            add(T_TOPIC_SHARES, s);
        }
    }
}

/* What moves topics, how two outlets word them, what an update moved. */
static void topic_changes(void)
{
    for (int a = 0; a < ARTICLES; a++) {
        bk_cell r[TDO_N] = {text(id(a)), BK_CELL_INT(2 * (a % 4)), BK_CELL_REAL(0.5)};
        add(T_TOPIC_ARTICLES, r);
    }
    static const char *const fields[] = {"source", "month", "rubrik"};
    for (int f = 0; f < 3; f++)
        for (int l = 0; l < (f == 1 ? 30 : 6); l++)
            for (int k = 0; k < 8; k++) {
                double x = (unit() - 0.5) * 0.3;
                bk_cell r[TEF_N] = {text(fields[f]),
                                    text(f == 1   ? month(l)
                                         : l == 3 ? hostile[1]
                                                  : outlets[l]),
                                    BK_CELL_INT(k),
                                    BK_CELL_REAL(x),
                                    l == 5 ? BK_CELL_NULL : BK_CELL_REAL(x - 0.08),
                                    l == 5 ? BK_CELL_NULL : BK_CELL_REAL(x + 0.08),
                                    BK_CELL_REAL(0.01),
                                    BK_CELL_REAL(0.03),
                                    BK_CELL_INT(1),
                                    BK_CELL_INT(20 + l)};
                add(T_TOPIC_EFFECTS, r);
            }
    for (int k = 0; k < 8; k += 2)
        for (int i = -6; i <= 6; i++) {
            double x = i * 0.3;
            bk_cell r[TCO_N] = {text(outlets[0]),
                                text(hostile[1]),
                                BK_CELL_INT(k),
                                BK_CELL_INT(i),
                                text(i == 1   ? "Tiongkok"
                                     : i == 2 ? hostile[0]
                                              : terms[i + 7]),
                                BK_CELL_REAL(12),
                                BK_CELL_REAL(4.5),
                                BK_CELL_REAL(x),
                                BK_CELL_REAL(i > 0 ? x * 0.4 : x * 1.6),
                                BK_CELL_REAL(i > 0 ? x * 1.6 : x * 0.4),
                                BK_CELL_REAL(x * 3),
                                BK_CELL_REAL(0.001)};
            if (i != 0)
                add(T_TOPIC_CONTRAST, r);
        }
    for (int k = 0; k < 8; k++) {
        bool old = k < 6;
        bk_cell r[TMO_N] = {BK_CELL_INT(k),
                            text(terms[k]),
                            text(!old     ? "new"
                                 : k == 5 ? "rests"
                                          : "goes on"),
                            old ? BK_CELL_REAL(0.2 - 0.02 * k) : BK_CELL_NULL,
                            BK_CELL_REAL(0.25 - k * 0.028),
                            old ? BK_CELL_REAL(0.1 * k) : BK_CELL_NULL,
                            old ? BK_CELL_REAL(0.01 * k) : BK_CELL_NULL,
                            text(k == 1 ? hostile[1] : "gas minyak"),
                            text("kapal")};
        add(T_TOPIC_MOVES, r);
    }
}

static void stories(void)
{
    char words[200];
    for (int k = 0; k < 14; k++) {
        snprintf(words, sizeof words, "%s, %s, %s", terms[k],
                 k == 2 ? "<script>window.hacked=1</script>" : terms[k + 1], terms[k + 2]);
        bk_cell r[THR_N] = {BK_CELL_INT(k),
                            BK_CELL_INT(20 - k),
                            BK_CELL_INT(19 - k),
                            BK_CELL_INT(3),
                            BK_CELL_INT(1741000000),
                            BK_CELL_INT(1741900000),
                            BK_CELL_INT(11),
                            text(k == 1 ? hostile[1] : outlets[k % 6]),
                            text(id(k * 20)),
                            text(k < 7 ? hostile[k] : "Washington kecam sanksi"),
                            text(words)};
        add(T_THREADS, r);
        for (int a = 0; a < 20 - k; a++) {
            bk_cell m[THA_N] = {BK_CELL_INT(k), BK_CELL_INT(a + 1), text(id(k * 20 + a)),
                                BK_CELL_REAL(0.7)};
            add(T_THREAD_ARTICLES, m);
        }
    }
    for (int k = 0; k < 40; k++) {
        static const char *const kinds[] = {"same", "differs", "same", "moved"};
        bk_cell r[PAS_N] = {text(id(k / 10)),    text(id(40 + k / 10)),    text(kinds[k % 4]),
                            BK_CELL_INT(k * 20), BK_CELL_INT(k * 20 + 19), text(hostile[k % 7]),
                            BK_CELL_INT(k * 20), BK_CELL_INT(k * 20 + 19), text(hostile[k % 7])};
        add(T_PASSAGES, r);
    }
    for (int k = 0; k < 90; k++) {
        bk_cell r[GRO_N] = {BK_CELL_INT(k / 3), text(id(k)), BK_CELL_REAL(0.8),
                            BK_CELL_INT(k % 3 == 0)};
        add(T_GROUPS, r);
    }
    for (int k = 0; k < 25; k++) {
        bk_cell r[COP_N] = {text(k == 1 ? hostile[1] : outlets[k % 6]),
                            text(k == 2 ? hostile[2] : outlets[(k + 1) % 6]),
                            BK_CELL_INT(40 - k),
                            BK_CELL_REAL(0.1),
                            BK_CELL_REAL(0.05),
                            BK_CELL_REAL(0.17),
                            BK_CELL_INT(k % 5),
                            k % 5 ? BK_CELL_REAL(3.5) : BK_CELL_NULL,
                            BK_CELL_REAL(0.2)};
        add(T_COPIES, r);
    }
    for (int a = 0; a < 6; a++)
        for (int b = 0; b < 6; b++) {
            double x = a == b ? 0.12 : 0.02 + 0.01 * ((a + 1) * (b + 1) % 5);
            bk_cell r[OUT_N] = {text(a == 3 ? hostile[1] : outlets[a]),
                                text(b == 3 ? hostile[1] : outlets[b]),
                                BK_CELL_INT(60 + a),
                                BK_CELL_INT(60 + b),
                                BK_CELL_REAL(x),
                                BK_CELL_REAL(x - 0.01),
                                BK_CELL_REAL(x + 0.01),
                                BK_CELL_REAL(0.3),
                                BK_CELL_REAL(0.2),
                                BK_CELL_REAL(0.4)};
            add(T_OUTLET_PAIRS, r);
        }
    for (int k = 0; k < 40; k++) {
        bk_cell r[SIM_N] = {text(k < 20 ? "nearest" : "pairs"), BK_CELL_REAL(k % 20 * 0.05),
                            BK_CELL_REAL((k % 20 + 1) * 0.05), BK_CELL_INT(40 - k),
                            BK_CELL_REAL((40 - k) / 820.0)};
        add(T_SIMILARITY, r);
    }
}

static void rest(void)
{
    for (int a = 0; a < 60; a++) {
        bk_cell r[PAI_N] = {text(id(a)), text(id(a + 40)), BK_CELL_REAL(0.95 - a * 0.01),
                            text("sanksi (0.21), tarif (0.11), <b>gas</b> (0.05)")};
        bk_cell n[NEI_N] = {text(id(a)), BK_CELL_INT(1), text(id(a + 40)), BK_CELL_REAL(0.8),
                            text("sanksi (0.21)")};
        add(T_PAIRS, r);
        add(T_NEIGHBOURS, n);
    }
    for (int g = 0; g < 6; g++)
        for (int k = 0; k < (g == 4 ? 5 : 3); k++) { /* the fifth is the largest */
            bk_cell r[DUP_N] = {BK_CELL_INT(g), text(id(100 + g * 5 + k)),
                                BK_CELL_REAL(k == 1 ? 1 : 0.9), BK_CELL_INT(k == 1)};
            add(T_DUPLICATES, r);
        }
    for (int s = 0; s < 6; s++)
        for (int k = 0; k < 10; k++) {
            bk_cell r[KEY_N] = {
                text("source"),           text(outlets[s]),
                BK_CELL_INT(k + 1),       text(k == 9 ? hostile[1] : terms[(s * 3 + k) % 18]),
                BK_CELL_REAL(90 - k * 4), BK_CELL_REAL(20 + k),
                BK_CELL_REAL(80 - k * 7), BK_CELL_REAL(2.4 - k * 0.2),
                BK_CELL_REAL(0.3),        BK_CELL_REAL(0.0001)};
            add(T_KEYNESS, r);
        }
    for (int k = 0; k < 4; k++) {
        bk_cell p[PRB_N] = {text("berita.jsonl"), BK_CELL_INT(k * 7 + 3), text("bad-json"),
                            text(k % 2 ? "repaired" : "skipped"), text(hostile[k])};
        add(T_PROBLEMS, p);
    }
    bk_cell in[INP_N] = {text("corpus/berita.jsonl"), BK_CELL_INT(1234567), BK_CELL_INT(ARTICLES),
                         text("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")};
    add(T_INPUTS, in);
}

int main(int argc, char **argv)
{
    static const char manifest[] =
        "{\"bingkai\":\"0.1.0\",\"seed\":1,\"blas\":\"Haswell\",\"stemmer\":\"hunspell-id\","
        "\"counts\":{\"articles\":400,\"skipped\":2},\"options\":{\"topic\":{\"k\":8,\"method\":"
        "\"nmf\"},\"title\":\"</script><script>window.hacked=1</script>\"},\"inputs\":[]}";
    bk_report_opts o = BK_REPORT_OPTS_INIT;
    size_t n;
    const bk_table_spec *specs = bk_schema(&n);
    bk_status st;
    if (argc != 3 || n != T_COUNT || bk_ctx_new(&ctx, NULL) != BK_OK)
        return 2;
    for (size_t i = 0; i < n; i++)
        if (bk_table_new(ctx, &t[i], &specs[i]) != BK_OK)
            return 1;
    articles();
    sentences();
    tones();
    topics();
    topic_changes();
    stories();
    rest();
    o.lang = argv[1];
    st = bk_report_write_html(ctx, argv[2], t, n, BK__STR(manifest), &o);
    if (st != BK_OK)
        fprintf(stderr, "%s\n", bk_ctx_error(ctx)->message);
    for (size_t i = 0; i < n; i++)
        bk_table_free(t[i]);
    bk_ctx_free(ctx);
    return st != BK_OK;
}
