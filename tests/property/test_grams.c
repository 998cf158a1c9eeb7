/* test_grams.c - n-grams of words and characters, and hashed columns, against the plainest way of
 * counting: random texts, enough of them for several parts and strips; any number of threads; no
 * memory. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bingkai/bingkai.h>

#include "base/json.h"
#include "base/map.h"
#include "support/news.h"
#include "support/support.h"
#include "vector/hashed.h"

enum { ARTICLES = 900, WORDS = 120 };

/* Texts of few different words and of many, one now and then without a blank at its end. */
static void write_news(bk_ctx *ctx, const char *path, int articles)
{
    t_rand r = {5};
    bk__buf b;
    bk__buf_init(&b, ctx);
    for (int i = 0; i < articles; i++) {
        char text[8192], *p = text;
        bk__jw w;
        for (uint64_t n = 1 + t_below(&r, WORDS); n > 0; n--) {
            uint64_t word = t_below(&r, t_below(&r, 3) ? 40 : 20000);
            p += sprintf(p, "%s%c%u%s", word % 7 == 0 ? "\xC3\xA9" : "k", (int)('a' + word % 23),
                         (unsigned)word, n > 1 ? (word % 11 ? " " : ".  ") : "");
        }
        bk__jw_init(&w, &b);
        bk__jw_open(&w, '{');
        bk__jw_key(&w, "id");
        bk__jw_int(&w, i);
        bk__jw_key(&w, "lang");
        bk__jw_z(&w, "id");
        bk__jw_key(&w, "text");
        bk__jw_z(&w, text);
        bk__jw_close(&w, '}');
        t_ok(ctx, bk__buf_byte(&b, '\n'));
    }
    t_write(path, b.p, b.n);
    bk__buf_clear(&b);
}

static bk_corpus *read_news(bk_ctx *ctx, const char *path)
{
    bk_corpus *c;
    t_ok(ctx, t_articles(ctx, &c, path, false));
    return c;
}

static bk_vectorizer_opts options(bk_ctx *ctx, const char *unit, int min, int max, int columns)
{
    bk_vectorizer_opts o = BK_VECTORIZER_OPTS_INIT;
    t_ok(ctx, bk_vectorizer_preset(ctx, &o, "sklearn"));
    o.ngram_unit = unit;
    o.ngram_min = min;
    o.ngram_max = max;
    o.hash_columns = columns;
    return o;
}

/* ---- the plain way --------------------------------------------------------------------------- */
typedef struct hit {
    bk_str term;
    int64_t row;
} hit;
typedef struct plain {
    bk__arena arena;
    hit *at;
    size_t n, cap;
} plain;

static void add(plain *p, const char *term, size_t n, int64_t row)
{
    if (p->n == p->cap) {
        p->cap = p->cap ? 2 * p->cap : 1024;
        p->at = realloc(p->at, p->cap * sizeof *p->at);
        assert_non_null(p->at);
    }
    p->at[p->n].row = row;
    assert_int_equal(bk__arena_str(&p->arena, &p->at[p->n++].term, (bk_str){term, n}), BK_OK);
}

static bool in_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

static size_t letter(const char *p)
{
    return (unsigned char)*p >= 0xC0 ? 2 : 1;
}

/* The words of these texts have two letters or more and are lower case. */
static void words_of(plain *p, bk_str s, int64_t row, int min, int max)
{
    bk_str word[WORDS];
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        size_t begin = i;
        while (i < s.n && in_word(s.p[i]))
            i++;
        if (i > begin)
            word[n++] = (bk_str){s.p + begin, i - begin};
        else
            i++;
    }
    for (size_t i = 0; i < n; i++)
        for (int k = min; k <= max && i + (size_t)k <= n; k++) {
            char z[1024], *to = z;
            for (size_t j = i; j < i + (size_t)k; j++)
                to += sprintf(to, "%s%.*s", j > i ? " " : "", (int)word[j].n, word[j].p);
            add(p, z, (size_t)(to - z), row);
        }
}

static void slices(plain *p, const char *z, int64_t row, int min, int max, bool whole)
{
    for (int k = min; k <= max; k++)
        for (const char *from = z; *from; from += letter(from)) {
            const char *to = from;
            int n = 0;
            for (; n < k && *to; n++)
                to += letter(to);
            if (n == k || (whole && from == z))
                add(p, from, (size_t)(to - from), row);
            if (whole && from == z && !*to)
                return;
        }
}

static void chars_of(plain *p, bk_str s, int64_t row, int min, int max, bool in_words)
{
    char z[8192], *to = z;
    for (size_t i = 0; i < s.n; i++) {
        if (in_words && s.p[i] == ' ')
            continue;
        if (in_words && (i == 0 || s.p[i - 1] == ' '))
            *to++ = ' ';
        if (!(s.p[i] == ' ' && i > 0 && s.p[i - 1] == ' '))
            *to++ = s.p[i];
        if (in_words && (i + 1 == s.n || s.p[i + 1] == ' ')) {
            strcpy(to, " ");
            slices(p, z, row, min, max, true);
            to = z;
        }
    }
    *to = 0;
    if (!in_words)
        slices(p, z, row, min, max, false);
}

static int by_term(const void *x, const void *y)
{
    const hit *a = x, *b = y;
    int order = bk__str_cmp(a->term, b->term);
    return order ? order : (a->row > b->row) - (a->row < b->row);
}

static double entry(const bk_csr *A, int64_t row, uint32_t col)
{
    for (int64_t k = A->ptr[row]; k < A->ptr[row + 1]; k++)
        if (A->col[k] == col)
            return (double)A->val[k];
    return 0;
}

static void same(const bk_vectorizer *v, plain *p)
{
    const bk_vocab *vocab = bk_vectorizer_vocab(v);
    uint32_t col = 0;
    int64_t entries = 0;
    qsort(p->at, p->n, sizeof *p->at, by_term);
    for (size_t i = 0, j; i < p->n; i = j, col++) {
        uint64_t df = 0;
        assert_true(col < bk_vocab_size(vocab));
        assert_true(bk__str_eq(bk_vocab_term(vocab, col), p->at[i].term));
        for (j = i; j < p->n && bk__str_eq(p->at[j].term, p->at[i].term); df++) {
            size_t k = j;
            while (k < p->n && p->at[k].row == p->at[j].row &&
                   bk__str_eq(p->at[k].term, p->at[i].term))
                k++;
            double count = entry(bk_vectorizer_counts(v), p->at[j].row, col);
            assert_true(count == (double)(k - j));
            j = k;
        }
        assert_int_equal(bk_vocab_df(vocab, col), df);
        assert_int_equal(bk_vocab_tf(vocab, col), j - i);
        entries += (int64_t)df;
    }
    assert_int_equal(bk_vocab_size(vocab), col);
    const bk_csr *A = bk_vectorizer_counts(v);
    assert_int_equal(A->ptr[A->rows], entries);
}

static void check(bk_ctx *ctx, const bk_corpus *c, const char *unit, int min, int max)
{
    plain p = {.at = NULL};
    bk_vectorizer *v;
    bk_vectorizer_opts o = options(ctx, unit, min, max, 0);
    bk__arena_init(&p.arena, ctx);
    for (int64_t i = 0; i < bk_corpus_size(c); i++) {
        bk_str text = bk_corpus_at(c, i)->text;
        if (strcmp(unit, "words") == 0)
            words_of(&p, text, i, min, max);
        else
            chars_of(&p, text, i, min, max, strcmp(unit, "word-chars") == 0);
    }
    t_ok(ctx, bk_vectorizer_fit(ctx, &v, c, &o));
    same(v, &p);
    bk_vectorizer_free(v);
    bk__arena_clear(&p.arena);
    free(p.at);
}

static void as_the_plain_way(void **state)
{
    static const struct {
        const char *unit;
        int min, max;
    } ways[] = {{"words", 1, 2}, {"words", 2, 2}, {"words", 1, 5},      {"words", 3, 4},
                {"chars", 1, 3}, {"chars", 8, 8}, {"word-chars", 1, 4}, {"word-chars", 6, 8}};
    bk_ctx *ctx = t_ctx(2);
    char *dir = strdup(t_tmpdir()), *path = strdup(t_path(dir, "news.jsonl"));
    (void)state;
    write_news(ctx, path, ARTICLES);
    bk_corpus *c = read_news(ctx, path);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        check(ctx, c, ways[i].unit, ways[i].min, ways[i].max);
    bk_corpus_free(c);
    t_rmdir(dir);
    free(path);
    free(dir);
    t_ctx_free(ctx);
}

/* ---- hashing --------------------------------------------------------------------------------- */
/* Each cell of the hashed matrix is the sum of those whose terms have its column. */
static void same_sums(const bk_vectorizer *whole, const bk_vectorizer *hashed, uint32_t columns)
{
    const bk_csr *A = bk_vectorizer_counts(whole), *B = bk_vectorizer_counts(hashed);
    const bk_vocab *from = bk_vectorizer_vocab(whole), *to = bk_vectorizer_vocab(hashed);
    double *row = calloc(columns, sizeof *row);
    uint64_t *df = calloc(columns, sizeof *df), *tf = calloc(columns, sizeof *tf);
    assert_non_null(row);
    assert_non_null(df);
    assert_non_null(tf);
    assert_int_equal(B->cols, columns);
    for (int64_t i = 0; i < A->rows; i++) {
        int64_t n = 0;
        memset(row, 0, columns * sizeof *row);
        for (int64_t k = A->ptr[i]; k < A->ptr[i + 1]; k++)
            row[bk__hashed_column(bk_vocab_term(from, A->col[k]), columns)] += (double)A->val[k];
        for (uint32_t c = 0; c < columns; c++) {
            n += row[c] > 0;
            df[c] += row[c] > 0;
            tf[c] += (uint64_t)row[c];
        }
        assert_int_equal(B->ptr[i + 1] - B->ptr[i], n);
        for (int64_t k = B->ptr[i]; k < B->ptr[i + 1]; k++) {
            assert_true((double)B->val[k] == row[B->col[k]]);
            assert_true(k == B->ptr[i] || B->col[k - 1] < B->col[k]);
        }
    }
    for (uint32_t c = 0; c < columns; c++) {
        assert_int_equal(bk_vocab_df(to, c), df[c]);
        assert_int_equal(bk_vocab_tf(to, c), tf[c]);
        assert_int_equal(bk_vocab_find(to, bk_vocab_term(to, c)), c);
    }
    free(row);
    free(df);
    free(tf);
}

static void hashing_is_counting_with_the_hash_applied(void **state)
{
    static const uint32_t columns[] = {2, 97, 1000};
    bk_ctx *ctx = t_ctx(3);
    char *dir = strdup(t_tmpdir()), *path = strdup(t_path(dir, "news.jsonl"));
    (void)state;
    write_news(ctx, path, ARTICLES / 3);
    bk_corpus *c = read_news(ctx, path);
    for (int way = 0; way < 9; way++) {
        bk_vectorizer_opts o = options(ctx, way < 6 ? "words" : "word-chars", 1, 1 + way % 2, 0);
        bk_vectorizer *whole, *hashed;
        if (way % 3 == 2)
            o.preset = "none";
        t_ok(ctx, bk_vectorizer_fit(ctx, &whole, c, &o));
        o.hash_columns = (int)columns[way % 3];
        t_ok(ctx, bk_vectorizer_fit(ctx, &hashed, c, &o));
        same_sums(whole, hashed, columns[way % 3]);
        bk_csr again;
        t_ok(ctx, bk_vectorizer_transform(hashed, &again, c));
        const bk_csr *W = bk_vectorizer_weights(hashed);
        assert_int_equal(again.ptr[again.rows], W->ptr[W->rows]);
        assert_memory_equal(again.val, W->val, (size_t)W->ptr[W->rows] * sizeof *W->val);
        bk_csr_free(ctx, &again);
        bk_vectorizer_free(whole);
        bk_vectorizer_free(hashed);
    }
    bk_corpus_free(c);
    t_rmdir(dir);
    free(path);
    free(dir);
    t_ctx_free(ctx);
}

static void refuses(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    char *dir = strdup(t_tmpdir()), *path = strdup(t_path(dir, "news.jsonl"));
    bk_vectorizer *v;
    (void)state;
    write_news(ctx, path, 2);
    bk_corpus *c = read_news(ctx, path);
    bk_vectorizer_opts o = options(ctx, "words", 1, 6, 0);
    assert_int_equal(bk_vectorizer_fit(ctx, &v, c, &o), BK_EINVAL);
    o = options(ctx, "chars", 1, 9, 0);
    assert_int_equal(bk_vectorizer_fit(ctx, &v, c, &o), BK_EINVAL);
    o = options(ctx, "words", 1, 1, 1);
    assert_int_equal(bk_vectorizer_fit(ctx, &v, c, &o), BK_EINVAL);
    o = options(ctx, "words", 1, 1, 16);
    o.vocabulary = path;
    assert_int_equal(bk_vectorizer_fit(ctx, &v, c, &o), BK_EINVAL);
    bk_corpus_free(c);
    t_rmdir(dir);
    free(path);
    free(dir);
    t_ctx_free(ctx);
}

/* ---- threads and memory ---------------------------------------------------------------------- */
enum { WAYS = 5 };

static bk_vectorizer_opts way(bk_ctx *ctx, int i)
{
    bk_vectorizer_opts o = options(ctx,
                                   i < 3    ? "words"
                                   : i == 3 ? "chars"
                                            : "word-chars",
                                   1 + i % 2, 2 + i % 3, i % 2 ? 500 : 0);
    if (i > 1)
        o.preset = "none";
    return o;
}

static void at_any_number_of_threads(void **state)
{
    static const int threads[] = {1, 2, 3, 8};
    char *dir = strdup(t_tmpdir()), *path = strdup(t_path(dir, "news.jsonl"));
    char *first[WAYS] = {NULL};
    size_t n_first[WAYS] = {0}, n;
    (void)state;
    for (size_t t = 0; t < 4; t++) {
        bk_ctx *ctx = t_ctx(threads[t]);
        if (t == 0)
            write_news(ctx, path, ARTICLES);
        bk_corpus *c = read_news(ctx, path);
        for (int i = 0; i < WAYS; i++) {
            const char *file = t_path(dir, "v.bkv");
            bk_vectorizer_opts o = way(ctx, i);
            bk_vectorizer *v;
            t_ok(ctx, bk_vectorizer_fit(ctx, &v, c, &o));
            t_ok(ctx, bk_vectorizer_save(v, file));
            bk_vectorizer_free(v);
            char *bytes = t_read(file, &n);
            if (t == 0) {
                first[i] = bytes;
                n_first[i] = n;
                continue;
            }
            assert_int_equal(n, n_first[i]);
            assert_memory_equal(bytes, first[i], n);
            free(bytes);
        }
        bk_corpus_free(c);
        t_ctx_free(ctx);
    }
    for (int i = 0; i < WAYS; i++)
        free(first[i]);
    t_rmdir(dir);
    free(path);
    free(dir);
}

typedef struct poor {
    const char *path;
    int way;
} poor;

static bk_status read_and_fit(bk_ctx *ctx, void *user)
{
    const poor *p = user;
    bk_corpus *c = NULL;
    bk_vectorizer *v = NULL;
    bk_vectorizer_opts o = BK_VECTORIZER_OPTS_INIT;
    bk_status st = bk_vectorizer_preset(ctx, &o, "sklearn");
    o.ngram_unit = p->way == 2 ? "chars" : "words";
    o.ngram_max = 3;
    o.hash_columns = p->way == 0 ? 0 : 8;
    if (st == BK_OK)
        st = t_articles(ctx, &c, p->path, false);
    if (st == BK_OK)
        st = bk_vectorizer_fit(ctx, &v, c, &o);
    bk_vectorizer_free(v);
    bk_corpus_free(c);
    return st;
}

static void without_memory(void **state)
{
    char *dir = strdup(t_tmpdir()), *path = strdup(t_path(dir, "news.jsonl"));
    bk_ctx *ctx = t_ctx(1);
    (void)state;
    write_news(ctx, path, 2);
    for (int i = 0; i < 3; i++) {
        poor p = {path, i};
        t_fail_each(read_and_fit, &p, 1, 400);
        t_fail_each(read_and_fit, &p, 2, 60);
    }
    t_rmdir(dir);
    free(path);
    free(dir);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_the_plain_way),
        cmocka_unit_test(hashing_is_counting_with_the_hash_applied),
        cmocka_unit_test(refuses),
        cmocka_unit_test(at_any_number_of_threads),
        cmocka_unit_test(without_memory),
    };
    return cmocka_run_group_tests_name("grams", tests, NULL, NULL);
}
