/* sec_triad.c - the powers as a picture, what each pair's tone means, who sides with whom. */
#include <math.h>
#include <stdlib.h>

#include "report/page.h"

double bk__tone(const bk__page *p, int64_t r)
{
    return bk__r(p, T_DYADS, r, DYA_TONE);
}

bool bk__tone_row(const bk__page *p, int64_t r, const char *scope, const char *voice)
{
    return bk__is(p, T_DYADS, r, DYA_SCOPE, scope) && isfinite(bk__tone(p, r)) &&
           (!voice || bk__is(p, T_DYADS, r, DYA_VOICE, voice));
}

int64_t bk__pairs(bk__page *p, int64_t rows_of[BK__PAIRS])
{
    bk__ranked *v = bk__alloc_array(p->ctx, (size_t)bk__rows(p, T_DYADS) + 1, sizeof *v);
    int64_t n = 0;
    if (!v) {
        p->st = BK_ENOMEM;
        return 0;
    }
    for (int64_t r = 0; r < bk__rows(p, T_DYADS); r++)
        if (bk__tone_row(p, r, "all", "all"))
            v[n++] = (bk__ranked){bk__i(p, T_DYADS, r, DYA_N_RELATIONS), r};
    qsort(v, (size_t)n, sizeof *v, bk__by_n);
    n = n < BK__PAIRS ? n : BK__PAIRS;
    for (int64_t i = 0; i < n; i++)
        rows_of[i] = v[i].row;
    bk__free(p->ctx, v);
    return n;
}

void bk__tone_cells(bk__page *p, int64_t r)
{
    bk__td_num(p, bk__x(p, bk__tone(p, r), 2, true));
    bk__td_num(p, bk__x(p, bk__r(p, T_DYADS, r, DYA_LOW), 2, true));
    bk__td_num(p, bk__x(p, bk__r(p, T_DYADS, r, DYA_HIGH), 2, true));
    bk__td_num(p, bk__n(p, bk__i(p, T_DYADS, r, DYA_N_RELATIONS)));
    bk__td_num(p, bk__n(p, bk__i(p, T_DYADS, r, DYA_ARTICLES)));
    bk__put(p, "</tr>\n");
}

/* ---- in words -------------------------------------------------------------------------------- */

static void say_tone(bk__page *p, int64_t r)
{
    bk_str rest = bk__s(p, T_DYADS, r, DYA_DYAD), a = bk__str_cut(&rest, '-');
    double low = bk__r(p, T_DYADS, r, DYA_LOW), high = bk__r(p, T_DYADS, r, DYA_HIGH);
    bool range = isfinite(low) && isfinite(high);
    int64_t n = bk__i(p, T_DYADS, r, DYA_ARTICLES);
    bk__put(p, "<p class=\"finding\">");
    SAY(p, range ? W_TONE_FINDING : W_TONE_FINDING_FEW, bk__power(p, a), bk__power(p, rest),
        bk__x(p, bk__tone(p, r), 2, true), bk__x(p, low, 2, true), bk__x(p, high, 2, true),
        bk__n(p, bk__i(p, T_DYADS, r, DYA_N_RELATIONS)), bk__n(p, n),
        bk__str(bk__verdict(p, low, high, bk__tone(p, r))));
    if (range && n < BK__FEW) {
        bk__put(p, " ");
        SAY(p, W_ONLY_FEW, bk__n(p, n));
    }
    bk__put(p, "</p>\n");
}

/* Is the direction of each of the three pairs told by its 95 % of the resamples? */
static bool sure_sides(const bk__page *p, int64_t r)
{
    for (size_t c = TRI_P_AB; c <= TRI_P_BC; c++) {
        double share = bk__r(p, T_TRIAD, r, c);
        if (!(share <= 0.025 || share >= 0.975))
            return false;
    }
    return true;
}

/* Of a, b, c: which pairs are more often friendly than not. */
static void say_sides(bk__page *p, int64_t r)
{
    bk_str name[3] = {bk__power(p, bk__s(p, T_TRIAD, r, TRI_A)),
                      bk__power(p, bk__s(p, T_TRIAD, r, TRI_B)),
                      bk__power(p, bk__s(p, T_TRIAD, r, TRI_C))};
    bool friends[3] = {bk__r(p, T_TRIAD, r, TRI_P_BC) > 0.5, /* without a, b, c */
                       bk__r(p, T_TRIAD, r, TRI_P_AC) > 0.5, bk__r(p, T_TRIAD, r, TRI_P_AB) > 0.5};
    int n = friends[0] + friends[1] + friends[2], odd = 0;
    for (int i = 0; i < 3; i++)
        if (friends[i] == (n == 1)) /* the only friendly pair leaves it out, or the only hostile */
            odd = i;
    bk_str one = name[odd], two = name[odd == 0 ? 1 : 0], three = name[odd == 2 ? 1 : 2];
    if (n == 0 || n == 3)
        SAY(p, n ? W_SIDES_ALL : W_SIDES_NONE, name[0], name[1], name[2]);
    else
        SAY(p, n == 1 ? W_SIDES_TWO : W_SIDES_BRIDGE, one, two, three);
}

void bk__say_balance(bk__page *p)
{
    for (int64_t r = 0; r < bk__rows(p, T_TRIAD) && r < 10; r++) {
        double share = bk__r(p, T_TRIAD, r, TRI_P_BALANCED);
        bk__word w = share >= 0.9 ? W_BALANCE_YES : share <= 0.1 ? W_BALANCE_NO : W_BALANCE_OPEN;
        if (!isfinite(share))
            continue;
        bk__put(p, "<p>");
        if (w != W_BALANCE_OPEN && sure_sides(p, r)) {
            say_sides(p, r);
            bk__put(p, " ");
        }
        SAY(p, w, bk__power(p, bk__s(p, T_TRIAD, r, TRI_A)),
            bk__power(p, bk__s(p, T_TRIAD, r, TRI_B)), bk__power(p, bk__s(p, T_TRIAD, r, TRI_C)),
            bk__pct(p, share));
        bk__put(p, "</p>\n");
    }
}

/* ---- the picture ----------------------------------------------------------------------------- */

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
        bk__key_str(w, "name", bk__power(p, code));
        bk__key_real(w, "x", x);
        bk__key_real(w, "y", y);
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
        bk__key_str(w, "dyad", bk__dyad(p, bk__s(p, T_DYADS, r, DYA_DYAD)));
        bk__key_real(w, "tone", bk__tone(p, r));
        bk__key_real(w, "low", low);
        bk__key_real(w, "high", high);
        bk__key_int(w, "n", bk__i(p, T_DYADS, r, DYA_N_RELATIONS));
        bk__key_int(w, "articles", bk__i(p, T_DYADS, r, DYA_ARTICLES));
        bk__key_real(w, "x1", x1);
        bk__key_real(w, "y1", y1);
        bk__key_real(w, "x2", x2);
        bk__key_real(w, "y2", y2);
        bk__key_str(w, "text", bk__x(p, bk__tone(p, r), 2, true));
        bk__buf_init(&label, p->ctx);
        if (isfinite(low) && isfinite(high))
            w->status = bk__buf_print(&label, "%s \xE2\x80\xA6 %s", bk__x(p, low, 2, true).p,
                                      bk__x(p, high, 2, true).p);
        bk__key_str(w, "range", label.p ? bk__buf_str(&label) : BK__STR(""));
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
    int64_t rows[BK__PAIRS], n = bk__pairs(p, rows);
    bk__jw w;
    bk__section(p, "triad", W_SEC_TRIAD);
    if (n == 0) {
        bk__putf(p, "<p>%s</p>", bk__w(p, W_NONE_HERE));
        bk__section_end(p);
        return;
    }
    for (int64_t i = 0; i < n && i < 3; i++)
        say_tone(p, rows[i]);
    bk__say_balance(p);
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
                                      bk__r(p, T_DYADS, r, DYA_HIGH), bk__tone(p, r))));
        bk__tone_cells(p, r);
    }
    bk__table_close(p);
    bk__figure_close(p);
    bk__section_end(p);
}
