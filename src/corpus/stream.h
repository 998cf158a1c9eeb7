/* stream.h - bytes of a file, whatever compresses them (stream.c is the only door to libarchive).
 */
#ifndef BK_CORPUS_STREAM_H
#define BK_CORPUS_STREAM_H

#include "base/file.h"

typedef struct bk__stream bk__stream;

/* "-" is standard input. gz, xz, zst and bz2 are recognised by content. BK_EIO. */
bk_status bk__stream_open(bk_ctx *ctx, bk__stream **out, const char *path);
/* The next *n bytes, at least one, up to `most`. BK_END; BK_EIO; BK_EFORMAT where the compressed
 * data are damaged or grow beyond belief. */
bk_status bk__stream_read(bk__stream *s, char *to, size_t most, size_t *n);
/* Nobody wants the sum: it is not made. Before the first read. */
void bk__stream_pass_sum(bk__stream *s);
/* Reads on to the end of the file as it lies on disk, so that bytes and sum are those of all. */
bk_status bk__stream_drain(bk__stream *s);
/* After BK_END: was all of it what was once compressed? BK_EFORMAT where a check sum says no;
 * BK_EIO. Drains. */
bk_status bk__stream_check(bk__stream *s);
/* Bytes and SHA-256 (hex; empty where it was passed) of what was read so far as it lies on disk. */
void bk__stream_sum(const bk__stream *s, uint64_t *bytes, char sha256[65]);
void bk__stream_close(bk__stream *s); /* NULL is fine */

const char *bk__stream_version(void); /* of libarchive */

#endif
