/* sample.c - a stratified sample of sentences for people to code; the rule stands in sample.h.
 *
 * A sentence lies in cells, a dyad and what was predicted for it; of them it stays in the rarest,
 * which with its outlet and month makes its stratum. Streams: (seed, "smp", stratum) draws within a
 * stratum, (seed, "smp", number of strata) orders the whole. */
#include "study/sample.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/rng.h"
#include "study/gold.h"
#include "study/study.h"

enum { KINDS = 4, NONE = 3 /* -1, 0, 1, none */, CELLS = BK__DYADS * KINDS, STREAM = 0x736d70 };
static const char *const kind_name[KINDS] = {"conflict", "neutral", "cooperation", "none"};

/* What may make a stratum. */
enum { BY_DYAD, BY_PREDICTED, BY_OUTLET, BY_MONTH, WAYS };
static const char *const way_name[WAYS] = {"dyad", "predicted", "outlet", "month"};

static const char *const langs[] = {"id", "en", NULL};
static const bk_opt sample_table[] = {
    {"size", "Sentences to draw; all where there are fewer", "N", BK_OPT_INT,
     offsetof(bk_sample_opts, sentences), 200, 1, 1000000, NULL, NULL},
    {"strata", "What makes a stratum: one or more of dyad, predicted, outlet, month, with commas",
     "LIST", BK_OPT_STR, offsetof(bk_sample_opts, by), 0, 0, 0, "dyad,predicted", NULL},
    {"form-lang", "Language of the form", "LANG", BK_OPT_ENUM, offsetof(bk_sample_opts, lang), 0, 0,
     0, "id", langs},
};

const bk_opt *bk_sample_opt_table(size_t *n)
{
    *n = sizeof sample_table / sizeof *sample_table;
    return sample_table;
}

static const bk_col item_cols[ITM_N] = {
    {"gid", BK_COL_TEXT, "", "Number of the sentence in the sample", 0},
    {"doc", BK_COL_TEXT, "", "Article", 0},
    {"lang", BK_COL_TEXT, "", "Language of the article", 0},
    {"title", BK_COL_TEXT, "", "Its title", BK_COL_ARTICLE_TEXT},
    {"prev", BK_COL_TEXT, "", "The sentence before", BK_COL_ARTICLE_TEXT},
    {"sent", BK_COL_TEXT, "", "The sentence", BK_COL_ARTICLE_TEXT},
    {"p", BK_COL_REAL, "probability", "Chance that it had to be drawn", 0},
    {"sentence", BK_COL_INT, "", "Number of the sentence in the article, from 0", 0},
    {"dyad", BK_COL_TEXT, "", "Dyad of its stratum", 0},
    {"predicted", BK_COL_TEXT, "",
     "What was predicted in its stratum: conflict, neutral, cooperation, or none", 0},
};
static const bk_col strata_cols[] = {
    {"dyad", BK_COL_TEXT, "", "Two powers in alphabetical order", 0},
    {"predicted", BK_COL_TEXT, "",
     "conflict, neutral, cooperation, or none (two powers named, no relation in the sentence)", 0},
    {"outlet", BK_COL_TEXT, "", "Outlet; empty where it is none of the 200 largest", 0},
    {"month", BK_COL_TEXT, "", "Month; empty where it is not known", 0},
    {"sentences", BK_COL_INT, "sentences", "How many there are", 0},
    {"drawn", BK_COL_INT, "sentences", "How many were drawn", 0},
    {"p", BK_COL_REAL, "probability", "drawn / sentences", 0},
};
const bk_table_spec bk__sample_spec = {"items",
                                       "Sentences of a sample (bingkai sample), and what "
                                       "was predicted of them",
                                       item_cols, ITM_N, NULL};
const bk_table_spec bk__strata_spec = {"strata", "Strata of a sample (bingkai sample)", strata_cols,
                                       sizeof strata_cols / sizeof *strata_cols, NULL};

/* ---- allocation ---------------------------------------------------------------------------- */

bool bk__sample_allocate(const int64_t *N, int H, int64_t n, int64_t *drawn)
{
    int64_t all = 0, some = 0, pairs = 0, left = n;
    for (int h = 0; h < H; h++) {
        all += N[h];
        some += N[h] > 0;
        pairs += N[h] < 2 ? N[h] : 2;
    }
    if (n < some && n < all)
        return false;
    int64_t least = n >= pairs ? 2 : 1;
    for (int h = 0; h < H; h++) {
        drawn[h] = n >= all || N[h] < least ? N[h] : least;
        left -= drawn[h];
    }
    while (n < all && left-- > 0) {
        int best = -1;
        double most = 0;
        for (int h = 0; h < H; h++) {
            double x = drawn[h] < N[h] ? sqrt((double)N[h]) / (double)(drawn[h] + 1) : 0;
            if (x > most) {
                most = x;
                best = h;
            }
        }
        drawn[best]++;
    }
    return true;
}

/* ---- what can be drawn ----------------------------------------------------------------------- */

typedef struct unit { /* a sentence */
    int64_t row;      /* in the table of sentences */
    int64_t prev;     /* row of the sentence before; -1: none */
    uint32_t article;
    uint32_t at; /* cells, as bits; later its stratum */
} unit;

typedef struct draw {
    bk_study *s;
    const bk_table *sentences, *mentions, *relations;
    bool by[WAYS];
    unit *item; /* [n] */
    size_t n, cap;
    uint64_t *key; /* [H] of each stratum, rising: cell, outlet, month */
    int H;
    int64_t *N, *drawn; /* [H] */
} draw;

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
static uint32_t cells_of(const draw *d, int64_t x, int64_t *m, int64_t *r)
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
            bits |= 1u << (dyad * KINDS + (int)sign + 1);
    }
    for (int k = 0, a, b; bits == 0 && k < bk_triad_dyads(t); k++) {
        bk_triad_dyad(t, k, &a, &b);
        if ((named >> a & 1) && (named >> b & 1))
            bits |= 1u << (k * KINDS + NONE);
    }
    return bits;
}

static bk_status gather(draw *d)
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
                d->item[d->n++] = (unit){x, before, (uint32_t)article, bits};
        }
        before = x;
        if (st == BK_OK && x % 4096 == 0)
            st = bk__cancelled(d->s->ctx);
    }
    return st;
}

/* ---- strata ---------------------------------------------------------------------------------- */

static bk_status read_ways(draw *d, const char *by)
{
    bk_str rest = bk__str(by);
    while (rest.n > 0) {
        bk_str name = bk__str_trim(bk__str_cut(&rest, ','));
        int k = 0;
        while (k < WAYS && !bk__str_eq(name, bk__str(way_name[k])))
            k++;
        if (k == WAYS)
            return bk__fail(d->s->ctx, BK_EINVAL, "strata",
                            "\"%.*s\" is none of dyad, predicted, outlet, month", (int)name.n,
                            name.p ? name.p : "");
        d->by[k] = true;
    }
    return BK_OK;
}

/* The cell without what makes no stratum. */
static int cell_by(const draw *d, int cell)
{
    return (d->by[BY_DYAD] ? cell / KINDS * KINDS : 0) + (d->by[BY_PREDICTED] ? cell % KINDS : 0);
}

/* Each sentence stays in the rarest of its cells. */
static void settle(draw *d)
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
static uint64_t key_of(const draw *d, const unit *u)
{
    const bk__groups *outlet = &d->s->source, *month = &d->s->month;
    int32_t o = d->by[BY_OUTLET] ? outlet->of[u->article] : -1;
    int32_t m = d->by[BY_MONTH] ? month->of[u->article] : -1;
    return ((uint64_t)u->at * (uint64_t)(outlet->n + 1) + (uint64_t)(o + 1)) *
               (uint64_t)(month->n + 1) +
           (uint64_t)(m + 1);
}

static void split_key(const draw *d, int h, int *cell, int32_t *outlet, int32_t *month)
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

/* Numbers the strata by their keys, and counts them. */
static bk_status stratify(draw *d)
{
    bk_ctx *ctx = d->s->ctx;
    if (d->n == 0)
        return bk__fail(ctx, BK_EINVAL, "articles",
                        "no sentence relates or names two of the powers: there is nothing to draw");
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

/* ---- drawing --------------------------------------------------------------------------------- */

static void swap(size_t *x, size_t a, size_t b)
{
    size_t t = x[a];
    x[a] = x[b];
    x[b] = t;
}

/* The first k of x [n] become k at random, in random order. */
static void pick(bk__rng *rng, size_t *x, size_t n, size_t k)
{
    for (size_t i = 0; i < k; i++)
        swap(x, i, i + (size_t)bk__rng_below(rng, n - i));
}

/* of [n]: the items by stratum, in the order of the study. */
static void sort_items(const draw *d, size_t *of, size_t *first)
{
    size_t at = 0;
    for (int h = 0; h < d->H; h++) {
        first[h] = at;
        at += (size_t)d->N[h];
    }
    for (size_t i = 0; i < d->n; i++)
        of[first[d->item[i].at]++] = i;
}

/* of [n], as sort_items leaves it: its beginning becomes the items that were drawn, in random
 * order; their number. */
static size_t take(const draw *d, bk__rng *rng, size_t *of)
{
    size_t n = 0, first = 0;
    for (int h = 0; h < d->H; h++) {
        size_t *own = of + first, k = (size_t)d->drawn[h];
        bk__rng_stream(rng, STREAM, (uint64_t)h);
        pick(rng, own, (size_t)d->N[h], k);
        memmove(of + n, own, k * sizeof *of);
        n += k;
        first += (size_t)d->N[h];
    }
    bk__rng_stream(rng, STREAM, (uint64_t)d->H);
    pick(rng, of, n, n);
    return n;
}

/* Cells of a stratum: dyad, predicted, outlet, month; null where they do not make it. */
static void stratum_cells(const draw *d, int h, bk_cell out[WAYS])
{
    int cell;
    int32_t outlet, month;
    split_key(d, h, &cell, &outlet, &month);
    for (int k = 0; k < WAYS; k++)
        out[k] = BK_CELL_NULL;
    if (d->by[BY_DYAD])
        out[BY_DYAD] = BK_CELL_STR(bk__str(bk_triad_dyad_code(d->s->triad, cell / KINDS)));
    if (d->by[BY_PREDICTED])
        out[BY_PREDICTED] = BK_CELL_STR(bk__str(kind_name[cell % KINDS]));
    if (outlet >= 0)
        out[BY_OUTLET] = BK_CELL_STR(d->s->source.id[outlet]);
    if (month >= 0)
        out[BY_MONTH] = BK_CELL_STR(d->s->month.id[month]);
}

static bk_status add_item(const draw *d, bk_table *out, const unit *u, size_t number)
{
    char gid[32];
    bk_cell of[WAYS];
    int h = (int)u->at;
    stratum_cells(d, h, of);
    snprintf(gid, sizeof gid, "s%04zu", number);
    const bk_article *a = bk_corpus_at(d->s->corpus, u->article);
    bk_cell none = BK_CELL_STR(BK__STR(""));
    bk_cell row[ITM_N] = {
        [ITM_GID] = BK_CELL_STR(bk__str(gid)),
        [ITM_DOC] = BK_CELL_STR(a->id),
        [ITM_LANG] = a->lang.n ? BK_CELL_STR(a->lang) : none,
        [ITM_TITLE] = a->title.n ? BK_CELL_STR(a->title) : none,
        [ITM_PREV] = u->prev < 0 ? none : bk_table_cell(d->sentences, u->prev, SEN_TEXT),
        [ITM_SENT] = bk_table_cell(d->sentences, u->row, SEN_TEXT),
        [ITM_P] = BK_CELL_REAL((double)d->drawn[h] / (double)d->N[h]),
        [ITM_SENTENCE] = bk_table_cell(d->sentences, u->row, SEN_SENTENCE),
        [ITM_DYAD] = of[BY_DYAD],
        [ITM_PREDICTED] = of[BY_PREDICTED],
    };
    return bk_table_add(out, row);
}

static bk_status fill_items(const draw *d, bk_table *out)
{
    bk_ctx *ctx = d->s->ctx;
    bk__rng *rng = NULL;
    size_t *of = bk__alloc_array(ctx, d->n, sizeof *of), n = 0;
    size_t *first = bk__alloc_array(ctx, (size_t)d->H, sizeof *first);
    bk_status st = of && first ? bk__rng_new(ctx, &rng) : BK_ENOMEM;
    if (st == BK_OK) {
        sort_items(d, of, first);
        n = take(d, rng, of);
    }
    for (size_t i = 0; i < n && st == BK_OK; i++)
        st = add_item(d, out, &d->item[of[i]], i + 1);
    bk__rng_free(ctx, rng);
    bk__free(ctx, of);
    bk__free(ctx, first);
    return st;
}

static bk_status fill_strata(const draw *d, bk_table *out)
{
    bk_status st = BK_OK;
    for (int h = 0; h < d->H && st == BK_OK; h++) {
        bk_cell row[WAYS + 3];
        stratum_cells(d, h, row);
        row[WAYS] = BK_CELL_INT(d->N[h]);
        row[WAYS + 1] = BK_CELL_INT(d->drawn[h]);
        row[WAYS + 2] = BK_CELL_REAL((double)d->drawn[h] / (double)d->N[h]);
        st = bk_table_add(out, row);
    }
    return st;
}

/* Can there be a sample? */
static bk_status check(const bk_study *s)
{
    if (!bk_study_table(s, "relations"))
        return bk__fail(s->ctx, BK_EINVAL, "relations", "their stage was not run");
    if (!s->corpus || s->opts.no_text)
        return bk__fail(s->ctx, BK_EINVAL, "text", "a sample needs the text of the articles");
    if (bk_triad_powers(s->triad) > BK__POWERS)
        return bk__fail(s->ctx, BK_EUNSUPPORTED, "triad", "a sample is of at most %d powers",
                        BK__POWERS);
    return BK_OK;
}

static bk_status allocate(const draw *d, int64_t n)
{
    if (!bk__sample_allocate(d->N, d->H, n, d->drawn))
        return bk__fail(d->s->ctx, BK_EINVAL, "size",
                        "there are %d strata, and each needs a sentence or two: %d or more", d->H,
                        2 * d->H);
    return BK_OK;
}

static bk_status draw_all(draw *d, bk_table **items, bk_table **strata, const bk_sample_opts *opts)
{
    bk_status st = check(d->s);
    if (st == BK_OK)
        st = read_ways(d, opts->by);
    if (st != BK_OK)
        return st;
    d->sentences = d->s->table[T_SENTENCES];
    d->mentions = d->s->table[T_MENTIONS];
    d->relations = d->s->table[T_RELATIONS];
    st = gather(d);
    if (st == BK_OK)
        st = stratify(d);
    if (st == BK_OK)
        st = allocate(d, opts->sentences);
    if (st == BK_OK)
        st = bk_table_new(d->s->ctx, items, &bk__sample_spec);
    if (st == BK_OK)
        st = bk_table_new(d->s->ctx, strata, &bk__strata_spec);
    if (st == BK_OK)
        st = fill_items(d, *items);
    return st == BK_OK ? fill_strata(d, *strata) : st;
}

bk_status bk_sample_draw(bk_study *s, bk_table **items, bk_table **strata,
                         const bk_sample_opts *opts)
{
    const bk_sample_opts defaults = BK_SAMPLE_OPTS_INIT;
    draw d = {.s = s};
    *items = *strata = NULL;
    bk_status st = draw_all(&d, items, strata, opts ? opts : &defaults);
    bk__free(s->ctx, d.item);
    bk__free(s->ctx, d.key);
    bk__free(s->ctx, d.N);
    bk__free(s->ctx, d.drawn);
    if (st != BK_OK) {
        bk_table_free(*items);
        bk_table_free(*strata);
        *items = *strata = NULL;
    }
    return st;
}
