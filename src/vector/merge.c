/* merge.c - the terms of runs, put together by their bytes.
 *
 * A heap holds the next term of each run; terms of the same bytes follow each other out of it. The
 * first pass finds how many there are and how long, the second writes them where they stay, and
 * tells each run the numbers of its terms. */
#include "vector/columns.h"
#include "vector/run.h"

enum { NUMBERS = 1 << 12 };

typedef struct head { /* of a run */
    bk__spool_in in;
    bk__buf term;
    bk__run_term t;
    uint32_t number[NUMBERS]; /* of its last terms */
    uint64_t put;             /* where they go */
    uint32_t n_number;
} head;

typedef struct merging {
    bk_ctx *ctx;
    bk__runs *runs;
    bool words; /* those of n-grams, not the terms */
    bool all;   /* terms of any df */
    bk__limits limits;
    head **head;  /* [runs->n] */
    size_t *heap; /* [live] numbers of heads */
    size_t live;
    bk__arena text; /* of the running term's forms */
    bk__written *form;
    size_t n_form, cap_form;
    uint64_t n, kept, bytes; /* first pass */
    bk__counted *out;        /* second pass; NULL */
    bk__buf best;
    char *to;
    bool shows;
} merging;

/* ---- the next term of a run ------------------------------------------------------------------ */
static bk_status next_term(head *h)
{
    bk_status st = bk__spool_in_read(&h->in, &h->t, sizeof h->t);
    h->term.n = 0;
    if (st == BK_OK)
        st = bk__buf_reserve(&h->term, (size_t)h->t.bytes + 1);
    if (st == BK_OK)
        st = bk__spool_in_read(&h->in, h->term.p, h->t.bytes);
    h->term.n = h->t.bytes;
    return st;
}

static bool before(const merging *m, size_t a, size_t b)
{
    int order = bk__str_cmp(bk__buf_str(&m->head[a]->term), bk__buf_str(&m->head[b]->term));
    return order != 0 ? order < 0 : a < b;
}

static void sink(merging *m, size_t i)
{
    size_t x = m->heap[i];
    for (size_t child; (child = 2 * i + 1) < m->live; i = child) {
        if (child + 1 < m->live && before(m, m->heap[child + 1], m->heap[child]))
            child++;
        if (before(m, x, m->heap[child]))
            break;
        m->heap[i] = m->heap[child];
    }
    m->heap[i] = x;
}

static bk_status advance(merging *m)
{
    head *h = m->head[m->heap[0]];
    bk_status st = BK_OK;
    if (bk__spool_in_ended(&h->in))
        m->heap[0] = m->heap[--m->live];
    else
        st = next_term(h);
    if (st == BK_OK && m->live > 0)
        sink(m, 0);
    return st;
}

/* ---- forms ----------------------------------------------------------------------------------- */
static bk_status read_text(merging *m, head *h, size_t n, bk_str *out)
{
    char *p = bk__arena_alloc(&m->text, n);
    *out = (bk_str){p, n};
    return p ? bk__spool_in_read(&h->in, p, n) : BK_ENOMEM;
}

static bk_status read_forms(merging *m, head *h)
{
    bk_status st = BK_OK;
    if (bk__make_room(m->ctx, &m->form, &m->cap_form, m->n_form + h->t.forms, sizeof *m->form) !=
        BK_OK)
        return BK_ENOMEM;
    for (uint32_t i = 0; i < h->t.forms && st == BK_OK; i++) {
        bk__run_form f = {0};
        bk__written *w = &m->form[m->n_form];
        BK__TRY(st, bk__spool_in_read(&h->in, &f, sizeof f), done);
        *w = (bk__written){.all = f.all, .inside = f.inside, .capital = f.capital != 0};
        BK__TRY(st, read_text(m, h, f.fold, &w->fold), done);
        BK__TRY(st, read_text(m, h, f.surface, &w->surface), done);
        m->n_form++;
    }
done:
    return st;
}

/* Lengths first: the bytes may move. */
static bk_status put_best(merging *m, uint32_t id)
{
    bk_str best = {NULL, 0};
    if (!m->shows)
        return BK_OK;
    if (m->n_form > 0)
        best = bk__shown_choose(m->form, (uint32_t)m->n_form);
    m->out->shown.best[id] = (bk_str){m->n_form > 0 ? "" : NULL, best.n};
    return bk__buf_add(&m->best, best);
}

/* ---- a term ---------------------------------------------------------------------------------- */
static bk_status flush_numbers(merging *m, head *h)
{
    size_t bytes = h->n_number * sizeof *h->number;
    bk_status st = bk__spool_put(m->runs->spool, h->put, h->number, bytes);
    h->put += bytes;
    h->n_number = 0;
    return st;
}

static bk_status put_term(merging *m, bk_str term, uint64_t df, uint64_t tf, uint32_t id)
{
    bk__counted *k = m->out;
    if (term.n > 0)
        memcpy(m->to, term.p, term.n);
    k->term[id] = (bk_str){m->to, term.n};
    m->to += term.n;
    k->df[id] = df;
    k->tf[id] = tf;
    return put_best(m, id);
}

/* All heads that have the lowest term give their sums; `from` gets their numbers. */
static bk_status gather(merging *m, bk__buf *term, bk__run_term *sum, size_t *from, size_t *n)
{
    bk_status st;
    *sum = (bk__run_term){0};
    *n = 0;
    term->n = 0;
    m->n_form = 0;
    bk__arena_reuse(&m->text);
    BK__TRY(st, bk__buf_add(term, bk__buf_str(&m->head[m->heap[0]]->term)), done);
    while (m->live > 0 && bk__str_eq(bk__buf_str(term), bk__buf_str(&m->head[m->heap[0]]->term))) {
        head *h = m->head[m->heap[0]];
        from[(*n)++] = m->heap[0];
        sum->df += h->t.df;
        sum->tf += h->t.tf;
        BK__TRY(st, read_forms(m, h), done);
        BK__TRY(st, advance(m), done);
    }
done:
    return st;
}

static bool keeps(const merging *m, uint64_t df)
{
    return m->all || bk__stays(&m->limits, df);
}

static bk_status tell(merging *m, const size_t *from, size_t n, uint32_t id)
{
    bk_status st = BK_OK;
    for (size_t i = 0; i < n && st == BK_OK && !m->words; i++) {
        head *h = m->head[from[i]];
        h->number[h->n_number++] = id;
        if (h->n_number == NUMBERS)
            st = flush_numbers(m, h);
    }
    return st;
}

static bk_status open_heads(merging *m)
{
    bk_status st = BK_OK;
    m->live = 0;
    for (size_t i = 0; i < m->runs->n && st == BK_OK; i++) {
        const bk__run *r = &m->runs->run[i];
        head *h = m->head[i];
        bk__spool_in_close(&h->in);
        st = bk__spool_in_open(&h->in, m->runs->spool, m->words ? r->words : r->terms,
                               m->words ? r->words_end : r->terms_end);
        h->put = r->number;
        h->n_number = 0;
        if (st != BK_OK || bk__spool_in_ended(&h->in))
            continue;
        st = next_term(h);
        m->heap[m->live++] = i;
    }
    for (size_t i = m->live / 2; i-- > 0;)
        sink(m, i);
    return st;
}

static bk_status pass(merging *m)
{
    bk__buf term;
    bk__run_term sum;
    uint32_t id = 0;
    size_t n, *from = bk__alloc_array(m->ctx, m->runs->n, sizeof *from);
    bk_status st = from ? open_heads(m) : BK_ENOMEM;
    bk__buf_init(&term, m->ctx);
    m->n = m->kept = m->bytes = 0;
    while (m->live > 0 && st == BK_OK) {
        BK__TRY(st, gather(m, &term, &sum, from, &n), done);
        bool kept = keeps(m, sum.df);
        if (m->out) {
            BK__TRY(st, tell(m, from, n, kept ? id : BK__NONE), done);
            if (kept)
                BK__TRY(st, put_term(m, bk__buf_str(&term), sum.df, sum.tf, id++), done);
        }
        m->n++;
        m->kept += kept;
        m->bytes += kept ? term.n : 0;
        if (m->n % 65536 == 0)
            BK__TRY(st, bk__cancelled(m->ctx), done);
    }
    for (size_t i = 0; m->out && !m->words && i < m->runs->n && st == BK_OK; i++)
        st = flush_numbers(m, m->head[i]);
done:
    bk__buf_clear(&term);
    bk__free(m->ctx, from);
    return st;
}

/* ---- the whole ------------------------------------------------------------------------------- */
static void close_heads(merging *m)
{
    for (size_t i = 0; m->head && i < m->runs->n; i++) {
        if (!m->head[i])
            continue;
        bk__spool_in_close(&m->head[i]->in);
        bk__buf_clear(&m->head[i]->term);
        bk__free(m->ctx, m->head[i]);
    }
    bk__free(m->ctx, m->head);
    bk__free(m->ctx, m->heap);
    bk__free(m->ctx, m->form);
    bk__arena_clear(&m->text);
    bk__buf_clear(&m->best);
}

static bk_status make_heads(merging *m)
{
    m->head = bk__calloc(m->ctx, m->runs->n, sizeof(head *));
    m->heap = bk__alloc_array(m->ctx, m->runs->n, sizeof *m->heap);
    if (!m->head || !m->heap)
        return BK_ENOMEM;
    for (size_t i = 0; i < m->runs->n; i++) {
        m->head[i] = bk__calloc(m->ctx, 1, sizeof *m->head[i]);
        if (!m->head[i])
            return BK_ENOMEM;
        bk__buf_init(&m->head[i]->term, m->ctx);
    }
    return BK_OK;
}

static bk_status make_room(merging *m, bk__counted *out)
{
    size_t n = (size_t)m->kept;
    if (m->kept >= BK__NONE)
        return bk__fail(m->ctx, BK_ESHAPE, "", "too many terms; leave out rare ones (min-df)");
    *out = (bk__counted){.ctx = m->ctx, .rows = m->runs->rows, .n = (uint32_t)n};
    bk__shown_init(&out->shown, m->ctx);
    out->term = bk__alloc_array(m->ctx, n, sizeof *out->term);
    out->df = bk__alloc_array(m->ctx, n, sizeof *out->df);
    out->tf = bk__alloc_array(m->ctx, n, sizeof *out->tf);
    out->bytes = m->to = bk__alloc(m->ctx, (size_t)m->bytes);
    if (m->shows) {
        out->shown.best = bk__alloc_array(m->ctx, n, sizeof *out->shown.best);
        out->shown.n = (uint32_t)n;
    }
    bool shown = out->shown.best || !m->shows;
    return out->term && out->df && out->tf && out->bytes && shown ? BK_OK : BK_ENOMEM;
}

/* The bytes of what is shown lie still now. */
static void give_best(merging *m, bk__counted *out)
{
    char *at = out->shown.bytes = m->best.p;
    m->best.p = NULL;
    m->best.n = m->best.cap = 0;
    for (uint32_t i = 0; m->shows && i < out->n; i++) {
        bk_str *best = &out->shown.best[i];
        best->p = best->p ? at : NULL;
        at += best->n;
    }
}

static bk_status merge(merging *m, bk__counted *out)
{
    bk_status st;
    bk__arena_init(&m->text, m->ctx);
    bk__buf_init(&m->best, m->ctx);
    BK__TRY(st, make_heads(m), done);
    BK__TRY(st, pass(m), done);
    if (m->kept == 0 && m->n > 0) {
        m->all = true;
        BK__TRY(st, pass(m), done);
    }
    BK__TRY(st, make_room(m, out), done);
    m->out = out;
    BK__TRY(st, bk__buf_reserve(&m->best, 1), done);
    BK__TRY(st, pass(m), done);
    give_best(m, out);
done:
    close_heads(m);
    return st;
}

static bk_status reserve_numbers(bk__runs *runs)
{
    bk_status st = BK_OK;
    for (size_t i = 0; i < runs->n && st == BK_OK; i++)
        st = bk__spool_reserve(runs->spool, (uint64_t)runs->run[i].n * sizeof(uint32_t),
                               &runs->run[i].number);
    return st;
}

/* How words are written, found by their bytes. */
static bk_status merge_words(bk__runs *runs, bk__counted *out)
{
    merging m = {.ctx = runs->ctx, .runs = runs, .words = true, .all = true, .shows = true};
    bk__counted words = {0};
    bk_status st = merge(&m, &words);
    if (st == BK_OK)
        st = bk__shown_name(&words.shown, words.term, words.n);
    if (st == BK_OK) {
        bk__shown_clear(&out->shown);
        out->shown = words.shown;
        bk__shown_init(&words.shown, runs->ctx);
    }
    bk__counted_clear(&words);
    return st;
}

bk_status bk__runs_merge(bk__runs *runs, const bk_vectorizer_opts *opts, bk__counted *out)
{
    bool shows = bk__count_shows(opts), grams = opts->ngram_max > 1;
    merging m = {.ctx = runs->ctx, .runs = runs, .shows = shows && !grams};
    bk_status st = reserve_numbers(runs);
    *out = (bk__counted){0};
    m.all = opts->vocabulary || opts->hash_columns > 0;
    m.limits = bk__limits_of(opts, runs->rows);
    if (st == BK_OK)
        st = merge(&m, out);
    if (st == BK_OK && shows && grams)
        st = merge_words(runs, out);
    if (st != BK_OK)
        bk__counted_clear(out);
    return st;
}
