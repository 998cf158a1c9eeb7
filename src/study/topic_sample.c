/* topic_sample.c - topics of more articles than memory holds.
 *
 * A fit wants about ENTRY bytes an entry, SIDE bytes for each topic of an article and of a term. If
 * that is more than the budget, topics are fitted to one article in n, as many as it holds, drawn
 * by a hash of the row, and all articles get their shares of them as new ones do (bk_topic_apply):
 * BLOCK rows at a time, out of the container, whose pages then leave memory. What stays are the
 * shares, 8 D K bytes. The same topics for the same budget, at any number of threads. */
#include "study/topic_sample.h"

#include "base/rng.h"
#include "matrix/csr.h"
#include "model/topic_model.h"
#include "model/topic_place.h"
#include "vector/vectorizer.h"

enum { ENTRY = 44, SIDE = 36, BLOCK = 1 << 16 };

int64_t bk__topic_sample_step(const bk_study *s)
{
    const bk_csr *A = bk_vectorizer_counts(s->vectors);
    const bk_topic_opts *o = &s->opts.topic;
    uint64_t now, most = bk__memory_most(s->ctx);
    double K = o->topics > 0 ? o->topics : 100;
    bk_ctx_memory(s->ctx, &now, NULL);
    if (most == 0 || s->corpus || A->rows == 0)
        return 1;
    double room = 0.85 * (double)most - (double)now - SIDE * K * (double)A->cols;
    double each = ENTRY * (double)bk__csr_n(A) / (double)A->rows + SIDE * K;
    double rows = fmax(room / each, 1000); /* what is too little fails by itself */
    return rows >= (double)A->rows ? 1 : (int64_t)ceil((double)A->rows / rows);
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
        size_t length = (size_t)(A->ptr[i + 1] - A->ptr[i]);
        if (is_taken(i, step)) {
            int64_t at = out->ptr[to];
            memcpy(out->col + at, A->col + A->ptr[i], length * sizeof *out->col);
            memcpy(out->val + at, A->val + A->ptr[i], length * sizeof *out->val);
            out->ptr[++to] = at + (int64_t)length;
        }
        if ((i + 1) % BLOCK == 0)
            bk__vectorizer_pass(s->vectors);
    }
    return BK_OK;
}

/* Shares of the terms in all articles. */
static bk_status common_terms(const bk_study *s, const bk_csr *A, double *common)
{
    double all = 0;
    for (int64_t i = 0; i < A->rows; i++) {
        for (int64_t p = A->ptr[i]; p < A->ptr[i + 1]; p++) {
            common[A->col[p]] += (double)A->val[p];
            all += (double)A->val[p];
        }
        if (i % BLOCK == 0)
            bk__vectorizer_pass(s->vectors);
    }
    for (int64_t w = 0; w < A->cols && all > 0; w++)
        common[w] /= all;
    return bk__cancelled(s->ctx);
}

typedef struct block {
    bk_csr rows;
    double *gain; /* [BLOCK] */
    int64_t *ptr; /* [BLOCK + 1] */
    double *common;
} block;

static void view(block *b, const bk_csr *A, int64_t from)
{
    int64_t n = A->rows - from < BLOCK ? A->rows - from : BLOCK;
    for (int64_t i = 0; i <= n; i++)
        b->ptr[i] = A->ptr[from + i] - A->ptr[from];
    b->rows = (bk_csr){n, A->cols, b->ptr, A->col + A->ptr[from], A->val + A->ptr[from]};
}

static bk_status place_block(bk__themes *t, const bk_topic_model *m, block *b, const bk_csr *A,
                             int64_t from, double *docs)
{
    const bk_csr *counts = bk_vectorizer_counts(t->s->vectors);
    int K = bk_topic_model_count(m);
    view(b, A, from);
    bk_status st =
        bk__topic_apply_gain(t->s->ctx, docs + from * K, b->gain, b->common, m, &b->rows);
    for (int64_t i = 0; i < b->rows.rows && st == BK_OK; i++) {
        double words = 0;
        for (int64_t p = counts->ptr[from + i]; p < counts->ptr[from + i + 1]; p++)
            words += (double)counts->val[p];
        bk__place_mark(&t->place[from + i], docs + (from + i) * K, K, words, b->gain[i],
                       &t->s->opts.theme);
    }
    bk__vectorizer_pass(t->s->vectors);
    return st;
}

bk_status bk__topic_sample_place(bk__themes *t, const bk_topic_model *m, double **docs)
{
    bk_study *s = t->s;
    bk_ctx *ctx = s->ctx;
    const bk_csr *A =
        t->by_counts ? bk_vectorizer_counts(s->vectors) : bk_vectorizer_weights(s->vectors);
    size_t K = (size_t)bk_topic_model_count(m);
    block b = {.gain = bk__alloc_array(ctx, BLOCK, sizeof *b.gain),
               .ptr = bk__alloc_array(ctx, BLOCK + 1, sizeof *b.ptr),
               .common = bk__calloc(ctx, (size_t)A->cols + 1, sizeof *b.common)};
    *docs = bk__alloc_array(ctx, (size_t)A->rows + 1, K * sizeof **docs);
    bk_status st = b.gain && b.ptr && b.common && *docs ? common_terms(s, A, b.common) : BK_ENOMEM;
    for (int64_t from = 0; from < A->rows && st == BK_OK; from += BLOCK)
        st = place_block(t, m, &b, A, from, *docs);
    bk__free(ctx, b.gain);
    bk__free(ctx, b.ptr);
    bk__free(ctx, b.common);
    if (st != BK_OK) {
        bk__free(ctx, *docs);
        *docs = NULL;
    }
    return st;
}
