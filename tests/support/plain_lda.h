/* plain_lda.h - collapsed Gibbs sampling of LDA as it stands in the books, token by token. */
#ifndef BK_TESTS_PLAIN_LDA_H
#define BK_TESTS_PLAIN_LDA_H

#include <bingkai/matrix.h>

#include "support/support.h"

/* terms [K x cols], rows sum to 1: (n_kw + beta) / (n_k + V beta) after `sweeps` from a random
 * start. */
void t_plain_lda(const bk_csr *counts, int K, double alpha, double beta, int sweeps, uint64_t seed,
                 double *terms);

/* Perplexity of the second half of each article's tokens in `counts`, its shares found by
 * expectation-maximisation on the first half; terms [K x cols] stay. */
double t_completion(const bk_csr *counts, int K, double alpha, const double *terms);

#endif
