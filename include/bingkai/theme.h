/* theme.h - what is asked of fitted topics: names, how sure they are, where each article stands.
 *
 * Everything here reads topics (bk_topic, finished) and changes nothing in them. Topics are
 * numbered as the model has them. */
#ifndef BINGKAI_THEME_H
#define BINGKAI_THEME_H

#include <bingkai/topic.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct bk_theme_opts {
    size_t size;
    const char *label;     /* relevance, frex, tfidf, weight: what ranks the terms of a label */
    double lambda;         /* relevance: 1 the term's weight in the topic alone, 0 its lift alone */
    int refits;            /* with other random streams, for the recovery of topics; 0: none */
    double unstable_below; /* a topic of less recovery is marked */
    double mixed_below;    /* an article whose largest topic has less of it is mixed */
    int short_words;       /* an article of fewer known words is too short to be placed */
    int resamples;         /* of intervals of shares */
    double level;          /* of all intervals */
    const char *contrast;  /* "A:B": how two outlets word each topic; NULL */
} bk_theme_opts;
#define BK_THEME_OPTS_INIT                                                                         \
    {                                                                                              \
        sizeof(bk_theme_opts), "relevance", 0.6, 3, 0.7, 0.4, 10, 500, 0.95, NULL                  \
    }
BK_API const bk_opt *bk_theme_opt_table(size_t *n);

/* ---- what names a topic -----------------------------------------------------------------------
 */

typedef enum bk_label_way {
    BK_LABEL_WEIGHT,    /* p(w | k) */
    BK_LABEL_RELEVANCE, /* lambda ln p(w | k) + (1 - lambda) ln(p(w | k) / p(w)) (Sievert, Shirley
                           2014) */
    BK_LABEL_FREX,      /* harmonic mean of the ranks of p(w | k) and of the topic's share of the
                           term, among the terms of the topic (Bischof, Airoldi 2012) */
    BK_LABEL_TFIDF /* class TF-IDF: p(w | k) ln(1 + mean size of a topic / occurrences of w), both
                      of the topics' parts of the counts (Grootendorst 2022) */
} bk_label_way;
/* "relevance" to its number; -1: there is no such way. */
BK_API int bk_label_way_find(const char *name);
/* Scores of all terms, out [K x V], the higher the better; -INFINITY for a term that the topic does
 * not have. p(w) is that of the topics and their shares. counts [D x V] is read for tfidf alone,
 * else it may be NULL. BK_EINVAL before the topics' end, BK_ESHAPE, BK_ENOMEM. O(K V log V), tfidf
 * O(N K). */
BK_API bk_status bk_topic_scores(bk_ctx *ctx, double *out, const bk_topic *t, bk_label_way way,
                                 double lambda, const bk_csr *counts);
/* Do two terms say the same (inflected twins)? Called for candidates alone. */
typedef bool bk_twins_fn(void *user, uint32_t a, uint32_t b);
/* Terms for a label of topic k: of its 100 heaviest terms that are not barred (barred [V], may be
 * NULL) and have a tenth of the weight of the first or more, n by falling 0.7 score - 0.3 likeness
 * to one already taken (maximal marginal relevance: Carbonell, Goldstein 1998), score [V] drawn
 * into 0 to 1. Likeness is the cosine of the sets of articles that hold the two; one of 0.9 or more
 * (the parts of a name) is passed over while there are others, a twin always. articles [V x D] is
 * the transpose of the counts. col [n], caller's memory; *found is how many. */
BK_API bk_status bk_topic_label(bk_ctx *ctx, uint32_t *col, int n, int *found, const bk_topic *t,
                                int k, const double *score, const bk_csr *articles,
                                const uint8_t *barred, bk_twins_fn *twins, void *user);

/* ---- how sure a topic is ------------------------------------------------------------------------
 */

/* Partners of rows of a [n x V] and b [m x V] by the assignment of the greatest sum of cosines
 * (Kuhn 1955; shortest augmenting paths: Jonker, Volgenant 1987): partner [n] is a row of b or -1,
 * cosine [n] (may be NULL) 0 without one. BK_ENOMEM. O(n m V + max(n, m)^3). */
BK_API bk_status bk_topic_match(bk_ctx *ctx, int *partner, double *cosine, const double *a, int n,
                                const double *b, int m, int64_t V);
/* Does a topic come again? Fits K topics `refits` times to A, as t was, with other random streams
 * (bk_topic_opts.restart) and, where A has more than 20,000 rows with an entry, on 20,000 of them;
 * recovery [K] is the mean cosine of topic k with its partner in each (bk_topic_match). 1 of 0
 * refits. What bk_topic_new fails with. Time: `refits` fits. */
BK_API bk_status bk_topic_recovery(bk_ctx *ctx, double *recovery, const bk_topic *t,
                                   const bk_csr *A, const bk_topic_opts *opts, int refits);
/* Distances of topics: sqrt of the Jensen-Shannon divergence of their terms, out [K x K], in
 * [0, 1]; places on a plane by classical scaling (Torgerson 1952), xy [K x 2]. */
BK_API bk_status bk_topic_distances(bk_ctx *ctx, double *out, const bk_topic *t);
BK_API bk_status bk_topic_plane(bk_ctx *ctx, double *xy, const bk_topic *t);

/* ---- where an article stands ------------------------------------------------------------------
 */

typedef enum bk_place_mark { BK_PLACE_CLEAR, BK_PLACE_MIXED, BK_PLACE_OUTLIER } bk_place_mark;
typedef struct bk_place {
    int topic, second;          /* the two largest; -1: none */
    double share, second_share; /* of them */
    double words;               /* known ones */
    double gain; /* bits a word that its topics predict it better than the background does: all
                    articles that the topics were made of (of a kept model: those behind it) */
    bk_place_mark mark;
    const char *why; /* of an outlier: no-known-words, too-short, background; else NULL */
} bk_place;
/* Every article: out [D]. A as the topics were fitted to it, counts [D x V]. Outliers: none of its
 * words is known; fewer than opts->short_words are; its topics, mixed with 1 in 100 of the
 * background, predict its row of A no better than the background does, less a toll of ln(words) / 2
 * for every topic beyond the first with a share of 0.05 or more (Schwarz 1978); one topic alone is
 * the background, so this is not asked of it. Of the others those whose largest share is below
 * opts->mixed_below are mixed. O(N K), 4 V K bytes. */
BK_API bk_status bk_topic_places(bk_ctx *ctx, bk_place *out, const bk_topic *t, const bk_csr *A,
                                 const bk_csr *counts, const bk_theme_opts *opts);
/* "clear", "mixed", "outlier". */
BK_API const char *bk_place_mark_name(bk_place_mark mark);

/* The occurrences of each term in rows with group[i] == which that are of topic k, in expectation:
 * votes w_i of row i times counts times d_ik t_kw / sum over l of d_il t_lw. out [K x V]; row [D]
 * is the row of the topics' articles that speaks for article i, NULL: itself. BK_ESHAPE. O(N K). */
BK_API bk_status bk_topic_counts(bk_ctx *ctx, double *out, const bk_topic *t, const bk_csr *counts,
                                 const int32_t *group, int32_t which, const float *weight,
                                 const uint32_t *row);

#ifdef __cplusplus
}
#endif
#endif
