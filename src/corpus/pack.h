/* pack.h - bytes that are compressed as gzip on their way into a file (stream.c is the only door to
 * libarchive). */
#ifndef BK_CORPUS_PACK_H
#define BK_CORPUS_PACK_H

#include "base/file.h"

typedef struct bk__packer bk__packer;
/* Into `to`, which stays the caller's. The same bytes for the same bytes: no time is noted.
 * BK_EUNSUPPORTED without libarchive, BK_ENOMEM. */
bk_status bk__packer_open(bk_ctx *ctx, bk__packer **out, bk__out *to);
bk_status bk__packer_write(bk__packer *p, bk_str s);
bk_status bk__packer_close(bk__packer *p); /* writes what is left; frees p in any case */

#endif
