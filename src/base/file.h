/* file.h - whole files: map, write whole or not at all, check sums, folders. */
#ifndef BK_BASE_FILE_H
#define BK_BASE_FILE_H

#include "base/str.h"

/* Read-only view of a regular file; empty files give {"", 0}. */
typedef struct bk__view {
    bk_str bytes;
    void *map;
    size_t length;
} bk__view;
bk_status bk__view_open(bk_ctx *ctx, bk__view *out, const char *path);
/* Bytes of a view that were read: their pages may leave memory until they are read again. */
void bk__view_pass(const bk__view *v, const void *p, size_t n);
void bk__view_close(bk__view *v);

/* A file that appears under its name only when it is complete: written beside it, synced, renamed.
 * Close without commit removes it. */
typedef struct bk__out bk__out;
bk_status bk__out_open(bk_ctx *ctx, bk__out **out, const char *path);
bk_status bk__out_write(bk__out *o, bk_str s);
bk_status bk__out_print(bk__out *o, const char *format, ...) BK_PRINTF(2, 3);
/* Bytes at a place of the file; not mixed with the above. Where it fails the file is to be dropped.
 * Only where bk__out_places: what is no
 * regular file is written from front to back alone. */
bk_status bk__out_put(bk__out *o, uint64_t at, bk_str s);
bool bk__out_places(const bk__out *o);
bk_status bk__out_commit(bk__out *o);                                  /* frees o in any case */
void bk__out_drop(bk__out *o);                                         /* NULL is fine */
bk_status bk__file_write(bk_ctx *ctx, const char *path, bk_str bytes); /* all of the above */

/* SHA-256 (the only file with nettle is sha256.c), hex. */
typedef struct bk__sha256 bk__sha256;
bk_status bk__sha256_new(bk_ctx *ctx, bk__sha256 **out);
void bk__sha256_add(bk__sha256 *h, const void *p, size_t n);
void bk__sha256_hex(const bk__sha256 *h, char out[65]); /* may be called more than once */
void bk__sha256_free(bk_ctx *ctx, bk__sha256 *h);
bk_status bk__file_sha256(bk_ctx *ctx, const char *path, char out[65]);

/* The folder for passing files: TMPDIR, or /tmp. */
const char *bk__temp_dir(void);
/* A new empty file there: its path, yours (bk__free). Take its name away when it is opened. */
bk_status bk__file_temp(bk_ctx *ctx, char **path);
bool bk__file_exists(const char *path);
bool bk__file_is_dir(const char *path);
bk_status bk__dir_make(bk_ctx *ctx, const char *path); /* with parents; fine where it exists */
/* Names in a folder, without . and .., in byte order; yours: bk__free each and the array. */
bk_status bk__dir_list(bk_ctx *ctx, const char *path, char ***names, size_t *n);
bk_status bk__dir_remove(bk_ctx *ctx, const char *path); /* recursively, never through a link */
/* "a/b", yours (bk__free). */
char *bk__path_join(bk_ctx *ctx, const char *a, const char *b);

#endif
