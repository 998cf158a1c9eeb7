/* line.c - softmax losses along a line of scores, and the step to their minimum.
 *
 * With p = softmax(z + a d):  f' = sum_i w_i (sum_k p_ik d_ik - d_i,y) + slope + curve a
 *                             f'' = sum_i w_i Var_p(d_i) + curve
 * f is convex: Newton's step where it stays in the bracket of f' < 0 < f', halving where not.
 * Sums of BAND rows are added in their order, so that rounding does not grow with n. */
#include "stat/line.h"

#include <math.h>
#include <stddef.h>

enum { BAND = 256, STEPS = 100 };

double bk__softmax(double *z, int K)
{
    double top = z[0], sum = 0;
    for (int k = 1; k < K; k++)
        top = fmax(top, z[k]);
    for (int k = 0; k < K; k++)
        sum += z[k] = exp(z[k] - top);
    for (int k = 0; k < K; k++)
        z[k] /= sum;
    return top + log(fmax(sum, 1)); /* the largest is exp 0 */
}

void bk__softmax_rest(double *r, const double *z, const int32_t *y, const double *weight, int64_t n,
                      int K)
{
    for (int64_t i = 0; i < n; i++) {
        double *ri = r + i * K, w = weight ? weight[i] : 1;
        for (int k = 0; k < K; k++)
            ri[k] = z[i * K + k];
        bk__softmax(ri, K);
        ri[y[i]] -= 1;
        for (int k = 0; k < K; k++)
            ri[k] *= w;
    }
}

/* Mean and variance of d under softmax(z + a d). */
static void moments(const bk__line *l, int64_t i, double a, double *mean, double *variance)
{
    const double *d = l->d + i * l->K, *z = l->z ? l->z + i * l->K : NULL;
    double top = -HUGE_VAL, sum = 0, one = 0, two = 0, at = d[l->y[i]];
    for (int k = 0; k < l->K; k++)
        top = fmax(top, (z ? z[k] : 0) + a * d[k]);
    for (int k = 0; k < l->K; k++) {
        double e = exp((z ? z[k] : 0) + a * d[k] - top), x = d[k] - at;
        sum += e;
        one += e * x;
        two += e * x * x;
    }
    one /= sum;
    *mean = one; /* less d_i,y */
    *variance = fmax(two / sum - one * one, 0);
}

static double slope_at(const bk__line *l, double a, double *curve)
{
    double f1 = l->slope + l->curve * a, f2 = l->curve;
    for (int64_t from = 0; from < l->n; from += BAND) {
        double s1 = 0, s2 = 0;
        for (int64_t i = from; i < l->n && i < from + BAND; i++) {
            double w = l->weight ? l->weight[i] : 1, mean, variance;
            moments(l, i, a, &mean, &variance);
            s1 += w * mean;
            s2 += w * variance;
        }
        f1 += s1;
        f2 += s2;
    }
    *curve = f2;
    return f1;
}

double bk__line_minimum(const bk__line *l)
{
    double low = 0, high = HUGE_VAL, curve, begin = slope_at(l, 0, &curve), a;
    if (!(begin < 0) || !(curve >= 0))
        return 0;
    a = curve > 0 ? fmin(-begin / curve, 1e6) : 1;
    for (int i = 0; i < STEPS; i++) {
        double f1 = slope_at(l, a, &curve);
        if (fabs(f1) <= -1e-9 * begin)
            break;
        if (f1 < 0)
            low = a;
        else
            high = a;
        double next = curve > 0 ? a - f1 / curve : HUGE_VAL;
        if (!(next > low && next < high))
            next = isfinite(high) ? low + (high - low) / 2 : 4 * a;
        if (next > 1e12 || fabs(next - a) <= 1e-10 * a)
            return next > 1e12 ? a : next;
        a = next;
    }
    return a;
}
