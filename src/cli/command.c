/* command.c - the sub-commands, and the context that one of them runs in. */
#include <string.h>

#include "cli/cli.h"

const cli_cmd *const cli_cmds[] = {&cmd_run,    &cmd_clean,     &cmd_vectorize, &cmd_similar,
                                   &cmd_topics, &cmd_relations, &cmd_frames,    &cmd_validate,
                                   &cmd_diff,   &cmd_show,      &cmd_help,      NULL};

const cli_cmd *cli_cmd_find(const char *name)
{
    for (size_t i = 0; cli_cmds[i]; i++)
        if (strcmp(cli_cmds[i]->name, name) == 0)
            return cli_cmds[i];
    return NULL;
}

bk_ctx_opts context_opts(const cli_opts *opts)
{
    bk_ctx_opts o = BK_CTX_OPTS_INIT;
    o.threads = opts->threads;
    o.seed = (uint64_t)opts->seed;
    o.memory_bytes = opts->memory;
    o.data_dir = opts->models;
    o.log = tty_log;
    o.progress = tty_progress;
    return o;
}

int context_new(cli *c, const bk_ctx_opts *o)
{
    bk_ctx *ctx;
    if (bk_ctx_new(&ctx, o) != BK_OK) {
        say("no memory for a context");
        return EXIT_FAILED;
    }
    c->ctx = ctx;
    signals_to(ctx);
    return EXIT_DONE;
}

void context_free(cli *c, bk_ctx *before)
{
    signals_to(before);
    bk_ctx_free(c->ctx);
    c->ctx = before;
}

int run_command(cli *c)
{
    bk_ctx_opts o = context_opts(&c->opts);
    int code = context_new(c, &o);
    if (code != EXIT_DONE)
        return code;
    code = c->cmd->run(c);
    tty_clear();
    context_free(c, NULL);
    return code;
}
