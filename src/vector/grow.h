/* grow.h - stores that articles can be added to: what pruning left out stands in them, too.
 *
 * Sections of such a store besides those of save.h, D rows, n terms of any df, N entries, F forms:
 *     grow         u8   how the articles were read, as JSON
 *     id.hash      i64 [D]  of the texts that have the ids
 *     all.terms.*  rising by bytes; all.df, all.tf i64 [n]
 *     all.ptr i64 [D+1]; all.col (terms), all.count u32 [N]  rows, terms rising
 *     words.*      where terms are n-grams: the words that the forms belong to, rising
 *     form.word u32 [F] (terms or words), form.fold.* form.surface.*; form.all, form.inside i64
 * [F]; form.capital u8 [F]  rising by word, fold, surface All of them follow from the articles and
 * the options alone, however often some were added. */
#ifndef BK_VECTOR_GROW_H
#define BK_VECTOR_GROW_H

#include "vector/vectorizer.h"

/* What stands in a store; all but `term`, `word` and `form` are views into it. */
typedef struct bk__grown {
    bk_ctx *ctx;
    bk_vectorizer *v;
    int64_t rows;
    uint32_t n, n_word;
    bk_str *term, *word; /* [n], [n_word] */
    const int64_t *df, *tf, *ptr, *hash;
    const uint32_t *col, *count;
    bk__written *form; /* [n_form] */
    size_t n_form;
} bk__grown;

/* How articles are read, as JSON: what rows depend on besides the options that a container holds.
 * `clean` NULL: they are not cleaned. BK_EINVAL where counts depend on all articles. */
bk_status bk__grow_how(const bk_vectorizer *v, const bk_clean_opts *clean, bk__buf *out);
/* BK_EINVAL where nothing can be added to the store, or where an option (named) or the way of
 * reading is another one than that of `v` and `how`. */
bk_status bk__grown_open(bk__grown *g, const char *path, const bk_vectorizer *v, bk_str how);
void bk__grown_close(bk__grown *g); /* fine on a zeroed one */
/* The rows of `g` come before those of `k`, whose forms were kept; `g` NULL: there are none. `g` is
 * borrowed until bk__counted_clear. */
bk_status bk__grown_join(const bk__grown *g, bk__counted *k);

/* ---- the sections of what was counted -------------------------------------------------------- */
typedef struct bk__growth {
    bk_ctx *ctx;
    bk_str how;
    const int64_t *hash; /* [rows] borrowed */
    const bk__counted *k;
    int64_t *ptr; /* [rows + 1] */
    uint32_t *col, *count, *word;
    int64_t *all, *inside;
    char *capital;
    struct {
        int64_t *ptr;
        char *bytes;
    } list[4];
} bk__growth;

/* `k` after bk__grown_join; borrowed. */
bk_status bk__growth_make(bk__growth *out, const bk__counted *k, const int64_t *hash, bk_str how);
void bk__growth_put(const bk__growth *g, bk__store_out *out);
void bk__growth_clear(bk__growth *g); /* fine on a zeroed one */

#endif
