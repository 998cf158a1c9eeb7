/* similar_index.c - postings of rare columns by tiles of rows, levels of common ones by groups.
 *
 * A score of the longest rows would be FULL units; products are taken of magnitudes in whole
 * numbers that are rounded up, so a sum is never below the score and every set of instructions
 * gives the same.
 *   common: level = ceil(255 |v| / most_c), query ceil(|v| most_c unit / 255), in parts of 127
 *   rare:   level = ceil(65535 |v| / most_c), query ceil(|v| most_c unit 65536 / 65535)
 * A rare column adds less than 3 units too much: the sum of a row with up to WIDE entries keeps
 * within 16 bits. Wider rows pass every bar. Common columns hold most of the pairs of entries and
 * little of the weight: as levels of every row they cost the same for each pair of rows, as
 * postings 30 times as much for each pair of entries. Split: tiles over the pool. Workspace: rows x
 * common bytes, 4 an entry, 1/4 V a tile. */
#include "model/similar_index.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/par.h"
#include "matrix/csr.h"

enum { MAX_COMMON = 512, FULL = 40000, WIDE = 8000 };
enum { BYTE = 255, PART = 127, WORD = 65535, CAP = 32767, LINE = 64 };
/* A common column stands in more than this share of the rows. */
static const double COMMON_SHARE = 0.01;

/* ---- columns -------------------------------------------------------------------------------- */
typedef struct counted {
    uint32_t df, column;
} counted;

static int by_count(const void *p, const void *q)
{
    const counted *a = p, *b = q;
    if (a->df != b->df)
        return a->df > b->df ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

static bk_status choose_places(bk__index *x)
{
    const bk_csr *A = x->A;
    int64_t n = bk__csr_n(A);
    counted *at = bk__alloc_array(x->ctx, (size_t)A->cols, sizeof *at);
    if (!at)
        return BK_ENOMEM;
    for (int64_t p = 0; p < n; p++) {
        float v = fabsf(A->val[p]);
        x->df[A->col[p]]++;
        if (v > x->most[A->col[p]])
            x->most[A->col[p]] = v;
    }
    for (int64_t c = 0; c < A->cols; c++)
        at[c] = (counted){x->df[c], (uint32_t)c};
    qsort(at, (size_t)A->cols, sizeof *at, by_count);
    for (int64_t i = 0; i < A->cols; i++) {
        x->place[at[i].column] = (uint32_t)i;
        x->common += i < MAX_COMMON && at[i].df > COMMON_SHARE * (double)A->rows;
    }
    bk__free(x->ctx, at);
    return BK_OK;
}

static double longest(const bk_csr *A)
{
    double most = 0;
    for (int64_t i = 0; i < A->rows; i++) {
        double all = 0;
        for (int64_t p = A->ptr[i]; p < A->ptr[i + 1]; p++)
            all += (double)A->val[p] * (double)A->val[p];
        most = fmax(most, all);
    }
    return sqrt(most);
}

/* No score is above the product of the longest rows. */
static void choose_unit(bk__index *x, const bk_csr *Q)
{
    double rows = longest(x->A), asked = x->A == Q ? rows : longest(Q);
    x->unit = rows > 0 && asked > 0 ? FULL / (rows * asked * (1 + 1e-9)) : 0;
}

/* Rounded up by more than what doubles are off. */
static uint32_t up(double v, uint32_t most)
{
    return (uint32_t)fmin(ceil(fabs(v) * (1 + 1e-9)), most);
}

uint32_t bk__index_level(const bk__index *x, uint32_t column, float value)
{
    return up(WORD * ((double)value / (double)x->most[column]), WORD);
}

uint32_t bk__index_asked(const bk__index *x, uint32_t column, float value)
{
    return up((double)value * (double)x->most[column] * x->unit * ((WORD + 1.0) / WORD), WORD);
}

/* ---- tiles ---------------------------------------------------------------------------------- */
static void common_row(bk__index *x, int64_t i)
{
    const bk_csr *A = x->A;
    uint8_t *level = x->level + i / BK__GROUP * x->common * BK__GROUP + i % BK__GROUP;
    for (int64_t p = A->ptr[i]; p < A->ptr[i + 1]; p++) {
        uint32_t c = A->col[p], at = x->place[c];
        if (at < (uint32_t)x->common)
            level[at * BK__GROUP] =
                (uint8_t)up(BYTE * ((double)A->val[p] / (double)x->most[c]), BYTE);
    }
}

/* The number of a rare column that the tile has. */
static uint32_t number(const bk__tile *t, uint32_t place)
{
    const bk__present *w = &t->present[place / 64];
    return w->before + (uint32_t)__builtin_popcountll(w->bits & ~(UINT64_MAX << place % 64));
}

/* Which rare columns there are; how many entries they have. */
static int64_t mark_columns(const bk__index *x, bk__tile *t, int64_t from, int64_t to,
                            uint32_t *columns)
{
    const bk_csr *A = x->A;
    uint32_t common = (uint32_t)x->common, n = 0;
    int64_t all = 0;
    for (int64_t p = from; p < to; p++) {
        uint32_t place = x->place[A->col[p]];
        if (place < common)
            continue;
        t->present[(place - common) / 64].bits |= (uint64_t)1 << (place - common) % 64;
        all++;
    }
    for (int64_t w = 0; w <= (A->cols - x->common) / 64; w++) {
        t->present[w].before = n;
        n += (uint32_t)__builtin_popcountll(t->present[w].bits);
    }
    *columns = n;
    return all;
}

/* start[c + 1] is where column c's next posting goes, in the end where it ends. */
static void fill_postings(const bk__index *x, bk__tile *t, int64_t first, int64_t end,
                          uint32_t columns)
{
    const bk_csr *A = x->A;
    uint32_t common = (uint32_t)x->common;
    for (int64_t p = A->ptr[first]; p < A->ptr[end]; p++)
        if (x->place[A->col[p]] >= common)
            t->start[number(t, x->place[A->col[p]] - common) + 2]++;
    for (uint32_t c = 0; c < columns; c++)
        t->start[c + 2] += t->start[c + 1];
    for (int64_t i = first; i < end; i++)
        for (int64_t p = A->ptr[i]; p < A->ptr[i + 1]; p++) {
            uint32_t c = A->col[p];
            if (x->place[c] >= common)
                t->posting[t->start[number(t, x->place[c] - common) + 1]++] =
                    (uint32_t)(i - first) << 16 | bk__index_level(x, c, A->val[p]);
        }
}

static bk_status make_tile(void *user, int64_t chunk, int worker)
{
    bk__index *x = user;
    bk__tile *t = &x->tile[chunk];
    int64_t first = chunk * BK__TILE;
    int64_t end = first + BK__TILE < x->A->rows ? first + BK__TILE : x->A->rows;
    uint32_t columns;
    (void)worker;
    for (int64_t i = first; i < end; i++)
        common_row(x, i);
    t->present = bk__calloc(x->ctx, (size_t)(x->A->cols - x->common) / 64 + 1, sizeof *t->present);
    if (!t->present)
        return BK_ENOMEM;
    int64_t all = mark_columns(x, t, x->A->ptr[first], x->A->ptr[end], &columns);
    if (all >= (int64_t)UINT32_MAX)
        return bk__fail(x->ctx, BK_ESHAPE, "", "too many entries in %d rows", BK__TILE);
    t->start = bk__calloc(x->ctx, (size_t)columns + 2, sizeof *t->start);
    t->posting = bk__alloc_array(x->ctx, (size_t)all + 1, sizeof *t->posting);
    if (!t->start || !t->posting)
        return BK_ENOMEM;
    fill_postings(x, t, first, end, columns);
    return BK_OK;
}

bk_status bk__index_new(bk_ctx *ctx, bk__index *out, const bk_csr *A, const bk_csr *Q)
{
    *out = (bk__index){.ctx = ctx, .A = A, .tiles = bk__chunks(A->rows, BK__TILE)};
    if (A->rows >= (int64_t)UINT32_MAX)
        return bk__fail(ctx, BK_ESHAPE, "", "too many rows for a neighbour search");
    size_t V = (size_t)A->cols, groups = (size_t)bk__chunks(A->rows, BK__GROUP);
    out->df = bk__calloc(ctx, V, sizeof *out->df);
    out->place = bk__alloc_array(ctx, V, sizeof *out->place);
    out->most = bk__calloc(ctx, V, sizeof *out->most);
    out->tile = bk__calloc(ctx, (size_t)out->tiles, sizeof *out->tile);
    bk_status st = out->df && out->place && out->most && out->tile ? choose_places(out) : BK_ENOMEM;
    if (st != BK_OK)
        return st;
    choose_unit(out, Q);
    out->room = bk__calloc(ctx, groups * (size_t)out->common + 1, BK__GROUP);
    if (!out->room)
        return BK_ENOMEM;
    out->level = out->room + (LINE - (uintptr_t)out->room % LINE) % LINE;
    return bk__par_for(ctx, NULL, out->tiles, make_tile, out);
}

void bk__index_free(bk__index *x)
{
    for (int64_t t = 0; x->tile && t < x->tiles; t++) {
        bk__free(x->ctx, x->tile[t].present);
        bk__free(x->ctx, x->tile[t].start);
        bk__free(x->ctx, x->tile[t].posting);
    }
    void *all[] = {x->df, x->place, x->most, x->room, x->tile};
    for (size_t i = 0; x->ctx && i < sizeof all / sizeof *all; i++)
        bk__free(x->ctx, all[i]);
}

/* ---- queries -------------------------------------------------------------------------------- */
uint16_t bk__index_bar(const bk__index *x, double score, int64_t entries)
{
    double bar = score * x->unit * (1 - 1e-6) - 1;
    return entries > WIDE || !(bar > 0) ? 0 : (uint16_t)fmin(bar, CAP);
}

/* A level of more than PART stands several times. */
static void add_common(bk__query *q, int *n, uint32_t at, uint32_t level)
{
    for (; level > 0; (*n)++) {
        uint32_t part = level < PART ? level : PART;
        bk__two *two = &q->common[*n / 2];
        if (*n % 2 == 0)
            *two = (bk__two){{at, at}, part | part << 16};
        else {
            two->at[1] = at;
            two->level |= part << 8 | part << 24;
        }
        level -= part;
    }
}

static void ask_row(const bk__index *x, const bk_csr *Q, int64_t a, bk__query *out)
{
    int n = 0;
    out->n_rare = 0;
    for (int64_t p = Q->ptr[a]; p < Q->ptr[a + 1]; p++) {
        uint32_t c = Q->col[p], at = x->place[c];
        double v = (double)Q->val[p] * (double)x->most[c] * x->unit;
        if (at < (uint32_t)x->common)
            add_common(out, &n, at * BK__GROUP, up(v / BYTE, BYTE));
        else
            out->rare[out->n_rare++] =
                (bk__one){at - (uint32_t)x->common, bk__index_asked(x, c, Q->val[p])};
    }
    out->n_common = (n + 1) / 2;
}

bk_status bk__index_ask(const bk__index *x, bk__asked *room, const bk_csr *Q, int64_t from,
                        int64_t to, bk__query *out)
{
    int64_t first = Q->ptr[from];
    size_t n = (size_t)(Q->ptr[to] - first) + (size_t)(to - from);
    if (n > room->cap) {
        bk__asked_free(x->ctx, room);
        room->common = bk__alloc_array(x->ctx, n, 2 * sizeof *room->common);
        room->rare = bk__alloc_array(x->ctx, n, sizeof *room->rare);
        if (!room->common || !room->rare)
            return BK_ENOMEM;
        room->cap = n;
    }
    for (int64_t a = from; a < to; a++) {
        bk__query *q = &out[a - from];
        q->common = room->common + 2 * (Q->ptr[a] - first + a - from); /* the last may be half */
        q->rare = room->rare + (Q->ptr[a] - first);
        ask_row(x, Q, a, q);
    }
    return BK_OK;
}

void bk__asked_free(bk_ctx *ctx, bk__asked *room)
{
    bk__free(ctx, room->common);
    bk__free(ctx, room->rare);
    *room = (bk__asked){0};
}
