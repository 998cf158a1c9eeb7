/* framer.c - which frames an article uses, with the words behind it.
 *
 *     score[f] = 100 / words * sum of the weights of f's indicators in the article
 * The longest indicator takes its words; what looks like an indicator and is none (frame "-") takes
 * them too. A sentence is a hit of f where its weights reach SENTENCE_LEAST: one telling indicator
 * or two weaker ones. An article uses f where all of this holds:
 *   a sentence is a hit of f, and an indicator of f stands in it at least twice, or two do once
 *   its score reaches DENSITY times the mean weight of f's indicators in the article's language:
 *   one average indicator in 200 words
 *   its strength, the score over that mean, reaches SHARE of that of the strongest frame of f's
 * kind so that a word in passing is no frame and a long article does not use all of them. A frame
 * that it uses is dominant where the hits reach DOMINANT of the sentences, the title counted twice.
 * The three numbers were settled on 30 articles (benchmarks/quality/documents.md). Workspace: marks
 * of one sentence, hits and evidence of one article. Weights: benchmarks/quality/frame_weights.c.
 */
#include <bingkai/frame.h>

#include "base/map.h"
#include "base/str.h"
#include "model/frame.h"
#include "text/pattern.h"

static const double SENTENCE_LEAST = 1.0, DENSITY = 0.5, SHARE = 0.1, DOMINANT = 0.3;
/* Shorter articles are counted as if they had so many words. */
enum { LEAST_WORDS = 40 };

typedef struct mark { /* one indicator of the running sentence */
    bk_span span;
    double weight;
    int16_t frame;
} mark;

struct bk_framer {
    bk_ctx *ctx;
    const bk_frames *frames;
    const bk__indicator *indicator;
    uint32_t n_indicators;
    bk__patterns *patterns;
    bk_analyzer *analyzer;
    uint8_t lang; /* of the running article, into bk__frames_lang */
    mark *mark;   /* of the sentence */
    uint32_t marks, cap_marks;
    bk_frame_hit *hit;
    uint32_t hits, cap_hits;
    bk_span *evidence;
    uint32_t n_evidence, cap_evidence;
    double score[BK__FRAMES_MOST];
    uint8_t present[BK__FRAMES_MOST], dominant[BK__FRAMES_MOST];
    uint32_t sentences[BK__FRAMES_MOST]; /* hits, the title counted twice */
    uint32_t met[BK__FRAMES_MOST];       /* indicators */
    bk_framing out;
};

bk_status bk_framer_new(bk_ctx *ctx, bk_framer **out, bk_analyzer *a, const bk_frames *f)
{
    *out = NULL;
    bk_framer *fr = bk__calloc(ctx, 1, sizeof *fr);
    if (!fr)
        return BK_ENOMEM;
    fr->ctx = ctx;
    fr->frames = f;
    fr->analyzer = a;
    fr->indicator = bk__frames_indicators(f, &fr->n_indicators);
    bk_status st = bk__patterns_new(ctx, &fr->patterns, a);
    for (uint32_t i = 0; i < fr->n_indicators && st == BK_OK; i++) {
        const bk__indicator *x = &fr->indicator[i];
        st = bk__patterns_add(fr->patterns, x->pattern, bk__frames_lang(x->lang), x->word, NULL);
    }
    if (st != BK_OK) {
        bk_framer_free(fr);
        return st;
    }
    *out = fr;
    return BK_OK;
}

void bk_framer_free(bk_framer *fr)
{
    if (!fr)
        return;
    bk__patterns_free(fr->patterns);
    bk__free(fr->ctx, fr->mark);
    bk__free(fr->ctx, fr->hit);
    bk__free(fr->ctx, fr->evidence);
    bk__free(fr->ctx, fr);
}

/* Room for one more element of an array that doubles. */
static bk_status room(bk_ctx *ctx, void **array, uint32_t n, uint32_t *cap, size_t size)
{
    if (n < *cap)
        return BK_OK;
    uint32_t more = *cap ? 2 * *cap : 64;
    void *p = bk__resize_array(ctx, *array, more, size);
    if (!p)
        return BK_ENOMEM;
    *array = p;
    *cap = more;
    return BK_OK;
}

static bk_status add_mark(bk_framer *fr, const bk__indicator *x, bk_span span)
{
    void *p = fr->mark;
    bk_status st = room(fr->ctx, &p, fr->marks, &fr->cap_marks, sizeof *fr->mark);
    fr->mark = p;
    if (st == BK_OK)
        fr->mark[fr->marks++] = (mark){span, x->weight, x->frame};
    return st;
}

/* Marks what the rows of one matched pattern speak for. */
static bk_status note(bk_framer *fr, uint32_t row, bk_span span)
{
    bk_status st = BK_OK;
    for (uint32_t i = row; i != BK__NONE && st == BK_OK; i = fr->indicator[i].next) {
        const bk__indicator *x = &fr->indicator[i];
        if (x->frame == BK__NO_FRAME || x->lang != fr->lang)
            continue;
        st = add_mark(fr, x, span);
    }
    return st;
}

static bk_status add_evidence(bk_framer *fr, bk_span span)
{
    void *p = fr->evidence;
    bk_status st = room(fr->ctx, &p, fr->n_evidence, &fr->cap_evidence, sizeof *fr->evidence);
    fr->evidence = p;
    if (st == BK_OK)
        fr->evidence[fr->n_evidence++] = span;
    return st;
}

/* The sentence's marks of one frame become a score and, where they suffice, a hit. */
static bk_status close_frame(bk_framer *fr, uint32_t sentence, bool title, int16_t frame)
{
    double sum = 0;
    uint32_t n = 0;
    bk_status st = BK_OK;
    for (uint32_t i = 0; i < fr->marks; i++)
        if (fr->mark[i].frame == frame) {
            sum += fr->mark[i].weight;
            n++;
        }
    if (n == 0)
        return BK_OK;
    fr->score[frame] += sum;
    fr->met[frame] += n;
    if (sum < SENTENCE_LEAST)
        return BK_OK;
    fr->sentences[frame] += title ? 2 : 1;
    void *p = fr->hit;
    st = room(fr->ctx, &p, fr->hits, &fr->cap_hits, sizeof *fr->hit);
    fr->hit = p;
    if (st != BK_OK)
        return st;
    fr->hit[fr->hits++] = (bk_frame_hit){sentence, frame, sum, fr->n_evidence, n};
    for (uint32_t i = 0; i < fr->marks && st == BK_OK; i++)
        if (fr->mark[i].frame == frame)
            st = add_evidence(fr, fr->mark[i].span);
    return st;
}

/* Counts the sentence's words into *words. */
static bk_status read_sentence(bk_framer *fr, const bk_scan *scan, uint32_t number, uint64_t *words)
{
    const bk_sentence *s = &scan->sentences[number];
    uint32_t end = s->first + s->n, taken = s->first;
    bk_status st = BK_OK;
    fr->marks = 0;
    for (uint32_t i = s->first; i < end && st == BK_OK; i++) {
        uint32_t row;
        *words += bk_analyzer_form(fr->analyzer, scan->tokens[i].form)->kind == BK_KIND_WORD;
        if (i < taken)
            continue;
        uint32_t n = bk__patterns_match(fr->patterns, scan, i, &row);
        if (n == 0)
            continue;
        taken = i + n;
        st = note(fr, row, (bk_span){scan->tokens[i].begin, scan->tokens[taken - 1].end});
    }
    if (st == BK_OK)
        st = bk__patterns_status(fr->patterns);
    for (int f = 0; f < bk_frames_count(fr->frames) && fr->marks > 0 && st == BK_OK; f++)
        st = close_frame(fr, number, s->field == BK_FIELD_TITLE, (int16_t)f);
    return st;
}

/* `sentences` counts the title twice, as fr->sentences does. */
static void decide(bk_framer *fr, uint64_t words, uint32_t sentences)
{
    int n = bk_frames_count(fr->frames);
    double strength[BK__FRAMES_MOST], strongest[2] = {0, 0};
    words = words < LEAST_WORDS ? LEAST_WORDS : words;
    for (int f = 0; f < n; f++) {
        int kind = bk_frames_generic(fr->frames, f);
        fr->score[f] *= 100.0 / (double)words;
        strength[f] = fr->score[f] / bk__frames_mean(fr->frames, f, fr->lang);
        if (strength[f] > strongest[kind])
            strongest[kind] = strength[f];
    }
    for (int f = 0; f < n; f++) {
        fr->present[f] = fr->sentences[f] > 0 && fr->met[f] >= 2 && strength[f] >= DENSITY &&
                         strength[f] >= SHARE * strongest[bk_frames_generic(fr->frames, f)];
        fr->dominant[f] = fr->present[f] && fr->sentences[f] >= DOMINANT * sentences;
    }
}

static uint8_t lang_of(const bk_framer *fr, const bk_scan *scan)
{
    uint8_t l = 0;
    const char *code = bk_analyzer_lang(fr->analyzer, scan->lang);
    while (bk__frames_lang(l) && strcmp(bk__frames_lang(l), code) != 0)
        l++;
    return l;
}

bk_status bk_framer_run(bk_framer *fr, const bk_scan *scan, const bk_framing **out)
{
    bk_status st = BK_OK;
    uint64_t words = 0;
    uint32_t sentences = 0;
    *out = NULL;
    fr->lang = lang_of(fr, scan);
    fr->hits = fr->n_evidence = 0;
    memset(fr->score, 0, sizeof fr->score);
    memset(fr->sentences, 0, sizeof fr->sentences);
    memset(fr->met, 0, sizeof fr->met);
    for (uint32_t i = 0; i < scan->n_sentences && st == BK_OK; i++) {
        sentences += scan->sentences[i].field == BK_FIELD_TITLE ? 2 : 1;
        st = read_sentence(fr, scan, i, &words);
    }
    if (st != BK_OK)
        return st;
    decide(fr, words, sentences);
    fr->out = (bk_framing){fr->score, fr->present, fr->dominant, fr->hit, fr->hits, fr->evidence};
    *out = &fr->out;
    return BK_OK;
}
