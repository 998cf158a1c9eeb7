/* like.c - other articles in the columns of a vectorizer, and columns for what is new in them. */
#include <string.h>

#include "matrix/csr.h"
#include "text/vocab.h"
#include "vector/columns.h"
#include "vector/rows.h"
#include "vector/vectorizer.h"

typedef struct like {
    bk_ctx *ctx;
    const bk_vectorizer *v;
    bk__counted k;
    bk__columns own;      /* what c would have by itself; where columns grow */
    uint32_t n;           /* columns */
    uint32_t *column;     /* [terms of k] */
    bk_str *term, *shown; /* [n] */
    uint64_t *df, *tf;    /* [n] */
    double *idf;          /* [n] the new vectorizer takes it */
} like;

static void take(like *l, uint32_t at, bk_str term, bk_str shown, double idf)
{
    l->term[at] = term;
    l->shown[at] = shown;
    l->idf[at] = idf;
}

/* Columns of v, then what is new. */
static bk_status columns(like *l, bool grow)
{
    bk_ctx *ctx = l->ctx;
    const bk_vocab *old = l->v->vocab;
    uint32_t V = bk_vocab_size(old);
    bk_status st = BK_OK;
    if (grow)
        st = bk__columns_make(&l->own, &l->k, &l->v->opts, l->v->weighting.idf);
    if (st != BK_OK)
        return st;
    size_t room = (size_t)V + (grow ? l->own.n : 0) + 1;
    l->term = bk__alloc_array(ctx, room, 2 * sizeof *l->term);
    l->df = bk__calloc(ctx, room, 2 * sizeof *l->df);
    l->idf = bk__alloc_array(ctx, room, sizeof *l->idf);
    l->column = bk__alloc_array(ctx, (size_t)l->k.n + 1, sizeof *l->column);
    if (!l->term || !l->df || !l->idf || !l->column)
        return BK_ENOMEM;
    l->shown = l->term + room;
    l->tf = l->df + room;
    for (uint32_t i = 0; i < V; i++) {
        take(l, i, bk_vocab_term(old, i), bk_vocab_shown(old, i), l->v->idf[i]);
        l->df[i] = bk_vocab_df(old, i);
        l->tf[i] = bk_vocab_tf(old, i);
    }
    l->n = V;
    for (uint32_t i = 0; grow && i < l->own.n; i++)
        if (bk_vocab_find(old, l->own.term[i]) == UINT32_MAX)
            take(l, l->n++, l->own.term[i], l->own.shown ? l->own.shown[i] : l->own.term[i],
                 l->own.idf[i]);
    return BK_OK;
}

/* Where the terms of k go, and what is known about them now. */
static bk_status place(like *l, const bk_vocab *vocab, bool grow)
{
    for (uint32_t i = 0; i < l->k.n; i++) {
        uint32_t at = l->column[i] = bk_vocab_find(vocab, l->k.term[i]);
        if (at == UINT32_MAX || !grow)
            continue;
        l->df[at] += l->k.df[i];
        l->tf[at] += l->k.tf[i];
    }
    return BK_OK;
}

static void count_unknown(const like *l, const bk_csr *counts, float *unknown)
{
    for (int64_t c = 0, row = 0; c < l->k.chunks; c++) {
        const bk__chunk *chunk = &l->k.chunk[c];
        const uint32_t *p = chunk->at;
        for (int64_t i = 0; i < chunk->rows; i++) {
            double all = 0;
            for (const uint32_t *end = chunk->at + chunk->end[i]; p < end;) {
                uint32_t term, count;
                p = bk__unpack(p, &term, &count);
                all += count;
            }
            if (chunk->dropped && chunk->dropped[i])
                continue;
            for (int64_t e = counts->ptr[row]; e < counts->ptr[row + 1]; e++)
                all -= (double)counts->val[e];
            unknown[row++] = (float)all;
        }
    }
}

static bk_status fill(like *l, bk_vectorizer *to, bool grow, float *unknown)
{
    bk_vocab *first = NULL;
    bk_status st = bk__vocab_new(l->ctx, &first, l->term, l->df, l->tf, l->n);
    if (st == BK_OK)
        st = place(l, first, grow);
    bk__vocab_free(first);
    if (st == BK_OK)
        st = bk__vectorizer_set_vocab(to, l->term, l->df, l->tf, l->n);
    if (st == BK_OK)
        st = bk__vocab_show(to->vocab, l->shown);
    to->weighting.mean_length = l->v->weighting.mean_length;
    to->idf = l->idf;
    l->idf = NULL;
    if (st != BK_OK)
        return st;
    bk__weigher weigher = bk__weigher_of(&to->weighting, to->idf);
    st = bk__rows_matrix(&l->k, l->column, l->n, &weigher, &to->counts, &to->weights);
    if (st == BK_OK && unknown)
        count_unknown(l, &to->counts, unknown);
    return st;
}

bk_status bk_vectorizer_like(const bk_vectorizer *v, bk_vectorizer **out, const bk_corpus *c,
                             bool grow, float *unknown)
{
    like l = {.ctx = v->ctx, .v = v};
    bk_vectorizer *to = NULL;
    bk_status st;
    *out = NULL;
    grow = grow && v->opts.hash_columns == 0; /* hashed ones are all there */
    BK__TRY(st, bk__vectorizer_begin(v->ctx, &to, &v->opts), done);
    BK__TRY(st, bk__vectorizer_copy_docs(to, c), done);
    BK__TRY(st, bk__count_like(v->ctx, &l.k, c, &v->opts, v->vocab), done);
    BK__TRY(st, columns(&l, grow), done);
    st = fill(&l, to, grow, unknown);
done:
    if (st == BK_OK)
        *out = to;
    else
        bk_vectorizer_free(to);
    bk__columns_clear(&l.own);
    bk__counted_clear(&l.k);
    bk__free(l.ctx, l.column);
    bk__free(l.ctx, l.term);
    bk__free(l.ctx, l.df);
    bk__free(l.ctx, l.idf);
    return st;
}
