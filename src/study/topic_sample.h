/* topic_sample.h - topics of more articles than memory holds. */
#ifndef BK_STUDY_TOPIC_SAMPLE_H
#define BK_STUDY_TOPIC_SAMPLE_H

#include "model/topic_map.h"
#include "study/themes.h"

/* 1, or n where the topics are to be fitted to one article in n, so that the fit stays within the
 * context's budget; k-means of many then goes by batches. */
int64_t bk__topic_sample_step(const bk_study *s, bk_topic_opts *opts);
/* One row of A in `step`, one of the study's; *out is yours. */
bk_status bk__topic_sample_rows(const bk_study *s, bk_csr *out, const bk_csr *A, int64_t step);
/* Shares of the topics of `m` in all articles, a stretch of them at a time, whose rows leave memory
 * again; t->place too, and the study's xy on the map of the sample (NULL: not). *docs [D x K] is
 * yours. */
bk_status bk__topic_sample_place(bk__themes *t, const bk_topic_model *m, const bk__atlas *map,
                                 double **docs);

#endif
