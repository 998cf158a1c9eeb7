/* Seeds: names, words, prefixes, what is no term, what is no line. */
#include <stdio.h>
#include <string.h>

#include "support/support.h"

#include "base/str.h"
#include "study/seeds.h"
#include "text/vocab.h"

static char dir[512];

static bk_vocab *vocab(bk_ctx *ctx)
{
    const bk_str term[] = {BK__STR("sanksi"), BK__STR("tarif"), BK__STR("tarifnya"),
                           BK__STR("amerika serikat"), BK__STR("nato")};
    const uint64_t n[] = {5, 4, 3, 2, 1};
    bk_vocab *v;
    t_ok(ctx, bk__vocab_new(ctx, &v, term, n, n, 5));
    return v;
}

static bk_status load(bk_ctx *ctx, bk__seeds *s, const char *text)
{
    const char *path = t_path(dir, "seeds.txt");
    bk_vocab *v = vocab(ctx);
    t_write(path, text, strlen(text));
    bk_status st = bk__seeds_load(ctx, s, path, v, NULL, NULL);
    bk__vocab_free(v);
    return st;
}

static void names_and_words(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__seeds s;
    (void)state;
    t_ok(ctx, load(ctx, &s,
                   "\xEF\xBB\xBF# ours\n\nSanctions : SANKSI, tarif*,sanksi\r\nwest: Amerika "
                   "Serikat, none, "
                   "NATO"));
    assert_int_equal(s.n, 2);
    assert_true(bk__str_eq(s.name[0], BK__STR("Sanctions")) &&
                bk__str_eq(s.name[1], BK__STR("west")));
    assert_int_equal(s.seed[0].n, 3);
    assert_int_equal(s.seed[1].n, 2);
    assert_true(s.seed[0].col[0] == 0 && s.seed[0].col[1] == 1 && s.seed[0].col[2] == 2);
    assert_true(s.seed[1].col[0] == 3 && s.seed[1].col[1] == 4);
    bk__seeds_clear(&s);
    t_ctx_free(ctx);
}

static void what_is_wrong(void **state)
{
    const char *const bad[] = {"",
                               "# nothing\n",
                               "words without a name\n",
                               ": sanksi\n",
                               "a: sanksi\nb: zzz, *\n",
                               "a: sanksi\na: sanksi\n"};
    bk_ctx *ctx = t_ctx(1);
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        bk__seeds s;
        assert_int_equal(load(ctx, &s, bad[i]), BK_EFORMAT);
        assert_non_null(strstr(bk_ctx_error(ctx)->where, "seeds.txt"));
        bk__seeds_clear(&s);
    }
    t_ctx_free(ctx);
}

static bk_status work(bk_ctx *ctx, void *user)
{
    const char *path = user;
    const bk_str term[] = {BK__STR("sanksi")};
    const uint64_t n[] = {1};
    bk_vocab *v;
    bk__seeds s;
    bk_status st = bk__vocab_new(ctx, &v, term, n, n, 1);
    if (st != BK_OK)
        return st;
    st = bk__seeds_load(ctx, &s, path, v, NULL, NULL);
    bk__seeds_clear(&s);
    bk__vocab_free(v);
    return st;
}

static void no_memory(void **state)
{
    char path[600];
    (void)state;
    snprintf(path, sizeof path, "%s/few.txt", dir);
    t_write(path, "a: sanksi, none\n", 16);
    t_fail_each(work, path, 1, 200);
}

static int set_up(void **state)
{
    (void)state;
    snprintf(dir, sizeof dir, "%s", t_tmpdir());
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    t_rmdir(dir);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(names_and_words),
                                       cmocka_unit_test(what_is_wrong),
                                       cmocka_unit_test(no_memory)};
    return cmocka_run_group_tests_name("seeds", tests, set_up, tear_down);
}
