/* topic.h - topics: new, step until BK_END, read, free. */
#ifndef BINGKAI_TOPIC_H
#define BINGKAI_TOPIC_H

#include <bingkai/matrix.h>
#include <bingkai/text.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct bk_topic bk_topic;
typedef struct bk_topic_model bk_topic_model; /* topics that are kept, without articles */
/* Terms that a topic must be about. */
typedef struct bk_topic_seed {
    const uint32_t *col;
    int n;
} bk_topic_seed;
typedef struct bk_topic_opts {
    size_t size;
    const char *method; /* nmf, nmf-kl, kmeans (spherical), lda, lsa */
    int topics;         /* K; 0: the cube root of the number of articles, 1 to 100; no more (beyond
                           those of `from`) than articles with a term */
    int max_iter;
    double tol;           /* stop once a sweep lowers the objective by no more than this share */
    double alpha, beta;   /* lda: priors of a topic in an article, of a term in a topic */
    bool optimise;        /* lda: alpha follows the counts, topic by topic */
    double seed_strength; /* of the seeds: 0 none, towards 1 they outweigh the articles */
    const bk_topic_seed *seed; /* [seeds], borrowed while the topics are fitted */
    int seeds;                 /* no more than topics */
    const char *seed_file;     /* seeds of a study: a line a topic, "name: word, word, ..."; NULL */
    const char *choose; /* "5:100": a study takes the best number among these (bk_topic_choose);
                           NULL: `topics` */
    int restart;        /* 0, or the number of other random streams (no option of the command).
                           NMF, whose start is not random, then starts from random factors, lsa
                           takes one half of the articles */
    int chains; /* lda, kmeans: so many fits from random starts of their own, one after the other;
                   lda: their topics are matched to those of the first and averaged; kmeans: the fit
                   of the least objective stays */
    const bk_topic_model *from; /* where the topics start, numbers kept; of A's columns; borrowed
                                   while they are fitted; NULL: from the articles alone */
    bool frozen;                /* with `from`: the topics stay as they are, articles get shares */
    double memory;              /* with `from`: how much what it was made of still counts, 0 to 1 */
    const char *model_file;     /* of a study: frozen topics from a file; NULL */
    const char *update_file;    /* of a study: topics of a file go on with these articles; NULL */
    int batch;                  /* kmeans of many articles: so many at a time; 0: all */
} bk_topic_opts;
#define BK_TOPIC_OPTS_INIT                                                                         \
    {                                                                                              \
        sizeof(bk_topic_opts), "nmf", 0, 200, 2e-5, 0.1, 0.01, true, 0.5, NULL, 0, NULL, NULL, 0,  \
            1, NULL, false, 1, NULL, NULL, 0                                                       \
    }
BK_API const bk_opt *bk_topic_opt_table(size_t *n);

/* A [D x V] must outlive it; values of 0 or more, as TF-IDF has them. K is cut to the number of
 * non-empty rows. nmf: A ~ W H by hierarchical alternating least squares (Cichocki, Phan 2009),
 * each half begun beyond the last (Ang, Gillis 2019), from NNDSVD; of an article weighted by w^2,
 * multiply its row by w; the rows of H become the topics, and articles get the shares of those
 * that bk_topic_apply gives them (not W: least squares look at few heavy words). nmf-kl: W and H of
 * least generalised Kullback-Leibler divergence (Lee, Seung 2001), from sweeps of nmf; takes no
 * `from`. kmeans: spherical, from k-means++ (over a sample of many articles; of fewer, without
 * seeds, the best of five starts); the length of a row does not count; by batches (opts.batch, of
 * more than 16,384 articles; Sculley 2010) a sweep goes through as many articles as there are, by
 * samples of so many, and the objective is that before the centres move. lda: A holds counts (whole
 * numbers); collapsed Gibbs sampling from a start by expectation-maximisation, means over the later
 * sweeps. lsa: the truncated SVD (bk_svd_fit), its columns turned by varimax so that each is of a
 * topic (Deerwester et al. 1990; Kaiser 1958; Rohe, Zeng 2023), in one step; of each its one end,
 * shares by bk_topic_apply; takes no `from` that is not frozen. A seed's terms are held in its
 * topic with strength s: nmf, they move by s towards the weight of the topic's strongest term in
 * each sweep; kmeans, s / (1 - s) unit vectors of them are added to the centre; lda, s / (1 - s)
 * tokens for each token of a term; lsa, a component e becomes (1 - s) e + s d, d the direction of
 * the terms, all such together made orthonormal, the others turned at right angles to them; then
 * they move as those of nmf do, once, and topics that do not name them keep 1 - s of theirs.
 * BK_EINVAL, BK_ESHAPE, BK_ENUMERIC, BK_ENOMEM, BK_EUNSUPPORTED (nmf, lsa without OpenBLAS). A
 * sweep costs O(N K + (D + V) K^2). */
BK_API bk_status bk_topic_new(bk_ctx *ctx, bk_topic **out, const bk_csr *A,
                              const bk_topic_opts *opts);
/* One sweep; objective (may be NULL) falls: |A - W H|^2 / |A|^2, or the mean of 1 - cosine to the
 * own centre; lda: perplexity of each token given all others. BK_END once converged or at max_iter;
 * from then on the result can be read. */
BK_API bk_status bk_topic_step(bk_topic *t, double *objective);

/* Where a fit stands; to be asked between steps. */
typedef struct bk_topic_state {
    const char *method;  /* nmf, nmf-kl, kmeans, lda, lsa */
    const char *stage;   /* "starting topics" (lda: sweeps over some of the articles), "topics" */
    uint64_t done, most; /* of the stage: sweeps; of a start: entries that were gone through */
    int sweeps;          /* of the chain that runs, or once ended of the last one that counts */
    int chain, chains;   /* from 0; once ended: how many the topics come from */
    const char *measure; /* "perplexity", "relative error", "mean cosine" */
    double value;        /* of it; NAN before the first sweep */
    bool ended;          /* the result can be read */
    bool stopped;        /* ... because somebody asked for it (bk_topic_stop, bk_ctx_stop) */
} bk_topic_state;
BK_API bk_topic_state bk_topic_at(const bk_topic *t);
/* The next step ends with BK_END, with the topics as they stand: lda then has at least one sweep.
 */
BK_API void bk_topic_stop(bk_topic *t);

/* How a fit runs; nothing of it changes what comes out. */
typedef struct bk_topic_run {
    size_t size;
    const char *checkpoint; /* file that the state goes to now and then, and at a stop; NULL */
    int every;              /* steps between two of them */
    const char *resume;     /* file of a state to go on from; NULL */
} bk_topic_run;
#define BK_TOPIC_RUN_INIT                                                                          \
    {                                                                                              \
        sizeof(bk_topic_run), NULL, 20, NULL                                                       \
    }
BK_API const bk_opt *bk_topic_run_opt_table(size_t *n);
/* Steps to the end, with progress and the measure after each; `run` NULL: neither file. While it
 * runs bk_ctx_stop ends it with BK_OK and what it has; bk_topic_at says so. What bk_topic_step,
 * bk_topic_save and bk_topic_resume fail with; BK_ECANCEL. */
BK_API bk_status bk_topic_fit_with(bk_topic *t, const bk_topic_run *run);
BK_API bk_status bk_topic_fit(bk_topic *t); /* without files */

/* The state between two steps into a file, whole or not at all: a container of kind "topic-state"
 * with the way's arrays and a sum of all that decides the fit (matrix, options but the number of
 * sweeps and the tolerance, seeds, seed, version; nmf: kernels). lda: 8 (D + V) K bytes and 2 a
 * token; nmf, kmeans: 4 to 16 (D + V) K. BK_EINVAL once ended, BK_EIO, BK_ENOMEM. */
BK_API bk_status bk_topic_save(const bk_topic *t, const char *path);
/* Goes on from such a file: what follows has the bytes of a fit that was never interrupted, at any
 * number of threads. Before the first step. BK_EINVAL: of another fit, or of more sweeps than
 * max_iter; BK_EFORMAT: damaged;
 * BK_EUNSUPPORTED: of a newer version; then t is to be freed. */
BK_API bk_status bk_topic_resume(bk_topic *t, const char *path);
/* The number of the seed that topic k was fitted to; -1 where to none. A seed whose terms stand in
 * no article has no topic. BK_END must have been reached. */
BK_API int bk_topic_seed_of(const bk_topic *t, int k);
/* K; in the end without topics that no term or article belongs to (fewer different articles than
 * topics). The topics are ordered by their share of all articles, the largest first; with
 * opts->from all of that stay, in its order, and new ones come behind. */
BK_API int bk_topic_count(const bk_topic *t);
/* [K x V] rows sum to 1; borrowed; NULL before the end. */
BK_API const double *bk_topic_terms(const bk_topic *t);
/* [D x K] rows sum to 1 (0 for an article that is empty or shares no term with any topic);
 * borrowed; NULL before the end. */
BK_API const double *bk_topic_docs(const bk_topic *t);
/* Up to n columns of topic k by falling weight above 0, ties by lower column. Returns how many. */
BK_API int bk_topic_top(const bk_topic *t, int k, uint32_t *col, double *weight, int n);
/* Mean NPMI of the top n terms, boolean co-occurrence in the rows of `counts` [any x V]
 * (Bouma 2009; Lau, Newman, Baldwin 2014). out [K], each in [-1, 1]; 0 with fewer than two terms.
 * BK_EINVAL before the end or with n < 2, BK_ESHAPE, BK_ENOMEM. */
BK_API bk_status bk_topic_npmi(const bk_topic *t, const bk_csr *counts, int n, double *out);
/* Mean over the other chains of the cosine of topic k with its partner there, 0 to 1: whether it is
 * found again from another start; kmeans: with its partner in the best chain until then. NAN with
 * one chain, and before the end. */
BK_API double bk_topic_chain_cosine(const bk_topic *t, int k);
BK_API void bk_topic_free(bk_topic *t);

/* ---- topics that are kept -------------------------------------------------------------------- */
/* What a fit leaves: terms, lda's alpha, the weight that the articles give each topic (lda:
 * tokens, nmf: squares of its weights, lsa: shares, kmeans: length of the sum of its unit rows),
 * and how common each term is among them. Yours; free with bk_topic_model_free. BK_EINVAL before
 * the end, BK_ENOMEM. O(V K + N), 4 V K bytes. */
BK_API bk_status bk_topic_keep(const bk_topic *t, bk_topic_model **out);
/* The same topics in other columns: column c of m is column[c] of the new one [cols], or left out
 * (UINT32_MAX); each new column at most once. *lost [K], may be NULL: share of each topic's terms
 * that is left out; what stays is scaled to 1. BK_ESHAPE, BK_ENOMEM. */
BK_API bk_status bk_topic_model_map(bk_ctx *ctx, bk_topic_model **out, const bk_topic_model *m,
                                    const uint32_t *column, int64_t cols, double *lost);
BK_API const char *bk_topic_model_method(const bk_topic_model *m);
BK_API int bk_topic_model_count(const bk_topic_model *m);          /* K */
BK_API int64_t bk_topic_model_cols(const bk_topic_model *m);       /* V */
BK_API const float *bk_topic_model_terms(const bk_topic_model *m); /* [K x V] rows sum to 1 */
/* Shares of the topics in other articles, docs [D x K], caller's; m stays as it is. A [D x V] as
 * bk_topic_new takes it for the method. lda: fold-in, expectation-maximisation of the shares with
 * topics and alpha held (Asuncion, Welling, Smyth, Teh 2009); nmf, nmf-kl, lsa: the same with alpha
 * 0, the shares of which the topics make the article likeliest; kmeans: 1 for the centre of the
 * largest cosine.
 * Rows sum to 1; 0 where the model knows no term of the article. Each article alone: the same in
 * any company, at any number of threads. O(N K) a round, at most 50. BK_ESHAPE, BK_EINVAL,
 * BK_ENOMEM. */
BK_API bk_status bk_topic_apply(bk_ctx *ctx, double *docs, const bk_topic_model *m,
                                const bk_csr *A);
/* The arrays of one, copied: terms [K x V] not below 0, alpha and weight [K], common [V].
 * BK_EINVAL: unknown method, a value that is not finite or below 0; BK_ENOMEM. */
BK_API bk_status bk_topic_model_new(bk_ctx *ctx, bk_topic_model **out, const char *method, int K,
                                    int64_t V, const float *terms, const double *alpha,
                                    const double *weight, const double *common);
BK_API const double *bk_topic_model_alpha(const bk_topic_model *m);  /* [K] */
BK_API const double *bk_topic_model_weight(const bk_topic_model *m); /* [K] */
/* [V] sums of the articles' values: the background of bk_topic_places. */
BK_API const double *bk_topic_model_common(const bk_topic_model *m);
BK_API void bk_topic_model_free(bk_topic_model *m); /* NULL is fine */

/* How far a topic went from its old self. */
typedef struct bk_topic_move {
    double hellinger; /* 0 the same terms, 1 none in common */
    double jensen;    /* Jensen-Shannon divergence in bits, 0 to 1 (Lin 1991) */
} bk_topic_move;
/* Of topic k of `t`, which has ended, and topic k of `m` in the same columns; out [K of m].
 * BK_EINVAL, BK_ESHAPE. O(V K). */
BK_API bk_status bk_topic_moves(const bk_topic *t, const bk_topic_model *m, bk_topic_move *out);

/* ---- how many? ----------------------------------------------------------------------------- */
/* How well topics of one number do, over two fits that each leave out a fifth of the articles. */
typedef struct bk_topic_choice {
    int topics;
    /* Of the other half of each article that was left out, given one half of it (document
     * completion: Wallach, Murray, Salakhutdinov, Mimno 2009); one standard error over articles. */
    double perplexity, perplexity_se;
    double npmi;        /* mean of bk_topic_npmi over ten terms; [-1, 1] */
    double exclusivity; /* mean share that a topic has of its ten first terms; (0, 1] */
    double stability;   /* mean cosine of topics of one fit with their partners in the other, which
                           has another seed (bk_topic_match) */
    double knee; /* where perplexity still falls at the end: how far its logarithm lies below the
                    line from the first number to the last; else 0 */
} bk_topic_choice;
enum { BK_TOPIC_CHOICES = 8 };
/* Takes "FROM:TO" apart; BK_EINVAL where it is something else. */
BK_API bk_status bk_topic_choose_range(bk_ctx *ctx, const char *range, int *from, int *to);
/* Fits opts->method with up to eight numbers of topics from `from` to `to` (no more than a fit has
 * articles with a term, else it is said in the log), evenly spaced in their logarithms, into out
 * [BK_TOPIC_CHOICES], rising; *n of them. A as bk_topic_new takes it, counts
 * [D x V] whole numbers of the same terms. *best: of those whose perplexity is within two standard
 * errors of the lowest, or, where it still falls by more at the end, of those about its knee (0.9
 * of the farthest or more), the one with the greatest sum of NPMI and stability (ties: fewer).
 * BK_EINVAL, BK_ESHAPE and what bk_topic_new fails with. Time: twice 8 fits. */
BK_API bk_status bk_topic_choose(bk_ctx *ctx, bk_topic_choice *out, int *n, int *best,
                                 const bk_csr *A, const bk_csr *counts, const bk_topic_opts *opts,
                                 int from, int to);

/* Two coordinates for each row of A, xy [D x 2], caller's memory, in [-1, 1]. Rows are scaled to
 * unit length in the space of the truncated SVD; each topic is a disc whose area is its share, like
 * topics lie near, discs are pushed apart where they overlap; an article lies between the discs of
 * its topics by the fourth powers of its shares of them, and inside by the two main directions
 * among the articles of its topic.
 * An article without a topic lies at (0, 0). *axes, where not NULL: how good the SVD is. The same
 * bytes at any number of threads. BK_EINVAL before the end, BK_ESHAPE, BK_ENOMEM, BK_EUNSUPPORTED
 * (no OpenBLAS). */
BK_API bk_status bk_topic_map(bk_ctx *ctx, double *xy, bk_svd_quality *axes, const bk_csr *A,
                              const bk_topic *t);

#ifdef __cplusplus
}
#endif
#endif
