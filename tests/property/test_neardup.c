/* Planted copies are found, nothing else is, and threads do not matter. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bingkai/similar.h>

#include "support/support.h"

/* Article i < ORIGINALS is its own; ORIGINALS + i is a copy of i with a part of its words new. */
enum { ORIGINALS = 600, COPIES = 300, WORDS = 180, VOCABULARY = 4000 };

static void put_article(FILE *f, int id, const uint32_t *word)
{
    fprintf(f, "{\"id\": \"a%d\", \"title\": \"\", \"text\": \"", id);
    for (int i = 0; i < WORDS; i++)
        fprintf(f, "kata%c%c%u ", 'a' + (int)(word[i] % 26), 'a' + (int)(word[i] / 26 % 26),
                word[i]);
    fputs("\"}\n", f);
}

/* `edits` words of each copy are others: one stretch, or scattered. Common words are frequent. */
static bk_corpus *planted(bk_ctx *ctx, int edits, bool scattered)
{
    static uint32_t word[ORIGINALS][WORDS];
    const char *dir = t_tmpdir(), *path = t_path(dir, "copies.jsonl");
    bk_clean_opts clean = BK_CLEAN_OPTS_INIT;
    t_rand r = {17};
    bk_reader *reader;
    bk_corpus *c;
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    for (int i = 0; i < ORIGINALS; i++) {
        for (int j = 0; j < WORDS; j++)
            word[i][j] = (uint32_t)t_below(&r, 1 + t_below(&r, VOCABULARY));
        put_article(f, i, word[i]);
    }
    for (int i = 0; i < COPIES; i++) {
        int at = (int)t_below(&r, (uint64_t)(WORDS - edits));
        for (int e = 0; e < edits; e++)
            word[i][scattered ? (int)t_below(&r, WORDS) : at + e] =
                VOCABULARY + (uint32_t)t_below(&r, VOCABULARY);
        put_article(f, ORIGINALS + i, word[i]);
    }
    assert_int_equal(fclose(f), 0);
    clean.clean = false;
    t_ok(ctx, bk_reader_open(ctx, &reader, &path, 1, NULL));
    t_ok(ctx, bk_corpus_read(ctx, &c, reader, &clean));
    bk_reader_close(reader);
    t_rmdir(dir);
    assert_int_equal(bk_corpus_size(c), ORIGINALS + COPIES);
    return c;
}

static void check_copies(int edits, bool scattered, double threshold)
{
    bk_ctx *ctx = t_ctx(2);
    bk_corpus *c = planted(ctx, edits, scattered);
    bk_neardup_opts opts = BK_NEARDUP_OPTS_INIT;
    bk_neardup d;
    int found = 0;
    opts.threshold = threshold;
    t_ok(ctx, bk_neardup_fit(ctx, &d, c, &opts));
    for (uint32_t i = 0; i < ORIGINALS; i++) {
        bool copied = i < COPIES && d.group[i] != UINT32_MAX;
        found += copied;
        /* a group is an original and its copy, the original (no dates: the lower row) leads */
        assert_true(copied || d.group[i] == UINT32_MAX);
        if (copied) {
            assert_int_equal(d.group[i], d.group[ORIGINALS + i]);
            assert_int_equal(d.lead[ORIGINALS + i], i);
            assert_true((double)d.jaccard[ORIGINALS + i] >= threshold - 1e-7);
        }
    }
    assert_int_equal(d.groups, found);
    assert_true(found >= COPIES * 98 / 100);
    bk_neardup_free(ctx, &d);
    bk_corpus_free(c);
    t_ctx_free(ctx);
}

static void copies_are_found_and_nothing_else(void **state)
{
    (void)state;
    check_copies(0, false, 0.7);
    check_copies(WORDS / 20, false, 0.7);
    check_copies(WORDS / 10, false, 0.7); /* a tenth in one stretch */
    check_copies(WORDS / 10, true, 0.35); /* a tenth scattered: four shingles for each word */
}

static void threads_do_not_change_a_bit(void **state)
{
    static const int threads[] = {1, 2, 3, 8};
    bk_neardup first = {0};
    bk_ctx *one = t_ctx(1);
    bk_corpus *c = planted(one, 12, false);
    (void)state;
    t_ok(one, bk_neardup_fit(one, &first, c, NULL));
    for (int i = 0; i < 4; i++) {
        bk_ctx *ctx = t_ctx(threads[i]);
        bk_neardup d;
        t_ok(ctx, bk_neardup_fit(ctx, &d, c, NULL));
        assert_int_equal(d.groups, first.groups);
        assert_memory_equal(d.group, first.group, (size_t)d.n * sizeof *d.group);
        assert_memory_equal(d.lead, first.lead, (size_t)d.n * sizeof *d.lead);
        assert_memory_equal(d.jaccard, first.jaccard, (size_t)d.n * sizeof *d.jaccard);
        bk_neardup_free(ctx, &d);
        t_ctx_free(ctx);
    }
    bk_neardup_free(one, &first);
    bk_corpus_free(c);
    t_ctx_free(one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(copies_are_found_and_nothing_else),
        cmocka_unit_test(threads_do_not_change_a_bit),
    };
    return cmocka_run_group_tests_name("neardup", tests, NULL, NULL);
}
