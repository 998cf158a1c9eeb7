/* reading.c - one article read by the passes of this room: buffers, patterns, the order of passes.
 *
 * One a worker. Everything by token or by form grows to the largest article seen and stays. Facts
 * of an article (whose name is whose) carry its number, so that nothing is cleared between two. */
#include "model/reading.h"

#include "base/str.h"
#include "text/lexicon.h"

static const char *const speech_names[BK__SPEECHES] = {
    "say", "accuse", "praise", "ask", "by", "medium", "that", "prep", "back", "passive"};
static const char *const order_names[] = {"before", "after", "either", "self"};

bool bk__token_is(const bk__reading *r, uint32_t token, const char *z)
{
    return bk__str_eq(bk__form_at(r, token)->surface, bk__str(z));
}

/* ---- patterns ----------------------------------------------------------------------------------
 */

static int find_word(const char *const *words, size_t n, bk_str word)
{
    for (size_t i = 0; i < n; i++)
        if (bk__str_eq(bk__str(words[i]), word))
            return (int)i;
    return -1;
}

static bk_status add_speech(bk__patterns *p, bk_ctx *ctx, const bk__lexicon *l, size_t row)
{
    bk_str order_word = bk__lexicon_at(l, row, 2);
    int kind = find_word(speech_names, BK__SPEECHES, bk__lexicon_at(l, row, 1));
    int order = order_word.n ? find_word(order_names, 4, order_word) : BK__ORDER_AFTER;
    if (kind < 0 || order < 0)
        return bk__fail(ctx, BK_EFORMAT, l->path, "line %u: unknown kind or order", l->line[row]);
    return bk__patterns_add(p, bk__lexicon_at(l, row, 0), NULL, (uint32_t)(kind | order << 4),
                            NULL);
}

/* models/<lang>/speech.tsv */
static bk_status open_speech(bk__reading *r, int lang)
{
    struct bk__work *w = r->work;
    bk__buf name;
    bk__lexicon l;
    bk__buf_init(&name, w->ctx);
    bk_status st =
        bk__buf_print(&name, "%s/speech.tsv", bk_analyzer_lang(w->analyzer, (uint8_t)lang));
    if (st == BK_OK)
        st = bk__lexicon_open(w->ctx, &l, name.p, "pattern kind order");
    bk__buf_clear(&name);
    if (st != BK_OK)
        return st;
    st = bk__patterns_new(w->ctx, &w->speech[lang], w->analyzer);
    for (size_t i = 0; i < l.n_rows && st == BK_OK; i++)
        st = add_speech(w->speech[lang], w->ctx, &l, i);
    bk__lexicon_close(&l);
    return st;
}

static bk_status open_names(bk__reading *r, int lang)
{
    struct bk__work *w = r->work;
    bk_str code = bk__str(bk_analyzer_lang(w->analyzer, (uint8_t)lang));
    bk_status st = bk__patterns_new(w->ctx, &w->name[lang], w->analyzer);
    for (uint32_t i = 0; i < w->triad->n_aliases && st == BK_OK; i++) {
        const bk__alias *a = &w->triad->alias[i];
        if (bk__str_eq(w->triad->lang[a->lang], code))
            st = bk__patterns_add(w->name[lang], a->pattern, NULL, i, NULL);
    }
    return st;
}

bk_status bk__reading_new(bk_ctx *ctx, bk__reading **out, bk_analyzer *a, const bk_triad *t)
{
    *out = NULL;
    bk__reading *r = bk__calloc(ctx, 1, sizeof *r);
    struct bk__work *w = r ? bk__calloc(ctx, 1, sizeof *w) : NULL;
    if (!w) {
        bk__free(ctx, r);
        return BK_ENOMEM;
    }
    r->work = w;
    w->ctx = ctx;
    w->analyzer = a;
    w->triad = t;
    bk_status st = BK_OK;
    for (int i = 0; i < BK__LANGS && *bk_analyzer_lang(a, (uint8_t)i) && st == BK_OK; i++) {
        st = open_names(r, i);
        if (st == BK_OK)
            st = open_speech(r, i);
    }
    if (st != BK_OK) {
        bk__reading_free(r);
        return st;
    }
    *out = r;
    return BK_OK;
}

void bk__reading_free(bk__reading *r)
{
    if (!r)
        return;
    struct bk__work *w = r->work;
    bk_ctx *ctx = w->ctx;
    for (int i = 0; i < BK__LANGS; i++) {
        bk__patterns_free(w->name[i]);
        bk__patterns_free(w->speech[i]);
    }
    void *const owned[] = {
        w->unit_at, w->phrase_at, w->mention_at, w->quote_at, w->verb_at, w->part, w->unit,
        w->phrase,  w->mention,   w->spot,       w->quote,    w->extent,  w,       r};
    for (size_t i = 0; i < sizeof owned / sizeof owned[0]; i++)
        bk__free(ctx, owned[i]);
}

/* ---- running -----------------------------------------------------------------------------------
 */

static bk_status room_for(bk__reading *r)
{
    struct bk__work *w = r->work;
    uint32_t n = r->scan->n_tokens + 1, cap[5], parts = w->cap_part;
    void *const by_token[] = {&w->unit_at, &w->phrase_at, &w->mention_at, &w->quote_at,
                              &w->verb_at};
    const size_t size[] = {4, 4, 4, 4, sizeof *w->verb_at};
    bk_status st = BK_OK;
    for (int i = 0; i < 5; i++) {
        cap[i] = w->cap_tokens;
        if (st == BK_OK)
            st = bk__grow(w->ctx, by_token[i], &cap[i], n, size[i]);
    }
    if (st == BK_OK) {
        w->cap_tokens = cap[0];
        st = bk__grow(w->ctx, &w->part, &w->cap_part, bk_analyzer_forms(w->analyzer) + 1,
                      sizeof *w->part);
    }
    if (st != BK_OK)
        return st;
    memset(w->part + parts, 0, (w->cap_part - parts) * sizeof *w->part);
    memset(w->unit_at, 0xFF, n * sizeof *w->unit_at);
    memset(w->phrase_at, 0xFF, n * sizeof *w->phrase_at);
    memset(w->mention_at, 0xFF, n * sizeof *w->mention_at);
    memset(w->quote_at, 0xFF, n * sizeof *w->quote_at);
    return BK_OK;
}

bk_status bk__reading_run(bk__reading *r, const bk_article *article, const bk_scan *scan)
{
    struct bk__work *w = r->work;
    r->article = article;
    r->scan = scan;
    w->n_units = w->n_phrases = w->n_mentions = w->n_quotes = 0;
    w->epoch++;
    w->headline = BK__NONE;
    bk_status st = room_for(r);
    if (st == BK_OK)
        st = bk__actor_find(r);
    if (st == BK_OK)
        st = bk__phrase_find(r);
    if (st == BK_OK)
        st = bk__coref_find(r, false);
    if (st == BK_OK)
        st = bk__quote_find(r);
    if (st == BK_OK)
        st = bk__coref_find(r, true);
    r->mention = w->mention;
    r->spot = w->spot;
    r->n_mentions = st == BK_OK ? w->n_mentions : 0;
    r->quote = w->quote;
    r->extent = w->extent;
    r->n_quotes = st == BK_OK ? w->n_quotes : 0;
    r->mention_at = w->mention_at;
    r->quote_at = w->quote_at;
    return st;
}
