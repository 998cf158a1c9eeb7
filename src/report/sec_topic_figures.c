/* sec_topic_figures.c - figures of topics: their map, words, course, outlets, tones. */
#include <math.h>
#include <stdlib.h>

#include "report/page.h"

enum { TOPICS = 60, TERMS = 60, OUTLETS = 16, DYADS = 6 };

static void note(bk__page *p, bk__word w)
{
    bk__putf(p, "<p class=\"note\">%s</p>\n", bk__w(p, w));
}

/* ---- the map --------------------------------------------------------------------------------- */

static bool on_map(const bk__page *p, int64_t r)
{
    return isfinite(bk__r(p, T_TOPICS, r, TOP_X)) && isfinite(bk__r(p, T_TOPICS, r, TOP_Y));
}

static void map_point(bk__page *p, bk__jw *w, int64_t r)
{
    bk__jw_open(w, '{');
    bk__key_int(w, "number", bk__i(p, T_TOPICS, r, TOP_TOPIC));
    bk__key_str(w, "topic", bk__topic_label(p, bk__i(p, T_TOPICS, r, TOP_TOPIC)));
    bk__key_real(w, "x", bk__r(p, T_TOPICS, r, TOP_X));
    bk__key_real(w, "y", bk__r(p, T_TOPICS, r, TOP_Y));
    bk__key_real(w, "share", bk__r(p, T_TOPICS, r, TOP_SHARE));
    bk__key_real(w, "low", bk__r(p, T_TOPICS, r, TOP_LOW));
    bk__key_real(w, "high", bk__r(p, T_TOPICS, r, TOP_HIGH));
    bk__key_real(w, "recovery", bk__r(p, T_TOPICS, r, TOP_RECOVERY));
    bk__key_int(w, "unstable", bk__i(p, T_TOPICS, r, TOP_UNSTABLE));
    bk__key_str(w, "terms", bk__s(p, T_TOPICS, r, TOP_TERMS));
    bk__jw_close(w, '}');
}

void bk__put_topic_map(bk__page *p)
{
    const char *heads[] = {bk__w(p, W_TOPIC), "x", "y", bk__w(p, W_SHARE), NULL};
    int64_t n = bk__rows(p, T_TOPICS), shown = 0;
    bk__jw w;
    for (int64_t r = 0; r < n; r++)
        shown += on_map(p, r);
    if (shown < 2)
        return;
    bk__figure_open(p, &w, "topic_map", W_FIG_TOPIC_MAP);
    bk__jw_key(&w, "table");
    bk__jw_open(&w, '[');
    for (int64_t r = 0; r < n && r < TOPICS; r++)
        if (on_map(p, r))
            map_point(p, &w, r);
    bk__jw_close(&w, ']');
    bk__figure_table(p, &w);
    bk__table_open(p, bk__w(p, W_FIG_TOPIC_MAP), heads, 1);
    for (int64_t r = 0; r < n && r < TOPICS; r++) {
        if (!on_map(p, r))
            continue;
        bk__th(p, bk__s(p, T_TOPICS, r, TOP_LABEL));
        bk__td_num(p, bk__x(p, bk__r(p, T_TOPICS, r, TOP_X), 3, true));
        bk__td_num(p, bk__x(p, bk__r(p, T_TOPICS, r, TOP_Y), 3, true));
        bk__td_num(p, bk__pct(p, bk__r(p, T_TOPICS, r, TOP_SHARE)));
        bk__put(p, "</tr>\n");
    }
    bk__table_close(p);
    bk__figure_close(p);
    note(p, W_TOPIC_MAP_NOTE);
}

/* ---- words ----------------------------------------------------------------------------------- */

static bool is_word(const bk__page *p, int64_t r)
{
    return bk__i(p, T_TOPIC_TERMS, r, TTE_TOPIC) < TOPICS &&
           bk__i(p, T_TOPIC_TERMS, r, TTE_RANK) <= TERMS &&
           bk__r(p, T_TOPIC_TERMS, r, TTE_WEIGHT) > 0 && bk__r(p, T_TOPIC_TERMS, r, TTE_LIFT) > 0;
}

void bk__put_topic_terms(bk__page *p)
{
    const char *heads[] = {bk__w(p, W_TOPIC), bk__w(p, W_WORD), bk__w(p, W_JS_IN_TOPIC),
                           bk__w(p, W_JS_IN_ALL), NULL};
    int64_t n = bk__rows(p, T_TOPIC_TERMS), all = 0;
    bk__jw w;
    for (int64_t r = 0; r < n; r++)
        all += is_word(p, r);
    if (all == 0)
        return;
    bk__figure_open(p, &w, "topic_terms", W_FIG_TOPIC_TERMS);
    bk__jw_key(&w, "table");
    bk__jw_open(&w, '[');
    for (int64_t r = 0; r < n; r++) {
        if (!is_word(p, r))
            continue;
        bk__jw_open(&w, '{');
        bk__key_str(&w, "topic", bk__topic_label(p, bk__i(p, T_TOPIC_TERMS, r, TTE_TOPIC)));
        bk__key_str(&w, "term", bk__s(p, T_TOPIC_TERMS, r, TTE_TERM));
        bk__key_real(&w, "weight", round(bk__r(p, T_TOPIC_TERMS, r, TTE_WEIGHT) * 1e7) / 1e7);
        bk__key_real(&w, "lift", round(bk__r(p, T_TOPIC_TERMS, r, TTE_LIFT) * 1e4) / 1e4);
        bk__jw_close(&w, '}');
    }
    bk__jw_close(&w, ']');
    bk__figure_table(p, &w);
    bk__table_open(p, bk__w(p, W_FIG_TOPIC_TERMS), heads, 2);
    for (int64_t r = 0; r < n; r++) {
        double weight = bk__r(p, T_TOPIC_TERMS, r, TTE_WEIGHT);
        if (!is_word(p, r) || bk__i(p, T_TOPIC_TERMS, r, TTE_RANK) > 10)
            continue;
        bk__th(p, bk__topic_label(p, bk__i(p, T_TOPIC_TERMS, r, TTE_TOPIC)));
        bk__td(p, bk__s(p, T_TOPIC_TERMS, r, TTE_TERM));
        bk__td_num(p, bk__pct(p, weight));
        bk__td_num(p, bk__pct(p, weight / bk__r(p, T_TOPIC_TERMS, r, TTE_LIFT)));
        bk__put(p, "</tr>\n");
    }
    bk__table_close(p);
    bk__figure_close(p);
    note(p, W_TOPIC_TERMS_NOTE);
}

/* ---- shares by time and by outlet ------------------------------------------------------------ */

static bool first_topic(const bk__page *p, int64_t r, const char *scope, const void *user)
{
    (void)user;
    return bk__is(p, T_TOPIC_SHARES, r, TSH_SCOPE, scope) &&
           bk__i(p, T_TOPIC_SHARES, r, TSH_TOPIC) == 0;
}

/* Rows of a scope by topic, then as they stand: rows [n]. */
static int64_t *rows_by_topic(bk__page *p, const char *scope, int64_t *n)
{
    int64_t all = bk__rows(p, T_TOPIC_SHARES), k = 0;
    bk__ranked *v = bk__calloc(p->ctx, (size_t)all + 1, sizeof *v);
    int64_t *rows = bk__calloc(p->ctx, (size_t)all + 1, sizeof *rows);
    *n = 0;
    if (!v || !rows) {
        p->st = BK_ENOMEM;
        bk__free(p->ctx, v);
        bk__free(p->ctx, rows);
        return NULL;
    }
    for (int64_t r = 0; r < all; r++)
        if (bk__is(p, T_TOPIC_SHARES, r, TSH_SCOPE, scope) &&
            bk__i(p, T_TOPIC_SHARES, r, TSH_TOPIC) < TOPICS)
            v[k++] = (bk__ranked){-bk__i(p, T_TOPIC_SHARES, r, TSH_TOPIC), r};
    qsort(v, (size_t)k, sizeof *v, bk__by_n);
    for (int64_t i = 0; i < k; i++)
        rows[i] = v[i].row;
    *n = k;
    bk__free(p->ctx, v);
    return rows;
}

static void share_cells(bk__page *p, bk_str id, int64_t r)
{
    double low = bk__r(p, T_TOPIC_SHARES, r, TSH_LOW), high = bk__r(p, T_TOPIC_SHARES, r, TSH_HIGH);
    bk__th(p, bk__topic_label(p, bk__i(p, T_TOPIC_SHARES, r, TSH_TOPIC)));
    bk__td(p, id);
    bk__td_num(p, bk__pct(p, bk__r(p, T_TOPIC_SHARES, r, TSH_SHARE)));
    bk__td_num(p, bk__pct(p, low));
    bk__td_num(p, bk__pct(p, high));
    bk__td_num(p, bk__n(p, bk__i(p, T_TOPIC_SHARES, r, TSH_ARTICLES)));
    bk__put(p, "</tr>\n");
}

static void share_keys(bk__page *p, bk__jw *w, int64_t r)
{
    bk__key_str(w, "topic", bk__topic_label(p, bk__i(p, T_TOPIC_SHARES, r, TSH_TOPIC)));
    bk__key_str(w, "id", bk__s(p, T_TOPIC_SHARES, r, TSH_ID));
    bk__key_real(w, "share", bk__r(p, T_TOPIC_SHARES, r, TSH_SHARE));
    bk__key_real(w, "low", bk__r(p, T_TOPIC_SHARES, r, TSH_LOW));
    bk__key_real(w, "high", bk__r(p, T_TOPIC_SHARES, r, TSH_HIGH));
    bk__key_int(w, "articles", bk__i(p, T_TOPIC_SHARES, r, TSH_ARTICLES));
}

/* `run` joins neighbours on the axis of time; where a period has no article a new one begins. */
static void time_data(bk__page *p, bk__jw *w, const int64_t *rows, int64_t n)
{
    int64_t run = 0, before = -1, topic = -1;
    for (int64_t i = 0; i < n; i++) {
        int64_t r = rows[i], of = bk__i(p, T_TOPIC_SHARES, r, TSH_TOPIC);
        bk_str id = bk__s(p, T_TOPIC_SHARES, r, TSH_ID);
        int64_t at = bk__bin_number(id);
        char start[8];
        if (at < 0)
            continue;
        run += of != topic || at != before + 1;
        topic = of;
        before = at;
        bk__jw_open(w, '{');
        share_keys(p, w, r);
        bk__key_str(w, "when", bk__period(p, id));
        bk__key_str(w, "start", bk__bin_start(id, start));
        bk__key_int(w, "run", run);
        bk__jw_close(w, '}');
    }
}

void bk__put_topic_time(bk__page *p)
{
    const char *scope = bk__bin_scope(p, T_TOPIC_SHARES, TSH_ARTICLES, first_topic, NULL);
    int64_t n = 0, periods = 0, shown;
    bk__jw w;
    if (!scope)
        return;
    const char *heads[] = {bk__w(p, W_TOPIC),
                           bk__w(p, bk__bin_word(scope, W_MONTH, W_QUARTER, W_YEAR)),
                           bk__w(p, W_SHARE),
                           bk__w(p, W_LOW),
                           bk__w(p, W_HIGH),
                           bk__w(p, W_ARTICLES),
                           NULL};
    int64_t *rows = rows_by_topic(p, scope, &n);
    for (int64_t i = 0; rows && i < n; i++)
        periods += bk__i(p, T_TOPIC_SHARES, rows[i], TSH_TOPIC) == 0;
    if (periods > 1) {
        shown = n < 3 * p->max.rows ? n : 3 * p->max.rows; /* whole topics, where they fit */
        shown -= shown % periods;
        bk__figure_open(p, &w, "topic_time", W_FIG_TOPIC_TIME);
        bk__jw_key(&w, "table");
        bk__jw_open(&w, '[');
        time_data(p, &w, rows, shown);
        bk__jw_close(&w, ']');
        bk__figure_table(p, &w);
        bk__table_open(p, bk__w(p, W_FIG_TOPIC_TIME), heads, 2);
        for (int64_t i = 0; i < shown && i < p->max.rows; i++)
            share_cells(p, bk__period(p, bk__s(p, T_TOPIC_SHARES, rows[i], TSH_ID)), rows[i]);
        bk__table_close(p);
        bk__note_more(p, shown < p->max.rows ? shown : p->max.rows, n);
        bk__figure_close(p);
    }
    bk__free(p->ctx, rows);
}

static double share_of_all(const bk__page *p, int64_t topic)
{
    for (int64_t r = 0; r < bk__rows(p, T_TOPICS); r++)
        if (bk__i(p, T_TOPICS, r, TOP_TOPIC) == topic)
            return bk__r(p, T_TOPICS, r, TOP_SHARE);
    return NAN;
}

/* The outlets with the most articles. */
static void largest(bk__page *p, const int64_t *rows, int64_t n, bk__map *top)
{
    bk__ranked *v = bk__calloc(p->ctx, (size_t)n + 1, sizeof *v);
    int64_t k = 0;
    uint32_t id;
    if (!v)
        p->st = BK_ENOMEM;
    for (int64_t i = 0; v && i < n && bk__i(p, T_TOPIC_SHARES, rows[i], TSH_TOPIC) == 0; i++)
        v[k++] = (bk__ranked){bk__i(p, T_TOPIC_SHARES, rows[i], TSH_ARTICLES), rows[i]};
    if (v)
        qsort(v, (size_t)k, sizeof *v, bk__by_n);
    for (int64_t i = 0; v && i < k && i < OUTLETS && p->st == BK_OK; i++)
        p->st = bk__map_put(top, bk__s(p, T_TOPIC_SHARES, v[i].row, TSH_ID), &id, NULL);
    bk__free(p->ctx, v);
}

void bk__put_topic_source(bk__page *p)
{
    const char *heads[] = {bk__w(p, W_TOPIC),
                           bk__w(p, W_OUTLET),
                           bk__w(p, W_SHARE),
                           bk__w(p, W_LOW),
                           bk__w(p, W_HIGH),
                           bk__w(p, W_ARTICLES),
                           NULL};
    int64_t n = 0, shown = 0;
    bk__map top;
    bk__jw w;
    int64_t *rows = rows_by_topic(p, "source", &n);
    bk__map_init(&top, p->ctx);
    if (rows)
        largest(p, rows, n, &top);
    if (rows && top.n > 1) {
        bk__figure_open(p, &w, "topic_source", W_FIG_TOPIC_SOURCE);
        bk__jw_key(&w, "table");
        bk__jw_open(&w, '[');
        for (int64_t i = 0; i < n && shown < 2 * p->max.rows; i++) {
            if (bk__map_find(&top, bk__s(p, T_TOPIC_SHARES, rows[i], TSH_ID)) == BK__NONE)
                continue;
            rows[shown++] = rows[i];
            bk__jw_open(&w, '{');
            share_keys(p, &w, rows[i]);
            bk__key_real(&w, "all", share_of_all(p, bk__i(p, T_TOPIC_SHARES, rows[i], TSH_TOPIC)));
            bk__jw_close(&w, '}');
        }
        bk__jw_close(&w, ']');
        bk__figure_table(p, &w);
        bk__table_open(p, bk__w(p, W_FIG_TOPIC_SOURCE), heads, 2);
        for (int64_t i = 0; i < shown && i < p->max.rows; i++)
            share_cells(p, bk__s(p, T_TOPIC_SHARES, rows[i], TSH_ID), rows[i]);
        bk__table_close(p);
        bk__note_more(p, shown < p->max.rows ? shown : p->max.rows, n);
        bk__figure_close(p);
    }
    bk__map_clear(&top);
    bk__free(p->ctx, rows);
}

/* ---- tones ----------------------------------------------------------------------------------- */

/* The row of topic_tone; -1: no relation. */
static int64_t tone_at(const bk__page *p, int64_t topic, bk_str dyad)
{
    for (int64_t r = 0; r < bk__rows(p, T_TOPIC_TONE); r++)
        if (bk__i(p, T_TOPIC_TONE, r, TTO_TOPIC) == topic &&
            bk__str_eq(bk__s(p, T_TOPIC_TONE, r, TTO_DYAD), dyad))
            return r;
    return -1;
}

/* Topics with a relation of one of the shown pairs, in topic [TOPICS]; how many. */
static int64_t with_tone(bk__page *p, const int64_t *dyad, int64_t n, int64_t *topic)
{
    int64_t K = bk__rows(p, T_TOPICS), k = 0;
    for (int64_t r = 0; r < K && k < TOPICS; r++) {
        int64_t of = bk__i(p, T_TOPICS, r, TOP_TOPIC);
        bool some = false;
        for (int64_t d = 0; d < n; d++)
            some = some || tone_at(p, of, bk__s(p, T_DYADS, dyad[d], DYA_DYAD)) >= 0;
        if (some)
            topic[k++] = of;
    }
    return k;
}

static void tone_cell(bk__page *p, bk__jw *w, int64_t topic, bk_str dyad)
{
    int64_t r = tone_at(p, topic, dyad);
    bk__jw_open(w, '{');
    bk__key_str(w, "topic", bk__topic_label(p, topic));
    bk__key_str(w, "dyad", bk__dyad(p, dyad));
    bk__key_real(w, "tone", r < 0 ? NAN : bk__r(p, T_TOPIC_TONE, r, TTO_TONE));
    bk__key_real(w, "low", r < 0 ? NAN : bk__r(p, T_TOPIC_TONE, r, TTO_LOW));
    bk__key_real(w, "high", r < 0 ? NAN : bk__r(p, T_TOPIC_TONE, r, TTO_HIGH));
    bk__key_int(w, "n", r < 0 ? 0 : bk__i(p, T_TOPIC_TONE, r, TTO_N_RELATIONS));
    bk__key_int(w, "articles", r < 0 ? 0 : bk__i(p, T_TOPIC_TONE, r, TTO_ARTICLES));
    bk__jw_close(w, '}');
}

static void tone_row(bk__page *p, int64_t topic, bk_str dyad)
{
    int64_t r = tone_at(p, topic, dyad);
    bk__th(p, bk__topic_label(p, topic));
    bk__td(p, bk__dyad(p, dyad));
    bk__td_num(p, bk__x(p, r < 0 ? NAN : bk__r(p, T_TOPIC_TONE, r, TTO_TONE), 2, true));
    bk__td_num(p, bk__x(p, r < 0 ? NAN : bk__r(p, T_TOPIC_TONE, r, TTO_LOW), 2, true));
    bk__td_num(p, bk__x(p, r < 0 ? NAN : bk__r(p, T_TOPIC_TONE, r, TTO_HIGH), 2, true));
    bk__td_num(p, bk__n(p, r < 0 ? 0 : bk__i(p, T_TOPIC_TONE, r, TTO_N_RELATIONS)));
    bk__td_num(p, bk__n(p, r < 0 ? 0 : bk__i(p, T_TOPIC_TONE, r, TTO_ARTICLES)));
    bk__put(p, "</tr>\n");
}

void bk__put_topic_tone(bk__page *p)
{
    const char *heads[] = {
        bk__w(p, W_TOPIC), bk__w(p, W_PAIR),      bk__w(p, W_TONE),     bk__w(p, W_LOW),
        bk__w(p, W_HIGH),  bk__w(p, W_RELATIONS), bk__w(p, W_ARTICLES), NULL};
    int64_t dyad[BK__PAIRS], n = bk__pairs(p, dyad), topic[TOPICS], K;
    bk__jw w;
    n = n < DYADS ? n : DYADS;
    K = with_tone(p, dyad, n, topic);
    if (K == 0)
        return;
    bk__figure_open(p, &w, "topic_tone", W_FIG_TOPIC_TONE);
    bk__jw_key(&w, "table");
    bk__jw_open(&w, '[');
    for (int64_t k = 0; k < K; k++)
        for (int64_t d = 0; d < n; d++)
            tone_cell(p, &w, topic[k], bk__s(p, T_DYADS, dyad[d], DYA_DYAD));
    bk__jw_close(&w, ']');
    bk__figure_table(p, &w);
    bk__table_open(p, bk__w(p, W_FIG_TOPIC_TONE), heads, 2);
    for (int64_t k = 0; k < K; k++)
        for (int64_t d = 0; d < n; d++)
            tone_row(p, topic[k], bk__s(p, T_DYADS, dyad[d], DYA_DYAD));
    bk__table_close(p);
    bk__figure_close(p);
    bk__put(p, "<p class=\"note\">");
    SAY(p, W_TOPIC_TONE_NOTE, bk__n(p, bk__rows(p, T_TOPICS) - K));
    bk__put(p, "</p>\n");
}
