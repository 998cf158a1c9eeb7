/* gram_part.c - counts the n-grams of one part: a table that fits the cache, then a sort. */
#include <string.h>

#include "base/hash.h"
#include "base/radix.h"
#include "vector/grams.h"

typedef struct slot {
    uint32_t prefix, word;
    uint32_t gram;  /* number in order of first sight + 1; 0: empty */
    uint32_t place; /* of its last entry */
} slot;

typedef struct entry {
    uint32_t row, gram, count;
} entry;

typedef struct key {
    uint64_t key; /* prefix << 32 | word; first, for bk__radix_sort */
    uint32_t gram;
} key;

struct bk__gram_room {
    bk_ctx *ctx;
    slot *slot; /* [cap_slots] */
    slot *one;  /* [cap_one] prefixes alone */
    entry *entry;
    key *key; /* [2 cap_keys] */
    uint32_t *rank;
    size_t slots, cap_slots, cap_one, cap_entries, cap_keys, cap_rank; /* slots: in use */
    uint32_t entries, grams;
    bk__arena kept, given; /* hits; n-grams till they were gathered */
};

enum { FIRST_SLOTS = 1 << 13 };

bk__gram_room *bk__gram_room_new(bk_ctx *ctx)
{
    bk__gram_room *r = bk__calloc(ctx, 1, sizeof *r);
    if (!r)
        return NULL;
    r->ctx = ctx;
    bk__arena_init(&r->kept, ctx);
    bk__arena_init(&r->given, ctx);
    return r;
}

void bk__gram_room_free(bk__gram_room *r)
{
    if (!r)
        return;
    bk_ctx *ctx = r->ctx;
    bk__free(ctx, r->slot);
    bk__free(ctx, r->one);
    bk__free(ctx, r->entry);
    bk__free(ctx, r->key);
    bk__free(ctx, r->rank);
    bk__arena_clear(&r->kept);
    bk__arena_clear(&r->given);
    bk__free(ctx, r);
}

void bk__gram_room_gathered(bk__gram_room *r)
{
    bk__arena_clear(&r->given);
}

/* What stands in the array is not kept where it grows. */
static bk_status renew(bk_ctx *ctx, void *array, size_t *cap, size_t want, size_t size)
{
    void *p;
    memcpy(&p, array, sizeof p);
    if (want <= *cap)
        return BK_OK;
    bk__free(ctx, p);
    p = bk__alloc_array(ctx, want, size);
    memcpy(array, &p, sizeof p);
    *cap = p ? want : 0;
    return p ? BK_OK : BK_ENOMEM;
}

static inline size_t spread(uint32_t prefix, uint32_t word)
{
    return (size_t)bk__fold(prefix ^ BK__KEY_A, word ^ BK__KEY_B);
}

static bk_status grow_slots(bk__gram_room *r)
{
    size_t slots = r->slots * 2;
    slot *to = bk__calloc(r->ctx, slots, sizeof *to);
    if (!to)
        return BK_ENOMEM;
    for (size_t i = 0; i < r->slots; i++) {
        const slot *from = &r->slot[i];
        if (!from->gram)
            continue;
        size_t at = spread(from->prefix, from->word) & (slots - 1);
        while (to[at].gram)
            at = (at + 1) & (slots - 1);
        to[at] = *from;
    }
    bk__free(r->ctx, r->slot);
    r->slot = to;
    r->slots = r->cap_slots = slots;
    return BK_OK;
}

static inline void begin_gram(bk__gram_room *r, slot *s, uint32_t prefix, uint32_t word)
{
    r->key[r->grams] = (key){(uint64_t)prefix << 32 | word, r->grams};
    *s = (slot){prefix, word, ++r->grams, r->entries};
}

/* Every step is taken whether the row has it already or not: that cannot be foreseen. Behind the
 * last entry stands one of no row. */
static inline void hit(bk__gram_room *r, slot *s, uint32_t row)
{
    entry *e = r->entry;
    bool met = e[s->place].row == row;
    uint32_t at = met ? s->place : r->entries;
    uint32_t count = met ? e[at].count + 1 : 1;
    s->place = at;
    r->entries += !met;
    e[at] = (entry){row, s->gram - 1, count};
    e[r->entries].row = BK__NONE;
}

static bk_status count_items(bk__gram_room *r, bk__gram_part *p, bool singles)
{
    r->entries = r->grams = 0;
    r->entry[0].row = BK__NONE;
    for (size_t i = 0; i < p->n; i++) {
        bk__gram_item *x = &p->item[i];
        uint32_t prefix = x->prefix - p->low, word = x->word;
        if (singles) {
            slot *s = &r->one[prefix];
            if (!s->gram)
                begin_gram(r, s, prefix, 0);
            hit(r, s, x->row);
        }
        x->prefix = BK__NONE;
        if (word == 0)
            continue;
        size_t at = spread(prefix, word) & (r->slots - 1);
        while (r->slot[at].gram && (r->slot[at].prefix != prefix || r->slot[at].word != word))
            at = (at + 1) & (r->slots - 1);
        if (!r->slot[at].gram)
            begin_gram(r, &r->slot[at], prefix, word);
        x->prefix = r->slot[at].gram - 1;
        hit(r, &r->slot[at], x->row);
        if (r->grams > r->slots / 2) {
            bk_status st = grow_slots(r);
            if (st != BK_OK)
                return st;
        }
    }
    return BK_OK;
}

/* The n-grams in order; r->rank: their places. */
static bk_status put_in_order(bk__gram_room *r, bk__gram_part *p)
{
    bk_status st = renew(r->ctx, &r->rank, &r->cap_rank, (size_t)r->grams + 1, sizeof *r->rank);
    p->gram = bk__arena_array(&r->given, r->grams, sizeof *p->gram);
    if (st != BK_OK || !p->gram)
        return BK_ENOMEM;
    const key *k = bk__radix_sort(r->key, r->key + r->cap_keys, r->grams, sizeof *k);
    for (uint32_t i = 0; i < r->grams; i++) {
        r->rank[k[i].gram] = i;
        p->gram[i] =
            (bk__gram){.prefix = p->low + (uint32_t)(k[i].key >> 32), .word = (uint32_t)k[i].key};
    }
    p->grams = r->grams;
    return BK_OK;
}

static bk_status give_hits(bk__gram_room *r, bk__gram_part *p, const bk__gram_strip *strip,
                           int64_t strips)
{
    size_t words = 0;
    uint32_t i = 0, *to, pack[BK__PACKED_MOST];
    for (uint32_t j = 0; j < r->entries; j++)
        words += 1 + (size_t)(bk__pack(pack, r->rank[r->entry[j].gram], r->entry[j].count) - pack);
    p->hit = bk__arena_array(&r->kept, words, sizeof *p->hit);
    p->strip = bk__arena_array(&r->kept, (size_t)strips + 1, sizeof *p->strip);
    if (!p->hit || !p->strip)
        return BK_ENOMEM;
    to = p->hit;
    for (int64_t s = 0; s < strips; s++) {
        p->strip[s] = (size_t)(to - p->hit);
        for (; i < r->entries && r->entry[i].row < strip[s].first + strip[s].rows; i++) {
            *to++ = r->entry[i].row;
            to = bk__pack(to, r->rank[r->entry[i].gram], r->entry[i].count);
        }
    }
    p->strip[strips] = (size_t)(to - p->hit);
    return BK_OK;
}

bk_status bk__gram_part_count(bk__gram_room *r, bk__gram_part *p, const bk__gram_strip *strip,
                              int64_t strips, bool singles, bool hits)
{
    size_t most = singles ? 2 * p->n : p->n; /* entries, and n-grams */
    size_t prefixes = p->high - p->low;
    bk_status st;
    BK__TRY(st, renew(r->ctx, &r->entry, &r->cap_entries, most + 1, sizeof *r->entry), done);
    BK__TRY(st, renew(r->ctx, &r->key, &r->cap_keys, most + 1, 2 * sizeof *r->key), done);
    BK__TRY(st, renew(r->ctx, &r->slot, &r->cap_slots, FIRST_SLOTS, sizeof *r->slot), done);
    r->slots = FIRST_SLOTS;
    memset(r->slot, 0, r->slots * sizeof *r->slot);
    if (singles) {
        BK__TRY(st, renew(r->ctx, &r->one, &r->cap_one, prefixes + 1, sizeof *r->one), done);
        memset(r->one, 0, prefixes * sizeof *r->one);
    }
    BK__TRY(st, count_items(r, p, singles), done);
    BK__TRY(st, put_in_order(r, p), done);
    for (uint32_t i = 0; i < r->entries; i++) {
        bk__gram *g = &p->gram[r->rank[r->entry[i].gram]];
        g->df++;
        g->tf += r->entry[i].count;
    }
    for (size_t i = 0; i < p->n; i++)
        if (p->item[i].prefix != BK__NONE)
            p->item[i].prefix = r->rank[p->item[i].prefix];
    if (hits)
        st = give_hits(r, p, strip, strips);
done:
    return st;
}
