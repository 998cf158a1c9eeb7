/* learn.c - lines that recur across the articles of one outlet are furniture.
 *
 * Only lines that could be one are counted: short, at the edge of an article (the first two or the
 * last three lines), beginning with no small letter (notes.c). A line is learned where it stands at
 * the edge of min_repeats articles of the outlet and of min_share of them, and hardly ever
 * elsewhere (paragraphs that an outlet repeats from story to story stand in the middle). Articles
 * of an outlet with the same text count as one: what stands in copies alone is no furniture. An
 * outlet is the source without its first labels (news.detik.com and sport.detik.com are one).
 *
 * Articles are noted where they are read, by several workers; they are taken in order. First only
 * lines at the edge are counted; then where those of enough articles stand. */
#include "corpus/learn.h"

#include <stdlib.h>

#include "base/hash.h"
#include "corpus/line.h"

typedef struct seen { /* a line at the edge of an article */
    const bk__noted_line *line;
    size_t article;
    uint32_t outlet;
} seen;

typedef struct tally { /* of a candidate */
    size_t article;    /* where it was last, + 1 */
    int64_t edge, all; /* articles */
    bool at_edge;      /* in that article, so far */
} tally;

struct bk__lessons {
    bk_ctx *ctx;
    bk__map outlet;      /* their names */
    bk__learned *lesson; /* [outlet.n] */
    uint64_t *hash;
};

struct bk__learner {
    bk_ctx *ctx;
    const bk_clean_opts *opts;
    bk__notes noted;
    bk__lessons *lessons;
    /* at the end */
    uint8_t *copy;     /* [articles] an earlier one of the outlet has the same text */
    int64_t *articles; /* [outlets + 1] without copies */
    tally *tally;      /* [candidates] */
    size_t candidates;
};

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

/* ---- articles -------------------------------------------------------------------------------- */
bk_status bk__learner_new(bk_ctx *ctx, bk__learner **out, const bk_clean_opts *opts)
{
    bk__learner *l = *out = bk__calloc(ctx, 1, sizeof *l);
    bk__lessons *lessons = l ? bk__calloc(ctx, 1, sizeof *lessons) : NULL;
    if (!lessons) {
        bk__free(ctx, l);
        *out = NULL;
        return BK_ENOMEM;
    }
    l->ctx = lessons->ctx = ctx;
    l->opts = opts;
    l->lessons = lessons;
    bk__notes_init(&l->noted, ctx);
    bk__map_init(&lessons->outlet, ctx);
    return BK_OK;
}

bk_status bk__learner_take(bk__learner *l, const bk__notes *noted, size_t i, bk_str source)
{
    uint32_t id = BK__NONE;
    bk_status st = BK_OK;
    if (source.n > 0)
        st = bk__map_put(&l->lessons->outlet, outlet_of(source), &id, NULL);
    return st == BK_OK ? bk__notes_copy(&l->noted, noted, i, id + 1) : st;
}

/* A table of the outlets' texts that were met. */
static bk_status find_copies(bk__learner *l)
{
    const bk__notes *t = &l->noted;
    size_t slots = 2;
    while (slots < 2 * t->n)
        slots *= 2;
    uint64_t *met = bk__calloc(l->ctx, slots, sizeof *met);
    if (!met)
        return BK_ENOMEM;
    for (size_t i = 0; i < t->n; i++) {
        uint64_t key = bk__fold(t->article[i].text, t->article[i].outlet ^ BK__KEY_C);
        size_t at = key & (slots - 1);
        key += key == 0;
        while (met[at] && met[at] != key)
            at = (at + 1) & (slots - 1);
        l->copy[i] = met[at] != 0;
        met[at] = key;
        l->articles[t->article[i].outlet] += !l->copy[i];
    }
    bk__free(l->ctx, met);
    return BK_OK;
}

static bool teaches(const bk__learner *l, size_t i)
{
    return l->noted.article[i].outlet && !l->copy[i];
}

/* ---- candidates ------------------------------------------------------------------------------ */
static int by_line(const void *a, const void *b)
{
    const seen *x = a, *y = b;
    if (x->outlet != y->outlet)
        return x->outlet < y->outlet ? -1 : 1;
    if (x->line->hash != y->line->hash)
        return x->line->hash < y->line->hash ? -1 : 1;
    return (x->article > y->article) - (x->article < y->article);
}

static bool enough(const bk__learner *l, uint32_t outlet, int64_t articles)
{
    return articles >= l->opts->min_repeats &&
           (double)articles >= l->opts->min_share * (double)l->articles[outlet];
}

enum { PLACES = 1 << 18 };

static uint32_t place_of(const bk__note *a, const bk__noted_line *line)
{
    return (uint32_t)(bk__fold(line->hash, a->outlet ^ BK__KEY_C) % PLACES);
}

/* Calls for each line at the edge of an article that teaches. */
typedef void on_edge(void *user, const bk__noted_line *line, size_t article);
static void each_edge(const bk__learner *l, on_edge *call, void *user)
{
    const bk__notes *t = &l->noted;
    for (size_t i = 0; i < t->n; i++)
        for (size_t k = bk__notes_begin(t, i); k < t->article[i].end; k++)
            if (teaches(l, i) && bk__at_edge(&t->article[i], &t->line[k]))
                call(user, &t->line[k], i);
}

typedef struct frequent {
    const bk__learner *l;
    uint32_t *count; /* [PLACES] */
    seen *at;        /* [n] */
    size_t n, cap;
} frequent;

static void count_place(void *user, const bk__noted_line *line, size_t article)
{
    frequent *f = user;
    uint32_t least = (uint32_t)f->l->opts->min_repeats;
    uint32_t n = ++f->count[place_of(&f->l->noted.article[article], line)];
    f->cap += n == least ? n : n > least;
}

static void keep_place(void *user, const bk__noted_line *line, size_t article)
{
    frequent *f = user;
    const bk__note *a = &f->l->noted.article[article];
    if (f->count[place_of(a, line)] >= (uint32_t)f->l->opts->min_repeats)
        f->at[f->n++] = (seen){line, article, a->outlet};
}

/* Of all lines at edges those that are frequent enough. Lines are counted in so few places that
 * some share one: too many are kept, none is lost. */
static bk_status keep_frequent(const bk__learner *l, frequent *f)
{
    *f = (frequent){.l = l, .count = bk__calloc(l->ctx, PLACES, sizeof *f->count)};
    if (!f->count)
        return BK_ENOMEM;
    each_edge(l, count_place, f);
    f->at = bk__alloc_array(l->ctx, f->cap, sizeof *f->at);
    if (f->at)
        each_edge(l, keep_place, f);
    bk__free(l->ctx, f->count);
    return f->at ? BK_OK : BK_ENOMEM;
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
static bk_status choose_candidates(bk__learner *l)
{
    bk__lessons *out = l->lessons;
    frequent f;
    bk_status st = keep_frequent(l, &f);
    if (st != BK_OK)
        return st;
    out->hash = bk__alloc_array(l->ctx, f.n / (size_t)l->opts->min_repeats + 1, sizeof *out->hash);
    out->lesson = bk__calloc(l->ctx, out->outlet.n + (size_t)1, sizeof *out->lesson);
    st = out->hash && out->lesson ? BK_OK : BK_ENOMEM;
    if (st == BK_OK && f.n > 0)
        qsort(f.at, f.n, sizeof *f.at, by_line);
    for (size_t a = 0, b; a < f.n && st == BK_OK; a = b) {
        bk__learned *lesson = &out->lesson[f.at[a].outlet - 1];
        uint64_t h = f.at[a].line->hash;
        for (b = a; b < f.n && f.at[b].outlet == f.at[a].outlet && f.at[b].line->hash == h;)
            b++;
        if (!enough(l, f.at[a].outlet, articles_of(f.at + a, b - a)))
            continue;
        if (lesson->n == 0)
            lesson->hash = out->hash + l->candidates;
        out->hash[l->candidates++] = h;
        lesson->n++;
        set_bit(lesson->heads, head_bit(h));
        set_bit(lesson->starts, start_bit(f.at[a].line->start));
    }
    bk__free(l->ctx, f.at);
    return st;
}

/* ---- where candidates stand ------------------------------------------------------------------ */
/* Once an article; at its edge where it stands nowhere else. */
static void count(tally *t, size_t article, bool edge)
{
    if (t->article != article + 1) {
        *t = (tally){article + 1, t->edge + edge, t->all + 1, edge};
    } else if (t->at_edge && !edge) {
        t->edge--;
        t->at_edge = false;
    }
}

/* The hash's place in l->hash; l->n where it is not there. */
static size_t place_in(const bk__learned *l, uint64_t h)
{
    size_t low = 0, high = l->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (l->hash[middle] < h)
            low = middle + 1;
        else
            high = middle;
    }
    return low < l->n && l->hash[low] == h ? low : l->n;
}

static void count_lines(const bk__learner *l, size_t i)
{
    const bk__note *a = &l->noted.article[i];
    const bk__learned *lesson = &l->lessons->lesson[a->outlet - 1];
    if (lesson->n == 0)
        return;
    tally *t = l->tally + (lesson->hash - l->lessons->hash);
    for (size_t k = bk__notes_begin(&l->noted, i); k < a->end; k++) {
        const bk__noted_line *line = &l->noted.line[k];
        if (!has_bit(lesson->heads, head_bit(line->hash)))
            continue;
        size_t at = place_in(lesson, line->hash);
        if (at < lesson->n)
            count(&t[at], i, bk__at_edge(a, line));
    }
}

/* Keeps those of the candidates that pass. */
static void choose(const bk__learner *l)
{
    for (uint32_t o = 0; o < l->lessons->outlet.n; o++) {
        bk__learned *lesson = &l->lessons->lesson[o];
        const tally *t = l->tally + (lesson->n ? lesson->hash - l->lessons->hash : 0);
        size_t n = lesson->n;
        lesson->n = 0;
        memset(lesson->heads, 0, sizeof lesson->heads);
        for (size_t i = 0; i < n; i++) {
            uint64_t h = lesson->hash[i];
            if (!enough(l, o + 1, t[i].edge) || t[i].edge * 10 < t[i].all * 9)
                continue;
            lesson->hash[lesson->n++] = h;
            set_bit(lesson->heads, head_bit(h));
        }
    }
}

bk_status bk__learner_end(bk__learner *l, bk__lessons **out)
{
    bk_status st = BK_ENOMEM;
    *out = NULL;
    l->copy = bk__calloc(l->ctx, l->noted.n + 1, 1);
    l->articles = bk__calloc(l->ctx, l->lessons->outlet.n + (size_t)1, sizeof *l->articles);
    if (!l->copy || !l->articles)
        return st;
    BK__TRY(st, find_copies(l), done);
    BK__TRY(st, choose_candidates(l), done);
    l->tally = bk__calloc(l->ctx, l->candidates + 1, sizeof *l->tally);
    if (!l->tally)
        return BK_ENOMEM;
    for (size_t i = 0; i < l->noted.n; i++)
        if (teaches(l, i))
            count_lines(l, i);
    choose(l);
    *out = l->lessons;
    l->lessons = NULL;
done:
    return st;
}

void bk__learner_free(bk__learner *l)
{
    if (!l)
        return;
    bk__notes_clear(&l->noted);
    bk__lessons_free(l->lessons);
    bk__free(l->ctx, l->copy);
    bk__free(l->ctx, l->articles);
    bk__free(l->ctx, l->tally);
    bk__free(l->ctx, l);
}

/* ---- lessons --------------------------------------------------------------------------------- */
const bk__learned *bk__lessons_of(const bk__lessons *l, bk_str source)
{
    uint32_t id = l && source.n > 0 ? bk__map_find(&l->outlet, outlet_of(source)) : BK__NONE;
    return id != BK__NONE && l->lesson[id].n > 0 ? &l->lesson[id] : NULL;
}

size_t bk__learned_at(const bk__learned *l, bk_str line, uint64_t head)
{
    if (!has_bit(l->heads, head_bit(head)) || !has_bit(l->starts, start_bit(bk__line_start(line))))
        return l->n;
    return place_in(l, bk__line_hash(line));
}

void bk__lessons_free(bk__lessons *l)
{
    if (!l)
        return;
    bk__map_clear(&l->outlet);
    bk__free(l->ctx, l->lesson);
    bk__free(l->ctx, l->hash);
    bk__free(l->ctx, l);
}
