/* fuzz_topic_state.c - hostile states of a fit. Input: method, steps before the state was kept,
 * then places and bits that are changed behind its key. Sums are set right, the key is that of the
 * fit; what is accepted goes on to its end. */
#include <fcntl.h>
#include <string.h>

#include <bingkai/topic.h>

#include "bytes_file.h"
#include "store_sums.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { KEY = 64, ROWS = 6, COLS = 5, N = 18, ROOM = 1 << 16 };
static int64_t ptr[ROWS + 1] = {0, 3, 6, 9, 12, 15, 18};
static uint32_t col[N] = {0, 1, 2, 1, 2, 3, 2, 3, 4, 0, 3, 4, 0, 1, 4, 0, 2, 4};
static float val[N] = {1, 2, 1, 3, 1, 1, 2, 2, 1, 1, 1, 4, 1, 1, 1, 2, 1, 3};
static const bk_csr A = {ROWS, COLS, ptr, col, val};

static bk_status start(bk_ctx *ctx, bk_topic **t, int method)
{
    static const char *const methods[] = {"lda", "kmeans", "nmf"};
    bk_topic_opts o = BK_TOPIC_OPTS_INIT;
    o.method = methods[method % 3];
    o.topics = 3;
    o.max_iter = 4;
    return bk_topic_new(ctx, t, &A, &o);
}

/* The bytes of a state. */
static size_t keep(bk_ctx *ctx, int method, int steps, uint8_t *out)
{
    char path[] = "/tmp/fuzz_topic_state.XXXXXX";
    bk_topic *t;
    ssize_t n = 0;
    int fd = mkstemp(path);
    if (fd < 0)
        abort();
    close(fd);
    bk_status st = start(ctx, &t, method);
    for (int i = 0; i < steps && st == BK_OK; i++)
        st = bk_topic_step(t, NULL);
    if (st == BK_OK && bk_topic_save(t, path) == BK_OK && (fd = open(path, O_RDONLY)) >= 0) {
        n = read(fd, out, ROOM);
        close(fd);
    }
    unlink(path);
    bk_topic_free(t);
    return n > 0 ? (size_t)n : 0;
}

static void go_on(bk_ctx *ctx, int method, const char *path)
{
    bk_topic *t;
    bk_topic_run run = BK_TOPIC_RUN_INIT;
    run.resume = path;
    if (start(ctx, &t, method) == BK_OK)
        (void)bk_topic_fit_with(t, &run);
    bk_topic_free(t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t bytes[ROOM];
    char path[64];
    bk_ctx *ctx;
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    opts.threads = 1;
    if (size < 2 || bk_ctx_new(&ctx, &opts) != BK_OK)
        return 0;
    size_t n = keep(ctx, data[0], data[1] % (data[0] % 3 ? 2 : 49), bytes);
    size_t first = n > HEADER ? HEADER + (size_t)get64(bytes + 32) * ROW + KEY : n;
    for (size_t i = 2; i + 3 < size && n > first; i += 4) {
        size_t at = first + ((size_t)data[i] << 8 | data[i + 1]) % (n - first);
        bytes[at] = data[i + 2] & 1 ? data[i + 3] : (uint8_t)(bytes[at] ^ data[i + 3]);
    }
    if (n > HEADER) {
        set_sums(bytes, n, "topic-state");
        int fd = bytes_file(bytes, n, path);
        go_on(ctx, data[0], path);
        close(fd);
    }
    bk_ctx_free(ctx);
    return 0;
}
