/* fuzz_words.c - any text: tokens and sentences cover it, stems and frames come of it. The first
 * byte chooses the language; the bytes up to the first that is no UTF-8 are read. */
#include <stdlib.h>

#include <bingkai/frame.h>

#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const bk_scan *s, bk_str text)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < s->n_sentences; i++) {
        const bk_sentence *x = &s->sentences[i];
        if (x->n == 0 || x->first != at || x->end > text.n || x->begin >= x->end)
            abort();
        at += x->n;
    }
    if (at != s->n_tokens)
        abort();
    for (uint32_t i = 0; i < at; i++)
        if (s->tokens[i].begin >= s->tokens[i].end ||
            (i > 0 && s->tokens[i - 1].end > s->tokens[i].begin))
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bk_ctx *ctx;
    static bk_analyzer *a;
    static bk_frames *f;
    static bk_framer *fr;
    const bk_scan *s;
    const bk_framing *g;
    if (!ctx && (bk_ctx_new(&ctx, NULL) != BK_OK || bk_analyzer_new(ctx, &a, NULL) != BK_OK ||
                 bk_frames_load(ctx, &f) != BK_OK || bk_framer_new(ctx, &fr, a, f) != BK_OK))
        abort();
    if (size == 0)
        return 0;
    bk_str text = {(const char *)data + 1, size - 1};
    text.n = bk__utf8_valid(text);
    if (bk_analyzer_text(a, text, data[0] & 1 ? "id" : "en", &s) != BK_OK ||
        bk_framer_run(fr, s, &g) != BK_OK)
        abort();
    check(s, text);
    return 0;
}
