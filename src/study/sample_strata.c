/* sample_strata.c - which sentences can be drawn, and in which stratum each is.
 *
 * A sentence lies in cells, a dyad and what was predicted for it; of them it stays in the rarest,
 * which with its outlet and month makes its stratum. */
#include <stdlib.h>

#include "study/sample.h"

enum { NONE = 3, CELLS = BK__DYADS * SMP_KINDS };
static const char *const way_name[SMP_WAYS] = {"dyad", "predicted", "outlet", "month"};

/* ---- what can be drawn ----------------------------------------------------------------------- */

static int dyad_of(const bk_triad *t, bk_str code)
{
    for (int d = 0; d < bk_triad_dyads(t); d++)
        if (bk__str_eq(code, bk__str(bk_triad_dyad_code(t, d))))
            return d;
    return -1;
}

/* Bits of the powers in "CHN", "CHN+RUS". */
static unsigned powers_in(const bk_triad *t, bk_str codes)
{
    unsigned bits = 0;
    while (codes.n > 0) {
        bk_str code = bk__str_cut(&codes, '+');
        for (int p = 0; p < bk_triad_powers(t); p++)
            if (bk__str_eq(code, bk__str(bk_triad_code(t, p))))
                bits |= 1u << p;
    }
    return bits;
}

/* Does the row of a table that begins as that of sentences belong to sentence x? */
static bool is_of(const bk_table *t, int64_t row, const bk_table *sentences, int64_t x)
{
    return row < bk_table_rows(t) &&
           bk_table_cell(t, row, SEN_SENTENCE).i == bk_table_cell(sentences, x, SEN_SENTENCE).i &&
           bk__str_eq(bk_table_cell(t, row, SEN_ID).s, bk_table_cell(sentences, x, SEN_ID).s);
}

/* Cells of sentence x; *m and *r move behind its mentions and relations. */
static uint32_t cells_of(const bk__draw *d, int64_t x, int64_t *m, int64_t *r)
{
    const bk_triad *t = d->s->triad;
    uint32_t bits = 0;
    unsigned named = 0;
    for (; is_of(d->mentions, *m, d->sentences, x); ++*m)
        named |= powers_in(t, bk_table_cell(d->mentions, *m, MEN_ACTOR).s);
    for (; is_of(d->relations, *r, d->sentences, x); ++*r) {
        int dyad = dyad_of(t, bk_table_cell(d->relations, *r, REL_DYAD).s);
        int64_t sign = bk_table_cell(d->relations, *r, REL_POLARITY).i;
        if (dyad >= 0)
            bits |= 1u << (dyad * SMP_KINDS + (int)sign + 1);
    }
    for (int k = 0, a, b; bits == 0 && k < bk_triad_dyads(t); k++) {
        bk_triad_dyad(t, k, &a, &b);
        if ((named >> a & 1) && (named >> b & 1))
            bits |= 1u << (k * SMP_KINDS + NONE);
    }
    return bits;
}

bk_status bk__sample_gather(bk__draw *d)
{
    int64_t n = bk_table_rows(d->sentences), m = 0, r = 0, article = -1, before = -1;
    bk_status st = BK_OK;
    for (int64_t x = 0; x < n && st == BK_OK; x++) {
        bk_str id = bk_table_cell(d->sentences, x, SEN_ID).s;
        if (x == 0 || !bk__str_eq(id, bk_table_cell(d->sentences, x - 1, SEN_ID).s)) {
            while (++article < d->s->D && !bk__str_eq(id, bk__study_id(d->s, article)))
                continue; /* articles without a sentence */
            before = -1;
        }
        if (article >= d->s->D)
            return bk__fail(d->s->ctx, BK_EINVAL, "sentences", "an article is missing");
        uint32_t bits = cells_of(d, x, &m, &r);
        if (!bk__str_eq(bk_table_cell(d->sentences, x, SEN_FIELD).s, BK__STR("text")))
            continue;
        if (bits && bk__study_lead(d->s, article) == (uint32_t)article) {
            st = bk__make_room(d->s->ctx, &d->item, &d->cap, d->n + 1, sizeof *d->item);
            if (st == BK_OK)
                d->item[d->n++] = (bk__unit){x, before, (uint32_t)article, bits};
        }
        before = x;
        if (st == BK_OK && x % 4096 == 0)
            st = bk__cancelled(d->s->ctx);
    }
    return st;
}

/* ---- strata ---------------------------------------------------------------------------------- */

static bk_status read_ways(bk__draw *d, const char *by)
{
    bk_str rest = bk__str(by);
    while (rest.n > 0) {
        bk_str name = bk__str_trim(bk__str_cut(&rest, ','));
        int k = 0;
        while (k < SMP_WAYS && !bk__str_eq(name, bk__str(way_name[k])))
            k++;
        if (k == SMP_WAYS)
            return bk__fail(d->s->ctx, BK_EINVAL, "strata",
                            "\"%.*s\" is none of dyad, predicted, outlet, month", (int)name.n,
                            name.p ? name.p : "");
        d->by[k] = true;
    }
    return BK_OK;
}

/* The cell without what makes no stratum. */
static int cell_by(const bk__draw *d, int cell)
{
    return (d->by[SMP_BY_DYAD] ? cell / SMP_KINDS * SMP_KINDS : 0) +
           (d->by[SMP_BY_PREDICTED] ? cell % SMP_KINDS : 0);
}

/* Each sentence stays in the rarest of its cells. */
static void settle(bk__draw *d)
{
    int64_t size[CELLS] = {0};
    for (size_t i = 0; i < d->n; i++) {
        uint32_t cells = 0;
        for (int c = 0; c < CELLS; c++)
            cells |= (d->item[i].at >> c & 1) << cell_by(d, c);
        d->item[i].at = cells;
        for (int c = 0; c < CELLS; c++)
            size[c] += cells >> c & 1;
    }
    for (size_t i = 0; i < d->n; i++) {
        int best = -1;
        for (int c = 0; c < CELLS; c++)
            if ((d->item[i].at >> c & 1) && (best < 0 || size[c] < size[best]))
                best = c;
        d->item[i].at = (uint32_t)best;
    }
}

/* Of a cell, an outlet and a month, -1 for none. */
static uint64_t key_of(const bk__draw *d, const bk__unit *u)
{
    const bk__groups *outlet = &d->s->source, *month = &d->s->month;
    int32_t o = d->by[SMP_BY_OUTLET] ? outlet->of[u->article] : -1;
    int32_t m = d->by[SMP_BY_MONTH] ? month->of[u->article] : -1;
    return ((uint64_t)u->at * (uint64_t)(outlet->n + 1) + (uint64_t)(o + 1)) *
               (uint64_t)(month->n + 1) +
           (uint64_t)(m + 1);
}

void bk__sample_stratum(const bk__draw *d, int h, int *cell, int32_t *outlet, int32_t *month)
{
    uint64_t outlets = (uint64_t)d->s->source.n + 1, months = (uint64_t)d->s->month.n + 1;
    *month = (int32_t)(d->key[h] % months) - 1;
    *outlet = (int32_t)(d->key[h] / months % outlets) - 1;
    *cell = (int)(d->key[h] / months / outlets);
}

static int by_key(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

bk_status bk__sample_stratify(bk__draw *d, const char *by)
{
    bk_ctx *ctx = d->s->ctx;
    if (d->n == 0)
        return bk__fail(ctx, BK_EINVAL, "articles",
                        "no sentence relates or names two of the powers: there is nothing to draw");
    bk_status st = read_ways(d, by);
    if (st != BK_OK)
        return st;
    settle(d);
    d->key = bk__alloc_array(ctx, d->n, sizeof *d->key);
    if (!d->key)
        return BK_ENOMEM;
    for (size_t i = 0; i < d->n; i++)
        d->key[i] = key_of(d, &d->item[i]);
    qsort(d->key, d->n, sizeof *d->key, by_key);
    for (size_t i = 0; i < d->n; i++)
        if (i == 0 || d->key[i] != d->key[d->H - 1])
            d->key[d->H++] = d->key[i];
    d->N = bk__calloc(ctx, (size_t)d->H, sizeof *d->N);
    d->drawn = bk__calloc(ctx, (size_t)d->H, sizeof *d->drawn);
    if (!d->N || !d->drawn)
        return BK_ENOMEM;
    for (size_t i = 0; i < d->n; i++) {
        uint64_t key = key_of(d, &d->item[i]);
        const uint64_t *at = bsearch(&key, d->key, (size_t)d->H, sizeof key, by_key);
        d->item[i].at = (uint32_t)(at - d->key);
        d->N[at - d->key]++;
    }
    return BK_OK;
}
