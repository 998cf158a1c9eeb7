/* prepare.h - a record as read becomes a raw article: repaired, language decided, title, outlet,
 * place and date inferred where they were not given. */
#ifndef BK_CORPUS_PREPARE_H
#define BK_CORPUS_PREPARE_H

#include "corpus/clean.h"
#include "corpus/record.h"
#include "text/lang.h"

typedef struct bk__preparer {
    bk_ctx *ctx;
    const bk__names *names;
    bk__furniture rules[2]; /* of BK__LANG_ID and BK__LANG_EN, less one */
    bk__lang lang;          /* of articles that do not say; UNKNOWN: recognised */
    bool places;            /* the place is wanted */
} bk__preparer;

bk_status bk__preparer_init(bk__preparer *p, bk_ctx *ctx, const bk__names *names, const char *lang);
void bk__preparer_clear(bk__preparer *p);
/* In place, memory from the arena. Pure but for memory: several records at a time. */
bk_status bk__prepare(const bk__preparer *p, bk__record *r, bk__arena *a);

#endif
