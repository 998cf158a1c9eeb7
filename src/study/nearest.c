/* nearest.c - other articles against a store: those of it that are most like each, and why. */
#include <math.h>

#include "base/file.h"
#include "matrix/csr.h"
#include "model/similar_why.h"
#include "study/study.h"
#include "vector/vectorizer.h"

enum { SHARED = 6, UNKNOWN = 12 };

static const bk_col cols[] = {
    {"id", BK_COL_TEXT, "", "Article that was asked for", 0},
    {"rank", BK_COL_INT, "", "From 1", 0},
    {"cosine", BK_COL_REAL, "0 to 1", "Cosine of the weighted term vectors", 0},
    {"neighbour", BK_COL_TEXT, "", "Similar article of the store", 0},
    {"source", BK_COL_TEXT, "", "Its outlet", 0},
    {"published", BK_COL_DATE, "UTC", "When it was published", 0},
    {"title", BK_COL_TEXT, "", "Its title", 0},
    {"shared", BK_COL_TEXT, "", "Shared terms by their part of the cosine: term (part), ...", 0},
};
enum { ID, RANK, COSINE, NEIGHBOUR, SOURCE, PUBLISHED, TITLE, TERMS, COLS };
const bk_table_spec bk__nearest_spec = {"nearest", "Articles of a store that are most like others",
                                        cols, COLS, NULL};

typedef struct work {
    bk_ctx *ctx;
    const bk_vectorizer *store;
    const bk_corpus *corpus;
    bk_csr A, Q; /* rows of norm 1 */
    bk__buf why;
} work;

static bk_status explain(work *w, const bk_pair *p)
{
    uint32_t col[SHARED];
    float share[SHARED];
    bk_status st = BK_OK;
    int n = bk__similar_why(&w->Q, p->a, &w->A, p->b, col, share, SHARED);
    w->why.n = 0;
    for (int k = 0; k < n && st == BK_OK; k++) {
        bk_str term = bk_vocab_shown(bk_vectorizer_vocab(w->store), col[k]);
        st = bk__buf_print(&w->why, "%s%.*s (%.2f)", k ? ", " : "", (int)term.n, term.p,
                           (double)share[k]);
    }
    return st;
}

static bk_status add_rows(work *w, bk_table *t, const bk_pairs *pairs)
{
    bk_docs docs = bk_vectorizer_docs(w->store);
    bk_status st = BK_OK;
    for (int64_t i = 0, rank = 0; i < pairs->n && st == BK_OK; i++) {
        const bk_pair *p = &pairs->at[i];
        rank = i > 0 && pairs->at[i - 1].a == p->a ? rank + 1 : 1;
        st = explain(w, p);
        if (st != BK_OK)
            break;
        int64_t at = docs.published[p->b];
        bk_cell row[COLS] = {
            [ID] = BK_CELL_STR(bk_corpus_at(w->corpus, p->a)->id),
            [RANK] = BK_CELL_INT(rank),
            [COSINE] = BK_CELL_REAL((double)p->score),
            [NEIGHBOUR] = BK_CELL_STR(docs.id[p->b]),
            [SOURCE] = BK_CELL_STR(docs.source[p->b]),
            [PUBLISHED] = at == BK_NO_DATE ? BK_CELL_NULL : BK_CELL_INT(at),
            [TITLE] = BK_CELL_STR(docs.title[p->b]),
            [TERMS] = BK_CELL_STR(w->why.n ? bk__buf_str(&w->why) : BK__STR("")),
        };
        st = bk_table_add(t, row);
    }
    return st;
}

static bk_status load(bk_ctx *ctx, bk_vectorizer **out, const char *store)
{
    *out = NULL;
    if (bk_vectorizer_is(store))
        return bk_vectorizer_load(ctx, out, store);
    char *inside = bk__path_join(ctx, store, "vectors.bkv");
    bk_status st = BK_ENOMEM;
    if (inside && bk_vectorizer_is(inside))
        st = bk_vectorizer_load(ctx, out, inside);
    else if (inside)
        st = bk__fail(ctx, BK_EINVAL, store,
                      "expected vectors (.bkv) or the folder of a study with vectors.bkv in it");
    bk__free(ctx, inside);
    return st;
}

/* Of one text it is said which of its words are not compared: a rare one was pruned, or never met.
 */
static bk_status say_unknown(const work *w, bk_vectorizer *v, const char *store)
{
    bk__buf words;
    uint32_t n = 0;
    bk__buf_init(&words, w->ctx);
    bk_status st = BK_OK;
    if (bk_corpus_size(w->corpus) == 1)
        st = bk__vectorizer_unknown(v, w->corpus, UNKNOWN, &words, &n);
    if (st == BK_OK && n > UNKNOWN)
        st = bk__buf_print(&words, " and %u more", n - UNKNOWN);
    if (st == BK_OK && n > 0)
        bk__log(w->ctx, BK_LOG_WARN, "not among the terms of %s, so not compared: %.*s", store,
                (int)words.n, words.p);
    bk__buf_clear(&words);
    return st;
}

bk_status bk_study_nearest(bk_ctx *ctx, bk_table **out, const char *store, const bk_corpus *c,
                           const bk_similar_opts *opts)
{
    bk_vectorizer *v = NULL;
    bk_csr Q = {0};
    bk_pairs pairs = {NULL, 0};
    bk_table *t = NULL;
    work w = {.ctx = ctx, .corpus = c};
    bk_status st;
    *out = NULL;
    bk__buf_init(&w.why, ctx);
    BK__TRY(st, load(ctx, &v, store), done);
    w.store = v;
    BK__TRY(st, bk_vectorizer_transform(v, &Q, c), done);
    if (bk_corpus_size(c) > 0 && bk__csr_n(&Q) == 0) {
        st = bk__fail(ctx, BK_EINVAL, store,
                      "none of the words that are compared is among its %u "
                      "terms",
                      bk_vocab_size(bk_vectorizer_vocab(v)));
        goto done;
    }
    BK__TRY(st, say_unknown(&w, v, store), done);
    BK__TRY(st, bk__unit_rows(ctx, &Q, &w.Q), done);
    BK__TRY(st, bk__unit_rows(ctx, bk_vectorizer_weights(v), &w.A), done);
    BK__TRY(st, bk_similar_query(ctx, &pairs, &w.A, &w.Q, opts), done);
    BK__TRY(st, bk_table_new(ctx, &t, &bk__nearest_spec), done);
    st = add_rows(&w, t, &pairs);
done:
    if (st == BK_OK)
        *out = t;
    else
        bk_table_free(t);
    bk_pairs_free(ctx, &pairs);
    bk__free(ctx, w.A.val);
    bk__free(ctx, w.Q.val);
    bk_csr_free(ctx, &Q);
    bk_vectorizer_free(v);
    bk__buf_clear(&w.why);
    return st;
}

const bk_table_spec *const *bk_study_answers(size_t *n)
{
    enum { ANSWERS = 15 };
    static const bk_table_spec *const all[ANSWERS] = {
        &bk__pair_spec,       &bk__nearest_spec,         &bk__training_spec,
        &bk__confusion_spec,  &bk__reliability_spec,     &bk__prediction_spec,
        &bk__scale_spec,      &bk__scale_word_spec,      &bk__plover_spec,
        &bk__cameo_spec,      &bk__sample_spec,          &bk__strata_spec,
        &bk__validation_spec, &bk__codes_confusion_spec, &bk__disagreement_spec};
    *n = ANSWERS;
    return all;
}
