/* Tokens and sentences of news: numbers, amounts, abbreviations, quotes, hyphens, glued stops. */
#include <string.h>

#include "support/support.h"

#include <bingkai/text.h>

#include "base/str.h"

/* "Ia|pergi|. / Kami|diam|.": tokens by |, sentences by " / ". */
static const char *shape(bk_ctx *ctx, bk_analyzer *a, const char *text, const char *lang)
{
    static char out[2000];
    const bk_scan *s;
    size_t n = 0;
    t_ok(ctx, bk_analyzer_text(a, (bk_str){text, strlen(text)}, lang, &s));
    for (uint32_t i = 0; i < s->n_sentences; i++) {
        const bk_sentence *x = &s->sentences[i];
        for (uint32_t k = x->first; k < x->first + x->n; k++) {
            const bk_token *t = &s->tokens[k];
            const char *before = k > x->first ? "|" : i > 0 ? " / " : "";
            assert_true(n + 4 + t->end - t->begin < sizeof out);
            memcpy(out + n, before, strlen(before));
            n += strlen(before);
            memcpy(out + n, text + t->begin, t->end - t->begin);
            n += t->end - t->begin;
        }
    }
    out[n] = '\0';
    return out;
}

typedef struct scan_case {
    const char *text, *shape;
} scan_case;

static void check(const scan_case *cases, size_t n, const char *lang)
{
    bk_ctx *ctx = t_ctx(1);
    bk_analyzer *a;
    t_ok(ctx, bk_analyzer_new(ctx, &a, NULL));
    for (size_t i = 0; i < n; i++)
        assert_string_equal(shape(ctx, a, cases[i].text, lang), cases[i].shape);
    bk_analyzer_free(a);
    t_ctx_free(ctx);
}

static void numbers_and_amounts(void **state)
{
    static const scan_case cases[] = {
        {"Rp 1,5 triliun pada 30/12/2021.", "Rp|1,5|triliun|pada|30/12/2021|."},
        {"Rp17,8 triliun, USD5.000 dan US$1,2 juta",
         "Rp|17,8|triliun|,|USD|5.000|dan|US|$|1,2|juta"},
        {"Rp500 juta. Rp. 500 juta.", "Rp|500|juta|. / Rp|.|500|juta|."},
        {"Peringatan ke-20 pukul 19.00 WIB.", "Peringatan|ke-20|pukul|19.00|WIB|."},
        {"S-400, Su-57, G20, 5G, 2019-2020, 3.5%", "S-400|,|Su-57|,|G20|,|5G|,|2019-2020|,|3.5|%"},
        {"Harganya 5. Ia membeli.", "Harganya|5|. / Ia|membeli|."},
        {"1. Rusia menang. 2. China kalah.", "1|.|Rusia|menang|. / 2|.|China|kalah|."},
    };
    (void)state;
    check(cases, sizeof cases / sizeof cases[0], "id");
}

static void hyphens(void **state)
{
    static const scan_case cases[] = {
        {"negara-negara Rusia-China", "negara-negara|Rusia|-|China"},
        {"anti-Rusia dan pro-Ukraina", "anti|-|Rusia|dan|pro|-|Ukraina"},
        {"Undang-undang di-posting", "Undang-undang|di-posting"},
        {"AS-China - begitulah", "AS|-|China|-|begitulah"},
    };
    (void)state;
    check(cases, sizeof cases / sizeof cases[0], "id");
}

static void stops_that_end_nothing(void **state)
{
    static const scan_case cases[] = {
        {"Presiden Joe R. Biden tiba.", "Presiden|Joe|R|.|Biden|tiba|."},
        {"Prof. Dr. H. Ahmad, M.Si., hadir.", "Prof|.|Dr|.|H|.|Ahmad|,|M|.|Si|.|,|hadir|."},
        {"Letjen TNI (Purn.) Agus, Ph.D. Hadir.", "Letjen|TNI|(|Purn|.|)|Agus|,|Ph|.|D|.|Hadir|."},
        {"Jl. Sudirman, Kec. Menteng.", "Jl|.|Sudirman|,|Kec|.|Menteng|."},
        {"Kompas.com dan Kompas.TV menulis.", "Kompas.com|dan|Kompas.TV|menulis|."},
        {"\"Kami siap.\" kata Wang.", "\"|Kami|siap|.|\"|kata|Wang|."},
        {"Tidak ... ada", "Tidak|...|ada"},
    };
    (void)state;
    check(cases, sizeof cases / sizeof cases[0], "id");
}

static void stops_that_end(void **state)
{
    static const scan_case cases[] = {
        {"\"Kami siap.\" Ia pergi.", "\"|Kami|siap|.|\" / Ia|pergi|."},
        {"Benar! Apa? Ya.", "Benar|! / Apa|? / Ya|."},
        {"Ia menolak.Pemerintah diam.", "Ia|menolak|. / Pemerintah|diam|."},
        {"Pukul 9 WIB.Pada hari itu", "Pukul|9|WIB|. / Pada|hari|itu"},
        {"Ia menyebut \"benar\".Mereka pergi.", "Ia|menyebut|\"|benar|\"|. / Mereka|pergi|."},
        {"baris satu\nbaris dua", "baris|satu / baris|dua"},
        {"", ""},
        {" \n\t\n ", ""},
    };
    (void)state;
    check(cases, sizeof cases / sizeof cases[0], "id");
}

static void english(void **state)
{
    static const scan_case cases[] = {
        {"Mr. Trump said the U.S. will act. \"It's done,\" he said.",
         "Mr|.|Trump|said|the|U.S.|will|act|. / \"|It|'s|done|,|\"|he|said|."},
        {"He isn't here. Write to a.b@c.com or https://c.com/x?y now.",
         "He|isn't|here|. / Write|to|a.b@c.com|or|https://c.com/x?y|now|."},
    };
    (void)state;
    check(cases, sizeof cases / sizeof cases[0], "en");
}

/* Tokens rise, lie in their sentence, and leave nothing but blanks between them. */
static void whatever_comes_is_covered(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_analyzer *a;
    t_rand r = {5};
    char text[3000];
    (void)state;
    t_ok(ctx, bk_analyzer_new(ctx, &a, NULL));
    for (int i = 0; i < 400; i++) {
        const bk_scan *s;
        size_t n = t_text(&r, text, sizeof text);
        uint32_t at = 0;
        for (uint64_t k = t_below(&r, 20); n > 0 && k > 0; k--) { /* marks where they hurt */
            size_t p = t_below(&r, n);
            if ((unsigned char)text[p] < 0x80)
                text[p] = ".-@'\"\n0R$,"[t_below(&r, 10)];
        }
        t_ok(ctx, bk_analyzer_text(a, (bk_str){text, n}, i % 2 ? "id" : "en", &s));
        for (uint32_t k = 0; k < s->n_sentences; k++) {
            const bk_sentence *x = &s->sentences[k];
            assert_true(x->n > 0 && x->begin == s->tokens[x->first].begin);
            assert_int_equal(x->end, s->tokens[x->first + x->n - 1].end);
            assert_int_equal(x->first, at);
            at += x->n;
            for (uint32_t t = x->first; t < at; t++) {
                assert_int_equal(s->tokens[t].sentence, k);
                assert_true(s->tokens[t].begin < s->tokens[t].end && s->tokens[t].end <= n);
                assert_true(t == 0 || s->tokens[t - 1].end <= s->tokens[t].begin);
            }
        }
        assert_int_equal(at, s->n_tokens);
    }
    bk_analyzer_free(a);
    t_ctx_free(ctx);
}

/* Text of n words, with or without blanks between, and no stop. */
static const bk_scan *endless(bk_ctx *ctx, bk_analyzer *a, uint32_t n, const char *word)
{
    static char text[60000];
    const bk_scan *s;
    size_t at = 0, k = strlen(word);
    for (uint32_t i = 0; i < n; i++, at += k) {
        assert_true(at + k <= sizeof text);
        memcpy(text + at, word, k);
    }
    t_ok(ctx, bk_analyzer_text(a, (bk_str){text, at}, "id", &s));
    return s;
}

static void sentences_are_bounded(void **state)
{
    enum { MOST = 2000 };
    bk_ctx *ctx = t_ctx(1);
    bk_analyzer *a;
    const bk_scan *s;
    (void)state;
    t_ok(ctx, bk_analyzer_new(ctx, &a, NULL));
    s = endless(ctx, a, MOST, "kata ");
    assert_int_equal(s->n_sentences, 1);
    s = endless(ctx, a, 5 * MOST + 1, "kata ");
    assert_int_equal(s->n_sentences, 6); /* at a blank */
    assert_int_equal(s->sentences[4].n, MOST);
    assert_int_equal(s->sentences[5].n, 1);
    s = endless(ctx, a, 5 * MOST, "(");
    assert_int_equal(s->n_sentences, 3); /* there is none */
    assert_int_equal(s->sentences[0].n, 2 * MOST);
    assert_int_equal(s->n_tokens, 5 * MOST);
    bk_analyzer_free(a);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_and_amounts),
        cmocka_unit_test(hyphens),
        cmocka_unit_test(stops_that_end_nothing),
        cmocka_unit_test(stops_that_end),
        cmocka_unit_test(english),
        cmocka_unit_test(whatever_comes_is_covered),
        cmocka_unit_test(sentences_are_bounded),
    };
    return cmocka_run_group_tests_name("scan", tests, NULL, NULL);
}
