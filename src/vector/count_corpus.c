/* count_corpus.c - counts the articles of a corpus, chunks of them over the pool. */
#include "base/par.h"
#include "corpus/raw.h"
#include "vector/count.h"

typedef struct job {
    bk__counting *counting;
    const bk_corpus *corpus;
    bk__chunk *chunk; /* [chunks] */
    const bk__words_to *to;
    bk__arena *scratch; /* [workers] each article is cleaned there; NULL: it is clean */
} job;

static bk_status give_words(const job *t, int64_t row, int worker)
{
    size_t n;
    const uint32_t *word = bk__count_hashes(t->counting, worker, &n);
    return t->to && word ? t->to->take(t->to->user, row, word, n) : BK_OK;
}

/* Memory is asked for both ends of the text that comes next. */
static void fetch_ends(const job *t, int64_t i)
{
    enum { FRONT = 512, BACK = 1024, LINE = 64 };
    bk_str s = i < bk_corpus_size(t->corpus) ? bk_corpus_at(t->corpus, i)->text : (bk_str){NULL, 0};
    for (size_t k = 0; k < BACK && k < s.n; k += LINE) {
        __builtin_prefetch(s.p + s.n - 1 - k);
        if (k < FRONT)
            __builtin_prefetch(s.p + k);
    }
}

static bk_status article_of(const job *t, int64_t i, int worker, bk_article *a)
{
    fetch_ends(t, i + 1);
    if (t->scratch) {
        bk__arena_reuse(&t->scratch[worker]);
        return bk__corpus_clean(t->corpus, i, &t->scratch[worker], a);
    }
    *a = *bk_corpus_at(t->corpus, i);
    return BK_OK;
}

static bk_status count_chunk(void *user, int64_t chunk, int worker)
{
    const job *t = user;
    int64_t first = chunk * BK__BATCH, rows = bk_corpus_size(t->corpus);
    int64_t end = first + BK__BATCH < rows ? first + BK__BATCH : rows;
    bk_status st = bk__count_open(t->counting, worker);
    for (int64_t i = first; i < end && st == BK_OK; i++) {
        bk_article a;
        st = article_of(t, i, worker, &a);
        if (st == BK_OK)
            st = bk__count_article(t->counting, worker, &a);
        if (st == BK_OK)
            st = give_words(t, i, worker);
    }
    return st == BK_OK ? bk__count_close(t->counting, worker, &t->chunk[chunk]) : st;
}

static bk_status run(bk_ctx *ctx, bk__counted *out, const bk_corpus *c, bk__arena *scratch,
                     const bk_vectorizer_opts *opts, const bk_vocab *joined, bool terms,
                     const bk__words_to *to)
{
    int64_t chunks = bk__chunks(bk_corpus_size(c), BK__BATCH);
    job t = {NULL, c, bk__calloc(ctx, (size_t)chunks, sizeof *t.chunk), to, scratch};
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
    return run(ctx, out, c, NULL, opts, NULL, true, to);
}

bk_status bk__count_like(bk_ctx *ctx, bk__counted *out, const bk_corpus *c,
                         const bk_vectorizer_opts *opts, const bk_vocab *joined)
{
    return run(ctx, out, c, NULL, opts, joined, true, NULL);
}

bk_status bk__count_sequences(bk_ctx *ctx, bk__counted *out, const bk_corpus *c,
                              const bk_vectorizer_opts *opts)
{
    return run(ctx, out, c, NULL, opts, NULL, false, NULL);
}

bk_status bk__count_raw(bk_ctx *ctx, bk__counted *out, const bk_corpus *c,
                        const bk_vectorizer_opts *opts)
{
    int workers = bk_ctx_threads(ctx);
    bk__arena *scratch = bk__alloc_array(ctx, (size_t)workers, sizeof *scratch);
    if (!scratch)
        return BK_ENOMEM;
    for (int w = 0; w < workers; w++)
        bk__arena_init(&scratch[w], ctx);
    bk_status st = run(ctx, out, c, scratch, opts, NULL, true, NULL);
    for (int w = 0; w < workers; w++)
        bk__arena_clear(&scratch[w]);
    bk__free(ctx, scratch);
    return st;
}
