/* labelled.h - examples with labels: TSV, CSV or JSON lines with columns that the caller names.
 *
 * The ending of the file decides: .jsonl one object a line, as where there is no ending that is
 * known and the first byte is { or [; .csv cells as RFC 4180 has them; all else fields between
 * tabs as they stand, quotes too. TSV and CSV begin with a line of names. "-" is standard input;
 * what is compressed (corpus/stream.h) is unpacked. */
#ifndef BK_STUDY_LABELLED_H
#define BK_STUDY_LABELLED_H

#include "base/arena.h"
#include "base/map.h"

typedef struct bk__example {
    bk_str text, source, target; /* source, target {"", 0} where there is none */
    int64_t from;                /* -1: not given */
    int32_t label, group;        /* -1: none; group: its own number where the file has none */
    uint32_t line;
} bk__example;

/* Names of columns; NULL: none. All but text may be absent from the file. */
typedef struct bk__labelled_names {
    const char *text, *label, *source, *target, *from, *group;
    const char *map; /* "ASSAULT=MK,AID=MC"; NULL: labels as they are. Others are left out */
    unsigned needed; /* bit k: the k-th of these names must be in the file too */
} bk__labelled_names;

typedef struct bk__labelled {
    bk_ctx *ctx;
    bk__arena arena;
    bk__example *item;
    int64_t n, cap;
    bk__map labels, groups;   /* labels in order of first sight */
    int64_t sources, targets; /* examples that name one */
    uint64_t hash;            /* of the file's bytes, unpacked */
    int64_t repaired;         /* cells that were not UTF-8 */
} bk__labelled;
/* BK_EIO; BK_EINVAL (map); BK_EFORMAT (file, line; a column that is needed and not there, with
 * those that are). Cells that are not UTF-8 are repaired, and a warning tells how many. Clear it in
 * any case. */
bk_status bk__labelled_read(bk_ctx *ctx, bk__labelled *out, const char *path,
                            const bk__labelled_names *names);
/* The same of bytes that came from `path`. */
bk_status bk__labelled_parse(bk_ctx *ctx, bk__labelled *out, bk_str bytes, const char *path,
                             const bk__labelled_names *names);
void bk__labelled_clear(bk__labelled *l);

#endif
