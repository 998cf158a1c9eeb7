/* sec_topic_moves.c - what an update moved: shares before and now, words that came and went. */
#include <math.h>

#include "report/page.h"

enum { TOPICS = 100 };

static bk_str state(const bk__page *p, int64_t r)
{
    return bk__ws(p, bk__is(p, T_TOPIC_MOVES, r, TMO_STATE, "new")     ? W_IS_NEW
                     : bk__is(p, T_TOPIC_MOVES, r, TMO_STATE, "rests") ? W_RESTS
                                                                       : W_GOES_ON);
}

static void say_moves(bk__page *p, int64_t n)
{
    int64_t rests = 0, fresh = 0, best = -1;
    for (int64_t r = 0; r < n; r++) {
        rests += bk__is(p, T_TOPIC_MOVES, r, TMO_STATE, "rests");
        fresh += bk__is(p, T_TOPIC_MOVES, r, TMO_STATE, "new");
        double far = bk__r(p, T_TOPIC_MOVES, r, TMO_HELLINGER);
        if (isfinite(far) && (best < 0 || far > bk__r(p, T_TOPIC_MOVES, best, TMO_HELLINGER)))
            best = r;
    }
    if (best < 0)
        return;
    FINDING(p, W_MOVES_FINDING, bk__n(p, n - rests - fresh), bk__n(p, rests), bk__n(p, fresh),
            bk__topic_label(p, bk__i(p, T_TOPIC_MOVES, best, TMO_TOPIC)),
            bk__x(p, bk__r(p, T_TOPIC_MOVES, best, TMO_HELLINGER), 2, false));
}

/* The topic's interval now: of the row of topics. */
static double end_of(const bk__page *p, int64_t topic, size_t col)
{
    for (int64_t r = 0; r < bk__rows(p, T_TOPICS); r++)
        if (bk__i(p, T_TOPICS, r, TOP_TOPIC) == topic)
            return bk__r(p, T_TOPICS, r, col);
    return NAN;
}

static void move_point(bk__page *p, bk__jw *w, int64_t r)
{
    int64_t topic = bk__i(p, T_TOPIC_MOVES, r, TMO_TOPIC);
    bk__jw_open(w, '{');
    bk__key_str(w, "topic", bk__topic_label(p, topic));
    bk__key_str(w, "state", bk__s(p, T_TOPIC_MOVES, r, TMO_STATE));
    bk__key_str(w, "label", state(p, r));
    bk__key_real(w, "before", bk__r(p, T_TOPIC_MOVES, r, TMO_BEFORE));
    bk__key_real(w, "share", bk__r(p, T_TOPIC_MOVES, r, TMO_SHARE));
    bk__key_real(w, "low", end_of(p, topic, TOP_LOW));
    bk__key_real(w, "high", end_of(p, topic, TOP_HIGH));
    bk__key_real(w, "hellinger", bk__r(p, T_TOPIC_MOVES, r, TMO_HELLINGER));
    bk__key_str(w, "gained", bk__s(p, T_TOPIC_MOVES, r, TMO_GAINED));
    bk__key_str(w, "lost", bk__s(p, T_TOPIC_MOVES, r, TMO_LOST));
    bk__jw_close(w, '}');
}

static void move_row(bk__page *p, int64_t r)
{
    int64_t topic = bk__i(p, T_TOPIC_MOVES, r, TMO_TOPIC);
    bk__th_topic(p, topic);
    bk__td(p, state(p, r));
    bk__td(p, bk__s(p, T_TOPIC_MOVES, r, TMO_GAINED));
    bk__td(p, bk__s(p, T_TOPIC_MOVES, r, TMO_LOST));
    bk__td_num(p, bk__pct(p, bk__r(p, T_TOPIC_MOVES, r, TMO_BEFORE)));
    bk__td_num(p, bk__pct(p, bk__r(p, T_TOPIC_MOVES, r, TMO_SHARE)));
    bk__td_num(p, bk__pct(p, end_of(p, topic, TOP_LOW)));
    bk__td_num(p, bk__pct(p, end_of(p, topic, TOP_HIGH)));
    bk__td_num(p, bk__x(p, bk__r(p, T_TOPIC_MOVES, r, TMO_HELLINGER), 2, false));
    bk__put(p, "</tr>\n");
}

void bk__put_topic_moves(bk__page *p)
{
    const char *heads[] = {bk__w(p, W_TOPIC),    bk__w(p, W_STATE),
                           bk__w(p, W_GAINED),   bk__w(p, W_LOST),
                           bk__w(p, W_BEFORE),   bk__w(p, W_NOW),
                           bk__w(p, W_LOW),      bk__w(p, W_HIGH),
                           bk__w(p, W_DISTANCE), NULL};
    int64_t n = bk__rows(p, T_TOPIC_MOVES), most = p->max.rows < TOPICS ? p->max.rows : TOPICS;
    int64_t shown = n < most ? n : most;
    bk__jw w;
    if (n == 0)
        return;
    say_moves(p, n);
    bk__figure_open(p, &w, "topic_moves", W_FIG_MOVES);
    bk__jw_key(&w, "table");
    bk__jw_open(&w, '[');
    for (int64_t r = 0; r < shown; r++)
        move_point(p, &w, r);
    bk__jw_close(&w, ']');
    bk__figure_table(p, &w);
    bk__table_open(p, bk__w(p, W_FIG_MOVES), heads, 4);
    for (int64_t r = 0; r < shown; r++)
        move_row(p, r);
    bk__table_close(p);
    bk__note_more(p, shown, n);
    bk__figure_close(p);
    bk__putf(p, "<p class=\"note\">%s</p>\n", bk__w(p, W_MOVES_NOTE));
}
