/* command.c - the sub-commands, and the context that one of them runs in. */
#include <string.h>

#include "cli/cli.h"

const cli_cmd *const cli_cmds[] = {&cmd_run,      &cmd_clean,     &cmd_vectorize, &cmd_similar,
                                   &cmd_topics,   &cmd_relations, &cmd_frames,    &cmd_sample,
                                   &cmd_validate, &cmd_train,     &cmd_predict,   &cmd_scale,
                                   &cmd_diff,     &cmd_show,      &cmd_help,      NULL};

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
    o.kernel = opts->kernel;
    o.log = tty_log;
    o.progress = tty_progress;
    o.measure = tty_measure;
    return o;
}

void context_free(cli *c, bk_ctx *before)
{
    signals_to(before);
    bk_ctx_free(c->ctx);
    c->ctx = before;
}

/* Kernels that were named are looked for before anything is read. */
int context_new(cli *c, const bk_ctx_opts *o)
{
    bk_ctx *ctx, *before = c->ctx;
    const char *name;
    if (bk_ctx_new(&ctx, o) != BK_OK) {
        say("no memory for a context");
        return EXIT_FAILED;
    }
    c->ctx = ctx;
    signals_to(ctx);
    bool named = o->kernel && strcmp(o->kernel, "auto") != 0;
    bk_status st = named ? bk_blas_name(ctx, &name) : BK_OK;
    int code = st == BK_OK ? EXIT_DONE : fail(c, st);
    if (st != BK_OK)
        context_free(c, before);
    return code;
}

enum { LEAST_MEMORY = 8 << 20 }; /* word lists and one article */

int run_command(cli *c)
{
    bk_ctx_opts o = context_opts(&c->opts);
    if (o.memory_bytes > 0 && o.memory_bytes < LEAST_MEMORY)
        return usage(c, "--memory %llu: so many bytes are too few; the least is 8M (0: no limit)",
                     (unsigned long long)o.memory_bytes);
    int code = check_outputs(c);
    if (code == EXIT_DONE)
        code = context_new(c, &o);
    if (code != EXIT_DONE)
        return code;
    code = c->cmd->run(c);
    tty_clear();
    context_free(c, NULL);
    return code;
}
