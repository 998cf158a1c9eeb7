/* report.h - typed tables and what is written from them: TSV, JSON lines, SQLite, HTML. */
#ifndef BINGKAI_REPORT_H
#define BINGKAI_REPORT_H

#include <bingkai/ctx.h>
#include <bingkai/opt.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum bk_col_type {
    BK_COL_TEXT,
    BK_COL_INT,
    BK_COL_REAL,
    BK_COL_DATE, /* int64 UTC seconds; written as ISO 8601 */
    BK_COL_JSON  /* text that is JSON */
} bk_col_type;

enum { BK_COL_ARTICLE_TEXT = 1 /* words of an article: left out with --no-text */ };

typedef struct bk_col {
    const char *name;
    bk_col_type type;
    const char *unit; /* "" or "UTF-8 bytes", "share", "cosine" */
    const char *help; /* one sentence */
    unsigned flags;
} bk_col;

typedef struct bk_table_spec {
    const char *name; /* of the table, and of <name>.tsv */
    const char *help;
    const bk_col *cols;
    size_t n;
    const char *index; /* columns for an SQLite index: "id" ; NULL: none */
} bk_table_spec;

typedef struct bk_cell {
    bool null;
    int64_t i;
    double x;
    bk_str s;
} bk_cell;
#define BK_CELL_NULL    ((bk_cell){true, 0, 0, {NULL, 0}})
#define BK_CELL_INT(v)  ((bk_cell){false, (v), 0, {NULL, 0}})
#define BK_CELL_REAL(v) ((bk_cell){false, 0, (v), {NULL, 0}}) /* NaN is written as null */
#define BK_CELL_STR(v)  ((bk_cell){(v).p == NULL, 0, 0, (v)})

typedef struct bk_table bk_table;
BK_API bk_status bk_table_new(bk_ctx *ctx, bk_table **out, const bk_table_spec *spec);
/* One row; text is copied. cells [spec->n]. */
BK_API bk_status bk_table_add(bk_table *t, const bk_cell *cells);
BK_API const bk_table_spec *bk_table_spec_of(const bk_table *t);
BK_API int64_t bk_table_rows(const bk_table *t);
BK_API bk_cell bk_table_cell(const bk_table *t, int64_t row, size_t col);
BK_API void bk_table_free(bk_table *t);

/* Every table that bingkai writes, in the order of the documentation. */
BK_API const bk_table_spec *bk_schema(size_t *n);
BK_API const bk_table_spec *bk_schema_find(const char *name);

/* Written whole or not at all. Cells that a spreadsheet would run (= + - @ tab) get a leading
 * apostrophe in text columns; tab, line break and backslash in text are escaped. */
BK_API bk_status bk_table_write_tsv(const bk_table *t, const char *path);
BK_API bk_status bk_table_write_jsonl(const bk_table *t, const char *path);
/* The same bytes handed to `write` piece by piece, each piece whole lines. What `write` returns
 * other than BK_OK ends it and is returned; the error of the context is then the writer's affair.
 */
typedef bk_status bk_write_fn(void *user, const char *bytes, size_t n);
BK_API bk_status bk_table_tsv(const bk_table *t, bk_write_fn *write, void *user);
BK_API bk_status bk_table_jsonl(const bk_table *t, bk_write_fn *write, void *user);

/* tables [n]; meta: the manifest as JSON text (stored in table `manifest`). An FTS5 index over
 * title and clean text of `articles` where that table is present with text. */
BK_API bk_status bk_report_write_sqlite(bk_ctx *ctx, const char *path, bk_table *const *tables,
                                        size_t n, bk_str manifest);

typedef struct bk_report_opts {
    size_t size;
    const char *title;
    const char *lang;   /* id, en: of the page */
    uint64_t max_bytes; /* the page is cut to this by showing fewer articles */
    bool no_text;
    const struct bk_triad *triad; /* names of powers that the page does not know; may be NULL */
} bk_report_opts;
#define BK_REPORT_OPTS_INIT                                                                        \
    {                                                                                              \
        sizeof(bk_report_opts), NULL, "id", 10000000, false, NULL                                  \
    }
BK_API const bk_opt *bk_report_opt_table(size_t *n);
/* One self-contained page. */
BK_API bk_status bk_report_write_html(bk_ctx *ctx, const char *path, bk_table *const *tables,
                                      size_t n, bk_str manifest, const bk_report_opts *opts);

#ifdef __cplusplus
}
#endif
#endif
