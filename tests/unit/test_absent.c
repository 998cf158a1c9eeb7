/* Why a word is no term: too common, too rare, never counted, nowhere, several words. */
#include <stdio.h>
#include <string.h>

#include "support/support.h"

#include <bingkai/vectorize.h>

#include "study/absent.h"

static char dir[512];
static const char articles[] =
    "{\"id\":\"a\",\"text\":\"Tarif baja naik di pelabuhan. Tarif itu baru.\"}\n"
    "{\"id\":\"b\",\"text\":\"Rusia menolak tarif di pasar baja.\"}\n"
    "{\"id\":\"c\",\"text\":\"TARIF kapal turun, kata Menteri di sana.\"}\n"
    "{\"id\":\"d\",\"text\":\"Kapal Rusia berlabuh.\"}\n";

static bk_corpus *corpus(bk_ctx *ctx)
{
    const char *path = t_path(dir, "news.jsonl");
    bk_reader_opts opts = BK_READER_OPTS_INIT;
    bk_clean_opts clean = BK_CLEAN_OPTS_INIT;
    bk_reader *r;
    bk_corpus *c;
    t_write(path, articles, strlen(articles));
    t_ok(ctx, bk_reader_open(ctx, &r, &path, 1, &opts));
    t_ok(ctx, bk_corpus_read(ctx, &c, r, &clean));
    bk_reader_close(r);
    return c;
}

typedef struct expected {
    const char *word;
    int terms, words;
    const char *why; /* with min-df 2, max-df 0.5 */
} expected;
static const expected want[] = {
    {"tarif", 3, 0, "it stands in 3 of 4, beyond --max-df 0.5"},
    {"menteri", 1, 0, "it stands in 1 of 4, below --min-df 2"},
    {"di", 0, 3, "it stands in 3 of 4, but such words are not counted"},
    {"xyzzy", 0, 0, "it stands in none of them"},
    {"tarif baja", 0, 0, "of several words only --ngram-max and --join-collocations make terms"},
    {"rusia", 2, 0, "it stands in 2 of 4"},
    {"tarif", 3, 0, "it stands in 3 of 4, beyond --max-df 0.5"},
    {"", 0, 0, "it stands in none of them"},
};
enum { N = sizeof want / sizeof *want };

static bk_status look(bk_ctx *ctx, void *user)
{
    bk_vectorizer_opts o = BK_VECTORIZER_OPTS_INIT;
    bk__absent w[N];
    bk__buf why;
    bk__buf_init(&why, ctx);
    for (int i = 0; i < N; i++)
        w[i] = (bk__absent){.word = bk__str(want[i].word)};
    bk_status st = bk__absent_look(ctx, w, N, user, &o.analyzer);
    for (int i = 0; i < N && st == BK_OK; i++) {
        why.n = 0;
        st = bk__absent_why(&why, &w[i], user, &o);
        if (st != BK_OK)
            break;
        assert_int_equal(w[i].terms, want[i].terms);
        assert_int_equal(w[i].words, want[i].words);
        assert_true(bk__str_eq(bk__buf_str(&why), bk__str(want[i].why)));
    }
    if (st == BK_OK) {
        o.max_terms = 1;
        why.n = 0;
        st = bk__absent_why(&why, &w[5], user, &o);
        assert_true(st != BK_OK ||
                    bk__str_ends(bk__buf_str(&why), BK__STR("among the first --max-terms 1")));
    }
    bk__buf_clear(&why);
    return st;
}

static void reasons(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_corpus *c = corpus(ctx);
    (void)state;
    t_ok(ctx, look(ctx, c));
    bk_corpus_free(c);
    t_ctx_free(ctx);
}

static void no_memory(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_corpus *c = corpus(ctx);
    (void)state;
    t_fail_each(look, c, 1, 150);
    bk_corpus_free(c);
    t_ctx_free(ctx);
}

static int set_up(void **state)
{
    (void)state;
    snprintf(dir, sizeof dir, "%s", t_tmpdir());
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    t_rmdir(dir);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reasons),
        cmocka_unit_test(no_memory),
    };
    return cmocka_run_group_tests_name("absent", tests, set_up, tear_down);
}
