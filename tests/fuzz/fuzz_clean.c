/* fuzz_clean.c - any bytes, repaired, as an article: spans rise, lie in the text, leave only blanks
 * between them. */
#include <stdlib.h>

#include "corpus/clean.h"
#include "text/lang.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const bk_article *a)
{
    uint32_t k = 0, g = 0;
    size_t at = 0, letters = 0;
    for (; k < a->n_kept[1] || g < a->n_removed;) {
        bool kept =
            g == a->n_removed || (k < a->n_kept[1] && a->kept[1][k].begin < a->removed[g].begin);
        size_t begin = kept ? a->kept[1][k].begin : a->removed[g].begin;
        size_t end = kept ? a->kept[1][k].end : a->removed[g].end;
        if (begin < at || end <= begin || end > a->text.n)
            abort();
        for (; at < begin; at++)
            letters += (unsigned char)a->text.p[at] > ' ' && (unsigned char)a->text.p[at] < 0x7F;
        at = end;
        k += kept;
        g += !kept;
    }
    for (; at < a->text.n; at++)
        letters += (unsigned char)a->text.p[at] > ' ' && (unsigned char)a->text.p[at] < 0x7F;
    if (letters > 0)
        abort();
}

/* Once a process: reading the rules takes longer than cleaning. */
static bk_ctx *ctx;
static bk__furniture rules[2];

static void set_up(void)
{
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    opts.threads = 1;
    if (bk_ctx_new(&ctx, &opts) != BK_OK || bk__furniture_open(ctx, &rules[0], "id") != BK_OK ||
        bk__furniture_open(ctx, &rules[1], "en") != BK_OK)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bk__buf text;
    size_t repairs;
    if (!ctx)
        set_up();
    bk__buf_init(&text, ctx);
    if (bk__utf8_repair(&text, (bk_str){(const char *)data, size}, &repairs) != BK_OK)
        abort();
    for (int l = 0; l < 2; l++) {
        bk__arena arena;
        bk_article a = {.published = BK_NO_DATE};
        bk__arena_init(&arena, ctx);
        a.text = text.p ? bk__buf_str(&text) : (bk_str){"", 0};
        if (bk__clean(ctx, &arena, &a, &rules[l], NULL, NULL) != BK_OK)
            abort();
        check(&a);
        bk__lang_of(a.text);
        bk__arena_clear(&arena);
    }
    bk__buf_clear(&text);
    return 0;
}
