/* fill_topic_tone.c - table topic_tone: how each topic frames the relation of two powers.
 *
 * An article counts for its strongest topic. Filled when it is asked for, from what the stages of
 * topics and relations left. */
#include "study/study.h"

static bk_status add(bk_study *s, const bk_tone_row *r)
{
    bk_cell row[TTO_N] = {[TTO_TOPIC] = BK_CELL_INT(r->group),
                          [TTO_DYAD] = BK_CELL_STR(bk__str(bk_triad_dyad_code(s->triad, r->dyad))),
                          [TTO_TONE] = BK_CELL_REAL(r->tone),
                          [TTO_LOW] = BK_CELL_REAL(r->low),
                          [TTO_HIGH] = BK_CELL_REAL(r->high),
                          [TTO_N_RELATIONS] = BK_CELL_INT(r->n),
                          [TTO_ARTICLES] = BK_CELL_INT(r->articles)};
    return bk__study_add(s, T_TOPIC_TONE, row);
}

bk_status bk__fill_topic_tone(bk_study *s)
{
    bk_tone *tone = NULL;
    int64_t n;
    bk_status st = bk__study_fresh(s, T_TOPIC_TONE);
    if (st != BK_OK || s->topics == 0)
        return st;
    st = bk_tone_fit(s->ctx, &tone, s->triad, s->obs, (int64_t)s->n_obs, s->D, s->topic, s->topics,
                     &s->opts.tone);
    const bk_tone_row *rows = st == BK_OK ? bk_tone_rows(tone, &n) : NULL;
    for (int64_t i = 0; rows && i < n && st == BK_OK; i++)
        if (rows[i].group >= 0 && rows[i].voice == BK_VOICE_ALL && rows[i].n > 0)
            st = add(s, &rows[i]);
    bk_tone_free(tone);
    return st;
}
