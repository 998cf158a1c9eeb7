/* tone_coverage.c - how often the 95 % intervals of tone and of contrasts hold the truth.
 *
 *     tone_coverage > benchmarks/results/tone_coverage.tsv
 * 1,000 planted replicates each. An article is friendly with the share that the design names, else
 * hostile; of its 1 to 4 relations each is of the article's own mind with the share `own`, else
 * drawn: + and - alike, or neutral. Every fifth article stands twice, with half a vote each. The
 * truth is the expected tone of an article. Contrasts are of neighbouring replicates: with the same
 * truth (`p` below 0.05 is a false alarm), and with the mirrored truth. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <bingkai/bingkai.h>

enum { REPLICATES = 1000, COPIED = 5, RELATIONS = 4, MOST = 100 };

typedef struct design {
    const char *name;
    double friendly, own;
} design;

static const design designs[] = {{"even", 0.5, 0.6},
                                 {"leaning", 0.7, 0.6},
                                 {"one-sided", 0.9, 0.6},
                                 {"every article of one mind", 0.6, 1},
                                 {"no mind of its own", 0.5, 0}};

static uint64_t state = 1;

/* SplitMix64 (Steele, Lea, Flood 2014). */
static double unit(void)
{
    uint64_t z = (state += 0x9E3779B97F4A7C15u);
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return (double)((z ^ z >> 31) >> 11) * 0x1p-53;
}

typedef struct plant {
    bk_tone_obs *obs;
    size_t n;
    int32_t *group;
    uint32_t articles;
    bk_moments *sum; /* [REPLICATES] */
} plant;

static void article(plant *p, const design *d, int32_t g, int copies)
{
    int mind = unit() < d->friendly ? 1 : -1, n = 1 + (int)(unit() * RELATIONS), total = 0;
    int8_t polarity[RELATIONS];
    for (int j = 0; j < n; j++) {
        double u = unit();
        polarity[j] = (int8_t)(unit() < d->own ? mind : u < 0.4 ? 1 : u < 0.8 ? -1 : 0);
        total += polarity[j];
    }
    for (int c = 0; c < copies; c++) {
        for (int j = 0; j < n; j++)
            p->obs[p->n++] =
                (bk_tone_obs){p->articles, 0, BK_VOICE_NARRATOR, polarity[j], 1 / (float)copies};
        p->group[p->articles++] = g;
    }
    double tone = (double)total / n;
    p->sum[g].n += 1;
    p->sum[g].sum += tone;
    p->sum[g].square += tone * tone;
}

static void stop_if(bk_ctx *ctx, bk_status st)
{
    if (st == BK_OK)
        return;
    fprintf(stderr, "tone_coverage: %s\n", bk_ctx_error(ctx)->message);
    exit(1);
}

/* Share of the replicates whose interval of tone holds the truth. */
static double covered(bk_ctx *ctx, const bk_triad *t, const plant *p, double truth)
{
    bk_tone *tone;
    int64_t rows;
    int held = 0;
    stop_if(ctx, bk_tone_fit(ctx, &tone, t, p->obs, (int64_t)p->n, p->articles, p->group,
                             REPLICATES, NULL));
    const bk_tone_row *r = bk_tone_rows(tone, &rows);
    for (int64_t i = 0; i < rows; i++)
        held += r[i].group >= 0 && r[i].voice == BK_VOICE_ALL && r[i].low <= truth &&
                truth <= r[i].high;
    bk_tone_free(tone);
    return (double)held / REPLICATES;
}

static void one_row(bk_ctx *ctx, const bk_triad *t, const design *d, int articles)
{
    size_t room = (size_t)REPLICATES * MOST * 2;
    plant p = {calloc(room * RELATIONS, sizeof *p.obs), 0, calloc(room, sizeof *p.group), 0,
               calloc(REPLICATES, sizeof *p.sum)};
    double truth = d->own * (2 * d->friendly - 1);
    int held = 0, alarms = 0, apart = 0, found = 0;
    if (!p.obs || !p.group || !p.sum)
        exit(1);
    for (int32_t g = 0; g < REPLICATES; g++)
        for (int i = 0; i < articles; i++)
            article(&p, d, g, i % COPIED == 0 ? 2 : 1);
    double tone = covered(ctx, t, &p, truth);
    for (int g = 0; g < REPLICATES; g++) {
        const bk_moments *b = &p.sum[(g + 1) % REPLICATES];
        bk_moments mirrored = {b->n, -b->sum, b->square};
        bk_difference same = bk_stat_difference(&p.sum[g], b, 0.95);
        bk_difference other = bk_stat_difference(&p.sum[g], &mirrored, 0.95);
        alarms += same.p < 0.05;
        held += same.low <= 0 && 0 <= same.high;
        apart += other.low <= 2 * truth && 2 * truth <= other.high;
        found += other.p < 0.05;
    }
    printf("%s\t%d\t%.2f\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\n", d->name, articles, truth, 100 * tone,
           100.0 * held / REPLICATES, 100.0 * apart / REPLICATES, 100.0 * alarms / REPLICATES,
           100.0 * found / REPLICATES);
    fflush(stdout);
    free(p.obs);
    free(p.group);
    free(p.sum);
}

int main(void)
{
    static const int articles[] = {2, 3, 5, 10, 25, 100};
    bk_ctx *ctx;
    bk_triad *t;
    if (bk_ctx_new(&ctx, NULL) != BK_OK)
        return 1;
    stop_if(ctx, bk_triad_load(ctx, &t, NULL));
    printf(
        "# benchmarks/quality/tone_coverage.c: %d planted replicates a row; the error of a share "
        "is about 0.7\n# covered: of 100 intervals of the tone; same, mirrored: of 100 intervals "
        "of a contrast; alarms, found: of 100\n# contrasts with p < 0.05 where the truth is the "
        "same, and where it is mirrored\n"
        "design\tarticles\ttruth\tcovered\tsame\tmirrored\talarms\tfound\n",
        REPLICATES);
    for (size_t d = 0; d < sizeof designs / sizeof *designs; d++)
        for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
            one_row(ctx, t, &designs[d], articles[i]);
    bk_triad_free(t);
    bk_ctx_free(ctx);
    return 0;
}
