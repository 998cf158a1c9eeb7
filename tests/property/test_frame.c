/* Frames of random articles: order of hits, sums, sentences in another order, workers, memory. */
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

#include "base/str.h"
#include "model/frame.h"

static const char *const words[] = {
    "perang",  "sanksi",  "rudal",       "harga", "sepakat", "bertemu", "tentara",  "demokrasi",
    "moral",   "sejarah", "satelit",     "kecam", "korban",  "solusi",  "segera",   "serangan",
    "jantung", "udara",   "hak",         "asasi", "manusia", "di",      "yang",     "dan",
    "rumah",   "pohon",   "berjalan",    "hijau", "siber",   "ekspor",  "hubungan", "diplomatik",
    "neraca",  "dagang",  "perdagangan", "Rusia", "China",   "AS",      "tidak",    "2021",
};

static void sentence(t_rand *r, bk__buf *out)
{
    uint64_t n = 1 + t_below(r, 14);
    for (uint64_t i = 0; i < n; i++) {
        const char *w = words[t_below(r, sizeof words / sizeof words[0])];
        assert_int_equal(bk__buf_print(out, "%s%s", i ? " " : "", w), BK_OK);
    }
    assert_int_equal(bk__buf_add(out, BK__STR(".\n")), BK_OK);
}

static bk_str article(t_rand *r, bk__buf *out)
{
    out->n = 0;
    for (uint64_t n = 1 + t_below(r, 12); n > 0; n--)
        sentence(r, out);
    return bk__buf_str(out);
}

/* Every sentence of the text, the last first. */
static bk_str reversed(bk_str text, bk__buf *out)
{
    out->n = 0;
    while (text.n > 0) {
        size_t from = text.n - 1;
        while (from > 0 && text.p[from - 1] != '\n')
            from--;
        assert_int_equal(bk__buf_add(out, (bk_str){text.p + from, text.n - from}), BK_OK);
        text.n = from;
    }
    return bk__buf_str(out);
}

static const bk_framing *run(bk_ctx *ctx, bk_analyzer *a, bk_framer *fr, bk_str text,
                             const bk_scan **scan)
{
    const bk_framing *g;
    t_ok(ctx, bk_analyzer_text(a, text, "id", scan));
    t_ok(ctx, bk_framer_run(fr, *scan, &g));
    return g;
}

static void check_hits(const bk_framing *g, const bk_scan *scan, int frames)
{
    uint32_t evidence = 0;
    for (uint32_t h = 0; h < g->n_hits; h++) {
        const bk_frame_hit *x = &g->hits[h], *last = h ? x - 1 : NULL;
        assert_true(x->sentence < scan->n_sentences && x->frame >= 0 && x->frame < frames);
        assert_true(!last || last->sentence < x->sentence ||
                    (last->sentence == x->sentence && last->frame < x->frame));
        assert_int_equal(x->evidence, evidence);
        evidence += x->n_evidence;
        assert_true(x->n_evidence > 0);
        for (uint32_t e = 1; e < x->n_evidence; e++)
            assert_true(g->evidence[x->evidence + e - 1].end <= g->evidence[x->evidence + e].begin);
    }
    for (int f = 0; f < frames; f++)
        assert_true(isfinite(g->score[f]) && g->score[f] >= 0 && g->present[f] <= 1 &&
                    (!g->present[f] || g->score[f] > 0));
}

static void sentences_may_stand_in_any_order(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_frames *f;
    bk_analyzer *a;
    bk_framer *fr;
    t_rand r = {7};
    bk__buf text, back;
    (void)state;
    bk__buf_init(&text, ctx);
    bk__buf_init(&back, ctx);
    t_ok(ctx, bk_frames_load(ctx, &f));
    t_ok(ctx, bk_analyzer_new(ctx, &a, NULL));
    t_ok(ctx, bk_framer_new(ctx, &fr, a, f));
    for (int i = 0; i < 300; i++) {
        double score[32];
        uint8_t present[32];
        const bk_scan *scan;
        int n = bk_frames_count(f);
        bk_str t = article(&r, &text);
        const bk_framing *g = run(ctx, a, fr, t, &scan);
        check_hits(g, scan, n);
        memcpy(score, g->score, (size_t)n * sizeof *score);
        memcpy(present, g->present, (size_t)n);
        uint32_t hits = g->n_hits;
        g = run(ctx, a, fr, reversed(t, &back), &scan);
        assert_int_equal(g->n_hits, hits);
        for (int k = 0; k < n; k++) {
            assert_true(fabs(g->score[k] - score[k]) <= 1e-9 * (1 + score[k]));
            assert_int_equal(g->present[k], present[k]);
        }
    }
    bk__buf_clear(&text);
    bk__buf_clear(&back);
    bk_framer_free(fr);
    bk_analyzer_free(a);
    bk_frames_free(f);
    t_ctx_free(ctx);
}

enum { ARTICLES = 200 };
typedef struct worker {
    bk_ctx *ctx;
    const bk_frames *frames;
    double sum[ARTICLES];
} worker;

static void *work(void *user)
{
    worker *w = user;
    bk_analyzer *a;
    bk_framer *fr;
    t_rand r = {11};
    bk__buf text;
    bk__buf_init(&text, w->ctx);
    if (bk_analyzer_new(w->ctx, &a, NULL) != BK_OK ||
        bk_framer_new(w->ctx, &fr, a, w->frames) != BK_OK)
        return NULL;
    for (int i = 0; i < ARTICLES; i++) {
        const bk_scan *scan;
        const bk_framing *g;
        bk_str t = article(&r, &text);
        if (bk_analyzer_text(a, t, "id", &scan) != BK_OK || bk_framer_run(fr, scan, &g) != BK_OK)
            break;
        for (int f = 0; f < bk_frames_count(w->frames); f++)
            w->sum[i] += (f + 1) * g->score[f] + g->present[f];
    }
    bk__buf_clear(&text);
    bk_framer_free(fr);
    bk_analyzer_free(a);
    return w;
}

static void workers_share_the_frames(void **state)
{
    enum { N = 3 };
    static worker w[N];
    pthread_t t[N];
    bk_ctx *ctx = t_ctx(1);
    bk_frames *f;
    (void)state;
    t_ok(ctx, bk_frames_load(ctx, &f));
    for (int i = 0; i < N; i++) {
        w[i] = (worker){.ctx = ctx, .frames = f};
        assert_int_equal(pthread_create(&t[i], NULL, work, &w[i]), 0);
    }
    for (int i = 0; i < N; i++) {
        void *done;
        assert_int_equal(pthread_join(t[i], &done), 0);
        assert_ptr_equal(done, &w[i]);
    }
    for (int i = 1; i < N; i++)
        assert_memory_equal(w[0].sum, w[i].sum, sizeof w[0].sum);
    bk_frames_free(f);
    t_ctx_free(ctx);
}

/* The analyzer has memory enough; the frames have not. */
static bk_status frame_it(bk_ctx *ctx, void *user)
{
    bk_analyzer *a = user;
    bk_frames *f;
    bk_framer *fr = NULL;
    const bk_scan *scan;
    const bk_framing *g;
    static const char text[] = "Sanksi itu memicu perang dagang. Rudal dan tank dikerahkan.\n"
                               "Kedua menteri luar negeri bertemu dan sepakat berdamai.";
    bk_status st = bk_frames_load(ctx, &f);
    if (st == BK_OK)
        st = bk_framer_new(ctx, &fr, a, f);
    if (st == BK_OK)
        st = bk_analyzer_text(a, (bk_str){text, sizeof text - 1}, "id", &scan);
    if (st == BK_OK)
        st = bk_framer_run(fr, scan, &g);
    if (st == BK_OK)
        assert_true(g->n_hits >= 4);
    bk_framer_free(fr);
    bk_frames_free(f);
    return st;
}

static void each_allocation_may_fail(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_analyzer *a;
    (void)state;
    t_ok(ctx, bk_analyzer_new(ctx, &a, NULL));
    t_fail_each(frame_it, a, 1, 400);
    bk_analyzer_free(a);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_may_stand_in_any_order),
        cmocka_unit_test(workers_share_the_frames),
        cmocka_unit_test(each_allocation_may_fail),
    };
    return cmocka_run_group_tests_name("frame", tests, NULL, NULL);
}
