/* test_reading.c - mentions of random articles: each token that belongs to one lies in it. */
#include <stdio.h>
#include <string.h>

#include "base/map.h"
#include "model/actor.h"

#include "support/support.h"

static const char *const words[] = {"China",        "Rusia",        "Amerika Serikat",
                                    "AS",           "Putin",        "Xi",
                                    "Trump",        "Lavrov",       "ia",
                                    "dia",          "kami",         "mereka",
                                    "kedua",        "negara",       "itu",
                                    "negara itu",   "kedua negara", "kata",
                                    "ujarnya",      "mengecam",     "bertemu",
                                    "menteri",      "luar",         "negeri",
                                    "presiden",     "juru bicara",  "dan",
                                    "dengan",       "bahwa",        ",",
                                    ".\n",          ". ",           "\"",
                                    "\xE2\x80\x9C", "\xE2\x80\x9D", "Kremlin",
                                    "Gedung Putih", "Beijing",      "di",
                                    "keduanya",     "sanksi",       "menurut"};

static void make(t_rand *r, char *out, size_t cap)
{
    size_t n = 0;
    for (int k = 20 + (int)t_below(r, 300); k > 0; k--) {
        const char *w = words[t_below(r, sizeof words / sizeof *words)];
        if (n + strlen(w) + 2 < cap)
            n += (size_t)snprintf(out + n, cap - n, "%s ", w);
    }
}

static void test_mentions_hold_their_tokens(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_triad *triad;
    bk_analyzer *a;
    bk__reading *reading;
    static char text[16000];
    (void)state;
    t_ok(ctx, bk_triad_load(ctx, &triad, NULL));
    t_ok(ctx, bk_analyzer_new(ctx, &a, NULL));
    t_ok(ctx, bk__reading_new(ctx, &reading, a, triad));
    for (uint64_t seed = 1; seed <= 400; seed++) {
        t_rand r = {seed};
        const bk_scan *scan;
        bk_article article = {.id = {"x", 1}, .lang = {"id", 2}};
        make(&r, text, sizeof text);
        article.text = (bk_str){text, strlen(text)};
        t_ok(ctx, bk_analyzer_run(a, &article, &scan));
        t_ok(ctx, bk__reading_run(reading, &article, scan));
        for (uint32_t i = 0; i < scan->n_tokens; i++) {
            uint32_t m = reading->mention_at[i];
            if (m == BK__NONE)
                continue;
            assert_true(m < reading->n_mentions);
            assert_true(reading->spot[m].first <= i);
            assert_true(i < reading->spot[m].first + reading->spot[m].n);
            assert_int_equal(reading->mention[m].sentence, scan->tokens[i].sentence);
        }
    }
    bk__reading_free(reading);
    bk_analyzer_free(a);
    bk_triad_free(triad);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_mentions_hold_their_tokens)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
