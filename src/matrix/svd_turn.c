/* svd_turn.c - right singular vectors from columns to rows, with fixed signs.
 *
 * The entry of largest magnitude of each row of Vt (the first of equal ones) becomes positive, and
 * the column of U turns with it. Split: panels of rows of V, which each find the largest entries of
 * their own; then panels of V and of U, which are turned in tiles that stay at hand. */
#include <math.h>

#include "base/par.h"
#include "matrix/svd.h"

enum { PANEL = 2048, TILE = 32 };

typedef struct turn {
    const bk_svd *svd;
    const double *V; /* [cols x k] */
    double *most;    /* [panels x k] of each panel of V; then of all, in the first */
    int64_t panels;  /* of V */
} turn;

static int64_t end_of(int64_t panel, int64_t rows)
{
    return (panel + 1) * PANEL < rows ? (panel + 1) * PANEL : rows;
}

static bk_status find_most(void *user, int64_t panel, int worker)
{
    const turn *t = user;
    int k = t->svd->k;
    double *most = t->most + panel * k;
    (void)worker;
    for (int c = 0; c < k; c++)
        most[c] = 0;
    for (int64_t r = panel * PANEL; r < end_of(panel, t->svd->cols); r++)
        for (int c = 0; c < k; c++) {
            double x = t->V[r * k + c];
            most[c] = fabs(x) > fabs(most[c]) ? x : most[c];
        }
    return BK_OK;
}

static bk_status turn_V(const turn *t, int64_t panel)
{
    int k = t->svd->k;
    int64_t end = end_of(panel, t->svd->cols);
    for (int64_t from = panel * PANEL; from < end; from += TILE) {
        int64_t to = from + TILE < end ? from + TILE : end;
        for (int c = 0; c < k; c++) {
            double sign = t->most[c] < 0 ? -1 : 1, *row = t->svd->Vt + c * t->svd->cols;
            for (int64_t r = from; r < to; r++)
                row[r] = sign * t->V[r * k + c];
        }
    }
    return BK_OK;
}

static bk_status turn_panel(void *user, int64_t panel, int worker)
{
    const turn *t = user;
    int k = t->svd->k;
    (void)worker;
    if (panel < t->panels)
        return turn_V(t, panel);
    panel -= t->panels;
    for (int64_t r = panel * PANEL; r < end_of(panel, t->svd->rows); r++)
        for (int c = 0; c < k; c++)
            if (t->most[c] < 0)
                t->svd->U[r * k + c] = -t->svd->U[r * k + c];
    return BK_OK;
}

bk_status bk__svd_turn(bk_ctx *ctx, bk_svd *svd, const double *V)
{
    turn t = {.svd = svd, .V = V, .panels = bk__chunks(svd->cols, PANEL)};
    size_t k = (size_t)svd->k;
    t.most = bk__alloc_array(ctx, (size_t)t.panels + 1, k * sizeof *t.most);
    bk_status st = t.most ? bk__par_for(ctx, NULL, t.panels, find_most, &t) : BK_ENOMEM;
    for (int64_t p = 1; p < t.panels && st == BK_OK; p++)
        for (size_t c = 0; c < k; c++) {
            double x = t.most[(size_t)p * k + c];
            t.most[c] = fabs(x) > fabs(t.most[c]) ? x : t.most[c];
        }
    if (st == BK_OK)
        st = bk__par_for(ctx, NULL, t.panels + bk__chunks(svd->rows, PANEL), turn_panel, &t);
    bk__free(ctx, t.most);
    return st;
}
