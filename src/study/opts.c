/* opts.c - the options of all stages as one struct: names, copies, differences, JSON. */
#include <pthread.h>

#include "base/opt.h"
#include "study/study.h"

static const bk_opt study_table[] = {
    {"triad", "File with the powers and where their names stand", "FILE", BK_OPT_STR,
     offsetof(bk_study_opts, triad), 0, 0, 0, NULL, NULL},
    {"min-pair", "List pairs of articles from this cosine, 10 of each at most; 0 lists none",
     "COSINE", BK_OPT_REAL, offsetof(bk_study_opts, min_pair), 0.5, 0, 1, NULL, NULL},
    {"story", "Articles tell one story from this mean cosine", "COSINE", BK_OPT_REAL,
     offsetof(bk_study_opts, story), 0.3, 0.05, 1, NULL, NULL},
    {"story-days", "Longest silence within a story thread", "DAYS", BK_OPT_INT,
     offsetof(bk_study_opts, story_days), 7, 0, 3650, NULL, NULL},
    {"key-terms", "Key terms of each source and month", "N", BK_OPT_INT,
     offsetof(bk_study_opts, key_terms), 20, 0, 1000, NULL, NULL},
    {"no-text",
     "Leave every passage of the articles out of the results, to share them; titles and counts of "
     "terms stay",
     "", BK_OPT_BOOL, offsetof(bk_study_opts, no_text), 0, 0, 1, NULL, NULL},
};

static const bk_opt *study_opt_table(size_t *n)
{
    *n = sizeof study_table / sizeof *study_table;
    return study_table;
}

enum {
    WORDS = BK_STAGE_ALL & ~BK_STAGE_CLEAN,
    COUNTS = BK_STAGE_VECTORS | BK_STAGE_SIMILAR | BK_STAGE_TOPICS | BK_STAGE_KEYNESS,
    VOTES = BK_STAGE_NEARDUP | BK_STAGE_TOPICS | BK_STAGE_RELATIONS | BK_STAGE_FRAMES |
            BK_STAGE_KEYNESS,
    OWN =
        BK_STAGE_CLEAN | BK_STAGE_SIMILAR | BK_STAGE_RELATIONS | BK_STAGE_FRAMES | BK_STAGE_KEYNESS
};

/* How a fit runs is no part of what decides the results. */
#define RUN "topic-run"

static const struct {
    const char *name;
    const bk_opt *(*table)(size_t *n);
    size_t offset;
    unsigned stages;
} made_of[] = {
    {"reader", bk_reader_opt_table, offsetof(bk_study_opts, reader), BK_STAGE_ALL},
    {"clean", bk_clean_opt_table, offsetof(bk_study_opts, clean), BK_STAGE_ALL},
    {"analyzer", bk_analyzer_opt_table,
     offsetof(bk_study_opts, vectorizer) + offsetof(bk_vectorizer_opts, analyzer), WORDS},
    {"vectorizer", bk_vectorizer_opt_table, offsetof(bk_study_opts, vectorizer), COUNTS},
    {"neardup", bk_neardup_opt_table, offsetof(bk_study_opts, neardup), VOTES},
    {"similar", bk_similar_opt_table, offsetof(bk_study_opts, similar), BK_STAGE_SIMILAR},
    {"topic", bk_topic_opt_table, offsetof(bk_study_opts, topic), BK_STAGE_TOPICS},
    {"theme", bk_theme_opt_table, offsetof(bk_study_opts, theme), BK_STAGE_TOPICS},
    {RUN, bk_topic_run_opt_table, offsetof(bk_study_opts, topic_run), 0},
    {"tone", bk_tone_opt_table, offsetof(bk_study_opts, tone),
     BK_STAGE_RELATIONS | BK_STAGE_FRAMES},
    {"report", bk_report_opt_table, offsetof(bk_study_opts, report), 0},
    {"study", study_opt_table, 0, OWN},
};
enum { GROUPS = sizeof made_of / sizeof *made_of, READING = 2 };

static bk_opt_group group[GROUPS];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_groups(void)
{
    for (size_t i = 0; i < GROUPS; i++) {
        group[i].name = made_of[i].name;
        group[i].table = made_of[i].table(&group[i].n);
        group[i].offset = made_of[i].offset;
        group[i].stages = made_of[i].stages;
    }
}

const bk_opt_group *bk_study_opt_groups(size_t *n)
{
    pthread_once(&once, make_groups);
    *n = GROUPS;
    return group;
}

static void *part(bk_study_opts *opts, size_t g)
{
    return (char *)opts + group[g].offset;
}

static const void *part_of(const bk_study_opts *opts, size_t g)
{
    return (const char *)opts + group[g].offset;
}

void bk_study_opts_init(bk_study_opts *opts)
{
    size_t n;
    *opts = (bk_study_opts){.size = sizeof *opts,
                            .reader = BK_READER_OPTS_INIT,
                            .clean = BK_CLEAN_OPTS_INIT,
                            .vectorizer = BK_VECTORIZER_OPTS_INIT,
                            .neardup = BK_NEARDUP_OPTS_INIT,
                            .similar = BK_SIMILAR_OPTS_INIT,
                            .topic = BK_TOPIC_OPTS_INIT,
                            .theme = BK_THEME_OPTS_INIT,
                            .topic_run = BK_TOPIC_RUN_INIT,
                            .tone = BK_TONE_OPTS_INIT,
                            .report = BK_REPORT_OPTS_INIT};
    bk_study_opt_groups(&n);
    for (size_t g = 0; g < n; g++)
        bk_opt_defaults(group[g].table, group[g].n, part(opts, g));
}

static const bk_opt *find(size_t g, const char *name)
{
    for (size_t i = 0; i < group[g].n; i++)
        if (strcmp(group[g].table[i].name, name) == 0)
            return &group[g].table[i];
    return NULL;
}

bk_status bk_study_opts_set(bk_ctx *ctx, bk_study_opts *opts, const char *name, const char *value)
{
    bk_status st = BK_OK;
    bool found = false;
    size_t n;
    bk_study_opt_groups(&n);
    for (size_t g = 0; g < n && st == BK_OK; g++)
        if (find(g, name)) {
            found = true;
            st = bk_opt_set(ctx, group[g].table, group[g].n, part(opts, g), name, value);
        }
    if (!found)
        return bk__fail(ctx, BK_EINVAL, name, "there is no option \"%s\"", name);
    if (st == BK_OK && strcmp(name, "preset") == 0)
        st = bk_vectorizer_preset(ctx, &opts->vectorizer, opts->vectorizer.preset);
    if (st == BK_OK && strcmp(name, "no-text") == 0)
        opts->report.no_text = opts->no_text;
    return st;
}

static bk_status copy_strings(bk__arena *arena, size_t g, bk_study_opts *dst)
{
    for (size_t i = 0; i < group[g].n; i++) {
        const bk_opt *o = &group[g].table[i];
        const char **at = (const char **)((char *)part(dst, g) + o->offset);
        bk_str copy;
        if ((o->type != BK_OPT_STR && o->type != BK_OPT_ENUM) || !*at)
            continue;
        if (bk__arena_str(arena, &copy, bk__str(*at)) != BK_OK)
            return BK_ENOMEM;
        *at = copy.p;
    }
    return BK_OK;
}

bk_status bk__opts_copy(bk_ctx *ctx, bk__arena *arena, bk_study_opts *dst, const bk_study_opts *src)
{
    bk_status st = BK_OK;
    size_t n;
    bk_study_opt_groups(&n);
    if (src->size != sizeof *src)
        return bk__fail(ctx, BK_EINVAL, "options", "call bk_study_opts_init first");
    *dst = *src;
    for (size_t g = 0; g < n && st == BK_OK; g++) {
        st = bk_opt_check(ctx, group[g].table, group[g].n, part_of(src, g), group[g].name);
        if (st == BK_OK)
            st = copy_strings(arena, g, dst);
    }
    dst->report.no_text = dst->no_text;
    return st;
}

static bool same(bk__buf *a, bk__buf *b)
{
    return a->n == b->n && (a->n == 0 || memcmp(a->p, b->p, a->n) == 0);
}

bk_status bk__opts_differ(bk_ctx *ctx, const bk_study_opts *a, const bk_study_opts *b,
                          unsigned *stages, bool *reading)
{
    bk__buf x, y;
    bk__jw w;
    bk_status st = BK_OK;
    size_t n;
    bk_study_opt_groups(&n);
    bk__buf_init(&x, ctx);
    bk__buf_init(&y, ctx);
    *stages = 0;
    *reading = false;
    for (size_t g = 0; g < n && st == BK_OK; g++) {
        x.n = y.n = 0;
        bk__jw_init(&w, &x);
        bk__opt_json(&w, group[g].table, group[g].n, part_of(a, g));
        st = w.status;
        bk__jw_init(&w, &y);
        bk__opt_json(&w, group[g].table, group[g].n, part_of(b, g));
        st = st == BK_OK ? w.status : st;
        if (st == BK_OK && !same(&x, &y)) {
            *stages |= group[g].stages;
            *reading = *reading || g < READING;
        }
    }
    bk__buf_clear(&x);
    bk__buf_clear(&y);
    return st;
}

void bk__opts_json(bk__jw *w, const bk_study_opts *opts)
{
    size_t n;
    bk_study_opt_groups(&n);
    bk__jw_open(w, '{');
    for (size_t g = 0; g < n; g++) {
        if (strcmp(group[g].name, RUN) == 0)
            continue;
        bk__jw_key(w, group[g].name);
        bk__opt_json(w, group[g].table, group[g].n, part_of(opts, g));
    }
    bk__jw_close(w, '}');
}
