/* man.c - manual pages from the tables: bingkai(1), bingkai-COMMAND(1), bingkai-formats(5). */
#include <ctype.h>
#include <string.h>

#include "cli/cli.h"

/* Text for troff: no line begins a request, a hyphen is a hyphen-minus. */
static void put(FILE *to, const char *text)
{
    bool begin = true;
    for (; *text; text++) {
        if (begin && (*text == '.' || *text == '\''))
            fputs("\\&", to);
        if (*text == '\\')
            fputs("\\e", to);
        else if (*text == '-')
            fputs("\\-", to);
        else
            fputc(*text, to);
        begin = *text == '\n';
    }
}

static void put_upper(FILE *to, const char *text)
{
    for (; *text; text++)
        fputc(toupper((unsigned char)*text), to);
}

/* With a capital and a stop. */
static void put_sentence(FILE *to, const char *text)
{
    char copy[1000];
    snprintf(copy, sizeof copy, "%s", text);
    copy[0] = (char)toupper((unsigned char)copy[0]);
    put(to, copy);
    fputs(".\n", to);
}

static void head(FILE *to, const char *name, int section, const char *summary)
{
    fputs(".\\\" made by bingkai help --man\n.TH \"", to);
    put_upper(to, name);
    fprintf(to, "\" %d \"\" \"bingkai %s\" \"%s\"\n.SH NAME\n", section, bk_version(),
            section == 1 ? "User Commands" : "File Formats");
    put(to, name);
    fputs(" \\- ", to);
    put(to, summary);
    fputc('\n', to);
}

static void paragraphs(FILE *to, const char *text)
{
    char line[2000];
    for (bool first = true; *text; first = false) {
        size_t n = strcspn(text, "\n");
        snprintf(line, sizeof line, "%.*s", (int)n, text);
        if (!first)
            fputs(".PP\n", to);
        put(to, line);
        fputc('\n', to);
        text += n;
        text += strspn(text, "\n");
    }
}

static void option(FILE *to, const bk_opt *o)
{
    char range[400];
    option_range(o, range, sizeof range);
    fputs(".TP\n", to);
    if (cli_short(o->name))
        fprintf(to, "\\fB\\-%c\\fR, ", cli_short(o->name));
    fputs("\\fB\\-\\-", to);
    put(to, cli_is_negated(o) ? "[no-]" : "");
    put(to, o->name);
    fputs("\\fR", to);
    if (cli_unit(o)[0]) {
        fputs(" \\fI", to);
        put(to, cli_unit(o));
        fputs("\\fR", to);
    }
    fputc('\n', to);
    put_sentence(to, o->help);
    if (range[0]) {
        put_sentence(to, range);
    }
}

static void options(FILE *to, uint64_t bits)
{
    const char *title, *last = "";
    const bk_opt *o;
    fputs(".SH OPTIONS\n", to);
    for (size_t i = 0; (o = cli_option(bits, i, &title)); i++) {
        if (strcmp(title, last) != 0)
            fprintf(to, ".SS %s\n", title);
        last = title;
        option(to, o);
    }
}

static void status(FILE *to)
{
    static const char *const rows[] = {"0",   "done",
                                       "1",   "failed; the message says what and where",
                                       "2",   "wrong usage",
                                       "3",   "done, but some of the input was skipped",
                                       "4",   "done; a signal ended the topics early",
                                       "130", "interrupted; nothing is left half-written"};
    fputs(".SH EXIT STATUS\n", to);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i += 2) {
        fprintf(to, ".TP\n\\fB%s\\fR\n", rows[i]);
        put(to, rows[i + 1]);
        fputc('\n', to);
    }
}

static void example_list(FILE *to, const cli_cmd *cmd)
{
    for (const cli_example *e = cmd->examples; e->what; e++) {
        fputs(".PP\n", to);
        put(to, e->what);
        fputs(":\n.PP\n.RS 4\n.nf\n", to);
        put(to, e->command);
        fputs("\n.fi\n.RE\n", to);
    }
}

static void files(FILE *to)
{
    size_t n;
    const bk_study_result *r = bk_study_results(&n);
    fputs(".SH FILES\nA study is a folder with these files; \\fBbingkai\\-formats\\fR(5) has their "
          "shapes.\n",
          to);
    for (size_t i = 0; i < n; i++) {
        fputs(".TP\n\\fI", to);
        put(to, r[i].file);
        fputs("\\fR\n", to);
        put(to, r[i].help);
        fputc('\n', to);
    }
}

static void command_page(FILE *to, const cli_cmd *cmd)
{
    char name[40];
    snprintf(name, sizeof name, "bingkai-%s", cmd->name);
    head(to, name, 1, cmd->summary);
    fprintf(to, ".SH SYNOPSIS\n\\fBbingkai %s\\fR [\\fIOPTION\\fR]...\n", cmd->name);
    put(to, cmd->operands);
    fputs("\n.SH DESCRIPTION\n", to);
    paragraphs(to, cmd->about);
    options(to, (cmd->groups | GROUP_GENERAL) & ~(uint64_t)GROUP_PAGES);
    status(to);
    fputs(".SH EXAMPLES\n", to);
    example_list(to, cmd);
    files(to);
    fputs(".SH SEE ALSO\n\\fBbingkai\\fR(1), \\fBbingkai\\-formats\\fR(5)\n", to);
}

static void main_page(FILE *to)
{
    head(to, "bingkai", 1, "how news frames the relations between countries");
    fputs(".SH SYNOPSIS\n\\fBbingkai\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR]... \\fIINPUT\\fR...\n"
          ".SH DESCRIPTION\n",
          to);
    put(to, "bingkai reads news articles, Indonesian or English, and reports what resembles what, "
            "what is talked about, and how the articles frame the relations between China, Russia "
            "and the United States: with intervals, and with the sentences behind every number.\n");
    fputs(
        ".PP\nInput is any mix of files and folders, or \\- for standard input: text, JSON lines, "
        "JSON, CSV and TSV, each also as gz, xz, zst or bz2; or the folder of an earlier study.\n"
        ".SH COMMANDS\n",
        to);
    for (size_t i = 0; cli_cmds[i]; i++) {
        fprintf(to, ".TP\n\\fBbingkai\\-%s\\fR(1)\n", cli_cmds[i]->name);
        put(to, cli_cmds[i]->summary);
        fputc('\n', to);
    }
    options(to, GROUP_GENERAL);
    status(to);
    fputs(".SH EXAMPLES\n", to);
    example_list(to, &cmd_run);
    fputs(".SH ENVIRONMENT\n.TP\n\\fBBINGKAI_MODELS\\fR\nFolder of word lists and powers.\n"
          ".TP\n\\fBNO_COLOR\\fR\nNo colours on the terminal.\n"
          ".TP\n\\fBOPENBLAS_CORETYPE\\fR\nKernels that OpenBLAS is to take.\n",
          to);
    files(to);
    fputs(".SH SEE ALSO\n\\fBbingkai\\-run\\fR(1), \\fBbingkai\\-formats\\fR(5)\n", to);
}

static void table(FILE *to, const bk_table_spec *spec)
{
    static const char *const types[] = {"text", "whole number", "number", "time (ISO 8601)",
                                        "JSON"};
    fputs(".SS ", to);
    put(to, spec->name);
    fputc('\n', to);
    put(to, spec->help);
    fputs(".\n", to);
    for (size_t i = 0; i < spec->n; i++) {
        const bk_col *c = &spec->cols[i];
        fputs(".TP\n\\fB", to);
        put(to, c->name);
        fputs("\\fR ", to);
        put(to, types[c->type]);
        if (c->unit[0]) {
            fputs(", ", to);
            put(to, c->unit);
        }
        fputc('\n', to);
        put(to, c->help);
        fputs(".\n", to);
    }
}

static void formats_page(FILE *to)
{
    size_t n;
    const bk_study_result *r = bk_study_results(&n);
    head(to, "bingkai-formats", 5, "files that bingkai writes");
    fputs(".SH SYNOPSIS\n\\fIDIR\\fR/report.html, \\fIDIR\\fR/study.sqlite, ...\n"
          ".SH DESCRIPTION\n",
          to);
    put(to,
        "A study is a folder. Offsets are UTF-8 bytes into the title or the text as it was read, "
        "before cleaning (for a .txt file the whole file is the text); that raw text is in the "
        "column raw of the table articles. Powers are CHN, RUS and USA, or those of --triad; a "
        "dyad is "
        "two of them in "
        "alphabetical order. The commands give the same shapes: bingkai clean --format jsonl those "
        "of "
        "articles.jsonl, bingkai relations --format jsonl those of relations.jsonl, and --table "
        "NAME "
        "--format tsv, jsonl or json any table; json is one array of the objects that jsonl has on "
        "its lines.\n");
    fputs(".SH FILES\n", to);
    for (size_t i = 0; i < n; i++) {
        fputs(".TP\n\\fB", to);
        put(to, r[i].file);
        fputs("\\fR\n", to);
        put(to, r[i].help);
        fputs(".\n", to);
        if (r[i].table) {
            fputs("Columns: table ", to);
            put(to, r[i].table);
            fputs(".\n", to);
        } else if (r[i].shape) {
            fputs(".IP\n", to);
            put(to, r[i].shape);
            fputc('\n', to);
        }
    }
    fputs(
        ".SH TABLES\nThe tables of study.sqlite; the .tsv files have the same columns. In .tsv "
        "files a tab, a line break and a backslash of a text are \\et, \\en and \\e\\e, and a text "
        "that a spreadsheet would run begins with an apostrophe. A table of a stage that was run "
        "stands without rows where nothing was found, so that queries do not fail; topic_contrast, "
        "topic_choice, topic_moves and collocations have rows only with --contrast, --choose, "
        "--update and --collocations. The page lists the tables that are empty.\n",
        to);
    const bk_table_spec *spec = bk_schema(&n);
    for (size_t i = 0; i < n; i++)
        table(to, &spec[i]);
    fputs(".SH ANSWERS\nTables that bingkai similar gives with --pair, and with --against or "
          "--text, those of bingkai train, predict, scale, sample and validate, and events; "
          "no study holds them.\n",
          to);
    const bk_table_spec *const *answer = bk_study_answers(&n);
    for (size_t i = 0; i < n; i++)
        table(to, answer[i]);
    fputs(".SH SEE ALSO\n\\fBbingkai\\fR(1)\n", to);
}

bool man_page(FILE *to, const char *name)
{
    const cli_cmd *cmd = cli_cmd_find(name);
    if (strcmp(name, "bingkai") == 0)
        main_page(to);
    else if (strcmp(name, "formats") == 0)
        formats_page(to);
    else if (cmd)
        command_page(to, cmd);
    else
        return false;
    return true;
}
