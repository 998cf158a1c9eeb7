/* Roots and lemmas of Indonesian: what each rule is for, what must stay as it is. */
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

#include <bingkai/text.h>

#include "base/str.h"

static bk_analyzer *analyzer(bk_ctx *ctx)
{
    bk_analyzer *a;
    t_ok(ctx, bk_analyzer_new(ctx, &a, NULL));
    return a;
}

static const bk_form *form(bk_ctx *ctx, bk_analyzer *a, const char *word)
{
    const bk_form *f;
    t_ok(ctx, bk_analyzer_word(a, (bk_str){word, strlen(word)}, "id", &f));
    return f;
}

static void is(bk_str got, const char *want, const char *word)
{
    if (!bk__str_eq(got, (bk_str){want, strlen(want)}))
        fail_msg("%s: %.*s, not %s", word, (int)got.n, got.p, want);
}

static void roots(void **state)
{
    static const char *const cases[][2] = {
        {"menuduh", "tuduh"},        {"mengutuk", "kutuk"},
        {"menyelidiki", "selidik"},  {"memprotes", "protes"},
        {"menangis", "tangis"},      {"menikah", "nikah"}, /* no clitic -kah */
        {"mengundang", "undang"},    {"dikurangi", "kurang"},
        {"diberlakukan", "laku"},    {"berikan", "beri"},
        {"biarkan", "biar"},         {"berikanlah", "beri"},
        {"perbankan", "bank"},       {"kerusakan", "rusak"},
        {"pengetahuan", "tahu"},     {"ketidakpercayaan", "percaya"},
        {"mempelajari", "ajar"},     {"pelajari", "ajar"},
        {"pendaki", "daki"},         {"kedua", "dua"},
        {"antarbenua", "benua"},     {"pascaperang", "perang"},
        {"nonmiliter", "militer"},   {"kupegang", "pegang"},
        {"leluhur", "luhur"},        {"wartawan", "warta"},
        {"globalisasi", "global"},   {"nasionalisme", "nasional"},
        {"besar-besaran", "besar"},  {"negara-negaranya", "negara"},
        {"terus-menerus", "terus"},  {"melambai-lambaikan", "lambai"},
        {"hamba-Nya", "hamba"},      {"bukanlah", "bukan"},
        {"terdigitasi", "digitasi"}, /* by rules alone */
        {"kinarya", "karya"},
    };
    bk_ctx *ctx = t_ctx(1);
    bk_analyzer *a = analyzer(ctx);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        is(form(ctx, a, cases[i][0])->root, cases[i][1], cases[i][0]);
    bk_analyzer_free(a);
    t_ctx_free(ctx);
}

static void words_that_stay(void **state)
{
    static const char *const cases[] = {
        "menteri", "negeri", "berita",  "masalah",  "ekonomi", "kembali",
        "agensi",  "memang", "lelang",  "tetangga", "mereka",  "perang",
        "benteng", "pemilu", "perpres", "kemlu",    "halaman", "sejarah",
        "diri",    "peran",  "dilema",  "dekan",    "selatan", "multinasional",
    };
    static const char *const names[] = {"Taiwan",  "Taliban",    "Medvedev", "Berlin",  "Mali",
                                        "Dili",    "Diego",      "Dimas",    "Pramono", "Setiawan",
                                        "Terrell", "Perkasindo", "Semarang"};
    bk_ctx *ctx = t_ctx(1);
    bk_analyzer *a = analyzer(ctx);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        is(form(ctx, a, cases[i])->root, cases[i], cases[i]);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const bk_form *f = form(ctx, a, names[i]);
        assert_true(bk__str_eq(f->root, f->fold));
    }
    bk_analyzer_free(a);
    t_ctx_free(ctx);
}

static void lemmas(void **state)
{
    static const struct {
        const char *word, *lemma;
        int prefix;
    } cases[] = {
        {"menuduh", "tuduh", BK_PREFIX_MEN},
        {"dituduh", "tuduh", BK_PREFIX_DI},
        {"memperkuat", "perkuat", BK_PREFIX_MEN},
        {"diperkuat", "perkuat", BK_PREFIX_DI},
        {"mengumumkan", "umumkan", BK_PREFIX_MEN},
        {"kebijakan", "kebijakan", BK_PREFIX_KE_AN},
        {"kebijakannya", "kebijakan", BK_PREFIX_KE_AN},
        {"hubungan", "hubungan", BK_PREFIX_NONE},
        {"bertemu", "bertemu", BK_PREFIX_BER},
        {"terancam", "terancam", BK_PREFIX_TER},
        {"penyerang", "penyerang", BK_PREFIX_PEN},
        {"serangannya", "serangan", BK_PREFIX_NONE},
    };
    bk_ctx *ctx = t_ctx(1);
    bk_analyzer *a = analyzer(ctx);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const bk_form *f = form(ctx, a, cases[i].word);
        is(f->lemma, cases[i].lemma, cases[i].word);
        assert_int_equal(f->prefix, cases[i].prefix);
    }
    assert_true(form(ctx, a, "negara-negara")->flags & BK_FORM_REDUP);
    assert_true(form(ctx, a, "bukanlah")->flags & BK_FORM_NEGATOR);
    bk_analyzer_free(a);
    t_ctx_free(ctx);
}

static void without_the_package(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    (void)state;
    assert_int_equal(setenv("BINGKAI_HUNSPELL", "/nonexistent", 1), 0);
    bk_analyzer *a = analyzer(ctx);
    assert_int_equal(unsetenv("BINGKAI_HUNSPELL"), 0);
    assert_int_equal(strncmp(bk_analyzer_stemmer(a), "rules only", 10), 0);
    is(form(ctx, a, "bertemu")->root, "temu", "bertemu");
    is(form(ctx, a, "presiden")->lemma, "presiden", "presiden");
    bk_analyzer_free(a);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roots),
        cmocka_unit_test(words_that_stay),
        cmocka_unit_test(lemmas),
        cmocka_unit_test(without_the_package),
    };
    return cmocka_run_group_tests_name("stem_id", tests, NULL, NULL);
}
