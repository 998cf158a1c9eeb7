/* map.c - intern table with linear probing; at most half of the slots are taken.
 *
 * A slot keeps the upper half of the hash beside the number, so that nearly every key that is
 * looked at is the right one; the hashes are kept for growing. */
#include "base/map.h"

#include "base/hash.h"

#define FIRST_SLOTS 64
#define TAG         0xFFFFFFFF00000000u

/* memcmp without the call: most keys are words. */
static inline bool same(const char *a, const char *b, size_t n)
{
    if (n >= 8) {
        for (size_t i = 0; i + 8 < n; i += 8)
            if (bk__load8((const unsigned char *)a + i) != bk__load8((const unsigned char *)b + i))
                return false;
        return bk__load8((const unsigned char *)a + n - 8) ==
               bk__load8((const unsigned char *)b + n - 8);
    }
    if (n >= 4) {
        uint32_t x[2], y[2];
        memcpy(&x[0], a, 4), memcpy(&x[1], a + n - 4, 4);
        memcpy(&y[0], b, 4), memcpy(&y[1], b + n - 4, 4);
        return x[0] == y[0] && x[1] == y[1];
    }
    for (size_t i = 0; i < n; i++)
        if (a[i] != b[i])
            return false;
    return true;
}

void bk__map_init(bk__map *m, bk_ctx *ctx)
{
    *m = (bk__map){.ctx = ctx};
    bk__arena_init(&m->keys, ctx);
}

void bk__map_clear(bk__map *m)
{
    bk__arena_clear(&m->keys);
    bk__free(m->ctx, m->key);
    bk__free(m->ctx, m->hash);
    bk__free(m->ctx, m->slot);
    bk__map_init(m, m->ctx);
}

static bk_status grow_slots(bk__map *m)
{
    size_t slots = m->slots ? m->slots * 2 : FIRST_SLOTS;
    uint64_t *slot = bk__calloc(m->ctx, slots, sizeof *slot);
    if (!slot)
        return BK_ENOMEM;
    for (uint32_t id = 0; id < m->n; id++) {
        size_t i = m->hash[id] & (slots - 1);
        while (slot[i])
            i = (i + 1) & (slots - 1);
        slot[i] = (m->hash[id] & TAG) | (id + 1);
    }
    bk__free(m->ctx, m->slot);
    m->slot = slot;
    m->slots = slots;
    return BK_OK;
}

static bk_status grow_keys(bk__map *m)
{
    uint32_t cap = m->cap ? m->cap + m->cap / 2 : FIRST_SLOTS / 2;
    bk_str *key;
    uint64_t *hash;
    if (cap < m->cap || cap == BK__NONE)
        cap = BK__NONE - 1;
    if (m->n >= BK__NONE - 1)
        return bk__fail(m->ctx, BK_ENOMEM, "", "more than %u different keys", m->n);
    key = bk__resize_array(m->ctx, m->key, cap, sizeof *key);
    if (!key)
        return BK_ENOMEM;
    m->key = key;
    hash = bk__resize_array(m->ctx, m->hash, cap, sizeof *hash);
    if (!hash)
        return BK_ENOMEM;
    m->hash = hash;
    m->cap = cap;
    return BK_OK;
}

/* The key's slot, or the empty one where it belongs. */
static inline size_t probe(const bk__map *m, bk_str key, uint64_t hash)
{
    size_t i = hash & (m->slots - 1);
    for (; m->slot[i]; i = (i + 1) & (m->slots - 1)) {
        uint64_t s = m->slot[i];
        if (((s ^ hash) & TAG) == 0) {
            bk_str k = m->key[(uint32_t)s - 1];
            if (k.n == key.n && same(k.p, key.p, key.n))
                break;
        }
    }
    return i;
}

bk_status bk__map_put(bk__map *m, bk_str key, uint32_t *id, bool *added)
{
    uint64_t hash = bk__hash_inline(key.p, key.n);
    bk_status st;
    size_t i;
    if (m->slots == 0 && (st = grow_slots(m)) != BK_OK)
        return st;
    i = probe(m, key, hash);
    if (added)
        *added = m->slot[i] == 0;
    if (m->slot[i]) {
        *id = (uint32_t)m->slot[i] - 1;
        return BK_OK;
    }
    if (m->n == m->cap && (st = grow_keys(m)) != BK_OK)
        return st;
    if ((m->n + (size_t)1) * 2 > m->slots) {
        if ((st = grow_slots(m)) != BK_OK)
            return st;
        i = probe(m, key, hash);
    }
    if ((st = bk__arena_str(&m->keys, &m->key[m->n], key)) != BK_OK)
        return st;
    m->hash[m->n] = hash;
    *id = m->n++;
    m->slot[i] = (hash & TAG) | m->n;
    return BK_OK;
}

uint32_t bk__map_find(const bk__map *m, bk_str key)
{
    size_t i;
    if (m->slots == 0)
        return BK__NONE;
    i = probe(m, key, bk__hash_inline(key.p, key.n));
    return (uint32_t)m->slot[i] - 1; /* empty: 0 - 1 is BK__NONE */
}
