/* paths.h - files to read: what was named, folders walked; and what was wrong with them. */
#ifndef BK_CORPUS_PATHS_H
#define BK_CORPUS_PATHS_H

#include <bingkai/corpus.h>

#include "base/arena.h"
#include "base/str.h"

typedef struct bk__problems {
    bk_ctx *ctx;
    bk__arena arena;
    bool strict;
    bk_problem *at; /* [n] */
    size_t n, cap;
} bk__problems;
void bk__problems_init(bk__problems *p, bk_ctx *ctx, bool strict);
void bk__problems_clear(bk__problems *p);
/* `file` lives as long as the list; `what` is copied. Where strict, what is not only noted fails
 * with BK_EFORMAT. */
bk_status bk__problem_add(bk__problems *p, bk_str file, uint64_t line, const char *kind,
                          bk_action action, bk_str what);
/* What the context says about the last failure becomes a problem. */
bk_status bk__problem_of_failure(bk__problems *p, bk_str file, uint64_t line, const char *kind,
                                 bk_action action);

typedef struct bk__paths {
    bk_ctx *ctx;
    bk__arena arena;
    char **at; /* [n] */
    size_t n, cap;
} bk__paths;
void bk__paths_init(bk__paths *p, bk_ctx *ctx);
void bk__paths_clear(bk__paths *p);
/* A file, a folder (regular files below it in byte order; hidden names and links to folders are
 * passed), or "-". BK_EIO where there is none; what cannot be read inside a folder is a problem. */
bk_status bk__paths_add(bk__paths *p, const char *path, bk__problems *problems);
/* All are regular files, which can be read more than once. */
bool bk__paths_are_files(const bk__paths *p);

#endif
