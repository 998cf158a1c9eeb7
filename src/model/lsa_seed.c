/* lsa_seed.c - components of latent semantic analysis that lie towards seeds.
 *
 * A term w lies at column w of S Vt; a seed's direction is the sum of its terms', each over the
 * length of its column of A, so that rare ones count as others do. Seeds get components of their
 * own by the assignment of the greatest sum of cosines; of strength s, what a component e and a
 * direction d become is (1 - s) e + s d, and all of these together M the orthonormal rows nearest
 * to them, (M Mt)^-1/2 M (Loewdin 1950): none goes before another. Where M's rows are close to
 * dependent the strength is halved until they are not: seeds of the same words share their plane.
 * The other components are completed by QR, so they stay near to where they were; varimax then
 * turns those alone. Beside varimax k^2 (D + V) products. */
#include <math.h>
#include <string.h>

#include <bingkai/theme.h>

#include "base/par.h"
#include "matrix/blas.h"
#include "model/lsa.h"

enum { PANEL = 512 };
/* Of the largest eigenvalue of M Mt: what is less is close to dependent. */
static const double DEPENDENT = 1e-6;

typedef struct holding {
    bk__lsa *m;
    double *D;            /* [held x k] directions of length 1 */
    double *M, *Q;        /* [held x k] */
    double *G, *W;        /* [held x held] M Mt; its eigenvectors, scaled */
    double *B;            /* [k x k] the new components are its columns */
    double *work, *value; /* LAPACK's; [k] */
    double *room;         /* [threads x k x PANEL] */
    int *partner;         /* [held] component */
    int lwork;
} holding;

int bk__lsa_seeds(const bk__lsa *m, const double *square)
{
    int n = 0;
    for (int s = 0; s < m->opts->seeds; s++) {
        double sum = 0;
        for (int i = 0; i < m->opts->seed[s].n; i++)
            sum += square[m->opts->seed[s].col[i]];
        if (sum > 0)
            m->seed[n++] = s;
    }
    return n;
}

static void find_directions(const holding *h, const double *square)
{
    const bk__lsa *m = h->m;
    for (int c = 0; c < m->held; c++) {
        const bk_topic_seed *s = &m->opts->seed[m->seed[c]];
        double *d = h->D + (int64_t)c * m->k, length = 0;
        for (int i = 0; i < s->n; i++)
            for (int q = 0; q < m->k && square[s->col[i]] > 0; q++)
                d[q] += m->svd.Vt[q * m->svd.cols + s->col[i]] / sqrt(square[s->col[i]]);
        for (int q = 0; q < m->k; q++)
            length += d[q] * d[q];
        for (int q = 0; q < m->k && length > 0; q++)
            d[q] /= sqrt(length);
    }
}

/* B, for now the identity, holds the components as they are. */
static bk_status find_partners(bk_ctx *ctx, const holding *h)
{
    int k = h->m->k, held = h->m->held;
    for (int q = 0; q < k; q++)
        h->B[(int64_t)q * k + q] = 1;
    return bk_topic_match(ctx, h->partner, NULL, h->D, held, h->B, k, k);
}

/* M of a strength, and the eigenvectors of M Mt. */
static bk_status mix(bk_ctx *ctx, const holding *h, double strength)
{
    int k = h->m->k, n = h->m->held;
    for (int c = 0; c < n; c++) {
        for (int q = 0; q < k; q++)
            h->M[(int64_t)c * k + q] = strength * h->D[(int64_t)c * k + q];
        h->M[(int64_t)c * k + h->partner[c]] += 1 - strength;
    }
    bk__dgemm(false, true, n, n, k, 1, h->M, k, h->M, k, 0, h->G, n);
    int info = bk__dsyev(n, h->G, h->value, h->work, h->lwork);
    return info == 0 ? BK_OK
                     : bk__fail(ctx, BK_ENUMERIC, "", "eigenvectors failed in LAPACK (%d)", info);
}

/* Q, the orthonormal rows nearest to M's. */
static bk_status find_nearest(bk_ctx *ctx, const holding *h)
{
    int k = h->m->k, n = h->m->held;
    double strength = h->m->opts->seed_strength;
    bk_status st = mix(ctx, h, strength);
    while (st == BK_OK && h->value[0] < DEPENDENT * h->value[n - 1])
        st = mix(ctx, h, strength /= 2);
    if (st != BK_OK)
        return st;
    for (int e = 0; e < n; e++)
        for (int c = 0; c < n; c++)
            h->W[(int64_t)e * n + c] = h->G[(int64_t)e * n + c] / sqrt(h->value[e]);
    double *root = h->B; /* [held x held] not needed yet */
    bk__dgemm(true, false, n, n, n, 1, h->W, n, h->G, n, 0, root, n);
    bk__dgemm(false, false, n, k, n, 1, root, n, h->M, k, 0, h->Q, k);
    return BK_OK;
}

/* B: the seeds' directions, then the other components at right angles to those. */
static bk_status complete(bk_ctx *ctx, const holding *h)
{
    int k = h->m->k, n = h->m->held, at = n;
    memset(h->B, 0, (size_t)k * (size_t)k * sizeof *h->B);
    for (int q = 0; q < k; q++) {
        bool taken = false;
        for (int c = 0; c < n; c++) {
            h->B[(int64_t)q * k + c] = h->Q[(int64_t)c * k + q];
            taken = taken || h->partner[c] == q;
        }
        if (!taken)
            h->B[(int64_t)q * k + at++] = 1;
    }
    int info = bk__dqr(k, k, h->B, h->value, h->work, h->lwork);
    if (info != 0)
        return bk__fail(ctx, BK_ENUMERIC, "", "QR failed in LAPACK (%d)", info);
    for (int c = 0; c < n; c++) /* of QR the signs are its own */
        for (int q = 0; q < k; q++)
            h->B[(int64_t)q * k + c] = h->Q[(int64_t)c * k + q];
    return BK_OK;
}

/* Columns of the scores, then of the weights, by Bt. */
static bk_status turn_panel(void *user, int64_t chunk, int worker)
{
    const holding *h = user;
    bk__lsa *m = h->m;
    int64_t scores = bk__chunks(m->ld, PANEL), V = m->svd.cols;
    int64_t ld = chunk < scores ? m->ld : V,
            from = (chunk < scores ? chunk : chunk - scores) * PANEL;
    double *X = (chunk < scores ? m->score : m->svd.Vt) + from;
    double *room = h->room + (int64_t)worker * m->k * PANEL;
    int n = (int)(ld - from < PANEL ? ld - from : PANEL);
    bk__dgemm(true, false, m->k, n, m->k, 1, h->B, m->k, X, (int)ld, 0, room, n);
    for (int q = 0; q < m->k; q++)
        memcpy(X + q * ld, room + (int64_t)q * n, (size_t)n * sizeof *room);
    return BK_OK;
}

static bool make_room(bk_ctx *ctx, holding *h)
{
    size_t k = (size_t)h->m->k, n = (size_t)h->m->held, threads = (size_t)bk_ctx_threads(ctx);
    h->lwork = 64 * h->m->k + 64;
    double **all[] = {&h->D, &h->M, &h->Q, &h->G, &h->W, &h->B, &h->work, &h->value, &h->room};
    const size_t size[] = {
        n * k, n * k, n * k, n * n, n * n, k * k, (size_t)h->lwork, k, threads * k * PANEL};
    bool fine = true;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        *all[i] = bk__calloc(ctx, size[i], sizeof **all[i]);
        fine = fine && *all[i];
    }
    h->partner = bk__alloc_array(ctx, n, sizeof *h->partner);
    return fine && h->partner;
}

static void clear(bk_ctx *ctx, holding *h)
{
    double *all[] = {h->D, h->M, h->Q, h->G, h->W, h->B, h->work, h->value, h->room};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        bk__free(ctx, all[i]);
    bk__free(ctx, h->partner);
}

bk_status bk__lsa_hold(bk_ctx *ctx, bk__lsa *m, int seeds, const double *square)
{
    holding h = {.m = m};
    m->held = seeds < m->k ? seeds : m->k;
    if (m->held < seeds)
        bk__log(ctx, BK_LOG_WARN,
                "of %d seeds %d have a topic: the articles have no more components", seeds,
                m->held);
    if (m->held == 0)
        return BK_OK;
    bk_status st;
    BK__TRY(st, make_room(ctx, &h) ? BK_OK : BK_ENOMEM, done);
    find_directions(&h, square);
    BK__TRY(st, find_partners(ctx, &h), done);
    BK__TRY(st, find_nearest(ctx, &h), done);
    BK__TRY(st, complete(ctx, &h), done);
    st = bk__par_for(ctx, NULL, bk__chunks(m->ld, PANEL) + bk__chunks(m->svd.cols, PANEL),
                     turn_panel, &h);
done:
    clear(ctx, &h);
    return st;
}
