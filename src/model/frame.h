/* frame.h - frames and the indicators that speak for them, as read from the models.
 *
 * models/frames.tsv      code, kind (generic, issue), and a name in each language, the column
 *                        called after the language
 * models/<lang>/frames.tsv  frame, question, indicator (a pattern of text/pattern.h), weight
 * The frame "-" marks what only looks like an indicator (serangan jantung): it takes its words. */
#ifndef BK_MODEL_FRAME_H
#define BK_MODEL_FRAME_H

#include <bingkai/frame.h>

enum { BK__FRAMES_MOST = 32, BK__NO_FRAME = -1 };

typedef struct bk__indicator {
    bk_str pattern;
    bk_str question; /* which question of its frame it answers: "C2" */
    double weight;   /* log-odds, > 0; 0 for BK__NO_FRAME */
    uint32_t next;   /* further row of the same pattern; BK__NONE */
    uint32_t word;   /* rows of one pattern share it: the first row's number */
    int16_t frame;
    uint8_t lang; /* into bk__frames_lang */
} bk__indicator;

const bk__indicator *bk__frames_indicators(const bk_frames *f, uint32_t *n);
/* Mean weight of the frame's indicators in a language; 0 where it has none. */
double bk__frames_mean(const bk_frames *f, int frame, uint8_t lang);
/* "id", "en"; NULL behind the last. */
const char *bk__frames_lang(uint8_t lang);

#endif
