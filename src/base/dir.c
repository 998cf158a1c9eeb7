/* dir.c - folders and paths. Removal goes by open folders and never follows a link. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

#define DEPTH 64 /* folders inside one another that dir_remove goes down */

bool bk__file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

bool bk__file_is_dir(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

const char *bk__temp_dir(void)
{
    const char *tmp = getenv("TMPDIR");
    return tmp && *tmp ? tmp : "/tmp";
}

bk_status bk__file_temp(bk_ctx *ctx, char **path)
{
    char *name = *path = bk__path_join(ctx, bk__temp_dir(), "bingkai-XXXXXX");
    if (!name)
        return BK_ENOMEM;
    int fd = mkostemp(name, O_CLOEXEC);
    if (fd >= 0) {
        close(fd);
        return BK_OK;
    }
    bk_status st = bk__fail_errno(ctx, name, "cannot be made");
    bk__free(ctx, name);
    *path = NULL;
    return st;
}

char *bk__path_join(bk_ctx *ctx, const char *a, const char *b)
{
    size_t na = strlen(a), nb = strlen(b);
    size_t slash = na > 0 && a[na - 1] != '/';
    char *p = bk__alloc(ctx, na + slash + nb + 1);
    if (p) {
        memcpy(p, a, na);
        if (slash)
            p[na] = '/';
        memcpy(p + na + slash, b, nb + 1);
    }
    return p;
}

static bk_status make_one(bk_ctx *ctx, const char *path)
{
    int code;
    if (mkdir(path, 0777) == 0)
        return BK_OK;
    code = errno;
    if (bk__file_is_dir(path))
        return BK_OK;
    errno = code;
    return bk__fail_errno(ctx, path, "cannot make the folder");
}

bk_status bk__dir_make(bk_ctx *ctx, const char *path)
{
    bk_status st = BK_OK;
    char *copy = bk__strdup(ctx, bk__str(path));
    if (!copy)
        return BK_ENOMEM;
    for (char *c = copy; *c && st == BK_OK; c++)
        if (*c == '/' && c > copy) {
            *c = 0;
            st = make_one(ctx, copy);
            *c = '/';
        }
    if (st == BK_OK)
        st = make_one(ctx, copy);
    bk__free(ctx, copy);
    return st;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool dots(const char *name)
{
    return name[0] == '.' && (!name[1] || (name[1] == '.' && !name[2]));
}

static bk_status list_into(bk_ctx *ctx, DIR *dir, const char *path, char ***names, size_t *n)
{
    size_t cap = 0;
    struct dirent *e;
    while (errno = 0, (e = readdir(dir)) != NULL) {
        if (dots(e->d_name))
            continue;
        if (bk__make_room(ctx, names, &cap, *n + 1, sizeof **names) != BK_OK)
            return BK_ENOMEM;
        (*names)[*n] = bk__strdup(ctx, bk__str(e->d_name));
        if (!(*names)[*n])
            return BK_ENOMEM;
        ++*n;
    }
    return errno ? bk__fail_errno(ctx, path, "cannot read the folder") : BK_OK;
}

bk_status bk__dir_list(bk_ctx *ctx, const char *path, char ***names, size_t *n)
{
    DIR *dir = opendir(path);
    bk_status st;
    *names = NULL;
    *n = 0;
    if (!dir)
        return bk__fail_errno(ctx, path, "cannot read the folder");
    st = list_into(ctx, dir, path, names, n);
    closedir(dir);
    if (st != BK_OK) {
        while (*n > 0)
            bk__free(ctx, (*names)[--*n]);
        bk__free(ctx, *names);
        *names = NULL;
    } else if (*n > 1) {
        qsort(*names, *n, sizeof **names, by_bytes);
    }
    return st;
}

/* Removes what is in the folder `fd` (closed here in any case). */
static bk_status empty_dir(bk_ctx *ctx, int fd, const char *path, int depth)
{
    DIR *dir = fdopendir(fd);
    bk_status st = BK_OK;
    struct dirent *e;
    if (!dir) {
        st = bk__fail_errno(ctx, path, "cannot read the folder");
        close(fd);
        return st;
    }
    if (depth == 0)
        st = bk__fail(ctx, BK_EIO, path, "more than %d folders inside one another", DEPTH);
    while (st == BK_OK && (e = readdir(dir)) != NULL) {
        int flags = 0, inner;
        if (dots(e->d_name))
            continue;
        inner = openat(dirfd(dir), e->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (inner >= 0) {
            st = empty_dir(ctx, inner, path, depth - 1);
            flags = AT_REMOVEDIR;
        }
        if (st == BK_OK && unlinkat(dirfd(dir), e->d_name, flags) != 0)
            st = bk__fail_errno(ctx, path, "cannot remove %s in it", e->d_name);
    }
    closedir(dir);
    return st;
}

/* A missing folder is fine; a link is removed itself. */
bk_status bk__dir_remove(bk_ctx *ctx, const char *path)
{
    bk_status st;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) {
        if (errno == ENOENT)
            return BK_OK;
        if ((errno == ENOTDIR || errno == ELOOP) && unlink(path) == 0)
            return BK_OK;
        return bk__fail_errno(ctx, path, "cannot remove the folder");
    }
    st = empty_dir(ctx, fd, path, DEPTH);
    if (st == BK_OK && rmdir(path) != 0)
        st = bk__fail_errno(ctx, path, "cannot remove the folder");
    return st;
}
