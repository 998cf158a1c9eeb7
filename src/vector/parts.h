/* parts.h - the sections of a vectorizer's container (save.h), laid out for one who writes them. */
#ifndef BK_VECTOR_PARTS_H
#define BK_VECTOR_PARTS_H

#include "base/str.h"
#include "vector/grow.h"
#include "vector/run.h"
#include "vector/vectorizer.h"

enum { BK__PART_LISTS = 5 };

typedef struct bk__strings {
    const bk_str *from; /* [n] */
    bool again;         /* the list before it once more */
    bool later;         /* all comes piece by piece; `sum` is known */
    size_t sum;         /* bytes */
    size_t n;
    int64_t *ptr;
    char *bytes;
} bk__strings;

typedef struct bk__parts {
    bk_ctx *ctx;
    bk__strings list[BK__PART_LISTS];
    int64_t first[BK__PART_LISTS + 1]; /* pieces before each list; last: how many */
    size_t *piece;                     /* [pieces] bytes in it; then before it, of its list */
    char *memory;                      /* of all ptr and bytes */
    int64_t size[2];
    bk__buf json;
    bk__store_out out;
} bk__parts;

/* What the sections hold. */
typedef struct bk__content {
    const bk_str *term, *shown;
    const uint64_t *df, *tf;
    const double *idf;
    bk_csr counts; /* col and val NULL: they come later */
    const float *weights;
    const bk__runs *runs; /* that have the documents; NULL: v has them */
    const bk__growth *growth;
} bk__content;

/* *rows: the number of counts.col, behind which counts.val and weights.val stand; then come the
 * documents. All is borrowed until bk__parts_clear, which is due on failure too. */
bk_status bk__parts_describe(bk__parts *p, const bk_vectorizer *v, const bk__content *c, int *rows);
void bk__parts_clear(bk__parts *p); /* fine on a zeroed one */

#endif
