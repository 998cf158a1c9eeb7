/* topic_state.c - a fit between two steps in a file, and back.
 *
 * A container (matrix/store.h) of kind "topic-state":
 *     key      u8 [64]  SHA-256 of what decides the fit, hex
 *     numbers  i64 [8]  form (1), sweeps, chain, starting, K, 0 ...
 *     fit      f64 [1]  the last objective
 *     then the way's own parts.
 * A way names its parts once, in `state`; the same call writes them, or reads them after it was
 * started as usual. Counts that follow from others are not kept but made again, so that no file can
 * say something that does not hold together. */
#include "model/topic_model.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "matrix/csr.h"

enum { FORM = 1, FORM_AT = 0, SWEEPS, CHAIN, STARTING, TOPICS, LAST, NUMBERS = 8, KEY = 64 };
#define KIND "topic-state"

struct bk__topic_parts {
    bk_ctx *ctx;
    bk__store_out out;
    bk__store in;
    bool reading;
};

bool bk__topic_reading(const bk__topic_parts *p)
{
    return p->reading;
}

bk_status bk__topic_nonsense(const bk__topic_parts *p)
{
    return bk__fail(p->ctx, BK_EFORMAT, p->in.path ? p->in.path : "",
                    "not a readable state of topics: its values do not fit together");
}

static size_t width(bk__store_type type)
{
    return type == BK__U8 ? 1 : type == BK__U32 || type == BK__F32 ? 4 : 8;
}

static bool is_real(bk__store_type type, const void *data, size_t count, double least)
{
    const float *single = data;
    const double *real = data;
    bool fine = true;
    for (size_t i = 0; i < count && type == BK__F32; i++)
        fine = fine && isfinite(single[i]) && (double)single[i] >= least;
    for (size_t i = 0; i < count && type == BK__F64; i++)
        fine = fine && isfinite(real[i]) && real[i] >= least;
    return fine;
}

bk_status bk__topic_part(bk__topic_parts *p, const char *name, bk__store_type type, void *data,
                         size_t count, double least)
{
    const void *from;
    size_t n;
    if (!p->reading) {
        if (bk__store_put(&p->out, name, type, data, count) < 0)
            return bk__fail(p->ctx, BK_EINVAL, name, "a state of topics with too many parts");
        return BK_OK;
    }
    bk_status st = bk__store_get(p->ctx, &p->in, name, type, &from, &n);
    if (st == BK_OK && (n != count || !is_real(type, from, n, least)))
        st = bk__topic_nonsense(p);
    if (st == BK_OK && n > 0)
        memcpy(data, from, n * width(type));
    return st;
}

/* ---- whose state it is ----------------------------------------------------------------------- */
static void add_seeds(const bk_topic *t, bk__sha256 *h)
{
    bk__sha256_add(h, &t->opts.seeds, sizeof t->opts.seeds);
    for (int s = 0; s < t->opts.seeds; s++) {
        const bk_topic_seed *seed = &t->opts.seed[s];
        bk__sha256_add(h, &seed->n, sizeof seed->n);
        bk__sha256_add(h, seed->col, (size_t)seed->n * sizeof *seed->col);
    }
}

static void add_model(const bk_topic_model *m, bk__sha256 *h)
{
    size_t K = (size_t)m->K;
    bk__sha256_add(h, m->terms, K * (size_t)m->V * sizeof *m->terms);
    bk__sha256_add(h, m->alpha, K * sizeof *m->alpha);
    bk__sha256_add(h, m->weight, K * sizeof *m->weight);
}

/* Large arrays by their quick sums. */
static void add_matrix(const bk_csr *A, bk__sha256 *h)
{
    size_t n = (size_t)bk__csr_n(A);
    uint64_t sums[5] = {(uint64_t)A->rows, (uint64_t)A->cols,
                        bk__hash(A->ptr, ((size_t)A->rows + 1) * sizeof *A->ptr),
                        bk__hash(A->col, n * sizeof *A->col), bk__hash(A->val, n * sizeof *A->val)};
    bk__sha256_add(h, sums, sizeof sums);
}

static bk_status add_kernels(const bk_topic *t, bk__sha256 *h)
{
    const char *blas = "";
    bk_status st = BK_OK;
    if (t->way == &bk__topic_nmf || t->way == &bk__topic_kl)
        st = bk_blas_name(t->ctx, &blas);
    bk__sha256_add(h, blas, strlen(blas) + 1);
    return st;
}

static bk_status make_key(bk_topic *t)
{
    const bk_topic_opts *o = &t->opts;
    const double reals[] = {o->alpha, o->beta, o->seed_strength, o->memory};
    const int64_t whole[] = {
        t->K, o->optimise, o->chains, o->restart, o->frozen, (int64_t)bk__seed(t->ctx), o->batch};
    bk__sha256 *h;
    if (t->key[0])
        return BK_OK;
    bk_status st = bk__sha256_new(t->ctx, &h);
    if (st != BK_OK)
        return st;
    bk__sha256_add(h, bk_version(), strlen(bk_version()) + 1);
    bk__sha256_add(h, t->way->name, strlen(t->way->name) + 1);
    bk__sha256_add(h, reals, sizeof reals);
    bk__sha256_add(h, whole, sizeof whole);
    add_seeds(t, h);
    if (t->opts.from)
        add_model(t->opts.from, h);
    add_matrix(t->A, h);
    st = add_kernels(t, h);
    if (st == BK_OK)
        bk__sha256_hex(h, t->key);
    bk__sha256_free(t->ctx, h);
    return st;
}

/* ---- both directions ------------------------------------------------------------------------- */
static bk_status parts_of(bk_topic *t, bk__topic_parts *p)
{
    int64_t *n = t->numbers;
    bk_status st;
    n[FORM_AT] = FORM;
    n[SWEEPS] = t->sweeps;
    n[CHAIN] = t->chain;
    n[STARTING] = t->starting;
    n[TOPICS] = t->K;
    n[LAST] = t->chain_sweeps;
    BK__TRY(st, bk__topic_part(p, "numbers", BK__I64, n, NUMBERS, 0), done);
    BK__TRY(st, bk__topic_part(p, "fit", BK__F64, &t->objective, 1, 0), done);
    if (p->reading &&
        (n[FORM_AT] != FORM || n[SWEEPS] < 0 || n[SWEEPS] > INT32_MAX || n[CHAIN] < 0 ||
         n[LAST] < 0 || n[LAST] > INT32_MAX || n[CHAIN] >= t->opts.chains || n[TOPICS] != t->K ||
         (n[STARTING] && !t->starting))) {
        st = bk__topic_nonsense(p);
        goto done;
    }
    t->sweeps = (int)n[SWEEPS];
    t->chain = (int)n[CHAIN];
    t->chain_sweeps = (int)n[LAST];
    t->starting = n[STARTING] != 0;
    BK__TRY(st, bk__topic_chain_state(t, p), done);
    st = t->way->state(t, p);
done:
    return st;
}

bk_status bk_topic_save(const bk_topic *t, const char *path)
{
    bk_topic *own = (bk_topic *)(uintptr_t)t; /* numbers and key alone */
    bk__topic_parts p = {.ctx = t->ctx};
    if (t->done || t->K == 0)
        return bk__fail(t->ctx, BK_EINVAL, "topics", "a fit that has ended has no state to keep");
    bk_status st = make_key(own);
    if (st == BK_OK)
        st = bk__topic_part(&p, "key", BK__U8, own->key, KEY, 0);
    if (st == BK_OK)
        st = parts_of(own, &p);
    return st == BK_OK ? bk__store_write(t->ctx, &p.out, path, KIND) : st;
}

static bk_status check_key(const bk_topic *t, bk__topic_parts *p)
{
    char key[KEY];
    bk_status st = bk__topic_part(p, "key", BK__U8, key, KEY, 0);
    if (st == BK_OK && memcmp(key, t->key, KEY) != 0)
        st = bk__fail(t->ctx, BK_EINVAL, p->in.path,
                      "the state of another fit: articles, words, options of topics, --seed and "
                      "version must be those that it was made with");
    return st;
}

bk_status bk_topic_resume(bk_topic *t, const char *path)
{
    bk__topic_parts p = {.ctx = t->ctx, .reading = true};
    if (t->done || t->begun)
        return bk__fail(t->ctx, BK_EINVAL, "topics", "a fit that has begun cannot go on elsewhere");
    if (t->K == 0)
        return BK_OK;
    bk_status st = make_key(t);
    if (st == BK_OK)
        st = bk__store_open(t->ctx, &p.in, path, KIND);
    if (st != BK_OK)
        return st;
    st = check_key(t, &p);
    if (st == BK_OK)
        st = parts_of(t, &p);
    if (st == BK_OK && t->sweeps > t->opts.max_iter)
        st = bk__fail(t->ctx, BK_EINVAL, path,
                      "the state of %d sweeps, beyond the %d of --topic-iterations", t->sweeps,
                      t->opts.max_iter);
    bk__store_close(t->ctx, &p.in);
    return st;
}
