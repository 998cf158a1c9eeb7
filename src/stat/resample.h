/* resample.h - what models need to make intervals of their own from resamples. */
#ifndef BK_STAT_RESAMPLE_H
#define BK_STAT_RESAMPLE_H

#include <bingkai/stat.h>

/* Sorts x [n], n > 0. Bounds between which the middle `level` of it lies (linear between ranks). */
void bk__resample_bounds(double *low, double *high, double *x, int64_t n, double level);

/* Student's quantile, df > 0. */
double bk__t_quantile(double p, double df);

#endif
