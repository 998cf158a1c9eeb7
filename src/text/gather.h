/* gather.h - the words of running text as the caller's numbers, without tokens between.
 *
 * The same words, marks and sentences as scan.h has, for who only counts: a word is one look-up in
 * the table of written forms, whose slot says at once what the word counts as and how often the
 * form was met. */
#ifndef BK_TEXT_GATHER_H
#define BK_TEXT_GATHER_H

#include "text/scan.h"

/* A mark, or where a sentence begins behind another one. */
#define BK__GATHER_BREAK UINT32_MAX
/* What a form counts as that is no word of the caller's; smaller numbers are words. */
#define BK__GATHER_NONE 0xfffffffdu

enum { BK__GATHER_ROOM = 128 };
typedef struct bk__gather {
    /* What a form counts as; asked when the form is first met. */
    bk_status (*word_of)(void *user, uint32_t form, uint32_t *word);
    bk_status (*take)(void *user, const uint32_t *word, size_t n);
    void *user;
    bool breaks;  /* BK__GATHER_BREAK is given, too */
    bool numbers; /* numbers are words, also where the analyzer would not count them */
    uint32_t sentences;
    size_t n;
    uint32_t word[BK__GATHER_ROOM]; /* not taken yet */
} bk__gather;

/* The words of field[begin, end), field.n bytes of which can be read; running: forms within a
 * sentence or a quote count as `inside`. */
bk_status bk__gather_span(bk__gather *g, const bk__scanner *s, bk__seen *seen, bk_str field,
                          bool running, uint32_t begin, uint32_t end);
/* The words that were not taken yet. */
bk_status bk__gather_end(bk__gather *g);

/* ---- an article (analyzer.c) ----------------------------------------------------------------- */
bk_status bk__analyzer_gather(bk_analyzer *a, const bk_article *article, bk__gather *g);
/* Surface, kind, language and fold of a form that is resolved later; the analyzer's. */
bk_status bk__analyzer_fold(bk_analyzer *a, uint32_t form, bk_form *f);
/* How often each form was met since this was called last, and what it counts as; then from 0. */
typedef void bk__met_fn(void *user, uint32_t form, uint32_t word, uint32_t all, uint32_t inside);
void bk__analyzer_met(bk_analyzer *a, bk__met_fn *met, void *user);
/* From now on a form that is met first is only noted; what it is, is found out once, at the end:
 * bk_analyzer_term gives the form's key, which has one byte more than the form, of no bytes where
 * the form is certainly no term. Before anything is read; then texts are gathered, not run, and
 * bk_analyzer_form has nothing. */
void bk__analyzer_later(bk_analyzer *a);
const bk_str *bk__analyzer_keys(const bk_analyzer *a); /* [forms] */
/* The form of a key and its term, {NULL, 0} for none; they live as long as `a`, which may be
 * another analyzer with the same options. */
bk_status bk__analyzer_resolve(bk_analyzer *a, bk_str key, bk_form *form, bk_str *term);
/* Held for forms. */
size_t bk__analyzer_bytes(const bk_analyzer *a);
/* What forms count as is asked again. */
void bk__analyzer_forget_words(bk_analyzer *a);

#endif
