/* balance.c - is the signed triangle of three powers balanced (Heider 1946; Cartwright, Harary
 * 1956)?
 *
 * The three tones come from the same articles, so each resample weighs the articles once (as in
 * tone.c) and gives the tones of all dyads together. Balanced: the product of the three is positive
 * (all friends, or two friends and a common adversary).
 * Articles that say the same about every dyad are drawn as one: their votes add up. Split: bands of
 * resamples over the pool, each with its own stream. Workspace: patterns x dyads and resamples x
 * dyads doubles. */
#include "model/tone.h"

#include <math.h>
#include <string.h>

#include "base/map.h"
#include "base/par.h"
#include "base/rng.h"

enum { STREAM = 0x62616c61, BAND = 25 };
/* Tone of a dyad that an article does not speak of. */
static const double NOTHING = 2;

typedef struct joint {
    bk_ctx *ctx;
    int dyads;
    int64_t patterns;
    double *tone;  /* [patterns x dyads] */
    double *vote;  /* [patterns] */
    double *mean;  /* [B x dyads] */
    double *truth; /* [dyads]; NaN where nothing is said */
    int64_t B;
    bk__rng **rng; /* [threads] */
    double **sums; /* [threads] [2 x dyads] */
} joint;

/* Patterns of tones over all dyads, in order of first sight, and the votes for each. */
static bk_status find_patterns(joint *j, bk__map *map, const bk__unit *u, int64_t n)
{
    size_t size = (size_t)j->dyads * sizeof(double);
    double *row = bk__alloc(j->ctx, size);
    j->vote = bk__calloc(j->ctx, (size_t)n, sizeof *j->vote); /* at most one an article */
    bk_status st = row && j->vote ? BK_OK : BK_ENOMEM;
    for (int64_t i = 0, next; i < n && st == BK_OK; i = next) {
        uint32_t id = 0;
        for (int d = 0; d < j->dyads; d++)
            row[d] = NOTHING;
        for (next = i; next < n && u[next].article == u[i].article; next++)
            row[u[next].row] = u[next].tone;
        st = bk__map_put(map, (bk_str){(const char *)row, size}, &id, NULL);
        if (st == BK_OK)
            j->vote[id] += u[i].vote;
    }
    bk__free(j->ctx, row);
    j->patterns = map->n;
    j->tone = st == BK_OK ? bk__alloc_array(j->ctx, map->n, size) : NULL;
    if (!j->tone)
        return BK_ENOMEM;
    for (uint32_t p = 0; p < map->n; p++)
        memcpy(j->tone + (size_t)p * (size_t)j->dyads, bk__map_key(map, p).p, size);
    return BK_OK;
}

static bk_status find_truth(joint *j)
{
    j->truth = bk__alloc_array(j->ctx, (size_t)j->dyads, sizeof *j->truth);
    if (!j->truth)
        return BK_ENOMEM;
    for (int d = 0; d < j->dyads; d++) {
        double sum = 0, votes = 0;
        for (int64_t p = 0; p < j->patterns; p++) {
            double x = j->tone[p * j->dyads + d];
            sum += x < NOTHING ? j->vote[p] * x : 0;
            votes += x < NOTHING ? j->vote[p] : 0;
        }
        j->truth[d] = votes > 0 ? fmin(fmax(sum / votes, -1), 1) : NAN;
    }
    return BK_OK;
}

static void resample(joint *j, bk__rng *rng, double *sums, double *mean)
{
    double *sum = sums, *all = sums + j->dyads;
    for (int d = 0; d < j->dyads; d++) {
        double low = bk__rng_gamma(rng, BK__END_VOTE), high = bk__rng_gamma(rng, BK__END_VOTE);
        sum[d] = high - low;
        all[d] = high + low;
    }
    for (int64_t p = 0; p < j->patterns; p++) {
        const double *x = j->tone + p * j->dyads;
        double g = bk__rng_gamma(rng, j->vote[p]);
        for (int d = 0; d < j->dyads; d++) {
            sum[d] += x[d] < NOTHING ? g * x[d] : 0;
            all[d] += x[d] < NOTHING ? g : 0;
        }
    }
    for (int d = 0; d < j->dyads; d++)
        mean[d] = all[d] > 0 ? sum[d] / all[d] : 0;
}

static bk_status resample_band(void *user, int64_t chunk, int worker)
{
    joint *j = user;
    bk_status st = BK_OK;
    if (!j->sums[worker])
        j->sums[worker] = bk__alloc_array(j->ctx, (size_t)j->dyads, 2 * sizeof(double));
    if (!j->sums[worker])
        return BK_ENOMEM;
    if (!j->rng[worker])
        st = bk__rng_new(j->ctx, &j->rng[worker]);
    if (st != BK_OK)
        return st;
    bk__rng_stream(j->rng[worker], STREAM, (uint64_t)chunk);
    int64_t end = (chunk + 1) * BAND < j->B ? (chunk + 1) * BAND : j->B;
    for (int64_t b = chunk * BAND; b < end; b++)
        resample(j, j->rng[worker], j->sums[worker], j->mean + b * j->dyads);
    return BK_OK;
}

static bk_status resample_all(joint *j)
{
    size_t threads = (size_t)bk_ctx_threads(j->ctx);
    bk_status st = BK_ENOMEM;
    j->mean = bk__alloc_array(j->ctx, (size_t)j->B, (size_t)j->dyads * sizeof *j->mean);
    j->rng = bk__calloc(j->ctx, threads, sizeof(bk__rng *));
    j->sums = bk__calloc(j->ctx, threads, sizeof(double *));
    if (j->mean && j->rng && j->sums)
        st = bk__par_for(j->ctx, NULL, bk__chunks(j->B, BAND), resample_band, j);
    for (size_t w = 0; w < threads; w++) {
        if (j->rng)
            bk__rng_free(j->ctx, j->rng[w]);
        if (j->sums)
            bk__free(j->ctx, j->sums[w]);
    }
    return st;
}

static bk_balance judge(const joint *j, const bk_triad *t, int a, int b, int c)
{
    int dyad[3] = {bk_triad_dyad_of(t, a, b), bk_triad_dyad_of(t, a, c), bk_triad_dyad_of(t, b, c)};
    int64_t positive[3] = {0}, balanced = 0;
    bk_balance r = {(int16_t)a, (int16_t)b, (int16_t)c, 1, 0, {0}};
    for (int64_t s = 0; s < j->B; s++) {
        double product = 1;
        for (int e = 0; e < 3; e++) {
            double x = j->mean[s * j->dyads + dyad[e]];
            product *= x > 0 ? 1 : x < 0 ? -1 : 0;
            positive[e] += x > 0;
        }
        balanced += product > 0;
    }
    for (int e = 0; e < 3; e++) {
        double x = j->truth[dyad[e]];
        r.product *= x;
        r.p_positive[e] = isnan(x) ? NAN : (double)positive[e] / (double)j->B;
    }
    r.p_balanced = isnan(r.product) ? NAN : (double)balanced / (double)j->B;
    return r;
}

bk_status bk__balance_fit(bk_ctx *ctx, bk_balance **out, int64_t *n_out, const bk_triad *t,
                          const bk__unit *unit, int64_t n, int resamples)
{
    int64_t P = bk_triad_powers(t), at = 0;
    joint j = {.ctx = ctx, .dyads = bk_triad_dyads(t), .B = resamples};
    bk__map map;
    bk_balance *r = NULL;
    bk_status st;
    bk__map_init(&map, ctx);
    BK__TRY(st, find_patterns(&j, &map, unit, n), done);
    BK__TRY(st, find_truth(&j), done);
    BK__TRY(st, resample_all(&j), done);
    r = bk__alloc_array(ctx, (size_t)(P * (P - 1) * (P - 2) / 6), sizeof *r);
    if (!r) {
        st = BK_ENOMEM;
        goto done;
    }
    for (int a = 0; a < P; a++)
        for (int b = a + 1; b < P; b++)
            for (int c = b + 1; c < P; c++)
                r[at++] = judge(&j, t, a, b, c);
    *out = r;
    *n_out = at;
done:
    bk__map_clear(&map);
    bk__free(ctx, j.tone);
    bk__free(ctx, j.vote);
    bk__free(ctx, j.truth);
    bk__free(ctx, j.mean);
    bk__free(ctx, j.rng);
    bk__free(ctx, j.sums);
    return st;
}
