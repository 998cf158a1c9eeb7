/* table.c - a typed table in columns: numbers in arrays, text in a heap a column.
 *
 * A column holds 8 bytes a row (int64, double, or the end of the text in its heap) and a byte that
 * says whether the cell is null. A row is added whole or not at all: everything that can fail is
 * done before the first cell is written. */
#include <math.h>

#include "base/file.h"
#include "base/str.h"
#include "report/table.h"

typedef struct column {
    union {
        int64_t *i;
        double *x;
        size_t *end; /* behind the text of the row; it begins where the row before ends */
    } v;
    bool *null;
    bk__buf heap;
} column;

struct bk_table {
    bk_ctx *ctx;
    const bk_table_spec *spec;
    int64_t rows, cap;
    column *col; /* [spec->n] */
};

static bool is_text(bk_col_type type)
{
    return type == BK_COL_TEXT || type == BK_COL_JSON;
}

bk_status bk_table_new(bk_ctx *ctx, bk_table **out, const bk_table_spec *spec)
{
    bk_table *t;
    *out = NULL;
    if (!spec || spec->n == 0)
        return bk__fail(ctx, BK_EINVAL, "", "a table needs a specification with columns");
    t = bk__calloc(ctx, 1, sizeof *t);
    if (!t)
        return BK_ENOMEM;
    t->ctx = ctx;
    t->spec = spec;
    t->col = bk__calloc(ctx, spec->n, sizeof *t->col);
    if (!t->col) {
        bk__free(ctx, t);
        return BK_ENOMEM;
    }
    for (size_t c = 0; c < spec->n; c++)
        bk__buf_init(&t->col[c].heap, ctx);
    *out = t;
    return BK_OK;
}

void bk_table_free(bk_table *t)
{
    if (!t)
        return;
    for (size_t c = 0; c < t->spec->n; c++) {
        bk__free(t->ctx, t->col[c].v.i);
        bk__free(t->ctx, t->col[c].null);
        bk__buf_clear(&t->col[c].heap);
    }
    bk__free(t->ctx, t->col);
    bk__free(t->ctx, t);
}

/* Room for so many more rows in every column. */
static bk_status grow(bk_table *t, int64_t rows)
{
    int64_t cap = t->cap ? t->cap + t->cap / 2 : 16;
    if (t->rows + rows <= t->cap)
        return BK_OK;
    cap = cap < t->rows + rows ? t->rows + rows : cap;
    for (size_t c = 0; c < t->spec->n; c++) {
        column *k = &t->col[c];
        void *v = bk__resize_array(t->ctx, k->v.i, (size_t)cap, sizeof *k->v.i);
        bool *null;
        if (!v)
            return BK_ENOMEM;
        k->v.i = v;
        null = bk__resize_array(t->ctx, k->null, (size_t)cap, sizeof *null);
        if (!null)
            return BK_ENOMEM;
        k->null = null;
    }
    t->cap = cap;
    return BK_OK;
}

bk_status bk_table_add(bk_table *t, const bk_cell *cells)
{
    bk_status st = grow(t, 1);
    for (size_t c = 0; c < t->spec->n && st == BK_OK; c++)
        if (is_text(t->spec->cols[c].type) && !cells[c].null)
            st = bk__buf_reserve(&t->col[c].heap, cells[c].s.n);
    if (st != BK_OK)
        return st;
    for (size_t c = 0; c < t->spec->n; c++) {
        column *k = &t->col[c];
        const bk_cell *cell = &cells[c];
        bk_col_type type = t->spec->cols[c].type;
        k->null[t->rows] = cell->null;
        if (is_text(type)) {
            if (!cell->null && cell->s.n > 0)
                (void)bk__buf_add(&k->heap, cell->s); /* has room */
            k->v.end[t->rows] = k->heap.n;
        } else if (type == BK_COL_REAL) {
            k->v.x[t->rows] = cell->x;
            if (!isfinite(cell->x))
                k->null[t->rows] = true;
        } else {
            k->v.i[t->rows] = cell->i;
        }
    }
    t->rows++;
    return BK_OK;
}

bk_status bk__table_append(bk_table *to, const bk_table *from)
{
    size_t n = (size_t)from->rows, at = (size_t)to->rows;
    bk_status st = grow(to, from->rows);
    for (size_t c = 0; c < to->spec->n && st == BK_OK; c++)
        st = bk__buf_reserve(&to->col[c].heap, from->col[c].heap.n);
    if (st != BK_OK || n == 0)
        return st;
    for (size_t c = 0; c < to->spec->n; c++) {
        column *k = &to->col[c];
        const column *f = &from->col[c];
        size_t base = k->heap.n;
        memcpy(k->null + at, f->null, n * sizeof *f->null);
        memcpy(k->v.i + at, f->v.i, n * sizeof *f->v.i);
        if (!is_text(to->spec->cols[c].type))
            continue;
        for (size_t r = at; r < at + n; r++)
            k->v.end[r] += base;
        if (f->heap.n > 0)
            (void)bk__buf_add(&k->heap, bk__buf_str(&f->heap)); /* has room */
    }
    to->rows += from->rows;
    return BK_OK;
}

const bk_table_spec *bk_table_spec_of(const bk_table *t)
{
    return t->spec;
}

int64_t bk_table_rows(const bk_table *t)
{
    return t->rows;
}

bk_cell bk_table_cell(const bk_table *t, int64_t row, size_t col)
{
    const column *k;
    bk_col_type type;
    if (row < 0 || row >= t->rows || col >= t->spec->n)
        return BK_CELL_NULL;
    k = &t->col[col];
    type = t->spec->cols[col].type;
    if (k->null[row])
        return BK_CELL_NULL;
    if (is_text(type)) {
        size_t begin = row > 0 ? k->v.end[row - 1] : 0, n = k->v.end[row] - begin;
        bk_str s = {n > 0 ? k->heap.p + begin : "", n};
        return BK_CELL_STR(s);
    }
    return type == BK_COL_REAL ? BK_CELL_REAL(k->v.x[row]) : BK_CELL_INT(k->v.i[row]);
}

bk_ctx *bk__table_ctx(const bk_table *t)
{
    return t->ctx;
}

static bk_status to_file(void *user, const char *bytes, size_t n)
{
    return bk__out_write(user, (bk_str){bytes, n});
}

bk_status bk__table_write(const bk_table *t, const char *path, bk__table_lines *lines)
{
    bk__out *o;
    bk_status st = bk__out_open(t->ctx, &o, path);
    if (st != BK_OK)
        return st;
    st = lines(t, to_file, o);
    if (st == BK_OK)
        return bk__out_commit(o);
    bk__out_drop(o);
    return st;
}
