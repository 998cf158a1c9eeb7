/* calibrate.c - probabilities that mean what they say: temperature, reliability.
 *
 * Temperature scaling (Guo, Pleiss, Sun, Weinberger 2017) multiplies the scores by the one factor
 * that has the least loss on examples that the scores were not fitted to; the loss is convex in it.
 * Expected calibration error over BK_BINS equal bins of the predicted class's probability (Naeini,
 * Cooper, Hauskrecht 2015). */
#include <bingkai/logit.h>

#include <math.h>

#include "base/ctx.h"
#include "stat/line.h"

void bk_logit_probability(double *score, int64_t n, int classes, double temperature)
{
    for (int64_t i = 0; i < n; i++) {
        double *z = score + i * classes;
        for (int k = 0; k < classes; k++)
            z[k] *= temperature;
        bk__softmax(z, classes);
    }
}

static bk_status check(bk_ctx *ctx, const double *x, const int32_t *y, int64_t n, int classes)
{
    if (n < 1 || classes < 2)
        return bk__fail(ctx, BK_EINVAL, "", "an example and two classes are needed");
    for (int64_t i = 0; i < n; i++) {
        if (y[i] < 0 || y[i] >= classes)
            return bk__fail(ctx, BK_EINVAL, "y", "example %lld has no class", (long long)i);
        for (int k = 0; k < classes; k++)
            if (!isfinite(x[i * classes + k]))
                return bk__fail(ctx, BK_EINVAL, "", "example %lld is not finite", (long long)i);
    }
    return BK_OK;
}

bk_status bk_logit_temperature(bk_ctx *ctx, double *out, const double *score, const int32_t *y,
                               const double *weight, int64_t n, int classes)
{
    *out = 1;
    bk_status st = check(ctx, score, y, n, classes);
    if (st != BK_OK)
        return st;
    bk__line line = {NULL, score, y, weight, n, classes, 0, 0};
    *out = fmin(fmax(bk__line_minimum(&line), 0.01), 100);
    return BK_OK;
}

bk_status bk_stat_calibration(bk_ctx *ctx, bk_calibration *out, const double *p, const int32_t *y,
                              int64_t n, int classes)
{
    *out = (bk_calibration){0};
    bk_status st = check(ctx, p, y, n, classes);
    if (st != BK_OK)
        return st;
    for (int64_t i = 0; i < n; i++) {
        const double *pi = p + i * classes;
        int best = 0;
        for (int k = 1; k < classes; k++)
            best = pi[k] > pi[best] ? k : best;
        int bin = (int)(fmin(fmax(pi[best], 0), 1) * BK_BINS);
        bin = bin < BK_BINS ? bin : BK_BINS - 1;
        out->n[bin]++;
        out->sure[bin] += pi[best];
        out->right[bin] += best == y[i];
        out->log_loss -= log(fmax(pi[y[i]], 1e-15)) / (double)n;
    }
    for (int b = 0; b < BK_BINS; b++) {
        out->ece += fabs(out->right[b] - out->sure[b]) / (double)n;
        out->sure[b] = out->n[b] > 0 ? out->sure[b] / (double)out->n[b] : NAN;
        out->right[b] = out->n[b] > 0 ? out->right[b] / (double)out->n[b] : NAN;
    }
    return BK_OK;
}
