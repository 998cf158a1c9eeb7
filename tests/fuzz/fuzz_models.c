/* fuzz_models.c - any bytes in the place of one file of the models: everything loads and reads a
 * text, or there is a message that names a file. The first byte chooses the file. */
#include "fuzz/bytes_file.h"

#include <string.h>
#include <sys/stat.h>

#include <bingkai/frame.h>
#include <bingkai/relation.h>

#include "base/ctx.h"
#include "base/str.h"
#include "corpus/clean.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = {
    "triads/china-russia-us.json",
    "frames.tsv",
    "id/abbreviations.txt",
    "id/actors.tsv",
    "id/frames.tsv",
    "id/furniture.tsv",
    "id/headline.tsv",
    "id/names.txt",
    "id/negators.txt",
    "id/relations.tsv",
    "id/roots.txt",
    "id/speech.tsv",
    "id/stem_exceptions.tsv",
    "id/stopwords.txt",
    "offices.tsv",
};
enum { FILES = sizeof names / sizeof *names };

static char dir[64], real_dir[1024];

static void in_dir(char path[256], const char *name)
{
    snprintf(path, 256, "%s/%s", dir, name);
}

static void remove_all(void)
{
    char path[256];
    for (int i = 0; i < FILES; i++) {
        in_dir(path, names[i]);
        unlink(path);
    }
    static const char *const folders[] = {"en", "id", "triads", ""};
    in_dir(path, "en");
    unlink(path);
    for (int i = 1; i < 4; i++) {
        in_dir(path, folders[i]);
        rmdir(path);
    }
}

static bk_status use(bk_ctx *ctx);

static bk_ctx *ctx_new(void)
{
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    bk_ctx *ctx;
    opts.threads = 1;
    opts.data_dir = dir;
    if (bk_ctx_new(&ctx, &opts) != BK_OK)
        abort();
    return ctx;
}

/* A folder whose files are links to the models; one link is moved for each input. */
static void set_up(void)
{
    bk_ctx *ctx;
    char path[256], *real;
    strcpy(dir, "/tmp/bingkai-models-XXXXXX");
    if (bk_ctx_new(&ctx, NULL) != BK_OK || !(real = realpath(bk__data_dir(ctx), NULL)) ||
        strlen(real) >= sizeof real_dir || !mkdtemp(dir))
        abort();
    strcpy(real_dir, real);
    free(real);
    bk_ctx_free(ctx);
    atexit(remove_all);
    in_dir(path, "id");
    mkdir(path, 0700);
    in_dir(path, "triads");
    mkdir(path, 0700);
    for (int i = -1; i < FILES; i++) {
        char target[2048];
        const char *name = i < 0 ? "en" : names[i];
        snprintf(target, sizeof target, "%s/%s", real_dir, name);
        in_dir(path, name);
        if (symlink(target, path) != 0)
            abort();
    }
    ctx = ctx_new();
    if (use(ctx) != BK_OK)
        abort();
    bk_ctx_free(ctx);
}

static void point(int file, const char *target)
{
    char path[256], whole[2048];
    in_dir(path, names[file]);
    snprintf(whole, sizeof whole, "%s/%s", real_dir, names[file]);
    if (unlink(path) != 0 || symlink(target ? target : whole, path) != 0)
        abort();
}

static bk_status use(bk_ctx *ctx)
{
    static const char text[] =
        "JAKARTA, KABAR.COM - Presiden China Xi Jinping memperingatkan Amerika Serikat, kata Wang "
        "Yi. \"Kami mendukung Rusia,\" ujarnya. Kremlin tidak mengecam Beijing.\nBaca juga: AS\n";
    bk_triad *t = NULL;
    bk_analyzer *a = NULL;
    bk_coder *c = NULL;
    bk_frames *f = NULL;
    bk_framer *fr = NULL;
    bk__furniture rules;
    const bk_scan *scan;
    const bk_framing *framing;
    bk_status st = bk__furniture_open(ctx, &rules, "id");
    if (st == BK_OK)
        bk__furniture_close(&rules);
    if (st == BK_OK)
        st = bk_triad_load(ctx, &t, NULL);
    if (st == BK_OK)
        st = bk_analyzer_new(ctx, &a, NULL);
    if (st == BK_OK)
        st = bk_coder_new(ctx, &c, a, t);
    if (st == BK_OK)
        st = bk_frames_load(ctx, &f);
    if (st == BK_OK)
        st = bk_framer_new(ctx, &fr, a, f);
    if (st == BK_OK)
        st = bk_analyzer_text(a, bk__str(text), "id", &scan);
    if (st == BK_OK)
        st = bk_framer_run(fr, scan, &framing);
    bk_framer_free(fr);
    bk_frames_free(f);
    bk_coder_free(c);
    bk_analyzer_free(a);
    bk_triad_free(t);
    return st;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bk_ctx *ctx;
    char path[64];
    if (!dir[0])
        set_up();
    if (size == 0)
        return 0;
    int file = data[0] % FILES, fd = bytes_file(data + 1, size - 1, path);
    point(file, path);
    ctx = ctx_new();
    if (use(ctx) != BK_OK && (!bk_ctx_error(ctx)->where[0] || !bk_ctx_error(ctx)->message[0]))
        abort();
    bk_ctx_free(ctx);
    point(file, NULL);
    close(fd);
    return 0;
}
