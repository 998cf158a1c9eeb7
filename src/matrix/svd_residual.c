/* svd_residual.c - how nearly factors are singular triplets of a matrix.
 *
 *     right_i = |A v_i - s_i u_i|, left_i = |At u_i - s_i v_i|
 * A singular value of A lies within the larger of the two of s_i (Golub, Van Loan, 8.6.1).
 * Split: BLOCK triplets at a time; the products over the pool (spmm.c), squares by panels of rows
 * whose sums are added in their order. Workspace: (D + V) BLOCK doubles and the transpose of A. */
#include <math.h>

#include "base/par.h"
#include "matrix/csr.h"

enum { BLOCK = 16, PANEL = 2048 };

typedef struct work {
    double *X, *Y; /* [rows x n] the columns of one factor; their product */
    int64_t rows;  /* of Y */
    const double *s;
    const double *factor; /* that Y should be s times; its value for row r and triplet i lies at */
    int64_t row, column;  /* r row + i column */
    int first, n;         /* triplets */
    double *part;         /* [panels x BLOCK] */
} work;

static bk_status square_panel(void *user, int64_t chunk, int worker)
{
    work *w = user;
    double *sum = w->part + chunk * BLOCK;
    int64_t end = (chunk + 1) * PANEL < w->rows ? (chunk + 1) * PANEL : w->rows;
    (void)worker;
    for (int c = 0; c < w->n; c++)
        sum[c] = 0;
    for (int64_t r = chunk * PANEL; r < end; r++)
        for (int c = 0; c < w->n; c++) {
            int64_t i = w->first + c;
            double x = w->Y[r * w->n + c] - w->s[i] * w->factor[r * w->row + i * w->column];
            sum[c] += x * x;
        }
    return BK_OK;
}

/* out[i] = |M x_i - s_i y_i| for the triplets of a block; x_i is read from `from` as y_i is. */
static bk_status block(bk_ctx *ctx, work *w, double *out, const bk_csr *M, const double *from,
                       int64_t row, int64_t column)
{
    bk_status st;
    for (int64_t r = 0; r < M->cols; r++)
        for (int c = 0; c < w->n; c++)
            w->X[r * w->n + c] = from[r * row + (w->first + c) * column];
    BK__TRY(st, bk__spmm(ctx, w->Y, M, w->X, w->n), done);
    w->rows = M->rows;
    int64_t panels = bk__chunks(w->rows, PANEL);
    BK__TRY(st, bk__par_for(ctx, NULL, panels, square_panel, w), done);
    for (int c = 0; c < w->n; c++) {
        double sum = 0;
        for (int64_t p = 0; p < panels; p++)
            sum += w->part[p * BLOCK + c];
        out[w->first + c] = sqrt(sum);
    }
done:
    return st;
}

bk_status bk_svd_residuals(bk_ctx *ctx, double *right, double *left, const bk_svd *svd,
                           const bk_csr *A)
{
    if (svd->rows != A->rows || svd->cols != A->cols)
        return bk__fail(ctx, BK_ESHAPE, "svd",
                        "the factors are not those of a matrix of this size");
    size_t most = (size_t)(A->rows > A->cols ? A->rows : A->cols);
    work w = {.s = svd->s};
    bk_csr At = {0};
    bk_status st = bk_csr_transpose(ctx, &At, A);
    if (st != BK_OK)
        return st;
    w.X = bk__alloc_array(ctx, most, BLOCK * sizeof *w.X);
    w.Y = bk__alloc_array(ctx, most, BLOCK * sizeof *w.Y);
    w.part = bk__alloc_array(ctx, (size_t)bk__chunks((int64_t)most, PANEL), BLOCK * sizeof *w.part);
    st = w.X && w.Y && w.part ? BK_OK : BK_ENOMEM;
    for (; w.first < svd->k && st == BK_OK; w.first += w.n) {
        w.n = svd->k - w.first < BLOCK ? svd->k - w.first : BLOCK;
        w.factor = svd->U;
        w.row = svd->k;
        w.column = 1;
        BK__TRY(st, block(ctx, &w, right, A, svd->Vt, 1, svd->cols), done);
        w.factor = svd->Vt;
        w.row = 1;
        w.column = svd->cols;
        st = block(ctx, &w, left, &At, svd->U, svd->k, 1);
    }
done:
    bk__free(ctx, w.X);
    bk__free(ctx, w.Y);
    bk__free(ctx, w.part);
    bk_csr_free(ctx, &At);
    return st;
}

bk_status bk_svd_judge(bk_ctx *ctx, bk_svd_quality *out, const bk_svd *svd, const bk_csr *A)
{
    size_t k = (size_t)svd->k;
    *out = (bk_svd_quality){svd->k, 1 - svd->residual * svd->residual, 0};
    double *right = bk__alloc_array(ctx, k, 2 * sizeof *right);
    if (!right)
        return BK_ENOMEM;
    double *left = right + k;
    bk_status st = bk_svd_residuals(ctx, right, left, svd, A);
    for (size_t i = 0; i < k && st == BK_OK; i++)
        if (svd->s[i] > 0)
            out->residual = fmax(out->residual, fmax(right[i], left[i]) / svd->s[i]);
    bk__free(ctx, right);
    return st;
}
