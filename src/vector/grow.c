/* grow.c - counts of a store and those of new articles, put together. */
#include "vector/grow.h"

#include <stdlib.h>
#include <string.h>

#include "vector/hand.h"

enum { CHUNK = 1 << 20 }; /* entries of a chunk, about */

/* ---- forms ----------------------------------------------------------------------------------- */
static int by_all(const void *a, const void *b)
{
    const bk__written *x = a, *y = b;
    int order = (x->word > y->word) - (x->word < y->word);
    if (order == 0)
        order = bk__str_cmp(x->fold, y->fold);
    return order ? order : bk__str_cmp(x->surface, y->surface);
}

/* In order, each once, without those of dropped articles alone and of words from `words` on. */
static size_t in_order(bk__written *w, size_t n, uint32_t words)
{
    size_t m = 0, kept = 0;
    if (n > 1)
        qsort(w, n, sizeof *w, by_all);
    for (size_t i = 0; i < n; i++)
        if (m > 0 && by_all(&w[m - 1], &w[i]) == 0) {
            w[m - 1].all += w[i].all;
            w[m - 1].inside += w[i].inside;
        } else {
            w[m++] = w[i];
        }
    for (size_t i = 0; i < m; i++)
        if (w[i].word < words && w[i].all > 0)
            w[kept++] = w[i];
    return kept;
}

/* The words that have forms, whose numbers become their places; how many. */
static uint32_t used_words(bk__written *w, size_t n, const bk_str *word, bk_str *out)
{
    uint32_t m = 0;
    for (size_t i = 0; i < n;) {
        uint32_t here = w[i].word;
        for (; i < n && w[i].word == here; i++)
            w[i].word = m;
        out[m++] = word[here];
    }
    return m;
}

/* ---- two rising lists as one ----------------------------------------------------------------- */
typedef struct both {
    const bk_str *a, *b;
    uint32_t na, nb;
    uint32_t *from_a, *from_b; /* [na], [nb] their places in */
    bk_str *out;               /* [n] */
    uint32_t n;
} both;

static bk_status put_together(bk_ctx *ctx, both *t)
{
    size_t most = (size_t)t->na + t->nb;
    if (most >= BK__NONE)
        return bk__fail(ctx, BK_ESHAPE, "", "too many different terms");
    t->out = bk__alloc_array(ctx, most, sizeof *t->out);
    t->from_a = bk__alloc_array(ctx, t->na, sizeof *t->from_a);
    t->from_b = bk__alloc_array(ctx, t->nb, sizeof *t->from_b);
    if (!t->out || !t->from_a || !t->from_b)
        return BK_ENOMEM;
    for (uint32_t i = 0, j = 0; i < t->na || j < t->nb; t->n++) {
        int order = i == t->na ? 1 : j == t->nb ? -1 : bk__str_cmp(t->a[i], t->b[j]);
        t->out[t->n] = order <= 0 ? t->a[i] : t->b[j];
        if (order <= 0)
            t->from_a[i++] = t->n;
        if (order >= 0)
            t->from_b[j++] = t->n;
    }
    return BK_OK;
}

static void drop_both(bk_ctx *ctx, both *t)
{
    bk__free(ctx, t->out);
    bk__free(ctx, t->from_a);
    bk__free(ctx, t->from_b);
}

/* ---- rows ------------------------------------------------------------------------------------ */
/* Its memory is a block of its own, or one of those of the rows. */
static uint32_t *chunk_room(bk__counted *k, size_t words)
{
    if (k->own_chunks)
        return bk__alloc_array(k->ctx, words, sizeof(uint32_t));
    bk__row_block *b =
        words < PTRDIFF_MAX / 8 ? bk__alloc(k->ctx, sizeof *b + words * sizeof *b->at) : NULL;
    if (!b)
        return NULL;
    *b = (bk__row_block){.older = k->memory, .n = words, .cap = words};
    k->memory = b;
    return b->at;
}

static bk_status make_chunk(const bk__grown *g, bk__counted *k, int64_t from, int64_t to,
                            bk__chunk *c)
{
    const int64_t *ptr = g->ptr;
    size_t rows = (size_t)(to - from), n = (size_t)(ptr[to] - ptr[from]);
    if (n > UINT32_MAX / BK__PACKED_MOST)
        return bk__fail(k->ctx, BK_ESHAPE, "", "too many terms in an article");
    uint32_t *at = chunk_room(k, n * BK__PACKED_MOST + rows), *p = at;
    if (!at)
        return BK_ENOMEM;
    *c = (bk__chunk){.at = at,
                     .end = at + n * BK__PACKED_MOST,
                     .rows = to - from,
                     .worker = (int)k->workers - 1};
    for (int64_t i = from; i < to; i++) {
        for (int64_t e = ptr[i]; e < ptr[i + 1]; e++)
            p = bk__pack(p, g->col[e], g->count[e]);
        c->end[i - from] = (uint32_t)(p - at);
    }
    return BK_OK;
}

static int64_t next_end(const bk__grown *g, int64_t from)
{
    int64_t to = from + 1;
    while (to < g->rows && g->ptr[to + 1] - g->ptr[from] <= CHUNK && to - from < CHUNK)
        to++;
    return to;
}

/* Chunks of g's rows before those of k. On failure those that are there are k's. */
static bk_status put_rows(const bk__grown *g, bk__counted *k)
{
    int64_t more = 0, old = k->chunks;
    bk_status st = BK_OK;
    for (int64_t i = 0; i < g->rows; i = next_end(g, i))
        more++;
    bk__chunk *chunk = bk__calloc(k->ctx, (size_t)(old + more), sizeof *chunk);
    int64_t *first = bk__alloc_array(k->ctx, (size_t)(old + more) + 1, sizeof *first);
    if (!chunk || !first) {
        bk__free(k->ctx, chunk);
        bk__free(k->ctx, first);
        return BK_ENOMEM;
    }
    if (old > 0)
        memcpy(chunk + more, k->chunk, (size_t)old * sizeof *chunk);
    bk__free(k->ctx, k->chunk);
    bk__free(k->ctx, k->first);
    k->chunk = chunk;
    k->first = first;
    k->chunks = old + more;
    k->rows += g->rows;
    for (int64_t i = 0, c = 0, to; i < g->rows && st == BK_OK; i = to, c++) {
        to = next_end(g, i);
        st = make_chunk(g, k, i, to, &chunk[c]);
    }
    first[0] = 0;
    for (int64_t c = 0; c < k->chunks; c++)
        first[c + 1] = first[c] + chunk[c].rows;
    return st;
}

/* ---- terms ----------------------------------------------------------------------------------- */
/* One worker more, whose terms are those of g. */
static bk_status one_worker_more(bk__counted *k, uint32_t *from, uint32_t n)
{
    size_t workers = (size_t)k->workers + 1;
    uint32_t **of = bk__resize_array(k->ctx, k->of_worker, workers, sizeof *of);
    if (of)
        k->of_worker = of;
    uint32_t *many = of ? bk__resize_array(k->ctx, k->n_of_worker, workers, sizeof *many) : NULL;
    if (many)
        k->n_of_worker = many;
    bk__map *words = many ? bk__resize_array(k->ctx, k->words, workers, sizeof *words) : NULL;
    if (!words)
        return BK_ENOMEM;
    k->words = words;
    of[k->workers] = from;
    many[k->workers] = n;
    bk__map_init(&words[k->workers++], k->ctx);
    return BK_OK;
}

static bk_status put_terms(const bk__grown *g, bk__counted *k, const both *t)
{
    uint64_t *df = bk__calloc(k->ctx, t->n, sizeof *df), *tf = bk__calloc(k->ctx, t->n, sizeof *tf);
    if (!df || !tf) {
        bk__free(k->ctx, df);
        bk__free(k->ctx, tf);
        return BK_ENOMEM;
    }
    for (uint32_t i = 0; i < g->n; i++) {
        df[t->from_a[i]] += (uint64_t)g->df[i];
        tf[t->from_a[i]] += (uint64_t)g->tf[i];
    }
    for (uint32_t i = 0; i < k->n; i++) {
        df[t->from_b[i]] += k->df[i];
        tf[t->from_b[i]] += k->tf[i];
    }
    for (int64_t w = 0; w < k->workers; w++)
        for (uint32_t i = 0; i < k->n_of_worker[w]; i++)
            if (k->of_worker[w][i] != BK__NONE)
                k->of_worker[w][i] = t->from_b[k->of_worker[w][i]];
    bk__free(k->ctx, k->df);
    bk__free(k->ctx, k->tf);
    k->df = df;
    k->tf = tf;
    k->n = t->n;
    return BK_OK;
}

static bk_status put_forms(const bk__grown *g, bk__counted *k, const both *t)
{
    size_t n = g->n_form + k->n_form;
    bk__written *form = bk__alloc_array(k->ctx, n, sizeof *form);
    if (!form)
        return BK_ENOMEM;
    for (size_t i = 0; i < n; i++) {
        bool old = i < g->n_form;
        form[i] = old ? g->form[i] : k->form[i - g->n_form];
        form[i].word = (old ? t->from_a : t->from_b)[form[i].word];
    }
    bk__free(k->ctx, k->form);
    k->form = form;
    k->n_form = in_order(form, n, t->n);
    return BK_OK;
}

/* How terms are shown, from the forms as they are now. */
static bk_status show(bk__counted *k, const bk_str *word, uint32_t words, bool grams)
{
    bk__shown shown;
    bk_status st;
    bk__shown_init(&shown, k->ctx);
    st = bk__shown_settle(&shown, k->form, k->n_form, words + 1);
    if (st == BK_OK && grams)
        st = bk__shown_name(&shown, word, words);
    if (st != BK_OK) {
        bk__shown_clear(&shown);
        return st;
    }
    bk__shown_clear(&k->shown);
    k->shown = shown;
    return BK_OK;
}

static bk_status join_forms(const bk__grown *g, bk__counted *k, const both *terms)
{
    bool grams = k->shown.words.n > 0 || (g && g->n_word > 0);
    both words = {.n = k->n};
    bk_str *used = NULL;
    bk_status st = BK_OK;
    k->n_form = in_order(k->form, k->n_form, grams ? k->shown.words.n : k->n);
    if (grams) {
        used = bk__alloc_array(k->ctx, k->shown.words.n, sizeof *used);
        if (!used)
            return BK_ENOMEM;
        words = (both){.a = g ? g->word : NULL, .na = g ? g->n_word : 0, .b = used};
        words.nb = used_words(k->form, k->n_form, k->shown.words.key, used);
        BK__TRY(st, put_together(k->ctx, &words), done);
    }
    if (g)
        BK__TRY(st, put_forms(g, k, grams ? &words : terms), done);
    st = show(k, words.out, grams ? words.n : g ? terms->n : k->n, grams);
done:
    drop_both(k->ctx, &words);
    bk__free(k->ctx, used);
    return st;
}

bk_status bk__grown_join(const bk__grown *g, bk__counted *k)
{
    both t = {.b = k->term, .nb = k->n};
    bool shows = k->shown.best != NULL;
    bk_status st;
    if (!g)
        return shows ? join_forms(NULL, k, NULL) : BK_OK;
    t.a = g->term;
    t.na = g->n;
    BK__TRY(st, put_together(k->ctx, &t), done);
    if (shows)
        BK__TRY(st, join_forms(g, k, &t), done);
    BK__TRY(st, put_terms(g, k, &t), done);
    bk__free(k->ctx, k->term);
    k->term = t.out;
    t.out = NULL;
    BK__TRY(st, one_worker_more(k, t.from_a, g->n), done);
    t.from_a = NULL;
    st = put_rows(g, k);
done:
    drop_both(k->ctx, &t);
    return st;
}
