/* study.c - stages on demand: what each needs, what stands, what other options drop.
 *
 *     clean -> vectors -> similar, topics, keyness <- neardup (one vote a group of repeats)
 *           \-> neardup -> relations, frames (one pass over the sentences for both)
 *
 * Articles are cut into chunks of BK__BATCH whose results are merged in their order, so tables are
 * the same at any number of threads. */
#include "study/study.h"
#include "base/clock.h"
#include "base/file.h"

static const struct stage {
    const char *name;
    unsigned needs;
    bk_status (*run)(bk_study *s); /* NULL: nothing to do, or pass.c */
} stages[BK__STAGES] = {
    {"clean", 0, NULL},
    {"vectors", 0, bk__fill_terms},
    {"neardup", 0, bk__fill_repeats},
    {"similar", BK_STAGE_VECTORS | BK_STAGE_NEARDUP, bk__fill_similar},
    {"topics", BK_STAGE_VECTORS | BK_STAGE_NEARDUP, bk__fill_topics},
    {"relations", BK_STAGE_NEARDUP, bk__fill_tone},
    {"frames", BK_STAGE_NEARDUP, bk__fill_frames},
    {"keyness", BK_STAGE_VECTORS | BK_STAGE_NEARDUP, bk__fill_keyness},
};
enum {
    TEXT = BK_STAGE_NEARDUP | BK_STAGE_RELATIONS | BK_STAGE_FRAMES,
    SENTENCES = BK_STAGE_RELATIONS | BK_STAGE_FRAMES
};

static const unsigned stage_of[T_COUNT] = {
    [T_ARTICLES] = BK_STAGE_CLEAN,
    [T_REMOVED] = BK_STAGE_CLEAN,
    [T_PROBLEMS] = BK_STAGE_CLEAN,
    [T_INPUTS] = BK_STAGE_CLEAN,
    [T_SENTENCES] = SENTENCES,
    [T_MENTIONS] = BK_STAGE_RELATIONS,
    [T_QUOTES] = BK_STAGE_RELATIONS,
    [T_RELATIONS] = BK_STAGE_RELATIONS,
    [T_DYADS] = BK_STAGE_RELATIONS,
    [T_TRIAD] = BK_STAGE_RELATIONS,
    [T_CONTRASTS] = BK_STAGE_RELATIONS,
    [T_FUNCTIONS] = BK_STAGE_RELATIONS,
    [T_FRAMES] = BK_STAGE_FRAMES,
    [T_FRAME_SENTENCES] = BK_STAGE_FRAMES,
    [T_DYAD_FRAMES] = BK_STAGE_RELATIONS | BK_STAGE_FRAMES, /* of both */
    [T_TOPICS] = BK_STAGE_TOPICS,
    [T_TOPIC_TERMS] = BK_STAGE_TOPICS,
    [T_TOPIC_EXAMPLES] = BK_STAGE_TOPICS,
    [T_TOPIC_SHARES] = BK_STAGE_TOPICS,
    [T_TOPIC_ARTICLES] = BK_STAGE_TOPICS,
    [T_TOPIC_PLACES] = BK_STAGE_TOPICS,
    [T_TOPIC_EFFECTS] = BK_STAGE_TOPICS,
    [T_TOPIC_CONTRAST] = BK_STAGE_TOPICS,
    [T_TOPIC_TONE] = BK_STAGE_TOPICS | BK_STAGE_RELATIONS, /* of both */
    [T_TOPIC_CHOICE] = BK_STAGE_TOPICS,
    [T_TOPIC_MOVES] = BK_STAGE_TOPICS,
    [T_TOPIC_FIT] = BK_STAGE_TOPICS,
    [T_NEIGHBOURS] = BK_STAGE_SIMILAR,
    [T_PAIRS] = BK_STAGE_SIMILAR,
    [T_DUPLICATES] = BK_STAGE_NEARDUP,
    [T_COPIES] = BK_STAGE_NEARDUP,
    [T_GROUPS] = BK_STAGE_SIMILAR,
    [T_THREADS] = BK_STAGE_SIMILAR,
    [T_THREAD_ARTICLES] = BK_STAGE_SIMILAR,
    [T_OUTLET_PAIRS] = BK_STAGE_SIMILAR,
    [T_SIMILARITY] = BK_STAGE_SIMILAR,
    [T_PASSAGES] = BK_STAGE_SIMILAR,
    [T_KEYNESS] = BK_STAGE_KEYNESS,
    [T_TERMS] = BK_STAGE_VECTORS,
    [T_COLLOCATIONS] = BK_STAGE_VECTORS,
};

const char *bk_stage_name(unsigned stage)
{
    for (size_t i = 0; i < BK__STAGES; i++)
        if (stage == 1u << i)
            return stages[i].name;
    return NULL;
}

unsigned bk_stage_find(const char *name)
{
    for (size_t i = 0; i < BK__STAGES; i++)
        if (strcmp(name, stages[i].name) == 0)
            return 1u << i;
    return strcmp(name, "all") == 0 ? BK_STAGE_ALL : 0;
}

unsigned bk__stages_closure(const bk_study *s, unsigned want)
{
    want = (want | BK_STAGE_CLEAN) & BK_STAGE_ALL;
    for (size_t i = BK__STAGES; i-- > 0;)
        if (want & 1u << i)
            want |= stages[i].needs;
    return s->corpus ? want : want & ~(unsigned)TEXT;
}

bool bk__stages_show(unsigned of, bk__tab t)
{
    if (t == T_TOPIC_TONE || t == T_DYAD_FRAMES)
        return (stage_of[t] & ~of) == 0;
    return (stage_of[t] & of) != 0;
}

/* ---- tables ---------------------------------------------------------------------------- */

bk_status bk__study_fresh(bk_study *s, bk__tab t)
{
    size_t n;
    const bk_table_spec *specs = bk_schema(&n);
    bk_table_free(s->table[t]);
    return bk_table_new(s->ctx, &s->table[t], &specs[t]);
}

static void forget_articles(bk_study *s)
{
    bk_table_free(s->table[T_ARTICLES]);
    bk_table_free(s->table[T_TOPIC_TONE]);
    bk_table_free(s->table[T_DYAD_FRAMES]);
    s->table[T_ARTICLES] = s->table[T_TOPIC_TONE] = s->table[T_DYAD_FRAMES] = NULL;
}

bk_status bk__study_add(bk_study *s, bk__tab t, const bk_cell *row)
{
    return bk_table_add(s->table[t], row);
}

bk_cell bk__study_words(const bk_study *s, bk_str text)
{
    return s->opts.no_text ? BK_CELL_NULL : BK_CELL_STR(text);
}

/* A table of two stages, where both stand and it is not made yet. */
static bk_status of_both(bk_study *s, bk__tab t)
{
    bool late = bk__stages_show(s->wanted, t) && !s->table[t];
    bk_status st = !late               ? BK_OK
                   : t == T_TOPIC_TONE ? bk__fill_topic_tone(s)
                                       : bk__fill_dyad_frames(s);
    if (st != BK_OK) {
        bk_table_free(s->table[t]);
        s->table[t] = NULL;
    }
    return st;
}

/* The articles' table holds every text once more, so it is made when somebody asks for it; and so
 * is that of the terms where the vectors are there without counting. */
bk_status bk__study_late(bk_study *s)
{
    bk_status st = s->table[T_ARTICLES] ? BK_OK : bk__fill_articles(s);
    if (st != BK_OK)
        forget_articles(s);
    if (st == BK_OK)
        st = of_both(s, T_TOPIC_TONE);
    if (st == BK_OK)
        st = of_both(s, T_DYAD_FRAMES);
    return st == BK_OK ? bk__study_terms(s) : st;
}

bk_status bk__study_terms(bk_study *s)
{
    bool late = s->given && (s->wanted & BK_STAGE_VECTORS) && !s->table[T_TERMS];
    bk_status st = late ? bk__fill_terms(s) : BK_OK;
    if (st != BK_OK) {
        bk_table_free(s->table[T_TERMS]);
        s->table[T_TERMS] = NULL;
    }
    return st;
}

bk_table *bk_study_table(const bk_study *s, const char *name)
{
    size_t n;
    const bk_table_spec *specs = bk_schema(&n);
    for (size_t t = 0; t < n && t < T_COUNT; t++)
        if (strcmp(specs[t].name, name) == 0) {
            bk_study *own = (bk_study *)(uintptr_t)s;
            if ((t == T_ARTICLES && bk__study_late(own) != BK_OK) ||
                ((t == T_TOPIC_TONE || t == T_DYAD_FRAMES) && of_both(own, (bk__tab)t) != BK_OK) ||
                (t == T_TERMS && bk__study_terms(own) != BK_OK))
                return NULL;
            return bk__stages_show(s->wanted, (bk__tab)t) ? s->table[t] : NULL;
        }
    return NULL;
}

const bk_corpus *bk_study_corpus(const bk_study *s)
{
    return s->corpus;
}

const bk_problem *bk_study_problems(const bk_study *s, size_t *n)
{
    *n = 0;
    return s->corpus   ? bk_corpus_problems(s->corpus, n)
           : s->reader ? bk_reader_problems(s->reader, n)
                       : NULL;
}

int64_t bk_study_size(const bk_study *s)
{
    return s->D;
}

bk_vectorizer *bk_study_vectors(const bk_study *s)
{
    return s->done & BK_STAGE_VECTORS ? s->vectors : NULL;
}

bool bk_study_stopped(const bk_study *s)
{
    return s->stopped && s->done & BK_STAGE_TOPICS;
}

unsigned bk_study_stages(const bk_study *s)
{
    return s->wanted;
}

/* ---- running --------------------------------------------------------------------------- */

bk_status bk__study_empty(const bk_study *s)
{
    return bk__fail(s->ctx, BK_EINVAL, s->paths[0], "there is no article to analyse");
}

static bk_status check(bk_study *s, unsigned want)
{
    if (!s->corpus && (want & TEXT))
        return bk__fail(s->ctx, BK_EINVAL, s->paths[0],
                        "a container holds counts and no text: name the articles themselves");
    return s->D == 0 ? bk__study_empty(s) : BK_OK;
}

static bk_status run_stage(bk_study *s, size_t i, unsigned todo)
{
    double start = bk__clock_seconds();
    bk_status st = bk__cancelled(s->ctx);
    /* The first of the two reads the sentences for both. */
    if (st == BK_OK && (1u << i & SENTENCES) && (i == 5 || !(todo & BK_STAGE_RELATIONS)))
        st = bk__pass_run(s, todo & SENTENCES);
    if (st == BK_OK && stages[i].run)
        st = stages[i].run(s);
    s->seconds[i] = bk__clock_seconds() - start;
    return st;
}

bk_status bk_study_run(bk_study *s, unsigned want)
{
    unsigned asked = want & ~(unsigned)BK_STAGE_CLEAN, todo;
    bk_status st = bk__study_count_reader(s);
    if (st != BK_OK)
        return st;
    /* "all" of a container is what it can give */
    if (!s->corpus && want == BK_STAGE_ALL)
        asked &= ~(unsigned)TEXT;
    if (asked)
        st = check(s, asked);
    want = bk__stages_closure(s, asked);
    todo = s->todo = want & ~s->done;
    for (size_t i = 0; i < BK__STAGES && st == BK_OK; i++)
        if (todo & 1u << i) {
            st = run_stage(s, i, todo);
            if (st == BK_OK)
                s->done |= 1u << i;
        }
    if (st != BK_OK)
        return st;
    s->wanted |= want;
    forget_articles(s); /* other stages, other columns */
    return st;
}

static bool differ(const char *a, const char *b)
{
    return (a != NULL) != (b != NULL) || (a && strcmp(a, b) != 0);
}

/* Columns are those of the file of topics. */
static bool names_other_topics(const bk_topic_opts *a, const bk_topic_opts *b)
{
    return differ(a->model_file, b->model_file) || differ(a->update_file, b->update_file);
}

bk_status bk_study_set_opts(bk_study *s, const bk_study_opts *opts)
{
    bk_study_opts copy, defaults;
    bk__arena arena;
    unsigned changed;
    bool reading;
    bk_status st;
    bk_study_opts_init(&defaults);
    bk__arena_init(&arena, s->ctx);
    BK__TRY(st, bk__opts_copy(s->ctx, &arena, &copy, opts ? opts : &defaults), fail);
    BK__TRY(st, bk__opts_differ(s->ctx, &s->opts, &copy, &changed, &reading), fail);
    if (names_other_topics(&s->opts.topic, &copy.topic))
        changed |= BK_STAGE_ALL & ~(unsigned)(BK_STAGE_CLEAN | BK_STAGE_NEARDUP |
                                              BK_STAGE_RELATIONS | BK_STAGE_FRAMES);
    if (reading)
        BK__TRY(st,
                bk__fail(s->ctx, BK_EINVAL, "options",
                         "these options change how articles are read: open another study"),
                fail);
    if (s->given && (changed & BK_STAGE_VECTORS))
        BK__TRY(st,
                bk__fail(s->ctx, BK_EINVAL, s->paths[0],
                         "a container's words and weights cannot be changed"),
                fail);
    bk__arena_clear(&s->opt_arena);
    s->opt_arena = arena;
    s->opts = copy;
    s->lists.n = 0; /* other options may name other files */
    s->done &= ~(changed & ~(unsigned)BK_STAGE_CLEAN);
    if (changed & (BK_STAGE_RELATIONS | BK_STAGE_FRAMES))
        s->scanned = false;
    s->wanted = BK_STAGE_CLEAN;
    if ((changed & BK_STAGE_CLEAN) && s->corpus)
        st = bk__fill_corpus(s);
    forget_articles(s);
    return st;
fail:
    bk__arena_clear(&arena);
    return st;
}

void bk_study_free(bk_study *s)
{
    bk_ctx *ctx;
    if (!s)
        return;
    ctx = s->ctx;
    for (size_t t = 0; t < T_COUNT; t++)
        bk_table_free(s->table[t]);
    bk_neardup_free(ctx, &s->repeats);
    bk_triad_free(s->triad);
    bk_frames_free(s->frames);
    bk__free(ctx, s->stemmer);
    bk__buf_clear(&s->lists);
    bk__free(ctx, s->words);
    bk__free(ctx, s->sentences);
    bk__free(ctx, s->relations);
    bk__free(ctx, s->obs);
    bk__free(ctx, s->uses);
    bk__free(ctx, s->strength);
    bk__free(ctx, s->topic);
    bk__free(ctx, s->xy);
    bk__topic_file_close(ctx, &s->earlier);
    bk_topic_model_free(s->kept);
    bk__free(ctx, s->unknown);
    bk_vectorizer_free(s->vectors);
    bk_corpus_free(s->corpus);
    bk_reader_close(s->reader);
    bk__arena_clear(&s->opt_arena);
    bk__arena_clear(&s->arena);
    bk__free(ctx, s);
}
