/* learn.c - lines that recur across the articles of one outlet are furniture.
 *
 * Only lines that could be one are counted: short, at the edge of an article (the first two or the
 * last three lines), beginning with no small letter. A line is learned where it stands at the edge
 * of min_repeats articles of the outlet and of min_share of them, and hardly ever elsewhere
 * (paragraphs that an outlet repeats from story to story stand in the middle). Articles of an
 * outlet with the same text count as one: what stands in copies alone is no furniture. An outlet is
 * the source without its first labels (news.detik.com and sport.detik.com are one).
 *
 * First only lines at the edge are hashed; those of enough articles are candidates. Then all lines
 * are looked at whose first letters are those of a candidate of their outlet. Split: chunks of
 * BK__BATCH articles over the pool, each with a table of its own; merged in chunk order. */
#include "corpus/learn.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/par.h"
#include "corpus/line.h"

enum { SHORT = 200, FRONT = 2, BACK = 3 };

typedef struct seen { /* a line at the edge of an article */
    uint64_t line;
    uint32_t outlet;
} seen;

typedef struct chunk {
    seen *at;
    size_t n, cap;
} chunk;

typedef struct tally { /* of a candidate, by one worker */
    int64_t article;   /* where it was last, + 1 */
    int64_t edge, all; /* articles */
    bool at_edge;      /* in that article, so far */
} tally;

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
    const bk_clean_opts *opts;
    bk__lessons *lessons;
    chunk *chunk;      /* [chunks] */
    uint8_t *copy;     /* [articles] an earlier one of the outlet has the same text */
    int64_t *articles; /* [n_outlets] without copies */
    tally *tally;      /* [workers][candidates] */
    size_t candidates;
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

/* ---- lines ----------------------------------------------------------------------------------- */
static bool may_recur(bk_str line)
{
    return line.n <= SHORT && !(line.p[0] >= 'a' && line.p[0] <= 'z');
}

/* The next line of [*at, s.n) that is not blank; false: none. */
static bool next_line(bk_str s, size_t *at, bk_str *line)
{
    while (*at < s.n) {
        size_t begin = *at, end = bk__line_end(s, begin);
        *at = end + 1;
        *line = bk__str_trim((bk_str){s.p + begin, end - begin});
        if (line->n > 0)
            return true;
    }
    return false;
}

/* The last line of s[from, *end) that is not blank; *end moves before it. */
static bool line_before(bk_str s, size_t from, size_t *end, bk_str *line)
{
    while (*end > from) {
        const char *p = memrchr(s.p + from, '\n', *end - from);
        size_t begin = p ? (size_t)(p - s.p) + 1 : from;
        *line = bk__str_trim((bk_str){s.p + begin, *end - begin});
        *end = p ? begin - 1 : from;
        if (line->n > 0)
            return true;
    }
    return false;
}

/* The lines at both edges; how many. */
static size_t edges(bk_str s, bk_str line[FRONT + BACK])
{
    size_t at = 0, end = s.n, n = 0;
    while (n < FRONT && next_line(s, &at, &line[n]))
        n++;
    for (size_t k = 0; k < BACK && at < end && line_before(s, at, &end, &line[n]); k++)
        n++;
    return n;
}

/* ---- candidates ------------------------------------------------------------------------------ */
/* Each line once an article. */
static bk_status note(job *j, chunk *c, size_t first, seen x)
{
    for (size_t i = first; i < c->n; i++)
        if (c->at[i].line == x.line)
            return BK_OK;
    if (c->n == c->cap) {
        size_t cap = c->cap ? 2 * c->cap : 1024;
        seen *p = bk__resize_array(j->ctx, c->at, cap, sizeof *p);
        if (!p)
            return BK_ENOMEM;
        c->at = p;
        c->cap = cap;
    }
    c->at[c->n++] = x;
    return BK_OK;
}

static bool teaches(const job *j, int64_t i)
{
    return j->lessons->outlet[i] && !j->copy[i];
}

static bk_status note_edges(void *user, int64_t number, int worker)
{
    job *j = user;
    chunk *c = &j->chunk[number];
    int64_t from = number * BK__BATCH, to = from + BK__BATCH < j->n ? from + BK__BATCH : j->n;
    bk_status st = BK_OK;
    (void)worker;
    for (int64_t i = from; i < to && st == BK_OK; i++) {
        bk_str line[FRONT + BACK];
        size_t n = teaches(j, i) ? edges(j->article[i].text, line) : 0, first = c->n;
        for (size_t k = 0; k < n && st == BK_OK; k++) {
            uint64_t h = may_recur(line[k]) ? bk__line_hash(line[k]) : 0;
            if (h != 0)
                st = note(j, c, first, (seen){h, j->lessons->outlet[i]});
        }
    }
    return st;
}

static int by_line(const void *a, const void *b)
{
    const seen *x = a, *y = b;
    if (x->outlet != y->outlet)
        return x->outlet < y->outlet ? -1 : 1;
    return x->line < y->line ? -1 : x->line > y->line;
}

static bool enough(const job *j, uint32_t outlet, int64_t articles)
{
    return articles >= j->opts->min_repeats &&
           (double)articles >= j->opts->min_share * (double)j->articles[outlet];
}

/* The lines at the edge of enough articles become lessons for now. */
static bk_status choose_candidates(job *j, int64_t chunks)
{
    bk__lessons *l = j->lessons;
    size_t n = 0, k = 0;
    seen *all;
    for (int64_t c = 0; c < chunks; c++)
        n += j->chunk[c].n;
    all = bk__alloc_array(j->ctx, n + 1, sizeof *all);
    l->hash = bk__alloc_array(j->ctx, n / (size_t)j->opts->min_repeats + 1, sizeof *l->hash);
    l->lesson = bk__calloc(j->ctx, l->n_outlets, sizeof *l->lesson);
    j->articles = bk__calloc(j->ctx, l->n_outlets, sizeof *j->articles);
    if (!all || !l->hash || !l->lesson || !j->articles) {
        bk__free(j->ctx, all);
        return BK_ENOMEM;
    }
    for (int64_t i = 0; i < j->n; i++)
        j->articles[l->outlet[i]] += !j->copy[i];
    for (int64_t c = 0; c < chunks; c++) {
        if (j->chunk[c].n)
            memcpy(all + k, j->chunk[c].at, j->chunk[c].n * sizeof *all);
        k += j->chunk[c].n;
    }
    qsort(all, n, sizeof *all, by_line);
    for (size_t a = 0, b; a < n; a = b) {
        bk__learned *lesson = &l->lesson[all[a].outlet];
        uint64_t h = all[a].line;
        for (b = a; b < n && by_line(&all[a], &all[b]) == 0; b++)
            ;
        if (!enough(j, all[a].outlet, (int64_t)(b - a)))
            continue;
        if (lesson->n == 0)
            lesson->hash = l->hash + j->candidates;
        l->hash[j->candidates++] = h;
        lesson->n++;
        lesson->heads[h >> 60] |= (uint64_t)1 << (h >> 54 & 63);
    }
    bk__free(j->ctx, all);
    return BK_OK;
}

/* ---- where candidates stand ------------------------------------------------------------------ */
/* Once an article; at its edge where it stands nowhere else. */
static void count(tally *t, int64_t article, bool edge)
{
    if (t->article != article + 1) {
        *t = (tally){article + 1, t->edge + edge, t->all + 1, edge};
    } else if (t->at_edge && !edge) {
        t->edge--;
        t->at_edge = false;
    }
}

static void count_lines(const job *j, int64_t i, tally *t)
{
    bk_str s = j->article[i].text, line, last = s;
    const bk__learned *l = &j->lessons->lesson[j->lessons->outlet[i]];
    size_t back = s.n, at = 0; /* the last lines begin here */
    for (size_t k = 0; k < BACK && line_before(s, 0, &back, &last); k++)
        ;
    for (size_t k = 0; next_line(s, &at, &line); k++) {
        size_t found = may_recur(line) ? bk__learned_at(l, line, bk__line_head(line)) : l->n;
        if (found < l->n)
            count(&t[l->hash - j->lessons->hash + (ptrdiff_t)found], i,
                  k < FRONT || line.p >= last.p);
    }
}

static bk_status count_chunk(void *user, int64_t number, int worker)
{
    job *j = user;
    int64_t from = number * BK__BATCH, to = from + BK__BATCH < j->n ? from + BK__BATCH : j->n;
    tally *t = j->tally + (size_t)worker * j->candidates;
    for (int64_t i = from; i < to; i++)
        if (teaches(j, i) && j->lessons->lesson[j->lessons->outlet[i]].n > 0)
            count_lines(j, i, t);
    return BK_OK;
}

/* Keeps those of the candidates that pass. */
static void choose(job *j, size_t workers)
{
    for (uint32_t o = 0; o < j->lessons->n_outlets; o++) {
        bk__learned *l = &j->lessons->lesson[o];
        size_t n = l->n;
        l->n = 0;
        memset(l->heads, 0, sizeof l->heads);
        for (size_t i = 0; i < n; i++) {
            const tally *t = j->tally + (l->hash - j->lessons->hash) + i;
            int64_t edge = 0, all = 0;
            uint64_t h = l->hash[i];
            for (size_t w = 0; w < workers; w++, t += j->candidates) {
                edge += t->edge;
                all += t->all;
            }
            if (!enough(j, o, edge) || edge * 10 < all * 9)
                continue;
            l->hash[l->n++] = h;
            l->heads[h >> 60] |= (uint64_t)1 << (h >> 54 & 63);
        }
    }
}

static bk_status learn(job *j, int64_t chunks)
{
    size_t workers = (size_t)bk_ctx_threads(j->ctx);
    bk_status st;
    BK__TRY(st, name_outlets(j), done);
    BK__TRY(st, find_copies(j), done);
    BK__TRY(st, bk__par_for(j->ctx, NULL, chunks, note_edges, j), done);
    BK__TRY(st, choose_candidates(j, chunks), done);
    if (j->candidates == 0)
        return BK_OK;
    j->tally = bk__calloc(j->ctx, workers * j->candidates, sizeof *j->tally);
    if (!j->tally)
        return BK_ENOMEM;
    BK__TRY(st, bk__par_for(j->ctx, NULL, chunks, count_chunk, j), done);
    choose(j, workers);
done:
    return st;
}

bk_status bk__learn(bk_ctx *ctx, bk__lessons **out, const bk_article *article, int64_t n,
                    const bk_clean_opts *opts)
{
    int64_t chunks = bk__chunks(n, BK__BATCH);
    bk__lessons *l = bk__calloc(ctx, 1, sizeof *l);
    job j = {.ctx = ctx, .article = article, .n = n, .opts = opts, .lessons = l};
    bk_status st = BK_ENOMEM;
    *out = NULL;
    if (!l)
        return BK_ENOMEM;
    l->ctx = ctx;
    l->outlet = bk__alloc_array(ctx, (size_t)n, sizeof *l->outlet);
    j.chunk = bk__calloc(ctx, (size_t)chunks, sizeof *j.chunk);
    j.copy = bk__calloc(ctx, (size_t)n + 1, 1);
    if (l->outlet && j.chunk && j.copy)
        st = learn(&j, chunks);
    for (int64_t c = 0; j.chunk && c < chunks; c++)
        bk__free(ctx, j.chunk[c].at);
    bk__free(ctx, j.chunk);
    bk__free(ctx, j.copy);
    bk__free(ctx, j.articles);
    bk__free(ctx, j.tally);
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

size_t bk__learned_at(const bk__learned *l, bk_str line, uint64_t head)
{
    size_t low = 0, high = l->n;
    if (!(l->heads[head >> 60] >> (head >> 54 & 63) & 1))
        return l->n;
    uint64_t h = bk__line_hash(line);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (l->hash[middle] < h)
            low = middle + 1;
        else
            high = middle;
    }
    return low < l->n && l->hash[low] == h ? low : l->n;
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
