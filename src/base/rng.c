/* rng.c - random streams: GSL's taus2, its three words filled by splitmix64.
 *
 * taus2's own seeding takes 32 bits only, so that of 100,000 streams some would be the same; its
 * state (three words, as gsl_rng_fread reads them) is filled instead. */
#include "base/rng.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_version.h>
#include <math.h>
#include <pthread.h>

#include "base/core.h"

struct bk__rng {
    gsl_rng g;
    uint64_t seed;
};

static void handler_off(void)
{
    gsl_set_error_handler_off();
}

void bk__rng_setup(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, handler_off);
}

bk_status bk__rng_new(bk_ctx *ctx, bk__rng **out)
{
    bk__rng *r = bk__calloc(ctx, 1, sizeof *r);
    *out = NULL;
    if (!r)
        return BK_ENOMEM;
    r->g.type = gsl_rng_taus2;
    r->g.state = bk__calloc(ctx, 1, gsl_rng_taus2->size);
    if (!r->g.state) {
        bk__free(ctx, r);
        return BK_ENOMEM;
    }
    r->seed = bk__seed(ctx);
    bk__rng_stream(r, 0, 0);
    *out = r;
    return BK_OK;
}

void bk__rng_stream(bk__rng *r, uint64_t a, uint64_t b)
{
    uint64_t s = r->seed, t;
    t = bk__splitmix(&s);
    s = t ^ a;
    t = bk__splitmix(&s);
    s = t ^ b;
    gsl_rng_set(&r->g, (unsigned long)(bk__splitmix(&s) & 0xFFFFFFFFu));
    if (r->g.type->size == 3 * sizeof(unsigned long)) {
        unsigned long *word = r->g.state;
        for (int i = 0; i < 3; i++) /* each word has a least value */
            word[i] = (unsigned long)(bk__splitmix(&s) & 0xFFFFFFFFu) | 16u;
    }
    for (int i = 0; i < 6; i++)
        gsl_rng_get(&r->g);
}

static uint64_t word64(bk__rng *r)
{
    uint64_t high = gsl_rng_get(&r->g);
    return high << 32 | gsl_rng_get(&r->g);
}

/* Lemire's multiplication; draws again where the share would not be even. */
uint64_t bk__rng_below(bk__rng *r, uint64_t n)
{
    if (n <= UINT32_MAX) {
        uint32_t k = (uint32_t)n, least = (uint32_t)-k % k;
        for (;;) {
            uint64_t m = (uint64_t)gsl_rng_get(&r->g) * k;
            if ((uint32_t)m >= least)
                return m >> 32;
        }
    }
    for (uint64_t least = (0 - n) % n;;) {
        uint64_t x = word64(r);
        if (x >= least)
            return x % n;
    }
}

double bk__rng_uniform(bk__rng *r)
{
    return (double)(word64(r) >> 11) * 0x1p-53;
}

double bk__rng_normal(bk__rng *r)
{
    return gsl_ran_gaussian_ziggurat(&r->g, 1.0);
}

double bk__rng_gamma(bk__rng *r, double shape)
{
    return shape == 1 ? -log1p(-bk__rng_uniform(r)) : gsl_ran_gamma(&r->g, shape, 1.0);
}

void bk__rng_free(bk_ctx *ctx, bk__rng *r)
{
    if (r) {
        bk__free(ctx, r->g.state);
        bk__free(ctx, r);
    }
}

const char *bk__rng_version(void)
{
    return gsl_version;
}
