/* test_corpus.c - a corpus read and cleaned: copies, learned lines, not cleaned, same at any number
 * of threads, each allocation failed in turn. */
#include <bingkai/corpus.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

#include "support/support.h"

static char folder[512];

/* `n` articles of two outlets, with furniture that is in no rule, some broken lines. */
static void make(int n)
{
    size_t cap = (size_t)n * 1500 + 1000, at = 0;
    char *text = malloc(cap);
    assert_non_null(text);
    for (int i = 0; i < n; i++) {
        if (i % 50 == 7)
            at += (size_t)snprintf(text + at, cap - at, "{\"text\": broken\n");
        at += (size_t)snprintf(
            text + at, cap - at,
            "{\"id\":\"a%d\",\"source\":\"%s\",\"date\":\"2022-02-%02d\",\"text\":\"JAKARTA, "
            "Kabar.com - Menteri nomor %d mengatakan bahwa kedua negara akan bekerja sama dalam "
            "hal yang ke-%d.\\nBaca juga: Menteri Itu Datang Lagi\\nLatar yang sama di tengah.\\n"
            "Ia menambahkan %d hal lain kepada wartawan.\\nKemudian ia pulang ke ibu kota pukul "
            "%d.\\nRakyat menyambutnya dengan gembira kali ke-%d.%s\"}\n",
            i, i % 2 ? "www.kabar.com" : "berita.lain.co.id", i % 27 + 1, i, i, i, i, i,
            i % 2 ? "\\nKabar Tercepat dan Terpercaya" : "");
    }
    snprintf(folder, sizeof folder, "%s", t_tmpdir());
    t_write(t_path(folder, "a.jsonl"), text, at);
    free(text);
}

static bk_status read_corpus(bk_ctx *ctx, bk_corpus **c, const bk_clean_opts *opts)
{
    const char *path = folder;
    bk_reader *r;
    bk_status st = bk_reader_open(ctx, &r, &path, 1, NULL);
    *c = NULL;
    if (st != BK_OK)
        return st;
    st = bk_corpus_read(ctx, c, r, opts);
    bk_reader_close(r);
    return st;
}

/* Everything a corpus says, in one buffer; bk__buf_clear. */
static void describe(const bk_corpus *c, bk__buf *b)
{
    size_t n;
    const bk_problem *p = bk_corpus_problems(c, &n);
    for (size_t i = 0; i < n; i++)
        bk__buf_print(b, "%s %llu %.*s\n", p[i].kind, (unsigned long long)p[i].line,
                      (int)p[i].what.n, p[i].what.p);
    for (int64_t i = 0; i < bk_corpus_size(c); i++) {
        const bk_article *a = bk_corpus_at(c, i);
        bk__buf_print(b, "%.*s %.*s %.*s %lld %u\n", (int)a->id.n, a->id.p, (int)a->place.n,
                      a->place.p ? a->place.p : "", (int)a->lang.n, a->lang.p,
                      (long long)a->published, a->inferred);
        for (uint32_t k = 0; k < a->n_kept[1]; k++)
            bk__buf_print(b, "%u-%u ", a->kept[1][k].begin, a->kept[1][k].end);
        for (uint32_t k = 0; k < a->n_removed; k++)
            bk__buf_print(b, "%s:%u-%u ", a->removed[k].reason, a->removed[k].begin,
                          a->removed[k].end);
    }
}

static void learned(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    bk_corpus *c;
    size_t n;
    int lines = 0;
    (void)state;
    make(100);
    t_ok(ctx, read_corpus(ctx, &c, NULL));
    assert_int_equal(bk_corpus_size(c), 100);
    bk_corpus_problems(c, &n);
    assert_int_equal(n, 2);
    assert_int_equal(bk_corpus_inputs(c, &n)->articles, 100);
    for (int64_t i = 0; i < 100; i++) {
        const bk_article *a = bk_corpus_at(c, i);
        assert_true(bk__str_eq(a->place, BK__STR("JAKARTA")));
        assert_string_equal(a->removed[0].reason, "dateline");
        assert_string_equal(a->removed[1].reason, "read-also");
        for (uint32_t k = 2; k < a->n_removed; k++) {
            assert_string_equal(a->removed[k].reason, "repeated-in-outlet");
            assert_int_equal(a->removed[k].end, a->text.n);
            lines++;
        }
        /* "Latar yang sama di tengah." stands in the middle: content */
        assert_int_equal(a->n_kept[1], 5);
    }
    assert_int_equal(lines, 50);
    bk_corpus_free(c);
    bk_clean_opts opts = BK_CLEAN_OPTS_INIT;
    opts.min_repeats = 0;
    t_ok(ctx, read_corpus(ctx, &c, &opts));
    assert_int_equal(bk_corpus_at(c, 1)->n_removed, 2);
    bk_corpus_free(c);
    opts.clean = false;
    t_ok(ctx, read_corpus(ctx, &c, &opts));
    assert_int_equal(bk_corpus_at(c, 1)->n_removed, 0);
    assert_int_equal(bk_corpus_at(c, 1)->n_kept[1], 7); /* its lines */
    bk_corpus_free(c);
    opts.min_share = 2;
    assert_int_equal(read_corpus(ctx, &c, &opts), BK_EINVAL);
    assert_null(c);
    bk_corpus_free(NULL);
    t_rmdir(folder);
    t_ctx_free(ctx);
}

/* Lines of copies are no furniture; nor are lines without which hardly anything would be left. */
static void learning_leaves_the_article(void **state)
{
    static const char report[] =
        "Rupiah menguat terhadap dolar pada penutupan.\\nBank sentral tidak "
        "turun tangan.\\nPasar saham ikut naik.";
    static const char furniture[] = "Ikuti Kabar Sore Setiap Hari di Gawai Anda";
    bk_ctx *ctx = t_ctx(2);
    bk_corpus *c;
    char *text = malloc(100000);
    size_t at = 0;
    (void)state;
    assert_non_null(text);
    for (int i = 0; i < 40; i++) /* copies of one report */
        at += (size_t)snprintf(text + at, 100000 - at,
                               "{\"id\":\"r%d\",\"source\":\"satu.id\",\"lang\":\"id\","
                               "\"text\":\"%s\"}\n",
                               i, report);
    for (int i = 0; i < 40; i++) /* all but a word of the text is the same; longer ones are not */
        at += (size_t)snprintf(
            text + at, 100000 - at,
            "{\"id\":\"m%d\",\"source\":\"dua.id\",\"lang\":\"id\","
            "\"text\":\"Menteri nomor %d %s\\n%s\"}\n",
            i, i, i % 2 ? "hadir." : "hadir bersama para tamu dari negeri seberang.", furniture);
    snprintf(folder, sizeof folder, "%s", t_tmpdir());
    t_write(t_path(folder, "a.jsonl"), text, at);
    t_ok(ctx, read_corpus(ctx, &c, NULL));
    assert_int_equal(bk_corpus_size(c), 80);
    for (int64_t i = 0; i < 80; i++) {
        const bk_article *a = bk_corpus_at(c, i);
        if (i < 40)
            assert_int_equal(a->n_kept[1], 3);
        else
            assert_int_equal(a->n_kept[1], i % 2 ? 2 : 1);
    }
    bk_corpus_free(c);
    free(text);
    t_rmdir(folder);
    t_ctx_free(ctx);
}

/* The title of another article of the input ends a link where no rule could tell; without learning
 * each article is on its own. */
static void titles(void **state)
{
    static const char rows[] =
        "{\"id\":\"a\",\"lang\":\"id\",\"title\":\"Gunung Biru Meletus, Warga Pindah ke Kota "
        "Lama\",\"text\":\"Gunung itu meletus pada pagi hari.\"}\n"
        "{\"id\":\"b\",\"lang\":\"id\",\"title\":\"Pasar Tutup\",\"text\":\"Pasar tutup pada "
        "malam hari. Baca juga: Gunung Biru Meletus, Warga Pindah ke Kota Lama Pedagang Kota Baru "
        "Sutarjo Wibowo mengatakan hal itu wajar.\"}\n";
    static const char link[] = "Baca juga: Gunung Biru Meletus, Warga Pindah ke Kota Lama";
    (void)state;
    snprintf(folder, sizeof folder, "%s", t_tmpdir());
    t_write(t_path(folder, "a.jsonl"), rows, sizeof rows - 1);
    for (int threads = 1; threads <= 3; threads += 2) {
        bk_ctx *ctx = t_ctx(threads);
        bk_corpus *c;
        t_ok(ctx, read_corpus(ctx, &c, NULL));
        const bk_article *b = bk_corpus_at(c, 1);
        assert_int_equal(b->n_removed, 1);
        assert_string_equal(b->removed[0].reason, "read-also");
        assert_int_equal(b->removed[0].end - b->removed[0].begin, sizeof link - 1);
        bk_corpus_free(c);
        t_ctx_free(ctx);
    }
    t_rmdir(folder);
}

static void threads(void **state)
{
    static const int workers[] = {1, 2, 3, 8};
    bk__buf first;
    bk_ctx *home = t_ctx(1);
    (void)state;
    make(700);
    bk__buf_init(&first, home);
    for (size_t i = 0; i < 4; i++) {
        bk_ctx *ctx = t_ctx(workers[i]);
        bk_corpus *c;
        bk__buf b;
        bk__buf_init(&b, ctx);
        t_ok(ctx, read_corpus(ctx, &c, NULL));
        describe(c, &b);
        if (i == 0)
            bk__buf_add(&first, bk__buf_str(&b));
        assert_true(bk__str_eq(bk__buf_str(&b), bk__buf_str(&first)));
        bk__buf_clear(&b);
        bk_corpus_free(c);
        t_ctx_free(ctx);
    }
    bk__buf_clear(&first);
    t_ctx_free(home);
    t_rmdir(folder);
}

static bk_status work(bk_ctx *ctx, void *user)
{
    bk_corpus *c;
    bk_status st = read_corpus(ctx, &c, NULL);
    (void)user;
    bk_corpus_free(c);
    return st;
}

static void no_memory(void **state)
{
    (void)state;
    make(60);
    t_write(t_path(folder, "b.txt"), "Judul Berita Itu\nIsi\r\n\xFF berita yang panjang.", 44);
    t_write(t_path(folder, "c.csv"), "id,text\n1,\"Isi berita\"\n2\n", 26);
    t_fail_each(work, NULL, 1, 150);
    t_fail_each(work, NULL, 3, 40);
    t_rmdir(folder);
}

static void cancelled(void **state)
{
    bk_ctx *ctx = t_ctx(2);
    bk_corpus *c;
    (void)state;
    make(10);
    bk_ctx_cancel(ctx);
    assert_int_equal(read_corpus(ctx, &c, NULL), BK_ECANCEL);
    t_rmdir(folder);
    t_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(learned),   cmocka_unit_test(learning_leaves_the_article),
        cmocka_unit_test(titles),    cmocka_unit_test(threads),
        cmocka_unit_test(no_memory), cmocka_unit_test(cancelled),
    };
    return cmocka_run_group_tests_name("corpus", tests, NULL, NULL);
}
