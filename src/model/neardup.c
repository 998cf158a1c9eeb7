/* neardup.c - groups of repeated articles.
 *
 *   1 an article is read as the hashes of its folded words and numbers over its kept stretches and
 *     sketched (shingle.c)
 *   2 articles that agree in a band of their sketches are candidates (neardup_band.c)
 *   3 candidates are verified: the true Jaccard of their shingles reaches `threshold`, or they
 * share in order at least `words` of the longer one's words (edits.c), which a copy with scattered
 *     edits does
 *   4 groups are the connected components of what was verified (neardup_group.c)
 *
 * Split: chunks of BK__BATCH articles for 1, chunks of candidate pairs for 3, both over the pool;
 * the rest runs in the caller. Workspace: 4 bytes a word, 4 bytes x hashes an article. */
#include "model/neardup.h"

#include <stdlib.h>
#include <string.h>

#include "base/par.h"
#include "base/rng.h"
#include "base/str.h"
#include "model/edits.h"
#include "vector/words.h"

enum { STREAM = 0x6475700a, PAIR_CHUNK = 512 };

static const bk_opt neardup_table[] = {
    {"dup-threshold", "Articles whose word shingles overlap at least so much (Jaccard) are repeats",
     "SHARE", BK_OPT_REAL, offsetof(bk_neardup_opts, threshold), 0.7, 0.05, 1, NULL, NULL},
    {"dup-words",
     "So are articles that share, in order, at least this part of the longer one's words; 1: all",
     "SHARE", BK_OPT_REAL, offsetof(bk_neardup_opts, words), 0.85, 0.5, 1, NULL, NULL},
    {"shingle", "Words in a shingle", "N", BK_OPT_INT, offsetof(bk_neardup_opts, shingle), 4, 1, 32,
     NULL, NULL},
    {"hashes", "MinHash values of an article: more find more and take longer", "N", BK_OPT_INT,
     offsetof(bk_neardup_opts, hashes), 128, 8, BK__SKETCH_MOST, NULL, NULL},
};

const bk_opt *bk_neardup_opt_table(size_t *n)
{
    *n = sizeof neardup_table / sizeof *neardup_table;
    return neardup_table;
}

/* ---- reading --------------------------------------------------------------------------------- */
bk_status bk__repeats_read(bk__repeats *t, int64_t row, const uint32_t *word, size_t n)
{
    bk__read *r = &t->read[row];
    uint32_t *sketch = t->sketch + row * t->opts.hashes;
    if (!bk__sketch(sketch, (uint32_t)t->opts.hashes, t->salt, word, n, (size_t)t->opts.shingle))
        return BK_OK;
    r->word = bk__alloc_array(t->ctx, n, sizeof *r->word);
    if (!r->word)
        return BK_ENOMEM;
    memcpy(r->word, word, n * sizeof *word);
    r->n = (uint32_t)n;
    return BK_OK;
}

static bk_status take(void *user, int64_t row, const uint32_t *word, size_t n)
{
    return bk__repeats_read(user, row, word, n);
}

/* ---- verification ---------------------------------------------------------------------------- */
static bk_status make_sets(void *user, int64_t chunk, int worker)
{
    bk__repeats *t = user;
    bk_status st = BK_OK;
    (void)worker;
    for (int64_t i = chunk * BK__BATCH; i < (chunk + 1) * BK__BATCH && i < t->D; i++)
        if (t->in_pair[i] && st == BK_OK)
            st = bk__shingles_of(t->ctx, &t->sets[i], t->read[i].word, t->read[i].n,
                                 (size_t)t->opts.shingle);
    return st;
}

static bool repeats(const bk__repeats *t, const bk__candidate *p, int64_t *room)
{
    const bk__read *a = &t->read[p->a], *b = &t->read[p->b];
    return (double)p->jaccard >= t->opts.threshold - 1e-7 || /* a float cannot hold 0.7 */
           bk__aligned(a->word, a->n, b->word, b->n, t->opts.words, room);
}

static bk_status verify_chunk(void *user, int64_t chunk, int worker)
{
    bk__repeats *t = user;
    size_t first = (size_t)chunk * PAIR_CHUNK;
    if (!t->room[worker])
        t->room[worker] = bk__alloc_array(t->ctx, 2 * BK__EDITS_MOST + 3, sizeof *t->room[worker]);
    if (!t->room[worker])
        return BK_ENOMEM;
    for (size_t i = first; i < first + PAIR_CHUNK && i < t->n; i++) {
        bk__candidate *p = &t->pair[i];
        p->jaccard = bk__shingles_jaccard(&t->sets[p->a], &t->sets[p->b]);
        p->repeats = repeats(t, p, t->room[worker]);
    }
    return BK_OK;
}

static bk_status verify(bk__repeats *t)
{
    for (size_t i = 0; i < t->n; i++)
        t->in_pair[t->pair[i].a] = t->in_pair[t->pair[i].b] = 1;
    bk_status st = bk__par_for(t->ctx, NULL, bk__chunks(t->D, BK__BATCH), make_sets, t);
    if (st == BK_OK)
        st = bk__par_for(t->ctx, NULL, bk__chunks((int64_t)t->n, PAIR_CHUNK), verify_chunk, t);
    return st;
}

/* ---- the whole ------------------------------------------------------------------------------- */
static bk_status begin(bk__repeats *t, bk_ctx *ctx, const bk_corpus *c, const bk_neardup_opts *opts)
{
    size_t n;
    bk__rng *rng;
    const bk_opt *table = bk_neardup_opt_table(&n);
    *t = (bk__repeats){
        .ctx = ctx, .corpus = c, .opts = BK_NEARDUP_OPTS_INIT, .D = bk_corpus_size(c)};
    if (opts)
        t->opts = *opts;
    bk_status st = bk_opt_check(ctx, table, n, &t->opts, "bk_neardup_opts");
    if (st == BK_OK && t->D >= (int64_t)UINT32_MAX)
        st = bk__fail(ctx, BK_ESHAPE, "", "too many articles to look for repeats");
    if (st != BK_OK)
        return st;
    size_t D = (size_t)t->D, h = (size_t)t->opts.hashes;
    t->read = bk__calloc(ctx, D, sizeof *t->read);
    t->sets = bk__calloc(ctx, D, sizeof *t->sets);
    t->sketch = bk__alloc_array(ctx, D, h * sizeof *t->sketch);
    t->in_pair = bk__calloc(ctx, D, 1);
    t->room = bk__calloc(ctx, (size_t)bk_ctx_threads(ctx), sizeof *t->room);
    if (!t->read || !t->sets || !t->sketch || !t->in_pair || !t->room)
        return BK_ENOMEM;
    st = bk__rng_new(ctx, &rng);
    if (st != BK_OK)
        return st;
    bk__rng_stream(rng, STREAM, 0);
    t->salt = bk__mix(bk__rng_below(rng, UINT32_MAX) << 32 | bk__rng_below(rng, UINT32_MAX));
    bk__rng_free(ctx, rng);
    return BK_OK;
}

static bk_status finish(bk__repeats *t, bk_neardup *out)
{
    bk_status st = bk__repeats_candidates(t);
    if (st == BK_OK)
        st = verify(t);
    if (st == BK_OK)
        st = bk__repeats_groups(t, out);
    if (st != BK_OK)
        bk_neardup_free(t->ctx, out);
    return st;
}

static void end(bk__repeats *t)
{
    bk_ctx *ctx = t->ctx;
    for (int w = 0; t->room && w < bk_ctx_threads(ctx); w++)
        bk__free(ctx, t->room[w]);
    for (int64_t i = 0; t->sets && t->read && i < t->D; i++) {
        bk__free(ctx, t->sets[i].at);
        bk__free(ctx, t->read[i].word);
    }
    void *all[] = {t->read, t->sets, t->sketch, t->in_pair, t->room, t->pair};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        bk__free(ctx, all[i]);
}

bk_status bk_neardup_fit(bk_ctx *ctx, bk_neardup *out, const bk_corpus *c,
                         const bk_neardup_opts *opts)
{
    bk__repeats t;
    bk_status st = begin(&t, ctx, c, opts);
    *out = (bk_neardup){0};
    if (st == BK_OK)
        st = bk__words_read(ctx, c, &(bk__words_to){take, &t});
    if (st == BK_OK)
        st = finish(&t, out);
    end(&t);
    return st;
}

bk_status bk_neardup_fit_vectors(bk_ctx *ctx, bk_neardup *out, bk_vectorizer **vectors,
                                 const bk_corpus *c, const bk_neardup_opts *opts,
                                 const bk_vectorizer_opts *vector_opts)
{
    bk__repeats t;
    const bk__words_to to = {take, &t};
    bool read = false;
    bk_status st = begin(&t, ctx, c, opts);
    *out = (bk_neardup){0};
    *vectors = NULL;
    if (st == BK_OK)
        st = bk__vectorizer_fit_words(ctx, vectors, c, vector_opts, &to, &read);
    if (st == BK_OK && !read)
        st = bk__words_read(ctx, c, &to);
    if (st == BK_OK)
        st = finish(&t, out);
    if (st != BK_OK) {
        bk_vectorizer_free(*vectors);
        *vectors = NULL;
    }
    end(&t);
    return st;
}

void bk_neardup_free(bk_ctx *ctx, bk_neardup *d)
{
    if (!d)
        return;
    bk__free(ctx, d->group);
    bk__free(ctx, d->lead);
    bk__free(ctx, d->of);
    bk__free(ctx, d->jaccard);
    bk__free(ctx, d->shared);
    *d = (bk_neardup){0};
}
