/* flow.c - a reader's articles straight to counts: no text is kept.
 *
 * Where lines are to be learned and memory is short all is read twice: lines are learned first.
 *
 * A wave is read in the caller; a worker parses, prepares, cleans and counts it while it is at
 * hand; the caller takes waves in the order of reading. Which articles there are is known only then
 * (an id may have been met before, the limit reached): rows of the others are taken back. */
#include <string.h>
#include <unistd.h>

#include "base/par.h"
#include "corpus/cleaner.h"
#include "corpus/learn.h"
#include "corpus/raw.h"
#include "corpus/reader.h"
#include "vector/save.h"

typedef struct item { /* a wave on its way */
    struct item *next;
    bk__wave *wave;
    bk__chunk chunk;
    bool counted;
} item;

typedef struct docs {
    bk_str *id, *source, *title;
    int64_t *published, *hash;
    int64_t n, cap;
} docs;

typedef struct flow {
    bk_ctx *ctx;
    bk_vectorizer *v;
    bk_reader *reader;
    bk__cleaner cleaner;
    bool cleans;          /* articles are cleaned, or cut into lines */
    bk__learner *learner; /* while lines are learned */
    bk__lessons *lessons;
    bk_str *title; /* [n_titles] of all articles, in title_bytes; where lines were learned */
    size_t n_titles, cap_titles;
    bk__arena title_bytes;
    bk__counting *counting;
    item *spare;
    docs docs;
    const char *path;  /* of the container; NULL: none */
    uint64_t put_from; /* bytes in use from which counts are put aside; 0: never */
    bool full;
    bk__runs runs;
    bool grows;    /* the container can be added to */
    bk__grown old; /* that is added to */
    bk__buf how;   /* articles are read */
} flow;

static void put_back(flow *f, item *it)
{
    if (it->wave)
        bk__reader_done(f->reader, it->wave);
    bk__free(f->ctx, it->chunk.dropped);
    *it = (item){.next = f->spare};
    f->spare = it;
}

static bk_status read_wave(void *user, void **out)
{
    flow *f = user;
    item *it = f->spare;
    bk_status st;
    if (f->full)
        return BK_END;
    if (it)
        f->spare = it->next;
    else
        it = bk__calloc(f->ctx, 1, sizeof *it);
    if (!it)
        return BK_ENOMEM;
    st = bk__reader_read(f->reader, &it->wave);
    if (st != BK_OK)
        put_back(f, it);
    *out = it;
    return st;
}

static bool counts(const bk__record *r)
{
    return !r->skip && !r->broken;
}

static bk_status article_of(const flow *f, item *it, size_t i, bk_article *a)
{
    *a = bk__wave_article(it->wave, i);
    return f->cleans ? bk__cleaner_run(&f->cleaner, &it->wave->arena, a,
                                       bk__lessons_of(f->lessons, a->source))
                     : BK_OK;
}

static bk_status work_wave(void *user, void *wave, int worker)
{
    const flow *f = user;
    item *it = wave;
    bk_article a;
    bk_status st;
    BK__TRY(st, bk__reader_work(f->reader, it->wave), done);
    BK__TRY(st, bk__count_open(f->counting, worker), done);
    for (size_t i = 0; i < it->wave->n; i++) {
        if (!counts(&it->wave->record[i]))
            continue;
        BK__TRY(st, article_of(f, it, i, &a), done);
        BK__TRY(st, bk__count_article(f->counting, worker, &a), done);
    }
    st = bk__count_close(f->counting, worker, &it->chunk);
done:
    return st;
}

static bk_status grow(bk_ctx *ctx, docs *d)
{
    const size_t one = 3 * sizeof *d->id + sizeof *d->published + sizeof *d->hash;
    bool large = d->cap < 1 << 16 && 8 * (size_t)d->cap * one <= bk__memory_step(ctx);
    size_t cap = d->cap ? (large ? 8 : 2) * (size_t)d->cap : 1024;
    bk_str **const strings[] = {&d->id, &d->source, &d->title};
    for (int i = 0; i < 3; i++) {
        bk_str *p = bk__resize_array(ctx, *strings[i], cap, sizeof *p);
        if (!p)
            return BK_ENOMEM;
        *strings[i] = p;
    }
    int64_t *dates = bk__resize_array(ctx, d->published, cap, sizeof *dates);
    if (dates)
        d->published = dates;
    int64_t *hash = dates ? bk__resize_array(ctx, d->hash, cap, sizeof *hash) : NULL;
    if (!hash)
        return BK_ENOMEM;
    d->hash = hash;
    d->cap = (int64_t)cap;
    return BK_OK;
}

static bk_status add_doc(flow *f, const bk_article *a, uint64_t hash)
{
    docs *d = &f->docs;
    bk__arena *arena = &f->v->texts;
    bk_status st = d->n == d->cap ? grow(f->ctx, d) : BK_OK;
    if (st == BK_OK)
        st = bk__arena_str(arena, &d->id[d->n], a->id);
    if (st == BK_OK)
        st = bk__arena_str(arena, &d->source[d->n], a->source);
    if (st == BK_OK)
        st = bk__arena_str(arena, &d->title[d->n], a->title);
    if (st == BK_OK) {
        d->hash[d->n] = (int64_t)hash;
        d->published[d->n++] = a->published;
    }
    return st;
}

static bk_status drop(flow *f, item *it, size_t i, int64_t row)
{
    bk_article a;
    bk_status st = article_of(f, it, i, &a);
    return st == BK_OK ? bk__count_drop(f->counting, &it->chunk, row, &a) : st;
}

/* Where little is counted, putting it aside would not help. */
static bool is_full(const flow *f)
{
    uint64_t now, counted = bk__count_bytes(f->counting);
    if (f->put_from == 0)
        return false;
    bk_ctx_memory(f->ctx, &now, NULL);
    return counted > f->put_from || (now > f->put_from && counted > f->put_from / 8);
}

static bk_status take_wave(void *user, void *wave)
{
    flow *f = user;
    item *it = wave;
    int64_t row = 0;
    bk_status st = BK_OK;
    for (size_t i = 0; i < it->wave->n && st == BK_OK; i++) {
        bool has_row = counts(&it->wave->record[i]), given;
        bk_article a;
        st = bk__reader_give(f->reader, it->wave, i, &a, &given);
        if (st == BK_OK && given)
            st = add_doc(f, &a, it->wave->record[i].hash);
        else if (st == BK_OK && has_row)
            st = drop(f, it, i, row);
        row += has_row;
    }
    if (st == BK_OK)
        st = bk__count_take(f->counting, &it->chunk);
    f->full = f->full || is_full(f);
    bk__progress(f->ctx, "counting", (uint64_t)(f->runs.rows + f->docs.n), 0);
    put_back(f, it);
    return st;
}

static void drop_wave(void *user, void *wave)
{
    put_back(user, wave);
}

static bk_status keep_docs(flow *f)
{
    const docs *d = &f->docs;
    bk_str *id, *source, *title;
    int64_t *published;
    size_t n = (size_t)d->n;
    bk_status st = bk__vectorizer_docs_new(f->v, d->n, &id, &source, &title, &published);
    if (st != BK_OK || n == 0)
        return st;
    memcpy(id, d->id, n * sizeof *id);
    memcpy(source, d->source, n * sizeof *source);
    memcpy(title, d->title, n * sizeof *title);
    memcpy(published, d->published, n * sizeof *published);
    return BK_OK;
}

/* A run of what was counted so far. */
static bk_status put_aside(flow *f)
{
    docs *d = &f->docs;
    const bk__doc_columns columns = {{d->id, d->source, d->title}, d->published};
    bk__counted k;
    bk_status st = bk__count_end(f->counting, &k);
    if (st == BK_OK)
        st = bk__runs_add(&f->runs, &k, &columns, f->path);
    bk__counted_clear(&k);
    bk__count_forget(f->counting);
    bk__arena_clear(&f->v->texts);
    d->n = 0;
    return st;
}

static bk_status count_all(flow *f, bk__counted *k)
{
    const bk__pipe pipe = {f, read_wave, work_wave, take_wave, drop_wave};
    bk_status st;
    BK__TRY(st, bk__count_begin(f->ctx, &f->counting, &f->v->opts), done);
    if (f->put_from > 0 || f->grows)
        bk__count_keep_forms(f->counting);
    do {
        f->full = false;
        BK__TRY(st, bk__par_pipe(f->ctx, &pipe), done);
        if (f->full || f->runs.n > 0)
            BK__TRY(st, put_aside(f), done);
    } while (f->full);
    if (f->runs.n > 0)
        return BK_OK;
    BK__TRY(st, keep_docs(f), done);
    st = bk__count_end(f->counting, k);
done:
    return st;
}

/* ---- lines that recur, and titles, are learned from all articles ----------------------------- */
static bk_status keep_title(flow *f, bk_str title)
{
    bk_status st =
        bk__make_room(f->ctx, &f->title, &f->cap_titles, f->n_titles + 1, sizeof *f->title);
    if (st == BK_OK)
        st = bk__arena_str(&f->title_bytes, &f->title[f->n_titles], title);
    f->n_titles += st == BK_OK;
    return st;
}

static bk_status know_titles(flow *f)
{
    bk__titles *t = &f->cleaner.titles;
    bk_status st = bk__titles_init(f->ctx, t, f->n_titles);
    if (st != BK_OK)
        return st;
    for (size_t i = 0; i < f->n_titles; i++)
        bk__titles_note(t, i, f->title[i]);
    bk__titles_link(t);
    return BK_OK;
}

static bk_status note_wave(void *user, void *wave, int worker)
{
    const flow *f = user;
    const item *it = wave;
    (void)worker;
    return bk__reader_work(f->reader, it->wave);
}

static bk_status learn_wave(void *user, void *wave)
{
    flow *f = user;
    item *it = wave;
    bk_status st = BK_OK;
    for (size_t i = 0; i < it->wave->n && st == BK_OK; i++) {
        bool given;
        bk_article a;
        st = bk__reader_give(f->reader, it->wave, i, &a, &given);
        if (st == BK_OK && given)
            st = bk__learner_take(f->learner, &it->wave->notes, i, a.source);
        if (st == BK_OK && given)
            st = keep_title(f, a.title);
    }
    put_back(f, it);
    return st;
}

/* No text is held; the reader begins once more. */
static bk_status learn_lines(flow *f, const bk_clean_opts *clean)
{
    const bk__pipe pipe = {f, read_wave, note_wave, learn_wave, drop_wave};
    bk_status st;
    bk__reader_note(f->reader);
    BK__TRY(st, bk__learner_new(f->ctx, &f->learner, clean), done);
    BK__TRY(st, bk__par_pipe(f->ctx, &pipe), done);
    BK__TRY(st, bk__learner_end(f->learner, &f->lessons), done);
    BK__TRY(st, know_titles(f), done);
    bk__reader_again(f->reader);
done:
    bk__learner_free(f->learner);
    f->learner = NULL;
    return st;
}

/* They are held while that lasts. */
static bk_status count_corpus(flow *f, bk__counted *k, const bk_clean_opts *clean)
{
    bk_corpus *c;
    bk__reader_pass_places(f->reader);
    bk_status st = bk__corpus_read_raw(f->ctx, &c, f->reader, clean);
    if (st == BK_OK)
        st = bk__vectorizer_copy_docs(f->v, c);
    if (st == BK_OK)
        st = bk__count_raw(f->ctx, k, c, &f->v->opts);
    bk_corpus_free(c);
    return st;
}

static void clear(flow *f)
{
    void *const arrays[] = {f->docs.id, f->docs.source, f->docs.title, f->docs.published,
                            f->docs.hash};
    while (f->spare) {
        item *next = f->spare->next;
        bk__free(f->ctx, f->spare);
        f->spare = next;
    }
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        bk__free(f->ctx, arrays[i]);
    bk__count_free(f->counting);
    bk__runs_clear(&f->runs);
    bk__cleaner_close(&f->cleaner);
    bk__lessons_free(f->lessons);
    bk__free(f->ctx, f->title);
    bk__arena_clear(&f->title_bytes);
    bk__grown_close(&f->old);
    bk__buf_clear(&f->how);
}

/* What comes of the counts: a vectorizer in memory (path NULL), or its container. */
typedef struct target {
    bk_vectorizer *v;
    const char *path;
    uint64_t put_from;
    bool grows;
    const char *before; /* the store that is added to; NULL: none */
    bk_vectors_size size;
    bool empty; /* there is no article */
} target;

/* ---- stores that grow ------------------------------------------------------------------------ */
/* The articles of the store that is added to are the first ones. */
static bk_status begin_growing(flow *f, const target *t, const bk_clean_opts *clean)
{
    bk_status st;
    f->grows = true;
    f->put_from = 0;
    BK__TRY(st, bk__grow_how(f->v, f->cleans ? clean : NULL, &f->how), done);
    if (!t->before)
        return BK_OK;
    BK__TRY(st, bk__grown_open(&f->old, t->before, f->v, bk__buf_str(&f->how)), done);
    const bk_docs d = f->old.v->docs;
    BK__TRY(st, bk__reader_know(f->reader, d.id, f->old.hash, d.n), done);
    for (int64_t i = 0; i < d.n && st == BK_OK; i++) {
        const bk_article a = {
            .id = d.id[i], .source = d.source[i], .title = d.title[i], .published = d.published[i]};
        st = add_doc(f, &a, (uint64_t)f->old.hash[i]);
    }
done:
    return st;
}

static bk_status write_growing(target *t, flow *f, bk__counted *k)
{
    bk__growth growth = {0};
    bk_status st;
    BK__TRY(st, bk__grown_join(t->before ? &f->old : NULL, k), done);
    BK__TRY(st, bk__growth_make(&growth, k, f->docs.hash, bk__buf_str(&f->how)), done);
    st = bk__vectorizer_write(f->v, k, &growth, t->path, &t->size);
done:
    bk__growth_clear(&growth);
    return st;
}

/* What is too much for memory is mapped from a container whose name is taken away at once. */
static bk_status map_runs(target *t, flow *f)
{
    char *path;
    bk_status st = bk__file_temp(f->ctx, &path);
    if (st != BK_OK)
        return st;
    st = bk__vectorizer_write_runs(f->v, &f->runs, path, &t->size);
    if (st == BK_OK)
        st = bk_vectorizer_load(f->ctx, &t->v, path);
    unlink(path);
    bk__free(f->ctx, path);
    return st;
}

static bk_status reach(target *t, flow *f, bk__counted *k)
{
    bk_vectorizer *v = f->v;
    if (!t->path && f->runs.rows > 0)
        return map_runs(t, f);
    if (!t->path) {
        bk_status st = bk__vectorizer_finish(v, k);
        t->v = st == BK_OK ? v : NULL;
        f->v = st == BK_OK ? NULL : v;
        return st;
    }
    if (f->runs.rows > 0)
        return bk__vectorizer_write_runs(v, &f->runs, t->path, &t->size);
    if (f->grows && f->docs.n > 0)
        return write_growing(t, f, k);
    t->empty = k->rows == 0;
    return t->empty ? bk__fail(v->ctx, BK_EINVAL, "", "there is no article to analyse")
                    : bk__vectorizer_write(v, k, NULL, t->path, &t->size);
}

static bk_status run(bk_ctx *ctx, target *t, bk_reader *r, const bk_clean_opts *clean,
                     const bk_vectorizer_opts *opts)
{
    const bk_clean_opts usual = BK_CLEAN_OPTS_INIT;
    flow f = {.ctx = ctx, .reader = r, .path = t->path, .runs = {.ctx = ctx}};
    bk__counted k = {0};
    size_t n;
    const bk_opt *table = bk_clean_opt_table(&n);
    clean = clean ? clean : &usual;
    bk_status st = bk_opt_check(ctx, table, n, clean, "bk_clean_opts");
    if (st == BK_OK)
        st = bk__vectorizer_begin(ctx, &f.v, opts);
    if (st != BK_OK)
        return st;
    f.put_from = bk__count_is_whole(&f.v->opts) ? 0 : t->put_from;
    f.cleans = strcmp(f.v->opts.preset, "sklearn") != 0;
    bk__buf_init(&f.how, ctx);
    bk__arena_init(&f.title_bytes, ctx);
    if (t->grows)
        BK__TRY(st, begin_growing(&f, t, clean), done);
    bool learns = f.cleans && clean->clean && clean->min_repeats > 0;
    if (learns && (f.put_from == 0 || !bk__reader_can_again(r))) {
        BK__TRY(st, count_corpus(&f, &k, clean), done);
    } else {
        BK__TRY(st, bk__cleaner_open(ctx, &f.cleaner, f.cleans && clean->clean), done);
        if (learns)
            BK__TRY(st, learn_lines(&f, clean), done);
        bk__reader_pass_places(r);
        BK__TRY(st, count_all(&f, &k), done);
        if (!f.grows) { /* where written forms are those of its analyzers */
            bk__count_free(f.counting);
            f.counting = NULL;
        }
    }
    st = reach(t, &f, &k);
done:
    bk__counted_clear(&k);
    clear(&f);
    bk_vectorizer_free(f.v);
    return st;
}

bk_status bk_vectorizer_fit_reader(bk_ctx *ctx, bk_vectorizer **out, bk_reader *r,
                                   const bk_clean_opts *clean, const bk_vectorizer_opts *opts)
{
    return bk__vectorizer_fit_reader(ctx, out, r, clean, opts, bk__memory_most(ctx) / 8);
}

bk_status bk__vectorizer_fit_reader(bk_ctx *ctx, bk_vectorizer **out, bk_reader *r,
                                    const bk_clean_opts *clean, const bk_vectorizer_opts *opts,
                                    uint64_t put_from)
{
    target t = {.put_from = put_from};
    bk_status st = run(ctx, &t, r, clean, opts);
    *out = t.v;
    return st;
}

bk_status bk_vectorizer_write_reader(bk_ctx *ctx, const char *path, bk_reader *r,
                                     const bk_clean_opts *clean, const bk_vectorizer_opts *opts,
                                     bk_vectors_size *size)
{
    return bk__vectorizer_write_reader(ctx, path, r, clean, opts, size,
                                       bk__memory_most(ctx) / 5 * 2);
}

bk_status bk_vectorizer_grow_reader(bk_ctx *ctx, const char *path, const char *before, bk_reader *r,
                                    const bk_clean_opts *clean, const bk_vectorizer_opts *opts,
                                    bk_vectors_size *size)
{
    target t = {.path = path, .grows = true, .before = before};
    bk_status st = run(ctx, &t, r, clean, opts);
    if (size && (st == BK_OK || t.empty))
        *size = t.size;
    return st;
}

bk_status bk__vectorizer_write_reader(bk_ctx *ctx, const char *path, bk_reader *r,
                                      const bk_clean_opts *clean, const bk_vectorizer_opts *opts,
                                      bk_vectors_size *size, uint64_t put_from)
{
    target t = {.path = path, .put_from = put_from};
    bk_status st = run(ctx, &t, r, clean, opts);
    if (size && (st == BK_OK || t.empty))
        *size = t.size;
    return st;
}
