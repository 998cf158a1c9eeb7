/* fuzz_study.c - any bytes as a study file: jobs, or a message that names a line of it. */
#include <bingkai/study.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const bk_study_file *f)
{
    size_t n;
    const bk_study_job *j = bk_study_file_jobs(f, &n);
    bk_ctx_opts c = BK_CTX_OPTS_INIT;
    for (size_t i = 0; i < n; i++)
        if (!j[i].output || j[i].n_inputs == 0 || !j[i].inputs[0] || !j[i].name || !j[i].stages)
            abort();
    bk_study_file_context(f, &c);
    if (n == 0 || c.threads < 0 || c.threads > 256)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bk_ctx *ctx;
    bk_study_file *f;
    bk_status st;
    char path[64];
    int fd = memfd_create("study", MFD_CLOEXEC);
    if (fd < 0 || write(fd, data, size) != (ssize_t)size || bk_ctx_new(&ctx, NULL) != BK_OK)
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    (void)bk_study_file_is(ctx, path);
    st = bk_study_file_load(ctx, &f, path);
    if (st == BK_OK)
        check(f);
    else if (st != BK_EINVAL && st != BK_EFORMAT)
        abort();
    else if (st == BK_EINVAL && !strstr(bk_ctx_error(ctx)->where, "/proc/self/fd/"))
        abort();
    bk_study_file_free(f);
    bk_ctx_free(ctx);
    close(fd);
    return 0;
}
