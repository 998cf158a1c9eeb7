/* topic_sample.c - topics of more articles than memory holds.
 *
 * A fit wants about ENTRY bytes an entry, SIDE bytes for each topic of an article and of a term,
 * and LDA with many topics a second grid and the articles' lists besides (lda_many). If that is
 * more than the budget, topics are fitted to one article in n, as many as it holds, drawn by a hash
 * of the row, and all articles get their shares of them as new ones do (bk_topic_apply): BLOCK rows
 * at a time, out of the container, whose pages then leave memory. k-means takes BATCH articles at a
 * time, which wants LEAN bytes an entry, where that lets it look at more. They are drawn on the map
 * of the sample in the same pass. What stays are the shares, 8 D K bytes. The same topics for the
 * same budget, at any number of threads. */
#include "study/topic_sample.h"

#include <string.h>

#include "base/rng.h"
#include "matrix/csr.h"
#include "model/kmeans.h"
#include "model/lda.h"
#include "model/topic_model.h"
#include "model/topic_place.h"
#include "vector/vectorizer.h"

enum {
    ENTRY = 44,
    LEAN = 34,
    SIDE = 36,
    MANY_ENTRY = 10,
    MANY_SIDE = 6,
    BATCH = 8192,
    BLOCK = 1 << 16
};

/* Entry, side: bytes of an article. */
static int64_t step_of(const bk_study *s, int topics, int entry, int side)
{
    const bk_csr *A = bk_vectorizer_counts(s->vectors);
    uint64_t now, most = bk__memory_most(s->ctx);
    double K = topics;
    bk_ctx_memory(s->ctx, &now, NULL);
    if (most == 0 || s->corpus || A->rows == 0)
        return 1;
    double room = 0.85 * (double)most - (double)now - SIDE * K * (double)A->cols;
    double each = entry * (double)bk__csr_n(A) / (double)A->rows + side * K;
    double rows = fmax(room / each, 1000); /* what is too little fails by itself */
    return rows >= (double)A->rows ? 1 : (int64_t)ceil((double)A->rows / rows);
}

int64_t bk__topic_sample_step(const bk_study *s, bk_topic_opts *opts)
{
    int K = opts->topics > 0 ? opts->topics : 100;
    bool many = strcmp(opts->method, "lda") == 0 && K >= bk__lda_many_from;
    int64_t step = step_of(s, K, ENTRY + (many ? MANY_ENTRY : 0), SIDE + (many ? MANY_SIDE : 0));
    int64_t more = step_of(s, K, LEAN, SIDE);
    int64_t rows = bk_vectorizer_counts(s->vectors)->rows / more;
    /* Fewer than are drawn by chance must be many, too. */
    if (more >= step || strcmp(opts->method, "kmeans") != 0 ||
        !bk__kmeans_many(rows - rows / 16, K))
        return step;
    if (opts->batch == 0)
        opts->batch = BATCH;
    return more;
}

static bool is_taken(int64_t row, int64_t step)
{
    return bk__mix((uint64_t)row + 1) % (uint64_t)step == 0;
}

bk_status bk__topic_sample_rows(const bk_study *s, bk_csr *out, const bk_csr *A, int64_t step)
{
    int64_t rows = 0, n = 0, to = 0;
    for (int64_t i = 0; i < A->rows; i++)
        if (is_taken(i, step)) {
            rows++;
            n += A->ptr[i + 1] - A->ptr[i];
        }
    bk_status st = bk__csr_new(s->ctx, out, rows, A->cols, n);
    if (st != BK_OK)
        return st;
    for (int64_t i = 0; i < A->rows; i++) {
        if (is_taken(i, step))
            bk__csr_copy_row(out, to++, A, i);
        if ((i + 1) % BLOCK == 0)
            bk__vectorizer_pass(s->vectors);
    }
    return BK_OK;
}

/* Rows from `from` of A; ptr [BLOCK + 1]. */
static bk_csr view(const bk_csr *A, int64_t from, int64_t *ptr)
{
    int64_t n = A->rows - from < BLOCK ? A->rows - from : BLOCK;
    for (int64_t i = 0; i <= n; i++)
        ptr[i] = A->ptr[from + i] - A->ptr[from];
    return (bk_csr){n, A->cols, ptr, A->col + A->ptr[from], A->val + A->ptr[from]};
}

/* ptr [2 (BLOCK + 1)] is scratch. map may be NULL. */
static bk_status place_block(bk__themes *t, const bk_topic_model *m, const bk__atlas *map,
                             int64_t *ptr, int64_t from, double *docs)
{
    const bk_study *s = t->s;
    const bk_csr counts = view(bk_vectorizer_counts(s->vectors), from, ptr);
    bk_csr weights = counts;
    if (map || !t->by_counts)
        weights = view(bk_vectorizer_weights(s->vectors), from, ptr + BLOCK + 1);
    const bk_csr *A = t->by_counts ? &counts : &weights;
    bk_status st = bk_topic_apply(s->ctx, docs, m, A);
    if (st == BK_OK)
        st = bk__topic_places_of(s->ctx, t->place + from, t->topic, docs, A, &counts,
                                 &s->opts.theme);
    if (st == BK_OK && map)
        st = bk__atlas_place(map, s->xy + 2 * from, &weights, docs);
    bk__vectorizer_pass(s->vectors);
    return st;
}

bk_status bk__topic_sample_place(bk__themes *t, const bk_topic_model *m, const bk__atlas *map,
                                 double **docs)
{
    bk_ctx *ctx = t->s->ctx;
    int64_t D = t->s->D, K = bk_topic_model_count(m);
    int64_t *ptr = bk__alloc_array(ctx, 2 * (BLOCK + 1), sizeof *ptr);
    *docs = bk__alloc_array(ctx, (size_t)D + 1, (size_t)K * sizeof **docs);
    bk_status st = ptr && *docs ? BK_OK : BK_ENOMEM;
    for (int64_t from = 0; from < D && st == BK_OK; from += BLOCK)
        st = place_block(t, m, map, ptr, from, *docs + from * K);
    bk__free(ctx, ptr);
    if (st == BK_OK && map)
        bk__atlas_fit(map, t->s->xy, *docs, D);
    if (st != BK_OK) {
        bk__free(ctx, *docs);
        *docs = NULL;
    }
    return st;
}
