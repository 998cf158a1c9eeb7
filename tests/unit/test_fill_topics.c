/* Topics in a study: where articles stand, examples, fields of the user's, contrasts, tones by
 * topic, and what is exported for other programs, read back. */
#include "support/planted.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bingkai/study.h>

#include "base/json.h"
#include "corpus/stream.h"
#include "report/schema.h"

enum { ARTICLES = 60 };
static char dir[512], news[600], plain[600], csv[600];

/* The planted articles with two more members: a section by theme, a number. */
static void with_fields(void)
{
    size_t n;
    char *text = t_read(plain, &n);
    FILE *f = fopen(news, "wb"), *c = fopen(csv, "wb");
    int i = 0;
    assert_non_null(text);
    assert_non_null(f);
    assert_non_null(c);
    fprintf(c, "id,rubrik,skor,text\n");
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"), i++) {
        fprintf(f, "{\"rubrik\":\"%s\",\"skor\":%d.5,%s\n", i % 4 < 2 ? "ekonomi" : "luar negeri",
                i, line + 1);
        fprintf(c, "c%d,%s,%d.5,\"Tarif impor baja naik dan pasar ekspor dibuka\"\n", i,
                i % 4 < 2 ? "ekonomi" : "", i);
    }
    assert_int_equal(i, ARTICLES);
    fclose(f);
    fclose(c);
    free(text);
}

static int set_up(void **state)
{
    (void)state;
    snprintf(dir, sizeof dir, "%s", t_tmpdir());
    snprintf(plain, sizeof plain, "%s/plain.jsonl", dir);
    snprintf(news, sizeof news, "%s/news.jsonl", dir);
    snprintf(csv, sizeof csv, "%s/news.csv", dir);
    t_planted(plain, ARTICLES, 1);
    with_fields();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    t_rmdir(dir);
    return 0;
}

static bk_study *run(bk_ctx *ctx, const char *path, const bk_study_opts *opts, unsigned stages)
{
    bk_study *s;
    t_ok(ctx, bk_study_open(ctx, &s, &path, 1, opts));
    t_ok(ctx, bk_study_run(s, stages));
    return s;
}

static bk_study_opts options(const char *method, const char *covariate)
{
    bk_study_opts o;
    bk_study_opts_init(&o);
    o.topic.method = method;
    o.topic.topics = 4;
    o.theme.refits = 1;
    o.reader.covariate = covariate;
    return o;
}

static bk_str str(const bk_table *t, int64_t r, size_t c)
{
    return bk_table_cell(t, r, c).s;
}

static bool is(const bk_table *t, int64_t r, size_t c, const char *z)
{
    bk_cell x = bk_table_cell(t, r, c);
    return !x.null && bk__str_eq(x.s, bk__str(z));
}

/* ---- every article is placed --------------------------------------------------------------- */

static void placed(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_study_opts o = options("nmf", NULL);
    int64_t mixed[2] = {0};
    (void)state;
    for (int high = 0; high < 2; high++) {
        o.theme.mixed_below = high ? 1 : 0.1;
        bk_study *s = run(ctx, news, &o, BK_STAGE_TOPICS);
        const bk_table *t = bk_study_table(s, "topic_places");
        assert_int_equal(bk_table_rows(t), ARTICLES);
        for (int64_t r = 0; r < ARTICLES; r++) {
            bool out = is(t, r, TPL_MARK, "outlier");
            mixed[high] += is(t, r, TPL_MARK, "mixed");
            assert_true(out != bk_table_cell(t, r, TPL_WHY).null);
            assert_true(out || is(t, r, TPL_MARK, "mixed") || is(t, r, TPL_MARK, "clear"));
            assert_true(bk_table_cell(t, r, TPL_TOPIC).i < 4);
        }
        const bk_table *topics = bk_study_table(s, "topics");
        for (int64_t r = 0; r < bk_table_rows(topics); r++) {
            double share = bk_table_cell(topics, r, TOP_SHARE).x;
            assert_true(bk_table_cell(topics, r, TOP_LOW).x < share);
            assert_true(bk_table_cell(topics, r, TOP_HIGH).x > share);
            assert_true(bk_table_cell(topics, r, TOP_RECOVERY).x <= 1 + 1e-9);
            assert_int_equal(bk_table_cell(topics, r, TOP_UNSTABLE).i,
                             bk_table_cell(topics, r, TOP_RECOVERY).x < 0.7);
        }
        bk_study_free(s);
    }
    assert_true(mixed[0] < mixed[1]);
    t_ctx_free(ctx);
}

/* Repeats are no examples beside their lead; a sentence stands once; no text where none is wanted.
 */
static void examples(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_study_opts o = options("nmf", NULL);
    (void)state;
    for (int bare = 0; bare < 2; bare++) {
        o.no_text = o.report.no_text = bare;
        bk_study *s = run(ctx, news, &o, BK_STAGE_TOPICS);
        const bk_table *t = bk_study_table(s, "topic_examples");
        const bk_table *again = bk_study_table(s, "duplicates");
        int sentences = 0;
        for (int64_t r = 0; r < bk_table_rows(t); r++) {
            bool sentence = is(t, r, TEX_KIND, "sentence");
            sentences += sentence;
            assert_true(bk_table_cell(t, r, TEX_TEXT).null == (bare == 1));
            for (int64_t d = 0; d < bk_table_rows(again); d++)
                if (bk__str_eq(str(again, d, DUP_ID), str(t, r, TEX_ID)))
                    assert_int_equal(bk_table_cell(again, d, DUP_LEAD).i, 1);
            for (int64_t q = 0; q < r && sentence; q++)
                assert_false(is(t, q, TEX_KIND, "sentence") &&
                             bk_table_cell(t, q, TEX_TOPIC).i == bk_table_cell(t, r, TEX_TOPIC).i &&
                             bk__str_eq(str(t, q, TEX_TEXT), str(t, r, TEX_TEXT)));
        }
        assert_int_equal(sentences > 0, bare == 0);
        bk_study_free(s);
    }
    t_ctx_free(ctx);
}

/* ---- fields of the user's ------------------------------------------------------------------ */

static void fields_are_read(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_reader_opts o = BK_READER_OPTS_INIT;
    bk_reader *r;
    bk_corpus *c;
    const char *paths[2] = {news, csv};
    static const char *const bad[] = {"text", "judul", "a,a", "a,,b", "1,2,3,4,5,6,7,8,9", "isi"};
    (void)state;
    o.covariate = "rubrik, skor ,source";
    t_ok(ctx, bk_reader_open(ctx, &r, paths, 2, &o));
    t_ok(ctx, bk_corpus_read(ctx, &c, r, NULL));
    bk_reader_close(r);
    assert_int_equal(bk_corpus_size(c), 2 * ARTICLES);
    for (int i = 0; i < ARTICLES; i++) {
        const bk_article *a = bk_corpus_at(c, i), *b = bk_corpus_at(c, ARTICLES + i);
        char number[32];
        snprintf(number, sizeof number, "%d.5", i);
        assert_int_equal(a->n_extra, 3);
        assert_true(bk__str_eq(a->extra[0], bk__str(i % 4 < 2 ? "ekonomi" : "luar negeri")));
        assert_true(bk__str_eq(a->extra[1], bk__str(number)));
        assert_true(bk__str_eq(a->extra[2], a->source));
        assert_true(i % 4 < 2 ? bk__str_eq(b->extra[0], bk__str("ekonomi")) : !b->extra[0].p);
        assert_true(bk__str_eq(b->extra[1], bk__str(number)));
    }
    bk_corpus_free(c);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        o.covariate = bad[i];
        assert_int_equal(bk_reader_open(ctx, &r, paths, 2, &o), BK_EINVAL);
    }
    t_ctx_free(ctx);
}

/* Sections go with themes: their effects are large and sure; those of the number are not. An
 * earlier study gives its fields back. */
static void effects(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_study_opts o = options("nmf", "rubrik,skor");
    char out[600];
    (void)state;
    snprintf(out, sizeof out, "%s/effects", dir);
    for (int again = 0; again < 2; again++) {
        bk_study *s = run(ctx, again ? out : news, &o, BK_STAGE_TOPICS);
        const bk_table *t = bk_study_table(s, "topic_effects");
        int sure = 0, numbers = 0, sections = 0;
        for (int64_t r = 0; r < bk_table_rows(t); r++) {
            bool section = is(t, r, TEF_COVARIATE, "rubrik");
            double low = bk_table_cell(t, r, TEF_LOW).x, high = bk_table_cell(t, r, TEF_HIGH).x;
            assert_true(low <= high);
            sections += section;
            sure += section && bk_table_cell(t, r, TEF_Q).x < 0.01 && (low > 0 || high < 0);
            if (is(t, r, TEF_COVARIATE, "skor")) {
                numbers++;
                assert_true(bk_table_cell(t, r, TEF_LEVEL).null);
            }
        }
        assert_int_equal(sections, 8);
        assert_int_equal(numbers, 4);
        assert_true(sure >= 6);
        t = bk_study_table(s, "topic_shares");
        sections = 0;
        for (int64_t r = 0; r < bk_table_rows(t); r++)
            sections += is(t, r, TSH_SCOPE, "rubrik");
        assert_int_equal(sections, 8);
        if (!again)
            t_ok(ctx, bk_study_write(s, out));
        bk_study_free(s);
    }
    t_ctx_free(ctx);
}

static void contrast(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_study_opts o = options("lda", NULL);
    bk_study *s;
    const char *path = news;
    (void)state;
    o.theme.contrast = "Kabar Satu:Warta Dua";
    s = run(ctx, news, &o, BK_STAGE_TOPICS);
    const bk_table *t = bk_study_table(s, "topic_contrast");
    for (int64_t r = 0; r < bk_table_rows(t); r++) {
        double low = bk_table_cell(t, r, TCO_LOW).x, high = bk_table_cell(t, r, TCO_HIGH).x;
        bool above = bk_table_cell(t, r, TCO_RANK).i > 0;
        assert_true(is(t, r, TCO_A, "Kabar Satu") && is(t, r, TCO_B, "Warta Dua"));
        assert_true(above ? low > 0 : high < 0);
        assert_true(low < bk_table_cell(t, r, TCO_LOG_ODDS).x);
        assert_true(bk_table_cell(t, r, TCO_Q).x <= 1);
    }
    bk_study_free(s);
    static const char *const bad[] = {"Kabar Satu", "Kabar Satu:", "Kabar Satu:Kabar Satu",
                                      "Kabar Satu:Warta Lima"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        o.theme.contrast = bad[i];
        t_ok(ctx, bk_study_open(ctx, &s, &path, 1, &o));
        assert_int_equal(bk_study_run(s, BK_STAGE_TOPICS), BK_EINVAL);
        assert_true(bk_study_table(s, "topic_fit") == NULL); /* no fit comes before it */
        bk_study_free(s);
    }
    assert_non_null(strstr(bk_ctx_error(ctx)->message, "no article is of \"Warta Lima\""));
    assert_non_null(strstr(bk_ctx_error(ctx)->message, "Kabar Satu, "));
    t_ctx_free(ctx);
}

/* An article of which the file's topics know no word has no topic, and a mark that says so. */
static void nothing_known(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    static const char *const methods[] = {"nmf", "nmf-kl", "kmeans", "lda", "lsa"};
    static const char article[] = "{\"id\":\"x\",\"text\":\"Zxcv qwerty asdfgh blorp.\"}\n";
    char path[600], kept[600];
    (void)state;
    snprintf(path, sizeof path, "%s/unknown.jsonl", dir);
    snprintf(kept, sizeof kept, "%s/kept", dir);
    t_write(path, article, strlen(article));
    for (size_t m = 0; m < sizeof methods / sizeof *methods; m++) {
        bk_study_opts o = options(methods[m], NULL);
        bk_study *s = run(ctx, news, &o, BK_STAGE_TOPICS);
        t_ok(ctx, bk_study_save_topics(s, kept));
        int64_t topics = bk_table_rows(bk_study_table(s, "topics"));
        bk_study_free(s);
        o.topic.model_file = kept;
        s = run(ctx, path, &o, BK_STAGE_TOPICS);
        const bk_table *t = bk_study_table(s, "topic_places");
        assert_int_equal(bk_table_rows(bk_study_table(s, "topics")), topics);
        assert_int_equal(bk_table_rows(t), 1);
        assert_true(is(t, 0, TPL_WHY, "no-known-words") && bk_table_cell(t, 0, TPL_TOPIC).null);
        bk_study_free(s);
    }
    t_ctx_free(ctx);
}

/* Of both stages alone. */
static void tones(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_study_opts o = options("nmf", NULL);
    bk_study *s = run(ctx, news, &o, BK_STAGE_TOPICS);
    int64_t n = 0, all = 0;
    (void)state;
    assert_null(bk_study_table(s, "topic_tone"));
    t_ok(ctx, bk_study_run(s, BK_STAGE_RELATIONS));
    const bk_table *t = bk_study_table(s, "topic_tone"), *d = bk_study_table(s, "dyads");
    assert_true(bk_table_rows(t) > 0);
    for (int64_t r = 0; r < bk_table_rows(t); r++) {
        assert_true(fabs(bk_table_cell(t, r, TTO_TONE).x) <= 1);
        n += bk_table_cell(t, r, TTO_N_RELATIONS).i;
    }
    for (int64_t r = 0; r < bk_table_rows(d); r++)
        if (is(d, r, DYA_SCOPE, "all") && is(d, r, DYA_VOICE, "all"))
            all += bk_table_cell(d, r, DYA_N_RELATIONS).i;
    assert_int_equal(n, all); /* every article has a topic */
    bk_study_free(s);
    t_ctx_free(ctx);
}

/* ---- for other programs -------------------------------------------------------------------- */

typedef struct matrix {
    long rows, cols, n;
    double *at;
} matrix;

static matrix read_matrix(const char *path)
{
    size_t n;
    char *text = t_read(path, &n), *p, *line;
    matrix m;
    assert_non_null(text);
    line = strtok_r(text, "\n", &p);
    assert_string_equal(line, "%%MatrixMarket matrix coordinate real general");
    assert_int_equal(sscanf(strtok_r(NULL, "\n", &p), "%ld %ld %ld", &m.rows, &m.cols, &m.n), 3);
    m.at = calloc((size_t)(m.rows * m.cols), sizeof *m.at);
    for (long k = 0; k < m.n; k++) {
        long i, j;
        double x;
        assert_int_equal(sscanf(strtok_r(NULL, "\n", &p), "%ld %ld %lf", &i, &j, &x), 3);
        assert_true(i >= 1 && i <= m.rows && j >= 1 && j <= m.cols && x > 0);
        m.at[(i - 1) * m.cols + j - 1] = x;
    }
    assert_null(strtok_r(NULL, "\n", &p));
    free(text);
    return m;
}

static void same_matrix(const bk__value *rows, const matrix *m)
{
    assert_int_equal(bk__json_size(rows), m->rows);
    for (long i = 0; i < m->rows; i++) {
        const bk__value *row = bk__json_at(rows, (size_t)i);
        double sum = 0;
        assert_int_equal(bk__json_size(row), m->cols);
        for (long j = 0; j < m->cols; j++) {
            double x = bk__json_real(bk__json_at(row, (size_t)j), -1);
            assert_true(x == m->at[i * m->cols + j]);
            sum += x;
        }
        assert_true(fabs(sum - 1) < 1e-6);
    }
}

/* Lines of the state; counts [D x K] of its topics. */
static long read_state(bk_ctx *ctx, const char *path, double *counts, long D, long K)
{
    static char text[4 << 20];
    size_t n = 0, got;
    bk__stream *in;
    long lines = 0;
    char *p, *line;
    t_ok(ctx, bk__stream_open(ctx, &in, path));
    while (bk__stream_read(in, text + n, sizeof text - n - 1, &got) == BK_OK)
        n += got;
    bk__stream_close(in);
    text[n] = 0;
    assert_string_equal(strtok_r(text, "\n", &p), "#doc source pos typeindex type topic");
    line = strtok_r(NULL, "\n", &p);
    assert_int_equal(strncmp(line, "#alpha : ", 9), 0);
    assert_string_equal(strtok_r(NULL, "\n", &p), "#beta : 0.01");
    while ((line = strtok_r(NULL, "\n", &p))) {
        long doc, pos, type, topic;
        char source[64], word[128];
        assert_int_equal(
            sscanf(line, "%ld %63s %ld %ld %127s %ld", &doc, source, &pos, &type, word, &topic), 6);
        assert_true(doc >= 0 && doc < D && topic >= 0 && topic < K);
        counts[doc * K + topic]++;
        lines++;
    }
    return lines;
}

static void read_back(void **state)
{
    char prefix[600], path[700];
    (void)state;
    for (int lda = 0; lda < 2; lda++) {
        bk_ctx *ctx = t_ctx(2);
        bk_study_opts o = options(lda ? "lda" : "kmeans", NULL);
        bk_study *s;
        const char *in = news;
        bk__json *j;
        size_t n;
        double words = 0, occurrences = 0;
        snprintf(prefix, sizeof prefix, "%s/topics%d", dir, lda);
        t_ok(ctx, bk_study_open(ctx, &s, &in, 1, &o));
        t_ok(ctx, bk_study_topics_to(s, prefix));
        t_ok(ctx, bk_study_run(s, BK_STAGE_TOPICS));
        bk_study_free(s);
        snprintf(path, sizeof path, "%s.topic_terms.mtx", prefix);
        matrix terms = read_matrix(path);
        snprintf(path, sizeof path, "%s.doc_topics.mtx", prefix);
        matrix docs = read_matrix(path);
        assert_int_equal(terms.rows, 4);
        assert_int_equal(docs.cols, 4);
        snprintf(path, sizeof path, "%s.ldavis.json", prefix);
        char *text = t_read(path, &n);
        t_ok(ctx, bk__json_parse(ctx, &j, (bk_str){text, n}, path));
        same_matrix(bk__json_get(bk__json_root(j), "topic_term_dists"), &terms);
        same_matrix(bk__json_get(bk__json_root(j), "doc_topic_dists"), &docs);
        const bk__value *lengths = bk__json_get(bk__json_root(j), "doc_lengths");
        const bk__value *tf = bk__json_get(bk__json_root(j), "term_frequency");
        assert_int_equal(bk__json_size(lengths), docs.rows);
        assert_int_equal(bk__json_size(tf), terms.cols);
        assert_int_equal(bk__json_size(bk__json_get(bk__json_root(j), "vocab")), terms.cols);
        for (long i = 0; i < docs.rows; i++)
            words += bk__json_real(bk__json_at(lengths, (size_t)i), NAN);
        for (long i = 0; i < terms.cols; i++) {
            double x = bk__json_real(bk__json_at(tf, (size_t)i), NAN);
            assert_true(x > 0);
            occurrences += x;
        }
        assert_true(words == occurrences);
        snprintf(path, sizeof path, "%s.state.gz", prefix);
        char *packed = t_read(path, &n);
        assert_int_equal(packed != NULL, lda);
        free(packed);
        if (lda) {
            double *counts = calloc((size_t)(docs.rows * 4), sizeof *counts), off = 0;
            assert_true((double)read_state(ctx, path, counts, docs.rows, 4) == words);
            for (long i = 0; i < docs.rows; i++)
                for (int k = 0; k < 4; k++)
                    off += fabs(counts[i * 4 + k] /
                                    bk__json_real(bk__json_at(lengths, (size_t)i), NAN) -
                                docs.at[i * 4 + k]) /
                           (double)(docs.rows * 4);
            assert_true(off < 0.1);
            free(counts);
        }
        bk__json_free(j);
        free(text);
        free(terms.at);
        free(docs.at);
        t_ctx_free(ctx);
    }
}

/* The same bytes at any number of threads. */
static void same_exports(void **state)
{
    static const char *const suffix[] = {"ldavis.json", "topic_terms.mtx", "doc_topics.mtx",
                                         "terms.tsv",   "docs.tsv",        "topics.tsv",
                                         "state.gz"};
    (void)state;
    for (int threads = 1; threads <= 3; threads += 2) {
        bk_ctx *ctx = t_ctx(threads);
        bk_study_opts o = options("lda", NULL);
        const char *in = news;
        char prefix[600];
        bk_study *s;
        snprintf(prefix, sizeof prefix, "%s/same%d", dir, threads);
        t_ok(ctx, bk_study_open(ctx, &s, &in, 1, &o));
        t_ok(ctx, bk_study_topics_to(s, prefix));
        t_ok(ctx, bk_study_run(s, BK_STAGE_TOPICS));
        bk_study_free(s);
        t_ctx_free(ctx);
    }
    for (size_t i = 0; i < sizeof suffix / sizeof *suffix; i++) {
        char a[700], b[700];
        size_t n, m;
        snprintf(a, sizeof a, "%s/same1.%s", dir, suffix[i]);
        snprintf(b, sizeof b, "%s/same3.%s", dir, suffix[i]);
        char *x = t_read(a, &n), *y = t_read(b, &m);
        assert_int_equal(n, m);
        assert_memory_equal(x, y, n);
        free(x);
        free(y);
    }
}

static bk_status all_of_it(bk_ctx *ctx, void *user)
{
    bk_study_opts o = options("lda", "rubrik");
    const char *in = user;
    char prefix[600];
    bk_study *s;
    o.topic.max_iter = 2;
    o.theme.contrast = "Kabar Satu:Warta Dua";
    o.theme.resamples = 10;
    o.reader.limit = 12;
    snprintf(prefix, sizeof prefix, "%s/memory", dir);
    bk_status st = bk_study_open(ctx, &s, &in, 1, &o);
    if (st == BK_OK)
        st = bk_study_topics_to(s, prefix);
    if (st == BK_OK)
        st = bk_study_run(s, BK_STAGE_TOPICS);
    bk_study_free(s);
    return st;
}

static void no_memory(void **state)
{
    (void)state;
    t_fail_each(all_of_it, news, 1, 120);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(placed),   cmocka_unit_test(examples),  cmocka_unit_test(fields_are_read),
        cmocka_unit_test(effects),  cmocka_unit_test(contrast),  cmocka_unit_test(nothing_known),
        cmocka_unit_test(tones),    cmocka_unit_test(read_back), cmocka_unit_test(same_exports),
        cmocka_unit_test(no_memory)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
