/* themes.h - topics of a study while its tables are filled: what the fill_topic*.c share. */
#ifndef BK_STUDY_THEMES_H
#define BK_STUDY_THEMES_H

#include "study/labels.h"
#include "study/seeds.h"
#include "study/study.h"

enum { BK__TERMS = 20, BK__NAMED = 10, BK__LABEL = 3 }; /* terms listed; in a list; in a label */
enum { BK__WAYS = 4 };                                  /* of ranking terms: bk_label_way */

/* Topics have a number in the tables, by falling share of the votes, and one in the model. */
typedef struct bk__themes {
    bk_study *s;
    bk_csr weights, counts; /* of leads */
    bk_csr articles;        /* [V x D] transpose of the counts */
    bk__seeds seeds;
    bk_topic *topic;
    bk__labels labels;
    const bk_topic_model *from; /* topics that these go on from, or are (frozen); NULL */
    bk_topic_model *wide;       /* the same, this one's own */
    bool frozen;
    const double *docs; /* [D x K] as the model has them */
    int K;
    bool by_counts;     /* fitted to the counts: lda */
    int *at;            /* [K] topic of the model by its number in the tables */
    int *number;        /* [K] the other way round */
    uint32_t *lead;     /* [D] row of docs that speaks for the article */
    float *vote;        /* [D] 0 for an article without a topic */
    double *npmi;       /* [K] of the model */
    double *recovery;   /* [K] of the model */
    int refits;         /* behind it */
    int64_t step;       /* the topics are fitted to every such article; 1: to all */
    bk_topic *fitted;   /* they with their own articles, where step is above 1; NULL */
    double *plane;      /* [K x 2] of the model */
    bk_interval *share; /* [K] by number */
    int64_t *strong;    /* [K] articles in which it is the strongest, by number */
    bk_place *place;    /* [D] of leads */
} bk__themes;

/* Share of the topic of number k in article i. */
static inline double bk__themes_share(const bk__themes *t, int64_t i, int k)
{
    return t->docs[(int64_t)t->lead[i] * t->K + t->at[k]];
}
/* Rows for intervals and effects; their columns are topics of the model. */
static inline bk_stat_rows bk__themes_rows(const bk__themes *t)
{
    return (bk_stat_rows){t->s->D, t->K, t->docs, t->lead, t->vote};
}
/* The topics with the articles that counts, weights and articles hold. */
static inline bk_topic *bk__themes_fitted(const bk__themes *t)
{
    return t->fitted ? t->fitted : t->topic;
}
/* out [V]: weight of each term in all topics by their shares. */
void bk__themes_mean(const bk__themes *t, double *out);

bk_status bk__fill_topic_terms(bk__themes *t);    /* topics, topic_terms */
bk_status bk__fill_topic_examples(bk__themes *t); /* topic_examples */
bk_status bk__fill_topic_shares(bk__themes *t);   /* topic_shares */
bk_status bk__fill_topic_places(bk__themes *t);   /* topic_articles, topic_places */
bk_status bk__fill_topic_effects(bk__themes *t);  /* topic_effects */
bk_status bk__fill_topic_contrast(bk__themes *t); /* topic_contrast */
bk_status bk__fill_topic_moves(bk__themes *t);    /* topic_moves */
/* The outlets that --contrast names. BK_EINVAL: which one there is not, and those there are. */
bk_status bk__contrast_outlets(const bk_study *s, int32_t *a, int32_t *b);
/* The files of bk_study_topics_to, where they are wanted (export_topics.c). */
bk_status bk__export_topics(bk__themes *t);
/* topic_choice; opts->topics becomes the number that is taken. */
bk_status bk__fill_topic_choice(bk__themes *t, bk_topic_opts *opts, const bk_csr *A);

#endif
