/* store.h - the container of fitted objects: a header, named typed sections, checksums.
 *
 * little-endian, every offset a multiple of 64:
 *   0   "bingkai\n"          8   version u32 (1)       12  byte order mark u32 (0x01020304)
 *   16  kind, 16 bytes       32  sections u64          40  size of the file u64
 *   48  checksum of the table u64                      56  checksum of bytes 0..55 u64
 *   64  table, 64 bytes a section: name 32 bytes, type u32, zero u32, count u64, offset u64,
 *       checksum u64
 *   then the sections in the order of the table, gaps filled with zeros.
 * Names are padded with zeros. The checksum is bk__hash. A file is written whole or not at all and
 * verified whole when it is opened: after that the sections can be used where they are mapped. */
#ifndef BK_MATRIX_STORE_H
#define BK_MATRIX_STORE_H

#include <bingkai/matrix.h>

#include "base/file.h"

typedef enum { BK__U8 = 1, BK__U32, BK__I64, BK__F32, BK__F64 } bk__store_type;

/* ---- writing: sections are borrowed until bk__store_write ------------------------------- */
typedef struct bk__section {
    char name[32];
    uint32_t type, zero;
    uint64_t count, offset, checksum;
} bk__section;

enum { BK__STORE_MAX = 64 };
typedef struct bk__store_out {
    bk__section section[BK__STORE_MAX];
    const void *data[BK__STORE_MAX];
    int n;
    const struct bk__store *from; /* data may lie in its file, whose pages pass; NULL: none does */
} bk__store_out;
/* A constant name of up to 31 bytes; the number of sections is known when the code is written.
 * Gives the section's number. */
int bk__store_put(bk__store_out *o, const char *name, bk__store_type type, const void *data,
                  size_t count);
/* <name>.ptr, <name>.col, <name>.val and <name>.size; `size` [2] is the caller's memory. */
void bk__store_put_csr(bk__store_out *o, const char *name, const bk_csr *A, int64_t *size);
/* `kind` up to 15 bytes: what the file holds ("vectorizer"). */
bk_status bk__store_write(bk_ctx *ctx, bk__store_out *o, const char *path, const char *kind);

/* The same for sections that are written piece by piece. */
typedef struct bk__store_file bk__store_file;
bk_status bk__store_begin(bk_ctx *ctx, bk__store_file **out, const bk__store_out *o,
                          const char *path, const char *kind);
/* The next bytes of a section; sections in any order. In one thread. */
bk_status bk__store_append(bk__store_file *f, int section, const void *data, size_t bytes);
/* All of a section; pages of o->from that were written leave memory. */
bk_status bk__store_append_whole(bk__store_file *f, const bk__store_out *o, int section);
/* Each section has all its bytes. The file appears whole; f is freed in any case. */
bk_status bk__store_commit(bk__store_file *f);
void bk__store_drop(bk__store_file *f); /* NULL is fine */

/* ---- reading ------------------------------------------------------------------------------ */
typedef struct bk__store {
    bk__view view;
    char *path;
    const bk__section *section; /* [n] in the view */
    uint64_t n;
} bk__store;
/* Maps and verifies. BK_EFORMAT names the file and the section; BK_EUNSUPPORTED a newer version.
 * Everything is summed before anything is used: a file that was damaged or made up never gives a
 * result, and what is mapped needs no check afterwards. The price is one look at each byte; the
 * large sections are summed side by side over the pool. */
bk_status bk__store_open(bk_ctx *ctx, bk__store *out, const char *path, const char *kind);
/* The same in two steps. After the first one header and table are right and every section lies in
 * the file, but nothing was looked at: who reads before bk__store_verify checks what it reads. */
bk_status bk__store_map(bk_ctx *ctx, bk__store *out, const char *path, const char *kind);
bk_status bk__store_verify(bk_ctx *ctx, const bk__store *s);
/* Does the file begin with our mark and this kind? Says nothing about the rest. */
bool bk__store_is(const char *path, const char *kind);
/* The same as bk__store_open (`out` zeroed) over bytes that stay the caller's (64-byte aligned). */
bk_status bk__store_parse(bk_ctx *ctx, bk__store *out, bk_str bytes, const char *kind);
/* Borrowed until bk__store_close. BK_EFORMAT where it is absent or of another type. */
bk_status bk__store_get(bk_ctx *ctx, const bk__store *s, const char *name, bk__store_type type,
                        const void **data, size_t *count);
/* A checked view of <name>.*: never free it. */
bk_status bk__store_get_csr(bk_ctx *ctx, const bk__store *s, const char *name, bk_csr *out);
/* The same without a look at the entries, for bk__csr_check_rows: ptr rises and fits. */
bk_status bk__store_map_csr(bk_ctx *ctx, const bk__store *s, const char *name, bk_csr *out);
/* n strings: `ptr` [n+1] rises from 0 to `bytes`. Checks what <name>.ptr and <name>.bytes hold. */
bk_status bk__store_get_strings(bk_ctx *ctx, const bk__store *s, const char *name,
                                const int64_t **ptr, const char **bytes, size_t *n);
/* The pages of the file that lie in memory may go: they come back when they are read. */
void bk__store_pass(const bk__store *s);
void bk__store_close(bk_ctx *ctx, bk__store *s); /* fine on a zeroed one */

#endif
