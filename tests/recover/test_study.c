/* test_study.c - what was planted is found: repeated articles, themes, accusations. */
#include <bingkai/study.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/schema.h"

#include "support/planted.h"

enum { N = 200 };
static char dir[512];
static bk_ctx *ctx;
static bk_study *study;

static int set_up(void **state)
{
    char path[600];
    const char *input = path;
    bk_study_opts o;
    (void)state;
    snprintf(dir, sizeof dir, "%s", t_tmpdir());
    snprintf(path, sizeof path, "%s/news.jsonl", dir);
    t_planted(path, N, 11);
    ctx = t_ctx(2);
    bk_study_opts_init(&o);
    o.topic.topics = T_THEMES;
    o.neardup.threshold = 0.5; /* short articles: title and last sentence differ */
    o.tone.resamples = 100;
    t_ok(ctx, bk_study_open(ctx, &study, &input, 1, &o));
    t_ok(ctx, bk_study_run(study, BK_STAGE_ALL));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    bk_study_free(study);
    t_ctx_free(ctx);
    t_rmdir(dir);
    return 0;
}

static int64_t number(bk_str id) /* "p0123" */
{
    return strtol(id.p + 1, NULL, 10);
}

/* Every tenth article repeats the one nine before it; no other two are repeats. */
static void test_repeats(void **state)
{
    bk_table *t = bk_study_table(study, "articles");
    int64_t group[N];
    (void)state;
    for (int64_t i = 0; i < N; i++) {
        bk_cell g = bk_table_cell(t, i, ART_GROUP);
        group[i] = g.null ? -1 : g.i;
    }
    for (int64_t i = 0; i < N; i++) {
        if (i % 10 == 9 || i % 10 == 0)
            assert_true(group[i] >= 0 && group[i] == group[i % 10 ? i - 9 : i + 9]);
        else
            assert_int_equal(group[i], -1);
    }
}

/* The theme of most articles of a topic is that of nearly all. Copies carry the theme of their
 * original. */
static void test_themes(void **state)
{
    bk_table *t = bk_study_table(study, "articles");
    int count[T_THEMES][T_THEMES] = {{0}}, right = 0, all = 0;
    (void)state;
    for (int64_t i = 0; i < N; i++) {
        bk_cell k = bk_table_cell(t, i, ART_TOPIC);
        int64_t origin = i % 10 == 9 ? i - 9 : i;
        assert_false(k.null);
        count[k.i][origin % T_THEMES]++;
        all++;
    }
    for (int k = 0; k < T_THEMES; k++) {
        int most = 0;
        for (int m = 0; m < T_THEMES; m++)
            most = count[k][m] > most ? count[k][m] : most;
        right += most;
    }
    assert_true(right >= all * 95 / 100);
}

static void test_neighbours(void **state)
{
    bk_table *t = bk_study_table(study, "neighbours");
    int right = 0, all = 0;
    (void)state;
    for (int64_t r = 0; r < bk_table_rows(t); r++) {
        int64_t a = number(bk_table_cell(t, r, NEI_ID).s);
        int64_t b = number(bk_table_cell(t, r, NEI_NEIGHBOUR).s);
        if (bk_table_cell(t, r, NEI_RANK).i != 1)
            continue;
        a = a % 10 == 9 ? a - 9 : a;
        b = b % 10 == 9 ? b - 9 : b;
        right += a % T_THEMES == b % T_THEMES;
        all++;
    }
    assert_int_equal(all, N);
    assert_true(right >= all * 95 / 100);
}

static bool begins(bk_str s, const char *z)
{
    return s.n >= strlen(z) && memcmp(s.p, z, strlen(z)) == 0;
}

/* "X mengecam Y yang ...": X acts, Y is meant, conflict. */
static void test_accusations(void **state)
{
    static const char *const name[] = {"China", "Rusia", "Amerika Serikat"};
    static const char *const code[] = {"CHN", "RUS", "USA"};
    bk_table *s = bk_study_table(study, "sentences"), *r = bk_study_table(study, "relations");
    int64_t at = 0;
    int right = 0, all = 0;
    (void)state;
    for (int64_t i = 0; i < bk_table_rows(s); i++) {
        bk_str text = bk_table_cell(s, i, SEN_TEXT).s, id = bk_table_cell(s, i, SEN_ID).s;
        int64_t sentence = bk_table_cell(s, i, SEN_SENTENCE).i;
        bool found = false;
        int source = -1, target = -1;
        for (int a = 0; a < 3; a++)
            for (int b = 0; b < 3; b++) {
                char z[80];
                snprintf(z, sizeof z, "%s mengecam %s yang", name[a], name[b]);
                if (begins(text, z))
                    source = a, target = b;
            }
        for (; at < bk_table_rows(r); at++) {
            bk_str of = bk_table_cell(r, at, REL_ID).s;
            if (of.n != id.n || memcmp(of.p, id.p, id.n) != 0 ||
                bk_table_cell(r, at, REL_SENTENCE).i != sentence)
                break;
            found |= source >= 0 && bk_table_cell(r, at, REL_POLARITY).i == -1 &&
                     begins(bk_table_cell(r, at, REL_SOURCE).s, code[source]) &&
                     begins(bk_table_cell(r, at, REL_TARGET).s, code[target]);
        }
        all += source >= 0;
        right += found;
    }
    assert_true(all > 100);
    assert_true(right >= all * 95 / 100);
}

/* An outlet's tone rests on its own articles alone. */
static void test_scopes_add_up(void **state)
{
    bk_table *t = bk_study_table(study, "dyads");
    int64_t all = 0, sources = 0, months = 0, quarters = 0, years = 0, articles = 0;
    (void)state;
    for (int64_t i = 0; i < bk_table_rows(t); i++) {
        bk_str scope = bk_table_cell(t, i, DYA_SCOPE).s;
        int64_t n = bk_table_cell(t, i, DYA_N_RELATIONS).i;
        if (!begins(bk_table_cell(t, i, DYA_VOICE).s, "all"))
            continue;
        *(begins(scope, "all")       ? &all
          : begins(scope, "source")  ? &sources
          : begins(scope, "month")   ? &months
          : begins(scope, "quarter") ? &quarters
          : begins(scope, "year")    ? &years
                                     : &articles) += n;
    }
    assert_int_equal(all, bk_table_rows(bk_study_table(study, "relations")));
    assert_int_equal(sources, all);
    assert_int_equal(months, all);
    assert_int_equal(quarters, all);
    assert_int_equal(years, all);
    assert_int_equal(articles, all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_repeats),       cmocka_unit_test(test_themes),
        cmocka_unit_test(test_neighbours),    cmocka_unit_test(test_accusations),
        cmocka_unit_test(test_scopes_add_up),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
