/* paths.c - files to read: what was named, folders walked; and what was wrong with them. */
#include "corpus/paths.h"

#include <stdio.h>
#include <sys/stat.h>

#include "base/file.h"

enum { DEEP = 32 };

/* ---- problems -------------------------------------------------------------- */

void bk__problems_init(bk__problems *p, bk_ctx *ctx, bool strict)
{
    *p = (bk__problems){.ctx = ctx, .strict = strict};
    bk__arena_init(&p->arena, ctx);
}

void bk__problems_clear(bk__problems *p)
{
    if (!p->ctx)
        return;
    bk__free(p->ctx, p->at);
    bk__arena_clear(&p->arena);
    *p = (bk__problems){.ctx = NULL};
}

bk_status bk__problem_add(bk__problems *p, bk_str file, uint64_t line, const char *kind,
                          bk_action action, bk_str what)
{
    int n = (int)(file.n < 480 ? file.n : 480);
    if (p->strict && action != BK_NOTED) {
        char where[512];
        if (line)
            snprintf(where, sizeof where, "%.*s:%llu", n, file.p, (unsigned long long)line);
        else
            snprintf(where, sizeof where, "%.*s", n, file.p);
        return bk__fail(p->ctx, BK_EFORMAT, where, "%.*s", (int)(what.n < 1000 ? what.n : 1000),
                        what.p);
    }
    if (bk__make_room(p->ctx, &p->at, &p->cap, p->n + 1, sizeof *p->at) != BK_OK)
        return BK_ENOMEM;
    bk_problem *to = &p->at[p->n];
    *to = (bk_problem){.line = line, .kind = kind, .action = action, .file = file};
    bk_status st = bk__arena_str(&p->arena, &to->what, what);
    p->n += st == BK_OK;
    return st;
}

bk_status bk__problem_of_failure(bk__problems *p, bk_str file, uint64_t line, const char *kind,
                                 bk_action action)
{
    bk_str copy;
    bk_status st = bk__arena_str(&p->arena, &copy, bk__str(bk_ctx_error(p->ctx)->message));
    return st == BK_OK ? bk__problem_add(p, file, line, kind, action, copy) : st;
}

/* ---- paths ----------------------------------------------------------------- */

void bk__paths_init(bk__paths *p, bk_ctx *ctx)
{
    *p = (bk__paths){.ctx = ctx};
    bk__arena_init(&p->arena, ctx);
}

void bk__paths_clear(bk__paths *p)
{
    if (!p->ctx)
        return;
    bk__free(p->ctx, p->at);
    bk__arena_clear(&p->arena);
    *p = (bk__paths){.ctx = NULL};
}

static bk_status add_file(bk__paths *p, const char *path)
{
    if (bk__make_room(p->ctx, &p->at, &p->cap, p->n + 1, sizeof *p->at) != BK_OK)
        return BK_ENOMEM;
    size_t n = strlen(path) + 1;
    char *copy = bk__arena_alloc(&p->arena, n);
    if (!copy)
        return BK_ENOMEM;
    memcpy(copy, path, n);
    p->at[p->n++] = copy;
    return BK_OK;
}

static bk_status note_as(bk__problems *problems, const char *path, const char *kind,
                         bk_action action, const char *what)
{
    bk_str file;
    bk_status st = bk__arena_str(&problems->arena, &file, bk__str(path));
    return st == BK_OK ? bk__problem_add(problems, file, 0, kind, action, bk__str(what)) : st;
}

static bk_status note(bk__problems *problems, const char *path, const char *kind, const char *what)
{
    return note_as(problems, path, kind, BK_SKIPPED, what);
}

/* Is it a folder that bk_study_write left? Its results are no articles. */
static bk_status holds_results(bk_ctx *ctx, const char *path, bool *yes)
{
    static const char mark[] = "\"program\": \"bingkai\"";
    enum { LOOK = 200 };
    char *manifest = bk__path_join(ctx, path, "manifest.json");
    bk__view v;
    *yes = false;
    if (!manifest)
        return BK_ENOMEM;
    if (bk__file_exists(manifest) && bk__view_open(ctx, &v, manifest) == BK_OK) {
        *yes = memmem(v.bytes.p, v.bytes.n < LOOK ? v.bytes.n : LOOK, mark, sizeof mark - 1);
        bk__view_close(&v);
    }
    bk__free(ctx, manifest);
    return BK_OK;
}

static bk_status add_folder(bk__paths *p, const char *path, int deep, bk__problems *problems);

static bk_status add_inner(bk__paths *p, const char *path, int deep, bk__problems *problems)
{
    struct stat info, link;
    if (lstat(path, &link) != 0 || stat(path, &info) != 0)
        return note(problems, path, "unreadable", "the name leads to no file");
    if (S_ISREG(info.st_mode))
        return add_file(p, path);
    if (!S_ISDIR(info.st_mode))
        return note(problems, path, "unreadable", "this is no regular file");
    if (S_ISLNK(link.st_mode))
        return BK_OK;
    return deep > 0 ? add_folder(p, path, deep - 1, problems)
                    : note(problems, path, "unreadable", "too many folders in one another");
}

static bk_status add_folder(bk__paths *p, const char *path, int deep, bk__problems *problems)
{
    char **names = NULL;
    size_t n = 0, before = p->n;
    bool results = false;
    bk_status st = deep < DEEP ? holds_results(p->ctx, path, &results) : BK_OK;
    if (results)
        return note_as(problems, path, "results", BK_NOTED,
                       "results of an earlier study; not read");
    if (st == BK_OK)
        st = bk__dir_list(p->ctx, path, &names, &n);
    if (st == BK_EIO && deep < DEEP) {
        bk_str file;
        st = bk__arena_str(&problems->arena, &file, bk__str(path));
        return st == BK_OK ? bk__problem_of_failure(problems, file, 0, "unreadable", BK_SKIPPED)
                           : st;
    }
    for (size_t i = 0; i < n; i++) {
        if (st == BK_OK && names[i][0] != '.') {
            char *inner = bk__path_join(p->ctx, path, names[i]);
            st = inner ? add_inner(p, inner, deep, problems) : BK_ENOMEM;
            bk__free(p->ctx, inner);
        }
        bk__free(p->ctx, names[i]);
    }
    bk__free(p->ctx, names);
    if (st == BK_OK && p->n == before && deep == DEEP)
        st = note(problems, path, "empty-folder", "there is no file in the folder");
    return st;
}

bk_status bk__paths_add(bk__paths *p, const char *path, bk__problems *problems)
{
    struct stat info;
    if (strcmp(path, "-") == 0)
        return add_file(p, path);
    if (stat(path, &info) != 0)
        return bk__fail_errno(p->ctx, path, "cannot read the input");
    return S_ISDIR(info.st_mode) ? add_folder(p, path, DEEP, problems) : add_file(p, path);
}

bool bk__paths_are_files(const bk__paths *p)
{
    struct stat info;
    size_t n = 0;
    while (n < p->n && stat(p->at[n], &info) == 0 && S_ISREG(info.st_mode))
        n++;
    return n == p->n;
}
