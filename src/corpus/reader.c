/* reader.c - files and folders to raw articles, one at a time.
 *
 * A file is read in waves: about WAVE bytes are cut into records in the caller, the records are
 * parsed and prepared over the pool in chunks of CHUNK (each with its own arena), then handed out
 * in order. So the result does not depend on the number of workers, and memory is a wave however
 * large the file is (a .txt is one record). */
#include <stdio.h>

#include "base/json.h"
#include "base/map.h"
#include "base/par.h"
#include "corpus/paths.h"
#include "corpus/prepare.h"
#include "corpus/read_csv.h"
#include "corpus/read_json.h"
#include "corpus/stream.h"
#include "text/utf8.h"

enum { WAVE = 4 << 20, CHUNK = 32, HEAD = 1 << 16 };

typedef enum format { AUTO, TXT, JSONL, JSON, CSV, TSV } format;
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
    format want;
    int limit, given;
    /* files */
    bk__paths paths;
    size_t next_path;
    /* the file that is open */
    bk__stream *stream;
    bk_str file;
    format mode;
    bool ended, torn;
    bool first; /* nothing was read yet */
    bk__buf hold;
    size_t used; /* of hold, already cut */
    bk__cutter cutter;
    bk__csv *csv;
    uint64_t long_line; /* bytes of a line that is too long; 0: none */
    /* the wave */
    bk__arena *chunk; /* [n_chunks] */
    size_t n_chunks;
    bk__arena rows; /* of CSV */
    bk__record *record;
    size_t n, cap, at;
    /* results */
    bk__map ids;
    uint64_t *hash; /* [ids.n] of the text that took the id */
    size_t cap_hash;
    bk__problems problems;
    bk_input *input;
    size_t n_inputs, cap_inputs;
};

static bk_status problem(bk_reader *r, bk_str file, uint64_t line, const char *kind,
                         bk_action action, bk_str what)
{
    return bk__problem_add(&r->problems, file, line, kind, action, what);
}

static bk_status problem_z(bk_reader *r, const char *kind, bk_action action, const char *what)
{
    return problem(r, r->file, 0, kind, action, bk__str(what));
}

static bk_status problem_of_failure(bk_reader *r, uint64_t line, const char *kind, bk_action action)
{
    return bk__problem_of_failure(&r->problems, r->file, line, kind, action);
}

/* ---- opening and closing --------------------------------------------------- */

static format format_of(const char *name)
{
    for (int f = 0; formats[f]; f++)
        if (name && strcmp(name, formats[f]) == 0)
            return (format)f;
    return AUTO;
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
    bk__arena_init(&r->rows, ctx);
    bk__buf_init(&r->hold, ctx);
    bk__map_init(&r->ids, ctx);
    r->want = format_of(opts->format);
    r->limit = opts->limit;
    st = bk__names_init(&r->names, ctx, opts->fields);
    if (st == BK_OK)
        st = bk__preparer_init(&r->preparer, ctx, &r->names, opts->lang);
    for (size_t i = 0; i < n && st == BK_OK; i++)
        st = bk__paths_add(&r->paths, paths[i], &r->problems);
    if (st != BK_OK) {
        bk_reader_close(r);
        return st;
    }
    *out = r;
    return BK_OK;
}

static void drop_wave(bk_reader *r)
{
    for (size_t i = 0; i < r->n_chunks; i++)
        bk__arena_clear(&r->chunk[i]);
    bk__free(r->ctx, r->chunk);
    r->chunk = NULL;
    r->n_chunks = 0;
    bk__arena_clear(&r->rows);
    r->n = r->at = 0;
}

/* The file's bytes and sum go to the list of inputs. */
static bk_status close_file(bk_reader *r, bool keep)
{
    bk_status st = BK_OK;
    if (r->stream && keep) {
        st = bk__stream_drain(r->stream);
        if (st == BK_EIO)
            st = BK_OK; /* said already */
        bk__stream_sum(r->stream, &r->input[r->n_inputs - 1].bytes,
                       r->input[r->n_inputs - 1].sha256);
    }
    bk__stream_close(r->stream);
    r->stream = NULL;
    bk__csv_free(r->csv);
    r->csv = NULL;
    r->hold.n = r->used = 0;
    return st;
}

void bk_reader_close(bk_reader *r)
{
    if (!r)
        return;
    close_file(r, false);
    drop_wave(r);
    bk__free(r->ctx, r->record);
    bk__paths_clear(&r->paths);
    bk__problems_clear(&r->problems);
    bk__free(r->ctx, r->input);
    bk__free(r->ctx, r->hash);
    bk__map_clear(&r->ids);
    bk__buf_clear(&r->hold);
    bk__preparer_clear(&r->preparer);
    bk__names_clear(&r->names);
    bk__free(r->ctx, r);
}

static bk_status open_file(bk_reader *r, const char *path)
{
    bk_status st;
    r->file = bk__str(path);
    if (r->n_inputs == r->cap_inputs) {
        size_t cap = r->cap_inputs ? 2 * r->cap_inputs : 64;
        bk_input *p = bk__resize_array(r->ctx, r->input, cap, sizeof *p);
        if (!p)
            return BK_ENOMEM;
        r->input = p;
        r->cap_inputs = cap;
    }
    st = bk__stream_open(r->ctx, &r->stream, path);
    if (st == BK_EIO)
        return problem_of_failure(r, 0, "unreadable", BK_SKIPPED);
    if (st != BK_OK)
        return st;
    r->input[r->n_inputs] = (bk_input){.path = r->file};
    r->n_inputs++;
    r->mode = r->want;
    r->ended = r->torn = false;
    r->first = true;
    r->cutter = (bk__cutter){.lines = true};
    r->long_line = 0;
    return BK_OK;
}

/* ---- reading --------------------------------------------------------------- */

/* What came out of a damaged file that could be read to its end is kept. */
static bk_status check_end(bk_reader *r)
{
    bk_status st = bk__stream_check(r->stream);
    return st == BK_EFORMAT ? problem_of_failure(r, 0, "damaged", BK_NOTED)
           : st == BK_EIO   ? problem_of_failure(r, 0, "unreadable", BK_NOTED)
                            : st;
}

/* Until hold has `want` bytes that are not cut yet, or the file ends. */
static bk_status fill_hold(bk_reader *r, size_t want)
{
    bk_str block;
    bk_status st = BK_OK;
    if (r->used > 0) {
        memmove(r->hold.p, r->hold.p + r->used, r->hold.n - r->used);
        r->hold.n -= r->used;
        bk__cut_forget(&r->cutter, r->used);
        r->used = 0;
    }
    while (!r->ended && r->hold.n < want) {
        st = bk__stream_next(r->stream, &block);
        if (st == BK_OK)
            st = bk__buf_add(&r->hold, block);
        if (st == BK_OK)
            continue;
        r->ended = true;
        if (st == BK_END)
            return check_end(r);
        if (st != BK_EIO && st != BK_EFORMAT)
            return st;
        r->torn = true;
        return problem_of_failure(r, 0, st == BK_EIO ? "unreadable" : "damaged", BK_SKIPPED);
    }
    return st;
}

static bool begins_blank(bk_str *s)
{
    while (s->n > 0 && memchr(" \t\r\n", s->p[0], 4))
        *s = (bk_str){s->p + 1, s->n - 1};
    return s->n > 0;
}

/* Zero bytes, or more than one byte in twenty that steers a terminal and is no space or line. */
static bool binary(bk_str head)
{
    size_t n = head.n < 8192 ? head.n : 8192, control = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)head.p[i];
        if (c == 0)
            return true;
        control += c < 0x20 && !(c >= '\t' && c <= '\r');
    }
    return control > n / 20;
}

/* Why the bytes are no text; NULL where they may be. */
static const char *foreign(bk_str head)
{
    bk_str s = head;
    if (head.n >= 2 && (memcmp(head.p, "\xFF\xFE", 2) == 0 || memcmp(head.p, "\xFE\xFF", 2) == 0))
        return "the file is UTF-16; expected UTF-8";
    if (bk__str_begins(head, BK__STR("%PDF")))
        return "the file is a PDF; expected text, JSON or CSV";
    if (bk__str_begins(head, BK__STR("PK\x03\x04")))
        return "the file is a zip archive or an office document; expected text, JSON or CSV";
    if (binary(head))
        return "the file is binary; expected text, JSON or CSV";
    if (begins_blank(&s) &&
        (bk__str_begins(s, BK__STR("<!DOCTYPE html")) ||
         bk__str_begins(s, BK__STR("<!doctype html")) || bk__str_begins(s, BK__STR("<html"))))
        return "the file is an HTML page; expected text, JSON or CSV";
    return NULL;
}

/* A line that closes what it opens: JSON lines rather than a value over several lines. */
static bool balanced(bk_str line)
{
    bk__cutter c = {.lines = false};
    bk_str value;
    return bk__cut_value(&c, line, false, &value);
}

/* What the name promises where the content does not tell: a table whose header names no text. */
static format by_name(bk_str path)
{
    static const char *const packed[] = {".gz", ".xz", ".zst", ".bz2"};
    for (size_t i = 0; i < sizeof packed / sizeof *packed; i++)
        if (bk__str_ends(path, bk__str(packed[i]))) {
            path.n -= strlen(packed[i]);
            break;
        }
    return bk__str_ends(path, BK__STR(".csv"))   ? CSV
           : bk__str_ends(path, BK__STR(".tsv")) ? TSV
                                                 : TXT;
}

static format sniff(const bk_reader *r, bk_str head)
{
    bk_str s = head, second, line;
    if (s.n >= 3 && memcmp(s.p, "\xEF\xBB\xBF", 3) == 0)
        s = (bk_str){s.p + 3, s.n - 3};
    head = s;
    if (!begins_blank(&s))
        return TXT;
    second = (bk_str){s.p + 1, s.n - 1};
    if (s.p[0] == '{' && begins_blank(&second) && (second.p[0] == '"' || second.p[0] == '}')) {
        second = s;
        line = bk__str_cut(&second, '\n');
        return second.n == 0 && line.n >= HEAD / 2 ? JSONL : balanced(line) ? JSONL : JSON;
    }
    if (s.p[0] == '[' && begins_blank(&second) && (second.p[0] == '{' || second.p[0] == ']'))
        return JSON;
    return bk__csv_sniff(head, &r->names) ? CSV : by_name(r->file);
}

static bk_status begin_file(bk_reader *r)
{
    bk_str head;
    char separator = 0;
    const char *why;
    bk_status st = fill_hold(r, HEAD);
    r->first = false;
    if (st != BK_OK)
        return st;
    head = bk__buf_str(&r->hold);
    if (r->torn && head.n == 0)
        return BK_OK;
    if (bk__str_trim(head).n == 0 && r->ended)
        return problem_z(r, "empty-file", BK_SKIPPED, "the file is empty; expected an article");
    why = foreign(head);
    if (why) {
        r->hold.n = 0;
        r->ended = true;
        return problem_z(r, "not-text", BK_SKIPPED, why);
    }
    if (r->mode == AUTO)
        r->mode = sniff(r, head);
    if (head.n >= 3 && memcmp(head.p, "\xEF\xBB\xBF", 3) == 0 && r->mode != TXT) {
        r->used = 3;
        r->cutter.at = r->cutter.begin = 3;
        head = (bk_str){head.p + 3, head.n - 3};
    }
    r->cutter.lines = r->mode == JSONL;
    if (r->mode == CSV || r->mode == TSV) {
        separator = bk__csv_sniff(head, &r->names);
        if (!separator)
            separator = r->mode == TSV ? '\t' : ',';
        st = bk__csv_new(r->ctx, &r->csv, separator, &r->names);
    }
    return st;
}

static bk_status add_record(void *user, bk__record *from)
{
    bk_reader *r = user;
    if (r->n == r->cap) {
        size_t cap = r->cap ? 2 * r->cap : 256;
        bk__record *p = bk__resize_array(r->ctx, r->record, cap, sizeof *p);
        if (!p)
            return BK_ENOMEM;
        r->record = p;
        r->cap = cap;
    }
    r->record[r->n++] = *from;
    return BK_OK;
}

static bk_status too_long(bk_reader *r)
{
    return problem(r, r->file, r->cutter.number + 1, "too-long", BK_SKIPPED,
                   r->cutter.lines ? BK__STR("a record of more than 32 MiB is no article")
                                   : BK__STR("a record of more than 32 MiB is no article; the rest "
                                             "of the file is passed over"));
}

/* Forgets a value that grew too long, up to the next line end (JSON lines) or for good. */
static bk_status pass_long(bk_reader *r)
{
    bk_status st = too_long(r);
    if (!r->cutter.lines) {
        r->hold.n = r->used = 0;
        r->cutter = (bk__cutter){.lines = false};
        r->ended = true;
        return st;
    }
    r->cutter.number++;
    while (st == BK_OK) {
        const char *nl = memchr(r->hold.p, '\n', r->hold.n);
        if (nl) {
            r->used = (size_t)(nl - r->hold.p) + 1;
            break;
        }
        r->used = r->hold.n;
        if (r->ended)
            break;
        r->cutter.at = r->cutter.begin = r->used;
        st = fill_hold(r, 1);
    }
    r->cutter.at = r->cutter.begin = r->used;
    return st;
}

static bk_status wave_json(bk_reader *r)
{
    size_t want = WAVE;
    bk_status st = BK_OK;
    while (st == BK_OK && r->n == 0) {
        bk_str value;
        st = fill_hold(r, want);
        while (st == BK_OK &&
               bk__cut_value(&r->cutter, bk__buf_str(&r->hold), r->ended && !r->torn, &value)) {
            bk__record rec = {.json = value, .line = r->cutter.number};
            if (value.n > BK__RECORD_MOST)
                st = problem(r, r->file, rec.line, "too-long", BK_SKIPPED,
                             BK__STR("a record of more than 32 MiB is no article"));
            else if (value.n > 0)
                st = add_record(r, &rec);
        }
        r->used = bk__cut_done(&r->cutter);
        if (r->ended || r->n > 0)
            break;
        if (r->hold.n - r->used > BK__RECORD_MOST) {
            r->used = 0;
            st = pass_long(r);
        }
        want = r->hold.n - r->used + WAVE;
    }
    return st;
}

static bk_status wave_csv(bk_reader *r)
{
    bk_status st = BK_OK;
    while (st == BK_OK && r->n == 0) {
        st = fill_hold(r, WAVE);
        if (st != BK_OK)
            break;
        bk_str bytes = {r->hold.p + r->used, r->hold.n - r->used};
        st = bk__csv_feed(r->csv, bytes, r->ended && !r->torn, &r->rows, add_record, r);
        r->used = r->hold.n;
        if (st == BK_EFORMAT) {
            r->ended = true;
            st = problem_of_failure(r, 0, "bad-csv", BK_SKIPPED);
        }
        if (r->ended)
            break;
    }
    return st;
}

static bk_status wave_txt(bk_reader *r)
{
    bk__record rec = {.line = 0};
    bk_status st = fill_hold(r, BK__RECORD_MOST + 1);
    if (st != BK_OK || r->torn) {
        r->used = r->hold.n;
        return st;
    }
    if (r->hold.n > BK__RECORD_MOST) {
        r->ended = true;
        r->used = r->hold.n;
        return problem_z(r, "too-long", BK_SKIPPED, "a text of more than 32 MiB is no article");
    }
    rec.field[BK__FIELD_TEXT] = bk__buf_str(&r->hold);
    r->used = r->hold.n;
    return add_record(r, &rec);
}

static bk_status work_chunk(void *user, int64_t chunk, int worker)
{
    bk_reader *r = user;
    bk__arena *a = &r->chunk[chunk];
    size_t from = (size_t)chunk * CHUNK, to = from + CHUNK < r->n ? from + CHUNK : r->n;
    bk_status st = BK_OK;
    (void)worker;
    for (size_t i = from; i < to && st == BK_OK; i++) {
        bk__record *rec = &r->record[i];
        if (rec->json.p)
            st = bk__json_record(r->ctx, rec, &r->names, a);
        if (st == BK_OK && !rec->broken)
            st = bk__prepare(&r->preparer, rec, a);
    }
    return st;
}

/* Fills the wave; BK_END where the file has no more. */
static bk_status next_wave(bk_reader *r)
{
    bk_status st = BK_OK;
    drop_wave(r);
    if (r->first)
        st = begin_file(r);
    if (st != BK_OK)
        return st;
    if (r->ended && r->hold.n == r->used)
        return BK_END;
    st = r->mode == TXT ? wave_txt(r) : r->csv ? wave_csv(r) : wave_json(r);
    if (st != BK_OK || r->n == 0)
        return st != BK_OK ? st : r->ended ? (r->used = r->hold.n, BK_END) : BK_OK;
    r->n_chunks = (size_t)bk__chunks((int64_t)r->n, CHUNK);
    r->chunk = bk__alloc_array(r->ctx, r->n_chunks, sizeof *r->chunk);
    if (!r->chunk) {
        r->n_chunks = 0;
        return BK_ENOMEM;
    }
    for (size_t i = 0; i < r->n_chunks; i++)
        bk__arena_init(&r->chunk[i], r->ctx);
    return bk__par_for(r->ctx, NULL, (int64_t)r->n_chunks, work_chunk, r);
}

/* ---- handing out ----------------------------------------------------------- */

/* File name without folders and endings. */
static bk_str stem(bk_str path)
{
    static const char *const ends[] = {".gz",    ".xz",   ".zst", ".bz2", ".txt",
                                       ".jsonl", ".json", ".csv", ".tsv", ".ndjson"};
    bk_str s = path;
    if (bk__str_eq(path, BK__STR("-")))
        return BK__STR("stdin");
    for (size_t i = s.n; i > 0; i--)
        if (s.p[i - 1] == '/') {
            s = (bk_str){s.p + i, s.n - i};
            break;
        }
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (s.n > strlen(ends[i]) && bk__str_ends(s, bk__str(ends[i])))
            s.n -= strlen(ends[i]);
    return s;
}

static bk_status keep_hash(bk_reader *r, uint32_t id, uint64_t hash)
{
    if (id >= r->cap_hash) {
        size_t cap = r->cap_hash ? 2 * r->cap_hash : 1024;
        uint64_t *p = bk__resize_array(r->ctx, r->hash, cap, sizeof *p);
        if (!p)
            return BK_ENOMEM;
        r->hash = p;
        r->cap_hash = cap;
    }
    r->hash[id] = hash;
    return BK_OK;
}

/* The id as it is kept in the map; renamed where another text has it; skipped where the same has.
 */
static bk_status take_id(bk_reader *r, bk__record *rec, bool given)
{
    bk_str id = rec->field[BK__FIELD_ID], name = id;
    char text[600], what[700];
    uint32_t k;
    bool added;
    bk_status st;
    for (int copy = 2;; copy++) {
        st = bk__map_put(&r->ids, name, &k, &added);
        if (st != BK_OK)
            return st;
        if (added)
            break;
        if (r->hash[k] == rec->hash) {
            rec->skip = true;
            snprintf(what, sizeof what, "the article \"%.*s\" was read before",
                     (int)(id.n < 500 ? id.n : 500), id.p);
            return problem(r, r->file, rec->line, "duplicate-id", BK_SKIPPED, bk__str(what));
        }
        snprintf(text, sizeof text, "%.*s#%d", (int)(id.n < 500 ? id.n : 500), id.p, copy);
        name = bk__str(text);
    }
    st = keep_hash(r, k, rec->hash);
    rec->field[BK__FIELD_ID] = bk__map_key(&r->ids, k);
    if (st == BK_OK && name.p != id.p) {
        snprintf(what, sizeof what, "another article has the id \"%.*s\"; this one is called %s",
                 (int)(id.n < 250 ? id.n : 250), id.p, text);
        st = problem(r, r->file, rec->line, "duplicate-id", given ? BK_REPAIRED : BK_NOTED,
                     bk__str(what));
    }
    return st;
}

static bk_status name_record(bk_reader *r, bk__record *rec)
{
    char text[600];
    bk_str s = stem(r->file);
    if (rec->field[BK__FIELD_ID].p)
        return take_id(r, rec, true);
    rec->inferred |= BK_INFERRED_ID;
    if (rec->line)
        snprintf(text, sizeof text, "%.*s:%llu", (int)(s.n < 500 ? s.n : 500), s.p,
                 (unsigned long long)rec->line);
    else
        snprintf(text, sizeof text, "%.*s", (int)(s.n < 500 ? s.n : 500), s.p);
    if (bk__utf8_valid(bk__str(text)) < strlen(text))
        snprintf(text, sizeof text, "file:%zu", r->n_inputs);
    rec->field[BK__FIELD_ID] = bk__str(text);
    return take_id(r, rec, false);
}

/* Parses once more, here, so that the message says what was wrong. */
static bk_status say_broken(bk_reader *r, const bk__record *rec)
{
    bk__json *j;
    bk_status st = bk__json_parse(r->ctx, &j, rec->json, "");
    if (st == BK_ENOMEM)
        return st;
    if (st == BK_OK) {
        bk__json_free(j);
        return problem(r, r->file, rec->line, "bad-json", BK_SKIPPED,
                       BK__STR("expected a JSON object with the fields of an article"));
    }
    return problem_of_failure(r, rec->line, "bad-json", BK_SKIPPED);
}

static bk_status hand_out(bk_reader *r, bk__record *rec, bk_article *out, bool *given)
{
    bk_status st = BK_OK;
    *given = false;
    if (rec->broken)
        return say_broken(r, rec);
    for (bk__fault *f = rec->faults; f && st == BK_OK; f = f->next)
        st = problem(r, r->file, rec->line, f->kind, f->action, f->what);
    if (st == BK_OK && !rec->skip)
        st = name_record(r, rec);
    if (st != BK_OK || rec->skip)
        return st;
    *out = (bk_article){.id = rec->field[BK__FIELD_ID],
                        .source = rec->field[BK__FIELD_SOURCE],
                        .title = rec->field[BK__FIELD_TITLE],
                        .text = rec->field[BK__FIELD_TEXT],
                        .url = rec->field[BK__FIELD_URL],
                        .lang = rec->field[BK__FIELD_LANG],
                        .place = rec->field[BK__FIELD_PLACE],
                        .file = r->file,
                        .line = rec->line,
                        .published = rec->published,
                        .inferred = rec->inferred};
    r->input[r->n_inputs - 1].articles++;
    r->given++;
    *given = true;
    return BK_OK;
}

bk_status bk_reader_next(bk_reader *r, bk_article *out)
{
    bk_status st = BK_OK;
    bool given = false;
    *out = (bk_article){.published = BK_NO_DATE};
    while (st == BK_OK && !given) {
        if (r->limit > 0 && r->given >= r->limit) {
            drop_wave(r);
            st = r->stream ? close_file(r, true) : BK_OK;
            return st == BK_OK ? BK_END : st;
        }
        if (r->at < r->n) {
            st = hand_out(r, &r->record[r->at++], out, &given);
        } else if (r->stream) {
            st = next_wave(r);
            if (st == BK_END) {
                drop_wave(r);
                st = close_file(r, true);
            }
        } else if (r->next_path < r->paths.n) {
            st = bk__cancelled(r->ctx);
            if (st == BK_OK)
                st = open_file(r, r->paths.at[r->next_path++]);
        } else {
            return BK_END;
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
