/* topic.h - topics: new, step until BK_END, read, free. */
#ifndef BINGKAI_TOPIC_H
#define BINGKAI_TOPIC_H

#include <bingkai/matrix.h>
#include <bingkai/text.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct bk_topic bk_topic;
typedef struct bk_topic_opts {
    size_t size;
    const char *method; /* nmf, kmeans (spherical) */
    int topics;         /* K; 0: chosen from the number of articles */
    int max_iter;
    double tol; /* stop when the objective's relative change is below */
} bk_topic_opts;
#define BK_TOPIC_OPTS_INIT                                                                         \
    {                                                                                              \
        sizeof(bk_topic_opts), "nmf", 0, 200, 1e-4                                                 \
    }
BK_API const bk_opt *bk_topic_opt_table(size_t *n);

/* A [D x V] must outlive it. K is cut to the number of non-empty rows. */
BK_API bk_status bk_topic_new(bk_ctx *ctx, bk_topic **out, const bk_csr *A,
                              const bk_topic_opts *opts);
/* One sweep; objective falls; BK_END once converged or at max_iter. */
BK_API bk_status bk_topic_step(bk_topic *t, double *objective);
BK_API bk_status bk_topic_fit(bk_topic *t);
BK_API int bk_topic_count(const bk_topic *t);           /* K */
BK_API const double *bk_topic_terms(const bk_topic *t); /* [K x V] rows sum to 1; borrowed */
BK_API const double *
bk_topic_docs(const bk_topic *t); /* [D x K] rows sum to 1 (0 for an empty article); borrowed */
/* Up to n columns of topic k by falling weight, ties by lower column. Returns how many. */
BK_API int bk_topic_top(const bk_topic *t, int k, uint32_t *col, double *weight, int n);
/* Mean NPMI of the top n terms, boolean co-occurrence in the rows of `counts`
 * (Bouma 2009; Lau, Newman, Baldwin 2014). out [K]. */
BK_API bk_status bk_topic_npmi(const bk_topic *t, const bk_csr *counts, int n, double *out);
BK_API void bk_topic_free(bk_topic *t);

/* Two coordinates for each row of A from its truncated SVD (rows scaled to unit length in the
 * space of `dims`, then laid out so that topics separate); xy [D x 2], caller's memory, in [-1, 1].
 */
BK_API bk_status bk_topic_map(bk_ctx *ctx, double *xy, const bk_csr *A, const bk_topic *t);

#ifdef __cplusplus
}
#endif
#endif
