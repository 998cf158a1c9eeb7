/* corpus.h - news articles: read from files, cleaned, kept.
 *
 * A reader hands out raw articles one at a time. A corpus holds many of them, cleaned, with what
 * was inferred and what was removed. Every offset is a UTF-8 byte offset into the field as it was
 * read (decoded and repaired, before cleaning). */
#ifndef BINGKAI_CORPUS_H
#define BINGKAI_CORPUS_H

#include <bingkai/ctx.h>
#include <bingkai/opt.h>

#ifdef __cplusplus
extern "C" {
#endif

#define BK_NO_DATE INT64_MIN

typedef enum bk_field { BK_FIELD_TITLE = 0, BK_FIELD_TEXT = 1 } bk_field;

/* What was not given and therefore inferred from the text or the file name. The title is the first
 * line that is no furniture, where it looks like a headline; outlet and place stand in the dateline
 * ("BEIJING, KABAR.COM -"), else the outlet is the host of the address; the date is the latest one
 * behind a weekday, or in brackets, within 31 days of the first such one. */
enum {
    BK_INFERRED_ID = 1,
    BK_INFERRED_TITLE = 2, /* the title is a view of a line of the text; it is not analysed twice */
    BK_INFERRED_DATE = 4,
    BK_INFERRED_SOURCE = 8,
    BK_INFERRED_LANG = 16,
    BK_INFERRED_PLACE = 32
};

typedef struct bk_span {
    uint32_t begin, end; /* [begin, end) */
} bk_span;

/* A stretch that cleaning took out. */
typedef struct bk_removed {
    uint32_t begin, end;
    uint32_t field; /* bk_field */
    /* A constant word: dateline, repeated-lead, repeated-in-outlet (learned), or the reason of a
     * rule of models/<lang>/furniture.tsv: read-also, source-line, byline, follow, subscribe,
     * advert, photo-credit, embed, pager, tags, share, copyright, section, contact, disclaimer,
     * contents, repost. */
    const char *reason;
} bk_removed;

typedef struct bk_article {
    bk_str id;     /* unique in a corpus */
    bk_str source; /* outlet; {NULL,0} where unknown */
    bk_str title;
    bk_str text; /* as read: UTF-8, furniture still in it */
    bk_str url;
    bk_str lang;       /* "id", "en"; {NULL,0} where unknown */
    bk_str place;      /* of the dateline */
    bk_str file;       /* where it came from */
    uint64_t line;     /* 1-based line or record; 0 where the file is the article */
    int64_t published; /* UTC seconds at midnight or exact; BK_NO_DATE where unknown */
    uint32_t inferred; /* BK_INFERRED_* */
    /* After cleaning: the stretches that stay, by field, rising, and what went. A raw article has
     * n_kept 0 and n_removed 0. A line break or a removed stretch lies between two kept ones; a
     * kept one holds a line break only where the text was cut at a width. */
    const bk_span *kept[2];
    uint32_t n_kept[2];
    const bk_removed *removed;
    uint32_t n_removed;
    /* Values of the fields of bk_reader_opts.covariate, in their order; {NULL,0} where absent. */
    const bk_str *extra;
    uint32_t n_extra;
} bk_article;

/* ---- problems: what was wrong with the input -------------------------------------- */
typedef enum bk_action { BK_SKIPPED, BK_REPAIRED, BK_NOTED } bk_action;
typedef struct bk_problem {
    bk_str file;
    uint64_t line; /* 1-based; 0 where the whole file is meant */
    /* A constant word: bad-json, bad-csv, bad-row, bad-utf8, bad-date, no-text, not-text, too-long,
     * damaged, duplicate-id, empty-file, empty-folder, unreadable, unknown-language, results. */
    const char *kind;
    bk_str what; /* what was wrong and what was expected */
    bk_action action;
} bk_problem;

/* ---- reader ------------------------------------------------------------------------ */
typedef struct bk_reader bk_reader;
typedef struct bk_reader_opts {
    size_t size;
    const char *format; /* auto, txt, jsonl, json, csv, tsv */
    const char *fields; /* "text=isi,title=judul": other names for fields; NULL: the usual ones */
    const char *lang;   /* language of articles that do not say; NULL or "auto": recognised */
    bool strict;        /* the first problem that skips or repairs something fails */
    int limit;          /* stop after so many articles; 0: all */
    /* "rubrik,penulis": up to eight more fields whose values articles keep (bk_article.extra), or
     * place, lang, source, url; NULL: none */
    const char *covariate;
} bk_reader_opts;
#define BK_READER_OPTS_INIT                                                                        \
    {                                                                                              \
        sizeof(bk_reader_opts), "auto", NULL, NULL, false, 0, NULL                                 \
    }
BK_API const bk_opt *bk_reader_opt_table(size_t *n);

/* Reads `paths` in the order given; a folder recursively, names in byte order, without the folders
 * of results that bingkai wrote; "-" is stdin.
 * gz, xz, zst and bz2 are recognised by content. BK_EIO where a path that was named is absent. */
BK_API bk_status bk_reader_open(bk_ctx *ctx, bk_reader **out, const char *const *paths, size_t n,
                                const bk_reader_opts *opts);
/* The next article, raw, with metadata normalised (date parsed, id unique, language decided,
 * outlet, place and date inferred from a dateline). Views live until the next call. BK_END. */
BK_API bk_status bk_reader_next(bk_reader *r, bk_article *out);
/* Problems so far; borrowed until the next call. */
BK_API const bk_problem *bk_reader_problems(const bk_reader *r, size_t *n);
/* Files read: path, bytes and SHA-256 (hex) of the bytes as they lie on disk. Complete after
 * BK_END. */
typedef struct bk_input {
    bk_str path;
    uint64_t bytes, articles;
    char sha256[65];
} bk_input;
BK_API const bk_input *bk_reader_inputs(const bk_reader *r, size_t *n);
BK_API void bk_reader_close(bk_reader *r);

/* ---- corpus ------------------------------------------------------------------------ */
typedef struct bk_corpus bk_corpus;
typedef struct bk_clean_opts {
    size_t size;
    bool clean;      /* false: keep every line as it is */
    int min_repeats; /* a short line in so many articles of one outlet is furniture; 0: do not learn
                      */
    double min_share; /* ... and in this share of the outlet's articles */
} bk_clean_opts;
#define BK_CLEAN_OPTS_INIT                                                                         \
    {                                                                                              \
        sizeof(bk_clean_opts), true, 10, 0.02                                                      \
    }
BK_API const bk_opt *bk_clean_opt_table(size_t *n);

/* Reads all of `r` (problems are kept in the corpus), cleans over the workers. The corpus owns
 * copies; `r` may be closed afterwards. Cost: one pass, all text in memory. */
BK_API bk_status bk_corpus_read(bk_ctx *ctx, bk_corpus **out, bk_reader *r,
                                const bk_clean_opts *opts);
/* One text as a corpus of one article, id "text", without metadata; broken UTF-8 is repaired, the
 * text copied and cleaned. lang: id, en; NULL or "auto": recognised. BK_EINVAL: above 32 MiB. */
BK_API bk_status bk_corpus_of_text(bk_ctx *ctx, bk_corpus **out, bk_str text, const char *lang);
BK_API int64_t bk_corpus_size(const bk_corpus *c); /* D */
/* Article i in [0, D); borrowed from the corpus. */
BK_API const bk_article *bk_corpus_at(const bk_corpus *c, int64_t i);
BK_API const bk_problem *bk_corpus_problems(const bk_corpus *c, size_t *n);
BK_API const bk_input *bk_corpus_inputs(const bk_corpus *c, size_t *n);
BK_API void bk_corpus_free(bk_corpus *c);

#ifdef __cplusplus
}
#endif
#endif
