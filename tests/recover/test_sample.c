/* test_sample.c - the sample corpus reads without a problem, its labels stand where they say, the
 * faulty inputs are told. */
#include <bingkai/corpus.h>

#include <string.h>

#include "base/file.h"
#include "base/json.h"

#include "support/news.h"
#include "support/support.h"

enum { ARTICLES = 95, INDONESIAN = 69, OUTLETS = 9, LABELLED = 600 };

static bk_corpus *read_all(bk_ctx *ctx, const char *path)
{
    bk_corpus *c;
    t_ok(ctx, t_articles(ctx, &c, path, true));
    return c;
}

static void note(bk_str *list, int *n, bk_str s)
{
    for (int i = 0; i < *n; i++)
        if (bk__str_eq(list[i], s))
            return;
    assert_true(*n < OUTLETS);
    list[(*n)++] = s;
}

static void reads_without_problem(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_corpus *c = read_all(ctx, "corpus/sample");
    bk_str outlets[OUTLETS];
    int n_outlets = 0, indonesian = 0;
    size_t n_problems;
    (void)state;
    (void)bk_corpus_problems(c, &n_problems);
    assert_int_equal(n_problems, 0);
    assert_int_equal(bk_corpus_size(c), ARTICLES);
    for (int64_t i = 0; i < ARTICLES; i++) {
        const bk_article *a = bk_corpus_at(c, i);
        bool id = bk__str_eq(a->lang, BK__STR("id"));
        assert_true(id || bk__str_eq(a->lang, BK__STR("en")));
        assert_true(a->published > 1546300800 && a->published < 1798761600); /* 2019 to 2026 */
        assert_true(a->source.n > 0);
        note(outlets, &n_outlets, a->source);
        indonesian += id;
    }
    assert_int_equal(n_outlets, OUTLETS);
    assert_int_equal(indonesian, INDONESIAN);
    bk_corpus_free(c);
    t_ctx_free(ctx);
}

static const bk_article *by_id(const bk_corpus *c, bk_str id)
{
    for (int64_t i = 0; i < bk_corpus_size(c); i++)
        if (bk__str_eq(bk_corpus_at(c, i)->id, id))
            return bk_corpus_at(c, i);
    return NULL;
}

/* All of [begin, end) of the text is kept, but for a dateline and blanks at line ends. */
static bool stands(const bk_article *a, uint32_t begin, uint32_t end)
{
    for (uint32_t i = 0; i < a->n_removed; i++) {
        const bk_removed *r = &a->removed[i];
        if (r->field == BK_FIELD_TEXT && r->begin < end && r->end > begin &&
            strcmp(r->reason, "dateline") != 0)
            return false;
    }
    return true;
}

static void check_label(bk_ctx *ctx, const bk_corpus *c, bk_str line)
{
    bk__json *j;
    t_ok(ctx, bk__json_parse(ctx, &j, line, "corpus/sample.gold.jsonl"));
    const bk__value *v = bk__json_root(j);
    const bk_article *a = by_id(c, bk__json_str(bk__json_get(v, "doc")));
    bk_str sent = bk__json_str(bk__json_get(v, "sent"));
    int64_t start = bk__json_int(bk__json_get(v, "start"), -1);
    assert_non_null(a);
    assert_true(sent.n > 0 && start >= 0 && (size_t)start + sent.n <= a->text.n);
    assert_memory_equal(a->text.p + start, sent.p, sent.n);
    assert_true(stands(a, (uint32_t)start, (uint32_t)start + (uint32_t)sent.n));
    const bk__value *rel = bk__json_get(v, "relations");
    assert_int_equal(bk__json_type_of(rel), BK__ARRAY);
    for (size_t i = 0; i < bk__json_size(rel); i++) {
        static const char *const lists[] = {"polarity", "quad", "source", "voice"};
        for (size_t k = 0; k < 4; k++)
            assert_true(bk__json_size(bk__json_get(bk__json_at(rel, i), lists[k])) > 0);
    }
    bk__json_free(j);
}

static void labels_stand_in_the_articles(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_corpus *c = read_all(ctx, "corpus/sample");
    bk__view f;
    bk_str rest, line;
    int n = 0;
    (void)state;
    t_ok(ctx, bk__view_open(ctx, &f, "corpus/sample.gold.jsonl"));
    for (rest = f.bytes; rest.n > 0; n++) {
        line = bk__str_cut(&rest, '\n');
        check_label(ctx, c, line);
    }
    assert_true(n >= LABELLED);
    bk__view_close(&f);
    bk_corpus_free(c);
    t_ctx_free(ctx);
}

static void faults_are_told(void **state)
{
    static const char *const kinds[] = {"duplicate-id", "empty-file", "bad-utf8",
                                        "bad-json",     "no-text",    "no-text"};
    bk_ctx *ctx = t_ctx(1);
    bk_corpus *c = read_all(ctx, "corpus/faulty");
    size_t n;
    (void)state;
    const bk_problem *p = bk_corpus_problems(c, &n);
    assert_int_equal(n, sizeof kinds / sizeof *kinds);
    for (size_t i = 0; i < n; i++)
        assert_string_equal(p[i].kind, kinds[i]);
    assert_int_equal(bk_corpus_size(c), 6);
    bk_corpus_free(c);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_without_problem),
        cmocka_unit_test(labels_stand_in_the_articles),
        cmocka_unit_test(faults_are_told),
    };
    return cmocka_run_group_tests_name("sample", tests, NULL, NULL);
}
