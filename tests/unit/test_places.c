/* Rows by article and sentence: all of them, in order, whatever the order they came in. */
#include "report/page.h"

#include "support/support.h"

enum { ARTICLES = 5, SENTENCES = 40, ROWS = 600 };

typedef struct paper {
    bk_ctx *ctx;
    bk__page page;
    bk_table *quotes;
    int64_t card[ARTICLES];
} paper;

static bk_str id_of(char out[2], int64_t article)
{
    out[0] = (char)('a' + article);
    return (bk_str){out, 1};
}

static void add(bk_ctx *ctx, bk_table *t, int64_t article, int64_t sentence)
{
    bk_cell row[QUO_N];
    char id[2];
    for (int c = 0; c < QUO_N; c++)
        row[c] = BK_CELL_NULL;
    row[QUO_ID] = BK_CELL_STR(id_of(id, article));
    row[QUO_SENTENCE] = BK_CELL_INT(sentence);
    t_ok(ctx, bk_table_add(t, row));
}

static void open_page(paper *x)
{
    size_t n;
    char id[2];
    uint32_t at;
    bool added;
    x->ctx = t_ctx(1);
    x->page = (bk__page){.ctx = x->ctx, .card_of = x->card};
    bk__map_init(&x->page.ids, x->ctx);
    for (int64_t a = 0; a < ARTICLES; a++) {
        t_ok(x->ctx, bk__map_put(&x->page.ids, id_of(id, a), &at, &added));
        x->card[a] = a == 2 ? 0 : a + 1; /* one has no card */
    }
    t_ok(x->ctx, bk_table_new(x->ctx, &x->quotes, &bk_schema(&n)[T_QUOTES]));
    x->page.t[T_QUOTES] = x->quotes;
}

static void close_page(paper *x)
{
    bk_table_free(x->quotes);
    bk__map_clear(&x->page.ids);
    t_ctx_free(x->ctx);
}

static void each_row_is_found_once(void **state)
{
    paper x;
    bk__places all;
    t_rand r = {7};
    size_t found = 0, shown = 0;
    (void)state;
    open_page(&x);
    for (int i = 0; i < ROWS; i++) {
        int64_t article = (int64_t)t_below(&r, ARTICLES + 1); /* the last is no article */
        add(x.ctx, x.quotes, article, (int64_t)t_below(&r, SENTENCES));
        shown += article < ARTICLES && article != 2;
    }
    t_ok(x.ctx, bk__places_new(&x.page, &all, T_QUOTES));
    assert_int_equal(all.n, shown);
    for (int64_t a = 0; a < ARTICLES; a++)
        for (int64_t s = 0; s < SENTENCES; s++) {
            bk__places one = bk__places_of(&all, a, s, s + 1);
            for (size_t i = 0; i < one.n; i++) {
                assert_int_equal(one.at[i].article, a);
                assert_int_equal(one.at[i].sentence, s);
                assert_true(i == 0 || one.at[i - 1].row < one.at[i].row);
            }
            found += one.n; /* looked at: no row of another place */
        }
    assert_int_equal(found, shown);
    assert_int_equal(bk__places_of(&all, 2, 0, SENTENCES).n, 0);
    assert_int_equal(bk__places_of(&all, 1, 5, 5).n, 0);
    assert_int_equal(bk__places_of(&all, 1, 6, 5).n, 0);
    assert_int_equal(bk__places_of(&all, 1, -200, 200).n, bk__places_of(&all, 1, 0, SENTENCES).n);
    bk__places_clear(&all);
    close_page(&x);
}

static void nothing_in_an_empty_table(void **state)
{
    paper x;
    bk__places all;
    (void)state;
    open_page(&x);
    t_ok(x.ctx, bk__places_new(&x.page, &all, T_QUOTES));
    assert_int_equal(bk__places_of(&all, 0, 0, 100).n, 0);
    bk__places_clear(&all);
    close_page(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_row_is_found_once),
                                       cmocka_unit_test(nothing_in_an_empty_table)};
    return cmocka_run_group_tests_name("places", tests, NULL, NULL);
}
