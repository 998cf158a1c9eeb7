/* store_write.c - writing one binary container; the format is in store.h.
 *
 * Sections are given whole or piece by piece, several of them in turn; each piece is summed while
 * it is at hand and written where it belongs. What is no regular file (a pipe) takes bytes from
 * front to back alone: there the pieces wait in memory. The head comes last, when all sums are
 * known. */
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "matrix/store_form.h"

struct bk__store_file {
    bk_ctx *ctx;
    bk__out *out;
    bk__store_head head;
    int n;
    struct piecewise {
        bk__section section;
        bk__hashing sum;
        uint64_t at; /* bytes so far */
        char *wait;  /* [all bytes] where they are written at the end; NULL */
    } part[BK__STORE_MAX];
};

/* ---- the sections ---------------------------------------------------------------------------- */
int bk__store_put(bk__store_out *o, const char *name, bk__store_type type, const void *data,
                  size_t count)
{
    if (o->n >= BK__STORE_MAX)
        return -1;
    bk__section *s = &o->section[o->n];
    *s = (bk__section){.type = type, .count = count};
    snprintf(s->name, sizeof s->name, "%s", name);
    o->data[o->n] = data;
    return o->n++;
}

void bk__store_put_csr(bk__store_out *o, const char *name, const bk_csr *A, int64_t *size)
{
    char part[32];
    size_t n = (size_t)A->ptr[A->rows];
    size[0] = A->rows;
    size[1] = A->cols;
    snprintf(part, sizeof part, "%s.size", name);
    bk__store_put(o, part, BK__I64, size, 2);
    snprintf(part, sizeof part, "%s.ptr", name);
    bk__store_put(o, part, BK__I64, A->ptr, (size_t)A->rows + 1);
    snprintf(part, sizeof part, "%s.col", name);
    bk__store_put(o, part, BK__U32, A->col, n);
    snprintf(part, sizeof part, "%s.val", name);
    bk__store_put(o, part, BK__F32, A->val, n);
}

/* ---- pieces ---------------------------------------------------------------------------------- */
static uint64_t bytes_of(const bk__section *s)
{
    return s->count * bk__store_width(s->type);
}

static uint64_t align(uint64_t n)
{
    return (n + BK__STORE_ALIGN - 1) / BK__STORE_ALIGN * BK__STORE_ALIGN;
}

static void free_file(bk__store_file *f)
{
    for (int i = 0; i < f->n; i++)
        bk__free(f->ctx, f->part[i].wait);
    bk__free(f->ctx, f);
}

void bk__store_drop(bk__store_file *f)
{
    if (!f)
        return;
    bk__out_drop(f->out);
    free_file(f);
}

bk_status bk__store_begin(bk_ctx *ctx, bk__store_file **out, const bk__store_out *o,
                          const char *path, const char *kind)
{
    bk__store_file *f = *out = bk__calloc(ctx, 1, sizeof *f);
    uint64_t at = sizeof f->head + (uint64_t)o->n * sizeof(bk__section);
    bk_status st;
    if (!f)
        return BK_ENOMEM;
    f->ctx = ctx;
    f->n = o->n;
    BK__TRY(st, bk__out_open(ctx, &f->out, path), failed);
    for (int i = 0; i < o->n; i++) {
        struct piecewise *p = &f->part[i];
        uint64_t bytes = bytes_of(&o->section[i]);
        p->section = o->section[i];
        p->section.offset = at;
        p->sum = bk__hash_begin((size_t)bytes);
        at += align(bytes);
        if (!bk__out_places(f->out) && !(p->wait = bk__alloc(ctx, (size_t)bytes))) {
            st = BK_ENOMEM;
            goto failed;
        }
    }
    f->head = (bk__store_head){.version = BK__STORE_VERSION,
                               .mark = BK__STORE_MARK,
                               .sections = (uint64_t)o->n,
                               .size = at};
    memcpy(f->head.magic, BK__STORE_MAGIC, sizeof f->head.magic);
    snprintf(f->head.kind, sizeof f->head.kind, "%s", kind);
    return BK_OK;
failed:
    bk__store_drop(f);
    *out = NULL;
    return st;
}

bk_status bk__store_append(bk__store_file *f, int section, const void *data, size_t bytes)
{
    struct piecewise *p = &f->part[section];
    uint64_t at = p->at;
    if (bytes == 0)
        return BK_OK;
    bk__hash_more(&p->sum, data, bytes);
    p->at += bytes;
    if (!p->wait)
        return bk__out_put(f->out, p->section.offset + at, (bk_str){data, bytes});
    memcpy(p->wait + at, data, bytes);
    return BK_OK;
}

bk_status bk__store_append_whole(bk__store_file *f, const bk__store_out *o, int section)
{
    enum { PIECE = 16 << 20 };
    const char *data = o->data[section];
    size_t left = (size_t)bytes_of(&f->part[section].section);
    bk_status st = BK_OK;
    while (left > 0 && st == BK_OK) {
        size_t n = left < PIECE ? left : PIECE;
        st = bk__store_append(f, section, data, n);
        data += n;
        left -= n;
        if (o->from && n == PIECE)
            bk__store_pass(o->from);
    }
    return st;
}

/* At a place, or as the next bytes. */
static bk_status put(bk__store_file *f, uint64_t at, const void *data, size_t bytes)
{
    bk_str s = {data, bytes};
    return bk__out_places(f->out) ? bk__out_put(f->out, at, s) : bk__out_write(f->out, s);
}

/* The head, then what waited and the zeros between the sections. */
static bk_status finish(bk__store_file *f)
{
    static const char zeros[BK__STORE_ALIGN] = {0};
    bk__section table[BK__STORE_MAX];
    size_t bytes = (size_t)f->n * sizeof *table;
    bk_status st = BK_OK;
    for (int i = 0; i < f->n; i++) {
        table[i] = f->part[i].section;
        table[i].checksum = bk__hash_end(&f->part[i].sum);
    }
    f->head.table_sum = bk__hash(table, bytes);
    f->head.head_sum = bk__hash(&f->head, offsetof(bk__store_head, head_sum));
    BK__TRY(st, put(f, 0, &f->head, sizeof f->head), done);
    BK__TRY(st, put(f, sizeof f->head, table, bytes), done);
    for (int i = 0; i < f->n; i++) {
        const struct piecewise *p = &f->part[i];
        uint64_t end = p->section.offset + p->at;
        if (p->wait)
            BK__TRY(st, put(f, p->section.offset, p->wait, (size_t)p->at), done);
        BK__TRY(st, put(f, end, zeros, (size_t)(align(p->at) - p->at)), done);
    }
done:
    return st;
}

bk_status bk__store_commit(bk__store_file *f)
{
    bk_status st = finish(f);
    if (st == BK_OK)
        st = bk__out_commit(f->out);
    else
        bk__out_drop(f->out);
    free_file(f);
    return st;
}

bk_status bk__store_write(bk_ctx *ctx, bk__store_out *o, const char *path, const char *kind)
{
    bk__store_file *f;
    bk_status st = bk__store_begin(ctx, &f, o, path, kind);
    if (st != BK_OK)
        return st;
    for (int i = 0; i < o->n && st == BK_OK; i++)
        st = bk__store_append_whole(f, o, i);
    if (st == BK_OK)
        return bk__store_commit(f);
    bk__store_drop(f);
    return st;
}
