/* read_csv.h - CSV and TSV with a header (read_csv.c is the only door to libcsv). */
#ifndef BK_CORPUS_READ_CSV_H
#define BK_CORPUS_READ_CSV_H

#include "corpus/record.h"

typedef struct bk__csv bk__csv;

/* The separator of a header line among , ; tab and |, or 0 where it names no text. */
char bk__csv_sniff(bk_str head, const bk__names *names);
bk_status bk__csv_new(bk_ctx *ctx, bk__csv **out, char separator, const bk__names *names);
/* A row came: its fields lie in the arena. */
typedef bk_status bk__row_fn(void *user, bk__record *r);
/* Feeds bytes (none and `ended`: the file's end). BK_EFORMAT where a header lacks the text or a
 * cell grows past the limit. */
bk_status bk__csv_feed(bk__csv *c, bk_str bytes, bool ended, bk__arena *a, bk__row_fn *row,
                       void *user);
void bk__csv_free(bk__csv *c);

#endif
