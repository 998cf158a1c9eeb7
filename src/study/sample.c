/* sample.c - a stratified sample of sentences for people to code; the rule stands in sample.h.
 *
 * Streams: (seed, "smp", stratum) draws within a stratum, (seed, "smp", STRATA) orders the whole.
 */
#include "study/sample.h"

#include <math.h>
#include <stdio.h>

#include "base/rng.h"
#include "study/gold.h"
#include "study/study.h"

enum { KINDS = 4, NONE = 3 /* -1, 0, 1, none */, STRATA = BK__DYADS * KINDS, STREAM = 0x736d70 };
static const char *const kind_name[KINDS] = {"conflict", "neutral", "cooperation", "none"};

static const char *const langs[] = {"id", "en", NULL};
static const bk_opt sample_table[] = {
    {"size", "Sentences to draw; all where there are fewer", "N", BK_OPT_INT,
     offsetof(bk_sample_opts, sentences), 200, 1, 1000000, NULL, NULL},
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
    uint32_t strata; /* bits; later one of them */
} unit;

typedef struct draw {
    bk_study *s;
    const bk_table *sentences, *mentions, *relations;
    unit *item; /* [n] */
    size_t n, cap;
    int64_t N[STRATA], drawn[STRATA];
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

/* Strata of sentence x; *m and *r move behind its mentions and relations. */
static uint32_t strata_of(const draw *d, int64_t x, int64_t *m, int64_t *r)
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
        uint32_t bits = strata_of(d, x, &m, &r);
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

/* Each sentence stays in the rarest of its strata; the sizes are those after that. */
static void settle(draw *d)
{
    int64_t size[STRATA] = {0};
    for (size_t i = 0; i < d->n; i++)
        for (int h = 0; h < STRATA; h++)
            size[h] += d->item[i].strata >> h & 1;
    for (size_t i = 0; i < d->n; i++) {
        int best = -1;
        for (int h = 0; h < STRATA; h++)
            if ((d->item[i].strata >> h & 1) && (best < 0 || size[h] < size[best]))
                best = h;
        d->item[i].strata = (uint32_t)best;
        d->N[best]++;
    }
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

/* taken [room for all]: the items that were drawn, in random order; their number. */
static size_t take(const draw *d, bk__rng *rng, size_t *taken)
{
    size_t n = 0;
    for (int h = 0; h < STRATA; h++) {
        size_t own = 0;
        for (size_t i = 0; i < d->n; i++)
            if (d->item[i].strata == (uint32_t)h)
                taken[n + own++] = i;
        bk__rng_stream(rng, STREAM, (uint64_t)h);
        pick(rng, taken + n, own, (size_t)d->drawn[h]);
        n += (size_t)d->drawn[h];
    }
    bk__rng_stream(rng, STREAM, STRATA);
    pick(rng, taken, n, n);
    return n;
}

static bk_status add_item(const draw *d, bk_table *out, const unit *u, size_t number)
{
    const bk_triad *t = d->s->triad;
    char gid[32];
    int h = (int)u->strata;
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
        [ITM_DYAD] = BK_CELL_STR(bk__str(bk_triad_dyad_code(t, h / KINDS))),
        [ITM_PREDICTED] = BK_CELL_STR(bk__str(kind_name[h % KINDS])),
    };
    return bk_table_add(out, row);
}

static bk_status fill_items(const draw *d, bk_table *out)
{
    bk_ctx *ctx = d->s->ctx;
    bk__rng *rng = NULL;
    size_t *taken = bk__alloc_array(ctx, d->n, sizeof *taken), n = 0;
    bk_status st = taken ? bk__rng_new(ctx, &rng) : BK_ENOMEM;
    if (st == BK_OK)
        n = take(d, rng, taken);
    for (size_t i = 0; i < n && st == BK_OK; i++)
        st = add_item(d, out, &d->item[taken[i]], i + 1);
    bk__rng_free(ctx, rng);
    bk__free(ctx, taken);
    return st;
}

static bk_status fill_strata(const draw *d, bk_table *out)
{
    bk_status st = BK_OK;
    for (int h = 0; h < STRATA && st == BK_OK; h++) {
        if (d->N[h] == 0)
            continue;
        bk_cell row[] = {BK_CELL_STR(bk__str(bk_triad_dyad_code(d->s->triad, h / KINDS))),
                         BK_CELL_STR(bk__str(kind_name[h % KINDS])), BK_CELL_INT(d->N[h]),
                         BK_CELL_INT(d->drawn[h]),
                         BK_CELL_REAL((double)d->drawn[h] / (double)d->N[h])};
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

static bk_status allocate(draw *d, int64_t n)
{
    int64_t strata = 0;
    if (d->n == 0)
        return bk__fail(d->s->ctx, BK_EINVAL, "articles",
                        "no sentence relates or names two of the powers: there is nothing to draw");
    for (int h = 0; h < STRATA; h++)
        strata += d->N[h] > 0;
    if (!bk__sample_allocate(d->N, STRATA, n, d->drawn))
        return bk__fail(d->s->ctx, BK_EINVAL, "size",
                        "there are %lld strata, and each needs a sentence or two: %lld or more",
                        (long long)strata, (long long)(2 * strata));
    return BK_OK;
}

bk_status bk_sample_draw(bk_study *s, bk_table **items, bk_table **strata,
                         const bk_sample_opts *opts)
{
    const bk_sample_opts defaults = BK_SAMPLE_OPTS_INIT;
    draw d = {.s = s};
    *items = *strata = NULL;
    bk_status st = check(s);
    if (st != BK_OK)
        return st;
    d.sentences = s->table[T_SENTENCES];
    d.mentions = s->table[T_MENTIONS];
    d.relations = s->table[T_RELATIONS];
    st = gather(&d);
    settle(&d);
    if (st == BK_OK)
        st = allocate(&d, (opts ? opts : &defaults)->sentences);
    if (st == BK_OK)
        st = bk_table_new(s->ctx, items, &bk__sample_spec);
    if (st == BK_OK)
        st = bk_table_new(s->ctx, strata, &bk__strata_spec);
    if (st == BK_OK)
        st = fill_items(&d, *items);
    if (st == BK_OK)
        st = fill_strata(&d, *strata);
    bk__free(s->ctx, d.item);
    if (st != BK_OK) {
        bk_table_free(*items);
        bk_table_free(*strata);
        *items = *strata = NULL;
    }
    return st;
}
