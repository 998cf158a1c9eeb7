/* tty.c - standard error: messages, and progress as one line that is drawn again.
 *
 * On a terminal: stage, share, rate, time left, at most ten times a second. Elsewhere: a plain
 * line when a stage ends that took its time (each stage at --log-level info). NO_COLOR is kept,
 * TERM=dumb counts as no terminal. */
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"

static const double LONG_S = 2;

static struct {
    bool quiet, live, color;
    bk_level level;
    char stage[64];
    uint64_t done, total;
    struct measure {
        char name[32]; /* "" */
        double value;
    } measure, next;     /* what the stage gets better at; what it said since */
    double began, drawn; /* seconds */
    bool shown;          /* the line stands on the terminal */
} tty;

static bool is_screen(int fd)
{
    const char *term = getenv("TERM");
    return isatty(fd) && term && term[0] && strcmp(term, "dumb") != 0;
}

static bool may_color(void)
{
    const char *no = getenv("NO_COLOR");
    return !no || !no[0];
}

void tty_init(const cli_opts *opts)
{
    static const char *const names[] = {"error", "warn", "info", "debug"};
    tty.quiet = opts->quiet;
    tty.live = is_screen(2) && !tty.quiet;
    tty.color = is_screen(2) && may_color();
    tty.level = BK_LOG_WARN;
    for (int i = 0; i < 4; i++)
        if (strcmp(opts->log_level, names[i]) == 0)
            tty.level = (bk_level)i;
    if (tty.quiet)
        tty.level = BK_LOG_ERROR;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void tty_clear(void)
{
    if (tty.shown)
        fputs("\r\033[K", stderr);
    tty.shown = false;
}

/* Thousands and millions by a letter. */
static void put_rate(double rate)
{
    static const char *const units[] = {"", " k", " M", " G"};
    int u = 0;
    for (; rate >= 9999.5 && u < 3; u++)
        rate /= 1000;
    fprintf(stderr, "%.*f%s a second", rate < 9.95 ? 1 : 0, rate, units[u]);
}

static void put_measure(void)
{
    if (tty.measure.name[0])
        fprintf(stderr, ", %s %.*f", tty.measure.name, fabs(tty.measure.value) < 10 ? 4 : 1,
                tty.measure.value);
}

static void draw(double at)
{
    double elapsed = at - tty.began, rate = elapsed > 0 ? (double)tty.done / elapsed : 0;
    tty.drawn = at;
    fprintf(stderr, "\r%s: ", tty.stage);
    if (tty.total > 0) {
        double share = (double)tty.done / (double)tty.total;
        fprintf(stderr, "%3.0f %%, ", 100 * (share < 1 ? share : 1));
        put_rate(rate);
        put_measure();
        if (tty.done > 0 && tty.done < tty.total && elapsed > 1)
            fprintf(stderr, ", %.0f s left", (double)(tty.total - tty.done) / rate);
    } else {
        fprintf(stderr, "%" PRIu64 ", ", tty.done);
        put_rate(rate);
    }
    fputs("\033[K", stderr);
    fflush(stderr);
    tty.shown = true;
}

/* What stands of a stage that is over. */
static void end_stage(double at)
{
    double seconds = at - tty.began;
    if (tty.stage[0] && !tty.live && (seconds >= LONG_S || tty.level >= BK_LOG_INFO)) {
        fprintf(stderr, "%s: %" PRIu64 " in %.1f s", tty.stage, tty.done, seconds);
        put_measure();
        fputc('\n', stderr);
    }
    tty.measure = (struct measure){"", 0};
    tty_clear();
    tty.stage[0] = 0;
}

void tty_measure(void *user, const char *name, double value)
{
    (void)user;
    snprintf(tty.next.name, sizeof tty.next.name, "%s", name);
    tty.next.value = value;
}

void tty_progress(void *user, const char *stage, uint64_t done, uint64_t total)
{
    (void)user;
    if (tty.quiet)
        return;
    double at = now();
    if (strncmp(stage, tty.stage, sizeof tty.stage - 1) != 0) {
        end_stage(at);
        snprintf(tty.stage, sizeof tty.stage, "%s", stage);
        tty.began = tty.drawn = at;
    }
    if (tty.next.name[0])
        tty.measure = tty.next;
    tty.next.name[0] = 0;
    tty.done = done;
    tty.total = total;
    if (tty.live && at - tty.drawn >= 0.1)
        draw(at);
}

void tty_log(void *user, bk_level level, const char *message)
{
    static const char *const word[] = {"error: ", "warning: ", "", "debug: "};
    static const char *const color[] = {"\033[31m", "\033[33m", "", ""};
    (void)user;
    if (level > tty.level)
        return;
    tty_clear();
    fprintf(stderr, "bingkai: %s%s%s", tty.color ? color[level] : "", word[level],
            tty.color && color[level][0] ? "\033[0m" : "");
    put_safe(stderr, str_of(message));
    fputc('\n', stderr);
}

/* Names and fields of the input stand in messages: what a terminal would obey does not. */
static void put_message(const char *format, va_list args) __attribute__((format(printf, 1, 0)));
static void put_message(const char *format, va_list args)
{
    char text[8192];
    vsnprintf(text, sizeof text, format, args);
    put_safe(stderr, str_of(text));
}

void say(const char *format, ...)
{
    va_list ap;
    tty_clear();
    fputs("bingkai: ", stderr);
    va_start(ap, format);
    put_message(format, ap);
    va_end(ap);
    fputc('\n', stderr);
}

int usage(cli *c, const char *format, ...)
{
    va_list ap;
    tty_clear();
    fprintf(stderr, "bingkai%s%s: ", c->cmd ? " " : "", c->cmd ? c->cmd->name : "");
    va_start(ap, format);
    put_message(format, ap);
    va_end(ap);
    fprintf(stderr, "\nTry \"bingkai help%s%s\".\n", c->cmd ? " " : "", c->cmd ? c->cmd->name : "");
    return EXIT_USAGE;
}

/* Was it an option, as far as the library can tell? */
static bool is_usage(const cli *c, const bk_error *e)
{
    const bk_opt *o;
    for (size_t i = 0; (o = cli_option(c->cmd->groups | GROUP_GENERAL, i, NULL)); i++)
        if (strcmp(o->name, e->where) == 0)
            return true;
    return false;
}

int fail(cli *c, bk_status st)
{
    const bk_error *e = bk_ctx_error(c->ctx);
    tty_clear();
    if (st == BK_ECANCEL) {
        if (!tty.quiet)
            say("interrupted; nothing was left half-written");
        return EXIT_INTERRUPTED;
    }
    const char *message = e->message[0] ? e->message : bk_status_name(st);
    if (e->where[0] && strncmp(message, e->where, strlen(e->where)) != 0)
        say("%s: %s", e->where, message);
    else
        say("%s", message);
    return st == BK_EINVAL && is_usage(c, e) ? EXIT_USAGE : EXIT_FAILED;
}

int tty_width(void)
{
    struct winsize w;
    if (!isatty(1))
        return 0;
    if (ioctl(1, TIOCGWINSZ, &w) == 0 && w.ws_col >= 20)
        return w.ws_col;
    return 80;
}

const char *bold(bool on)
{
    if (!is_screen(1) || !may_color())
        return "";
    return on ? "\033[1m" : "\033[0m";
}
