/* surfaces.c - written forms that were counted become terms.
 *
 * While articles are counted a form is a number, and nothing is known of it. At the end the forms
 * of all workers stand in the order of their bytes, each once; what they are is found out then,
 * over the pool, neighbours together. Terms are numbered by their bytes in turn, and the rows are
 * written once more: forms of one term that stand in one row are added up. */
#include <string.h>

#include "base/par.h"
#include "vector/hand.h"
#include "vector/join.h"

enum { PART = 2048, AHEAD = 8 }; /* forms found out in one go; fetched early */

typedef struct place { /* of a term in the row that is written */
    uint32_t row, at;
} place;

typedef struct scribe { /* what a worker needs to write rows */
    place *place;       /* [terms] */
    uint32_t *twice;    /* [terms] times that a row had the term once more */
    uint32_t row;
    bk__entry *entry;
    size_t cap;
    bk__words out;
} scribe;

typedef struct job {
    bk__counting *c;
    bk__counted *out;  /* its terms are the forms until they are exchanged */
    bk_str *term;      /* [forms] {NULL, 0}: none */
    bk__written *form; /* [forms] */
    uint32_t *of;      /* [forms] their terms' numbers, BK__NONE */
    scribe *scribe;    /* [workers] */
} job;

/* ---- forms to strings of terms --------------------------------------------------------------- */
static bk_status find_out(void *user, int64_t part, int worker)
{
    const job *j = user;
    bk__hand *w = &j->c->worker[worker];
    uint32_t from = (uint32_t)part * PART;
    uint32_t to = j->out->n - from < PART ? j->out->n : from + PART;
    bk_status st = bk__hand_ready(j->c, w);
    for (uint32_t i = from; i < to && st == BK_OK; i++) {
        bk_form form;
        bk_str *term = &j->term[i];
        uint32_t id;
        if (to - i > AHEAD)
            __builtin_prefetch(j->out->term[i + AHEAD].p);
        st = bk__analyzer_resolve(w->analyzer, j->out->term[i], &form, term);
        j->form[i] = bk__written_of(&form, 0, 0, 0);
        if (st != BK_OK || !term->p || !j->c->sequences)
            continue;
        const char *before = term->p;
        st = bk__hand_whole_word(w, term);
        if (st == BK_OK && term->p != before &&
            (st = bk__map_put(&w->names, *term, &id, NULL)) == BK_OK)
            *term = bk__map_key(&w->names, id);
    }
    return st;
}

/* ---- how often each form was met ------------------------------------------------------------- */
typedef struct met {
    const job *j;
    const bk_str *key;  /* [forms] of a worker */
    const uint32_t *of; /* their numbers; NULL: of none of them */
    uint64_t times;     /* all ones where the articles were dropped: they count as often less */
} met;

static void add_form(const met *m, uint32_t form, uint64_t all, uint64_t inside)
{
    if (m->key[form].n == 0)
        return;
    uint32_t at = m->of ? m->of[form] : BK__NONE;
    if (at == BK__NONE) /* all of its articles here were dropped; others have met it, too */
        at = bk__counted_find(m->j->out, m->key[form]);
    if (at == BK__NONE)
        return;
    m->j->form[at].all += m->times * all;
    m->j->form[at].inside += m->times * inside;
}

static void add_slot(void *user, uint32_t form, uint32_t word, uint32_t all, uint32_t inside)
{
    (void)word;
    add_form(user, form, all, inside);
}

static void add_met(const job *j, const bk__hand *h, const uint32_t *of, uint64_t times)
{
    if (!h->analyzer)
        return;
    met m = {j, bk__analyzer_keys(h->analyzer), of, times};
    bk__analyzer_met(h->analyzer, add_slot, &m);
    for (uint32_t i = 0; i < h->n_forms; i++) /* of hands that met very much */
        if (h->form[i].all > 0)
            add_form(&m, i, h->form[i].all, h->form[i].inside);
}

static void add_all_met(const job *j)
{
    for (int w = 0; w < j->c->workers; w++)
        add_met(j, &j->c->worker[w], j->out->of_worker[w], 1);
    add_met(j, &j->c->minus, NULL, UINT64_MAX);
}

/* ---- numbers of terms ------------------------------------------------------------------------ */
/* A stretch of the forms for each worker. */
static bk_status number(const job *j, bk__counted *terms)
{
    size_t workers = (size_t)j->out->workers, forms = j->out->n;
    bk_ctx *ctx = j->out->ctx;
    const bk_str **key = bk__alloc_array(ctx, workers, sizeof(bk_str *));
    terms->of_worker = bk__alloc_array(ctx, workers, sizeof *terms->of_worker);
    terms->n_of_worker = bk__alloc_array(ctx, workers, sizeof *terms->n_of_worker);
    bk_status st = key && terms->of_worker && terms->n_of_worker ? BK_OK : BK_ENOMEM;
    for (size_t w = 0; w < workers && st == BK_OK; w++) {
        size_t from = forms * w / workers;
        key[w] = j->term + from;
        terms->of_worker[w] = j->of + from;
        terms->n_of_worker[w] = (uint32_t)(forms * (w + 1) / workers - from);
    }
    if (st == BK_OK)
        st = bk__join(terms, key, NULL);
    bk__free(ctx, key);
    bk__free(ctx, terms->of_worker);
    bk__free(ctx, terms->n_of_worker);
    terms->of_worker = NULL;
    terms->n_of_worker = NULL;
    return st;
}

/* The strings of the terms, which lie in analyzers, in a block of their own. */
static bk_status copy_terms(bk__counted *terms)
{
    size_t bytes = 0;
    for (uint32_t i = 0; i < terms->n; i++)
        bytes += terms->term[i].n;
    char *to = terms->bytes = bk__alloc(terms->ctx, bytes);
    if (!to)
        return BK_ENOMEM;
    for (uint32_t i = 0; i < terms->n; i++) {
        memcpy(to, terms->term[i].p, terms->term[i].n);
        terms->term[i].p = to;
        to += terms->term[i].n;
    }
    return BK_OK;
}

static void add_up(const job *j, const bk__counted *terms)
{
    for (uint32_t i = 0; i < j->out->n; i++) {
        bool none = j->of[i] == BK__NONE;
        j->form[i].word = none ? terms->n : j->of[i];
        if (none)
            continue;
        terms->df[j->of[i]] += j->out->df[i];
        terms->tf[j->of[i]] += j->out->tf[i];
    }
}

/* ---- rows ------------------------------------------------------------------------------------ */
static bk_status scribe_ready(const job *j, scribe *s, uint32_t terms, size_t words, size_t rows)
{
    bk_ctx *ctx = j->c->ctx;
    bk_status st;
    if (!s->place) {
        s->place = bk__calloc(ctx, terms, sizeof *s->place);
        s->twice = bk__calloc(ctx, terms, sizeof *s->twice);
        if (!s->place || !s->twice)
            return BK_ENOMEM;
    }
    BK__TRY(st, bk__make_room(ctx, &s->entry, &s->cap, words + 1, sizeof *s->entry), done);
    st = bk__make_room(ctx, &s->out.at, &s->out.cap, BK__PACKED_MOST * words + rows,
                       sizeof *s->out.at);
done:
    return st;
}

/* Every step is taken for every entry: which terms come again cannot be foreseen. */
static uint32_t *write_row(scribe *s, const uint32_t *of, const uint32_t *p, const uint32_t *end,
                           uint32_t *out)
{
    uint32_t n = 0, row = ++s->row;
    while (p < end) {
        uint32_t form, count;
        p = bk__unpack(p, &form, &count);
        uint32_t term = of[form];
        if (term == BK__NONE)
            continue;
        place *x = &s->place[term];
        bool again = x->row == row;
        x->at = again ? x->at : n;
        x->row = row;
        bk__entry *e = &s->entry[x->at];
        *e = (bk__entry){term, (e->count & -(uint32_t)again) + count};
        n += !again;
        if (again)
            s->twice[term]++;
    }
    for (uint32_t i = 0; i < n; i++)
        out = bk__pack(out, s->entry[i].term, s->entry[i].count);
    return out;
}

/* Words in their order, and what parts them: several breaks are one. */
static uint32_t *write_words(const uint32_t *of, const uint32_t *p, const uint32_t *end,
                             uint32_t *out)
{
    const uint32_t *begin = out;
    for (; p < end; p++) {
        uint32_t word = *p == BK__BREAK ? BK__BREAK : of[*p];
        if (*p != BK__BREAK && word == BK__NONE)
            continue;
        *out = word;
        out += word != BK__BREAK || out == begin || out[-1] != BK__BREAK;
    }
    return out;
}

static bk_status write_chunk(void *user, int64_t number, int worker)
{
    const job *j = user;
    bk__chunk *c = &j->c->chunk[number];
    scribe *s = &j->scribe[worker];
    const uint32_t *of = j->out->of_worker[c->worker];
    size_t words = c->rows > 0 ? c->end[c->rows - 1] : 0, rows = (size_t)c->rows;
    bk_status st = scribe_ready(j, s, j->out->n, words, rows);
    if (st != BK_OK)
        return st;
    uint32_t *to = s->out.at;
    for (size_t i = 0, from = 0; i < rows; i++) {
        const uint32_t *p = c->at + from, *end = c->at + c->end[i];
        to = j->c->sequences ? write_words(of, p, end, to) : write_row(s, of, p, end, to);
        from = c->end[i];
        c->end[i] = (uint32_t)(to - s->out.at);
    }
    size_t n = (size_t)(to - s->out.at);
    if (n > words) { /* large counts take more words than they did apart */
        uint32_t *at = bk__hand_keep(j->c->ctx, &j->c->worker[worker], n);
        if (!at)
            return BK_ENOMEM;
        c->at = at;
    }
    c->worker = 0;
    if (n > 0)
        memcpy(c->at, s->out.at, n * sizeof *to);
    return BK_OK;
}

/* Workers' forms become terms; `out` has the terms by now. */
static bk_status write_rows(const job *j)
{
    bk__counted *out = j->out;
    for (int64_t w = 0; w < out->workers; w++)
        for (uint32_t i = 0; i < out->n_of_worker[w]; i++) {
            uint32_t *form = &out->of_worker[w][i];
            *form = *form == BK__NONE ? BK__NONE : j->of[*form];
        }
    bk_status st = bk__par_for(out->ctx, NULL, j->c->chunks, write_chunk, (void *)(uintptr_t)j);
    for (int w = 0; w < j->c->workers && st == BK_OK; w++)
        for (uint32_t i = 0; j->scribe[w].twice && i < out->n; i++)
            out->df[i] -= j->scribe[w].twice[i];
    return st == BK_OK ? bk__counted_renumber(out, out->n) : st;
}

/* ---- all of it ------------------------------------------------------------------------------- */
static void exchange(bk__counted *out, bk__counted *terms)
{
    bk__free(out->ctx, out->term);
    bk__free(out->ctx, out->df);
    bk__free(out->ctx, out->tf);
    out->n = terms->n;
    out->term = terms->term;
    out->df = terms->df;
    out->tf = terms->tf;
    out->bytes = terms->bytes;
    *terms = (bk__counted){0};
}

static void clear(job *j)
{
    bk_ctx *ctx = j->c->ctx;
    for (int w = 0; j->scribe && w < j->c->workers; w++) {
        void *const all[] = {j->scribe[w].place, j->scribe[w].twice, j->scribe[w].entry,
                             j->scribe[w].out.at};
        for (size_t i = 0; i < sizeof all / sizeof *all; i++)
            bk__free(ctx, all[i]);
    }
    bk__free(ctx, j->scribe);
    bk__free(ctx, j->term);
    bk__free(ctx, j->form);
    bk__free(ctx, j->of);
}

bk_status bk__surfaces_resolve(bk__counting *c, bk__counted *out, bk__written **form, size_t *n)
{
    bk_ctx *ctx = c->ctx;
    uint32_t forms = out->n;
    bk__counted terms = {.ctx = ctx, .workers = out->workers};
    job j = {.c = c, .out = out};
    bk_status st = BK_ENOMEM;
    j.term = bk__alloc_array(ctx, forms, sizeof *j.term);
    j.form = bk__alloc_array(ctx, forms, sizeof *j.form);
    j.of = bk__alloc_array(ctx, forms, sizeof *j.of);
    j.scribe = bk__calloc(ctx, (size_t)c->workers, sizeof *j.scribe);
    if (!j.term || !j.form || !j.of || !j.scribe)
        goto done;
    BK__TRY(st, bk__par_for(ctx, NULL, bk__chunks(forms, PART), find_out, &j), done);
    if (bk__count_shows(c->opts))
        add_all_met(&j);
    BK__TRY(st, number(&j, &terms), done);
    BK__TRY(st, copy_terms(&terms), done);
    add_up(&j, &terms);
    exchange(out, &terms);
    BK__TRY(st, write_rows(&j), done);
    if (bk__count_shows(c->opts)) {
        *form = j.form;
        *n = forms;
        j.form = NULL;
    }
done:
    clear(&j);
    bk__counted_clear(&terms);
    return st;
}
