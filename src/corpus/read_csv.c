/* read_csv.c - CSV and TSV with a header; the only door to libcsv.
 *
 * libcsv takes quotes as RFC 4180 has them and forgives stray ones. Rows are numbered as records:
 * the header is 1. A row of another length than the header is read as far as it goes, and said. */
#include "corpus/read_csv.h"

#include <csv.h>

struct bk__csv {
    bk_ctx *ctx;
    const bk__names *names;
    struct csv_parser parser;
    int *field; /* [columns] -1: none */
    int *rank;  /* [columns] */
    size_t columns, cap;
    uint64_t row; /* of the row that is being read, 1-based */
    size_t cell;  /* of the next cell */
    int ranks[BK__ALL_FIELDS];
    bk__record record;
    bk__arena cells; /* of the row: it may have begun in an earlier call */
    /* during a call */
    bk__arena *arena;
    bk__row_fn *fn;
    void *user;
    bk_status status;
};

/* ---- sniffing -------------------------------------------------------------- */

static bk_str unquoted(bk_str s)
{
    s = bk__str_trim(s);
    if (s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"')
        s = (bk_str){s.p + 1, s.n - 2};
    return s;
}

char bk__csv_sniff(bk_str head, const bk__names *names)
{
    static const char separators[] = ",\t;|";
    bk_str line = bk__str_cut(&head, '\n');
    char best = 0;
    size_t most = 1;
    for (const char *s = separators; *s; s++) {
        bk_str rest = line;
        size_t n = 0;
        bool text = false;
        while (rest.n > 0) {
            int rank;
            bk_str name = unquoted(bk__str_cut(&rest, *s));
            text = text || bk__names_find(names, name, &rank) == BK__FIELD_TEXT;
            n++;
        }
        if (text && n > most) {
            most = n;
            best = *s;
        }
    }
    return best;
}

/* ---- rows ------------------------------------------------------------------ */

static void header_cell(bk__csv *c, bk_str cell)
{
    int rank = 0;
    if (c->columns == c->cap) {
        size_t cap = c->cap ? 2 * c->cap : 16;
        int *f = bk__resize_array(c->ctx, c->field, cap, sizeof *f);
        if (f)
            c->field = f;
        int *k = f ? bk__resize_array(c->ctx, c->rank, cap, sizeof *k) : NULL;
        if (!k) {
            c->status = BK_ENOMEM;
            return;
        }
        c->rank = k;
        c->cap = cap;
    }
    c->field[c->columns] = bk__names_find(c->names, cell, &rank);
    c->rank[c->columns++] = rank;
}

static void on_cell(void *p, size_t n, void *user)
{
    bk__csv *c = user;
    bk_str cell = {p ? p : "", n};
    size_t k = c->cell++;
    int f;
    if (c->status != BK_OK)
        return;
    if (c->row == 1) {
        header_cell(c, cell);
        return;
    }
    f = k < c->columns ? c->field[k] : -1;
    if (f < 0 || bk__str_trim(cell).n == 0)
        return;
    if (c->record.field[f].p && c->ranks[f] <= c->rank[k])
        return;
    c->ranks[f] = c->rank[k];
    c->status = bk__arena_str(&c->cells, &c->record.field[f], cell);
}

static bool has_text(const bk__csv *c)
{
    for (size_t i = 0; i < c->columns; i++)
        if (c->field[i] == BK__FIELD_TEXT)
            return true;
    return false;
}

static bk_status take_cells(bk__csv *c)
{
    bk_status st = BK_OK;
    for (int f = 0; f < BK__ALL_FIELDS && st == BK_OK; f++)
        if (c->record.field[f].p)
            st = bk__arena_str(c->arena, &c->record.field[f], c->record.field[f]);
    bk__arena_reuse(&c->cells);
    return st;
}

static void on_row(int ch, void *user)
{
    bk__csv *c = user;
    (void)ch;
    if (c->status != BK_OK)
        return;
    if (c->row == 1) {
        if (!has_text(c))
            c->status = bk__fail(
                c->ctx, BK_EFORMAT, "",
                "the header names no text: expected %s, or another name in the option fields",
                bk__names_expected(c->names, BK__FIELD_TEXT));
    } else {
        c->record.line = c->row;
        c->status = take_cells(c);
        if (c->status == BK_OK && c->cell != c->columns)
            c->status =
                bk__fault_add(&c->record, c->arena, "bad-row", BK_NOTED,
                              "the row has %zu columns, the header %zu", c->cell, c->columns);
        if (c->status == BK_OK)
            c->status = c->fn(c->user, &c->record);
        c->record = (bk__record){0};
    }
    c->row++;
    c->cell = 0;
}

bk_status bk__csv_new(bk_ctx *ctx, bk__csv **out, char separator, const bk__names *names)
{
    bk__csv *c = bk__calloc(ctx, 1, sizeof *c);
    *out = NULL;
    if (!c)
        return BK_ENOMEM;
    c->ctx = ctx;
    c->names = names;
    c->row = 1;
    bk__arena_init(&c->cells, ctx);
    if (csv_init(&c->parser, 0) != 0) {
        bk__free(ctx, c);
        return bk__fail(ctx, BK_ENOMEM, "", "no memory for the CSV reader");
    }
    csv_set_delim(&c->parser, (unsigned char)separator);
    *out = c;
    return BK_OK;
}

bk_status bk__csv_feed(bk__csv *c, bk_str bytes, bool ended, bk__arena *a, bk__row_fn *row,
                       void *user)
{
    c->arena = a;
    c->fn = row;
    c->user = user;
    c->status = BK_OK;
    if (csv_parse(&c->parser, bytes.p, bytes.n, on_cell, on_row, c) != bytes.n &&
        c->status == BK_OK)
        return csv_error(&c->parser) == CSV_ENOMEM || csv_error(&c->parser) == CSV_ETOOBIG
                   ? bk__fail(c->ctx, BK_ENOMEM, "", "no memory for a row")
                   : bk__fail(c->ctx, BK_EFORMAT, "", "row %llu: %s", (unsigned long long)c->row,
                              csv_strerror(csv_error(&c->parser)));
    if (ended && c->status == BK_OK)
        csv_fini(&c->parser, on_cell, on_row, c);
    if (c->status == BK_OK && csv_get_buffer_size(&c->parser) > 2 * BK__RECORD_MOST)
        return bk__fail(c->ctx, BK_EFORMAT, "",
                        "row %llu: a cell of more than 32 MiB; is a quote not closed?",
                        (unsigned long long)c->row);
    return c->status;
}

void bk__csv_free(bk__csv *c)
{
    if (!c)
        return;
    csv_free(&c->parser);
    bk__free(c->ctx, c->field);
    bk__free(c->ctx, c->rank);
    bk__arena_clear(&c->cells);
    bk__free(c->ctx, c);
}
