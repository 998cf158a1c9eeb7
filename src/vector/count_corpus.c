/* count_corpus.c - counts the articles of a corpus, chunks of them over the pool. */
#include "base/par.h"
#include "vector/count.h"

typedef struct job {
    bk__counting *counting;
    const bk_corpus *corpus;
    bk__chunk *chunk; /* [chunks] */
    const bk__words_to *to;
} job;

static bk_status give_words(const job *t, int64_t row, int worker)
{
    size_t n;
    const uint32_t *word = bk__count_hashes(t->counting, worker, &n);
    return t->to && word ? t->to->take(t->to->user, row, word, n) : BK_OK;
}

static bk_status count_chunk(void *user, int64_t chunk, int worker)
{
    const job *t = user;
    int64_t first = chunk * BK__BATCH, rows = bk_corpus_size(t->corpus);
    int64_t end = first + BK__BATCH < rows ? first + BK__BATCH : rows;
    bk_status st = bk__count_open(t->counting, worker);
    for (int64_t i = first; i < end && st == BK_OK; i++) {
        st = bk__count_article(t->counting, worker, bk_corpus_at(t->corpus, i));
        if (st == BK_OK)
            st = give_words(t, i, worker);
    }
    return st == BK_OK ? bk__count_close(t->counting, worker, &t->chunk[chunk]) : st;
}

static bk_status run(bk_ctx *ctx, bk__counted *out, const bk_corpus *c,
                     const bk_vectorizer_opts *opts, const bk_vocab *joined, bool terms,
                     const bk__words_to *to)
{
    int64_t chunks = bk__chunks(bk_corpus_size(c), BK__BATCH);
    job t = {NULL, c, bk__calloc(ctx, (size_t)chunks, sizeof *t.chunk), to};
    bk_status st = t.chunk ? bk__count_begin(ctx, &t.counting, opts) : BK_ENOMEM;
    if (st == BK_OK) {
        bk__count_set(t.counting, joined, terms);
        if (to)
            bk__count_hash(t.counting);
        st = bk__par_for(ctx, "counting", chunks, count_chunk, &t);
    }
    for (int64_t i = 0; i < chunks && st == BK_OK; i++)
        st = bk__count_take(t.counting, &t.chunk[i]);
    if (st == BK_OK)
        st = bk__count_end(t.counting, out);
    bk__count_free(t.counting);
    bk__free(ctx, t.chunk);
    return st;
}

bk_status bk__count(bk_ctx *ctx, bk__counted *out, const bk_corpus *c,
                    const bk_vectorizer_opts *opts, const bk__words_to *to)
{
    return run(ctx, out, c, opts, NULL, true, to);
}

bk_status bk__count_like(bk_ctx *ctx, bk__counted *out, const bk_corpus *c,
                         const bk_vectorizer_opts *opts, const bk_vocab *joined)
{
    return run(ctx, out, c, opts, joined, true, NULL);
}

bk_status bk__count_sequences(bk_ctx *ctx, bk__counted *out, const bk_corpus *c,
                              const bk_vectorizer_opts *opts)
{
    return run(ctx, out, c, opts, NULL, false, NULL);
}
