/* sample.h - sentences drawn from a study for people to code.
 *
 * What can be drawn is every sentence of a text (not of titles, and of repeated articles those of
 * the first alone) that holds a predicted relation or names two of the powers. Its stratum is a
 * dyad and what was predicted for it: conflict, neutral, cooperation, or none (two named, none in
 * the sentence); the options may name fewer, or the outlet and the month besides. A sentence that
 * belongs to several strata counts in that of the dyad and prediction with the fewest sentences.
 *
 * Of n sentences every stratum gets two (one where n does not suffice for that), the rest goes one
 * by one to the stratum with the largest sqrt(N)/(drawn + 1): about in proportion to the square
 * root of its size (power allocation, Bankier 1988), so that rare kinds are judged and frequent
 * ones do not get lost. Within a stratum sentences are drawn at random without replacement; each
 * has the inclusion probability p = drawn / N, and 1/p sums up to all sentences. */
#ifndef BINGKAI_SAMPLE_H
#define BINGKAI_SAMPLE_H

#include <bingkai/study.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct bk_sample_opts {
    size_t size;
    int sentences;    /* to draw; all where there are fewer */
    const char *lang; /* of the form: id, en */
    const char
        *by; /* what makes a stratum: of dyad, predicted, outlet, month, with commas; "": nothing */
} bk_sample_opts;
#define BK_SAMPLE_OPTS_INIT                                                                        \
    {                                                                                              \
        sizeof(bk_sample_opts), 200, "id", "dyad,predicted"                                        \
    }
BK_API const bk_opt *bk_sample_opt_table(size_t *n);

/* Draws from a study whose stage of relations was run. *items: a row a sentence, in random order
 * (columns gid, doc, lang, title, prev, sent, p, sentence, dyad, predicted); *strata: dyad,
 * predicted, outlet, month, sentences, drawn, p. Both are yours. The seed of the context decides.
 * BK_EINVAL: `by` names something else, fewer sentences than strata, no sentence to draw from, a
 * study without text; BK_EUNSUPPORTED: more than four powers. */
BK_API bk_status bk_sample_draw(bk_study *s, bk_table **items, bk_table **strata,
                                const bk_sample_opts *opts);
/* Into the folder `dir`, new or empty: coder-1.html and coder-2.html (forms, one a coder),
 * coder-1.csv and coder-2.csv (the same for a spreadsheet), strata.tsv and items.tsv (what was
 * predicted: not for coders), and last sample.jsonl (lines of a gold file without "relations", with
 * "p"). A failure leaves none of them, nor the folder where it was new. BK_EINVAL, BK_EIO. */
BK_API bk_status bk_sample_write(bk_study *s, const char *dir, const bk_table *items,
                                 const bk_table *strata, const bk_sample_opts *opts);

#ifdef __cplusplus
}
#endif
#endif
