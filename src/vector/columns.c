/* columns.c - counted terms to columns: pruned, in order, with their idf.
 *
 * The order is total (df falling, then bytes; with preset sklearn bytes alone; of a vocabulary file
 * its own), so it does not depend on how the work was split. */
#include "vector/columns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "text/utf8.h"

typedef struct candidate {
    bk_str term;
    uint64_t df, tf;
    uint32_t id; /* in bk__counted, BK__NONE where it was not met */
} candidate;

typedef enum order { BY_BYTES, BY_DF, BY_TF } order; /* df and tf fall */

static uint64_t key_of(const candidate *c, order by)
{
    return by == BY_DF ? ~c->df : by == BY_TF ? ~c->tf : c->id;
}

/* Eleven bits at a time from the lowest; those that all share are passed. Ties stay as they are. */
static bk_status sort_by(bk_ctx *ctx, candidate *c, uint32_t n, order by)
{
    enum { BITS = 11, DIGITS = 1 << BITS };
    candidate *other = bk__alloc_array(ctx, n, sizeof *other), *from = c, *to = other;
    if (!other)
        return BK_ENOMEM;
    for (int shift = 0; shift < 64 && n > 0; shift += BITS) {
        uint32_t begin[DIGITS] = {0}, sum = 0;
        for (uint32_t i = 0; i < n; i++)
            begin[key_of(&from[i], by) >> shift & (DIGITS - 1)]++;
        if (begin[key_of(&from[0], by) >> shift & (DIGITS - 1)] == n)
            continue;
        for (int d = 0; d < DIGITS; d++) {
            uint32_t here = begin[d];
            begin[d] = sum;
            sum += here;
        }
        for (uint32_t i = 0; i < n; i++)
            to[begin[key_of(&from[i], by) >> shift & (DIGITS - 1)]++] = from[i];
        candidate *swap = from;
        from = to;
        to = swap;
    }
    if (from != c)
        memcpy(c, from, n * sizeof *c);
    bk__free(ctx, other);
    return BK_OK;
}

/* Ties go to the lower number, which has the lower bytes. */
static bk_status put_in_order(bk_ctx *ctx, candidate *c, uint32_t n, order by)
{
    bool rising = true;
    bk_status st = BK_OK;
    for (uint32_t i = 1; i < n && rising; i++)
        rising = c[i - 1].id < c[i].id;
    if (!rising)
        st = sort_by(ctx, c, n, BY_BYTES);
    return st == BK_OK && by != BY_BYTES ? sort_by(ctx, c, n, by) : st;
}

bk__limits bk__limits_of(const bk_vectorizer_opts *o, int64_t docs)
{
    return (bk__limits){o->min_df < 1 ? o->min_df * (double)docs : o->min_df,
                        o->max_df <= 1 ? o->max_df * (double)docs : o->max_df};
}

/* Sorted terms in, columns out. Where no term stays all do. */
static bk_status chosen(const bk_vectorizer_opts *o, const bk__counted *k, candidate **out,
                        uint32_t *n)
{
    const bk__limits l = bk__limits_of(o, k->rows);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < k->n; i++)
        kept += bk__stays(&l, k->df[i]);
    bool all = kept == 0;
    if (all && k->n > 0)
        bk__log(k->ctx, BK_LOG_WARN,
                "in %lld articles no term lies between min-df %g and max-df %g; all are kept",
                (long long)k->rows, o->min_df, o->max_df);
    candidate *c = *out = bk__alloc_array(k->ctx, all ? k->n : kept, sizeof *c);
    if (!c)
        return BK_ENOMEM;
    kept = 0;
    for (uint32_t i = 0; i < k->n; i++)
        if (all || bk__stays(&l, k->df[i]))
            c[kept++] = (candidate){k->term[i], k->df[i], k->tf[i], i};
    if (o->max_terms > 0 && kept > (uint32_t)o->max_terms) {
        bk_status st = put_in_order(k->ctx, c, kept, BY_TF);
        if (st != BK_OK)
            return st;
        kept = (uint32_t)o->max_terms;
    }
    *n = kept;
    return put_in_order(k->ctx, c, kept, strcmp(o->preset, "sklearn") == 0 ? BY_BYTES : BY_DF);
}

/* A term of the vocabulary file; blanks at the ends do not count, nor do empty lines. */
static bk_status add_fixed(const char *path, const bk__counted *k, bk__map *seen, candidate *c,
                           bk_str line, int64_t number)
{
    bk_str term = bk__str_trim(line);
    uint32_t at;
    bool added;
    if (term.n == 0)
        return BK_OK;
    bk_status st = bk__map_put(seen, term, &at, &added);
    if (st != BK_OK)
        return st;
    if (!added) {
        bk__buf where;
        bk__buf_init(&where, k->ctx);
        st = bk__buf_print(&where, "%s:%lld", path, (long long)number);
        if (st == BK_OK)
            st = bk__fail(k->ctx, BK_EFORMAT, where.p, "the term \"%.*s\" stands in the file twice",
                          (int)(term.n < 200 ? term.n : 200), term.p);
        bk__buf_clear(&where);
        return st;
    }
    uint32_t id = bk__counted_find(k, term);
    bool met = id != BK__NONE;
    c[at] = (candidate){bk__map_key(seen, at), met ? k->df[id] : 0, met ? k->tf[id] : 0, id};
    return BK_OK;
}

/* Terms are views into `seen`. */
static bk_status fixed(const char *path, const bk__counted *k, bk__map *seen, candidate **out,
                       uint32_t *n)
{
    bk__view view;
    bk_status st = bk__view_open(k->ctx, &view, path);
    if (st != BK_OK)
        return st;
    candidate *c = NULL;
    size_t lines = 1;
    BK__TRY(st, bk__utf8_check(k->ctx, path, view.bytes), done);
    for (size_t i = 0; i < view.bytes.n; i++)
        lines += view.bytes.p[i] == '\n';
    c = bk__alloc_array(k->ctx, lines, sizeof *c);
    st = c ? BK_OK : BK_ENOMEM;
    bk_str rest = bk__str_past_bom(view.bytes);
    for (int64_t number = 1; rest.n > 0 && st == BK_OK; number++)
        st = add_fixed(path, k, seen, c, bk__str_cut(&rest, '\n'), number);
    if (st == BK_OK && seen->n == 0)
        st = bk__fail(k->ctx, BK_EFORMAT, path, "the vocabulary holds no term");
done:
    bk__view_close(&view);
    if (st != BK_OK) {
        bk__free(k->ctx, c);
        return st;
    }
    *out = c;
    *n = seen->n;
    return BK_OK;
}

/* A term of a vocabulary file that was not met: each of its words as it is mostly written. */
static bk_status spell(const bk__counted *k, bk_str term, bk__buf *out)
{
    bk_status st = BK_OK;
    out->n = 0;
    for (bk_str rest = term; rest.n > 0 && st == BK_OK;) {
        bk_str word = bk__str_cut(&rest, ' ');
        uint32_t id = bk__counted_find(k, word);
        bool known = id != BK__NONE && k->shown.best[id].p;
        if (out->n > 0)
            st = bk__buf_byte(out, ' ');
        if (st == BK_OK)
            st = bk__buf_add(out, known ? k->shown.best[id] : word);
    }
    return st;
}

/* A form is shown by the first column that wants it; a later one shows its bytes. */
static bk_status show(bk__columns *c, const bk__counted *k, const candidate *from)
{
    const bk__shown *forms = &k->shown;
    bool grams = forms->words.n > 0;
    bk__buf form;
    bk_status st = BK_OK;
    c->shown = bk__alloc_array(c->ctx, c->n, sizeof *c->shown);
    if (!c->shown)
        return BK_ENOMEM;
    bk__buf_init(&form, c->ctx);
    for (uint32_t i = 0; i < c->n && st == BK_OK; i++) {
        uint32_t id = from[i].id;
        bk_str best = c->term[i];
        bool added;
        if (grams || id == BK__NONE) {
            st = grams ? bk__shown_of(forms, best, &form) : spell(k, best, &form);
            best = bk__buf_str(&form);
        } else if (forms->best[id].p) {
            best = forms->best[id];
        }
        if (st == BK_OK)
            st = bk__map_put(&c->forms, best, &id, &added);
        if (st == BK_OK)
            c->shown[i] = added ? bk__map_key(&c->forms, id) : c->term[i];
    }
    bk__buf_clear(&form);
    return st;
}

static bk_status fill(bk__columns *c, const bk__counted *k, const candidate *from, bk__idf idf,
                      bool shows)
{
    uint64_t sum = 0;
    c->term = bk__alloc_array(c->ctx, c->n, sizeof *c->term);
    c->df = bk__alloc_array(c->ctx, c->n, sizeof *c->df);
    c->tf = bk__alloc_array(c->ctx, c->n, sizeof *c->tf);
    c->idf = bk__alloc_array(c->ctx, c->n, sizeof *c->idf);
    c->of_term = bk__alloc_array(c->ctx, k->n, sizeof *c->of_term);
    if (!c->term || !c->df || !c->tf || !c->idf || !c->of_term)
        return BK_ENOMEM;
    memset(c->of_term, 0xff, k->n * sizeof *c->of_term);
    for (uint32_t i = 0; i < c->n; i++) {
        c->term[i] = from[i].term;
        c->df[i] = from[i].df;
        c->tf[i] = from[i].tf;
        sum += from[i].tf;
        if (from[i].id != BK__NONE)
            c->of_term[from[i].id] = i;
    }
    bk__weight_idf(c->idf, c->df, c->n, k->rows, idf);
    c->mean_length = bk__weight_mean_length(sum, k->rows);
    return shows && k->shown.best ? show(c, k, from) : BK_OK;
}

/* Is every term a column, in the order of the terms? Then nothing is copied. */
static bool takes_all(const bk_vectorizer_opts *o, const bk__counted *k)
{
    bool fine = o->hash_columns > 0 ||
                (strcmp(o->preset, "sklearn") == 0 && !o->vocabulary && o->max_terms == 0);
    const bk__limits l = bk__limits_of(o, k->rows);
    for (uint32_t i = 0; i < k->n && fine && o->hash_columns == 0; i++)
        fine = bk__stays(&l, k->df[i]);
    return fine;
}

static bk_status take_all(bk__columns *c, const bk__counted *k, bk__idf idf)
{
    uint64_t sum = 0;
    c->n = k->n;
    c->borrowed = true;
    c->term = k->term;
    c->df = k->df;
    c->tf = k->tf;
    c->idf = bk__alloc_array(c->ctx, c->n, sizeof *c->idf);
    if (!c->idf)
        return BK_ENOMEM;
    for (uint32_t i = 0; i < c->n; i++)
        sum += k->tf[i];
    bk__weight_idf(c->idf, c->df, c->n, k->rows, idf);
    c->mean_length = bk__weight_mean_length(sum, k->rows);
    return BK_OK;
}

bk_status bk__columns_make(bk__columns *c, const bk__counted *k, const bk_vectorizer_opts *opts,
                           bk__idf idf)
{
    candidate *from = NULL;
    bk_status st;
    *c = (bk__columns){.ctx = k->ctx};
    bk__map_init(&c->fixed, k->ctx);
    bk__map_init(&c->forms, k->ctx);
    if (takes_all(opts, k)) {
        st = take_all(c, k, idf);
    } else {
        st = opts->vocabulary ? fixed(opts->vocabulary, k, &c->fixed, &from, &c->n)
                              : chosen(opts, k, &from, &c->n);
        if (st == BK_OK)
            st = fill(c, k, from, idf, strcmp(opts->ngram_unit, "words") == 0);
    }
    bk__free(k->ctx, from);
    if (st != BK_OK)
        bk__columns_clear(c);
    return st;
}

void bk__columns_clear(bk__columns *c)
{
    if (!c->ctx)
        return;
    void *const arrays[] = {c->shown, c->idf, c->of_term, c->term, c->df, c->tf};
    for (size_t i = 0; i < (c->borrowed ? 3 : sizeof arrays / sizeof *arrays); i++)
        bk__free(c->ctx, arrays[i]);
    bk__map_clear(&c->fixed);
    bk__map_clear(&c->forms);
    *c = (bk__columns){0};
}
