/* lexicon.c - tab-separated files of the models. */
#include "text/lexicon.h"

#include <stdio.h>

#include "base/file.h"
#include "text/utf8.h"

static bk_status fail_at(bk_ctx *ctx, const char *path, uint32_t line, const char *what)
{
    char where[512];
    snprintf(where, sizeof where, "%s:%u", path, line);
    return bk__fail(ctx, BK_EFORMAT, where, "%s", what);
}

/* Next line that says something; false at the end. */
static bool next_line(bk_str *rest, bk_str *out, uint32_t *number)
{
    while (rest->n > 0) {
        *out = bk__str_cut(rest, '\n');
        ++*number;
        if (out->n > 0 && out->p[out->n - 1] == '\r')
            out->n--;
        if (out->n > 0 && out->p[0] != '#')
            return true;
    }
    return false;
}

static bk_status header(bk_ctx *ctx, bk__lexicon *l, bk_str line, uint32_t number,
                        const char *columns)
{
    bk_str want = bk__str(columns), got = line;
    size_t n = 1;
    for (size_t i = 0; i < want.n; i++)
        n += want.p[i] == ' ';
    l->column = bk__arena_array(&l->arena, n, sizeof *l->column);
    if (!l->column)
        return BK_ENOMEM;
    while (want.n > 0) {
        bk_str w = bk__str_cut(&want, ' '), g = bk__str_cut(&got, '\t');
        if (!bk__str_eq(w, g)) {
            char what[300];
            snprintf(what, sizeof what, "the header must name the columns: %s", columns);
            return fail_at(ctx, l->path, number, what);
        }
        l->column[l->n_columns++] = w;
    }
    return got.n > 0 ? fail_at(ctx, l->path, number, "the header names too many columns") : BK_OK;
}

static bk_status rows(bk_ctx *ctx, bk__lexicon *l, bk_str rest, uint32_t number)
{
    bk_str line, count = rest;
    uint32_t ignored = 0;
    size_t n = 0;
    while (next_line(&count, &line, &ignored))
        n++;
    l->cell = bk__arena_array(&l->arena, n * l->n_columns + 1, sizeof *l->cell);
    l->line = bk__arena_array(&l->arena, n + 1, sizeof *l->line);
    if (!l->cell || !l->line)
        return BK_ENOMEM;
    while (next_line(&rest, &line, &number)) {
        bk_str *row = l->cell + l->n_rows * l->n_columns, left = line;
        for (size_t c = 0; c < l->n_columns; c++) {
            row[c] = bk__str_cut(&left, '\t');
            if (row[c].n == 0)
                row[c] = (bk_str){"", 0};
        }
        if (left.n > 0)
            return fail_at(ctx, l->path, number, "the row has more columns than the header");
        if (row[0].n == 0)
            return fail_at(ctx, l->path, number, "the first column is empty");
        l->line[l->n_rows++] = number;
    }
    return BK_OK;
}

bk_status bk__lexicon_open_path(bk_ctx *ctx, bk__lexicon *out, const char *path,
                                const char *columns)
{
    bk__view v;
    bk_str text, line;
    uint32_t number = 0;
    *out = (bk__lexicon){0};
    bk__arena_init(&out->arena, ctx);
    bk_status st = bk__view_open(ctx, &v, path);
    if (st != BK_OK)
        return st;
    st = bk__utf8_check(ctx, path, v.bytes);
    if (st == BK_OK)
        st = bk__arena_str(&out->arena, &text, v.bytes);
    bk__view_close(&v);
    if (st == BK_OK && !(out->path = bk__strdup(ctx, bk__str(path))))
        st = BK_ENOMEM;
    if (st == BK_OK && !next_line(&text, &line, &number))
        st = bk__fail(ctx, BK_EFORMAT, path, "has no header line: %s", columns);
    if (st == BK_OK)
        st = header(ctx, out, line, number, columns);
    if (st == BK_OK)
        st = rows(ctx, out, text, number);
    if (st != BK_OK)
        bk__lexicon_close(out);
    return st;
}

bk_status bk__lexicon_open(bk_ctx *ctx, bk__lexicon *out, const char *name, const char *columns)
{
    *out = (bk__lexicon){0};
    bk__arena_init(&out->arena, ctx);
    char *path = bk__data_path(ctx, name);
    bk_status st = path ? bk__lexicon_open_path(ctx, out, path, columns) : BK_ENOMEM;
    bk__free(ctx, path);
    return st;
}

bk_status bk__lexicon_bad(bk_ctx *ctx, const bk__lexicon *l, size_t row, const char *what)
{
    bk__buf where;
    bk__buf_init(&where, ctx);
    bk_status st = bk__buf_print(&where, "%s:%u", l->path, l->line[row]);
    if (st == BK_OK)
        st = bk__fail(ctx, BK_EFORMAT, where.p, "%s", what);
    bk__buf_clear(&where);
    return st;
}

bk_str bk__lexicon_at(const bk__lexicon *l, size_t row, size_t column)
{
    return l->cell[row * l->n_columns + column];
}

void bk__lexicon_close(bk__lexicon *l)
{
    if (l->arena.ctx) {
        bk__free(l->arena.ctx, l->path);
        bk__arena_clear(&l->arena);
    }
    *l = (bk__lexicon){.arena = {l->arena.ctx, NULL}};
}
