/* table.h - what the writers ask of a table beyond its cells. */
#ifndef BK_REPORT_TABLE_H
#define BK_REPORT_TABLE_H

#include "base/str.h"

#include <bingkai/report.h>

/* The context that the table was made from. */
bk_ctx *bk__table_ctx(const bk_table *t);

#endif
