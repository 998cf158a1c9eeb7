/* sparse.h - plain reference kernels and seeded inputs that tests compare with. */
#ifndef BK_TESTS_SPARSE_H
#define BK_TESTS_SPARSE_H

#include <bingkai/matrix.h>

/* 64 random bits; the state may start anywhere. */
uint64_t sparse_next(uint64_t *state);
/* A sparse matrix with about `per_row` entries a row, values in (0, 1]; rows divided by their norm
 * where `unit`. Every seventh row is empty. Free with bk_csr_free. */
bk_csr sparse_random(bk_ctx *ctx, int64_t rows, int64_t cols, int per_row, bool unit,
                     uint64_t seed);
/* out [rows x cols] dense row-major copy. */
void sparse_dense(double *out, const bk_csr *A);
/* Sum over the shared columns, in their order. */
double sparse_dot(const bk_csr *A, int64_t a, int64_t b);

#endif
