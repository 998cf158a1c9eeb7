/* whole.c - a file that appears under its name only when it is whole. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"

static bool cannot(const char *path)
{
    say("%s cannot be written: %s", path, strerror(errno));
    return false;
}

bool out_open(out_file *o, const char *path)
{
    struct stat info;
    size_t n = strlen(path) + 16;
    bool there = stat(path, &info) == 0;
    *o = (out_file){NULL, path, NULL};
    if (there && S_ISDIR(info.st_mode)) {
        errno = EISDIR;
        return cannot(path);
    }
    if (there && !S_ISREG(info.st_mode)) { /* a pipe, a device: nothing is put in its place */
        o->file = fopen(path, "w");
        return o->file || cannot(path);
    }
    o->beside = malloc(n);
    if (o->beside) {
        snprintf(o->beside, n, "%s.%ld", path, (long)getpid());
        o->file = fopen(o->beside, "w");
    }
    if (o->file)
        return true;
    cannot(path);
    free(o->beside);
    return false;
}

bk_status out_bytes(void *user, const char *bytes, size_t n)
{
    if (interrupted())
        return BK_ECANCEL;
    return fwrite(bytes, 1, n, user) == n ? BK_OK : BK_EIO;
}

int out_close(out_file *o, int code)
{
    bool fine =
        fflush(o->file) == 0 && (!o->beside || fsync(fileno(o->file)) == 0) && !ferror(o->file);
    if (fclose(o->file) != 0)
        fine = false;
    if (fine && code == EXIT_DONE && o->beside)
        fine = rename(o->beside, o->path) == 0;
    if (!fine) {
        cannot(o->path);
        code = EXIT_FAILED;
    }
    if (code != EXIT_DONE && o->beside)
        unlink(o->beside);
    free(o->beside);
    return code;
}
