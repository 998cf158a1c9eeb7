/* feed.h - an open file, cut into waves. */
#ifndef BK_CORPUS_FEED_H
#define BK_CORPUS_FEED_H

#include "corpus/read_csv.h"
#include "corpus/read_json.h"
#include "corpus/sniff.h"
#include "corpus/stream.h"
#include "corpus/wave.h"

typedef struct bk__feed {
    bk_ctx *ctx;
    const bk__names *names;
    bk__stream *stream; /* NULL: no file is open */
    bk_str file;
    bk__format mode;
    bool first, ended, torn; /* nothing was read yet; all was; reading failed */
    bk__buf tail;            /* what the next wave begins with */
    bk__cutter cutter;       /* of JSON that is not lines */
    bk__csv *csv;
} bk__feed;

void bk__feed_init(bk__feed *f, bk_ctx *ctx, const bk__names *names);
void bk__feed_clear(bk__feed *f);
/* `path` lives as long as the feed. BK_EIO. */
bk_status bk__feed_open(bk__feed *f, const char *path, bk__format format);
void bk__feed_close(bk__feed *f);
/* The next stretch of the file into an empty wave: of JSON lines the bytes of whole lines, of other
 * formats records. What is wrong with the file becomes a fault of the wave. BK_END. */
bk_status bk__feed_wave(bk__feed *f, bk__wave *w);

#endif
