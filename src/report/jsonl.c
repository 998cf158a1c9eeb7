/* jsonl.c - a table as JSON lines: an object a row, keys in the order of the columns.
 *
 * Null cells are null, times ISO 8601 strings. JSON columns stand as they are where they parse, and
 * as a string where they do not, so that every line is valid JSON. */
#include "base/date.h"
#include "base/json.h"
#include "report/table.h"

/* Raw line breaks in JSON are blanks between values: one line stays one line. */
static bk_status put_json(bk_ctx *ctx, bk__jw *w, bk_str s)
{
    bk__json *j;
    size_t from;
    if (bk__json_parse(ctx, &j, s, "") != BK_OK) {
        bk__jw_str(w, s);
        return w->status;
    }
    bk__json_free(j);
    from = w->out->n;
    bk__jw_raw(w, s);
    for (size_t i = from; w->status == BK_OK && i < w->out->n; i++)
        if (w->out->p[i] == '\n' || w->out->p[i] == '\r')
            w->out->p[i] = ' ';
    return w->status;
}

static bk_status put_row(bk_ctx *ctx, bk__buf *b, const bk_table *t, int64_t row)
{
    const bk_table_spec *spec = bk_table_spec_of(t);
    char iso[24];
    bk__jw w;
    bk__jw_init(&w, b);
    bk__jw_open(&w, '{');
    for (size_t c = 0; c < spec->n && w.status == BK_OK; c++) {
        bk_cell cell = bk_table_cell(t, row, c);
        bk_col_type type = spec->cols[c].type;
        bk__jw_key(&w, spec->cols[c].name);
        if (cell.null)
            bk__jw_null(&w);
        else if (type == BK_COL_INT)
            bk__jw_int(&w, cell.i);
        else if (type == BK_COL_REAL)
            bk__jw_real(&w, cell.x);
        else if (type == BK_COL_DATE)
            bk__jw_str(&w, bk__date_iso(cell.i, iso));
        else if (type == BK_COL_JSON)
            put_json(ctx, &w, cell.s);
        else
            bk__jw_str(&w, cell.s);
    }
    bk__jw_close(&w, '}');
    return w.status == BK_OK ? bk__buf_byte(b, '\n') : w.status;
}

bk_status bk_table_jsonl(const bk_table *t, bk_write_fn *write, void *user)
{
    bk_ctx *ctx = bk__table_ctx(t);
    bk_status st = BK_OK;
    bk__buf b;
    bk__buf_init(&b, ctx);
    for (int64_t r = 0; r < bk_table_rows(t) && st == BK_OK; r++) {
        b.n = 0;
        st = put_row(ctx, &b, t, r);
        if (st == BK_OK)
            st = write(user, b.p, b.n);
    }
    bk__buf_clear(&b);
    return st;
}

bk_status bk_table_write_jsonl(const bk_table *t, const char *path)
{
    return bk__table_write(t, path, bk_table_jsonl);
}
