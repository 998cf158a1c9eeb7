/* count.h - articles to term counts, before pruning, fed stretch by stretch. */
#ifndef BK_VECTOR_COUNT_H
#define BK_VECTOR_COUNT_H

#include <bingkai/vectorize.h>

#include "base/map.h"
#include "vector/shown.h"
#include "vector/words.h"

/* A term of the running row as a counter keeps it. */
typedef struct bk__entry {
    uint32_t term, count;
} bk__entry;

/* ---- rows ------------------------------------------------------------------------------------ */
/* Rows of some articles as one worker counted them; terms are numbers of that worker. A row is a
 * sequence of words: term << 8 | count where both fit and the count is not 0, else 0, term, count.
 */
typedef struct bk__chunk {
    uint32_t *at;
    uint32_t *end; /* [rows] one behind the last word of each row */
    bool *dropped; /* [rows] NULL: none */
    int64_t rows;
    int worker;
} bk__chunk;

enum { BK__PACKED_MOST = 3 }; /* words of an entry */

static inline const uint32_t *bk__unpack(const uint32_t *p, uint32_t *term, uint32_t *count)
{
    *term = *p >> 8;
    *count = *p & 255;
    if (*count > 0)
        return p + 1;
    *term = p[1];
    *count = p[2];
    return p + 3;
}

static inline uint32_t *bk__pack(uint32_t *p, uint32_t term, uint32_t count)
{
    if (term < 1u << 24 && count - 1 < 255) {
        *p = term << 8 | count;
        return p + 1;
    }
    p[0] = 0;
    p[1] = term;
    p[2] = count;
    return p + 3;
}

/* ---- what a stretch of articles gave --------------------------------------------------------- */
typedef struct bk__counted {
    bk_ctx *ctx;
    int64_t rows, chunks, workers;
    bk__chunk *chunk;     /* [chunks] in the order of the rows */
    int64_t *first;       /* [chunks + 1] a chunk's first row; last: rows */
    uint32_t **of_worker; /* [workers][n_of_worker] a worker's term -> term; BK__NONE: in no row */
    uint32_t *n_of_worker;
    uint32_t n;        /* terms */
    bk_str *term;      /* [n] rising by bytes */
    uint64_t *df, *tf; /* [n] */
    bk__written *form; /* [n_form] of words, where bk__count_keep_forms asked for them; strings are
                          the counting's until bk__count_forget */
    size_t n_form;
    bk__shown shown; /* empty with preset sklearn: terms are shown as they are */
    bk__map *words;  /* [workers] hold the bytes of the terms */
    void *memory;    /* of the rows */
    bool own_chunks; /* each chunk's `at` is a block of its own */
    char *bytes;     /* of the terms where they are n-grams; then `words` are empty */
} bk__counted;

uint32_t bk__counted_find(const bk__counted *k, bk_str term); /* BK__NONE */
/* The rows hold the numbers of the n terms themselves, as of one worker; `words` are forgotten. */
bk_status bk__counted_renumber(bk__counted *k, uint32_t n);
void bk__counted_clear_rows(bk__counted *k);
void bk__counted_clear(bk__counted *k); /* fine on a zeroed one */

/* ---- counting -------------------------------------------------------------------------------- */
/* Workers count stretches side by side, each into a chunk; the caller takes the chunks in order:
 *
 *     bk__count_begin
 *     many times, on workers:  bk__count_open, bk__count_article..., bk__count_close
 *     in the caller, in order: bk__count_drop, bk__count_take
 *     bk__count_end            what was taken; the next stretch begins
 *     bk__count_free
 * With bk__count_bytes beyond a limit: let the workers finish, take, end, put the counted aside (a
 * sorted run), go on. Terms have numbers of their own in each stretch. */
typedef struct bk__counting bk__counting;

bk_status bk__count_begin(bk_ctx *ctx, bk__counting **out, const bk_vectorizer_opts *opts);
/* `worker` in [0, bk_ctx_threads), one chunk at a time in each. */
bk_status bk__count_open(bk__counting *c, int worker);
bk_status bk__count_article(bk__counting *c, int worker, const bk_article *a);
/* Ends the chunk; *out is the counting's until it is taken. */
bk_status bk__count_close(bk__counting *c, int worker, bk__chunk *out);
/* Row `row` of a chunk that is not taken yet, which `a` gave, does not count after all. In the
 * caller; workers may go on. */
bk_status bk__count_drop(bk__counting *c, bk__chunk *chunk, int64_t row, const bk_article *a);
/* The chunk's rows, less those that were dropped, are the next ones. In the caller. */
bk_status bk__count_take(bk__counting *c, bk__chunk *chunk);
/* Bytes held for terms and rows; may be asked while workers count. */
size_t bk__count_bytes(const bk__counting *c);
/* Joins the workers' terms. No worker may be counting. */
bk_status bk__count_end(bk__counting *c, bk__counted *out);
void bk__count_free(bk__counting *c); /* NULL is fine */

/* Each stretch gives the written forms of its words, too. Before anything is counted. */
void bk__count_keep_forms(bk__counting *c);
/* What is known about forms goes, between stretches. */
void bk__count_forget(bk__counting *c);
/* Are terms shown other than they are counted? */
bool bk__count_shows(const bk_vectorizer_opts *opts);

/* Does what is counted in a stretch depend on all of it (pairs of words are joined)? Then articles
 * may not be counted in several ones. */
bool bk__count_is_whole(const bk_vectorizer_opts *opts);
/* Before anything is counted: pairs are joined that are in `joined` (NULL: those found); no terms:
 * the words in their order instead, as bk__grams takes them. */
void bk__count_set(bk__counting *c, const bk_vocab *joined, bool terms);
/* Before anything is counted: the words of each article are hashed too (bk__word_hash). */
void bk__count_hash(bk__counting *c);
/* [n] of the worker's last article; NULL where no analyzer reads. */
const uint32_t *bk__count_hashes(const bk__counting *c, int worker, size_t *n);

/* ---- a corpus (count_corpus.c) --------------------------------------------------------------- */
/* The words in their order, no terms. */
bk_status bk__count_sequences(bk_ctx *ctx, bk__counted *out, const bk_corpus *c,
                              const bk_vectorizer_opts *opts);
/* Where words are joined, those whose pairs are in `joined`. */
bk_status bk__count_like(bk_ctx *ctx, bk__counted *out, const bk_corpus *c,
                         const bk_vectorizer_opts *opts, const bk_vocab *joined);
/* All of it. `to` (may be NULL) gets each article's words where an analyzer reads. */
bk_status bk__count(bk_ctx *ctx, bk__counted *out, const bk_corpus *c,
                    const bk_vectorizer_opts *opts, const bk__words_to *to);
/* All of a raw one (corpus/raw.h), each article cleaned when it is counted. */
bk_status bk__count_raw(bk_ctx *ctx, bk__counted *out, const bk_corpus *c,
                        const bk_vectorizer_opts *opts);

#endif
