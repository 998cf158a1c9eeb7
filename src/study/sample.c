/* sample.c - a stratified sample of sentences for people to code; the rule stands in sample.h.
 *
 * Streams: (seed, "smp", stratum) draws within a stratum, (seed, "smp", number of strata) orders
 * the whole. */
#include "study/sample.h"

#include <math.h>
#include <stdio.h>

#include "base/rng.h"

enum { STREAM = 0x736d70 };
static const char *const kind_name[SMP_KINDS] = {"conflict", "neutral", "cooperation", "none"};

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
static void sort_items(const bk__draw *d, size_t *of, size_t *first)
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
static size_t take(const bk__draw *d, bk__rng *rng, size_t *of)
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
static void stratum_cells(const bk__draw *d, int h, bk_cell out[SMP_WAYS])
{
    int cell;
    int32_t outlet, month;
    bk__sample_stratum(d, h, &cell, &outlet, &month);
    for (int k = 0; k < SMP_WAYS; k++)
        out[k] = BK_CELL_NULL;
    if (d->by[SMP_BY_DYAD])
        out[SMP_BY_DYAD] = BK_CELL_STR(bk__str(bk_triad_dyad_code(d->s->triad, cell / SMP_KINDS)));
    if (d->by[SMP_BY_PREDICTED])
        out[SMP_BY_PREDICTED] = BK_CELL_STR(bk__str(kind_name[cell % SMP_KINDS]));
    if (outlet >= 0)
        out[SMP_BY_OUTLET] = BK_CELL_STR(d->s->source.id[outlet]);
    if (month >= 0)
        out[SMP_BY_MONTH] = BK_CELL_STR(d->s->month.id[month]);
}

static bk_status add_item(const bk__draw *d, bk_table *out, const bk__unit *u, size_t number)
{
    char gid[32];
    bk_cell of[SMP_WAYS];
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
        [ITM_DYAD] = of[SMP_BY_DYAD],
        [ITM_PREDICTED] = of[SMP_BY_PREDICTED],
    };
    return bk_table_add(out, row);
}

static bk_status fill_items(const bk__draw *d, bk_table *out)
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

static bk_status fill_strata(const bk__draw *d, bk_table *out)
{
    bk_status st = BK_OK;
    for (int h = 0; h < d->H && st == BK_OK; h++) {
        bk_cell row[SMP_WAYS + 3];
        stratum_cells(d, h, row);
        row[SMP_WAYS] = BK_CELL_INT(d->N[h]);
        row[SMP_WAYS + 1] = BK_CELL_INT(d->drawn[h]);
        row[SMP_WAYS + 2] = BK_CELL_REAL((double)d->drawn[h] / (double)d->N[h]);
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

static bk_status allocate(const bk__draw *d, int64_t n)
{
    if (!bk__sample_allocate(d->N, d->H, n, d->drawn))
        return bk__fail(d->s->ctx, BK_EINVAL, "size",
                        "there are %d strata, and each needs a sentence or two: %d or more", d->H,
                        2 * d->H);
    return BK_OK;
}

static bk_status draw_all(bk__draw *d, bk_table **items, bk_table **strata,
                          const bk_sample_opts *opts)
{
    bk_status st = check(d->s);
    if (st != BK_OK)
        return st;
    d->sentences = d->s->table[T_SENTENCES];
    d->mentions = d->s->table[T_MENTIONS];
    d->relations = d->s->table[T_RELATIONS];
    st = bk__sample_gather(d);
    if (st == BK_OK)
        st = bk__sample_stratify(d, opts->by);
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
    bk__draw d = {.s = s};
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
