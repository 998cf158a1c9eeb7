/* test_flow.c - counting while reading gives what a corpus gives, to the byte: many waves, lines
 * that are no articles, ids met twice, limits, any number of threads; rows over the ends of waves;
 * no memory. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bingkai/bingkai.h>

#include "base/str.h"
#include "support/support.h"
#include "vector/save.h"

enum { ARTICLES = 2000 };

typedef struct input {
    bk_ctx *ctx;
    t_rand r;
    bk__buf b;
} input;

static void say(input *in, const char *z)
{
    t_ok(in->ctx, bk__buf_add(&in->b, bk__str(z)));
}

/* Escaped for JSON; in CSV quotes are doubled. */
static void quoted(input *in, const char *text, bool csv)
{
    say(in, "\"");
    for (const char *p = text; *p; p++) {
        char one[3] = {*p, 0, 0};
        if (*p == '"')
            say(in, csv ? "\"\"" : "\\\"");
        else if (*p == '\\' || (*p == '\n' && !csv))
            say(in, *p == '\n' ? "\\n" : csv ? "\\" : "\\\\");
        else if ((unsigned char)*p >= 0x20 || *p == '\n')
            say(in, one);
    }
    say(in, "\"");
}

/* Article i of JSON lines; about one in ten is something else, or stands there twice. */
static void one_line(input *in, int i)
{
    static const char *const odd[] = {"\n\n", "{\"text\": 1, broken\n", "[1, 2]\n",
                                      "{\"id\": \"kosong\"}\n", " \t\r\n"};
    char text[3150], head[200];
    uint64_t dice = t_below(&in->r, 20);
    if (dice == 0)
        say(in, odd[t_below(&in->r, sizeof odd / sizeof *odd)]);
    t_text(&in->r, text, 200 + t_below(&in->r, sizeof text - 350));
    if (i % 3 == 0) /* a line that recurs in its outlet */
        strcat(text, i % 2 ? "\nPersada Kabar Raya" : "\n\nWarta Sore Nusantara");
    if (i % 5 == 0) /* a link to another article */
        strcat(text, "\nIa datang. Baca juga: Judul berita tentang Dua Menteri Bertemu Dia pergi.");
    int id = dice == 1 ? i / 2 : i;
    snprintf(head, sizeof head, "{\"id\": \"a-%d\", \"source\": \"Kabar %d\", ", id, i % 7);
    say(in, dice == 3 ? "{" : head);
    say(in, i % 9 ? "\"lang\": \"id\", " : "");
    say(in, i % 3 ? "\"date\": \"2022-02-07\", " : "");
    say(in, i % 4 ? "\"title\": \"Judul berita tentang Dua Menteri Bertemu\", " : "");
    say(in, "\"text\": ");
    quoted(in, text, false);
    say(in, "}\n");
    if (dice == 2) { /* the same once more */
        snprintf(head, sizeof head, "{\"id\": \"a-%d\", \"text\": ", i);
        say(in, head);
        quoted(in, text, false);
        say(in, i % 4 ? ", \"title\": \"Judul berita tentang Dua Menteri Bertemu\"}\n" : "}\n");
    }
}

static void write_lines(const char *path, int articles)
{
    bk_ctx *ctx = t_ctx(1);
    input in = {ctx, {5}, {0}};
    bk__buf_init(&in.b, ctx);
    for (int i = 0; i < articles; i++)
        one_line(&in, i);
    t_write(path, in.b.p, in.b.n);
    bk__buf_clear(&in.b);
    t_ctx_free(ctx);
}

typedef struct setting {
    const char *preset;
    bool clean;
    int repeats, limit, ngram;
} setting;

static void options(const setting *s, bk_vectorizer_opts *v, bk_clean_opts *c, bk_reader_opts *r)
{
    *v = (bk_vectorizer_opts)BK_VECTORIZER_OPTS_INIT;
    *c = (bk_clean_opts)BK_CLEAN_OPTS_INIT;
    *r = (bk_reader_opts)BK_READER_OPTS_INIT;
    v->preset = s->preset;
    v->ngram_max = s->ngram;
    c->clean = s->clean;
    c->min_repeats = s->repeats;
    r->limit = s->limit;
}

/* Problems and inputs as text, behind what stands in `out`. */
static void list(bk_ctx *ctx, bk_reader *r, bk__buf *out)
{
    size_t n;
    const bk_problem *p = bk_reader_problems(r, &n);
    for (size_t i = 0; i < n; i++)
        t_ok(ctx, bk__buf_print(out, "%.*s:%d %s %d %.*s\n", (int)p[i].file.n, p[i].file.p,
                                (int)p[i].line, p[i].kind, (int)p[i].action, (int)p[i].what.n,
                                p[i].what.p));
    const bk_input *in = bk_reader_inputs(r, &n);
    for (size_t i = 0; i < n; i++)
        t_ok(ctx, bk__buf_print(out, "%.*s %d %d %s\n", (int)in[i].path.n, in[i].path.p,
                                (int)in[i].bytes, (int)in[i].articles, in[i].sha256));
}

typedef enum way { CORPUS, IN_MEMORY, TO_FILE, READ_TWICE } way;

/* The container, then the lists. */
static char *made(const char *path, const setting *s, int threads, way by, const char *bkv,
                  size_t *n)
{
    bk_ctx *ctx = t_ctx(threads);
    bk_vectorizer_opts vo;
    bk_clean_opts co;
    bk_reader_opts ro;
    bk_reader *r;
    bk_vectorizer *v;
    bk__buf text;
    options(s, &vo, &co, &ro);
    bk__buf_init(&text, ctx);
    t_ok(ctx, bk_reader_open(ctx, &r, &path, 1, &ro));
    if (by == CORPUS) {
        bk_corpus *c;
        t_ok(ctx, bk_corpus_read(ctx, &c, r, &co));
        t_ok(ctx, bk_vectorizer_fit(ctx, &v, c, &vo));
        bk_corpus_free(c);
    } else if (by == IN_MEMORY) {
        t_ok(ctx, bk_vectorizer_fit_reader(ctx, &v, r, &co, &vo));
    } else {
        bk_vectors_size size;
        t_ok(ctx, bk__vectorizer_write_reader(ctx, bkv, r, &co, &vo, &size,
                                              by == READ_TWICE ? UINT64_MAX : 0));
        t_ok(ctx, bk_vectorizer_load(ctx, &v, bkv));
        const bk_csr *A = bk_vectorizer_counts(v);
        assert_true(A->rows == size.articles && A->cols == size.terms);
        assert_int_equal(A->ptr[A->rows], size.entries);
    }
    list(ctx, r, &text);
    bk_reader_close(r);
    if (by == CORPUS || by == IN_MEMORY)
        t_ok(ctx, bk_vectorizer_save(v, bkv));
    bk_vectorizer_free(v);
    char *bytes = t_read(bkv, n), *all = realloc(bytes, *n + text.n);
    assert_non_null(all);
    memcpy(all + *n, text.p, text.n);
    *n += text.n;
    bk__buf_clear(&text);
    t_ctx_free(ctx);
    return all;
}

static const setting settings[] = {
    {"sklearn", true, 10, 0, 1}, {"sklearn", false, 10, 777, 2}, {"none", false, 10, 0, 1},
    {"none", true, 0, 1234, 2},  {"none", true, 10, 0, 1},
};

static void as_a_corpus_gives(void **state)
{
    static const struct {
        int threads;
        way by;
    } runs[] = {{1, TO_FILE}, {2, TO_FILE},    {3, TO_FILE},    {8, TO_FILE},   {3, IN_MEMORY},
                {8, CORPUS},  {1, READ_TWICE}, {2, READ_TWICE}, {8, READ_TWICE}};
    const char *dir = t_tmpdir();
    char *path = strdup(t_path(dir, "news.jsonl")), *bkv = strdup(t_path(dir, "x.bkv"));
    (void)state;
    write_lines(path, ARTICLES);
    for (size_t s = 0; s < sizeof settings / sizeof *settings; s++) {
        size_t n, m;
        char *want = made(path, &settings[s], 1, CORPUS, bkv, &n);
        for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
            char *got = made(path, &settings[s], runs[i].threads, runs[i].by, bkv, &m);
            assert_int_equal(m, n);
            assert_memory_equal(got, want, n);
            free(got);
        }
        free(want);
    }
    free(path);
    free(bkv);
    t_rmdir(dir);
}

/* One by one, in batches of waves: line numbers count over the ends of waves. */
static void lines_are_counted(void **state)
{
    const char *dir = t_tmpdir(), *path = t_path(dir, "news.jsonl");
    bk_ctx *ctx = t_ctx(2);
    bk_reader *r;
    bk_article a;
    bk_status st;
    size_t n, at = 0;
    uint64_t line = 1;
    (void)state;
    write_lines(path, ARTICLES);
    char *bytes = t_read(path, &n);
    t_ok(ctx, bk_reader_open(ctx, &r, &path, 1, NULL));
    while ((st = bk_reader_next(r, &a)) == BK_OK) {
        for (; line < a.line; at++)
            line += bytes[at] == '\n';
        assert_int_equal(line, a.line);
        assert_int_equal(bytes[at], '{');
        char want[80];
        snprintf(want, sizeof want, "{\"id\": \"%.*s", (int)a.id.n, a.id.p);
        want[strcspn(want, "#")] = 0;
        if (!(a.inferred & BK_INFERRED_ID))
            assert_memory_equal(bytes + at, want, strlen(want));
    }
    assert_int_equal(st, BK_END);
    bk_reader_close(r);
    free(bytes);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

/* Rows of a table that begin in one wave and end in the next one, one of them longer than both. */
static void tables_over_waves(void **state)
{
    const char *dir = t_tmpdir(), *path = t_path(dir, "news.csv");
    bk_ctx *ctx = t_ctx(2);
    input in = {ctx, {8}, {0}};
    bk_reader *r;
    bk_article a;
    char text[2500], *huge = calloc(1, 2600001);
    int rows = 0;
    (void)state;
    assert_non_null(huge);
    memset(huge, 'k', 2600000);
    bk__buf_init(&in.b, ctx);
    say(&in, "id,title,source,text,lang\n");
    for (int i = 0; i < 2000; i++) {
        char head[100];
        snprintf(head, sizeof head, "r%d,Judul %d,Kabar %d,", i, i, i % 5);
        say(&in, head);
        t_text(&in.r, text, sizeof text);
        quoted(&in, i == 1000 ? huge : text[0] ? text : "x", true);
        say(&in, ",id\n");
    }
    t_write(path, in.b.p, in.b.n);
    bk__buf_clear(&in.b);
    t_ok(ctx, bk_reader_open(ctx, &r, &path, 1, NULL));
    for (; bk_reader_next(r, &a) == BK_OK; rows++) {
        char want[100];
        size_t n = (size_t)snprintf(want, sizeof want, "r%dJudul %dKabar %d", rows, rows, rows % 5);
        assert_int_equal(a.id.n + a.title.n + a.source.n, n);
        assert_memory_equal(a.id.p, want, a.id.n);
        assert_memory_equal(a.title.p, want + a.id.n, a.title.n);
        assert_memory_equal(a.source.p, want + a.id.n + a.title.n, a.source.n);
        if (rows == 1000)
            assert_true(a.text.n == 2600000);
    }
    assert_int_equal(rows, 2000);
    bk_reader_close(r);
    free(huge);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

/* What a reader was asked for already is not counted again. */
static void what_is_left(void **state)
{
    const char *dir = t_tmpdir(), *path = t_path(dir, "news.jsonl");
    bk_ctx *ctx = t_ctx(2);
    bk_reader *r;
    bk_article a;
    bk_vectorizer *v;
    (void)state;
    write_lines(path, ARTICLES);
    t_ok(ctx, bk_reader_open(ctx, &r, &path, 1, NULL));
    int64_t all = 0;
    while (bk_reader_next(r, &a) == BK_OK)
        all++;
    bk_reader_close(r);
    t_ok(ctx, bk_reader_open(ctx, &r, &path, 1, NULL));
    for (int i = 0; i < 100; i++)
        t_ok(ctx, bk_reader_next(r, &a));
    t_ok(ctx, bk_vectorizer_fit_reader(ctx, &v, r, NULL, NULL));
    assert_int_equal(bk_vectorizer_docs(v).n, all - 100);
    bk_vectorizer_free(v);
    bk_reader_close(r);
    t_rmdir(dir);
    t_ctx_free(ctx);
}

static bk_status fit(bk_ctx *ctx, void *path)
{
    bk_reader *r = NULL;
    bk_vectorizer *v = NULL;
    const char *one = path;
    bk_vectorizer_opts vo = BK_VECTORIZER_OPTS_INIT;
    bk_reader_opts ro = BK_READER_OPTS_INIT;
    vo.preset = "sklearn";
    ro.limit = 70;
    bk_status st = bk_reader_open(ctx, &r, &one, 1, &ro);
    if (st == BK_OK)
        st = bk_vectorizer_fit_reader(ctx, &v, r, NULL, &vo);
    bk_vectorizer_free(v);
    bk_reader_close(r);
    return st;
}

static bk_status write(bk_ctx *ctx, void *path)
{
    bk_reader *r = NULL;
    const char *one = path;
    char bkv[1000];
    bk_vectorizer_opts vo = BK_VECTORIZER_OPTS_INIT;
    bk_clean_opts co = BK_CLEAN_OPTS_INIT;
    co.min_repeats = 0;
    vo.ngram_max = 2;
    snprintf(bkv, sizeof bkv, "%s.bkv", one);
    bk_status st = bk_reader_open(ctx, &r, &one, 1, NULL);
    if (st == BK_OK)
        st = bk_vectorizer_write_reader(ctx, bkv, r, &co, &vo, NULL);
    bk_reader_close(r);
    return st;
}

static void without_memory(void **state)
{
    const char *dir = t_tmpdir();
    char *path = strdup(t_path(dir, "news.jsonl"));
    (void)state;
    write_lines(path, 90);
    t_fail_each(fit, path, 1, 400);
    t_fail_each(fit, path, 2, 60);
    t_fail_each(write, path, 1, 400);
    t_fail_each(write, path, 2, 60);
    free(path);
    t_rmdir(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_a_corpus_gives), cmocka_unit_test(lines_are_counted),
        cmocka_unit_test(tables_over_waves), cmocka_unit_test(what_is_left),
        cmocka_unit_test(without_memory),
    };
    return cmocka_run_group_tests_name("flow", tests, NULL, NULL);
}
