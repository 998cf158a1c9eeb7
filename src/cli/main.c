/* main.c - bingkai COMMAND: reads the command line and hands over. */
#include "cli/cli.h"

int main(int argc, char **argv)
{
    cli c = {0};
    int code = cli_parse(&c, argc, argv);
    if (code == EXIT_DONE) {
        tty_init(&c.opts);
        signals_init();
        if (c.opts.version)
            printf("bingkai %s\n", bk_version());
        else if (!c.cmd)
            help_short(stdout);
        else if (c.opts.help)
            help_cmd(stdout, c.cmd);
        else
            code = run_command(&c);
        code = finish(code);
    }
    cli_clear(&c);
    return code;
}
