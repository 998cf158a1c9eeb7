/* join.c - terms of several workers under one numbering, in the order of their bytes.
 *
 * Split: the first two bytes put every term into one of PARTS parts of about the same size; each
 * part is sorted by eight bytes at a time, and equal neighbours become one term. A part's first
 * number is known once all parts are sorted. The order is that of the bytes, so it does not depend
 * on who met a term. */
#include "vector/join.h"

#include <stdlib.h>
#include <string.h>

#include "base/par.h"
#include "base/radix.h"

enum { PARTS = 64, HEADS = 1 << 16, FEW = 24, DEEPEST = 128 };

/* Most terms are no longer than SHORT: they are compared here, and where they lie, which is nowhere
 * near, is not looked at. */
enum { SHORT = 16, LONGER = SHORT + 1 };
typedef struct item {
    uint64_t head; /* eight bytes of the term, filled up with zeros, as one number; first */
    uint64_t next; /* eight more */
    uint32_t id;
    uint16_t worker;
    uint8_t n;  /* bytes, or LONGER */
    bool fresh; /* once sorted: another term than the one before */
} item;

typedef struct part {
    int64_t begin, n; /* of item */
    uint32_t first, terms;
} part;

typedef struct job {
    bk__counted *out;
    const bk_str *const *key;
    const bk__tally *const *tally; /* NULL: none */
    uint32_t (*heads)[HEADS]; /* [workers] how many terms begin so; then where the next one goes */
    uint8_t *part_of;         /* [HEADS] */
    int64_t (*next)[PARTS];   /* [workers] */
    item *item, *other;       /* [all], two for sorting */
    part part[PARTS];
} job;

static bk_str key_of(const job *t, const item *x)
{
    return t->key[x->worker][x->id];
}

static bool is_in(const job *t, int64_t w, uint32_t i)
{
    return t->tally ? t->tally[w][i].df > 0 : t->key[w][i].n > 0;
}

/* Eight bytes from `depth` on. */
static uint64_t head_of(bk_str s, size_t depth)
{
    uint64_t head = 0;
    size_t n = s.n > depth ? s.n - depth : 0;
    memcpy(&head, s.p + (n ? depth : 0), n < 8 ? n : 8);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    head = __builtin_bswap64(head);
#endif
    return head;
}

/* ---- into parts ------------------------------------------------------------------------------ */
static bk_status count_heads(void *user, int64_t w, int worker)
{
    const job *t = user;
    bk__counted *out = t->out;
    (void)worker;
    for (uint32_t i = 0; i < out->n_of_worker[w]; i++) {
        out->of_worker[w][i] = BK__NONE;
        if (is_in(t, w, i))
            t->heads[w][head_of(t->key[w][i], 0) >> 48]++;
    }
    return BK_OK;
}

/* Heads to parts of about the same size; how many terms there are. */
static int64_t place(job *t)
{
    int64_t all = 0, seen = 0, at = 0, workers = t->out->workers;
    for (int64_t w = 0; w < workers; w++)
        for (int h = 0; h < HEADS; h++)
            all += t->heads[w][h];
    for (int h = 0; h < HEADS; h++) {
        int64_t p = seen * PARTS / (all + 1);
        t->part_of[h] = (uint8_t)p;
        for (int64_t w = 0; w < workers; w++) {
            seen += t->heads[w][h];
            t->next[w][p] += t->heads[w][h];
        }
    }
    for (int p = 0; p < PARTS; p++) {
        t->part[p].begin = at;
        for (int64_t w = 0; w < workers; w++) {
            int64_t here = t->next[w][p];
            t->next[w][p] = at;
            at += here;
        }
        t->part[p].n = at - t->part[p].begin;
    }
    return all;
}

static bk_status scatter(void *user, int64_t w, int worker)
{
    const job *t = user;
    (void)worker;
    for (uint32_t i = 0; i < t->out->n_of_worker[w]; i++)
        if (is_in(t, w, i)) {
            bk_str key = t->key[w][i];
            uint64_t head = head_of(key, 0);
            t->item[t->next[w][t->part_of[head >> 48]]++] =
                (item){.head = head,
                       .next = key.n > 8 ? head_of(key, 8) : 0,
                       .id = i,
                       .worker = (uint16_t)w,
                       .n = (uint8_t)(key.n < LONGER ? key.n : LONGER)};
        }
    return BK_OK;
}

/* ---- sorting --------------------------------------------------------------------------------- */
static int order(const job *t, const item *a, const item *b)
{
    if (a->head != b->head)
        return a->head < b->head ? -1 : 1;
    if (a->next != b->next)
        return a->next < b->next ? -1 : 1;
    return a->n < LONGER && b->n < LONGER ? a->n - b->n : bk__str_cmp(key_of(t, a), key_of(t, b));
}

static void sort_few(const job *t, item *at, int64_t n)
{
    for (int64_t i = 1; i < n; i++) {
        item x = at[i];
        int64_t j = i;
        for (; j > 0 && order(t, &at[j - 1], &x) > 0; j--)
            at[j] = at[j - 1];
        at[j] = x;
    }
}

static void sift(const job *t, item *at, int64_t i, int64_t n)
{
    item x = at[i];
    for (int64_t c; (c = 2 * i + 1) < n; i = c) {
        c += c + 1 < n && order(t, &at[c], &at[c + 1]) < 0;
        if (order(t, &x, &at[c]) >= 0)
            break;
        at[i] = at[c];
    }
    at[i] = x;
}

/* Heap sort, for terms that agree in their first DEEPEST bytes. */
static void sort_slowly(const job *t, item *at, int64_t n)
{
    for (int64_t i = n / 2; i-- > 0;)
        sift(t, at, i, n);
    for (int64_t i = n; i-- > 1;) {
        item x = at[0];
        at[0] = at[i];
        at[i] = x;
        sift(t, at, 0, i);
    }
}

/* By heads; the result lies in `at`. */
static void sort_heads(item *at, item *other, int64_t n)
{
    const item *sorted = bk__radix_sort(at, other, (size_t)n, sizeof *at);
    if (sorted != at)
        memcpy(at, sorted, (size_t)n * sizeof *at);
}

/* Heads are those from `depth` on; all terms agree before it. Terms that end there stay equal, but
 * for zeros at their ends. */
static void sort(const job *t, item *at, item *other, int64_t n, size_t depth)
{
    if (n <= FEW) {
        sort_few(t, at, n);
        return;
    }
    if (depth >= DEEPEST) {
        sort_slowly(t, at, n);
        return;
    }
    sort_heads(at, other, n);
    for (int64_t i = 0, j; i < n; i = j) {
        uint64_t head = at[i].head;
        for (j = i; j < n && at[j].head == head; j++)
            ;
        if (j - i <= FEW) {
            sort_few(t, at + i, j - i);
            continue;
        }
        for (int64_t k = i; k < j; k++) {
            at[k].head = at[k].next;
            at[k].next = at[k].n == LONGER ? head_of(key_of(t, &at[k]), depth + 16) : 0;
        }
        sort(t, at + i, other + i, j - i, depth + 8);
        for (int64_t k = i; k < j; k++) {
            at[k].next = at[k].head;
            at[k].head = head;
        }
    }
}

/* ---- numbers --------------------------------------------------------------------------------- */
static bool same(const job *t, const item *a, const item *b)
{
    return a->head == b->head && a->next == b->next && a->n == b->n &&
           (a->n < LONGER || bk__str_eq(key_of(t, a), key_of(t, b)));
}

static bk_status sort_part(void *user, int64_t number, int worker)
{
    job *t = user;
    part *p = &t->part[number];
    item *at = t->item + p->begin;
    (void)worker;
    sort(t, at, t->other + p->begin, p->n, 0);
    for (int64_t i = 0; i < p->n; i++) {
        at[i].fresh = i == 0 || !same(t, &at[i - 1], &at[i]);
        p->terms += at[i].fresh;
    }
    return BK_OK;
}

static bk_status number_part(void *user, int64_t number, int worker)
{
    const job *t = user;
    const part *p = &t->part[number];
    const item *at = t->item + p->begin;
    bk__counted *out = t->out;
    uint32_t term = p->first;
    (void)worker;
    for (int64_t i = 0; i < p->n; i++) {
        const bk__tally none = {0};
        const bk__tally *tally = t->tally ? &t->tally[at[i].worker][at[i].id] : &none;
        if (at[i].fresh) {
            term += i > 0;
            out->term[term] = key_of(t, &at[i]);
            out->df[term] = out->tf[term] = 0;
        }
        out->df[term] += tally->df;
        out->tf[term] += tally->tf;
        out->of_worker[at[i].worker][at[i].id] = term;
    }
    return BK_OK;
}

static bk_status number(job *t)
{
    bk__counted *out = t->out;
    bk_ctx *ctx = out->ctx;
    uint64_t n = 0;
    for (int p = 0; p < PARTS; p++) {
        t->part[p].first = (uint32_t)n;
        n += t->part[p].terms;
    }
    if (n >= BK__NONE)
        return bk__fail(ctx, BK_ESHAPE, "", "more than %u different terms", BK__NONE - 1);
    out->term = bk__alloc_array(ctx, n, sizeof *out->term);
    out->df = bk__alloc_array(ctx, n, sizeof *out->df);
    out->tf = bk__alloc_array(ctx, n, sizeof *out->tf);
    if (!out->term || !out->df || !out->tf)
        return BK_ENOMEM;
    out->n = (uint32_t)n;
    return bk__par_for(ctx, NULL, PARTS, number_part, t);
}

bk_status bk__join(bk__counted *out, const bk_str *const *key, const bk__tally *const *tally)
{
    bk_ctx *ctx = out->ctx;
    size_t workers = (size_t)out->workers;
    job t = {.out = out, .key = key, .tally = tally};
    bk_status st = BK_ENOMEM;
    t.heads = bk__calloc(ctx, workers, sizeof *t.heads);
    t.next = bk__calloc(ctx, workers, sizeof *t.next);
    t.part_of = bk__alloc(ctx, HEADS);
    if (!t.heads || !t.next || !t.part_of)
        goto done;
    BK__TRY(st, bk__par_for(ctx, NULL, out->workers, count_heads, &t), done);
    int64_t all = place(&t);
    t.item = bk__alloc_array(ctx, (size_t)all, sizeof *t.item);
    t.other = bk__alloc_array(ctx, (size_t)all, sizeof *t.other);
    if (!t.item || !t.other) {
        st = BK_ENOMEM;
        goto done;
    }
    BK__TRY(st, bk__par_for(ctx, NULL, out->workers, scatter, &t), done);
    BK__TRY(st, bk__par_for(ctx, NULL, PARTS, sort_part, &t), done);
    st = number(&t);
done:
    bk__free(ctx, t.heads);
    bk__free(ctx, t.next);
    bk__free(ctx, t.part_of);
    bk__free(ctx, t.item);
    bk__free(ctx, t.other);
    return st;
}
