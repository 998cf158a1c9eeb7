/* spool.h - bytes put aside in a file that has no name, to be read again soon.
 *
 * The file lies in a folder of the caller's choice and is gone with the process, however that ends.
 * What it holds is our own and private; nothing of it is synced. In one thread. */
#ifndef BK_BASE_SPOOL_H
#define BK_BASE_SPOOL_H

#include "base/str.h"

typedef struct bk__spool bk__spool;
/* In the folder of the file `beside`; NULL: that for passing files. */
bk_status bk__spool_open(bk_ctx *ctx, bk__spool **out, const char *beside);
void bk__spool_close(bk__spool *s); /* NULL is fine */
/* Behind what is there. */
bk_status bk__spool_add(bk__spool *s, const void *data, size_t bytes);
uint64_t bk__spool_end(const bk__spool *s);
/* So many bytes behind what is there are kept for bk__spool_put. */
bk_status bk__spool_reserve(bk__spool *s, uint64_t bytes, uint64_t *at);
bk_status bk__spool_put(bk__spool *s, uint64_t at, const void *data, size_t bytes);
bk_status bk__spool_read(bk__spool *s, uint64_t at, void *data, size_t bytes);

/* ---- a stretch of it, from front to back ----------------------------------------------------- */
typedef struct bk__spool_in {
    bk__spool *spool;
    uint64_t at, end; /* not read yet */
    char *bytes;
    size_t pos, n;
} bk__spool_in;
bk_status bk__spool_in_open(bk__spool_in *in, bk__spool *s, uint64_t from, uint64_t to);
void bk__spool_in_close(bk__spool_in *in); /* fine on a zeroed one */
/* BK_EIO where the stretch ends before. */
bk_status bk__spool_in_read(bk__spool_in *in, void *data, size_t bytes);
static inline bool bk__spool_in_ended(const bk__spool_in *in)
{
    return in->pos == in->n && in->at == in->end;
}

#endif
