/* test_vectorizer.c - counts against the plainest way of counting, over random text: the tokens of
 * preset sklearn, n-grams, the order of the columns, any number of threads, no memory. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bingkai/bingkai.h>

#include "base/json.h"
#include "support/news.h"
#include "support/support.h"
#include "text/utf8.h"

enum { ARTICLES = 700 };

/* ---- news ------------------------------------------------------------------------------------ */
static void one_text(t_rand *r, char *out, size_t cap)
{
    static const char *const odd[] = {
        "\xC4\xB0stanbul",
        "\xCE\xA3\xCE\x91\xCE\xA3 \xCE\xA3",
        "a_b _ __ x",
        "I",
        "Ab1",
        "enambelasbyteeee",
        "tujuhbelasbyteeee",
        "2024",
        "KATA",
        "kata\xC3\xA9kata",
        "sebuah-kata-yang-panjang-sekali-dan-lebih-dari-enam-puluh-empat-byte-tanpa-akhir",
        "sebuahkatayangpanjangsekalidanlebihdarienampuluhempatbytetanpaakhiryangjelas",
        "\xEF\xBD\x81"
        "b"};
    size_t n = t_text(r, out, t_below(r, 4) ? 200 : 1200);
    for (uint64_t k = t_below(r, 6); k > 0; k--) {
        const char *z = odd[t_below(r, sizeof odd / sizeof *odd)];
        if (n + strlen(z) + 2 < cap)
            n += (size_t)sprintf(out + n, "%s%s", t_below(r, 3) ? " " : "", z);
    }
    if (n == 0)
        strcpy(out, "kata");
}

static char *write_news(bk_ctx *ctx, const char *dir)
{
    t_rand r = {11};
    bk__buf b;
    char text[4096];
    bk__buf_init(&b, ctx);
    for (int i = 0; i < ARTICLES; i++) {
        bk__jw w;
        one_text(&r, text, sizeof text);
        bk__jw_init(&w, &b);
        bk__jw_open(&w, '{');
        bk__jw_key(&w, "id");
        bk__jw_int(&w, i);
        bk__jw_key(&w, "lang");
        bk__jw_z(&w, i % 5 ? "id" : "en");
        bk__jw_key(&w, "text");
        bk__jw_z(&w, text);
        bk__jw_close(&w, '}');
        t_ok(ctx, bk__buf_byte(&b, '\n'));
    }
    const char *path = t_path(dir, "news.jsonl");
    t_write(path, b.p, b.n);
    bk__buf_clear(&b);
    return strdup(path);
}

static bk_corpus *read_news(bk_ctx *ctx, const char *path)
{
    bk_corpus *c;
    t_ok(ctx, t_articles(ctx, &c, path, true));
    return c;
}

/* ---- the plain way --------------------------------------------------------------------------- */
typedef struct hit {
    char *term;
    int64_t row;
} hit;
typedef struct hits {
    hit *at;
    size_t n, cap;
} hits;

static void add_hit(hits *h, char *term, int64_t row)
{
    if (h->n == h->cap) {
        h->cap = h->cap ? 2 * h->cap : 1024;
        h->at = realloc(h->at, h->cap * sizeof *h->at);
        assert_non_null(h->at);
    }
    h->at[h->n++] = (hit){term, row};
}

static char *joined(bk_str *token, int n)
{
    char *z = malloc(8192), *p = z;
    assert_non_null(z);
    for (int i = 0; i < n; i++)
        p += sprintf(p, "%s%.*s", i ? " " : "", (int)token[i].n, token[i].p);
    return z;
}

static void plain_tokens(bk_ctx *ctx, hits *h, bk_str text, int64_t row, int longest)
{
    static bk_str token[4096];
    int n = 0;
    bk__buf lower;
    bk__buf_init(&lower, ctx);
    t_ok(ctx, bk__utf8_lower(&lower, text));
    bk_str s = bk__buf_str(&lower);
    for (size_t i = 0, len; i < s.n;) {
        size_t begin = i;
        while (i < s.n && bk__utf8_pyword(bk__utf8_at(s, i, &len)))
            i += len;
        bk_str run = {s.p + begin, i - begin};
        if (bk__utf8_count(run) >= 2)
            token[n++] = run;
        if (i < s.n) {
            (void)bk__utf8_at(s, i, &len);
            i += len;
        }
    }
    for (int i = 0; i < n; i++)
        for (int k = 1; k <= longest && i + k <= n; k++)
            add_hit(h, joined(token + i, k), row);
    bk__buf_clear(&lower);
}

static int by_term(const void *x, const void *y)
{
    const hit *a = x, *b = y;
    int c = strcmp(a->term, b->term);
    return c ? c : (a->row > b->row) - (a->row < b->row);
}

static double entry(const bk_csr *A, int64_t row, uint32_t col)
{
    for (int64_t k = A->ptr[row]; k < A->ptr[row + 1]; k++)
        if (A->col[k] == col)
            return (double)A->val[k];
    return 0;
}

static void compare(const bk_vectorizer *v, hits *h)
{
    const bk_vocab *vocab = bk_vectorizer_vocab(v);
    const bk_csr *A = bk_vectorizer_counts(v);
    int64_t entries = 0;
    uint32_t col = 0;
    qsort(h->at, h->n, sizeof *h->at, by_term);
    for (size_t i = 0, next; i < h->n; i = next, col++) {
        uint64_t df = 0;
        assert_true(col < bk_vocab_size(vocab));
        assert_true(bk__str_eq(bk_vocab_term(vocab, col), bk__str(h->at[i].term)));
        for (next = i; next < h->n && strcmp(h->at[next].term, h->at[i].term) == 0; df++) {
            size_t first = next;
            while (next < h->n && by_term(&h->at[next], &h->at[first]) == 0)
                next++;
            assert_true(entry(A, h->at[first].row, col) == (double)(next - first));
            entries++;
        }
        assert_int_equal(bk_vocab_df(vocab, col), df);
        assert_int_equal(bk_vocab_tf(vocab, col), next - i);
    }
    assert_int_equal(bk_vocab_size(vocab), col);
    assert_int_equal(A->ptr[A->rows], entries);
}

static void sklearn_tokens(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    char *dir = strdup(t_tmpdir()), *path = write_news(ctx, dir);
    bk_corpus *c = read_news(ctx, path);
    (void)state;
    for (int longest = 1; longest <= 2; longest++) {
        bk_vectorizer_opts o = BK_VECTORIZER_OPTS_INIT;
        bk_vectorizer *v;
        hits h = {NULL, 0, 0};
        t_ok(ctx, bk_vectorizer_preset(ctx, &o, "sklearn"));
        o.ngram_max = longest;
        t_ok(ctx, bk_vectorizer_fit(ctx, &v, c, &o));
        t_ok(ctx, bk_csr_check(ctx, bk_vectorizer_counts(v)));
        for (int64_t i = 0; i < bk_corpus_size(c); i++)
            plain_tokens(ctx, &h, bk_corpus_at(c, i)->text, i, longest);
        compare(v, &h);
        bk_vectorizer_free(v);
        for (size_t i = 0; i < h.n; i++)
            free(h.at[i].term);
        free(h.at);
    }
    bk_corpus_free(c);
    t_rmdir(dir);
    free(path);
    free(dir);
    t_ctx_free(ctx);
}

/* ---- threads and memory ---------------------------------------------------------------------- */
static void options(bk_vectorizer_opts *o, bk_ctx *ctx, int way)
{
    *o = (bk_vectorizer_opts)BK_VECTORIZER_OPTS_INIT;
    if (way < 2)
        t_ok(ctx, bk_vectorizer_preset(ctx, o, "sklearn"));
    o->ngram_max = way % 2 ? 3 : 1;
}

static void at_any_number_of_threads(void **state)
{
    static const int threads[] = {1, 2, 3, 8};
    char *dir = strdup(t_tmpdir()), *path = NULL, *first[4] = {NULL};
    size_t n_first[4] = {0};
    (void)state;
    for (size_t t = 0; t < 4; t++) {
        bk_ctx *ctx = t_ctx(threads[t]);
        path = path ? path : write_news(ctx, dir);
        bk_corpus *c = read_news(ctx, path);
        for (int way = 0; way < 4; way++) {
            const char *file = t_path(dir, "v.bkv");
            bk_vectorizer_opts o;
            bk_vectorizer *v;
            size_t n;
            options(&o, ctx, way);
            t_ok(ctx, bk_vectorizer_fit(ctx, &v, c, &o));
            t_ok(ctx, bk_vectorizer_save(v, file));
            bk_vectorizer_free(v);
            char *bytes = t_read(file, &n);
            if (first[way]) {
                assert_int_equal(n, n_first[way]);
                assert_memory_equal(bytes, first[way], n);
                free(bytes);
            } else {
                first[way] = bytes;
                n_first[way] = n;
            }
        }
        bk_corpus_free(c);
        t_ctx_free(ctx);
    }
    for (int way = 0; way < 4; way++)
        free(first[way]);
    t_rmdir(dir);
    free(path);
    free(dir);
}

/* Counts of two written forms that are large only together take more room than apart, also where
 * rows are written by a worker that has counted nothing. */
static void counts_large_together(void **state)
{
    enum { ROWS = 600, TIMES = 200 };
    bk__buf b;
    bk_ctx *ctx = t_ctx(32);
    const char *dir = t_tmpdir(), *path;
    (void)state;
    bk__buf_init(&b, ctx);
    for (int i = 0; i < ROWS; i++) {
        t_ok(ctx, bk__buf_print(&b, "{\"id\":%d,\"lang\":\"id\",\"text\":\"", i));
        for (int k = 0; k < TIMES; k++)
            t_ok(ctx, bk__buf_add(&b, BK__STR("Laut laut ")));
        t_ok(ctx, bk__buf_add(&b, BK__STR("\"}\n")));
    }
    path = t_path(dir, "news.jsonl");
    t_write(path, b.p, b.n);
    bk__buf_clear(&b);
    bk_corpus *c = read_news(ctx, path);
    for (int again = 0; again < 5; again++) {
        bk_vectorizer_opts o = BK_VECTORIZER_OPTS_INIT;
        bk_vectorizer *v;
        o.max_df = 1.0;
        t_ok(ctx, bk_vectorizer_fit(ctx, &v, c, &o));
        const bk_csr *counts = bk_vectorizer_counts(v);
        assert_int_equal(counts->rows, ROWS);
        assert_int_equal(counts->ptr[ROWS], ROWS);
        for (int64_t i = 0; i < ROWS; i++)
            assert_true(counts->val[i] == 2 * TIMES);
        bk_vectorizer_free(v);
    }
    bk_corpus_free(c);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

static bk_status read_and_fit(bk_ctx *ctx, void *user)
{
    const char *path = user;
    bk_corpus *c = NULL;
    bk_vectorizer *v = NULL;
    bk_vectorizer_opts o = BK_VECTORIZER_OPTS_INIT;
    bk_status st = bk_vectorizer_preset(ctx, &o, "sklearn");
    o.ngram_max = 2;
    if (st == BK_OK)
        st = t_articles(ctx, &c, path, false);
    if (st == BK_OK)
        st = bk_vectorizer_fit(ctx, &v, c, &o);
    bk_vectorizer_free(v);
    bk_corpus_free(c);
    return st;
}

static void without_memory(void **state)
{
    static const char news[] = "{\"id\":1,\"lang\":\"id\",\"text\":\"satu dua tiga \\u00e9a\"}\n"
                               "{\"id\":2,\"lang\":\"id\",\"text\":\"dua tiga empat\"}\n";
    char *dir = strdup(t_tmpdir()), *path = strdup(t_path(dir, "news.jsonl"));
    (void)state;
    t_write(path, news, sizeof news - 1);
    t_fail_each(read_and_fit, path, 1, 400);
    t_fail_each(read_and_fit, path, 2, 100);
    t_rmdir(dir);
    free(path);
    free(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sklearn_tokens),
        cmocka_unit_test(at_any_number_of_threads),
        cmocka_unit_test(counts_large_together),
        cmocka_unit_test(without_memory),
    };
    return cmocka_run_group_tests_name("vectorizer", tests, NULL, NULL);
}
