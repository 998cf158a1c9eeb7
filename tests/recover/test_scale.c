/* A scale on planted sentences: words take the side of the company that they keep. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/news.h"
#include "support/support.h"

#include <bingkai/scale.h>

enum { ARTICLES = 600 };

/* Articles of eight sentences; the share of friendly ones is i / ARTICLES. Friendly sentences hold
 * the seeds or the words damba, elok, hostile ones garis, hutan; others are everywhere. */
static bk_corpus *planted(bk_ctx *ctx)
{
    static const char *const friendly[] = {"damba", "elok", "persahabatan", "kemitraan", "lontar"};
    static const char *const hostile[] = {"garis", "hutan", "permusuhan", "sanksi", "ombak"};
    static const char *const common[] = {"kota", "pagi", "meja", "jalan", "pasar", "buku"};
    const char *path = t_path(t_tmpdir(), "scale.jsonl");
    FILE *f = fopen(path, "w");
    t_rand r = {11};
    bk_corpus *c;
    assert_non_null(f);
    for (int i = 0; i < ARTICLES; i++) {
        fprintf(f, "{\"id\": \"a%03d\", \"lang\": \"id\", \"text\": \"", i);
        for (int s = 0; s < 8; s++) {
            bool good = t_below(&r, ARTICLES) < (uint64_t)i;
            const char *const *of = good ? friendly : hostile;
            fprintf(f, "Di %s %s ada %s dan %s lagi %s. ", common[t_below(&r, 6)],
                    common[t_below(&r, 6)], of[t_below(&r, 5)], of[t_below(&r, 5)],
                    common[t_below(&r, 6)]);
        }
        fputs("\"}\n", f);
    }
    fclose(f);
    t_ok(ctx, t_articles(ctx, &c, path, true));
    return c;
}

static double polarity(const bk_scale *s, const char *word)
{
    int64_t n;
    const bk_scale_word *w = bk_scale_words(s, &n);
    for (int64_t i = 0; i < n; i++)
        if (w[i].word.n == strlen(word) && memcmp(w[i].word.p, word, w[i].word.n) == 0)
            return w[i].polarity;
    fail_msg("%s", word);
    return 0;
}

static void words_take_the_side_of_their_company(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_corpus *c = planted(ctx);
    bk_scale *s;
    bk_scale_opts o = BK_SCALE_OPTS_INIT;
    static bk_scale_doc doc[ARTICLES];
    double sum = 0, square = 0, slope = 0, inside = 0;
    (void)state;
    o.components = 8;
    t_ok(ctx, bk_scale_fit(ctx, &s, c, &o));
    assert_true(bk_scale_sentences(s) >= ARTICLES * 8);
    assert_true(polarity(s, "damba") > 0.1 && polarity(s, "elok") > 0.1);
    assert_true(polarity(s, "garis") < -0.1 && polarity(s, "hutan") < -0.1);
    assert_true(fabs(polarity(s, "meja")) < polarity(s, "damba"));
    t_ok(ctx, bk_scale_score(ctx, doc, s, c));
    for (int i = 0; i < ARTICLES; i++) {
        double x = (i - (ARTICLES - 1) / 2.0) / ARTICLES * sqrt(12);
        assert_true(doc[i].words > 8 && doc[i].se > 0);
        sum += doc[i].score;
        square += doc[i].score * doc[i].score;
        slope += x * doc[i].score / ARTICLES;
    }
    assert_true(fabs(sum) < 1e-6 * ARTICLES);
    assert_true(fabs(square / (ARTICLES - 1) - 1) < 1e-6);
    assert_true(slope > 0.85); /* the correlation with what was planted */
    for (int i = 0; i < ARTICLES; i++) {
        double x = (i - (ARTICLES - 1) / 2.0) / ARTICLES * sqrt(12) * slope;
        inside += fabs(doc[i].score - x) < 2 * doc[i].se;
    }
    assert_true(inside > 0.85 * ARTICLES); /* sentences vary too, so two errors hold most */
    bk_scale_free(s);
    bk_corpus_free(c);
    t_ctx_free(ctx);
}

static void only_what_is_near_a_target_counts(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_corpus *c = planted(ctx);
    bk_scale *s;
    bk_scale_opts o = BK_SCALE_OPTS_INIT;
    static bk_scale_doc doc[ARTICLES];
    (void)state;
    o.components = 8;
    o.target = "Damba, elok"; /* however it is written in the articles */
    o.window = 2;
    t_ok(ctx, bk_scale_fit(ctx, &s, c, &o));
    t_ok(ctx, bk_scale_score(ctx, doc, s, c));
    assert_true(isnan(doc[0].score) && doc[0].words == 0); /* no friendly sentence */
    assert_true(doc[ARTICLES - 1].words > 2 && doc[ARTICLES - 1].words < 40);
    bk_scale_free(s);
    bk_corpus_free(c);
    t_ctx_free(ctx);
}

static void seeds_that_are_absent_are_told(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_corpus *c = planted(ctx);
    bk_scale *s;
    bk_scale_opts o = BK_SCALE_OPTS_INIT;
    (void)state;
    o.scale = "threat-opportunity";
    assert_int_equal(bk_scale_fit(ctx, &s, c, &o), BK_EINVAL);
    assert_null(s);
    o.target = " , ";
    assert_int_equal(bk_scale_fit(ctx, &s, c, &o), BK_EINVAL);
    assert_string_equal(bk_ctx_error(ctx)->where, "target");
    o.target = NULL;
    o.scale = "no-such-scale";
    assert_int_equal(bk_scale_fit(ctx, &s, c, &o), BK_EIO);
    const char *path = t_path(t_tmpdir(), "own.tsv");
    static const char own[] = "lang\tpattern\tsign\nid\tdamb*\t+\nid\thutan\t-\n";
    t_write(path, own, strlen(own));
    o.scale = path;
    o.components = 4; /* of some twenty words: fewer say what goes together */
    t_ok(ctx, bk_scale_fit(ctx, &s, c, &o));
    assert_true(polarity(s, "elok") > 0 && polarity(s, "garis") < 0);
    bk_scale_free(s);
    static const char bad[] = "lang\tpattern\tsign\nid\tdamb*\tx\n";
    t_write(path, bad, strlen(bad));
    assert_int_equal(bk_scale_fit(ctx, &s, c, &o), BK_EFORMAT);
    bk_corpus_free(c);
    t_ctx_free(ctx);
}

static void threads_do_not_change_a_byte(void **state)
{
    static bk_scale_doc first[ARTICLES], doc[ARTICLES];
    (void)state;
    for (int threads = 1; threads <= 3; threads++) {
        bk_ctx *ctx = t_ctx(threads);
        bk_corpus *c = planted(ctx);
        bk_scale *s;
        t_ok(ctx, bk_scale_fit(ctx, &s, c, NULL));
        t_ok(ctx, bk_scale_score(ctx, threads == 1 ? first : doc, s, c));
        for (int i = 0; threads > 1 && i < ARTICLES; i++)
            assert_true(first[i].score == doc[i].score && first[i].se == doc[i].se);
        bk_scale_free(s);
        bk_corpus_free(c);
        t_ctx_free(ctx);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_take_the_side_of_their_company),
        cmocka_unit_test(only_what_is_near_a_target_counts),
        cmocka_unit_test(seeds_that_are_absent_are_told),
        cmocka_unit_test(threads_do_not_change_a_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
