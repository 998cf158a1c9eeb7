/* test_grow.c - articles added step by step give the container of one run over all, to the byte:
 * both presets, n-grams, characters, hashed columns, a vocabulary, ids met twice within and over
 * the steps, nothing to add, any number of threads; what cannot be added is refused; no memory. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bingkai/bingkai.h>

#include "base/str.h"
#include "matrix/store_form.h"
#include "support/support.h"

enum { STEPS = 3, ARTICLES = T_TSAN ? 200 : 600 };

/* Every 50th article stands there twice; every 60th has the id of another one, every 70th is one of
 * an earlier step once more. */
static void write_lines(const char *path, int step, int articles)
{
    FILE *f = fopen(path, "wb");
    char text[1500];
    assert_non_null(f);
    for (int i = 0; i < articles; i++) {
        bool again = step > 0 && i % 70 == 69;
        int n = (again ? 0 : step) * articles + i;
        t_rand r = {(uint64_t)n + 3};
        t_text(&r, text, 100 + t_below(&r, sizeof text - 100));
        for (char *p = text; *p; p++)
            if ((unsigned char)*p < 0x20 || *p == '"' || *p == '\\')
                *p = ' ';
        int id = i % 60 == 59 && !again ? n - 7 - (step > 0 ? articles : 0) : n;
        for (int twice = 0; twice <= (i % 50 == 49); twice++)
            fprintf(f,
                    "{\"id\": \"a-%d\", \"source\": \"Kabar %d\", \"title\": \"Judul %d\", "
                    "\"lang\": \"id\", \"text\": \"%s Kota%d%s kata%d. Katanya %s%d begitu.\"}\n",
                    id, n % 7, n, text, n % 2001, i % 50 == 49 ? " UNIK" : "", n % 301,
                    i % 3 ? "KOTA" : "kota", n % 2001);
    }
    assert_int_equal(fclose(f), 0);
}

typedef struct setting {
    const char *preset, *unit;
    int ngram_max, hash;
    double min_df, max_df;
    bool vocabulary;
} setting;

static const setting settings[] = {
    {"sklearn", "words", 1, 0, 1, 1, false}, {"sklearn", "words", 2, 0, 3, 0.4, false},
    {"none", "words", 1, 0, 2, 0.5, false},  {"none", "words", 2, 0, 2, 0.5, false},
    {"none", "words", 1, 0, 2, 0.5, true},   {"none", "words", 2, 0, 2, 0.5, true},
    {"none", "chars", 3, 0, 2, 0.5, false},  {"none", "words", 1, 1000, 2, 0.5, false},
};

typedef struct files {
    char *path[STEPS + 1], *bkv, *other, *vocabulary; /* the last path: no article */
} files;

static files files_in(const char *dir, int articles)
{
    static const char words[] = "kota\nrusia\nkata5\ntidak-ada-di-sini\nkota7\nkota5 kata5\nunik\n";
    files f = {.bkv = strdup(t_path(dir, "a.bkv")),
               .other = strdup(t_path(dir, "b.bkv")),
               .vocabulary = strdup(t_path(dir, "words.txt"))};
    for (int i = 0; i <= STEPS; i++) {
        char name[32];
        snprintf(name, sizeof name, "news%d.jsonl", i);
        f.path[i] = strdup(t_path(dir, name));
        write_lines(f.path[i], i, i < STEPS ? articles : 0);
    }
    t_write(f.vocabulary, words, sizeof words - 1);
    return f;
}

static void free_files(files *f)
{
    for (int i = 0; i <= STEPS; i++)
        free(f->path[i]);
    free(f->bkv);
    free(f->other);
    free(f->vocabulary);
}

static bk_vectorizer_opts opts_of(const setting *s, const files *f)
{
    bk_vectorizer_opts v = BK_VECTORIZER_OPTS_INIT;
    v.preset = s->preset;
    v.ngram_unit = s->unit;
    v.ngram_max = s->ngram_max;
    v.hash_columns = s->hash;
    v.min_df = s->min_df;
    v.max_df = s->max_df;
    v.vocabulary = s->vocabulary ? f->vocabulary : NULL;
    return v;
}

/* The files [from, to) behind those of `before`. */
static bk_status grow(bk_ctx *ctx, const files *f, const bk_vectorizer_opts *v, int repeats,
                      int from, int to, const char *before, const char *out)
{
    bk_reader *r = NULL;
    bk_clean_opts c = BK_CLEAN_OPTS_INIT;
    c.min_repeats = repeats;
    bk_status st =
        bk_reader_open(ctx, &r, (const char *const *)f->path + from, (size_t)(to - from), NULL);
    if (st == BK_OK)
        st = bk_vectorizer_grow_reader(ctx, out, before, r, &c, v, NULL);
    bk_reader_close(r);
    return st;
}

static char *step_by_step(const files *f, const setting *s, int threads, size_t *n)
{
    const bk_vectorizer_opts v = opts_of(s, f);
    bk_ctx *ctx = t_ctx(threads);
    t_ok(ctx, grow(ctx, f, &v, 0, 0, 1, NULL, f->bkv));
    for (int i = 1; i <= STEPS; i++)
        t_ok(ctx, grow(ctx, f, &v, 0, i, i + 1, f->bkv, f->bkv));
    t_ctx_free(ctx);
    return t_read(f->bkv, n);
}

/* Matrix, terms and articles are those of a container that does not grow. */
static void same_as_usual(const files *f, const setting *s, const char *grown)
{
    const bk_vectorizer_opts o = opts_of(s, f);
    bk_ctx *ctx = t_ctx(2);
    bk_reader *r;
    bk_clean_opts c = BK_CLEAN_OPTS_INIT;
    bk_vectorizer *v, *w;
    c.min_repeats = 0;
    t_ok(ctx, bk_reader_open(ctx, &r, (const char *const *)f->path, STEPS, NULL));
    t_ok(ctx, bk_vectorizer_fit_reader(ctx, &v, r, &c, &o));
    t_ok(ctx, bk_vectorizer_load(ctx, &w, grown));
    assert_true(t_csr_equal(bk_vectorizer_counts(v), bk_vectorizer_counts(w)));
    assert_true(t_csr_equal(bk_vectorizer_weights(v), bk_vectorizer_weights(w)));
    const bk_vocab *a = bk_vectorizer_vocab(v), *b = bk_vectorizer_vocab(w);
    assert_int_equal(bk_vocab_size(a), bk_vocab_size(b));
    for (uint32_t i = 0; i < bk_vocab_size(a); i++) {
        assert_true(bk__str_eq(bk_vocab_term(a, i), bk_vocab_term(b, i)));
        if (!bk__str_eq(bk_vocab_shown(a, i), bk_vocab_shown(b, i)))
            fail_msg("%s %d: %.*s is shown as %.*s, usually %.*s", s->preset, s->ngram_max,
                     (int)bk_vocab_term(a, i).n, bk_vocab_term(a, i).p, (int)bk_vocab_shown(b, i).n,
                     bk_vocab_shown(b, i).p, (int)bk_vocab_shown(a, i).n, bk_vocab_shown(a, i).p);
        assert_int_equal(bk_vocab_tf(a, i), bk_vocab_tf(b, i));
    }
    const bk_docs d = bk_vectorizer_docs(v), e = bk_vectorizer_docs(w);
    assert_int_equal(d.n, e.n);
    for (int64_t i = 0; i < d.n; i++)
        assert_true(bk__str_eq(d.id[i], e.id[i]) && bk__str_eq(d.title[i], e.title[i]));
    bk_vectorizer_free(v);
    bk_vectorizer_free(w);
    bk_reader_close(r);
    t_ctx_free(ctx);
}

static void as_one_run(void **state)
{
    static const int threads[] = {1, 3, 8};
    const char *dir = t_tmpdir();
    files f = files_in(dir, ARTICLES);
    (void)state;
    for (size_t s = 0; s < sizeof settings / sizeof *settings; s++) {
        const bk_vectorizer_opts v = opts_of(&settings[s], &f);
        bk_ctx *ctx = t_ctx(1);
        size_t n, m;
        t_ok(ctx, grow(ctx, &f, &v, 0, 0, STEPS, NULL, f.other));
        t_ctx_free(ctx);
        char *want = t_read(f.other, &n);
        same_as_usual(&f, &settings[s], f.other);
        for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
            char *got = step_by_step(&f, &settings[s], threads[i], &m);
            if (m != n || memcmp(got, want, n) != 0)
                fail_msg("setting %zu, %d threads: %zu bytes, want %zu", s, threads[i], m, n);
            free(got);
        }
        free(want);
    }
    free_files(&f);
    t_rmdir(dir);
}

static void refused(bk_ctx *ctx, bk_status st, const char *why)
{
    assert_int_equal(st, BK_EINVAL);
    if (!strstr(bk_ctx_error(ctx)->message, why))
        fail_msg("\"%s\" does not say \"%s\"", bk_ctx_error(ctx)->message, why);
}

static void what_cannot_grow(void **state)
{
    const char *dir = t_tmpdir();
    files f = files_in(dir, 20);
    bk_ctx *ctx = t_ctx(2);
    bk_vectorizer_opts v = opts_of(&settings[2], &f);
    bk_clean_opts c = BK_CLEAN_OPTS_INIT;
    bk_reader *r;
    size_t n;
    (void)state;
    refused(ctx, grow(ctx, &f, &v, 10, 0, 1, NULL, f.bkv), "--min-repeats 0");
    v.join_collocations = 0.5;
    refused(ctx, grow(ctx, &f, &v, 0, 0, 1, NULL, f.bkv), "belong together");
    v.join_collocations = 0;
    refused(ctx, grow(ctx, &f, &v, 0, STEPS, STEPS + 1, NULL, f.bkv), "no article");
    v.hash_columns = 1;
    refused(ctx, grow(ctx, &f, &v, 0, 0, 1, NULL, f.bkv), "two columns");
    v.hash_columns = 0;
    assert_null(t_read(f.bkv, &n));
    t_ok(ctx, grow(ctx, &f, &v, 0, 0, 1, NULL, f.bkv));
    v.min_df = 3;
    refused(ctx, grow(ctx, &f, &v, 0, 1, 2, f.bkv, f.other), "another --min-df");
    v.min_df = 2;
    v.analyzer.unit = "root";
    refused(ctx, grow(ctx, &f, &v, 0, 1, 2, f.bkv, f.other), "another --unit");
    v = opts_of(&settings[2], &f);
    t_ok(ctx, bk_reader_open(ctx, &r, (const char *const *)f.path + 1, 1, NULL));
    c.clean = false;
    refused(ctx, bk_vectorizer_grow_reader(ctx, f.other, f.bkv, r, &c, &v, NULL), "another clean");
    bk_reader_close(r);
    v.analyzer.stopwords = f.vocabulary;
    t_ok(ctx, grow(ctx, &f, &v, 0, 0, 1, NULL, f.bkv));
    t_write(f.vocabulary, "kota\n", 5);
    refused(ctx, grow(ctx, &f, &v, 0, 1, 2, f.bkv, f.other), "another list of stop words");
    v = opts_of(&settings[0], &f);
    t_ok(ctx, bk_reader_open(ctx, &r, (const char *const *)f.path, 1, NULL));
    t_ok(ctx, bk_vectorizer_write_reader(ctx, f.bkv, r, NULL, &v, NULL));
    bk_reader_close(r);
    refused(ctx, grow(ctx, &f, &v, 0, 1, 2, f.bkv, f.other), "without --growing");
    assert_null(t_read(f.other, &n));
    free_files(&f);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

/* Section t of a container gets other bytes at `at`, and right sums for them. */
static void alter(char *bytes, size_t t, size_t at, unsigned char with, size_t n)
{
    bk__store_head h;
    bk__section s;
    char *row = bytes + sizeof h + t * sizeof s;
    memcpy(&h, bytes, sizeof h);
    memcpy(&s, row, sizeof s);
    memset(bytes + s.offset + at, with, n);
    s.checksum = bk__hash(bytes + s.offset, (size_t)s.count * bk__store_width(s.type));
    memcpy(row, &s, sizeof s);
    h.table_sum = bk__hash(bytes + sizeof h, (size_t)h.sections * sizeof s);
    h.head_sum = bk__hash(&h, offsetof(bk__store_head, head_sum));
    memcpy(bytes, &h, sizeof h);
}

/* Numbers that cannot be, in every section: refused, or of no harm. */
static void made_up_stores(void **state)
{
    static const unsigned char with[] = {0xff, 0};
    const char *dir = t_tmpdir();
    files f = files_in(dir, 20);
    bk_ctx *ctx = t_ctx(2);
    int refusals = 0;
    (void)state;
    for (size_t s = 2; s < 4; s++) {
        const bk_vectorizer_opts v = opts_of(&settings[s], &f);
        size_t n;
        t_ok(ctx, grow(ctx, &f, &v, 0, 0, 1, NULL, f.bkv));
        char *good = t_read(f.bkv, &n), *bad = malloc(n);
        assert_non_null(bad);
        bk__store_head h;
        memcpy(&h, good, sizeof h);
        for (size_t t = 0; t < h.sections; t++)
            for (size_t w = 0; w < sizeof with; w++) {
                bk__section x;
                memcpy(&x, good + sizeof h + t * sizeof x, sizeof x);
                size_t width = bk__store_width(x.type);
                if (x.count == 0)
                    continue;
                memcpy(bad, good, n);
                alter(bad, t, (size_t)(x.count * 5 / 7) * width, with[w], width);
                t_write(f.bkv, bad, n);
                bk_status st = grow(ctx, &f, &v, 0, 1, 2, f.bkv, f.other);
                refusals += st != BK_OK;
                assert_true(st == BK_OK || st == BK_EFORMAT || st == BK_EINVAL || st == BK_ESHAPE);
            }
        free(good);
        free(bad);
    }
    assert_true(refusals > 50);
    free_files(&f);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

typedef struct job {
    const files *f;
    const setting *s;
} job;

static bk_status add(bk_ctx *ctx, void *user)
{
    const job *j = user;
    const bk_vectorizer_opts v = opts_of(j->s, j->f);
    return grow(ctx, j->f, &v, 0, 1, 2, j->f->bkv, j->f->other);
}

static void without_memory(void **state)
{
    const char *dir = t_tmpdir();
    files f = files_in(dir, 20);
    (void)state;
    for (size_t s = 2; s < 4; s++) {
        job j = {&f, &settings[s]};
        const bk_vectorizer_opts v = opts_of(&settings[s], &f);
        bk_ctx *ctx = t_ctx(1);
        t_ok(ctx, grow(ctx, &f, &v, 0, 0, 1, NULL, f.bkv));
        t_ctx_free(ctx);
        t_fail_each(add, &j, 1, 500);
        t_fail_each(add, &j, 2, 60);
    }
    free_files(&f);
    t_rmdir(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_one_run),
        cmocka_unit_test(what_cannot_grow),
        cmocka_unit_test(made_up_stores),
        cmocka_unit_test(without_memory),
    };
    return cmocka_run_group_tests_name("grow", tests, NULL, NULL);
}
