/* svd.h - between the parts of the truncated SVD. */
#ifndef BK_MATRIX_SVD_H
#define BK_MATRIX_SVD_H

#include <bingkai/matrix.h>

/* svd->Vt [k x cols] becomes V [cols x k] turned; signs of it and of svd->U are fixed. */
bk_status bk__svd_turn(bk_ctx *ctx, bk_svd *svd, const double *V);

#endif
