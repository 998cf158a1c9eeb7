/* file.c - whole files: read-only views, and files that appear complete or not at all.
 *
 * A new file is written beside its place as ".<name>.<pid>-<n>.tmp" under the user's umask,
 * synced, renamed, and its folder synced. What is no regular file (a pipe, a terminal) is written
 * to directly. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- views --------------------------------------------------------------------------------- */

bk_status bk__view_open(bk_ctx *ctx, bk__view *out, const char *path)
{
    struct stat info;
    bk_status st = BK_OK;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    *out = (bk__view){{"", 0}, NULL, 0};
    if (fd < 0)
        return bk__fail_errno(ctx, path, "cannot open the file");
    if (fstat(fd, &info) != 0) {
        st = bk__fail_errno(ctx, path, "cannot look at the file");
    } else if (!S_ISREG(info.st_mode)) {
        st = bk__fail(ctx, BK_EIO, path, "%s",
                      S_ISDIR(info.st_mode) ? "this is a folder, not a file"
                                            : "this is not a regular file");
    } else if (info.st_size > 0) {
        size_t n = (size_t)info.st_size;
        void *map = mmap(NULL, n, PROT_READ, MAP_PRIVATE, fd, 0);
        if (map == MAP_FAILED)
            st = bk__fail_errno(ctx, path, "cannot map the file");
        else
            *out = (bk__view){{map, n}, map, n};
    }
    close(fd);
    return st;
}

void bk__view_pass(const bk__view *v, const void *p, size_t n)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), from = (uintptr_t)p / page * page;
    if (v->map && n > 0) /* the map is read-only and of a file: nothing is lost */
        (void)madvise((void *)from, (uintptr_t)p + n - from, MADV_DONTNEED);
}

void bk__view_close(bk__view *v)
{
    if (v->map)
        munmap(v->map, v->length);
    *v = (bk__view){{"", 0}, NULL, 0};
}

/* ---- files that are written whole ------------------------------------------------------------ */

#define BUFFER ((size_t)1 << 16)

struct bk__out {
    bk_ctx *ctx;
    char *path, *temp; /* temp NULL: written directly */
    int fd;
    bk_status status; /* first failure */
    size_t n;
    char buffer[BUFFER];
};

static void out_free(bk__out *o)
{
    bk_ctx *ctx = o->ctx;
    if (o->fd >= 0)
        close(o->fd);
    if (o->temp)
        unlink(o->temp);
    bk__free(ctx, o->temp);
    bk__free(ctx, o->path);
    bk__free(ctx, o);
}

static bk_status open_temp(bk__out *o)
{
    static _Atomic unsigned count;
    const char *slash = strrchr(o->path, '/');
    size_t dir = slash ? (size_t)(slash - o->path) + 1 : 0;
    size_t cap = strlen(o->path) + 48;
    o->temp = bk__alloc(o->ctx, cap);
    if (!o->temp)
        return BK_ENOMEM;
    for (int tries = 0; tries < 1000 && o->fd < 0; tries++) {
        snprintf(o->temp, cap, "%.*s.%.200s.%ld-%u.tmp", (int)dir, o->path, o->path + dir,
                 (long)getpid(), atomic_fetch_add(&count, 1));
        o->fd = open(o->temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (o->fd < 0 && errno != EEXIST)
            break;
    }
    if (o->fd < 0) {
        bk_status st = bk__fail_errno(o->ctx, o->path, "cannot make a file there");
        bk__free(o->ctx, o->temp);
        o->temp = NULL;
        return st;
    }
    return BK_OK;
}

bk_status bk__out_open(bk_ctx *ctx, bk__out **out, const char *path)
{
    bk__out *o = bk__alloc(ctx, sizeof *o);
    struct stat info;
    bk_status st = BK_OK;
    *out = NULL;
    if (!o)
        return BK_ENOMEM;
    o->ctx = ctx;
    o->temp = NULL;
    o->fd = -1;
    o->status = BK_OK;
    o->n = 0;
    o->path = bk__strdup(ctx, bk__str(path));
    if (!o->path) {
        st = BK_ENOMEM;
    } else if (stat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
        st = bk__fail(ctx, BK_EIO, path, "this is a folder; a file cannot take its place");
    } else if (stat(path, &info) == 0 && !S_ISREG(info.st_mode)) {
        o->fd = open(path, O_WRONLY | O_CLOEXEC);
        if (o->fd < 0)
            st = bk__fail_errno(ctx, path, "cannot open it for writing");
    } else {
        st = open_temp(o);
    }
    if (st != BK_OK) {
        out_free(o);
        return st;
    }
    *out = o;
    return BK_OK;
}

static bk_status put_bytes(bk__out *o, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t k = write(o->fd, p, n);
        if (k >= 0) {
            p += k;
            n -= (size_t)k;
        } else if (errno != EINTR) {
            return o->status = bk__fail_errno(o->ctx, o->path, "cannot write the file");
        }
    }
    return BK_OK;
}

static bk_status flush(bk__out *o)
{
    size_t n = o->n;
    o->n = 0;
    return put_bytes(o, o->buffer, n);
}

bk_status bk__out_write(bk__out *o, bk_str s)
{
    if (o->status != BK_OK)
        return o->status;
    if (s.n > BUFFER - o->n && flush(o) != BK_OK)
        return o->status;
    if (s.n > BUFFER)
        return put_bytes(o, s.p, s.n);
    if (s.n)
        memcpy(o->buffer + o->n, s.p, s.n);
    o->n += s.n;
    return BK_OK;
}

bk_status bk__out_print(bk__out *o, const char *format, ...)
{
    bk_status st = BK_OK;
    char small[512], *big = NULL;
    va_list args;
    int n;
    va_start(args, format);
    n = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    if (n < 0)
        return o->status = bk__fail(o->ctx, BK_EINVAL, o->path, "text that cannot be formatted");
    if ((size_t)n < sizeof small)
        return bk__out_write(o, (bk_str){small, (size_t)n});
    big = bk__alloc(o->ctx, (size_t)n + 1);
    if (!big)
        return o->status = BK_ENOMEM;
    va_start(args, format);
    vsnprintf(big, (size_t)n + 1, format, args);
    va_end(args);
    st = bk__out_write(o, (bk_str){big, (size_t)n});
    bk__free(o->ctx, big);
    return st;
}

bool bk__out_places(const bk__out *o)
{
    return o->temp != NULL;
}

bk_status bk__out_put(bk__out *o, uint64_t at, bk_str s)
{
    while (s.n > 0) {
        ssize_t k = pwrite(o->fd, s.p, s.n, (off_t)at);
        if (k >= 0) {
            s = (bk_str){s.p + k, s.n - (size_t)k};
            at += (uint64_t)k;
        } else if (errno != EINTR) {
            return bk__fail_errno(o->ctx, o->path, "cannot write the file");
        }
    }
    return BK_OK;
}

/* So that the new name survives a power cut; not every file system can, so failures are passed. */
static void sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char dir[4096] = ".";
    int fd;
    if (slash) {
        size_t n = slash == path ? 1 : (size_t)(slash - path);
        if (n >= sizeof dir)
            return;
        memcpy(dir, path, n);
        dir[n] = 0;
    }
    fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd);
        close(fd);
    }
}

static bk_status finish(bk__out *o)
{
    int fd = o->fd;
    if (o->status != BK_OK || flush(o) != BK_OK)
        return o->status;
    if (o->temp && fsync(fd) != 0)
        return bk__fail_errno(o->ctx, o->path, "cannot write the file");
    o->fd = -1;
    if (close(fd) != 0)
        return bk__fail_errno(o->ctx, o->path, "cannot write the file");
    if (!o->temp)
        return BK_OK;
    if (rename(o->temp, o->path) != 0)
        return bk__fail_errno(o->ctx, o->path, "cannot give the file its name");
    bk__free(o->ctx, o->temp);
    o->temp = NULL;
    sync_folder(o->path);
    return BK_OK;
}

bk_status bk__out_commit(bk__out *o)
{
    bk_status st = finish(o);
    out_free(o);
    return st;
}

void bk__out_drop(bk__out *o)
{
    if (o)
        out_free(o);
}

bk_status bk__file_write(bk_ctx *ctx, const char *path, bk_str bytes)
{
    bk__out *o;
    bk_status st = bk__out_open(ctx, &o, path);
    if (st != BK_OK)
        return st;
    bk__out_write(o, bytes);
    return bk__out_commit(o);
}
