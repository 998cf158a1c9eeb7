/* study.h - one study from raw articles to results: what the command runs.
 *
 *     bk_study_open(ctx, &s, paths, n, &opts);     read and clean
 *     bk_study_run(s, BK_STAGE_ALL);               analyse
 *     bk_study_write(s, "DIR");                    every result, whole or not at all
 *
 * A study file names several of them (bk_study_file), bk_results reads what was written, and
 * bk_study_diff compares two of them. */
#ifndef BINGKAI_STUDY_H
#define BINGKAI_STUDY_H

#include <bingkai/corpus.h>
#include <bingkai/relation.h>
#include <bingkai/report.h>
#include <bingkai/similar.h>
#include <bingkai/theme.h>
#include <bingkai/topic.h>
#include <bingkai/vectorize.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Stages; a stage brings those that it needs. */
enum {
    BK_STAGE_CLEAN = 1,
    BK_STAGE_VECTORS = 2,
    BK_STAGE_NEARDUP = 4,
    BK_STAGE_SIMILAR = 8,
    BK_STAGE_TOPICS = 16,
    BK_STAGE_RELATIONS = 32,
    BK_STAGE_FRAMES = 64,
    BK_STAGE_KEYNESS = 128,
    BK_STAGE_ALL = 255
};
/* "clean", "vectors", "neardup", "similar", "topics", "relations", "frames", "keyness"; NULL for
 * another number. */
BK_API const char *bk_stage_name(unsigned stage);
BK_API unsigned bk_stage_find(const char *name); /* 0: there is none; "all" is BK_STAGE_ALL */

/* ---- options ----------------------------------------------------------------------------- */

typedef struct bk_study_opts {
    size_t size;
    bk_reader_opts reader;
    bk_clean_opts clean;
    bk_vectorizer_opts vectorizer;
    bk_neardup_opts neardup;
    bk_similar_opts similar;
    bk_topic_opts topic;
    bk_theme_opts theme;
    bk_topic_run topic_run; /* how the fit runs; no part of what decides the results */
    bk_tone_opts tone;
    bk_report_opts report;
    const char *triad; /* triad file; NULL: china-russia-us */
    double min_pair;   /* pairs from this cosine, the 10 strongest of each article; 0: none */
    double story;      /* mean cosine from which articles tell one story */
    int story_days;    /* longest silence within a story thread, days */
    int key_terms;     /* key terms of each source and month */
    bool no_text;      /* no passage of an article in any result; titles and counts of terms stay */
} bk_study_opts;
BK_API void bk_study_opts_init(bk_study_opts *opts);

/* The options of one stage inside bk_study_opts. */
typedef struct bk_opt_group {
    const char *name; /* "reader", "clean", "analyzer", "vectorizer", ..., "study" */
    const bk_opt *table;
    size_t n;
    size_t offset;   /* of the struct that the table describes, in bk_study_opts */
    unsigned stages; /* BK_STAGE_* whose results depend on it; 0: on the report alone */
} bk_opt_group;
/* In the order of the work; constant. Names of options are unique over all groups. */
BK_API const bk_opt_group *bk_study_opt_groups(size_t *n);
/* Sets one option by its name, whichever stage it belongs to (bk_opt_set). "preset" also sets what
 * the preset decides (bk_vectorizer_preset): set it first. BK_EINVAL: no such option, bad value. */
BK_API bk_status bk_study_opts_set(bk_ctx *ctx, bk_study_opts *opts, const char *name,
                                   const char *value);

/* ---- a study ------------------------------------------------------------------------------ */

typedef struct bk_study bk_study;
/* Reads and cleans; nothing is written. `paths` are
 *  - files, folders and "-" in any mix, as bk_reader_open takes them; or
 *  - one folder that bk_study_write left: its articles are read again from articles.jsonl, and its
 *    vectors.bkv serves where the options of words and weights are the same (BK_EINVAL where it was
 *    written without text); or
 *  - one container of bk_vectorizer_save: without text, for vectors, similar, topics and keyness.
 * `opts` NULL: defaults. Strings in `opts` and `paths` are copied. */
BK_API bk_status bk_study_open(bk_ctx *ctx, bk_study **out, const char *const *paths, size_t n,
                               const bk_study_opts *opts);
/* For vectors alone: raw input is read when they are asked for (bk_study_run,
 * bk_study_save_vectors), counted on the way, and no text is kept (bk_vectorizer_fit_reader); the
 * study is then as one over a container, with the problems of reading. An earlier study or a
 * container is opened as above. */
BK_API bk_status bk_study_open_vectors(bk_ctx *ctx, bk_study **out, const char *const *paths,
                                       size_t n, const bk_study_opts *opts);
/* The vectors into a container, as bk_vectorizer_save; *size may be NULL. Of a study that was
 * opened for vectors alone and not run yet they are written while they are made. */
BK_API bk_status bk_study_save_vectors(bk_study *s, const char *path, bk_vectors_size *size);
/* The same for a container that articles can be added to; `before` NULL, or the one that they are
 * added to (bk_vectorizer_grow_reader). BK_EINVAL where the study was not opened for vectors alone
 * or was run already. */
BK_API bk_status bk_study_grow_vectors(bk_study *s, const char *path, const char *before,
                                       bk_vectors_size *size);
/* The topics of a study for other articles, into a container of kind "topics": options of words,
 * terms with their weights, topics with their labels. `--model` (opts.topic.model_file) gives new
 * articles their shares of them, `--update` lets them go on. Runs what it needs. BK_EINVAL where no
 * article has a term, BK_EIO. 4 V K bytes and the terms. */
BK_API bk_status bk_study_save_topics(bk_study *s, const char *path);
/* The next run of BK_STAGE_TOPICS also writes the topics as other programs read them; NULL: not.
 * PREFIX.ldavis.json (the arguments of pyLDAvis.prepare), PREFIX.topic_terms.mtx and
 * PREFIX.doc_topics.mtx (Matrix Market), PREFIX.terms.tsv, PREFIX.docs.tsv and PREFIX.topics.tsv
 * (their columns and rows), and of lda PREFIX.state.gz (MALLET's state; a token's topic is drawn
 * from the model). Repeats are left out, the lead of each group stays. */
BK_API bk_status bk_study_topics_to(bk_study *s, const char *prefix);
/* What was wrong with the input, however it was opened; borrowed. */
BK_API const bk_problem *bk_study_problems(const bk_study *s, size_t *n);
BK_API int64_t bk_study_size(const bk_study *s); /* articles */
/* Other options over the same articles: stages that they do not touch stand. BK_EINVAL where they
 * change how articles are read or cleaned (open another study then); nothing is changed then. */
BK_API bk_status bk_study_set_opts(bk_study *s, const bk_study_opts *opts);
/* Runs what `stages` (BK_STAGE_*) needs; a stage that stands is not run again. Work is cut into
 * chunks whose size does not depend on the number of threads: the same tables at any number. */
BK_API bk_status bk_study_run(bk_study *s, unsigned stages);
BK_API unsigned bk_study_stages(const bk_study *s); /* those that were asked for and stand */
/* Did bk_ctx_stop end the fit of topics early? Results and manifest say so, and bk_study_stands
 * does not hold them for a finished study's. */
BK_API bool bk_study_stopped(const bk_study *s);
/* NULL where the study was opened on vectors alone. */
BK_API const bk_corpus *bk_study_corpus(const bk_study *s);
/* Table of a stage that was run; NULL where it was not. Borrowed until the next run. The articles'
 * table is made when it is first asked for: NULL too where there is no memory for it. */
BK_API bk_table *bk_study_table(const bk_study *s, const char *name);
BK_API bk_vectorizer *bk_study_vectors(const bk_study *s); /* NULL before BK_STAGE_VECTORS */

/* Why two articles, named by their ids, are alike: columns kind, term, share, a_begin, a_end,
 * a_text, b_begin, b_end, b_text. Rows: the cosine; up to 20 shared terms with their part of it;
 * the titles; then shared passages of four words or more (same, or moved) and what stands between
 * them (differs), in the order of a, with the bytes of each in the text as it was read. Without
 * text in the study terms and titles alone. *out is yours. BK_EINVAL: no such article. */
BK_API bk_status bk_study_pair(bk_study *s, bk_table **out, const char *a, const char *b);
/* The articles of a store (a container of vectors, or the folder of a study) that are most like
 * each article of `c`: columns id, rank, cosine, neighbour, source, published, title, shared. Words
 * are weighed as those of the store. *out is yours. BK_EINVAL: no store. */
BK_API bk_status bk_study_nearest(bk_ctx *ctx, bk_table **out, const char *store,
                                  const bk_corpus *c, const bk_similar_opts *opts);
/* The shapes of answers that are in no study: "pair", "nearest", those of trainings and scales. */
BK_API const bk_table_spec *const *bk_study_answers(size_t *n);

/* One result as text. format "jsonl" or "tsv". what: a table's name; with "jsonl" the names
 * "articles" and "relations" give the shapes of articles.jsonl and relations.jsonl (see
 * bk_study_write); "triad" with "json" gives triad.json. BK_EINVAL: no such result, or its stage
 * was not run. What `write` returns other than BK_OK ends it and is returned. */
BK_API bk_status bk_study_export(const bk_study *s, const char *what, const char *format,
                                 bk_write_fn *write, void *user);

/* The relations as directed events. form "plover": columns event_id, date, source, target,
 * event_type, mode, intensity, quad, voice, certainty, vote, group, article, sentence, outlet, url,
 * evidence; "cameo": date, source, target, code, label, quote (the columns of KEDS and TABARI),
 * then the same facts. A mutual relation gives two events of one id with half of the vote each; the
 * date is the article's. Relations without a class are left out: *left_out is their number. *out is
 * yours. BK_EINVAL: another form, or the stage was not run. Source: PLOVER of the Open Event Data
 * Alliance (models/plover.tsv). */
BK_API bk_status bk_study_events(const bk_study *s, bk_table **out, const char *form,
                                 int64_t *left_out);

/* Is `dir` what bk_study_write would leave for `stages`: the same articles, options, seed, models
 * and versions? Its files are looked for but not read. */
BK_API bk_status bk_study_stands(bk_study *s, const char *dir, unsigned stages, bool *stands);
/* May `dir` be written to? It must be new, empty, or an earlier study of bingkai; BK_EINVAL with
 * what to do. To be asked before the work; bk_study_write asks again. */
BK_API bk_status bk_study_check_dir(bk_ctx *ctx, const char *dir);
/* Writes every result of the stages that were run into the folder `dir` (bk_study_check_dir; an
 * earlier study is replaced whole): beside it first, then renamed; after a failure or BK_ECANCEL
 * `dir` is as it was. Files: report.html, study.sqlite, manifest.json, articles.jsonl,
 * relations.jsonl, triad.json, vectors.bkv, and <table>.tsv for removed, problems, dyads, frames,
 * topics, topic_terms, neighbours, duplicates, copies, threads, outlet_pairs, keyness. */
BK_API bk_status bk_study_write(bk_study *s, const char *dir);
BK_API void bk_study_free(bk_study *s);

/* Name, content and shape of every file that bk_study_write leaves, for the manual. */
typedef struct bk_study_result {
    const char *file;  /* "dyads.tsv" */
    const char *table; /* of bk_schema; NULL where it is no table */
    unsigned stage;    /* that it comes from */
    const char *help;  /* one sentence */
    const char *shape; /* of a line or object; NULL for a table */
} bk_study_result;
BK_API const bk_study_result *bk_study_results(size_t *n);

/* ---- study files -------------------------------------------------------------------------- */

/* One JSON object:
 *
 *     { "inputs": ["news/"], "output": "result", "topics": 20, "report-lang": "en",
 *       "jobs": [ {"name": "all"},
 *                 {"name": "topics", "output": "result-topics", "stages": ["topics"],
 *                  "topics": 40} ] }
 *
 * "inputs" (a path or an array), "output", "stages" (a name or an array; all where absent) and
 * every option of the command by its long name, at the top for all jobs and in a job for itself;
 * "threads", "seed", "memory", "models" at the top only. Without "jobs" the object is the one job.
 * Without "output" a job writes to the file's "output" followed by - and its name. Paths are
 * relative to the folder of the file. An unknown name is BK_EINVAL with file and line. */
typedef struct bk_study_file bk_study_file;
typedef struct bk_study_job {
    const char *name; /* "" where the file has no jobs */
    const char *output;
    const char *const *inputs; /* [n_inputs] */
    size_t n_inputs;
    unsigned stages;
    bk_study_opts opts;
} bk_study_job;
/* Is it a study file: a JSON object with the member "inputs" or "jobs"? */
BK_API bool bk_study_file_is(bk_ctx *ctx, const char *path);
BK_API bk_status bk_study_file_load(bk_ctx *ctx, bk_study_file **out, const char *path);
BK_API const bk_study_job *bk_study_file_jobs(const bk_study_file *f, size_t *n); /* borrowed */
/* Sets those fields of `io` that the file gives (threads, seed, memory_bytes, data_dir); strings
 * are borrowed from the file. */
BK_API void bk_study_file_context(const bk_study_file *f, bk_ctx_opts *io);
BK_API void bk_study_file_free(bk_study_file *f);
/* Opens the study of a job; *io NULL or the study of an earlier job, which is used again where
 * inputs and the options of reading are the same, and freed where they are not (*io is NULL after
 * a failure). Then bk_study_stands, bk_study_run, bk_study_write. */
BK_API bk_status bk_study_job_open(bk_ctx *ctx, bk_study **io, const bk_study_job *job);

/* ---- what a study left ---------------------------------------------------------------------- */

typedef struct bk_results bk_results;
/* `path`: the folder of a study or its study.sqlite. BK_EIO, BK_EFORMAT. */
BK_API bk_status bk_results_open(bk_ctx *ctx, bk_results **out, const char *path);
BK_API bk_str bk_results_manifest(const bk_results *r); /* JSON; borrowed */
/* Rows of a table (of bk_schema) in order: all, or those where `column` is `value`. NULL column:
 * all. *out is yours. BK_EINVAL: no such table or column here. */
BK_API bk_status bk_results_table(bk_results *r, bk_table **out, const char *table,
                                  const char *column, const char *value);
BK_API int64_t bk_results_rows(bk_results *r, const char *table); /* -1: not there */

typedef struct bk_kwic_opts {
    size_t size;
    bool lemma; /* every form of the words: "serang" finds menyerang, diserang */
    int width;  /* characters of context on each side */
    int limit;  /* lines; 0: all */
} bk_kwic_opts;
#define BK_KWIC_OPTS_INIT                                                                          \
    {                                                                                              \
        sizeof(bk_kwic_opts), false, 40, 0                                                         \
    }
BK_API const bk_opt *bk_kwic_opt_table(size_t *n);
/* Every place of a word or of a sequence of words in the cleaned texts, in the order of the
 * articles: columns id, source, published, left, word, right. *out is yours. BK_EINVAL where the
 * study holds no text. Cost: all texts are scanned. */
BK_API bk_status bk_results_kwic(bk_results *r, bk_table **out, const char *words,
                                 const bk_kwic_opts *opts);
BK_API void bk_results_free(bk_results *r);

/* What changed from study `a` to study `b` (folders or databases): columns part (inputs, options,
 * versions, counts, articles, tone, frames, topics), id, before, after, change, beyond (1 where two
 * intervals do not overlap), note. Only what differs. Topics are matched by their terms. *out is
 * yours. */
BK_API bk_status bk_study_diff(bk_ctx *ctx, bk_table **out, const char *a, const char *b);

#ifdef __cplusplus
}
#endif
#endif
