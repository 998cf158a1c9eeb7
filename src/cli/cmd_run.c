/* cmd_run.c - from articles to a report: the main job, for operands or for a study file. */
#include <string.h>

#include "cli/cli.h"

/* ---- one study --------------------------------------------------------------------------------
 */

static void put_where(const char *dir)
{
    printf("\nReport   %s/report.html\nDatabase %s/study.sqlite\n", dir, dir);
}

static int summary(cli *c, const bk_study *s, const char *dir)
{
    if (!c->opts.quiet) {
        put_reading(c, s, false);
        put_findings(s);
        put_where(dir);
    }
    return reading_code(s);
}

static int run_operands(cli *c)
{
    bk_study *s = NULL;
    int code = c->opts.dry_run ? EXIT_DONE : check_folder(c);
    if (code != EXIT_DONE)
        return code;
    bk_status st = bk_study_open(c->ctx, &s, c->input, c->n_input, &c->opts.study);
    if (st == BK_OK && c->opts.dry_run) {
        tty_clear();
        put_reading(c, s, true);
        code = reading_code(s);
        bk_study_free(s);
        return code;
    }
    if (st == BK_OK)
        st = bk_study_topics_to(s, c->opts.export_topics);
    if (st == BK_OK)
        st = bk_study_run(s, BK_STAGE_ALL);
    if (st == BK_OK && bk_study_stopped(s))
        signals_heard();
    if (st == BK_OK && c->opts.save_model)
        st = bk_study_save_topics(s, c->opts.save_model);
    if (st == BK_OK)
        st = bk_study_write(s, c->opts.output);
    tty_clear();
    code = st == BK_OK ? summary(c, s, c->opts.output) : fail_study(c, s, st);
    bk_study_free(s);
    return code;
}

/* ---- a study file ------------------------------------------------------------------------------
 */

static bk_status run_job(cli *c, bk_study **s, const bk_study_job *job, bool *stands)
{
    *stands = false;
    bk_status st = bk_study_check_dir(c->ctx, job->output);
    if (st == BK_OK)
        st = bk_study_job_open(c->ctx, s, job);
    if (st == BK_OK)
        st = bk_study_stands(*s, job->output, job->stages, stands);
    if (st != BK_OK || *stands)
        return st;
    st = bk_study_run(*s, job->stages);
    if (st == BK_OK && bk_study_stopped(*s))
        signals_heard();
    return st == BK_OK ? bk_study_write(*s, job->output) : st;
}

static int one_job(cli *c, bk_study **s, const bk_study_job *job)
{
    bool stands;
    bk_status st =
        c->opts.dry_run ? bk_study_job_open(c->ctx, s, job) : run_job(c, s, job, &stands);
    tty_clear();
    if (st != BK_OK)
        return fail_study(c, *s, st);
    if (!c->opts.quiet && job->name[0])
        printf("%s%s%s\n", bold(true), job->name, bold(false));
    if (c->opts.dry_run) {
        put_reading(c, *s, true);
    } else if (stands) {
        if (!c->opts.quiet)
            printf("%s stands; nothing to do\n", job->output);
    } else {
        return summary(c, *s, job->output);
    }
    return reading_code(*s);
}

static int run_jobs(cli *c, const bk_study_file *f)
{
    size_t n;
    const bk_study_job *job = bk_study_file_jobs(f, &n);
    bk_study *s = NULL;
    int code = EXIT_DONE;
    for (size_t i = 0; i < n && (code == EXIT_DONE || code == EXIT_SKIPPED); i++) {
        int now = one_job(c, &s, &job[i]);
        if (i + 1 < n && !c->opts.quiet)
            putchar('\n');
        if (now != EXIT_DONE)
            code = now;
    }
    bk_study_free(s);
    return code;
}

/* The context again, with what the file says about it; options of the command line win. */
static int context_of_file(cli *c, const bk_study_file *f)
{
    bk_ctx_opts o = context_opts(&c->opts);
    bk_ctx_opts given = o;
    bk_study_file_context(f, &o);
    if (cli_given(c, "threads"))
        o.threads = given.threads;
    if (cli_given(c, "seed"))
        o.seed = given.seed;
    if (cli_given(c, "memory"))
        o.memory_bytes = given.memory_bytes;
    if (cli_given(c, "models"))
        o.data_dir = given.data_dir;
    if (cli_given(c, "kernel"))
        o.kernel = given.kernel;
    return context_new(c, &o);
}

/* What belongs to the file alone when it is given. */
static int only_general(cli *c)
{
    static const char *const fine[] = {"threads", "seed",    "memory",    "models", "kernel",
                                       "quiet",   "dry-run", "log-level", NULL};
    for (size_t i = 0; i < c->n_set; i++) {
        size_t k = 0;
        while (fine[k] && strcmp(fine[k], c->set[i].name) != 0)
            k++;
        if (!fine[k])
            return usage(c, "--%s belongs into %s, as \"%s\": ...", c->set[i].name, c->input[0],
                         c->set[i].name);
    }
    return EXIT_DONE;
}

/* The file is read in a context of its own, which must live as long as the file does. */
static int run_file(cli *c)
{
    bk_study_file *f;
    bk_ctx *first = c->ctx;
    int code = only_general(c);
    if (code != EXIT_DONE)
        return code;
    bk_status st = bk_study_file_load(c->ctx, &f, c->input[0]);
    if (st != BK_OK) {
        code = fail(c, st);
        if (st != BK_EIO && !bk_study_file_is(c->ctx, c->input[0]))
            say("If it holds articles, name a folder for the results: -o DIR");
        return code;
    }
    code = context_of_file(c, f);
    if (code == EXIT_DONE) {
        code = run_jobs(c, f);
        context_free(c, first);
    }
    bk_study_file_free(f);
    return code;
}

/* A broken one, or one that is not there, too: what else could a .json alone be meant to be? */
static bool is_study_file(const cli *c)
{
    const char *path = c->input[0], *dot = strrchr(path, '.');
    return bk_study_file_is(c->ctx, path) ||
           (!c->opts.output && !c->opts.dry_run && dot && strcmp(dot, ".json") == 0);
}

static int run(cli *c)
{
    if (c->n_input == 0)
        return usage(c, "which articles? Name files or folders, or - for standard input");
    if (c->n_input == 1 && is_study_file(c))
        return run_file(c);
    if (!c->opts.output && !c->opts.dry_run)
        return usage(c, "where to? Name a folder for the results: -o DIR");
    return run_operands(c);
}

static const cli_example examples[] = {
    {"A folder of articles", "bingkai run news -o result"},
    {"What lies there, before anything is done", "bingkai run news --dry-run"},
    {"Regular work, with every choice in a file", "bingkai run study.json"},
    {NULL, NULL},
};
const cli_cmd cmd_run = {
    "run",
    "INPUT... -o DIR | STUDY.json",
    "read articles, analyse them, write the report",
    "Reads articles, takes out the furniture around them, counts words, finds similar and repeated "
    "articles, topics, actors, quotes, relations and frames, and writes report.html, study.sqlite "
    "and tables into a folder.\n"
    "INPUT is any mix of files and folders, or - for standard input: text, JSON lines, JSON, CSV "
    "and "
    "TSV with a header, each also as gz, xz, zst or bz2; the format is found by content. What "
    "cannot "
    "be read is skipped, counted and listed.\n"
    "A study file is a JSON object with \"inputs\", \"output\", the options by their long names "
    "and, "
    "for several studies of the same articles, \"jobs\"; what already stands is not done again.",
    examples,
    GROUP_RUN | GROUP_FOLDER | GROUP_REPORT | GROUP_TEXT | GROUP_WORDS | GROUP_VECTORS |
        GROUP_NEARDUP | GROUP_SIMILAR | GROUP_TOPICS | GROUP_KEEP | GROUP_TONE,
    run};
