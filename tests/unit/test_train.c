/* Labelled files, folds, training on planted examples, the model's file. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

#include "study/train.h"

/* ---- labelled files ------------------------------------------------------------------------ */

static const bk__labelled_names names = {"text", "label", "source", "target",
                                         "from", "group", NULL,     0};

static bk_status read(bk_ctx *ctx, bk__labelled *l, const char *file, const char *bytes,
                      const bk__labelled_names *n)
{
    const char *path = t_path(t_tmpdir(), file);
    t_write(path, bytes, strlen(bytes));
    return bk__labelled_read(ctx, l, path, n);
}

static void is(bk_str got, const char *want)
{
    if (!bk__str_eq(got, bk__str(want)))
        fail_msg("\"%.*s\", not \"%s\"", (int)got.n, got.p ? got.p : "", want);
}

static void three_shapes_say_the_same(void **state)
{
    static const char *const file[] = {"a.tsv", "a.csv", "a.jsonl"};
    static const char *const bytes[] = {
        "label\tgroup\ttext\tfrom\r\ngood\tg\tA \"fine, fine\" day\t2\r\nbad\t\tNo\t\n",
        "\xEF\xBB\xBFlabel,group,text,from\r\ngood,g,\"A \"\"fine, fine\"\" day\",2\r\nbad,,No,\n",
        ("{\"label\": \"good\", \"group\": \"g\", \"text\": \"A \\\"fine, fine\\\" day\", "
         "\"from\": "
         "2}\n\n{\"label\": \"bad\", \"text\": \"No\"}\n")};
    bk_ctx *ctx = t_ctx(1);
    (void)state;
    for (int i = 0; i < 3; i++) {
        bk__labelled l;
        t_ok(ctx, read(ctx, &l, file[i], bytes[i], &names));
        assert_int_equal(l.n, 2);
        is(l.item[0].text, "A \"fine, fine\" day");
        is(l.item[1].text, "No");
        assert_int_equal(l.item[0].from, 2);
        assert_int_equal(l.item[1].from, -1);
        assert_int_equal(l.item[0].label, 0);
        assert_int_equal(l.item[1].label, 1);
        assert_int_not_equal(l.item[0].group, l.item[1].group);
        bk__labelled_clear(&l);
    }
    t_ctx_free(ctx);
}

static void labels_are_mapped_and_faults_named(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__labelled l;
    bk__labelled_names n = names;
    (void)state;
    n.map = "1=one, 2=one,3=three";
    t_ok(ctx, read(ctx, &l, "a.tsv", "text\tlabel\na\t1\nb\t2\nc\t3\nd\t4\n", &n));
    assert_int_equal(l.n, 3);
    assert_int_equal(l.labels.n, 2);
    assert_true(l.item[0].label == l.item[1].label && l.item[2].label == 1);
    bk__labelled_clear(&l);
    static const char *const broken[] = {"a.tsv",   "word\tlabel\na\t1\n", "a.tsv",   "",
                                         "a.tsv",   "text\tlabel\n\t1\n",  "a.csv",   "text\n\"a",
                                         "a.jsonl", "{\"text\": 1",        "a.jsonl", "[]\n"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i += 2) {
        assert_int_equal(read(ctx, &l, broken[i], broken[i + 1], &names), BK_EFORMAT);
        bk__labelled_clear(&l);
    }
    t_ctx_free(ctx);
}

static void columns_that_are_needed_are_there(void **state)
{
    static const char *const file[] = {"a.tsv", "a.csv", "-.jsonl"};
    static const char *const bytes[] = {"text\tlabel\tpaper\na\t1\tx\n",
                                        "text,label,paper\na,1,x\n",
                                        "{\"text\": \"a\", \"label\": 1, \"paper\": \"x\"}\n"};
    bk_ctx *ctx = t_ctx(1);
    (void)state;
    for (int i = 0; i < 3; i++) {
        bk__labelled l;
        bk__labelled_names n = names;
        n.group = "article";
        t_ok(ctx, read(ctx, &l, file[i], bytes[i], &n));
        bk__labelled_clear(&l);
        n.needed = 1U << 5;
        assert_int_equal(read(ctx, &l, file[i], bytes[i], &n), BK_EFORMAT);
        assert_non_null(strstr(bk_ctx_error(ctx)->message, "\"article\""));
        assert_non_null(strstr(bk_ctx_error(ctx)->message, "has \"text\", \"label\", \"paper\""));
        bk__labelled_clear(&l);
        n.group = "paper";
        t_ok(ctx, read(ctx, &l, file[i], bytes[i], &n));
        bk__labelled_clear(&l);
    }
    t_ctx_free(ctx);
}

static void maps_are_pairs(void **state)
{
    static const char *const broken[] = {"one", "1=a,one", "1=a,2=b,1=c", "=a", "1="};
    bk_ctx *ctx = t_ctx(1);
    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        bk__labelled l;
        bk__labelled_names n = names;
        n.map = broken[i];
        assert_int_equal(read(ctx, &l, "a.tsv", "text\tlabel\na\t1\n", &n), BK_EINVAL);
        bk__labelled_clear(&l);
    }
    t_ctx_free(ctx);
}

/* Labels and groups as well as texts. */
static void what_is_not_utf8_is_repaired(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk__labelled l;
    (void)state;
    t_ok(ctx, read(ctx, &l, "a.tsv", "text\tlabel\tgroup\na\xFF\tp\xFF\tg\xFF\nb\tq\tg\n", &names));
    is(l.item[0].text, "a\xEF\xBF\xBD");
    is(l.labels.key[0], "p\xEF\xBF\xBD");
    is(l.groups.key[0], "g\xEF\xBF\xBD");
    assert_int_equal(l.repaired, 3);
    bk__labelled_clear(&l);
    t_ctx_free(ctx);
}

static void folds_hold_groups_together(void **state)
{
    enum { N = 300, K = 3, F = 5 };
    bk_ctx *ctx = t_ctx(1);
    int32_t y[N], group[N], fold[N], count[F][K] = {{0}};
    int64_t pick[N];
    (void)state;
    for (int i = 0; i < N; i++) {
        group[i] = i / 3;
        y[i] = i % 10 == 0 ? 2 : group[i] % 2;
        pick[i] = i;
    }
    t_ok(ctx, bk__train_folds(ctx, fold, y, group, pick, N, K, F));
    for (int i = 0; i < N; i++) {
        assert_true(fold[i] >= 0 && fold[i] < F && fold[i] == fold[i - i % 3]);
        count[fold[i]][y[i]]++;
    }
    for (int f = 0; f < F; f++)
        assert_true(abs(count[f][0] - 27) <= 3 && abs(count[f][2] - 6) <= 1);
    t_ctx_free(ctx);
}

/* ---- training ------------------------------------------------------------------------------ */

/* Sentences whose label is who scolds whom, whatever their names. */
static const char *planted(void)
{
    static const char *const who[] = {"Rusia", "Tiongkok", "Jepang", "Amerika Serikat", "India"};
    static const char *const bad[] = {"mengecam", "menuduh", "mengancam"};
    static const char *const good[] = {"memuji", "membantu", "mendukung"};
    static char path[512];
    snprintf(path, sizeof path, "%s", t_path(t_tmpdir(), "planted.tsv"));
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("text\tsource\ttarget\tlabel\n", f);
    for (int i = 0; i < 120; i++) {
        const char *a = who[i % 5], *b = who[(i + 1 + i / 5 % 4) % 5];
        bool is_bad = i % 2;
        fprintf(f, "Hari ini %s %s %s soal harga barang %d.\t%s\t%s\t%s\n", a,
                (is_bad ? bad : good)[i / 7 % 3], b, i, a, b, is_bad ? "bad" : "good");
    }
    fclose(f);
    return path;
}

static bk_status count_bytes(void *user, const char *bytes, size_t n)
{
    *(size_t *)user += n;
    assert_non_null(memmem(bytes, n, "macro F1 **1.000**", 18));
    assert_null(memmem(bytes, n, "Tiongkok", 8));
    return BK_OK;
}

static void what_is_planted_is_learned(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_training *t;
    bk_classifier *c;
    bk_table *table;
    double p[2];
    int n;
    size_t card = 0;
    const char *path = planted();
    char model[512];
    (void)state;
    snprintf(model, sizeof model, "%s.bkm", path);
    t_ok(ctx, bk_training_run(ctx, &t, path, NULL));
    assert_true(t->macro_f1.value == 1);
    t_ok(ctx, bk_training_table(ctx, &table, t, "training"));
    assert_int_equal(bk_table_rows(table), 5 + 2 * 3);
    bk_table_free(table);
    assert_int_equal(bk_training_table(ctx, &table, t, "nothing"), BK_EINVAL);
    t_ok(ctx, bk_training_card(t, count_bytes, &card));
    t_ok(ctx, bk_training_save(t, model));
    bk_training_free(t);
    assert_true(bk_classifier_is(model) && !bk_classifier_is(path));
    t_ok(ctx, bk_classifier_load(ctx, &c, model));
    assert_int_equal(bk_classifier_classes(c), 2);
    assert_string_equal(bk_classifier_class(c, 0), "bad");
    t_ok(ctx, bk_classifier_run(c, BK__STR("Kemarin Brasil mengecam Mesir."), BK__STR("Brasil"),
                                BK__STR("Mesir"), p));
    assert_true(p[0] > 0.6 && fabs(p[0] + p[1] - 1) < 1e-12);
    const bk_cue *why = bk_classifier_why(c, 0, 5, &n);
    assert_true(n == 5 && why[0].part >= why[1].part && why[4].part > 0);
    t_ok(ctx, bk_classifier_table(ctx, &table, c, path));
    assert_int_equal(bk_table_rows(table), 120);
    bk_table_free(table);
    t_ok(ctx, bk_classifier_text_table(ctx, &table, c, BK__STR("Brasil mengecam Mesir\xFF."),
                                       BK__STR("Brasil"), BK__STR("Mesir")));
    assert_int_equal(bk_table_rows(table), 1);
    is(bk_table_cell(table, 0, 2).s, "bad");
    assert_true(bk_table_cell(table, 0, 4).i > 0);
    is(bk_table_cell(table, 0, 6).s, "Brasil mengecam Mesir\xEF\xBF\xBD.");
    bk_table_free(table);
    t_ok(ctx, bk_classifier_run(c, BK__STR("zzz qqq"), (bk_str){NULL, 0}, (bk_str){NULL, 0}, p));
    assert_int_equal(bk_classifier_known(c), 0);
    assert_true(bk_classifier_targets(c) && bk_classifier_sources(c));
    bk_classifier_free(c);
    t_ctx_free(ctx);
}

static void threads_do_not_change_a_byte(void **state)
{
    const char *path = planted();
    char model[512], *first = NULL;
    size_t n = 0, m;
    (void)state;
    snprintf(model, sizeof model, "%s.bkm", path);
    for (int threads = 1; threads <= 3; threads++) {
        bk_ctx *ctx = t_ctx(threads);
        bk_training *t;
        t_ok(ctx, bk_training_run(ctx, &t, path, NULL));
        t_ok(ctx, bk_training_save(t, model));
        bk_training_free(t);
        char *bytes = t_read(model, &m);
        if (first) {
            assert_int_equal(n, m);
            assert_memory_equal(first, bytes, n);
            free(bytes);
        } else {
            first = bytes;
            n = m;
        }
        t_ctx_free(ctx);
    }
    free(first);
}

static void damaged_models_are_refused(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_training *t;
    bk_classifier *c;
    char model[512];
    size_t n;
    const char *path = planted();
    bk_train_opts o = BK_TRAIN_OPTS_INIT;
    (void)state;
    snprintf(model, sizeof model, "%s.bkm", path);
    o.l2 = 1;
    t_ok(ctx, bk_training_run(ctx, &t, path, &o));
    t_ok(ctx, bk_training_save(t, model));
    bk_training_free(t);
    char *bytes = t_read(model, &n);
    for (size_t at = 0; at < n; at += 1 + n / 60) {
        bytes[at] ^= 0x20;
        t_write(model, bytes, n);
        bk_status st = bk_classifier_load(ctx, &c, model);
        assert_true(st == BK_EFORMAT || st == BK_EUNSUPPORTED || st == BK_OK);
        bk_classifier_free(c);
        bytes[at] ^= 0x20;
    }
    t_write(model, bytes, n / 2);
    assert_int_equal(bk_classifier_load(ctx, &c, model), BK_EFORMAT);
    free(bytes);
    o.folds = 100;
    assert_int_equal(bk_training_run(ctx, &t, path, &o), BK_EINVAL);
    t_ctx_free(ctx);
}

static bk_status train_once(bk_ctx *ctx, void *user)
{
    bk_training *t;
    bk_train_opts o = BK_TRAIN_OPTS_INIT;
    size_t card = 0;
    o.l2 = 1;
    o.folds = 2;
    o.resamples = 5;
    bk_status st = bk_training_run(ctx, &t, user, &o);
    if (st == BK_OK)
        st = bk_training_card(t, count_bytes, &card);
    bk_training_free(t);
    return st;
}

static void allocations_may_fail(void **state)
{
    (void)state;
    t_fail_each(train_once, (void *)(uintptr_t)planted(), 1, 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_shapes_say_the_same),
        cmocka_unit_test(labels_are_mapped_and_faults_named),
        cmocka_unit_test(columns_that_are_needed_are_there),
        cmocka_unit_test(maps_are_pairs),
        cmocka_unit_test(what_is_not_utf8_is_repaired),
        cmocka_unit_test(folds_hold_groups_together),
        cmocka_unit_test(what_is_planted_is_learned),
        cmocka_unit_test(threads_do_not_change_a_byte),
        cmocka_unit_test(damaged_models_are_refused),
        cmocka_unit_test(allocations_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
