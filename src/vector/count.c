/* count.c - counts articles, stretch by stretch: workers make chunks of rows, which are taken in
 * order. A row's entries are sorted by column when the matrix is made (rows.c). */
#include <string.h>

#include "vector/hand.h"

bool bk__count_is_whole(const bk_vectorizer_opts *o)
{
    return o->join_collocations > 0 && !bk__counts_chars(o);
}

bk_status bk__count_open(bk__counting *c, int worker)
{
    bk__hand *w = &c->worker[worker];
    w->row.n = w->end.n = 0;
    return bk__hand_ready(c, w);
}

bk_status bk__count_article(bk__counting *c, int worker, const bk_article *a)
{
    bk__hand *w = &c->worker[worker];
    bk_status st = bk__hand_article(w, a);
    if (st == BK_OK)
        st = bk__counter_row(&w->counter);
    return st == BK_OK ? bk__hand_pack(w) : st;
}

bk_status bk__count_close(bk__counting *c, int worker, bk__chunk *out)
{
    bk__hand *w = &c->worker[worker];
    uint32_t *at = bk__hand_keep(c->ctx, w, w->row.n + w->end.n);
    if (!at)
        return BK_ENOMEM;
    *out = (bk__chunk){.at = at, .end = at + w->row.n, .rows = (int64_t)w->end.n, .worker = worker};
    if (w->row.n > 0)
        memcpy(out->at, w->row.at, w->row.n * sizeof *at);
    if (w->end.n > 0)
        memcpy(out->end, w->end.at, w->end.n * sizeof *at);
    atomic_store_explicit(&w->bytes, bk__hand_bytes(w), memory_order_relaxed);
    return BK_OK;
}

size_t bk__count_bytes(const bk__counting *c)
{
    size_t sum = (size_t)c->cap_chunks * sizeof *c->chunk + c->cap_less * sizeof *c->less;
    for (int w = 0; w < c->workers; w++)
        sum += atomic_load_explicit(&c->worker[w].bytes, memory_order_relaxed);
    return sum;
}

static bk_status take_back(bk__counting *c, bk__less entry)
{
    if (bk__make_room(c->ctx, &c->less, &c->cap_less, c->n_less + 1, sizeof *c->less) != BK_OK)
        return BK_ENOMEM;
    c->less[c->n_less++] = entry;
    return BK_OK;
}

bk_status bk__count_drop(bk__counting *c, bk__chunk *chunk, int64_t row, const bk_article *a)
{
    const uint32_t *p = chunk->at + (row > 0 ? chunk->end[row - 1] : 0);
    const uint32_t *end = chunk->at + chunk->end[row];
    bk_status st = BK_OK;
    while (!c->worker[chunk->worker].counter.sequences && p < end && st == BK_OK) {
        bk__less entry = {.worker = chunk->worker};
        p = bk__unpack(p, &entry.term, &entry.count);
        st = take_back(c, entry);
    }
    if (!chunk->dropped && st == BK_OK) {
        chunk->dropped = bk__calloc(c->ctx, (size_t)chunk->rows, sizeof *chunk->dropped);
        st = chunk->dropped ? BK_OK : BK_ENOMEM;
    }
    if (st == BK_OK)
        chunk->dropped[row] = true;
    if (st != BK_OK || strcmp(c->opts->preset, "sklearn") == 0)
        return st;
    st = bk__hand_ready(c, &c->minus);
    if (st == BK_OK)
        st = bk__hand_article(&c->minus, a);
    if (st == BK_OK)
        st = bk__counter_row(&c->minus.counter);
    c->minus.counter.n = c->minus.counter.n_sequence = 0;
    return st;
}

/* Rows that were dropped go. */
static void close_gaps(bk__chunk *k)
{
    uint32_t *to = k->at, from = 0;
    int64_t kept = 0;
    for (int64_t i = 0; i < k->rows; i++) {
        uint32_t n = k->end[i] - from;
        if (!k->dropped[i]) {
            memmove(to, k->at + from, n * sizeof *to);
            to += n;
        }
        from = k->end[i];
        if (!k->dropped[i])
            k->end[kept++] = (uint32_t)(to - k->at);
    }
    k->rows = kept;
}

bk_status bk__count_take(bk__counting *c, bk__chunk *chunk)
{
    if (chunk->dropped)
        close_gaps(chunk);
    bk__free(c->ctx, chunk->dropped);
    chunk->dropped = NULL;
    if (c->chunks == c->cap_chunks) {
        int64_t cap = c->cap_chunks ? 2 * c->cap_chunks : 64;
        bk__chunk *p = bk__resize_array(c->ctx, c->chunk, (size_t)cap, sizeof *p);
        if (!p)
            return BK_ENOMEM;
        c->chunk = p;
        c->cap_chunks = cap;
    }
    c->rows += chunk->rows;
    c->chunk[c->chunks++] = *chunk;
    return BK_OK;
}

/* ---- the whole ------------------------------------------------------------------------------- */
bk_status bk__count_begin(bk_ctx *ctx, bk__counting **out, const bk_vectorizer_opts *opts)
{
    bk__counting *c = *out = bk__calloc(ctx, 1, sizeof *c);
    if (!c)
        return BK_ENOMEM;
    c->ctx = ctx;
    c->opts = opts;
    c->terms = true;
    c->sequences = !bk__counts_chars(opts) && (opts->ngram_max > 1 || opts->join_collocations > 0);
    c->workers = bk_ctx_threads(ctx);
    c->worker = bk__calloc(ctx, (size_t)c->workers, sizeof *c->worker);
    if (c->worker)
        return BK_OK;
    bk__count_free(c);
    *out = NULL;
    return BK_ENOMEM;
}

bool bk__count_shows(const bk_vectorizer_opts *o)
{
    return !bk__counts_chars(o) && o->hash_columns == 0 && strcmp(o->preset, "sklearn") != 0;
}

void bk__count_keep_forms(bk__counting *c)
{
    c->forms = true;
}

void bk__count_forget(bk__counting *c)
{
    for (int w = 0; w < c->workers; w++)
        bk__hand_forget(c->ctx, &c->worker[w]);
    bk__hand_forget(c->ctx, &c->minus);
}

void bk__count_set(bk__counting *c, const bk_vocab *joined, bool terms)
{
    c->joined = joined;
    c->terms = terms;
    c->sequences = c->sequences || !terms;
}

void bk__count_free(bk__counting *c)
{
    if (!c)
        return;
    for (int w = 0; c->worker && w < c->workers; w++)
        bk__hand_free(c->ctx, &c->worker[w]);
    bk__hand_free(c->ctx, &c->minus);
    bk__free(c->ctx, c->worker);
    bk__free(c->ctx, c->chunk);
    bk__free(c->ctx, c->less);
    bk__free(c->ctx, c);
}

void bk__count_hash(bk__counting *c)
{
    c->hashes = true;
}

const uint32_t *bk__count_hashes(const bk__counting *c, int worker, size_t *n)
{
    const bk__hand *w = &c->worker[worker];
    *n = w->hash.n;
    return c->hashes && w->analyzer ? w->hash.at : NULL;
}
