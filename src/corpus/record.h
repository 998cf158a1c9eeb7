/* record.h - one article on its way from a file: fields by name, faults, what was inferred. */
#ifndef BK_CORPUS_RECORD_H
#define BK_CORPUS_RECORD_H

#include <bingkai/corpus.h>

#include "base/arena.h"
#include "base/str.h"

enum {
    BK__FIELD_ID,
    BK__FIELD_TITLE,
    BK__FIELD_TEXT,
    BK__FIELD_DATE,
    BK__FIELD_SOURCE,
    BK__FIELD_URL,
    BK__FIELD_LANG,
    BK__FIELD_PLACE,
    BK__N_FIELDS,
    BK__N_EXTRA = 8, /* of the user's */
    BK__ALL_FIELDS = BK__N_FIELDS + BK__N_EXTRA
};

/* A record of more bytes is no article; it is skipped with a message. */
#define BK__RECORD_MOST ((size_t)32 << 20)

typedef struct bk__fault {
    struct bk__fault *next;
    const char *kind;
    bk_str what;
    bk_action action;
} bk__fault;

typedef struct bk__record {
    bk_str json;                  /* a JSON value that is not parsed yet; {NULL,0}: fields stand */
    bk_str field[BK__ALL_FIELDS]; /* {NULL,0} where absent */
    uint64_t line;
    bool broken, skip; /* not JSON; not an article */
    bk__fault *faults; /* in the order in which they were met */
    int64_t published;
    uint32_t inferred;
    uint64_t hash; /* of title and text */
    uint64_t text; /* of the text */
} bk__record;

/* ---- names of fields (field.c) --------------------------------------------- */
enum { BK__N_NAMES = 12 }; /* of a field, at most */
typedef struct bk__name {
    const char *z;
    size_t n;
    int field, rank;
} bk__name;
typedef struct bk__names {
    bk_ctx *ctx;
    bk__name name[BK__N_FIELDS * BK__N_NAMES + BK__N_EXTRA];
    int begin[33];             /* of the names whose first byte has these lower five bits */
    char *own[BK__ALL_FIELDS]; /* the user's name for a field; NULL: the usual ones */
    int same[BK__N_EXTRA];     /* the field that an extra one is; -1: one of its own */
    int extras;
} bk__names;
/* "text=isi,title=judul". BK_EINVAL names what is wrong. */
bk_status bk__names_init(bk__names *n, bk_ctx *ctx, const char *fields);
/* "rubrik,penulis": more fields, BK__N_FIELDS and on, behind bk__names_init; NULL: none. BK_EINVAL
 * where there are too many or one is a field that is no covariate. */
bk_status bk__names_extra(bk__names *n, const char *names);
void bk__names_clear(bk__names *n);
/* The field that `name` stands for, -1 for none; *rank is lower for the better of two names. */
int bk__names_find(const bk__names *n, bk_str name, int *rank);
/* Whether a header with these names has a text. */
const char *bk__names_expected(const bk__names *n, int field);

/* ---- faults ---------------------------------------------------------------- */
bk_status bk__fault_add(bk__record *r, bk__arena *a, const char *kind, bk_action action,
                        const char *format, ...) BK_PRINTF(5, 6);

#endif
