/* notes.h - what is remembered of articles to learn lines from (learn.h): no texts. */
#ifndef BK_CORPUS_NOTES_H
#define BK_CORPUS_NOTES_H

#include "base/str.h"

/* A line stands at the edge of an article where it is one of the first or of the last so many. */
enum { BK__EDGE_FRONT = 2, BK__EDGE_BACK = 3 };

typedef struct bk__noted_line { /* one that could be furniture */
    uint64_t hash, start;       /* bk__line_hash, bk__line_start */
    uint32_t number;            /* among the lines of its article that are not blank */
} bk__noted_line;

typedef struct bk__note { /* an article */
    uint64_t text;        /* hash of it */
    uint32_t outlet;      /* number; 0: none */
    uint32_t lines;       /* that are not blank */
    size_t end;           /* behind its lines in `line` */
} bk__note;

typedef struct bk__notes {
    bk_ctx *ctx;
    bk__note *article; /* [n] */
    size_t n, cap;
    bk__noted_line *line; /* [n_lines] by article */
    size_t n_lines, cap_lines;
} bk__notes;

void bk__notes_init(bk__notes *t, bk_ctx *ctx);
void bk__notes_clear(bk__notes *t); /* fine on a zeroed one */
/* Notes an article, whose text has this bk__hash; {NULL, 0}: none. Its outlet is left to the
 * caller. */
bk_status bk__notes_add(bk__notes *t, bk_str text, uint64_t hash);
/* Copies article i of another list, as one of `outlet`; what has none has no lines. */
bk_status bk__notes_copy(bk__notes *t, const bk__notes *from, size_t i, uint32_t outlet);
static inline size_t bk__notes_begin(const bk__notes *t, size_t i)
{
    return i > 0 ? t->article[i - 1].end : 0;
}
static inline bool bk__at_edge(const bk__note *a, const bk__noted_line *l)
{
    return l->number < BK__EDGE_FRONT || l->number + BK__EDGE_BACK >= a->lines;
}

#endif
