/* sec_summary.c - the answer first: tones, sides, frames, and what to be careful about. */
#include <math.h>
#include <stdio.h>

#include "report/accuracy.h"
#include "report/page.h"

enum { PAIRS_SHOWN = 6 };

/* A tone between -1 and 1 with its interval, as a line; the numbers stand beside it. */
static void scale(bk__page *p, double tone, double low, double high)
{
    const double left = 6, wide = 128;
    double at = left + (tone + 1) / 2 * wide;
    bk__putf(
        p, "<svg class=\"scale\" viewBox=\"0 0 140 16\" aria-hidden=\"true\"><path class=\"axis\" "
           "d=\"M6 8H134M6 4V12M70 4V12M134 4V12\"/>");
    if (isfinite(low) && isfinite(high))
        bk__putf(p, "<path class=\"range\" d=\"M%.1f 8H%.1f\"/>", left + (low + 1) / 2 * wide,
                 left + (high + 1) / 2 * wide);
    bk__putf(p, "<circle class=\"%s\" cx=\"%.1f\" cy=\"8\" r=\"5\"/></svg>",
             high < 0  ? "neg"
             : low > 0 ? "pos"
                       : "neu",
             at);
}

static void pairs(bk__page *p, const int64_t *rows, int64_t n)
{
    bk__put(p, "<ul class=\"pairs\">\n");
    for (int64_t i = 0; i < n && i < PAIRS_SHOWN; i++) {
        int64_t r = rows[i];
        double tone = bk__tone(p, r), low = bk__r(p, T_DYADS, r, DYA_LOW);
        double high = bk__r(p, T_DYADS, r, DYA_HIGH);
        bk__put(p, "<li><span class=\"who\">");
        bk__esc(p, bk__dyad(p, bk__s(p, T_DYADS, r, DYA_DYAD)));
        bk__put(p, "</span> <span class=\"tone\">");
        bk__esc(p, bk__x(p, tone, 2, true));
        bk__put(p, "</span> ");
        scale(p, tone, low, high);
        bk__putf(p, " <span class=\"means\">%s <span class=\"by\">(",
                 bk__verdict(p, low, high, tone));
        SAY(p, W_N_ARTICLES, bk__n(p, bk__i(p, T_DYADS, r, DYA_ARTICLES)));
        bk__put(p, ")</span></span></li>\n");
    }
    bk__put(p, "</ul>\n");
}

/* ---- what was read --------------------------------------------------------------------------- */

typedef struct coverage {
    int64_t articles, related, undated, outlets, first, last, most;
    bk_str largest; /* outlet with `most` articles */
    bool known;     /* relations were sought */
} coverage;

static bk_status cover(bk__page *p, coverage *c)
{
    bk__map outlets;
    int64_t rows = bk__rows(p, T_ARTICLES);
    int64_t *n = bk__calloc(p->ctx, (size_t)rows + 1, 2 * sizeof *n), *example = n + rows;
    bk_status st = n ? BK_OK : BK_ENOMEM;
    *c = (coverage){.articles = rows, .first = INT64_MAX, .last = INT64_MIN};
    bk__map_init(&outlets, p->ctx);
    for (int64_t r = 0; r < rows && st == BK_OK; r++) {
        uint32_t id;
        bool added;
        bk_cell date = bk__cell(p, T_ARTICLES, r, ART_PUBLISHED);
        bk_cell related = bk__cell(p, T_ARTICLES, r, ART_RELATIONS);
        st = bk__map_put(&outlets, bk__s(p, T_ARTICLES, r, ART_SOURCE), &id, &added);
        if (st != BK_OK)
            break;
        n[id]++;
        if (added)
            example[id] = r;
        c->known = c->known || !related.null;
        c->related += !related.null && related.i > 0;
        c->undated += date.null;
        if (!date.null && date.i < c->first)
            c->first = date.i;
        if (!date.null && date.i > c->last)
            c->last = date.i;
    }
    c->outlets = outlets.n;
    for (uint32_t i = 0; i < outlets.n && st == BK_OK; i++)
        if (n[i] > c->most) {
            c->most = n[i];
            c->largest = bk__s(p, T_ARTICLES, example[i], ART_SOURCE);
        }
    bk__map_clear(&outlets);
    bk__free(p->ctx, n);
    return st;
}

static void read(bk__page *p, const coverage *c)
{
    if (c->first == INT64_MAX)
        FINDING(p, W_SUMMARY_UNDATED, bk__n(p, c->articles), bk__n(p, c->outlets));
    else
        FINDING(p, W_SUMMARY_READ, bk__n(p, c->articles), bk__n(p, c->outlets),
                bk__day(p, BK_CELL_INT(c->first)), bk__day(p, BK_CELL_INT(c->last)));
}

/* ---- what to be careful about ---------------------------------------------------------------- */

#define CAUTION(p, ...)                                                                            \
    do {                                                                                           \
        bk__put(p, "<li>");                                                                        \
        SAY(p, __VA_ARGS__);                                                                       \
        bk__put(p, "</li>\n");                                                                     \
    } while (0)

static void careful(bk__page *p, const coverage *c, const int64_t *rows, int64_t n)
{
    bk__putf(p, "<h3>%s</h3><ul class=\"careful\">\n", bk__w(p, W_CAREFUL));
    if (c->known && c->related < c->articles)
        CAUTION(p, W_CARE_COVER, bk__n(p, c->related), bk__n(p, c->articles));
    for (int64_t i = 0; i < n && i < PAIRS_SHOWN; i++)
        if (bk__i(p, T_DYADS, rows[i], DYA_ARTICLES) < BK__FEW)
            CAUTION(p, W_CARE_FEW, bk__dyad(p, bk__s(p, T_DYADS, rows[i], DYA_DYAD)),
                    bk__n(p, bk__i(p, T_DYADS, rows[i], DYA_ARTICLES)));
    if (bk__rows(p, T_TOPIC_FIT) > 0 &&
        bk__str_eq(bk__s(p, T_TOPIC_FIT, 0, TFI_ENDED), BK__STR("stopped")))
        CAUTION(p, W_CARE_STOPPED, bk__n(p, bk__i(p, T_TOPIC_FIT, 0, TFI_SWEEPS)));
    if (c->undated > 0 && c->undated < c->articles)
        CAUTION(p, W_CARE_UNDATED, bk__n(p, c->undated));
    if (c->outlets > 1 && 2 * c->most > c->articles)
        CAUTION(p, W_CARE_OUTLET, bk__pct(p, (double)c->most / (double)c->articles),
                c->largest.n ? c->largest : bk__ws(p, W_NO_SOURCE));
    if (n > 0)
        CAUTION(p, W_CARE_MACHINE, bk__n(p, BK__SENTENCES), bk__x(p, 100 * BK__PRECISION, 0, false),
                bk__x(p, 100 * BK__RECALL, 0, false), bk__x(p, BK__POLARITY_F1, 2, false));
    bk__putf(p, "<li>%s</li>\n</ul>\n", bk__w(p, W_CARE_WORLD));
}

void bk__sec_summary(bk__page *p)
{
    int64_t rows[BK__PAIRS], n = bk__pairs(p, rows);
    coverage c;
    bk_status st = cover(p, &c);
    if (p->st == BK_OK)
        p->st = st;
    bk__section(p, "summary", W_SEC_SUMMARY);
    read(p, &c);
    if (n > 0) {
        pairs(p, rows, n);
        bk__say_level(p, "tone", "level");
        bk__say_balance(p);
    }
    bk__say_frames(p);
    careful(p, &c, rows, n);
    bk__section_end(p);
}
