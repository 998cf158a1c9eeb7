/* cells.c - rows of cells of a table that a person wrote: CSV or fields between tabs. */
#include "study/cells.h"

#include <inttypes.h>
#include <stdio.h>

static bk_status bad(const bk__cells *c, const char *what)
{
    char where[512];
    snprintf(where, sizeof where, "%s:%" PRIu32, c->path, c->line);
    return bk__fail(c->ctx, BK_EFORMAT, where, "%s", what);
}

static bk_status take(bk__cells *c, bk_str s)
{
    if (c->n == BK__CELLS)
        return bad(c, "more than 256 columns");
    c->cell[c->n++] = s;
    return BK_OK;
}

static bk_status tab_row(bk__cells *c, bk_str *rest)
{
    bk_str line = bk__str_cut(rest, '\n');
    bk_status st = BK_OK;
    if (line.n > 0 && line.p[line.n - 1] == '\r')
        line.n--;
    c->next++;
    do { /* a line that ends in a tab has an empty last cell */
        const char *tab = line.n > 0 ? memchr(line.p, '\t', line.n) : NULL;
        st = take(c, bk__str_cut(&line, '\t'));
        if (!tab)
            break;
    } while (st == BK_OK);
    return st;
}

/* A quoted cell: *rest stands behind the first quote, and moves behind the last. */
static bk_status quoted_cell(bk__cells *c, bk_str *rest, bk_str *out)
{
    c->buf.n = 0;
    bk_status st = bk__buf_reserve(&c->buf, 1);
    while (st == BK_OK) {
        const char *quote = rest->n > 0 ? memchr(rest->p, '"', rest->n) : NULL;
        if (!quote)
            return bad(c, "a quote is never closed");
        size_t n = (size_t)(quote - rest->p);
        for (size_t i = 0; i < n; i++)
            c->next += rest->p[i] == '\n';
        st = bk__buf_add(&c->buf, (bk_str){rest->p, n});
        rest->p += n + 1;
        rest->n -= n + 1;
        if (rest->n == 0 || *rest->p != '"')
            break;
        rest->p++;
        rest->n--;
        if (st == BK_OK)
            st = bk__buf_byte(&c->buf, '"');
    }
    return st == BK_OK ? bk__arena_str(c->arena, out, bk__buf_str(&c->buf)) : st;
}

static bk_status quoted_row(bk__cells *c, bk_str *rest)
{
    bk_status st = BK_OK;
    while (st == BK_OK) {
        bk_str cell = {"", 0};
        if (rest->n > 0 && *rest->p == '"') {
            rest->p++;
            rest->n--;
            st = quoted_cell(c, rest, &cell);
        }
        size_t n = 0;
        while (n < rest->n && rest->p[n] != c->separator && rest->p[n] != '\n')
            n++;
        if (cell.n == 0)
            cell = (bk_str){rest->p, n > 0 && rest->p[n - 1] == '\r' ? n - 1 : n};
        if (st == BK_OK)
            st = take(c, cell);
        bool more = n < rest->n && rest->p[n] == c->separator;
        n += n < rest->n;
        rest->p += n;
        rest->n -= n;
        if (!more)
            break;
    }
    c->next++;
    return st;
}

bk_status bk__cells_next(bk__cells *c, bk_str *rest)
{
    c->line = c->next;
    c->n = 0;
    return c->separator ? quoted_row(c, rest) : tab_row(c, rest);
}

void bk__cells_init(bk__cells *c, bk_ctx *ctx, bk__arena *arena, const char *path, char separator)
{
    *c = (bk__cells){
        .ctx = ctx, .arena = arena, .path = path, .separator = separator, .line = 1, .next = 1};
    bk__buf_init(&c->buf, ctx);
}

void bk__cells_clear(bk__cells *c)
{
    bk__buf_clear(&c->buf);
}
