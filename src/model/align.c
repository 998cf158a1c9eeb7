/* align.c - shared passages of two texts: tiles of words, wherever they moved.
 *
 * Every run of `least` words of b is put into an index. a is walked from its first word: of the
 * places in b that begin alike the longest match wins (ties: the first), unless the next word of a
 * begins a longer one; its words are taken out of both. This is the tiling of Wise 1993 ("String
 * similarity via greedy string tiling"), from left to right as dictionary coders do it, in place of
 * longest first. Then the tiles that stand in the same order in both, with the most words in all,
 * are found (heaviest increasing sequence, Fenwick 1994); the others have moved. No more than
 * PLACES places are tried, so that a text of one word over and over costs no square. */
#include "model/align.h"

#include <stdlib.h>
#include <string.h>

enum { PLACES = 32 };

typedef struct place {
    uint64_t key; /* of the `least` words from `at` */
    uint32_t at;
} place;
typedef struct job {
    bk_ctx *ctx;
    const uint32_t *a, *b;
    size_t na, nb;
    uint32_t least;
    place *places; /* [n_places] by key, at */
    size_t n_places;
    uint8_t *taken; /* [nb] */
    bk__tile *tile;
    size_t n, cap;
} job;

static int by_key(const void *p, const void *q)
{
    const place *x = p, *y = q;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

static uint64_t key_of(const uint32_t *w, uint32_t n)
{
    uint64_t h = 0x9E3779B97F4A7C15u;
    for (uint32_t i = 0; i < n; i++)
        h = (h ^ w[i]) * 0xff51afd7ed558ccdu, h ^= h >> 32;
    return h;
}

static size_t first_place(const job *j, uint64_t key)
{
    size_t low = 0, high = j->n_places;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (j->places[mid].key < key)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* The longest match of a[i..] with words of b that are free; n 0: none of `least` words. */
static bk__tile longest(const job *j, size_t i)
{
    bk__tile best = {(uint32_t)i, 0, 0, false};
    if (i + j->least > j->na)
        return best;
    uint64_t key = key_of(j->a + i, j->least);
    size_t p = first_place(j, key);
    for (size_t tried = 0; tried < PLACES && p < j->n_places && j->places[p].key == key;
         p++, tried++) {
        size_t from = j->places[p].at, n = 0;
        while (i + n < j->na && from + n < j->nb && j->a[i + n] == j->b[from + n] &&
               !j->taken[from + n])
            n++;
        if (n >= j->least && n > best.n)
            best = (bk__tile){(uint32_t)i, (uint32_t)from, (uint32_t)n, false};
    }
    return best;
}

static bk_status add(job *j, bk__tile t)
{
    if (bk__make_room(j->ctx, &j->tile, &j->cap, j->n + 1, sizeof *j->tile) != BK_OK)
        return BK_ENOMEM;
    memset(j->taken + t.b, 1, t.n);
    j->tile[j->n++] = t;
    return BK_OK;
}

static bk_status lay(job *j)
{
    bk_status st = BK_OK;
    bk__tile here = longest(j, 0);
    for (size_t i = 0; i < j->na && st == BK_OK;) {
        bk__tile next = i + 1 < j->na ? longest(j, i + 1) : (bk__tile){0};
        if (here.n == 0 || next.n > here.n) {
            here = next;
            i++;
            continue;
        }
        st = add(j, here);
        i += here.n;
        here = i < j->na ? longest(j, i) : (bk__tile){0};
    }
    return st;
}

/* Heaviest chain of tiles that rise in b: best[x] is the last tile of the heaviest that ends at or
 * before word x of b, as a tree of prefixes. */
static bk_status mark_moved(job *j)
{
    int64_t *weight = bk__alloc_array(j->ctx, j->n + 1, sizeof *weight);
    int64_t *before = bk__alloc_array(j->ctx, j->n + 1, sizeof *before);
    int64_t *tree = bk__alloc_array(j->ctx, j->nb + 2, sizeof *tree), last = -1;
    bk_status st = weight && before && tree ? BK_OK : BK_ENOMEM;
    for (size_t x = 0; st == BK_OK && x < j->nb + 2; x++)
        tree[x] = -1;
    for (size_t i = 0; st == BK_OK && i < j->n; i++) {
        bk__tile *t = &j->tile[i];
        before[i] = -1;
        for (size_t x = t->b; x > 0; x -= x & (~x + 1)) /* those that end at t->b or before */
            if (tree[x] >= 0 && (before[i] < 0 || weight[tree[x]] > weight[before[i]]))
                before[i] = tree[x];
        weight[i] = (int64_t)t->n + (before[i] < 0 ? 0 : weight[before[i]]);
        for (size_t x = (size_t)t->b + t->n; x <= j->nb; x += x & (~x + 1))
            if (tree[x] < 0 || weight[i] > weight[tree[x]])
                tree[x] = (int64_t)i;
        if (last < 0 || weight[i] > weight[last])
            last = (int64_t)i;
        t->moved = true;
    }
    for (; st == BK_OK && last >= 0; last = before[last])
        j->tile[last].moved = false;
    bk__free(j->ctx, weight);
    bk__free(j->ctx, before);
    bk__free(j->ctx, tree);
    return st;
}

static bk_status index_b(job *j)
{
    j->n_places = j->nb >= j->least ? j->nb - j->least + 1 : 0;
    j->places = bk__alloc_array(j->ctx, j->n_places + 1, sizeof *j->places);
    j->taken = bk__calloc(j->ctx, j->nb + 1, 1);
    if (!j->places || !j->taken)
        return BK_ENOMEM;
    for (size_t i = 0; i < j->n_places; i++)
        j->places[i] = (place){key_of(j->b + i, j->least), (uint32_t)i};
    if (j->n_places > 1)
        qsort(j->places, j->n_places, sizeof *j->places, by_key);
    return BK_OK;
}

bk_status bk__align(bk_ctx *ctx, bk__tiles *out, const uint32_t *a, size_t na, const uint32_t *b,
                    size_t nb, uint32_t least)
{
    job j = {.ctx = ctx, .a = a, .b = b, .na = na, .nb = nb, .least = least};
    bk_status st = index_b(&j);
    if (st == BK_OK)
        st = lay(&j);
    if (st == BK_OK)
        st = mark_moved(&j);
    *out = st == BK_OK ? (bk__tiles){j.tile, j.n} : (bk__tiles){NULL, 0};
    if (st != BK_OK)
        bk__free(ctx, j.tile);
    bk__free(ctx, j.places);
    bk__free(ctx, j.taken);
    return st;
}

void bk__tiles_free(bk_ctx *ctx, bk__tiles *t)
{
    bk__free(ctx, t->at);
    *t = (bk__tiles){NULL, 0};
}
