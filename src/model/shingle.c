/* shingle.c - an article as the set of its shingles, and a sketch of the set. */
#include "model/shingle.h"

#include <string.h>

#include "base/radix.h"
#include "base/rng.h"

#define BASE 0xd6e8feb86659fd93u /* of the rolling hash: odd, its bits well mixed */

/* sum of word_j BASE^(width-1-j), rolled on from one shingle to the next */
typedef struct roll {
    const uint32_t *word;
    size_t width, count, i;
    uint64_t x, power; /* BASE^width */
} roll;

static roll begin(const uint32_t *word, size_t n, size_t width)
{
    roll r = {.word = word, .width = n < width ? n : width, .power = 1};
    r.count = n ? n - r.width + 1 : 0;
    for (size_t j = 0; j < r.width; j++) {
        r.x = r.x * BASE + word[j];
        r.power *= BASE;
    }
    return r;
}

/* The hash of the shingle at r->i; moves on to the next. */
static inline uint64_t next(roll *r)
{
    uint64_t hash = bk__mix(r->x + r->width);
    if (++r->i < r->count)
        r->x = r->x * BASE + r->word[r->i + r->width - 1] - r->word[r->i - 1] * r->power;
    return hash;
}

bk_status bk__shingles_of(bk_ctx *ctx, bk__shingles *out, const uint32_t *word, size_t n,
                          size_t width)
{
    roll r = begin(word, n, width);
    *out = (bk__shingles){NULL, 0};
    if (r.count == 0)
        return BK_OK;
    uint64_t *room = bk__alloc_array(ctx, r.count, 2 * sizeof *room);
    if (!room)
        return BK_ENOMEM;
    out->at = room;
    while (r.i < r.count) {
        size_t i = r.i;
        room[i] = next(&r);
    }
    const uint64_t *rising = bk__radix_sort(room, room + r.count, r.count, sizeof *room);
    for (size_t i = 0; i < r.count; i++)
        if (i == 0 || rising[i] != rising[i - 1])
            room[out->n++] = rising[i];
    return BK_OK;
}

float bk__shingles_jaccard(const bk__shingles *a, const bk__shingles *b)
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

bool bk__sketch(uint32_t *sketch, uint32_t bins, uint64_t salt, const uint32_t *word, size_t n,
                size_t width)
{
    uint8_t full[BK__SKETCH_MOST] = {0};
    roll r = begin(word, n, width);
    if (r.count == 0)
        return false;
    memset(sketch, 0xff, bins * sizeof *sketch);
    while (r.i < r.count) {
        uint64_t x = (next(&r) ^ salt) * 0x9e3779b97f4a7c15u;
        uint32_t bin = (uint32_t)((x >> 32) * bins >> 32), value = (uint32_t)x;
        sketch[bin] = value < sketch[bin] ? value : sketch[bin];
        full[bin] = 1;
    }
    for (uint32_t i = 0; i < bins; i++) {
        uint64_t walk = i;
        uint32_t from = i;
        while (!full[from]) {
            walk = bk__mix(walk + salt + 0x9e3779b97f4a7c15u);
            from = (uint32_t)((walk >> 32) * bins >> 32);
        }
        if (from != i)
            sketch[i] = sketch[from];
    }
    return true;
}
