/* parts.c - the sections of a vectorizer's container: options, columns, packed strings. */
#include "vector/parts.h"

#include <stdio.h>
#include <string.h>

#include "base/opt.h"
#include "base/par.h"
#include "matrix/csr.h"

enum { PIECE = 1 << 13 }; /* strings in one go */

/* ---- strings --------------------------------------------------------------------------------- */
enum { TERMS, SHOWN, ID, SOURCE, TITLE, LISTS };
_Static_assert((int)LISTS == (int)BK__PART_LISTS, "as many");
static const char *const names[LISTS] = {"terms", "shown", "id", "source", "title"};

/* A piece's list and strings. */
static bk__strings *list_of(bk__parts *p, int64_t piece, size_t *from, size_t *to)
{
    int l = 0;
    while (piece >= p->first[l + 1])
        l++;
    bk__strings *s = &p->list[l];
    *from = (size_t)(piece - p->first[l]) * PIECE;
    *to = s->n - *from < PIECE ? s->n : *from + PIECE;
    return s;
}

static bk_status measure(void *user, int64_t piece, int worker)
{
    bk__parts *p = user;
    size_t from, to, sum = 0;
    const bk__strings *s = list_of(p, piece, &from, &to);
    (void)worker;
    for (size_t i = from; i < to; i++)
        sum += s->from[i].n;
    p->piece[piece] = sum;
    return BK_OK;
}

/* One after the other. */
static bk_status copy_piece(void *user, int64_t piece, int worker)
{
    bk__parts *p = user;
    size_t from, end;
    const bk__strings *s = list_of(p, piece, &from, &end);
    char *to = s->bytes + p->piece[piece];
    (void)worker;
    for (size_t i = from; i < end; i++) {
        if (s->from[i].n > 0)
            memcpy(to, s->from[i].p, s->from[i].n);
        to += s->from[i].n;
        s->ptr[i + 1] = to - s->bytes;
    }
    return BK_OK;
}

/* Room for all that was measured: numbers, then bytes. */
static bk_status lay_out(bk__parts *p)
{
    size_t numbers = 0, bytes = 0;
    for (int l = 0; l < LISTS; l++) {
        bk__strings *s = &p->list[l];
        if (p->first[l] == p->first[l + 1] && s->later)
            continue;
        s->sum = 0;
        for (int64_t i = p->first[l]; i < p->first[l + 1]; i++) {
            size_t here = p->piece[i];
            p->piece[i] = s->sum;
            s->sum += here;
        }
        numbers += s->again ? 0 : s->n + 1;
        bytes += s->sum;
    }
    p->memory = bk__alloc(p->ctx, numbers * sizeof *p->list->ptr + bytes);
    if (!p->memory)
        return BK_ENOMEM;
    int64_t *ptr = (int64_t *)(void *)p->memory;
    char *at = p->memory + numbers * sizeof *ptr;
    for (int l = 0; l < LISTS; l++) {
        bk__strings *s = &p->list[l];
        if (s->again || s->later)
            continue;
        s->ptr = ptr;
        s->ptr[0] = 0;
        s->bytes = at;
        ptr += s->n + 1;
        at += s->sum;
    }
    return BK_OK;
}

static bk_status pack(bk__parts *p)
{
    bk_status st;
    p->first[0] = 0;
    for (int l = 0; l < LISTS; l++) {
        bool here = !p->list[l].again && !p->list[l].later;
        p->first[l + 1] = p->first[l] + (here ? bk__chunks((int64_t)p->list[l].n, PIECE) : 0);
    }
    p->piece = bk__alloc_array(p->ctx, (size_t)p->first[LISTS], sizeof *p->piece);
    if (!p->piece)
        return BK_ENOMEM;
    BK__TRY(st, bk__par_for(p->ctx, NULL, p->first[LISTS], measure, p), done);
    BK__TRY(st, lay_out(p), done);
    st = bk__par_for(p->ctx, NULL, p->first[LISTS], copy_piece, p);
done:
    return st;
}

static void put_strings(bk__parts *p, int list)
{
    const bk__strings *s = &p->list[p->list[list].again ? list - 1 : list];
    char part[32];
    snprintf(part, sizeof part, "%s.ptr", names[list]);
    bk__store_put(&p->out, part, BK__I64, s->ptr, s->n + 1);
    snprintf(part, sizeof part, "%s.bytes", names[list]);
    bk__store_put(&p->out, part, BK__U8, s->bytes, s->sum);
}

/* ---- sections -------------------------------------------------------------------------------- */
static bk_status opts_json(const bk_vectorizer *v, bk__buf *out)
{
    size_t n;
    bk__jw w;
    bk__jw_init(&w, out);
    bk__jw_open(&w, '{');
    bk__jw_key(&w, "analyzer");
    const bk_opt *table = bk_analyzer_opt_table(&n);
    bk__opt_json(&w, table, n, &v->opts.analyzer);
    bk__jw_key(&w, "vectorizer");
    table = bk_vectorizer_opt_table(&n);
    bk__opt_json(&w, table, n, &v->opts);
    bk__jw_close(&w, '}');
    return w.status;
}

bk_status bk__parts_describe(bk__parts *p, const bk_vectorizer *v, const bk__content *c, int *rows)
{
    size_t D = (size_t)c->counts.rows, V = (size_t)c->counts.cols,
           N = (size_t)bk__csr_n(&c->counts);
    const bk_str *const from[LISTS] = {c->term, c->shown, v->docs.id, v->docs.source,
                                       v->docs.title};
    bk__store_out *o = &p->out;
    bk_status st;
    *p = (bk__parts){.ctx = v->ctx, .size = {c->counts.rows, c->counts.cols}};
    bk__buf_init(&p->json, v->ctx);
    for (int i = 0; i < LISTS; i++)
        p->list[i] = (bk__strings){.from = from[i], .n = i < ID ? V : D};
    for (int i = ID; i < LISTS && c->runs; i++) {
        p->list[i].later = true;
        p->list[i].sum = (size_t)c->runs->bytes[i - ID];
    }
    p->list[SHOWN].again = c->shown == c->term;
    BK__TRY(st, pack(p), done);
    BK__TRY(st, opts_json(v, &p->json), done);
    bk__store_put(o, "opts", BK__U8, p->json.p, p->json.n);
    bk__store_put(o, "weighting", BK__F64, &v->weighting.mean_length, 1);
    put_strings(p, TERMS);
    put_strings(p, SHOWN);
    bk__store_put(o, "df", BK__I64, c->df, V);
    bk__store_put(o, "tf", BK__I64, c->tf, V);
    bk__store_put(o, "idf", BK__F64, c->idf, V);
    bk__store_put(o, "counts.size", BK__I64, p->size, 2);
    bk__store_put(o, "counts.ptr", BK__I64, c->counts.ptr, D + 1);
    *rows = bk__store_put(o, "counts.col", BK__U32, c->counts.col, N);
    bk__store_put(o, "counts.val", BK__F32, c->counts.val, N);
    bk__store_put(o, "weights.val", BK__F32, c->weights, N);
    put_strings(p, ID);
    put_strings(p, SOURCE);
    put_strings(p, TITLE);
    bk__store_put(o, "published", BK__I64, v->docs.published, D);
    if (c->growth)
        bk__growth_put(c->growth, o);
done:
    return st;
}

void bk__parts_clear(bk__parts *p)
{
    if (!p->ctx)
        return;
    bk__free(p->ctx, p->piece);
    bk__free(p->ctx, p->memory);
    bk__buf_clear(&p->json);
    *p = (bk__parts){0};
}
