/* signal.c - the first Ctrl-C asks the library to stop, the second kills.
 *
 * A fit of topics ends after its sweep and its results are written; anything else is given up. */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

static bk_ctx *volatile running;
static volatile sig_atomic_t stopped;

static void stop(int number)
{
    static const char note[] = "\nbingkai: stopping; again to stop at once\n";
    bk_ctx *ctx = running;
    struct sigaction kill = {0};
    kill.sa_handler = SIG_DFL;
    sigaction(number, &kill, NULL);
    stopped = 1;
    if (ctx)
        bk_ctx_stop(ctx);
    if (number == SIGINT && isatty(2))
        (void)!write(2, note, sizeof note - 1);
}

/* No SA_RESTART: a read that waits for a terminal or a pipe ends too. A signal that the parent
 * ignores stays ignored. A closed pipe is seen as a failed write, not as a signal. */
void signals_init(void)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction a = {0}, old;
    a.sa_handler = stop;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (sigaction(numbers[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            sigaction(numbers[i], &a, NULL);
    a.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &a, NULL);
}

void signals_to(bk_ctx *ctx)
{
    running = ctx;
    if (ctx && stopped)
        bk_ctx_cancel(ctx);
}

void signals_heard(void)
{
    stopped = 0;
}

bool interrupted(void)
{
    return stopped != 0;
}
