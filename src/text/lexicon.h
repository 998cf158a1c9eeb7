/* lexicon.h - the files of models/: tab-separated rows under a header, # for comments.
 *
 * A row may reach into the next line nowhere; UTF-8; every row has the header's number of columns
 * (trailing empty ones may be left out). Failures name file, line and what was expected. */
#ifndef BK_TEXT_LEXICON_H
#define BK_TEXT_LEXICON_H

#include "base/arena.h"
#include "base/str.h"

typedef struct bk__lexicon {
    bk__arena arena;
    char *path;
    bk_str *column; /* [n_columns] names */
    size_t n_columns;
    bk_str *cell;   /* [n_rows x n_columns]; {"",0} where empty */
    uint32_t *line; /* [n_rows] 1-based */
    size_t n_rows;
} bk__lexicon;

/* `name` under the models: "id/relations.tsv". columns: the expected header, space-separated. */
bk_status bk__lexicon_open(bk_ctx *ctx, bk__lexicon *out, const char *name, const char *columns);
/* The same for a path anywhere. */
bk_status bk__lexicon_open_path(bk_ctx *ctx, bk__lexicon *out, const char *path,
                                const char *columns);
/* BK_EFORMAT with the row's file and line, and what was expected. */
bk_status bk__lexicon_bad(bk_ctx *ctx, const bk__lexicon *l, size_t row, const char *what);
bk_str bk__lexicon_at(const bk__lexicon *l, size_t row, size_t column);
void bk__lexicon_close(bk__lexicon *l);

#endif
