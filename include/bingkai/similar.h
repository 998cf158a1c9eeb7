/* similar.h - neighbours, explained, and repeated articles. */
#ifndef BINGKAI_SIMILAR_H
#define BINGKAI_SIMILAR_H

#include <bingkai/matrix.h>
#include <bingkai/text.h>
#include <bingkai/vectorize.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct bk_pair {
    uint32_t a, b;
    float score;
} bk_pair;
typedef struct bk_pairs {
    bk_pair *at; /* [n] */
    int64_t n;
} bk_pairs;

typedef struct bk_similar_opts {
    size_t size;
    int k;            /* neighbours of each article */
    double min_score; /* leave out neighbours below this cosine */
    double within;    /* days between neighbours at most; 0: any (bk_similar_within) */
} bk_similar_opts;
#define BK_SIMILAR_OPTS_INIT                                                                       \
    {                                                                                              \
        sizeof(bk_similar_opts), 10, 0.1, 0                                                        \
    }
BK_API const bk_opt *bk_similar_opt_table(size_t *n);

/* Exact cosine top-k of every row of A against all others; rows have norm 1 (or 0). Sorted by a,
 * then score falling, ties by lower b. out is yours (bk_pairs_free). Exact at any
 * number of rows; equal rows are searched once, else the time grows with the square of the number
 * of rows. Memory: 512 bytes a row, 6 to 10 an entry, V / 4 for each 1,024 rows, 28 k a row. */
BK_API bk_status bk_similar_topk(bk_ctx *ctx, bk_pairs *out, const bk_csr *A,
                                 const bk_similar_opts *opts);
/* The same among rows that lie at most opts->within days apart, when [A->rows] in UTC seconds: the
 * k best of those, not those among the k best. A row without a time (BK_NO_DATE) has no neighbours
 * and is none. within = 0: bk_similar_topk. Equal rows are searched one by one. */
BK_API bk_status bk_similar_within(bk_ctx *ctx, bk_pairs *out, const bk_csr *A, const int64_t *when,
                                   const bk_similar_opts *opts);
/* Every pair a < b with cosine >= min_score, sorted by (a, b); exact at any number. */
BK_API bk_status bk_similar_pairs(bk_ctx *ctx, bk_pairs *out, const bk_csr *A, double min_score);
/* Exact cosine top-k of every row of Q against all rows of A: a is the row of Q, b that of A; both
 * with rows of norm 1 (or 0) in the same columns. Sorted as above. BK_ESHAPE, BK_EINVAL (within). A
 * query of up to 32 costs the entries of A; for more of them A is held as in bk_similar_topk (512
 * bytes a row, 4 an entry) and one costs a fiftieth of that. */
BK_API bk_status bk_similar_query(bk_ctx *ctx, bk_pairs *out, const bk_csr *A, const bk_csr *Q,
                                  const bk_similar_opts *opts);
/* The same among dense rows X [rows x dims], row-major, of any length: U diag(s) of bk_svd gives
 * neighbours in the space of the topics. Exact in that space: every row against all others, scored
 * as the sum of products of the rows at length 1, rounded to floats. BK_ENUMERIC where a number is
 * not finite, BK_EUNSUPPORTED without OpenBLAS. rows^2 dims flops. */
BK_API bk_status bk_similar_dense(bk_ctx *ctx, bk_pairs *out, const double *X, int64_t rows,
                                  int dims, const bk_similar_opts *opts);
BK_API void bk_pairs_free(bk_ctx *ctx, bk_pairs *pairs);

/* Why two rows are alike: up to n shared columns by falling product of weights, ties by lower
 * column. Returns how many were written. share[i] is the part of the cosine. */
BK_API int bk_similar_why(const bk_csr *A, uint32_t a, uint32_t b, uint32_t *col, float *share,
                          int n);

typedef struct bk_neardup_opts {
    size_t size;
    double threshold; /* Jaccard of word shingles, verified */
    double words;     /* or: share of the longer one's words that both have in the same order */
    int shingle;      /* words in a shingle */
    int hashes;       /* MinHash values of an article */
} bk_neardup_opts;
#define BK_NEARDUP_OPTS_INIT                                                                       \
    {                                                                                              \
        sizeof(bk_neardup_opts), 0.7, 0.85, 4, 128                                                 \
    }
BK_API const bk_opt *bk_neardup_opt_table(size_t *n);

/* Groups of near-duplicates: connected components of verified pairs. A pair is one by the Jaccard
 * of its shingles or by the words that both have in the same order: 10 words of 100 changed
 * wherever they stand leave a Jaccard of 0.49, and 90 words. Copies with up to 10 % of their words
 * replaced (in one stretch or scattered), inserted, deleted, cut off or put before are found in 98
 * of 100 cases or more (tests/property); with a third of the words new they are other articles.
 * Articles that an outlet writes by one pattern every day (prices of gold) count as repeats too.
 * group[D]: number of the group (0, 1, ... by lowest member) or UINT32_MAX for an article of its
 * own. lead[D]: the group's earliest article (by date, unknown last, then by lower row), itself
 * where there is no group. jaccard[D]: with the lead, or with the nearest member where that is
 * higher; 1 for the lead. of[D]: from which article it was taken, most likely: of the earlier
 * members that with the highest Jaccard, which is shared[D] (ties: the earliest of them; in groups
 * of more than 256 only verified pairs and the lead are looked at); itself, and 1, for the lead and
 * where there is no group. Copies of copies are chains so: a -> b -> c. */
typedef struct bk_neardup {
    int64_t n;
    uint32_t *group, *lead, *of;
    float *jaccard, *shared;
    uint32_t groups;
} bk_neardup;
BK_API bk_status bk_neardup_fit(bk_ctx *ctx, bk_neardup *out, const bk_corpus *c,
                                const bk_neardup_opts *opts);
/* The same groups, and the vectors that bk_vectorizer_fit gives, from one reading of the text. */
BK_API bk_status bk_neardup_fit_vectors(bk_ctx *ctx, bk_neardup *out, bk_vectorizer **vectors,
                                        const bk_corpus *c, const bk_neardup_opts *opts,
                                        const bk_vectorizer_opts *vector_opts);
BK_API void bk_neardup_free(bk_ctx *ctx, bk_neardup *d);

#ifdef __cplusplus
}
#endif
#endif
