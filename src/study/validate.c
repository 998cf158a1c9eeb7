/* validate.c - the coder, predictions or a second person against hand-coded sentences, as written
 * and with names exchanged.
 *
 * Each sentence is read with its title and the sentence before it; what is found in it is compared
 * with what was coded. With names exchanged the reading is mapped back, so that all exchanges are
 * compared with the same codes. Counts are kept by article (tally.h), so that the bootstrap over
 * articles (validate_rows.c) only adds them up. */
#include "study/validation.h"

#include <stdio.h>

static const bk_opt validate_table[] = {
    {"triad", "Triad file", "FILE", BK_OPT_STR, offsetof(bk_validate_opts, triad), 0, 0, 0, NULL,
     NULL},
    {"lang", "Language of sentences that do not say", "LANG", BK_OPT_STR,
     offsetof(bk_validate_opts, lang), 0, 0, 0, "id", NULL},
    {"swap", "Also read the sentences with the powers' names exchanged", NULL, BK_OPT_BOOL,
     offsetof(bk_validate_opts, swap), 1, 0, 1, NULL, NULL},
    {"second", "Codes of a second person for the same sentences, to be compared instead", "FILE",
     BK_OPT_STR, offsetof(bk_validate_opts, second), 0, 0, 0, NULL, NULL},
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

/* ---- reading sentences ----------------------------------------------------------------- */

static void take(const bk_validation *v, const bk_coding *coding, const bk_scan *scan,
                 uint32_t begin, const int16_t *back, bk__gold_item *it)
{
    for (uint32_t i = 0; i < coding->n_relations; i++) {
        const bk_relation *r = &coding->relations[i];
        const bk_sentence *s = &scan->sentences[r->sentence];
        if (s->field != BK_FIELD_TEXT || s->begin < begin)
            continue;
        int a, b;
        bk_triad_dyad(v->triad, r->dyad, &a, &b);
        bk__code *c = &it->read[bk_triad_dyad_of(v->triad, back[a], back[b])];
        if (c->there && c->score >= (float)r->score)
            continue;
        *c = (bk__code){.there = true, .first_polarity = r->polarity, .first_quad = r->quad};
        c->score = (float)r->score;
        c->polarity = (uint8_t)(1 << (r->polarity + 1));
        c->quad = (uint8_t)(1 << r->quad);
        c->first_source = (uint8_t)(r->source < 0 ? BK__BIT_MUTUAL : back[r->source]);
        c->first_voice = (uint8_t)(r->voice >= 0                   ? back[r->voice]
                                   : r->voice == BK_VOICE_NARRATOR ? BK__BIT_MUTUAL
                                                                   : BK__BIT_OTHER);
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
static bk_status read_sentence(bk_validation *v, bk__gold_item *it, const int16_t *to, bool *fit)
{
    int16_t back[BK__POWERS];
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

/* ---- passes ---------------------------------------------------------------------------- */

static void find_majority(bk_validation *v)
{
    for (int d = 0; d < v->dyads; d++) {
        double n[3] = {0};
        for (uint32_t i = 0; i < v->gold.n; i++)
            if (v->gold.item[i].gold[d].there && v->gold.item[i].gold[d].required)
                n[v->gold.item[i].gold[d].first_polarity + 1] += v->gold.item[i].weight;
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

/* All exchanges; which sentences can be exchanged is found by the first one that moves all names.
 */
static bk_status exchanges(bk_validation *v, bk__code (*plain)[BK__DYADS])
{
    int16_t to[BK__POWERS];
    bk_status st = BK_OK;
    uint32_t A = v->gold.articles.n;
    for (int p = 0; p < BK__POWERS; p++)
        to[p] = (int16_t)p;
    for (uint32_t i = 0; i < v->gold.n && st == BK_OK; i++) { /* a turn moves every name */
        int16_t turn[BK__POWERS] = {0};
        bool fit = true;
        for (int p = 0; p < v->P; p++)
            turn[p] = (int16_t)((p + 1) % v->P);
        st = read_sentence(v, &v->gold.item[i], turn, &fit);
        v->unfit[i] = !fit;
    }
    while (st == BK_OK && next_exchange(to, v->P)) {
        char names[BK__POWERS * 12] = "";
        for (int p = 0, n = 0; p < v->P; p++)
            n += snprintf(names + n, sizeof names - (size_t)n, "%s%s", p ? " " : "",
                          bk_triad_code(v->triad, to[p]));
        memset(v->by_article, 0, A * sizeof *v->by_article);
        for (uint32_t i = 0; i < v->gold.n && st == BK_OK; i++) {
            bool fit = true;
            if (v->unfit[i])
                continue;
            st = read_sentence(v, &v->gold.item[i], to, &fit);
            bk__tally_item(&v->by_article[v->gold.item[i].article], &v->gold, &v->gold.item[i], to,
                           v->majority);
            bk__tally_alike(&v->by_article[v->gold.item[i].article], &v->gold, &v->gold.item[i],
                            plain[i]);
        }
        for (uint32_t a = 0; a < A; a++)
            bk__tally_add(&v->pooled[a], &v->by_article[a]);
        if (st == BK_OK)
            st = bk__validation_figures(v, v->by_article, names, M_PRECISION, M_ALIKE_FULL);
    }
    return st == BK_OK
               ? bk__validation_figures(v, v->pooled, "exchanged", M_PRECISION, M_ALIKE_FULL)
               : st;
}

/* Names as written: by_article, and plain [n], what each sentence says. */
static bk_status first_pass(bk_validation *v, bk__code (*plain)[BK__DYADS])
{
    int16_t to[BK__POWERS];
    bk_status st = BK_OK;
    for (int p = 0; p < BK__POWERS; p++)
        to[p] = (int16_t)p;
    find_majority(v);
    for (uint32_t i = 0; i < v->gold.n && st == BK_OK; i++) {
        bk__gold_item *it = &v->gold.item[i];
        bool fit = true;
        bk__code second[BK__DYADS];
        memcpy(second, it->read, sizeof second);
        if (v->opts.predictions)
            v->unfit[i] = !it->found;
        else
            st = read_sentence(v, it, to, &fit);
        if (v->opts.second) /* it was read to see who is named */
            memcpy(it->read, second, sizeof second);
        bk__tally_item(&v->by_article[it->article], &v->gold, it, to, v->majority);
        memcpy(plain[i], it->read, sizeof plain[i]);
    }
    return st;
}

/* The figures with names as written again, of the sentences whose names can be exchanged. */
static bk_status exchangeable(bk_validation *v, bk__code (*plain)[BK__DYADS])
{
    int16_t to[BK__POWERS];
    for (int p = 0; p < BK__POWERS; p++)
        to[p] = (int16_t)p;
    for (uint32_t i = 0; i < v->gold.n; i++) {
        bk__gold_item *it = &v->gold.item[i];
        memcpy(it->read, plain[i], sizeof plain[i]);
        if (!v->unfit[i])
            bk__tally_item(&v->same[it->article], &v->gold, it, to, v->majority);
    }
    return bk__validation_figures(v, v->same, "as written, exchangeable", M_PRECISION, M_VOICE);
}

static bk_status passes(bk_validation *v)
{
    uint32_t A = v->gold.articles.n;
    bk__code(*plain)[BK__DYADS] = bk__alloc_array(v->ctx, v->gold.n, sizeof *plain);
    v->by_article = bk__calloc(v->ctx, A, sizeof *v->by_article);
    v->pooled = bk__calloc(v->ctx, A, sizeof *v->pooled);
    v->same = bk__calloc(v->ctx, A, sizeof *v->same);
    v->unfit = bk__calloc(v->ctx, v->gold.n, sizeof *v->unfit);
    bk_status st = plain && v->by_article && v->pooled && v->same && v->unfit ? BK_OK : BK_ENOMEM;
    if (st == BK_OK)
        st = first_pass(v, plain);
    for (uint32_t a = 0; a < A && st == BK_OK; a++)
        bk__tally_add(&v->sum, &v->by_article[a]);
    if (st == BK_OK)
        st = bk__validation_figures(v, v->by_article, "as written", M_PRECISION,
                                    v->opts.second ? M_VOICE : M_MAJORITY);
    if (st == BK_OK)
        st = bk__validation_figures(v, v->by_article, "as written", M_KIND_F1,
                                    v->opts.second ? M_ALPHA_VOICE : M_ALL - 1);
    if (st == BK_OK && v->opts.predictions)
        st = bk__validation_shares(v);
    if (st == BK_OK)
        st = bk__validation_keep(v);
    if (st == BK_OK && v->opts.swap)
        st = exchanges(v, plain);
    if (st == BK_OK && v->opts.swap)
        st = exchangeable(v, plain);
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
    else if (v->opts.predictions && v->opts.second)
        st = bk__fail(ctx, BK_EINVAL, "second", "predictions or a second coder, not both");
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
    if (v->opts.predictions || v->opts.second)
        v->opts.swap = false;
    if (st == BK_OK && v->opts.predictions)
        st = bk__gold_predict(&v->gold, v->opts.predictions);
    if (st == BK_OK && v->opts.second)
        st = bk__gold_second(&v->gold, v->opts.second, &v->alone);
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
    *unmapped = v->alone;
    for (uint32_t i = 0; i < v->gold.n; i++)
        *unmapped += v->unfit[i];
}
