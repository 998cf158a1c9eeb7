/* hand.h - one worker's part in counting articles, private to those who count. */
#ifndef BK_VECTOR_HAND_H
#define BK_VECTOR_HAND_H

#include <stdatomic.h>

#include "text/gather.h"
#include "vector/chars.h"
#include "vector/count.h"
#include "vector/counter.h"

typedef struct bk__hand_form { /* what a token needs of its form, in one place */
    uint64_t all, inside;      /* occurrences; those in running text */
    uint32_t word;             /* BK__BREAK, or one of the below */
    uint32_t hash;             /* bk__word_hash */
    bool quote;                /* a quotation mark */
} bk__hand_form;

/* A form's word where it was not looked at yet. Other values: a word, BK__BREAK for what parts
 * n-grams, BK__SKIPPED for what does not count but does not part either (stop words). */
#define BK__UNSEEN  0xfffffffeu
#define BK__SKIPPED 0xfffffffdu
/* With a form's number: a word that is hashed but does not count. */
#define BK__ONLY_HASHED 0x80000000u

typedef struct bk__row_block {
    struct bk__row_block *older;
    size_t n, cap;
    uint32_t at[];
} bk__row_block;

typedef struct bk__words {
    uint32_t *at;
    size_t n, cap;
} bk__words;

typedef struct bk__hand {
    bk__counter counter;
    bk_analyzer *analyzer;
    bk__hand_form *form; /* [n_forms] */
    uint32_t n_forms;
    bk__gather gather;
    uint64_t met;   /* bytes that were gathered since the forms had their counts */
    bk__words word; /* of the running article, one behind the other */
    bk__words hash; /* the same as bk__word_hash, stop words too; where `hashes` */
    bool hashes;
    bk__chars chars; /* where characters are counted; then the words are `names` */
    bk__map names;
    bk__words row, end;   /* of the running chunk */
    bk__row_block *block; /* rows of chunks that are closed */
    size_t held;          /* by blocks */
    _Atomic size_t bytes;
} bk__hand;

typedef struct bk__less { /* an entry of a row that was dropped */
    int worker;
    uint32_t term, count;
} bk__less;

struct bk__counting {
    bk_ctx *ctx;
    const bk_vectorizer_opts *opts;
    const bk_vocab *joined; /* its pairs are joined; NULL: those found here, where opts say so */
    bool sequences, terms;  /* words are kept in order; terms are made of them */
    bool hashes;            /* words are hashed */
    bool forms;             /* written forms are given, too */
    bk__hand *worker;       /* [workers] */
    bk__hand minus;         /* forms of articles that were dropped */
    int workers;
    int64_t rows;
    bk__chunk *chunk; /* [chunks] taken */
    int64_t chunks, cap_chunks;
    bk__less *less; /* [n_less] */
    size_t n_less, cap_less;
};

bool bk__counts_chars(const bk_vectorizer_opts *opts);
/* Do workers count written forms, which become terms at the end (surfaces.c)? */
bool bk__counts_forms(const bk__counting *c);
/* For n-grams a term is one word: some forms of letters are several (U+FDFA), whose blanks become
 * underlines. *term is then borrowed until the next call. */
bk_status bk__hand_whole_word(bk__hand *w, bk_str *term);
bk_status bk__hand_ready(const bk__counting *c, bk__hand *w);
/* The words of an article are the running row. */
bk_status bk__hand_article(bk__hand *w, const bk_article *a);
/* Forms have all of their counts. */
bk_status bk__hand_settle(bk__hand *w);
/* The row that ended, packed behind those of the running chunk. */
bk_status bk__hand_pack(bk__hand *w);
/* n words that stay until the blocks are freed; of a hand that has not begun to count, too. */
uint32_t *bk__hand_keep(bk_ctx *ctx, bk__hand *w, size_t n);
size_t bk__hand_bytes(const bk__hand *w);
/* Ready for the next stretch; what is known about forms stays. */
void bk__hand_empty(bk_ctx *ctx, bk__hand *w);
/* What is known about forms goes. */
void bk__hand_forget(bk_ctx *ctx, bk__hand *w);
void bk__hand_free(bk_ctx *ctx, bk__hand *w);
/* surfaces.c: `out` has the written forms as its terms and chunks are not given yet: terms take
 * their place, also in the rows. *form gets the forms, *n of them, where terms are shown; words
 * that are no term are out->n. */
bk_status bk__surfaces_resolve(bk__counting *c, bk__counted *out, bk__written **form, size_t *n);
void bk__row_blocks_free(bk_ctx *ctx, bk__row_block *b);

#endif
