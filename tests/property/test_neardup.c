/* Planted copies are found, nothing else is, and threads do not matter. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bingkai/similar.h>

#include "support/news.h"
#include "support/support.h"

/* Article i < ORIGINALS is its own; ORIGINALS + i is a copy of i with a part of its words new. */
enum { ORIGINALS = 600, COPIES = 300, WORDS = 180, VOCABULARY = 4000 };

typedef enum edit { STRETCH, SCATTERED, INSERTED, DELETED, CUT, PREFIXED, KINDS } edit;

static void put_article(FILE *f, int id, const uint32_t *word, int n)
{
    fprintf(f, "{\"id\": \"a%d\", \"title\": \"\", \"text\": \"", id);
    for (int i = 0; i < n; i++)
        fprintf(f, "kata%c%c%u ", 'a' + (int)(word[i] % 26), 'a' + (int)(word[i] / 26 % 26),
                word[i]);
    fputs("\"}\n", f);
}

/* A copy of word [WORDS] with so many edits of a kind into out; its length. */
static int copy(t_rand *r, uint32_t *out, const uint32_t *word, int edits, edit kind)
{
    int n = WORDS, at = (int)t_below(r, (uint64_t)(WORDS - edits));
    memcpy(out, word, WORDS * sizeof *out);
    for (int e = 0; e < edits; e++) {
        int any = (int)t_below(r, (uint64_t)n);
        uint32_t other = VOCABULARY + (uint32_t)t_below(r, VOCABULARY);
        if (kind == STRETCH || kind == SCATTERED)
            out[kind == SCATTERED ? any : at + e] = other;
        if (kind == CUT)
            n--;
        if (kind == DELETED) {
            memmove(out + any, out + any + 1, (size_t)(n - any - 1) * sizeof *out);
            n--;
        }
        if (kind == INSERTED || kind == PREFIXED) {
            int before = kind == INSERTED ? any : 0;
            memmove(out + before + 1, out + before, (size_t)(n - before) * sizeof *out);
            out[before] = other;
            n++;
        }
    }
    return n;
}

/* Copies with so many edits of a kind. Common words are frequent. */
static bk_corpus *planted(bk_ctx *ctx, int edits, edit kind)
{
    static uint32_t word[ORIGINALS][WORDS];
    uint32_t changed[2 * WORDS];
    const char *dir = t_tmpdir(), *path = t_path(dir, "copies.jsonl");
    t_rand r = {17};
    bk_corpus *c;
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    for (int i = 0; i < ORIGINALS; i++) {
        for (int j = 0; j < WORDS; j++)
            word[i][j] = (uint32_t)t_below(&r, 1 + t_below(&r, VOCABULARY));
        put_article(f, i, word[i], WORDS);
    }
    for (int i = 0; i < COPIES; i++) {
        int n = copy(&r, changed, word[i], edits, kind);
        put_article(f, ORIGINALS + i, changed, n);
    }
    assert_int_equal(fclose(f), 0);
    t_ok(ctx, t_articles(ctx, &c, path, false));
    t_rmdir(dir);
    assert_int_equal(bk_corpus_size(c), ORIGINALS + COPIES);
    return c;
}

static void check_copies(int edits, edit kind)
{
    bk_ctx *ctx = t_ctx(2);
    bk_corpus *c = planted(ctx, edits, kind);
    bk_neardup d;
    int found = 0;
    t_ok(ctx, bk_neardup_fit(ctx, &d, c, NULL));
    for (uint32_t i = 0; i < ORIGINALS; i++) {
        bool copied = i < COPIES && d.group[i] != UINT32_MAX;
        found += copied;
        /* a group is an original and its copy, the original (no dates: the lower row) leads */
        assert_true(copied || d.group[i] == UINT32_MAX);
        if (copied) {
            assert_int_equal(d.group[i], d.group[ORIGINALS + i]);
            assert_int_equal(d.lead[ORIGINALS + i], i);
            assert_true(d.jaccard[ORIGINALS + i] > 0.3F);
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
    for (edit kind = STRETCH; kind < KINDS; kind++)
        for (int edits = 0; edits <= WORDS / 10; edits += WORDS / 20)
            check_copies(edits, kind);
}

/* With a third of the words new, wherever they stand, it is another article. */
static void half_copies_are_none(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_corpus *c = planted(ctx, WORDS / 3, SCATTERED);
    bk_neardup d;
    (void)state;
    t_ok(ctx, bk_neardup_fit(ctx, &d, c, NULL));
    assert_int_equal(d.groups, 0);
    bk_neardup_free(ctx, &d);
    bk_corpus_free(c);
    t_ctx_free(ctx);
}

/* The vectors are those of a fit alone, the groups those of groups alone. */
static void check_with_vectors(bk_ctx *ctx, const bk_corpus *c, const bk_vectorizer_opts *opts,
                               const bk_neardup_opts *how)
{
    bk_neardup alone, d;
    bk_vectorizer *v, *other;
    t_ok(ctx, bk_neardup_fit(ctx, &alone, c, how));
    t_ok(ctx, bk_vectorizer_fit(ctx, &other, c, opts));
    t_ok(ctx, bk_neardup_fit_vectors(ctx, &d, &v, c, how, opts));
    assert_true(t_csr_equal(bk_vectorizer_weights(v), bk_vectorizer_weights(other)));
    assert_int_equal(d.groups, alone.groups);
    assert_memory_equal(d.group, alone.group, (size_t)d.n * sizeof *d.group);
    assert_memory_equal(d.lead, alone.lead, (size_t)d.n * sizeof *d.lead);
    assert_memory_equal(d.jaccard, alone.jaccard, (size_t)d.n * sizeof *d.jaccard);
    bk_neardup_free(ctx, &d);
    bk_neardup_free(ctx, &alone);
    bk_vectorizer_free(v);
    bk_vectorizer_free(other);
}

static void the_same_with_the_vectors(void **state)
{
    const char *const presets[] = {"none", "sklearn"};
    bk_ctx *ctx = t_ctx(2);
    bk_corpus *c = planted(ctx, WORDS / 10, SCATTERED);
    (void)state;
    for (int i = 0; i < 2; i++) {
        bk_vectorizer_opts opts = BK_VECTORIZER_OPTS_INIT;
        t_ok(ctx, bk_vectorizer_preset(ctx, &opts, presets[i]));
        check_with_vectors(ctx, c, &opts, NULL);
    }
    bk_corpus_free(c);
    t_ctx_free(ctx);
}

/* Words that do not count (stop words, numbers) are part of what repeats, marks are not. */
static void what_does_not_count_is_compared(void **state)
{
    static const char *const texts[] = {
        "Menteri AS dan 17 orang lain tiba di Jakarta pada 2025, tetapi dia tidak bicara.",
        "MENTERI AS: dan 17 orang lain TIBA di Jakarta pada 2025 -- tetapi dia tidak bicara!",
        "Menteri as dan 18 orang lain tiba di Jakarta pada 2024, namun kami tidak bicara.",
        "?! ... \u2014 ()",
        "dan yang di itu 17 2025",
        "dan yang di itu 17 2025",
    };
    const char *dir = t_tmpdir(), *path = t_path(dir, "small.jsonl");
    bk_ctx *ctx = t_ctx(2);
    bk_corpus *c;
    (void)state;
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        fprintf(f, "{\"id\": \"%zu\", \"title\": \"\", \"text\": \"%s\"}\n", i, texts[i]);
    assert_int_equal(fclose(f), 0);
    t_ok(ctx, t_articles(ctx, &c, path, false));
    t_rmdir(dir);
    for (int i = 0; i < 6; i++) {
        bk_vectorizer_opts opts = BK_VECTORIZER_OPTS_INIT;
        bk_neardup_opts how = BK_NEARDUP_OPTS_INIT;
        bk_neardup d;
        how.threshold = 1;
        how.words = 1;
        how.shingle = 1 + i % 3;
        opts.ngram_max = 1 + i % 2;
        opts.analyzer.keep_numbers = i > 2;
        check_with_vectors(ctx, c, &opts, &how);
        t_ok(ctx, bk_neardup_fit(ctx, &d, c, &how));
        assert_int_equal(d.groups, 2);
        assert_int_equal(d.lead[1], 0);
        assert_int_equal(d.lead[2], 2);
        assert_int_equal(d.lead[5], 4);
        bk_neardup_free(ctx, &d);
    }
    bk_corpus_free(c);
    t_ctx_free(ctx);
}

static void threads_do_not_change_a_bit(void **state)
{
    static const int threads[] = {1, 2, 3, 8};
    bk_neardup first = {0};
    bk_ctx *one = t_ctx(1);
    bk_corpus *c = planted(one, 12, SCATTERED);
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
        cmocka_unit_test(half_copies_are_none),
        cmocka_unit_test(the_same_with_the_vectors),
        cmocka_unit_test(what_does_not_count_is_compared),
        cmocka_unit_test(threads_do_not_change_a_bit),
    };
    return cmocka_run_group_tests_name("neardup", tests, NULL, NULL);
}
