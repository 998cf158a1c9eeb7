/* outputs.c - the files that a command will write: whether they can be, before any work is done. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"

/* Options that name a file to write; a prefix stands for several. */
static const struct {
    const char *name;
    bool prefix;
} outputs[] = {{"output", false},     {"card", false},         {"save-model", false},
               {"checkpoint", false}, {"export-topics", true}, {"matrix-market", true}};
enum { OUTPUTS = sizeof outputs / sizeof *outputs };

/* As it was given last; NULL: not, or standard output. */
static const char *value_of(const cli *c, const char *name)
{
    const char *value = NULL;
    for (size_t i = 0; i < c->n_set; i++)
        if (strcmp(c->set[i].name, name) == 0)
            value = c->set[i].value;
    return value && strcmp(value, "-") != 0 ? value : NULL;
}

static const char *base_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* The folder that a file lies in. */
static bool folder_of(const char *path, struct stat *info)
{
    size_t n = (size_t)(base_of(path) - path);
    char *dir = malloc(n + 2);
    bool found = false;
    if (dir) {
        memcpy(dir, path, n);
        memcpy(dir + n, n ? "" : ".", n ? 1 : 2);
        found = stat(dir, info) == 0 && access(dir, W_OK | X_OK) == 0;
        if (found && !S_ISDIR(info->st_mode)) {
            errno = ENOTDIR;
            found = false;
        }
    }
    free(dir);
    return found;
}

/* However the names are written. A device may be named twice. */
static bool same_file(const char *a, const char *b)
{
    struct stat x, y;
    if (stat(a, &x) == 0 && !S_ISREG(x.st_mode))
        return false;
    return strcmp(base_of(a), base_of(b)) == 0 && folder_of(a, &x) && folder_of(b, &y) &&
           x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* -o of a stage may name a folder, which is looked at elsewhere. */
static bool is_file(const cli *c, int i, const char *path)
{
    bool stage = c->cmd->groups & (GROUP_OUTPUT | GROUP_FOLDER | GROUP_SAMPLE);
    return i > 0 || !stage || is_table_file(path) || cli_given(c, "format");
}

static int check_file(cli *c, int i, const char *path)
{
    struct stat info;
    if (*base_of(path) == 0 && is_file(c, i, path))
        return usage(c, "--%s %s: a file is named, not a folder", outputs[i].name, path);
    bool there = !outputs[i].prefix && stat(path, &info) == 0;
    bool folder = there && S_ISDIR(info.st_mode);
    if (!is_file(c, i, path) || (there && !folder && !S_ISREG(info.st_mode)) ||
        (!folder && folder_of(path, &info)))
        return EXIT_DONE;
    if (folder)
        errno = EISDIR;
    say("%s cannot be written: %s", path, strerror(errno));
    return EXIT_FAILED;
}

int check_outputs(cli *c)
{
    int code = EXIT_DONE;
    for (int i = 0; i < OUTPUTS && code == EXIT_DONE; i++) {
        const char *path = value_of(c, outputs[i].name);
        for (int k = 0; k < i && path; k++) {
            const char *other = value_of(c, outputs[k].name);
            if (other && outputs[i].prefix == outputs[k].prefix && same_file(path, other))
                return usage(c, "--%s and --%s name the same file: %s", outputs[k].name,
                             outputs[i].name, path);
        }
        if (path)
            code = check_file(c, i, path);
    }
    return code;
}
