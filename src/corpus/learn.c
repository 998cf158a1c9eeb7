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

enum { SHORT = 200, FRONT = 2, BACK = 3, ENDS = 64, FETCH = 1024 };

typedef struct seen { /* a line at the edge of an article */
    uint64_t hash;    /* of its start and its outlet; then of all of it */
    bk_str line;
    int64_t article;
    uint32_t outlet;
} seen;

typedef struct chunk {
    seen *at;
    size_t n, cap;
} chunk;

typedef struct keyed {
    uint64_t key; /* of outlet and text */
    int64_t i;
} keyed;

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
    keyed *text;       /* [n] */
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

static int by_text(const void *a, const void *b)
{
    const keyed *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->i > y->i) - (x->i < y->i);
}

/* Equal texts of an outlet have equal keys; `all` of the text or its length and ends. */
static uint64_t key_of(const job *j, int64_t i, bool all)
{
    bk_str s = bk__str_trim(j->article[i].text);
    size_t n = s.n < ENDS ? s.n : ENDS;
    uint64_t h = 0;
    if (all && s.n > 0)
        h = bk__hash(s.p, s.n);
    else if (s.n > 0)
        h = bk__fold(bk__hash(s.p, n) ^ s.n, bk__hash(s.p + s.n - n, n) ^ BK__KEY_B);
    return bk__fold(h, j->lessons->outlet[i] ^ BK__KEY_C);
}

static void sort_by_text(keyed *k, int64_t n)
{
    if (n > 1)
        qsort(k, (size_t)n, sizeof *k, by_text);
}

/* Where ends are equal all of the text decides. */
static void find_copies(job *j)
{
    keyed *all = j->text;
    sort_by_text(all, j->n);
    for (int64_t a = 0, b; a < j->n; a = b) {
        for (b = a + 1; b < j->n && all[b].key == all[a].key;)
            b++;
        for (int64_t k = a; k < b && b - a > 1; k++)
            all[k].key = key_of(j, all[k].i, true);
        sort_by_text(all + a, b - a);
        for (int64_t k = a + 1; k < b; k++)
            j->copy[all[k].i] = all[k].key == all[k - 1].key;
    }
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
static bk_status note(job *j, chunk *c, bk_str line, int64_t i)
{
    uint64_t start = may_recur(line) ? bk__line_start(line) : 0;
    uint32_t outlet = j->lessons->outlet[i];
    if (start == 0)
        return BK_OK;
    if (bk__make_room(j->ctx, &c->at, &c->cap, c->n + 1, sizeof *c->at) != BK_OK)
        return BK_ENOMEM;
    c->at[c->n++] = (seen){bk__fold(start, outlet ^ BK__KEY_C), line, i, outlet};
    return BK_OK;
}

static bool teaches(const job *j, int64_t i)
{
    return j->lessons->outlet[i] && !j->copy[i];
}

/* The edges of a text that is looked at next: memory is asked for them. */
static void fetch_edges(bk_str s)
{
    for (size_t i = 0; i < FETCH && i < s.n; i += 64) {
        __builtin_prefetch(s.p + s.n - 1 - i);
        if (i < FETCH / 2)
            __builtin_prefetch(s.p + i);
    }
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
        if (i + 1 < to)
            fetch_edges(j->article[i + 1].text);
        j->text[i] = (keyed){key_of(j, i, false), i};
        size_t n = j->lessons->outlet[i] ? edges(j->article[i].text, line) : 0;
        for (size_t k = 0; k < n && st == BK_OK; k++)
            st = note(j, c, line[k], i);
    }
    return st;
}

static int by_line(const void *a, const void *b)
{
    const seen *x = a, *y = b;
    if (x->outlet != y->outlet)
        return x->outlet < y->outlet ? -1 : 1;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->article > y->article) - (x->article < y->article);
}

static bool enough(const job *j, uint32_t outlet, int64_t articles)
{
    return articles >= j->opts->min_repeats &&
           (double)articles >= j->opts->min_share * (double)j->articles[outlet];
}

/* Of all lines that were noted those whose start is frequent enough, with the hash of the line.
 * Starts are counted in so few places that some share one: too many are kept, none is lost. */
static bk_status keep_frequent(job *j, int64_t chunks, seen **out, size_t *n)
{
    enum { PLACES = 1 << 18 };
    uint32_t *count = bk__calloc(j->ctx, PLACES, sizeof *count);
    bk_status st = count ? BK_OK : BK_ENOMEM;
    size_t kept = 0;
    for (int64_t c = 0; c < chunks && st == BK_OK; c++)
        for (size_t i = 0; i < j->chunk[c].n; i++) {
            const seen *x = &j->chunk[c].at[i];
            uint32_t *place = &count[x->hash % PLACES];
            if (j->copy[x->article])
                continue;
            kept += ++*place == (uint32_t)j->opts->min_repeats
                        ? *place
                        : *place > (uint32_t)j->opts->min_repeats;
        }
    *n = 0;
    *out = bk__alloc_array(j->ctx, kept, sizeof **out);
    if (!*out)
        st = BK_ENOMEM;
    for (int64_t c = 0; c < chunks && st == BK_OK; c++)
        for (size_t i = 0; i < j->chunk[c].n; i++) {
            seen x = j->chunk[c].at[i];
            if (j->copy[x.article] || count[x.hash % PLACES] < (uint32_t)j->opts->min_repeats)
                continue;
            x.hash = bk__line_hash(x.line);
            (*out)[(*n)++] = x;
        }
    bk__free(j->ctx, count);
    return st;
}

/* Of a sorted stretch of one line: articles. */
static int64_t articles_of(const seen *x, size_t n)
{
    int64_t all = 0;
    for (size_t i = 0; i < n; i++)
        all += i == 0 || x[i].article != x[i - 1].article;
    return all;
}

/* Bits for the highest ones of a hash. */
static uint64_t head_bit(uint64_t hash)
{
    return hash >> 54;
}

static uint64_t start_bit(uint64_t hash)
{
    return hash >> 52;
}

static void set_bit(uint64_t *bits, uint64_t at)
{
    bits[at / 64] |= (uint64_t)1 << at % 64;
}

static bool has_bit(const uint64_t *bits, uint64_t at)
{
    return bits[at / 64] >> at % 64 & 1;
}

/* The lines at the edge of enough articles become lessons for now. */
static bk_status choose_candidates(job *j, int64_t chunks)
{
    bk__lessons *l = j->lessons;
    size_t n;
    seen *all;
    bk_status st = keep_frequent(j, chunks, &all, &n);
    if (st != BK_OK)
        goto done;
    l->hash = bk__alloc_array(j->ctx, n / (size_t)j->opts->min_repeats + 1, sizeof *l->hash);
    l->lesson = bk__calloc(j->ctx, l->n_outlets, sizeof *l->lesson);
    j->articles = bk__calloc(j->ctx, l->n_outlets, sizeof *j->articles);
    st = l->hash && l->lesson && j->articles ? BK_OK : BK_ENOMEM;
    for (int64_t i = 0; i < j->n && st == BK_OK; i++)
        j->articles[l->outlet[i]] += !j->copy[i];
    if (st == BK_OK)
        qsort(all, n, sizeof *all, by_line);
    for (size_t a = 0, b; a < n && st == BK_OK; a = b) {
        bk__learned *lesson = &l->lesson[all[a].outlet];
        uint64_t h = all[a].hash;
        for (b = a; b < n && all[b].outlet == all[a].outlet && all[b].hash == h;)
            b++;
        if (!enough(j, all[a].outlet, articles_of(all + a, b - a)))
            continue;
        if (lesson->n == 0)
            lesson->hash = l->hash + j->candidates;
        l->hash[j->candidates++] = h;
        lesson->n++;
        set_bit(lesson->heads, head_bit(h));
        set_bit(lesson->starts, start_bit(bk__line_start(all[a].line)));
    }
done:
    bk__free(j->ctx, all);
    return st;
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
            set_bit(l->heads, head_bit(h));
        }
    }
}

static bk_status learn(job *j, int64_t chunks)
{
    size_t workers = (size_t)bk_ctx_threads(j->ctx);
    bk_status st;
    BK__TRY(st, name_outlets(j), done);
    BK__TRY(st, bk__par_for(j->ctx, NULL, chunks, note_edges, j), done);
    find_copies(j);
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
    j.text = bk__alloc_array(ctx, (size_t)n, sizeof *j.text);
    if (l->outlet && j.chunk && j.copy && j.text)
        st = learn(&j, chunks);
    for (int64_t c = 0; j.chunk && c < chunks; c++)
        bk__free(ctx, j.chunk[c].at);
    bk__free(ctx, j.chunk);
    bk__free(ctx, j.copy);
    bk__free(ctx, j.text);
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
    if (!has_bit(l->heads, head_bit(head)) || !has_bit(l->starts, start_bit(bk__line_start(line))))
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
