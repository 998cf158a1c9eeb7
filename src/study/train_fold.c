/* train_fold.c - examples to folds: whole groups in one, classes spread evenly.
 *
 * Groups are taken the largest first, equal ones in an order that the seed decides, and each goes
 * where the squares of the classes' counts, over the classes' sizes, grow least. O(groups folds K).
 */
#include "study/train.h"

#include <stdlib.h>

#include "base/rng.h"

typedef struct lot { /* a group, or one example of it */
    int32_t group;
    int64_t first, n; /* in the list by group */
    uint64_t key;
} lot;

typedef struct placed {
    int32_t group;
    int64_t at; /* into pick */
} placed;

static int by_group(const void *a, const void *b)
{
    const placed *x = a, *y = b;
    return x->group != y->group ? (x->group > y->group) - (x->group < y->group)
                                : (x->at > y->at) - (x->at < y->at);
}

static int by_size(const void *a, const void *b)
{
    const lot *x = a, *y = b;
    if (x->n != y->n)
        return (x->n < y->n) - (x->n > y->n);
    return x->key != y->key ? (x->key > y->key) - (x->key < y->key)
                            : (x->group > y->group) - (x->group < y->group);
}

typedef struct deal {
    const int32_t *y;
    const int64_t *pick;
    const placed *list;
    int K, folds;
    double *count; /* [folds x K] */
    double *size;  /* [K] */
    int64_t *n;    /* [folds] */
} deal;

static int best_fold(const deal *d, const lot *g)
{
    double least = 0;
    int best = -1;
    for (int f = 0; f < d->folds; f++) {
        double cost = 0;
        for (int64_t i = g->first; i < g->first + g->n; i++) {
            int32_t k = d->y[d->pick[d->list[i].at]];
            cost += d->count[f * d->K + k] / d->size[k];
        }
        cost += 1e-6 * (double)d->n[f]; /* then the smallest */
        if (best < 0 || cost < least) {
            least = cost;
            best = f;
        }
    }
    return best;
}

bk_status bk__train_folds(bk_ctx *ctx, int32_t *fold, const int32_t *y, const int32_t *group,
                          const int64_t *pick, int64_t n, int classes, int folds)
{
    placed *list = bk__alloc_array(ctx, (size_t)n, sizeof *list);
    lot *lots = bk__alloc_array(ctx, (size_t)n, sizeof *lots);
    deal d = {y, pick, list, classes, folds, NULL, NULL, NULL};
    d.count = bk__calloc(ctx, (size_t)folds * (size_t)classes, sizeof *d.count);
    d.size = bk__calloc(ctx, (size_t)classes, sizeof *d.size);
    d.n = bk__calloc(ctx, (size_t)folds, sizeof *d.n);
    bk_status st = list && lots && d.count && d.size && d.n ? BK_OK : BK_ENOMEM;
    int64_t groups = 0;
    for (int64_t i = 0; st == BK_OK && i < n; i++) {
        list[i] = (placed){group[pick[i]], i};
        d.size[y[pick[i]]] += 1;
    }
    if (st == BK_OK)
        qsort(list, (size_t)n, sizeof *list, by_group);
    for (int64_t i = 0; st == BK_OK && i < n; i++) {
        if (i == 0 || list[i].group != list[i - 1].group) {
            uint64_t key = bk__mix(bk__seed(ctx) + 0x9e3779b97f4a7c15u * (uint64_t)list[i].group);
            lots[groups++] = (lot){list[i].group, i, 0, key};
        }
        lots[groups - 1].n++;
    }
    if (st == BK_OK)
        qsort(lots, (size_t)groups, sizeof *lots, by_size);
    for (int64_t g = 0; st == BK_OK && g < groups; g++) {
        int f = best_fold(&d, &lots[g]);
        for (int64_t i = lots[g].first; i < lots[g].first + lots[g].n; i++) {
            fold[list[i].at] = f;
            d.count[f * classes + y[pick[list[i].at]]] += 1;
            d.n[f]++;
        }
    }
    bk__free(ctx, d.n);
    bk__free(ctx, d.size);
    bk__free(ctx, d.count);
    bk__free(ctx, lots);
    bk__free(ctx, list);
    return st;
}
