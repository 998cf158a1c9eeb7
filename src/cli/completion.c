/* completion.c - what bash and fish complete, from the tables. */
#include <string.h>

#include "cli/cli.h"

static void words_of(FILE *to, const cli_cmd *cmd)
{
    const bk_opt *o;
    for (size_t i = 0; (o = cli_option(cmd->groups | GROUP_GENERAL, i, NULL)); i++) {
        fprintf(to, " --%s", o->name);
        if (cli_is_negated(o))
            fprintf(to, " --no-%s", o->name);
    }
}

/* A pattern a choice option: its values after it. */
static void choice_cases(FILE *to, const cli_cmd *cmd)
{
    const bk_opt *o;
    for (size_t i = 0; (o = cli_option(cmd->groups | GROUP_GENERAL, i, NULL)); i++) {
        if (!o->choices)
            continue;
        fprintf(to, "    %s:--%s)\n        COMPREPLY=($(compgen -W '", cmd->name, o->name);
        for (size_t k = 0; o->choices[k]; k++)
            fprintf(to, "%s%s", k ? " " : "", o->choices[k]);
        fputs("' -- \"$word\"))\n        return ;;\n", to);
    }
}

static void bash(FILE *to)
{
    fputs("# bash completion for bingkai; made by bingkai help --completion bash\n"
          "_bingkai() {\n"
          "    local word=${COMP_WORDS[COMP_CWORD]} last=${COMP_WORDS[COMP_CWORD - 1]} cmd= w\n"
          "    COMPREPLY=()\n"
          "    for w in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
          "        case $w in\n        ",
          to);
    for (size_t i = 0; cli_cmds[i]; i++)
        fprintf(to, "%s%s", i ? " | " : "", cli_cmds[i]->name);
    fputs(") cmd=$w; break ;;\n        esac\n    done\n"
          "    if [ -z \"$cmd\" ] || [ \"$cmd\" = help ]; then\n"
          "        COMPREPLY=($(compgen -W '",
          to);
    for (size_t i = 0; cli_cmds[i]; i++)
        fprintf(to, "%s%s", i ? " " : "", cli_cmds[i]->name);
    fputs(" --help --version' -- \"$word\"))\n        return\n    fi\n"
          "    case $cmd:$last in\n",
          to);
    for (size_t i = 0; cli_cmds[i]; i++)
        choice_cases(to, cli_cmds[i]);
    fputs("    esac\n    if [ \"${word#-}\" != \"$word\" ]; then\n        case $cmd in\n", to);
    for (size_t i = 0; cli_cmds[i]; i++) {
        fprintf(to, "        %s) w='", cli_cmds[i]->name);
        words_of(to, cli_cmds[i]);
        fputs("' ;;\n", to);
    }
    fputs("        esac\n        COMPREPLY=($(compgen -W \"$w\" -- \"$word\"))\n        return\n"
          "    fi\n    COMPREPLY=($(compgen -f -- \"$word\"))\n}\n"
          "complete -o filenames -F _bingkai bingkai\n",
          to);
}

/* Single quotes inside single quotes. */
static void quoted(FILE *to, const char *text, const char *quote)
{
    for (; *text; text++) {
        if (*text == '\'')
            fputs(quote, to);
        else
            fputc(*text, to);
    }
}

static void fish(FILE *to)
{
    fputs("# fish completion for bingkai; made by bingkai help --completion fish\n", to);
    for (size_t i = 0; cli_cmds[i]; i++) {
        const bk_opt *o;
        const char *name = cli_cmds[i]->name;
        fprintf(to, "complete -c bingkai -n __fish_use_subcommand -a %s -d '", name);
        quoted(to, cli_cmds[i]->summary, "\\'");
        fputs("'\n", to);
        for (size_t k = 0; (o = cli_option(cli_cmds[i]->groups | GROUP_GENERAL, k, NULL)); k++) {
            fprintf(to, "complete -c bingkai -n '__fish_seen_subcommand_from %s' -l %s", name,
                    o->name);
            if (o->type != BK_OPT_BOOL)
                fputs(" -r", to);
            if (o->choices)
                fputs(" -f -a '", to);
            for (size_t n = 0; o->choices && o->choices[n]; n++)
                fprintf(to, "%s%s", n ? " " : "", o->choices[n]);
            fputs(o->choices ? "' -d '" : " -d '", to);
            quoted(to, o->help, "\\'");
            fputs("'\n", to);
        }
    }
}

bool completion(FILE *to, const char *shell)
{
    if (strcmp(shell, "bash") == 0)
        bash(to);
    else if (strcmp(shell, "fish") == 0)
        fish(to);
    else
        return false;
    return true;
}
