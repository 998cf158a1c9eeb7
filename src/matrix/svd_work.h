/* svd_work.h - what the parts of the truncated SVD share while one is found. */
#ifndef BK_MATRIX_SVD_WORK_H
#define BK_MATRIX_SVD_WORK_H

#include "base/ctx.h"
#include "matrix/svd.h"

enum { BK__SVD_PANEL = 2048, BK__SVD_WIDTH = 8 };

typedef struct bk__svd_work {
    bk_ctx *ctx;
    int l;           /* columns of all tall blocks */
    double *gram;    /* [panels x l l] */
    double *small;   /* [3 x l x l] */
    float *basis;    /* Q [D x most] */
    float *part;     /* [panels x most b] Qt X of each panel */
    float *single;   /* [D x max(b, k)] the running block, or what is taken from it */
    float *single_C; /* [most x max(b, k)] */
    double *T;       /* [most x most], its upper triangle */
    double *C;       /* [most x b] Qt Z of the running block */
    bool fresh;      /* the running block lies in `single`, not yet in X */
    int from;        /* the first column of Q that the running projection looks at */
    bool renewed;    /* columns began anew: T is full from there on */
    int m, most;     /* columns of Q: so far, room */
    double *lapack;
    int lwork;
    /* the running job */
    double *X, *Y; /* tall [rows x l] */
    int64_t rows;
    const double *R;
    int out_cols;
} bk__svd_work;

static inline int bk__svd_panel(const bk__svd_work *w, int64_t chunk)
{
    int64_t left = w->rows - chunk * BK__SVD_PANEL;
    return (int)(left < BK__SVD_PANEL ? left : BK__SVD_PANEL);
}

/* Columns of X [rows x l] become orthonormal with the same span. */
bk_status bk__svd_orth(bk__svd_work *w, double *X, int64_t rows);
/* out [rows x cols] = X R, R [l x cols]. */
bk_status bk__svd_times(bk__svd_work *w, double *out, double *X, int64_t rows, const double *R,
                        int cols);
/* G [l x l] = Xt Y; both [rows x l]. */
bk_status bk__svd_product(bk__svd_work *w, double *G, double *X, double *Y, int64_t rows);
/* Q [D x k]: an orthonormal basis of nearly the k best directions of A's range. Z [V x b] is
 * scratch. */
bk_status bk__svd_range(bk__svd_work *w, double *Q, double *Z, const bk_csr *A, const bk_csr *At);

#endif
