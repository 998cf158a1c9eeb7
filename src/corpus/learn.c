/* learn.c - lines that recur across the articles of one outlet are furniture.
 *
 * Only lines that could be one are counted: short, at the edge of an article (the first two or the
 * last three lines), beginning with no small letter. A line is learned where it stands at the edge
 * of min_repeats articles of the outlet and of min_share of them, and hardly ever elsewhere
 * (paragraphs that an outlet repeats from story to story stand in the middle). Articles of an
 * outlet with the same text count as one: what stands in copies alone is no furniture. An outlet is
 * the source without its first labels (news.detik.com and sport.detik.com are one). Split: chunks
 * of BK__BATCH articles over the pool, each with a table of its own; merged in chunk order. */
#include "corpus/learn.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/par.h"
#include "corpus/line.h"

enum { SHORT = 200, FRONT = 2, BACK = 3 };

typedef struct seen { /* a line of an article */
    uint64_t key;     /* of outlet and line */
    uint64_t line;
    uint32_t outlet;
    bool edge;
} seen;

typedef struct chunk {
    seen *at;
    size_t n, cap;
} chunk;

struct bk__lessons {
    bk_ctx *ctx;
    uint32_t *outlet;    /* [articles] 0: none */
    uint32_t n_outlets;  /* with 0 */
    bk__learned *lesson; /* [n_outlets] */
    uint64_t *hash;
};

typedef struct job {
    bk_ctx *ctx;
    const bk_article *article;
    int64_t n;
    bk__lessons *lessons;
    chunk *chunk;
    uint8_t *copy; /* [articles] an earlier one of the outlet has the same text */
} job;

/* kompas.com of www.kompas.com, republika.co.id of news.republika.co.id */
static bk_str outlet_of(bk_str source)
{
    size_t dots = 0, i;
    for (i = source.n; i > 0; i--)
        if (source.p[i - 1] == '.') {
            size_t label = source.n - i;
            dots++;
            if (dots >= 3 || (dots == 2 && label > 6))
                break;
        }
    return (bk_str){source.p + i, source.n - i};
}

static bk_status name_outlets(job *j)
{
    bk__map names;
    bk_status st = BK_OK;
    bk__map_init(&names, j->ctx);
    for (int64_t i = 0; i < j->n && st == BK_OK; i++) {
        uint32_t id = 0;
        if (j->article[i].source.n > 0) {
            st = bk__map_put(&names, outlet_of(j->article[i].source), &id, NULL);
            id++;
        }
        j->lessons->outlet[i] = id;
    }
    j->lessons->n_outlets = names.n + 1;
    bk__map_clear(&names);
    return st;
}

typedef struct keyed {
    uint64_t key; /* of outlet and text */
    int64_t i;
} keyed;

static int by_text(const void *a, const void *b)
{
    const keyed *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->i > y->i) - (x->i < y->i);
}

static bk_status find_copies(job *j)
{
    keyed *all = bk__alloc_array(j->ctx, (size_t)j->n, sizeof *all);
    if (!all)
        return BK_ENOMEM;
    for (int64_t i = 0; i < j->n; i++) {
        bk_str text = bk__str_trim(j->article[i].text);
        uint64_t h = text.n ? bk__hash(text.p, text.n) : 0;
        all[i] = (keyed){bk__fold(h, j->lessons->outlet[i] ^ BK__KEY_C), i};
    }
    if (j->n > 1)
        qsort(all, (size_t)j->n, sizeof *all, by_text);
    for (int64_t k = 1; k < j->n; k++)
        j->copy[all[k].i] = all[k].key == all[k - 1].key;
    bk__free(j->ctx, all);
    return BK_OK;
}

static bk_status note(job *j, chunk *c, uint32_t outlet, bk_str line, bool edge)
{
    uint64_t h = bk__line_hash(line);
    if (h == 0)
        return BK_OK;
    if (c->n == c->cap) {
        size_t cap = c->cap ? 2 * c->cap : 1024;
        seen *p = bk__resize_array(j->ctx, c->at, cap, sizeof *p);
        if (!p)
            return BK_ENOMEM;
        c->at = p;
        c->cap = cap;
    }
    c->at[c->n++] = (seen){bk__fold(h, outlet ^ BK__KEY_C), h, outlet, edge};
    return BK_OK;
}

static bool small(char c)
{
    return c >= 'a' && c <= 'z';
}

static bk_status scan_article(job *j, chunk *c, int64_t i)
{
    bk_str text = j->article[i].text, rest = text;
    size_t lines = 0, k = 0, begin = c->n;
    bk_status st = BK_OK;
    while (rest.n > 0)
        lines += bk__str_trim(bk__str_cut(&rest, '\n')).n > 0;
    rest = text;
    while (rest.n > 0 && st == BK_OK) {
        bk_str line = bk__str_trim(bk__str_cut(&rest, '\n'));
        if (line.n == 0)
            continue;
        bool edge = k < FRONT || k + BACK >= lines;
        k++;
        if (line.n <= SHORT && !small(line.p[0]))
            st = note(j, c, j->lessons->outlet[i], line, edge);
    }
    /* once an article: a line that stands twice is noted once, in the middle if ever there */
    for (size_t a = begin; a < c->n; a++)
        for (size_t b = a + 1; b < c->n && b < a + 64;) {
            if (c->at[b].key == c->at[a].key) {
                c->at[a].edge = c->at[a].edge && c->at[b].edge;
                c->at[b] = c->at[--c->n];
            } else {
                b++;
            }
        }
    return st;
}

static bk_status scan_chunk(void *user, int64_t number, int worker)
{
    job *j = user;
    int64_t from = number * BK__BATCH, to = from + BK__BATCH < j->n ? from + BK__BATCH : j->n;
    bk_status st = BK_OK;
    (void)worker;
    for (int64_t i = from; i < to && st == BK_OK; i++)
        if (j->lessons->outlet[i] && !j->copy[i])
            st = scan_article(j, &j->chunk[number], i);
    return st;
}

static int by_key(const void *a, const void *b)
{
    const seen *x = a, *y = b;
    if (x->outlet != y->outlet)
        return x->outlet < y->outlet ? -1 : 1;
    return x->line < y->line ? -1 : x->line > y->line;
}

/* Sorts all that was seen by outlet and line, keeps the lines that pass. */
static bk_status choose(job *j, int64_t chunks, const bk_clean_opts *opts)
{
    bk__lessons *l = j->lessons;
    size_t n = 0, k = 0, out = 0;
    int64_t *articles = bk__calloc(j->ctx, l->n_outlets, sizeof *articles);
    seen *all;
    for (int64_t c = 0; c < chunks; c++)
        n += j->chunk[c].n;
    all = bk__alloc_array(j->ctx, n + 1, sizeof *all);
    l->hash = bk__alloc_array(j->ctx, n / (size_t)opts->min_repeats + 1, sizeof *l->hash);
    l->lesson = bk__calloc(j->ctx, l->n_outlets, sizeof *l->lesson);
    if (!articles || !all || !l->hash || !l->lesson) {
        bk__free(j->ctx, articles);
        bk__free(j->ctx, all);
        return BK_ENOMEM;
    }
    for (int64_t i = 0; i < j->n; i++)
        articles[l->outlet[i]] += !j->copy[i];
    for (int64_t c = 0; c < chunks; c++) {
        if (j->chunk[c].n)
            memcpy(all + k, j->chunk[c].at, j->chunk[c].n * sizeof *all);
        k += j->chunk[c].n;
    }
    qsort(all, n, sizeof *all, by_key);
    for (size_t a = 0, b; a < n; a = b) {
        int64_t edge = 0;
        uint32_t o = all[a].outlet;
        for (b = a; b < n && by_key(&all[a], &all[b]) == 0; b++)
            edge += all[b].edge;
        if (edge < opts->min_repeats || edge * 10 < (int64_t)(b - a) * 9 ||
            (double)edge < opts->min_share * (double)articles[o])
            continue;
        if (l->lesson[o].n == 0)
            l->lesson[o].hash = l->hash + out;
        l->hash[out++] = all[a].line;
        l->lesson[o].n++;
    }
    bk__free(j->ctx, all);
    bk__free(j->ctx, articles);
    return BK_OK;
}

bk_status bk__learn(bk_ctx *ctx, bk__lessons **out, const bk_article *article, int64_t n,
                    const bk_clean_opts *opts)
{
    int64_t chunks = bk__chunks(n, BK__BATCH);
    bk__lessons *l = bk__calloc(ctx, 1, sizeof *l);
    job j = {ctx, article, n, l, NULL, NULL};
    bk_status st = BK_ENOMEM;
    *out = NULL;
    if (!l)
        return BK_ENOMEM;
    l->ctx = ctx;
    l->outlet = bk__alloc_array(ctx, (size_t)n, sizeof *l->outlet);
    j.chunk = bk__calloc(ctx, (size_t)chunks, sizeof *j.chunk);
    j.copy = bk__calloc(ctx, (size_t)n + 1, 1);
    if (l->outlet && j.chunk && j.copy)
        st = name_outlets(&j);
    if (st == BK_OK)
        st = find_copies(&j);
    if (st == BK_OK)
        st = bk__par_for(ctx, NULL, chunks, scan_chunk, &j);
    if (st == BK_OK)
        st = choose(&j, chunks, opts);
    for (int64_t c = 0; j.chunk && c < chunks; c++)
        bk__free(ctx, j.chunk[c].at);
    bk__free(ctx, j.chunk);
    bk__free(ctx, j.copy);
    if (st != BK_OK) {
        bk__lessons_free(l);
        return st;
    }
    *out = l;
    return BK_OK;
}

const bk__learned *bk__lessons_of(const bk__lessons *l, int64_t i)
{
    const bk__learned *found = l && l->outlet[i] ? &l->lesson[l->outlet[i]] : NULL;
    return found && found->n ? found : NULL;
}

void bk__lessons_free(bk__lessons *l)
{
    if (!l)
        return;
    bk__free(l->ctx, l->outlet);
    bk__free(l->ctx, l->lesson);
    bk__free(l->ctx, l->hash);
    bk__free(l->ctx, l);
}
