/* Terms are shown as they are mostly written: the most frequent form, capitals where running text
 * has them; the same with any number of threads, from a container, and for n-grams. */
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bingkai/vectorize.h>

#include "base/str.h"
#include "vector/shown.h"

static const bk_str words[] = {{"tegaskan", 8}, {"chines", 6}, {"as", 2},      {"kata", 4},
                               {"judul", 5},    {"b", 1},      {"formless", 8}};
enum { TEGASKAN, CHINES, AS, KATA, JUDUL, B, FORMLESS, WORDS };

static bk__written form(uint32_t word, const char *surface, const char *fold, uint16_t flags,
                        uint64_t all, uint64_t inside)
{
    bk_form f = {.surface = bk__str(surface), .fold = bk__str(fold), .flags = flags};
    return bk__written_of(&f, word, all, inside);
}

static void is(bk_ctx *ctx, const bk__shown *s, const char *term, const char *expected)
{
    bk__buf b;
    bk__buf_init(&b, ctx);
    t_ok(ctx, bk__shown_of(s, bk__str(term), &b));
    assert_string_equal(b.p ? b.p : "", expected);
    bk__buf_clear(&b);
}

static void the_most_frequent_form(void **state)
{
    const bk__written forms[] = {
        form(TEGASKAN, "menegaskan", "menegaskan", 0, 3, 3),
        form(TEGASKAN, "Menegaskan", "menegaskan", BK_FORM_CAPITAL, 2, 0),
        form(TEGASKAN, "ditegaskan", "ditegaskan", 0, 4, 4),
        form(CHINES, "Chinese", "chinese", BK_FORM_CAPITAL, 5, 4),
        form(CHINES, "chinese", "chinese", 0, 1, 1),
        form(AS, "AS", "as", BK_FORM_UPPER, 2, 2),
        form(KATA, "Kata", "kata", BK_FORM_CAPITAL, 9, 1),
        form(KATA, "kata", "kata", 0, 1, 1),                  /* half is not most */
        form(JUDUL, "Judul", "judul", BK_FORM_CAPITAL, 9, 0), /* only in titles */
        form(B, "bb", "bb", 0, 2, 2),
        form(B, "ba", "ba", 0, 2, 2), /* a tie: the lower bytes */
        form(CHINES, "Chinese", "chinese", BK_FORM_CAPITAL, 1, 1),
        form(B, "bb", "bb", 0, 1, 1),
        form(B, "bb", "bb", 0, UINT64_MAX, UINT64_MAX), /* one less: it was dropped */
    };
    bk_ctx *ctx = t_ctx(1);
    bk__shown s;
    (void)state;
    bk__shown_init(&s, ctx);
    t_ok(ctx, bk__shown_settle(&s, forms, sizeof forms / sizeof *forms, WORDS));
    t_ok(ctx, bk__shown_name(&s, words, WORDS));
    assert_null(s.best[FORMLESS].p);
    is(ctx, &s, "tegaskan", "menegaskan");
    is(ctx, &s, "chines", "Chinese");
    is(ctx, &s, "as", "AS");
    is(ctx, &s, "kata", "kata");
    is(ctx, &s, "judul", "judul");
    is(ctx, &s, "b", "ba");
    is(ctx, &s, "chines tegaskan never formless", "Chinese menegaskan never formless");
    is(ctx, &s, "", "");
    bk__shown_clear(&s);
    bk__shown_clear(&s);
    t_ctx_free(ctx);
}

static bk_status fill(bk_ctx *ctx, void *user)
{
    const bk__written f = form(KATA, "Kata", "kata", BK_FORM_CAPITAL, 1, 1);
    bk__shown s;
    bk_status st;
    (void)user;
    bk__shown_init(&s, ctx);
    st = bk__shown_settle(&s, &f, 1, WORDS);
    if (st == BK_OK)
        st = bk__shown_name(&s, words, WORDS);
    bk__shown_clear(&s);
    return st;
}

static void without_memory(void **state)
{
    (void)state;
    t_fail_each(fill, NULL, 1, 100);
}

/* ---- in a vectorizer ------------------------------------------------------------------------- */

static const char *write_news(const char *dir)
{
    const char *path = t_path(dir, "news.jsonl");
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    for (int i = 0; i < 700; i++)
        fprintf(f,
                "{\"id\":\"a%d\",\"title\":\"Kabar Nomor %d\",\"lang\":\"id\",\"text\":\"Kemarin "
                "Beijing %s usulan itu. Para pejabat di Beijing menunggu jawaban nomor %d.\"}\n",
                i, i, i % 3 ? "menegaskan" : "ditegaskan", i);
    fclose(f);
    return path;
}

static bk_vectorizer *vectors(bk_ctx *ctx, const char *path, int ngram_max)
{
    bk_reader *r;
    bk_corpus *c;
    bk_vectorizer *v;
    bk_vectorizer_opts o = BK_VECTORIZER_OPTS_INIT;
    o.max_df = 1.0;
    o.ngram_max = ngram_max;
    t_ok(ctx, bk_reader_open(ctx, &r, &path, 1, NULL));
    t_ok(ctx, bk_corpus_read(ctx, &c, r, NULL));
    bk_reader_close(r);
    t_ok(ctx, bk_vectorizer_fit(ctx, &v, c, &o));
    bk_corpus_free(c);
    return v;
}

static bk_str shown(const bk_vectorizer *v, const char *term)
{
    const bk_vocab *w = bk_vectorizer_vocab(v);
    uint32_t t = bk_vocab_find(w, bk__str(term));
    return t == UINT32_MAX ? BK__STR("absent") : bk_vocab_shown(w, t);
}

static void at_any_number_of_threads(void **state)
{
    char *dir = strdup(t_tmpdir()), *first = NULL;
    size_t n_first = 0;
    const char *path = write_news(dir);
    (void)state;
    for (int threads = 1; threads <= 3; threads++) {
        bk_ctx *ctx = t_ctx(threads);
        bk_vectorizer *v = vectors(ctx, path, 2), *again;
        const char *file = t_path(dir, "v.bkv");
        size_t n;
        char *bytes;
        assert_true(bk__str_eq(shown(v, "beijing"), BK__STR("Beijing")));
        assert_true(bk__str_eq(shown(v, "tegaskan"), BK__STR("menegaskan")));
        assert_true(bk__str_eq(shown(v, "beijing tegaskan"), BK__STR("Beijing menegaskan")));
        t_ok(ctx, bk_vectorizer_save(v, file));
        t_ok(ctx, bk_vectorizer_load(ctx, &again, file));
        assert_true(bk__str_eq(shown(again, "beijing"), BK__STR("Beijing")));
        bk_vectorizer_free(again);
        bk_vectorizer_free(v);
        bytes = t_read(file, &n);
        if (first) {
            assert_int_equal(n, n_first);
            assert_memory_equal(bytes, first, n);
            free(bytes);
        } else {
            first = bytes;
            n_first = n;
        }
        t_ctx_free(ctx);
    }
    free(first);
    t_rmdir(dir);
    free(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_most_frequent_form),
        cmocka_unit_test(without_memory),
        cmocka_unit_test(at_any_number_of_threads),
    };
    return cmocka_run_group_tests_name("shown", tests, NULL, NULL);
}
