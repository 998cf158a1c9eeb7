/* gzip.h - does what came out of a gzip file agree with the sums in it? */
#ifndef BK_CORPUS_GZIP_H
#define BK_CORPUS_GZIP_H

#include "base/str.h"

enum { BK__GZIP_TAIL = 1024 };

typedef struct bk__gzip {
    uint32_t table[256];
    bool is; /* it begins as gzip does */
    uint64_t in, out;
    uint32_t crc;       /* of all that came out */
    uint32_t crc_begun; /* of the members that ended before the last, by their own sums */
    uint64_t out_begun;
    uint32_t members;                  /* of those */
    unsigned char tail[BK__GZIP_TAIL]; /* the last bytes that went in */
    size_t n_tail;
} bk__gzip;

void bk__gzip_init(bk__gzip *g);
void bk__gzip_in(bk__gzip *g, bk_str bytes);  /* the file as it lies on disk, piece by piece */
void bk__gzip_out(bk__gzip *g, bk_str bytes); /* what came out of it */
/* After the whole file went in and all came out. True also where it is no gzip. */
bool bk__gzip_fits(const bk__gzip *g);

#endif
