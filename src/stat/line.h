/* line.h - softmax losses along a line of scores: what the regression and its temperature share. */
#ifndef BK_STAT_LINE_H
#define BK_STAT_LINE_H

#include <stdint.h>

/* f(a) = sum_i w_i (log sum_k exp(z + a d)_ik - (z + a d)_i,y) + slope a + curve a^2 / 2 */
typedef struct bk__line {
    const double *z, *d; /* [n x K]; z NULL: 0 */
    const int32_t *y;
    const double *weight; /* [n] or NULL: 1 */
    int64_t n;
    int K;
    double slope, curve;
} bk__line;
/* Where f is least on a >= 0, to 1e-10 of the bracket or where f' is 1e-9 of what it was at 0; 0
 * where f rises. */
double bk__line_minimum(const bk__line *l);

/* r [n x K] = w_i (softmax(z_i)_k - [k = y_i]). */
void bk__softmax_rest(double *r, const double *z, const int32_t *y, const double *weight, int64_t n,
                      int K);
/* softmax in place of one row; returns log sum exp. */
double bk__softmax(double *z, int K);

#endif
