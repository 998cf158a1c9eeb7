/* validate.c - the coder against hand-coded sentences, as written and with names exchanged.
 *
 * Each sentence is read with its title and the sentence before it; what is found in it is compared
 * with what was coded. With names exchanged the reading is mapped back, so that all exchanges are
 * compared with the same codes. Counts are kept by article, so that the bootstrap over articles
 * (Efron 1979) only adds them up. */
#include <bingkai/validate.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/rng.h"
#include "base/str.h"
#include "study/gold.h"
#include "study/swap.h"

enum { POWERS = BK__POWERS, DYADS = BK__DYADS };
enum { BIT_MUTUAL = BK__BIT_MUTUAL, BIT_OTHER = BK__BIT_OTHER };
typedef bk__code code;
typedef bk__gold_item item;

static const bk_opt validate_table[] = {
    {"triad", "Triad file", "FILE", BK_OPT_STR, offsetof(bk_validate_opts, triad), 0, 0, 0, NULL,
     NULL},
    {"lang", "Language of sentences that do not say", "LANG", BK_OPT_STR,
     offsetof(bk_validate_opts, lang), 0, 0, 0, "id", NULL},
    {"swap", "Also read the sentences with the powers' names exchanged", NULL, BK_OPT_BOOL,
     offsetof(bk_validate_opts, swap), 1, 0, 1, NULL, NULL},
    {"resamples", "Bootstrap samples behind each interval", "N", BK_OPT_INT,
     offsetof(bk_validate_opts, resamples), 1000, 1, 100000, NULL, NULL},
    {"level", "Level of the intervals", "SHARE", BK_OPT_REAL, offsetof(bk_validate_opts, level),
     0.95, 0.5, 0.999, NULL, NULL},
};

const bk_opt *bk_validate_opt_table(size_t *n)
{
    *n = sizeof validate_table / sizeof *validate_table;
    return validate_table;
}

typedef struct tally { /* of one article, or a sum */
    double tp, fp, fn;
    double polarity[3][3]; /* [coded][read] */
    double quad, source, voice;
    double co_tp, co_fp, co_fn;
    double majority[3][3];
    double alike, alike_full, compared;
} tally;
enum { TALLY = sizeof(tally) / sizeof(double) };

struct bk_validation {
    bk_ctx *ctx;
    bk__gold gold;
    bk_triad *triad;
    bk_analyzer *analyzer;
    bk_coder *coder;
    bk__swap *swap;
    int P, dyads;
    int8_t majority[DYADS];
    tally *by_article; /* of one pass */
    tally *pooled;     /* over all exchanges */
    tally *same;       /* names as written, sentences that can be exchanged */
    bool *unfit;       /* [n] a name has no equivalent */
    bk_validate_row *row;
    size_t n_rows, cap_rows;
    bk_validate_item *out;
    size_t n_out;
    bk__buf title, text;
    bk_validate_opts opts;
};

/* ---- reading sentences ----------------------------------------------------------------- */

static void take(const bk_validation *v, const bk_coding *coding, const bk_scan *scan,
                 uint32_t begin, const int16_t *back, item *it)
{
    for (uint32_t i = 0; i < coding->n_relations; i++) {
        const bk_relation *r = &coding->relations[i];
        const bk_sentence *s = &scan->sentences[r->sentence];
        if (s->field != BK_FIELD_TEXT || s->begin < begin)
            continue;
        int a, b;
        bk_triad_dyad(v->triad, r->dyad, &a, &b);
        code *c = &it->read[bk_triad_dyad_of(v->triad, back[a], back[b])];
        if (c->there && c->score >= (float)r->score)
            continue;
        *c = (code){.there = true, .first_polarity = r->polarity, .first_quad = r->quad};
        c->score = (float)r->score;
        c->polarity = (uint8_t)(1 << (r->polarity + 1));
        c->quad = (uint8_t)(1 << r->quad);
        c->first_source = (uint8_t)(r->source < 0 ? BIT_MUTUAL : back[r->source]);
        c->first_voice = (uint8_t)(r->voice >= 0                   ? back[r->voice]
                                   : r->voice == BK_VOICE_NARRATOR ? BIT_MUTUAL
                                                                   : BIT_OTHER);
        c->source = 1u << c->first_source;
        c->voice = 1u << c->first_voice;
    }
    uint64_t named = 0;
    for (uint32_t i = 0; i < coding->n_mentions; i++) {
        const bk_mention *m = &coding->mentions[i];
        const bk_sentence *s = &scan->sentences[m->sentence];
        if (s->field == BK_FIELD_TEXT && s->begin >= begin && m->power >= 0)
            named |= 1u << back[m->power];
    }
    for (int d = 0, a, b; d < v->dyads; d++) {
        bk_triad_dyad(v->triad, d, &a, &b);
        it->comention[d] = (named >> a & 1) && (named >> b & 1);
    }
}

/* Reads one sentence with power p's names as those of to[p]; *fit false: not all have one. */
static bk_status read_sentence(bk_validation *v, item *it, const int16_t *to, bool *fit)
{
    int16_t back[POWERS];
    const char *lang = it->lang.n ? it->lang.p : v->opts.lang;
    for (int p = 0; p < v->P; p++)
        back[to[p]] = (int16_t)p;
    v->title.n = v->text.n = 0;
    bk_status st = bk__swap_text(v->swap, &v->title, it->title, lang, to, fit);
    if (st == BK_OK)
        st = bk__swap_text(v->swap, &v->text, it->prev, lang, to, fit);
    bool stop = it->prev.n > 0 && strchr(".!?\"", it->prev.p[it->prev.n - 1]);
    if (st == BK_OK && it->prev.n > 0)
        st = bk__buf_byte(&v->text, stop ? ' ' : '\n');
    uint32_t begin = (uint32_t)v->text.n;
    if (st == BK_OK)
        st = bk__swap_text(v->swap, &v->text, it->sent, lang, to, fit);
    bk_article article = {.id = it->id,
                          .title = bk__buf_str(&v->title),
                          .text = bk__buf_str(&v->text),
                          .lang = bk__str(lang),
                          .published = BK_NO_DATE};
    const bk_scan *scan;
    const bk_coding *coding;
    if (st == BK_OK)
        st = bk_analyzer_run(v->analyzer, &article, &scan);
    if (st == BK_OK)
        st = bk_coder_run(v->coder, &article, scan, &coding);
    memset(it->read, 0, sizeof it->read);
    if (st == BK_OK)
        take(v, coding, scan, begin, back, it);
    return st;
}

/* ---- comparing ------------------------------------------------------------------------- */

/* `to`: whose names stand for each power; a prior sees those. */
static void compare(const bk_validation *v, const item *it, const int16_t *to, tally *t)
{
    for (int d = 0; d < v->dyads; d++) {
        const code *g = &it->gold[d], *r = &it->read[d];
        bool optional = g->there && !g->required;
        t->fp += r->there && !g->there;
        t->co_fp += it->comention[d] && !g->there;
        if (!g->there || optional)
            continue;
        t->tp += r->there;
        t->fn += !r->there;
        t->co_tp += it->comention[d];
        t->co_fn += !it->comention[d];
        if (!r->there)
            continue;
        int a, b, own = g->first_polarity + 1;
        bk_triad_dyad(v->triad, d, &a, &b);
        int guess = v->majority[bk_triad_dyad_of(v->triad, to[a], to[b])] + 1;
        int said = r->first_polarity + 1;
        t->polarity[g->polarity & r->polarity ? said : own][said]++;
        t->majority[g->polarity >> guess & 1 ? guess : own][guess]++;
        t->quad += (g->quad & r->quad) != 0;
        t->source += (g->source & r->source) != 0;
        t->voice += (g->voice & r->voice) != 0;
    }
}

static void alike(const bk_validation *v, const item *it, const code *plain, tally *t)
{
    bool same = true, full = true;
    for (int d = 0; d < v->dyads; d++) {
        const code *a = &plain[d], *b = &it->read[d];
        same &= a->there == b->there && a->polarity == b->polarity;
        full &= a->there == b->there && a->polarity == b->polarity && a->quad == b->quad &&
                a->source == b->source && a->voice == b->voice;
    }
    t->compared++;
    t->alike += same;
    t->alike_full += full;
}

static double ratio(double a, double b)
{
    return b > 0 ? a / b : NAN;
}

static double f1(double tp, double fp, double fn)
{
    return ratio(2 * tp, 2 * tp + fp + fn);
}

/* Mean F1 over the polarities that were coded or read. */
static double macro(double m[3][3])
{
    double sum = 0, n = 0;
    for (int c = 0; c < 3; c++) {
        double coded = m[c][0] + m[c][1] + m[c][2], read = m[0][c] + m[1][c] + m[2][c];
        if (coded + read > 0) {
            sum += 2 * m[c][c] / (coded + read);
            n++;
        }
    }
    return ratio(sum, n);
}

static double total(double m[3][3])
{
    double sum = 0;
    for (int i = 0; i < 9; i++)
        sum += m[i / 3][i % 3];
    return sum;
}

typedef enum measure {
    PRECISION,
    RECALL,
    F1,
    POLARITY_F1,
    POLARITY,
    QUAD,
    SOURCE,
    VOICE,
    CO_PRECISION,
    CO_RECALL,
    CO_F1,
    MAJORITY_F1,
    MAJORITY,
    ALIKE,
    ALIKE_FULL
} measure;

static const struct {
    const char *reader, *name;
} measures[] = {
    [PRECISION] = {"coder", "precision"},
    [RECALL] = {"coder", "recall"},
    [F1] = {"coder", "f1"},
    [POLARITY_F1] = {"coder", "polarity macro f1"},
    [POLARITY] = {"coder", "polarity accuracy"},
    [QUAD] = {"coder", "quad"},
    [SOURCE] = {"coder", "source"},
    [VOICE] = {"coder", "voice"},
    [CO_PRECISION] = {"co-mention", "precision"},
    [CO_RECALL] = {"co-mention", "recall"},
    [CO_F1] = {"co-mention", "f1"},
    [MAJORITY_F1] = {"dyad majority", "polarity macro f1"},
    [MAJORITY] = {"dyad majority", "polarity accuracy"},
    [ALIKE] = {"coder", "agreement"},
    [ALIKE_FULL] = {"coder", "agreement in full"},
};

static double figure(tally *t, measure m, double *n)
{
    double found = t->tp;
    *n = found;
    switch (m) {
    case PRECISION:
        *n = t->tp + t->fp;
        return ratio(t->tp, *n);
    case RECALL:
        *n = t->tp + t->fn;
        return ratio(t->tp, *n);
    case F1:
        *n = t->tp + t->fp + t->fn;
        return f1(t->tp, t->fp, t->fn);
    case POLARITY_F1:
        return macro(t->polarity);
    case POLARITY:
        return ratio(t->polarity[0][0] + t->polarity[1][1] + t->polarity[2][2], total(t->polarity));
    case QUAD:
        return ratio(t->quad, found);
    case SOURCE:
        return ratio(t->source, found);
    case VOICE:
        return ratio(t->voice, found);
    case CO_PRECISION:
        *n = t->co_tp + t->co_fp;
        return ratio(t->co_tp, *n);
    case CO_RECALL:
        *n = t->co_tp + t->co_fn;
        return ratio(t->co_tp, *n);
    case CO_F1:
        *n = t->co_tp + t->co_fp + t->co_fn;
        return f1(t->co_tp, t->co_fp, t->co_fn);
    case MAJORITY_F1:
        return macro(t->majority);
    case MAJORITY:
        return ratio(t->majority[0][0] + t->majority[1][1] + t->majority[2][2], total(t->majority));
    case ALIKE:
        *n = t->compared;
        return ratio(t->alike, *n);
    case ALIKE_FULL:
        *n = t->compared;
        return ratio(t->alike_full, *n);
    }
    return NAN;
}

static void add(tally *sum, const tally *t)
{
    double *s = &sum->tp;
    const double *x = &t->tp;
    for (size_t i = 0; i < TALLY; i++)
        s[i] += x[i];
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static const char *reader_name(const bk_validation *v, measure m)
{
    bool own = m < CO_PRECISION || m >= ALIKE;
    return own && v->opts.predictions ? "predictions" : measures[m].reader;
}

/* The figures of one pass with their intervals. */
static bk_status add_rows(bk_validation *v, const tally *t, bk_str names, measure first,
                          measure last)
{
    uint32_t A = v->gold.articles.n;
    int B = v->opts.resamples;
    size_t kinds = (size_t)(last - first) + 1;
    bk__rng *rng = NULL;
    bk_str kept;
    double *draw = bk__alloc_array(v->ctx, kinds * (size_t)B, sizeof *draw);
    bk_status st = draw ? bk__rng_new(v->ctx, &rng) : BK_ENOMEM;
    if (st == BK_OK)
        st = bk__arena_str(&v->gold.arena, &kept, names);
    for (int b = 0; b < B && st == BK_OK; b++) {
        tally sum = {0};
        double n;
        bk__rng_stream(rng, 0x76616C, (uint64_t)b);
        for (uint32_t i = 0; i < A; i++)
            add(&sum, &t[bk__rng_below(rng, A)]);
        for (size_t k = 0; k < kinds; k++)
            draw[k * (size_t)B + (size_t)b] = figure(&sum, first + (measure)k, &n);
    }
    tally sum = {0};
    for (uint32_t i = 0; i < A && st == BK_OK; i++)
        add(&sum, &t[i]);
    for (size_t k = 0; k < kinds && st == BK_OK; k++) {
        if (v->n_rows == v->cap_rows) {
            size_t cap = v->cap_rows ? 2 * v->cap_rows : 64;
            bk_validate_row *more = bk__resize_array(v->ctx, v->row, cap, sizeof *more);
            if (!more) {
                st = BK_ENOMEM;
                break;
            }
            v->row = more;
            v->cap_rows = cap;
        }
        measure m = first + (measure)k;
        double n, *x = draw + k * (size_t)B, value = figure(&sum, m, &n);
        int good = 0;
        for (int b = 0; b < B; b++)
            if (isfinite(x[b]))
                x[good++] = x[b];
        qsort(x, (size_t)good, sizeof *x, by_value);
        double tail = (1 - v->opts.level) / 2;
        bool some = A > 1 && good > 0;
        v->row[v->n_rows++] =
            (bk_validate_row){reader_name(v, m),
                              kept.p,
                              measures[m].name,
                              {value, some ? x[(int)(tail * (good - 1))] : NAN,
                               some ? x[(int)ceil((1 - tail) * (good - 1))] : NAN},
                              (int64_t)n};
    }
    bk__rng_free(v->ctx, rng);
    bk__free(v->ctx, draw);
    return st;
}

/* ---- passes ---------------------------------------------------------------------------- */

static void find_majority(bk_validation *v)
{
    for (int d = 0; d < v->dyads; d++) {
        int64_t n[3] = {0};
        for (uint32_t i = 0; i < v->gold.n; i++)
            if (v->gold.item[i].gold[d].there && v->gold.item[i].gold[d].required)
                n[v->gold.item[i].gold[d].first_polarity + 1]++;
        int best = 0;
        for (int p = 1; p < 3; p++)
            best = n[p] > n[best] ? p : best;
        v->majority[d] = (int8_t)(best - 1);
    }
}

/* Next exchange in the order of the alphabet; false after the last. */
static bool next_exchange(int16_t *to, int n)
{
    int i = n - 2, k = n - 1;
    while (i >= 0 && to[i] > to[i + 1])
        i--;
    if (i < 0)
        return false;
    while (to[k] < to[i])
        k--;
    int16_t x = to[i];
    to[i] = to[k];
    to[k] = x;
    for (int a = i + 1, b = n - 1; a < b; a++, b--) {
        x = to[a];
        to[a] = to[b];
        to[b] = x;
    }
    return true;
}

static void name_bit(const bk_validation *v, uint8_t bit, const char *middle, char out[12])
{
    snprintf(out, 12, "%s",
             bit < POWERS        ? bk_triad_code(v->triad, bit)
             : bit == BIT_MUTUAL ? middle
                                 : "other");
}

static bk_status keep_items(bk_validation *v)
{
    size_t most = (size_t)v->gold.n * (size_t)v->dyads;
    v->out = bk__calloc(v->ctx, most + 1, sizeof *v->out);
    if (!v->out)
        return BK_ENOMEM;
    for (uint32_t i = 0; i < v->gold.n; i++)
        for (int d = 0; d < v->dyads; d++) {
            const code *g = &v->gold.item[i].gold[d], *r = &v->gold.item[i].read[d];
            if (!g->there && !r->there)
                continue;
            bk_validate_item *o = &v->out[v->n_out++];
            o->id = v->gold.item[i].id;
            o->sent = v->gold.item[i].sent;
            o->dyad = bk_triad_dyad_code(v->triad, d);
            o->required = g->required;
            o->expected = g->there;
            o->found = r->there;
            if (g->there) {
                o->gold_polarity = g->first_polarity;
                snprintf(o->gold_quad, 3, "%s", bk_quad_name((bk_quad)g->first_quad));
                name_bit(v, g->first_source, "mutual", o->gold_source);
                name_bit(v, g->first_voice, "narrator", o->gold_voice);
            }
            if (r->there) {
                o->polarity = r->first_polarity;
                snprintf(o->quad, 3, "%s", bk_quad_name((bk_quad)r->first_quad));
                name_bit(v, r->first_source, "mutual", o->source);
                name_bit(v, r->first_voice, "narrator", o->voice);
                o->score = (double)r->score;
            }
            o->right_polarity = (g->polarity & r->polarity) != 0;
            o->right_quad = (g->quad & r->quad) != 0;
            o->right_source = (g->source & r->source) != 0;
            o->right_voice = (g->voice & r->voice) != 0;
        }
    return BK_OK;
}

/* All exchanges; which sentences can be exchanged is found by the first one that moves all names.
 */
static bk_status exchanges(bk_validation *v, code (*plain)[DYADS])
{
    int16_t to[POWERS];
    bk_status st = BK_OK;
    uint32_t A = v->gold.articles.n;
    for (int p = 0; p < POWERS; p++)
        to[p] = (int16_t)p;
    for (uint32_t i = 0; i < v->gold.n && st == BK_OK; i++) { /* a turn moves every name */
        int16_t turn[POWERS] = {0};
        bool fit = true;
        for (int p = 0; p < v->P; p++)
            turn[p] = (int16_t)((p + 1) % v->P);
        st = read_sentence(v, &v->gold.item[i], turn, &fit);
        v->unfit[i] = !fit;
    }
    while (st == BK_OK && next_exchange(to, v->P)) {
        char names[POWERS * 12] = "";
        for (int p = 0, n = 0; p < v->P; p++)
            n += snprintf(names + n, sizeof names - (size_t)n, "%s%s", p ? " " : "",
                          bk_triad_code(v->triad, to[p]));
        memset(v->by_article, 0, A * sizeof *v->by_article);
        for (uint32_t i = 0; i < v->gold.n && st == BK_OK; i++) {
            bool fit = true;
            if (v->unfit[i])
                continue;
            st = read_sentence(v, &v->gold.item[i], to, &fit);
            compare(v, &v->gold.item[i], to, &v->by_article[v->gold.item[i].article]);
            alike(v, &v->gold.item[i], plain[i], &v->by_article[v->gold.item[i].article]);
        }
        for (uint32_t a = 0; a < A; a++)
            add(&v->pooled[a], &v->by_article[a]);
        if (st == BK_OK)
            st = add_rows(v, v->by_article, bk__str(names), PRECISION, ALIKE_FULL);
    }
    return st == BK_OK ? add_rows(v, v->pooled, BK__STR("exchanged"), PRECISION, ALIKE_FULL) : st;
}

static bk_status passes(bk_validation *v)
{
    int16_t to[POWERS];
    uint32_t A = v->gold.articles.n;
    code(*plain)[DYADS] = bk__alloc_array(v->ctx, v->gold.n, sizeof *plain);
    v->by_article = bk__calloc(v->ctx, A, sizeof *v->by_article);
    v->pooled = bk__calloc(v->ctx, A, sizeof *v->pooled);
    v->same = bk__calloc(v->ctx, A, sizeof *v->same);
    v->unfit = bk__calloc(v->ctx, v->gold.n, sizeof *v->unfit);
    bk_status st = plain && v->by_article && v->pooled && v->same && v->unfit ? BK_OK : BK_ENOMEM;
    for (int p = 0; p < POWERS; p++)
        to[p] = (int16_t)p;
    find_majority(v);
    for (uint32_t i = 0; i < v->gold.n && st == BK_OK; i++) {
        bool fit = true;
        if (v->opts.predictions)
            v->unfit[i] = !v->gold.item[i].found;
        else
            st = read_sentence(v, &v->gold.item[i], to, &fit);
        compare(v, &v->gold.item[i], to, &v->by_article[v->gold.item[i].article]);
        memcpy(plain[i], v->gold.item[i].read, sizeof plain[i]);
    }
    if (st == BK_OK)
        st = add_rows(v, v->by_article, BK__STR("as written"), PRECISION, MAJORITY);
    if (st == BK_OK)
        st = keep_items(v);
    if (st == BK_OK && v->opts.swap)
        st = exchanges(v, plain);
    if (st == BK_OK && v->opts.swap) {
        for (uint32_t i = 0; i < v->gold.n; i++) {
            memcpy(v->gold.item[i].read, plain[i], sizeof plain[i]);
            if (!v->unfit[i])
                compare(v, &v->gold.item[i], to, &v->same[v->gold.item[i].article]);
        }
        st = add_rows(v, v->same, BK__STR("as written, exchangeable"), PRECISION, VOICE);
    }
    bk__free(v->ctx, plain);
    return st;
}

/* ---- the object ------------------------------------------------------------------------ */

bk_status bk_validate_run(bk_ctx *ctx, bk_validation **out, const char *gold,
                          const bk_validate_opts *opts)
{
    const bk_validate_opts defaults = BK_VALIDATE_OPTS_INIT;
    *out = NULL;
    if (!gold)
        return bk__fail(ctx, BK_EINVAL, "", "a gold file is needed");
    bk_validation *v = bk__calloc(ctx, 1, sizeof *v);
    if (!v)
        return BK_ENOMEM;
    v->ctx = ctx;
    v->opts = opts ? *opts : defaults;
    bk__gold_init(&v->gold, ctx);
    bk__buf_init(&v->title, ctx);
    bk__buf_init(&v->text, ctx);
    bk_status st;
    if (v->opts.resamples < 1 || !(v->opts.level > 0 && v->opts.level < 1))
        st = bk__fail(ctx, BK_EINVAL, "resamples", "1 resample or more and a level in 0 to 1");
    else
        st = bk_triad_load(ctx, &v->triad, v->opts.triad);
    if (st == BK_OK) {
        v->P = bk_triad_powers(v->triad);
        v->dyads = bk_triad_dyads(v->triad);
    }
    if (st == BK_OK)
        st = bk_analyzer_new(ctx, &v->analyzer, NULL);
    if (st == BK_OK)
        st = bk_coder_new(ctx, &v->coder, v->analyzer, v->triad);
    if (st == BK_OK)
        st = bk__swap_new(ctx, &v->swap, v->analyzer, v->triad);
    if (st == BK_OK)
        st = bk__gold_read(&v->gold, v->triad, gold);
    if (st == BK_OK && v->opts.predictions) {
        v->opts.swap = false;
        st = bk__gold_predict(&v->gold, v->opts.predictions);
    }
    if (st == BK_OK)
        st = passes(v);
    if (st != BK_OK) {
        bk_validation_free(v);
        return st;
    }
    *out = v;
    return BK_OK;
}

void bk_validation_free(bk_validation *v)
{
    if (!v)
        return;
    bk__swap_free(v->swap);
    bk_coder_free(v->coder);
    bk_analyzer_free(v->analyzer);
    bk_triad_free(v->triad);
    bk__gold_clear(&v->gold);
    bk__buf_clear(&v->title);
    bk__buf_clear(&v->text);
    bk__free(v->ctx, v->by_article);
    bk__free(v->ctx, v->pooled);
    bk__free(v->ctx, v->same);
    bk__free(v->ctx, v->unfit);
    bk__free(v->ctx, v->row);
    bk__free(v->ctx, v->out);
    bk__free(v->ctx, v);
}

const bk_validate_row *bk_validation_rows(const bk_validation *v, size_t *n)
{
    *n = v->n_rows;
    return v->row;
}

const bk_validate_item *bk_validation_items(const bk_validation *v, size_t *n)
{
    *n = v->n_out;
    return v->out;
}

void bk_validation_counts(const bk_validation *v, int64_t *sentences, int64_t *articles,
                          int64_t *unmapped)
{
    *sentences = v->gold.n;
    *articles = v->gold.articles.n;
    *unmapped = 0;
    for (uint32_t i = 0; i < v->gold.n; i++)
        *unmapped += v->unfit[i];
}

bk_status bk_validation_table(bk_ctx *ctx, bk_table **out, const bk_validation *v)
{
    static const bk_col cols[] = {
        {"reader", BK_COL_TEXT, "", "coder, or a baseline", 0},
        {"names", BK_COL_TEXT, "", "as written, or what the powers' names became", 0},
        {"measure", BK_COL_TEXT, "", "What was measured", 0},
        {"value", BK_COL_REAL, "share", "The figure", 0},
        {"low", BK_COL_REAL, "share", "Lower end of the bootstrap interval over articles", 0},
        {"high", BK_COL_REAL, "share", "Upper end", 0},
        {"n", BK_COL_INT, "decisions", "Decisions behind it", 0},
    };
    static const bk_table_spec spec = {"validation", "The coder against hand-coded sentences", cols,
                                       sizeof cols / sizeof *cols, NULL};
    bk_status st = bk_table_new(ctx, out, &spec);
    for (size_t i = 0; st == BK_OK && i < v->n_rows; i++) {
        const bk_validate_row *r = &v->row[i];
        bk_cell cells[] = {BK_CELL_STR(bk__str(r->reader)),
                           BK_CELL_STR(bk__str(r->names)),
                           BK_CELL_STR(bk__str(r->measure)),
                           BK_CELL_REAL(r->at.value),
                           BK_CELL_REAL(r->at.low),
                           BK_CELL_REAL(r->at.high),
                           BK_CELL_INT(r->n)};
        st = bk_table_add(*out, cells);
    }
    if (st != BK_OK) {
        bk_table_free(*out);
        *out = NULL;
    }
    return st;
}
