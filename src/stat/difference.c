/* difference.c - are the means of two groups of articles apart?
 *
 * With votes v, values x in [-1, 1] and n = sum v, half a vote lies at either end (as in tone.c):
 *     s^2 = (sum v x^2 + 1) / (n + 1) - (sum v x / (n + 1))^2, V = s^2 / n
 * The ends make V a little too large where articles are few. (Dirichlet weights would have n + 2
 * below: of ten articles then 11 false alarms in 100 where each is of one mind.) The interval is
 * that of Student's t about the plain difference, with the degrees of Welch 1947; so is p. Values
 * that all agree keep a variance, because of the ends. Serial; no workspace. */
#include <bingkai/stat.h>

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "stat/resample.h"

static double variance(const bk_moments *m)
{
    double all = m->n + 1, mean = m->sum / all;
    return fmax((m->square + 1) / all - mean * mean, 0) / m->n;
}

bk_difference bk_stat_difference(const bk_moments *a, const bk_moments *b, double level)
{
    if (!(a->n >= 2) || !(b->n >= 2) || !(level > 0 && level < 1))
        return (bk_difference){NAN, NAN, NAN, NAN};
    double va = variance(a), vb = variance(b), all = va + vb, d = a->sum / a->n - b->sum / b->n;
    double df = all > 0 ? all * all / (va * va / (a->n - 1) + vb * vb / (b->n - 1)) : a->n + b->n;
    double se = sqrt(all), reach = bk__t_quantile(0.5 + level / 2, df) * se;
    double p = se > 0 ? fmin(2 * gsl_cdf_tdist_Q(fabs(d) / se, df), 1) : d == 0 ? 1 : 0;
    return (bk_difference){d, fmax(d - reach, -2), fmin(d + reach, 2), p};
}
