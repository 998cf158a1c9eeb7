/* tally.c - counts of sentences as coded and as read, and the figures of their sum.
 *
 * alpha of two coders (Krippendorff 2004, nominal) from a matrix of N units: with p_c the mean
 * share of c over both, 1 - (1 - agreement) (2N - 1) / (2N (1 - sum p_c^2)). The calibration error
 * is the mean distance, over bins of the score, of the share that is right from the mean score. */
#include "study/tally.h"

#include <math.h>

const char *const bk__kind_name[BK__KINDS_READ] = {"none", "conflict", "neutral", "cooperation"};

/* ---- counting ------------------------------------------------------------------------------ */

int bk__kind_read(const bk__code *read)
{
    return read->there ? read->first_polarity + 2 : 0;
}

int bk__kind_said(const bk__code *gold, const bk__code *read)
{
    if (!gold->there)
        return 0;
    bool accepted = read->there ? (gold->polarity & read->polarity) != 0 : !gold->required;
    return accepted ? bk__kind_read(read) : gold->first_polarity + 2;
}

static int party(int bit)
{
    return bit < BK__POWERS ? bit : bit == BK__BIT_MUTUAL ? BK__POWERS : BK__POWERS + 1;
}

/* What was found of a dyad that was coded. */
static void count_found(bk__tally *t, const bk__code *g, const bk__code *r, double w)
{
    int said = r->first_polarity + 1,
        own = g->polarity & r->polarity ? said : g->first_polarity + 1;
    int quad = g->quad & r->quad ? r->first_quad : g->first_quad;
    int source = party(g->source & r->source ? r->first_source : g->first_source);
    int voice = party(g->voice & r->voice ? r->first_voice : g->first_voice);
    t->polarity[own][said] += w;
    t->quad[quad][r->first_quad] += w;
    t->source[source][party(r->first_source)] += w;
    t->voice[voice][party(r->first_voice)] += w;
}

static void count_score(bk__tally *t, const bk__code *g, const bk__code *r, double w)
{
    double score = fmin(fmax((double)r->score, 0), 1);
    int b = score < 1 ? (int)(score * BK__BINS) : BK__BINS - 1;
    t->sure[b] += w * score;
    t->right[b] += w * (g->there && (g->polarity & r->polarity));
    t->all[b] += w;
    t->n_sure[b]++;
}

void bk__tally_item(bk__tally *t, const bk__gold *gold, const bk__gold_item *it, const int16_t *to,
                    const int8_t *majority)
{
    double w = it->weight;
    for (int d = 0; d < gold->dyads; d++) {
        const bk__code *g = &it->gold[d], *r = &it->read[d];
        bool both = it->comention[d], missed = g->there && g->required && !r->there;
        if (g->there || r->there || both) {
            t->kinds[bk__kind_said(g, r)][bk__kind_read(r)] += w;
            t->n_kinds++;
        }
        if (r->there)
            count_score(t, g, r, w);
        t->fp += w * (r->there && !g->there);
        t->n_fp += r->there && !g->there;
        t->co_fp += w * (both && !g->there);
        t->n_co_fp += both && !g->there;
        t->fn += w * missed;
        t->n_fn += missed;
        if (!g->there || !g->required)
            continue;
        t->tp += w * r->there;
        t->n_tp += r->there;
        t->co_tp += w * both;
        t->n_co_tp += both;
        t->co_fn += w * !both;
        t->n_co_fn += !both;
        if (!r->there)
            continue;
        int a, b;
        bk_triad_dyad(gold->triad, d, &a, &b);
        int guess = majority[bk_triad_dyad_of(gold->triad, to[a], to[b])] + 1;
        t->majority[g->polarity >> guess & 1 ? guess : g->first_polarity + 1][guess] += w;
        count_found(t, g, r, w);
    }
}

void bk__tally_alike(bk__tally *t, const bk__gold *g, const bk__gold_item *it,
                     const bk__code *plain)
{
    bool same = true, full = true;
    for (int d = 0; d < g->dyads; d++) {
        const bk__code *a = &plain[d], *b = &it->read[d];
        same &= a->there == b->there && a->polarity == b->polarity;
        full &= a->there == b->there && a->polarity == b->polarity && a->quad == b->quad &&
                a->source == b->source && a->voice == b->voice;
    }
    t->compared++;
    t->alike += same;
    t->alike_full += full;
}

void bk__tally_add(bk__tally *sum, const bk__tally *t)
{
    double *s = &sum->tp;
    const double *x = &t->tp;
    for (size_t i = 0; i < sizeof *t / sizeof *x; i++)
        s[i] += x[i];
}

/* ---- figures of matrices [K x K] ----------------------------------------------------------- */

static double ratio(double a, double b)
{
    return b > 0 ? a / b : NAN;
}

static double f1(double tp, double fp, double fn)
{
    return ratio(2 * tp, 2 * tp + fp + fn);
}

/* Weights of class c as coded and as read. */
static double margin(const double *m, int K, int c)
{
    double sum = 0;
    for (int k = 0; k < K; k++)
        sum += m[c * K + k] + m[k * K + c];
    return sum;
}

/* Mean F1 over the classes that were coded or read. */
static double macro(const double *m, int K)
{
    double sum = 0, n = 0;
    for (int c = 0; c < K; c++)
        if (margin(m, K, c) > 0) {
            sum += 2 * m[c * K + c] / margin(m, K, c);
            n++;
        }
    return ratio(sum, n);
}

static double accuracy(const double *m, int K)
{
    double sum = 0, right = 0;
    for (int i = 0; i < K * K; i++) {
        sum += m[i];
        right += i % (K + 1) == 0 ? m[i] : 0;
    }
    return ratio(right, sum);
}

static double alpha(const double *m, int K, double units)
{
    double sum = 0, squares = 0;
    for (int i = 0; i < K * K; i++)
        sum += m[i];
    for (int c = 0; c < K; c++)
        squares += pow(ratio(margin(m, K, c), 2 * sum), 2);
    double chance = (1 - squares) * 2 * units;
    return chance > 0 ? 1 - (1 - accuracy(m, K)) * (2 * units - 1) / chance : NAN;
}

static double calibration(const bk__tally *t, double *n)
{
    double off = 0, all = 0;
    *n = 0;
    for (int b = 0; b < BK__BINS; b++) {
        off += fabs(t->right[b] - t->sure[b]);
        all += t->all[b];
        *n += t->n_sure[b];
    }
    return ratio(off, all);
}

/* ---- measures ------------------------------------------------------------------------------ */

static const char *const name[] = {
    [M_PRECISION] = "precision",
    [M_RECALL] = "recall",
    [M_F1] = "f1",
    [M_POLARITY_F1] = "polarity macro f1",
    [M_POLARITY] = "polarity accuracy",
    [M_QUAD] = "quad",
    [M_SOURCE] = "source",
    [M_VOICE] = "voice",
    [M_CO_PRECISION] = "precision",
    [M_CO_RECALL] = "recall",
    [M_CO_F1] = "f1",
    [M_MAJORITY_F1] = "polarity macro f1",
    [M_MAJORITY] = "polarity accuracy",
    [M_ALIKE] = "agreement",
    [M_ALIKE_FULL] = "agreement in full",
    [M_KIND_F1] = "macro f1",
    [M_KIND] = "accuracy",
    [M_ALPHA] = "alpha",
    [M_ALPHA_POLARITY] = "polarity alpha",
    [M_ALPHA_QUAD] = "quad alpha",
    [M_ALPHA_SOURCE] = "source alpha",
    [M_ALPHA_VOICE] = "voice alpha",
    [M_CALIBRATION] = "calibration error",
    [M_BIN] = "right below 0.2",
    "right at 0.2 to 0.4",
    "right at 0.4 to 0.6",
    "right at 0.6 to 0.8",
    "right from 0.8",
    [M_CONFUSION] = "none read as none",
    "none read as conflict",
    "none read as neutral",
    "none read as cooperation",
    "conflict read as none",
    "conflict read as conflict",
    "conflict read as neutral",
    "conflict read as cooperation",
    "neutral read as none",
    "neutral read as conflict",
    "neutral read as neutral",
    "neutral read as cooperation",
    "cooperation read as none",
    "cooperation read as conflict",
    "cooperation read as neutral",
    "cooperation read as cooperation",
};
_Static_assert(sizeof name / sizeof *name == M_ALL, "each measure has a name");

const char *bk__figure_name(bk__figure m)
{
    return name[m];
}

const char *bk__figure_baseline(bk__figure m)
{
    return m < M_CO_PRECISION || m >= M_ALIKE ? NULL
           : m < M_MAJORITY_F1                ? "co-mention"
                                              : "dyad majority";
}

/* Figures of rows and cells. */
static double listed(const bk__tally *t, bk__figure m, double *n)
{
    if (m < M_CONFUSION) {
        *n = t->n_sure[m - M_BIN];
        return ratio(t->right[m - M_BIN], t->all[m - M_BIN]);
    }
    const double *row = t->kinds[(m - M_CONFUSION) / BK__KINDS_READ];
    *n = t->n_kinds;
    return ratio(row[(m - M_CONFUSION) % BK__KINDS_READ], row[0] + row[1] + row[2] + row[3]);
}

/* Figures of what both coded and read hold, and of whole sentences. */
static double agreed(const bk__tally *t, bk__figure m, double *n)
{
    switch (m) {
    case M_ALIKE:
        *n = t->compared;
        return ratio(t->alike, *n);
    case M_ALIKE_FULL:
        *n = t->compared;
        return ratio(t->alike_full, *n);
    case M_KIND_F1:
        *n = t->n_kinds;
        return macro(t->kinds[0], BK__KINDS_READ);
    case M_KIND:
        *n = t->n_kinds;
        return accuracy(t->kinds[0], BK__KINDS_READ);
    case M_ALPHA:
        *n = t->n_kinds;
        return alpha(t->kinds[0], BK__KINDS_READ, *n);
    case M_ALPHA_POLARITY:
        return alpha(t->polarity[0], 3, *n);
    case M_ALPHA_QUAD:
        return alpha(t->quad[0], BK__QUADS, *n);
    case M_ALPHA_SOURCE:
        return alpha(t->source[0], BK__PARTIES, *n);
    case M_ALPHA_VOICE:
        return alpha(t->voice[0], BK__PARTIES, *n);
    case M_CALIBRATION:
        return calibration(t, n);
    default:
        return listed(t, m, n);
    }
}

double bk__tally_figure(const bk__tally *t, bk__figure m, double *n)
{
    *n = t->n_tp;
    switch (m) {
    case M_PRECISION:
        *n = t->n_tp + t->n_fp;
        return ratio(t->tp, t->tp + t->fp);
    case M_RECALL:
        *n = t->n_tp + t->n_fn;
        return ratio(t->tp, t->tp + t->fn);
    case M_F1:
        *n = t->n_tp + t->n_fp + t->n_fn;
        return f1(t->tp, t->fp, t->fn);
    case M_POLARITY_F1:
        return macro(t->polarity[0], 3);
    case M_POLARITY:
        return accuracy(t->polarity[0], 3);
    case M_QUAD:
        return accuracy(t->quad[0], BK__QUADS);
    case M_SOURCE:
        return accuracy(t->source[0], BK__PARTIES);
    case M_VOICE:
        return accuracy(t->voice[0], BK__PARTIES);
    case M_CO_PRECISION:
        *n = t->n_co_tp + t->n_co_fp;
        return ratio(t->co_tp, t->co_tp + t->co_fp);
    case M_CO_RECALL:
        *n = t->n_co_tp + t->n_co_fn;
        return ratio(t->co_tp, t->co_tp + t->co_fn);
    case M_CO_F1:
        *n = t->n_co_tp + t->n_co_fp + t->n_co_fn;
        return f1(t->co_tp, t->co_fp, t->co_fn);
    case M_MAJORITY_F1:
        return macro(t->majority[0], 3);
    case M_MAJORITY:
        return accuracy(t->majority[0], 3);
    default:
        return agreed(t, m, n);
    }
}
