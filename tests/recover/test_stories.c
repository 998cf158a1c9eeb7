/* test_stories.c - planted stories are found again: who tells the same, when it began, who was
 * first. Measured by B-cubed (Bagga and Baldwin 1998) over all articles.
 *
 * A story has words of its own, shares those of its subject with other stories at the same time,
 * and the common ones with all; it is told on some days by several outlets. Some subjects come back
 * as another story after a month, and single articles tell no story. */
#include <bingkai/study.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "support/support.h"

enum {
    STORIES = 60,
    SUBJECTS = 6,
    SINGLES = 120,
    OWN = 30,
    SUBJECT = 80,
    COMMON = 400,
    MOST = 1200
};

static char dir[512], news[600];
static int story_of[MOST], day_of[MOST], outlet_of[MOST], n_articles;

static int set_up(void **state)
{
    (void)state;
    snprintf(dir, sizeof dir, "%s", t_tmpdir());
    snprintf(news, sizeof news, "%s/news.jsonl", dir);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    t_rmdir(dir);
    return 0;
}

/* A word of syllables that belongs to the number. */
static void word(FILE *to, unsigned number)
{
    static const char *const on[] = {"b", "d", "g", "k", "l", "m", "n", "p", "r", "s", "t", "w"};
    static const char *const rhyme[] = {"a", "i", "u", "e", "o", "an", "ul", "ir"};
    number = number * 2654435761u % 884736u; /* 96^3 */
    for (int k = 0; k < 3; k++, number /= 96)
        fprintf(to, "%s%s", on[number % 12], rhyme[number / 12 % 8]);
}

/* Rarer towards the end. */
static unsigned skewed(t_rand *r, unsigned n)
{
    double u = t_unit(r);
    return (unsigned)(u * u * n);
}

static void tell(FILE *to, t_rand *r, int story, unsigned own, int day, int outlet)
{
    unsigned subject = own % SUBJECTS;
    story_of[n_articles] = story;
    day_of[n_articles] = day;
    outlet_of[n_articles] = outlet;
    fprintf(to,
            "{\"id\": \"a%d\", \"source\": \"outlet %d\", \"date\": \"2025-%02d-%02d\", "
            "\"title\": \"",
            n_articles++, outlet, 1 + day / 28, 1 + day % 28);
    for (int k = 0; k < 90; k++) {
        double u = t_unit(r);
        unsigned w = u < 0.3    ? 100000 + own * 1000 + skewed(r, OWN)
                     : u < 0.55 ? 10000 + subject * 1000 + skewed(r, SUBJECT)
                                : skewed(r, COMMON);
        word(to, w);
        fputs(k == 6 ? "\", \"text\": \"" : k % 12 == 11 ? ". " : " ", to);
    }
    fputs("\"}\n", to);
}

static void plant(uint64_t seed)
{
    t_rand r = {seed};
    FILE *to = fopen(news, "w");
    assert_non_null(to);
    n_articles = 0;
    for (int s = 0; s < STORIES; s++) {
        int day = (int)t_below(&r, 60), n = 3 + (int)t_below(&r, 9);
        for (int k = 0; k < n; k++) {
            tell(to, &r, s, (unsigned)s, day, (int)t_below(&r, 8));
            day += (int)t_below(&r, 4);
        }
        if (s % 10 == 0) /* comes back much later: another thread, the same group */
            for (int k = 0; k < 4; k++)
                tell(to, &r, STORIES + s, (unsigned)s, day + 40 + k, (int)t_below(&r, 8));
    }
    for (int k = 0; k < SINGLES; k++)
        tell(to, &r, 1000 + k, 500 + (unsigned)k, (int)t_below(&r, 90), (int)t_below(&r, 8));
    assert_int_equal(fclose(to), 0);
}

/* B-cubed of the stories in found [n], -1: alone. */
static void b_cubed(const int *found, double *precision, double *recall)
{
    double p = 0, q = 0;
    for (int i = 0; i < n_articles; i++) {
        double both = 0, mine = 0, theirs = 0;
        for (int j = 0; j < n_articles; j++) {
            bool a = i == j || (found[i] >= 0 && found[i] == found[j]);
            bool b = story_of[i] == story_of[j];
            both += a && b;
            mine += a;
            theirs += b;
        }
        p += both / mine;
        q += both / theirs;
    }
    *precision = p / n_articles;
    *recall = q / n_articles;
}

static bk_study *run(bk_ctx *ctx, double story, int days)
{
    const char *path = news;
    bk_study_opts o;
    bk_study *s;
    bk_study_opts_init(&o);
    if (story > 0)
        o.story = story;
    if (days > 0)
        o.story_days = days;
    t_ok(ctx, bk_study_open(ctx, &s, &path, 1, &o));
    t_ok(ctx, bk_study_run(s, BK_STAGE_SIMILAR));
    return s;
}

static int number_of(bk_str id)
{
    return atoi(id.p + 1);
}

static void found_in(const bk_study *s, const char *table, int *found, size_t group, size_t id)
{
    const bk_table *t = bk_study_table(s, table);
    for (int i = 0; i < n_articles; i++)
        found[i] = -1;
    for (int64_t r = 0; r < bk_table_rows(t); r++)
        found[number_of(bk_table_cell(t, r, id).s)] = (int)bk_table_cell(t, r, group).i;
}

static void test_found_again(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        bk_ctx *ctx = t_ctx(2);
        int found[MOST];
        double p, r;
        plant(seed);
        bk_study *s = run(ctx, 0, 0);
        found_in(s, "thread_articles", found, 0, 2);
        b_cubed(found, &p, &r);
        print_message("seed %d: B-cubed precision %.3f, recall %.3f\n", (int)seed, p, r);
        assert_true(p >= 0.95);
        assert_true(r >= 0.95);
        bk_study_free(s);
        t_ctx_free(ctx);
    }
}

/* First day, last day, outlets, first outlet of each thread are those of its articles. */
static void test_spread(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    int found[MOST];
    (void)state;
    plant(1);
    bk_study *s = run(ctx, 0, 0);
    const bk_table *t = bk_study_table(s, "threads");
    found_in(s, "thread_articles", found, 0, 2);
    assert_true(bk_table_rows(t) > STORIES / 2);
    for (int64_t k = 0; k < bk_table_rows(t); k++) {
        int first = -1, last = -1, n = 0, outlets = 0;
        bool seen[8] = {false};
        for (int i = 0; i < n_articles; i++) {
            if (found[i] != k)
                continue;
            n++;
            first = first < 0 || day_of[i] < day_of[first] ? i : first;
            last = last < 0 || day_of[i] > day_of[last] ? i : last;
            outlets += !seen[outlet_of[i]];
            seen[outlet_of[i]] = true;
        }
        assert_int_equal(bk_table_cell(t, k, 1).i, n);
        assert_int_equal(bk_table_cell(t, k, 3).i, outlets);
        assert_int_equal(number_of(bk_table_cell(t, k, 8).s), first);
        if (day_of[first] / 28 == day_of[last] / 28) /* of one month */
            assert_int_equal(bk_table_cell(t, k, 6).i, day_of[last] - day_of[first] + 1);
    }
    bk_study_free(s);
    t_ctx_free(ctx);
}

/* A silence longer than allowed makes two threads of one group. */
static void test_groups_outlast_threads(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    int group[MOST], thread[MOST], apart = 0, together = 0;
    (void)state;
    plant(2);
    bk_study *s = run(ctx, 0, 0);
    found_in(s, "groups", group, 0, 1);
    found_in(s, "thread_articles", thread, 0, 2);
    for (int i = 0; i < n_articles; i++)
        for (int j = 0; j < i; j++)
            if (story_of[i] == story_of[j] + STORIES) {
                apart += thread[i] != thread[j];
                together += group[i] >= 0 && group[i] == group[j];
            }
    assert_true(apart > 0 && together >= 0.9 * apart);
    bk_study_free(s);
    t_ctx_free(ctx);
}

/* A wire text that four outlets bring within three days is a thread; a reprint a month later is
 * not of it. */
static void test_copies(void **state)
{
    static const char *const days[] = {"2025-01-03", "2025-01-01", "2025-01-02", "2025-01-03",
                                       "2025-02-20"};
    static const char *const others[] = {"Harga beras naik di pasar induk menjelang hari raya.",
                                         "Tim voli putri menang tiga set langsung atas lawannya.",
                                         "Pameran lukisan dibuka di museum kota oleh gubernur.",
                                         "Kereta cepat menambah jadwal keberangkatan pagi."};
    bk_ctx *ctx = t_ctx(1);
    FILE *to = fopen(news, "w");
    (void)state;
    assert_non_null(to);
    for (int i = 0; i < 5; i++)
        fprintf(to,
                "{\"id\": \"a%d\", \"source\": \"outlet %d\", \"date\": \"%s\", \"title\": "
                "\"Gempa\", \"text\": \"Gempa kuat mengguncang pesisir selatan pada malam hari dan "
                "warga mengungsi ke tempat yang lebih tinggi bersama keluarga mereka.\"}\n",
                i, i, days[i]);
    for (int i = 5; i < 9; i++)
        fprintf(to, "{\"id\": \"a%d\", \"date\": \"2025-01-02\", \"text\": \"%s\"}\n", i,
                others[i - 5]);
    assert_int_equal(fclose(to), 0);
    bk_study *s = run(ctx, 0, 0);
    const bk_table *t = bk_study_table(s, "threads");
    assert_int_equal(bk_table_rows(t), 1);
    assert_int_equal(bk_table_cell(t, 0, 1).i, 4);            /* articles */
    assert_int_equal(bk_table_cell(t, 0, 2).i, 1);            /* distinct */
    assert_int_equal(bk_table_cell(t, 0, 3).i, 4);            /* outlets */
    assert_int_equal(bk_table_cell(t, 0, 6).i, 3);            /* days */
    assert_int_equal(number_of(bk_table_cell(t, 0, 8).s), 1); /* the first */
    bk_study_free(s);
    t_ctx_free(ctx);
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "sweep") == 0) { /* how the defaults were chosen */
        set_up(NULL);
        for (double story = 0.15; story < 0.56; story += 0.05) {
            bk_ctx *ctx = t_ctx(2);
            double p = 0, r = 0, a, b;
            int found[MOST];
            for (uint64_t seed = 1; seed <= 5; seed++) {
                plant(seed);
                bk_study *s = run(ctx, story, 0);
                found_in(s, "thread_articles", found, 0, 2);
                b_cubed(found, &a, &b);
                p += a / 5;
                r += b / 5;
                bk_study_free(s);
            }
            printf("story %.2f  precision %.3f  recall %.3f  F %.3f\n", story, p, r,
                   2 * p * r / (p + r));
            t_ctx_free(ctx);
        }
        return tear_down(NULL);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_found_again),
        cmocka_unit_test(test_spread),
        cmocka_unit_test(test_groups_outlast_threads),
        cmocka_unit_test(test_copies),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
