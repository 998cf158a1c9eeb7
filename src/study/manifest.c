/* manifest.c - manifest.json: what decided the results, what they are, how the run went.
 *
 *     {"program": "bingkai", "format": 1, "version", "key", "stages": [...], "seed",
 *      "options": {"reader": {...}, ...}, "versions": {...},
 *      "models": [{"path", "sha256"}], "stopped": {"topics_after_sweeps"},
 *      "inputs": [{"path", "bytes", "articles", "sha256"}], "counts": {table: rows, ...},
 *      "pairs_cut": {"articles", "pairs"}, "svd": {"map": {"dimensions", "share", "residual"}},
 *      "results": [{"file", "bytes", "sha256"}],
 *      "run": {"threads", "seconds": {stage: s}, "peak_bytes", "process_peak_bytes"}}
 *
 * "stopped" is there where the fit of topics ended early on request; such a study is no finished
 * one. "pairs_cut" is there where not all pairs are listed: articles that have more than are listed
 * of one, and pairs beyond the most in all. "svd" is there where the map of articles was drawn: the
 * dimensions, the share of the squared weights that they hold, and the largest residual of a
 * singular triplet over its singular value. "key" is the SHA-256 of everything that decides the
 * results. All but "run" is the same for the same study on any number of threads. */

#include <math.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/rng.h"
#include "corpus/stream.h"
#include "report/table.h"
#include "study/study.h"
#include "text/utf8.h"

enum { FORMAT = 1, DEPTH = 8 };

/* ---- files of the models --------------------------------------------------------------- */

static bk_status put_file(bk_ctx *ctx, bk__jw *w, const char *path, const char *name)
{
    char hex[65];
    bk_status st = bk__file_sha256(ctx, path, hex);
    if (st != BK_OK)
        return st;
    bk__jw_open(w, '{');
    bk__jw_key(w, "path");
    bk__jw_z(w, name);
    bk__jw_key(w, "sha256");
    bk__jw_z(w, hex);
    bk__jw_close(w, '}');
    return w->status;
}

static bool is_list(const char *name)
{
    bk_str s = bk__str(name);
    return bk__str_ends(s, BK__STR(".tsv")) || bk__str_ends(s, BK__STR(".txt")) ||
           bk__str_ends(s, BK__STR(".json"));
}

/* Every list below the folder, by name; `name` is its path from the models' folder. */
static bk_status put_folder(bk_ctx *ctx, bk__jw *w, const char *path, const char *name, int depth)
{
    char **names = NULL;
    size_t n = 0;
    bk_status st = bk__dir_list(ctx, path, &names, &n);
    for (size_t i = 0; i < n; i++) {
        char *at = st == BK_OK ? bk__path_join(ctx, path, names[i]) : NULL;
        char *called = !at     ? NULL
                       : *name ? bk__path_join(ctx, name, names[i])
                               : bk__strdup(ctx, bk__str(names[i]));
        if (st == BK_OK && !called)
            st = BK_ENOMEM;
        if (st == BK_OK && bk__file_is_dir(at))
            st = depth > 0 ? put_folder(ctx, w, at, called, depth - 1) : BK_OK;
        else if (st == BK_OK && is_list(names[i]))
            st = put_file(ctx, w, at, called);
        bk__free(ctx, called);
        bk__free(ctx, at);
        bk__free(ctx, names[i]);
    }
    bk__free(ctx, names);
    return st;
}

/* A list beside the triad file, which it names "./list.tsv". */
static bk_status put_beside(bk_study *s, bk__jw *w, bk_str name)
{
    const char *slash = strrchr(s->opts.triad, '/');
    size_t dir = slash ? (size_t)(slash - s->opts.triad) + 1 : 0;
    char *path;
    bk_status st = BK_OK;
    if (!bk__str_begins(name, BK__STR("./")))
        return BK_OK; /* one of the models */
    path = bk__alloc(s->ctx, dir + name.n);
    if (!path)
        return BK_ENOMEM;
    snprintf(path, dir + name.n, "%.*s%.*s", (int)dir, s->opts.triad, (int)name.n - 2, name.p + 2);
    if (bk__file_exists(path))
        st = put_file(s->ctx, w, path, path);
    bk__free(s->ctx, path);
    return st;
}

/* The lists that a triad file of the user's own names. What is wrong with it is said by its reader.
 */
static bk_status put_aliases(bk_study *s, bk__jw *w)
{
    bk__view v;
    bk__json *j = NULL;
    bk_str key;
    const bk__value *list, *aliases;
    bk_status st = bk__view_open(s->ctx, &v, s->opts.triad);
    if (st != BK_OK)
        return st;
    st = bk__json_parse(s->ctx, &j, v.bytes, s->opts.triad);
    aliases = st == BK_OK ? bk__json_get(bk__json_root(j), "aliases") : NULL;
    for (size_t i = 0; st == BK_OK && bk__json_member(aliases, i, &key, &list); i++)
        for (size_t k = 0; k < bk__json_size(list) && st == BK_OK; k++)
            st = put_beside(s, w, bk__json_str(bk__json_at(list, k)));
    bk__json_free(j);
    bk__view_close(&v);
    return st == BK_EFORMAT ? BK_OK : st;
}

/* Files that the options name. */
static bk_status put_named(bk_study *s, bk__jw *w)
{
    const bk_analyzer_opts *a = &s->opts.vectorizer.analyzer;
    bool own =
        a->stopwords && strcmp(a->stopwords, "model") != 0 && strcmp(a->stopwords, "none") != 0;
    const char *named[] = {s->opts.triad,
                           own ? a->stopwords : NULL,
                           a->exceptions,
                           s->opts.vectorizer.vocabulary,
                           s->opts.topic.seed_file,
                           s->opts.topic.model_file,
                           s->opts.topic.update_file};
    bk_status st = BK_OK;
    for (size_t i = 0; i < sizeof named / sizeof *named && st == BK_OK; i++)
        if (named[i] && bk__file_exists(named[i]))
            st = put_file(s->ctx, w, named[i], named[i]);
    if (st == BK_OK && s->opts.triad && bk__file_exists(s->opts.triad))
        st = put_aliases(s, w);
    return st;
}

static bk_status read_lists(bk_study *s)
{
    bk__jw w;
    bk_status st = BK_OK;
    s->lists.n = 0;
    bk__jw_init(&w, &s->lists);
    bk__jw_open(&w, '[');
    if (bk__file_is_dir(bk__data_dir(s->ctx)))
        st = put_folder(s->ctx, &w, bk__data_dir(s->ctx), "", DEPTH);
    if (st == BK_OK)
        st = put_named(s, &w);
    bk__jw_close(&w, ']');
    return st == BK_OK ? w.status : st;
}

static bk_status ask_stemmer(bk_study *s)
{
    bk_analyzer *a;
    bk_status st;
    if (s->stemmer)
        return BK_OK;
    st = bk_analyzer_new(s->ctx, &a, &s->opts.vectorizer.analyzer);
    if (st != BK_OK)
        return st;
    s->stemmer = bk__strdup(s->ctx, bk__str(bk_analyzer_stemmer(a)));
    bk_analyzer_free(a);
    return s->stemmer ? BK_OK : BK_ENOMEM;
}

/* ---- parts ----------------------------------------------------------------------------- */

static void put_versions(bk_study *s, bk__jw *w, unsigned stages)
{
    const char *blas;
    bk__jw_open(w, '{');
    bk__jw_key(w, "bingkai");
    bk__jw_z(w, bk_version());
    bk__jw_key(w, "utf8proc");
    bk__jw_z(w, bk__utf8_version());
    bk__jw_key(w, "stemmer");
    bk__jw_z(w, s->stemmer);
    bk__jw_key(w, "gsl");
    bk__jw_z(w, bk__rng_version());
    if (stages & BK_STAGE_TOPICS) {
        bk__jw_key(w, "blas");
        bk__jw_z(w, bk_blas_name(s->ctx, &blas) == BK_OK ? blas : "none");
    }
    bk__jw_key(w, "sqlite");
    bk__jw_z(w, bk__sqlite_version());
    bk__jw_key(w, "json-c");
    bk__jw_z(w, bk__json_version());
    bk__jw_key(w, "libarchive");
    bk__jw_z(w, bk__stream_version());
    bk__jw_close(w, '}');
}

static void put_inputs(const bk_study *s, bk__jw *w)
{
    size_t n = 0;
    const bk_input *in = s->corpus ? bk_corpus_inputs(s->corpus, &n) : NULL;
    bk__jw_open(w, '[');
    for (size_t i = 0; i < n; i++) {
        bk__jw_open(w, '{');
        bk__jw_key(w, "path");
        bk__jw_str(w, in[i].path);
        bk__jw_key(w, "bytes");
        bk__jw_int(w, (int64_t)in[i].bytes);
        bk__jw_key(w, "articles");
        bk__jw_int(w, (int64_t)in[i].articles);
        bk__jw_key(w, "sha256");
        bk__jw_z(w, in[i].sha256);
        bk__jw_close(w, '}');
    }
    bk__jw_close(w, ']');
}

static bk_status put_container(const bk_study *s, bk__jw *w)
{
    bk_status st;
    bk__jw_open(w, '[');
    st = put_file(s->ctx, w, s->paths[0], s->paths[0]);
    bk__jw_close(w, ']');
    return st;
}

static void put_stages(bk__jw *w, unsigned stages)
{
    bk__jw_open(w, '[');
    for (unsigned bit = 1; bit < 1u << BK__STAGES; bit <<= 1)
        if (stages & bit)
            bk__jw_z(w, bk_stage_name(bit));
    bk__jw_close(w, ']');
}

/* Members that decide the results. */
static bk_status put_causes(bk_study *s, bk__jw *w, unsigned stages)
{
    bk_status st = ask_stemmer(s);
    char seed[24];
    if (st == BK_OK && s->lists.n == 0)
        st = read_lists(s);
    if (st != BK_OK)
        return st;
    bk__jw_key(w, "version");
    bk__jw_z(w, bk_version());
    bk__jw_key(w, "stages");
    put_stages(w, stages);
    bk__jw_key(w, "seed");
    snprintf(seed, sizeof seed, "%llu", (unsigned long long)bk__seed(s->ctx));
    bk__jw_raw(w, bk__str(seed));
    bk__jw_key(w, "options");
    bk__opts_json(w, &s->opts);
    bk__jw_key(w, "versions");
    put_versions(s, w, stages);
    bk__jw_key(w, "models");
    bk__jw_raw(w, bk__buf_str(&s->lists));
    if (s->stopped && stages & BK_STAGE_TOPICS) { /* not what a whole fit would have left */
        bk__jw_key(w, "stopped");
        bk__jw_open(w, '{');
        bk__jw_key(w, "topics_after_sweeps");
        bk__jw_int(w, bk_table_cell(s->table[T_TOPIC_FIT], 0, TFI_SWEEPS).i);
        bk__jw_close(w, '}');
    }
    bk__jw_key(w, "inputs");
    if (s->given)
        st = put_container(s, w);
    else
        put_inputs(s, w);
    return st == BK_OK ? w->status : st;
}

bk_status bk__manifest_key(bk_study *s, unsigned stages, char key[65])
{
    bk__sha256 *h = NULL;
    bk__buf b;
    bk__jw w;
    bk_status st;
    bk__buf_init(&b, s->ctx);
    bk__jw_init(&w, &b);
    bk__jw_open(&w, '{');
    st = put_causes(s, &w, stages);
    bk__jw_close(&w, '}');
    if (st == BK_OK)
        st = w.status;
    if (st == BK_OK)
        st = bk__sha256_new(s->ctx, &h);
    if (st == BK_OK) {
        bk__sha256_add(h, b.p, b.n);
        bk__sha256_hex(h, key);
        bk__sha256_free(s->ctx, h);
    }
    bk__buf_clear(&b);
    return st;
}

static void put_counts(const bk_study *s, bk__jw *w, unsigned stages)
{
    size_t n;
    const bk_table_spec *specs = bk_schema(&n);
    bk__jw_open(w, '{');
    for (size_t t = 0; t < T_COUNT; t++)
        if (s->table[t] && bk__stages_show(stages, (bk__tab)t)) {
            bk__jw_key(w, specs[t].name);
            bk__jw_int(w, bk_table_rows(s->table[t]));
        }
    bk__jw_close(w, '}');
}

static void put_pairs_cut(const bk_study *s, bk__jw *w)
{
    bk__jw_open(w, '{');
    bk__jw_key(w, "articles");
    bk__jw_int(w, s->pairs_cut.articles);
    bk__jw_key(w, "pairs");
    bk__jw_int(w, s->pairs_cut.pairs);
    bk__jw_close(w, '}');
}

/* Six digits: what follows is that of the BLAS. */
static void put_svd(const bk_svd_quality *q, bk__jw *w)
{
    bk__jw_open(w, '{');
    bk__jw_key(w, "map");
    bk__jw_open(w, '{');
    bk__jw_key(w, "dimensions");
    bk__jw_int(w, q->k);
    bk__jw_key(w, "share");
    bk__jw_real(w, round(q->share * 1e6) / 1e6);
    bk__jw_key(w, "residual");
    bk__jw_real(w, round(q->residual * 1e6) / 1e6);
    bk__jw_close(w, '}');
    bk__jw_close(w, '}');
}

static void put_results(bk__jw *w, const bk__result *results)
{
    size_t n;
    const bk_study_result *r = bk_study_results(&n);
    bk__jw_open(w, '[');
    for (size_t i = 0; i < n; i++) {
        if (!results[i].written)
            continue;
        bk__jw_open(w, '{');
        bk__jw_key(w, "file");
        bk__jw_z(w, r[i].file);
        bk__jw_key(w, "bytes");
        bk__jw_int(w, (int64_t)results[i].bytes);
        bk__jw_key(w, "sha256");
        bk__jw_z(w, results[i].sha256);
        bk__jw_close(w, '}');
    }
    bk__jw_close(w, ']');
}

static void put_run(const bk_study *s, bk__jw *w)
{
    uint64_t peak;
    bk_ctx_memory(s->ctx, NULL, &peak);
    bk__jw_open(w, '{');
    bk__jw_key(w, "threads");
    bk__jw_int(w, bk_ctx_threads(s->ctx));
    bk__jw_key(w, "seconds");
    bk__jw_open(w, '{');
    bk__jw_key(w, "clean");
    bk__jw_real(w, (double)(int64_t)(1e3 * s->seconds[BK__STAGES]) / 1e3);
    for (unsigned i = 1; i < BK__STAGES; i++)
        if (s->wanted & 1u << i) {
            bk__jw_key(w, bk_stage_name(1u << i));
            bk__jw_real(w, (double)(int64_t)(1e3 * s->seconds[i]) / 1e3);
        }
    bk__jw_key(w, "write");
    bk__jw_real(w, (double)(int64_t)(1e3 * s->seconds[BK__STAGES + 1]) / 1e3);
    bk__jw_close(w, '}');
    bk__jw_key(w, "peak_bytes");
    bk__jw_int(w, (int64_t)peak);
    bk__jw_key(w, "process_peak_bytes");
    bk__jw_int(w, (int64_t)bk__clock_memory());
    bk__jw_close(w, '}');
}

bk_status bk__manifest_make(bk_study *s, unsigned stages, const bk__result *results, bk__buf *out)
{
    char key[65];
    bk__jw w;
    bk_status st = bk__manifest_key(s, stages, key);
    if (st != BK_OK)
        return st;
    bk__jw_init(&w, out);
    w.indent = 1;
    bk__jw_open(&w, '{');
    bk__jw_key(&w, "program");
    bk__jw_z(&w, "bingkai");
    bk__jw_key(&w, "format");
    bk__jw_int(&w, FORMAT);
    bk__jw_key(&w, "key");
    bk__jw_z(&w, key);
    st = put_causes(s, &w, stages);
    bk__jw_key(&w, "counts");
    put_counts(s, &w, stages);
    if (stages & BK_STAGE_SIMILAR && (s->pairs_cut.articles || s->pairs_cut.pairs)) {
        bk__jw_key(&w, "pairs_cut");
        put_pairs_cut(s, &w);
    }
    if (stages & BK_STAGE_TOPICS && s->map.k > 0) {
        bk__jw_key(&w, "svd");
        put_svd(&s->map, &w);
    }
    if (results) {
        bk__jw_key(&w, "results");
        put_results(&w, results);
        bk__jw_key(&w, "run");
        put_run(s, &w);
    }
    bk__jw_close(&w, '}');
    return st == BK_OK ? w.status : st;
}

/* ---- reading one ----------------------------------------------------------------------- */

bk_status bk__manifest_read(bk_ctx *ctx, bk__json **out, const char *dir)
{
    char *path = bk__path_join(ctx, dir, BK__MANIFEST);
    bk__view v;
    bk_status st;
    *out = NULL;
    if (!path)
        return BK_ENOMEM;
    st = bk__view_open(ctx, &v, path);
    if (st == BK_OK) {
        st = bk__json_parse(ctx, out, v.bytes, path);
        bk__view_close(&v);
    }
    if (st == BK_OK && !bk__str_eq(bk__json_str(bk__json_get(bk__json_root(*out), "program")),
                                   BK__STR("bingkai"))) {
        bk__json_free(*out);
        *out = NULL;
        st = bk__fail(ctx, BK_EFORMAT, path, "this is not a manifest of bingkai");
    }
    if (st == BK_OK && bk__json_int(bk__json_get(bk__json_root(*out), "format"), 0) > FORMAT) {
        bk__json_free(*out);
        *out = NULL;
        st = bk__fail(ctx, BK_EUNSUPPORTED, path, "a newer bingkai wrote this study");
    }
    bk__free(ctx, path);
    return st;
}
