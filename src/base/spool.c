/* spool.c - bytes put aside in a file that has no name, to be read again soon. */
#include "base/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

#define BUFFER ((size_t)1 << 18)
#define AHEAD  ((size_t)1 << 16)

struct bk__spool {
    bk_ctx *ctx;
    char *dir;
    int fd;
    uint64_t end; /* with what is in the buffer */
    size_t n;
    char buffer[BUFFER];
};

static char *folder_of(bk_ctx *ctx, const char *path)
{
    const char *slash = path ? strrchr(path, '/') : NULL;
    struct stat info;
    /* beside a pipe or a device there is no room for files */
    if (!path || (stat(path, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode)))
        return bk__strdup(ctx, bk__str(bk__temp_dir()));
    if (!slash)
        return bk__strdup(ctx, BK__STR("."));
    return bk__strdup(ctx, (bk_str){path, slash == path ? 1 : (size_t)(slash - path)});
}

/* Where the file system cannot make files without a name, one is made and its name taken away. */
static int open_nameless(bk__spool *s)
{
    int fd = open(s->dir, O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
        return fd;
    size_t cap = strlen(s->dir) + 32;
    char *name = bk__alloc(s->ctx, cap);
    if (!name)
        return -1;
    snprintf(name, cap, "%s/.bingkai-XXXXXX", s->dir);
    fd = mkostemp(name, O_CLOEXEC);
    if (fd >= 0)
        unlink(name);
    bk__free(s->ctx, name);
    return fd;
}

bk_status bk__spool_open(bk_ctx *ctx, bk__spool **out, const char *beside)
{
    bk__spool *s = *out = bk__alloc(ctx, sizeof *s);
    bk_status st = BK_ENOMEM;
    if (!s)
        return st;
    s->ctx = ctx;
    s->fd = -1;
    s->end = s->n = 0;
    s->dir = folder_of(ctx, beside);
    if (s->dir) {
        s->fd = open_nameless(s);
        st = s->fd >= 0 ? BK_OK
                        : bk__fail_errno(ctx, s->dir, "cannot put counts aside in this folder");
    }
    if (st != BK_OK) {
        bk__spool_close(s);
        *out = NULL;
    }
    return st;
}

void bk__spool_close(bk__spool *s)
{
    if (!s)
        return;
    if (s->fd >= 0)
        close(s->fd);
    bk__free(s->ctx, s->dir);
    bk__free(s->ctx, s);
}

uint64_t bk__spool_end(const bk__spool *s)
{
    return s->end;
}

bk_status bk__spool_put(bk__spool *s, uint64_t at, const void *data, size_t bytes)
{
    const char *p = data;
    while (bytes > 0) {
        ssize_t k = pwrite(s->fd, p, bytes, (off_t)at);
        if (k >= 0) {
            p += k;
            bytes -= (size_t)k;
            at += (uint64_t)k;
        } else if (errno != EINTR) {
            return bk__fail_errno(s->ctx, s->dir,
                                  "cannot put counts aside there; make room, write to another "
                                  "folder, or allow more memory");
        }
    }
    return BK_OK;
}

static bk_status flush(bk__spool *s)
{
    size_t n = s->n;
    s->n = 0;
    return bk__spool_put(s, s->end - n, s->buffer, n);
}

bk_status bk__spool_add(bk__spool *s, const void *data, size_t bytes)
{
    bk_status st = bytes > BUFFER - s->n ? flush(s) : BK_OK;
    if (st != BK_OK || bytes == 0)
        return st;
    if (bytes > BUFFER) {
        st = bk__spool_put(s, s->end, data, bytes);
    } else {
        memcpy(s->buffer + s->n, data, bytes);
        s->n += bytes;
    }
    s->end += bytes;
    return st;
}

bk_status bk__spool_reserve(bk__spool *s, uint64_t bytes, uint64_t *at)
{
    bk_status st = flush(s);
    *at = s->end;
    s->end += bytes;
    return st;
}

bk_status bk__spool_read(bk__spool *s, uint64_t at, void *data, size_t bytes)
{
    char *p = data;
    bk_status st = s->n > 0 ? flush(s) : BK_OK;
    while (bytes > 0 && st == BK_OK) {
        ssize_t k = pread(s->fd, p, bytes, (off_t)at);
        if (k > 0) {
            p += k;
            bytes -= (size_t)k;
            at += (uint64_t)k;
        } else if (k == 0) {
            st = bk__fail(s->ctx, BK_EIO, s->dir, "counts that were put aside there end too soon");
        } else if (errno != EINTR) {
            st = bk__fail_errno(s->ctx, s->dir, "cannot read counts that were put aside there");
        }
    }
    return st;
}

/* ---- from front to back ---------------------------------------------------------------------- */
bk_status bk__spool_in_open(bk__spool_in *in, bk__spool *s, uint64_t from, uint64_t to)
{
    *in = (bk__spool_in){.spool = s, .at = from, .end = to};
    in->bytes = bk__alloc(s->ctx, AHEAD);
    return in->bytes ? BK_OK : BK_ENOMEM;
}

void bk__spool_in_close(bk__spool_in *in)
{
    if (in->spool)
        bk__free(in->spool->ctx, in->bytes);
    *in = (bk__spool_in){0};
}

static bk_status fill(bk__spool_in *in)
{
    size_t n = in->end - in->at < AHEAD ? (size_t)(in->end - in->at) : AHEAD;
    if (n == 0)
        return bk__fail(in->spool->ctx, BK_EIO, in->spool->dir,
                        "counts that were put aside there end too soon");
    bk_status st = bk__spool_read(in->spool, in->at, in->bytes, n);
    in->at += n;
    in->n = st == BK_OK ? n : 0;
    in->pos = 0;
    return st;
}

bk_status bk__spool_in_read(bk__spool_in *in, void *data, size_t bytes)
{
    char *to = data;
    while (bytes > 0) {
        bk_status st = in->pos == in->n ? fill(in) : BK_OK;
        if (st != BK_OK)
            return st;
        size_t n = in->n - in->pos < bytes ? in->n - in->pos : bytes;
        memcpy(to, in->bytes + in->pos, n);
        in->pos += n;
        to += n;
        bytes -= n;
    }
    return BK_OK;
}
