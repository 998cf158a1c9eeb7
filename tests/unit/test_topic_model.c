/* Topics that are kept: frozen, mapped, gone on with; several chains. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/sparse.h"
#include "support/support.h"

#include <bingkai/theme.h>
#include <bingkai/topic.h>

#include "base/str.h"

enum { K = 4, EACH = 30, OLD = 400, COLS = K * EACH };
static const char *const methods[] = {"nmf", "kmeans", "lda"};

/* Articles of one topic each: 12 terms out of EACH of their own, one of another. Topics from..to.
 */
static bk_csr planted(bk_ctx *ctx, int64_t rows, int from, int to, int64_t cols, uint64_t seed)
{
    t_rand r = {seed};
    bk_csr A = sparse_random(ctx, 1, cols, 1, false, 1);
    bk_csr_free(ctx, &A);
    A = (bk_csr){.rows = rows, .cols = cols};
    double *dense = calloc((size_t)(rows * cols), sizeof *dense);
    for (int64_t i = 0; i < rows; i++) {
        int64_t topic = from + i % (to - from);
        for (int n = 0; n < 12; n++)
            dense[i * cols + topic * EACH + (int64_t)t_below(&r, EACH)] += 1;
        dense[i * cols + (int64_t)t_below(&r, (uint64_t)cols)] += 1;
    }
    bk_csr T = sparse_random(ctx, rows, cols, (int)cols, false, 1);
    int64_t n = 0;
    for (int64_t i = 0; i < rows; i++) {
        A.ptr = T.ptr;
        T.ptr[i] = n;
        for (int64_t c = 0; c < cols; c++)
            if (dense[i * cols + c] > 0) {
                T.col[n] = (uint32_t)c;
                T.val[n++] = (float)dense[i * cols + c];
            }
    }
    T.ptr[rows] = n;
    free(dense);
    return T;
}

static bk_topic *fit(bk_ctx *ctx, const bk_csr *A, const bk_topic_opts *o)
{
    bk_topic *t;
    t_ok(ctx, bk_topic_new(ctx, &t, A, o));
    t_ok(ctx, bk_topic_fit(t));
    return t;
}

static bk_topic_opts options(const char *method)
{
    bk_topic_opts o = BK_TOPIC_OPTS_INIT;
    o.method = method;
    o.topics = K;
    o.max_iter = 40;
    return o;
}

/* The planted topic that most of k's terms are of. */
static int truth(const double *terms, int k, int64_t cols, double *share)
{
    int best = 0;
    double sum[16] = {0};
    for (int64_t c = 0; c < cols; c++)
        sum[c / EACH] += terms[k * cols + c];
    for (int j = 1; j < cols / EACH; j++)
        if (sum[j] > sum[best])
            best = j;
    *share = sum[best];
    return best;
}

static void frozen_topics_stay(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    (void)state;
    for (int m = 0; m < 3; m++) {
        bk_csr A = planted(ctx, OLD, 0, K, COLS, 1), B = planted(ctx, 60, 0, K, COLS, 2);
        bk_topic_opts o = options(methods[m]), held = o;
        bk_topic *t = fit(ctx, &A, &o);
        bk_topic_model *kept;
        t_ok(ctx, bk_topic_keep(t, &kept));
        assert_string_equal(bk_topic_model_method(kept), methods[m]);
        assert_int_equal(bk_topic_model_count(kept), K);
        double *docs = calloc(60 * K, sizeof *docs), one[K], share;
        uint64_t before = bk__hash(bk_topic_model_terms(kept), sizeof(float) * K * COLS);
        t_ok(ctx, bk_topic_apply(ctx, docs, kept, &B));
        assert_int_equal(bk__hash(bk_topic_model_terms(kept), sizeof(float) * K * COLS), before);
        for (int i = 0; i < 60; i++) { /* its own topic, alone as in company */
            int best = 0;
            double sum = 0;
            for (int k = 0; k < K; k++) {
                sum += docs[i * K + k];
                best = docs[i * K + k] > docs[i * K + best] ? k : best;
            }
            assert_true(fabs(sum - 1) < 1e-9);
            assert_int_equal(truth(bk_topic_terms(t), best, COLS, &share), i % K);
            int64_t ptr[2] = {0, B.ptr[i + 1] - B.ptr[i]};
            bk_csr row = {1, COLS, ptr, B.col + B.ptr[i], B.val + B.ptr[i]};
            t_ok(ctx, bk_topic_apply(ctx, one, kept, &row));
            assert_memory_equal(one, docs + i * K, sizeof one);
        }
        if (m == 0) { /* the articles of a fit have the shares that later ones would */
            double *same = calloc(OLD * K, sizeof *same);
            t_ok(ctx, bk_topic_apply(ctx, same, kept, &A));
            for (int j = 0; j < OLD * K; j++)
                assert_true(fabs(same[j] - bk_topic_docs(t)[j]) < 1e-6);
            free(same);
        }
        held.from = kept;
        held.frozen = true;
        bk_topic *f = fit(ctx, &B, &held);
        assert_int_equal(bk_topic_count(f), K);
        for (int i = 0; i < 60 * K; i++)
            assert_true(fabs(bk_topic_docs(f)[i] - docs[i]) < 1e-6);
        for (int64_t i = 0; i < K * COLS; i++)
            assert_true(fabs(bk_topic_terms(f)[i] - bk_topic_terms(t)[i]) < 1e-6);
        bk_topic_free(f);
        free(docs);
        bk_topic_model_free(kept);
        bk_topic_free(t);
        bk_csr_free(ctx, &A);
        bk_csr_free(ctx, &B);
    }
    t_ctx_free(ctx);
}

/* New articles of two of the old topics and of one that is new. */
static void an_update_keeps_numbers(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    (void)state;
    for (int m = 0; m < 3; m++) {
        enum { WIDE = COLS + EACH };
        bk_csr A = planted(ctx, OLD, 0, K, COLS, 1), B = planted(ctx, 240, 2, K + 1, WIDE, 3);
        bk_topic_opts o = options(methods[m]), on = o;
        bk_topic *t = fit(ctx, &A, &o);
        bk_topic_model *kept, *wide;
        uint32_t column[COLS];
        double lost[K], share, old[K];
        bk_topic_move move[K];
        int was[K];
        t_ok(ctx, bk_topic_keep(t, &kept));
        for (int k = 0; k < K; k++)
            was[k] = truth(bk_topic_terms(t), k, COLS, &old[k]);
        for (uint32_t c = 0; c < COLS; c++)
            column[c] = c;
        t_ok(ctx, bk_topic_model_map(ctx, &wide, kept, column, WIDE, lost));
        on.from = wide;
        on.topics = K + 1;
        bk_topic *u = fit(ctx, &B, &on);
        assert_int_equal(bk_topic_count(u), K + 1);
        for (int k = 0; k < K; k++) {
            assert_true(lost[k] < 1e-6);
            assert_int_equal(truth(bk_topic_terms(u), k, WIDE, &share), was[k]);
            assert_true(share > old[k] - 0.1);
        }
        assert_int_equal(truth(bk_topic_terms(u), K, WIDE, &share), K); /* the new one */
        assert_true(share > 0.7);
        t_ok(ctx, bk_topic_moves(u, wide, move));
        for (int k = 0; k < K; k++)
            assert_true(move[k].hellinger < 0.3 && move[k].jensen < 0.2);
        double *docs = calloc(240 * (K + 1), sizeof *docs);
        int right = 0;
        for (int i = 0; i < 240; i++) {
            const double *row = bk_topic_docs(u) + i * (K + 1);
            int best = 0;
            for (int k = 1; k <= K; k++)
                best = row[k] > row[best] ? k : best;
            right += truth(bk_topic_terms(u), best, WIDE, &share) == 2 + i % 3;
        }
        assert_true(right > 230);
        free(docs);
        bk_topic_free(u);
        bk_topic_model_free(wide);
        bk_topic_model_free(kept);
        bk_topic_free(t);
        bk_csr_free(ctx, &A);
        bk_csr_free(ctx, &B);
    }
    t_ctx_free(ctx);
}

static void chains_agree(void **state)
{
    uint64_t sums[2];
    (void)state;
    for (int m = 1; m < 3; m++) {
        for (int threads = 1; threads <= 2; threads++) {
            bk_ctx *ctx = t_ctx(threads);
            bk_csr A = planted(ctx, OLD, 0, K, COLS, 1);
            bk_topic_opts o = options(methods[m]);
            o.chains = 3;
            bk_topic *t = fit(ctx, &A, &o);
            double share;
            for (int k = 0; k < K; k++) {
                truth(bk_topic_terms(t), k, COLS, &share);
                assert_true(bk_topic_chain_cosine(t, k) > 0.95 && share > 0.85);
            }
            sums[threads - 1] = bk__hash(bk_topic_docs(t), OLD * K * sizeof(double));
            bk_topic_free(t);
            bk_csr_free(ctx, &A);
            t_ctx_free(ctx);
        }
        assert_int_equal(sums[0], sums[1]);
    }
}

/* No chain alone is better than the one that several keep, and theirs is one of them. */
static void kmeans_keeps_the_best_chain(void **state)
{
    enum { CHAINS = 6, TOPICS = 9 };
    bk_ctx *ctx = t_ctx(2);
    bk_csr A = sparse_random(ctx, 90, 40, 6, false, 3);
    bk_topic_opts o = options("kmeans");
    double least = INFINITY, most = 0, value = NAN;
    int best = 0;
    (void)state;
    o.topics = TOPICS;
    for (o.restart = 0; o.restart < CHAINS; o.restart++) {
        bk_topic *t = fit(ctx, &A, &o);
        double objective = 1 - bk_topic_at(t).value;
        best = objective < least ? o.restart : best;
        least = fmin(least, objective);
        most = fmax(most, objective);
        bk_topic_free(t);
    }
    assert_true(most > least * 1.001 && best > 0);
    o.restart = best;
    bk_topic *alone = fit(ctx, &A, &o);
    o.restart = 0;
    o.chains = CHAINS;
    bk_topic *t = fit(ctx, &A, &o);
    value = bk_topic_at(t).value;
    assert_true(value == 1 - least && bk_topic_at(t).sweeps == bk_topic_at(alone).sweeps);
    assert_int_equal(bk_topic_count(t), bk_topic_count(alone));
    assert_memory_equal(bk_topic_docs(t), bk_topic_docs(alone),
                        sizeof(double) * 90 * (size_t)bk_topic_count(t));
    for (int k = 0; k < bk_topic_count(t); k++)
        assert_true(bk_topic_chain_cosine(t, k) > 0 && bk_topic_chain_cosine(t, k) < 1 + 1e-9);
    bk_topic_free(alone);
    bk_topic_free(t);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

/* What is told of a fit that ended in a later chain is of the last one that counts. */
static void stopped_in_a_later_chain(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    (void)state;
    for (int m = 1; m < 3; m++) {
        bk_csr A = planted(ctx, OLD, 0, K, COLS, 1);
        bk_topic_opts o = options(methods[m]);
        bk_topic *t;
        bk_topic_state at;
        double last = NAN;
        o.chains = 3;
        t_ok(ctx, bk_topic_new(ctx, &t, &A, &o));
        for (at = bk_topic_at(t); at.chain == 0; at = bk_topic_at(t)) {
            last = at.sweeps > 0 ? at.value : last;
            t_ok(ctx, bk_topic_step(t, NULL));
        }
        bk_topic_stop(t);
        assert_int_equal(bk_topic_step(t, NULL), BK_END);
        at = bk_topic_at(t);
        assert_true(at.ended && at.stopped && at.chain == 1 && at.sweeps > 1);
        assert_true(fabs(at.value - last) < 0.1 * fabs(last));
        assert_string_equal(at.stage, "topics");
        bk_topic_free(t);
        bk_csr_free(ctx, &A);
    }
    t_ctx_free(ctx);
}

/* What an article is compared with is the model's, so its company does not matter. */
static void a_place_does_not_depend_on_company(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    (void)state;
    for (int m = 0; m < 3; m++) {
        bk_csr A = planted(ctx, OLD, 0, K, COLS, 1);
        bk_topic_opts o = options(methods[m]), held = o;
        bk_topic_model *kept;
        bk_place then[OLD], now;
        int clear = 0;
        bk_topic *t = fit(ctx, &A, &o);
        t_ok(ctx, bk_topic_places(ctx, then, t, &A, &A, NULL));
        t_ok(ctx, bk_topic_keep(t, &kept));
        for (int64_t c = 0; c < COLS; c++) {
            double sum = 0;
            for (int64_t p = 0; p < A.ptr[OLD]; p++)
                sum += A.col[p] == c ? (double)A.val[p] : 0;
            assert_true(bk_topic_model_common(kept)[c] == sum);
        }
        held.from = kept;
        held.frozen = true;
        for (int i = 0; i < 40; i++) {
            int64_t ptr[2] = {0, A.ptr[i + 1] - A.ptr[i]};
            bk_csr row = {1, COLS, ptr, A.col + A.ptr[i], A.val + A.ptr[i]};
            bk_topic *f = fit(ctx, &row, &held);
            t_ok(ctx, bk_topic_places(ctx, &now, f, &row, &row, NULL));
            assert_true(fabs(now.gain - then[i].gain) < 0.1);
            clear += now.mark == BK_PLACE_CLEAR;
            bk_topic_free(f);
        }
        assert_true(clear > 35);
        held.frozen = false;
        held.memory = 0.5;
        bk_topic *u = fit(ctx, &A, &held);
        bk_topic_model *more;
        t_ok(ctx, bk_topic_keep(u, &more));
        for (int64_t c = 0; c < COLS; c++)
            assert_true(bk_topic_model_common(more)[c] == 1.5 * bk_topic_model_common(kept)[c]);
        bk_topic_free(u);
        bk_topic_model_free(more);
        bk_topic_model_free(kept);
        bk_topic_free(t);
        o.topics = 1; /* all text is of the one topic */
        t = fit(ctx, &A, &o);
        t_ok(ctx, bk_topic_places(ctx, then, t, &A, &A, NULL));
        for (int i = 0; i < OLD; i++)
            assert_int_equal(then[i].mark, BK_PLACE_CLEAR);
        bk_topic_free(t);
        bk_csr_free(ctx, &A);
    }
    t_ctx_free(ctx);
}

static void nonsense_is_refused(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_csr A = planted(ctx, OLD, 0, K, COLS, 1), B = planted(ctx, 60, 0, K, COLS + EACH, 2);
    bk_topic_opts o = options("nmf");
    bk_topic_model *kept;
    (void)state;
    o.chains = 2;
    bk_topic *t;
    assert_int_equal(bk_topic_new(ctx, &t, &A, &o), BK_EINVAL);
    o.chains = 1;
    o.frozen = true;
    assert_int_equal(bk_topic_new(ctx, &t, &A, &o), BK_EINVAL);
    o.frozen = false;
    t = fit(ctx, &A, &o);
    t_ok(ctx, bk_topic_keep(t, &kept));
    bk_topic_free(t);
    o.from = kept;
    assert_int_equal(bk_topic_new(ctx, &t, &B, &o), BK_ESHAPE);
    o.method = "lda";
    assert_int_equal(bk_topic_new(ctx, &t, &A, &o), BK_EINVAL);
    double docs[60 * K];
    assert_int_equal(bk_topic_apply(ctx, docs, kept, &B), BK_ESHAPE);
    bk_topic_model *other;
    float terms[2] = {1, NAN};
    double one[1] = {1}, all[2] = {1, -1};
    assert_int_equal(bk_topic_model_new(ctx, &other, "nmf", 1, 2, terms, one, one, all), BK_EINVAL);
    terms[1] = 3;
    assert_int_equal(bk_topic_model_new(ctx, &other, "nmf", 1, 2, terms, one, one, all), BK_EINVAL);
    all[1] = 2;
    assert_int_equal(bk_topic_model_new(ctx, &other, "new", 1, 2, terms, one, one, all), BK_EINVAL);
    t_ok(ctx, bk_topic_model_new(ctx, &other, "nmf", 1, 2, terms, one, one, all));
    assert_true(bk_topic_model_terms(other)[1] == 0.75F);
    bk_topic_model_free(other);
    bk_topic_model_free(kept);
    bk_csr_free(ctx, &A);
    bk_csr_free(ctx, &B);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frozen_topics_stay),
        cmocka_unit_test(an_update_keeps_numbers),
        cmocka_unit_test(chains_agree),
        cmocka_unit_test(kmeans_keeps_the_best_chain),
        cmocka_unit_test(stopped_in_a_later_chain),
        cmocka_unit_test(a_place_does_not_depend_on_company),
        cmocka_unit_test(nonsense_is_refused),
    };
    return cmocka_run_group_tests_name("topic model", tests, NULL, NULL);
}
