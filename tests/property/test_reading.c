/* Readings of random articles: spans lie in their sentences and rise, indices agree, and what was
 * read before does not count. */
#include "support/support.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "model/actor.h"

/* Words that a reading cares about, thrown together. */
static const char *const pieces[] = {
    "China",
    "Rusia",
    "AS",
    "Amerika Serikat",
    "(AS)",
    "Beijing",
    "Xi Jinping",
    "Putin",
    "Biden",
    "Wang Yi",
    "Wang",
    "kedua negara",
    "keduanya",
    "mereka",
    "ia",
    "kami",
    "negara itu",
    "\"",
    "\"",
    "\xE2\x80\x9C",
    "\xE2\x80\x9D",
    "'",
    ",",
    ".",
    ":",
    "-",
    "kata",
    "ujarnya",
    "mengatakan",
    "menurut",
    "bahwa",
    "dan",
    "presiden",
    "menteri luar negeri",
    "juru bicara",
    "untuk",
    "di",
    "dari",
    "media",
    "warga",
    "dolar",
    "Igor Sablin",
    "Sablin",
    "duta besar",
    "the",
    "said",
    "he",
    "both countries",
    "Chinese",
    "U.S.",
    "spokesman",
    "'s",
    "\n",
    "sangat",
    "Laut China Selatan",
    "memuji",
    "tiga",
    "ketiga negara",
    "--",
    "(",
    ")",
    "dikutip dari",
    "Olimpiade",
    "Kementerian Luar Negeri",
    "?",
};

static void random_article(t_rand *rand, char *out, size_t cap)
{
    size_t n = 0, words = t_below(rand, 120);
    for (size_t i = 0; i < words && n + 64 < cap; i++) {
        const char *piece = pieces[t_below(rand, sizeof pieces / sizeof *pieces)];
        n += (size_t)snprintf(out + n, cap - n, "%s%s", t_below(rand, 6) ? " " : "", piece);
    }
    out[n] = 0;
    if (t_below(rand, 3) == 0 && n + 256 < cap)
        t_text(rand, out + n, 256);
}

static bk_str field_of(const bk__reading *r, uint32_t sentence)
{
    return r->scan->sentences[sentence].field == BK_FIELD_TITLE ? r->article->title
                                                                : r->article->text;
}

static void check_mentions(const bk__reading *r, int powers)
{
    for (uint32_t i = 0; i < r->n_mentions; i++) {
        const bk_mention *m = &r->mention[i];
        const bk__spot *s = &r->spot[i];
        const bk_sentence *x = &r->scan->sentences[m->sentence];
        assert_true(x->begin <= m->begin && m->begin < m->end && m->end <= x->end);
        assert_true(s->n > 0 && s->first >= x->first && s->first + s->n <= x->first + x->n);
        assert_true(s->phrase <= s->first && s->first + s->n <= s->phrase + s->n_phrase);
        assert_int_equal(m->begin, r->scan->tokens[s->first].begin);
        assert_int_equal(m->end, r->scan->tokens[s->first + s->n - 1].end);
        assert_true(m->power >= -1 && m->power < powers && (m->powers >> powers) == 0);
        if (m->power >= 0)
            assert_true(m->powers == (uint64_t)1 << m->power);
        assert_non_null(m->actor);
        assert_true(m->kind[0] != 0);
        if (i > 0)
            assert_true(r->spot[i - 1].first + r->spot[i - 1].n <= s->first);
        for (uint32_t k = 0; k < s->n; k++)
            assert_int_equal(r->mention_at[s->first + k], i);
    }
    for (uint32_t k = 0; k < r->scan->n_tokens; k++) {
        uint32_t m = r->mention_at[k];
        assert_true(m == BK__NONE || m < r->n_mentions);
        assert_true(m == BK__NONE ||
                    (r->spot[m].first <= k && k < r->spot[m].first + r->spot[m].n));
    }
}

static void check_quotes(const bk__reading *r, int powers)
{
    for (uint32_t i = 0; i < r->n_quotes; i++) {
        const bk_quote *q = &r->quote[i];
        const bk__extent *e = &r->extent[i];
        assert_true(e->n > 0 && e->first + e->n <= r->scan->n_tokens);
        assert_int_equal(r->scan->tokens[e->first].sentence, q->sentence);
        assert_int_equal(q->begin, r->scan->tokens[e->first].begin);
        assert_int_equal(q->end, r->scan->tokens[e->first + e->n - 1].end);
        assert_true(q->begin < q->end && q->end <= field_of(r, q->sentence).n);
        assert_true(q->power >= BK_VOICE_OTHER && q->power < powers);
        assert_true(q->speaker_begin <= q->speaker_end);
        assert_true(q->speaker_end <= field_of(r, q->sentence).n);
        assert_true(i == 0 || r->extent[i - 1].first <= e->first);
        assert_true(r->quote_at[e->first] >= i);
    }
}

static void readings_are_consistent(void **state)
{
    (void)state;
    bk_ctx *ctx = t_ctx(1);
    bk_analyzer *a;
    bk_triad *t;
    bk__reading *r, *fresh;
    t_rand rand = {7};
    t_ok(ctx, bk_analyzer_new(ctx, &a, NULL));
    t_ok(ctx, bk_triad_load(ctx, &t, NULL));
    t_ok(ctx, bk__reading_new(ctx, &r, a, t));
    for (int round = 0; round < 3000; round++) {
        char title[2048], text[8192];
        const bk_scan *scan;
        random_article(&rand, title, t_below(&rand, 2) ? 65 : sizeof title);
        random_article(&rand, text, sizeof text);
        bk_article article = {.title = bk__str(title), .text = bk__str(text)};
        article.lang = t_below(&rand, 2) ? BK__STR("id") : BK__STR("en");
        t_ok(ctx, bk_analyzer_run(a, &article, &scan));
        t_ok(ctx, bk__reading_run(r, &article, scan));
        check_mentions(r, bk_triad_powers(t));
        check_quotes(r, bk_triad_powers(t));
        if (round % 300)
            continue;
        /* Another one that has seen nothing reads the same. */
        t_ok(ctx, bk__reading_new(ctx, &fresh, a, t));
        t_ok(ctx, bk__reading_run(fresh, &article, scan));
        assert_int_equal(fresh->n_mentions, r->n_mentions);
        assert_int_equal(fresh->n_quotes, r->n_quotes);
        for (uint32_t i = 0; i < r->n_mentions; i++)
            assert_true(r->mention[i].begin == fresh->mention[i].begin &&
                        r->mention[i].actor == fresh->mention[i].actor &&
                        r->mention[i].powers == fresh->mention[i].powers);
        for (uint32_t i = 0; i < r->n_quotes; i++)
            assert_true(r->quote[i].begin == fresh->quote[i].begin &&
                        r->quote[i].end == fresh->quote[i].end &&
                        r->quote[i].power == fresh->quote[i].power);
        bk__reading_free(fresh);
    }
    bk__reading_free(r);
    bk_triad_free(t);
    bk_analyzer_free(a);
    t_ctx_free(ctx);
}

/* In the steady state nothing is allocated. */
static void reading_again_allocates_nothing(void **state)
{
    (void)state;
    t_failing failing = {0};
    bk_ctx *ctx = t_failing_ctx(&failing, 1);
    bk_analyzer *a;
    bk_triad *t;
    bk__reading *r;
    const bk_scan *scan;
    bk_article article = {.text = BK__STR("\"Kami menolak,\" kata Wang Yi. Kedua negara, China dan "
                                          "AS, berunding; Igor Sablin, dubes Rusia, hadir."),
                          .lang = BK__STR("id")};
    t_ok(ctx, bk_analyzer_new(ctx, &a, NULL));
    t_ok(ctx, bk_triad_load(ctx, &t, NULL));
    t_ok(ctx, bk__reading_new(ctx, &r, a, t));
    t_ok(ctx, bk_analyzer_run(a, &article, &scan));
    t_ok(ctx, bk__reading_run(r, &article, scan));
    int64_t before = failing.calls;
    t_ok(ctx, bk__reading_run(r, &article, scan));
    assert_int_equal(failing.calls, before);
    bk__reading_free(r);
    bk_triad_free(t);
    bk_analyzer_free(a);
    bk_ctx_free(ctx);
    assert_int_equal(failing.live, 0);
}

static bk_status read_once(bk_ctx *ctx, void *user)
{
    const char *text = user;
    bk_analyzer *a = NULL;
    bk_triad *t = NULL;
    bk__reading *r = NULL;
    const bk_scan *scan;
    bk_article article = {.text = bk__str(text), .lang = BK__STR("id")};
    bk_status st = bk_triad_load(ctx, &t, NULL);
    if (st == BK_OK)
        st = bk_analyzer_new(ctx, &a, NULL);
    if (st == BK_OK)
        st = bk__reading_new(ctx, &r, a, t);
    if (st == BK_OK)
        st = bk_analyzer_run(a, &article, &scan);
    if (st == BK_OK)
        st = bk__reading_run(r, &article, scan);
    if (st == BK_OK)
        assert_true(r->n_mentions > 3 && r->n_quotes == 2);
    bk__reading_free(r);
    bk_triad_free(t);
    bk_analyzer_free(a);
    return st;
}

static void memory_may_run_out(void **state)
{
    (void)state;
    static char text[] = "\"Kami menolak,\" kata Wang Yi. Kedua negara, China dan AS, berunding. "
                         "Igor Sablin, duta besar Rusia, mengatakan bahwa ia ikut senang.";
    t_fail_each(read_once, text, 1, 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readings_are_consistent),
        cmocka_unit_test(reading_again_allocates_nothing),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests_name("reading", tests, NULL, NULL);
}
