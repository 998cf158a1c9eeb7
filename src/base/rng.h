/* rng.h - one seeded stream a chunk over gsl_rng (taus2 seeded through splitmix64).
 *
 * stream(a, b) depends on the context's seed, a and b alone: never on threads or order. */
#ifndef BK_BASE_RNG_H
#define BK_BASE_RNG_H

#include "base/ctx.h"

typedef struct bk__rng bk__rng;
bk_status bk__rng_new(bk_ctx *ctx, bk__rng **out);
void bk__rng_stream(bk__rng *r, uint64_t a, uint64_t b); /* starts the stream (seed, a, b) */
uint64_t bk__rng_below(bk__rng *r, uint64_t n);          /* uniform in [0, n), n > 0 */
double bk__rng_uniform(bk__rng *r);                      /* [0, 1) */
double bk__rng_normal(bk__rng *r);                       /* mean 0, deviation 1 */
double bk__rng_gamma(bk__rng *r, double shape);          /* mean and variance `shape` > 0 */
void bk__rng_free(bk_ctx *ctx, bk__rng *r);

/* The bits of x mixed, and the numbers that follow from a state: splitmix64 (Steele, Lea, Flood
 * 2014). */
static inline uint64_t bk__mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}
static inline uint64_t bk__splitmix(uint64_t *state)
{
    return bk__mix(*state += 0x9e3779b97f4a7c15u);
}

const char *bk__rng_version(void); /* of GSL */

#endif
