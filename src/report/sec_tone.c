/* sec_tone.c - the powers as a picture, their tone by month, outlet and voice. */
#include <math.h>
#include <stdlib.h>

#include "report/page.h"

enum { DYADS_SHOWN = 15, GROUPS_SHOWN = 30 };

static void key_str(bk__jw *w, const char *key, bk_str s)
{
    bk__jw_key(w, key);
    bk__jw_str(w, s);
}

static void key_real(bk__jw *w, const char *key, double x)
{
    bk__jw_key(w, key);
    bk__jw_real(w, x);
}

static double tone(const bk__page *p, int64_t r)
{
    return bk__r(p, T_DYADS, r, DYA_TONE);
}

static bool row_is(const bk__page *p, int64_t r, const char *scope, const char *voice)
{
    return bk__is(p, T_DYADS, r, DYA_SCOPE, scope) && isfinite(tone(p, r)) &&
           (!voice || bk__is(p, T_DYADS, r, DYA_VOICE, voice));
}

typedef struct ranked {
    int64_t n, row;
} ranked;

static int by_n(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->n != y->n)
        return x->n < y->n ? 1 : -1;
    return (x->row > y->row) - (x->row < y->row);
}

/* Rows of scope all and voice all, most relations first. */
static int64_t overall(bk__page *p, int64_t rows_of[DYADS_SHOWN])
{
    ranked *v = bk__alloc_array(p->ctx, (size_t)bk__rows(p, T_DYADS) + 1, sizeof *v);
    int64_t n = 0;
    if (!v) {
        p->st = BK_ENOMEM;
        return 0;
    }
    for (int64_t r = 0; r < bk__rows(p, T_DYADS); r++)
        if (row_is(p, r, "all", "all"))
            v[n++] = (ranked){bk__i(p, T_DYADS, r, DYA_N_RELATIONS), r};
    qsort(v, (size_t)n, sizeof *v, by_n);
    n = n < DYADS_SHOWN ? n : DYADS_SHOWN;
    for (int64_t i = 0; i < n; i++)
        rows_of[i] = v[i].row;
    bk__free(p->ctx, v);
    return n;
}

static void row_data(bk__page *p, bk__jw *w, int64_t r)
{
    bk__jw_open(w, '{');
    key_str(w, "id", bk__s(p, T_DYADS, r, DYA_ID));
    key_str(w, "dyad", bk__dyad(p, bk__s(p, T_DYADS, r, DYA_DYAD)));
    key_str(w, "voice", bk__voice(p, bk__s(p, T_DYADS, r, DYA_VOICE)));
    key_real(w, "tone", tone(p, r));
    key_real(w, "low", bk__r(p, T_DYADS, r, DYA_LOW));
    key_real(w, "high", bk__r(p, T_DYADS, r, DYA_HIGH));
    bk__jw_key(w, "n");
    bk__jw_int(w, bk__i(p, T_DYADS, r, DYA_N_RELATIONS));
    bk__jw_key(w, "articles");
    bk__jw_int(w, bk__i(p, T_DYADS, r, DYA_ARTICLES));
    bk__jw_close(w, '}');
}

static void numbers(bk__page *p, int64_t r)
{
    bk__td_num(p, bk__x(p, tone(p, r), 2, true));
    bk__td_num(p, bk__x(p, bk__r(p, T_DYADS, r, DYA_LOW), 2, true));
    bk__td_num(p, bk__x(p, bk__r(p, T_DYADS, r, DYA_HIGH), 2, true));
    bk__td_num(p, bk__n(p, bk__i(p, T_DYADS, r, DYA_N_RELATIONS)));
    bk__td_num(p, bk__n(p, bk__i(p, T_DYADS, r, DYA_ARTICLES)));
    bk__put(p, "</tr>\n");
}

/* ---- the picture ----------------------------------------------------------------------------- */

static void say_tone(bk__page *p, int64_t r)
{
    bk_str rest = bk__s(p, T_DYADS, r, DYA_DYAD), a = bk__str_cut(&rest, '-');
    double low = bk__r(p, T_DYADS, r, DYA_LOW), high = bk__r(p, T_DYADS, r, DYA_HIGH);
    bool range = isfinite(low) && isfinite(high);
    bk__put(p, "<p class=\"finding\">");
    SAY(p, range ? W_TONE_FINDING : W_TONE_FINDING_FEW, bk__power(p, a), bk__power(p, rest),
        bk__x(p, tone(p, r), 2, true), bk__x(p, low, 2, true), bk__x(p, high, 2, true),
        bk__n(p, bk__i(p, T_DYADS, r, DYA_N_RELATIONS)),
        bk__n(p, bk__i(p, T_DYADS, r, DYA_ARTICLES)),
        bk__str(bk__verdict(p, low, high, tone(p, r))));
    bk__put(p, "</p>\n");
}

static void say_balance(bk__page *p)
{
    for (int64_t r = 0; r < bk__rows(p, T_TRIAD) && r < 10; r++) {
        double share = bk__r(p, T_TRIAD, r, TRI_P_BALANCED);
        bk__word w = share >= 0.9 ? W_BALANCE_YES : share <= 0.1 ? W_BALANCE_NO : W_BALANCE_OPEN;
        if (!isfinite(share))
            continue;
        bk__put(p, "<p>");
        SAY(p, w, bk__power(p, bk__s(p, T_TRIAD, r, TRI_A)),
            bk__power(p, bk__s(p, T_TRIAD, r, TRI_B)), bk__power(p, bk__s(p, T_TRIAD, r, TRI_C)),
            bk__pct(p, share));
        bk__put(p, "</p>\n");
    }
}

static void place(const bk__page *p, bk_str code, double *x, double *y)
{
    uint32_t k = bk__map_find(&p->powers, code);
    double turn = k == BK__NONE ? 0 : (double)k / (double)p->powers.n;
    *x = sin(2 * acos(-1.0) * turn);
    *y = -cos(2 * acos(-1.0) * turn);
    *x = round(*x * 1e6) / 1e6;
    *y = round(*y * 1e6) / 1e6;
}

static void node_data(bk__page *p, bk__jw *w)
{
    bk__jw_key(w, "nodes");
    bk__jw_open(w, '[');
    for (uint32_t k = 0; k < p->powers.n && k < 12; k++) {
        double x, y;
        bk_str code = bk__map_key(&p->powers, k);
        place(p, code, &x, &y);
        bk__jw_open(w, '{');
        key_str(w, "name", bk__power(p, code));
        key_real(w, "x", x);
        key_real(w, "y", y);
        bk__jw_close(w, '}');
    }
    bk__jw_close(w, ']');
}

static void edge_data(bk__page *p, bk__jw *w, const int64_t *rows, int64_t n)
{
    bk__jw_key(w, "table");
    bk__jw_open(w, '[');
    for (int64_t i = 0; i < n; i++) {
        int64_t r = rows[i];
        bk_str rest = bk__s(p, T_DYADS, r, DYA_DYAD), a = bk__str_cut(&rest, '-');
        double x1, y1, x2, y2, low = bk__r(p, T_DYADS, r, DYA_LOW);
        double high = bk__r(p, T_DYADS, r, DYA_HIGH);
        bk__buf label;
        place(p, a, &x1, &y1);
        place(p, rest, &x2, &y2);
        bk__jw_open(w, '{');
        key_str(w, "dyad", bk__dyad(p, bk__s(p, T_DYADS, r, DYA_DYAD)));
        key_real(w, "tone", tone(p, r));
        key_real(w, "low", low);
        key_real(w, "high", high);
        bk__jw_key(w, "n");
        bk__jw_int(w, bk__i(p, T_DYADS, r, DYA_N_RELATIONS));
        bk__jw_key(w, "articles");
        bk__jw_int(w, bk__i(p, T_DYADS, r, DYA_ARTICLES));
        key_real(w, "x1", x1);
        key_real(w, "y1", y1);
        key_real(w, "x2", x2);
        key_real(w, "y2", y2);
        key_str(w, "text", bk__x(p, tone(p, r), 2, true));
        bk__buf_init(&label, p->ctx);
        if (isfinite(low) && isfinite(high))
            w->status = bk__buf_print(&label, "%s \xE2\x80\xA6 %s", bk__x(p, low, 2, true).p,
                                      bk__x(p, high, 2, true).p);
        key_str(w, "range", label.p ? bk__buf_str(&label) : BK__STR(""));
        bk__buf_clear(&label);
        bk__jw_close(w, '}');
    }
    bk__jw_close(w, ']');
}

void bk__sec_triad(bk__page *p)
{
    const char *heads[] = {
        bk__w(p, W_PAIR), bk__w(p, W_READING),   bk__w(p, W_TONE),     bk__w(p, W_LOW),
        bk__w(p, W_HIGH), bk__w(p, W_RELATIONS), bk__w(p, W_ARTICLES), NULL};
    int64_t rows[DYADS_SHOWN], n = overall(p, rows);
    bk__jw w;
    bk__section(p, "triad", W_SEC_TRIAD);
    if (n == 0) {
        bk__putf(p, "<p>%s</p>", bk__w(p, W_NONE_HERE));
        bk__section_end(p);
        return;
    }
    for (int64_t i = 0; i < n && i < 3; i++)
        say_tone(p, rows[i]);
    bk__putf(p, "<p class=\"note\">%s</p>\n", bk__w(p, W_TONE_SCALE));
    bk__figure_open(p, &w, "triad", W_FIG_TRIAD);
    node_data(p, &w);
    edge_data(p, &w, rows, n);
    bk__figure_table(p, &w);
    bk__table_open(p, bk__w(p, W_FIG_TRIAD), heads, 2);
    for (int64_t i = 0; i < n; i++) {
        int64_t r = rows[i];
        bk__th(p, bk__dyad(p, bk__s(p, T_DYADS, r, DYA_DYAD)));
        bk__td(p, bk__str(bk__verdict(p, bk__r(p, T_DYADS, r, DYA_LOW),
                                      bk__r(p, T_DYADS, r, DYA_HIGH), tone(p, r))));
        numbers(p, r);
    }
    bk__table_close(p);
    bk__figure_close(p);
    say_balance(p);
    bk__section_end(p);
}

/* ---- by month, outlet, voice -------------------------------------------------------------------
 */

static bool shown_dyad(const bk__page *p, const int64_t *dyads, int64_t n, int64_t r)
{
    for (int64_t i = 0; i < n; i++)
        if (bk__str_eq(bk__s(p, T_DYADS, dyads[i], DYA_DYAD), bk__s(p, T_DYADS, r, DYA_DYAD)))
            return true;
    return false;
}

/* The outlets with the most articles; others would drown the figure. */
static bool shown_source(const bk__page *p, const bk__map *top, int64_t r)
{
    (void)p;
    return bk__map_find(top, bk__s(p, T_DYADS, r, DYA_ID)) != BK__NONE;
}

static void top_sources(bk__page *p, bk__map *top)
{
    bk__map all;
    ranked *v = bk__calloc(p->ctx, (size_t)bk__rows(p, T_DYADS) + 1, sizeof *v);
    bk__map_init(&all, p->ctx);
    if (!v)
        p->st = BK_ENOMEM;
    for (int64_t r = 0; r < bk__rows(p, T_DYADS) && p->st == BK_OK; r++) {
        uint32_t id;
        if (!row_is(p, r, "source", "all"))
            continue;
        p->st = bk__map_put(&all, bk__s(p, T_DYADS, r, DYA_ID), &id, NULL);
        if (p->st == BK_OK) {
            v[id].row = id;
            v[id].n += bk__i(p, T_DYADS, r, DYA_ARTICLES);
        }
    }
    if (v)
        qsort(v, all.n, sizeof *v, by_n);
    for (uint32_t i = 0; v && i < all.n && i < GROUPS_SHOWN && p->st == BK_OK; i++) {
        uint32_t id;
        p->st = bk__map_put(top, bk__map_key(&all, (uint32_t)v[i].row), &id, NULL);
    }
    bk__free(p->ctx, v);
    bk__map_clear(&all);
}

typedef struct facet {
    const char *spec, *scope, *voice; /* voice NULL: each */
    bk__word title, head;
    size_t by; /* column */
} facet;

static void facet_figure(bk__page *p, const facet *f, const int64_t *dyads, int64_t n,
                         const bk__map *top)
{
    const char *heads[] = {
        bk__w(p, W_PAIR), bk__w(p, f->head),     bk__w(p, W_TONE),     bk__w(p, W_LOW),
        bk__w(p, W_HIGH), bk__w(p, W_RELATIONS), bk__w(p, W_ARTICLES), NULL};
    int64_t *rows = bk__alloc_array(p->ctx, MOST_ROWS, sizeof *rows), k = 0, all = 0;
    bk__jw w;
    if (!rows) {
        p->st = BK_ENOMEM;
        return;
    }
    for (int64_t d = 0; d < n; d++)
        for (int64_t r = 0; r < bk__rows(p, T_DYADS); r++)
            if (row_is(p, r, f->scope, f->voice) && shown_dyad(p, dyads + d, 1, r) &&
                (!top || shown_source(p, top, r)) && all++ < p->max.rows)
                rows[k++] = r;
    if (k > 0) {
        bk__figure_open(p, &w, f->spec, f->title);
        bk__jw_key(&w, "table");
        bk__jw_open(&w, '[');
        for (int64_t i = 0; i < k; i++)
            row_data(p, &w, rows[i]);
        bk__jw_close(&w, ']');
        bk__figure_table(p, &w);
        bk__table_open(p, bk__w(p, f->title), heads, 2);
        for (int64_t i = 0; i < k; i++) {
            bk_str by = bk__s(p, T_DYADS, rows[i], f->by);
            bk__th(p, bk__dyad(p, bk__s(p, T_DYADS, rows[i], DYA_DYAD)));
            bk__td(p, f->by == DYA_VOICE ? bk__voice(p, by) : bk__month(p, by));
            numbers(p, rows[i]);
        }
        bk__table_close(p);
        if (k < all) {
            bk__put(p, "<p class=\"note\">");
            SAY(p, W_MORE_ROWS, bk__n(p, k), bk__n(p, all));
            bk__put(p, "</p>\n");
        }
        bk__figure_close(p);
    }
    bk__free(p->ctx, rows);
}

/* Rows with the lowest and the highest tone of a dyad in a scope, of at least two articles. */
static bool extremes(const bk__page *p, const char *scope, int64_t dyad, const bk__map *top,
                     int64_t *low, int64_t *high)
{
    *low = *high = -1;
    for (int64_t r = 0; r < bk__rows(p, T_DYADS); r++) {
        if (!row_is(p, r, scope, "all") || !shown_dyad(p, &dyad, 1, r) ||
            bk__i(p, T_DYADS, r, DYA_ARTICLES) < 2 || (top && !shown_source(p, top, r)))
            continue;
        if (*low < 0 || tone(p, r) < tone(p, *low))
            *low = r;
        if (*high < 0 || tone(p, r) > tone(p, *high))
            *high = r;
    }
    return *low >= 0 && *low != *high;
}

static void say_groups(bk__page *p, int64_t dyad, const bk__map *top)
{
    int64_t a, b;
    bk_str name = bk__dyad(p, bk__s(p, T_DYADS, dyad, DYA_DYAD));
    if (extremes(p, "month", dyad, NULL, &a, &b)) {
        bk__put(p, "<p class=\"finding\">");
        SAY(p, W_MONTH_FINDING, name, bk__month(p, bk__s(p, T_DYADS, a, DYA_ID)),
            bk__x(p, tone(p, a), 2, true), bk__month(p, bk__s(p, T_DYADS, b, DYA_ID)),
            bk__x(p, tone(p, b), 2, true));
        bk__put(p, "</p>\n");
    }
    if (extremes(p, "source", dyad, top, &a, &b)) {
        bk__put(p, "<p class=\"finding\">");
        SAY(p, W_SOURCE_FINDING, name, bk__s(p, T_DYADS, a, DYA_ID), bk__x(p, tone(p, a), 2, true),
            bk__x(p, bk__r(p, T_DYADS, a, DYA_LOW), 2, true),
            bk__x(p, bk__r(p, T_DYADS, a, DYA_HIGH), 2, true), bk__s(p, T_DYADS, b, DYA_ID),
            bk__x(p, tone(p, b), 2, true), bk__x(p, bk__r(p, T_DYADS, b, DYA_LOW), 2, true),
            bk__x(p, bk__r(p, T_DYADS, b, DYA_HIGH), 2, true));
        bk__put(p, "</p>\n");
    }
    for (int64_t r = 0; r < bk__rows(p, T_DYADS); r++)
        if (row_is(p, r, "all", "narrator") && shown_dyad(p, &dyad, 1, r)) {
            bk__put(p, "<p class=\"finding\">");
            SAY(p, W_VOICE_FINDING, name, bk__x(p, tone(p, r), 2, true),
                bk__x(p, tone(p, dyad), 2, true));
            bk__put(p, "</p>\n");
            break;
        }
}

void bk__sec_tone(bk__page *p)
{
    static const facet month = {"tone_month", "month", "all", W_FIG_MONTH, W_MONTH, DYA_ID};
    static const facet source = {"tone_group", "source", "all", W_FIG_SOURCE, W_OUTLET, DYA_ID};
    static const facet voice = {"tone_group", "all", NULL, W_FIG_VOICE, W_VOICE, DYA_VOICE};
    int64_t dyads[DYADS_SHOWN], n = overall(p, dyads);
    bk__map top;
    bk__section(p, "tone", W_SEC_TONE);
    if (n == 0)
        bk__putf(p, "<p>%s</p>", bk__w(p, W_NONE_HERE));
    bk__map_init(&top, p->ctx);
    top_sources(p, &top);
    if (n > 0 && p->st == BK_OK) {
        int64_t few = n < 6 ? n : 6;
        say_groups(p, dyads[0], &top);
        facet_figure(p, &month, dyads, few, NULL);
        facet_figure(p, &source, dyads, few, &top);
        facet_figure(p, &voice, dyads, few, NULL);
    }
    bk__map_clear(&top);
    bk__section_end(p);
}
