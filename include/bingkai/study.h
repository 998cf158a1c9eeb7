/* study.h - one study from raw articles to results: what the command runs. */
#ifndef BINGKAI_STUDY_H
#define BINGKAI_STUDY_H

#include <bingkai/corpus.h>
#include <bingkai/relation.h>
#include <bingkai/report.h>
#include <bingkai/similar.h>
#include <bingkai/topic.h>
#include <bingkai/vectorize.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Stages; a stage brings those that it needs. */
enum {
    BK_STAGE_CLEAN = 1,
    BK_STAGE_VECTORS = 2,
    BK_STAGE_NEARDUP = 4,
    BK_STAGE_SIMILAR = 8,
    BK_STAGE_TOPICS = 16,
    BK_STAGE_RELATIONS = 32,
    BK_STAGE_FRAMES = 64,
    BK_STAGE_KEYNESS = 128,
    BK_STAGE_ALL = 255
};

typedef struct bk_study_opts {
    size_t size;
    bk_reader_opts reader;
    bk_clean_opts clean;
    bk_vectorizer_opts vectorizer;
    bk_neardup_opts neardup;
    bk_similar_opts similar;
    bk_topic_opts topic;
    bk_tone_opts tone;
    bk_report_opts report;
    const char *triad; /* NULL: china-russia-us */
    bool no_text;
} bk_study_opts;
BK_API void bk_study_opts_init(bk_study_opts *opts);

typedef struct bk_study bk_study;
/* Reads and cleans; nothing is written. */
BK_API bk_status bk_study_open(bk_ctx *ctx, bk_study **out, const char *const *paths, size_t n,
                               const bk_study_opts *opts);
/* Runs what `stages` (BK_STAGE_*) needs; a stage that stands is not run again. */
BK_API bk_status bk_study_run(bk_study *s, unsigned stages);
BK_API const bk_corpus *bk_study_corpus(const bk_study *s);
/* Table of a stage that was run; NULL where it was not. Borrowed. */
BK_API bk_table *bk_study_table(const bk_study *s, const char *name);
BK_API bk_vectorizer *bk_study_vectors(const bk_study *s);
/* Writes every result of the stages that were run into the folder `dir`, which must be new, empty,
 * or an earlier study of bingkai (then replaced whole). */
BK_API bk_status bk_study_write(bk_study *s, const char *dir);
BK_API void bk_study_free(bk_study *s);

#ifdef __cplusplus
}
#endif
#endif
