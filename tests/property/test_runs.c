/* test_runs.c - counts that are put aside, at every wave or at none, give the same container to the
 * byte: both presets, n-grams, characters, hashed columns, a vocabulary, written forms, ids met
 * twice, any number of threads; no memory; a bound of memory. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bingkai/bingkai.h>

#include "base/str.h"
#include "support/support.h"
#include "vector/save.h"

enum { ARTICLES = T_TSAN ? 1800 : 5400 }; /* several waves */

/* Lines of several waves; every 50th article stands there twice, every 60th id. */
static void write_lines(const char *path, int articles)
{
    t_rand r = {7};
    FILE *f = fopen(path, "wb");
    char text[1800];
    assert_non_null(f);
    for (int i = 0; i < articles; i++) {
        t_text(&r, text, 300 + t_below(&r, sizeof text - 300));
        for (char *p = text; *p; p++)
            if ((unsigned char)*p < 0x20 || *p == '"' || *p == '\\')
                *p = ' ';
        int id = i % 60 == 59 ? i - 7 : i;
        for (int twice = 0; twice <= (i % 50 == 49); twice++)
            fprintf(f,
                    "{\"id\": \"a-%d\", \"source\": \"Kabar %d\", \"title\": \"Judul %d\", "
                    "\"date\": \"2022-02-07\", \"lang\": \"id\", \"text\": \"%s Kota%d kata%d\"}\n",
                    id, i % 7, i, text, i % 2001, i % 3001);
    }
    assert_int_equal(fclose(f), 0);
}

typedef struct setting {
    const char *preset, *unit;
    int ngram_max, hash, max_terms;
    double min_df, max_df;
    bool vocabulary;
} setting;

static const setting settings[] = {
    {"sklearn", "words", 1, 0, 0, 1, 1, false},
    {"sklearn", "words", 2, 0, 0, 3, 0.4, false},
    {"none", "words", 1, 0, 0, 2, 0.5, false},
    {"none", "words", 1, 0, 50, 0.001, 0.9, false},
    {"none", "words", 2, 0, 0, 2, 0.5, false},
    {"none", "words", 1, 0, 0, 2, 0.5, true},
    {"none", "words", 2, 0, 0, 2, 0.5, true},
    {"none", "chars", 3, 0, 0, 2, 0.5, false},
    {"none", "words", 1, 1000, 0, 2, 0.5, false},
    {"none", "words", 1, 0, 0, ARTICLES - 1, 0.5, false},
    {"sklearn", "words", 1, 0, 90, 2, 0.9, false},
};

typedef struct job {
    const char *path, *bkv, *vocabulary;
    const setting *s;
    uint64_t put_from;
    bool mapped;
} job;

/* What was put aside comes back as a vectorizer. */
static bk_status through_memory(bk_ctx *ctx, const job *j, bk_reader *r, const bk_clean_opts *c,
                                const bk_vectorizer_opts *o)
{
    bk_vectorizer *v = NULL;
    bk_status st = bk__vectorizer_fit_reader(ctx, &v, r, c, o, j->put_from);
    if (st == BK_OK)
        st = bk_vectorizer_save(v, j->bkv);
    bk_vectorizer_free(v);
    return st;
}

static bk_status write(bk_ctx *ctx, void *user)
{
    const job *j = user;
    bk_reader *r = NULL;
    bk_vectorizer_opts v = BK_VECTORIZER_OPTS_INIT;
    bk_clean_opts c = BK_CLEAN_OPTS_INIT;
    bk_vectors_size size;
    v.preset = j->s->preset;
    v.ngram_unit = j->s->unit;
    v.ngram_max = j->s->ngram_max;
    v.hash_columns = j->s->hash;
    v.max_terms = j->s->max_terms;
    v.min_df = j->s->min_df;
    v.max_df = j->s->max_df;
    v.vocabulary = j->s->vocabulary ? j->vocabulary : NULL;
    c.min_repeats = 0;
    bk_status st = bk_reader_open(ctx, &r, &j->path, 1, NULL);
    if (st == BK_OK)
        st = j->mapped ? through_memory(ctx, j, r, &c, &v)
                       : bk__vectorizer_write_reader(ctx, j->bkv, r, &c, &v, &size, j->put_from);
    bk_reader_close(r);
    return st;
}

static char *made(job *j, int threads, uint64_t put_from, size_t *n)
{
    bk_ctx *ctx = t_ctx(threads);
    j->put_from = put_from;
    t_ok(ctx, write(ctx, j));
    t_ctx_free(ctx);
    return t_read(j->bkv, n);
}

static void same_bytes(void **state)
{
    static const struct {
        int threads;
        uint64_t put_from;
    } runs[] = {{1, 1}, {8, 1}, {2, 1}, {3, 1}, {2, 4 << 20}};
    static const char words[] = "kota\nrusia\nkata5\ntidak-ada-di-sini\nKota7\nkota5 kata5\n";
    const char *dir = t_tmpdir();
    char *path = strdup(t_path(dir, "news.jsonl")), *bkv = strdup(t_path(dir, "x.bkv"));
    char *vocabulary = strdup(t_path(dir, "words.txt"));
    (void)state;
    write_lines(path, ARTICLES);
    t_write(vocabulary, words, sizeof words - 1);
    for (size_t s = 0; s < sizeof settings / sizeof *settings; s++) {
        job j = {path, bkv, vocabulary, &settings[s], 0, false};
        size_t n, m;
        char *want = made(&j, 1, 0, &n);
        size_t all = s % 4 == 0 ? sizeof runs / sizeof *runs : 2;
        for (size_t i = 0; i < all; i++) {
            char *got = made(&j, runs[i].threads, runs[i].put_from, &m);
            if (m != n || memcmp(got, want, n) != 0)
                fail_msg("setting %zu, run %zu: %zu bytes, want %zu", s, i, m, n);
            free(got);
        }
        j.mapped = true;
        char *got = made(&j, 2, 1, &m);
        if (m != n || memcmp(got, want, n) != 0)
            fail_msg("setting %zu, mapped: %zu bytes, want %zu", s, m, n);
        free(got);
        free(want);
    }
    free(path);
    free(bkv);
    free(vocabulary);
    t_rmdir(dir);
}

static void without_memory(void **state)
{
    const char *dir = t_tmpdir();
    char *path = strdup(t_path(dir, "news.jsonl")), *bkv = strdup(t_path(dir, "x.bkv"));
    (void)state;
    write_lines(path, 60);
    for (size_t s = 0; s < 5; s += 4) {
        job j = {path, bkv, NULL, &settings[s], 1, false};
        t_fail_each(write, &j, 1, 400);
        t_fail_each(write, &j, 2, 60);
        j.mapped = true;
        t_fail_each(write, &j, 1, 400);
    }
    free(path);
    free(bkv);
    t_rmdir(dir);
}

/* Little more than 10 MB of articles need: tables that grow in large steps keep to a budget. */
static void small_budgets(void **state)
{
    static const setting s = {"none", "words", 1, 0, 0, 2, 0.5, false};
    static const struct {
        int threads;
        uint64_t megabytes;
    } runs[] = {{1, 20}, {3, 44}, {8, 96}};
    (void)state;
    const char *dir = t_tmpdir();
    char *path = strdup(t_path(dir, "news.jsonl")), *bkv = strdup(t_path(dir, "x.bkv"));
    job j = {path, bkv, NULL, &s, 0, false};
    size_t n, m;
    write_lines(path, 9000);
    char *want = made(&j, 3, 0, &n);
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        bk_ctx_opts opts = BK_CTX_OPTS_INIT;
        bk_ctx *ctx;
        opts.threads = runs[i].threads;
        opts.memory_bytes = runs[i].megabytes << 20;
        assert_int_equal(bk_ctx_new(&ctx, &opts), BK_OK);
        j.put_from = opts.memory_bytes / 5 * 2;
        t_ok(ctx, write(ctx, &j));
        t_ctx_free(ctx);
        char *got = t_read(bkv, &m);
        assert_true(m == n && memcmp(got, want, n) == 0);
        free(got);
    }
    free(want);
    free(path);
    free(bkv);
    t_rmdir(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_bytes),
        cmocka_unit_test(without_memory),
        cmocka_unit_test(small_budgets),
    };
    return cmocka_run_group_tests_name("runs", tests, NULL, NULL);
}
