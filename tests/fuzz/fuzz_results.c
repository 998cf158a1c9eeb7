/* fuzz_results.c - a study's folder that was tampered with. The first byte chooses the file: for
 * study.sqlite and vectors.bkv the rest are changes (two bytes where, one byte what), for
 * articles.jsonl and manifest.json the rest is the file. Reading it gives tables, articles or a
 * message. */
#include "fuzz/bytes_file.h"

#include <string.h>

#include <bingkai/study.h>

#include "base/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = {"study.sqlite", "vectors.bkv", "articles.jsonl",
                                    "manifest.json"};
enum { FILES = 4, PATCHED = 2 };

static bk_ctx *ctx;
static char top[64], dir[96];
static bk__buf whole[FILES]; /* as it was written */
static volatile size_t sink;

static void remove_all(void)
{
    for (int i = 0; i < FILES; i++)
        bk__buf_clear(&whole[i]);
    bk__dir_remove(ctx, top);
    bk_ctx_free(ctx);
}

static void put(int file, bk_str bytes)
{
    char path[128];
    FILE *f;
    snprintf(path, sizeof path, "%s/%s", dir, names[file]);
    f = fopen(path, "wb");
    if (!f || fwrite(bytes.p, 1, bytes.n, f) != bytes.n || fclose(f) != 0)
        abort();
}

static void keep(int file)
{
    char path[128];
    bk__view v;
    snprintf(path, sizeof path, "%s/%s", dir, names[file]);
    bk__buf_init(&whole[file], ctx);
    if (bk__view_open(ctx, &v, path) != BK_OK || bk__buf_add(&whole[file], v.bytes) != BK_OK)
        abort();
    bk__view_close(&v);
}

static void set_up(void)
{
    static const char news[] =
        "{\"id\":\"a\",\"title\":\"AS kecam China\",\"text\":\"Amerika Serikat mengecam China, "
        "kata Kremlin. Beijing menyambut Rusia.\",\"date\":\"2022-02-07\",\"source\":\"k.com\"}\n"
        "{\"id\":\"b\",\"text\":\"Rusia dan China bekerja sama di Beijing hari ini.\"}\n";
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    char path[64];
    const char *paths[1] = {path};
    bk_study *s;
    int fd = bytes_file((const uint8_t *)news, sizeof news - 1, path);
    strcpy(top, "/tmp/bingkai-results-XXXXXX");
    opts.threads = 1;
    if (!mkdtemp(top) || bk_ctx_new(&ctx, &opts) != BK_OK)
        abort();
    snprintf(dir, sizeof dir, "%s/study", top);
    if (bk_study_open(ctx, &s, paths, 1, NULL) != BK_OK || bk_study_run(s, BK_STAGE_ALL) != BK_OK ||
        bk_study_write(s, dir) != BK_OK)
        abort();
    bk_study_free(s);
    close(fd);
    for (int i = 0; i < FILES; i++)
        keep(i);
    atexit(remove_all);
}

static void tamper(int file, const uint8_t *p, size_t n)
{
    if (file >= PATCHED) {
        put(file, (bk_str){(const char *)p, n});
        return;
    }
    size_t size = whole[file].n;
    char *copy = malloc(size);
    if (!copy)
        abort();
    memcpy(copy, whole[file].p, size);
    for (size_t i = 0; i + 2 < n; i += 3) /* the head of the file is met as often as all of it */
        copy[((size_t)p[i] << 8 | p[i + 1]) * (i % 2 ? 1 : 7) % size] = (char)p[i + 2];
    put(file, (bk_str){copy, size});
    free(copy);
}

static void read_tables(void)
{
    bk_results *r;
    size_t n;
    const bk_table_spec *spec = bk_schema(&n);
    if (bk_results_open(ctx, &r, dir) != BK_OK)
        return;
    for (size_t i = 0; i < n; i++) {
        bk_table *t;
        sink += (size_t)bk_results_rows(r, spec[i].name);
        if (bk_results_table(r, &t, spec[i].name, NULL, NULL) == BK_OK)
            bk_table_free(t);
    }
    bk_table *t;
    if (bk_results_kwic(r, &t, "China", NULL) == BK_OK)
        bk_table_free(t);
    bk_results_free(r);
}

static void read_again(void)
{
    const char *paths[1] = {dir};
    bk_study *s;
    bk_status st = bk_study_open(ctx, &s, paths, 1, NULL);
    if (st == BK_OK)
        st = bk_study_run(s, BK_STAGE_VECTORS);
    if (st < 0 && !bk_ctx_error(ctx)->message[0])
        abort();
    if (s) {
        bool stands;
        (void)bk_study_stands(s, dir, BK_STAGE_ALL, &stands);
    }
    bk_study_free(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!ctx)
        set_up();
    if (size == 0)
        return 0;
    int file = data[0] % FILES;
    tamper(file, data + 1, size - 1);
    if (file == 0)
        read_tables();
    else
        read_again();
    if (file == 3)
        (void)bk_study_check_dir(ctx, dir);
    put(file, bk__buf_str(&whole[file]));
    return 0;
}
