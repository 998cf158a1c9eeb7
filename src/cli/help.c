/* help.c - help from the tables of the options. */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "cli/cli.h"

enum { WIDTH = 80, INDENT = 24 };

static const char *number(const bk_opt *o, double x, char out[40])
{
    static const char unit[] = "TGMK";
    double size = 0x1p40;
    for (int i = 0; o->type == BK_OPT_SIZE && i < 4; i++, size /= 1024)
        if (x >= size && fmod(x, size) == 0) {
            snprintf(out, 40, "%.0f%c", x / size, unit[i]);
            return out;
        }
    snprintf(out, 40, x == trunc(x) && fabs(x) < 1e15 ? "%.0f" : "%g", x);
    return out;
}

static void choices(const bk_opt *o, char *out, size_t size)
{
    size_t n = (size_t)snprintf(out, size, "one of ");
    for (size_t i = 0; o->choices && o->choices[i] && n < size; i++)
        n += (size_t)snprintf(out + n, size - n, "%s%s", i ? ", " : "", o->choices[i]);
}

/* Ends that only the type sets are no ends. */
static bool is_open(const bk_opt *o)
{
    return o->max >= (o->type == BK_OPT_INT ? 2147483647.0 : 1e12);
}

const char *option_range(const bk_opt *o, char *out, size_t size)
{
    char low[40], high[40], def[40];
    out[0] = 0;
    if (o->type == BK_OPT_BOOL)
        return out;
    if (o->type == BK_OPT_STR) {
        if (o->text_def)
            snprintf(out, size, "default %s", o->text_def);
        return out;
    }
    if (o->type == BK_OPT_ENUM) {
        choices(o, out, size);
        size_t n = strlen(out);
        if (o->text_def)
            snprintf(out + n, size - n, "; default %s", o->text_def);
        return out;
    }
    number(o, o->def, def);
    if (is_open(o))
        snprintf(out, size, "at least %s, default %s", number(o, o->min, low), def);
    else
        snprintf(out, size, "%s to %s, default %s", number(o, o->min, low), number(o, o->max, high),
                 def);
    return out;
}

/* Words of `text` in lines of WIDTH, each behind `indent` blanks; the first line is at `column`. */
static void put_wrapped(FILE *to, const char *text, int indent, int column)
{
    bool first = true;
    while (*text) {
        int n = (int)strcspn(text, " ");
        if (!first && column + 1 + n > WIDTH) {
            fprintf(to, "\n%*s", indent, "");
            column = indent;
            first = true;
        }
        fprintf(to, "%s%.*s", first ? "" : " ", n, text);
        column += n + !first;
        first = false;
        text += n;
        text += strspn(text, " ");
    }
    fputc('\n', to);
}

static void put_option(FILE *to, const bk_opt *o)
{
    char text[1200], range[400], letter[8] = "    ";
    const char *unit = cli_unit(o);
    if (cli_short(o->name))
        snprintf(letter, sizeof letter, "-%c, ", cli_short(o->name));
    int n = snprintf(text, sizeof text, "  %s--%s%s%s%s", letter, cli_is_negated(o) ? "[no-]" : "",
                     o->name, unit[0] ? " " : "", unit);
    fputs(text, to);
    if (n + 2 > INDENT)
        fprintf(to, "\n%*s", INDENT, "");
    else
        fprintf(to, "%*s", INDENT - n, "");
    option_range(o, range, sizeof range);
    snprintf(text, sizeof text, "%c%s%s%s%s", toupper((unsigned char)o->help[0]), o->help + 1,
             range[0] ? " [" : "", range, range[0] ? "]" : "");
    put_wrapped(to, text, INDENT, INDENT);
}

static void put_options(FILE *to, uint64_t bits)
{
    const char *title, *last = "";
    const bk_opt *o;
    for (size_t i = 0; (o = cli_option(bits, i, &title)); i++) {
        if (strcmp(title, last) != 0)
            fprintf(to, "\n%s%s%s\n", bold(true), title, bold(false));
        last = title;
        put_option(to, o);
    }
}

static void put_about(FILE *to, const char *about)
{
    char line[2000];
    while (*about) {
        size_t n = strcspn(about, "\n");
        snprintf(line, sizeof line, "%.*s", (int)n, about);
        fputc('\n', to);
        put_wrapped(to, line, 0, 0);
        about += n;
        about += strspn(about, "\n");
    }
}

void help_cmd(FILE *to, const cli_cmd *cmd)
{
    fprintf(to, "%sbingkai %s%s %s\n", bold(true), cmd->name, bold(false), cmd->operands);
    put_about(to, cmd->about);
    for (const cli_example *e = cmd->examples; e->what; e++)
        fprintf(to, "%s  %s\n      %s\n", e == cmd->examples ? "\n" : "", e->command, e->what);
    put_options(to, (cmd->groups | GROUP_GENERAL) & ~(uint64_t)GROUP_PAGES);
}

static void put_commands(FILE *to)
{
    for (size_t i = 0; cli_cmds[i]; i++)
        fprintf(to, "  %-11s %s\n", cli_cmds[i]->name, cli_cmds[i]->summary);
}

void help_short(FILE *to)
{
    fprintf(to,
            "bingkai reads news articles and reports how they frame the relations between\n"
            "China, Russia and the United States.\n\n"
            "  %sbingkai run NEWS -o RESULT%s\n\n"
            "reads the folder NEWS (text, JSON lines, CSV; also compressed) and writes\n"
            "RESULT/report.html to look at and RESULT/study.sqlite to query. Commands:\n\n",
            bold(true), bold(false));
    put_commands(to);
    fputs("\n\"bingkai help COMMAND\" shows what a command takes.\n", to);
}

static int help_run(cli *c)
{
    const char *man = c->opts.man, *shell = c->opts.completion;
    const cli_cmd *cmd = c->n_input > 0 ? cli_cmd_find(c->input[0]) : NULL;
    if (man)
        return man_page(stdout, man) ? EXIT_DONE : usage(c, "there is no manual page \"%s\"", man);
    if (shell) {
        completion(stdout, shell);
        return EXIT_DONE;
    }
    if (c->n_input > 0 && !cmd)
        return unknown_command(c, c->input[0]);
    if (cmd) {
        help_cmd(stdout, cmd);
        return EXIT_DONE;
    }
    help_short(stdout);
    put_options(stdout, GROUP_GENERAL);
    fputs("\nExit status: 0 done, 1 failed, 2 wrong usage, 3 done but some input was skipped,\n"
          "4 done with topics that were stopped early, 130 interrupted.\n",
          stdout);
    return EXIT_DONE;
}

static const cli_example examples[] = {
    {"What relations finds and which options it takes", "bingkai help relations"},
    {NULL, NULL},
};
const cli_cmd cmd_help = {
    "help",
    "[COMMAND]",
    "show how to use a command",
    "Shows what a command does, examples, and every option with its range and "
    "default.",
    examples,
    GROUP_PAGES,
    help_run};
