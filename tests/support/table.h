/* table.h - the figures that oracle tests compare with: TSV of numbers. */
#ifndef BK_TESTS_TABLE_H
#define BK_TESTS_TABLE_H

#include <bingkai/matrix.h>

/* [lines x cols] of a TSV of numbers after its lines that begin with '#' and one line of names;
 * free() it. */
double *t_table(const char *path, int cols, int64_t *lines);
/* From lines row, column, value in rising order; bk_csr_free. */
void t_table_csr(bk_ctx *ctx, bk_csr *A, const char *path, int64_t rows, int64_t cols);

#endif
