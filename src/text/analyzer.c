/* analyzer.c - scanned text with everything that is known about each written form.
 *
 * A form costs once, when it is first seen; after that a token is one look-up. Each language has
 * a table of its own; a language is loaded when its first article comes. */
#include <stdio.h>

#include "base/opt.h"
#include "text/forms.h"
#include "text/gather.h"
#include "text/utf8.h"

enum { LANGS = 2 };
static const char *const langs[] = {"id", "en", NULL};
static const char *const units[] = {"lemma", "root", "fold", "surface", NULL};

#define AT(field) offsetof(bk_analyzer_opts, field)
static const bk_opt table[] = {
    {"lang", "language of articles that do not say and are not recognised", "LANG", BK_OPT_STR,
     AT(lang), 0, 0, 0, "id", NULL},
    {"unit", "what is counted as a term", "UNIT", BK_OPT_ENUM, AT(unit), 0, 0, 0, "lemma", units},
    {"stopwords", "model, none, or a file with a word a line", "LIST", BK_OPT_STR, AT(stopwords), 0,
     0, 0, "model", NULL},
    {"exceptions", "own stems: word, tab, lemma, tab, root", "FILE", BK_OPT_STR, AT(exceptions), 0,
     0, 0, NULL, NULL},
    {"min-chars", "shortest term", "N", BK_OPT_INT, AT(min_chars), 2, 1, 64, NULL, NULL},
    {"max-chars", "longest term", "N", BK_OPT_INT, AT(max_chars), 64, 1, 1000, NULL, NULL},
    {"keep-numbers", "count numbers as terms", "", BK_OPT_BOOL, AT(keep_numbers), 0, 0, 1, NULL,
     NULL},
};

const bk_opt *bk_analyzer_opt_table(size_t *n)
{
    *n = sizeof table / sizeof table[0];
    return table;
}

struct bk_analyzer {
    bk_ctx *ctx;
    bk_analyzer_opts opts;
    int lang; /* of the default */
    bool open[LANGS];
    bk__language language[LANGS];
    bk__seen seen[LANGS];
    bk_form *form;
    bk_str *term;
    uint32_t n, cap;
    bk__arena arena;
    bk__buf scratch;
    bk__tokens tokens;
    bk_scan scan;
    int current; /* language of the running scan */
    bool later;  /* forms are only noted */
};

static int lang_of(const bk_analyzer *a, bk_str lang)
{
    for (int i = 0; i < LANGS; i++)
        if (bk__str_eq(lang, bk__str(langs[i])))
            return i;
    return a->lang;
}

bk_status bk_analyzer_new(bk_ctx *ctx, bk_analyzer **out, const bk_analyzer_opts *opts)
{
    *out = NULL;
    bk_analyzer_opts all = BK_ANALYZER_OPTS_INIT;
    if (opts)
        all = *opts;
    bk_status st = bk_opt_check(ctx, table, sizeof table / sizeof table[0], &all, "words");
    bk_analyzer *a = st == BK_OK ? bk__calloc(ctx, 1, sizeof *a) : NULL;
    if (!a)
        return st == BK_OK ? BK_ENOMEM : st;
    a->ctx = ctx;
    a->opts = all;
    a->lang = lang_of(a, bk__str(all.lang));
    bk__arena_init(&a->arena, ctx);
    bk__buf_init(&a->scratch, ctx);
    bk__tokens_init(&a->tokens, ctx);
    for (int i = 0; i < LANGS && st == BK_OK; i++)
        st = bk__seen_init(&a->seen[i], ctx);
    for (int i = 0; i < LANGS && st == BK_OK; i++) {
        st = bk__language_open(ctx, &a->language[i], langs[i], all.stopwords, all.exceptions);
        a->open[i] = st == BK_OK;
    }
    if (st != BK_OK) {
        bk_analyzer_free(a);
        return st;
    }
    *out = a;
    return BK_OK;
}

void bk_analyzer_free(bk_analyzer *a)
{
    if (!a)
        return;
    bk_ctx *ctx = a->ctx;
    for (int i = 0; i < LANGS; i++) {
        if (a->open[i])
            bk__language_close(ctx, &a->language[i]);
        bk__seen_clear(&a->seen[i]);
    }
    bk__free(ctx, a->form);
    bk__free(ctx, a->term);
    bk__tokens_clear(&a->tokens);
    bk__buf_clear(&a->scratch);
    bk__arena_clear(&a->arena);
    bk__free(ctx, a);
}

/* ---- forms ----------------------------------------------------------------------------------- */

static bool may_count(const bk_analyzer *a, bk_kind kind)
{
    return kind == BK_KIND_WORD || (kind == BK_KIND_NUMBER && a->opts.keep_numbers);
}

static bk_str term_of(const bk_analyzer *a, const bk_form *f)
{
    bk_str none = {NULL, 0};
    if (!may_count(a, f->kind) || f->flags & BK_FORM_STOP)
        return none;
    bk_str t = a->opts.unit[0] == 'l'   ? f->lemma
               : a->opts.unit[0] == 'r' ? f->root
               : a->opts.unit[0] == 'f' ? f->fold
                                        : f->surface;
    size_t n = bk__utf8_count(t);
    return n < (size_t)a->opts.min_chars || n > (size_t)a->opts.max_chars ? none : t;
}

static bk_status grow(bk_analyzer *a)
{
    uint32_t cap = a->cap ? 2 * a->cap : 4096;
    if (!a->later) {
        bk_form *form = bk__resize_array(a->ctx, a->form, cap, sizeof *form);
        if (!form)
            return BK_ENOMEM;
        a->form = form;
    }
    bk_str *term = bk__resize_array(a->ctx, a->term, cap, sizeof *term);
    if (!term)
        return BK_ENOMEM;
    a->term = term;
    a->cap = cap;
    return BK_OK;
}

/* A key: the surface, then a byte for its kind and language; no bytes long where the form is no
 * term. */
static bk_status note_form(bk_analyzer *a, bk_str surface, bk_kind kind)
{
    bk__buf *b = &a->scratch;
    bk_str key, *term = &a->term[a->n];
    bool counts = may_count(a, kind);
    bk_status st;
    b->n = 0;
    BK__TRY(st, bk__buf_add(b, surface), done);
    BK__TRY(st, bk__buf_byte(b, (char)(1 + LANGS * (int)kind + a->current)), done);
    BK__TRY(st, bk__arena_str(&a->arena, &key, bk__buf_str(b)), done);
    if (kind == BK_KIND_WORD && bk__form_may_be_listed(&a->language[a->current], b, surface)) {
        bk_form known;
        bk_str found;
        st = bk__analyzer_resolve(a, key, &known, &found);
        counts = found.p != NULL;
    }
    *term = (bk_str){key.p, counts ? key.n : 0};
done:
    return st;
}

static bk_status fill_form(bk_analyzer *a, bk_str surface, bk_kind kind)
{
    bk_form *f = &a->form[a->n];
    *f = (bk_form){.kind = (uint8_t)kind, .lang = (uint8_t)a->current};
    bk_status st = bk__arena_str(&a->arena, &f->surface, surface);
    if (st == BK_OK)
        st = bk__form_fill(&a->language[a->current], &a->arena, &a->scratch, f);
    if (st == BK_OK)
        a->term[a->n] = term_of(a, f);
    return st;
}

/* Is the surface of more than 16 bytes that of the form? What ends a key is in no word. */
static bool is_form(const void *user, uint32_t form, bk_str surface)
{
    const bk_analyzer *a = user;
    if (!a->later)
        return bk__str_eq(a->form[form].surface, surface);
    const char *key = a->term[form].p;
    size_t n = 0;
    while (n < surface.n && key[n] == surface.p[n])
        n++;
    return n == surface.n && (unsigned char)key[n] < ' ';
}

void bk__analyzer_later(bk_analyzer *a)
{
    a->later = true;
}

const bk_str *bk__analyzer_keys(const bk_analyzer *a)
{
    return a->term;
}

/* What is known of the form without asking anybody. */
static bk_form form_of(bk_str key)
{
    int tag = key.p[key.n - 1] - 1;
    return (bk_form){.surface = {key.p, key.n - 1},
                     .kind = (uint8_t)(tag / LANGS),
                     .lang = (uint8_t)(tag % LANGS)};
}

bk_status bk__analyzer_resolve(bk_analyzer *a, bk_str key, bk_form *f, bk_str *term)
{
    *f = form_of(key);
    bk_status st = bk__form_fill(&a->language[f->lang], &a->arena, &a->scratch, f);
    *term = st == BK_OK ? term_of(a, f) : (bk_str){NULL, 0};
    return st;
}

bk_status bk__analyzer_fold(bk_analyzer *a, uint32_t form, bk_form *f)
{
    const char *key = a->term[form].p;
    size_t n = 0;
    while ((unsigned char)key[n] >= ' ')
        n++;
    *f = form_of((bk_str){key, n + 1});
    return bk__form_fold(&a->arena, &a->scratch, f);
}

size_t bk__analyzer_bytes(const bk_analyzer *a)
{
    size_t slots = a->seen[0].slots + a->seen[1].slots;
    return a->cap * ((a->later ? 0 : sizeof *a->form) + sizeof *a->term) +
           slots * sizeof *a->seen[0].slot + bk__arena_bytes(&a->arena);
}

static bk_status add_form(bk_analyzer *a, bk_str surface, bk_kind kind, bk__seen_key key)
{
    bk_status st = a->n == a->cap ? grow(a) : BK_OK;
    if (a->n == BK__SEEN_FORMS)
        return bk__fail(a->ctx, BK_ESHAPE, "", "too many written forms");
    if (st != BK_OK)
        return st;
    st = a->later ? note_form(a, surface, kind) : fill_form(a, surface, kind);
    if (st == BK_OK)
        st = bk__seen_add(&a->seen[a->current], key, a->n);
    a->n += st == BK_OK;
    return st;
}

static bk_status form_number(void *user, bk_str surface, bk_kind kind, uint32_t *form)
{
    bk_analyzer *a = user;
    bk__seen_key key = bk__seen_key_of(surface, kind);
    *form = bk__seen_find(&a->seen[a->current], is_form, a, surface, key);
    if (*form != BK__NONE)
        return BK_OK;
    *form = a->n;
    return add_form(a, surface, kind, key);
}

/* ---- running --------------------------------------------------------------------------------- */

static void begin(bk_analyzer *a, int lang)
{
    a->current = lang;
    a->tokens.n = a->tokens.n_sentences = a->tokens.paragraph = 0;
}

static bk__scanner scanner(bk_analyzer *a)
{
    return (bk__scanner){form_number, a, &a->seen[a->current],
                         &a->language[a->current].abbreviation, false};
}

static const bk_scan *finish(bk_analyzer *a)
{
    a->scan = (bk_scan){a->tokens.token, a->tokens.n, a->tokens.sentence, a->tokens.n_sentences,
                        (uint8_t)a->current};
    return &a->scan;
}

bk_status bk_analyzer_run(bk_analyzer *a, const bk_article *article, const bk_scan **out)
{
    const bk_str field[2] = {article->title, article->text};
    bool raw = article->n_kept[0] + article->n_kept[1] + article->n_removed == 0;
    bk_status st = BK_OK;
    begin(a, lang_of(a, article->lang));
    bk__scanner sc = scanner(a);
    sc.soft = !raw;
    for (uint32_t f = 0; f < 2 && st == BK_OK; f++) {
        if (f == BK_FIELD_TITLE && (article->inferred & BK_INFERRED_TITLE))
            continue;
        if (raw)
            st = bk__scan_span(&sc, &a->tokens, field[f], f, 0, (uint32_t)field[f].n);
        for (uint32_t i = 0; !raw && i < article->n_kept[f] && st == BK_OK; i++)
            st = bk__scan_span(&sc, &a->tokens, field[f], f, article->kept[f][i].begin,
                               article->kept[f][i].end);
    }
    *out = st == BK_OK ? finish(a) : NULL;
    return st;
}

bk_status bk__analyzer_gather(bk_analyzer *a, const bk_article *article, bk__gather *g)
{
    const bk_str field[2] = {article->title, article->text};
    bool raw = article->n_kept[0] + article->n_kept[1] + article->n_removed == 0;
    bk_status st = BK_OK;
    a->current = lang_of(a, article->lang);
    bk__seen *seen = &a->seen[a->current];
    bk__scanner sc = scanner(a);
    sc.soft = !raw;
    g->sentences = 0;
    g->numbers |= a->opts.keep_numbers;
    for (uint32_t f = 0; f < 2 && st == BK_OK; f++) {
        const bk_span whole = {0, (uint32_t)field[f].n}, *span = raw ? &whole : article->kept[f];
        uint32_t n = raw ? 1 : article->n_kept[f];
        if (f == BK_FIELD_TITLE && (article->inferred & BK_INFERRED_TITLE))
            continue;
        for (uint32_t i = 0; i < n && st == BK_OK; i++)
            st = bk__gather_span(g, &sc, seen, field[f], f == BK_FIELD_TEXT, span[i].begin,
                                 span[i].end);
    }
    return st == BK_OK ? bk__gather_end(g) : st;
}

void bk__analyzer_met(bk_analyzer *a, bk__met_fn *met, void *user)
{
    for (int l = 0; l < LANGS; l++)
        for (size_t i = 0; i < a->seen[l].slots; i++) {
            bk__seen_slot *s = &a->seen[l].slot[i];
            if (s->all > 0)
                met(user, (s->form >> 2) - 1, s->word == 1 ? BK__GATHER_NONE : s->word - 2, s->all,
                    s->inside);
            s->all = s->inside = 0;
        }
}

void bk__analyzer_forget_words(bk_analyzer *a)
{
    for (int l = 0; l < LANGS; l++)
        for (size_t i = 0; i < a->seen[l].slots; i++)
            a->seen[l].slot[i].word = a->seen[l].slot[i].all = a->seen[l].slot[i].inside = 0;
}

bk_status bk_analyzer_text(bk_analyzer *a, bk_str text, const char *lang, const bk_scan **out)
{
    begin(a, lang_of(a, bk__str(lang)));
    bk__scanner sc = scanner(a);
    if (text.n >= UINT32_MAX)
        return bk__fail(a->ctx, BK_EINVAL, "", "a text is shorter than 4 GiB");
    bk_status st = bk__scan_span(&sc, &a->tokens, text, BK_FIELD_TEXT, 0, (uint32_t)text.n);
    *out = st == BK_OK ? finish(a) : NULL;
    return st;
}

const bk_form *bk_analyzer_form(const bk_analyzer *a, uint32_t form)
{
    return &a->form[form];
}

uint32_t bk_analyzer_forms(const bk_analyzer *a)
{
    return a->n;
}

bk_str bk_analyzer_term(const bk_analyzer *a, uint32_t form)
{
    return a->term[form];
}

bk_status bk_analyzer_word(bk_analyzer *a, bk_str word, const char *lang, const bk_form **out)
{
    uint32_t form;
    a->current = lang_of(a, bk__str(lang));
    if (bk__utf8_valid(word) < word.n || (word.n > 0 && memchr(word.p, 0, word.n)))
        return bk__fail(a->ctx, BK_EFORMAT, "", "a word is not UTF-8, or holds a NUL");
    bk_status st = form_number(a, word, BK_KIND_WORD, &form);
    *out = st == BK_OK ? &a->form[form] : NULL;
    return st;
}

const char *bk_analyzer_lang(const bk_analyzer *a, uint8_t lang)
{
    (void)a;
    return lang < LANGS ? langs[lang] : "";
}

const char *bk_analyzer_stemmer(const bk_analyzer *a)
{
    return bk__stem_id_source(a->language[0].stem_id);
}
