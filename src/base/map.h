/* map.h - open-addressing intern table: bytes -> 0, 1, 2, ... in order of first sight.
 *
 * Keys are copied into an arena of the map and really compared. Not thread-safe for writing. */
#ifndef BK_BASE_MAP_H
#define BK_BASE_MAP_H

#include "base/arena.h"

#define BK__NONE UINT32_MAX

/* A key of up to 16 bytes stands in its slot, filled up with zeros, with its length; of a longer
 * one the hash does. */
typedef struct bk__slot {
    uint64_t a, b; /* as little-endian numbers */
    uint32_t n;    /* bytes; 17: more than 16 */
    uint32_t id;   /* + 1; 0: empty */
} bk__slot;
typedef struct bk__map {
    bk_ctx *ctx;
    bk__arena keys;
    bk_str *key; /* [n] */
    bk__slot *slot;
    uint32_t n, cap;
    size_t slots; /* power of two */
    bool many;    /* it grows in large steps */
} bk__map;

void bk__map_init(bk__map *m, bk_ctx *ctx); /* allocates nothing */
/* The same for what will hold many keys: it is seldom moved, and takes up to 6 MB too much
 * where there is no budget. */
void bk__map_init_many(bk__map *m, bk_ctx *ctx);
void bk__map_clear(bk__map *m);
/* The key's number, added where it is new. *added may be NULL. */
bk_status bk__map_put(bk__map *m, bk_str key, uint32_t *id, bool *added);
uint32_t bk__map_find(const bk__map *m, bk_str key); /* BK__NONE */
/* For a key behind whose first byte at least BK__MAP_ROOM bytes can be read: quicker. */
enum { BK__MAP_ROOM = 16 };
uint32_t bk__map_find_roomy(const bk__map *m, bk_str key);
/* n such keys, up to BK__MAP_MANY, in turn: memory is asked for before it is needed. id [n]. */
enum { BK__MAP_MANY = 64 };
bk_status bk__map_put_many(bk__map *m, const bk_str *key, size_t n, uint32_t *id);
static inline bk_str bk__map_key(const bk__map *m, uint32_t id)
{
    return m->key[id];
}

#endif
