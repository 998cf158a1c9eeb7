/* neardup.c - groups of repeated articles.
 *
 * An article is the set of its shingles: hashes of `shingle` folded words in a row over its kept
 * stretches (one shingle of all words where it has fewer). Then
 *   1 MinHash by one permutation: a hash's upper half says which of `hashes` bins, the lower half
 *     is a value, a bin keeps the least (Li, Owen, Zhang 2012); an empty bin takes the value of the
 *     first full one of a walk of its own (Shrivastava 2017)
 *   2 bands of r values: articles that agree in a whole band are candidates. r is the largest
 *     number with which a pair at the threshold is missed in less than 1 of 200 cases:
 *
 *         (1 - t^r)^(hashes/r) < 0.005
 *
 *   3 candidates are verified by the true Jaccard of the two sets, which only now are sorted
 *
 *   4 groups are the connected components of what was verified; numbered by their lowest member
 *
 * Split: chunks of BK__BATCH articles for 1, chunks of candidate pairs for 3, both over the pool;
 * the rest runs in the caller. A bucket of more than 64 articles gives only pairs with its first
 * member and with the next one, so that a thousand copies do not give half a million pairs.
 * Workspace: 8 bytes a shingle, 4 bytes x hashes an article. */
#include <bingkai/similar.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/par.h"
#include "base/rng.h"
#include "base/str.h"

enum { STREAM = 0x6475700a, BUCKET = 64, PAIR_CHUNK = 512, GROUP = 256 };
static const double MISS = 0.005;
#define BASE 0xd6e8feb86659fd93u /* of the rolling hash: odd, its bits well mixed */

static const bk_opt neardup_table[] = {
    {"dup-threshold", "Articles whose word shingles overlap at least so much (Jaccard) are repeats",
     "SHARE", BK_OPT_REAL, offsetof(bk_neardup_opts, threshold), 0.7, 0.05, 1, NULL, NULL},
    {"shingle", "Words in a shingle", "N", BK_OPT_INT, offsetof(bk_neardup_opts, shingle), 4, 1, 32,
     NULL, NULL},
    {"hashes", "MinHash values of an article: more find more and take longer", "N", BK_OPT_INT,
     offsetof(bk_neardup_opts, hashes), 128, 8, 1024, NULL, NULL},
};

const bk_opt *bk_neardup_opt_table(size_t *n)
{
    *n = sizeof neardup_table / sizeof *neardup_table;
    return neardup_table;
}

typedef struct set {
    uint64_t *at; /* [n] rising, distinct */
    uint32_t n;
} set;

typedef struct hand { /* one worker's */
    bk_analyzer *analyzer;
    uint64_t *form; /* [forms] hash of the folded form; 0 not yet */
    uint32_t forms;
    uint64_t *words;    /* of the running article */
    uint8_t full[1024]; /* bins of the running sketch */
    size_t cap;
} hand;

typedef struct pair {
    uint32_t a, b;
    float jaccard;
} pair;

typedef struct job {
    bk_ctx *ctx;
    const bk_corpus *corpus;
    bk_neardup_opts opts;
    int64_t D;
    set *sets;        /* [D] */
    uint32_t *sketch; /* [D x hashes] */
    uint64_t salt;    /* of all bins */
    uint8_t *in_pair; /* [D] is the article in a candidate? */
    hand *hands;      /* [threads] */
    pair *pairs;
    size_t n, cap;
} job;

/* ---- shingles ------------------------------------------------------------------------------- */
static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

static int by_value(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return (a > b) - (a < b);
}

static bk_status form_hash(bk_ctx *ctx, hand *h, uint32_t form, uint64_t *out)
{
    if (form >= h->forms) {
        uint32_t n = form < 4096 ? 8192 : 2 * form;
        uint64_t *p = bk__resize_array(ctx, h->form, n, sizeof *p);
        if (!p)
            return BK_ENOMEM;
        memset(p + h->forms, 0, (n - h->forms) * sizeof *p);
        h->form = p;
        h->forms = n;
    }
    if (h->form[form] == 0) {
        bk_str fold = bk_analyzer_form(h->analyzer, form)->fold;
        h->form[form] = bk__hash(fold.p, fold.n) | 1;
    }
    *out = h->form[form];
    return BK_OK;
}

/* Hashes of the article's words and numbers into h->words; *n. */
static bk_status read_words(bk_ctx *ctx, hand *h, const bk_article *a, size_t *n)
{
    const bk_scan *scan;
    *n = 0;
    bk_status st = bk_analyzer_run(h->analyzer, a, &scan);
    if (st != BK_OK)
        return st;
    if (scan->n_tokens > h->cap) {
        uint64_t *p = bk__resize_array(ctx, h->words, scan->n_tokens, sizeof *p);
        if (!p)
            return BK_ENOMEM;
        h->words = p;
        h->cap = scan->n_tokens;
    }
    for (uint32_t i = 0; i < scan->n_tokens && st == BK_OK; i++) {
        uint32_t form = scan->tokens[i].form;
        uint8_t kind = bk_analyzer_form(h->analyzer, form)->kind;
        if (kind == BK_KIND_WORD || kind == BK_KIND_NUMBER)
            st = form_hash(ctx, h, form, &h->words[(*n)++]);
    }
    return st;
}

/* Hashes of all shingles in the order of the text: sum of word_j B^(width-1-j), rolled on from one
 * to the next and mixed. */
static bk_status make_set(bk_ctx *ctx, set *out, const uint64_t *words, size_t n, size_t shingle)
{
    size_t width = n < shingle ? n : shingle, count = n ? n - width + 1 : 0;
    uint64_t x = 0, power = 1; /* BASE^width */
    *out = (set){NULL, 0};
    if (count == 0)
        return BK_OK;
    out->at = bk__alloc_array(ctx, count, sizeof *out->at);
    if (!out->at)
        return BK_ENOMEM;
    for (size_t j = 0; j < width; j++) {
        x = x * BASE + words[j];
        power *= BASE;
    }
    out->at[0] = mix(x + width);
    for (size_t i = 1; i < count; i++) {
        x = x * BASE + words[i + width - 1] - words[i - 1] * power;
        out->at[i] = mix(x + width);
    }
    out->n = (uint32_t)count;
    return BK_OK;
}

/* Rising and distinct, as the overlap needs it. */
static void sort_set(set *s)
{
    uint32_t kept = 0;
    if (s->n == 0)
        return;
    qsort(s->at, s->n, sizeof *s->at, by_value);
    for (uint32_t i = 0; i < s->n; i++)
        if (i == 0 || s->at[i] != s->at[i - 1])
            s->at[kept++] = s->at[i];
    s->n = kept;
}

/* The least value in each of `hashes` bins; an empty bin takes that of the first full one in an
 * order of its own that is the same for all articles. */
static void make_sketch(const job *t, uint32_t *sketch, uint8_t *full, const set *s)
{
    uint32_t bins = (uint32_t)t->opts.hashes;
    memset(sketch, 0xff, bins * sizeof *sketch);
    memset(full, 0, bins);
    for (uint32_t j = 0; j < s->n; j++) {
        uint64_t x = (s->at[j] ^ t->salt) * 0x9e3779b97f4a7c15u;
        uint32_t bin = (uint32_t)((x >> 32) * bins >> 32), value = (uint32_t)x;
        sketch[bin] = value < sketch[bin] ? value : sketch[bin];
        full[bin] = 1;
    }
    for (uint32_t i = 0; i < bins && s->n > 0; i++) {
        uint64_t walk = i;
        uint32_t from = i;
        while (!full[from]) {
            walk = mix(walk + t->salt + 0x9e3779b97f4a7c15u);
            from = (uint32_t)((walk >> 32) * bins >> 32);
        }
        if (from != i)
            sketch[i] = sketch[from];
    }
}

static bk_status sketch_chunk(void *user, int64_t chunk, int worker)
{
    job *t = user;
    hand *h = &t->hands[worker];
    bk_status st = BK_OK;
    if (!h->analyzer)
        st = bk_analyzer_new(t->ctx, &h->analyzer, NULL);
    int64_t first = chunk * BK__BATCH;
    for (int64_t i = first; i < first + BK__BATCH && i < t->D && st == BK_OK; i++) {
        size_t n;
        st = read_words(t->ctx, h, bk_corpus_at(t->corpus, i), &n);
        if (st == BK_OK)
            st = make_set(t->ctx, &t->sets[i], h->words, n, (size_t)t->opts.shingle);
        if (st == BK_OK)
            make_sketch(t, t->sketch + i * t->opts.hashes, h->full, &t->sets[i]);
    }
    return st;
}

/* ---- candidates ----------------------------------------------------------------------------- */
static int band_rows(const bk_neardup_opts *o)
{
    int best = 1;
    for (int r = 1; r <= o->hashes; r++) {
        int bands = o->hashes / r;
        if (pow(1 - pow(o->threshold, r), bands) < MISS)
            best = r;
    }
    return best;
}

typedef struct keyed {
    uint64_t key;
    uint32_t id;
} keyed;

static int by_key(const void *x, const void *y)
{
    const keyed *a = x, *b = y;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

static bk_status add_pair(job *t, uint32_t a, uint32_t b)
{
    if (t->n == t->cap) {
        size_t cap = t->cap ? 2 * t->cap : 1024;
        pair *p = bk__resize_array(t->ctx, t->pairs, cap, sizeof *p);
        if (!p)
            return BK_ENOMEM;
        t->pairs = p;
        t->cap = cap;
    }
    t->pairs[t->n++] = (pair){a, b, 0};
    return BK_OK;
}

/* Articles [i, end) of `at` share a band; their ids rise. */
static bk_status add_bucket(job *t, const keyed *at, size_t i, size_t end)
{
    bk_status st = BK_OK;
    bool full = end - i > BUCKET;
    for (size_t p = i; p < end; p++) {
        size_t last = full && p > i ? p + 2 : end;
        for (size_t q = p + 1; q < last && q < end && st == BK_OK; q++)
            st = add_pair(t, at[p].id, at[q].id);
    }
    return st;
}

static bk_status band_candidates(job *t, keyed *at, int first, int rows)
{
    size_t n = 0;
    bk_status st = BK_OK;
    for (int64_t i = 0; i < t->D; i++) {
        if (t->sets[i].n == 0)
            continue;
        uint64_t key = (uint64_t)rows;
        for (int j = first; j < first + rows; j++)
            key = mix(key * 0x9e3779b97f4a7c15u + t->sketch[i * t->opts.hashes + j]);
        at[n++] = (keyed){key, (uint32_t)i};
    }
    qsort(at, n, sizeof *at, by_key);
    for (size_t i = 0; i < n && st == BK_OK;) {
        size_t end = i + 1;
        while (end < n && at[end].key == at[i].key)
            end++;
        st = add_bucket(t, at, i, end);
        i = end;
    }
    return st;
}

static int by_pair(const void *x, const void *y)
{
    const pair *a = x, *b = y;
    if (a->a != b->a)
        return a->a < b->a ? -1 : 1;
    return (a->b > b->b) - (a->b < b->b);
}

/* Pairs are sorted and stand once. */
static void unique_pairs(job *t)
{
    size_t kept = 0;
    if (t->n > 0)
        qsort(t->pairs, t->n, sizeof *t->pairs, by_pair);
    for (size_t i = 0; i < t->n; i++)
        if (i == 0 || by_pair(&t->pairs[i], &t->pairs[kept - 1]) != 0)
            t->pairs[kept++] = t->pairs[i];
    t->n = kept;
}

static bk_status find_candidates(job *t)
{
    int rows = band_rows(&t->opts);
    keyed *at = bk__alloc_array(t->ctx, (size_t)t->D, sizeof *at);
    bk_status st = at ? BK_OK : BK_ENOMEM;
    for (int first = 0; first + rows <= t->opts.hashes && st == BK_OK; first += rows) {
        st = bk__cancelled(t->ctx);
        if (st == BK_OK)
            st = band_candidates(t, at, first, rows);
        unique_pairs(t);
    }
    bk__free(t->ctx, at);
    return st;
}

/* ---- verification --------------------------------------------------------------------------- */
static float jaccard(const set *a, const set *b)
{
    uint32_t i = 0, j = 0, both = 0;
    while (i < a->n && j < b->n) {
        uint64_t x = a->at[i], y = b->at[j];
        both += x == y;
        i += x <= y;
        j += y <= x;
    }
    uint32_t all = a->n + b->n - both;
    return all ? (float)((double)both / (double)all) : 0;
}

/* Only articles that are in a candidate need their sets in order. */
static bk_status sort_chunk(void *user, int64_t chunk, int worker)
{
    job *t = user;
    (void)worker;
    for (int64_t i = chunk * BK__BATCH; i < (chunk + 1) * BK__BATCH && i < t->D; i++)
        if (t->in_pair[i])
            sort_set(&t->sets[i]);
    return BK_OK;
}

static bk_status sort_candidates(job *t)
{
    for (size_t i = 0; i < t->n; i++)
        t->in_pair[t->pairs[i].a] = t->in_pair[t->pairs[i].b] = 1;
    return bk__par_for(t->ctx, NULL, bk__chunks(t->D, BK__BATCH), sort_chunk, t);
}

static bk_status verify_chunk(void *user, int64_t chunk, int worker)
{
    job *t = user;
    size_t first = (size_t)chunk * PAIR_CHUNK;
    (void)worker;
    for (size_t i = first; i < first + PAIR_CHUNK && i < t->n; i++)
        t->pairs[i].jaccard = jaccard(&t->sets[t->pairs[i].a], &t->sets[t->pairs[i].b]);
    return BK_OK;
}

/* ---- groups --------------------------------------------------------------------------------- */
static uint32_t root_of(uint32_t *parent, uint32_t i)
{
    while (parent[i] != i) {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    return i;
}

/* The lower root stays, so a group's root is its lowest member. */
static void join(uint32_t *parent, uint32_t a, uint32_t b)
{
    a = root_of(parent, a);
    b = root_of(parent, b);
    if (a < b)
        parent[b] = a;
    else
        parent[a] = b;
}

static bool earlier(const job *t, uint32_t a, uint32_t b)
{
    int64_t x = bk_corpus_at(t->corpus, a)->published, y = bk_corpus_at(t->corpus, b)->published;
    if (x != y && x != BK_NO_DATE && y != BK_NO_DATE)
        return x < y;
    if ((x == BK_NO_DATE) != (y == BK_NO_DATE))
        return y == BK_NO_DATE;
    return a < b;
}

static bool is_repeat(const job *t, const pair *p)
{
    return (double)p->jaccard >= t->opts.threshold - 1e-7; /* a float cannot hold 0.7 */
}

static void number_groups(const job *t, bk_neardup *out, uint32_t *parent, uint32_t *size)
{
    uint32_t D = (uint32_t)t->D;
    for (uint32_t i = 0; i < D; i++) {
        out->lead[i] = i;
        size[root_of(parent, i)]++;
    }
    /* A root is the lowest member, so it is numbered first; its lead is the earliest so far. */
    for (uint32_t i = 0; i < D; i++) {
        uint32_t root = root_of(parent, i);
        if (size[root] < 2)
            out->group[i] = UINT32_MAX;
        else
            out->group[i] = root == i ? out->groups++ : out->group[root];
        if (earlier(t, i, out->lead[root]))
            out->lead[root] = i;
    }
    for (uint32_t i = 0; i < D; i++)
        if (root_of(parent, i) != i)
            out->lead[i] = out->lead[root_of(parent, i)];
}

/* member[start[g], start[g + 1]) are the rows of group g, rising. */
static void list_members(const bk_neardup *d, uint32_t *start, uint32_t *member)
{
    for (int64_t i = 0; i < d->n; i++)
        if (d->group[i] != UINT32_MAX)
            start[d->group[i] + 2]++;
    for (uint32_t g = 0; g < d->groups; g++)
        start[g + 2] += start[g + 1];
    for (int64_t i = 0; i < d->n; i++)
        if (d->group[i] != UINT32_MAX)
            member[start[d->group[i] + 1]++] = (uint32_t)i;
}

static void raise(bk_neardup *d, uint32_t a, uint32_t b, float x)
{
    d->jaccard[a] = fmaxf(d->jaccard[a], x);
    d->jaccard[b] = fmaxf(d->jaccard[b], x);
}

/* The best overlap of each member: with the lead, with verified partners, and in groups of up to
 * GROUP articles with every member. */
static bk_status score_members(const job *t, bk_neardup *d)
{
    uint32_t *start = bk__calloc(t->ctx, (size_t)d->groups + 2, sizeof *start);
    uint32_t *member = bk__alloc_array(t->ctx, (size_t)t->D, sizeof *member);
    bk_status st = start && member ? BK_OK : BK_ENOMEM;
    if (st != BK_OK)
        goto done;
    list_members(d, start, member);
    for (size_t i = 0; i < t->n; i++)
        if (is_repeat(t, &t->pairs[i]))
            raise(d, t->pairs[i].a, t->pairs[i].b, t->pairs[i].jaccard);
    for (uint32_t g = 0; g < d->groups; g++) {
        uint32_t end = start[g + 1];
        for (uint32_t p = start[g]; p < end; p++) {
            uint32_t a = member[p], lead = d->lead[a];
            d->jaccard[a] = fmaxf(d->jaccard[a], jaccard(&t->sets[a], &t->sets[lead]));
            for (uint32_t q = p + 1; q < end && end - start[g] <= GROUP; q++)
                raise(d, a, member[q], jaccard(&t->sets[a], &t->sets[member[q]]));
        }
    }
    for (int64_t i = 0; i < d->n; i++)
        if (d->lead[i] == i)
            d->jaccard[i] = 1;
done:
    bk__free(t->ctx, start);
    bk__free(t->ctx, member);
    return st;
}

static bk_status make_groups(const job *t, bk_neardup *out)
{
    size_t D = (size_t)t->D;
    out->n = t->D;
    out->group = bk__alloc_array(t->ctx, D, sizeof *out->group);
    out->lead = bk__alloc_array(t->ctx, D, sizeof *out->lead);
    out->jaccard = bk__calloc(t->ctx, D, sizeof *out->jaccard);
    uint32_t *parent = bk__alloc_array(t->ctx, D, sizeof *parent);
    uint32_t *size = bk__calloc(t->ctx, D, sizeof *size);
    bk_status st = BK_ENOMEM;
    if (out->group && out->lead && out->jaccard && parent && size) {
        for (uint32_t i = 0; i < (uint32_t)D; i++)
            parent[i] = i;
        for (size_t i = 0; i < t->n; i++)
            if (is_repeat(t, &t->pairs[i]))
                join(parent, t->pairs[i].a, t->pairs[i].b);
        number_groups(t, out, parent, size);
        st = score_members(t, out);
    }
    bk__free(t->ctx, parent);
    bk__free(t->ctx, size);
    return st;
}

/* ---- the whole ------------------------------------------------------------------------------ */
static bk_status job_new(job *t)
{
    bk_ctx *ctx = t->ctx;
    size_t D = (size_t)t->D, h = (size_t)t->opts.hashes;
    bk__rng *rng;
    t->sets = bk__calloc(ctx, D, sizeof *t->sets);
    t->sketch = bk__alloc_array(ctx, D, h * sizeof *t->sketch);
    t->in_pair = bk__calloc(ctx, D, 1);
    t->hands = bk__calloc(ctx, (size_t)bk_ctx_threads(ctx), sizeof *t->hands);
    if (!t->sets || !t->sketch || !t->in_pair || !t->hands)
        return BK_ENOMEM;
    bk_status st = bk__rng_new(ctx, &rng);
    if (st != BK_OK)
        return st;
    bk__rng_stream(rng, STREAM, 0);
    t->salt = mix(bk__rng_below(rng, UINT32_MAX) << 32 | bk__rng_below(rng, UINT32_MAX));
    bk__rng_free(ctx, rng);
    return BK_OK;
}

static void job_free(job *t)
{
    bk_ctx *ctx = t->ctx;
    for (int w = 0; t->hands && w < bk_ctx_threads(ctx); w++) {
        bk_analyzer_free(t->hands[w].analyzer);
        bk__free(ctx, t->hands[w].form);
        bk__free(ctx, t->hands[w].words);
    }
    for (int64_t i = 0; t->sets && i < t->D; i++)
        bk__free(ctx, t->sets[i].at);
    void *all[] = {t->sets, t->sketch, t->in_pair, t->hands, t->pairs};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        bk__free(ctx, all[i]);
}

bk_status bk_neardup_fit(bk_ctx *ctx, bk_neardup *out, const bk_corpus *c,
                         const bk_neardup_opts *opts)
{
    job t = {.ctx = ctx, .corpus = c, .opts = BK_NEARDUP_OPTS_INIT, .D = bk_corpus_size(c)};
    size_t n;
    const bk_opt *table = bk_neardup_opt_table(&n);
    *out = (bk_neardup){0};
    if (opts)
        t.opts = *opts;
    bk_status st = bk_opt_check(ctx, table, n, &t.opts, "bk_neardup_opts");
    if (st == BK_OK && t.D >= (int64_t)UINT32_MAX)
        st = bk__fail(ctx, BK_ESHAPE, "", "too many articles to look for repeats");
    if (st != BK_OK)
        goto done;
    BK__TRY(st, job_new(&t), done);
    BK__TRY(st, bk__par_for(ctx, "repeats", bk__chunks(t.D, BK__BATCH), sketch_chunk, &t), done);
    BK__TRY(st, find_candidates(&t), done);
    BK__TRY(st, sort_candidates(&t), done);
    BK__TRY(st, bk__par_for(ctx, NULL, bk__chunks((int64_t)t.n, PAIR_CHUNK), verify_chunk, &t),
            done);
    BK__TRY(st, make_groups(&t, out), done);
done:
    if (st != BK_OK)
        bk_neardup_free(ctx, out);
    job_free(&t);
    return st;
}

void bk_neardup_free(bk_ctx *ctx, bk_neardup *d)
{
    if (!d)
        return;
    bk__free(ctx, d->group);
    bk__free(ctx, d->lead);
    bk__free(ctx, d->jaccard);
    *d = (bk_neardup){0};
}
