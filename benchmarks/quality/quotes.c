/* quotes.c - how right direct quotes are: their spans, and whose country speaks.
 *
 *     quotes GOLD.jsonl [RESAMPLES [errors|- [TEXTS...]]] > quotes.tsv
 * A line of GOLD is an article: doc, lang, quotes [{begin, end, speaker, country, required}], text
 * where no TEXTS (files or folders) hold the articles by these names. Spans are bytes of the text;
 * country lists what is accepted, the coder's choice first; what is not required never counts.
 * Spans are compared without marks, blanks, commas and points at their ends, a quote with one
 * quote: exact, and where the common part is at least 0.8 of both together; the country of the
 * latter. With `errors` what was missed, spurious or wrong is written to standard error. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bingkai/bingkai.h>

#include "base/file.h"
#include "base/json.h"
#include "base/rng.h"

enum { MOST = 512 /* quotes of an article */, RESAMPLES = 1000 };
static const double ENOUGH = 0.8, LOW = 0.025;

enum { GOLD, READ, EXACT, OVERLAP, COUNTRY, POWER, POWER_RIGHT, PRIOR, COUNTS };
enum {
    PRECISION,
    RECALL,
    F1,
    NEAR_PRECISION,
    NEAR_RECALL,
    NEAR_F1,
    RIGHT,
    OF_POWERS,
    OTHERS,
    MEASURES
};
static const char *const measure_name[MEASURES] = {
    "span precision",         "span recall", "span f1", "overlap precision",
    "overlap recall",         "overlap f1",  "country", "country where a power speaks",
    "country, nobody a power"};

typedef struct tally {
    double n[COUNTS];
} tally;

typedef struct span {
    uint32_t begin, end;
    const bk__value *gold; /* NULL: read */
    const char *country;   /* read */
    bool required, taken;
} span;

typedef struct bench {
    bk_ctx *ctx;
    bk_analyzer *analyzer;
    bk_triad *triad;
    bk_coder *coder;
    bk_corpus *corpus;
    bool errors;
} bench;

static void stop_if(bk_ctx *ctx, bk_status st)
{
    if (st == BK_OK)
        return;
    fprintf(stderr, "quotes: %s %s\n", bk_ctx_error(ctx)->where, bk_ctx_error(ctx)->message);
    exit(1);
}

/* ---- spans --------------------------------------------------------------------------------- */

static const char *const edge[] = {" ",
                                   "\n",
                                   "\"",
                                   "'",
                                   ",",
                                   ".",
                                   "\xE2\x80\x98",
                                   "\xE2\x80\x99",
                                   "\xE2\x80\x9C",
                                   "\xE2\x80\x9D",
                                   "\xC2\xAB",
                                   "\xC2\xBB"};

static span trimmed(bk_str text, uint32_t begin, uint32_t end)
{
    bool more = true;
    while (more) {
        more = false;
        for (size_t k = 0; k < sizeof edge / sizeof *edge; k++) {
            bk_str left = {text.p + begin, end - begin}, mark = bk__str(edge[k]);
            if (bk__str_begins(left, mark))
                begin += (uint32_t)mark.n;
            else if (bk__str_ends(left, mark))
                end -= (uint32_t)mark.n;
            else
                continue;
            more = true;
        }
    }
    return (span){begin, end, NULL, NULL, true, false};
}

/* Common part of both together. */
static double share(const span *a, const span *b)
{
    uint32_t begin = a->begin > b->begin ? a->begin : b->begin;
    uint32_t end = a->end < b->end ? a->end : b->end;
    uint32_t first = a->begin < b->begin ? a->begin : b->begin;
    uint32_t last = a->end > b->end ? a->end : b->end;
    return end > begin ? (double)(end - begin) / (double)(last - first) : 0;
}

static bool accepts(const span *gold, const char *country)
{
    const bk__value *list = bk__json_get(gold->gold, "country");
    for (size_t i = 0; i < bk__json_size(list); i++)
        if (bk__str_eq(bk__json_str(bk__json_at(list, i)), bk__str(country)))
            return true;
    return false;
}

/* ---- one article --------------------------------------------------------------------------- */

static uint32_t labelled(const bk__value *line, bk_str text, span *out)
{
    const bk__value *list = bk__json_get(line, "quotes");
    uint32_t n = 0;
    for (size_t i = 0; i < bk__json_size(list) && n < MOST; i++) {
        const bk__value *q = bk__json_at(list, i);
        int64_t begin = bk__json_int(bk__json_get(q, "begin"), -1);
        int64_t end = bk__json_int(bk__json_get(q, "end"), -1);
        if (begin < 0 || end <= begin || (size_t)end > text.n) {
            fprintf(stderr, "quotes: a span outside of its text\n");
            exit(1);
        }
        out[n] = trimmed(text, (uint32_t)begin, (uint32_t)end);
        out[n].gold = q;
        out[n++].required = bk__json_bool(bk__json_get(q, "required"), true);
    }
    return n;
}

static uint32_t found(bench *b, const bk_article *article, span *out)
{
    const bk_scan *scan;
    const bk_coding *coding;
    uint32_t n = 0;
    stop_if(b->ctx, bk_analyzer_run(b->analyzer, article, &scan));
    stop_if(b->ctx, bk_coder_run(b->coder, article, scan, &coding));
    for (uint32_t i = 0; i < coding->n_quotes && n < MOST; i++) {
        const bk_quote *q = &coding->quotes[i];
        if (!q->direct || scan->sentences[q->sentence].field != BK_FIELD_TEXT)
            continue;
        out[n] = trimmed(article->text, q->begin, q->end);
        out[n++].country = q->power >= 0                ? bk_triad_code(b->triad, q->power)
                           : q->power == BK_VOICE_OTHER ? "other"
                                                        : "none";
    }
    return n;
}

static void complain(const bench *b, const bk_article *a, const char *verdict, const span *gold,
                     const span *read)
{
    const span *s = gold ? gold : read;
    const char *want = "";
    if (gold)
        want = bk__json_str(bk__json_at(bk__json_get(gold->gold, "country"), 0)).p;
    if (b->errors)
        fprintf(stderr, "%s\t%.*s\t%s/%s\t%.*s\t%.*s\n", verdict, (int)a->id.n, a->id.p, want,
                read ? read->country : "", (int)(s->end - s->begin), a->text.p + s->begin,
                gold && read ? (int)(read->end - read->begin) : 0,
                a->text.p + (read ? read->begin : 0));
}

static void match(const bench *b, const bk_article *a, span *gold, span *read, uint32_t n, tally *t)
{
    span *best = NULL;
    double most = 0;
    for (uint32_t i = 0; i < n; i++) {
        double s = read[i].taken ? 0 : share(gold, &read[i]);
        if (s > most) {
            most = s;
            best = &read[i];
        }
    }
    t->n[GOLD] += gold->required;
    if (!best || most < ENOUGH) {
        if (gold->required)
            complain(b, a, best ? "other span" : "missed", gold, best);
        return;
    }
    best->taken = true;
    if (!gold->required)
        return;
    bool power = !accepts(gold, "other") && !accepts(gold, "none");
    bool right = accepts(gold, best->country);
    t->n[READ]++;
    t->n[EXACT] += gold->begin == best->begin && gold->end == best->end;
    t->n[OVERLAP]++;
    t->n[COUNTRY] += right;
    t->n[POWER] += power;
    t->n[POWER_RIGHT] += power && right;
    t->n[PRIOR] += accepts(gold, "other");
    if (!right)
        complain(b, a, "country", gold, best);
    else if (gold->begin != best->begin || gold->end != best->end)
        complain(b, a, "not exact", gold, best);
}

static void measure_article(bench *b, const bk_article *a, const bk__value *line, tally *t)
{
    span gold[MOST], read[MOST];
    uint32_t n_gold = labelled(line, a->text, gold), n_read = found(b, a, read);
    for (int required = 1; required >= 0; required--)
        for (uint32_t i = 0; i < n_gold; i++)
            if (gold[i].required == (required == 1))
                match(b, a, &gold[i], read, n_read, t);
    for (uint32_t i = 0; i < n_read; i++)
        if (!read[i].taken) {
            t->n[READ]++;
            complain(b, a, "spurious", NULL, &read[i]);
        }
}

static const bk_article *article_of(const bench *b, bk_str id)
{
    for (int64_t i = 0; i < bk_corpus_size(b->corpus); i++)
        if (bk__str_eq(bk_corpus_at(b->corpus, i)->id, id))
            return bk_corpus_at(b->corpus, i);
    fprintf(stderr, "quotes: no article %.*s\n", (int)id.n, id.p);
    exit(1);
}

/* ---- figures ------------------------------------------------------------------------------- */

static double ratio(double a, double b)
{
    return b > 0 ? a / b : 0;
}

static void measures(const tally *t, double m[MEASURES])
{
    const double *n = t->n;
    m[PRECISION] = ratio(n[EXACT], n[READ]);
    m[RECALL] = ratio(n[EXACT], n[GOLD]);
    m[F1] = ratio(2 * n[EXACT], n[READ] + n[GOLD]);
    m[NEAR_PRECISION] = ratio(n[OVERLAP], n[READ]);
    m[NEAR_RECALL] = ratio(n[OVERLAP], n[GOLD]);
    m[NEAR_F1] = ratio(2 * n[OVERLAP], n[READ] + n[GOLD]);
    m[RIGHT] = ratio(n[COUNTRY], n[OVERLAP]);
    m[OF_POWERS] = ratio(n[POWER_RIGHT], n[POWER]);
    m[OTHERS] = ratio(n[PRIOR], n[OVERLAP]);
}

static int rising(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print_figures(bench *b, const tally *t, uint32_t n, int resamples)
{
    tally sum = {{0}};
    double point[MEASURES], *draw = calloc((size_t)resamples * MEASURES + 1, sizeof *draw);
    bk__rng *rng;
    if (!draw)
        exit(1);
    stop_if(b->ctx, bk__rng_new(b->ctx, &rng));
    bk__rng_stream(rng, 1, 1);
    for (uint32_t i = 0; i < n; i++)
        for (int k = 0; k < COUNTS; k++)
            sum.n[k] += t[i].n[k];
    measures(&sum, point);
    for (int r = 0; r < resamples; r++) {
        tally s = {{0}};
        double m[MEASURES];
        for (uint32_t i = 0; i < n; i++) {
            const tally *x = &t[bk__rng_below(rng, n)];
            for (int k = 0; k < COUNTS; k++)
                s.n[k] += x->n[k];
        }
        measures(&s, m);
        for (int k = 0; k < MEASURES; k++)
            draw[(size_t)k * (size_t)resamples + (size_t)r] = m[k];
    }
    printf("measure\tvalue\tlow\thigh\tn\n");
    for (int k = 0; k < MEASURES; k++) {
        double *d = draw + (size_t)k * (size_t)resamples;
        int low = (int)(LOW * resamples), high = resamples - 1 - low;
        double of = k == PRECISION || k == NEAR_PRECISION ? sum.n[READ]
                    : k < RIGHT                           ? sum.n[GOLD]
                    : k == OF_POWERS                      ? sum.n[POWER]
                                                          : sum.n[OVERLAP];
        qsort(d, (size_t)resamples, sizeof *d, rising);
        printf("%s\t%.3f\t%.3f\t%.3f\t%.0f\n", measure_name[k], point[k],
               resamples ? d[low] : point[k], resamples ? d[high] : point[k], of);
    }
    bk__rng_free(b->ctx, rng);
    free(draw);
}

/* ---- files --------------------------------------------------------------------------------- */

static void open_bench(bench *b, const char *const *paths, size_t n, bool own)
{
    bk_reader *reader;
    bk_reader_opts opts = BK_READER_OPTS_INIT;
    opts.fields = own ? "id=doc" : NULL;
    opts.lang = own ? NULL : "id";
    stop_if(NULL, bk_ctx_new(&b->ctx, NULL));
    stop_if(b->ctx, bk_reader_open(b->ctx, &reader, paths, n, &opts));
    stop_if(b->ctx, bk_corpus_read(b->ctx, &b->corpus, reader, NULL));
    bk_reader_close(reader);
    stop_if(b->ctx, bk_analyzer_new(b->ctx, &b->analyzer, NULL));
    stop_if(b->ctx, bk_triad_load(b->ctx, &b->triad, NULL));
    stop_if(b->ctx, bk_coder_new(b->ctx, &b->coder, b->analyzer, b->triad));
}

static void close_bench(bench *b)
{
    bk_coder_free(b->coder);
    bk_triad_free(b->triad);
    bk_analyzer_free(b->analyzer);
    bk_corpus_free(b->corpus);
    bk_ctx_free(b->ctx);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: %s GOLD.jsonl [RESAMPLES [errors|- [TEXTS...]]]\n", argv[0]);
        return 2;
    }
    bool own = argc < 5;
    const char *const *paths = (const char *const *)(own ? argv + 1 : argv + 4);
    bench b = {.errors = argc > 3 && strcmp(argv[3], "errors") == 0};
    bk__view file;
    open_bench(&b, paths, own ? 1 : (size_t)argc - 4, own);
    stop_if(b.ctx, bk__view_open(b.ctx, &file, argv[1]));
    tally *t = calloc(file.bytes.n + 1, sizeof *t);
    uint32_t n = 0;
    for (bk_str rest = file.bytes; t && rest.n > 0;) {
        bk__json *json;
        bk_str line = bk__str_trim(bk__str_cut(&rest, '\n'));
        if (line.n == 0)
            continue;
        stop_if(b.ctx, bk__json_parse(b.ctx, &json, line, argv[1]));
        const bk__value *root = bk__json_root(json);
        const bk_article *a = article_of(&b, bk__json_str(bk__json_get(root, "doc")));
        measure_article(&b, a, root, &t[n++]);
        bk__json_free(json);
    }
    print_figures(&b, t, n, argc > 2 ? atoi(argv[2]) : RESAMPLES);
    free(t);
    bk__view_close(&file);
    close_bench(&b);
    return 0;
}
