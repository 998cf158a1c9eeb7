/* validate_shares.c - how often each kind stands in all that was read, as read and with the errors
 * of reading taken out.
 *
 * Units are a dyad of a sentence that relates it or names both of its powers. Sentences that were
 * drawn by chance ("p") are clusters, in strata of one chance; of others the article is. */
#include "study/validation.h"

#include <math.h>
#include <stdio.h>

enum { KINDS = BK__KINDS_READ, SHARES = 4, OUTSIDE = KINDS };

/* Which kinds of which: the related of all, each kind of the related. */
static const struct {
    const char *name;
    unsigned part, whole;
} share[SHARES] = {
    {"related", 14, 15}, {"conflict", 2, 14}, {"neutral", 4, 14}, {"cooperation", 8, 14}};

typedef struct units { /* [sentences x dyads] */
    uint8_t *read, *said, *dyad;
    uint8_t *asked; /* `read`, or OUTSIDE for other dyads than the one that is asked about */
    double *weight, *drawn;
    uint32_t *cluster, *stratum;
    int64_t n;
} units;

static void take_item(const bk_validation *v, const bk__gold_item *it, uint32_t cluster, units *u)
{
    for (int d = 0; d < v->dyads; d++, u->n++) {
        const bk__code *r = &it->read[d];
        u->read[u->n] = (uint8_t)(r->there || it->comention[d] ? bk__kind_read(r) : OUTSIDE);
        u->said[u->n] = (uint8_t)bk__kind_said(&it->gold[d], r);
        u->dyad[u->n] = (uint8_t)d;
        u->weight[u->n] = it->weight;
        u->drawn[u->n] = v->gold.drawn ? it->part : 0;
        u->cluster[u->n] = cluster;
        u->stratum[u->n] = v->gold.drawn ? it->stratum : 0;
    }
}

/* By article, in the order of the file. */
static void take(const bk_validation *v, units *u)
{
    const bk__gold *g = &v->gold;
    uint32_t cluster = 0;
    for (uint32_t a = 0; a < g->articles.n; a++)
        for (uint32_t i = g->first[a]; i != BK__NONE; i = g->item[i].next)
            if (g->item[i].found)
                take_item(v, &g->item[i], g->drawn ? cluster++ : a, u);
}

/* Rows of one dyad; -1: of all together. */
static bk_status add_shares(bk_validation *v, int d, const units *u)
{
    const char *name = d < 0 ? "all" : bk_triad_dyad_code(v->triad, d);
    double all[KINDS] = {0}, n = 0;
    bk_status st = BK_OK;
    for (int x = 0; x < v->dyads; x++)
        for (int k = 0; k < KINDS && (d < 0 || x == d); k++)
            all[k] += v->gold.corpus[x][k];
    for (int k = 0; k < KINDS; k++)
        n += all[k];
    for (int64_t i = 0; i < u->n; i++)
        u->asked[i] = d < 0 || u->dyad[i] == d ? u->read[i] : OUTSIDE;
    bk_stat_drawn drawn = {u->n,      KINDS,      all,        u->asked, u->said,
                           u->weight, u->cluster, u->stratum, u->drawn};
    for (int s = 0; s < SHARES && st == BK_OK && n > 0; s++) {
        char measure[64];
        double part = 0, whole = 0;
        bk_interval right;
        for (int k = 0; k < KINDS; k++) {
            part += (double)(share[s].part >> k & 1) * all[k];
            whole += (double)(share[s].whole >> k & 1) * all[k];
        }
        bk_interval read = {whole > 0 ? part / whole : NAN, NAN, NAN};
        snprintf(measure, sizeof measure, "share %s %s", share[s].name, name);
        st =
            bk_stat_corrected(v->ctx, &right, &drawn, share[s].part, share[s].whole, v->opts.level);
        if (st == BK_OK)
            st = bk__validation_row(v, "as read", "as written", measure, read, n);
        if (st == BK_OK)
            st = bk__validation_row(v, "corrected", "as written", measure, right, n);
    }
    return st;
}

bk_status bk__validation_shares(bk_validation *v)
{
    size_t n = (size_t)v->gold.n * (size_t)v->dyads;
    units u = {.read = bk__calloc(v->ctx, 4, n),
               .weight = bk__alloc_array(v->ctx, n, 2 * sizeof *u.weight),
               .cluster = bk__alloc_array(v->ctx, n, 2 * sizeof *u.cluster)};
    bk_status st = u.read && u.weight && u.cluster ? BK_OK : BK_ENOMEM;
    if (st == BK_OK) {
        u.said = u.read + n;
        u.dyad = u.said + n;
        u.asked = u.dyad + n;
        u.drawn = u.weight + n;
        u.stratum = u.cluster + n;
        take(v, &u);
    }
    for (int d = -1; d < v->dyads && st == BK_OK; d++)
        st = add_shares(v, d, &u);
    bk__free(v->ctx, u.read);
    bk__free(v->ctx, u.weight);
    bk__free(v->ctx, u.cluster);
    return st;
}
