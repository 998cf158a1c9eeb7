/* tone.c - from coded sentences to the tone of a dyad, by group of articles and voice.
 *
 *     t_i = mean polarity of article i's relations; tone = sum v_i t_i / sum v_i, v_i its vote
 *     a resample: sum g_i t_i / sum g_i over the articles and two ends (-1 and 1), g_i ~
 * Gamma(v_i), Gamma(1/2) for an end (Rubin 1981; Dirichlet weights with Jeffreys' prior at the
 * ends) Gammas of the same t_i add up to Gamma(sum v_i), so a resample draws once for each
 * different tone, of which there are few. Split: rows over the pool, each with a stream of its own.
 * Workspace: two units an article, dyad and voice; a worker's resamples. */
#include "model/tone.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/par.h"
#include "base/rng.h"
#include "stat/resample.h"

#define STREAM 0x746f6e6500000000u /* plus the row within its group */
enum { ROWS = 8 };

static const bk_opt tone_table[] = {
    {"resamples", "Resamples of the articles behind each interval", "N", BK_OPT_INT,
     offsetof(bk_tone_opts, resamples), 1000, 10, 1000000, NULL, NULL},
    {"level", "Level of the intervals", "SHARE", BK_OPT_REAL, offsetof(bk_tone_opts, level), 0.95,
     0.5, 0.999, NULL, NULL},
};

const bk_opt *bk_tone_opt_table(size_t *n)
{
    *n = sizeof tone_table / sizeof *tone_table;
    return tone_table;
}

struct bk_tone {
    bk_ctx *ctx;
    bk_tone_row *row;
    int64_t n_rows;
    bk_balance *balance;
    int64_t n_balance;
};

typedef struct scratch {
    bk__rng *rng;
    double *at, *vote; /* [most + 2] different tones and their votes */
    double *mean;      /* [resamples] */
} scratch;

typedef struct fit {
    bk_ctx *ctx;
    bk_tone *out;
    const bk_tone_opts *opts;
    int dyads, powers, voices; /* voices: all, narrator, the powers, other */
    const int32_t *group;
    int32_t groups;
    bk__unit *unit; /* sorted by row, tone, article */
    int64_t n_units;
    int64_t *first; /* [n_rows + 1] */
    int64_t most;   /* units of a row */
    scratch *work;  /* [threads] */
} fit;

/* ---- from relations to units ---------------------------------------------------------------- */
static int voice_slot(const fit *f, int voice)
{
    return voice == BK_VOICE_NARRATOR ? 1 : voice == BK_VOICE_OTHER ? f->powers + 2 : voice + 2;
}

static int slot_voice(const fit *f, int slot)
{
    return slot == 0               ? BK_VOICE_ALL
           : slot == 1             ? BK_VOICE_NARRATOR
           : slot == f->powers + 2 ? BK_VOICE_OTHER
                                   : slot - 2;
}

static bk_status check_obs(const fit *f, const bk_tone_obs *obs, int64_t n, int64_t n_articles)
{
    for (int64_t i = 0; i < n; i++) {
        const bk_tone_obs *o = obs + i;
        const char *wrong = NULL;
        if ((int64_t)o->article >= n_articles)
            wrong = "its article does not exist";
        else if (i > 0 && o->article < obs[i - 1].article)
            wrong = "it is not sorted by article";
        else if (o->dyad < 0 || o->dyad >= f->dyads)
            wrong = "its dyad does not exist";
        else if (o->voice < BK_VOICE_OTHER || o->voice >= f->powers)
            wrong = "its voice does not exist";
        else if (o->polarity < -1 || o->polarity > 1)
            wrong = "its polarity is not -1, 0 or 1";
        else if (!(o->weight >= 0) || !isfinite(o->weight))
            wrong = "its weight is negative or not finite";
        else if (i > 0 && o->article == obs[i - 1].article && o->weight != obs[i - 1].weight)
            wrong = "its weight is not that of its article";
        if (wrong)
            return bk__fail(f->ctx, BK_EINVAL, "obs", "relation %lld: %s", (long long)i, wrong);
    }
    return BK_OK;
}

/* Cells [dyads x voices] of one article: `n` relations, their sum, those that are not empty. */
typedef struct cells {
    uint32_t *n;
    double *sum;
    int *used;
    int n_used;
} cells;

static void add_to(cells *c, int cell, int polarity)
{
    if (c->n[cell]++ == 0) {
        c->used[c->n_used++] = cell;
        c->sum[cell] = 0;
    }
    c->sum[cell] += polarity;
}

/* One unit a cell for the corpus and one for the article's group; empties the cells. */
static void take_cells(fit *f, cells *c, uint32_t article, double vote)
{
    int64_t per_group = (int64_t)f->dyads * f->voices;
    int32_t g = f->group ? f->group[article] : -1;
    bool grouped = g >= 0 && g < f->groups;
    for (int i = 0; i < c->n_used; i++) {
        int cell = c->used[i];
        double tone = c->sum[cell] / c->n[cell];
        bk__unit u = {cell, article, c->n[cell], tone, vote};
        f->unit[f->n_units++] = u;
        if (grouped) {
            u.row += (g + 1) * per_group;
            f->unit[f->n_units++] = u;
        }
        c->n[cell] = 0;
    }
    c->n_used = 0;
}

static bk_status make_units(fit *f, const bk_tone_obs *obs, int64_t n)
{
    size_t size = (size_t)f->dyads * (size_t)f->voices;
    cells c = {bk__calloc(f->ctx, size, sizeof *c.n), bk__alloc_array(f->ctx, size, sizeof *c.sum),
               bk__alloc_array(f->ctx, size, sizeof *c.used), 0};
    /* a relation adds to two cells, each of them to two units */
    f->unit = bk__alloc_array(f->ctx, (size_t)n, 4 * sizeof *f->unit);
    bk_status st = c.n && c.sum && c.used && f->unit ? BK_OK : BK_ENOMEM;
    for (int64_t i = 0; i < n && st == BK_OK; i++) {
        const bk_tone_obs *o = obs + i;
        if (o->weight > 0) {
            add_to(&c, o->dyad * f->voices, o->polarity);
            add_to(&c, o->dyad * f->voices + voice_slot(f, o->voice), o->polarity);
        }
        if (c.n_used > 0 && (i + 1 == n || obs[i + 1].article != o->article))
            take_cells(f, &c, o->article, (double)o->weight);
    }
    bk__free(f->ctx, c.n);
    bk__free(f->ctx, c.sum);
    bk__free(f->ctx, c.used);
    return st;
}

static int by_row(const void *a, const void *b)
{
    const bk__unit *x = a, *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    if (x->tone != y->tone)
        return x->tone < y->tone ? -1 : 1;
    return x->article < y->article ? -1 : x->article > y->article;
}

/* ---- rows ----------------------------------------------------------------------------------- */
static bk_status scratch_ready(const fit *f, scratch *w)
{
    if (w->rng)
        return BK_OK;
    if (!w->at)
        w->at = bk__alloc_array(f->ctx, (size_t)f->most + 2, 2 * sizeof *w->at);
    if (!w->mean)
        w->mean = bk__alloc_array(f->ctx, (size_t)f->opts->resamples, sizeof *w->mean);
    if (!w->at || !w->mean)
        return BK_ENOMEM;
    w->vote = w->at + f->most + 2;
    return bk__rng_new(f->ctx, &w->rng);
}

/* Different tones of the units and the votes for each, the two ends in front; how many. */
static int64_t gather(const bk__unit *u, int64_t n, double *at, double *vote)
{
    int64_t k = 2;
    at[0] = -1, at[1] = 1;
    vote[0] = vote[1] = BK__END_VOTE;
    for (int64_t i = 0; i < n; i++) {
        if (fabs(u[i].tone) == 1) {
            vote[u[i].tone > 0] += u[i].vote;
            continue;
        }
        if (k == 2 || at[k - 1] != u[i].tone) {
            at[k] = u[i].tone;
            vote[k++] = 0;
        }
        vote[k - 1] += u[i].vote;
    }
    return k;
}

static void make_row(const fit *f, scratch *w, bk_tone_row *r, const bk__unit *u, int64_t n)
{
    int64_t per_group = (int64_t)f->dyads * f->voices, cell = u->row % per_group;
    double sum = 0, votes = 0;
    *r = (bk_tone_row){(int32_t)(u->row / per_group) - 1,
                       (int16_t)(cell / f->voices),
                       (int16_t)slot_voice(f, (int)(cell % f->voices)),
                       0,
                       NAN,
                       NAN,
                       0,
                       (uint32_t)n};
    for (int64_t i = 0; i < n; i++) {
        r->n += u[i].n;
        sum += u[i].vote * u[i].tone;
        votes += u[i].vote;
    }
    r->tone = fmin(fmax(sum / votes, -1), 1);
    if (n < 2)
        return;
    int64_t k = gather(u, n, w->at, w->vote);
    bk__rng_stream(w->rng, STREAM + (uint64_t)cell, (uint64_t)r->group + 1);
    for (int b = 0; b < f->opts->resamples; b++) {
        double all = 0;
        sum = 0;
        for (int64_t j = 0; j < k; j++) {
            double g = bk__rng_gamma(w->rng, w->vote[j]);
            sum += g * w->at[j];
            all += g;
        }
        w->mean[b] = all > 0 ? sum / all : r->tone;
    }
    bk__resample_bounds(&r->low, &r->high, w->mean, f->opts->resamples, f->opts->level);
    r->low = fmin(r->low, r->tone);
    r->high = fmax(r->high, r->tone);
}

static bk_status rows_chunk(void *user, int64_t chunk, int worker)
{
    fit *f = user;
    bk_status st = scratch_ready(f, &f->work[worker]);
    int64_t end = (chunk + 1) * ROWS < f->out->n_rows ? (chunk + 1) * ROWS : f->out->n_rows;
    for (int64_t i = chunk * ROWS; i < end && st == BK_OK; i++)
        make_row(f, &f->work[worker], &f->out->row[i], f->unit + f->first[i],
                 f->first[i + 1] - f->first[i]);
    return st;
}

static bk_status make_rows(fit *f)
{
    int64_t rows = 0, n = f->n_units;
    size_t threads = (size_t)bk_ctx_threads(f->ctx);
    for (int64_t i = 0; i < n; i++)
        rows += i == 0 || f->unit[i].row != f->unit[i - 1].row;
    f->out->row = bk__alloc_array(f->ctx, (size_t)rows, sizeof *f->out->row);
    f->first = bk__alloc_array(f->ctx, (size_t)rows + 1, sizeof *f->first);
    f->work = bk__calloc(f->ctx, threads, sizeof *f->work);
    bk_status st = f->out->row && f->first && f->work ? BK_OK : BK_ENOMEM;
    if (st == BK_OK) {
        int64_t at = 0;
        for (int64_t i = 0; i < n; i++)
            if (i == 0 || f->unit[i].row != f->unit[i - 1].row)
                f->first[at++] = i;
        f->first[rows] = n;
        for (int64_t i = 0; i < rows; i++)
            if (f->first[i + 1] - f->first[i] > f->most)
                f->most = f->first[i + 1] - f->first[i];
        f->out->n_rows = rows;
        st = bk__par_for(f->ctx, NULL, bk__chunks(rows, ROWS), rows_chunk, f);
    }
    for (size_t i = 0; f->work && i < threads; i++) {
        bk__rng_free(f->ctx, f->work[i].rng);
        bk__free(f->ctx, f->work[i].at);
        bk__free(f->ctx, f->work[i].mean);
    }
    bk__free(f->ctx, f->work);
    bk__free(f->ctx, f->first);
    return st;
}

/* The units of all voices in the whole corpus are those that balance.c wants. */
static bk_status make_balance(fit *f, const bk_triad *t)
{
    int64_t n = 0, per_group = (int64_t)f->dyads * f->voices;
    bk__unit *u = bk__alloc_array(f->ctx, (size_t)f->n_units, sizeof *u);
    if (!u)
        return BK_ENOMEM;
    for (int64_t i = 0; i < f->n_units; i++)
        if (f->unit[i].row < per_group && f->unit[i].row % f->voices == 0) {
            u[n] = f->unit[i];
            u[n++].row /= f->voices;
        }
    bk_status st =
        bk__balance_fit(f->ctx, &f->out->balance, &f->out->n_balance, t, u, n, f->opts->resamples);
    bk__free(f->ctx, u);
    return st;
}

bk_status bk_tone_fit(bk_ctx *ctx, bk_tone **out, const bk_triad *t, const bk_tone_obs *obs,
                      int64_t n, int64_t n_articles, const int32_t *group, int32_t groups,
                      const bk_tone_opts *opts)
{
    bk_tone_opts o = BK_TONE_OPTS_INIT;
    size_t n_table;
    const bk_opt *table = bk_tone_opt_table(&n_table);
    *out = NULL;
    if (opts)
        o = *opts;
    bk_status st = bk_opt_check(ctx, table, n_table, &o, "bk_tone_opts");
    if (st != BK_OK)
        return st;
    int powers = bk_triad_powers(t);
    fit f = {.ctx = ctx, .opts = &o, .dyads = bk_triad_dyads(t), .powers = powers};
    f.voices = powers + 3;
    f.group = group;
    f.groups = groups;
    BK__TRY(st, check_obs(&f, obs, n, n_articles), done);
    f.out = bk__calloc(ctx, 1, sizeof *f.out);
    if (!f.out)
        return BK_ENOMEM;
    f.out->ctx = ctx;
    BK__TRY(st, make_units(&f, obs, n), done);
    BK__TRY(st, make_balance(&f, t), done); /* the units are still in the order of the articles */
    if (f.n_units > 0)
        qsort(f.unit, (size_t)f.n_units, sizeof *f.unit, by_row);
    BK__TRY(st, make_rows(&f), done);
    *out = f.out;
done:
    bk__free(ctx, f.unit);
    if (st != BK_OK)
        bk_tone_free(f.out);
    return st;
}

const bk_tone_row *bk_tone_rows(const bk_tone *t, int64_t *n)
{
    *n = t->n_rows;
    return t->row;
}

const bk_balance *bk_tone_balance(const bk_tone *t, int64_t *n)
{
    *n = t->n_balance;
    return t->balance;
}

void bk_tone_free(bk_tone *t)
{
    if (!t)
        return;
    bk__free(t->ctx, t->row);
    bk__free(t->ctx, t->balance);
    bk__free(t->ctx, t);
}
