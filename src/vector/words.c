/* words.c - the words of articles as they are read, for who compares texts.
 *
 * Each worker has an analyzer; a form is hashed when it is first met. */
#include "vector/words.h"

#include "base/par.h"
#include "vector/counter.h"

typedef struct hand {
    bk_analyzer *analyzer;
    uint32_t *form; /* [forms] hash; UNSEEN */
    uint32_t forms;
    uint32_t *word; /* [cap] of the running article */
    size_t cap;
} hand;

typedef struct job {
    bk_ctx *ctx;
    const bk_corpus *corpus;
    const bk__words_to *to;
    hand *hands; /* [threads] */
} job;

/* No hash is this one, whose bytes are all 0xFF. */
#define UNSEEN UINT32_MAX

static bk_status read_article(const job *t, hand *h, int64_t row)
{
    const bk_scan *scan;
    size_t n = 0;
    bk_status st = bk_analyzer_run(h->analyzer, bk_corpus_at(t->corpus, row), &scan);
    if (st == BK_OK)
        st = bk__counter_grow(t->ctx, &h->form, &h->forms, bk_analyzer_forms(h->analyzer),
                              sizeof *h->form, 0xFF);
    if (st == BK_OK)
        st = bk__make_room(t->ctx, &h->word, &h->cap, scan->n_tokens, sizeof *h->word);
    for (uint32_t i = 0; i < (st == BK_OK ? scan->n_tokens : 0); i++) {
        uint32_t *hash = &h->form[scan->tokens[i].form];
        if (*hash == UNSEEN)
            *hash = bk__word_hash(bk_analyzer_form(h->analyzer, scan->tokens[i].form));
        h->word[n] = *hash;
        n += *hash != 0;
    }
    return st == BK_OK ? t->to->take(t->to->user, row, h->word, n) : st;
}

static bk_status read_chunk(void *user, int64_t chunk, int worker)
{
    const job *t = user;
    hand *h = &t->hands[worker];
    int64_t first = chunk * BK__BATCH, D = bk_corpus_size(t->corpus);
    bk_status st = h->analyzer ? BK_OK : bk_analyzer_new(t->ctx, &h->analyzer, NULL);
    for (int64_t i = first; i < first + BK__BATCH && i < D && st == BK_OK; i++)
        st = read_article(t, h, i);
    return st;
}

bk_status bk__words_read(bk_ctx *ctx, const bk_corpus *c, const bk__words_to *to)
{
    int workers = bk_ctx_threads(ctx);
    job t = {ctx, c, to, bk__calloc(ctx, (size_t)workers, sizeof *t.hands)};
    bk_status st = BK_ENOMEM;
    if (t.hands)
        st = bk__par_for(ctx, "repeats", bk__chunks(bk_corpus_size(c), BK__BATCH), read_chunk, &t);
    for (int w = 0; t.hands && w < workers; w++) {
        bk_analyzer_free(t.hands[w].analyzer);
        bk__free(ctx, t.hands[w].form);
        bk__free(ctx, t.hands[w].word);
    }
    bk__free(ctx, t.hands);
    return st;
}
