/* topic_fit.c - a fit from its first step to its last: progress, checkpoints, an early end. */
#include "model/topic.h"

static const bk_opt table[] = {
    {"checkpoint", "Keep the state of the topics' fit in a file, to go on from after a break",
     "FILE", BK_OPT_STR, offsetof(bk_topic_run, checkpoint), 0, 0, 0, NULL, NULL},
    {"checkpoint-every", "Sweeps between two states that are kept", "N", BK_OPT_INT,
     offsetof(bk_topic_run, every), 20, 1, 100000, NULL, NULL},
    {"resume",
     "Go on from the state in a file of --checkpoint; the same results as without a break", "FILE",
     BK_OPT_STR, offsetof(bk_topic_run, resume), 0, 0, 0, NULL, NULL},
};

const bk_opt *bk_topic_run_opt_table(size_t *n)
{
    *n = sizeof table / sizeof *table;
    return table;
}

static void say(const bk_topic *t)
{
    bk_topic_state s = bk_topic_at(t);
    if (isfinite(s.value))
        bk__measure(t->ctx, s.measure, s.value);
    bk__progress(t->ctx, s.stage, s.done, s.most);
}

/* The step that ends a fit early; what it had before goes to the file. If that cannot be written
 * the topics are there all the same. */
static bk_status stop(bk_topic *t, const char *file)
{
    bk_status st = BK_OK;
    if (file && bk_topic_save(t, file) != BK_OK)
        bk__log(t->ctx, BK_LOG_WARN, "the last state of the fit is not kept: %s: %s",
                bk_ctx_error(t->ctx)->where, bk_ctx_error(t->ctx)->message);
    bk_topic_stop(t);
    while (st == BK_OK)
        st = bk_topic_step(t, NULL);
    say(t);
    return st;
}

static bk_status go(bk_topic *t, const bk_topic_run *run)
{
    bk_status st = BK_OK;
    for (int step = 1; st == BK_OK; step++) {
        if (bk__stop_asked(t->ctx))
            return stop(t, run->checkpoint);
        st = bk_topic_step(t, NULL);
        say(t);
        if (st == BK_OK && run->checkpoint && step % run->every == 0)
            st = bk_topic_save(t, run->checkpoint);
    }
    return st;
}

bk_status bk_topic_fit_with(bk_topic *t, const bk_topic_run *run)
{
    bk_topic_run r = BK_TOPIC_RUN_INIT;
    size_t n;
    const bk_opt *options = bk_topic_run_opt_table(&n);
    if (run)
        r = *run;
    bk_status st = bk_opt_check(t->ctx, options, n, &r, "bk_topic_run");
    if (st == BK_OK && r.resume)
        st = bk_topic_resume(t, r.resume);
    if (st != BK_OK)
        return st;
    bk__fit_begin(t->ctx);
    st = go(t, &r);
    bk__fit_end(t->ctx, st == BK_END && t->stopped);
    return st == BK_END ? BK_OK : st;
}

bk_status bk__topic_fit_whole(bk_topic *t)
{
    bk_status st = BK_OK;
    while (st == BK_OK)
        st = bk__stop_asked(t->ctx) ? bk__fail(t->ctx, BK_ECANCEL, "", "stopped on request")
                                    : bk_topic_step(t, NULL);
    return st == BK_END ? BK_OK : st;
}

bk_status bk_topic_fit(bk_topic *t)
{
    return bk_topic_fit_with(t, NULL);
}
