/* sec_themes.c - frames, topics by time, the map of articles, key words. */
#include <math.h>
#include <stdlib.h>

#include "report/page.h"

enum { GROUPS_SHOWN = 24, GAPS = 160 };

static void nothing(bk__page *p)
{
    bk__putf(p, "<p>%s</p>", bk__w(p, W_NONE_HERE));
}

/* ---- frames ---------------------------------------------------------------------------------- */

static bool frame_row(const bk__page *p, int64_t r)
{
    return (bk__is(p, T_FRAMES, r, FRA_SCOPE, "all") ||
            bk__is(p, T_FRAMES, r, FRA_SCOPE, "source")) &&
           isfinite(bk__r(p, T_FRAMES, r, FRA_SHARE));
}

static bk_str frame_scope(const bk__page *p, int64_t r)
{
    return bk__is(p, T_FRAMES, r, FRA_SCOPE, "all") ? bk__ws(p, W_ALL_OUTLETS)
                                                    : bk__s(p, T_FRAMES, r, FRA_ID);
}

void bk__say_frames(bk__page *p)
{
    int64_t a = -1, b = -1;
    for (int64_t r = 0; r < bk__rows(p, T_FRAMES); r++) {
        double share = bk__r(p, T_FRAMES, r, FRA_SHARE);
        if (!bk__is(p, T_FRAMES, r, FRA_SCOPE, "all") || !isfinite(share))
            continue;
        if (a < 0 || share > bk__r(p, T_FRAMES, a, FRA_SHARE)) {
            b = a;
            a = r;
        } else if (b < 0 || share > bk__r(p, T_FRAMES, b, FRA_SHARE)) {
            b = r;
        }
    }
    if (a < 0 || b < 0)
        return;
    bk_str one = bk__s(p, T_FRAMES, a, FRA_FRAME), two = bk__s(p, T_FRAMES, b, FRA_FRAME);
    bk__put(p, "<p class=\"finding\">");
    SAY(p, W_FRAME_FINDING, bk__frame(p, one), bk__pct(p, bk__r(p, T_FRAMES, a, FRA_SHARE)),
        bk__pct(p, bk__r(p, T_FRAMES, a, FRA_LOW)), bk__pct(p, bk__r(p, T_FRAMES, a, FRA_HIGH)),
        bk__frame(p, two), bk__pct(p, bk__r(p, T_FRAMES, b, FRA_SHARE)), bk__frame_about(p, one),
        bk__frame_about(p, two));
    if (bk__r(p, T_FRAMES, a, FRA_LOW) <= bk__r(p, T_FRAMES, b, FRA_HIGH)) {
        bk__put(p, " ");
        bk__put(p, bk__w(p, W_FRAME_TIE));
    }
    bk__put(p, "</p>\n");
}

static void frame_figure(bk__page *p)
{
    const char *heads[] = {bk__w(p, W_SCOPE),
                           bk__w(p, W_FRAME),
                           bk__w(p, W_SHARE),
                           bk__w(p, W_LOW),
                           bk__w(p, W_HIGH),
                           bk__w(p, W_ARTICLES),
                           NULL};
    int64_t n = 0, all = 0;
    bk__jw w;
    bk__figure_open(p, &w, "frames", W_FIG_FRAMES);
    bk__jw_key(&w, "table");
    bk__jw_open(&w, '[');
    for (int64_t r = 0; r < bk__rows(p, T_FRAMES); r++) {
        if (!frame_row(p, r) || all++ >= p->max.rows)
            continue;
        bk__jw_open(&w, '{');
        bk__key_str(&w, "scope", frame_scope(p, r));
        bk__key_str(&w, "frame", bk__frame(p, bk__s(p, T_FRAMES, r, FRA_FRAME)));
        bk__key_str(&w, "kind", bk__frame(p, bk__s(p, T_FRAMES, r, FRA_KIND)));
        bk__key_real(&w, "share", bk__r(p, T_FRAMES, r, FRA_SHARE));
        bk__key_real(&w, "low", bk__r(p, T_FRAMES, r, FRA_LOW));
        bk__key_real(&w, "high", bk__r(p, T_FRAMES, r, FRA_HIGH));
        bk__key_int(&w, "articles", bk__i(p, T_FRAMES, r, FRA_ARTICLES));
        bk__jw_close(&w, '}');
    }
    bk__jw_close(&w, ']');
    bk__figure_table(p, &w);
    bk__table_open(p, bk__w(p, W_FIG_FRAMES), heads, 2);
    for (int64_t r = 0; r < bk__rows(p, T_FRAMES) && n < p->max.rows; r++) {
        if (!frame_row(p, r))
            continue;
        n++;
        bk__th(p, frame_scope(p, r));
        bk__td(p, bk__frame(p, bk__s(p, T_FRAMES, r, FRA_FRAME)));
        bk__td_num(p, bk__pct(p, bk__r(p, T_FRAMES, r, FRA_SHARE)));
        bk__td_num(p, bk__pct(p, bk__r(p, T_FRAMES, r, FRA_LOW)));
        bk__td_num(p, bk__pct(p, bk__r(p, T_FRAMES, r, FRA_HIGH)));
        bk__td_num(p, bk__n(p, bk__i(p, T_FRAMES, r, FRA_ARTICLES)));
        bk__put(p, "</tr>\n");
    }
    bk__table_close(p);
    bk__note_more(p, n, all);
    bk__figure_close(p);
}

/* The two rows of the highest score; copies of one sentence count once. */
static void keep_best(const bk__page *p, int64_t best[2], int64_t r)
{
    double score = bk__r(p, T_FRAME_SENTENCES, r, FRS_SCORE);
    bk_str text = bk__s(p, T_FRAME_SENTENCES, r, FRS_TEXT);
    for (int k = 0; k < 2 && best[k] >= 0; k++)
        if (bk__str_eq(text, bk__s(p, T_FRAME_SENTENCES, best[k], FRS_TEXT)))
            return;
    if (best[0] < 0 || score > bk__r(p, T_FRAME_SENTENCES, best[0], FRS_SCORE)) {
        best[1] = best[0];
        best[0] = r;
    } else if (best[1] < 0 || score > bk__r(p, T_FRAME_SENTENCES, best[1], FRS_SCORE)) {
        best[1] = r;
    }
}

static void frame_sentences(bk__page *p)
{
    const char *heads[] = {bk__w(p, W_FRAME), bk__w(p, W_SENTENCE), NULL};
    bk__map seen;
    int64_t best[32][2], n = 0;
    if (p->no_text || bk__rows(p, T_FRAME_SENTENCES) == 0)
        return;
    bk__map_init(&seen, p->ctx);
    for (int64_t r = 0; r < bk__rows(p, T_FRAME_SENTENCES) && p->st == BK_OK; r++) {
        uint32_t id;
        bool added;
        p->st = bk__map_put(&seen, bk__s(p, T_FRAME_SENTENCES, r, FRS_FRAME), &id, &added);
        if (p->st != BK_OK || id >= 32)
            continue;
        if (added) {
            best[id][0] = best[id][1] = -1;
            n = id + 1;
        }
        keep_best(p, best[id], r);
    }
    bk__table_open(p, bk__w(p, W_FRAME_SENTENCES), heads, 9);
    for (int64_t i = 0; i < n; i++)
        for (int k = 0; k < 2 && best[i][k] >= 0; k++) {
            bk__th(p, bk__frame(p, bk__s(p, T_FRAME_SENTENCES, best[i][k], FRS_FRAME)));
            bk__td(p, bk__s(p, T_FRAME_SENTENCES, best[i][k], FRS_TEXT));
            bk__put(p, "</tr>\n");
        }
    bk__table_close(p);
    bk__map_clear(&seen);
}

void bk__sec_frames(bk__page *p)
{
    bk__section(p, "frames", W_SEC_FRAMES);
    if (bk__rows(p, T_FRAMES) == 0) {
        nothing(p);
    } else {
        bk__say_frames(p);
        bk__putf(p, "<p class=\"note\">%s</p>\n", bk__w(p, W_FRAME_NOTE));
        bk__say_level(p, "tone", "level");
        frame_figure(p);
        frame_sentences(p);
        bk__put_dyad_frames(p);
        bk__put_functions(p);
    }
    bk__section_end(p);
}

/* ---- topics ---------------------------------------------------------------------------------- */

static bool share_row(const bk__page *p, int64_t r, const char *scope, const void *user)
{
    (void)user;
    return bk__is(p, T_TOPIC_SHARES, r, TSH_SCOPE, scope) &&
           bk__i(p, T_TOPIC_SHARES, r, TSH_TOPIC) == 0;
}

static void topic_point(bk__page *p, bk__jw *w, int64_t r)
{
    bk_str id = bk__s(p, T_TOPIC_SHARES, r, TSH_ID);
    bk__jw_open(w, '{');
    bk__key_str(w, "id", id);
    bk__key_str(w, "when", bk__period(p, id));
    bk__key_str(w, "topic", bk__topic_label(p, bk__i(p, T_TOPIC_SHARES, r, TSH_TOPIC)));
    bk__key_real(w, "share", bk__r(p, T_TOPIC_SHARES, r, TSH_SHARE));
    bk__key_int(w, "articles", bk__i(p, T_TOPIC_SHARES, r, TSH_ARTICLES));
    bk__jw_close(w, '}');
}

/* Periods without an article are gaps on the axis of time: points that have no share. */
static void topic_gaps(bk__page *p, bk__jw *w, const char *scope)
{
    int64_t low = INT64_MAX, high = -1;
    bool met[GAPS] = {false};
    for (int pass = 0; pass < 2; pass++)
        for (int64_t r = 0; r < bk__rows(p, T_TOPIC_SHARES); r++) {
            if (!share_row(p, r, scope, NULL))
                continue;
            int64_t n = bk__bin_number(bk__s(p, T_TOPIC_SHARES, r, TSH_ID));
            if (pass == 1 && n >= 0)
                met[n - low] = true;
            low = n >= 0 && n < low ? n : low;
            high = n > high ? n : high;
            if (high >= 0 && high - low >= GAPS)
                return;
        }
    for (int64_t n = low; n <= high; n++) {
        char id[8];
        if (met[n - low])
            continue;
        bk__jw_open(w, '{');
        bk__key_str(w, "id", bk__bin_id(scope, n, id));
        bk__key_str(w, "topic", bk__topic_label(p, 0));
        bk__jw_close(w, '}');
    }
}

void bk__put_topic_heat(bk__page *p)
{
    const char *scope = bk__bin_scope(p, T_TOPIC_SHARES, TSH_ARTICLES, share_row, NULL);
    if (!scope)
        return;
    bk__word title = bk__bin_word(scope, W_FIG_TOPICS, W_FIG_TOPICS_QUARTER, W_FIG_TOPICS_YEAR);
    bk__word head = bk__bin_word(scope, W_MONTH, W_QUARTER, W_YEAR);
    const char *heads[] = {bk__w(p, head), bk__w(p, W_TOPIC), bk__w(p, W_SHARE),
                           bk__w(p, W_ARTICLES), NULL};
    int64_t n = 0, all = 0;
    bk__jw w;
    bk__figure_open(p, &w, "topics", title);
    bk__jw_key(&w, "table");
    bk__jw_open(&w, '[');
    for (int64_t r = 0; r < bk__rows(p, T_TOPIC_SHARES); r++)
        if (bk__is(p, T_TOPIC_SHARES, r, TSH_SCOPE, scope) && all++ < p->max.rows)
            topic_point(p, &w, r);
    topic_gaps(p, &w, scope);
    bk__jw_close(&w, ']');
    bk__figure_table(p, &w);
    bk__table_open(p, bk__w(p, title), heads, 2);
    for (int64_t r = 0; r < bk__rows(p, T_TOPIC_SHARES) && n < p->max.rows; r++) {
        if (!bk__is(p, T_TOPIC_SHARES, r, TSH_SCOPE, scope))
            continue;
        n++;
        bk__th(p, bk__period(p, bk__s(p, T_TOPIC_SHARES, r, TSH_ID)));
        bk__td(p, bk__topic_label(p, bk__i(p, T_TOPIC_SHARES, r, TSH_TOPIC)));
        bk__td_num(p, bk__pct(p, bk__r(p, T_TOPIC_SHARES, r, TSH_SHARE)));
        bk__td_num(p, bk__n(p, bk__i(p, T_TOPIC_SHARES, r, TSH_ARTICLES)));
        bk__put(p, "</tr>\n");
    }
    bk__table_close(p);
    bk__note_more(p, n, all);
    bk__figure_close(p);
}

/* ---- map ------------------------------------------------------------------------------------- */

/* Every k-th article, so that a sample keeps the order and the mix of the corpus. */
static int64_t map_step(const bk__page *p, int64_t with_place)
{
    return p->max.points > 0 ? (with_place + p->max.points - 1) / p->max.points : 1;
}

static bool placed(const bk__page *p, int64_t r)
{
    return isfinite(bk__r(p, T_ARTICLES, r, ART_X)) && isfinite(bk__r(p, T_ARTICLES, r, ART_Y));
}

static void map_point(bk__page *p, bk__jw *w, int64_t r)
{
    bk_str title = bk__s(p, T_ARTICLES, r, ART_TITLE), source = bk__s(p, T_ARTICLES, r, ART_SOURCE);
    bk_cell topic = bk__cell(p, T_ARTICLES, r, ART_TOPIC);
    bk__jw_open(w, '{');
    bk__key_real(w, "x", round(bk__r(p, T_ARTICLES, r, ART_X) * 1e4) / 1e4);
    bk__key_real(w, "y", round(bk__r(p, T_ARTICLES, r, ART_Y) * 1e4) / 1e4);
    title.n = title.n < 120 ? title.n : 120; /* a cut character becomes U+FFFD */
    while (title.n > 0 && title.n == 120 && ((unsigned char)title.p[title.n - 1] & 0x80))
        title.n--;
    bk__key_str(w, "title", title.n ? title : bk__ws(p, W_NO_TITLE));
    bk__key_str(w, "source", source.n ? source : bk__ws(p, W_NO_SOURCE));
    bk__key_str(w, "date", bk__day(p, bk__cell(p, T_ARTICLES, r, ART_PUBLISHED)));
    bk__key_str(w, "topic", topic.null ? BK__STR("\xE2\x80\x93") : bk__topic_label(p, topic.i));
    if (p->card_of[r] > 0) {
        bk__key_int(w, "card", p->card_of[r]);
    }
    bk__jw_close(w, '}');
}

void bk__sec_map(bk__page *p)
{
    const char *heads[] = {bk__w(p, W_TITLE_), bk__w(p, W_OUTLET), bk__w(p, W_DATE_),
                           bk__w(p, W_TOPIC), NULL};
    int64_t all = 0, n = 0, step, k = 0;
    bk__jw w;
    bk__section(p, "map", W_SEC_MAP);
    for (int64_t r = 0; r < bk__rows(p, T_ARTICLES); r++)
        all += placed(p, r);
    if (all == 0) {
        nothing(p);
        bk__section_end(p);
        return;
    }
    step = map_step(p, all);
    bk__put(p, "<p class=\"finding\">");
    SAY(p, W_MAP_FINDING, bk__n(p, (all + step - 1) / step), bk__n(p, bk__rows(p, T_ARTICLES)));
    bk__put(p, "</p>\n");
    bk__figure_open(p, &w, "map", W_FIG_MAP);
    bk__jw_key(&w, "table");
    bk__jw_open(&w, '[');
    for (int64_t r = 0; r < bk__rows(p, T_ARTICLES); r++)
        if (placed(p, r) && k++ % step == 0)
            map_point(p, &w, r);
    bk__jw_close(&w, ']');
    bk__figure_table(p, &w);
    bk__table_open(p, bk__w(p, W_FIG_MAP), heads, 9);
    for (int64_t r = 0; r < bk__rows(p, T_ARTICLES) && n < 100; r++) {
        bk_cell topic = bk__cell(p, T_ARTICLES, r, ART_TOPIC);
        if (!placed(p, r))
            continue;
        n++;
        bk__th(p, bk__s(p, T_ARTICLES, r, ART_TITLE));
        bk__td(p, bk__s(p, T_ARTICLES, r, ART_SOURCE));
        bk__td(p, bk__day(p, bk__cell(p, T_ARTICLES, r, ART_PUBLISHED)));
        bk__td(p, topic.null ? BK__STR("") : bk__topic_label(p, topic.i));
        bk__put(p, "</tr>\n");
    }
    bk__table_close(p);
    bk__note_more(p, n, all);
    bk__figure_close(p);
    bk__section_end(p);
}

/* ---- key words ------------------------------------------------------------------------------- */

static bk_str key_group(bk__page *p, int64_t r)
{
    bk_str id = bk__s(p, T_KEYNESS, r, KEY_ID);
    return bk__is(p, T_KEYNESS, r, KEY_SCOPE, "month") ? bk__period(p, id)
           : id.n                                      ? id
                                                       : bk__ws(p, W_NO_SOURCE);
}

/* Ten words of each of the first groups. */
static int64_t key_rows(bk__page *p, int64_t rows[GROUPS_SHOWN * 10])
{
    int64_t n = 0, groups = 0;
    bk_str last = {NULL, 0};
    for (int64_t r = 0; r < bk__rows(p, T_KEYNESS) && n < GROUPS_SHOWN * 10; r++) {
        bk_str id = bk__s(p, T_KEYNESS, r, KEY_ID);
        if (bk__i(p, T_KEYNESS, r, KEY_RANK) > 10 || bk__r(p, T_KEYNESS, r, KEY_LOG_RATIO) < 0)
            continue;
        if (!last.p || !bk__str_eq(last, id)) {
            if (groups++ >= GROUPS_SHOWN)
                break;
            last = id;
        }
        rows[n++] = r;
    }
    return n;
}

/* Returns the row that it names. */
static int64_t key_finding(bk__page *p, const int64_t *rows, int64_t n)
{
    int64_t best = rows[0];
    double pv;
    for (int64_t i = 1; i < n; i++)
        if (bk__r(p, T_KEYNESS, rows[i], KEY_G2) > bk__r(p, T_KEYNESS, best, KEY_G2))
            best = rows[i];
    pv = bk__r(p, T_KEYNESS, best, KEY_P);
    bk__put(p, "<p class=\"finding\">");
    SAY(p, W_KEY_FINDING, key_group(p, best), bk__s(p, T_KEYNESS, best, KEY_TERM),
        bk__x(p, exp2(bk__r(p, T_KEYNESS, best, KEY_LOG_RATIO)), 1, false),
        bk__x(p, bk__r(p, T_KEYNESS, best, KEY_G2), 1, false),
        pv < 0.001 ? (p->lang == 0 ? BK__STR("< 0,001") : BK__STR("< 0.001"))
                   : bk__x(p, pv, 3, false),
        bk__x(p, bk__r(p, T_KEYNESS, best, KEY_COUNT), 0, false));
    bk__putf(p, "</p>\n<p class=\"note\">%s</p>\n", bk__w(p, W_KEY_NOTE));
    return best;
}

void bk__sec_keyness(bk__page *p)
{
    const char *heads[] = {bk__w(p, W_GROUP),
                           bk__w(p, W_WORD),
                           bk__w(p, W_COUNT_),
                           bk__w(p, W_REFERENCE),
                           "G\xC2\xB2",
                           bk__w(p, W_LOG_RATIO),
                           bk__w(p, W_SPREAD),
                           "p",
                           NULL};
    int64_t rows[GROUPS_SHOWN * 10], n = key_rows(p, rows), named;
    bk__jw w;
    bk__section(p, "keyness", W_SEC_KEYNESS);
    if (n == 0) {
        nothing(p);
        bk__section_end(p);
        return;
    }
    named = key_finding(p, rows, n);
    bk__figure_open(p, &w, "keyness", W_FIG_KEYNESS);
    bk__key_str(&w, "open", key_group(p, named));
    bk__jw_key(&w, "table");
    bk__jw_open(&w, '[');
    for (int64_t i = 0; i < n; i++) {
        bk__jw_open(&w, '{');
        bk__key_str(&w, "group", key_group(p, rows[i]));
        bk__key_str(&w, "term", bk__s(p, T_KEYNESS, rows[i], KEY_TERM));
        bk__key_real(&w, "g2", bk__r(p, T_KEYNESS, rows[i], KEY_G2));
        bk__key_real(&w, "log_ratio", bk__r(p, T_KEYNESS, rows[i], KEY_LOG_RATIO));
        bk__key_real(&w, "count", bk__r(p, T_KEYNESS, rows[i], KEY_COUNT));
        bk__key_real(&w, "reference", bk__r(p, T_KEYNESS, rows[i], KEY_REFERENCE));
        bk__jw_close(&w, '}');
    }
    bk__jw_close(&w, ']');
    bk__figure_table(p, &w);
    bk__table_open(p, bk__w(p, W_FIG_KEYNESS), heads, 2);
    for (int64_t i = 0; i < n; i++) {
        int64_t r = rows[i];
        bk__th(p, key_group(p, r));
        bk__td(p, bk__s(p, T_KEYNESS, r, KEY_TERM));
        bk__td_num(p, bk__x(p, bk__r(p, T_KEYNESS, r, KEY_COUNT), 0, false));
        bk__td_num(p, bk__x(p, bk__r(p, T_KEYNESS, r, KEY_REFERENCE), 0, false));
        bk__td_num(p, bk__x(p, bk__r(p, T_KEYNESS, r, KEY_G2), 1, false));
        bk__td_num(p, bk__x(p, bk__r(p, T_KEYNESS, r, KEY_LOG_RATIO), 2, true));
        bk__td_num(p, bk__x(p, bk__r(p, T_KEYNESS, r, KEY_DISPERSION), 2, false));
        bk__td_num(p, bk__x(p, bk__r(p, T_KEYNESS, r, KEY_P), 3, false));
        bk__put(p, "</tr>\n");
    }
    bk__table_close(p);
    bk__figure_close(p);
    bk__section_end(p);
}
