/* wave.h - a stretch of one file on its way: bytes, then records, then articles. */
#ifndef BK_CORPUS_WAVE_H
#define BK_CORPUS_WAVE_H

#include "corpus/notes.h"
#include "corpus/prepare.h"

typedef struct bk__wave bk__wave;
struct bk__wave {
    bk_ctx *ctx;
    bk__wave *next;   /* in a list */
    bk_str file;      /* that it comes from */
    size_t input;     /* its number, from 1; 0: it could not be opened */
    bool begins;      /* the file begins with it */
    bk__buf bytes;    /* as they were read */
    bk_str lines;     /* of bytes: JSON lines that are not cut yet */
    uint64_t n_lines; /* lines that were cut; records count from 1 in each wave */
    bool worked;      /* bk__wave_work is done */
    bool relative;    /* record.line is to be added to the lines before the wave */
    bk__arena arena;  /* everything that a record holds, once it was prepared */
    bk__record *record;
    size_t n, cap;
    int extras;      /* fields of the user's that a record has */
    bk__notes notes; /* [n] of the records, where lines are to be learned */
};

bk_status bk__wave_new(bk_ctx *ctx, bk__wave **out);
void bk__wave_free(bk__wave *w); /* NULL is fine */
/* Empty, with memory that the next stretch can use. */
void bk__wave_reset(bk__wave *w);
bk_status bk__wave_add(void *wave, bk__record *record); /* copied */
/* A record that is no article, but says what was wrong; line 0: with the whole file. */
bk_status bk__wave_fault(bk__wave *w, uint64_t line, const char *kind, bk_action action,
                         const char *what);
/* Cuts lines, parses, prepares: all that does not depend on what was read before. Several waves at
 * a time. */
bk_status bk__wave_work(bk__wave *w, const bk__names *names, const bk__preparer *preparer);
/* Notes every record that is an article, and nothing of the others. */
bk_status bk__wave_note(bk__wave *w);
/* Record i as a raw article; borrowed from the wave. */
bk_article bk__wave_article(const bk__wave *w, size_t i);

#endif
