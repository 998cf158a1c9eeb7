/* sec_claims.c - what differs between outlets and periods, which frame carries which relation, who
 * is the cause and who the remedy; each figure with a sentence or articles behind it. */
#include <math.h>
#include <stdlib.h>

#include "report/page.h"

enum { CONTRASTS_SHOWN = 12, FRAMES_OF_PAIR = 6, PAIRS_SHOWN = 6, FEWEST = 2 };
#define SURE 0.05 /* q */

/* A cell: the value, and its range below it. */
static void range_cell(bk__page *p, bk_str value, bk_str low, bk_str high)
{
    bk__put(p, "<td class=\"num\">");
    bk__esc(p, value);
    bk__put(p, "<br><span class=\"by\">");
    bk__esc(p, low);
    bk__put(p, " … ");
    bk__esc(p, high);
    bk__put(p, "</span></td>");
}

static void share_cell(bk__page *p, double x, double low, double high)
{
    range_cell(p, bk__pct(p, x), bk__pct(p, low), bk__pct(p, high));
}

static void tone_cell(bk__page *p, double x, double low, double high)
{
    range_cell(p, bk__x(p, x, 2, true), bk__x(p, low, 2, true), bk__x(p, high, 2, true));
}

/* ---- contrasts ------------------------------------------------------------------------------- */

static double p_of(const bk__page *p, int64_t r)
{
    return bk__r(p, T_CONTRASTS, r, CON_P);
}

/* Rows of the smallest p, ties by row; how many. */
static int64_t surest(const bk__page *p, int64_t *rows)
{
    int64_t n = 0;
    for (int64_t r = 0; r < bk__rows(p, T_CONTRASTS); r++) {
        int64_t k = n;
        while (k > 0 && p_of(p, rows[k - 1]) > p_of(p, r))
            k--;
        if (k >= CONTRASTS_SHOWN)
            continue;
        n = n < CONTRASTS_SHOWN ? n + 1 : n;
        for (int64_t i = n - 1; i > k; i--)
            rows[i] = rows[i - 1];
        rows[k] = r;
    }
    return n;
}

static void contrast_row(bk__page *p, int64_t r)
{
    bool time = !bk__is(p, T_CONTRASTS, r, CON_SCOPE, "source");
    bk_str a = bk__s(p, T_CONTRASTS, r, CON_A), b = bk__s(p, T_CONTRASTS, r, CON_B);
    bk__th(p, bk__dyad(p, bk__s(p, T_CONTRASTS, r, CON_DYAD)));
    bk__td(p, time ? bk__period(p, a) : a);
    bk__td(p, b.n == 0 ? bk__ws(p, W_ALL_OTHERS) : time ? bk__period(p, b) : b);
    bk__td_num(p, bk__x(p, bk__r(p, T_CONTRASTS, r, CON_TONE_A), 2, true));
    bk__td_num(p, bk__x(p, bk__r(p, T_CONTRASTS, r, CON_TONE_B), 2, true));
    tone_cell(p, bk__r(p, T_CONTRASTS, r, CON_DIFFERENCE), bk__r(p, T_CONTRASTS, r, CON_LOW),
              bk__r(p, T_CONTRASTS, r, CON_HIGH));
    bk__td_num(p, bk__x(p, bk__r(p, T_CONTRASTS, r, CON_Q), 3, false));
    bk__put(p, "<td class=\"num\">");
    bk__esc(p, bk__n(p, bk__i(p, T_CONTRASTS, r, CON_ARTICLES_A)));
    bk__put(p, " / ");
    bk__esc(p, bk__n(p, bk__i(p, T_CONTRASTS, r, CON_ARTICLES_B)));
    bk__put(p, "</td>");
    bk__put(p, "</tr>\n");
}

double bk__contrast_q(const bk__page *p, const char *scope, bk_str dyad, bk_str a, bk_str b)
{
    for (int64_t r = 0; r < bk__rows(p, T_CONTRASTS); r++) {
        bk_str x = bk__s(p, T_CONTRASTS, r, CON_A), y = bk__s(p, T_CONTRASTS, r, CON_B);
        bool same =
            (bk__str_eq(x, a) && bk__str_eq(y, b)) || (bk__str_eq(x, b) && bk__str_eq(y, a));
        if (same && bk__is(p, T_CONTRASTS, r, CON_SCOPE, scope) &&
            bk__str_eq(bk__s(p, T_CONTRASTS, r, CON_DYAD), dyad))
            return bk__r(p, T_CONTRASTS, r, CON_Q);
    }
    return NAN;
}

void bk__put_contrasts(bk__page *p)
{
    const char *heads[] = {bk__w(p, W_PAIR),
                           bk__w(p, W_COMPARED_A),
                           bk__w(p, W_WITH),
                           bk__w(p, W_TONE),
                           bk__w(p, W_TONE_OTHER),
                           bk__w(p, W_DIFFERENCE),
                           "q",
                           bk__w(p, W_ARTICLES),
                           NULL};
    int64_t rows[CONTRASTS_SHOWN], n = surest(p, rows), sure = 0, all = bk__rows(p, T_CONTRASTS);
    if (n == 0)
        return;
    for (int64_t r = 0; r < all; r++)
        sure += bk__r(p, T_CONTRASTS, r, CON_Q) < SURE;
    FINDING(p, W_CONTRASTS_FINDING, bk__n(p, all), bk__n(p, sure));
    bk__table_open(p, bk__w(p, W_CONTRASTS), heads, 3);
    for (int64_t i = 0; i < n; i++)
        contrast_row(p, rows[i]);
    bk__table_close(p);
    bk__note_more(p, n, all);
    bk__putf(p, "<p class=\"note\">%s</p>\n", bk__w(p, W_CONTRASTS_NOTE));
}

/* ---- examples -------------------------------------------------------------------------------- */

/* A row over all columns: the sentence, and the article that it comes from. */
static void example_row(bk__page *p, int columns, bk_str text, bk_str id)
{
    int64_t article = bk__article(p, id);
    bk__putf(p, "</tr>\n<tr><td colspan=\"%d\" class=\"example\"><div>", columns);
    if (text.n > 0 &&
        !(article >= 0 && bk__str_eq(text, bk__s(p, T_ARTICLES, article, ART_TITLE)))) {
        bk__esc_short(p, text, 300);
        bk__put(p, "<br>");
    }
    bk__article_link(p, id);
    bk__put(p, "</div></td></tr>\n");
}

/* ---- frames by dyad -------------------------------------------------------------------------- */

static void frame_row(bk__page *p, int64_t r)
{
    bk__th(p, bk__frame(p, bk__s(p, T_DYAD_FRAMES, r, DYF_FRAME)));
    share_cell(p, bk__r(p, T_DYAD_FRAMES, r, DYF_SHARE), bk__r(p, T_DYAD_FRAMES, r, DYF_SHARE_LOW),
               bk__r(p, T_DYAD_FRAMES, r, DYF_SHARE_HIGH));
    tone_cell(p, bk__r(p, T_DYAD_FRAMES, r, DYF_TONE), bk__r(p, T_DYAD_FRAMES, r, DYF_LOW),
              bk__r(p, T_DYAD_FRAMES, r, DYF_HIGH));
    bk__td_num(p, bk__n(p, bk__i(p, T_DYAD_FRAMES, r, DYF_ARTICLES)));
    example_row(p, 4, bk__s(p, T_DYAD_FRAMES, r, DYF_EXAMPLE), bk__s(p, T_DYAD_FRAMES, r, DYF_ID));
}

/* The dyad's frames of the largest shares, in FEWEST articles or more. */
static void frames_of(bk__page *p, bk_str dyad)
{
    int64_t last = -1;
    for (int k = 0; k < FRAMES_OF_PAIR; k++) {
        int64_t best = -1;
        for (int64_t r = 0; r < bk__rows(p, T_DYAD_FRAMES); r++) {
            double x = bk__r(p, T_DYAD_FRAMES, r, DYF_SHARE);
            double before = last < 0 ? 2 : bk__r(p, T_DYAD_FRAMES, last, DYF_SHARE);
            bool fits = x < before || (x == before && r > last);
            if (fits && bk__str_eq(bk__s(p, T_DYAD_FRAMES, r, DYF_DYAD), dyad) &&
                bk__i(p, T_DYAD_FRAMES, r, DYF_ARTICLES) >= FEWEST &&
                (best < 0 || x > bk__r(p, T_DYAD_FRAMES, best, DYF_SHARE)))
                best = r;
        }
        if (best < 0)
            return;
        frame_row(p, best);
        last = best;
    }
}

void bk__put_dyad_frames(bk__page *p)
{
    const char *heads[] = {bk__w(p, W_FRAME), bk__w(p, W_SHARE), bk__w(p, W_TONE),
                           bk__w(p, W_ARTICLES), NULL};
    int64_t dyads[BK__PAIRS], n = bk__pairs(p, dyads);
    if (bk__rows(p, T_DYAD_FRAMES) == 0)
        return;
    for (int64_t d = 0; d < n && d < PAIRS_SHOWN; d++) {
        bk_str dyad = bk__s(p, T_DYADS, dyads[d], DYA_DYAD);
        bk__put(p, "<h4>");
        bk__esc(p, bk__dyad(p, dyad));
        bk__put(p, "</h4>\n");
        bk__table_open(p, bk__w(p, W_DYAD_FRAMES), heads, 1);
        frames_of(p, dyad);
        bk__table_close(p);
    }
    bk__putf(p, "<p class=\"note\">%s</p>\n", bk__w(p, W_DYAD_FRAMES_NOTE));
}

/* ---- cause and remedy ------------------------------------------------------------------------ */

static bk_str role_name(const bk__page *p, bk_str role)
{
    static const struct {
        const char *role;
        bk__word w;
    } of[] = {{"charged", W_ROLE_CHARGED},
              {"acts", W_ROLE_ACTS},
              {"asked", W_ROLE_ASKED},
              {"offers", W_ROLE_OFFERS}};
    for (size_t i = 0; i < sizeof of / sizeof *of; i++)
        if (bk__str_eq(role, bk__str(of[i].role)))
            return bk__ws(p, of[i].w);
    return role;
}

void bk__put_functions(bk__page *p)
{
    const char *heads[] = {bk__w(p, W_POWER_), bk__w(p, W_ROLE), bk__w(p, W_SHARE),
                           bk__w(p, W_ARTICLES), NULL};
    int64_t n = 0, all = 0;
    if (bk__rows(p, T_FUNCTIONS) == 0)
        return;
    bk__table_open(p, bk__w(p, W_FUNCTIONS), heads, 2);
    for (int64_t r = 0; r < bk__rows(p, T_FUNCTIONS); r++) {
        bool cause = bk__is(p, T_FUNCTIONS, r, FUN_FUNCTION, "cause");
        if (!bk__is(p, T_FUNCTIONS, r, FUN_VOICE, "all") ||
            bk__is(p, T_FUNCTIONS, r, FUN_ROLE, "all") || all++ >= p->max.pairs)
            continue;
        n++;
        bk__th(p, bk__power(p, bk__s(p, T_FUNCTIONS, r, FUN_POWER)));
        bk__putf(p, "<td>%s: ", bk__w(p, cause ? W_CAUSE : W_REMEDY));
        bk__esc(p, role_name(p, bk__s(p, T_FUNCTIONS, r, FUN_ROLE)));
        bk__put(p, "</td>");
        share_cell(p, bk__r(p, T_FUNCTIONS, r, FUN_SHARE), bk__r(p, T_FUNCTIONS, r, FUN_LOW),
                   bk__r(p, T_FUNCTIONS, r, FUN_HIGH));
        bk__td_num(p, bk__n(p, bk__i(p, T_FUNCTIONS, r, FUN_ARTICLES)));
        example_row(p, 4, bk__s(p, T_FUNCTIONS, r, FUN_EXAMPLE), bk__s(p, T_FUNCTIONS, r, FUN_ID));
    }
    bk__table_close(p);
    bk__note_more(p, n, all);
    bk__putf(p, "<p class=\"note\">%s</p>\n", bk__w(p, W_FUNCTIONS_NOTE));
}
