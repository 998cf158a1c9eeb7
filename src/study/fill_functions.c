/* fill_functions.c - table functions: who is named as the cause, who as the remedy (Entman 1993).
 *
 * Read off the relations: the target of ACCUSE is charged; who THREATENs, PROTESTs, SANCTIONs,
 * MOBILIZEs, COERCEs or ASSAULTs acts: both are causes. The target of REQUEST is asked; who AGREEs,
 * SUPPORTs, CONCEDEs, COOPERATEs, AIDs or RETREATs offers: both are remedies. In a mutual relation
 * both powers are. The share is that of the articles with a relation of the power (in that voice),
 * by their votes, with Wilson's interval. */
#include <math.h>

#include "study/study.h"

enum { CHARGED, ACTS, CAUSE, ASKED, OFFERS, REMEDY, ROLES };
static const char *const role_name[ROLES] = {"charged", "acts", "all", "asked", "offers", "all"};

typedef struct tally {
    double votes, all; /* articles with the role; with the power */
    int64_t n, articles;
    int64_t best; /* row of relations, an example */
} tally;

typedef struct work {
    bk_study *s;
    int powers, voices; /* all, narrator, the powers, other */
    tally *of;          /* [powers x voices x ROLES] */
    uint32_t *seen;     /* [powers x voices x (ROLES + 1)] the last article counted, from 1 */
} work;

static bool among(bk_str x, const char *list)
{
    bk_str rest = bk__str(list);
    while (rest.n > 0)
        if (bk__str_eq(bk__str_cut(&rest, ' '), x))
            return true;
    return false;
}

/* Of the source (side 0) or the target of a class; ROLES where it has none. */
static int role_of(bk_str plover, int8_t polarity, int side)
{
    if (side == 1)
        return among(plover, "ACCUSE") && polarity < 0 ? CHARGED
               : among(plover, "REQUEST")              ? ASKED
                                                       : ROLES;
    if (polarity < 0 && among(plover, "THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT"))
        return ACTS;
    return polarity > 0 && among(plover, "AGREE SUPPORT CONCEDE COOPERATE AID RETREAT") ? OFFERS
                                                                                        : ROLES;
}

static bk_cell table_cell(const work *w, int64_t r, size_t col)
{
    return bk_table_cell(w->s->table[T_RELATIONS], r, col);
}

/* How well the row serves as an example: surely read, stated, and who does it is named. */
static double weight_of(const work *w, int64_t r)
{
    bool mutual = bk__str_eq(table_cell(w, r, REL_SOURCE).s, BK__STR("mutual"));
    return table_cell(w, r, REL_SCORE).x * table_cell(w, r, REL_CERTAINTY).x * (mutual ? 0.5 : 1);
}

static void count(work *w, int64_t r, int power, int voice, int role)
{
    const bk_tone_obs *o = &w->s->obs[r];
    size_t cell = (size_t)power * (size_t)w->voices + (size_t)voice;
    tally *t = w->of + cell * ROLES;
    uint32_t *seen = w->seen + cell * (ROLES + 1), now = o->article + 1;
    if (seen[ROLES] != now)
        for (int k = 0; k < ROLES; k++)
            t[k].all += (double)o->weight;
    seen[ROLES] = now;
    for (int k = role; k < ROLES; k = k < CAUSE                   ? CAUSE
                                      : k == ASKED || k == OFFERS ? REMEDY
                                                                  : ROLES) {
        if (t[k].n++ == 0 || weight_of(w, r) > weight_of(w, t[k].best))
            t[k].best = r;
        if (seen[k] == now)
            continue;
        seen[k] = now;
        t[k].votes += (double)o->weight;
        t[k].articles++;
    }
}

static void take(work *w, int64_t r)
{
    const bk_study *s = w->s;
    const bk_tone_obs *o = &s->obs[r];
    bk_str plover = table_cell(w, r, REL_CLASS).s, source = table_cell(w, r, REL_SOURCE).s;
    int voice = o->voice == BK_VOICE_NARRATOR ? 1
                : o->voice == BK_VOICE_OTHER  ? w->powers + 2
                                              : o->voice + 2;
    int pair[2];
    bool mutual = bk__str_eq(source, BK__STR("mutual"));
    bk_triad_dyad(s->triad, o->dyad, &pair[0], &pair[1]);
    for (int k = 0; k < 2; k++) {
        bool acts = mutual || bk__str_eq(source, bk__str(bk_triad_code(s->triad, pair[k])));
        int role = acts ? role_of(plover, o->polarity, 0) : ROLES;
        if (role == ROLES && (mutual || !acts))
            role = role_of(plover, o->polarity, 1);
        count(w, r, pair[k], 0, role);
        count(w, r, pair[k], voice, role);
    }
}

static bk_status write_row(const work *w, int power, int voice, int role, const tally *t)
{
    bk_study *s = w->s;
    bk_interval share = bk_stat_share(t->votes, t->all, s->opts.tone.level);
    const char *of = voice == 0               ? "all"
                     : voice == 1             ? "narrator"
                     : voice == w->powers + 2 ? "other"
                                              : bk_triad_code(s->triad, voice - 2);
    bk_cell row[FUN_N] = {[FUN_POWER] = BK_CELL_STR(bk__str(bk_triad_code(s->triad, power))),
                          [FUN_FUNCTION] = BK_CELL_STR(bk__str(role <= CAUSE ? "cause" : "remedy")),
                          [FUN_ROLE] = BK_CELL_STR(bk__str(role_name[role])),
                          [FUN_VOICE] = BK_CELL_STR(bk__str(of)),
                          [FUN_SHARE] = BK_CELL_REAL(share.value),
                          [FUN_LOW] = BK_CELL_REAL(share.low),
                          [FUN_HIGH] = BK_CELL_REAL(share.high),
                          [FUN_N_RELATIONS] = BK_CELL_INT(t->n),
                          [FUN_ARTICLES] = BK_CELL_INT(t->articles),
                          [FUN_ID] = table_cell(w, t->best, REL_ID),
                          [FUN_SENTENCE] = table_cell(w, t->best, REL_SENTENCE),
                          [FUN_EXAMPLE] = table_cell(w, t->best, REL_TEXT)};
    return bk__study_add(s, T_FUNCTIONS, row);
}

bk_status bk__fill_functions(bk_study *s)
{
    work w = {.s = s, .powers = bk_triad_powers(s->triad)};
    bk_status st = bk__study_fresh(s, T_FUNCTIONS);
    w.voices = w.powers + 3;
    size_t cells = (size_t)w.powers * (size_t)w.voices;
    w.of = bk__calloc(s->ctx, cells * ROLES, sizeof *w.of);
    w.seen = bk__calloc(s->ctx, cells * (ROLES + 1), sizeof *w.seen);
    if (!w.of || !w.seen)
        st = BK_ENOMEM;
    for (size_t r = 0; r < s->n_obs && st == BK_OK; r++)
        if (s->obs[r].weight > 0)
            take(&w, (int64_t)r);
    for (size_t i = 0; i < cells * ROLES && st == BK_OK; i++)
        if (w.of[i].n > 0)
            st = write_row(&w, (int)(i / ROLES / (size_t)w.voices),
                           (int)(i / ROLES % (size_t)w.voices), (int)(i % ROLES), &w.of[i]);
    bk__free(s->ctx, w.of);
    bk__free(s->ctx, w.seen);
    return st;
}
