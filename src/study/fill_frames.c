/* fill_frames.c - table frames: share of articles that use each frame, with Wilson's interval.
 *
 * Every article has its vote: a group of repeated articles counts once. */
#include <math.h>

#include "study/study.h"

typedef struct tally {
    double votes, hits, dominant, strength;
    int64_t articles;
} tally;

static bk_status add(bk_study *s, const char *scope, bk_str id, int f, const tally *t)
{
    bool one = strcmp(scope, "article") == 0;
    bk_interval share = bk_stat_share(t->hits, t->votes, s->opts.tone.level);
    bk_cell row[FRA_N] = {
        [FRA_SCOPE] = BK_CELL_STR(bk__str(scope)),
        [FRA_ID] = BK_CELL_STR(id),
        [FRA_FRAME] = BK_CELL_STR(bk__str(bk_frames_code(s->frames, f))),
        [FRA_KIND] = BK_CELL_STR(bk__str(bk_frames_generic(s->frames, f) ? "generic" : "issue")),
        [FRA_SHARE] = BK_CELL_REAL(t->votes > 0 ? t->hits / t->votes : NAN),
        [FRA_LOW] = BK_CELL_REAL(one ? NAN : share.low),
        [FRA_HIGH] = BK_CELL_REAL(one ? NAN : share.high),
        [FRA_SCORE] = BK_CELL_REAL(t->votes > 0 ? t->strength / t->votes : NAN),
        [FRA_ARTICLES] = BK_CELL_INT(t->articles),
        [FRA_DOMINANT] = BK_CELL_REAL(t->votes > 0 ? t->dominant / t->votes : NAN)};
    return bk__study_add(s, T_FRAMES, row);
}

/* A row for each group and frame; g NULL: all articles are one group. */
static bk_status by_group(bk_study *s, const bk__groups *g)
{
    int F = bk_frames_count(s->frames), n = g ? g->n : 1;
    tally *t = bk__calloc(s->ctx, (size_t)n * (size_t)F + 1, sizeof *t);
    bk_status st = t ? BK_OK : BK_ENOMEM;
    for (int64_t i = 0; i < s->D && st == BK_OK; i++) {
        int32_t k = g ? g->of[i] : 0;
        double vote = (double)s->vote[i];
        if (k < 0)
            continue;
        for (int f = 0; f < F; f++) {
            tally *x = &t[(int64_t)k * F + f];
            x->votes += vote;
            x->hits += vote * (s->uses[i * F + f] > 0);
            x->dominant += vote * (s->uses[i * F + f] > 1);
            x->strength += vote * s->strength[i * F + f];
            x->articles++;
        }
    }
    for (int k = 0; k < n && st == BK_OK; k++)
        for (int f = 0; f < F && st == BK_OK; f++)
            st =
                add(s, g ? g->scope : "all", g ? g->id[k] : BK__STR(""), f, &t[(int64_t)k * F + f]);
    bk__free(s->ctx, t);
    return st;
}

/* A row for each frame of which the article holds any indicator. */
static bk_status by_article(bk_study *s)
{
    int F = bk_frames_count(s->frames);
    bk_status st = BK_OK;
    for (int64_t i = 0; i < s->D; i++)
        for (int f = 0; f < F && st == BK_OK; f++) {
            uint8_t u = s->uses[i * F + f];
            tally t = {1, u > 0, u > 1, s->strength[i * F + f], 1};
            if (t.strength > 0 || t.hits > 0)
                st = add(s, "article", bk__study_id(s, i), f, &t);
        }
    return st;
}

bk_status bk__fill_frames(bk_study *s)
{
    bk_status st;
    BK__TRY(st, bk__study_fresh(s, T_FRAMES), done);
    BK__TRY(st, by_group(s, NULL), done);
    BK__TRY(st, by_group(s, &s->source), done);
    BK__TRY(st, by_group(s, &s->month), done);
    BK__TRY(st, by_article(s), done);
done:
    return st;
}
