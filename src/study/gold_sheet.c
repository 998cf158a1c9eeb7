/* gold_sheet.c - codes from a sheet of bingkai sample, as a spreadsheet saved it.
 *
 * Columns by name: gid, doc, lang, title, prev, sent, p, and for each dyad "CHN-USA polarity" (-1,
 * 0, 1 or none), "CHN-USA quad", "CHN-USA source", "CHN-USA voice". Cells between commas,
 * semicolons or tabs, whichever the first line has; numbers with a point or a comma. A row without
 * any polarity is not coded; a dyad without one in a row that has others is not related. */
#include <math.h>
#include <stdio.h>

#include "study/cells.h"
#include "study/gold.h"
#include "text/utf8.h"

enum { FACETS = 4, POLARITY = 0, QUAD, SOURCE, VOICE };
static const char *const facet_name[FACETS] = {"polarity", "quad", "source", "voice"};
enum { FIELDS = 7, GID = 0, DOC, LANG, TITLE, PREV, SENT, CHANCE };
static const char *const field_name[FIELDS] = {"gid", "doc", "lang", "title", "prev", "sent", "p"};

typedef struct sheet {
    bk__gold *g;
    bk__cells row;
    int field[FIELDS], facet[BK__DYADS][FACETS]; /* columns; -1: none */
} sheet;

static bk_str cell(const sheet *s, int column)
{
    return column >= 0 && column < s->row.n ? bk__str_trim(s->row.cell[column]) : (bk_str){"", 0};
}

/* A text, without the apostrophe that keeps a spreadsheet from running it. */
static bk_str text_cell(const sheet *s, int column)
{
    bk_str t = cell(s, column);
    if (t.n > 1 && t.p[0] == '\'' && strchr("=+-@", t.p[1]))
        return (bk_str){t.p + 1, t.n - 1};
    return t;
}

static int column_of(const sheet *s, bk_str name)
{
    for (int k = 0; k < s->row.n; k++)
        if (bk__str_eq(bk__str_trim(s->row.cell[k]), name))
            return k;
    return -1;
}

static bk_status read_head(sheet *s)
{
    for (int f = 0; f < FIELDS; f++)
        s->field[f] = column_of(s, bk__str(field_name[f]));
    for (int d = 0; d < s->g->dyads; d++)
        for (int f = 0; f < FACETS; f++) {
            char name[64];
            int n = snprintf(name, sizeof name, "%s %s", bk_triad_dyad_code(s->g->triad, d),
                             facet_name[f]);
            s->facet[d][f] = column_of(s, (bk_str){name, (size_t)n});
            if (s->facet[d][f] < 0)
                return bk__fail(s->g->ctx, BK_EFORMAT, s->row.path, "no column \"%s\"", name);
        }
    return s->field[SENT] >= 0 ? BK_OK
                               : bk__fail(s->g->ctx, BK_EFORMAT, s->row.path, "no column \"sent\"");
}

/* -1, 0, 1; 2: none; 3: open; 4: something else. */
static int polarity_of(bk_str s)
{
    static const char *const word[] = {"-1", "\u22121", "0", "1", "+1", "none", ""};
    static const int value[] = {-1, -1, 0, 1, 1, 2, 3};
    for (int k = 0; k < 7; k++)
        if (bk__str_eq(s, bk__str(word[k])))
            return value[k];
    return 4;
}

static bk_status read_dyad(const sheet *s, int d, const char *where, bk__gold_item *it)
{
    const int *column = s->facet[d];
    bk_str said = cell(s, column[POLARITY]), quad = cell(s, column[QUAD]);
    bk_str source = cell(s, column[SOURCE]), voice = cell(s, column[VOICE]);
    int polarity = polarity_of(said);
    it->coded |= polarity < 3;
    if (polarity == 4)
        return bk__gold_bad(s->g, where, "polarity is -1, 0, 1, none or empty", said);
    if (polarity >= 2)
        return BK_OK;
    int q = bk__gold_quad(quad), from = bk__gold_bit(s->g, source),
        says = bk__gold_bit(s->g, voice);
    if (q < 0)
        return bk__gold_bad(s->g, where, "quad is N, VC, MC, VK or MK", quad);
    if (from < 0 || from == BK__BIT_OTHER)
        return bk__gold_bad(s->g, where, "source is a power or mutual", source);
    if (says < 0)
        return bk__gold_bad(s->g, where, "voice is narrator, a power or other", voice);
    it->gold[d] = (bk__code){.there = true,
                             .required = true,
                             .polarity = (uint8_t)(1 << (polarity + 1)),
                             .quad = (uint8_t)(1 << q),
                             .source = 1u << from,
                             .voice = 1u << says,
                             .first_polarity = (int8_t)polarity,
                             .first_quad = (uint8_t)q,
                             .first_source = (uint8_t)from,
                             .first_voice = (uint8_t)says};
    return BK_OK;
}

/* 1 where the cell is empty, NaN where it is no number. */
static double chance_of(bk_str s)
{
    char number[40];
    double p;
    if (s.n == 0)
        return 1;
    if (s.n >= sizeof number)
        return NAN;
    for (size_t i = 0; i < s.n; i++)
        number[i] = (char)(s.p[i] == ',' ? '.' : s.p[i]);
    return bk__str_real((bk_str){number, s.n}, &p) ? p : NAN;
}

static bk_status read_row(const sheet *s)
{
    char where[512];
    bk_status st = BK_OK;
    snprintf(where, sizeof where, "%s:%u", s->row.path, (unsigned)s->row.line);
    bk__gold_item it = {.id = cell(s, s->field[GID]),
                        .lang = cell(s, s->field[LANG]),
                        .title = text_cell(s, s->field[TITLE]),
                        .prev = text_cell(s, s->field[PREV]),
                        .sent = text_cell(s, s->field[SENT]),
                        .p = chance_of(cell(s, s->field[CHANCE]))};
    for (int d = 0; d < s->g->dyads && st == BK_OK; d++)
        st = read_dyad(s, d, where, &it);
    return st == BK_OK ? bk__gold_add(s->g, &it, cell(s, s->field[DOC]), where) : st;
}

static bool holds(bk_str s, char c)
{
    return s.n > 0 && memchr(s.p, c, s.n);
}

bk_status bk__gold_sheet(bk__gold *g, bk_str bytes, const char *path)
{
    sheet s = {.g = g};
    bk_str rest = bk__str_past_bom(bytes), line = rest;
    line = bk__str_cut(&line, '\n');
    char separator = holds(line, '\t') ? '\t' : holds(line, ';') ? ';' : ',';
    if (bk__utf8_valid(bytes) < bytes.n)
        return bk__fail(g->ctx, BK_EFORMAT, path, "not UTF-8: save the sheet as \"CSV UTF-8\"");
    bk__cells_init(&s.row, g->ctx, &g->arena, path, separator);
    bk_status st = bk__cells_next(&s.row, &rest);
    if (st == BK_OK)
        st = read_head(&s);
    while (rest.n > 0 && st == BK_OK) {
        st = bk__cells_next(&s.row, &rest);
        if (st == BK_OK && (s.row.n > 1 || s.row.cell[0].n > 0))
            st = read_row(&s);
    }
    bk__cells_clear(&s.row);
    return st;
}
