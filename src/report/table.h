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

#endif
