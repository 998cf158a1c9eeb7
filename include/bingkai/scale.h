/* scale.h - where texts stand between two poles that a few seed words name.
 *
 * Latent semantic scaling (Watanabe 2020): words that stand in the same company as the seeds take
 * their side. A scale file (models/scales/NAME.tsv) has the columns lang, pattern, sign; a pattern
 * is a word, compared with its lemma too, or the beginning of one (ancam*). */
#ifndef BINGKAI_SCALE_H
#define BINGKAI_SCALE_H

#include <bingkai/corpus.h>
#include <bingkai/opt.h>
#include <bingkai/report.h>
#include <bingkai/text.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct bk_scale_opts {
    size_t size;
    const char *scale;  /* hostile-friendly, threat-opportunity, strong-weak; or a file */
    const char *lang;   /* whose seeds are taken: id, en; auto: that of most articles of the fit */
    const char *target; /* words separated by commas ("Rusia,Moskow"): only what stands near one is
                           scored; NULL: everything */
    int window;         /* words on each side that are near; sentences are not crossed */
    int components;     /* of the SVD */
    int min_count;      /* occurrences that a word needs */
} bk_scale_opts;
#define BK_SCALE_OPTS_INIT                                                                         \
    {                                                                                              \
        sizeof(bk_scale_opts), "hostile-friendly", "auto", NULL, 10, 300, 5                        \
    }
BK_API const bk_opt *bk_scale_opt_table(size_t *n);

typedef struct bk_scale_word {
    bk_str word;
    double polarity; /* mean signed cosine to the seeds, which weigh 1 on each side */
    int64_t count;
    int seed; /* its sign; 0: no seed */
} bk_scale_word;
typedef struct bk_scale_doc {
    double
        score; /* NaN where no scored word stands in it; else in deviations from the corpus' mean */
    double se; /* in the same unit; NaN below two words */
    int64_t words; /* scored */
} bk_scale_doc;

typedef struct bk_scale bk_scale;
/* Units are sentences: counts of words that are no stop words, in min_count places or more; SVD;
 * words are rows of V, not scaled by S. A pole whose seeds are all absent: BK_EINVAL, as a target
 * without a word. Seeds that are absent give their weight to the others of their pole, with a log
 * line; below 5,000 sentences another one. The same bytes at any number of threads (within a kernel
 * family). */
BK_API bk_status bk_scale_fit(bk_ctx *ctx, bk_scale **out, const bk_corpus *c,
                              const bk_scale_opts *opts);
BK_API const bk_scale_word *bk_scale_words(const bk_scale *s, int64_t *n); /* by falling polarity */
/* doc [D]: scores of the articles of `c`, which need not be those of the fit: score and deviation
 * are in units of the articles of `c`. With a target only words near it count. */
BK_API bk_status bk_scale_score(bk_ctx *ctx, bk_scale_doc *doc, bk_scale *s, const bk_corpus *c);
BK_API int64_t bk_scale_sentences(const bk_scale *s); /* that it was fitted to */
/* Tables "scale_words" (word, polarity, count, seed) and "scale" (id, source, published, title,
 * score, se, words); *out is yours. */
BK_API bk_status bk_scale_word_table(bk_ctx *ctx, bk_table **out, const bk_scale *s);
BK_API bk_status bk_scale_table(bk_ctx *ctx, bk_table **out, const bk_corpus *c,
                                const bk_scale_doc *doc);
BK_API void bk_scale_free(bk_scale *s);

#ifdef __cplusplus
}
#endif
#endif
