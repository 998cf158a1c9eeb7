/* test_gather.c - words without tokens are those of the scan. */
#include <bingkai/text.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "support/support.h"
#include "text/classes.h"
#include "text/gather.h"

enum { MOST = 4096 };
typedef struct words {
    bk_analyzer *a;
    uint32_t word[MOST];
    size_t n;
    uint32_t all[MOST], inside[MOST]; /* of forms */
} words;

/* A form counts as its own number where it gives a term. */
static uint32_t own(const bk_analyzer *a, uint32_t form)
{
    return bk_analyzer_term(a, form).p ? form : BK__GATHER_NONE;
}

static bk_status word_of(void *user, uint32_t form, uint32_t *word)
{
    const words *w = user;
    *word = own(w->a, form);
    return BK_OK;
}

static bk_status take(void *user, const uint32_t *word, size_t n)
{
    words *w = user;
    assert_true(w->n + n <= MOST);
    memcpy(w->word + w->n, word, n * sizeof *word);
    w->n += n;
    return BK_OK;
}

static void met(void *user, uint32_t form, uint32_t word, uint32_t all, uint32_t inside)
{
    words *w = user;
    assert_int_equal(word, own(w->a, form));
    w->all[form] += all;
    w->inside[form] += inside;
}

static bool parts(const bk_form *f)
{
    return f->kind == BK_KIND_PUNCT;
}

/* The same from the tokens. */
static void expect(words *w, const bk_scan *scan, bool breaks)
{
    for (uint32_t i = 0; i < scan->n_sentences; i++) {
        const bk_sentence *s = &scan->sentences[i];
        bool inside = false;
        if (i > 0 && breaks)
            w->word[w->n++] = BK__GATHER_BREAK;
        for (uint32_t k = s->first; k < s->first + s->n; k++) {
            uint32_t form = scan->tokens[k].form;
            const bk_form *f = bk_analyzer_form(w->a, form);
            if (own(w->a, form) != BK__GATHER_NONE)
                w->word[w->n++] = form;
            else if (parts(f) && breaks)
                w->word[w->n++] = BK__GATHER_BREAK;
            w->all[form]++;
            w->inside[form] += inside;
            inside = s->field == BK_FIELD_TEXT && !(f->flags & (BK_FORM_OPEN | BK_FORM_CLOSE));
        }
    }
}

static void compare(bk_analyzer *a, const bk_article *article, bool breaks)
{
    words *w = calloc(2, sizeof *w);
    const bk_scan *scan;
    bk__gather g = {.word_of = word_of, .take = take, .user = &w[0], .breaks = breaks};
    assert_non_null(w);
    w[0].a = w[1].a = a;
    assert_int_equal(bk_analyzer_run(a, article, &scan), BK_OK);
    expect(&w[1], scan, breaks);
    bk__analyzer_forget_words(a);
    assert_int_equal(bk__analyzer_gather(a, article, &g), BK_OK);
    bk__analyzer_met(a, met, &w[0]);
    assert_int_equal(w[0].n, w[1].n);
    assert_memory_equal(w[0].word, w[1].word, w[0].n * sizeof *w[0].word);
    for (uint32_t f = 0; f < bk_analyzer_forms(a); f++)
        if (own(a, f) != BK__GATHER_NONE) {
            assert_int_equal(w[0].all[f], w[1].all[f]);
            assert_int_equal(w[0].inside[f], w[1].inside[f]);
        }
    free(w);
}

static void article_of(bk_analyzer *a, const char *title, const char *text)
{
    bk_span kept = {0, (uint32_t)strlen(text)};
    bk_article raw = {.title = bk__str(title), .text = bk__str(text), .lang = BK__STR("id")};
    bk_article cleaned = raw;
    cleaned.kept[1] = &kept;
    cleaned.n_kept[1] = 1;
    for (int breaks = 0; breaks < 2; breaks++) {
        compare(a, &raw, breaks);
        compare(a, &cleaned, breaks);
    }
}

static void same_words(void **state)
{
    static const char *const texts[] = {
        "",
        "Presiden Tiongkok bertemu Presiden AS.",
        "\"Kami menolak,\" kata Wang. \"Itu benar.\" Ia pergi.Lalu pulang ke U.S. dan A.S.\nDr. "
        "Budi, "
        "S.H., datang; 17,8 persen (Rp17,8 miliar) pada 30/12/2021.",
        "negara-negara AS-China COVID-19 5G 2025-an di-posting Kompas.com www.x.id a@b.co @nama "
        "it's Jum\xE2\x80\x99"
        "at",
        "\xE2\x80\x9CKami\xE2\x80\x9D \xC2\xABtidak\xC2\xBB 'ya' ... apa?! Sudah\xE2\x80\xA6 belum "
        "pertanggungjawabannya ketidakberpihakannya mempertanggungjawabkannya",
        "caf\xC3\xA9 S\xC3\xA3o Paulo \xE4\xB8\xAD\xE5\x9B\xBD \xEF\xBC\x91 a-b- -c 'n' l'eau x",
        "1. Rusia\n2. Cina\n\n\tM\xC2\xA0N O"};
    bk_ctx *ctx = t_ctx(1);
    (void)state;
    for (int numbers = 0; numbers < 2; numbers++) {
        bk_analyzer_opts opts = BK_ANALYZER_OPTS_INIT;
        bk_analyzer *a;
        opts.keep_numbers = numbers;
        t_ok(ctx, bk_analyzer_new(ctx, &a, &opts));
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            article_of(a, texts[i], texts[sizeof texts / sizeof *texts - 1 - i]);
        bk_analyzer_free(a);
    }
    bk_ctx_free(ctx);
}

/* Any bytes of a small alphabet, and sentences that do not end. */
static void same_words_of_anything(void **state)
{
    static const char *const piece[] = {
        "a", "Wang",         " ",  ".",   ". ", "\"",          "-",        "1", ",5", "\n", "'",
        "!", "\xE2\x80\x9D", "s ", "U.S", "@",  "menyatakan ", "C\xC3\xA9"};
    bk_ctx *ctx = t_ctx(1);
    bk_analyzer *a;
    char *text = malloc(16384);
    uint32_t seed = 7;
    (void)state;
    assert_non_null(text);
    t_ok(ctx, bk_analyzer_new(ctx, &a, NULL));
    for (int k = 0; k < 200; k++) {
        text[0] = 0;
        for (int i = 0; i < 60; i++) {
            seed = seed * 1664525u + 1013904223u;
            strcat(text, piece[(seed >> 16) % (sizeof piece / sizeof *piece)]);
        }
        article_of(a, "Judul", text);
    }
    text[0] = 0;
    for (int i = 0; i < 2100; i++)
        memcpy(text + 3 * i, "di ", 4);
    article_of(a, "Judul", text);
    free(text);
    bk_analyzer_free(a);
    bk_ctx_free(ctx);
}

static void same_classes(void **state)
{
    char text[256 + BK__CLASSES];
    (void)state;
    for (int i = 0; i < 256 + BK__CLASSES; i++)
        text[i] = (char)(i * 7);
    for (int i = 0; i < 256; i++) {
        bk__classes a = bk__classes_of(text + i), b = bk__classes_plain(text + i);
        bk__classes few = bk__classes_at(text + i, 3);
        assert_true(a.letter == b.letter && a.other == b.other && a.parts == b.parts &&
                    a.line == b.line && a.stop == b.stop);
        assert_true(few.letter == (b.letter & 7) && few.other == (b.other & 7));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(same_classes), cmocka_unit_test(same_words),
                                       cmocka_unit_test(same_words_of_anything)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
