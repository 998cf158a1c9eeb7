/* Groups of small corpora: empty and odd articles, chains, memory that runs out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bingkai/similar.h>

#include "support/support.h"

static const char *const story =
    "Menteri luar negeri tiba di Beijing pada Senin pagi untuk membahas perdagangan, energi dan "
    "keamanan kawasan dengan mitranya. Kedua pihak sepakat menandatangani nota kesepahaman baru.";

/* `date` are days of March 2025, 0: none. */
static const char *put(const char *dir, const char *const *text, const int *date, int n)
{
    const char *path = t_path(dir, "articles.jsonl");
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    for (int i = 0; i < n; i++) {
        fprintf(f, "{\"id\": \"a%d\", \"title\": \"\", \"text\": \"%s\"", i, text[i]);
        if (date && date[i])
            fprintf(f, ", \"date\": \"2025-03-%02d\"", date[i]);
        fputs("}\n", f);
    }
    assert_int_equal(fclose(f), 0);
    return path;
}

static bk_status read_all(bk_ctx *ctx, bk_corpus **out, const char *path)
{
    bk_clean_opts clean = BK_CLEAN_OPTS_INIT;
    bk_reader *reader = NULL;
    *out = NULL;
    clean.clean = false;
    bk_status st = bk_reader_open(ctx, &reader, &path, 1, NULL);
    if (st == BK_OK)
        st = bk_corpus_read(ctx, out, reader, &clean);
    bk_reader_close(reader);
    return st;
}

static bk_corpus *make(bk_ctx *ctx, const char *const *text, const int *date, int n)
{
    const char *dir = t_tmpdir();
    bk_corpus *c;
    t_ok(ctx, read_all(ctx, &c, put(dir, text, date, n)));
    t_rmdir(dir);
    assert_int_equal(bk_corpus_size(c), n);
    return c;
}

static void nothing_and_little(void **state)
{
    static const char *const text[] = {"satu", "satu", "...", "dua tiga"};
    bk_ctx *ctx = t_ctx(2);
    bk_corpus *c = make(ctx, text, NULL, 4);
    bk_neardup d;
    (void)state;
    t_ok(ctx, bk_neardup_fit(ctx, &d, c, NULL));
    assert_int_equal(d.groups, 1); /* the two of one word; nothing is no copy of nothing */
    assert_int_equal(d.group[0], 0);
    assert_int_equal(d.group[1], 0);
    assert_int_equal(d.group[2], UINT32_MAX);
    assert_int_equal(d.group[3], UINT32_MAX);
    bk_neardup_free(ctx, &d);
    bk_corpus_free(c);
    t_ctx_free(ctx);
}

static void the_earliest_leads(void **state)
{
    const char *const text[] = {story, "Harga cabai naik di pasar.", story, story};
    static const int date[] = {30, 10, 0, 20};
    bk_ctx *ctx = t_ctx(1);
    bk_corpus *c = make(ctx, text, date, 4);
    bk_neardup d;
    (void)state;
    t_ok(ctx, bk_neardup_fit(ctx, &d, c, NULL));
    assert_int_equal(d.groups, 1);
    assert_int_equal(d.lead[0], 3);
    assert_int_equal(d.lead[1], 1);
    assert_int_equal(d.lead[2], 3);
    assert_true(d.jaccard[0] == 1);
    bk_neardup_free(ctx, &d);
    bk_corpus_free(c);
    t_ctx_free(ctx);
}

/* The text with its words number `at` and behind changed. */
static char *edited(const char *text, int at, const char *with)
{
    char *out = malloc(strlen(text) + 64), *to = out;
    const char *p = text;
    for (int w = 0; w < at; w++)
        p = strchr(p, ' ') + 1;
    memcpy(to, text, (size_t)(p - text));
    to += p - text;
    sprintf(to, "%s %s", with, strchr(p, ' ') + 1);
    return out;
}

/* A copy of a copy has the copy's edits: it was taken from there. */
static void copies_of_copies(void **state)
{
    char *b = edited(story, 4, "tadi"), *c = edited(b, 12, "juga");
    const char *const text[] = {c, story, b, story};
    static const int date[] = {25, 10, 20, 30};
    bk_ctx *ctx = t_ctx(1);
    bk_corpus *corpus = make(ctx, text, date, 4);
    bk_neardup_opts o = BK_NEARDUP_OPTS_INIT;
    bk_neardup d;
    (void)state;
    o.threshold = 0.4;
    t_ok(ctx, bk_neardup_fit(ctx, &d, corpus, &o));
    assert_int_equal(d.groups, 1);
    static const uint32_t of[] = {2, 1, 1, 1};
    for (int i = 0; i < 4; i++)
        assert_int_equal(d.of[i], of[i]);
    assert_true(d.shared[1] == 1 && d.shared[3] == 1);
    assert_true(d.shared[0] < 1 && d.shared[0] > 0.5F && d.shared[2] < 1);
    bk_neardup_free(ctx, &d);
    bk_corpus_free(corpus);
    free(b);
    free(c);
    t_ctx_free(ctx);
}

static void options_out_of_range(void **state)
{
    const char *const text[] = {story};
    bk_ctx *ctx = t_ctx(1);
    bk_neardup_opts o = BK_NEARDUP_OPTS_INIT;
    bk_corpus *c = make(ctx, text, NULL, 1);
    bk_vectorizer *v;
    bk_neardup d;
    (void)state;
    o.hashes = 1025;
    assert_int_equal(bk_neardup_fit(ctx, &d, c, &o), BK_EINVAL);
    assert_int_equal(bk_neardup_fit_vectors(ctx, &d, &v, c, &o, NULL), BK_EINVAL);
    assert_null(v);
    bk_corpus_free(c);
    t_ctx_free(ctx);
}

static bk_status both(bk_ctx *ctx, void *user)
{
    bk_corpus *c = NULL;
    bk_vectorizer *v = NULL;
    bk_neardup d = {0};
    bk_status st = read_all(ctx, &c, user);
    if (st == BK_OK)
        st = bk_neardup_fit(ctx, &d, c, NULL);
    bk_neardup_free(ctx, &d);
    if (st == BK_OK)
        st = bk_neardup_fit_vectors(ctx, &d, &v, c, NULL, NULL);
    bk_neardup_free(ctx, &d);
    bk_vectorizer_free(v);
    bk_corpus_free(c);
    return st;
}

static void memory_runs_out(void **state)
{
    const char *const text[] = {story, "Harga cabai naik di pasar.", story, story};
    const char *dir = t_tmpdir();
    char path[4096];
    (void)state;
    snprintf(path, sizeof path, "%s", put(dir, text, NULL, 4));
    t_fail_each(both, path, 2, 120);
    t_rmdir(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_and_little), cmocka_unit_test(the_earliest_leads),
        cmocka_unit_test(copies_of_copies),   cmocka_unit_test(options_out_of_range),
        cmocka_unit_test(memory_runs_out),
    };
    return cmocka_run_group_tests_name("neardup", tests, NULL, NULL);
}
