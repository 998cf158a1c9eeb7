/* cells.h - rows of cells of a table that a person wrote: CSV or fields between tabs. */
#ifndef BK_STUDY_CELLS_H
#define BK_STUDY_CELLS_H

#include "base/arena.h"
#include "base/str.h"

enum { BK__CELLS = 256 };

typedef struct bk__cells {
    bk_ctx *ctx;
    bk__arena *arena; /* holds cells that had quotes */
    const char *path; /* for messages */
    char separator;   /* between cells as RFC 4180 has them; 0: tabs, cells as they stand */
    bk_str cell[BK__CELLS];
    int n;
    uint32_t line; /* of the row, from 1 */
    uint32_t next; /* of what follows it */
    bk__buf buf;
} bk__cells;

void bk__cells_init(bk__cells *c, bk_ctx *ctx, bk__arena *arena, const char *path, char separator);
void bk__cells_clear(bk__cells *c);
/* The next row: *rest, not empty, moves behind it. Cells live as long as the bytes and the arena.
 * BK_EFORMAT (file and line): more than BK__CELLS cells, a quote that is never closed. */
bk_status bk__cells_next(bk__cells *c, bk_str *rest);

#endif
