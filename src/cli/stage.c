/* stage.c - a stage as a command: open, run, hand the results on.
 *
 * Results go to standard output, into one file, or into a folder that becomes a study. */
#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "cli/cli.h"

/* ---- where to and in which shape --------------------------------------------------------------
 */

typedef enum target { TO_STDOUT, TO_FILE, TO_FOLDER } target;

static const char *extension(const char *path)
{
    static const char *const known[] = {"tsv", "jsonl", "json"};
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < 3; i++)
        if (strcmp(dot + 1, known[i]) == 0)
            return known[i];
    return NULL;
}

bool is_table_file(const char *path)
{
    return path && extension(path);
}

int check_folder(cli *c)
{
    static const char *const files[] = {".csv", ".txt", ".html", ".htm", ".xlsx", ".xls", ".sqlite",
                                        ".db",  ".md",  ".xml",  ".bkv", ".mtx",  ".gz",  ".zip"};
    const char *path = c->opts.output, *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof files / sizeof *files; i++)
        if (strcasecmp(dot, files[i]) == 0)
            return usage(c, "-o %s: results go to a folder%s", path,
                         c->cmd == &cmd_run ? "" : ", or to a file in .tsv, .jsonl or .json");
    bk_status st = bk_study_check_dir(c->ctx, path);
    return st == BK_OK ? EXIT_DONE : fail(c, st);
}

static target target_of(const cli *c)
{
    const char *path = c->opts.output;
    if (!path || strcmp(path, "-") == 0)
        return TO_STDOUT;
    return extension(path) || cli_given(c, "format") ? TO_FILE : TO_FOLDER;
}

static const char *format_of(const cli *c)
{
    if (target_of(c) == TO_FILE && !cli_given(c, "format"))
        return extension(c->opts.output);
    return c->opts.format;
}

bool is_for_people(const cli *c)
{
    return strcmp(format_of(c), "table") == 0;
}

/* ---- JSON lines as one array -------------------------------------------------------------------
 */

typedef struct array {
    FILE *to;
    bool some;
} array;

static bk_status to_array(void *user, const char *bytes, size_t n)
{
    array *a = user;
    while (n > 0 && !interrupted()) {
        const char *end = memchr(bytes, '\n', n);
        size_t line = end ? (size_t)(end - bytes) : n;
        fputs(a->some ? ",\n" : "[\n", a->to);
        a->some = true;
        if (fwrite(bytes, 1, line, a->to) != line)
            return BK_EIO;
        line += end != NULL;
        bytes += line;
        n -= line;
    }
    return n > 0 ? BK_ECANCEL : BK_OK;
}

/* ---- handing on --------------------------------------------------------------------------------
 */

/* A result of a study by name, or a table of its own. */
typedef struct result {
    const bk_study *study;
    const char *name;
    const bk_table *table;
} result;

static bk_status write_lines(const result *r, const char *format, bk_write_fn *write, void *user)
{
    if (r->study)
        return bk_study_export(r->study, r->name, format, write, user);
    bool tabs = strcmp(format, "tsv") == 0 || strcmp(format, "cameo") == 0;
    return tabs ? bk_table_tsv(r->table, write, user) : bk_table_jsonl(r->table, write, user);
}

static bk_status write_result(const result *r, const char *format, FILE *to)
{
    array a = {to, false};
    bool one = r->name && strcmp(r->name, "triad") == 0; /* an object of its own */
    if (strcmp(format, "json") != 0 || one)
        return write_lines(r, format, out_bytes, to);
    bk_status st = write_lines(r, "jsonl", to_array, &a);
    if (st == BK_OK)
        fputs(a.some ? "\n]\n" : "[]\n", to);
    return st;
}

/* A reader that went away ends the work quietly. */
static int hand_on_result(cli *c, const result *r)
{
    out_file o;
    if (target_of(c) == TO_STDOUT) {
        bk_status st = write_result(r, format_of(c), stdout);
        return st == BK_OK || ferror(stdout) ? EXIT_DONE : fail(c, st);
    }
    if (!out_open(&o, c->opts.output))
        return EXIT_FAILED;
    bk_status st = write_result(r, format_of(c), o.file);
    return out_close(&o, st == BK_OK || ferror(o.file) ? EXIT_DONE : fail(c, st));
}

int hand_on(cli *c, const bk_table *t)
{
    result r = {NULL, NULL, t};
    if (target_of(c) == TO_FOLDER || (target_of(c) == TO_FILE && is_for_people(c)))
        return usage(c, "-o names a file that ends in .tsv, .jsonl or .json here");
    if (!is_for_people(c))
        return hand_on_result(c, &r);
    put_table(t, NULL, c->opts.rows);
    return EXIT_DONE;
}

/* ---- events ------------------------------------------------------------------------------------
 */

static bool gives_events(const cli *c)
{
    return strcmp(c->opts.format, "plover") == 0 || strcmp(c->opts.format, "cameo") == 0;
}

static int hand_on_events(cli *c, const bk_study *s)
{
    bk_table *t;
    int64_t left_out;
    bk_status st = bk_study_events(s, &t, c->opts.format, &left_out);
    if (st != BK_OK)
        return fail(c, st);
    int code = hand_on_result(c, &(result){NULL, NULL, t});
    if (code == EXIT_DONE && !ferror(stdout) && left_out > 0 && !c->opts.quiet)
        say("%" PRId64 " relation%s without a class of event (quad N) left out", left_out,
            left_out == 1 ? "" : "s");
    bk_table_free(t);
    return code;
}

/* ---- the command -------------------------------------------------------------------------------
 */

static int check(cli *c)
{
    const char *name = c->opts.table;
    if (c->n_input == 0)
        return usage(c, "which articles? Name files, folders, a study, or - for standard input");
    if (name && !bk_schema_find(name))
        return usage(c, "there is no table \"%s\"; man bingkai-formats lists them", name);
    if (name && gives_events(c))
        return usage(c, "--format %s gives events, not a table: leave out --table", c->opts.format);
    if (target_of(c) == TO_FILE && is_for_people(c))
        return usage(c, "--format table is for a terminal; a file is tsv, jsonl or json");
    return target_of(c) == TO_FOLDER ? check_folder(c) : EXIT_DONE;
}

static int show(cli *c, const stage_cmd *what, const bk_study *s, const char *name)
{
    const bk_table *t = bk_study_table(s, name);
    if (!c->opts.table && what->show)
        what->show(c, s);
    else if (t)
        put_table(t, NULL, c->opts.rows);
    else
        return usage(c, "this stage makes no table \"%s\"", name);
    return EXIT_DONE;
}

/* Why a table that was named is empty. */
static void say_empty(const cli *c, const bk_study *s)
{
    static const char *const asked[][2] = {{"topic_contrast", "contrast"},
                                           {"topic_choice", "choose"},
                                           {"topic_moves", "update"},
                                           {"collocations", "collocations"}};
    const char *name = c->opts.table, *option = NULL;
    const bk_table *t = name ? bk_study_table(s, name) : NULL;
    if (!t || bk_table_rows(t) > 0 || c->opts.quiet)
        return;
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
        if (strcmp(asked[i][0], name) == 0 && !cli_given(c, asked[i][1]))
            option = asked[i][1];
    say("note: %s has no rows%s%s", name, option ? ": it is filled with --" : "",
        option ? option : "");
}

int run_stage(cli *c, const stage_cmd *what)
{
    bk_study *s = NULL;
    const char *name = c->opts.table ? c->opts.table : what->table;
    int code = check(c);
    if (code != EXIT_DONE)
        return code;
    char *aside = NULL;
    bool beyond = what->stages == BK_STAGE_TOPICS && is_beyond_memory(c);
    bk_status st = beyond ? open_aside(c, &s, &aside)
                          : bk_study_open(c->ctx, &s, c->input, c->n_input, &c->opts.study);
    if (st == BK_OK)
        st = bk_study_topics_to(s, c->opts.export_topics);
    if (st == BK_OK)
        st = bk_study_run(s, what->stages);
    if (st == BK_OK && bk_study_stopped(s))
        signals_heard();
    if (st == BK_OK && c->opts.save_model)
        st = bk_study_save_topics(s, c->opts.save_model);
    if (st == BK_OK && target_of(c) == TO_FOLDER)
        st = bk_study_write(s, c->opts.output);
    tty_clear();
    if (st != BK_OK)
        code = fail_study(c, s, st);
    else if (target_of(c) == TO_FOLDER)
        code = EXIT_DONE;
    else if (gives_events(c))
        code = hand_on_events(c, s);
    else if (is_for_people(c))
        code = show(c, what, s, name);
    else
        code = hand_on_result(c, &(result){s, name, NULL});
    if (code == EXIT_DONE) {
        say_empty(c, s);
        code = reading_code(s);
    }
    bk_study_free(s);
    close_aside(aside);
    return code;
}
