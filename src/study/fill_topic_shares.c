/* fill_topic_shares.c - tables topic_shares, topic_articles, topic_places: how much of each topic
 * there is, over all and by group, and where each article stands. */
#include <math.h>

#include "study/themes.h"

enum { STREAM = 0x74736872 };
static const double LEAST = 0.05; /* share of a topic in an article that is listed */

/* ---- shares of groups ---------------------------------------------------------------------- */

static bk_status add_share(bk__themes *t, const char *scope, bk_str id, int k, const bk_interval *x,
                           int64_t articles)
{
    bk_cell row[TSH_N] = {[TSH_SCOPE] = BK_CELL_STR(bk__str(scope)),
                          [TSH_ID] = BK_CELL_STR(id),
                          [TSH_TOPIC] = BK_CELL_INT(k),
                          [TSH_SHARE] = BK_CELL_REAL(x->value),
                          [TSH_LOW] = BK_CELL_REAL(x->low),
                          [TSH_HIGH] = BK_CELL_REAL(x->high),
                          [TSH_ARTICLES] = BK_CELL_INT(articles)};
    return bk__study_add(t->s, T_TOPIC_SHARES, row);
}

/* Mean shares of each group; g NULL: all articles are one. Articles without terms do not count. */
static bk_status by_group(bk__themes *t, const bk__groups *g, uint64_t stream)
{
    bk_study *s = t->s;
    int32_t n = g ? g->n : 1;
    bk_stat_rows rows = bk__themes_rows(t);
    bk_interval *x = bk__calloc(s->ctx, (size_t)n * (size_t)t->K + 1, sizeof *x);
    int64_t *articles = bk__calloc(s->ctx, (size_t)n + 1, sizeof *articles);
    int32_t *one = g ? NULL : bk__calloc(s->ctx, (size_t)s->D + 1, sizeof *one);
    const int32_t *of = g ? g->of : one;
    bk_status st = x && articles && of ? BK_OK : BK_ENOMEM;
    for (int64_t i = 0; i < s->D && st == BK_OK; i++)
        if (of[i] >= 0 && t->vote[i] > 0)
            articles[of[i]]++;
    if (st == BK_OK)
        st = bk_stat_shares(s->ctx, x, &rows, of, n, s->opts.theme.resamples, s->opts.theme.level,
                            STREAM + stream);
    for (int32_t at = 0; at < n && st == BK_OK; at++)
        for (int k = 0; k < t->K && st == BK_OK && articles[at] > 0; k++)
            st = add_share(t, g ? g->scope : "all", g ? g->id[at] : BK__STR(""), k,
                           &x[(int64_t)at * t->K + t->at[k]], articles[at]);
    for (int k = 0; k < t->K && st == BK_OK && !g; k++)
        t->share[k] = x[t->at[k]];
    bk__free(s->ctx, x);
    bk__free(s->ctx, articles);
    bk__free(s->ctx, one);
    return st;
}

bk_status bk__fill_topic_shares(bk__themes *t)
{
    bk_study *s = t->s;
    enum { WAYS = 5 };
    const bk__groups *g[WAYS] = {NULL, &s->source, &s->month, &s->quarter, &s->year};
    bk_status st = BK_OK;
    for (uint64_t i = 0; i < WAYS && st == BK_OK; i++)
        st = by_group(t, g[i], i);
    for (uint32_t f = 0; f < s->n_fields && st == BK_OK; f++)
        if (!s->field[f].x)
            st = by_group(t, &s->field[f].groups, 16 + f);
    return st;
}

/* ---- articles ------------------------------------------------------------------------------ */

static bk_cell whole(int k)
{
    return k >= 0 ? BK_CELL_INT(k) : BK_CELL_NULL;
}

static bk_status add_place(bk__themes *t, int64_t i)
{
    const bk_place *x = &t->place[t->lead[i]];
    int topic = x->topic < 0 ? -1 : t->number[x->topic];
    int second = x->second < 0 ? -1 : t->number[x->second];
    bk_cell row[TPL_N] = {[TPL_ID] = BK_CELL_STR(bk__study_id(t->s, i)),
                          [TPL_TOPIC] = whole(topic),
                          [TPL_SHARE] = topic < 0 ? BK_CELL_NULL : BK_CELL_REAL(x->share),
                          [TPL_SECOND] = whole(second),
                          [TPL_SECOND_SHARE] =
                              second < 0 ? BK_CELL_NULL : BK_CELL_REAL(x->second_share),
                          [TPL_MARK] = BK_CELL_STR(bk__str(bk_place_mark_name(x->mark))),
                          [TPL_WHY] = BK_CELL_STR(bk__str(x->why)),
                          [TPL_WORDS] = BK_CELL_INT((int64_t)x->words),
                          [TPL_GAIN] = topic < 0 ? BK_CELL_NULL : BK_CELL_REAL(x->gain)};
    return bk__study_add(t->s, T_TOPIC_PLACES, row);
}

bk_status bk__fill_topic_places(bk__themes *t)
{
    bk_study *s = t->s;
    bk_status st = BK_OK;
    for (int64_t i = 0; i < s->D && st == BK_OK; i++) {
        st = add_place(t, i);
        for (int k = 0; k < t->K && st == BK_OK; k++) {
            double share = bk__themes_share(t, i, k);
            bk_cell row[TDO_N] = {[TDO_ID] = BK_CELL_STR(bk__study_id(s, i)),
                                  [TDO_TOPIC] = BK_CELL_INT(k),
                                  [TDO_SHARE] = BK_CELL_REAL(share)};
            if (share >= LEAST)
                st = bk__study_add(s, T_TOPIC_ARTICLES, row);
        }
    }
    return st;
}
