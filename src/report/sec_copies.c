/* sec_copies.c - who repeats whose articles: outlets, how often, how late, how much changed. */
#include "report/page.h"

enum { ROWS = 20, FEW = 3 }; /* copies: fewer are no habit to be named */

static bool within(const bk__page *p, int64_t r)
{
    return bk__str_eq(bk__s(p, T_COPIES, r, COP_SOURCE), bk__s(p, T_COPIES, r, COP_COPIER));
}

static void say(bk__page *p)
{
    int64_t rows = bk__rows(p, T_COPIES), across = 0, inside = 0, best = -1;
    for (int64_t r = 0; r < rows; r++) {
        *(within(p, r) ? &inside : &across) += bk__i(p, T_COPIES, r, COP_COPIES);
        if (best < 0 && !within(p, r))
            best = r;
    }
    FINDING(p, W_COPIES_FINDING, bk__n(p, across), bk__n(p, inside));
    if (best >= 0 && bk__i(p, T_COPIES, best, COP_COPIES) >= FEW)
        FINDING(p, W_COPIES_MOST, bk__s(p, T_COPIES, best, COP_COPIER),
                bk__n(p, bk__i(p, T_COPIES, best, COP_COPIES)),
                bk__s(p, T_COPIES, best, COP_SOURCE),
                bk__pct(p, bk__r(p, T_COPIES, best, COP_SHARE)),
                bk__pct(p, bk__r(p, T_COPIES, best, COP_LOW)),
                bk__pct(p, bk__r(p, T_COPIES, best, COP_HIGH)),
                bk__n(p, bk__i(p, T_COPIES, best, COP_LATER)));
}

static void copy_row(bk__page *p, int64_t r)
{
    bk__th(p, bk__s(p, T_COPIES, r, COP_SOURCE));
    bk__td(p, bk__s(p, T_COPIES, r, COP_COPIER));
    bk__td_num(p, bk__n(p, bk__i(p, T_COPIES, r, COP_COPIES)));
    bk__td_num(p, bk__pct(p, bk__r(p, T_COPIES, r, COP_SHARE)));
    bk__td_range(p, bk__r(p, T_COPIES, r, COP_LOW), bk__r(p, T_COPIES, r, COP_HIGH));
    bk__td_num(p, bk__n(p, bk__i(p, T_COPIES, r, COP_LATER)));
    bk__td_num(p, bk__x(p, bk__r(p, T_COPIES, r, COP_HOURS), 1, false));
    bk__td_num(p, bk__pct(p, bk__r(p, T_COPIES, r, COP_CHANGED)));
    bk__put(p, "</tr>\n");
}

void bk__put_copies(bk__page *p)
{
    const char *heads[] = {
        bk__w(p, W_COPIED_FROM),  bk__w(p, W_COPIED_BY),      bk__w(p, W_COPIES_N),
        bk__w(p, W_COPIES_SHARE), bk__w(p, W_RANGE_95),       bk__w(p, W_COPIES_LATER),
        bk__w(p, W_COPIES_HOURS), bk__w(p, W_COPIES_CHANGED), NULL};
    int64_t all = bk__rows(p, T_COPIES), n = all < ROWS ? all : ROWS;
    if (all == 0)
        return;
    n = n < p->max.rows ? n : p->max.rows;
    bk__putf(p, "<h3>%s</h3>\n", bk__w(p, W_COPIES));
    say(p);
    bk__putf(p, "<p class=\"note\">%s</p>\n", bk__w(p, W_COPIES_NOTE));
    bk__table_open(p, bk__w(p, W_COPIES), heads, 2);
    for (int inside = 0, shown = 0; inside < 2; inside++) /* whom others repeat, then themselves */
        for (int64_t r = 0; r < all && shown < n; r++)
            if (within(p, r) == inside) {
                copy_row(p, r);
                shown++;
            }
    bk__table_close(p);
    bk__note_more(p, n, all);
}
