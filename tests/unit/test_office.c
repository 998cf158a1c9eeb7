/* Terms of office: who speaks for whom at an article's date, and lists that are wrong. */
#include "support/support.h"

#include "reading.inc"

#include "base/date.h"
#include "model/triad.h"

typedef struct dated {
    int year, month, day; /* year 0: no date */
    const char *lang, *text, *want, *quotes;
} dated;

static const dated cases[] = {
    /* The same sentence at two times, and without one. */
    {2021, 6, 1, "id", "Biden mengecam China.", "[Biden|USA] mengecam [China|CHN].", ""},
    {2026, 6, 1, "id", "Biden mengecam China.", "Biden mengecam [China|CHN].", ""},
    {0, 0, 0, "id", "Biden mengecam China.", "[Biden|USA] mengecam [China|CHN].", ""},
    {2021, 6, 1, "en", "Rubio criticised China.", "Rubio criticised [China|CHN].", ""},
    {2026, 6, 1, "en", "Rubio criticised China.", "[Rubio|USA] criticised [China|CHN].", ""},
    {0, 0, 0, "en", "Rubio criticised China.", "[Rubio|USA] criticised [China|CHN].", ""},
    {2022, 2, 24, "id", "Putin dan Trump bicara.", "[Putin|RUS] dan Trump bicara.", ""},
    {2018, 7, 16, "id", "Putin dan Trump bicara.", "[Putin|RUS] dan [Trump|USA] bicara.", ""},
    {2023, 3, 1, "id", "Qin Gang menuduh AS.", "[Qin Gang|CHN] menuduh [AS|USA].", ""},
    {2024, 3, 1, "id", "Qin Gang menuduh AS.", "Qin Gang menuduh [AS|USA].", ""},
    /* First and last day belong to the office. */
    {2025, 1, 19, "en", "Rubio spoke.", "Rubio spoke.", ""},
    {2025, 1, 20, "en", "Rubio spoke.", "[Rubio|USA] spoke.", ""},
    {2025, 1, 20, "en", "Biden spoke.", "[Biden|USA] spoke.", ""},
    {2025, 1, 21, "en", "Biden spoke.", "Biden spoke.", ""},
    /* An office that the text gives outweighs the list; one that it says is over does not. */
    {2026, 6, 1, "id", "Presiden AS Joe Biden mengecam China pada 2022.",
     "Presiden [AS|USA] [Joe Biden|USA] mengecam [China|CHN] pada 2022.", ""},
    {2026, 6, 1, "id", "Mantan Presiden AS Joe Biden mengecam China.",
     "Mantan Presiden AS Joe Biden mengecam [China|CHN].", ""},
    {2026, 6, 1, "en", "Former US President Joe Biden criticised China.",
     "Former US President Joe Biden criticised [China|CHN].", ""},
    {2026, 6, 1, "id", "Eks Menteri Luar Negeri AS Antony Blinken mengecam China.",
     "Eks Menteri Luar Negeri AS Antony Blinken mengecam [China|CHN].", ""},
    {2026, 6, 1, "id", "Joe Biden, mantan Presiden AS, mengecam China.",
     "Joe Biden, mantan Presiden AS, mengecam [China|CHN].", ""},
    {2026, 6, 1, "en", "Joe Biden, the former US president, criticised China.",
     "Joe Biden, the former US president, criticised [China|CHN].", ""},
    {2026, 6, 1, "en", "Biden, whose president, the US, China.",
     "Biden, whose president, the [US|USA], [China|CHN].", ""},
    {2026, 6, 1, "en", "The Biden administration sanctioned Russia.",
     "The [Biden|USA] administration sanctioned [Russia|RUS].", ""},
    {2026, 6, 1, "id", "Pemerintahan Biden menghukum Rusia.",
     "Pemerintahan [Biden|USA] menghukum [Rusia|RUS].", ""},
    /* He still speaks, for no country. */
    {2022, 6, 1, "id", "\"China harus membayar,\" kata Biden.",
     "\"[China|CHN] harus membayar,\" kata [Biden|USA].", "USA Biden: China harus membayar,"},
    {2026, 6, 1, "id", "\"China harus membayar,\" kata Biden.",
     "\"[China|CHN] harus membayar,\" kata Biden.", "other Biden: China harus membayar,"},
    {2026, 6, 1, "id", "\"China harus membayar,\" kata mantan Presiden AS Joe Biden.",
     "\"[China|CHN] harus membayar,\" kata mantan Presiden AS Joe Biden.",
     "other mantan Presiden AS Joe Biden: China harus membayar,"},
};

static void who_speaks_for_whom_depends_on_the_date(void **state)
{
    reader r;
    int wrong = 0;
    (void)state;
    reader_open(&r, NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const dated *c = &cases[i];
        char got[1024], quotes[1024];
        reader_read_at(&r, c->lang, c->text,
                       c->year ? bk__date_days(c->year, c->month, c->day) * 86400 + 43200
                               : BK_NO_DATE);
        write_mentions(&r, got, sizeof got);
        write_direct(&r, quotes, sizeof quotes);
        if (strcmp(got, c->want) != 0 || strcmp(quotes, c->quotes) != 0) {
            print_error("case %zu, %d\n  got    %s / %s\n  wanted %s / %s\n", i, c->year, got,
                        quotes, c->want, c->quotes);
            wrong++;
        }
    }
    reader_close(&r);
    assert_int_equal(wrong, 0);
}

/* Words that say an office is over change nothing where nobody is out of office. */
static void without_a_date_a_former_office_is_an_office(void **state)
{
    reader r;
    char got[256];
    (void)state;
    reader_open(&r, NULL);
    reader_read(&r, "id", "Mantan Presiden AS Joe Biden mengecam China.");
    write_mentions(&r, got, sizeof got);
    assert_string_equal(got, "Mantan Presiden [AS|USA] [Joe Biden|USA] mengecam [China|CHN].");
    reader_close(&r);
}

/* Every name of the list is an alias of that actor: a misspelt one would never be dated. */
static void every_name_is_an_alias(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_triad *t;
    bk__lexicon l;
    int wrong = 0;
    (void)state;
    t_ok(ctx, bk_triad_load(ctx, &t, NULL));
    t_ok(ctx, bk__lexicon_open(ctx, &l, "offices.tsv", "names actor from to"));
    for (size_t row = 0; row < l.n_rows; row++) {
        bk_str names = bk__lexicon_at(&l, row, 0), actor = bk__lexicon_at(&l, row, 1);
        while (names.n) {
            bk_str name = bk__str_trim(bk__str_cut(&names, ','));
            bool found = false;
            for (uint32_t i = 0; i < t->n_aliases && !found; i++) {
                const bk__alias *a = &t->alias[i];
                bool exact = a->pattern.n && a->pattern.p[0] == '=';
                found = a->term != BK__NONE && bk__str_eq(t->actor[a->actor].code, actor) &&
                        bk__str_eq((bk_str){a->pattern.p + exact, a->pattern.n - exact}, name);
            }
            if (!found)
                print_error("%.*s is no alias of %.*s\n", (int)name.n, name.p, (int)actor.n,
                            actor.p);
            wrong += !found;
        }
    }
    bk__lexicon_close(&l);
    bk_triad_free(t);
    t_ctx_free(ctx);
    assert_int_equal(wrong, 0);
}

static bk_status load_with(const char *dir, const char *offices, const char *rows)
{
    bk_ctx *ctx = t_ctx(1);
    bk_triad *t;
    char json[512];
    snprintf(json, sizeof json,
             "{\"powers\":[{\"code\":\"CHN\"},{\"code\":\"USA\"}],"
             "\"aliases\":{\"en\":[\"en/actors.tsv\"]},\"offices\":%s}",
             offices);
    t_write(t_path(dir, "triad.json"), json, strlen(json));
    t_write(t_path(dir, "o.tsv"), rows, strlen(rows));
    bk_status st = bk_triad_load(ctx, &t, t_path(dir, "triad.json"));
    bk_triad_free(t);
    t_ctx_free(ctx);
    return st;
}

#define HEAD "names\tactor\tfrom\tto\n"
static void wrong_lists_are_refused(void **state)
{
    static const char *const bad[] = {
        HEAD "biden\tUSA\t2021-13\t\n",
        HEAD "biden\tUSA\t2021\t\n",
        HEAD "biden\tUSA\t2021-01-32\t\n",
        HEAD "biden\tUSA\t-021-01\t\n",
        HEAD "biden\tUSA\t2021-02\t2021-01\n",
        HEAD "biden\tUSA\t\tnow\n",
        "names\tactor\n",
    };
    const char *dir = t_tmpdir();
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(load_with(dir, "[\"./o.tsv\"]", bad[i]), BK_EFORMAT);
    assert_int_equal(load_with(dir, "{\"a\":1}", HEAD), BK_EFORMAT);
    assert_int_equal(load_with(dir, "[1]", HEAD), BK_EFORMAT);
    assert_int_equal(load_with(dir, "[\"./o.tsv\"]", HEAD "biden,, x\tUSA\t\t2021-01\n"), BK_OK);
    assert_int_equal(load_with(dir, "[]", HEAD), BK_OK);
    t_rmdir(dir);
}

static bk_status load_default(bk_ctx *ctx, void *user)
{
    bk_triad *t;
    bk_status st = bk_triad_load(ctx, &t, user);
    bk_triad_free(t);
    return st;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    t_fail_each(load_default, NULL, 1, 400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_speaks_for_whom_depends_on_the_date),
        cmocka_unit_test(without_a_date_a_former_office_is_an_office),
        cmocka_unit_test(every_name_is_an_alias),
        cmocka_unit_test(wrong_lists_are_refused),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests_name("office", tests, NULL, NULL);
}
