/* test_par.c - every chunk once, merge in order, the lowest failure, cancel, nesting. */
#include "base/par.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "support/support.h"

typedef struct job {
    bk_ctx *ctx;
    int64_t n;
    _Atomic int64_t ran;
    int hits[5000];
    int64_t bad_from; /* chunks from here on fail */
    int64_t cancel_at;
} job;

static bk_status chunk_of(void *user, int64_t chunk, int worker)
{
    job *j = user;
    if (worker < 0 || worker >= bk_ctx_threads(j->ctx))
        return BK_EINVAL;
    j->hits[chunk]++;
    j->ran++;
    if (chunk == j->cancel_at)
        bk_ctx_cancel(j->ctx);
    if (chunk >= j->bad_from)
        return bk__fail(j->ctx, BK_EFORMAT, "here", "chunk %lld", (long long)chunk);
    /* a failure that was dealt with leaves no trace */
    bk__fail(j->ctx, BK_ENUMERIC, "inner", "dealt with");
    return BK_OK;
}

static const int counts[] = {1, 2, 3, 8};

static void every_chunk_once(void **state)
{
    static const int64_t sizes[] = {0, 1, 2, 7, 5000};
    (void)state;
    for (int c = 0; c < 4; c++)
        for (int s = 0; s < 5; s++) {
            bk_ctx *ctx = t_ctx(counts[c]);
            job j = {.ctx = ctx, .bad_from = INT64_MAX, .cancel_at = -1};
            t_ok(ctx, bk__par_for(ctx, "test", sizes[s], chunk_of, &j));
            for (int64_t i = 0; i < sizes[s]; i++)
                assert_int_equal(j.hits[i], 1);
            assert_int_equal(bk_ctx_error(ctx)->status, BK_OK);
            t_ctx_free(ctx);
        }
}

static void lowest_failure(void **state)
{
    (void)state;
    for (int c = 0; c < 4; c++) {
        bk_ctx *ctx = t_ctx(counts[c]);
        for (int turn = 0; turn < 50; turn++) {
            job j = {.ctx = ctx, .bad_from = turn * 3, .cancel_at = -1};
            assert_int_equal(bk__par_for(ctx, NULL, 5000, chunk_of, &j), BK_EFORMAT);
            assert_int_equal(bk_ctx_error(ctx)->status, BK_EFORMAT);
            assert_string_equal(bk_ctx_error(ctx)->where, "here");
            {
                char want[40];
                snprintf(want, sizeof want, "chunk %d", turn * 3);
                assert_string_equal(bk_ctx_error(ctx)->message, want);
            }
            for (int64_t i = 0; i < turn * 3; i++)
                assert_int_equal(j.hits[i], 1);
        }
        t_ctx_free(ctx);
    }
}

static void cancelled(void **state)
{
    (void)state;
    for (int c = 0; c < 4; c++) {
        bk_ctx *ctx = t_ctx(counts[c]);
        job j = {.ctx = ctx, .bad_from = INT64_MAX, .cancel_at = 10};
        assert_int_equal(bk__par_for(ctx, NULL, 5000, chunk_of, &j), BK_ECANCEL);
        assert_int_equal(bk_ctx_error(ctx)->status, BK_ECANCEL);
        assert_true(j.ran < 5000);
        j.cancel_at = -1;
        assert_int_equal(bk__par_for(ctx, NULL, 10, chunk_of, &j), BK_ECANCEL);
        t_ctx_free(ctx);
    }
}

static bk_status unrecorded(void *user, int64_t chunk, int worker)
{
    (void)user, (void)worker;
    return chunk == 3 ? BK_ENUMERIC : chunk == 4 ? BK_END : BK_OK;
}

static void unrecorded_failure(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    (void)state;
    assert_int_equal(bk__par_for(ctx, NULL, 9, unrecorded, NULL), BK_ENUMERIC);
    assert_int_equal(bk_ctx_error(ctx)->status, BK_ENUMERIC);
    assert_string_equal(bk_ctx_error(ctx)->message, "BK_ENUMERIC");
    t_ctx_free(ctx);
}

typedef struct outer {
    bk_ctx *ctx;
    int sum[64];
    int fail_inner;
} outer;

typedef struct inner {
    outer *o;
    int64_t chunk;
    int worker;
} inner;

static bk_status inner_chunk(void *user, int64_t chunk, int worker)
{
    inner *in = user;
    if (worker != in->worker)
        return BK_EINVAL;
    in->o->sum[in->chunk] += (int)chunk;
    if (in->o->fail_inner && in->chunk == 20 && chunk == 5)
        return bk__fail(in->o->ctx, BK_ESHAPE, "", "inner");
    return BK_OK;
}

static bk_status outer_chunk(void *user, int64_t chunk, int worker)
{
    outer *o = user;
    inner in = {o, chunk, worker};
    return bk__par_for(o->ctx, "inner", 10, inner_chunk, &in);
}

static void nested(void **state)
{
    (void)state;
    for (int c = 0; c < 4; c++) {
        bk_ctx *ctx = t_ctx(counts[c]);
        outer o = {.ctx = ctx};
        t_ok(ctx, bk__par_for(ctx, NULL, 64, outer_chunk, &o));
        for (int i = 0; i < 64; i++)
            assert_int_equal(o.sum[i], 45);
        o.fail_inner = 1;
        assert_int_equal(bk__par_for(ctx, NULL, 64, outer_chunk, &o), BK_ESHAPE);
        assert_string_equal(bk_ctx_error(ctx)->message, "inner");
        t_ctx_free(ctx);
    }
}

/* ---- pipeline ----------------------------------------------------------------------------------
 */

typedef struct item {
    int64_t number, square;
} item;

typedef struct flow {
    bk_ctx *ctx;
    int64_t n, next, merged;
    int64_t bad_work, bad_merge, bad_read; /* -1: none */
    int64_t dropped, made;
    int64_t cancel_at; /* cancels when so many were merged; 0: never */
} flow;

static bk_status flow_read(void *user, void **out)
{
    flow *f = user;
    item *it;
    if (f->next == f->bad_read)
        return bk__fail(f->ctx, BK_EIO, "", "read %lld", (long long)f->next);
    if (f->next == f->n)
        return BK_END;
    it = bk__alloc(f->ctx, sizeof *it);
    if (!it)
        return BK_ENOMEM;
    it->number = f->next++;
    f->made++;
    *out = it;
    return BK_OK;
}

static bk_status flow_work(void *user, void *p, int worker)
{
    flow *f = user;
    item *it = p;
    (void)worker;
    it->square = it->number * it->number;
    if (f->bad_work >= 0 && it->number >= f->bad_work)
        return bk__fail(f->ctx, BK_EFORMAT, "", "work %lld", (long long)it->number);
    if (it->number % 3 == 0)
        bk__log(f->ctx, BK_LOG_INFO, "%lld", (long long)it->number);
    return BK_OK;
}

static bk_status flow_merge(void *user, void *p)
{
    flow *f = user;
    item *it = p;
    bool right = it->number == f->merged && it->square == it->number * it->number;
    bool bad = it->number == f->bad_merge;
    bk__free(f->ctx, it);
    f->merged++;
    if (f->merged == f->cancel_at)
        bk_ctx_cancel(f->ctx);
    if (bad)
        return bk__fail(f->ctx, BK_EINVAL, "", "merge");
    return right ? BK_OK : BK_ENUMERIC;
}

static void flow_drop(void *user, void *p)
{
    flow *f = user;
    bk__free(f->ctx, p);
    f->dropped++;
}

static bk_status run_flow(flow *f)
{
    bk__pipe p = {f, flow_read, flow_work, flow_merge, flow_drop};
    bk_status st = bk__par_pipe(f->ctx, &p);
    assert_int_equal(f->made, f->merged + f->dropped);
    return st;
}

static void pipeline(void **state)
{
    static const int64_t sizes[] = {0, 1, 2, 5, 1000};
    (void)state;
    for (int c = 0; c < 4; c++) {
        bk_ctx *ctx = t_ctx(counts[c]);
        for (int s = 0; s < 5; s++) {
            flow f = {ctx, sizes[s], 0, 0, -1, -1, -1, 0, 0, 0};
            t_ok(ctx, run_flow(&f));
            assert_int_equal(f.merged, sizes[s]);
        }
        t_ctx_free(ctx);
    }
}

static void pipeline_failures(void **state)
{
    (void)state;
    for (int c = 0; c < 4; c++) {
        bk_ctx *ctx = t_ctx(counts[c]);
        flow work = {ctx, 1000, 0, 0, 77, -1, 90, 0, 0, 0};
        flow merge = {ctx, 1000, 0, 0, -1, 50, -1, 0, 0, 0};
        flow read = {ctx, 1000, 0, 0, -1, -1, 33, 0, 0, 0};
        flow stopped = {ctx, 1000, 0, 0, -1, -1, -1, 0, 0, 0};
        assert_int_equal(run_flow(&work), BK_EFORMAT);
        assert_string_equal(bk_ctx_error(ctx)->message, "work 77");
        assert_int_equal(work.merged, 77);
        assert_int_equal(run_flow(&merge), BK_EINVAL);
        assert_string_equal(bk_ctx_error(ctx)->message, "merge");
        assert_int_equal(merge.merged, 51);
        assert_int_equal(run_flow(&read), BK_EIO);
        assert_string_equal(bk_ctx_error(ctx)->message, "read 33");
        assert_int_equal(read.merged, 33);
        stopped.cancel_at = 20;
        assert_int_equal(run_flow(&stopped), BK_ECANCEL);
        assert_int_equal(bk_ctx_error(ctx)->status, BK_ECANCEL);
        assert_int_equal(stopped.merged, 20);
        assert_int_equal(run_flow(&stopped), BK_ECANCEL);
        t_ctx_free(ctx);
    }
}

static bk_status flow_in_chunk(void *user, int64_t chunk, int worker)
{
    flow f = {user, 20, 0, 0, chunk == 6 ? 4 : -1, -1, -1, 0, 0, 0};
    bk__pipe p = {&f, flow_read, flow_work, flow_merge, flow_drop};
    bk_status st = bk__par_pipe(user, &p);
    (void)worker;
    if (f.made != f.merged + f.dropped)
        return BK_EINVAL;
    return st;
}

/* A pipeline inside a chunk runs in that worker alone and fails like the chunk. */
static void nested_pipeline(void **state)
{
    (void)state;
    for (int c = 0; c < 4; c++) {
        bk_ctx *ctx = t_ctx(counts[c]);
        assert_int_equal(bk__par_for(ctx, NULL, 9, flow_in_chunk, ctx), BK_EFORMAT);
        assert_string_equal(bk_ctx_error(ctx)->message, "work 4");
        t_ctx_free(ctx);
    }
}

static bk_status no_memory_flow(bk_ctx *ctx, void *user)
{
    flow f = {ctx, 30, 0, 0, -1, -1, -1, 0, 0, 0};
    (void)user;
    return run_flow(&f);
}

static void no_memory(void **state)
{
    (void)state;
    for (int c = 0; c < 4; c++)
        t_fail_each(no_memory_flow, NULL, counts[c], 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_chunk_once),
        cmocka_unit_test(lowest_failure),
        cmocka_unit_test(cancelled),
        cmocka_unit_test(unrecorded_failure),
        cmocka_unit_test(nested),
        cmocka_unit_test(pipeline),
        cmocka_unit_test(pipeline_failures),
        cmocka_unit_test(nested_pipeline),
        cmocka_unit_test(no_memory),
    };
    return cmocka_run_group_tests_name("par", tests, NULL, NULL);
}
