/* par.c - the pool: chunked for and ordered pipeline.
 *
 * The caller is worker 0; threads 1..n-1 start on first use and sleep between jobs. A job is one
 * function that each worker runs once. Chunks are handed out in rising order, so when one fails
 * all lower ones are already taken and run to their end: the lowest failure is the same at any
 * number of threads. */
#include "base/par.h"

#include <sched.h>
#include <signal.h>
#include <string.h>

#include "base/clock.h"
#include "base/core.h"

/* ---- waiting --------------------------------------------------------------------------------
 * Who waits looks for a moment before he sleeps: most waits are shorter than waking up, which may
 * take as long as the waker's turn on the processor. Where workers share processors they sleep at
 * once. */
enum { SPINS = 64 };                 /* between two looks at the clock */
static const double MOMENT = 0.0005; /* s */

struct event {
    pthread_cond_t cond;
    _Atomic uint64_t times; /* it has happened */
};

static void event_init(struct event *e)
{
    pthread_cond_init(&e->cond, NULL);
    e->times = 0;
}

static void relax(void)
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#endif
}

static void look(const _Atomic uint64_t *times, uint64_t before)
{
    double since = bk__clock_seconds();
    do {
        for (int i = 0; i < SPINS; i++) {
            if (atomic_load(times) != before)
                return;
            relax();
        }
        sched_yield(); /* to others on this processor: what is waited for may be one of them */
    } while (bk__clock_seconds() - since < MOMENT);
}

/* The lock is held by the caller of these. It may end without the event. */
static void event_wait(struct event *e, pthread_mutex_t *lock, bool spins)
{
    uint64_t before = atomic_load_explicit(&e->times, memory_order_relaxed);
    if (spins) {
        pthread_mutex_unlock(lock);
        look(&e->times, before);
        pthread_mutex_lock(lock);
    }
    if (atomic_load_explicit(&e->times, memory_order_relaxed) == before)
        pthread_cond_wait(&e->cond, lock);
}

static void event_tell(struct event *e) /* one of those who wait */
{
    atomic_fetch_add(&e->times, 1);
    pthread_cond_signal(&e->cond);
}

static void event_tell_all(struct event *e)
{
    atomic_fetch_add(&e->times, 1);
    pthread_cond_broadcast(&e->cond);
}

/* ---- the pool -------------------------------------------------------------------------------- */
typedef struct bk__job bk__job;
struct bk__job {
    void (*run)(bk__job *job, int worker);
};

struct bk__pool {
    bk_ctx *ctx;
    pthread_mutex_t lock;
    struct event wake, idle;
    bk__job *job;
    uint64_t turn; /* number of jobs given so far */
    int started, busy;
    bool spins; /* each worker may have a processor */
    bool stop;
    struct member {
        bk__pool *pool;
        pthread_t thread;
        int worker;
    } member[]; /* [threads - 1] */
};

/* ---- threads ------------------------------------------------------------------------------ */

static void *member_main(void *arg)
{
    struct member *me = arg;
    bk__pool *p = me->pool;
    uint64_t turn = 0;
    pthread_mutex_lock(&p->lock);
    for (;;) {
        bk__job *job;
        while (!p->stop && p->turn == turn)
            event_wait(&p->wake, &p->lock, p->spins);
        if (p->stop)
            break;
        turn = p->turn;
        job = p->job;
        pthread_mutex_unlock(&p->lock);
        job->run(job, me->worker);
        pthread_mutex_lock(&p->lock);
        if (--p->busy == 0)
            event_tell(&p->idle);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

/* A thread begins on its parent's processor, and waits there for the parent's turn to end (up to
 * 4 ms) although others are free: it is started on another one, and may then go anywhere. */
static bool elsewhere(pthread_attr_t *attr, const cpu_set_t *cpus)
{
    cpu_set_t others = *cpus;
    int here = sched_getcpu();
    if (here < 0 || here >= CPU_SETSIZE || CPU_COUNT(cpus) < 2)
        return false;
    CPU_CLR((size_t)here, &others);
    return pthread_attr_setaffinity_np(attr, sizeof others, &others) == 0;
}

/* Where `away` (NULL: anywhere) is refused, it starts where its parent is. */
static bool start_member(struct member *m, const pthread_attr_t *away, const cpu_set_t *cpus)
{
    if (!away || pthread_create(&m->thread, away, member_main, m) != 0)
        return pthread_create(&m->thread, NULL, member_main, m) == 0;
    pthread_setaffinity_np(m->thread, sizeof *cpus, cpus);
    return true;
}

/* Signals stay with the program's own threads. */
static void start_members(bk__pool *p)
{
    sigset_t all, old;
    cpu_set_t cpus;
    pthread_attr_t attr;
    if (pthread_attr_init(&attr) != 0)
        return;
    bool known = pthread_getaffinity_np(pthread_self(), sizeof cpus, &cpus) == 0;
    bool moved = known && elsewhere(&attr, &cpus);
    p->spins = known && CPU_COUNT(&cpus) >= p->ctx->threads;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    for (int i = 0; i < p->ctx->threads - 1; i++) {
        p->member[i] = (struct member){p, 0, i + 1};
        if (!start_member(&p->member[i], moved ? &attr : NULL, &cpus))
            break; /* fewer workers, the same results */
        p->started++;
    }
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    pthread_attr_destroy(&attr);
}

/* NULL where the caller has to do it alone. */
static bk__pool *pool_of(bk_ctx *ctx)
{
    size_t members = (size_t)ctx->threads - 1;
    bk__pool *p = ctx->pool;
    if (p || members == 0)
        return p;
    p = bk__core_alloc(&ctx->alloc, sizeof *p + members * sizeof p->member[0]);
    if (!p)
        return NULL;
    p->ctx = ctx;
    pthread_mutex_init(&p->lock, NULL);
    event_init(&p->wake);
    event_init(&p->idle);
    ctx->pool = p;
    start_members(p);
    return p;
}

void bk__pool_free(bk__pool *p)
{
    bk_alloc alloc;
    if (!p)
        return;
    pthread_mutex_lock(&p->lock);
    p->stop = true;
    event_tell_all(&p->wake);
    pthread_mutex_unlock(&p->lock);
    for (int i = 0; i < p->started; i++)
        pthread_join(p->member[i].thread, NULL);
    pthread_cond_destroy(&p->idle.cond);
    pthread_cond_destroy(&p->wake.cond);
    pthread_mutex_destroy(&p->lock);
    alloc = p->ctx->alloc;
    bk__core_free(&alloc, p);
}

static void give(bk__pool *p, bk__job *job)
{
    pthread_mutex_lock(&p->lock);
    p->job = job;
    p->busy = p->started;
    p->turn++;
    event_tell_all(&p->wake);
    pthread_mutex_unlock(&p->lock);
}

static void wait_idle(bk__pool *p)
{
    pthread_mutex_lock(&p->lock);
    while (p->busy > 0)
        event_wait(&p->idle, &p->lock, p->spins);
    p->job = NULL;
    pthread_mutex_unlock(&p->lock);
}

/* ---- one piece of work inside a task --------------------------------------------------------- */

static void begin_task(bk__task *t, bk_ctx *ctx, int worker, int64_t chunk)
{
    t->ctx = ctx;
    t->worker = worker;
    t->chunk = chunk;
    t->fail.status = BK_OK;
    t->fail.message[0] = t->fail.where[0] = 0;
    bk__task_now = t;
}

/* A failure that was returned without a record gets its name as the message. */
static void end_task(bk__task *t, bk_status st)
{
    bk__task_now = NULL;
    if (st < 0 && t->fail.status != st) {
        const char *name = bk_status_name(st);
        t->fail.status = st;
        if (!t->fail.message[0])
            memcpy(t->fail.message, name, strlen(name) + 1);
    }
}

/* ---- for ------------------------------------------------------------------------------------ */

typedef struct loop {
    bk__job job; /* first */
    bk_ctx *ctx;
    const char *stage;
    bk__par_fn *fn;
    void *user;
    int64_t chunks;
    _Atomic int64_t next, done;
    atomic_bool stop;
    pthread_mutex_t lock;
    int64_t fail_chunk; /* chunks: none failed */
    bk__failure fail;
} loop;

static void keep_failure(loop *l, const bk__task *t)
{
    pthread_mutex_lock(&l->lock);
    if (t->chunk < l->fail_chunk) {
        l->fail_chunk = t->chunk;
        l->fail = t->fail;
    }
    pthread_mutex_unlock(&l->lock);
    atomic_store(&l->stop, true);
}

static void loop_run(bk__job *job, int worker)
{
    loop *l = (loop *)job;
    bk__task task;
    while (!atomic_load(&l->stop) && !atomic_load_explicit(&l->ctx->cancel, memory_order_relaxed)) {
        int64_t chunk = atomic_fetch_add(&l->next, 1), done;
        bk_status st;
        if (chunk >= l->chunks)
            break;
        begin_task(&task, l->ctx, worker, chunk);
        st = l->fn(l->user, chunk, worker);
        end_task(&task, st);
        if (st < 0)
            keep_failure(l, &task);
        done = atomic_fetch_add(&l->done, 1) + 1;
        if (worker == 0 && l->stage)
            bk__progress(l->ctx, l->stage, (uint64_t)done, (uint64_t)l->chunks);
    }
}

/* Inside a chunk: in this worker alone, failures to the chunk's own record. */
static bk_status loop_nested(bk_ctx *ctx, int64_t chunks, bk__par_fn *fn, void *user)
{
    for (int64_t c = 0; c < chunks; c++) {
        bk_status st = bk__cancelled(ctx);
        if (st == BK_OK)
            st = fn(user, c, bk__task_now->worker);
        if (st < 0)
            return st;
    }
    return BK_OK;
}

bk_status bk__par_for(bk_ctx *ctx, const char *stage, int64_t chunks, bk__par_fn *fn, void *user)
{
    loop l = {.job = {loop_run}, .ctx = ctx, .stage = stage, .fn = fn, .user = user};
    bk__pool *pool;
    if (bk__task_now && bk__task_now->ctx == ctx)
        return loop_nested(ctx, chunks, fn, user);
    if (chunks <= 0)
        return bk__cancelled(ctx);
    l.chunks = l.fail_chunk = chunks;
    pthread_mutex_init(&l.lock, NULL);
    if (stage)
        bk__progress(ctx, stage, 0, (uint64_t)chunks);
    pool = chunks > 1 ? pool_of(ctx) : NULL;
    if (pool)
        give(pool, &l.job);
    loop_run(&l.job, 0);
    if (pool)
        wait_idle(pool);
    pthread_mutex_destroy(&l.lock);
    bk__core_notes(ctx, INT64_MAX);
    if (l.fail_chunk < chunks) {
        bk__core_set(ctx, &l.fail);
        return l.fail.status;
    }
    if (l.done < chunks)
        return bk__cancelled(ctx);
    if (stage)
        bk__progress(ctx, stage, (uint64_t)chunks, (uint64_t)chunks);
    return BK_OK;
}

/* ---- pipeline --------------------------------------------------------------------------------
 * A ring of 2 x workers items. The caller reads the next item while there is a free place, so that
 * the others do not wait while it merges; else merges the oldest when it is done, else works on an
 * item itself, else waits. */

enum state { WAITING, WORKING, DONE };
typedef struct place {
    void *item;
    enum state state;
    bk_status status;
} place;

typedef struct pipe_job {
    bk__job job; /* first */
    bk_ctx *ctx;
    const bk__pipe *p;
    pthread_mutex_t lock;
    struct event work, done;
    bool spins;
    place *at;
    size_t cap;
    int64_t head, taken, tail; /* oldest, first not given to a worker, first not read */
    bool stop;
    int64_t fail_seq;
    bk__failure fail;
} pipe_job;

static place *place_of(pipe_job *j, int64_t seq)
{
    return &j->at[(size_t)seq % j->cap];
}

/* Takes the lowest waiting item and works on it; called and left with the lock held. */
static void work_one(pipe_job *j, int worker, bk__task *task)
{
    int64_t seq = j->taken++;
    place *at = place_of(j, seq);
    bk_status st;
    at->state = WORKING;
    pthread_mutex_unlock(&j->lock);
    begin_task(task, j->ctx, worker, seq);
    st = j->p->work(j->p->user, at->item, worker);
    end_task(task, st);
    pthread_mutex_lock(&j->lock);
    at->status = st;
    at->state = DONE;
    if (st < 0 && seq < j->fail_seq) {
        j->fail_seq = seq;
        j->fail = task->fail;
    }
    event_tell(&j->done);
}

static void pipe_run(bk__job *job, int worker)
{
    pipe_job *j = (pipe_job *)job;
    bk__task task;
    pthread_mutex_lock(&j->lock);
    for (;;) {
        while (!j->stop && j->taken == j->tail)
            event_wait(&j->work, &j->lock, j->spins);
        if (j->stop)
            break;
        work_one(j, worker, &task);
    }
    pthread_mutex_unlock(&j->lock);
}

/* Merges the oldest item, which is done; the lock is held. */
static bk_status merge_one(pipe_job *j)
{
    place *at = place_of(j, j->head);
    void *item = at->item;
    bk_status st = at->status;
    if (st < 0) {
        bk__core_set(j->ctx, &j->fail); /* the oldest: no lower one failed */
        return st;
    }
    j->head++;
    pthread_mutex_unlock(&j->lock);
    bk__core_notes(j->ctx, j->head - 1);
    st = j->p->merge(j->p->user, item);
    pthread_mutex_lock(&j->lock);
    return st < 0 ? st : BK_OK;
}

/* Reads one item into the ring; the lock is held. */
static bk_status read_one(pipe_job *j)
{
    void *item = NULL;
    bk_status st;
    pthread_mutex_unlock(&j->lock);
    st = j->p->read(j->p->user, &item);
    pthread_mutex_lock(&j->lock);
    if (st == BK_OK) {
        *place_of(j, j->tail) = (place){item, WAITING, BK_OK};
        j->tail++;
        event_tell(&j->work);
    }
    return st;
}

/* The caller's part. `last` becomes what reading ended with; what was read before is merged. */
static bk_status pipe_drive(pipe_job *j, bk_status *last, bk__failure *last_fail)
{
    bk__task task;
    bk_status st = BK_OK;
    while (st == BK_OK && (st = bk__cancelled(j->ctx)) == BK_OK) {
        if (*last == BK_OK && j->tail - j->head < (int64_t)j->cap) {
            *last = read_one(j);
            if (*last < 0)
                *last_fail = j->ctx->fail;
        } else if (j->head < j->tail && place_of(j, j->head)->state == DONE) {
            st = merge_one(j);
        } else if (j->taken < j->tail) {
            work_one(j, 0, &task);
        } else if (j->head < j->tail) {
            event_wait(&j->done, &j->lock, j->spins);
        } else {
            break;
        }
    }
    return st;
}

static void drop_rest(pipe_job *j)
{
    for (; j->head < j->tail; j->head++)
        if (j->p->drop)
            j->p->drop(j->p->user, place_of(j, j->head)->item);
}

/* Inside a chunk: in this worker alone, failures to the chunk's own record. */
static bk_status pipe_nested(bk_ctx *ctx, const bk__pipe *p)
{
    bk_status st = BK_OK;
    while (st == BK_OK) {
        void *item = NULL;
        st = bk__cancelled(ctx);
        if (st == BK_OK)
            st = p->read(p->user, &item);
        if (st != BK_OK)
            break;
        st = p->work(p->user, item, bk__task_now->worker);
        if (st >= 0)
            st = p->merge(p->user, item);
        else if (p->drop)
            p->drop(p->user, item);
        if (st > 0)
            st = BK_OK;
    }
    return st < 0 ? st : BK_OK;
}

bk_status bk__par_pipe(bk_ctx *ctx, const bk__pipe *pipe)
{
    pipe_job j = {.job = {pipe_run}, .ctx = ctx, .p = pipe, .fail_seq = INT64_MAX};
    bk__pool *pool;
    bk_status st, last = BK_OK;
    bk__failure last_fail;
    if (bk__task_now && bk__task_now->ctx == ctx)
        return pipe_nested(ctx, pipe);
    pool = pool_of(ctx);
    last_fail.status = BK_OK;
    j.cap = pool ? 2 * ((size_t)pool->started + 1) : 1;
    j.at = bk__calloc(ctx, j.cap, sizeof *j.at);
    if (!j.at)
        return BK_ENOMEM;
    pthread_mutex_init(&j.lock, NULL);
    event_init(&j.work);
    event_init(&j.done);
    j.spins = pool && pool->spins;
    if (pool)
        give(pool, &j.job);
    pthread_mutex_lock(&j.lock);
    st = pipe_drive(&j, &last, &last_fail);
    j.stop = true;
    event_tell_all(&j.work);
    pthread_mutex_unlock(&j.lock);
    if (pool)
        wait_idle(pool);
    drop_rest(&j);
    pthread_cond_destroy(&j.done.cond);
    pthread_cond_destroy(&j.work.cond);
    pthread_mutex_destroy(&j.lock);
    bk__free(ctx, j.at);
    bk__core_notes(ctx, INT64_MAX);
    if (st == BK_OK && last < 0) {
        bk__core_set(ctx, &last_fail);
        st = last;
    }
    return st;
}
