/* sec_tone.c - tone over time, by outlet and by voice; what differs, and how sure that is. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "report/page.h"

enum { GROUPS_SHOWN = 30, PAIRS_SHOWN = 6 };
#define SAME_TONE 0.1 /* tones that are nearer than this sound alike */

/* `run` joins the neighbours on the axis of time. */
static void row_data(bk__page *p, bk__jw *w, int64_t r, int64_t run)
{
    char start[8];
    bk_str id = bk__s(p, T_DYADS, r, DYA_ID);
    bk__jw_open(w, '{');
    bk__key_str(w, "id", id);
    if (run >= 0) {
        bk__key_str(w, "when", bk__period(p, id));
        bk__key_str(w, "start", bk__bin_start(id, start));
        bk__key_int(w, "run", run);
    }
    bk__key_str(w, "dyad", bk__dyad(p, bk__s(p, T_DYADS, r, DYA_DYAD)));
    bk__key_str(w, "voice", bk__voice(p, bk__s(p, T_DYADS, r, DYA_VOICE)));
    bk__key_real(w, "tone", bk__tone(p, r));
    bk__key_real(w, "low", bk__r(p, T_DYADS, r, DYA_LOW));
    bk__key_real(w, "high", bk__r(p, T_DYADS, r, DYA_HIGH));
    bk__key_int(w, "n", bk__i(p, T_DYADS, r, DYA_N_RELATIONS));
    bk__key_int(w, "articles", bk__i(p, T_DYADS, r, DYA_ARTICLES));
    bk__jw_close(w, '}');
}

/* ---- by month, outlet, voice ----------------------------------------------------------------- */

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
    bk__ranked *v = bk__calloc(p->ctx, (size_t)bk__rows(p, T_DYADS) + 1, sizeof *v);
    bk__map_init(&all, p->ctx);
    if (!v)
        p->st = BK_ENOMEM;
    for (int64_t r = 0; r < bk__rows(p, T_DYADS) && p->st == BK_OK; r++) {
        uint32_t id;
        if (!bk__tone_row(p, r, "source", "all"))
            continue;
        p->st = bk__map_put(&all, bk__s(p, T_DYADS, r, DYA_ID), &id, NULL);
        if (p->st == BK_OK) {
            v[id].row = id;
            v[id].n += bk__i(p, T_DYADS, r, DYA_ARTICLES);
        }
    }
    if (v)
        qsort(v, all.n, sizeof *v, bk__by_n);
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
    bool time;
} facet;

/* Rows of the shown pairs (and outlets), pair by pair; at most p->max.rows of *all. */
static int64_t choose_rows(bk__page *p, const facet *f, const int64_t *dyads, int64_t n,
                           const bk__map *top, int64_t *rows, int64_t *all)
{
    int64_t k = 0;
    *all = 0;
    for (int64_t d = 0; d < n; d++)
        for (int64_t r = 0; r < bk__rows(p, T_DYADS); r++)
            if (bk__tone_row(p, r, f->scope, f->voice) && shown_dyad(p, dyads + d, 1, r) &&
                (!top || shown_source(p, top, r)) && (*all)++ < p->max.rows)
                rows[k++] = r;
    return k;
}

static void facet_data(bk__page *p, bk__jw *w, const facet *f, const int64_t *rows, int64_t n)
{
    int64_t run = 0, last = -1;
    bk_str dyad = {NULL, 0};
    bk__jw_key(w, "table");
    bk__jw_open(w, '[');
    for (int64_t i = 0; i < n; i++) {
        bk_str own = bk__s(p, T_DYADS, rows[i], DYA_DYAD);
        int64_t at = f->time ? bk__bin_number(bk__s(p, T_DYADS, rows[i], DYA_ID)) : -1;
        if (at != last + 1 || !bk__str_eq(dyad, own))
            run++;
        row_data(p, w, rows[i], f->time ? run : -1);
        last = at;
        dyad = own;
    }
    bk__jw_close(w, ']');
}

static void facet_figure(bk__page *p, const facet *f, const int64_t *dyads, int64_t n,
                         const bk__map *top)
{
    const char *heads[] = {
        bk__w(p, W_PAIR), bk__w(p, f->head),     bk__w(p, W_TONE),     bk__w(p, W_LOW),
        bk__w(p, W_HIGH), bk__w(p, W_RELATIONS), bk__w(p, W_ARTICLES), NULL};
    int64_t *rows = bk__alloc_array(p->ctx, MOST_ROWS, sizeof *rows), k, all;
    bk__jw w;
    if (!rows) {
        p->st = BK_ENOMEM;
        return;
    }
    k = choose_rows(p, f, dyads, n, top, rows, &all);
    if (k > 0) {
        bk__figure_open(p, &w, f->spec, f->title);
        facet_data(p, &w, f, rows, k);
        bk__figure_table(p, &w);
        bk__table_open(p, bk__w(p, f->title), heads, 2);
        for (int64_t i = 0; i < k; i++) {
            bk_str by = bk__s(p, T_DYADS, rows[i], f->by);
            bk__th(p, bk__dyad(p, bk__s(p, T_DYADS, rows[i], DYA_DYAD)));
            bk__td(p, f->by == DYA_VOICE ? bk__voice(p, by) : f->time ? bk__period(p, by) : by);
            bk__tone_cells(p, rows[i]);
        }
        bk__table_close(p);
        bk__note_more(p, k, all);
        bk__figure_close(p);
    }
    bk__free(p->ctx, rows);
}

/* ---- in words -------------------------------------------------------------------------------- */

typedef struct contrast {
    int64_t dyad, low, high; /* rows; low -1: no two groups are large enough */
    bool apart;              /* the intervals do not meet */
} contrast;

/* Rows with the lowest and the highest tone of a pair among groups of BK__BIN_LEAST articles. */
static contrast extremes(const bk__page *p, const char *scope, int64_t dyad, const bk__map *top)
{
    contrast c = {dyad, -1, -1, false};
    for (int64_t r = 0; r < bk__rows(p, T_DYADS); r++) {
        if (!bk__tone_row(p, r, scope, "all") || !shown_dyad(p, &dyad, 1, r) ||
            bk__i(p, T_DYADS, r, DYA_ARTICLES) < BK__BIN_LEAST || (top && !shown_source(p, top, r)))
            continue;
        if (c.low < 0 || bk__tone(p, r) < bk__tone(p, c.low))
            c.low = r;
        if (c.high < 0 || bk__tone(p, r) > bk__tone(p, c.high))
            c.high = r;
    }
    if (c.low == c.high)
        c.low = -1;
    else
        c.apart = bk__r(p, T_DYADS, c.low, DYA_HIGH) < bk__r(p, T_DYADS, c.high, DYA_LOW);
    return c;
}

static bk_str range(bk__page *p, int64_t r)
{
    char *out = p->number[p->next_number++ % NUMBERS];
    bk_str low = bk__x(p, bk__r(p, T_DYADS, r, DYA_LOW), 2, true);
    bk_str high = bk__x(p, bk__r(p, T_DYADS, r, DYA_HIGH), 2, true);
    int n = snprintf(out, NUMBER_BYTES, "%.*s %s %.*s", (int)low.n, low.p,
                     p->lang ? "to" : "sampai", (int)high.n, high.p);
    return (bk_str){out, n > 0 && n < NUMBER_BYTES ? (size_t)n : 0};
}

/* Of the pairs the first whose groups are surely apart, else the first that can be compared. */
static void say_contrast(bk__page *p, const char *scope, bk__word noun, const int64_t *dyads,
                         int64_t n, const bk__map *top)
{
    contrast best = {-1, -1, -1, false};
    bool time = !top;
    for (int64_t i = 0; i < n && !best.apart; i++) {
        contrast c = extremes(p, scope, dyads[i], top);
        if (c.low >= 0 && (best.low < 0 || c.apart))
            best = c;
    }
    bk__put(p, "<p class=\"finding\">");
    if (best.low < 0) {
        SAY(p, W_CONTRAST_NONE, bk__ws(p, noun));
    } else {
        bk_str a = bk__s(p, T_DYADS, best.low, DYA_ID), b = bk__s(p, T_DYADS, best.high, DYA_ID);
        SAY(p, W_CONTRAST, bk__dyad(p, bk__s(p, T_DYADS, best.dyad, DYA_DYAD)), bk__ws(p, noun),
            time ? bk__period(p, a) : a, bk__x(p, bk__tone(p, best.low), 2, true),
            range(p, best.low), time ? bk__period(p, b) : b,
            bk__x(p, bk__tone(p, best.high), 2, true), range(p, best.high));
        double q = bk__contrast_q(p, scope, bk__s(p, T_DYADS, best.dyad, DYA_DYAD), a, b);
        bk__put(p, " ");
        if (isfinite(q))
            SAY(p, q < 0.05 ? W_APART_Q : W_NOT_APART_Q, bk__x(p, q, 3, false));
        else
            bk__put(p, bk__w(p, best.apart ? W_APART : W_NOT_APART));
    }
    bk__put(p, "</p>\n");
}

/* The newspaper's own words beside all voices, for the pair with the most relations. */
static void say_voice(bk__page *p, int64_t dyad)
{
    for (int64_t r = 0; r < bk__rows(p, T_DYADS); r++) {
        double own, all, low, high;
        if (!bk__tone_row(p, r, "all", "narrator") || !shown_dyad(p, &dyad, 1, r))
            continue;
        own = bk__tone(p, r);
        all = bk__tone(p, dyad);
        low = bk__r(p, T_DYADS, r, DYA_LOW);
        high = bk__r(p, T_DYADS, r, DYA_HIGH);
        bool same = fabs(own - all) < SAME_TONE || !isfinite(low) || (all >= low && all <= high);
        FINDING(p, W_VOICE_FINDING, bk__dyad(p, bk__s(p, T_DYADS, dyad, DYA_DYAD)),
                bk__x(p, own, 2, true), bk__x(p, all, 2, true),
                bk__ws(p, same        ? W_VOICE_SAME
                          : own < all ? W_VOICE_COLDER
                                      : W_VOICE_WARMER));
        return;
    }
}

/* ---- the section ----------------------------------------------------------------------------- */

typedef struct shown_pairs {
    const int64_t *rows;
    int64_t n;
} shown_pairs;

static bool bin_row(const bk__page *p, int64_t r, const char *scope, const void *user)
{
    const shown_pairs *s = user;
    return bk__tone_row(p, r, scope, "all") && shown_dyad(p, s->rows, s->n, r);
}

static void over_time(bk__page *p, const int64_t *dyads, int64_t n)
{
    shown_pairs pairs = {dyads, n};
    const char *scope = bk__bin_scope(p, T_DYADS, DYA_ARTICLES, bin_row, &pairs);
    if (!scope)
        return;
    bk__word noun = bk__bin_word(scope, W_A_MONTH, W_A_QUARTER, W_A_YEAR);
    facet f = {"tone_month",
               scope,
               "all",
               bk__bin_word(scope, W_FIG_MONTH, W_FIG_QUARTER, W_FIG_YEAR),
               bk__bin_word(scope, W_MONTH, W_QUARTER, W_YEAR),
               DYA_ID,
               true};
    say_contrast(p, scope, noun, dyads, n, NULL);
    bk__put(p, "<p class=\"note\">");
    SAY(p, W_BIN_NOTE, bk__ws(p, noun), bk__n(p, BK__BIN_MEDIAN), bk__n(p, BK__BIN_LEAST));
    bk__put(p, "</p>\n");
    facet_figure(p, &f, dyads, n, NULL);
}

void bk__sec_tone(bk__page *p)
{
    static const facet source = {"tone_group", "source", "all", W_FIG_SOURCE,
                                 W_OUTLET,     DYA_ID,   false};
    static const facet voice = {"tone_group", "all", NULL, W_FIG_VOICE, W_VOICE, DYA_VOICE, false};
    int64_t dyads[BK__PAIRS], n = bk__pairs(p, dyads);
    bk__map top;
    bk__section(p, "tone", W_SEC_TONE);
    if (n == 0)
        bk__putf(p, "<p>%s</p>", bk__w(p, W_NONE_HERE));
    else
        bk__say_level(p, "tone", "level");
    bk__map_init(&top, p->ctx);
    top_sources(p, &top);
    if (n > 0 && p->st == BK_OK) {
        int64_t few = n < PAIRS_SHOWN ? n : PAIRS_SHOWN;
        over_time(p, dyads, few);
        if (top.n > 1)
            say_contrast(p, "source", W_AN_OUTLET, dyads, few, &top);
        facet_figure(p, &source, dyads, few, &top);
        bk__put_contrasts(p);
        say_voice(p, dyads[0]);
        facet_figure(p, &voice, dyads, few, NULL);
    }
    bk__map_clear(&top);
    bk__section_end(p);
}
