/* aside.c - articles that --memory does not hold: their counts go to a file first.
 *
 * Only vectors of them are kept then (bk_study_open_vectors), so repeated articles count one by
 * one and lines are not learned, which wants all texts. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"

enum { DEEPEST = 16, PACKED = 4 }; /* folders; what a compressed file becomes */

static bool is_packed(const char *path)
{
    static const char *const ends[] = {".gz", ".xz", ".zst", ".bz2", ".zip"};
    size_t n = strlen(path);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (n > strlen(ends[i]) && strcmp(path + n - strlen(ends[i]), ends[i]) == 0)
            return true;
    return false;
}

/* Bytes of text below a path, as far as names and sizes tell. */
static double size_of(const char *path, int deep)
{
    struct stat info;
    double sum = 0;
    if (stat(path, &info) != 0)
        return 0;
    if (!S_ISDIR(info.st_mode))
        return (double)info.st_size * (is_packed(path) ? PACKED : 1);
    DIR *d = deep > 0 ? opendir(path) : NULL;
    for (struct dirent *e; d && (e = readdir(d));) {
        size_t n = strlen(path) + strlen(e->d_name) + 2;
        char *inside = e->d_name[0] != '.' ? malloc(n) : NULL;
        if (!inside)
            continue;
        snprintf(inside, n, "%s/%s", path, e->d_name);
        sum += size_of(inside, deep - 1);
        free(inside);
    }
    if (d)
        closedir(d);
    return sum;
}

bool is_beyond_memory(const cli *c)
{
    double sum = 0;
    if (c->opts.memory == 0 || (c->n_input == 1 && bk_vectorizer_is(c->input[0])) ||
        cli_given(c, "model") || cli_given(c, "update"))
        return false;
    for (size_t i = 0; i < c->n_input; i++)
        sum += size_of(c->input[i], DEEPEST);
    return 3 * sum > (double)c->opts.memory; /* texts, counts, what the stages need */
}

bk_status open_aside(cli *c, bk_study **s, char **file)
{
    const char *dir = getenv("TMPDIR");
    size_t n = strlen(dir && dir[0] ? dir : "/tmp") + 32;
    bk_study_opts *o = &c->opts.study;
    *file = malloc(n);
    if (!*file)
        return BK_ENOMEM;
    snprintf(*file, n, "%s/bingkai-XXXXXX", dir && dir[0] ? dir : "/tmp");
    int fd = mkstemp(*file);
    if (fd < 0) {
        say("%s: no file for counts can be made there", *file);
        free(*file);
        *file = NULL;
        return BK_EIO;
    }
    close(fd);
    if (!cli_given(c, "min-repeats"))
        o->clean.min_repeats = 0;
    if (!c->opts.quiet)
        say("note: --memory does not hold the articles: their counts go to a file in %s, lines are "
            "not learned, repeated articles count one by one",
            dir && dir[0] ? dir : "/tmp");
    bk_status st = bk_study_open_vectors(c->ctx, s, c->input, c->n_input, o);
    return st == BK_OK ? bk_study_save_vectors(*s, *file, NULL) : st;
}

void close_aside(char *file)
{
    if (file)
        unlink(file);
    free(file);
}
