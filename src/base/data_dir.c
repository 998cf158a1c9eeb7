/* data_dir.c - where the models lie.
 *
 * In this order: the folder given in the options; $BINGKAI_MODELS; seen from the program and from
 * the library's own file, the source tree it was built in (a parent with models/README.md beside
 * include/bingkai) or the prefix it was installed under (../share/bingkai/models); the prefix of
 * the build. The last is the answer also where it does not exist: the message names it then. */
#include "base/core.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef BK_PREFIX
#define BK_PREFIX "/usr/local"
#endif
#define PARENTS 6

static char *copy(const bk_alloc *a, const char *z)
{
    size_t n = strlen(z) + 1;
    char *p = bk__core_alloc(a, n);
    if (p)
        memcpy(p, z, n);
    return p;
}

/* "a" + "b" in `out`; false where it does not fit. */
static bool join(char out[PATH_MAX], const char *a, const char *b)
{
    int n = snprintf(out, PATH_MAX, "%s%s", a, b);
    return n >= 0 && n < PATH_MAX;
}

static bool stands(const char *dir, const char *name)
{
    char path[PATH_MAX];
    return join(path, dir, name) && access(path, F_OK) == 0;
}

/* Looks from the folder of `file` upwards; `dir` becomes the models' folder. */
static bool look_from(char *dir)
{
    char found[PATH_MAX];
    for (int up = 0; up < PARENTS; up++) {
        char *slash = strrchr(dir, '/');
        if (!slash)
            return false;
        *slash = 0;
        if (stands(dir, "/models/README.md") && stands(dir, "/include/bingkai/version.h"))
            return join(found, dir, "/models") && (memcpy(dir, found, strlen(found) + 1), true);
        if (up > 0 && stands(dir, "/share/bingkai/models/README.md"))
            return join(found, dir, "/share/bingkai/models") &&
                   (memcpy(dir, found, strlen(found) + 1), true);
    }
    return false;
}

static bool beside_program(char dir[PATH_MAX])
{
    ssize_t n = readlink("/proc/self/exe", dir, PATH_MAX - 1);
    if (n <= 0)
        return false;
    dir[n] = 0;
    return look_from(dir);
}

static bool beside_library(char dir[PATH_MAX])
{
    static const char here = 0; /* an address inside the library */
    Dl_info info;
    return dladdr(&here, &info) != 0 && info.dli_fname && realpath(info.dli_fname, dir) &&
           look_from(dir);
}

char *bk__core_data_dir(const bk_alloc *a, const char *given)
{
    char dir[PATH_MAX];
    if (!given || !given[0])
        given = getenv("BINGKAI_MODELS");
    if (given && given[0])
        return copy(a, given);
    if (beside_program(dir) || beside_library(dir))
        return copy(a, dir);
    return copy(a, BK_PREFIX "/share/bingkai/models");
}
