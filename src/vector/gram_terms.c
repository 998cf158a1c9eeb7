/* gram_terms.c - counted n-grams to terms: their numbers, strings and frequencies.
 *
 * Where there are several lengths, an n-gram stands before those that it begins: terms are numbered
 * by a walk over the tree of prefixes, whose subtrees are measured first. */
#include <string.h>

#include "base/par.h"
#include "vector/grams.h"

enum { BATCH = 1 << 14 };

typedef struct job {
    bk__counted *out;
    bk__gram_pass *pass;
    int passes, now;
    bk_str *term; /* [n] */
    uint64_t *df, *tf;
    uint64_t n;
} job;

static bool is_term(const bk__gram_pass *p, uint32_t i)
{
    return p->counts || p->gram[i].word == 0;
}

/* ---- numbers --------------------------------------------------------------------------------- */
/* *to [passes]: how many terms each node and those behind it are. */
static void measure(const job *t, uint32_t **size)
{
    for (int k = t->passes; k-- > 0;) {
        const bk__gram_pass *p = &t->pass[k];
        for (uint32_t i = 0; i < p->n; i++)
            size[k][i] = is_term(p, i);
        if (k + 1 == t->passes)
            continue;
        const bk__gram_pass *behind = p + 1;
        for (uint32_t i = 0; i < behind->n; i++)
            size[k][behind->gram[i].prefix] += size[k + 1][i];
    }
}

static void number(const job *t, uint32_t **size)
{
    for (int k = 0; k < t->passes; k++) {
        bk__gram_pass *p = &t->pass[k], *before = k ? p - 1 : NULL;
        uint32_t at = 0;
        for (uint32_t i = 0; i < p->n; i++) {
            uint32_t prefix = p->gram[i].prefix;
            if (before && (i == 0 || p->gram[i - 1].prefix != prefix))
                at = before->at[prefix] + is_term(before, prefix);
            p->at[i] = at;
            at += size[k][i];
        }
    }
}

static bk_status number_all(job *t)
{
    bk_ctx *ctx = t->out->ctx;
    uint32_t *size[8] = {NULL};
    bk_status st = BK_OK;
    for (int k = 0; k < t->passes; k++)
        for (uint32_t i = 0; i < t->pass[k].n; i++)
            t->n += is_term(&t->pass[k], i);
    if (t->n >= BK__NONE)
        return bk__fail(ctx, BK_ESHAPE, "", "more than %u different terms", BK__NONE - 1);
    if (t->passes == 1)
        return BK_OK;
    for (int k = 0; k < t->passes && st == BK_OK; k++) {
        bk__gram_pass *p = &t->pass[k];
        size[k] = bk__alloc_array(ctx, p->n, sizeof **size);
        p->at = bk__alloc_array(ctx, p->n, sizeof *p->at);
        st = size[k] && p->at ? BK_OK : BK_ENOMEM;
    }
    if (st == BK_OK) {
        measure(t, size);
        number(t, size);
    }
    for (int k = 0; k < t->passes; k++)
        bk__free(ctx, size[k]);
    return st;
}

/* ---- strings --------------------------------------------------------------------------------- */
static char *put(char *to, bk_str s)
{
    memcpy(to, s.p, s.n);
    return to + s.n;
}

static size_t length(const job *t, int pass, uint32_t node)
{
    const bk__gram *g = &t->pass[pass].gram[node];
    const bk_str *word = t->out->term;
    size_t n = pass ? length(t, pass - 1, g->prefix) : word[g->prefix].n;
    return g->word ? n + 1 + word[g->word - 1].n : n;
}

static char *spell(const job *t, char *to, int pass, uint32_t node)
{
    const bk__gram *g = &t->pass[pass].gram[node];
    const bk_str *word = t->out->term;
    to = pass ? spell(t, to, pass - 1, g->prefix) : put(to, word[g->prefix]);
    if (g->word) {
        *to++ = ' ';
        to = put(to, word[g->word - 1]);
    }
    return to;
}

static uint32_t batch_end(const bk__gram_pass *p, int64_t batch)
{
    return p->n - batch * BATCH < BATCH ? p->n : (uint32_t)(batch + 1) * BATCH;
}

static bk_status measure_batch(void *user, int64_t batch, int worker)
{
    const job *t = user;
    const bk__gram_pass *p = &t->pass[t->now];
    (void)worker;
    for (uint32_t i = (uint32_t)batch * BATCH, end = batch_end(p, batch); i < end; i++) {
        uint32_t at = p->at ? p->at[i] : i;
        if (!is_term(p, i))
            continue;
        t->term[at].n = length(t, t->now, i);
        t->df[at] = p->gram[i].df;
        t->tf[at] = p->gram[i].tf;
    }
    return BK_OK;
}

static bk_status spell_batch(void *user, int64_t batch, int worker)
{
    const job *t = user;
    const bk__gram_pass *p = &t->pass[t->now];
    (void)worker;
    for (uint32_t i = (uint32_t)batch * BATCH, end = batch_end(p, batch); i < end; i++)
        if (is_term(p, i)) {
            char *to = t->out->bytes + (t->term[p->at ? p->at[i] : i].p - t->out->bytes);
            spell(t, to, t->now, i);
        }
    return BK_OK;
}

static bk_status all_batches(job *t, bk__par_fn *fn)
{
    bk_status st = BK_OK;
    for (t->now = 0; t->now < t->passes && st == BK_OK; t->now++)
        st = bk__par_for(t->out->ctx, NULL, bk__chunks(t->pass[t->now].n, BATCH), fn, t);
    return st;
}

static bk_status make_strings(job *t)
{
    bk__counted *out = t->out;
    char *before = out->bytes; /* of words */
    size_t bytes = 0;
    bk_status st = all_batches(t, measure_batch);
    if (st != BK_OK)
        return st;
    for (uint64_t i = 0; i < t->n; i++)
        bytes += t->term[i].n;
    char *to = bk__alloc(out->ctx, bytes);
    if (!to)
        return BK_ENOMEM;
    out->bytes = to;
    bytes = 0;
    for (uint64_t i = 0; i < t->n; i++) {
        t->term[i].p = out->bytes + bytes;
        bytes += t->term[i].n;
    }
    st = all_batches(t, spell_batch);
    bk__free(out->ctx, before);
    return st;
}

bk_status bk__gram_terms(bk__counted *out, bk__gram_pass *pass, int passes)
{
    bk_ctx *ctx = out->ctx;
    job t = {.out = out, .pass = pass, .passes = passes};
    bk_status st = number_all(&t);
    if (st != BK_OK)
        return st;
    t.term = bk__alloc_array(ctx, t.n, sizeof *t.term);
    t.df = bk__alloc_array(ctx, t.n, sizeof *t.df);
    t.tf = bk__alloc_array(ctx, t.n, sizeof *t.tf);
    st = t.term && t.df && t.tf ? make_strings(&t) : BK_ENOMEM;
    if (st == BK_OK) {
        bk_str *term = out->term;
        uint64_t *df = out->df, *tf = out->tf;
        out->term = t.term, out->df = t.df, out->tf = t.tf;
        out->n = (uint32_t)t.n;
        t.term = term, t.df = df, t.tf = tf;
    }
    bk__free(ctx, t.term);
    bk__free(ctx, t.df);
    bk__free(ctx, t.tf);
    return st;
}
