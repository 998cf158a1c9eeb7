/* validate.h - how right the reading is: the coder against hand-coded sentences.
 *
 * A gold file has one JSON object a line:
 *   {"gid": "g1", "doc": "a7", "lang": "id", "title": "...", "prev": "...", "sent": "...",
 *    "relations": [{"dyad": "CHN-USA", "required": true, "polarity": [-1], "quad": ["VK"],
 *                   "source": ["USA"], "voice": ["narrator"]}]}
 * `sent` is scored; `title` and `prev` (the sentence before) are context. Each list holds every
 * value that is accepted, the first one being the coders' own. A relation with "required": false is
 * never missed and never spurious; an empty list means that no two powers are related.
 *
 * The same sentences are read again with the names exchanged in every other way (a triad file's
 * "equivalents"): a reader follows, a prior fails. */
#ifndef BINGKAI_VALIDATE_H
#define BINGKAI_VALIDATE_H

#include <bingkai/relation.h>
#include <bingkai/report.h>
#include <bingkai/stat.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct bk_validate_opts {
    size_t size;
    const char *triad; /* triad file; NULL: china-russia-us */
    const char *lang;  /* of sentences that do not say: id, en */
    bool swap;         /* also with the names exchanged; not with predictions */
    int resamples;     /* bootstrap over articles */
    double level;
    const char *predictions; /* file in the shape of relations.jsonl that is compared instead of
                                what the coder reads; NULL: the coder. "id" is the gold's "doc",
                                "text" the sentence, a part or a stretch around it */
} bk_validate_opts;
#define BK_VALIDATE_OPTS_INIT                                                                      \
    {                                                                                              \
        sizeof(bk_validate_opts), NULL, "id", true, 1000, 0.95, NULL                               \
    }
BK_API const bk_opt *bk_validate_opt_table(size_t *n);

/* One measured figure. */
typedef struct bk_validate_row {
    const char *
        reader; /* "coder" or "predictions", "co-mention" (detection), "dyad majority" (polarity) */
    const char *names;   /* "as written", "RUS CHN USA" (what CHN, RUS, USA became), "exchanged":
                            the mean over all exchanges */
    const char *measure; /* "precision", "recall", "f1"; of the required relations that were found:
                            "polarity macro f1", "polarity accuracy", "quad", "source", "voice";
                            "agreement": share of sentences whose dyads and polarities follow the
                            names, "agreement in full": source, quad and voice too */
    bk_interval at;      /* percentile bootstrap over articles; NaN bounds below two articles */
    int64_t n;           /* decisions behind it */
} bk_validate_row;

/* One dyad of one sentence, as coded and as read; a field is "" on the side where there is none. */
typedef struct bk_validate_item {
    bk_str id, sent;
    const char *dyad;
    bool required, found, expected;
    int8_t gold_polarity, polarity;
    char gold_quad[3], quad[3];
    char gold_source[12], source[12]; /* code, or mutual */
    char gold_voice[12], voice[12];   /* code, narrator, other */
    bool right_polarity, right_quad, right_source, right_voice;
    double score;
} bk_validate_item;

typedef struct bk_validation bk_validation;
/* opts NULL: defaults. BK_EIO; BK_EFORMAT (file and line). Reads the file once for each exchange of
 * names. One thread. */
BK_API bk_status bk_validate_run(bk_ctx *ctx, bk_validation **out, const char *gold,
                                 const bk_validate_opts *opts);
BK_API const bk_validate_row *bk_validation_rows(const bk_validation *v, size_t *n);
/* Names as written, in the order of the file. */
BK_API const bk_validate_item *bk_validation_items(const bk_validation *v, size_t *n);
/* Sentences, articles, and sentences whose names could not be exchanged or that the predictions do
 * not hold. */
BK_API void bk_validation_counts(const bk_validation *v, int64_t *sentences, int64_t *articles,
                                 int64_t *unmapped);
/* Rows as a table "validation": reader, names, measure, value, low, high, n. */
BK_API bk_status bk_validation_table(bk_ctx *ctx, bk_table **out, const bk_validation *v);
BK_API void bk_validation_free(bk_validation *v);

#ifdef __cplusplus
}
#endif
#endif
