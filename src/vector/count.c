/* count.c - counts every article over the pool.
 *
 * Split: chunks of BK__BATCH articles; each worker has one analyzer and one counter, so what is
 * known about a written form is found out once a worker. Terms are numbered as each worker meets
 * them; the numbers are joined by their bytes afterwards and sorted by the caller, so the result
 * does not depend on who counted what. A row's entries are sorted by column when the matrix is
 * made. */
#include "vector/count.h"

#include <string.h>

#include "base/par.h"
#include "matrix/csr.h"
#include "vector/counter.h"

_Static_assert(BK__BATCH == 256, "bk__chunk.end has room for a batch");

typedef struct form {     /* what a token needs of its form, in one place */
    uint64_t all, inside; /* occurrences; those in running text */
    uint32_t word;        /* BK__BREAK, or one of the below */
    bool quote;           /* a quotation mark */
} form;

typedef struct hand {
    bk__counter counter;
    bk_analyzer *analyzer;
    form *form; /* [n_forms] */
    uint32_t n_forms;
} hand;

typedef struct job {
    bk__counted *out;
    const bk_corpus *corpus;
    const bk_vectorizer_opts *opts;
    hand *worker; /* [threads] */
} job;

/* A form's word where it was not looked at yet. Other values: a word, BK__BREAK for what parts
 * n-grams, SKIPPED for what does not count but does not part either (stop words). */
#define UNSEEN  0xfffffffeu
#define SKIPPED 0xfffffffdu

static bk_status worker_ready(const job *t, hand *w)
{
    bk_ctx *ctx = t->out->ctx;
    if (w->counter.ctx)
        return BK_OK;
    bk__counter_init(&w->counter, ctx, t->opts->ngram_min, t->opts->ngram_max);
    if (strcmp(t->opts->preset, "sklearn") == 0)
        return BK_OK;
    return bk_analyzer_new(ctx, &w->analyzer, &t->opts->analyzer);
}

static bk_status grow_forms(hand *w, uint32_t want)
{
    uint32_t before = w->n_forms;
    bk_status st =
        bk__counter_grow(w->counter.ctx, &w->form, &w->n_forms, want, sizeof *w->form, 0);
    for (uint32_t i = before; st == BK_OK && i < w->n_forms; i++)
        w->form[i].word = UNSEEN;
    return st;
}

static bk_status first_sight(hand *w, uint32_t number)
{
    const bk_form *known = bk_analyzer_form(w->analyzer, number);
    bk_str term = bk_analyzer_term(w->analyzer, number);
    uint32_t word = known->kind == BK_KIND_PUNCT ? BK__BREAK : SKIPPED;
    bk_status st = term.p ? bk__map_put(&w->counter.words, term, &word, NULL) : BK_OK;
    if (st == BK_OK)
        w->form[number].word = word;
    w->form[number].quote = (known->flags & (BK_FORM_OPEN | BK_FORM_CLOSE)) != 0;
    return st;
}

static bk_status count_article(const job *t, hand *w, const bk_article *a)
{
    if (!w->analyzer)
        return bk__pytokens(&w->counter, a->text);
    const bk_scan *scan;
    bk_status st = bk_analyzer_run(w->analyzer, a, &scan);
    uint32_t sentence = UINT32_MAX;
    bool begins = true; /* a sentence or a quote */
    (void)t;
    if (st == BK_OK)
        st = grow_forms(w, bk_analyzer_forms(w->analyzer));
    for (uint32_t i = 0; i < (st == BK_OK ? scan->n_tokens : 0); i++) {
        const bk_token *token = &scan->tokens[i];
        form *f = &w->form[token->form];
        if (f->word == UNSEEN)
            st = first_sight(w, token->form);
        if (token->sentence != sentence)
            begins = true;
        if (st == BK_OK && token->sentence != sentence && i > 0)
            st = bk__counter_word(&w->counter, BK__BREAK);
        if (st == BK_OK && f->word != SKIPPED)
            st = bk__counter_word(&w->counter, f->word);
        if (st != BK_OK)
            return st;
        f->all++;
        f->inside += !begins && scan->sentences[token->sentence].field == BK_FIELD_TEXT;
        begins = f->quote;
        sentence = token->sentence;
    }
    return st;
}

static bk_status count_chunk(void *user, int64_t chunk, int number)
{
    const job *t = user;
    hand *w = &t->worker[number];
    bk__counter *k = &w->counter;
    bk__chunk *out = &t->out->chunk[chunk];
    bk_status st = worker_ready(t, w);
    int64_t first = chunk * BK__BATCH;
    int64_t end = first + BK__BATCH < t->out->rows ? first + BK__BATCH : t->out->rows;
    k->n = 0;
    for (int64_t i = first; i < end && st == BK_OK; i++) {
        st = count_article(t, w, bk_corpus_at(t->corpus, i));
        if (st == BK_OK)
            st = bk__counter_row(k);
        out->end[i - first] = (uint32_t)k->n;
    }
    if (st != BK_OK)
        return st;
    out->worker = number;
    out->at = bk__alloc_array(t->out->ctx, k->n, sizeof *out->at);
    if (!out->at)
        return BK_ENOMEM;
    if (k->n > 0)
        memcpy(out->at, k->entry, k->n * sizeof *out->at);
    return BK_OK;
}

/* A worker's terms join those of the others; of_worker[w] says which numbers they get. */
static bk_status join_worker(bk__counted *out, int64_t w, bk__counter *k, uint32_t cap[2])
{
    bk__map *terms = bk__counter_terms(k);
    uint32_t n = terms->n, *to = bk__alloc_array(out->ctx, n, sizeof *to);
    bk_status st = BK_OK;
    out->of_worker[w] = to;
    out->n_of_worker[w] = n;
    if (!to)
        return BK_ENOMEM;
    if (out->terms.n == 0) { /* the first ones keep their numbers */
        bk__map empty = out->terms;
        out->terms = *terms;
        *terms = empty;
    }
    for (uint32_t i = 0; i < n; i++) {
        to[i] = i;
        if (terms->n > 0)
            BK__TRY(st, bk__map_put(&out->terms, bk__map_key(terms, i), &to[i], NULL), done);
        BK__TRY(st, bk__counter_grow(out->ctx, &out->df, &cap[0], to[i] + 1, sizeof *out->df, 0),
                done);
        BK__TRY(st, bk__counter_grow(out->ctx, &out->tf, &cap[1], to[i] + 1, sizeof *out->tf, 0),
                done);
        out->df[to[i]] += k->tally[i].df;
        out->tf[to[i]] += k->tally[i].tf;
    }
done:
    return st;
}

/* Terms of all workers under one numbering, with their sums. */
static bk_status join_terms(bk__counted *out, hand *workers)
{
    uint32_t cap[2] = {0, 0};
    bk_status st = BK_OK;
    for (int64_t w = 0; w < out->workers && st == BK_OK; w++)
        if (workers[w].counter.ctx)
            st = join_worker(out, w, &workers[w].counter, cap);
    return st;
}

/* The written forms that all workers met. */
static bk_status join_forms(bk__counted *out, const hand *workers)
{
    bk_status st = BK_OK;
    for (int64_t w = 0; w < out->workers && st == BK_OK; w++) {
        const hand *h = &workers[w];
        uint32_t n = h->analyzer ? bk_analyzer_forms(h->analyzer) : 0;
        n = n < h->n_forms ? n : h->n_forms;
        for (uint32_t f = 0; f < n && st == BK_OK; f++) {
            bk_str term = bk_analyzer_term(h->analyzer, f);
            if (term.p && h->form[f].all > 0)
                st = bk__shown_add(&out->shown, term, bk_analyzer_form(h->analyzer, f),
                                   h->form[f].all, h->form[f].inside);
        }
    }
    return st == BK_OK ? bk__shown_settle(&out->shown) : st;
}

bk_status bk__count(bk_ctx *ctx, bk__counted *out, const bk_corpus *c,
                    const bk_vectorizer_opts *opts)
{
    *out = (bk__counted){.ctx = ctx, .rows = bk_corpus_size(c), .workers = bk_ctx_threads(ctx)};
    bk__map_init(&out->terms, ctx);
    bk__shown_init(&out->shown, ctx);
    out->chunks = bk__chunks(out->rows, BK__BATCH);
    out->chunk = bk__calloc(ctx, (size_t)out->chunks, sizeof *out->chunk);
    out->of_worker = bk__calloc(ctx, (size_t)out->workers, sizeof *out->of_worker);
    out->n_of_worker = bk__calloc(ctx, (size_t)out->workers, sizeof *out->n_of_worker);
    job t = {out, c, opts, bk__calloc(ctx, (size_t)out->workers, sizeof *t.worker)};
    bk_status st = out->chunk && out->of_worker && out->n_of_worker && t.worker ? BK_OK : BK_ENOMEM;
    if (st == BK_OK)
        st = bk__par_for(ctx, "counting", out->chunks, count_chunk, &t);
    if (st == BK_OK)
        st = join_terms(out, t.worker);
    if (st == BK_OK)
        st = join_forms(out, t.worker);
    for (int64_t w = 0; t.worker && w < out->workers; w++) {
        bk__counter_clear(&t.worker[w].counter);
        bk__free(ctx, t.worker[w].form);
        bk_analyzer_free(t.worker[w].analyzer);
    }
    bk__free(ctx, t.worker);
    if (st != BK_OK)
        bk__counted_clear(out);
    return st;
}

void bk__counted_clear(bk__counted *k)
{
    if (!k->ctx)
        return;
    for (int64_t i = 0; k->chunk && i < k->chunks; i++)
        bk__free(k->ctx, k->chunk[i].at);
    for (int64_t w = 0; k->of_worker && w < k->workers; w++)
        bk__free(k->ctx, k->of_worker[w]);
    bk__free(k->ctx, k->chunk);
    bk__free(k->ctx, k->of_worker);
    bk__free(k->ctx, k->n_of_worker);
    bk__free(k->ctx, k->df);
    bk__free(k->ctx, k->tf);
    bk__map_clear(&k->terms);
    bk__shown_clear(&k->shown);
    *k = (bk__counted){0};
}

/* ---- the matrix ----------------------------------------------------------------------------- */
typedef struct cell { /* of a row that is sorted */
    uint32_t column, count;
} cell;

typedef struct rows { /* room for two */
    cell *at;
    size_t cap;
} rows;

typedef struct build {
    const bk__counted *k;
    uint32_t **column; /* [workers] a worker's term -> column */
    bool all;          /* every term has one */
    bk_csr *A;
    rows *scratch; /* [workers] */
} build;

static bk_status count_kept(void *user, int64_t chunk, int worker)
{
    const build *b = user;
    const bk__chunk *c = &b->k->chunk[chunk];
    const uint32_t *column = b->column[c->worker];
    int64_t first = chunk * BK__BATCH;
    (void)worker;
    for (int64_t i = first; i < first + BK__BATCH && i < b->k->rows; i++) {
        size_t from = i > first ? c->end[i - first - 1] : 0, n = c->end[i - first] - from;
        if (!b->all)
            for (size_t e = from; e < c->end[i - first]; e++)
                n -= column[c->at[e].term] == BK__NONE;
        b->A->ptr[i + 1] = (int64_t)n;
    }
    return BK_OK;
}

static void sort_few(cell *at, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        cell x = at[i];
        size_t j = i;
        for (; j > 0 && at[j - 1].column > x.column; j--)
            at[j] = at[j - 1];
        at[j] = x;
    }
}

/* By column, a byte at a time from the lowest; `other` has as much room; cols > every column.
 * Returns where the result lies. */
static cell *sort(cell *at, cell *other, size_t n, int64_t cols)
{
    if (n <= 32) {
        sort_few(at, n);
        return at;
    }
    for (int shift = 0; shift < 32 && (cols - 1) >> shift > 0; shift += 8) {
        uint32_t begin[256] = {0}, sum = 0;
        for (size_t i = 0; i < n; i++)
            begin[at[i].column >> shift & 255]++;
        for (int d = 0; d < 256; d++) {
            uint32_t here = begin[d];
            begin[d] = sum;
            sum += here;
        }
        for (size_t i = 0; i < n; i++)
            other[begin[at[i].column >> shift & 255]++] = at[i];
        cell *swap = at;
        at = other;
        other = swap;
    }
    return at;
}

static bk_status fill_rows(void *user, int64_t chunk, int worker)
{
    const build *b = user;
    const bk__chunk *c = &b->k->chunk[chunk];
    const uint32_t *column = b->column[c->worker];
    int64_t first = chunk * BK__BATCH;
    for (int64_t i = first; i < first + BK__BATCH && i < b->k->rows; i++) {
        size_t n = 0, want = (size_t)(b->A->ptr[i + 1] - b->A->ptr[i]) + 1;
        rows *scratch = &b->scratch[worker];
        if (2 * want > scratch->cap) {
            cell *p = bk__resize_array(b->k->ctx, scratch->at, 4 * want, sizeof *p);
            if (!p)
                return BK_ENOMEM;
            *scratch = (rows){p, 4 * want};
        }
        cell *row = scratch->at;
        for (size_t e = i > first ? c->end[i - first - 1] : 0; e < c->end[i - first]; e++) {
            row[n] = (cell){column[c->at[e].term], c->at[e].count};
            n += row[n].column != BK__NONE; /* one more than `want` has room: it may be written */
        }
        row = sort(row, row + want, n, b->A->cols);
        uint32_t *col = b->A->col + b->A->ptr[i];
        float *val = b->A->val + b->A->ptr[i];
        for (size_t j = 0; j < n; j++) {
            col[j] = row[j].column;
            val[j] = (float)row[j].count;
        }
    }
    return BK_OK;
}

/* Each worker's terms to columns, at once. */
static bk_status compose(build *b, const uint32_t *column)
{
    b->all = true;
    for (uint32_t i = 0; i < b->k->terms.n; i++)
        b->all = b->all && column[i] != BK__NONE;
    for (int64_t w = 0; w < b->k->workers; w++) {
        uint32_t n = b->k->n_of_worker[w];
        if (n == 0)
            continue;
        b->column[w] = bk__alloc_array(b->k->ctx, n, sizeof **b->column);
        if (!b->column[w])
            return BK_ENOMEM;
        for (uint32_t i = 0; i < n; i++)
            b->column[w][i] = column[b->k->of_worker[w][i]];
    }
    return BK_OK;
}

bk_status bk__counted_csr(const bk__counted *k, bk_csr *A, const uint32_t *column, int64_t cols)
{
    bk_ctx *ctx = k->ctx;
    build b = {.k = k, .A = A};
    bk_status st = bk__csr_new(ctx, A, k->rows, cols, 0);
    if (st != BK_OK)
        return st;
    b.column = bk__calloc(ctx, (size_t)k->workers, sizeof *b.column);
    b.scratch = bk__calloc(ctx, (size_t)k->workers, sizeof *b.scratch);
    st = b.column && b.scratch ? compose(&b, column) : BK_ENOMEM;
    if (st == BK_OK)
        st = bk__par_for(ctx, NULL, k->chunks, count_kept, &b);
    for (int64_t i = 0; i < k->rows; i++)
        A->ptr[i + 1] += A->ptr[i];
    if (st == BK_OK) {
        size_t n = (size_t)A->ptr[A->rows];
        bk__free(ctx, A->col);
        bk__free(ctx, A->val);
        A->col = bk__alloc_array(ctx, n, sizeof *A->col);
        A->val = A->col ? bk__alloc_array(ctx, n, sizeof *A->val) : NULL;
        st = A->val ? bk__par_for(ctx, NULL, k->chunks, fill_rows, &b) : BK_ENOMEM;
    }
    for (int64_t w = 0; w < k->workers; w++) {
        if (b.column)
            bk__free(ctx, b.column[w]);
        if (b.scratch)
            bk__free(ctx, b.scratch[w].at);
    }
    bk__free(ctx, b.column);
    bk__free(ctx, b.scratch);
    if (st != BK_OK)
        bk_csr_free(ctx, A);
    return st;
}
