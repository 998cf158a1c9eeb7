/* table.h - what the writers ask of a table beyond its cells. */
#ifndef BK_REPORT_TABLE_H
#define BK_REPORT_TABLE_H

#include "base/str.h"

#include <bingkai/report.h>

/* The context that the table was made from. */
bk_ctx *bk__table_ctx(const bk_table *t);

/* What `lines` (bk_table_tsv, bk_table_jsonl) hands on, as a file: whole or not at all. */
typedef bk_status bk__table_lines(const bk_table *t, bk_write_fn *write, void *user);
bk_status bk__table_write(const bk_table *t, const char *path, bk__table_lines *lines);

/* All rows of `from` behind those of `to`; both of one specification. Whole or not at all. */
bk_status bk__table_append(bk_table *to, const bk_table *from);

/* ---- reading a database that bk_report_write_sqlite wrote (sqlite.c) ------------------- */

const char *bk__sqlite_version(void);
typedef struct bk__db bk__db;
/* BK_EIO; BK_EFORMAT where it is none of ours. */
bk_status bk__db_open(bk_ctx *ctx, bk__db **out, const char *path);
void bk__db_close(bk__db *db);
/* Rows in order: all (column NULL), or those where `column` is `value`. *out is yours. BK_EINVAL:
 * no such table or column. */
bk_status bk__db_table(bk__db *db, bk_table **out, const bk_table_spec *spec, const char *column,
                       const char *value);
int64_t bk__db_rows(bk__db *db, const bk_table_spec *spec); /* -1: no such table */
bk_status bk__db_manifest(bk__db *db, bk__buf *out);

#endif
