/* grams.c - word n-grams as numbers: no string is made before all are counted.
 *
 * Words have their ranks by bytes, and a blank is below every byte of a word: n-grams in the order
 * of (first words, last word) are in the order of their bytes. A pass deals the places of all
 * n-grams of one length to parts by their first words (a node: what the pass before found), so that
 * a part's table fits the cache (gram_part.c); a part's n-grams, sorted, are the nodes for the next
 * length. The first pass counts single words as well. In the end nodes become terms (gram_terms.c)
 * and the hits of all parts are dealt back to rows, a strip of articles at a time. Parts and strips
 * depend on the articles alone, and the result on neither. */
#include "vector/grams.h"

#include <string.h>

#include "base/par.h"

enum { MAX_WORDS = 5, STRIP = 1 << 15, PART = 1 << 14, MOST_PARTS = 1 << 10 };

typedef struct job {
    bk_ctx *ctx;
    bk__counted *out;
    int min, max;
    bool no_hits;
    bk__gram_strip *strip; /* [strips] */
    int64_t strips;
    uint32_t *node; /* of all words */
    bk__gram_pass pass[MAX_WORDS];
    int passes;
    /* the running pass */
    bk__gram_pass *now;
    uint64_t *often; /* [prefixes] how many items have it */
    uint32_t prefixes;
    uint16_t *part_of;    /* [prefixes] */
    size_t *next;         /* [strips][parts] where the next item goes */
    bk__gram_item *item;  /* of all parts */
    uint32_t **ranks;     /* [workers][words] how often */
    bk__gram_room **room; /* [workers] */
    bk__chunk *chunk;     /* [strips] the rows that come out */
} job;

/* ---- strips ---------------------------------------------------------------------------------- */
static size_t row_begin(const bk__gram_strip *s, int64_t row)
{
    int64_t at = s->begin + row;
    return (at > 0 ? s->chunk->end[at - 1] : 0) - s->skip;
}

/* Cuts a chunk; without `to` only counts. */
static int64_t cut(const bk__chunk *c, int64_t first, bk__gram_strip *to)
{
    int64_t n = 0;
    for (int64_t begin = 0, end; begin < c->rows; begin = end, n++) {
        size_t skip = begin > 0 ? c->end[begin - 1] : 0;
        for (end = begin + 1; end < c->rows && c->end[end] - skip <= STRIP; end++)
            ;
        if (to)
            to[n] = (bk__gram_strip){.chunk = c,
                                     .begin = begin,
                                     .rows = end - begin,
                                     .first = first + begin,
                                     .from = c->at + skip,
                                     .words = c->end[end - 1] - skip,
                                     .skip = skip};
    }
    return n;
}

static bk_status make_strips(job *j)
{
    const bk__counted *k = j->out;
    size_t words = 0;
    for (int64_t c = 0; c < k->chunks; c++)
        j->strips += cut(&k->chunk[c], k->first[c], NULL);
    j->strip = bk__alloc_array(j->ctx, (size_t)j->strips, sizeof *j->strip);
    if (!j->strip)
        return BK_ENOMEM;
    for (int64_t c = 0, s = 0; c < k->chunks; c++)
        s += cut(&k->chunk[c], k->first[c], j->strip + s);
    if (j->max < 3)
        return BK_OK;
    for (int64_t s = 0; s < j->strips; s++)
        words += j->strip[s].words;
    j->node = bk__alloc_array(j->ctx, words, sizeof *j->node);
    for (int64_t s = 0, at = 0; s < j->strips && j->node; s++) {
        j->strip[s].node = j->node + at;
        at += (int64_t)j->strip[s].words;
    }
    return j->node ? BK_OK : BK_ENOMEM;
}

/* Words to their ranks. */
static bk_status rank_words(void *user, int64_t strip, int worker)
{
    job *j = user;
    bk__gram_strip *s = &j->strip[strip];
    const uint32_t *rank = j->out->of_worker[s->chunk->worker];
    uint32_t *often = j->ranks[worker];
    for (size_t i = 0; i < s->words; i++)
        if (s->from[i] != BK__BREAK) {
            s->from[i] = rank[s->from[i]];
            often[s->from[i]]++;
        }
    return BK_OK;
}

static void free_ranks(job *j)
{
    for (int w = 0; w < bk_ctx_threads(j->ctx) && j->ranks; w++)
        bk__free(j->ctx, j->ranks[w]);
    bk__free(j->ctx, j->ranks);
    j->ranks = NULL;
}

static bk_status rank_all(job *j)
{
    bk_ctx *ctx = j->ctx;
    int workers = bk_ctx_threads(ctx);
    bk_status st = BK_OK;
    j->ranks = bk__calloc(ctx, (size_t)workers, sizeof *j->ranks);
    j->prefixes = j->out->n;
    j->often = bk__calloc(ctx, (size_t)j->prefixes, sizeof *j->often);
    if (!j->ranks || !j->often)
        return BK_ENOMEM;
    for (int w = 0; w < workers && st == BK_OK; w++) {
        j->ranks[w] = bk__calloc(ctx, j->prefixes, sizeof **j->ranks);
        st = j->ranks[w] ? BK_OK : BK_ENOMEM;
    }
    if (st == BK_OK)
        st = bk__par_for(ctx, NULL, j->strips, rank_words, j);
    for (int w = 0; w < workers && st == BK_OK; w++)
        for (uint32_t i = 0; i < j->prefixes; i++)
            j->often[i] += j->ranks[w][i];
    free_ranks(j);
    return st;
}

/* ---- a pass: places to parts ----------------------------------------------------------------- */
/* Neighbouring prefixes to parts of about the same number of items. */
static bk_status make_parts(job *j)
{
    bk__gram_pass *p = j->now;
    uint64_t all = 0, want, here = 0;
    for (uint32_t i = 0; i < j->prefixes; i++)
        all += j->often[i];
    want = all / (MOST_PARTS / 2) > PART ? all / (MOST_PARTS / 2) : PART;
    j->part_of = bk__alloc_array(j->ctx, j->prefixes, sizeof *j->part_of);
    p->part = bk__calloc(j->ctx, MOST_PARTS + 1, sizeof *p->part);
    if (!j->part_of || !p->part)
        return BK_ENOMEM;
    p->parts = 1;
    for (uint32_t i = 0; i < j->prefixes; i++) {
        if (here > 0 && here + j->often[i] > want) {
            p->part[p->parts++].low = i;
            here = 0;
        }
        here += j->often[i];
        j->part_of[i] = (uint16_t)(p->parts - 1);
        p->part[p->parts - 1].high = i + 1;
    }
    return BK_OK;
}

/* What begins at word i of [0, end) in the running pass. */
static inline bool item_at(const job *j, const bk__gram_strip *s, size_t i, size_t end,
                           uint32_t *prefix, uint32_t *word)
{
    size_t last = i + (size_t)j->now->words - 1;
    *prefix = j->now == j->pass ? s->from[i] : s->node[i];
    *word = last < end && j->max > 1 ? s->from[last] + 1 : 0; /* BK__BREAK + 1 is 0 */
    return *prefix != BK__NONE && (*word != 0 || (j->now == j->pass && j->min == 1));
}

static bk_status count_strip(void *user, int64_t strip, int worker)
{
    const job *j = user;
    const bk__gram_strip *s = &j->strip[strip];
    size_t *n = j->next + strip * j->now->parts, i = 0;
    uint32_t prefix, word;
    (void)worker;
    for (int64_t r = 0; r < s->rows; r++)
        for (size_t end = row_begin(s, r + 1); i < end; i++)
            if (item_at(j, s, i, end, &prefix, &word))
                n[j->part_of[prefix]]++;
    return BK_OK;
}

static bk_status deal_strip(void *user, int64_t strip, int worker)
{
    const job *j = user;
    const bk__gram_strip *s = &j->strip[strip];
    size_t *next = j->next + strip * j->now->parts, i = 0;
    uint32_t prefix, word;
    (void)worker;
    for (int64_t r = 0; r < s->rows; r++)
        for (size_t end = row_begin(s, r + 1); i < end; i++)
            if (item_at(j, s, i, end, &prefix, &word))
                j->item[next[j->part_of[prefix]]++] =
                    (bk__gram_item){prefix, word, (uint32_t)(s->first + r)};
    return BK_OK;
}

/* Items lie by parts, within a part by strips. */
static bk_status deal(job *j)
{
    bk__gram_pass *p = j->now;
    size_t at = 0;
    bk_status st;
    j->next = bk__calloc(j->ctx, (size_t)j->strips * (size_t)p->parts, sizeof *j->next);
    if (!j->next)
        return BK_ENOMEM;
    BK__TRY(st, bk__par_for(j->ctx, NULL, j->strips, count_strip, j), done);
    for (int64_t k = 0; k < p->parts; k++) {
        size_t begin = at;
        for (int64_t s = 0; s < j->strips; s++) {
            size_t here = j->next[s * p->parts + k];
            j->next[s * p->parts + k] = at;
            at += here;
        }
        p->part[k].n = at - begin;
    }
    j->item = bk__alloc_array(j->ctx, at, sizeof *j->item);
    if (!j->item)
        return BK_ENOMEM;
    at = 0;
    for (int64_t k = 0; k < p->parts; k++) {
        p->part[k].item = j->item + at;
        at += p->part[k].n;
    }
    st = bk__par_for(j->ctx, NULL, j->strips, deal_strip, j);
done:
    return st;
}

/* ---- a pass: parts are counted --------------------------------------------------------------- */
static bk_status count_part(void *user, int64_t number, int worker)
{
    const job *j = user;
    bool first = j->now == j->pass;
    return bk__gram_part_count(j->room[worker], &j->now->part[number], j->strip, j->strips,
                               first && j->min == 1, j->now->counts || (first && j->min == 1));
}

static bk_status copy_part(void *user, int64_t number, int worker)
{
    const job *j = user;
    const bk__gram_part *p = &j->now->part[number];
    (void)worker;
    if (p->grams > 0)
        memcpy(j->now->gram + p->first, p->gram, p->grams * sizeof *p->gram);
    return BK_OK;
}

static bk_status gather(job *j)
{
    bk__gram_pass *p = j->now;
    uint64_t n = 0;
    for (int64_t k = 0; k < p->parts; k++) {
        p->part[k].first = (uint32_t)n;
        n += p->part[k].grams;
    }
    if (n >= BK__NONE)
        return bk__fail(j->ctx, BK_ESHAPE, "", "more than %u different terms", BK__NONE - 1);
    p->n = (uint32_t)n;
    p->gram = bk__alloc_array(j->ctx, n, sizeof *p->gram);
    if (!p->gram)
        return BK_ENOMEM;
    bk_status st = bk__par_for(j->ctx, NULL, p->parts, copy_part, j);
    for (int w = 0; w < bk_ctx_threads(j->ctx); w++)
        bk__gram_room_gathered(j->room[w]);
    return st;
}

/* The items of a strip stand in each part in the order in which they were dealt. */
static bk_status take_nodes(void *user, int64_t strip, int worker)
{
    const job *j = user;
    const bk__gram_strip *s = &j->strip[strip];
    const size_t parts = (size_t)j->now->parts, *begin = j->next + (size_t)(strip - 1) * parts;
    size_t next[MOST_PARTS + 1], i = 0; /* j->next: where items of the strip behind begin */
    uint32_t prefix, word;
    (void)worker;
    for (size_t k = 0; k < parts; k++)
        next[k] = strip > 0 ? begin[k] : (size_t)(j->now->part[k].item - j->item);
    for (int64_t r = 0; r < s->rows; r++)
        for (size_t end = row_begin(s, r + 1); i < end; i++) {
            bool is = item_at(j, s, i, end, &prefix, &word);
            s->node[i] = BK__NONE;
            if (!is)
                continue;
            const bk__gram_part *p = &j->now->part[j->part_of[prefix]];
            uint32_t node = j->item[next[j->part_of[prefix]]++].prefix;
            s->node[i] = node == BK__NONE ? node : p->first + node;
        }
    return BK_OK;
}

static bk_status longer(job *j)
{
    const bk__gram_pass *p = j->now;
    bk_status st = bk__par_for(j->ctx, NULL, j->strips, take_nodes, j);
    if (st != BK_OK)
        return st;
    bk__free(j->ctx, j->often);
    j->prefixes = p->n;
    j->often = bk__alloc_array(j->ctx, p->n, sizeof *j->often);
    for (uint32_t i = 0; i < p->n && j->often; i++)
        j->often[i] = p->gram[i].word ? p->gram[i].tf : 0;
    return j->often ? BK_OK : BK_ENOMEM;
}

static void end_pass(job *j)
{
    bk__free(j->ctx, j->part_of);
    bk__free(j->ctx, j->next);
    bk__free(j->ctx, j->item);
    j->part_of = NULL;
    j->next = NULL;
    j->item = NULL;
}

static bk_status run_pass(job *j)
{
    bk_status st;
    j->now = &j->pass[j->passes];
    j->now->words = j->passes + 2;
    j->now->counts = j->now->words >= j->min && !j->no_hits;
    j->passes++;
    BK__TRY(st, make_parts(j), done);
    BK__TRY(st, deal(j), done);
    BK__TRY(st, bk__par_for(j->ctx, NULL, j->now->parts, count_part, j), done);
    BK__TRY(st, gather(j), done);
    if (j->now->words < j->max)
        st = longer(j);
done:
    end_pass(j);
    return st;
}

/* ---- rows ------------------------------------------------------------------------------------ */
static inline const uint32_t *next_hit(const bk__gram_pass *p, const bk__gram_part *part,
                                       const uint32_t *hit, uint32_t *row, uint32_t *term,
                                       uint32_t *count)
{
    *row = *hit;
    hit = bk__unpack(hit + 1, term, count);
    *term += part->first;
    if (p->at)
        *term = p->at[*term];
    return hit;
}

/* One way through the hits of a strip: `to` [rows] NULL: only words are counted, in n [rows]. */
static void walk(const job *j, int64_t strip, uint32_t **to, size_t *n)
{
    uint32_t row, term, count, pack[BK__PACKED_MOST];
    for (int i = 0; i < j->passes; i++)
        for (int64_t k = 0; k < j->pass[i].parts; k++) {
            const bk__gram_part *part = &j->pass[i].part[k];
            if (!part->hit)
                continue;
            const uint32_t *hit = part->hit + part->strip[strip];
            for (const uint32_t *end = part->hit + part->strip[strip + 1]; hit < end;) {
                hit = next_hit(&j->pass[i], part, hit, &row, &term, &count);
                row -= (uint32_t)j->strip[strip].first;
                if (to)
                    to[row] = bk__pack(to[row], term, count);
                else
                    n[row] += (size_t)(bk__pack(pack, term, count) - pack);
            }
        }
}

static bk_status make_rows(void *user, int64_t strip, int worker)
{
    const job *j = user;
    const bk__gram_strip *s = &j->strip[strip];
    bk__chunk *c = &j->chunk[strip];
    size_t rows = (size_t)s->rows, words = 0, *n = bk__calloc(j->ctx, rows, sizeof *n);
    uint32_t **to = bk__alloc_array(j->ctx, rows, sizeof *to);
    bk_status st = BK_ENOMEM;
    (void)worker;
    if (!n || !to)
        goto done;
    walk(j, strip, NULL, n);
    for (size_t r = 0; r < rows; r++)
        words += n[r];
    if (words > UINT32_MAX) {
        st = bk__fail(j->ctx, BK_ESHAPE, "", "too many terms in a batch of articles");
        goto done;
    }
    *c = (bk__chunk){.at = bk__alloc_array(j->ctx, words + rows, sizeof *c->at), .rows = s->rows};
    if (!c->at)
        goto done;
    c->end = c->at + words;
    words = 0;
    for (size_t r = 0; r < rows; r++) {
        to[r] = c->at + words;
        words += n[r];
        c->end[r] = (uint32_t)words;
    }
    walk(j, strip, to, NULL);
    st = BK_OK;
done:
    bk__free(j->ctx, n);
    bk__free(j->ctx, to);
    return st;
}

/* ---- the whole ------------------------------------------------------------------------------- */
static void clear(job *j)
{
    for (int i = 0; i < j->passes; i++) {
        bk__gram_pass *p = &j->pass[i];
        bk__free(j->ctx, p->part);
        bk__free(j->ctx, p->gram);
        bk__free(j->ctx, p->at);
    }
    for (int w = 0; w < bk_ctx_threads(j->ctx) && j->room; w++)
        bk__gram_room_free(j->room[w]);
    for (int64_t s = 0; s < j->strips && j->chunk; s++)
        bk__free(j->ctx, j->chunk[s].at);
    bk__free(j->ctx, j->room);
    bk__free(j->ctx, j->chunk);
    bk__free(j->ctx, j->often);
    bk__free(j->ctx, j->strip);
    bk__free(j->ctx, j->node);
}

static bk_status make_room(job *j)
{
    int workers = bk_ctx_threads(j->ctx);
    j->room = bk__calloc(j->ctx, (size_t)workers, sizeof(bk__gram_room *));
    for (int w = 0; w < workers && j->room; w++)
        if (!(j->room[w] = bk__gram_room_new(j->ctx)))
            return BK_ENOMEM;
    return j->room ? BK_OK : BK_ENOMEM;
}

/* The strips become the chunks; all are of worker 0, whose terms are the terms. */
static bk_status give(job *j)
{
    bk__counted *k = j->out;
    bk_ctx *ctx = j->ctx;
    int64_t *first = bk__alloc_array(ctx, (size_t)j->strips + 1, sizeof *first);
    bk_status st = first ? bk__counted_renumber(k, k->n) : BK_ENOMEM;
    if (st != BK_OK) {
        bk__free(ctx, first);
        return st;
    }
    for (int64_t s = 0; s < j->strips; s++)
        first[s] = j->strip[s].first;
    first[j->strips] = k->rows;
    bk__counted_clear_rows(k);
    k->chunk = j->chunk;
    k->chunks = j->strips;
    k->first = first;
    k->own_chunks = true;
    j->chunk = NULL;
    return BK_OK;
}

/* With a blank in a word, "a b" and "a" "b" would be one. */
static bk_status check_words(const job *j)
{
    const bk__counted *k = j->out;
    for (uint32_t i = 0; i < k->n && j->max > 1; i++)
        for (size_t b = 0; b < k->term[i].n; b++)
            if ((unsigned char)k->term[i].p[b] <= ' ')
                return bk__fail(j->ctx, BK_EINVAL, "",
                                "\"%.*s\" is no single word, so n-grams cannot be counted",
                                (int)(k->term[i].n < 200 ? k->term[i].n : 200), k->term[i].p);
    return BK_OK;
}

static bk_status begin(job *j)
{
    bk_status st;
    if (j->out->rows >= BK__NONE)
        return bk__fail(j->ctx, BK_ESHAPE, "", "too many articles");
    BK__TRY(st, check_words(j), done);
    BK__TRY(st, make_strips(j), done);
    BK__TRY(st, rank_all(j), done);
    BK__TRY(st, make_room(j), done);
done:
    return st;
}

bk_status bk__gram_pairs(bk__counted *out, bk__gram **pair, uint32_t *n)
{
    job j = {.ctx = out->ctx, .out = out, .min = 2, .max = 2, .no_hits = true};
    bk_status st = begin(&j);
    if (st == BK_OK)
        st = run_pass(&j);
    if (st == BK_OK) {
        *pair = j.now->gram;
        *n = j.now->n;
        j.now->gram = NULL;
    }
    free_ranks(&j);
    clear(&j);
    return st;
}

bk_status bk__grams(bk__counted *out, int min, int max)
{
    job j = {.ctx = out->ctx, .out = out, .min = min, .max = max};
    bk_status st;
    BK__TRY(st, begin(&j), done);
    do
        BK__TRY(st, run_pass(&j), done);
    while (j.now->words < max);
    BK__TRY(st, bk__gram_terms(out, j.pass, j.passes), done);
    for (int i = 0; i < j.passes; i++) {
        bk__free(j.ctx, j.pass[i].gram);
        j.pass[i].gram = NULL;
    }
    j.chunk = bk__calloc(j.ctx, (size_t)j.strips, sizeof *j.chunk);
    if (!j.chunk) {
        st = BK_ENOMEM;
        goto done;
    }
    BK__TRY(st, bk__par_for(j.ctx, NULL, j.strips, make_rows, &j), done);
    st = give(&j);
done:
    free_ranks(&j);
    clear(&j);
    return st;
}
