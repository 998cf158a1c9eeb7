/* read_json.h - JSON lines and JSON arrays: cut into values, then each value to a record. */
#ifndef BK_CORPUS_READ_JSON_H
#define BK_CORPUS_READ_JSON_H

#include "corpus/record.h"

/* Cuts values out of a growing buffer. */
typedef struct bk__cutter {
    bool lines;      /* a value a line; else values in an array or behind one another */
    uint64_t number; /* of the last line or record */
    size_t at;       /* looked at so far, from the front of the buffer */
    size_t begin;    /* of the value that is open */
    int depth;
    bool in_string, escaped;
} bk__cutter;

/* The next value of buf that is complete (the last one may end with the data where `ended`); false
 * where more bytes are needed. An empty *value is a blank line. */
bool bk__cut_value(bk__cutter *c, bk_str buf, bool ended, bk_str *value);
/* `n` bytes were taken away at the front. */
void bk__cut_forget(bk__cutter *c, size_t n);
/* Bytes that may be taken away. */
size_t bk__cut_done(const bk__cutter *c);

/* Fills the fields from r->json; r->broken where it is not a JSON object. BK_ENOMEM. */
bk_status bk__json_record(bk_ctx *ctx, bk__record *r, const bk__names *names, bk__arena *a);

#endif
