/* map.c - intern table with linear probing; at most two thirds of the slots are taken.
 *
 * Most keys are words of up to 16 bytes: such a key is compared where it is found, in its slot.
 * Longer ones are compared in the arena once their hashes agree. */
#include "base/map.h"

#include <string.h>

#include "base/hash.h"

#define FIRST_SLOTS 64
enum { SHORT = 16 };

/* What a key is looked for by. Two short keys with the same a, b and n are the same. */
typedef struct probe_key {
    uint64_t a, b, hash;
    uint32_t n;
} probe_key;

static inline uint64_t hash_short(uint64_t a, uint64_t b, uint64_t n)
{
    return bk__fold(bk__fold(a ^ BK__KEY_B, b ^ BK__KEY_A) ^ BK__KEY_C, n ^ BK__KEY_D);
}

static inline probe_key probe_long(bk_str key)
{
    uint64_t h = bk__hash_inline(key.p, key.n);
    return (probe_key){h, 0, h, SHORT + 1};
}

/* Parts that overlap have the same bytes where they do. */
static inline probe_key probe_of(bk_str key)
{
    const unsigned char *p = (const unsigned char *)key.p;
    size_t n = key.n;
    probe_key k = {0, 0, 0, (uint32_t)n};
    if (n > SHORT)
        return probe_long(key);
    if (n >= 8) {
        k.a = bk__load8(p);
        k.b = n > 8 ? bk__load8(p + n - 8) >> 8 * (16 - n) : 0;
    } else if (n >= 4) {
        k.a = bk__load4(p) | bk__load4(p + n - 4) << 8 * (n - 4);
    } else if (n > 0) {
        k.a = p[0] | (uint64_t)p[n >> 1] << 8 * (n >> 1) | (uint64_t)p[n - 1] << 8 * (n - 1);
    }
    k.hash = hash_short(k.a, k.b, n);
    return k;
}

/* Without branches on the length: lengths of words cannot be foreseen. */
static inline probe_key probe_roomy(bk_str key)
{
    static const struct {
        uint64_t a, b;
    } mask[SHORT + 1] = {
#define A(n) (((uint64_t)1 << 8 * (n)) - 1)
        {A(0), 0},     {A(1), 0},     {A(2), 0},     {A(3), 0},     {A(4), 0},      {A(5), 0},
        {A(6), 0},     {A(7), 0},     {~A(0), 0},    {~A(0), A(1)}, {~A(0), A(2)},  {~A(0), A(3)},
        {~A(0), A(4)}, {~A(0), A(5)}, {~A(0), A(6)}, {~A(0), A(7)}, {~A(0), ~A(0)},
#undef A
    };
    const unsigned char *p = (const unsigned char *)key.p;
    if (key.n > SHORT)
        return probe_long(key);
    uint64_t a = bk__load8(p) & mask[key.n].a, b = bk__load8(p + 8) & mask[key.n].b;
    return (probe_key){a, b, hash_short(a, b, key.n), (uint32_t)key.n};
}

void bk__map_init(bk__map *m, bk_ctx *ctx)
{
    *m = (bk__map){.ctx = ctx};
    bk__arena_init(&m->keys, ctx);
}

void bk__map_init_many(bk__map *m, bk_ctx *ctx)
{
    bk__map_init(m, ctx);
    m->many = true;
}

void bk__map_clear(bk__map *m)
{
    bool many = m->many;
    bk__arena_clear(&m->keys);
    bk__free(m->ctx, m->key);
    bk__free(m->ctx, m->slot);
    bk__map_init(m, m->ctx);
    m->many = many;
}

/* From 64 slots to 2^11, 2^16, 2^18 where there are many keys and memory for them. */
static size_t more_slots(const bk__map *m)
{
    if (m->slots == 0)
        return FIRST_SLOTS;
    size_t more = m->slots * (m->slots < (size_t)1 << 16 ? 32 : 4);
    bool large = m->many && m->slots < (size_t)1 << 18;
    return large && more * sizeof *m->slot <= bk__memory_step(m->ctx) ? more : m->slots * 2;
}

static bk_status grow_slots(bk__map *m)
{
    size_t slots = more_slots(m);
    bk__slot *slot = bk__calloc(m->ctx, slots, sizeof *slot);
    if (!slot)
        return BK_ENOMEM;
    for (size_t s = 0; s < m->slots; s++) {
        const bk__slot *from = &m->slot[s];
        if (!from->id)
            continue;
        size_t i = from->n > SHORT ? from->a : hash_short(from->a, from->b, from->n);
        for (i &= slots - 1; slot[i].id;)
            i = (i + 1) & (slots - 1);
        slot[i] = *from;
    }
    bk__free(m->ctx, m->slot);
    m->slot = slot;
    m->slots = slots;
    return BK_OK;
}

static bk_status grow_keys(bk__map *m)
{
    uint32_t cap = m->cap ? m->cap + m->cap / 2 : FIRST_SLOTS / 2;
    size_t all = m->slots / 3 * 2 + 2; /* for these slots */
    if (m->many && m->slots <= (size_t)1 << 18 && cap < all &&
        all * sizeof *m->key <= bk__memory_step(m->ctx))
        cap = (uint32_t)all;
    bk_str *key;
    if (cap < m->cap || cap == BK__NONE)
        cap = BK__NONE - 1;
    if (m->n >= BK__NONE - 1)
        return bk__fail(m->ctx, BK_ENOMEM, "", "more than %u different keys", m->n);
    key = bk__resize_array(m->ctx, m->key, cap, sizeof *key);
    if (!key)
        return BK_ENOMEM;
    m->key = key;
    m->cap = cap;
    return BK_OK;
}

/* The key's slot, or the empty one where it belongs. */
static inline bk__slot *find(const bk__map *m, bk_str key, const probe_key *k)
{
    for (size_t i = k->hash & (m->slots - 1);; i = (i + 1) & (m->slots - 1)) {
        bk__slot *s = &m->slot[i];
        if (s->a == k->a && s->b == k->b && s->n == k->n && s->id) {
            if (k->n <= SHORT)
                return s;
            bk_str stands = m->key[s->id - 1];
            if (stands.n == key.n && memcmp(stands.p, key.p, key.n) == 0)
                return s;
        } else if (!s->id) {
            return s;
        }
    }
}

static bk_status add(bk__map *m, bk_str key, const probe_key *k, bk__slot *s, uint32_t *id)
{
    bk_status st;
    if (m->n == m->cap && (st = grow_keys(m)) != BK_OK)
        return st;
    if ((m->n + (size_t)1) * 3 > m->slots * 2) {
        if ((st = grow_slots(m)) != BK_OK)
            return st;
        s = find(m, key, k);
    }
    if ((st = bk__arena_str(&m->keys, &m->key[m->n], key)) != BK_OK)
        return st;
    *id = m->n++;
    *s = (bk__slot){k->a, k->b, k->n, m->n};
    return BK_OK;
}

bk_status bk__map_put(bk__map *m, bk_str key, uint32_t *id, bool *added)
{
    const probe_key k = probe_of(key);
    bk_status st;
    if (m->slots == 0 && (st = grow_slots(m)) != BK_OK)
        return st;
    bk__slot *s = find(m, key, &k);
    if (added)
        *added = s->id == 0;
    if (!s->id)
        return add(m, key, &k, s, id);
    *id = s->id - 1;
    return BK_OK;
}

bk_status bk__map_put_many(bk__map *m, const bk_str *key, size_t n, uint32_t *id)
{
    probe_key k[BK__MAP_MANY];
    bk_status st = BK_OK;
    if (m->slots == 0 && (st = grow_slots(m)) != BK_OK)
        return st;
    for (size_t i = 0; i < n; i++) {
        k[i] = probe_roomy(key[i]);
        const char *slot = (const char *)&m->slot[k[i].hash & (m->slots - 1)];
        __builtin_prefetch(slot);
        __builtin_prefetch(slot + sizeof(bk__slot) - 1);
    }
    for (size_t i = 0; i < n && st == BK_OK; i++) {
        bk__slot *s = find(m, key[i], &k[i]);
        id[i] = s->id - 1;
        if (!s->id)
            st = add(m, key[i], &k[i], s, &id[i]);
    }
    return st;
}

/* An empty slot's id less 1 is BK__NONE. */
uint32_t bk__map_find(const bk__map *m, bk_str key)
{
    probe_key k = probe_of(key);
    return m->slots ? find(m, key, &k)->id - 1 : BK__NONE;
}

uint32_t bk__map_find_roomy(const bk__map *m, bk_str key)
{
    probe_key k = probe_roomy(key);
    return m->slots ? find(m, key, &k)->id - 1 : BK__NONE;
}
