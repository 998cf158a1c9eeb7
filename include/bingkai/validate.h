/* validate.h - how right the reading is: the coder against hand-coded sentences.
 *
 * A gold file has one JSON object a line:
 *   {"gid": "g1", "doc": "a7", "lang": "id", "title": "...", "prev": "...", "sent": "...",
 *    "relations": [{"dyad": "CHN-USA", "required": true, "polarity": [-1], "quad": ["VK"],
 *                   "source": ["USA"], "voice": ["narrator"]}]}
 * or is a sheet (.csv, .tsv) of bingkai sample (sample.h). `sent` is scored; `title` and `prev`
 * (the sentence before) are context. Each list holds every value that is accepted, the first one
 * being the coders' own. A relation with "required": false is never missed and never spurious; an
 * empty list means that no two powers are related. A sentence without "relations" is not coded and
 * left out. "p" is the chance that it had to be drawn; figures weigh by 1/p, and sentences drawn
 * with the same chance but not coded are stood for by those that were.
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
                                what the coder reads, or a study's folder; NULL: the coder. "id"
                                is the gold's "doc", "text" the sentence, a part or a stretch
                                around it */
    const char *second;      /* file of a second person's codes of the same sentences ("gid"), which
                                are compared instead */
} bk_validate_opts;
#define BK_VALIDATE_OPTS_INIT                                                                      \
    {                                                                                              \
        sizeof(bk_validate_opts), NULL, "id", true, 1000, 0.95, NULL, NULL                         \
    }
BK_API const bk_opt *bk_validate_opt_table(size_t *n);

/* One measured figure. */
typedef struct bk_validate_row {
    const char *reader; /* "coder", "predictions" or "second coder"; "co-mention" (detection), "dyad
                           majority" (polarity); shares: "as read", "corrected" */
    const char *names;  /* "as written", "RUS CHN USA" (what CHN, RUS, USA became), "exchanged":
                           the mean over all exchanges */
    /* "precision", "recall", "f1"; of the required relations that were found: "polarity macro f1",
     * "polarity accuracy", "quad", "source", "voice"; "agreement": share of sentences whose dyads
     * and polarities follow the names, "agreement in full": source, quad and voice too.
     * Names as written also: of dyads coded, read, or both named, by kind (none, conflict, neutral,
     * cooperation) "macro f1", "accuracy", "alpha" (Krippendorff's); of what both hold "polarity
     * alpha", "quad alpha", "source alpha", "voice alpha"; "calibration error" of the scores,
     * "right at 0.4 to 0.6" and the like; "conflict read as none" and the like, a share of those
     * coded. With predictions: "share related" of sentences that name or relate a dyad, "share
     * conflict", "share neutral", "share cooperation" of those related, followed by the dyad or
     * "all", in everything that was read (stat.h, bk_stat_corrected). */
    const char *measure;
    bk_interval at; /* percentile bootstrap over articles; of shares by the draw. NaN bounds below
                       two articles */
    int64_t n;      /* decisions behind it; of shares: in all that was read */
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
/* Sentences, articles, and sentences whose names could not be exchanged, that the predictions do
 * not hold, or that only one of two people coded. */
BK_API void bk_validation_counts(const bk_validation *v, int64_t *sentences, int64_t *articles,
                                 int64_t *unmapped);
/* A table: "validation" (reader, names, measure, value, low, high, n), "confusion" (coded, read,
 * share, weight), "disagreements" (id, dyad, what, coded, read, sent). BK_EINVAL for others. */
BK_API bk_status bk_validation_table(bk_ctx *ctx, bk_table **out, const bk_validation *v,
                                     const char *name);
BK_API void bk_validation_free(bk_validation *v);

#ifdef __cplusplus
}
#endif
#endif
