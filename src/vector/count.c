/* count.c - counts articles, stretch by stretch, over the pool.
 *
 * Each worker has one analyzer and one counter, so what is known about a written form is found out
 * once a worker; it packs the rows of its stretch of articles into a chunk. Chunks are taken in
 * order. Terms are numbered as each worker meets them; the numbers are joined by their bytes at the
 * end (join.c), so the result does not depend on who counted what. A row's entries are sorted by
 * column when the matrix is made (rows.c). */
#include "vector/count.h"

#include <stdatomic.h>
#include <string.h>

#include "base/par.h"
#include "vector/chars.h"
#include "vector/grams.h"
#include "vector/hashed.h"
#include "vector/join.h"
#include "vector/pairs.h"

enum { FIRST = 1 << 14, LARGEST = 1 << 22 }; /* words of a block of rows, about */
enum { AHEAD = 20 };                         /* tokens whose forms are fetched early */

typedef struct form {     /* what a token needs of its form, in one place */
    uint64_t all, inside; /* occurrences; those in running text */
    uint32_t word;        /* BK__BREAK, or one of the below */
    bool quote;           /* a quotation mark */
} form;

/* A form's word where it was not looked at yet. Other values: a word, BK__BREAK for what parts
 * n-grams, SKIPPED for what does not count but does not part either (stop words). */
#define UNSEEN  0xfffffffeu
#define SKIPPED 0xfffffffdu

typedef struct block {
    struct block *older;
    size_t n, cap;
    uint32_t at[];
} block;

typedef struct words {
    uint32_t *at;
    size_t n, cap;
} words;

typedef struct hand {
    bk__counter counter;
    bk_analyzer *analyzer;
    form *form; /* [n_forms] */
    uint32_t n_forms;
    words word;      /* of the running article, one behind the other */
    bk__chars chars; /* where characters are counted; then the words are `names` */
    bk__map names;
    words row, end; /* of the running chunk */
    block *block;   /* rows of chunks that are closed */
    size_t held;    /* by blocks */
    _Atomic size_t bytes;
} hand;

typedef struct less { /* an entry of a row that was dropped */
    int worker;
    uint32_t term, count;
} less;

struct bk__counting {
    bk_ctx *ctx;
    const bk_vectorizer_opts *opts;
    const bk_vocab *joined; /* its pairs are joined; NULL: those found here, where opts say so */
    bool sequences, terms;  /* words are kept in order; terms are made of them */
    hand *worker;           /* [workers] */
    hand minus;             /* forms of articles that were dropped */
    int workers;
    int64_t rows;
    bk__chunk *chunk; /* [chunks] taken */
    int64_t chunks, cap_chunks;
    less *less; /* [n_less] */
    size_t n_less, cap_less;
};

static bk_status reserve(bk_ctx *ctx, words *w, size_t more)
{
    size_t cap = w->cap ? w->cap : 4096;
    if (w->cap - w->n >= more)
        return BK_OK;
    while (cap - w->n < more)
        cap *= 2;
    uint32_t *p = bk__resize_array(ctx, w->at, cap, sizeof *p);
    if (!p)
        return BK_ENOMEM;
    w->at = p;
    w->cap = cap;
    return BK_OK;
}

/* ---- an article ------------------------------------------------------------------------------ */
static bool counts_chars(const bk_vectorizer_opts *o)
{
    return strcmp(o->ngram_unit, "words") != 0;
}

bool bk__count_is_whole(const bk_vectorizer_opts *o)
{
    return o->join_collocations > 0 && !counts_chars(o);
}

static bk_status hand_ready(const bk__counting *c, hand *w)
{
    bool chars = counts_chars(c->opts);
    if (!w->counter.ctx) {
        bk__counter_init(&w->counter, c->ctx, c->sequences);
        bk__map_init(&w->names, c->ctx);
    }
    if (chars && !w->chars.ctx)
        bk__chars_init(&w->chars, c->ctx, c->opts);
    if (w->analyzer || strcmp(c->opts->preset, "sklearn") == 0)
        return BK_OK;
    return bk_analyzer_new(c->ctx, &w->analyzer, &c->opts->analyzer);
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

/* For n-grams a term is one word: some forms of letters are several (U+FDFA), whose blanks become
 * underlines. */
static bk_status add_word(hand *w, bk_str term, uint32_t *word)
{
    bk__counter *k = &w->counter;
    bk__map *into = w->chars.ctx ? &w->names : &k->words;
    if (k->sequences) {
        k->lower.n = 0;
        bk_status st = bk__buf_add(&k->lower, term);
        if (st != BK_OK)
            return st;
        term = bk__buf_str(&k->lower);
        for (size_t i = 0; i < term.n; i++)
            if ((unsigned char)k->lower.p[i] <= ' ')
                k->lower.p[i] = '_';
    }
    return bk__map_put(into, term, word, NULL);
}

static bk_status first_sight(hand *w, uint32_t number)
{
    const bk_form *known = bk_analyzer_form(w->analyzer, number);
    bk_str term = bk_analyzer_term(w->analyzer, number);
    uint32_t word = known->kind == BK_KIND_PUNCT ? BK__BREAK : SKIPPED;
    bk_status st = term.p ? add_word(w, term, &word) : BK_OK;
    if (st == BK_OK)
        w->form[number].word = word;
    w->form[number].quote = (known->flags & (BK_FORM_OPEN | BK_FORM_CLOSE)) != 0;
    return st;
}

/* The words of a sentence go behind those of the article. */
static bk_status read_sentence(hand *w, const bk_token *token, const bk_token *end,
                               const bk_token *last, uint64_t in_text)
{
    bool parts = w->counter.sequences || w->chars.ctx;
    uint64_t inside = 0; /* not where a sentence or a quote begins */
    uint32_t *out = w->word.at + w->word.n;
    for (; token < end; token++) {
        form *f = &w->form[token->form];
        if (last - token > AHEAD)
            __builtin_prefetch(&w->form[token[AHEAD].form], 1);
        if (f->word == UNSEEN) {
            bk_status st = first_sight(w, token->form);
            if (st != BK_OK)
                return st;
        }
        *out = f->word;
        out += f->word < SKIPPED || (f->word == BK__BREAK && parts);
        f->all++;
        f->inside += inside;
        inside = f->quote ? 0 : in_text;
    }
    w->word.n = (size_t)(out - w->word.at);
    return BK_OK;
}

static bk_status count_article(hand *w, const bk_article *a)
{
    if (!w->analyzer)
        return w->chars.ctx ? bk__chars_python(&w->chars, &w->counter, a->text)
                            : bk__pytokens(&w->counter, a->text);
    const bk_scan *scan;
    bk_status st;
    w->word.n = 0;
    BK__TRY(st, bk_analyzer_run(w->analyzer, a, &scan), done);
    BK__TRY(st, grow_forms(w, bk_analyzer_forms(w->analyzer)), done);
    BK__TRY(st, reserve(w->counter.ctx, &w->word, (size_t)scan->n_tokens + scan->n_sentences + 1),
            done);
    for (uint32_t i = 0; i < scan->n_sentences; i++) {
        const bk_sentence *s = &scan->sentences[i];
        const bk_token *token = scan->tokens + s->first;
        if (i > 0 && (w->counter.sequences || w->chars.ctx))
            w->word.at[w->word.n++] = BK__BREAK;
        BK__TRY(st,
                read_sentence(w, token, token + s->n, scan->tokens + scan->n_tokens,
                              s->field == BK_FIELD_TEXT),
                done);
    }
    st = w->chars.ctx ? bk__chars_words(&w->chars, &w->counter, &w->names, w->word.at, w->word.n)
                      : bk__counter_words(&w->counter, w->word.at, w->word.n);
done:
    return st;
}

/* The row that ended, packed behind those of the running chunk. */
static bk_status pack_row(hand *w)
{
    bk__counter *k = &w->counter;
    bk_status st;
    BK__TRY(st, reserve(k->ctx, &w->row, k->n * BK__PACKED_MOST + k->n_sequence), done);
    BK__TRY(st, reserve(k->ctx, &w->end, 1), done);
    uint32_t *p = w->row.at + w->row.n;
    for (size_t i = 0; i < k->n; i++)
        p = bk__pack(p, k->entry[i].term, k->entry[i].count);
    for (size_t i = 0; i < k->n_sequence; i++) /* several breaks are one */
        if (i == 0 || k->sequence[i] != BK__BREAK || k->sequence[i - 1] != BK__BREAK)
            *p++ = k->sequence[i];
    k->n = k->n_sequence = 0;
    w->row.n = (size_t)(p - w->row.at);
    if (w->row.n > UINT32_MAX)
        return bk__fail(k->ctx, BK_ESHAPE, "", "too many terms in a batch of articles");
    w->end.at[w->end.n++] = (uint32_t)w->row.n;
done:
    return st;
}

bk_status bk__count_open(bk__counting *c, int worker)
{
    hand *w = &c->worker[worker];
    w->row.n = w->end.n = 0;
    return hand_ready(c, w);
}

bk_status bk__count_article(bk__counting *c, int worker, const bk_article *a)
{
    hand *w = &c->worker[worker];
    bk_status st = count_article(w, a);
    if (st == BK_OK)
        st = bk__counter_row(&w->counter);
    return st == BK_OK ? pack_row(w) : st;
}

/* ---- chunks ---------------------------------------------------------------------------------- */
static uint32_t *keep(hand *w, size_t n)
{
    bk_ctx *ctx = w->counter.ctx;
    block *b = w->block;
    if (!b || b->cap - b->n < n) {
        size_t cap = !b ? FIRST : b->cap < LARGEST / 8 ? 8 * b->cap : LARGEST;
        if (cap < n)
            cap = n;
        b = cap < PTRDIFF_MAX / 8 ? bk__alloc(ctx, sizeof *b + cap * sizeof *b->at) : NULL;
        if (!b)
            return NULL;
        *b = (block){.older = w->block, .cap = cap};
        w->block = b;
        w->held += cap * sizeof *b->at;
    }
    b->n += n;
    return b->at + b->n - n;
}

static size_t map_bytes(const bk__map *m)
{
    return bk__arena_bytes(&m->keys) + m->slots * sizeof *m->slot + m->cap * sizeof *m->key;
}

static size_t hand_bytes(const hand *w)
{
    const bk__counter *k = &w->counter;
    size_t held = k->sequences ? 12 * w->held : w->held; /* what counting n-grams will take */
    return held + map_bytes(&k->words) + map_bytes(&w->names) + map_bytes(&k->surfaces) +
           k->cap_terms * sizeof *k->tally;
}

bk_status bk__count_close(bk__counting *c, int worker, bk__chunk *out)
{
    hand *w = &c->worker[worker];
    uint32_t *at = keep(w, w->row.n + w->end.n);
    if (!at)
        return BK_ENOMEM;
    *out = (bk__chunk){.at = at, .end = at + w->row.n, .rows = (int64_t)w->end.n, .worker = worker};
    if (w->row.n > 0)
        memcpy(out->at, w->row.at, w->row.n * sizeof *at);
    if (w->end.n > 0)
        memcpy(out->end, w->end.at, w->end.n * sizeof *at);
    atomic_store_explicit(&w->bytes, hand_bytes(w), memory_order_relaxed);
    return BK_OK;
}

size_t bk__count_bytes(const bk__counting *c)
{
    size_t sum = (size_t)c->cap_chunks * sizeof *c->chunk + c->cap_less * sizeof *c->less;
    for (int w = 0; w < c->workers; w++)
        sum += atomic_load_explicit(&c->worker[w].bytes, memory_order_relaxed);
    return sum;
}

static bk_status take_back(bk__counting *c, less entry)
{
    if (c->n_less == c->cap_less) {
        size_t cap = c->cap_less ? 2 * c->cap_less : 1024;
        less *p = bk__resize_array(c->ctx, c->less, cap, sizeof *p);
        if (!p)
            return BK_ENOMEM;
        c->less = p;
        c->cap_less = cap;
    }
    c->less[c->n_less++] = entry;
    return BK_OK;
}

bk_status bk__count_drop(bk__counting *c, bk__chunk *chunk, int64_t row, const bk_article *a)
{
    const uint32_t *p = chunk->at + (row > 0 ? chunk->end[row - 1] : 0);
    const uint32_t *end = chunk->at + chunk->end[row];
    bk_status st = BK_OK;
    while (!c->worker[chunk->worker].counter.sequences && p < end && st == BK_OK) {
        less entry = {.worker = chunk->worker};
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
    st = hand_ready(c, &c->minus);
    if (st == BK_OK)
        st = count_article(&c->minus, a);
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
    c->sequences = !counts_chars(opts) && (opts->ngram_max > 1 || opts->join_collocations > 0);
    c->workers = bk_ctx_threads(ctx);
    c->worker = bk__calloc(ctx, (size_t)c->workers, sizeof *c->worker);
    if (c->worker)
        return BK_OK;
    bk__count_free(c);
    *out = NULL;
    return BK_ENOMEM;
}

static void free_blocks(bk_ctx *ctx, block *b)
{
    while (b) {
        block *older = b->older;
        bk__free(ctx, b);
        b = older;
    }
}

/* Ready for the next stretch; what is known about forms stays. */
static void empty_hand(bk__counting *c, hand *w)
{
    if (w->counter.ctx)
        bk__map_clear(&w->names);
    bk__counter_clear(&w->counter);
    free_blocks(c->ctx, w->block);
    w->block = NULL;
    w->held = 0;
    w->bytes = 0;
    for (uint32_t i = 0; i < w->n_forms; i++)
        w->form[i] = (form){.word = UNSEEN};
}

static void free_hand(bk__counting *c, hand *w)
{
    empty_hand(c, w);
    bk__chars_clear(&w->chars);
    bk__free(c->ctx, w->form);
    bk__free(c->ctx, w->word.at);
    bk__free(c->ctx, w->row.at);
    bk__free(c->ctx, w->end.at);
    bk_analyzer_free(w->analyzer);
}

void bk__count_free(bk__counting *c)
{
    if (!c)
        return;
    for (int w = 0; c->worker && w < c->workers; w++)
        free_hand(c, &c->worker[w]);
    free_hand(c, &c->minus);
    bk__free(c->ctx, c->worker);
    bk__free(c->ctx, c->chunk);
    bk__free(c->ctx, c->less);
    bk__free(c->ctx, c);
}

/* Takes one of the times that tf lacks 2^32 back. */
static void restore(bk__counter *k, uint32_t term)
{
    for (size_t i = 0; i < k->n_over; i++)
        if (k->over[i] == term) {
            k->over[i] = k->over[--k->n_over];
            return;
        }
}

static void drop_all(bk__counting *c)
{
    for (size_t i = 0; i < c->n_less; i++) {
        const less *x = &c->less[i];
        bk__tally *t = &c->worker[x->worker].counter.tally[x->term];
        if (t->tf < x->count)
            restore(&c->worker[x->worker].counter, x->term);
        t->df--;
        t->tf -= x->count;
    }
    c->n_less = 0;
}

static bk_status give_chunks(bk__counting *c, bk__counted *out)
{
    out->rows = c->rows;
    out->chunks = c->chunks;
    out->first = bk__alloc_array(c->ctx, (size_t)c->chunks + 1, sizeof *out->first);
    if (!out->first)
        return BK_ENOMEM;
    out->chunk = c->chunk;
    out->first[0] = 0;
    for (int64_t i = 0; i < c->chunks; i++)
        out->first[i + 1] = out->first[i] + c->chunk[i].rows;
    c->chunk = NULL;
    c->chunks = c->cap_chunks = c->rows = 0;
    for (int w = 0; w < c->workers; w++)
        for (block *b; (b = c->worker[w].block);) {
            c->worker[w].block = b->older;
            b->older = out->memory;
            out->memory = b;
        }
    return BK_OK;
}

static bk_status give_words(bk__counting *c, bk__counted *out)
{
    bk_status st = BK_OK;
    const bk__tally **tally = bk__alloc_array(c->ctx, (size_t)c->workers, sizeof(bk__tally *));
    if (!tally)
        return BK_ENOMEM;
    for (int w = 0; w < c->workers && st == BK_OK; w++) {
        bk__counter *k = &c->worker[w].counter;
        tally[w] = k->tally;
        if (!k->ctx)
            continue;
        out->words[w] = k->words;
        bk__map_init(&k->words, c->ctx);
        /* a word that was not counted has no tally */
        st = bk__counter_grow(c->ctx, &k->tally, &k->cap_terms, out->words[w].n, sizeof *k->tally,
                              0);
        tally[w] = k->tally;
        for (uint32_t i = 0; i < (k->sequences && st == BK_OK ? out->words[w].n : 0); i++)
            k->tally[i].df = 1;
        out->n_of_worker[w] = out->words[w].n;
        out->of_worker[w] = bk__alloc_array(c->ctx, out->n_of_worker[w], sizeof *out->of_worker[w]);
        if (!out->of_worker[w])
            st = BK_ENOMEM;
    }
    if (st == BK_OK)
        st = bk__join(out, tally);
    for (int w = 0; w < c->workers && st == BK_OK; w++) {
        const bk__counter *k = &c->worker[w].counter;
        for (size_t i = 0; i < k->n_over; i++)
            out->tf[out->of_worker[w][k->over[i]]] += (uint64_t)1 << 32;
    }
    bk__free(c->ctx, tally);
    return st;
}

/* ---- written forms --------------------------------------------------------------------------- */
typedef struct forms {
    const bk__counting *counting;
    const bk__counted *out;
    size_t *begin;     /* [workers + 2] of each worker's forms, then of those that were dropped */
    bk__written *form; /* begin[workers + 1] */
} forms;

static const hand *hand_of(const bk__counting *c, int64_t w)
{
    return w < c->workers ? &c->worker[w] : &c->minus;
}

static uint32_t forms_of(const hand *h)
{
    uint32_t n = h->analyzer ? bk_analyzer_forms(h->analyzer) : 0;
    return n < h->n_forms ? n : h->n_forms;
}

static bool counts(const form *f)
{
    return f->all > 0 && f->word < SKIPPED;
}

static bk_status count_forms(void *user, int64_t w, int worker)
{
    const forms *t = user;
    const hand *h = hand_of(t->counting, w);
    uint32_t n = forms_of(h);
    (void)worker;
    t->begin[w + 1] = 0;
    for (uint32_t f = 0; f < n; f++)
        t->begin[w + 1] += counts(&h->form[f]);
    return BK_OK;
}

/* Forms of articles that were dropped count as often less; their words are words that others met.
 */
static bk_status list_forms(void *user, int64_t w, int worker)
{
    const forms *t = user;
    const bk__counted *out = t->out;
    const hand *h = hand_of(t->counting, w);
    uint64_t times = w < t->counting->workers ? 1 : UINT64_MAX;
    uint32_t n = forms_of(h);
    bk__written *to = t->form + t->begin[w];
    (void)worker;
    for (uint32_t f = 0; f < n; f++) {
        const form *x = &h->form[f];
        if (!counts(x))
            continue;
        uint32_t word = times == 1 ? out->of_worker[w][x->word]
                                   : bk__counted_find(out, bk_analyzer_term(h->analyzer, f));
        bool none = word == BK__NONE; /* only in what was dropped */
        *to++ = bk__written_of(bk_analyzer_form(h->analyzer, f), none ? out->n : word,
                               times * x->all, times * x->inside);
    }
    return BK_OK;
}

static bk_status give_forms(bk__counting *c, bk__counted *out)
{
    bk_ctx *ctx = c->ctx;
    int64_t hands = c->workers + 1;
    forms t = {c, out, bk__alloc_array(ctx, (size_t)hands + 1, sizeof *t.begin), NULL};
    bk_status st = BK_ENOMEM;
    if (!t.begin)
        return st;
    BK__TRY(st, bk__par_for(ctx, NULL, hands, count_forms, &t), done);
    t.begin[0] = 0;
    for (int64_t w = 0; w < hands; w++)
        t.begin[w + 1] += t.begin[w];
    t.form = bk__alloc_array(ctx, t.begin[hands], sizeof *t.form);
    if (!t.form) {
        st = BK_ENOMEM;
        goto done;
    }
    BK__TRY(st, bk__par_for(ctx, NULL, hands, list_forms, &t), done);
    st = bk__shown_settle(&out->shown, t.form, t.begin[hands], out->n + 1);
done:
    bk__free(ctx, t.begin);
    bk__free(ctx, t.form);
    return st;
}

/* Words, their forms, then what is made of words. */
static bk_status give_terms(bk__counting *c, bk__counted *out)
{
    const bk_vectorizer_opts *o = c->opts;
    bool spelled = !counts_chars(o);
    bool shows = spelled && o->hash_columns == 0 && strcmp(o->preset, "sklearn") != 0;
    bk_status st = give_words(c, out);
    if (st == BK_OK && shows)
        st = give_forms(c, out);
    if (st == BK_OK && shows && c->sequences)
        st = bk__shown_name(&out->shown, out->term, out->n);
    if (st != BK_OK || !c->terms)
        return st;
    if (bk__count_is_whole(o))
        st = bk__pairs_join(out, o, c->joined);
    if (st == BK_OK && c->sequences)
        st = bk__grams(out, o->ngram_min, o->ngram_max);
    if (st == BK_OK && o->hash_columns > 0)
        st = bk__hashed(out, (uint32_t)o->hash_columns);
    return st;
}

bk_status bk__count_end(bk__counting *c, bk__counted *out)
{
    bk_ctx *ctx = c->ctx;
    size_t workers = (size_t)c->workers;
    bk_status st = BK_ENOMEM;
    *out = (bk__counted){.ctx = ctx, .workers = c->workers};
    bk__shown_init(&out->shown, ctx);
    out->of_worker = bk__calloc(ctx, workers, sizeof *out->of_worker);
    out->n_of_worker = bk__calloc(ctx, workers, sizeof *out->n_of_worker);
    out->words = bk__calloc(ctx, workers, sizeof *out->words);
    if (!out->of_worker || !out->n_of_worker || !out->words)
        goto done;
    for (size_t w = 0; w < workers; w++)
        bk__map_init(&out->words[w], ctx);
    drop_all(c);
    BK__TRY(st, give_chunks(c, out), done);
    st = give_terms(c, out);
done:
    for (size_t w = 0; w < workers; w++)
        empty_hand(c, &c->worker[w]);
    empty_hand(c, &c->minus);
    if (st != BK_OK)
        bk__counted_clear(out);
    return st;
}

bk_status bk__counted_renumber(bk__counted *k, uint32_t n)
{
    uint32_t *same = bk__alloc_array(k->ctx, n, sizeof *same);
    if (!same)
        return BK_ENOMEM;
    for (uint32_t i = 0; i < n; i++)
        same[i] = i;
    for (int64_t w = 0; w < k->workers; w++) {
        bk__free(k->ctx, k->of_worker[w]);
        k->of_worker[w] = w == 0 ? same : NULL;
        k->n_of_worker[w] = w == 0 ? n : 0;
        bk__map_clear(&k->words[w]);
    }
    return BK_OK;
}

void bk__counted_clear_rows(bk__counted *k)
{
    for (int64_t i = 0; k->own_chunks && i < k->chunks; i++)
        bk__free(k->ctx, k->chunk[i].at);
    free_blocks(k->ctx, k->memory);
    bk__free(k->ctx, k->chunk);
    bk__free(k->ctx, k->first);
    k->memory = NULL;
    k->chunk = NULL;
    k->first = NULL;
    k->chunks = 0;
    k->own_chunks = false;
}

void bk__counted_clear(bk__counted *k)
{
    if (!k->ctx)
        return;
    for (int64_t w = 0; w < k->workers; w++) {
        if (k->of_worker)
            bk__free(k->ctx, k->of_worker[w]);
        if (k->words)
            bk__map_clear(&k->words[w]);
    }
    bk__counted_clear_rows(k);
    bk__free(k->ctx, k->of_worker);
    bk__free(k->ctx, k->n_of_worker);
    bk__free(k->ctx, k->words);
    bk__free(k->ctx, k->term);
    bk__free(k->ctx, k->bytes);
    bk__free(k->ctx, k->df);
    bk__free(k->ctx, k->tf);
    bk__shown_clear(&k->shown);
    *k = (bk__counted){0};
}

uint32_t bk__counted_find(const bk__counted *k, bk_str term)
{
    uint32_t low = 0, high = k->n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = bk__str_cmp(k->term[middle], term);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return BK__NONE;
}

void bk__count_set(bk__counting *c, const bk_vocab *joined, bool terms)
{
    c->joined = joined;
    c->terms = terms;
    c->sequences = c->sequences || !terms;
}
