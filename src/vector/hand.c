/* hand.c - one worker's part in counting articles.
 *
 * It has one analyzer and one counter, so what is known about a written form is found out once a
 * worker; the rows of its stretch of articles are packed one behind the other. */
#include "vector/hand.h"

#include <string.h>

enum { FIRST = 1 << 14, STEP = 32, LARGEST = 1 << 22 }; /* words of a block of rows, about */
enum { AHEAD = 20 };                                    /* tokens whose forms are fetched early */

static bk_status reserve(bk_ctx *ctx, bk__words *w, size_t more)
{
    return bk__make_room(ctx, &w->at, &w->cap, w->n + more, sizeof *w->at);
}

bool bk__counts_chars(const bk_vectorizer_opts *o)
{
    return strcmp(o->ngram_unit, "words") != 0;
}

bool bk__counts_forms(const bk__counting *c)
{
    return !bk__counts_chars(c->opts) && strcmp(c->opts->preset, "sklearn") != 0;
}

bk_status bk__hand_ready(const bk__counting *c, bk__hand *w)
{
    w->hashes = c->hashes;
    bool chars = bk__counts_chars(c->opts);
    if (!w->counter.ctx) {
        bk__counter_init(&w->counter, c->ctx, c->sequences);
        bk__map_init(&w->names, c->ctx);
    }
    if (chars && !w->chars.ctx)
        bk__chars_init(&w->chars, c->ctx, c->opts);
    if (w->analyzer || strcmp(c->opts->preset, "sklearn") == 0)
        return BK_OK;
    bk_status st = bk_analyzer_new(c->ctx, &w->analyzer, &c->opts->analyzer);
    if (st == BK_OK && bk__counts_forms(c))
        bk__analyzer_later(w->analyzer);
    return st;
}

static bk_status grow_forms(bk__hand *w, uint32_t want)
{
    uint32_t before = w->n_forms;
    bk_status st =
        bk__counter_grow(w->counter.ctx, &w->form, &w->n_forms, want, sizeof *w->form, 0);
    for (uint32_t i = before; st == BK_OK && i < w->n_forms; i++)
        w->form[i].word = BK__UNSEEN;
    return st;
}

bk_status bk__hand_whole_word(bk__hand *w, bk_str *term)
{
    bk__buf *b = &w->counter.lower;
    size_t n = 0;
    while (n < term->n && (unsigned char)term->p[n] > ' ')
        n++;
    if (n == term->n)
        return BK_OK;
    b->n = 0;
    bk_status st = bk__buf_add(b, *term);
    for (; st == BK_OK && n < b->n; n++)
        if ((unsigned char)b->p[n] <= ' ')
            b->p[n] = '_';
    *term = bk__buf_str(b);
    return st;
}

static bk_status add_word(bk__hand *w, bk_str term, uint32_t *word)
{
    bk__map *into = w->chars.ctx ? &w->names : &w->counter.words;
    bk_status st = w->counter.sequences ? bk__hand_whole_word(w, &term) : BK_OK;
    return st == BK_OK ? bk__map_put(into, term, word, NULL) : st;
}

static bk_status first_sight(bk__hand *w, uint32_t number)
{
    const bk_form *known = bk_analyzer_form(w->analyzer, number);
    bk_str term = bk_analyzer_term(w->analyzer, number);
    uint32_t word = known->kind == BK_KIND_PUNCT ? BK__BREAK : BK__SKIPPED;
    bk_status st = term.p ? add_word(w, term, &word) : BK_OK;
    if (st == BK_OK)
        w->form[number].word = word;
    w->form[number].hash = bk__word_hash(known);
    w->form[number].quote = (known->flags & (BK_FORM_OPEN | BK_FORM_CLOSE)) != 0;
    return st;
}

/* The words of a sentence go behind those of the article. */
static bk_status read_sentence(bk__hand *w, const bk_token *token, const bk_token *end,
                               const bk_token *last, uint64_t in_text)
{
    bool parts = w->counter.sequences || w->chars.ctx;
    uint64_t inside = 0; /* not where a sentence or a quote begins */
    uint32_t *out = w->word.at + w->word.n;
    for (; token < end; token++) {
        bk__hand_form *f = &w->form[token->form];
        if (last - token > AHEAD)
            __builtin_prefetch(&w->form[token[AHEAD].form], 1);
        if (f->word == BK__UNSEEN) {
            bk_status st = first_sight(w, token->form);
            if (st != BK_OK)
                return st;
        }
        *out = f->word;
        out += f->word < BK__SKIPPED || (f->word == BK__BREAK && parts);
        if (w->hashes) {
            w->hash.at[w->hash.n] = f->hash;
            w->hash.n += f->hash != 0;
        }
        f->all++;
        f->inside += inside;
        inside = f->quote ? 0 : in_text;
    }
    w->word.n = (size_t)(out - w->word.at);
    return BK_OK;
}

/* ---- forms alone ----------------------------------------------------------------------------- */
_Static_assert(BK__BREAK == BK__GATHER_BREAK && BK__SKIPPED == BK__GATHER_NONE, "the same numbers");

/* A form counts as itself for now (surfaces.c). */
static bk_status word_of(void *user, uint32_t form, uint32_t *word)
{
    bk__hand *w = user;
    bool counts = bk_analyzer_term(w->analyzer, form).n > 0;
    *word = counts ? form : BK__SKIPPED;
    if (!w->hashes)
        return BK_OK;
    bk_form f;
    bk_status st = grow_forms(w, form + 1);
    if (st == BK_OK)
        st = bk__analyzer_fold(w->analyzer, form, &f);
    if (st == BK_OK)
        w->form[form].hash = bk__word_hash(&f);
    *word = counts ? form : form | BK__ONLY_HASHED;
    return st;
}

static bk_status take_words(void *user, const uint32_t *word, size_t n)
{
    bk__hand *w = user;
    return bk__counter_words(&w->counter, word, n);
}

/* Each word's hash is noted first, also of those that do not count. */
static bk_status take_hashed(void *user, const uint32_t *word, size_t n)
{
    bk__hand *w = user;
    uint32_t counted[BK__GATHER_ROOM];
    size_t m = 0;
    bk_status st = reserve(w->counter.ctx, &w->hash, n);
    if (st != BK_OK)
        return st;
    uint32_t *hash = w->hash.at + w->hash.n;
    for (size_t i = 0; i < n; i++) {
        counted[m] = word[i];
        m += word[i] == BK__BREAK || !(word[i] & BK__ONLY_HASHED);
        if (word[i] != BK__BREAK)
            *hash++ = w->form[word[i] & ~BK__ONLY_HASHED].hash;
    }
    w->hash.n = (size_t)(hash - w->hash.at);
    return bk__counter_words(&w->counter, counted, m);
}

static void add_met(void *user, uint32_t form, uint32_t word, uint32_t all, uint32_t inside)
{
    bk__hand *w = user;
    w->form[form].word = word & BK__ONLY_HASHED ? BK__SKIPPED : word;
    w->form[form].all += all;
    w->form[form].inside += inside;
}

bk_status bk__hand_settle(bk__hand *w)
{
    w->met = 0;
    if (!w->analyzer)
        return BK_OK;
    bk_status st = grow_forms(w, bk_analyzer_forms(w->analyzer));
    if (st == BK_OK)
        bk__analyzer_met(w->analyzer, add_met, w);
    return st;
}

/* A table counts to 2^32; no text has more tokens than bytes. */
static bk_status gather(bk__hand *w, const bk_article *a)
{
    uint64_t bytes = a->title.n + a->text.n;
    bk_status st = w->met + bytes > UINT32_MAX ? bk__hand_settle(w) : BK_OK;
    w->met += bytes;
    w->gather.word_of = word_of;
    w->gather.take = w->hashes ? take_hashed : take_words;
    w->gather.numbers = w->hashes;
    w->gather.user = w;
    w->gather.breaks = w->counter.sequences;
    return st == BK_OK ? bk__analyzer_gather(w->analyzer, a, &w->gather) : st;
}

bk_status bk__hand_article(bk__hand *w, const bk_article *a)
{
    if (!w->analyzer)
        return w->chars.ctx ? bk__chars_python(&w->chars, &w->counter, a->text)
                            : bk__pytokens(&w->counter, a->text);
    const bk_scan *scan;
    bk_status st;
    w->word.n = w->hash.n = 0;
    if (!w->chars.ctx)
        return gather(w, a);
    BK__TRY(st, bk_analyzer_run(w->analyzer, a, &scan), done);
    BK__TRY(st, grow_forms(w, bk_analyzer_forms(w->analyzer)), done);
    BK__TRY(st, reserve(w->counter.ctx, &w->word, (size_t)scan->n_tokens + scan->n_sentences + 1),
            done);
    if (w->hashes)
        BK__TRY(st, reserve(w->counter.ctx, &w->hash, (size_t)scan->n_tokens + 1), done);
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

bk_status bk__hand_pack(bk__hand *w)
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

uint32_t *bk__hand_keep(bk_ctx *ctx, bk__hand *w, size_t n)
{
    bk__row_block *b = w->block;
    if (!b || b->cap - b->n < n) {
        size_t cap = !b ? FIRST : b->cap < LARGEST / STEP ? STEP * b->cap : LARGEST;
        size_t most = bk__memory_step(ctx) / sizeof *b->at;
        if (cap > most)
            cap = most > FIRST ? most : FIRST;
        if (cap < n)
            cap = n;
        b = cap < PTRDIFF_MAX / 8 ? bk__alloc(ctx, sizeof *b + cap * sizeof *b->at) : NULL;
        if (!b)
            return NULL;
        *b = (bk__row_block){.older = w->block, .cap = cap};
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

size_t bk__hand_bytes(const bk__hand *w)
{
    const bk__counter *k = &w->counter;
    size_t held = k->sequences ? 12 * w->held : w->held; /* what counting n-grams will take */
    return held + map_bytes(&k->words) + map_bytes(&w->names) + map_bytes(&k->surfaces) +
           k->cap_terms * sizeof *k->tally + (w->analyzer ? bk__analyzer_bytes(w->analyzer) : 0);
}

void bk__row_blocks_free(bk_ctx *ctx, bk__row_block *b)
{
    while (b) {
        bk__row_block *older = b->older;
        bk__free(ctx, b);
        b = older;
    }
}

void bk__hand_empty(bk_ctx *ctx, bk__hand *w)
{
    if (w->counter.ctx)
        bk__map_clear(&w->names);
    bk__counter_clear(&w->counter);
    bk__row_blocks_free(ctx, w->block);
    w->block = NULL;
    w->held = 0;
    w->bytes = 0;
    for (uint32_t i = 0; i < w->n_forms; i++)
        w->form[i] = (bk__hand_form){.word = BK__UNSEEN};
    if (w->analyzer)
        bk__analyzer_forget_words(w->analyzer);
    w->met = 0;
}

void bk__hand_forget(bk_ctx *ctx, bk__hand *w)
{
    bk_analyzer_free(w->analyzer);
    bk__free(ctx, w->form);
    w->analyzer = NULL;
    w->form = NULL;
    w->n_forms = 0;
}

void bk__hand_free(bk_ctx *ctx, bk__hand *w)
{
    bk__hand_empty(ctx, w);
    bk__hand_forget(ctx, w);
    bk__chars_clear(&w->chars);
    bk__free(ctx, w->word.at);
    bk__free(ctx, w->hash.at);
    bk__free(ctx, w->row.at);
    bk__free(ctx, w->end.at);
}
