/* blas.h - dense kernels of OpenBLAS, always on one thread (blas.c is the only door).
 *
 * Row-major matrices; sizes fit an int. Call bk__blas_open once before any kernel: it is cheap
 * after the first time. The kernels are pure and may run in several workers at once. */
#ifndef BK_MATRIX_BLAS_H
#define BK_MATRIX_BLAS_H

#include "base/ctx.h"

/* Loads OpenBLAS. BK_EUNSUPPORTED where it is not installed; the message says what to install.
 * BK_ENOMEM where the process may not take the memory that it maps. */
bk_status bk__blas_open(bk_ctx *ctx);

/* C [m x n] = alpha op(A) op(B) + beta C; op is the transpose where ta, tb. k: inner size. */
void bk__dgemm(bool ta, bool tb, int m, int n, int k, double alpha, const double *A, int lda,
               const double *B, int ldb, double beta, double *C, int ldc);
void bk__sgemm(bool ta, bool tb, int m, int n, int k, float alpha, const float *A, int lda,
               const float *B, int ldb, float beta, float *C, int ldc);
/* Upper triangle of C [n x n] = alpha At A + beta C, A [k x n]. */
void bk__dsyrk(int n, int k, double alpha, const double *A, int lda, double beta, double *C,
               int ldc);
/* B [m x n] = B R^-1, R [n x n] upper triangular. */
void bk__dtrsm(int m, int n, const double *R, int ldr, double *B, int ldb);

/* LAPACK over the same row-major memory. 0 is fine; else the algorithm's own number. */
/* Upper triangle of A [n x n] becomes R with Rt R = A. */
int bk__dpotrf(int n, double *A);
/* Symmetric A [n x n] (upper triangle): eigenvalues rising in w [n], row i of A their vector. */
int bk__dsyev(int n, double *A, double *w, double *work, int lwork);
/* Rows of A [m x n], m >= n, become those of Q with Qt Q = I, A = Q R; R is lost. tau [n]. */
int bk__dqr(int m, int n, double *A, double *tau, double *work, int lwork);
/* A [n x n] = U diag(s) Vt, s falling; A is lost. */
int bk__dsvd(int n, double *A, double *s, double *U, double *Vt, double *work, int lwork);

#endif
