/* fuzz_reader.c - any bytes as a file of articles, its format and compression found by content:
 * articles whose fields are valid UTF-8, with an id each, and problems that say what and where. */
#include "fuzz/bytes_file.h"

#include <bingkai/corpus.h>

#include "base/str.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void valid(bk_str s)
{
    if (s.n > 0 && bk__utf8_valid(s) != s.n)
        abort();
}

static void check(const bk_article *a)
{
    valid(a->id);
    valid(a->title);
    valid(a->text);
    valid(a->source);
    valid(a->place);
    valid(a->url);
    if (a->id.n == 0 || a->text.n == 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const formats[] = {"auto", "auto", "txt", "jsonl", "json", "csv", "tsv"};
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    bk_reader_opts how = BK_READER_OPTS_INIT;
    bk_ctx *ctx;
    bk_reader *r;
    bk_article a;
    char path[64];
    const char *paths[1] = {path};
    size_t n;
    bk_status st;
    if (size == 0)
        return 0;
    int fd = bytes_file(data + 1, size - 1, path);
    how.format = formats[data[0] % (sizeof formats / sizeof *formats)];
    how.strict = data[0] & 128;
    opts.threads = 1;
    if (bk_ctx_new(&ctx, &opts) != BK_OK)
        abort();
    st = bk_reader_open(ctx, &r, paths, 1, &how);
    while (st == BK_OK && (st = bk_reader_next(r, &a)) == BK_OK)
        check(&a);
    if (st != BK_END && !(how.strict && st < 0 && bk_ctx_error(ctx)->message[0]))
        abort();
    const bk_problem *p = bk_reader_problems(r, &n);
    for (size_t i = 0; i < n; i++) {
        valid(p[i].what);
        if (!p[i].kind[0] || p[i].what.n == 0 || p[i].file.n == 0)
            abort();
    }
    bk_reader_close(r);
    bk_ctx_free(ctx);
    close(fd);
    return 0;
}
