/* test_prepare.c - a record as read to a raw article: repair, language, title, outlet, place, date.
 */
#include "corpus/prepare.h"

#include "support/support.h"

#define SAID "Menteri itu mengatakan bahwa kedua negara akan bekerja sama dalam bidang energi."

typedef struct given {
    const char *title, *text, *date, *source, *url, *lang;
} given;

static bk__record prepared(bk_ctx *ctx, bk__arena *a, const char *lang, given g)
{
    bk__names names;
    bk__preparer p;
    bk__record r = {.line = 0};
    const char *const field[BK__N_FIELDS] = {
        [BK__FIELD_TITLE] = g.title,   [BK__FIELD_TEXT] = g.text, [BK__FIELD_DATE] = g.date,
        [BK__FIELD_SOURCE] = g.source, [BK__FIELD_URL] = g.url,   [BK__FIELD_LANG] = g.lang};
    for (int f = 0; f < BK__N_FIELDS; f++)
        r.field[f] = bk__str(field[f]);
    t_ok(ctx, bk__names_init(&names, ctx, NULL));
    t_ok(ctx, bk__preparer_init(&p, ctx, &names, lang));
    t_ok(ctx, bk__prepare(&p, &r, a));
    bk__preparer_clear(&p);
    bk__names_clear(&names);
    return r;
}

static bool is(bk_str s, const char *z)
{
    return bk__str_eq(s, bk__str(z));
}

static void inference(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__arena a;
    bk__record r;
    (void)state;
    bk__arena_init(&a, ctx);
    r = prepared(ctx, &a, NULL,
                 (given){.text = "Sumber: Kantor | Editor: Nama\nInternasional\nDua Negara Sepakat "
                                 "Bekerja Sama\nBEIJING, KABAR.TV - " SAID});
    assert_true(is(r.field[BK__FIELD_TITLE], "Dua Negara Sepakat Bekerja Sama"));
    assert_true(is(r.field[BK__FIELD_SOURCE], "KABAR.TV") &&
                is(r.field[BK__FIELD_PLACE], "BEIJING"));
    r = prepared(ctx, &a, NULL, (given){.text = SAID "\n" SAID " Lagi."});
    assert_null(r.field[BK__FIELD_TITLE].p); /* a first line that is a sentence */
    r = prepared(ctx, &a, NULL, (given){.text = "KABAR.CO.ID - BEIJING. " SAID "\n" SAID});
    assert_null(r.field[BK__FIELD_TITLE].p);
    r = prepared(ctx, &a, NULL, (given){.text = "Hanya Satu Baris di Sini"});
    assert_null(r.field[BK__FIELD_TITLE].p);
    r = prepared(ctx, &a, NULL,
                 (given){.title = "Judul",
                         .text = SAID,
                         .url = "https://www.kabar.id/a/b?c",
                         .date = "7 Februari 2022"});
    assert_true(is(r.field[BK__FIELD_SOURCE], "kabar.id"));
    assert_int_equal(r.inferred, BK_INFERRED_SOURCE | BK_INFERRED_LANG);
    assert_int_equal(r.published, 1644192000);
    r = prepared(ctx, &a, NULL,
                 (given){.text = SAID " Senin (7/2/2022).", .date = "kapan-kapan", .source = "K"});
    assert_int_equal(r.published, 1644192000);
    assert_true(r.inferred & BK_INFERRED_DATE);
    assert_string_equal(r.faults->kind, "bad-date");
    bk__arena_clear(&a);
    t_ctx_free(ctx);
}

static void languages(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__arena a;
    bk__record r;
    bk__names names;
    bk__preparer p;
    (void)state;
    bk__arena_init(&a, ctx);
    r = prepared(ctx, &a, "en", (given){.text = SAID});
    assert_true(is(r.field[BK__FIELD_LANG], "en") && !(r.inferred & BK_INFERRED_LANG));
    r = prepared(ctx, &a, "en", (given){.text = SAID, .lang = "ID"});
    assert_true(is(r.field[BK__FIELD_LANG], "id"));
    r = prepared(ctx, &a, NULL, (given){.text = SAID, .lang = "fr"});
    assert_true(r.skip);
    assert_string_equal(r.faults->kind, "unknown-language");
    t_ok(ctx, bk__names_init(&names, ctx, NULL));
    assert_int_equal(bk__preparer_init(&p, ctx, &names, "fr"), BK_EINVAL);
    bk__names_clear(&names);
    bk__arena_clear(&a);
    t_ctx_free(ctx);
}

static void repairs(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__arena a;
    bk__record r;
    (void)state;
    bk__arena_init(&a, ctx);
    r = prepared(ctx, &a, "id",
                 (given){.title = " Judul \r\n", .text = "\xEF\xBB\xBFsatu\r\ndua\xFF"});
    assert_true(is(r.field[BK__FIELD_TITLE], "Judul"));
    assert_true(is(r.field[BK__FIELD_TEXT], "satu\ndua\xEF\xBF\xBD"));
    assert_string_equal(r.faults->kind, "bad-utf8");
    assert_int_equal(r.faults->action, BK_REPAIRED);
    r = prepared(ctx, &a, "id", (given){.title = "Judul", .text = " \n"});
    assert_true(r.skip);
    assert_string_equal(r.faults->kind, "no-text");
    bk__arena_clear(&a);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inference),
        cmocka_unit_test(languages),
        cmocka_unit_test(repairs),
    };
    return cmocka_run_group_tests_name("prepare", tests, NULL, NULL);
}
