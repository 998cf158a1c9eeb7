/* fuzz_topic_file.c - hostile files of topics: places and bits that are changed in one that is
 * right, whose sums are then set right. What is accepted is applied to the sections' last byte. */
#include <string.h>

#include <bingkai/study.h>

#include "bytes_file.h"
#include "store_sums.h"
#include "study/topic_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ROOM = 1 << 17 };
static uint8_t whole[ROOM];
static size_t whole_n;

/* The bytes of a file, made once. */
static void make(void)
{
    static const char articles[] =
        "{\"id\":\"1\",\"text\":\"Kapal dagang berlabuh di pelabuhan. Kapal itu membawa beras.\"}\n"
        "{\"id\":\"2\",\"text\":\"Beras dan gula naik di pasar. Pasar itu ramai.\"}\n"
        "{\"id\":\"3\",\"text\":\"Pelabuhan menunggu kapal, pasar menunggu beras.\"}\n";
    char in[64], out[] = "/tmp/fuzz_topic_file.XXXXXX";
    bk_ctx *ctx;
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    bk_study_opts o;
    bk_study *s = NULL;
    int fd = bytes_file((const uint8_t *)articles, sizeof articles - 1, in), to = mkstemp(out);
    const char *paths[1] = {in};
    opts.threads = 1;
    if (to < 0 || bk_ctx_new(&ctx, &opts) != BK_OK)
        abort();
    bk_study_opts_init(&o);
    o.topic.topics = 2;
    o.topic.method = "kmeans";
    o.theme.refits = 0;
    if (bk_study_open(ctx, &s, paths, 1, &o) != BK_OK || bk_study_save_topics(s, out) != BK_OK)
        abort();
    bk_study_free(s);
    bk_ctx_free(ctx);
    FILE *f = fopen(out, "rb");
    if (!f)
        abort();
    whole_n = fread(whole, 1, ROOM, f);
    fclose(f);
    unlink(out);
    close(to);
    close(fd);
}

static volatile double sink;

static void use(bk_ctx *ctx, const bk__topic_file *t)
{
    int K = bk_topic_model_count(t->model);
    int64_t V = bk_topic_model_cols(t->model), ptr[2] = {0, 1};
    uint32_t col[1] = {(uint32_t)(V - 1)};
    float val[1] = {2};
    bk_csr A = {1, V, ptr, col, val};
    double *docs = calloc((size_t)K, sizeof *docs);
    if (docs && bk_topic_apply(ctx, docs, t->model, &A) == BK_OK)
        for (int k = 0; k < K; k++)
            sink += docs[k] + (double)(t->label[k].n > 0 ? t->label[k].p[t->label[k].n - 1] : 0);
    free(docs);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t bytes[ROOM];
    char path[64];
    bk_ctx *ctx;
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    bk__topic_file t;
    opts.threads = 1;
    if (whole_n == 0)
        make();
    if (bk_ctx_new(&ctx, &opts) != BK_OK)
        return 0;
    memcpy(bytes, whole, whole_n);
    size_t first = HEADER + (size_t)get64(whole + 32) * ROW;
    for (size_t i = 1; i + 3 < size; i += 4) {
        size_t from = data[0] & 1 ? HEADER : first;
        size_t at = from + ((size_t)data[i] << 8 | data[i + 1]) % (whole_n - from);
        bytes[at] = data[i + 2] & 1 ? data[i + 3] : (uint8_t)(bytes[at] ^ data[i + 3]);
    }
    set_sums(bytes, whole_n, "topics");
    int fd = bytes_file(bytes, whole_n, path);
    if (bk__topic_file_open(ctx, &t, path) == BK_OK)
        use(ctx, &t);
    bk__topic_file_close(ctx, &t);
    close(fd);
    bk_ctx_free(ctx);
    return 0;
}
