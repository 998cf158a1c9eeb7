/* sec_topic_effects.c - what raises or lowers the share of a topic: outlets, time, named fields.
 *
 * Of each field the LEVELS values with the most articles are shown, of time all, in the table's
 * order. */
#include <math.h>
#include <stdlib.h>

#include "report/page.h"

#define SURE 0.05 /* q */
enum { TOPICS = 60, LEVELS = 20, PERIODS = 200 };

/* Rows that are shown: row [n]. */
typedef struct shown {
    int64_t *row, n;
} shown;

static bool same_covariate(const bk__page *p, int64_t a, int64_t b)
{
    return bk__str_eq(bk__s(p, T_TOPIC_EFFECTS, a, TEF_COVARIATE),
                      bk__s(p, T_TOPIC_EFFECTS, b, TEF_COVARIATE));
}

static bool is_time(const bk__page *p, int64_t r)
{
    return bk__is(p, T_TOPIC_EFFECTS, r, TEF_COVARIATE, "month") ||
           bk__is(p, T_TOPIC_EFFECTS, r, TEF_COVARIATE, "quarter") ||
           bk__is(p, T_TOPIC_EFFECTS, r, TEF_COVARIATE, "year");
}

/* The last value that is shown of the covariate of rows [from, to): its articles, its first row. v
 * is scratch. */
static bk__ranked last_level(const bk__page *p, int64_t from, int64_t to, bk__ranked *v)
{
    int64_t n = 0, most = is_time(p, from) ? PERIODS : LEVELS;
    for (int64_t r = from; r < to; r++)
        if (bk__i(p, T_TOPIC_EFFECTS, r, TEF_TOPIC) == 0)
            v[n++] = (bk__ranked){bk__i(p, T_TOPIC_EFFECTS, r, TEF_ARTICLES), r};
    if (n <= most)
        return (bk__ranked){0, to};
    qsort(v, (size_t)n, sizeof *v, bk__by_n);
    return v[most - 1];
}

static shown find_rows(bk__page *p)
{
    int64_t all = bk__rows(p, T_TOPIC_EFFECTS), to;
    shown s = {bk__calloc(p->ctx, (size_t)all + 1, sizeof *s.row), 0};
    bk__ranked *v = bk__calloc(p->ctx, (size_t)all + 1, sizeof *v);
    if (!s.row || !v)
        p->st = BK_ENOMEM;
    for (int64_t from = 0; from < all && s.row && v; from = to) {
        for (to = from + 1; to < all && same_covariate(p, from, to);)
            to++;
        bk__ranked last = last_level(p, from, to, v), now = {0, from};
        for (int64_t r = from; r < to && s.n < 2 * p->max.rows; r++) {
            if (bk__i(p, T_TOPIC_EFFECTS, r, TEF_TOPIC) == 0)
                now = (bk__ranked){bk__i(p, T_TOPIC_EFFECTS, r, TEF_ARTICLES), r};
            if (bk__by_n(&now, &last) <= 0 && bk__i(p, T_TOPIC_EFFECTS, r, TEF_TOPIC) < TOPICS &&
                isfinite(bk__r(p, T_TOPIC_EFFECTS, r, TEF_EFFECT)))
                s.row[s.n++] = r;
        }
    }
    bk__free(p->ctx, v);
    return s;
}

static bk_str covariate(const bk__page *p, int64_t r)
{
    static const struct {
        const char *code;
        bk__word word;
    } known[] = {
        {"source", W_OUTLET}, {"month", W_MONTH}, {"quarter", W_QUARTER}, {"year", W_YEAR}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (bk__is(p, T_TOPIC_EFFECTS, r, TEF_COVARIATE, known[i].code))
            return bk__ws(p, known[i].word);
    return bk__s(p, T_TOPIC_EFFECTS, r, TEF_COVARIATE);
}

static bk_str level(bk__page *p, int64_t r)
{
    bk_str id = bk__s(p, T_TOPIC_EFFECTS, r, TEF_LEVEL);
    if (bk__cell(p, T_TOPIC_EFFECTS, r, TEF_LEVEL).null)
        return bk__ws(p, W_ONE_MORE);
    if (id.n == 0 && bk__is(p, T_TOPIC_EFFECTS, r, TEF_COVARIATE, "source"))
        return bk__ws(p, W_NO_SOURCE);
    return id.n == 0 ? BK__STR("\xE2\x80\x93") : is_time(p, r) ? bk__period(p, id) : id;
}

/* How far from 0 the near end of the interval lies; below 0 where 0 is inside. */
static double far(const bk__page *p, int64_t r)
{
    double low = bk__r(p, T_TOPIC_EFFECTS, r, TEF_LOW);
    double high = bk__r(p, T_TOPIC_EFFECTS, r, TEF_HIGH);
    return isfinite(low) && isfinite(high) ? fmax(low, -high) : -1;
}

/* Among all that were looked at: q, of a value with enough articles. */
static bool is_sure(const bk__page *p, int64_t r)
{
    return bk__i(p, T_TOPIC_EFFECTS, r, TEF_ARTICLES) >= BK__FEW &&
           !bk__cell(p, T_TOPIC_EFFECTS, r, TEF_LEVEL).null && far(p, r) > 0 &&
           bk__r(p, T_TOPIC_EFFECTS, r, TEF_Q) < SURE;
}

static void say_effects(bk__page *p)
{
    int64_t best = -1;
    for (int64_t r = 0; r < bk__rows(p, T_TOPIC_EFFECTS); r++)
        if (is_sure(p, r) && (best < 0 || far(p, r) > far(p, best)))
            best = r;
    if (best < 0) {
        bk__put(p, "<p>");
        SAY(p, W_EFFECT_NONE, bk__n(p, BK__FEW));
        bk__put(p, "</p>\n");
        return;
    }
    double x = bk__r(p, T_TOPIC_EFFECTS, best, TEF_EFFECT);
    FINDING(p, W_EFFECT_FINDING, covariate(p, best), level(p, best),
            bk__topic_label(p, bk__i(p, T_TOPIC_EFFECTS, best, TEF_TOPIC)),
            bk__x(p, 100 * fabs(x), 1, false), bk__ws(p, x > 0 ? W_EFFECT_MORE : W_EFFECT_LESS),
            bk__x(p, 100 * bk__r(p, T_TOPIC_EFFECTS, best, TEF_LOW), 1, true),
            bk__x(p, 100 * bk__r(p, T_TOPIC_EFFECTS, best, TEF_HIGH), 1, true),
            bk__x(p, bk__r(p, T_TOPIC_EFFECTS, best, TEF_Q), 3, false));
}

static void effect_point(bk__page *p, bk__jw *w, int64_t r)
{
    bk__jw_open(w, '{');
    bk__key_str(w, "covariate", covariate(p, r));
    bk__key_str(w, "level", level(p, r));
    bk__key_str(w, "topic", bk__topic_label(p, bk__i(p, T_TOPIC_EFFECTS, r, TEF_TOPIC)));
    bk__key_real(w, "effect", round(1e5 * bk__r(p, T_TOPIC_EFFECTS, r, TEF_EFFECT)) / 1e3);
    bk__key_real(w, "low", round(1e5 * bk__r(p, T_TOPIC_EFFECTS, r, TEF_LOW)) / 1e3);
    bk__key_real(w, "high", round(1e5 * bk__r(p, T_TOPIC_EFFECTS, r, TEF_HIGH)) / 1e3);
    bk__key_int(w, "articles", bk__i(p, T_TOPIC_EFFECTS, r, TEF_ARTICLES));
    if (is_time(p, r))
        bk__key_int(w, "time", 1);
    bk__jw_close(w, '}');
}

static void effect_row(bk__page *p, int64_t r)
{
    bk__th_topic(p, bk__i(p, T_TOPIC_EFFECTS, r, TEF_TOPIC));
    bk__td(p, covariate(p, r));
    bk__td(p, level(p, r));
    bk__td_num(p, bk__x(p, 100 * bk__r(p, T_TOPIC_EFFECTS, r, TEF_EFFECT), 1, true));
    bk__td_num(p, bk__x(p, 100 * bk__r(p, T_TOPIC_EFFECTS, r, TEF_LOW), 1, true));
    bk__td_num(p, bk__x(p, 100 * bk__r(p, T_TOPIC_EFFECTS, r, TEF_HIGH), 1, true));
    bk__td_num(p, bk__x(p, bk__r(p, T_TOPIC_EFFECTS, r, TEF_Q), 3, false));
    bk__td_num(p, bk__n(p, bk__i(p, T_TOPIC_EFFECTS, r, TEF_ARTICLES)));
    bk__put(p, "</tr>\n");
}

void bk__put_topic_effects(bk__page *p)
{
    const char *heads[] = {bk__w(p, W_TOPIC),
                           bk__w(p, W_COVARIATE),
                           bk__w(p, W_LEVEL),
                           bk__w(p, W_EFFECT),
                           bk__w(p, W_LOW),
                           bk__w(p, W_HIGH),
                           "q",
                           bk__w(p, W_ARTICLES),
                           NULL};
    shown s = {NULL, 0};
    bk__jw w;
    if (bk__rows(p, T_TOPIC_EFFECTS) > 0)
        s = find_rows(p);
    if (s.n > 0) {
        say_effects(p);
        bk__figure_open(p, &w, "topic_effects", W_FIG_EFFECTS);
        bk__jw_key(&w, "table");
        bk__jw_open(&w, '[');
        for (int64_t i = 0; i < s.n; i++)
            effect_point(p, &w, s.row[i]);
        bk__jw_close(&w, ']');
        bk__figure_table(p, &w);
        bk__table_open(p, bk__w(p, W_FIG_EFFECTS), heads, 3);
        for (int64_t i = 0; i < s.n && i < p->max.rows; i++)
            effect_row(p, s.row[i]);
        bk__table_close(p);
        bk__note_more(p, s.n < p->max.rows ? s.n : p->max.rows, bk__rows(p, T_TOPIC_EFFECTS));
        bk__figure_close(p);
        bk__putf(p, "<p class=\"note\">%s</p>\n", bk__w(p, W_EFFECT_NOTE));
    }
    bk__free(p->ctx, s.row);
}
