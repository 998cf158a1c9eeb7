/* fill_dyad_frames.c - table dyad_frames: which frame carries which relation.
 *
 * A relation stands in a frame where its sentence carries it. Share: of an article's relations of
 * the dyad those in the frame, its mean over articles with Bayesian bootstrap (bk_stat_shares);
 * tone: of these relations (bk_tone_fit). Filled when it is asked for, from what the stages of
 * relations and frames left. */
#include <math.h>

#include "study/study.h"

typedef struct work {
    bk_study *s;
    int F, dyads;
    uint64_t *in;     /* [n_obs] bit f: the sentence carries frame f */
    bk_tone_obs *obs; /* [n_obs] those of one frame */
    double *y;        /* [D x F] */
    float *vote;      /* [D] 0: nothing of the dyad */
    int32_t *group;   /* [D] zeros */
    bk_interval *share;
} work;

static int frame_of(const work *w, bk_str code)
{
    for (int f = 0; f < w->F; f++)
        if (bk__str_eq(code, bk__str(bk_frames_code(w->s->frames, f))))
            return f;
    return -1;
}

/* Both tables are in the order of the articles, then of the sentences. */
static void join(work *w)
{
    const bk_table *rel = w->s->table[T_RELATIONS], *fra = w->s->table[T_FRAME_SENTENCES];
    int64_t n = bk_table_rows(fra), at = 0, r = 0, R = (int64_t)w->s->n_obs;
    for (int64_t i = 0; i < w->s->D && r < R; i++) {
        bk_str id = bk__study_id(w->s, i);
        int64_t from = at;
        while (at < n && bk__str_eq(bk_table_cell(fra, at, FRS_ID).s, id))
            at++;
        for (; r < R && (int64_t)w->s->obs[r].article == i; r++)
            for (int64_t k = from; k < at; k++) {
                int64_t sentence = bk_table_cell(fra, k, FRS_SENTENCE).i;
                int f = sentence == bk_table_cell(rel, r, REL_SENTENCE).i
                            ? frame_of(w, bk_table_cell(fra, k, FRS_FRAME).s)
                            : -1;
                if (f >= 0)
                    w->in[r] |= (uint64_t)1 << f;
            }
    }
}

/* y and vote of one dyad, and its shares. */
static bk_status shares(work *w, int dyad)
{
    const bk_study *s = w->s;
    size_t to;
    memset(w->y, 0, (size_t)s->D * (size_t)w->F * sizeof *w->y);
    memset(w->vote, 0, (size_t)s->D * sizeof *w->vote);
    for (size_t from = 0; from < s->n_obs; from = to) {
        double *y = w->y + (int64_t)s->obs[from].article * w->F, n = 0;
        for (to = from; to < s->n_obs && s->obs[to].article == s->obs[from].article; to++)
            if (s->obs[to].dyad == dyad) {
                n++;
                for (int f = 0; f < w->F; f++)
                    y[f] += (double)(w->in[to] >> f & 1);
            }
        for (int f = 0; f < w->F && n > 0; f++)
            y[f] /= n;
        w->vote[s->obs[from].article] = n > 0 ? s->obs[from].weight : 0;
    }
    bk_stat_rows rows = {s->D, w->F, w->y, NULL, w->vote};
    return bk_stat_shares(s->ctx, w->share + (int64_t)dyad * w->F, &rows, w->group, 1,
                          s->opts.tone.resamples, s->opts.tone.level, (uint64_t)dyad);
}

/* How well the row serves as an example: surely read, stated, with the sign of the tone. */
static double weight_of(const work *w, int64_t r, double tone)
{
    const bk_table *rel = w->s->table[T_RELATIONS];
    double x = bk_table_cell(rel, r, REL_SCORE).x * bk_table_cell(rel, r, REL_CERTAINTY).x;
    return tone * w->s->obs[r].polarity > 0 ? x : x / 4;
}

static int64_t example(const work *w, int dyad, int f, double tone)
{
    int64_t best = -1;
    for (int64_t r = 0; r < (int64_t)w->s->n_obs; r++)
        if (w->s->obs[r].dyad == dyad && w->in[r] >> f & 1 &&
            (best < 0 || weight_of(w, r, tone) > weight_of(w, best, tone)))
            best = r;
    return best;
}

static bk_status write_row(const work *w, int f, const bk_tone_row *t)
{
    bk_study *s = w->s;
    const bk_table *rel = s->table[T_RELATIONS];
    const bk_interval *x = &w->share[t->dyad * w->F + f];
    int64_t r = example(w, t->dyad, f, t->tone);
    bool generic = bk_frames_generic(s->frames, f);
    bk_cell row[DYF_N] = {[DYF_DYAD] = BK_CELL_STR(bk__str(bk_triad_dyad_code(s->triad, t->dyad))),
                          [DYF_FRAME] = BK_CELL_STR(bk__str(bk_frames_code(s->frames, f))),
                          [DYF_KIND] = BK_CELL_STR(bk__str(generic ? "generic" : "issue")),
                          [DYF_SHARE] = BK_CELL_REAL(x->value),
                          [DYF_SHARE_LOW] = BK_CELL_REAL(x->low),
                          [DYF_SHARE_HIGH] = BK_CELL_REAL(x->high),
                          [DYF_TONE] = BK_CELL_REAL(t->tone),
                          [DYF_LOW] = BK_CELL_REAL(t->low),
                          [DYF_HIGH] = BK_CELL_REAL(t->high),
                          [DYF_N_RELATIONS] = BK_CELL_INT(t->n),
                          [DYF_ARTICLES] = BK_CELL_INT(t->articles),
                          [DYF_ID] = bk_table_cell(rel, r, REL_ID),
                          [DYF_SENTENCE] = bk_table_cell(rel, r, REL_SENTENCE),
                          [DYF_EXAMPLE] = bk_table_cell(rel, r, REL_TEXT)};
    return bk__study_add(s, T_DYAD_FRAMES, row);
}

static bk_status one_frame(work *w, int f)
{
    bk_study *s = w->s;
    bk_tone *tone = NULL;
    int64_t k = 0, n = 0;
    for (size_t r = 0; r < s->n_obs; r++)
        if (w->in[r] >> f & 1)
            w->obs[k++] = s->obs[r];
    bk_status st = bk_tone_fit(s->ctx, &tone, s->triad, w->obs, k, s->D, NULL, 0, &s->opts.tone);
    const bk_tone_row *rows = st == BK_OK ? bk_tone_rows(tone, &n) : NULL;
    for (int64_t i = 0; i < n && st == BK_OK; i++)
        if (rows[i].voice == BK_VOICE_ALL)
            st = write_row(w, f, &rows[i]);
    bk_tone_free(tone);
    return st;
}

bk_status bk__fill_dyad_frames(bk_study *s)
{
    work w = {.s = s, .F = bk_frames_count(s->frames), .dyads = bk_triad_dyads(s->triad)};
    size_t D = (size_t)s->D, F = (size_t)w.F, cells = F * (size_t)w.dyads;
    bk_status st = bk__study_fresh(s, T_DYAD_FRAMES);
    w.in = bk__calloc(s->ctx, s->n_obs + 1, sizeof *w.in);
    w.obs = bk__calloc(s->ctx, s->n_obs + 1, sizeof *w.obs);
    w.y = bk__alloc_array(s->ctx, D * F + 1, sizeof *w.y);
    w.vote = bk__alloc_array(s->ctx, D + 1, sizeof *w.vote);
    w.group = bk__calloc(s->ctx, D + 1, sizeof *w.group);
    w.share = bk__calloc(s->ctx, cells + 1, sizeof *w.share);
    if (!w.in || !w.obs || !w.y || !w.vote || !w.group || !w.share)
        st = BK_ENOMEM;
    if (st == BK_OK)
        join(&w);
    for (int d = 0; d < w.dyads && st == BK_OK; d++)
        st = shares(&w, d);
    for (int f = 0; f < w.F && st == BK_OK; f++)
        st = one_frame(&w, f);
    bk__free(s->ctx, w.in);
    bk__free(s->ctx, w.obs);
    bk__free(s->ctx, w.y);
    bk__free(s->ctx, w.vote);
    bk__free(s->ctx, w.group);
    bk__free(s->ctx, w.share);
    return st;
}
