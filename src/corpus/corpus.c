/* corpus.c - many articles, cleaned.
 *
 * Waves of records are read in the caller, worked on over the pool, and taken in the order of
 * reading; then lines that recur in an outlet are learned and every article is cleaned, in chunks
 * of BK__BATCH articles over the pool. What a worker makes lies in its own arena. */
#include "base/par.h"
#include "corpus/cleaner.h"
#include "corpus/learn.h"
#include "corpus/raw.h"
#include "corpus/reader.h"
#include "text/lang.h"
#include "text/utf8.h"

static const bk_opt table[] = {
    {"clean", "Take furniture, datelines and repeated leads out of the text", "", BK_OPT_BOOL,
     offsetof(bk_clean_opts, clean), 1, 0, 1, NULL, NULL},
    {"min-repeats",
     "A short line at the edge of so many articles of one outlet is furniture; 0: do not learn",
     "N", BK_OPT_INT, offsetof(bk_clean_opts, min_repeats), 10, 0, INT32_MAX, NULL, NULL},
    {"min-share", "... and in this share of the outlet's articles", "SHARE", BK_OPT_REAL,
     offsetof(bk_clean_opts, min_share), 0.02, 0, 1, NULL, NULL},
};

const bk_opt *bk_clean_opt_table(size_t *n)
{
    *n = sizeof table / sizeof *table;
    return table;
}

struct bk_corpus {
    bk_ctx *ctx;
    bk__arena arena;
    bk_article *article;
    int64_t n, cap;
    bk__arena *text; /* [n_texts] of waves */
    size_t n_texts, cap_texts;
    bk__arena *made; /* [n_made] by each worker: texts, what is kept of them */
    size_t n_made;
    bk_problem *problem;
    size_t n_problems;
    bk_input *input;
    size_t n_inputs;
    /* while cleaning; of a raw one for good */
    bk__cleaner cleaner;
    bk__learner *learner; /* while reading, where lines are learned */
    bk__lessons *lessons;
};

static bk_status copy_str(bk_corpus *c, bk_str *s)
{
    return s->p ? bk__arena_str(&c->arena, s, *s) : BK_OK;
}

/* Their texts lie in the wave's arena, the list does not. */
static bk_status keep_extra(bk_corpus *c, bk_article *a)
{
    bk_str *own = NULL;
    if (a->n_extra > 0 && !(own = bk__arena_array(&c->arena, a->n_extra, sizeof *own)))
        return BK_ENOMEM;
    for (uint32_t i = 0; i < a->n_extra; i++)
        own[i] = a->extra[i];
    a->extra = own;
    return BK_OK;
}

/* All but the id lies in the wave's arena, or for good elsewhere. */
static bk_status keep_article(bk_corpus *c, bk_article *a)
{
    bk_status st = copy_str(c, &a->id);
    if (st == BK_OK)
        st = keep_extra(c, a);
    a->lang = bk__str(bk__lang_code(bk__lang_named(a->lang)));
    if (st == BK_OK && c->n > 0 && bk__str_eq(a->file, c->article[c->n - 1].file))
        a->file = c->article[c->n - 1].file;
    else if (st == BK_OK)
        st = copy_str(c, &a->file);
    if (st == BK_OK && c->n == c->cap) {
        int64_t cap = c->cap ? 2 * c->cap : 256;
        bk_article *p = bk__resize_array(c->ctx, c->article, (size_t)cap, sizeof *p);
        if (!p)
            return BK_ENOMEM;
        c->article = p;
        c->cap = cap;
    }
    if (st == BK_OK)
        c->article[c->n++] = *a;
    return st;
}

/* What was made while the wave was cut stays where it is: the wave's arena becomes the corpus's. */
static bk_status keep_texts(bk_corpus *c, bk__wave *w)
{
    if (!w->arena.head)
        return BK_OK;
    if (bk__make_room(c->ctx, &c->text, &c->cap_texts, c->n_texts + 1, sizeof *c->text) != BK_OK)
        return BK_ENOMEM;
    c->text[c->n_texts++] = w->arena;
    bk__arena_init(&w->arena, c->ctx);
    return BK_OK;
}

typedef struct reading {
    bk_corpus *corpus;
    bk_reader *reader;
} reading;

static bk_status read_wave(void *user, void **item)
{
    const reading *t = user;
    bk__wave *w;
    bk_status st = bk__reader_read(t->reader, &w);
    *item = w;
    return st;
}

/* Texts are made in an arena of the worker, which has large blocks: they stay. */
static bk_status work_wave(void *user, void *item, int worker)
{
    const reading *t = user;
    bk__wave *w = item;
    bk__arena own = w->arena, *texts = &t->corpus->made[worker];
    w->arena = *texts;
    bk_status st = bk__reader_work(t->reader, w);
    *texts = w->arena;
    w->arena = own;
    return st;
}

static void drop_wave(void *user, void *item)
{
    const reading *t = user;
    bk__reader_done(t->reader, item);
}

static bk_status take_wave(void *user, void *item)
{
    const reading *t = user;
    bk_corpus *c = t->corpus;
    bk__wave *w = item;
    int64_t before = c->n;
    bk_status st = BK_OK;
    for (size_t i = 0; i < w->n && st == BK_OK; i++) {
        bk_article a;
        bool given;
        st = bk__reader_give(t->reader, w, i, &a, &given);
        if (st == BK_OK && given && c->learner)
            st = bk__learner_take(c->learner, &w->notes, i, a.source);
        if (st == BK_OK && given)
            st = keep_article(c, &a);
    }
    if (st == BK_OK && c->n > before)
        st = keep_texts(c, w);
    bk__progress(c->ctx, "read", (uint64_t)c->n, 0);
    drop_wave(user, w);
    return st;
}

static bk_status make_room(bk_corpus *c)
{
    size_t workers = (size_t)bk_ctx_threads(c->ctx);
    c->made = bk__alloc_array(c->ctx, workers, sizeof *c->made);
    if (!c->made)
        return BK_ENOMEM;
    for (; c->n_made < workers; c->n_made++)
        bk__arena_init(&c->made[c->n_made], c->ctx);
    return BK_OK;
}

static bk_status read_all(bk_corpus *c, bk_reader *r)
{
    reading t = {c, r};
    const bk__pipe pipe = {&t, read_wave, work_wave, take_wave, drop_wave};
    return bk__par_pipe(c->ctx, &pipe);
}

static bk_status copy_lists(bk_corpus *c, const bk_reader *r)
{
    size_t n;
    const bk_problem *p = bk_reader_problems(r, &n);
    const bk_input *in;
    bk_status st = BK_OK;
    c->problem = bk__alloc_array(c->ctx, n + 1, sizeof *c->problem);
    if (!c->problem)
        return BK_ENOMEM;
    for (; c->n_problems < n && st == BK_OK; c->n_problems++) {
        bk_problem *to = &c->problem[c->n_problems];
        *to = p[c->n_problems];
        st = copy_str(c, &to->file);
        if (st == BK_OK)
            st = copy_str(c, &to->what);
    }
    in = bk_reader_inputs(r, &n);
    c->input = bk__alloc_array(c->ctx, n + 1, sizeof *c->input);
    if (!c->input)
        return BK_ENOMEM;
    for (; c->n_inputs < n && st == BK_OK; c->n_inputs++) {
        c->input[c->n_inputs] = in[c->n_inputs];
        st = copy_str(c, &c->input[c->n_inputs].path);
    }
    return st;
}

bk_status bk__corpus_clean(const bk_corpus *c, int64_t i, bk__arena *arena, bk_article *out)
{
    *out = c->article[i];
    return bk__cleaner_run(&c->cleaner, arena, out,
                           bk__lessons_of(c->lessons, c->article[i].source));
}

static bk_status clean_chunk(void *user, int64_t number, int worker)
{
    bk_corpus *c = user;
    int64_t from = number * BK__BATCH, to = from + BK__BATCH < c->n ? from + BK__BATCH : c->n;
    bk_status st = BK_OK;
    for (int64_t i = from; i < to && st == BK_OK; i++)
        st = bk__corpus_clean(c, i, &c->made[worker], &c->article[i]);
    return st;
}

static bk_status note_titles(void *user, int64_t number, int worker)
{
    bk_corpus *c = user;
    int64_t from = number * BK__BATCH, to = from + BK__BATCH < c->n ? from + BK__BATCH : c->n;
    (void)worker;
    for (int64_t i = from; i < to; i++)
        bk__titles_note(&c->cleaner.titles, (size_t)i, c->article[i].title);
    return BK_OK;
}

static bk_status know_titles(bk_corpus *c)
{
    bk_status st = bk__titles_init(c->ctx, &c->cleaner.titles, (size_t)c->n);
    if (st == BK_OK)
        st = bk__par_for(c->ctx, NULL, bk__chunks(c->n, BK__BATCH), note_titles, c);
    if (st == BK_OK)
        bk__titles_link(&c->cleaner.titles);
    return st;
}

/* Of all articles, where that is wanted: their titles, and lines that recur. */
static bk_status learn(bk_corpus *c, const bk_clean_opts *opts)
{
    bk_status st = bk__cleaner_open(c->ctx, &c->cleaner, opts->clean);
    if (st == BK_OK && c->learner)
        st = bk__learner_end(c->learner, &c->lessons);
    if (st == BK_OK && c->learner)
        st = know_titles(c);
    bk__learner_free(c->learner);
    c->learner = NULL;
    return st;
}

static bk_status begin_learning(bk_corpus *c, bk_reader *r, const bk_clean_opts *opts)
{
    if (!opts->clean || opts->min_repeats == 0)
        return BK_OK;
    bk__reader_note(r);
    return bk__learner_new(c->ctx, &c->learner, opts);
}

static void drop_rules(bk_corpus *c)
{
    bk__cleaner_close(&c->cleaner);
    bk__learner_free(c->learner);
    c->learner = NULL;
    bk__lessons_free(c->lessons);
    c->lessons = NULL;
}

static bk_status clean_all(bk_corpus *c)
{
    bk_status st = bk__par_for(c->ctx, "clean", bk__chunks(c->n, BK__BATCH), clean_chunk, c);
    drop_rules(c);
    return st;
}

static bk_corpus *corpus_new(bk_ctx *ctx)
{
    bk_corpus *c = bk__calloc(ctx, 1, sizeof *c);
    if (c) {
        c->ctx = ctx;
        bk__arena_init(&c->arena, ctx);
    }
    return c;
}

bk_status bk__corpus_read_raw(bk_ctx *ctx, bk_corpus **out, bk_reader *r, const bk_clean_opts *opts)
{
    const bk_clean_opts usual = BK_CLEAN_OPTS_INIT;
    bk_corpus *c;
    bk_status st;
    *out = NULL;
    opts = opts ? opts : &usual;
    st = bk_opt_check(ctx, table, sizeof table / sizeof *table, opts, "bk_clean_opts");
    if (st != BK_OK)
        return st;
    c = corpus_new(ctx);
    if (!c)
        return BK_ENOMEM;
    st = make_room(c);
    if (st == BK_OK)
        st = begin_learning(c, r, opts);
    if (st == BK_OK)
        st = read_all(c, r);
    if (st == BK_OK)
        st = copy_lists(c, r);
    if (st == BK_OK)
        st = learn(c, opts);
    if (st != BK_OK) {
        bk_corpus_free(c);
        return st;
    }
    *out = c;
    return BK_OK;
}

bk_status bk_corpus_read(bk_ctx *ctx, bk_corpus **out, bk_reader *r, const bk_clean_opts *opts)
{
    bk_status st = bk__corpus_read_raw(ctx, out, r, opts);
    if (st != BK_OK)
        return st;
    st = clean_all(*out);
    if (st != BK_OK) {
        bk_corpus_free(*out);
        *out = NULL;
    }
    return st;
}

static bk_status take_text(bk_corpus *c, bk_str text, const char *lang)
{
    bk_article *a = bk__calloc(c->ctx, 1, sizeof *a);
    bk__lang l = bk__lang_named(bk__str(lang));
    bk__buf whole;
    size_t repairs;
    bk_status st = a ? BK_OK : BK_ENOMEM;
    c->article = a;
    c->n = c->cap = a != NULL;
    bk__buf_init(&whole, c->ctx);
    if (st == BK_OK)
        st = bk__utf8_repair(&whole, text, &repairs);
    if (st == BK_OK && whole.n > BK__RECORD_MOST)
        st = bk__fail(c->ctx, BK_EINVAL, "text", "a text of more than 32 MiB is no article");
    if (st == BK_OK)
        st = bk__arena_str(&c->arena, &a->text, bk__buf_str(&whole));
    if (st == BK_OK) {
        l = l == BK__LANG_UNKNOWN || l == BK__LANG_OTHER ? bk__lang_of(a->text) : l;
        a->lang = bk__str(bk__lang_code(l));
        a->id = BK__STR("text");
        a->published = BK_NO_DATE;
    }
    bk__buf_clear(&whole);
    return st;
}

bk_status bk_corpus_of_text(bk_ctx *ctx, bk_corpus **out, bk_str text, const char *lang)
{
    const bk_clean_opts opts = {sizeof opts, true, 0, 0};
    bk_corpus *c = corpus_new(ctx);
    bk_status st;
    *out = NULL;
    if (!c)
        return BK_ENOMEM;
    st = make_room(c);
    if (st == BK_OK)
        st = take_text(c, text, lang);
    if (st == BK_OK)
        st = learn(c, &opts);
    if (st == BK_OK)
        st = clean_all(c);
    if (st == BK_OK)
        *out = c;
    else
        bk_corpus_free(c);
    return st;
}

int64_t bk_corpus_size(const bk_corpus *c)
{
    return c->n;
}

const bk_article *bk_corpus_at(const bk_corpus *c, int64_t i)
{
    return &c->article[i];
}

const bk_problem *bk_corpus_problems(const bk_corpus *c, size_t *n)
{
    *n = c->n_problems;
    return c->problem;
}

const bk_input *bk_corpus_inputs(const bk_corpus *c, size_t *n)
{
    *n = c->n_inputs;
    return c->input;
}

void bk_corpus_free(bk_corpus *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < c->n_texts; i++)
        bk__arena_clear(&c->text[i]);
    for (size_t i = 0; i < c->n_made; i++)
        bk__arena_clear(&c->made[i]);
    drop_rules(c);
    bk__free(c->ctx, c->made);
    bk__free(c->ctx, c->text);
    bk__free(c->ctx, c->article);
    bk__free(c->ctx, c->problem);
    bk__free(c->ctx, c->input);
    bk__arena_clear(&c->arena);
    bk__free(c->ctx, c);
}
