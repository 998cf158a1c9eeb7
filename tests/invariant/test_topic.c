/* Topics, their coherence and the map: the same bytes at 1, 2, 3 and 8 threads. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/sparse.h"
#include "support/support.h"

#include <bingkai/topic.h>

#include "model/lda.h"

enum { ROWS = 2500, COLS = 700, K = 11 };

typedef struct result {
    double terms[K * COLS], docs[ROWS * K], xy[2 * ROWS], npmi[K];
} result;

static void run(result *r, int threads, const char *method)
{
    bk_ctx *ctx = t_ctx(threads);
    bk_csr A = sparse_random(ctx, ROWS, COLS, 20, true, 17);
    bk_topic_opts opts = BK_TOPIC_OPTS_INIT;
    bk_topic *t;
    bool lda = strncmp(method, "lda", 3) == 0;
    bk__lda_many_from = strcmp(method, "lda-many") == 0 ? 1 : 320;
    for (int64_t e = 0; e < A.ptr[ROWS]; e++) /* LDA reads counts */
        A.val[e] = lda ? floorf(A.val[e] * 20) + 1 : A.val[e];
    opts.method = lda ? "lda" : method;
    opts.topics = K;
    opts.max_iter = 12;
    t_ok(ctx, bk_topic_new(ctx, &t, &A, &opts));
    t_ok(ctx, bk_topic_fit(t));
    assert_int_equal(bk_topic_count(t), K);
    memcpy(r->terms, bk_topic_terms(t), sizeof r->terms);
    memcpy(r->docs, bk_topic_docs(t), sizeof r->docs);
    t_ok(ctx, bk_topic_npmi(t, &A, 8, r->npmi));
    t_ok(ctx, bk_topic_map(ctx, r->xy, NULL, &A, t));
    bk_topic_free(t);
    bk_csr_free(ctx, &A);
    t_ctx_free(ctx);
}

static void the_same_bytes(void **state)
{
    const char *const methods[] = {"nmf", "kmeans", "lda", "lda-many", "nmf-kl", "lsa"};
    const int threads[] = {2, 3, 8};
    result *one = calloc(2, sizeof *one), *more = one + 1;
    (void)state;
    for (int m = 0; m < 6; m++) {
        run(one, 1, methods[m]);
        for (int i = 0; i < 3; i++) {
            run(more, threads[i], methods[m]);
            assert_memory_equal(one, more, sizeof *one);
        }
    }
    free(one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_same_bytes)};
    return cmocka_run_group_tests_name("topic threads", tests, NULL, NULL);
}
