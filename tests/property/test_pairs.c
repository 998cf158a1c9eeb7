/* test_pairs.c - pairs of neighbouring words, listed and joined, against the plainest way. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bingkai/bingkai.h>

#include "base/json.h"
#include "support/news.h"
#include "support/support.h"

enum { ARTICLES = 300, WORDS = 60, KINDS = 40, LEAST = 4 };
static const double NPMI = 0.25;

static int token[ARTICLES][WORDS], length[ARTICLES];

/* Words by their letter and number: their numbers are in the order of their bytes. Some come in
 * pairs more often than not. */
static void name(char *z, int word)
{
    sprintf(z, "w%02d", word);
}

static void make_articles(void)
{
    t_rand r = {3};
    for (int i = 0; i < ARTICLES; i++) {
        length[i] = 1 + (int)t_below(&r, WORDS);
        for (int k = 0; k < length[i]; k++) {
            int before = k > 0 ? token[i][k - 1] : -1;
            token[i][k] = before >= 0 && before % 5 == 0 && t_below(&r, 4)
                              ? before + 1
                              : (int)t_below(&r, KINDS);
        }
    }
}

static bk_corpus *read_articles(bk_ctx *ctx, const char *path)
{
    bk__buf b;
    bk_corpus *c;
    bk__buf_init(&b, ctx);
    for (int i = 0; i < ARTICLES; i++) {
        t_ok(ctx, bk__buf_print(&b, "{\"id\":%d,\"lang\":\"id\",\"text\":\"", i));
        for (int k = 0; k < length[i]; k++) {
            char z[16];
            name(z, token[i][k]);
            t_ok(ctx, bk__buf_print(&b, "%s%s", k ? " " : "", z));
        }
        t_ok(ctx, bk__buf_print(&b, "\"}\n"));
    }
    t_write(path, b.p, b.n);
    bk__buf_clear(&b);
    t_ok(ctx, t_articles(ctx, &c, path, false));
    return c;
}

/* ---- the plain way --------------------------------------------------------------------------- */
static double count[KINDS + 1][KINDS + 1], df[KINDS + 1][KINDS + 1], front[KINDS + 1],
    behind[KINDS + 1], all;

static void count_pairs(void)
{
    for (int i = 0; i < ARTICLES; i++) {
        bool met[KINDS + 1][KINDS + 1] = {{false}};
        for (int k = 0; k + 1 < length[i]; k++) {
            int a = token[i][k], b = token[i][k + 1];
            count[a][b]++;
            front[a]++;
            behind[b]++;
            all++;
            df[a][b] += !met[a][b];
            met[a][b] = true;
        }
    }
}

static double plain_npmi(int a, int b)
{
    double p = count[a][b] / all;
    return log(p / (front[a] / all) / (behind[b] / all)) / -log(p);
}

static double plain_g2(int a, int b)
{
    const double o[4] = {count[a][b], front[a] - count[a][b], behind[b] - count[a][b],
                         all - front[a] - behind[b] + count[a][b]};
    double sum = 0, row[2] = {o[0] + o[1], o[2] + o[3]}, col[2] = {o[0] + o[2], o[1] + o[3]};
    for (int i = 0; i < 4; i++)
        sum += o[i] > 0 ? o[i] * log(o[i] * all / (row[i / 2] * col[i % 2])) : 0;
    return 2 * sum;
}

static bool belongs(int a, int b)
{
    return count[a][b] >= LEAST && count[a][b] * all > front[a] * behind[b];
}

static bk_vectorizer_opts options(bk_ctx *ctx)
{
    bk_vectorizer_opts o = BK_VECTORIZER_OPTS_INIT;
    t_ok(ctx, bk_vectorizer_preset(ctx, &o, "sklearn"));
    o.collocation_min = LEAST;
    return o;
}

static bool stands_in(int64_t row, int a, int b)
{
    for (int k = 0; k + 1 < length[row]; k++)
        if (token[row][k] == a && token[row][k + 1] == b)
            return true;
    return false;
}

static void lists_them(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    char *dir = strdup(t_tmpdir());
    bk_corpus *c = read_articles(ctx, t_path(dir, "a.jsonl"));
    bk_vectorizer_opts o = options(ctx);
    bk_collocations *k;
    size_t n = 0;
    (void)state;
    t_ok(ctx, bk_collocations_find(ctx, &k, c, &o));
    for (int a = 0; a <= KINDS; a++)
        for (int b = 0; b <= KINDS; b++)
            n += belongs(a, b);
    assert_true(n > 20);
    assert_int_equal(bk_collocations_size(k), n);
    for (size_t i = 0; i < n; i++) {
        const bk_collocation *x = bk_collocations_at(k, i);
        int a, b;
        assert_int_equal(sscanf(x->term.p, "w%2d w%2d", &a, &b), 2);
        assert_int_equal(x->term.n, 7);
        assert_true(belongs(a, b));
        assert_int_equal(x->count, count[a][b]);
        assert_int_equal(x->first, front[a]);
        assert_int_equal(x->second, behind[b]);
        assert_int_equal(x->df, df[a][b]);
        assert_true(fabs(x->association.g2 - plain_g2(a, b)) < 1e-6);
        assert_true(fabs(x->association.npmi - plain_npmi(a, b)) < 1e-9);
        assert_null(x->example.p); /* no analyzer reads */
        for (int64_t row = 0; row <= x->article; row++)
            assert_int_equal(stands_in(row, a, b), row == x->article);
        assert_true(i == 0 || bk_collocations_at(k, i - 1)->association.g2 >= x->association.g2);
    }
    bk_collocations_free(k);
    o.collocations = 3;
    t_ok(ctx, bk_collocations_find(ctx, &k, c, &o));
    assert_int_equal(bk_collocations_size(k), 3);
    bk_collocations_free(k);
    bk_corpus_free(c);
    t_rmdir(dir);
    free(dir);
    t_ctx_free(ctx);
}

/* The first sentence that holds both words side by side; stop words in between do not part them,
 * marks do. */
static void gives_examples(void **state)
{
    static const char news[] =
        "{\"id\":1,\"lang\":\"id\",\"text\":\"Kapal, perang. Kapal baru tiba.\"}\n"
        "{\"id\":2,\"lang\":\"id\",\"title\":\"Kabar pelabuhan\",\"text\":\"Pagi itu sepi. "
        "Kapal perang tiba di sana. Kapal perang pergi.\"}\n"
        "{\"id\":3,\"lang\":\"id\",\"text\":\"Kapal perang berlabuh.\"}\n";
    bk_ctx *ctx = t_ctx(2);
    char *dir = strdup(t_tmpdir());
    const char *path = t_path(dir, "news.jsonl");
    bk_vectorizer_opts o = BK_VECTORIZER_OPTS_INIT;
    bk_corpus *c;
    bk_collocations *k;
    bool found = false;
    (void)state;
    t_write(path, news, sizeof news - 1);
    o.collocation_min = 2;
    t_ok(ctx, t_articles(ctx, &c, path, true));
    t_ok(ctx, bk_collocations_find(ctx, &k, c, &o));
    for (size_t i = 0; i < bk_collocations_size(k); i++) {
        const bk_collocation *x = bk_collocations_at(k, i);
        if (!bk__str_eq(x->term, BK__STR("kapal perang")))
            continue;
        found = true;
        assert_int_equal(x->article, 1);
        assert_true(bk__str_eq(x->example, BK__STR("Kapal perang tiba di sana.")));
    }
    assert_true(found);
    bk_collocations_free(k);
    bk_corpus_free(c);
    t_rmdir(dir);
    free(dir);
    t_ctx_free(ctx);
}

/* ---- joined ---------------------------------------------------------------------------------- */
static double at(const bk_vectorizer *v, int64_t row, const char *term)
{
    uint32_t col = bk_vocab_find(bk_vectorizer_vocab(v), (bk_str){term, strlen(term)});
    const bk_csr *A = bk_vectorizer_counts(v);
    for (int64_t k = A->ptr[row]; k < A->ptr[row + 1]; k++)
        if (A->col[k] == col)
            return (double)A->val[k];
    return 0;
}

static void joined_rows(const bk_vectorizer *v)
{
    int joined = 0;
    for (int i = 0; i < ARTICLES; i++) {
        double sum = 0;
        int terms = 0;
        for (int k = 0; k < length[i]; k++, terms++) {
            char z[32];
            int a = token[i][k], b = k + 1 < length[i] ? token[i][k + 1] : -1;
            name(z, a);
            if (b >= 0 && belongs(a, b) && plain_npmi(a, b) >= NPMI && plain_g2(a, b) >= 10.83) {
                strcat(z, " ");
                name(z + strlen(z), b);
                joined++;
                k++;
            }
            assert_true(at(v, i, z) >= 1);
        }
        const bk_csr *A = bk_vectorizer_counts(v);
        for (int64_t k = A->ptr[i]; k < A->ptr[i + 1]; k++)
            sum += (double)A->val[k];
        assert_true(sum == terms);
    }
    assert_true(joined > 100);
}

static void joins_them(void **state)
{
    static const int threads[] = {1, 2, 3, 8};
    char *dir = strdup(t_tmpdir()), *first = NULL;
    size_t n_first = 0, n;
    (void)state;
    for (int t = 0; t < 4; t++) {
        bk_ctx *ctx = t_ctx(threads[t]);
        bk_corpus *c = read_articles(ctx, t_path(dir, "a.jsonl"));
        bk_vectorizer_opts o = options(ctx);
        bk_vectorizer *v;
        bk_csr again;
        o.join_collocations = NPMI;
        t_ok(ctx, bk_vectorizer_fit(ctx, &v, c, &o));
        joined_rows(v);
        t_ok(ctx, bk_vectorizer_transform(v, &again, c));
        const bk_csr *W = bk_vectorizer_weights(v);
        assert_int_equal(again.ptr[again.rows], W->ptr[W->rows]);
        assert_memory_equal(again.val, W->val, (size_t)W->ptr[W->rows] * sizeof *W->val);
        bk_csr_free(ctx, &again);
        t_ok(ctx, bk_vectorizer_save(v, t_path(dir, "v.bkv")));
        bk_vectorizer_free(v);
        char *bytes = t_read(t_path(dir, "v.bkv"), &n);
        if (first) {
            assert_int_equal(n, n_first);
            assert_memory_equal(bytes, first, n);
            free(bytes);
        } else {
            first = bytes;
            n_first = n;
        }
        o.ngram_max = 2;
        assert_int_equal(bk_vectorizer_fit(ctx, &v, c, &o), BK_EINVAL);
        bk_corpus_free(c);
        t_ctx_free(ctx);
    }
    free(first);
    t_rmdir(dir);
    free(dir);
}

/* ---- no memory ------------------------------------------------------------------------------- */
static bk_status list_and_join(bk_ctx *ctx, void *user)
{
    const char *path = user;
    bk_corpus *c = NULL;
    bk_vectorizer *v = NULL;
    bk_collocations *k = NULL;
    bk_vectorizer_opts o = BK_VECTORIZER_OPTS_INIT;
    o.collocation_min = 2;
    o.join_collocations = 0.1;
    bk_status st = t_articles(ctx, &c, path, false);
    if (st == BK_OK)
        st = bk_collocations_find(ctx, &k, c, &o);
    if (st == BK_OK)
        st = bk_vectorizer_fit(ctx, &v, c, &o);
    bk_collocations_free(k);
    bk_vectorizer_free(v);
    bk_corpus_free(c);
    return st;
}

static void without_memory(void **state)
{
    static const char news[] =
        "{\"id\":1,\"lang\":\"id\",\"text\":\"amerika serikat dan cina amerika serikat\"}\n"
        "{\"id\":2,\"lang\":\"id\",\"text\":\"kata amerika serikat di sana dan cina\"}\n";
    char *dir = strdup(t_tmpdir()), *path = strdup(t_path(dir, "news.jsonl"));
    (void)state;
    t_write(path, news, sizeof news - 1);
    t_fail_each(list_and_join, path, 1, 500);
    t_fail_each(list_and_join, path, 2, 100);
    t_rmdir(dir);
    free(path);
    free(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_them),
        cmocka_unit_test(gives_examples),
        cmocka_unit_test(joins_them),
        cmocka_unit_test(without_memory),
    };
    make_articles();
    count_pairs();
    return cmocka_run_group_tests_name("pairs", tests, NULL, NULL);
}
