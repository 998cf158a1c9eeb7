/* neardup_band.c - pairs of articles whose sketches agree in a band.
 *
 * r is the largest number of values in a band with which a pair at the threshold, or one with half
 * of the edits that are allowed, scattered, is missed in less than 1 of 200 cases:
 *
 *     (1 - t^r)^(hashes/r) < 0.005
 *
 * Of those the pairs stay whose sketches agree nearly as often as those of repeats do: few others
 * need to be verified. A bucket of more than 64 articles gives only pairs with its first member and
 * with the next one, so that a thousand copies do not give half a million pairs. Split: 8 bands at
 * a time over the pool, their pairs taken in the order of the bands. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/par.h"
#include "base/rng.h"
#include "model/neardup.h"

enum { BUCKET = 64, TOGETHER = 8 };
static const double MISS = 0.005, SIGMAS = 4;

/* Jaccard of the shingles of two articles that share `same` of their words, the others scattered.
 */
static double scattered(double same, int width)
{
    double kept = pow(same, width);
    return kept / (2 - kept);
}

static int band_rows(const bk_neardup_opts *o)
{
    double half = scattered((1 + o->words) / 2, o->shingle);
    double least = half < o->threshold ? half : o->threshold;
    int best = 1;
    for (int r = 1; r <= o->hashes; r++) {
        int bands = o->hashes / r;
        if (pow(1 - pow(least, r), bands) < MISS)
            best = r;
    }
    return best;
}

/* ---- a band ---------------------------------------------------------------------------------- */
typedef struct keyed {
    uint32_t key, id;
} keyed;

typedef struct band {
    bk__candidate *at; /* [n] */
    size_t n, cap;
} band;

typedef struct search {
    bk__repeats *t;
    double least; /* Jaccard that a repeat may have */
    int rows;     /* values in a band */
    int first;    /* band of this round */
    band *out;    /* [TOGETHER] */
    keyed **room; /* [threads][2 D] */
} search;

static bk_status add_pair(bk_ctx *ctx, band *b, uint32_t x, uint32_t y)
{
    if (bk__make_room(ctx, &b->at, &b->cap, b->n + 1, sizeof *b->at) != BK_OK)
        return BK_ENOMEM;
    b->at[b->n++] = (bk__candidate){x, y, 0, false};
    return BK_OK;
}

/* Do their sketches agree as often as those of repeats do but for one in thousands? Small sets fill
 * few bins, whose values then stand for the others too. */
static bool may_repeat(const search *s, uint32_t x, uint32_t y)
{
    const bk__repeats *t = s->t;
    int bins = t->opts.hashes, same = 0;
    const uint32_t *a = t->sketch + (int64_t)x * bins, *b = t->sketch + (int64_t)y * bins;
    uint32_t n = t->read[x].n < t->read[y].n ? t->read[x].n : t->read[y].n;
    double told = n < (uint32_t)bins ? (double)n : (double)bins;
    double share = s->least - SIGMAS * sqrt(s->least * (1 - s->least) / told);
    for (int i = 0; i < bins; i++)
        same += a[i] == b[i];
    return same >= (int)(share * bins);
}

/* Articles [i, end) of `at` share a band; their ids rise. */
static bk_status add_bucket(const search *s, band *b, const keyed *at, size_t i, size_t end)
{
    bk_status st = BK_OK;
    bool full = end - i > BUCKET;
    for (size_t p = i; p < end; p++) {
        size_t last = full && p > i ? p + 2 : end;
        for (size_t q = p + 1; q < last && q < end && st == BK_OK; q++)
            if (may_repeat(s, at[p].id, at[q].id))
                st = add_pair(s->t->ctx, b, at[p].id, at[q].id);
    }
    return st;
}

/* By key, 11 bits at a time from the lowest; equal ones stay as they were. Returns where it lies.
 */
static keyed *sort(keyed *at, keyed *other, size_t n)
{
    for (int shift = 0; shift < 33; shift += 11) {
        size_t begin[2048] = {0}, sum = 0;
        for (size_t i = 0; i < n; i++)
            begin[at[i].key >> shift & 2047]++;
        for (int d = 0; d < 2048; d++) {
            size_t here = begin[d];
            begin[d] = sum;
            sum += here;
        }
        for (size_t i = 0; i < n; i++)
            other[begin[at[i].key >> shift & 2047]++] = at[i];
        keyed *swap = at;
        at = other;
        other = swap;
    }
    return at;
}

/* Different bands of 32 equal bits are a candidate more, which verification drops. */
static bk_status search_band(void *user, int64_t chunk, int worker)
{
    search *s = user;
    bk__repeats *t = s->t;
    band *out = &s->out[chunk];
    size_t n = 0, D = (size_t)t->D;
    int64_t from = (s->first + chunk) * s->rows;
    bk_status st = BK_OK;
    out->n = 0;
    if (from + s->rows > t->opts.hashes)
        return BK_OK;
    if (!s->room[worker])
        s->room[worker] = bk__alloc_array(t->ctx, 2 * D, sizeof **s->room);
    keyed *at = s->room[worker];
    if (!at)
        return BK_ENOMEM;
    for (size_t i = 0; i < D; i++) {
        uint64_t key = (uint64_t)s->rows;
        if (t->read[i].n == 0)
            continue;
        for (int64_t j = from; j < from + s->rows; j++)
            key = bk__mix(key * 0x9e3779b97f4a7c15u + t->sketch[(int64_t)i * t->opts.hashes + j]);
        at[n++] = (keyed){(uint32_t)(key >> 32), (uint32_t)i};
    }
    at = sort(at, at + D, n);
    for (size_t i = 0; i < n && st == BK_OK;) {
        size_t end = i + 1;
        while (end < n && at[end].key == at[i].key)
            end++;
        st = add_bucket(s, out, at, i, end);
        i = end;
    }
    return st;
}

/* ---- all bands ------------------------------------------------------------------------------- */
static int by_pair(const void *x, const void *y)
{
    const bk__candidate *a = x, *b = y;
    if (a->a != b->a)
        return a->a < b->a ? -1 : 1;
    return (a->b > b->b) - (a->b < b->b);
}

/* Pairs are sorted and stand once. */
static void unique_pairs(bk__repeats *t)
{
    size_t kept = 0;
    if (t->n > 0)
        qsort(t->pair, t->n, sizeof *t->pair, by_pair);
    for (size_t i = 0; i < t->n; i++)
        if (i == 0 || by_pair(&t->pair[i], &t->pair[kept - 1]) != 0)
            t->pair[kept++] = t->pair[i];
    t->n = kept;
}

static bk_status append(bk__repeats *t, const band *b)
{
    if (bk__make_room(t->ctx, &t->pair, &t->cap, t->n + b->n, sizeof *t->pair) != BK_OK)
        return BK_ENOMEM;
    if (b->n > 0)
        memcpy(t->pair + t->n, b->at, b->n * sizeof *b->at);
    t->n += b->n;
    return BK_OK;
}

bk_status bk__repeats_candidates(bk__repeats *t)
{
    int workers = bk_ctx_threads(t->ctx);
    band out[TOGETHER] = {{0}};
    double words = scattered(t->opts.words, t->opts.shingle);
    search s = {.t = t, .rows = band_rows(&t->opts), .out = out};
    s.least = words < t->opts.threshold ? words : t->opts.threshold;
    bk_status st = BK_ENOMEM;
    s.room = bk__calloc(t->ctx, (size_t)workers, sizeof(keyed *));
    if (s.room)
        st = BK_OK;
    for (; st == BK_OK && s.first * s.rows < t->opts.hashes; s.first += TOGETHER) {
        st = bk__par_for(t->ctx, NULL, TOGETHER, search_band, &s);
        for (int i = 0; i < TOGETHER && st == BK_OK; i++)
            st = append(t, &out[i]);
        unique_pairs(t);
    }
    for (int w = 0; s.room && w < workers; w++)
        bk__free(t->ctx, s.room[w]);
    bk__free(t->ctx, s.room);
    for (int i = 0; i < TOGETHER; i++)
        bk__free(t->ctx, out[i].at);
    return st;
}
