/* fill_tone.c - tables dyads and triad: tone over all, by outlet, month, quarter, year, article;
 * balance.
 *
 * Intervals come from bk_tone_fit. In a single article the tone is the mean polarity of its
 * relations, without interval. */
#include <math.h>

#include "study/study.h"

static bk_cell word(const char *z)
{
    return BK_CELL_STR(bk__str(z));
}

static bk_cell voice_cell(const bk_study *s, int voice)
{
    return word(voice >= 0                   ? bk_triad_code(s->triad, voice)
                : voice == BK_VOICE_ALL      ? "all"
                : voice == BK_VOICE_NARRATOR ? "narrator"
                                             : "other");
}

static bk_status add(bk_study *s, const char *scope, bk_str id, const bk_tone_row *r)
{
    bk_cell row[DYA_N] = {[DYA_SCOPE] = word(scope),
                          [DYA_ID] = BK_CELL_STR(id),
                          [DYA_DYAD] = word(bk_triad_dyad_code(s->triad, r->dyad)),
                          [DYA_VOICE] = voice_cell(s, r->voice),
                          [DYA_TONE] = BK_CELL_REAL(r->tone),
                          [DYA_LOW] = BK_CELL_REAL(r->low),
                          [DYA_HIGH] = BK_CELL_REAL(r->high),
                          [DYA_N_RELATIONS] = BK_CELL_INT(r->n),
                          [DYA_ARTICLES] = BK_CELL_INT(r->articles)};
    return bk__study_add(s, T_DYADS, row);
}

/* Rows of the whole corpus, or of the groups, in the order of the fit. */
static bk_status add_rows(bk_study *s, const bk_tone *t, const bk__groups *g)
{
    int64_t n;
    const bk_tone_row *rows = bk_tone_rows(t, &n);
    bk_status st = BK_OK;
    for (int64_t i = 0; i < n && st == BK_OK; i++) {
        if (!g && rows[i].group < 0)
            st = add(s, "all", BK__STR(""), &rows[i]);
        else if (g && rows[i].group >= 0 && rows[i].group < g->n)
            st = add(s, g->scope, g->id[rows[i].group], &rows[i]);
    }
    return st;
}

static bk_status add_balance(bk_study *s, const bk_tone *t)
{
    int64_t n;
    const bk_balance *b = bk_tone_balance(t, &n);
    bk_status st = BK_OK;
    for (int64_t i = 0; i < n && st == BK_OK; i++) {
        bk_cell row[TRI_N] = {[TRI_A] = word(bk_triad_code(s->triad, b[i].a)),
                              [TRI_B] = word(bk_triad_code(s->triad, b[i].b)),
                              [TRI_C] = word(bk_triad_code(s->triad, b[i].c)),
                              [TRI_PRODUCT] = BK_CELL_REAL(b[i].product),
                              [TRI_P_BALANCED] = BK_CELL_REAL(b[i].p_balanced),
                              [TRI_P_AB] = BK_CELL_REAL(b[i].p_positive[0]),
                              [TRI_P_AC] = BK_CELL_REAL(b[i].p_positive[1]),
                              [TRI_P_BC] = BK_CELL_REAL(b[i].p_positive[2])};
        st = bk__study_add(s, T_TRIAD, row);
    }
    return st;
}

/* ---- single articles ------------------------------------------------------------------- */

/* Rows of obs[from, to), which are one article's: by dyad, then all, narrator, powers, other. */
static bk_status article_rows(bk_study *s, const bk_tone_obs *obs, size_t from, size_t to)
{
    int P = bk_triad_powers(s->triad), dyads = bk_triad_dyads(s->triad);
    bk_str id = bk__study_id(s, obs[from].article);
    bk_status st = BK_OK;
    for (int d = 0; d < dyads && st == BK_OK; d++)
        for (int k = 0; k < P + 3 && st == BK_OK; k++) {
            int voice = k == 0       ? BK_VOICE_ALL
                        : k == 1     ? BK_VOICE_NARRATOR
                        : k == P + 2 ? BK_VOICE_OTHER
                                     : k - 2;
            bk_tone_row r = {0, (int16_t)d, (int16_t)voice, 0, NAN, NAN, 0, 1};
            for (size_t i = from; i < to; i++)
                if (obs[i].dyad == d && (voice == BK_VOICE_ALL || obs[i].voice == voice)) {
                    r.n++;
                    r.tone += obs[i].polarity;
                }
            if (r.n > 0) {
                r.tone /= r.n;
                st = add(s, "article", id, &r);
            }
        }
    return st;
}

static bk_status by_article(bk_study *s)
{
    bk_status st = BK_OK;
    size_t to;
    for (size_t from = 0; from < s->n_obs && st == BK_OK; from = to) {
        for (to = from + 1; to < s->n_obs && s->obs[to].article == s->obs[from].article;)
            to++;
        st = article_rows(s, s->obs, from, to);
    }
    return st;
}

static bk_status fit(bk_study *s, bk_tone **out, const bk__groups *g)
{
    bool grouped = g && g->n > 0;
    return bk_tone_fit(s->ctx, out, s->triad, s->obs, (int64_t)s->n_obs, s->D,
                       grouped ? g->of : NULL, grouped ? g->n : 0, &s->opts.tone);
}

bk_status bk__fill_tone(bk_study *s)
{
    enum { WAYS = 4 };
    const bk__groups *by[WAYS] = {&s->source, &s->month, &s->quarter, &s->year};
    bk_tone *tone[WAYS] = {NULL};
    bk_status st;
    BK__TRY(st, bk__study_fresh(s, T_DYADS), done);
    BK__TRY(st, bk__study_fresh(s, T_TRIAD), done);
    for (size_t i = 0; i < WAYS; i++) {
        bk__progress(s->ctx, "tone", i, WAYS);
        BK__TRY(st, fit(s, &tone[i], by[i]), done);
    }
    bk__progress(s->ctx, "tone", WAYS, WAYS);
    BK__TRY(st, add_rows(s, tone[0], NULL), done);
    for (size_t i = 0; i < WAYS; i++)
        BK__TRY(st, add_rows(s, tone[i], by[i]), done);
    BK__TRY(st, by_article(s), done);
    BK__TRY(st, add_balance(s, tone[0]), done);
    BK__TRY(st, bk__fill_contrasts(s), done);
    BK__TRY(st, bk__fill_functions(s), done);
done:
    for (size_t i = 0; i < WAYS; i++)
        bk_tone_free(tone[i]);
    return st;
}
