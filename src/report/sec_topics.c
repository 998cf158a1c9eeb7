/* sec_topics.c - the section on topics: what they are, how sure, how many, where articles stand. */
#include <math.h>
#include <stdlib.h>

#include "report/page.h"

enum { TOPIC_ROWS = 60, CHOICES = 100, EXAMPLES = 40 };

/* The figures tell topics apart by their labels: of two with the same one the later is called by
 * its number.
 */
bk_str bk__topic_label(bk__page *p, int64_t topic)
{
    int64_t n = bk__rows(p, T_TOPICS), at = 0;
    n = n < 1000 ? n : 1000;
    while (at < n && bk__i(p, T_TOPICS, at, TOP_TOPIC) != topic)
        at++;
    if (at == n)
        return bk__n(p, topic);
    bk_str label = bk__s(p, T_TOPICS, at, TOP_LABEL);
    for (int64_t r = 0; r < at; r++)
        if (bk__str_eq(label, bk__s(p, T_TOPICS, r, TOP_LABEL)))
            return bk__n(p, topic);
    return label;
}

static void td_recovery(bk__page *p, int64_t r)
{
    bk__put(p, "<td class=\"num\">");
    bk__esc(p, bk__x(p, bk__r(p, T_TOPICS, r, TOP_RECOVERY), 2, false));
    if (bk__i(p, T_TOPICS, r, TOP_UNSTABLE) == 1)
        bk__putf(p, " <span class=\"warn\">%s</span>", bk__w(p, W_UNSTABLE));
    bk__put(p, "</td>");
}

static void topic_table(bk__page *p)
{
    const char *heads[] = {bk__w(p, W_NUMBER),    bk__w(p, W_TOPIC),    bk__w(p, W_TERMS),
                           bk__w(p, W_SHARE),     bk__w(p, W_RANGE_95), bk__w(p, W_ARTICLES),
                           bk__w(p, W_COHERENCE), bk__w(p, W_RECOVERY), NULL};
    int64_t n = bk__rows(p, T_TOPICS);
    bk__table_open(p, bk__w(p, W_TOPIC_TABLE), heads, 3);
    for (int64_t r = 0; r < n && r < TOPIC_ROWS; r++) {
        bk__put(p, "<tr><td>");
        bk__esc(p, bk__n(p, bk__i(p, T_TOPICS, r, TOP_TOPIC)));
        bk__put(p, "</td><th scope=\"row\">");
        bk__esc_short(p, bk__s(p, T_TOPICS, r, TOP_LABEL), 200);
        bk__put(p, "</th>");
        bk__td(p, bk__s(p, T_TOPICS, r, TOP_TERMS));
        bk__td_num(p, bk__pct(p, bk__r(p, T_TOPICS, r, TOP_SHARE)));
        bk__td_range(p, bk__r(p, T_TOPICS, r, TOP_LOW), bk__r(p, T_TOPICS, r, TOP_HIGH));
        bk__td_num(p, bk__n(p, bk__i(p, T_TOPICS, r, TOP_ARTICLES)));
        bk__td_num(p, bk__x(p, bk__r(p, T_TOPICS, r, TOP_NPMI), 2, true));
        td_recovery(p, r);
        bk__put(p, "</tr>\n");
    }
    bk__table_close(p);
    bk__note_more(p, n < TOPIC_ROWS ? n : TOPIC_ROWS, n);
}

/* ---- sentences about them -------------------------------------------------------------------- */

static void say_topics(bk__page *p)
{
    int64_t n = bk__rows(p, T_TOPICS), clear = 0, vague = 0;
    for (int64_t r = 1; r < n; r++) {
        double npmi = bk__r(p, T_TOPICS, r, TOP_NPMI);
        if (npmi > bk__r(p, T_TOPICS, clear, TOP_NPMI))
            clear = r;
        if (npmi < bk__r(p, T_TOPICS, vague, TOP_NPMI))
            vague = r;
    }
    FINDING(p, W_TOPIC_FINDING, bk__n(p, n), bk__s(p, T_TOPICS, 0, TOP_LABEL),
            bk__pct(p, bk__r(p, T_TOPICS, 0, TOP_SHARE)), bk__s(p, T_TOPICS, clear, TOP_LABEL),
            bk__s(p, T_TOPICS, vague, TOP_LABEL),
            bk__x(p, bk__r(p, T_TOPICS, clear, TOP_NPMI), 2, true),
            bk__x(p, bk__r(p, T_TOPICS, vague, TOP_NPMI), 2, true));
}

static void say_stability(bk__page *p)
{
    int64_t n = bk__rows(p, T_TOPICS), unstable = 0;
    double least = INFINITY;
    for (int64_t r = 0; r < n; r++) {
        unstable += bk__i(p, T_TOPICS, r, TOP_UNSTABLE) == 1;
        least = fmin(least, bk__r(p, T_TOPICS, r, TOP_RECOVERY));
    }
    if (!isfinite(least))
        return;
    bk__put(p, "<p>");
    if (unstable > 0)
        SAY(p, W_TOPIC_UNSURE, bk__n(p, unstable));
    else
        SAY(p, W_TOPIC_SURE, bk__x(p, least, 2, false));
    bk__put(p, "</p>\n");
}

static void say_places(bk__page *p)
{
    static const char *const why[3] = {"no-known-words", "too-short", "background"};
    int64_t n = bk__rows(p, T_TOPIC_PLACES), clear = 0, mixed = 0, out[3] = {0};
    for (int64_t r = 0; r < n; r++) {
        clear += bk__is(p, T_TOPIC_PLACES, r, TPL_MARK, "clear");
        mixed += bk__is(p, T_TOPIC_PLACES, r, TPL_MARK, "mixed");
        for (int k = 0; k < 3; k++)
            out[k] += bk__is(p, T_TOPIC_PLACES, r, TPL_WHY, why[k]);
    }
    if (n == 0)
        return;
    bk__put(p, "<p>");
    SAY(p, W_TOPIC_PLACES, bk__n(p, n), bk__n(p, clear), bk__n(p, mixed),
        bk__n(p, out[0] + out[1] + out[2]), bk__n(p, out[0]), bk__n(p, out[1]), bk__n(p, out[2]));
    bk__put(p, "</p>\n");
}

/* ---- how many? ------------------------------------------------------------------------------- */

static void say_choice(bk__page *p, int64_t n)
{
    int64_t fit = 0, npmi = 0, own = 0, still = 0, taken = -1;
    for (int64_t r = 0; r < n; r++) {
        double x = bk__r(p, T_TOPIC_CHOICE, r, TCH_PERPLEXITY);
        fit = x < bk__r(p, T_TOPIC_CHOICE, fit, TCH_PERPLEXITY) ? r : fit;
        x = bk__r(p, T_TOPIC_CHOICE, r, TCH_NPMI);
        npmi = x > bk__r(p, T_TOPIC_CHOICE, npmi, TCH_NPMI) ? r : npmi;
        x = bk__r(p, T_TOPIC_CHOICE, r, TCH_EXCLUSIVITY);
        own = x > bk__r(p, T_TOPIC_CHOICE, own, TCH_EXCLUSIVITY) ? r : own;
        x = bk__r(p, T_TOPIC_CHOICE, r, TCH_STABILITY);
        still = x > bk__r(p, T_TOPIC_CHOICE, still, TCH_STABILITY) ? r : still;
        taken = bk__i(p, T_TOPIC_CHOICE, r, TCH_TAKEN) == 1 ? r : taken;
    }
    if (taken < 0)
        return;
    double most =
        bk__r(p, T_TOPIC_CHOICE, fit, TCH_PERPLEXITY) + 2 * bk__r(p, T_TOPIC_CHOICE, fit, TCH_SE);
    bool knee = bk__r(p, T_TOPIC_CHOICE, taken, TCH_PERPLEXITY) > most;
    bk__put(p, "<p>");
    SAY(p, W_TOPIC_CHOICE_SAID, bk__n(p, bk__i(p, T_TOPIC_CHOICE, taken, TCH_TOPICS)),
        bk__ws(p, knee ? W_TOPIC_CHOICE_KNEE : W_TOPIC_CHOICE_LOWEST),
        bk__n(p, bk__i(p, T_TOPIC_CHOICE, fit, TCH_TOPICS)),
        bk__n(p, bk__i(p, T_TOPIC_CHOICE, npmi, TCH_TOPICS)),
        bk__n(p, bk__i(p, T_TOPIC_CHOICE, own, TCH_TOPICS)),
        bk__n(p, bk__i(p, T_TOPIC_CHOICE, still, TCH_TOPICS)));
    bk__put(p, "</p>\n");
}

static void put_choice(bk__page *p)
{
    const char *heads[] = {bk__w(p, W_SEC_TOPICS),
                           bk__w(p, W_PERPLEXITY),
                           bk__w(p, W_COHERENCE),
                           bk__w(p, W_EXCLUSIVITY),
                           bk__w(p, W_STABILITY),
                           bk__w(p, W_TAKEN),
                           NULL};
    int64_t n = bk__rows(p, T_TOPIC_CHOICE);
    if (n == 0)
        return;
    say_choice(p, n);
    bk__table_open(p, bk__w(p, W_TOPIC_CHOICE), heads, 1);
    for (int64_t r = 0; r < n && r < CHOICES; r++) {
        bk__th(p, bk__n(p, bk__i(p, T_TOPIC_CHOICE, r, TCH_TOPICS)));
        bk__put(p, "<td class=\"num\">");
        bk__esc(p, bk__x(p, bk__r(p, T_TOPIC_CHOICE, r, TCH_PERPLEXITY), 0, false));
        bk__put(p, " \xC2\xB1 ");
        bk__esc(p, bk__x(p, bk__r(p, T_TOPIC_CHOICE, r, TCH_SE), 0, false));
        bk__put(p, "</td>");
        bk__td_num(p, bk__x(p, bk__r(p, T_TOPIC_CHOICE, r, TCH_NPMI), 2, true));
        bk__td_num(p, bk__x(p, bk__r(p, T_TOPIC_CHOICE, r, TCH_EXCLUSIVITY), 2, false));
        bk__td_num(p, bk__x(p, bk__r(p, T_TOPIC_CHOICE, r, TCH_STABILITY), 2, false));
        bk__td_num(p, bk__i(p, T_TOPIC_CHOICE, r, TCH_TAKEN) == 1 ? BK__STR("\xE2\x97\x8F")
                                                                  : BK__STR(""));
        bk__put(p, "</tr>\n");
    }
    bk__table_close(p);
}

/* ---- examples: from a topic to its articles and sentences ------------------------------------ */

/* Rows of the topic's kind, in order, from *r on: rows of a topic stand together. */
static void put_kind(bk__page *p, int64_t from, int64_t to, const char *kind)
{
    bool list = kind[0] == 'a';
    if (list)
        bk__put(p, "<ul>");
    for (int64_t r = from; r < to; r++) {
        if (!bk__is(p, T_TOPIC_EXAMPLES, r, TEX_KIND, kind))
            continue;
        bk__put(p, list ? "<li>" : "<blockquote>");
        if (!list) {
            bk__esc_short(p, bk__s(p, T_TOPIC_EXAMPLES, r, TEX_TEXT), 600);
            bk__put(p, "<br><span class=\"by\">");
        }
        bk__article_link(p, bk__s(p, T_TOPIC_EXAMPLES, r, TEX_ID));
        if (list) {
            bk__put(p, " <span class=\"by\">(");
            bk__esc(p, bk__pct(p, bk__r(p, T_TOPIC_EXAMPLES, r, TEX_SHARE)));
            bk__put(p, ")</span></li>\n");
        } else {
            bk__put(p, "</span></blockquote>\n");
        }
    }
    if (list)
        bk__put(p, "</ul>\n");
}

static void put_examples(bk__page *p)
{
    int64_t n = bk__rows(p, T_TOPIC_EXAMPLES), to;
    if (n == 0)
        return;
    bk__putf(p, "<h3>%s</h3>\n<div class=\"topics\">", bk__w(p, W_TOPIC_EXAMPLES));
    for (int64_t from = 0, k = 0; from < n && k < EXAMPLES; from = to, k++) {
        int64_t topic = bk__i(p, T_TOPIC_EXAMPLES, from, TEX_TOPIC);
        for (to = from; to < n && bk__i(p, T_TOPIC_EXAMPLES, to, TEX_TOPIC) == topic;)
            to++;
        bk__putf(p, "<details id=\"topic-%lld\"><summary>", (long long)topic);
        bk__esc(p, bk__n(p, topic));
        bk__put(p, ". ");
        bk__esc_short(p, bk__topic_label(p, topic), 200);
        bk__put(p, "</summary><div>");
        put_kind(p, from, to, "article");
        if (!p->no_text)
            put_kind(p, from, to, "sentence");
        bk__put(p, "</div></details>\n");
    }
    bk__put(p, "</div>\n");
}

static bool has_examples(const bk__page *p, int64_t topic)
{
    for (int64_t r = 0; r < bk__rows(p, T_TOPIC_EXAMPLES) && topic < EXAMPLES; r++)
        if (bk__i(p, T_TOPIC_EXAMPLES, r, TEX_TOPIC) == topic)
            return true;
    return false;
}

void bk__topic_link(bk__page *p, int64_t topic)
{
    bool link = has_examples(p, topic);
    if (link)
        bk__putf(p, "<a href=\"#topic-%lld\">", (long long)topic);
    bk__esc_short(p, bk__topic_label(p, topic), 200);
    if (link)
        bk__put(p, "</a>");
}

void bk__th_topic(bk__page *p, int64_t topic)
{
    bk__put(p, "<tr><th scope=\"row\">");
    bk__topic_link(p, topic);
    bk__put(p, "</th>");
}

void bk__sec_topics(bk__page *p)
{
    bk__section(p, "topics", W_SEC_TOPICS);
    if (bk__rows(p, T_TOPICS) == 0) {
        bk__putf(p, "<p>%s</p>", bk__w(p, W_NONE_HERE));
    } else {
        say_topics(p);
        say_stability(p);
        say_places(p);
        bk__putf(p, "<p class=\"note\">%s</p>\n", bk__w(p, W_TOPIC_NOTE));
        bk__say_level(p, "theme", "topic-level");
        topic_table(p);
        put_choice(p);
        bk__put_topic_moves(p);
        bk__put_topic_map(p);
        bk__put_topic_terms(p);
        put_examples(p);
        bk__put_topic_time(p);
        bk__put_topic_heat(p);
        bk__put_topic_source(p);
        bk__put_topic_effects(p);
        bk__put_topic_contrast(p);
        bk__put_topic_tone(p);
    }
    bk__section_end(p);
}
