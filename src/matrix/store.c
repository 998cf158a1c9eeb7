/* store.c - reading one binary container; the format is in store.h.
 *
 * Nothing in a file is believed: sizes are compared before they are used, offsets must lie behind
 * the table and inside the file, sections are aligned and summed.
 * Split: sections are summed over the pool, one a task; a matrix's entries ROWS rows a task. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/par.h"
#include "matrix/csr.h"
#include "matrix/store_form.h"

static bk_status bad(bk_ctx *ctx, const bk__store *s, const char *what)
{
    return bk__fail(ctx, BK_EFORMAT, s->path ? s->path : "", "not a readable bingkai file: %s",
                    what);
}

static bk_status check_header(bk_ctx *ctx, const bk__store *s, bk_str b, const char *kind)
{
    bk__store_head h;
    char want[16] = {0};
    if (b.n < sizeof h)
        return bad(ctx, s, "it is shorter than its header");
    memcpy(&h, b.p, sizeof h);
    if (memcmp(h.magic, BK__STORE_MAGIC, sizeof h.magic) != 0)
        return bad(ctx, s, "it does not begin with \"bingkai\"");
    if (h.mark != BK__STORE_MARK)
        return bk__fail(ctx, BK_EUNSUPPORTED, s->path ? s->path : "",
                        "written on a machine of the other byte order");
    if (h.version > BK__STORE_VERSION)
        return bk__fail(ctx, BK_EUNSUPPORTED, s->path ? s->path : "",
                        "written by a newer version of bingkai (format %" PRIu32 ")", h.version);
    if (h.head_sum != bk__hash(b.p, offsetof(bk__store_head, head_sum)))
        return bad(ctx, s, "the header's checksum is wrong");
    snprintf(want, sizeof want, "%s", kind);
    if (memcmp(h.kind, want, sizeof want) != 0)
        return bk__fail(ctx, BK_EFORMAT, s->path ? s->path : "", "holds no %s", kind);
    if (h.size != b.n)
        return bad(ctx, s, "its size is not what the header says");
    if (h.sections > BK__STORE_MAX || h.sections * sizeof(bk__section) > b.n - sizeof h)
        return bad(ctx, s, "the table does not fit into the file");
    if (h.table_sum != bk__hash(b.p + sizeof h, (size_t)h.sections * sizeof(bk__section)))
        return bad(ctx, s, "the table's checksum is wrong");
    return BK_OK;
}

static bk_status check_section(bk_ctx *ctx, const bk__store *s, bk_str b, const bk__section *t)
{
    size_t w = bk__store_width(t->type);
    uint64_t first = sizeof(bk__store_head) + s->n * sizeof(bk__section);
    if (!memchr(t->name, 0, sizeof t->name) || w == 0)
        return bad(ctx, s, "a section has no name or no known type");
    if (t->offset < first || t->offset > b.n || t->offset % BK__STORE_ALIGN != 0 ||
        t->count > (b.n - t->offset) / w)
        return bad(ctx, s, "a section lies outside the file");
    return BK_OK;
}

/* Header, table, places of the sections. */
static bk_status parse(bk_ctx *ctx, bk__store *out, bk_str bytes, const char *kind)
{
    bk_status st = check_header(ctx, out, bytes, kind);
    if (st != BK_OK)
        return st;
    bk__store_head h;
    memcpy(&h, bytes.p, sizeof h);
    out->view.bytes = bytes;
    out->section = (const void *)(bytes.p + sizeof h);
    out->n = h.sections;
    for (uint64_t i = 0; i < out->n && st == BK_OK; i++)
        st = check_section(ctx, out, bytes, &out->section[i]);
    return st;
}

typedef struct summing {
    bk_ctx *ctx;
    const bk__store *s;
    bool tight;
} summing;

/* Would the file itself take much of what the context may have? */
static bool is_tight(const bk_ctx *ctx, const bk__store *s)
{
    return bk__memory_most(ctx) > 0 && s->view.bytes.n > bk__memory_most(ctx) / 4;
}

enum { PIECE = 1 << 24 };

/* Each piece leaves memory before the next one is read. */
static uint64_t sum_pieces(const bk__store *s, const char *p, size_t n)
{
    bk__hashing sum = bk__hash_begin(n);
    for (size_t at = 0; at < n; at += PIECE) {
        size_t take = n - at < PIECE ? n - at : PIECE;
        bk__hash_more(&sum, p + at, take);
        bk__view_pass(&s->view, p + at, take);
    }
    return bk__hash_end(&sum);
}

static bk_status sum_section(void *user, int64_t number, int worker)
{
    const summing *j = user;
    const bk__section *t = &j->s->section[number];
    const char *p = j->s->view.bytes.p + t->offset;
    size_t n = (size_t)(t->count * bk__store_width(t->type));
    (void)worker;
    if (t->checksum != (j->tight ? sum_pieces(j->s, p, n) : bk__hash(p, n)))
        return bad(j->ctx, j->s, "a section's checksum is wrong");
    return BK_OK;
}

bk_status bk__store_verify(bk_ctx *ctx, const bk__store *s)
{
    summing j = {ctx, s, is_tight(ctx, s)};
    return bk__par_for(ctx, NULL, (int64_t)s->n, sum_section, &j);
}

bk_status bk__store_parse(bk_ctx *ctx, bk__store *out, bk_str bytes, const char *kind)
{
    bk_status st = parse(ctx, out, bytes, kind);
    return st == BK_OK ? bk__store_verify(ctx, out) : st;
}

bool bk__store_is(const char *path, const char *kind)
{
    bk__store_head h;
    char want[16] = {0};
    FILE *f = fopen(path, "rb");
    if (!f)
        return false;
    bool whole = fread(&h, sizeof h, 1, f) == 1;
    fclose(f);
    snprintf(want, sizeof want, "%s", kind);
    return whole && memcmp(h.magic, BK__STORE_MAGIC, sizeof h.magic) == 0 &&
           memcmp(h.kind, want, sizeof want) == 0;
}

bk_status bk__store_map(bk_ctx *ctx, bk__store *out, const char *path, const char *kind)
{
    *out = (bk__store){0};
    bk_status st = bk__view_open(ctx, &out->view, path);
    if (st != BK_OK)
        return st;
    out->path = bk__strdup(ctx, bk__str(path));
    if (!out->path)
        st = BK_ENOMEM;
    if (st == BK_OK)
        st = parse(ctx, out, out->view.bytes, kind);
    if (st != BK_OK)
        bk__store_close(ctx, out);
    return st;
}

bk_status bk__store_open(bk_ctx *ctx, bk__store *out, const char *path, const char *kind)
{
    bk_status st = bk__store_map(ctx, out, path, kind);
    if (st == BK_OK && (st = bk__store_verify(ctx, out)) != BK_OK)
        bk__store_close(ctx, out);
    return st;
}

bk_status bk__store_get(bk_ctx *ctx, const bk__store *s, const char *name, bk__store_type type,
                        const void **data, size_t *count)
{
    for (uint64_t i = 0; i < s->n; i++) {
        const bk__section *t = &s->section[i];
        if (strcmp(t->name, name) != 0 || t->type != type)
            continue;
        *data = s->view.bytes.p + t->offset;
        *count = (size_t)t->count;
        return BK_OK;
    }
    return bk__fail(ctx, BK_EFORMAT, s->path ? s->path : "", "the section \"%s\" is absent", name);
}

bk_status bk__store_map_csr(bk_ctx *ctx, const bk__store *s, const char *name, bk_csr *out)
{
    char part[32];
    const void *size, *ptr, *col, *val;
    size_t n_size, n_ptr, n_col, n_val;
    bk_status st;
    *out = (bk_csr){0};
    snprintf(part, sizeof part, "%s.size", name);
    BK__TRY(st, bk__store_get(ctx, s, part, BK__I64, &size, &n_size), done);
    snprintf(part, sizeof part, "%s.ptr", name);
    BK__TRY(st, bk__store_get(ctx, s, part, BK__I64, &ptr, &n_ptr), done);
    snprintf(part, sizeof part, "%s.col", name);
    BK__TRY(st, bk__store_get(ctx, s, part, BK__U32, &col, &n_col), done);
    snprintf(part, sizeof part, "%s.val", name);
    BK__TRY(st, bk__store_get(ctx, s, part, BK__F32, &val, &n_val), done);
    const int64_t *wide = size, *p = ptr;
    if (n_size != 2 || wide[0] < 0 || (uint64_t)wide[0] != (uint64_t)n_ptr - 1 || n_ptr == 0 ||
        p[n_ptr - 1] < 0 || (uint64_t)p[n_ptr - 1] != n_col || n_val != n_col)
        return bad(ctx, s, "a matrix's sections do not fit together");
    *out = (bk_csr){wide[0], wide[1], (int64_t *)(uintptr_t)ptr, (uint32_t *)(uintptr_t)col,
                    (float *)(uintptr_t)val};
    if (bk__csr_check_shape(ctx, out) != BK_OK)
        st = bad(ctx, s, "a matrix breaks its own rules");
done:
    if (st != BK_OK)
        *out = (bk_csr){0};
    return st;
}

enum { ROWS = 4096 };
typedef struct checking {
    bk_ctx *ctx;
    const bk__store *s;
    const bk_csr *A;
    bool tight;
} checking;

static bk_status check_rows(void *user, int64_t chunk, int worker)
{
    const checking *j = user;
    int64_t from = chunk * ROWS, left = j->A->rows - from, to = from + (left < ROWS ? left : ROWS);
    (void)worker;
    bk_status st = bk__csr_check_rows(j->ctx, j->A, from, to);
    if (j->tight) {
        int64_t at = j->A->ptr[from];
        size_t n = (size_t)(j->A->ptr[to] - at);
        bk__view_pass(&j->s->view, j->A->col + at, n * sizeof *j->A->col);
        bk__view_pass(&j->s->view, j->A->val + at, n * sizeof *j->A->val);
    }
    return st;
}

bk_status bk__store_get_csr(bk_ctx *ctx, const bk__store *s, const char *name, bk_csr *out)
{
    bk_status st = bk__store_map_csr(ctx, s, name, out);
    checking j = {ctx, s, out, is_tight(ctx, s)};
    if (st == BK_OK)
        st = bk__par_for(ctx, NULL, bk__chunks(out->rows, ROWS), check_rows, &j);
    if (st == BK_OK)
        return st;
    *out = (bk_csr){0};
    return st == BK_ESHAPE || st == BK_ENUMERIC ? bad(ctx, s, "a matrix breaks its own rules") : st;
}

bk_status bk__store_get_strings(bk_ctx *ctx, const bk__store *s, const char *name,
                                const int64_t **ptr, const char **bytes, size_t *n)
{
    char part[32];
    const void *p, *b;
    size_t n_ptr, n_bytes;
    bk_status st;
    snprintf(part, sizeof part, "%s.ptr", name);
    BK__TRY(st, bk__store_get(ctx, s, part, BK__I64, &p, &n_ptr), done);
    snprintf(part, sizeof part, "%s.bytes", name);
    BK__TRY(st, bk__store_get(ctx, s, part, BK__U8, &b, &n_bytes), done);
    const int64_t *at = p;
    bool fine = n_ptr > 0 && at[0] == 0 && at[n_ptr - 1] >= 0 &&
                (uint64_t)at[n_ptr - 1] == (uint64_t)n_bytes;
    for (size_t i = 1; fine && i < n_ptr; i++)
        fine = at[i] >= at[i - 1];
    if (!fine)
        return bad(ctx, s, "a list of strings breaks its own rules");
    *ptr = at;
    *bytes = b;
    *n = n_ptr - 1;
done:
    return st;
}

void bk__store_pass(const bk__store *s)
{
    bk__view_pass(&s->view, s->view.bytes.p, s->view.bytes.n);
}

void bk__store_close(bk_ctx *ctx, bk__store *s)
{
    if (s->view.map)
        bk__view_close(&s->view);
    bk__free(ctx, s->path);
    *s = (bk__store){0};
}
