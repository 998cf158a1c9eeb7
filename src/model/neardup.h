/* neardup.h - looking for repeated articles: what its files share. */
#ifndef BK_MODEL_NEARDUP_H
#define BK_MODEL_NEARDUP_H

#include <bingkai/similar.h>

#include "base/ctx.h"
#include "model/shingle.h"

typedef struct bk__read { /* hashes of an article's folded words and numbers, in order */
    uint32_t *word;
    uint32_t n;
} bk__read;

typedef struct bk__candidate {
    uint32_t a, b;
    float jaccard;
    bool repeats;
} bk__candidate;

typedef struct bk__repeats {
    bk_ctx *ctx;
    const bk_corpus *corpus;
    bk_neardup_opts opts;
    int64_t D;
    bk__read *read;      /* [D] */
    uint32_t *sketch;    /* [D x hashes] */
    uint64_t salt;       /* of all sketches */
    bk__shingles *sets;  /* [D] of articles in a candidate */
    uint8_t *in_pair;    /* [D] is the article in a candidate? */
    int64_t **room;      /* [threads] of alignments */
    bk__candidate *pair; /* [n] rising, each once */
    size_t n, cap;
} bk__repeats;

/* An article's words; the job keeps a copy. On workers, each row once. */
bk_status bk__repeats_read(bk__repeats *t, int64_t row, const uint32_t *word, size_t n);
/* neardup_band.c: articles whose sketches agree in a band are candidates. */
bk_status bk__repeats_candidates(bk__repeats *t);
/* neardup_group.c: connected components of the pairs that are repeats. */
bk_status bk__repeats_groups(const bk__repeats *t, bk_neardup *out);

#endif
