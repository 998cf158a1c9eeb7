/* plain_lda.c - collapsed Gibbs sampling of LDA as it stands in the books, token by token. */
#include "support/plain_lda.h"

#include <math.h>
#include <stdlib.h>

static int pick(const int *of_word, const int *of_article, const int *n_k, int K, double alpha,
                double beta, double all_beta, double u, double *p)
{
    double sum = 0;
    int k = 0;
    for (int j = 0; j < K; j++)
        p[j] = sum += (of_article[j] + alpha) * (of_word[j] + beta) / (n_k[j] + all_beta);
    while (k < K - 1 && p[k] <= u * sum)
        k++;
    return k;
}

void t_plain_lda(const bk_csr *A, int K, double alpha, double beta, int sweeps, uint64_t seed,
                 double *terms)
{
    t_rand r = {seed};
    double all_beta = beta * (double)A->cols, *p = calloc((size_t)K, sizeof *p);
    int *word = calloc((size_t)(A->cols * K), sizeof *word);
    int *article = calloc((size_t)(A->rows * K), sizeof *article);
    int *n_k = calloc((size_t)K, sizeof *n_k), *topic;
    size_t tokens = 0;
    for (int64_t e = 0; e < A->ptr[A->rows]; e++)
        tokens += (size_t)A->val[e];
    topic = calloc(tokens + 1, sizeof *topic);
    assert_true(p && word && article && n_k && topic);
    for (int sweep = 0; sweep <= sweeps; sweep++) {
        size_t t = 0;
        for (int64_t i = 0; i < A->rows; i++)
            for (int64_t e = A->ptr[i]; e < A->ptr[i + 1]; e++)
                for (int c = 0; c < (int)A->val[e]; c++, t++) {
                    int *w = word + (int64_t)A->col[e] * K, *d = article + i * K, k = topic[t];
                    if (sweep > 0) {
                        w[k]--;
                        d[k]--;
                        n_k[k]--;
                        k = pick(w, d, n_k, K, alpha, beta, all_beta, t_unit(&r), p);
                    } else {
                        k = (int)t_below(&r, (uint64_t)K);
                    }
                    topic[t] = k;
                    w[k]++;
                    d[k]++;
                    n_k[k]++;
                }
    }
    for (int k = 0; k < K; k++)
        for (int64_t w = 0; w < A->cols; w++)
            terms[k * A->cols + w] = (word[w * K + k] + beta) / (n_k[k] + all_beta);
    free(p);
    free(word);
    free(article);
    free(n_k);
    free(topic);
}

/* Shares of an article from its even tokens; adds up ln p of the odd ones. */
static void complete(const bk_csr *A, int64_t i, int K, double alpha, const double *terms,
                     double *theta, double *next, double *sum, double *tokens)
{
    for (int k = 0; k < K; k++)
        theta[k] = 1.0 / K;
    for (int round = 0; round <= 50; round++) {
        int64_t t = 0;
        double all = 0;
        for (int k = 0; k < K; k++)
            next[k] = alpha;
        for (int64_t e = A->ptr[i]; e < A->ptr[i + 1]; e++)
            for (int c = 0; c < (int)A->val[e]; c++, t++) {
                double p = 0;
                for (int k = 0; k < K; k++)
                    p += theta[k] * terms[k * A->cols + A->col[e]];
                for (int k = 0; k < K && t % 2 == 0; k++)
                    next[k] += theta[k] * terms[k * A->cols + A->col[e]] / p;
                if (round == 50 && t % 2 == 1) {
                    *sum += log(p);
                    *tokens += 1;
                }
            }
        for (int k = 0; k < K; k++)
            all += next[k];
        for (int k = 0; k < K && round < 50; k++)
            theta[k] = next[k] / all;
    }
}

double t_completion(const bk_csr *A, int K, double alpha, const double *terms)
{
    double *theta = calloc((size_t)K, sizeof *theta), *next = calloc((size_t)K, sizeof *next);
    double sum = 0, tokens = 0;
    assert_true(theta && next);
    for (int64_t i = 0; i < A->rows; i++)
        complete(A, i, K, alpha, terms, theta, next, &sum, &tokens);
    free(theta);
    free(next);
    return exp(-sum / tokens);
}
