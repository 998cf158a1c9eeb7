/* sec_read.c - what was read, what was skipped, what cleaning took out. */
#include <stdlib.h>

#include "report/page.h"

typedef struct tally {
    uint32_t id;
    int64_t n, first, last, row; /* row: of an example */
} tally;

static int by_count(const void *a, const void *b)
{
    const tally *x = a, *y = b;
    if (x->n != y->n)
        return x->n < y->n ? 1 : -1;
    return (x->id > y->id) - (x->id < y->id);
}

/* Counts the values of a text column; most frequent first. */
static tally *count_values(bk__page *p, bk__map *keys, bk__tab t, size_t col, bool dates)
{
    int64_t rows = bk__rows(p, t);
    tally *out = bk__calloc(p->ctx, (size_t)rows + 1, sizeof *out);
    if (!out)
        p->st = BK_ENOMEM;
    for (int64_t r = 0; r < rows && p->st == BK_OK; r++) {
        uint32_t id;
        bool added;
        p->st = bk__map_put(keys, bk__s(p, t, r, col), &id, &added);
        if (p->st != BK_OK)
            break;
        if (added)
            out[id] = (tally){id, 0, INT64_MAX, INT64_MIN, r};
        out[id].n++;
        if (dates && !bk__cell(p, t, r, ART_PUBLISHED).null) {
            int64_t at = bk__i(p, t, r, ART_PUBLISHED);
            out[id].first = at < out[id].first ? at : out[id].first;
            out[id].last = at > out[id].last ? at : out[id].last;
        }
    }
    if (out)
        qsort(out, keys->n, sizeof *out, by_count);
    return out;
}

static void sources(bk__page *p, const bk__map *keys, const tally *v)
{
    const char *heads[] = {bk__w(p, W_OUTLET),   bk__w(p, W_FIRST), bk__w(p, W_LAST),
                           bk__w(p, W_ARTICLES), bk__w(p, W_SHARE), NULL};
    int64_t n = keys->n < 40 ? keys->n : 40, all = bk__rows(p, T_ARTICLES);
    bk__table_open(p, bk__w(p, W_SOURCES), heads, 3);
    for (int64_t i = 0; i < n; i++) {
        bk_str name = bk__map_key(keys, v[i].id);
        bk_cell none = BK_CELL_NULL;
        bool dated = v[i].first != INT64_MAX;
        bk__th(p, name.n ? name : bk__ws(p, W_NO_SOURCE));
        bk__td(p, bk__day(p, dated ? BK_CELL_INT(v[i].first) : none));
        bk__td(p, bk__day(p, dated ? BK_CELL_INT(v[i].last) : none));
        bk__td_num(p, bk__n(p, v[i].n));
        bk__td_num(p, bk__pct(p, (double)v[i].n / (double)all));
        bk__put(p, "</tr>\n");
    }
    bk__table_close(p);
    bk__note_more(p, n, keys->n);
}

static void languages(bk__page *p)
{
    const char *heads[] = {bk__w(p, W_LANGUAGE), bk__w(p, W_ARTICLES), bk__w(p, W_SHARE), NULL};
    bk__map keys;
    tally *v;
    bk__map_init(&keys, p->ctx);
    v = count_values(p, &keys, T_ARTICLES, ART_LANG, false);
    if (v && keys.n > 0) {
        bk__table_open(p, bk__w(p, W_LANGUAGES), heads, 1);
        for (uint32_t i = 0; i < keys.n && i < 20; i++) {
            bk_str name = bk__map_key(&keys, v[i].id);
            bk__th(p, name.n == 0                       ? bk__ws(p, W_UNKNOWN)
                      : bk__str_eq(name, BK__STR("id")) ? bk__ws(p, W_LANG_ID)
                      : bk__str_eq(name, BK__STR("en")) ? bk__ws(p, W_LANG_EN)
                                                        : name);
            bk__td_num(p, bk__n(p, v[i].n));
            bk__td_num(p, bk__pct(p, (double)v[i].n / (double)bk__rows(p, T_ARTICLES)));
            bk__put(p, "</tr>\n");
        }
        bk__table_close(p);
    }
    bk__free(p->ctx, v);
    bk__map_clear(&keys);
}

static bk_str action(const bk__page *p, bk_str code)
{
    if (bk__str_eq(code, BK__STR("skipped")))
        return bk__ws(p, W_ACT_SKIPPED);
    if (bk__str_eq(code, BK__STR("repaired")))
        return bk__ws(p, W_ACT_REPAIRED);
    return bk__str_eq(code, BK__STR("noted")) ? bk__ws(p, W_ACT_NOTED) : code;
}

static void problems(bk__page *p)
{
    const char *heads[] = {bk__w(p, W_FILE_), bk__w(p, W_KIND), bk__w(p, W_ACTION),
                           bk__w(p, W_WHAT),  bk__w(p, W_LINE), NULL};
    int64_t all = bk__rows(p, T_PROBLEMS), n = all < 50 ? all : 50;
    if (!p->t[T_PROBLEMS] || all == 0) {
        bk__putf(p, "<p>%s</p>\n", bk__w(p, W_NO_PROBLEMS));
        return;
    }
    bk__table_open(p, bk__w(p, W_PROBLEMS), heads, 4);
    for (int64_t r = 0; r < n; r++) {
        bk__th(p, bk__s(p, T_PROBLEMS, r, PRB_FILE));
        bk__td(p, bk__s(p, T_PROBLEMS, r, PRB_KIND));
        bk__td(p, action(p, bk__s(p, T_PROBLEMS, r, PRB_ACTION)));
        bk__td(p, bk__s(p, T_PROBLEMS, r, PRB_WHAT));
        bk__td_num(p, bk__n(p, bk__i(p, T_PROBLEMS, r, PRB_LINE)));
        bk__put(p, "</tr>\n");
    }
    bk__table_close(p);
    bk__note_more(p, n, all);
}

static void furniture(bk__page *p)
{
    const char *heads[] = {bk__w(p, W_REASON), bk__w(p, W_EXAMPLE), bk__w(p, W_PIECES), NULL};
    int64_t rows = bk__rows(p, T_REMOVED);
    bk__map reasons, ids;
    tally *v;
    if (rows == 0)
        return;
    bk__map_init(&reasons, p->ctx);
    bk__map_init(&ids, p->ctx);
    v = count_values(p, &reasons, T_REMOVED, REM_REASON, false);
    for (int64_t r = 0; r < rows && p->st == BK_OK; r++) {
        uint32_t id;
        p->st = bk__map_put(&ids, bk__s(p, T_REMOVED, r, REM_ID), &id, NULL);
    }
    bk__putf(p, "<h3>%s</h3><p>", bk__w(p, W_FURNITURE));
    SAY(p, W_FURNITURE_FINDING, bk__n(p, rows), bk__n(p, ids.n));
    bk__put(p, "</p>\n");
    bk__table_open(p, bk__w(p, W_FURNITURE), heads, 2);
    for (uint32_t i = 0; v && i < reasons.n && i < 40; i++) {
        bk__th(p, bk__reason(p, bk__map_key(&reasons, v[i].id)));
        bk__put(p, "<td>");
        bk__esc_short(p, bk__s(p, T_REMOVED, v[i].row, REM_TEXT), 120);
        bk__put(p, "</td>");
        bk__td_num(p, bk__n(p, v[i].n));
        bk__put(p, "</tr>\n");
    }
    bk__table_close(p);
    bk__free(p->ctx, v);
    bk__map_clear(&reasons);
    bk__map_clear(&ids);
}

void bk__sec_read(bk__page *p)
{
    bk__map keys;
    tally *v;
    int64_t first = INT64_MAX, last = INT64_MIN;
    bk__map_init(&keys, p->ctx);
    v = count_values(p, &keys, T_ARTICLES, ART_SOURCE, true);
    for (uint32_t i = 0; v && i < keys.n; i++) {
        first = v[i].first < first ? v[i].first : first;
        last = v[i].last > last ? v[i].last : last;
    }
    bk__section(p, "read", W_SEC_READ);
    bk__put(p, "<p class=\"finding\">");
    if (first != INT64_MAX)
        SAY(p, W_READ_FINDING, bk__n(p, bk__rows(p, T_ARTICLES)), bk__n(p, bk__rows(p, T_INPUTS)),
            bk__n(p, keys.n), bk__day(p, BK_CELL_INT(first)), bk__day(p, BK_CELL_INT(last)),
            bk__n(p, bk__rows(p, T_PROBLEMS)));
    else
        SAY(p, W_READ_FINDING_UNDATED, bk__n(p, bk__rows(p, T_ARTICLES)),
            bk__n(p, bk__rows(p, T_INPUTS)), bk__n(p, keys.n), bk__n(p, bk__rows(p, T_PROBLEMS)));
    bk__put(p, "</p>\n");
    if (v && keys.n > 0)
        sources(p, &keys, v);
    bk__free(p->ctx, v);
    bk__map_clear(&keys);
    languages(p);
    bk__putf(p, "<h3>%s</h3>\n", bk__w(p, W_PROBLEMS));
    problems(p);
    furniture(p);
    bk__section_end(p);
}
