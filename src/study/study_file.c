/* study_file.c - study.json: inputs, output, options, several jobs over the same articles.
 *
 * Every name is checked; what is wrong is reported with its line. Options of the whole file are set
 * first, "preset" before the others, then those of the job. Paths that the file gives (inputs,
 * output, and options whose unit is FILE) are relative to its folder. */
#include <stdio.h>

#include "base/file.h"
#include "study/study.h"

struct bk_study_file {
    bk_ctx *ctx;
    bk__arena arena;
    const char *path;
    bk_str text; /* of the file; while it is read */
    const char *folder;
    bk_study_job *jobs;
    size_t n;
    bk_ctx_opts context; /* fields that are not in has_context hold nothing */
    bool has_threads, has_seed, has_memory;
};

/* ---- where something stands ------------------------------------------------------------ */

/* Line of the member `key` at the top (job < 0) or in the job-th object of "jobs"; 1 where it is
 * not found. The text has been parsed: it is valid. */
static size_t line_of(bk_str text, int64_t job, const char *key)
{
    size_t line = 1, n = strlen(key);
    int depth = 0;
    int64_t object = -1;
    bool in_jobs = false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '\n')
            line++;
        if (c == '{' || c == '[') {
            depth++;
            object += c == '{' && depth == 3 && in_jobs;
        }
        if (c == '}' || c == ']')
            depth--;
        if (c != '"')
            continue;
        size_t from = ++i;
        while (i < text.n && text.p[i] != '"')
            i += text.p[i] == '\\' ? 2 : 1;
        size_t k = i + 1;
        while (k < text.n && strchr(" \t\r\n", text.p[k]))
            k++;
        if (k >= text.n || text.p[k] != ':')
            continue;
        if (depth == 1)
            in_jobs = i - from == 4 && memcmp(text.p + from, "jobs", 4) == 0;
        if (i - from == n && memcmp(text.p + from, key, n) == 0 &&
            (job < 0 ? depth == 1 : depth == 3 && in_jobs && object == job))
            return line;
    }
    return 1;
}

static bk_status wrong(const bk_study_file *f, int64_t job, const char *key, const char *what)
{
    char where[512];
    snprintf(where, sizeof where, "%.480s:%zu", f->path, line_of(f->text, job, key));
    return bk__fail(f->ctx, BK_EINVAL, where, "\"%.100s\": %s", key, what);
}

/* The failure just recorded, with its place in the file. */
static bk_status placed(const bk_study_file *f, int64_t job, const char *key, bk_status st)
{
    char text[900];
    if (st != BK_EINVAL)
        return st;
    snprintf(text, sizeof text, "%s", bk_ctx_error(f->ctx)->message);
    return wrong(f, job, key, text);
}

/* ---- values ---------------------------------------------------------------------------- */

static bk_status keep(bk_study_file *f, bk_str s, const char **out)
{
    bk_str copy;
    bk_status st = bk__arena_str(&f->arena, &copy, s);
    *out = st == BK_OK ? copy.p : NULL;
    return st;
}

/* A path relative to the file's folder. */
static bk_status keep_path(bk_study_file *f, bk_str s, const char **out)
{
    char *joined;
    bk_status st;
    if (s.n > 0 && (s.p[0] == '/' || bk__str_eq(s, BK__STR("-")) || !*f->folder))
        return keep(f, s, out);
    st = keep(f, s, out);
    if (st != BK_OK)
        return st;
    joined = bk__path_join(f->ctx, f->folder, *out);
    if (!joined)
        return BK_ENOMEM;
    st = keep(f, bk__str(joined), out);
    bk__free(f->ctx, joined);
    return st;
}

static bk_status keep_paths(bk_study_file *f, int64_t job, const bk__value *v, bk_study_job *out)
{
    bool many = bk__json_type_of(v) == BK__ARRAY;
    size_t n = many ? bk__json_size(v) : 1;
    const char **paths = bk__arena_array(&f->arena, n + 1, sizeof *paths);
    bk_status st = paths ? BK_OK : BK_ENOMEM;
    for (size_t i = 0; i < n && st == BK_OK; i++) {
        bk_str s = bk__json_str(many ? bk__json_at(v, i) : v);
        st = s.n ? keep_path(f, s, &paths[i])
                 : wrong(f, job, "inputs", "expected a path or an array of paths");
    }
    out->inputs = paths;
    out->n_inputs = n;
    return st;
}

static bk_status read_stages(bk_study_file *f, int64_t job, const bk__value *v, unsigned *out)
{
    bool many = bk__json_type_of(v) == BK__ARRAY;
    size_t n = many ? bk__json_size(v) : 1;
    *out = 0;
    for (size_t i = 0; i < n; i++) {
        bk_str s = bk__json_str(many ? bk__json_at(v, i) : v);
        const char *name = NULL;
        unsigned bit;
        if (s.n && keep(f, s, &name) != BK_OK)
            return BK_ENOMEM;
        bit = name ? bk_stage_find(name) : 0;
        if (!bit)
            return wrong(
                f, job, "stages",
                "expected all, clean, vectors, neardup, similar, topics, relations, frames "
                "or keyness");
        *out |= bit;
    }
    return BK_OK;
}

/* The value of an option as text. */
static bk_status value_text(bk_study_file *f, int64_t job, const char *key, const bk__value *v,
                            const char **out)
{
    bk__buf b;
    bk_status st = BK_OK;
    double x = bk__json_real(v, 0);
    bk__buf_init(&b, f->ctx);
    switch (bk__json_type_of(v)) {
    case BK__STRING:
        return keep(f, bk__json_str(v), out);
    case BK__BOOL:
        return keep(f, bk__str(bk__json_bool(v, false) ? "true" : "false"), out);
    case BK__NUMBER:
        st = x == (double)bk__json_int(v, 0)
                 ? bk__buf_print(&b, "%lld", (long long)bk__json_int(v, 0))
                 : bk__buf_real(&b, x);
        if (st == BK_OK)
            st = keep(f, bk__buf_str(&b), out);
        break;
    default:
        st = wrong(f, job, key, "expected a text, a number, true or false");
    }
    bk__buf_clear(&b);
    return st;
}

static bool is_file_option(const char *key)
{
    size_t n;
    const bk_opt_group *g = bk_study_opt_groups(&n);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < g[i].n; k++)
            if (strcmp(g[i].table[k].name, key) == 0)
                return g[i].table[k].type == BK_OPT_STR && strcmp(g[i].table[k].unit, "FILE") == 0;
    return false;
}

/* A list of stop words may be named "model" or "none". */
static bool is_word(const char *value)
{
    return strcmp(value, "model") == 0 || strcmp(value, "none") == 0;
}

static bk_status set_option(bk_study_file *f, int64_t job, const char *key, const bk__value *v,
                            bk_study_opts *opts)
{
    const char *value;
    bk_status st;
    if (bk__json_type_of(v) == BK__NULL)
        return BK_OK; /* as if it were not there */
    st = value_text(f, job, key, v, &value);
    if (st == BK_OK && is_file_option(key) && !is_word(value))
        st = keep_path(f, bk__str(value), &value);
    if (st == BK_OK)
        st = bk_study_opts_set(f->ctx, opts, key, value);
    return placed(f, job, key, st);
}

/* ---- objects --------------------------------------------------------------------------- */

static bk_status set_context(bk_study_file *f, const char *key, const bk__value *v, bool *found)
{
    static const bk_opt table[] = {
        {"threads", "", "N", BK_OPT_INT, offsetof(bk_ctx_opts, threads), 0, 0, 256, NULL, NULL},
        {"memory", "", "BYTES", BK_OPT_SIZE, offsetof(bk_ctx_opts, memory_bytes), 0, 0, 1e18, NULL,
         NULL},
    };
    const char *value = NULL;
    int64_t seed = bk__json_int(v, -1);
    bk_status st = BK_OK;
    *found = true;
    if (strcmp(key, "threads") == 0 || strcmp(key, "memory") == 0) {
        st = value_text(f, -1, key, v, &value);
        if (st == BK_OK)
            st = placed(f, -1, key, bk_opt_set(f->ctx, table, 2, &f->context, key, value));
        f->has_threads = f->has_threads || key[0] == 't';
        f->has_memory = f->has_memory || key[0] == 'm';
    } else if (strcmp(key, "seed") == 0) {
        if (bk__json_type_of(v) != BK__NUMBER || seed < 0)
            return wrong(f, -1, key, "expected a whole number from 0");
        f->context.seed = (uint64_t)seed;
        f->has_seed = true;
    } else if (strcmp(key, "models") == 0) {
        if (!bk__json_str(v).n)
            return wrong(f, -1, key, "expected a folder");
        st = keep_path(f, bk__json_str(v), &f->context.data_dir);
    } else {
        *found = false;
    }
    return st;
}

/* One member of an object; job -1: the top. */
static bk_status member(bk_study_file *f, int64_t job, const char *key, const bk__value *v,
                        bk_study_job *out)
{
    bool context = false;
    bk_status st = BK_OK;
    if (strcmp(key, "inputs") == 0)
        return keep_paths(f, job, v, out);
    if (strcmp(key, "stages") == 0)
        return read_stages(f, job, v, &out->stages);
    if (strcmp(key, "output") == 0)
        return bk__json_str(v).n ? keep_path(f, bk__json_str(v), &out->output)
                                 : wrong(f, job, key, "expected a folder");
    if (strcmp(key, "name") == 0 && job >= 0)
        return bk__json_str(v).n ? keep(f, bk__json_str(v), &out->name)
                                 : wrong(f, job, key, "expected a name");
    if (job < 0) {
        if (strcmp(key, "jobs") == 0)
            return BK_OK;
        st = set_context(f, key, v, &context);
    }
    return context || st != BK_OK ? st : set_option(f, job, key, v, &out->opts);
}

static bk_status read_object(bk_study_file *f, int64_t job, const bk__value *v, bk_study_job *out)
{
    const bk__value *preset = bk__json_get(v, "preset"), *value;
    bk_status st = BK_OK;
    bk_str name;
    if (bk__json_type_of(v) != BK__OBJECT)
        return wrong(f, -1, "jobs", "expected an array of objects");
    if (preset)
        st = set_option(f, job, "preset", preset, &out->opts);
    for (size_t i = 0; i < bk__json_size(v) && st == BK_OK; i++) {
        const char *key;
        if (!bk__json_member(v, i, &name, &value))
            break;
        st = keep(f, name, &key);
        if (st == BK_OK && strcmp(key, "preset") != 0)
            st = member(f, job, key, value, out);
    }
    return st;
}

/* ---- jobs
 * ------------------------------------------------------------------------------------------------
 */

static bk_status finish_job(bk_study_file *f, int64_t job, bk_study_job *j, const char *top_output)
{
    char *path;
    bk_status st;
    if (j->n_inputs == 0)
        return wrong(f, job, "inputs", "is missing: a path or an array of paths");
    if (!j->output && !top_output)
        return wrong(f, job, "output", "is missing: the folder for the results");
    if (!j->output && job < 0)
        j->output = top_output;
    if (j->output)
        return BK_OK;
    if (!*j->name)
        return wrong(f, job, "name", "is missing: a job without \"output\" needs a name");
    path = bk__alloc(f->ctx, strlen(top_output) + strlen(j->name) + 2);
    if (!path)
        return BK_ENOMEM;
    snprintf(path, strlen(top_output) + strlen(j->name) + 2, "%s-%s", top_output, j->name);
    st = keep(f, bk__str(path), &j->output);
    bk__free(f->ctx, path);
    return st;
}

static bk_status check_jobs(const bk_study_file *f)
{
    for (size_t i = 0; i < f->n; i++)
        for (size_t k = 0; k < i; k++) {
            if (f->n > 1 && *f->jobs[i].name && strcmp(f->jobs[i].name, f->jobs[k].name) == 0)
                return wrong(f, (int64_t)i, "name", "two jobs have the same name");
            if (strcmp(f->jobs[i].output, f->jobs[k].output) == 0)
                return wrong(f, (int64_t)i, "output", "two jobs write to the same folder");
        }
    return BK_OK;
}

static bk_status read_jobs(bk_study_file *f, const bk__value *root)
{
    const bk__value *jobs = bk__json_get(root, "jobs");
    size_t n = jobs ? bk__json_size(jobs) : 1;
    bk_study_job top = {"", NULL, NULL, 0, BK_STAGE_ALL, {0}};
    const char *output;
    bk_status st;
    bk_study_opts_init(&top.opts);
    if (bk__json_type_of(root) != BK__OBJECT)
        return bk__fail(f->ctx, BK_EFORMAT, f->path, "a study file is one JSON object");
    st = read_object(f, -1, root, &top);
    if (st == BK_OK && jobs && (bk__json_type_of(jobs) != BK__ARRAY || n == 0))
        st = wrong(f, -1, "jobs", "expected an array of objects");
    if (st != BK_OK)
        return st;
    output = top.output;
    f->jobs = bk__arena_array(&f->arena, n, sizeof *f->jobs);
    if (!f->jobs)
        return BK_ENOMEM;
    f->n = n;
    for (size_t i = 0; i < n && st == BK_OK; i++) {
        int64_t job = jobs ? (int64_t)i : -1;
        f->jobs[i] = top;
        f->jobs[i].output = NULL;
        if (jobs)
            st = read_object(f, job, bk__json_at(jobs, i), &f->jobs[i]);
        if (st == BK_OK)
            st = finish_job(f, job, &f->jobs[i], output);
    }
    return st == BK_OK ? check_jobs(f) : st;
}

bk_status bk_study_file_load(bk_ctx *ctx, bk_study_file **out, const char *path)
{
    const char *slash = strrchr(path, '/');
    bk_study_file *f = bk__calloc(ctx, 1, sizeof *f);
    bk__view v = {{"", 0}, NULL, 0};
    bk__json *j = NULL;
    bk_status st;
    *out = NULL;
    if (!f)
        return BK_ENOMEM;
    f->ctx = ctx;
    bk__arena_init(&f->arena, ctx);
    BK__TRY(st, keep(f, bk__str(path), &f->path), done);
    BK__TRY(st, keep(f, (bk_str){path, slash ? (size_t)(slash - path) + 1 : 0}, &f->folder), done);
    BK__TRY(st, bk__view_open(ctx, &v, path), done);
    BK__TRY(st, bk__json_parse(ctx, &j, v.bytes, path), done);
    f->text = v.bytes;
    BK__TRY(st, read_jobs(f, bk__json_root(j)), done);
done:
    f->text = (bk_str){NULL, 0};
    bk__json_free(j);
    bk__view_close(&v);
    if (st == BK_OK)
        *out = f;
    else
        bk_study_file_free(f);
    return st;
}

bool bk_study_file_is(bk_ctx *ctx, const char *path)
{
    enum { MOST = 1 << 20 }; /* a study file is small */
    bk__view v;
    bk__json *j = NULL;
    bool yes = false;
    if (!bk__file_exists(path) || bk__file_is_dir(path) || bk__view_open(ctx, &v, path) != BK_OK)
        return false;
    bk_str s = bk__str_trim(v.bytes.n < MOST ? v.bytes : (bk_str){"", 0});
    if (s.n > 0 && s.p[0] == '{' && s.p[s.n - 1] == '}' &&
        bk__json_parse(ctx, &j, s, path) == BK_OK) {
        const bk__value *root = bk__json_root(j);
        yes = bk__json_get(root, "inputs") || bk__json_get(root, "jobs");
        bk__json_free(j);
    }
    bk__view_close(&v);
    return yes;
}

const bk_study_job *bk_study_file_jobs(const bk_study_file *f, size_t *n)
{
    *n = f->n;
    return f->jobs;
}

void bk_study_file_context(const bk_study_file *f, bk_ctx_opts *io)
{
    if (f->has_threads)
        io->threads = f->context.threads;
    if (f->has_seed)
        io->seed = f->context.seed;
    if (f->has_memory)
        io->memory_bytes = f->context.memory_bytes;
    if (f->context.data_dir)
        io->data_dir = f->context.data_dir;
}

void bk_study_file_free(bk_study_file *f)
{
    bk_ctx *ctx;
    if (!f)
        return;
    ctx = f->ctx;
    bk__arena_clear(&f->arena);
    bk__free(ctx, f);
}

/* ---- one study for several jobs -------------------------------------------------------- */

static bool same_inputs(const bk_study *s, const bk_study_job *job)
{
    bool same = s->n_paths == job->n_inputs;
    for (size_t i = 0; i < s->n_paths && same; i++)
        same = strcmp(s->paths[i], job->inputs[i]) == 0 && strcmp(s->paths[i], "-") != 0;
    return same;
}

bk_status bk_study_job_open(bk_ctx *ctx, bk_study **io, const bk_study_job *job)
{
    unsigned stages = 0;
    bool reading = true;
    bk_status st = BK_OK;
    if (*io && same_inputs(*io, job))
        st = bk__opts_differ(ctx, &(*io)->opts, &job->opts, &stages, &reading);
    if (st == BK_OK && !reading && !((*io)->given && (stages & BK_STAGE_VECTORS))) {
        st = bk_study_set_opts(*io, &job->opts);
        if (st == BK_OK)
            return BK_OK;
    }
    bk_study_free(*io);
    *io = NULL;
    return st == BK_OK ? bk_study_open(ctx, io, job->inputs, job->n_inputs, &job->opts) : st;
}
