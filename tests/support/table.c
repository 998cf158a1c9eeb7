/* table.c - TSV of numbers for the oracle tests. */
#include "support/table.h"

#include <stdlib.h>

#include "support/support.h"

#include "base/str.h"
#include "matrix/csr.h"

double *t_table(const char *path, int cols, int64_t *lines)
{
    size_t n;
    char *text = t_read(path, &n);
    assert_non_null(text);
    bk_str rest = {text, n}, line;
    double *out = malloc((n + 1) * sizeof *out); /* a number has a byte or more */
    assert_non_null(out);
    do
        line = bk__str_cut(&rest, '\n');
    while (line.n > 0 && line.p[0] == '#');
    for (*lines = 0; rest.n > 0; ++*lines) {
        line = bk__str_cut(&rest, '\n');
        for (int c = 0; c < cols; c++)
            assert_true(bk__str_real(bk__str_cut(&line, '\t'), &out[*lines * cols + c]));
        assert_int_equal(line.n, 0);
    }
    free(text);
    return out;
}

void t_table_csr(bk_ctx *ctx, bk_csr *A, const char *path, int64_t rows, int64_t cols)
{
    int64_t n, row = 0;
    double *t = t_table(path, 3, &n);
    t_ok(ctx, bk__csr_new(ctx, A, rows, cols, n));
    for (int64_t i = 0; i < n; i++) {
        while (row < (int64_t)t[3 * i])
            A->ptr[++row] = i;
        A->col[i] = (uint32_t)t[3 * i + 1];
        A->val[i] = (float)t[3 * i + 2];
    }
    while (row < rows)
        A->ptr[++row] = n;
    free(t);
    t_ok(ctx, bk_csr_check(ctx, A));
}
