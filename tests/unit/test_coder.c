/* Sentences written for this test, read by the coder: which dyads, which sign, whose act. */
#include "support/support.h"

#include <stdio.h>

#include <bingkai/relation.h>

#include "base/str.h"

typedef struct sentence {
    const char *text;
    const char *relations; /* "CHN-USA - USA; ..." by dyad; "" for none */
} sentence;

static const sentence table[] = {
#include "coder_sentences.inc"
};

static const sentence english[] = {
#include "coder_sentences_en.inc"
};

typedef struct reader {
    bk_ctx *ctx;
    bk_analyzer *analyzer;
    bk_triad *triad;
    bk_coder *coder;
} reader;

static void reader_open(reader *r)
{
    r->ctx = t_ctx(1);
    t_ok(r->ctx, bk_analyzer_new(r->ctx, &r->analyzer, NULL));
    t_ok(r->ctx, bk_triad_load(r->ctx, &r->triad, NULL));
    t_ok(r->ctx, bk_coder_new(r->ctx, &r->coder, r->analyzer, r->triad));
}

static void reader_close(reader *r)
{
    bk_coder_free(r->coder);
    bk_triad_free(r->triad);
    bk_analyzer_free(r->analyzer);
    t_ctx_free(r->ctx);
}

static const bk_coding *reader_read(reader *r, const char *text, const char *lang,
                                    const bk_scan **scan)
{
    const bk_coding *coding;
    bk_article article = {.text = bk__str(text), .lang = bk__str(lang), .published = BK_NO_DATE};
    t_ok(r->ctx, bk_analyzer_run(r->analyzer, &article, scan));
    t_ok(r->ctx, bk_coder_run(r->coder, &article, *scan, &coding));
    return coding;
}

/* The relations as the table writes them. */
static void describe(const reader *r, const bk_coding *c, char *out, size_t cap)
{
    size_t n = 0;
    out[0] = 0;
    for (uint32_t i = 0; i < c->n_relations && n + 40 < cap; i++) {
        const bk_relation *x = &c->relations[i];
        n += (size_t)snprintf(out + n, cap - n, "%s%s %c %s", i ? "; " : "",
                              bk_triad_dyad_code(r->triad, x->dyad),
                              x->polarity < 0   ? '-'
                              : x->polarity > 0 ? '+'
                                                : '0',
                              x->source < 0 ? "mutual" : bk_triad_code(r->triad, x->source));
    }
}

static void read_table(const sentence *of, size_t n, const char *lang)
{
    reader r;
    size_t right = 0;
    reader_open(&r);
    for (size_t i = 0; i < n; i++) {
        char got[256];
        const bk_scan *scan;
        describe(&r, reader_read(&r, of[i].text, lang, &scan), got, sizeof got);
        if (strcmp(got, of[i].relations) == 0)
            right++;
        else
            print_message("%s\n    expected [%s]\n    read     [%s]\n", of[i].text, of[i].relations,
                          got);
    }
    print_message("%zu of %zu sentences are read right (%s)\n", right, n, lang);
    assert_true((double)right >= 0.9 * (double)n);
    reader_close(&r);
}

static void sentences_are_read(void **state)
{
    (void)state;
    read_table(table, sizeof table / sizeof *table, "id");
}

static void english_is_read(void **state)
{
    (void)state;
    read_table(english, sizeof english / sizeof *english, "en");
}

/* "voice quad" of the first relation: whose words, and words or deeds. */
static const sentence finer[] = {
    {"Rusia mengusir tiga diplomat China, kata dua sumber yang mengetahui surat itu.", "other MK"},
    {"Kunjungan Lavrov ke Washington akan ditunda menurut juru bicara Kremlin Dmitry Peskov.",
     "RUS VK"},
    {"Kedua negara, China dan Rusia, menyatakan persahabatan mereka kokoh.", "narrator VC"},
    {"Hubungan Rusia dan China memburuk setelah Moskow menyita 12 kapal China.", "narrator MK"},
    {"Pasar khawatir akan ancaman sanksi Amerika Serikat terhadap Rusia.", "narrator VK"},
    {"Undang-undang AS melarang NASA bekerja sama dengan China.", "narrator MK"},
    {"China berhenti membeli kedelai Amerika.", "narrator MK"},
    {"China siap membeli gas Rusia, demikian disampaikan Wang Yi.", "CHN VC"},
};

static void finer_labels(void **state)
{
    reader r;
    (void)state;
    reader_open(&r);
    for (size_t i = 0; i < sizeof finer / sizeof *finer; i++) {
        char got[64];
        const bk_scan *scan;
        const bk_coding *c = reader_read(&r, finer[i].text, "id", &scan);
        assert_true(c->n_relations > 0);
        const bk_relation *x = &c->relations[0];
        snprintf(got, sizeof got, "%s %s",
                 x->voice >= 0                   ? bk_triad_code(r.triad, x->voice)
                 : x->voice == BK_VOICE_NARRATOR ? "narrator"
                                                 : "other",
                 bk_quad_name((bk_quad)x->quad));
        assert_string_equal(got, finer[i].relations);
    }
    reader_close(&r);
}

static void parts_are_consistent(void **state)
{
    reader r;
    (void)state;
    reader_open(&r);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const bk_scan *scan;
        const bk_coding *c = reader_read(&r, table[i].text, "id", &scan);
        for (uint32_t k = 0; k < c->n_relations; k++) {
            const bk_relation *x = &c->relations[k];
            const bk_sentence *s = &scan->sentences[x->sentence];
            int a, b;
            bk_triad_dyad(r.triad, x->dyad, &a, &b);
            assert_true(x->score > 0 && x->score <= 1);
            assert_true(x->certainty > 0 && x->certainty <= 1);
            assert_true((x->source == BK_PARTY_MUTUAL) == (x->target == BK_PARTY_MUTUAL));
            if (x->source >= 0) {
                assert_true(x->source == a || x->source == b);
                assert_true(x->source + x->target == a + b);
            }
            assert_true((x->quad == BK_QUAD_N) == (x->plover[0] == 0));
            for (uint32_t e = x->evidence; e < x->evidence + x->n_evidence; e++) {
                assert_true(c->evidence[e].begin >= s->begin);
                assert_true(c->evidence[e].end <= s->end);
                assert_true(c->evidence[e].begin < c->evidence[e].end);
            }
        }
    }
    reader_close(&r);
}

/* An article of `blocks` times the same: how many relations are read, and how many are voiced. */
static uint32_t read_blocks(reader *r, int blocks, uint32_t *voiced)
{
    static const char block[] =
        "\"China terus mengancam kami. AS mendukung tekanan itu,\" kata Menteri Luar Negeri AS. "
        "Beijing mengecam Washington. \"Kami bekerja sama dengan Rusia,\" ujar Presiden China.\n";
    static char text[1000 * sizeof block];
    const bk_scan *scan;
    size_t n = 0;
    for (int i = 0; i < blocks; i++, n += sizeof block - 1)
        memcpy(text + n, block, sizeof block);
    const bk_coding *c = reader_read(r, text, "id", &scan);
    *voiced = 0;
    for (uint32_t i = 0; i < c->n_relations; i++)
        *voiced += c->relations[i].voice >= 0;
    return c->n_relations;
}

/* Far into a long article quotes still count for their own sentences, and only for those. */
static void long_articles_read_as_short_ones(void **state)
{
    reader r;
    uint32_t voiced[3], n[3];
    (void)state;
    reader_open(&r);
    for (int i = 0; i < 3; i++)
        n[i] = read_blocks(&r, 20 + 400 * i, &voiced[i]);
    assert_true(n[0] >= 40 && voiced[0] >= 20);
    assert_int_equal(n[2] - n[1], n[1] - n[0]);
    assert_int_equal(voiced[2] - voiced[1], voiced[1] - voiced[0]);
    assert_int_equal((n[1] - n[0]) % 400, 0);
    reader_close(&r);
}

static void nothing_is_read_in_nothing(void **state)
{
    reader r;
    const bk_scan *scan;
    (void)state;
    reader_open(&r);
    assert_int_equal(reader_read(&r, "", "id", &scan)->n_relations, 0);
    assert_int_equal(reader_read(&r, "....", "id", &scan)->n_relations, 0);
    reader_close(&r);
}

static bk_status run_once(bk_ctx *ctx, void *user)
{
    bk_analyzer *a = NULL;
    bk_triad *t = NULL;
    bk_coder *c = NULL;
    const bk_scan *scan;
    const bk_coding *coding;
    bk_article article = {.text = BK__STR("AS mengecam China. \"Kami siap,\" kata Beijing."),
                          .lang = BK__STR("id"),
                          .published = BK_NO_DATE};
    (void)user;
    bk_status st = bk_analyzer_new(ctx, &a, NULL);
    if (st == BK_OK)
        st = bk_triad_load(ctx, &t, NULL);
    if (st == BK_OK)
        st = bk_coder_new(ctx, &c, a, t);
    if (st == BK_OK)
        st = bk_analyzer_run(a, &article, &scan);
    if (st == BK_OK)
        st = bk_coder_run(c, &article, scan, &coding);
    bk_coder_free(c);
    bk_triad_free(t);
    bk_analyzer_free(a);
    return st;
}

static void memory_may_run_out(void **state)
{
    (void)state;
    t_fail_each(run_once, NULL, 1, 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_are_read),
        cmocka_unit_test(english_is_read),
        cmocka_unit_test(parts_are_consistent),
        cmocka_unit_test(nothing_is_read_in_nothing),
        cmocka_unit_test(long_articles_read_as_short_ones),
        cmocka_unit_test(memory_may_run_out),
        cmocka_unit_test(finer_labels),
    };
    return cmocka_run_group_tests_name("coder", tests, NULL, NULL);
}
