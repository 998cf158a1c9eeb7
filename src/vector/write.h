/* write.h - a vectorizer's container that is written while its rows are made. */
#ifndef BK_VECTOR_WRITE_H
#define BK_VECTOR_WRITE_H

#include "vector/parts.h"
#include "vector/rows.h"

enum { BK__ROW_SECTIONS = 3 }; /* counts.col, counts.val, weights.val */

typedef struct bk__block bk__block;
typedef struct bk__writing { /* zeroed but for ctx */
    bk_ctx *ctx;
    bk__rows rows; /* those that are written next: the caller opens and closes them */
    bk__parts parts;
    bk__store_file *file;
    int first;   /* of the sections of rows */
    int section; /* the next one that is ready */
    int ready;   /* as many are, less those of the rows */
    int64_t chunk;
    bk__block *spare;
} bk__writing;

/* Of documents that are in runs the caller writes the sections, after all others. */
bk_status bk__writing_begin(bk__writing *w, const bk_vectorizer *v, const bk__content *c,
                            const char *path);
bk_status bk__writing_rows(bk__writing *w);
bk_status bk__writing_ready(bk__writing *w); /* the sections that are left */
bk_status bk__writing_commit(bk__writing *w);
void bk__writing_clear(bk__writing *w); /* without a commit there is no file */

#endif
