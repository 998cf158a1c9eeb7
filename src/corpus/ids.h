/* ids.h - an id for every article, each once. */
#ifndef BK_CORPUS_IDS_H
#define BK_CORPUS_IDS_H

#include "base/map.h"
#include "corpus/paths.h"
#include "corpus/record.h"

typedef struct bk__ids {
    bk__map map;
    uint64_t *hash; /* [map.n] of the text that took the id */
    size_t cap;
} bk__ids;

void bk__ids_init(bk__ids *s, bk_ctx *ctx);
void bk__ids_clear(bk__ids *s);
/* The record's id, or one made of the file's name (number `file` where that is no text) and its
 * line, as it is kept here. Another text with the same id gets a new one; the same text again is
 * skipped: a problem says so. */
bk_status bk__ids_name(bk__ids *s, bk__record *r, bk_str path, size_t file, bk__problems *problems);

/* The id is taken, by an article whose text has this hash. */
bk_status bk__ids_take(bk__ids *s, bk_str id, uint64_t hash);

#endif
