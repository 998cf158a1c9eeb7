/* vectorize.h - articles to a document-term matrix. */
#ifndef BINGKAI_VECTORIZE_H
#define BINGKAI_VECTORIZE_H

#include <bingkai/corpus.h>
#include <bingkai/matrix.h>
#include <bingkai/stat.h>
#include <bingkai/text.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What the rows are; columns of length D, borrowed from the vectorizer. */
typedef struct bk_docs {
    int64_t n;
    const bk_str *id, *source, *title;
    const int64_t *published;
} bk_docs;

typedef struct bk_vectorizer bk_vectorizer;
typedef struct bk_vectorizer_opts {
    size_t size;
    bk_analyzer_opts analyzer;
    const char *preset; /* none, sklearn (text field only, no cleaning, tokens (?u)\b\w\w+\b, Python
                           lower()) */
    int ngram_min, ngram_max; /* 1..5 words, 1..8 characters */
    double min_df, max_df; /* below 1: share of articles (1.0 as max: all); 1 and above: articles */
    int max_terms;         /* 0: all; else the most frequent in the corpus */
    const char *vocabulary; /* file with a term a line: fixed columns in that order; NULL */
    const char *tf;         /* raw, binary, log (1 + ln tf), augmented (0.5 + 0.5 tf/max), bm25 */
    const char *idf;        /* smooth ln((1+D)/(1+df))+1, plain ln(D/df)+1, probabilistic max(0,
                               ln((D-df)/df)), bm25, none */
    const char *norm;       /* l2, l1, none */
    double bm25_k1, bm25_b;
    const char *ngram_unit;   /* words, chars (of the words joined with blanks, within a sentence),
                                 word-chars (of each word with a blank at both ends; a shorter one
                                 counts whole). Preset sklearn: as its analyzers char and char_wb */
    double join_collocations; /* 0, or NPMI from which two neighbouring words count as one term;
                                 single words alone (ngram_max 1) */
    int collocation_min;      /* occurrences that a pair needs */
    int collocations;         /* how many bk_collocations_find gives at most */
    int hash_columns; /* 0, or 2..2^24: terms are hashed to so many columns, without a vocabulary */
} bk_vectorizer_opts;
#define BK_VECTORIZER_OPTS_INIT                                                                    \
    {                                                                                              \
        sizeof(bk_vectorizer_opts), BK_ANALYZER_OPTS_INIT, "none", 1, 1, 2, 0.5, 0, NULL, "log",   \
            "smooth", "l2", 1.2, 0.75, "words", 0, 5, 0, 0                                         \
    }
BK_API const bk_opt *bk_vectorizer_opt_table(size_t *n);

/* Sets the fields that a preset decides ("sklearn": tokens, n-grams, limits, weights of
 * TfidfVectorizer's defaults) to its values. Call it before the options that were given explicitly
 * are set: those then apply on top. In `opts` itself `preset` decides tokens and the order of
 * columns alone. "none" leaves the other fields. BK_EINVAL for an unknown name. */
BK_API bk_status bk_vectorizer_preset(bk_ctx *ctx, bk_vectorizer_opts *opts, const char *preset);

/* Counts every article of `c`, prunes by document frequency, weights. Columns are ordered by (df
 * falling, bytes rising); preset sklearn: by bytes, as scikit-learn. Rows in corpus order, empty
 * ones too. In a corpus so small that min_df and max_df leave nothing, they are relaxed (log line).
 * An n-gram's words are joined by a blank (a blank within a word becomes an underline then); stop
 * words in between are passed over (as in scikit-learn), the end of a sentence and punctuation are
 * not. With hash_columns a term goes to column floor(h / 2^32 * hash_columns), h the upper half of
 * its hash, called "#" and the number; counts of terms that meet there are added, without signs, so
 * that every weighting keeps its meaning; all columns are kept, in order, so min_df, max_df and
 * max_terms do not apply. Cost: one pass over the text. */
BK_API bk_status bk_vectorizer_fit(bk_ctx *ctx, bk_vectorizer **out, const bk_corpus *c,
                                   const bk_vectorizer_opts *opts);
/* The same for all that `r` still holds, read, prepared and counted in waves side by side, so that
 * no text is kept: memory is that of counts, terms and a few waves. What it gives is what a corpus
 * of `r` and bk_vectorizer_fit give, to the byte. `clean` as in bk_corpus_read; preset sklearn
 * counts texts as they were read. Cleaning that learns (min_repeats above 0) wants all articles
 * first: then texts are held while it works. Under a context with a budget counts beyond an eighth
 * of it are put aside (TMPDIR) and the matrix is mapped from a container without a name. Problems
 * and inputs stay with `r`, which may be closed. Cost: one pass over the input. */
BK_API bk_status bk_vectorizer_fit_reader(bk_ctx *ctx, bk_vectorizer **out, bk_reader *r,
                                          const bk_clean_opts *clean,
                                          const bk_vectorizer_opts *opts);
typedef struct bk_vectors_size {
    int64_t articles, terms, entries;
} bk_vectors_size;
/* The same straight into the container that bk_vectorizer_save would write, without a matrix in
 * memory: its rows are made and written in blocks. Under a context with a budget (memory_bytes)
 * counts beyond two fifths of it are put aside in a nameless file in the folder of `path` and put
 * together at the end, run by run: the same bytes; what stays in memory are columns, ids and one
 * run (not with join_collocations or cleaning that learns: they want all at once). `size` may be
 * NULL. BK_EINVAL where there is no article: then nothing is written, and *size is 0; after other
 * failures *size is as it was. */
BK_API bk_status bk_vectorizer_write_reader(bk_ctx *ctx, const char *path, bk_reader *r,
                                            const bk_clean_opts *clean,
                                            const bk_vectorizer_opts *opts, bk_vectors_size *size);
/* The same as a container that articles can be added to, which keeps what pruning left out, the
 * written forms of words and hashes of the texts besides. `before` NULL, or such a container: then
 * the articles of `r` come behind its own, without reading those again. What it gives is what one
 * run over all of them gives, to the byte. BK_EINVAL: min_repeats above 0 where texts are cleaned
 * and join_collocations, which depend on all articles; a container that was not made for it, with
 * other options (the message names one), other word lists or another version. Counts are held in
 * memory. */
BK_API bk_status bk_vectorizer_grow_reader(bk_ctx *ctx, const char *path, const char *before,
                                           bk_reader *r, const bk_clean_opts *clean,
                                           const bk_vectorizer_opts *opts, bk_vectors_size *size);
BK_API const bk_csr *bk_vectorizer_counts(const bk_vectorizer *v);  /* [D x V] borrowed */
BK_API const bk_csr *bk_vectorizer_weights(const bk_vectorizer *v); /* [D x V] borrowed */
BK_API const bk_vocab *bk_vectorizer_vocab(const bk_vectorizer *v);
BK_API bk_docs bk_vectorizer_docs(const bk_vectorizer *v);
/* ---- pairs of neighbouring words ------------------------------------------------------------- */
typedef struct bk_collocations bk_collocations;
typedef struct bk_collocation {
    bk_str term, shown;            /* "a b", as counted and as written for people */
    uint64_t count, first, second; /* pairs: of the two; with a in front; with b behind */
    uint64_t df;                   /* articles that hold the pair */
    bk_association association;
    int64_t article; /* row of the first one that holds it */
    bk_str example;  /* the first sentence there that does; {NULL, 0} with preset sklearn */
} bk_collocation;
/* Pairs of words that stand side by side (stop words in between are passed over, sentences and
 * punctuation are not) in at least opts->collocation_min places and more often than expected, by
 * falling G2, ties by bytes; opts->collocations of them at most, 0: all. Words as opts says; n-gram
 * lengths, limits and weights of opts do not matter. bk_vectorizer_fit with join_collocations joins
 * those with an NPMI from that on and a G2 from 10.83 on (chi2(1) of 0.001), from left to right.
 * Cost: one pass over the text; O(pairs) memory. */
BK_API bk_status bk_collocations_find(bk_ctx *ctx, bk_collocations **out, const bk_corpus *c,
                                      const bk_vectorizer_opts *opts);
BK_API size_t bk_collocations_size(const bk_collocations *k);
BK_API const bk_collocation *bk_collocations_at(const bk_collocations *k, size_t i); /* borrowed */
BK_API void bk_collocations_free(bk_collocations *k); /* NULL is fine */

/* Weights of other articles in the same columns, with the idf that was fitted. out is yours. */
BK_API bk_status bk_vectorizer_transform(bk_vectorizer *v, bk_csr *out, const bk_corpus *c);
/* The same as a vectorizer of its own: v's options, terms and idf, the articles of c. With `grow`,
 * terms of c that v does not have and that stay by its limits among the articles of c come as
 * columns behind, by falling df, with the idf that they have there; df and tf become sums of both.
 * unknown [articles of c] (may be NULL): tokens that no column counts. *out is yours. */
BK_API bk_status bk_vectorizer_like(const bk_vectorizer *v, bk_vectorizer **out, const bk_corpus *c,
                                    bool grow, float *unknown);
/* Our own container (header, typed sections, checksums). Written whole or not at all. */
BK_API bk_status bk_vectorizer_save(bk_vectorizer *v, const char *path);
BK_API bk_status bk_vectorizer_load(bk_ctx *ctx, bk_vectorizer **out, const char *path);
/* Does the file begin as one that bk_vectorizer_save wrote? false where it cannot be read. */
BK_API bool bk_vectorizer_is(const char *path);
/* <prefix>.mtx (Matrix Market, 1-based, weights), <prefix>.counts.mtx, <prefix>.terms.tsv
 * (column, term, df, tf, idf), <prefix>.docs.tsv (row, id, source, published, title). */
BK_API bk_status bk_vectorizer_export(bk_vectorizer *v, const char *prefix);
BK_API void bk_vectorizer_free(bk_vectorizer *v);

#ifdef __cplusplus
}
#endif
#endif
