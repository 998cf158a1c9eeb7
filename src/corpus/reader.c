/* reader.c - files and folders to raw articles.
 *
 * Files are cut into waves in the caller (feed.c), waves are parsed and prepared over the pool
 * (wave.c), and handed out in the order of reading: ids, problems, the limit. So the result does
 * not depend on the number of workers, and memory is a few waves however large a file is. */
#include "corpus/reader.h"

#include "base/json.h"
#include "base/par.h"
#include "corpus/feed.h"
#include "corpus/ids.h"

static const char *const formats[] = {"auto", "txt", "jsonl", "json", "csv", "tsv", NULL};

static const bk_opt table[] = {
    {"input-format", "Format of the input; auto looks at the content", "FORMAT", BK_OPT_ENUM,
     offsetof(bk_reader_opts, format), 0, 0, 0, "auto", formats},
    {"fields", "Other names of fields, as in text=isi,title=judul", "FIELD=NAME,...", BK_OPT_STR,
     offsetof(bk_reader_opts, fields), 0, 0, 0, NULL, NULL},
    {"lang", "Language of articles that do not say: id, en; auto recognises it", "LANG", BK_OPT_STR,
     offsetof(bk_reader_opts, lang), 0, 0, 0, NULL, NULL},
    {"strict", "Stop at the first input that would be skipped or repaired", "", BK_OPT_BOOL,
     offsetof(bk_reader_opts, strict), 0, 0, 1, NULL, NULL},
    {"limit", "Stop after so many articles; 0: all", "N", BK_OPT_INT,
     offsetof(bk_reader_opts, limit), 0, 0, INT32_MAX, NULL, NULL},
    {"covariate", "More fields to compare topics by, eight at most: columns of the input, or place",
     "FIELD,...", BK_OPT_STR, offsetof(bk_reader_opts, covariate), 0, 0, 0, NULL, NULL},
};

const bk_opt *bk_reader_opt_table(size_t *n)
{
    *n = sizeof table / sizeof *table;
    return table;
}

struct bk_reader {
    bk_ctx *ctx;
    bk__names names;
    bk__preparer preparer;
    bk__format want;
    int limit, given;
    bool sums, notes;
    bk__paths paths;
    size_t next_path;
    bk__feed feed;
    size_t open_input; /* of the file that is open, from 1 */
    bk__wave *spare;
    uint64_t lines; /* of the file before the wave that is handed out */
    /* bk_reader_next: waves that were worked on together */
    bk__wave **batch; /* [n_batch] */
    size_t n_batch, wave, at;
    /* results */
    bk__ids ids;
    bk__problems problems;
    size_t first_problems; /* of the paths */
    bk_input *input;
    size_t n_inputs, cap_inputs;
};

/* ---- opening and closing --------------------------------------------------- */

static bk__format format_of(const char *name)
{
    for (int f = 0; formats[f]; f++)
        if (name && strcmp(name, formats[f]) == 0)
            return (bk__format)f;
    return BK__AUTO;
}

bk_status bk_reader_open(bk_ctx *ctx, bk_reader **out, const char *const *paths, size_t n,
                         const bk_reader_opts *opts)
{
    const bk_reader_opts usual = BK_READER_OPTS_INIT;
    bk_reader *r;
    bk_status st;
    *out = NULL;
    opts = opts ? opts : &usual;
    st = bk_opt_check(ctx, table, sizeof table / sizeof *table, opts, "bk_reader_opts");
    if (st != BK_OK)
        return st;
    if (n == 0)
        return bk__fail(ctx, BK_EINVAL, "", "no input was named");
    r = bk__calloc(ctx, 1, sizeof *r);
    if (!r)
        return BK_ENOMEM;
    r->ctx = ctx;
    bk__problems_init(&r->problems, ctx, opts->strict);
    bk__paths_init(&r->paths, ctx);
    bk__feed_init(&r->feed, ctx, &r->names);
    bk__ids_init(&r->ids, ctx);
    r->want = format_of(opts->format);
    r->limit = opts->limit;
    r->sums = true;
    st = bk__names_init(&r->names, ctx, opts->fields);
    if (st == BK_OK)
        st = bk__names_extra(&r->names, opts->covariate);
    if (st == BK_OK)
        st = bk__preparer_init(&r->preparer, ctx, &r->names, opts->lang);
    for (size_t i = 0; i < n && st == BK_OK; i++)
        st = bk__paths_add(&r->paths, paths[i], &r->problems);
    if (st != BK_OK) {
        bk_reader_close(r);
        return st;
    }
    r->first_problems = r->problems.n;
    *out = r;
    return BK_OK;
}

void bk__reader_pass_places(bk_reader *r)
{
    r->preparer.places = false;
}

void bk__reader_note(bk_reader *r)
{
    r->notes = true;
}

void bk__reader_pass_sums(bk_reader *r)
{
    r->sums = false;
}

bk_status bk__reader_know(bk_reader *r, const bk_str *id, const int64_t *hash, int64_t n)
{
    bk_status st = BK_OK;
    for (int64_t i = 0; i < n && st == BK_OK; i++)
        st = bk__ids_take(&r->ids, id[i], (uint64_t)hash[i]);
    return st;
}

static void drop_batch(bk_reader *r)
{
    while (r->wave < r->n_batch)
        bk__reader_done(r, r->batch[r->wave++]);
    r->n_batch = r->wave = r->at = 0;
}

void bk_reader_close(bk_reader *r)
{
    if (!r)
        return;
    drop_batch(r);
    bk__free(r->ctx, r->batch);
    while (r->spare) {
        bk__wave *next = r->spare->next;
        bk__wave_free(r->spare);
        r->spare = next;
    }
    bk__feed_clear(&r->feed);
    bk__paths_clear(&r->paths);
    bk__problems_clear(&r->problems);
    bk__free(r->ctx, r->input);
    bk__ids_clear(&r->ids);
    bk__preparer_clear(&r->preparer);
    bk__names_clear(&r->names);
    bk__free(r->ctx, r);
}

bool bk__reader_can_again(const bk_reader *r)
{
    return bk__paths_are_files(&r->paths);
}

void bk__reader_again(bk_reader *r)
{
    drop_batch(r);
    bk__feed_close(&r->feed);
    bk__ids_clear(&r->ids);
    bk__ids_init(&r->ids, r->ctx);
    r->problems.n = r->first_problems;
    r->next_path = r->open_input = r->n_inputs = 0;
    r->lines = 0;
    r->given = 0;
    r->notes = false;
}

/* ---- reading --------------------------------------------------------------- */

static bool full(const bk_reader *r)
{
    return r->limit > 0 && r->given >= r->limit;
}

/* A file that cannot be opened is a fault of `w`. */
static bk_status open_next(bk_reader *r, bk__wave *w)
{
    const char *path = r->paths.at[r->next_path++];
    bk_status st = BK_OK;
    w->file = bk__str(path);
    if (bk__make_room(r->ctx, &r->input, &r->cap_inputs, r->n_inputs + 1, sizeof *r->input) !=
        BK_OK)
        return BK_ENOMEM;
    st = bk__feed_open(&r->feed, path, r->want);
    if (st == BK_EIO)
        return bk__wave_fault(w, 0, "unreadable", BK_SKIPPED, bk_ctx_error(r->ctx)->message);
    if (st != BK_OK)
        return st;
    if (!r->sums)
        bk__stream_pass_sum(r->feed.stream);
    r->input[r->n_inputs++] = (bk_input){.path = w->file};
    r->open_input = r->n_inputs;
    return BK_OK;
}

/* The file's bytes and sum go to the list of inputs. */
static bk_status close_file(bk_reader *r)
{
    bk_input *in = &r->input[r->open_input - 1];
    bk_status st = bk__stream_drain(r->feed.stream);
    bk__stream_sum(r->feed.stream, &in->bytes, in->sha256);
    bk__feed_close(&r->feed);
    return st == BK_EIO ? BK_OK : st; /* said already */
}

/* BK_END: nothing came, look further. */
static bk_status next_wave(bk_reader *r, bk__wave *w)
{
    bk_status st;
    if (!r->feed.stream) {
        st = open_next(r, w);
        if (st != BK_OK || w->n > 0)
            return st;
    }
    w->input = r->open_input;
    st = bk__feed_wave(&r->feed, w);
    if (st == BK_OK && r->feed.ended)
        st = close_file(r);
    return st == BK_OK && w->n == 0 && w->lines.n == 0 ? BK_END : st;
}

static void put_aside(bk_reader *r, bk__wave *w)
{
    w->next = r->spare;
    r->spare = w;
}

/* Of the batch: what was not handed out yet. */
static bk__wave *rest_of_batch(bk_reader *r)
{
    bk__wave *w = r->batch[r->wave++];
    for (size_t i = 0; i < r->at; i++)
        w->record[i] = (bk__record){.skip = true};
    r->at = 0;
    return w;
}

bk_status bk__reader_read(bk_reader *r, bk__wave **out)
{
    bk__wave *w = r->spare;
    bk_status st = BK_OK;
    *out = NULL;
    if (r->wave < r->n_batch) {
        *out = rest_of_batch(r);
        return BK_OK;
    }
    if (full(r))
        return r->feed.stream && (st = close_file(r)) != BK_OK ? st : BK_END;
    if (!w && (st = bk__wave_new(r->ctx, &w)) != BK_OK)
        return st;
    r->spare = w->next;
    w->next = NULL;
    for (st = BK_END; st == BK_END && (r->feed.stream || r->next_path < r->paths.n);) {
        bk__wave_reset(w);
        st = bk__cancelled(r->ctx);
        if (st == BK_OK)
            st = next_wave(r, w);
    }
    if (st == BK_OK)
        *out = w;
    else
        put_aside(r, w);
    return st;
}

bk_status bk__reader_work(const bk_reader *r, bk__wave *w)
{
    bk_status st = bk__wave_work(w, &r->names, &r->preparer);
    return st == BK_OK && r->notes ? bk__wave_note(w) : st;
}

/* ---- handing out ----------------------------------------------------------- */

static bk_status note(bk_reader *r, const bk__wave *w, const bk__record *rec, const char *kind,
                      bk_action action, bk_str what)
{
    return bk__problem_add(&r->problems, w->file, rec->line, kind, action, what);
}

/* Parses once more, here, so that the message says what was wrong. */
static bk_status say_broken(bk_reader *r, const bk__wave *w, const bk__record *rec)
{
    bk__json *j;
    bk_status st = bk__json_parse(r->ctx, &j, rec->json, "");
    if (st == BK_ENOMEM)
        return st;
    if (st == BK_OK) {
        bk__json_free(j);
        return note(r, w, rec, "bad-json", BK_SKIPPED,
                    BK__STR("expected a JSON object with the fields of an article"));
    }
    return bk__problem_of_failure(&r->problems, w->file, rec->line, "bad-json", BK_SKIPPED);
}

/* Files that were opened ahead of the last article do not count. */
static void end_at(bk_reader *r, size_t input)
{
    if (r->feed.stream && r->open_input != input)
        bk__feed_close(&r->feed);
    r->n_inputs = input;
}

bk_status bk__reader_give(bk_reader *r, bk__wave *w, size_t i, bk_article *out, bool *given)
{
    bk__record *rec = &w->record[i];
    bk_status st = BK_OK;
    *given = false;
    if (full(r))
        return BK_OK;
    if (w->relative && rec->line > 0 && !w->begins)
        rec->line += r->lines;
    if (rec->broken)
        return say_broken(r, w, rec);
    for (bk__fault *f = rec->faults; f && st == BK_OK; f = f->next)
        st = note(r, w, rec, f->kind, f->action, f->what);
    if (st == BK_OK && !rec->skip)
        st = bk__ids_name(&r->ids, rec, w->file, w->input, &r->problems);
    if (st != BK_OK || rec->skip)
        return st;
    *out = bk__wave_article(w, i);
    r->input[w->input - 1].articles++;
    r->given++;
    *given = true;
    if (full(r))
        end_at(r, w->input);
    return BK_OK;
}

void bk__reader_done(bk_reader *r, bk__wave *w)
{
    r->lines = w->n_lines + (w->begins ? 0 : r->lines);
    put_aside(r, w);
}

/* ---- one at a time --------------------------------------------------------- */

static bk_status work_one(void *user, int64_t chunk, int worker)
{
    bk_reader *r = user;
    (void)worker;
    return bk__reader_work(r, r->batch[chunk]);
}

/* Some waves, worked on together; none: BK_END. */
static bk_status next_batch(bk_reader *r)
{
    size_t most = 2 * (size_t)bk_ctx_threads(r->ctx), n = 0;
    bk_status st = BK_OK;
    r->n_batch = r->wave = r->at = 0;
    if (!r->batch)
        r->batch = bk__alloc_array(r->ctx, most, sizeof(bk__wave *));
    if (!r->batch)
        return BK_ENOMEM;
    while (n < most && st == BK_OK) {
        st = bk__reader_read(r, &r->batch[n]);
        n += st == BK_OK;
    }
    r->n_batch = n;
    if (st < 0 || n == 0)
        return st;
    return bk__par_for(r->ctx, NULL, (int64_t)r->n_batch, work_one, r);
}

bk_status bk_reader_next(bk_reader *r, bk_article *out)
{
    bk_status st = BK_OK;
    bool given = false;
    *out = (bk_article){.published = BK_NO_DATE};
    while (st == BK_OK && !given) {
        bk__wave *w = r->wave < r->n_batch ? r->batch[r->wave] : NULL;
        if (full(r))
            drop_batch(r);
        if (!w || full(r)) {
            st = next_batch(r);
        } else if (r->at < w->n) {
            st = bk__reader_give(r, w, r->at++, out, &given);
        } else {
            r->wave++;
            r->at = 0;
            bk__reader_done(r, w);
        }
    }
    return st;
}

const bk_problem *bk_reader_problems(const bk_reader *r, size_t *n)
{
    *n = r->problems.n;
    return r->problems.at;
}

const bk_input *bk_reader_inputs(const bk_reader *r, size_t *n)
{
    *n = r->n_inputs;
    return r->input;
}
