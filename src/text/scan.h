/* scan.h - running text to tokens and sentences, for news.
 *
 * Works over kept stretches of a field; the end of a stretch ends a sentence, and a line break does
 * where lines are not soft (a stretch that cleaning kept holds one only where the text was cut at a
 * width).
 * Offsets are bytes of the field. No sentence has more than 2 BK__SENTENCE_TOKENS tokens. */
#ifndef BK_TEXT_SCAN_H
#define BK_TEXT_SCAN_H

#include <bingkai/text.h>

#include "base/map.h"
#include "text/seen.h"

typedef struct bk__tokens {
    bk_ctx *ctx;
    bk_token *token;
    uint32_t n, cap;
    bk_sentence *sentence;
    uint32_t n_sentences, cap_sentences;
    uint32_t paragraph;
} bk__tokens;

/* Number of the written form; `kind` is used where it is new. */
typedef bk_status bk__form_fn(void *user, bk_str surface, bk_kind kind, uint32_t *form);
typedef struct bk__scanner {
    bk__form_fn *form;
    void *user;
    const bk__seen *seen;         /* forms that need not be asked for */
    const bk__map *abbreviations; /* folded, without the last stop: "dr", "u.s" */
    bool soft;                    /* a line break is a blank */
} bk__scanner;

void bk__tokens_init(bk__tokens *t, bk_ctx *ctx);
void bk__tokens_clear(bk__tokens *t);
/* Adds tokens and sentences of field[begin, end), field.n bytes of which can be read. */
bk_status bk__scan_span(const bk__scanner *s, bk__tokens *out, bk_str field, uint32_t field_number,
                        uint32_t begin, uint32_t end);

#endif
