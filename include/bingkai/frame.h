/* frame.h - frames: five generic ones and issue frames, by indicator terms with weights. */
#ifndef BINGKAI_FRAME_H
#define BINGKAI_FRAME_H

#include <bingkai/text.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct bk_frames bk_frames; /* the lexicon; may be shared by workers */
/* Reads models/frames.tsv and models/<lang>/frames.tsv. BK_EIO; BK_EFORMAT (file, line). */
BK_API bk_status bk_frames_load(bk_ctx *ctx, bk_frames **out);
BK_API int bk_frames_count(const bk_frames *f);                   /* F */
BK_API const char *bk_frames_code(const bk_frames *f, int frame); /* "conflict" */
/* In "id" or "en"; the code where the language is another. */
BK_API bk_str bk_frames_name(const bk_frames *f, int frame, const char *lang);
BK_API bool bk_frames_generic(const bk_frames *f,
                              int frame); /* one of the five; else an issue frame */
BK_API void bk_frames_free(bk_frames *f);

typedef struct bk_frame_hit {
    uint32_t sentence;
    int16_t frame;
    double score;                  /* sum of the weights of the sentence's indicators */
    uint32_t evidence, n_evidence; /* into bk_framing.evidence */
} bk_frame_hit;

/* One article; borrowed until the next run. A sentence is a hit where its weights reach 1. An
 * article uses a frame from one average indicator in 200 words, if it holds two, a sentence is a
 * hit and its strength (score over the mean weight) reaches a tenth of the strongest frame of its
 * kind. The frame is dominant where three sentences in ten are hits, the title counted twice. */
typedef struct bk_framing {
    const double *score;      /* [F] weight a 100 words */
    const uint8_t *present;   /* [F] 1 where the article uses the frame */
    const uint8_t *dominant;  /* [F] 1 where it is about little else */
    const bk_frame_hit *hits; /* by sentence, then frame; only those above the sentence threshold */
    uint32_t n_hits;
    const bk_span *evidence;
} bk_framing;

typedef struct bk_framer bk_framer;
/* One a worker; `a` and `f` are borrowed and live longer. */
BK_API bk_status bk_framer_new(bk_ctx *ctx, bk_framer **out, bk_analyzer *a, const bk_frames *f);
/* `scan` is of the framer's analyzer. BK_ENOMEM. Cost: a look-up a token once its form was seen. */
BK_API bk_status bk_framer_run(bk_framer *fr, const bk_scan *scan, const bk_framing **out);
BK_API void bk_framer_free(bk_framer *fr);

#ifdef __cplusplus
}
#endif
#endif
