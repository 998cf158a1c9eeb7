/* test_study.c - a study: stages, tables, options, results in a folder, what stands. */
#include <bingkai/study.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/str.h"
#include "support/planted.h"

static char dir[512], news[600], outdir[600];

static int set_up(void **state)
{
    (void)state;
    snprintf(dir, sizeof dir, "%s", t_tmpdir());
    snprintf(news, sizeof news, "%s/news.jsonl", dir);
    snprintf(outdir, sizeof outdir, "%s/out", dir);
    t_planted(news, 60, 1);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    t_rmdir(dir);
    return 0;
}

static bk_study *open_news(bk_ctx *ctx, const bk_study_opts *opts)
{
    const char *path = news;
    bk_study *s;
    t_ok(ctx, bk_study_open(ctx, &s, &path, 1, opts));
    return s;
}

static int64_t rows(const bk_study *s, const char *name)
{
    bk_table *t = bk_study_table(s, name);
    return t ? bk_table_rows(t) : -1;
}

static bool has_file(const char *name)
{
    return access(t_path(outdir, name), F_OK) == 0;
}

static bool mentions_word(const char *path, const char *word)
{
    size_t n;
    char *text = t_read(path, &n);
    bool found = text && memmem(text, n, word, strlen(word)) != NULL;
    free(text);
    return found;
}

/* ---- stages ------------------------------------------------------------------------- */

static void test_names(void **state)
{
    (void)state;
    for (unsigned bit = 1; bit <= BK_STAGE_KEYNESS; bit <<= 1)
        assert_int_equal(bk_stage_find(bk_stage_name(bit)), bit);
    assert_int_equal(bk_stage_find("all"), BK_STAGE_ALL);
    assert_int_equal(bk_stage_find("dance"), 0);
    assert_null(bk_stage_name(3));
}

/* Vectors without texts: written while they are made, as from a study with texts; the study then
 * goes on from what was written. */
static void test_vectors_alone(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    const char *path = news, *file = t_path(dir, "alone.bkv"), *other = t_path(dir, "whole.bkv");
    bk_vectors_size size, again;
    bk_study *s = open_news(ctx, NULL);
    size_t n, m;
    (void)state;
    t_ok(ctx, bk_study_save_vectors(s, other, &again));
    bk_study_free(s);
    t_ok(ctx, bk_study_open_vectors(ctx, &s, &path, 1, NULL));
    assert_null(bk_study_corpus(s));
    assert_null(bk_study_vectors(s));
    t_ok(ctx, bk_study_save_vectors(s, file, &size));
    assert_memory_equal(&size, &again, sizeof size);
    assert_int_equal(size.articles, 60);
    bk_study_problems(s, &n);
    assert_int_equal(n, 0);
    char *a = t_read(file, &n), *b = t_read(other, &m);
    assert_int_equal(n, m);
    assert_memory_equal(a, b, n);
    free(a);
    free(b);
    t_ok(ctx, bk_study_run(s, BK_STAGE_VECTORS));
    assert_int_equal(bk_study_size(s), 60);
    assert_int_equal(rows(s, "terms"), size.terms);
    bk_study_free(s);
    t_ok(ctx, bk_study_open_vectors(ctx, &s, &path, 1, NULL));
    t_ok(ctx, bk_study_run(s, BK_STAGE_VECTORS));
    assert_int_equal(rows(s, "terms"), size.terms);
    assert_int_equal(bk_study_run(s, BK_STAGE_RELATIONS), BK_EINVAL);
    bk_study_free(s);
    t_ctx_free(ctx);
}

static void test_open_alone(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_study *s = open_news(ctx, NULL);
    (void)state;
    assert_int_equal(bk_study_stages(s), BK_STAGE_CLEAN);
    assert_int_equal(rows(s, "articles"), 60);
    assert_int_equal(rows(s, "inputs"), 1);
    assert_int_equal(rows(s, "problems"), 0);
    assert_int_equal(rows(s, "topics"), -1);
    assert_int_equal(rows(s, "nothing"), -1);
    assert_null(bk_study_vectors(s));
    bk_study_free(s);
    t_ctx_free(ctx);
}

static void test_stage_brings_what_it_needs(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_study *s = open_news(ctx, NULL);
    (void)state;
    t_ok(ctx, bk_study_run(s, BK_STAGE_TOPICS));
    assert_int_equal(bk_study_stages(s),
                     BK_STAGE_CLEAN | BK_STAGE_VECTORS | BK_STAGE_NEARDUP | BK_STAGE_TOPICS);
    assert_true(rows(s, "topics") > 1);
    assert_true(rows(s, "terms") > 10);
    assert_true(rows(s, "duplicates") > 0);
    assert_int_equal(rows(s, "neighbours"), -1);
    assert_int_equal(rows(s, "sentences"), -1);
    bk_study_free(s);
    t_ctx_free(ctx);
}

/* Relations alone, frames alone, and both in one pass give the same rows. */
static void test_pass_together_and_apart(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_study *a = open_news(ctx, NULL), *b = open_news(ctx, NULL);
    static const char *const names[] = {"sentences", "mentions",        "quotes", "relations",
                                        "frames",    "frame_sentences", "dyads",  "articles"};
    (void)state;
    t_ok(ctx, bk_study_run(a, BK_STAGE_RELATIONS | BK_STAGE_FRAMES));
    t_ok(ctx, bk_study_run(b, BK_STAGE_FRAMES));
    assert_int_equal(rows(b, "relations"), -1);
    t_ok(ctx, bk_study_run(b, BK_STAGE_RELATIONS));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t n, m;
        char *x, *y;
        t_ok(ctx, bk_table_write_tsv(bk_study_table(a, names[i]), t_path(dir, "a.tsv")));
        t_ok(ctx, bk_table_write_tsv(bk_study_table(b, names[i]), t_path(dir, "b.tsv")));
        x = t_read(t_path(dir, "a.tsv"), &n);
        y = t_read(t_path(dir, "b.tsv"), &m);
        assert_int_equal(n, m);
        assert_memory_equal(x, y, n);
        free(x);
        free(y);
    }
    assert_true(rows(a, "relations") > 0);
    bk_study_free(a);
    bk_study_free(b);
    t_ctx_free(ctx);
}

/* Votes of a group of repeated articles add up to one. */
static void test_votes(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_study *s = open_news(ctx, NULL);
    bk_table *t;
    double sum = 0;
    int64_t groups = -1, alone = 0;
    (void)state;
    t_ok(ctx, bk_study_run(s, BK_STAGE_NEARDUP));
    t = bk_study_table(s, "articles");
    for (int64_t r = 0; r < bk_table_rows(t); r++) {
        bk_cell group = bk_table_cell(t, r, 12), vote = bk_table_cell(t, r, 13);
        sum += vote.x;
        alone += group.null;
        if (!group.null && group.i > groups)
            groups = group.i;
    }
    assert_true(groups >= 0);
    assert_true(sum > (double)(alone + groups + 1) - 1e-5);
    assert_true(sum < (double)(alone + groups + 1) + 1e-5);
    bk_study_free(s);
    t_ctx_free(ctx);
}

/* How many names of a scope stand in the table. */
static int64_t names_of(const bk_table *t, const char *scope)
{
    int64_t n = 0;
    bk_str last = {NULL, 0};
    for (int64_t r = 0; r < bk_table_rows(t); r++) {
        bk_cell id = bk_table_cell(t, r, 1);
        bk_str by = bk_table_cell(t, r, 0).s;
        if (by.n != strlen(scope) || memcmp(by.p, scope, by.n) != 0)
            continue;
        n += id.s.n != last.n || memcmp(id.s.p, last.p, id.s.n) != 0;
        last = id.s;
    }
    return n;
}

/* Of many outlets the 200 with the most articles are groups; of equal ones the first by bytes. */
static void test_many_outlets(void **state)
{
    enum { OUTLETS = 900 };
    bk_ctx *ctx = t_ctx(2);
    const char *path = t_path(dir, "outlets.jsonl");
    FILE *f = fopen(path, "w");
    bk_study *s;
    bool last = false, first = false, beyond = false;
    (void)state;
    assert_non_null(f);
    for (int i = 0; i < OUTLETS; i++)
        for (int k = 0; k < (i == OUTLETS - 1 ? 2 : 1); k++)
            fprintf(f,
                    "{\"id\":\"%d-%d\",\"source\":\"harian%03d\",\"published\":\"2025-06-01\","
                    "\"text\":\"Beijing mengecam Washington karena tarif nomor %d.\"}\n",
                    i, k, i, 7 * i + k);
    fclose(f);
    t_ok(ctx, bk_study_open(ctx, &s, &path, 1, NULL));
    t_ok(ctx, bk_study_run(s, BK_STAGE_FRAMES | BK_STAGE_RELATIONS));
    bk_table *t = bk_study_table(s, "frames");
    assert_int_equal(names_of(t, "source"), 200);
    assert_true(names_of(bk_study_table(s, "dyads"), "source") <= 200);
    for (int64_t r = 0; r < bk_table_rows(t); r++) {
        bk_str id = bk_table_cell(t, r, 1).s;
        last |= id.n == 9 && memcmp(id.p, "harian899", 9) == 0;
        first |= id.n == 9 && memcmp(id.p, "harian198", 9) == 0;
        beyond |= id.n == 9 && memcmp(id.p, "harian199", 9) == 0;
    }
    assert_true(last && first && !beyond);
    bk_study_free(s);
    t_ctx_free(ctx);
}

static bool is(bk_cell c, const char *z)
{
    return c.s.n == strlen(z) && memcmp(c.s.p, z, c.s.n) == 0;
}

/* The outlet of the earliest of a group is the source; at the same time nobody is surely later. */
static void test_copies(void **state)
{
    static const char *const of[][2] = {
        {"Antara", "2025-06-01T08:00:00Z"}, {"Kabar", "2025-06-01T10:00:00Z"},
        {"Kabar", "2025-06-01T08:00:00Z"},  {"Antara", "2025-06-02T08:00:00Z"},
        {"Kabar", "2025-06-01T14:00:00Z"},  {"Warta", "2025-06-03T08:00:00Z"}};
    static const char *const text[] = {
        "Menteri luar negeri tiba di Beijing pada Senin pagi untuk membahas perdagangan dan "
        "energi.",
        "Harga cabai di pasar kota naik tajam karena hujan turun terus sepanjang pekan lalu."};
    bk_ctx *ctx = t_ctx(2);
    const char *path = t_path(dir, "copies.jsonl");
    FILE *f = fopen(path, "w");
    bk_study *s;
    (void)state;
    assert_non_null(f);
    for (int i = 0; i < 6; i++)
        fprintf(f,
                "{\"id\":\"c%d\",\"title\":\"\",\"source\":\"%s\",\"published\":\"%s\","
                "\"text\":\"%s\"}\n",
                i, of[i][0], of[i][1], text[i == 5]);
    fclose(f);
    t_ok(ctx, bk_study_open(ctx, &s, &path, 1, NULL));
    t_ok(ctx, bk_study_run(s, BK_STAGE_NEARDUP));
    bk_table *t = bk_study_table(s, "copies");
    assert_int_equal(bk_table_rows(t), 2);
    assert_true(is(bk_table_cell(t, 0, 0), "Antara") && is(bk_table_cell(t, 0, 1), "Kabar"));
    assert_int_equal(bk_table_cell(t, 0, 2).i, 3);
    assert_true(bk_table_cell(t, 0, 3).x == 1 && bk_table_cell(t, 0, 4).x > 0.3);
    assert_int_equal(bk_table_cell(t, 0, 6).i, 2);
    assert_true(bk_table_cell(t, 0, 7).x == 4); /* of 2 and 6 hours */
    assert_true(bk_table_cell(t, 0, 8).x == 0);
    assert_true(is(bk_table_cell(t, 1, 0), "Antara") && is(bk_table_cell(t, 1, 1), "Antara"));
    assert_true(bk_table_cell(t, 1, 7).x == 24);
    bk_study_free(s);
    t_ctx_free(ctx);
}

static void test_no_article(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    const char *path = t_path(dir, "empty.jsonl");
    bk_study *s;
    (void)state;
    t_write(path, "\n", 1);
    t_ok(ctx, bk_study_open(ctx, &s, &path, 1, NULL));
    assert_int_equal(rows(s, "articles"), 0);
    assert_int_equal(bk_study_run(s, BK_STAGE_ALL), BK_EINVAL);
    t_ok(ctx, bk_study_run(s, BK_STAGE_CLEAN));
    t_ok(ctx, bk_study_write(s, outdir));
    assert_true(has_file("report.html"));
    bk_study_free(s);
    t_rmdir(outdir);
    path = t_path(dir, "absent.jsonl");
    assert_int_equal(bk_study_open(ctx, &s, &path, 1, NULL), BK_EIO);
    assert_null(s);
    assert_int_equal(bk_study_open(ctx, &s, &path, 0, NULL), BK_EINVAL);
    t_ctx_free(ctx);
}

static void test_one_article(void **state)
{
    static const char line[] = "{\"id\": \"x\", \"text\": \"Rusia mengecam Amerika Serikat.\"}\n";
    bk_ctx *ctx = t_ctx(2);
    const char *path = t_path(dir, "one.jsonl");
    bk_study *s;
    (void)state;
    t_write(path, line, sizeof line - 1);
    t_ok(ctx, bk_study_open(ctx, &s, &path, 1, NULL));
    t_ok(ctx, bk_study_run(s, BK_STAGE_ALL));
    t_ok(ctx, bk_study_write(s, outdir));
    assert_int_equal(rows(s, "neighbours"), 0);
    assert_int_equal(rows(s, "keyness"), 0);
    assert_int_equal(rows(s, "sentences"), 1);
    bk_study_free(s);
    t_rmdir(outdir);
    t_ctx_free(ctx);
}

/* ---- pairs --------------------------------------------------------------------------- */

/* n short reports from one mould, each with two words of its own, and every one of them twice. */
static const char *write_mould(int n)
{
    const char *path = t_path(dir, "mould.jsonl");
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    for (int i = 0; i < 2 * n; i++)
        fprintf(f,
                "{\"id\": \"m%d\", \"text\": \"Kapal %c%cano milik Rusia berlayar ke pelabuhan "
                "%c%citu lalu %c%cera membawa gandum.\"}\n",
                i, 'a' + i / 2 % 26, 'b' + i / 52 % 24, 'c' + i / 2 % 23, 'd' + i / 52 % 20,
                'e' + i / 2 % 19, 'f' + i / 52 % 18);
    assert_int_equal(fclose(f), 0);
    return path;
}

static int64_t count_of(bk_study *s, const bk_str id)
{
    bk_table *t = bk_study_table(s, "pairs");
    int64_t n = 0;
    for (int64_t r = 0; r < bk_table_rows(t); r++)
        n += bk__str_eq(bk_table_cell(t, r, 0).s, id) || bk__str_eq(bk_table_cell(t, r, 1).s, id);
    return n;
}

/* Pairs stand between leads alone and are cut to the strongest of each; the manifest counts. */
static void test_pairs_are_bounded(void **state)
{
    enum { N = 120 };
    bk_ctx *one = t_ctx(1), *two = t_ctx(2);
    const char *path = write_mould(N);
    size_t n, m;
    bk_study *s, *z;
    bk_study_opts o;
    (void)state;
    bk_study_opts_init(&o);
    o.min_pair = 0.01;
    o.vectorizer.max_df = 1;
    t_ok(two, bk_study_open(two, &s, &path, 1, &o));
    t_ok(one, bk_study_open(one, &z, &path, 1, &o));
    t_ok(two, bk_study_run(s, BK_STAGE_SIMILAR));
    t_ok(one, bk_study_run(z, BK_STAGE_SIMILAR));
    assert_true(rows(s, "pairs") > 0 && rows(s, "pairs") <= 10 * N);
    bk_table *d = bk_study_table(s, "duplicates");
    int64_t followers = 0;
    for (int64_t r = 0; r < bk_table_rows(d); r++)
        if (bk_table_cell(d, r, 3).i == 0) {
            assert_int_equal(count_of(s, bk_table_cell(d, r, 1).s), 0);
            followers++;
        }
    assert_true(followers >= N);
    t_ok(two, bk_table_write_tsv(bk_study_table(s, "pairs"), t_path(dir, "a.tsv")));
    t_ok(one, bk_table_write_tsv(bk_study_table(z, "pairs"), t_path(dir, "b.tsv")));
    char *x = t_read(t_path(dir, "a.tsv"), &n), *y = t_read(t_path(dir, "b.tsv"), &m);
    assert_int_equal(n, m);
    assert_memory_equal(x, y, n);
    free(x);
    free(y);
    t_ok(two, bk_study_write(s, outdir));
    assert_true(mentions_word(t_path(outdir, "manifest.json"), "pairs_cut"));
    t_rmdir(outdir);
    bk_study_free(s);
    bk_study_free(z);
    t_ctx_free(one);
    t_ctx_free(two);
}

/* ---- options ------------------------------------------------------------------------ */

static void test_option_names(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_study_opts o;
    size_t n;
    const bk_opt_group *g = bk_study_opt_groups(&n);
    (void)state;
    assert_true(n >= 9);
    bk_study_opts_init(&o);
    t_ok(ctx, bk_study_opts_set(ctx, &o, "topics", "7"));
    assert_int_equal(o.topic.topics, 7);
    t_ok(ctx, bk_study_opts_set(ctx, &o, "no-text", NULL));
    assert_true(o.no_text && o.report.no_text);
    t_ok(ctx, bk_study_opts_set(ctx, &o, "preset", "sklearn"));
    assert_true(o.vectorizer.max_df == 1);
    assert_int_equal(bk_study_opts_set(ctx, &o, "topiks", "7"), BK_EINVAL);
    assert_int_equal(bk_study_opts_set(ctx, &o, "topics", "many"), BK_EINVAL);
    /* A name stands in one group, "lang" excepted: it is the reader's and the analyzer's. */
    for (size_t a = 0; a < n; a++)
        for (size_t i = 0; i < g[a].n; i++)
            for (size_t b = 0; b < n; b++)
                for (size_t k = 0; k < g[b].n; k++)
                    if ((a != b || i != k) && strcmp(g[a].table[i].name, "lang") != 0)
                        assert_string_not_equal(g[a].table[i].name, g[b].table[k].name);
    t_ctx_free(ctx);
}

static void test_bad_options(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    const char *path = news;
    bk_study_opts o;
    bk_study *s;
    (void)state;
    bk_study_opts_init(&o);
    o.min_pair = 2;
    assert_int_equal(bk_study_open(ctx, &s, &path, 1, &o), BK_EINVAL);
    memset(&o, 0, sizeof o);
    assert_int_equal(bk_study_open(ctx, &s, &path, 1, &o), BK_EINVAL);
    t_ctx_free(ctx);
}

/* Other options drop only what they touch. */
static void test_set_opts(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_study *s = open_news(ctx, NULL);
    bk_study_opts o;
    int64_t k;
    (void)state;
    t_ok(ctx, bk_study_run(s, BK_STAGE_TOPICS | BK_STAGE_RELATIONS));
    k = rows(s, "topics");
    bk_study_opts_init(&o);
    o.topic.topics = 2;
    t_ok(ctx, bk_study_set_opts(s, &o));
    assert_int_equal(bk_study_stages(s), BK_STAGE_CLEAN);
    assert_int_equal(rows(s, "topics"), -1);
    t_ok(ctx, bk_study_run(s, BK_STAGE_RELATIONS));
    assert_true(rows(s, "relations") > 0);
    t_ok(ctx, bk_study_run(s, BK_STAGE_TOPICS));
    assert_int_equal(rows(s, "topics"), 2);
    assert_true(k != 2);
    o.clean.clean = false;
    assert_int_equal(bk_study_set_opts(s, &o), BK_EINVAL);
    assert_int_equal(rows(s, "topics"), 2);
    bk_study_free(s);
    t_ctx_free(ctx);
}

/* ---- results ------------------------------------------------------------------------- */

static void test_write(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_study *s = open_news(ctx, NULL);
    bool stands = true;
    size_t n;
    const bk_study_result *r = bk_study_results(&n);
    (void)state;
    t_ok(ctx, bk_study_stands(s, outdir, BK_STAGE_ALL, &stands));
    assert_false(stands);
    t_ok(ctx, bk_study_run(s, BK_STAGE_ALL));
    t_ok(ctx, bk_study_write(s, outdir));
    for (size_t i = 0; i < n; i++)
        assert_true(has_file(r[i].file));
    t_ok(ctx, bk_study_stands(s, outdir, BK_STAGE_ALL, &stands));
    assert_true(stands);
    t_ok(ctx, bk_study_stands(s, outdir, BK_STAGE_TOPICS, &stands));
    assert_false(stands);                 /* it holds more than that */
    t_ok(ctx, bk_study_write(s, outdir)); /* replaced whole */
    assert_true(has_file("manifest.json"));
    unlink(t_path(outdir, "topics.tsv"));
    t_ok(ctx, bk_study_stands(s, outdir, BK_STAGE_ALL, &stands));
    assert_false(stands);
    bk_study_free(s);
    t_rmdir(outdir);
    t_ctx_free(ctx);
}

/* Other powers are another file; when its lists change, the study does not stand any more. */
static void test_other_powers(void **state)
{
    static const char triad[] =
        "{\"powers\": [{\"code\": \"CHN\", \"names\": {\"id\": \"Tiongkok\"}},"
        "{\"code\": \"IRN\", \"names\": {\"id\": \"Iran\"}},"
        "{\"code\": \"RUS\", \"names\": {\"id\": \"Rusia\"}},"
        "{\"code\": \"USA\", \"names\": {\"id\": \"Amerika Serikat\"}}],"
        "\"aliases\": {\"id\": [\"./mine.tsv\", \"id/actors.tsv\"], \"en\": [\"en/actors.tsv\"]}}";
    static const char list[] = "pattern\tactor\tkind\nIran\tIRN\tcountry\n";
    static const char line[] = "{\"id\": \"a\", \"text\": \"Iran mengecam Rusia.\"}\n";
    bk_ctx *ctx = t_ctx(1);
    char file[600];
    const char *path = t_path(dir, "four.jsonl");
    bk_study_opts o;
    bk_study *s;
    bool stands;
    (void)state;
    snprintf(file, sizeof file, "%s/four.json", dir);
    t_write(path, line, sizeof line - 1);
    t_write(file, triad, sizeof triad - 1);
    t_write(t_path(dir, "mine.tsv"), list, sizeof list - 1);
    bk_study_opts_init(&o);
    o.triad = file;
    t_ok(ctx, bk_study_open(ctx, &s, &path, 1, &o));
    t_ok(ctx, bk_study_run(s, BK_STAGE_RELATIONS));
    assert_int_equal(rows(s, "triad"), 4);
    assert_int_equal(rows(s, "relations"), 1);
    t_ok(ctx, bk_study_write(s, outdir));
    assert_true(mentions_word(t_path(outdir, "relations.jsonl"), "\"dyad\":\"IRN-RUS\""));
    t_ok(ctx, bk_study_set_opts(s, &o));
    t_ok(ctx, bk_study_stands(s, outdir, BK_STAGE_RELATIONS, &stands));
    assert_true(stands);
    t_write(t_path(dir, "mine.tsv"), list, sizeof list - 2);
    t_ok(ctx, bk_study_set_opts(s, &o));
    t_ok(ctx, bk_study_stands(s, outdir, BK_STAGE_RELATIONS, &stands));
    assert_false(stands);
    bk_study_free(s);
    t_rmdir(outdir);
    t_ctx_free(ctx);
}

static void test_only_what_was_asked(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_study *s = open_news(ctx, NULL);
    (void)state;
    t_ok(ctx, bk_study_run(s, BK_STAGE_FRAMES));
    t_ok(ctx, bk_study_write(s, outdir));
    assert_true(has_file("frames.tsv"));
    assert_true(has_file("duplicates.tsv"));
    assert_false(has_file("dyads.tsv"));
    assert_false(has_file("relations.jsonl"));
    assert_false(has_file("vectors.bkv"));
    bk_study_free(s);
    t_rmdir(outdir);
    t_ctx_free(ctx);
}

/* A folder that is not ours is never overwritten. */
static void test_foreign_folder(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_study *s = open_news(ctx, NULL);
    (void)state;
    mkdir(outdir, 0777);
    t_write(t_path(outdir, "thesis.doc"), "x", 1);
    assert_int_equal(bk_study_check_dir(ctx, outdir), BK_EINVAL);
    assert_int_equal(bk_study_write(s, outdir), BK_EINVAL);
    assert_true(has_file("thesis.doc"));
    assert_false(has_file("report.html"));
    /* Another program's manifest. */
    t_write(t_path(outdir, "manifest.json"), "{\"program\": \"other\"}", 20);
    assert_int_equal(bk_study_write(s, outdir), BK_EINVAL);
    t_rmdir(outdir);
    /* A file of the user's in our own folder. */
    mkdir(outdir, 0777);
    t_ok(ctx, bk_study_write(s, outdir)); /* it was empty */
    t_write(t_path(outdir, "notes.txt"), "x", 1);
    assert_int_equal(bk_study_write(s, outdir), BK_EINVAL);
    assert_non_null(strstr(bk_ctx_error(ctx)->message, "notes.txt"));
    assert_true(has_file("notes.txt") && has_file("report.html"));
    t_rmdir(outdir);
    t_write(outdir, "x", 1);
    assert_int_equal(bk_study_write(s, outdir), BK_EINVAL);
    unlink(outdir);
    assert_int_equal(bk_study_write(s, "."), BK_EINVAL);
    assert_int_equal(bk_study_write(s, ""), BK_EINVAL);
    assert_int_equal(bk_study_check_dir(ctx, t_path(news, "below")), BK_EIO); /* of a file */
    t_ok(ctx, bk_study_check_dir(ctx, t_path(dir, "a/b/c//")));
    t_ok(ctx, bk_study_check_dir(ctx, "no-such-folder-yet"));
    assert_int_equal(bk_study_check_dir(ctx, "/proc"), BK_EINVAL); /* mounted, or not ours */
    bk_study_free(s);
    t_ctx_free(ctx);
}

/* Folders that a killed run left go; those of a living one, another's and the user's stay. */
static void test_leftovers(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_study *s = open_news(ctx, NULL);
    char gone[700], strange[700], alive[700], other[700], link[700];
    pid_t child = fork();
    (void)state;
    if (child == 0)
        _exit(0);
    assert_true(child > 0 && waitpid(child, NULL, 0) == child);
    snprintf(gone, sizeof gone, "%s/.out.%ld.tmp", dir, (long)child);
    snprintf(strange, sizeof strange, "%s/.out.%d.tmp", dir, 999999998);
    snprintf(alive, sizeof alive, "%s/.out.%ld.tmp", dir, (long)getppid());
    snprintf(other, sizeof other, "%s/.out.2.%ld.tmp", dir, (long)child);
    snprintf(link, sizeof link, "%s/.out.%d.tmp", dir, 999999997);
    mkdir(gone, 0777);
    mkdir(strange, 0777);
    mkdir(alive, 0777);
    mkdir(other, 0777);
    assert_int_equal(symlink(strrchr(other, '/') + 1, link), 0);
    t_write(t_path(gone, "topics.tsv"), "x", 1);
    t_write(t_path(gone, ".study.sqlite.77-1.tmp"), "x", 1);
    t_write(t_path(strange, "thesis.doc"), "x", 1);
    t_ok(ctx, bk_study_write(s, outdir));
    assert_true(access(gone, F_OK) != 0);
    assert_true(access(t_path(strange, "thesis.doc"), F_OK) == 0);
    assert_true(access(alive, F_OK) == 0);
    assert_true(access(other, F_OK) == 0);
    assert_true(access(link, F_OK) == 0);
    t_rmdir(outdir);
    bk_study_free(s);
    t_ctx_free(ctx);
}

static void test_path_forms(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_study *s = open_news(ctx, NULL);
    char deep[700], link[700];
    (void)state;
    snprintf(deep, sizeof deep, "%s/a/b/out//", dir);
    t_ok(ctx, bk_study_write(s, deep));
    t_ok(ctx, bk_study_write(s, deep));
    snprintf(link, sizeof link, "%s/link", dir);
    snprintf(deep, sizeof deep, "a/b/out"); /* a link is read from where it lies */
    assert_int_equal(symlink(deep, link), 0);
    t_ok(ctx, bk_study_write(s, link)); /* what the link names is replaced, the link stays */
    assert_true(access(t_path(link, "report.html"), F_OK) == 0);
    struct stat info;
    assert_int_equal(lstat(link, &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    bk_study_free(s);
    t_ctx_free(ctx);
}

/* ---- without text -------------------------------------------------------------------- */

static void test_no_text(void **state)
{
    static const char line[] =
        "{\"id\": \"a\", \"title\": \"Judul\", \"text\": \"Rusia mengecam Amerika Serikat "
        "xylofonunik, kata Xylospeaker.\\nBaca Juga: xyloremoved\", \"source\": \"Harian\"}\n"
        "{\"id\": \"b\", \"title\": \"Judul\", \"text\": \"Beijing dan Moskow bekerja sama.\"}\n";
    bk_ctx *ctx = t_ctx(2);
    const char *path = t_path(dir, "secret.jsonl"), *folder = outdir;
    bk_study_opts o;
    bk_study *s;
    size_t n;
    const bk_study_result *r = bk_study_results(&n);
    (void)state;
    t_write(path, line, sizeof line - 1);
    bk_study_opts_init(&o);
    o.no_text = true;
    t_ok(ctx, bk_study_open(ctx, &s, &path, 1, &o));
    t_ok(ctx, bk_study_run(s, BK_STAGE_ALL));
    t_ok(ctx, bk_study_write(s, outdir));
    for (size_t i = 0; i < n; i++) {
        const char *file = t_path(outdir, r[i].file);
        bool lines = strstr(file, ".jsonl") || strstr(file, "removed");
        assert_false(mentions_word(file, "mengecam Amerika") || mentions_word(file, "kata Xylo"));
        assert_false(lines && (mentions_word(file, "xylo") || mentions_word(file, "mengecam")));
    }
    assert_true(mentions_word(t_path(outdir, "articles.jsonl"), "Judul"));
    bk_study_free(s);
    assert_int_equal(bk_study_open(ctx, &s, &folder, 1, NULL), BK_EINVAL);
    t_rmdir(outdir);
    t_ctx_free(ctx);
}

/* ---- starting from what an earlier stage left ------------------------------------------ */

static void same_files(const char *a, const char *b, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t na, nb;
        char *x = t_read(t_path(a, names[i]), &na), *y = t_read(t_path(b, names[i]), &nb);
        assert_non_null(x);
        assert_non_null(y);
        if (na != nb || memcmp(x, y, na) != 0)
            fail_msg("%s differs", names[i]);
        free(x);
        free(y);
    }
}

static void test_from_study(void **state)
{
    static const char *const names[] = {
        "relations.jsonl",  "removed.tsv",    "dyads.tsv",   "frames.tsv",      "topics.tsv",
        "neighbours.tsv",   "duplicates.tsv", "keyness.tsv", "topic_terms.tsv", "threads.tsv",
        "outlet_pairs.tsv", "copies.tsv",     "triad.json",  "vectors.bkv"};
    bk_ctx *ctx = t_ctx(2);
    bk_study *s = open_news(ctx, NULL);
    char again[600];
    const char *paths[2] = {outdir, news};
    (void)state;
    snprintf(again, sizeof again, "%s/again", dir);
    t_ok(ctx, bk_study_run(s, BK_STAGE_ALL));
    t_ok(ctx, bk_study_write(s, outdir));
    bk_study_free(s);
    t_ok(ctx, bk_study_open(ctx, &s, paths, 1, NULL));
    t_ok(ctx, bk_study_run(s, BK_STAGE_ALL));
    t_ok(ctx, bk_study_write(s, again));
    same_files(outdir, again, names, sizeof names / sizeof *names);
    bk_study_free(s);
    assert_int_equal(bk_study_open(ctx, &s, paths, 2, NULL), BK_EINVAL);
    t_rmdir(outdir);
    t_rmdir(again);
    t_ctx_free(ctx);
}

/* Results inside the input folder are not read as articles. */
static void test_results_among_inputs(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    char folder[600], inner[700];
    const char *path = folder;
    bk_study *s;
    (void)state;
    snprintf(folder, sizeof folder, "%s/both", dir);
    snprintf(inner, sizeof inner, "%s/results", folder);
    mkdir(folder, 0777);
    t_planted(t_path(folder, "news.jsonl"), 5, 1);
    for (int round = 0; round < 2; round++) {
        t_ok(ctx, bk_study_open(ctx, &s, &path, 1, NULL));
        assert_int_equal(rows(s, "articles"), 5);
        assert_int_equal(rows(s, "inputs"), 1);
        assert_int_equal(rows(s, "problems"), round);
        t_ok(ctx, bk_study_write(s, inner));
        bk_study_free(s);
    }
    t_rmdir(folder);
    t_ctx_free(ctx);
}

static void test_from_container(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_study *s = open_news(ctx, NULL), *v;
    bk_study_opts o;
    char box[600];
    const char *path = box;
    size_t n, m;
    char *x, *y;
    (void)state;
    snprintf(box, sizeof box, "%s/news.bkv", dir);
    t_ok(ctx, bk_study_run(s, BK_STAGE_SIMILAR));
    t_ok(ctx, bk_vectorizer_save(bk_study_vectors(s), box));
    t_ok(ctx, bk_study_open(ctx, &v, &path, 1, NULL));
    assert_null(bk_study_corpus(v));
    assert_int_equal(rows(v, "articles"), 60);
    assert_int_equal(bk_study_run(v, BK_STAGE_RELATIONS), BK_EINVAL);
    t_ok(ctx, bk_study_run(v, BK_STAGE_ALL)); /* what it can give */
    assert_true(rows(v, "topics") > 0 && rows(v, "terms") > 0);
    assert_int_equal(rows(v, "relations"), -1);
    t_ok(ctx, bk_table_write_tsv(bk_study_table(s, "neighbours"), t_path(dir, "a.tsv")));
    t_ok(ctx, bk_table_write_tsv(bk_study_table(v, "neighbours"), t_path(dir, "b.tsv")));
    x = t_read(t_path(dir, "a.tsv"), &n);
    y = t_read(t_path(dir, "b.tsv"), &m);
    assert_int_equal(n, m);
    assert_memory_equal(x, y, n);
    free(x);
    free(y);
    t_ok(ctx, bk_study_write(v, outdir));
    assert_true(has_file("topics.tsv") && has_file("manifest.json"));
    assert_true(mentions_word(t_path(outdir, "manifest.json"), "\"residual\""));
    assert_false(has_file("articles.jsonl") || has_file("removed.tsv"));
    bk_study_opts_init(&o);
    o.vectorizer.tf = "raw";
    assert_int_equal(bk_study_set_opts(v, &o), BK_EINVAL);
    bk_study_free(v);
    bk_study_free(s);
    t_rmdir(outdir);
    t_ctx_free(ctx);
}

/* ---- exports ------------------------------------------------------------------------------ */

typedef struct sink {
    char *p;
    size_t n;
    int stop_after;
} sink;

static bk_status take(void *user, const char *bytes, size_t n)
{
    sink *k = user;
    if (k->stop_after > 0 && --k->stop_after == 0)
        return BK_ECANCEL;
    k->p = realloc(k->p, k->n + n + 1);
    memcpy(k->p + k->n, bytes, n);
    k->n += n;
    k->p[k->n] = 0;
    return BK_OK;
}

static void test_export(void **state)
{
    static const char line[] = "{\"id\": \"a\", \"source\": \"Harian Nusa\", \"title\": "
                               "\"Berita\", \"text\": \"BEIJING, HARIAN "
                               "NUSA - \\\"Kami menolak,\\\" kata Lavrov.\\nBaca Juga: Lain\"}\n";
    bk_ctx *ctx = t_ctx(1);
    const char *path = t_path(dir, "ex.jsonl");
    bk_study *s;
    sink k = {NULL, 0, 0};
    (void)state;
    t_write(path, line, sizeof line - 1);
    t_ok(ctx, bk_study_open(ctx, &s, &path, 1, NULL));
    t_ok(ctx, bk_study_export(s, "articles", "jsonl", take, &k));
    assert_non_null(strstr(k.p, "\"text\":\"\\\"Kami menolak,\\\" kata Lavrov.\""));
    assert_non_null(strstr(k.p, "\"removed\":[{\"field\":\"text\",\"begin\":0,"));
    assert_non_null(strstr(k.p, "\"raw\":\"BEIJING, HARIAN NUSA - "));
    assert_int_equal(bk_study_export(s, "relations", "jsonl", take, &k), BK_EINVAL);
    assert_int_equal(bk_study_export(s, "nothing", "jsonl", take, &k), BK_EINVAL);
    assert_int_equal(bk_study_export(s, "articles", "xml", take, &k), BK_EINVAL);
    t_ok(ctx, bk_study_run(s, BK_STAGE_RELATIONS));
    k.n = 0;
    t_ok(ctx, bk_study_export(s, "relations", "jsonl", take, &k));
    assert_non_null(strstr(k.p, "{\"id\":\"a\",\"sentence\":0,\"field\":\"title\",\"begin\":0,"));
    assert_non_null(strstr(k.p, "\"actors\":[{\"begin\":"));
    assert_non_null(strstr(k.p, "\"speaker\":\"Lavrov\",\"country\":\"RUS\"}]"));
    k.n = 0;
    t_ok(ctx, bk_study_export(s, "triad", "json", take, &k));
    assert_non_null(strstr(k.p, "\"triads\""));
    k.n = 0;
    t_ok(ctx, bk_study_export(s, "sentences", "tsv", take, &k));
    assert_memory_equal(k.p, "id\tsentence\tfield\t", 18);
    k.stop_after = 1;
    assert_int_equal(bk_study_export(s, "relations", "jsonl", take, &k), BK_ECANCEL);
    free(k.p);
    bk_study_free(s);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_vectors_alone),
        cmocka_unit_test(test_open_alone),
        cmocka_unit_test(test_stage_brings_what_it_needs),
        cmocka_unit_test(test_pass_together_and_apart),
        cmocka_unit_test(test_pairs_are_bounded),
        cmocka_unit_test(test_votes),
        cmocka_unit_test(test_many_outlets),
        cmocka_unit_test(test_copies),
        cmocka_unit_test(test_no_article),
        cmocka_unit_test(test_one_article),
        cmocka_unit_test(test_option_names),
        cmocka_unit_test(test_bad_options),
        cmocka_unit_test(test_set_opts),
        cmocka_unit_test(test_write),
        cmocka_unit_test(test_only_what_was_asked),
        cmocka_unit_test(test_other_powers),
        cmocka_unit_test(test_foreign_folder),
        cmocka_unit_test(test_leftovers),
        cmocka_unit_test(test_path_forms),
        cmocka_unit_test(test_no_text),
        cmocka_unit_test(test_from_study),
        cmocka_unit_test(test_results_among_inputs),
        cmocka_unit_test(test_from_container),
        cmocka_unit_test(test_export),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
