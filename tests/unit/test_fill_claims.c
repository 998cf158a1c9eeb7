/* Tables of claims: contrasts and their adjustment, cause and remedy, frames by dyad. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "support/support.h"

#include <bingkai/study.h>

enum { PER = 8 };

/* Three outlets; Dingin lets China be criticised, the others let it be praised. */
static bk_study *study(bk_ctx *ctx, const char *dir)
{
    static const char *const outlet[] = {"Dingin", "Hangat", "Ramah"};
    char path[512];
    const char *paths[] = {path};
    bk_study *s;
    snprintf(path, sizeof path, "%s/news.jsonl", dir);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    for (int i = 0; i < 3 * PER; i++) {
        fprintf(f,
                "{\"id\": \"a%d\", \"source\": \"%s\", \"date\": \"2024-%02d-1%d\", \"text\": \"%s",
                i, outlet[i % 3], 1 + i / 12, i % 10,
                i % 3 == 0 ? "Amerika Serikat menuduh Tiongkok mencuri rahasia militer."
                           : "Amerika Serikat memuji kerja sama dengan Tiongkok.");
        for (int k = 0; k < 20; k++) /* so that no article repeats another */
            fprintf(f, " %c%ca%c%co", 'b' + i % 5, 'a' + k, 'k' + i / 5, 'b' + k % 7);
        fprintf(f, ".\"}\n");
    }
    fclose(f);
    t_ok(ctx, bk_study_open(ctx, &s, paths, 1, NULL));
    return s;
}

static bk_cell cell(const bk_table *t, int64_t r, const char *name)
{
    const bk_table_spec *spec = bk_table_spec_of(t);
    size_t c = 0;
    while (strcmp(spec->cols[c].name, name) != 0)
        c++;
    return bk_table_cell(t, r, c);
}

static bool is(const bk_table *t, int64_t r, const char *name, const char *z)
{
    bk_str s = cell(t, r, name).s;
    return s.n == strlen(z) && memcmp(s.p, z, s.n) == 0;
}

static void contrasts(const bk_table *t)
{
    int pairs = 0, rest = 0;
    double last = 0;
    for (int64_t r = 0; r < bk_table_rows(t); r++) {
        double p = cell(t, r, "p").x, q = cell(t, r, "q").x, d = cell(t, r, "difference").x;
        assert_true(q >= p && q <= 1 && fabs(d) <= 2);
        if (!is(t, r, "scope", "source"))
            continue;
        assert_true(p >= last);
        last = p;
        bool alone = cell(t, r, "b").s.n == 0, cold = is(t, r, "a", "Dingin");
        rest += alone;
        pairs += !alone;
        assert_int_equal(cell(t, r, "articles_a").i, PER);
        assert_int_equal(cell(t, r, "articles_b").i, alone ? 2 * PER : PER);
        if (cold)
            assert_true(d == -2 && q < 0.01);
        else if (!alone)
            assert_true(d == 0 && q > 0.5);
    }
    assert_int_equal(rest, 3);
    assert_int_equal(pairs, 3);
}

static void functions(const bk_table *t)
{
    bool charged = false, offers = false;
    for (int64_t r = 0; r < bk_table_rows(t); r++) {
        bool all = is(t, r, "voice", "all");
        assert_true(cell(t, r, "low").x <= cell(t, r, "share").x);
        assert_true(cell(t, r, "id").s.n > 0 && cell(t, r, "example").s.n > 0);
        if (all && is(t, r, "power", "CHN") && is(t, r, "role", "charged")) {
            charged = true;
            assert_int_equal(cell(t, r, "articles").i, PER);
            assert_true(fabs(cell(t, r, "share").x - 1.0 / 3) < 1e-9);
        }
        assert_false(is(t, r, "power", "RUS"));
        offers = offers || (all && is(t, r, "role", "offers"));
    }
    assert_true(charged && offers);
}

static void dyad_frames(const bk_table *t)
{
    assert_non_null(t);
    assert_true(bk_table_rows(t) > 0);
    for (int64_t r = 0; r < bk_table_rows(t); r++) {
        assert_true(is(t, r, "dyad", "CHN-USA"));
        double share = cell(t, r, "share").x;
        assert_true(share > 0 && share <= 1 && cell(t, r, "n").i > 0);
        if (is(t, r, "frame", "conflict"))
            assert_true(cell(t, r, "tone").x < 0);
    }
}

static void claims(void **state)
{
    (void)state;
    const char *dir = t_tmpdir();
    bk_ctx *ctx = t_ctx(2);
    bk_study *s = study(ctx, dir);
    t_ok(ctx, bk_study_run(s, BK_STAGE_RELATIONS));
    contrasts(bk_study_table(s, "contrasts"));
    functions(bk_study_table(s, "functions"));
    assert_null(bk_study_table(s, "dyad_frames"));
    t_ok(ctx, bk_study_run(s, BK_STAGE_RELATIONS | BK_STAGE_FRAMES));
    dyad_frames(bk_study_table(s, "dyad_frames"));
    bk_study_free(s);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(claims)};
    return cmocka_run_group_tests_name("claims", tests, NULL, NULL);
}
