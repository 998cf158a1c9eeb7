/* sec_topic_contrast.c - how two outlets word the same topic, each word with a passage that has it.
 *
 * The passage is from the article of the outlet that has most of the topic among those that hold
 * the word as it is shown; none where the study keeps no text. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/page.h"

enum { TOPICS = 60, ROWS = 600, AROUND = 60 };

static bool is_shown(const bk__page *p, int64_t r)
{
    return bk__i(p, T_TOPIC_CONTRAST, r, TCO_TOPIC) < TOPICS &&
           isfinite(bk__r(p, T_TOPIC_CONTRAST, r, TCO_LOG_ODDS));
}

static bk_str side(const bk__page *p, int64_t r, bool a)
{
    bk_str name = bk__s(p, T_TOPIC_CONTRAST, r, a ? TCO_A : TCO_B);
    return name.n ? name : bk__ws(p, W_NO_SOURCE);
}

/* ---- passages -------------------------------------------------------------------------------- */

static bool is_letter(unsigned char c)
{
    return c >= 0x80 || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* Where the word stands by itself in the text; -1. */
static int64_t find_word(bk_str text, bk_str word)
{
    for (size_t at = 0; word.n > 0 && text.n - at >= word.n;) {
        const char *hit = memmem(text.p + at, text.n - at, word.p, word.n);
        if (!hit)
            return -1;
        size_t begin = (size_t)(hit - text.p), end = begin + word.n;
        if ((begin == 0 || !is_letter((unsigned char)text.p[begin - 1])) &&
            (end == text.n || !is_letter((unsigned char)text.p[end])))
            return (int64_t)begin;
        at = begin + 1;
    }
    return -1;
}

/* About AROUND bytes before and behind, from and to a blank. */
static void put_passage(bk__page *p, bk_str text, size_t begin, size_t n)
{
    size_t from = begin > AROUND ? begin - AROUND : 0;
    size_t to = text.n - begin - n > AROUND ? begin + n + AROUND : text.n;
    while (from > 0 && from < begin && text.p[from - 1] != ' ' && text.p[from - 1] != '\n')
        from++;
    while (to < text.n && to > begin + n && text.p[to] != ' ' && text.p[to] != '\n')
        to--;
    bk__put(p, from > 0 ? "\xE2\x80\xA6 " : "");
    bk__esc(p, (bk_str){text.p + from, begin - from});
    bk__put(p, "<mark>");
    bk__esc(p, (bk_str){text.p + begin, n});
    bk__put(p, "</mark>");
    bk__esc(p, (bk_str){text.p + begin + n, to - begin - n});
    bk__put(p, to < text.n ? " \xE2\x80\xA6 " : " ");
}

/* Rows of topic_articles by topic. */
typedef struct by_topic {
    int64_t first[TOPICS], *next;
} by_topic;

static by_topic index_topics(bk__page *p)
{
    int64_t n = bk__rows(p, T_TOPIC_ARTICLES);
    by_topic t = {.next = bk__calloc(p->ctx, (size_t)n + 1, sizeof *t.next)};
    for (int k = 0; k < TOPICS; k++)
        t.first[k] = -1;
    if (!t.next)
        p->st = BK_ENOMEM;
    for (int64_t r = n; t.next && r-- > 0;) {
        int64_t k = bk__i(p, T_TOPIC_ARTICLES, r, TDO_TOPIC);
        if (k < 0 || k >= TOPICS)
            continue;
        t.next[r] = t.first[k];
        t.first[k] = r;
    }
    return t;
}

static void put_example(bk__page *p, const by_topic *t, int64_t r)
{
    bool a = bk__i(p, T_TOPIC_CONTRAST, r, TCO_RANK) > 0;
    bk_str source = bk__s(p, T_TOPIC_CONTRAST, r, a ? TCO_A : TCO_B);
    bk_str word = bk__s(p, T_TOPIC_CONTRAST, r, TCO_TERM);
    int64_t topic = bk__i(p, T_TOPIC_CONTRAST, r, TCO_TOPIC), article = -1, begin = 0;
    double most = 0;
    for (int64_t i = topic < 0 ? -1 : t->first[topic]; i >= 0; i = t->next[i]) {
        double share = bk__r(p, T_TOPIC_ARTICLES, i, TDO_SHARE);
        int64_t row = bk__article(p, bk__s(p, T_TOPIC_ARTICLES, i, TDO_ID));
        if (!(share > most) || row < 0 ||
            !bk__str_eq(bk__s(p, T_ARTICLES, row, ART_SOURCE), source))
            continue;
        int64_t at = find_word(bk__s(p, T_ARTICLES, row, ART_TEXT), word);
        if (at < 0)
            continue;
        most = share, article = row, begin = at;
    }
    if (article < 0)
        return;
    put_passage(p, bk__s(p, T_ARTICLES, article, ART_TEXT), (size_t)begin, word.n);
    bk__put(p, "<br>");
    bk__article_link(p, bk__s(p, T_ARTICLES, article, ART_ID));
}

/* ---- what is said and drawn ------------------------------------------------------------------ */

static void say_contrast(bk__page *p, int64_t n)
{
    int64_t topics = 0, last = -1, best = 0;
    for (int64_t r = 0; r < n; r++) {
        int64_t topic = bk__i(p, T_TOPIC_CONTRAST, r, TCO_TOPIC);
        topics += topic != last;
        last = topic;
        if (fabs(bk__r(p, T_TOPIC_CONTRAST, r, TCO_Z)) >
            fabs(bk__r(p, T_TOPIC_CONTRAST, best, TCO_Z)))
            best = r;
    }
    char range[2 * NUMBER_BYTES];
    bk_str low = bk__x(p, bk__r(p, T_TOPIC_CONTRAST, best, TCO_LOW), 1, true);
    bk_str high = bk__x(p, bk__r(p, T_TOPIC_CONTRAST, best, TCO_HIGH), 1, true);
    snprintf(range, sizeof range, "%.*s %s %.*s", (int)low.n, low.p, p->lang ? "to" : "sampai",
             (int)high.n, high.p);
    FINDING(p, W_CONTRAST_FINDING, side(p, best, true), side(p, best, false), bk__n(p, topics),
            bk__n(p, bk__rows(p, T_TOPICS)), bk__s(p, T_TOPIC_CONTRAST, best, TCO_TERM),
            bk__topic_label(p, bk__i(p, T_TOPIC_CONTRAST, best, TCO_TOPIC)),
            side(p, best, bk__i(p, T_TOPIC_CONTRAST, best, TCO_RANK) > 0),
            bk__x(p, bk__r(p, T_TOPIC_CONTRAST, best, TCO_LOG_ODDS), 1, true), bk__str(range));
}

static void contrast_point(bk__page *p, bk__jw *w, int64_t r)
{
    bk__jw_open(w, '{');
    bk__key_str(w, "topic", bk__topic_label(p, bk__i(p, T_TOPIC_CONTRAST, r, TCO_TOPIC)));
    bk__key_str(w, "term", bk__s(p, T_TOPIC_CONTRAST, r, TCO_TERM));
    bk__key_real(w, "log_odds", bk__r(p, T_TOPIC_CONTRAST, r, TCO_LOG_ODDS));
    bk__key_real(w, "low", bk__r(p, T_TOPIC_CONTRAST, r, TCO_LOW));
    bk__key_real(w, "high", bk__r(p, T_TOPIC_CONTRAST, r, TCO_HIGH));
    bk__key_str(w, "a", side(p, r, true));
    bk__key_str(w, "b", side(p, r, false));
    bk__key_real(w, "count_a", bk__r(p, T_TOPIC_CONTRAST, r, TCO_COUNT_A));
    bk__key_real(w, "count_b", bk__r(p, T_TOPIC_CONTRAST, r, TCO_COUNT_B));
    bk__jw_close(w, '}');
}

static void contrast_row(bk__page *p, const by_topic *t, int64_t r)
{
    bk__th_topic(p, bk__i(p, T_TOPIC_CONTRAST, r, TCO_TOPIC));
    bk__put(p, "<td>");
    bk__esc_short(p, bk__s(p, T_TOPIC_CONTRAST, r, TCO_TERM), 100);
    bk__put(p, "<br><span class=\"by\">");
    bk__esc_short(p, side(p, r, bk__i(p, T_TOPIC_CONTRAST, r, TCO_RANK) > 0), 100);
    bk__put(p, "</span></td>");
    if (!p->no_text) {
        bk__put(p, "<td class=\"example\">");
        put_example(p, t, r);
        bk__put(p, "</td>");
    }
    bk__td_num(p, bk__x(p, bk__r(p, T_TOPIC_CONTRAST, r, TCO_LOG_ODDS), 2, true));
    bk__td_num(p, bk__x(p, bk__r(p, T_TOPIC_CONTRAST, r, TCO_LOW), 2, true));
    bk__td_num(p, bk__x(p, bk__r(p, T_TOPIC_CONTRAST, r, TCO_HIGH), 2, true));
    bk__put(p, "</tr>\n");
}

static void contrast_figure(bk__page *p, const by_topic *t, int64_t n)
{
    const char *heads[7] = {bk__w(p, W_TOPIC), bk__w(p, W_WORD)};
    int num = 2;
    bk__jw w;
    int64_t most = p->max.rows < ROWS ? p->max.rows : ROWS, shown = n < most ? n : most;
    if (!p->no_text)
        heads[num++] = bk__w(p, W_EXAMPLE);
    heads[num] = bk__w(p, W_LOG_ODDS);
    heads[num + 1] = bk__w(p, W_LOW);
    heads[num + 2] = bk__w(p, W_HIGH);
    bk__figure_open(p, &w, "topic_contrast", W_FIG_CONTRAST);
    bk__jw_key(&w, "table");
    bk__jw_open(&w, '[');
    for (int64_t r = 0; r < shown; r++)
        if (is_shown(p, r))
            contrast_point(p, &w, r);
    bk__jw_close(&w, ']');
    bk__figure_table(p, &w);
    bk__table_open(p, bk__w(p, W_FIG_CONTRAST), heads, num);
    for (int64_t r = 0; r < shown; r++)
        if (is_shown(p, r))
            contrast_row(p, t, r);
    bk__table_close(p);
    bk__note_more(p, shown, n);
    bk__figure_close(p);
    bk__putf(p, "<p class=\"note\">%s</p>\n", bk__w(p, W_CONTRAST_NOTE));
}

/* Was it asked for? */
static bool was_asked(const bk__page *p)
{
    const bk__value *theme = bk__json_get(bk__json_get(p->manifest, "options"), "theme");
    return bk__json_type_of(bk__json_get(theme, "contrast")) == BK__STRING;
}

void bk__put_topic_contrast(bk__page *p)
{
    int64_t n = bk__rows(p, T_TOPIC_CONTRAST);
    if (n == 0) {
        if (was_asked(p))
            bk__putf(p, "<p>%s</p>\n", bk__w(p, W_CONTRAST_EMPTY));
        return;
    }
    by_topic t = index_topics(p);
    if (t.next) {
        say_contrast(p, n);
        contrast_figure(p, &t, n);
    }
    bk__free(p->ctx, t.next);
}
