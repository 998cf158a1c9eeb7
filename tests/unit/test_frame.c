/* Frames of written articles: what is present, with the words behind it; refused models. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

#include "base/str.h"
#include "model/frame.h"

typedef struct reading {
    bk_ctx *ctx;
    bk_frames *frames;
    bk_analyzer *analyzer;
    bk_framer *framer;
} reading;

static reading open_reading(bk_ctx *ctx)
{
    reading r = {.ctx = ctx};
    t_ok(ctx, bk_frames_load(ctx, &r.frames));
    t_ok(ctx, bk_analyzer_new(ctx, &r.analyzer, NULL));
    t_ok(ctx, bk_framer_new(ctx, &r.framer, r.analyzer, r.frames));
    return r;
}

static void close_reading(reading *r)
{
    bk_framer_free(r->framer);
    bk_analyzer_free(r->analyzer);
    bk_frames_free(r->frames);
    t_ctx_free(r->ctx);
}

static int number(const reading *r, const char *code)
{
    for (int f = 0; f < bk_frames_count(r->frames); f++)
        if (strcmp(bk_frames_code(r->frames, f), code) == 0)
            return f;
    fail_msg("no frame %s", code);
    return -1;
}

static const bk_framing *run(reading *r, const char *text, const char *lang, const bk_scan **scan)
{
    const bk_framing *out;
    const bk_scan *s;
    t_ok(r->ctx, bk_analyzer_text(r->analyzer, (bk_str){text, strlen(text)}, lang, &s));
    t_ok(r->ctx, bk_framer_run(r->framer, s, &out));
    if (scan)
        *scan = s;
    return out;
}

/* The codes of the frames that the text uses, in their order. */
static const char *used(reading *r, const char *text, const char *lang)
{
    static char codes[400];
    const bk_framing *g = run(r, text, lang, NULL);
    codes[0] = '\0';
    for (int f = 0; f < bk_frames_count(r->frames); f++)
        if (g->present[f]) {
            strcat(codes, codes[0] ? " " : "");
            strcat(codes, bk_frames_code(r->frames, f));
        }
    return codes;
}

static void the_frames_are_those_of_the_report(void **state)
{
    static const char *const codes[] = {
        "conflict",  "human-interest",   "economic", "morality", "responsibility",  "security",
        "diplomacy", "technology-space", "values",   "history",  "sanctions-trade",
    };
    reading r = open_reading(t_ctx(1));
    (void)state;
    assert_int_equal(bk_frames_count(r.frames), 11);
    for (int i = 0; i < 11; i++) {
        int f = number(&r, codes[i]);
        assert_int_equal(bk_frames_generic(r.frames, f), i < 5);
        assert_true(bk_frames_name(r.frames, f, "id").n > 0);
        assert_true(bk_frames_name(r.frames, f, "en").n > 0);
        assert_true(bk_frames_name(r.frames, f, "xx").n == strlen(codes[i]));
    }
    close_reading(&r);
}

static void enough_indicators_stand_in_each_language(void **state)
{
    reading r = open_reading(t_ctx(1));
    uint32_t n, count[2][32] = {{0}};
    const bk__indicator *x = bk__frames_indicators(r.frames, &n);
    (void)state;
    for (uint32_t i = 0; i < n; i++) {
        assert_true(x[i].frame == BK__NO_FRAME ||
                    (x[i].weight >= 0.1 && x[i].weight <= 4 && x[i].question.n == 2));
        if (x[i].frame != BK__NO_FRAME)
            count[x[i].lang][x[i].frame]++;
        if (x[i].pattern.p[0] == '~') { /* a root is its own root, else it is never met */
            const bk_form *f;
            bk_str word = {x[i].pattern.p + 1, x[i].pattern.n - 1};
            t_ok(r.ctx, bk_analyzer_word(r.analyzer, word, bk__frames_lang(x[i].lang), &f));
            assert_true(bk__str_eq(f->root, word));
        }
    }
    for (int f = 0; f < bk_frames_count(r.frames); f++) {
        assert_true(count[0][f] >= 60);
        assert_true(count[1][f] >= 50);
        assert_true(bk__frames_mean(r.frames, f, 0) > 0.3);
        assert_true(bk__frames_mean(r.frames, f, 1) > 0.3);
    }
    close_reading(&r);
}

static void indonesian_articles(void **state)
{
    static const struct {
        const char *text, *frames;
    } cases[] = {
        {"Moskow mengerahkan kapal perang dan jet tempur ke Laut Hitam. Latihan militer itu "
         "melibatkan ribuan prajurit serta rudal hipersonik.",
         "security"},
        {"Washington menaikkan tarif impor atas baja dari China. Perang dagang itu membuat ekspor "
         "anjlok, harga naik dan para investor merugi.",
         "economic sanctions-trade"},
        {"Kedua menteri luar negeri bertemu di Jenewa. Mereka sepakat melanjutkan dialog dan "
         "mempererat kerja sama bilateral.",
         "diplomacy"},
        {"Badan antariksa itu meluncurkan satelit baru dengan roket buatan sendiri. Dua astronaut "
         "akan tinggal di stasiun luar angkasa.",
         "technology-space"},
        {"Ia menangis di pemakaman suaminya. Anak-anak dan lansia mengungsi ke tempat penampungan "
         "sambil berduka.",
         "human-interest"},
        {"Sejak runtuhnya Uni Soviet, sejarah hubungan itu berubah. Veteran Perang Dunia II "
         "mengenang masa lalu.",
         "history"},
        {"Resep sambal ini cukup memakai cabai, tomat dan garam. Haluskan semuanya, lalu tumis "
         "sampai harum.",
         ""},
        {"", ""},
    };
    reading r = open_reading(t_ctx(1));
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(used(&r, cases[i].text, "id"), cases[i].frames);
    close_reading(&r);
}

static void english_articles(void **state)
{
    static const struct {
        const char *text, *frames;
    } cases[] = {
        {"Washington imposed new sanctions and an export ban. Beijing answered with tariffs on "
         "soybeans and steel.",
         "sanctions-trade"},
        {"The two foreign ministers met for talks at a summit. They signed an agreement on closer "
         "cooperation.",
         "diplomacy"},
        {"Troops fired missiles across the border. The army deployed tanks and warplanes.",
         "security"},
        {"Boil the rice, then add the onions and a little salt.", ""},
    };
    reading r = open_reading(t_ctx(1));
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(used(&r, cases[i].text, "en"), cases[i].frames);
    close_reading(&r);
}

static void evidence_names_the_words(void **state)
{
    static const char text[] = "Harga naik. Sanksi baru menyusul, dan ekspor gandum berhenti.";
    reading r = open_reading(t_ctx(1));
    const bk_scan *scan;
    const bk_framing *g = run(&r, text, "id", &scan);
    bool found = false;
    (void)state;
    for (uint32_t h = 0; h < g->n_hits; h++) {
        const bk_frame_hit *x = &g->hits[h];
        const bk_sentence *s = &scan->sentences[x->sentence];
        assert_true(x->n_evidence > 0 && x->score >= 1);
        for (uint32_t e = x->evidence; e < x->evidence + x->n_evidence; e++)
            assert_true(g->evidence[e].begin >= s->begin && g->evidence[e].end <= s->end);
        if (x->frame == number(&r, "sanctions-trade") && x->sentence == 1) {
            found = true;
            assert_int_equal(x->n_evidence, 3);
            assert_memory_equal(text + g->evidence[x->evidence].begin, "Sanksi", 6);
            assert_memory_equal(text + g->evidence[x->evidence + 2].begin, "gandum", 6);
        }
    }
    assert_true(found);
    close_reading(&r);
}

static void what_only_looks_like_an_indicator_takes_its_words(void **state)
{
    reading r = open_reading(t_ctx(1));
    const bk_framing *g = run(&r, "Ia meninggal karena serangan jantung.", "id", NULL);
    (void)state;
    assert_true(g->score[number(&r, "security")] == 0);
    assert_true(g->score[number(&r, "conflict")] == 0);
    g = run(&r, "Ia tewas karena serangan udara.", "id", NULL);
    assert_true(g->score[number(&r, "security")] > 0);
    close_reading(&r);
}

static void a_dominant_frame_fills_the_sentences(void **state)
{
    static const char *const of[2] = {
        "Moskow mengerahkan kapal perang dan jet tempur. Latihan militer itu melibatkan ribuan "
        "prajurit.",
        "Kota itu ramai sejak pagi. Para pedagang membuka kios. Anak sekolah menyeberang jalan. "
        "Hujan turun sebentar. Kapal perang dan jet tempur dipamerkan di pelabuhan. Pengunjung "
        "pulang sore.",
    };
    reading r = open_reading(t_ctx(1));
    int security = number(&r, "security");
    (void)state;
    for (int i = 0; i < 2; i++) {
        const bk_framing *g = run(&r, of[i], "id", NULL);
        assert_int_equal(g->present[security], 1);
        assert_int_equal(g->dominant[security], i == 0);
        for (int f = 0; f < bk_frames_count(r.frames); f++)
            assert_true(g->dominant[f] <= g->present[f]);
    }
    close_reading(&r);
}

static void one_word_in_passing_is_no_frame(void **state)
{
    reading r = open_reading(t_ctx(1));
    (void)state;
    assert_string_equal(used(&r, "Satelit itu besar.", "id"), "");
    assert_string_equal(used(&r, "Satelit itu besar. Satelit itu jauh.", "id"), "technology-space");
    close_reading(&r);
}

static const char frames_head[] = "code\tkind\tid\ten\n";
static const char rows_head[] = "frame\tquestion\tindicator\tweight\n";

static bk_status load_from(const char *frames, const char *id, const char *en)
{
    const char *dir = t_tmpdir();
    char text[1000], path[500];
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    bk_ctx *ctx;
    bk_frames *f;
    snprintf(path, sizeof path, "mkdir -p %s/id %s/en", dir, dir);
    assert_int_equal(system(path), 0);
    snprintf(text, sizeof text, "%s%s", frames_head, frames);
    t_write(t_path(dir, "frames.tsv"), text, strlen(text));
    snprintf(text, sizeof text, "%s%s", rows_head, id);
    t_write(t_path(dir, "id/frames.tsv"), text, strlen(text));
    snprintf(text, sizeof text, "%s%s", rows_head, en);
    t_write(t_path(dir, "en/frames.tsv"), text, strlen(text));
    opts.data_dir = dir;
    assert_int_equal(bk_ctx_new(&ctx, &opts), BK_OK);
    bk_status st = bk_frames_load(ctx, &f);
    assert_true((st == BK_OK) == (f != NULL));
    assert_true(st == BK_OK || bk_ctx_error(ctx)->where[0]);
    bk_frames_free(f);
    bk_ctx_free(ctx);
    t_rmdir(dir);
    return st;
}

static void malformed_models_are_refused(void **state)
{
    static const char one[] = "a\tissue\tA\tA\n";
    (void)state;
    assert_int_equal(load_from(one, "a\tA1\tkata\t1\n", "a\tA1\tword\t1\n"), BK_OK);
    assert_int_equal(load_from(one, "a\tA1\tkata\t1\n", "a\tA1\tkata\t1\n"), BK_OK);
    assert_int_equal(load_from(one, "", ""), BK_OK);
    assert_int_equal(load_from("", "", ""), BK_EFORMAT);
    assert_int_equal(load_from("a\tother\tA\tA\n", "", ""), BK_EFORMAT);
    assert_int_equal(load_from("a\tissue\tA\tA\na\tissue\tA\tA\n", "", ""), BK_EFORMAT);
    assert_int_equal(load_from(one, "b\tA1\tkata\t1\n", ""), BK_EFORMAT);
    assert_int_equal(load_from(one, "a\tA1\tkata\t0\n", ""), BK_EFORMAT);
    assert_int_equal(load_from(one, "a\tA1\tkata\tnan\n", ""), BK_EFORMAT);
    assert_int_equal(load_from(one, "a\tA1\t\t1\n", ""), BK_EFORMAT);
    assert_int_equal(load_from(one, "a\tA1\tkata\t1\na\tA2\tkata\t1\n", ""), BK_EFORMAT);
    assert_int_equal(load_from(one, "a\tA1\tkata\t1\n-\t-\tkata\n", ""), BK_EFORMAT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_frames_are_those_of_the_report),
        cmocka_unit_test(enough_indicators_stand_in_each_language),
        cmocka_unit_test(indonesian_articles),
        cmocka_unit_test(english_articles),
        cmocka_unit_test(evidence_names_the_words),
        cmocka_unit_test(what_only_looks_like_an_indicator_takes_its_words),
        cmocka_unit_test(a_dominant_frame_fills_the_sentences),
        cmocka_unit_test(one_word_in_passing_is_no_frame),
        cmocka_unit_test(malformed_models_are_refused),
    };
    return cmocka_run_group_tests_name("frame", tests, NULL, NULL);
}
