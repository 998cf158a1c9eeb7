/* leftover.c - what a killed run left beside the output folder.
 *
 * A run writes into ".NAME.PID.tmp" beside NAME (write.c). Such a folder is removed by the next run
 * only where all of it speaks for us: a real folder of this user, a process that is gone, and in it
 * nothing but our results, finished or half written. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "study/study.h"

enum { DIGITS = 9 }; /* of the number of a process */

/* PID of ".NAME.PID.tmp"; 0 where it is called otherwise. */
static long process_of(bk_str name, const char *of)
{
    bk_str middle = bk__str(of);
    size_t front = middle.n + 2;
    long pid = 0;
    if (name.n < front + 5 || name.p[0] != '.' || memcmp(name.p + 1, middle.p, middle.n) != 0 ||
        name.p[front - 1] != '.' || !bk__str_ends(name, BK__STR(".tmp")))
        return 0;
    bk_str digits = {name.p + front, name.n - front - 4};
    if (digits.n == 0 || digits.n > DIGITS || digits.p[0] == '0')
        return 0;
    for (size_t i = 0; i < digits.n; i++) {
        if (digits.p[i] < '0' || digits.p[i] > '9')
            return 0;
        pid = 10 * pid + (digits.p[i] - '0');
    }
    return pid;
}

static bool is_gone(long pid)
{
    return pid > 0 && kill((pid_t)pid, 0) != 0 && errno == ESRCH;
}

/* "topics.tsv", or ".topics.tsv.PID-N.tmp" that was not finished. */
static bool is_result(const char *name)
{
    size_t n;
    const bk_study_result *r = bk_study_results(&n);
    for (size_t i = 0; i < n; i++) {
        size_t length = strlen(r[i].file);
        if (strcmp(name, r[i].file) == 0 ||
            (name[0] == '.' && strncmp(name + 1, r[i].file, length) == 0 &&
             name[length + 1] == '.' && bk__str_ends(bk__str(name), BK__STR(".tmp"))))
            return true;
    }
    return false;
}

static bool is_own(bk_ctx *ctx, const char *path)
{
    struct stat info;
    char **names = NULL;
    size_t n = 0;
    bool own = lstat(path, &info) == 0 && S_ISDIR(info.st_mode) && info.st_uid == geteuid() &&
               bk__dir_list(ctx, path, &names, &n) == BK_OK;
    for (size_t i = 0; i < n; i++) {
        own = own && is_result(names[i]);
        bk__free(ctx, names[i]);
    }
    bk__free(ctx, names);
    return own;
}

static bk_status remove_one(bk_ctx *ctx, const char *above, const char *name)
{
    char *path = bk__path_join(ctx, above, name);
    if (!path)
        return BK_ENOMEM;
    if (is_own(ctx, path) && bk__dir_remove(ctx, path) == BK_OK)
        bk__log(ctx, BK_LOG_INFO, "removed %s, which a killed run had left", path);
    bk__free(ctx, path);
    return BK_OK;
}

bk_status bk__leftovers_remove(bk_ctx *ctx, const char *dir)
{
    const char *slash = strrchr(dir, '/'), *name = slash ? slash + 1 : dir;
    char *above = slash ? bk__strdup(ctx, (bk_str){dir, (size_t)(slash - dir) + 1})
                        : bk__strdup(ctx, BK__STR("."));
    char **names = NULL;
    size_t n = 0;
    bk_status st = above ? BK_OK : BK_ENOMEM;
    if (above && bk__dir_list(ctx, above, &names, &n) == BK_ENOMEM)
        st = BK_ENOMEM; /* what cannot be read is left alone */
    for (size_t i = 0; i < n; i++) {
        if (st == BK_OK && is_gone(process_of(bk__str(names[i]), name)))
            st = remove_one(ctx, above, names[i]);
        bk__free(ctx, names[i]);
    }
    bk__free(ctx, names);
    bk__free(ctx, above);
    return st;
}
