/* pattern.c - patterns of one and more words over scanned tokens.
 *
 * A trie of steps. The children of a node are found by a hash of (node, kind of match, text); the
 * text of a form's four faces (fold, lemma, written form, root) is interned once for each form, so
 * that a step costs up to four look-ups of numbers. Prefix steps (kata*) are looked up by the
 * forms' beginnings, also once for each form. */
#include "text/pattern.h"

#include "base/map.h"
#include "base/str.h"

enum face { FOLD_OR_LEMMA, FOLD, EXACT, ROOT, PREFIX, FACES };
enum { ANY_LANG = 0xFF, LEAST_PREFIX = 3, MOST_PREFIX = 32 };

typedef struct node {
    uint32_t value; /* BK__NONE where no pattern ends */
    uint8_t lang;   /* of the pattern that ends */
    bool more;      /* has children */
} node;

typedef struct edge { /* what a form offers: a word of the trie under a face */
    uint32_t word;
    uint32_t child; /* of the first node; 0: no pattern begins so */
} edge;

typedef struct face_list {
    uint32_t first, n;  /* into offers */
    bool known, begins; /* begins: a pattern begins so */
} face_list;

struct bk__patterns {
    bk_ctx *ctx;
    bk_analyzer *analyzer;
    bk__map words; /* texts of steps, face before */
    bk__map edges; /* (node, word) -> child */
    uint32_t *child;
    uint32_t cap_child;
    node *at;
    uint32_t n, cap;
    face_list *form; /* by form */
    uint32_t forms;
    uint32_t learned; /* forms below it are known */
    edge *offer;
    uint32_t offers, cap_offers;
    uint64_t prefixes; /* bit n: there is a beginning of n bytes */
    bk__buf key;
    bk_status status; /* of matching */
};

bk_status bk__patterns_new(bk_ctx *ctx, bk__patterns **out, bk_analyzer *a)
{
    bk__patterns *p = bk__calloc(ctx, 1, sizeof *p);
    *out = NULL;
    if (!p)
        return BK_ENOMEM;
    p->ctx = ctx;
    p->analyzer = a;
    bk__map_init(&p->words, ctx);
    bk__map_init(&p->edges, ctx);
    bk__buf_init(&p->key, ctx);
    p->at = bk__calloc(ctx, 64, sizeof *p->at);
    if (!p->at) {
        bk__patterns_free(p);
        return BK_ENOMEM;
    }
    p->cap = 64;
    p->at[p->n++] = (node){BK__NONE, ANY_LANG, false};
    *out = p;
    return BK_OK;
}

void bk__patterns_free(bk__patterns *p)
{
    if (!p)
        return;
    bk__map_clear(&p->words);
    bk__map_clear(&p->edges);
    bk__buf_clear(&p->key);
    bk__free(p->ctx, p->child);
    bk__free(p->ctx, p->at);
    bk__free(p->ctx, p->form);
    bk__free(p->ctx, p->offer);
    bk__free(p->ctx, p);
}

/* The text under which a face's word is interned. */
static bk_status word_key(bk__patterns *p, enum face face, bk_str text)
{
    p->key.n = 0;
    bk_status st = bk__buf_byte(&p->key, (char)('0' + face));
    return st == BK_OK ? bk__buf_add(&p->key, text) : st;
}

static bk_status bad(bk__patterns *p, bk_str pattern, const char *why)
{
    return bk__fail(p->ctx, BK_EFORMAT, "", "the pattern '%.*s' %s", (int)pattern.n, pattern.p,
                    why);
}

static bk_status step(bk__patterns *p, bk_str pattern, bk_str word, uint32_t *at)
{
    enum face face = FOLD_OR_LEMMA;
    uint32_t number, edge_number;
    bool added;
    bk_status st;
    if (word.p[0] == '\'' || word.p[0] == '=' || word.p[0] == '~') {
        face = word.p[0] == '\'' ? FOLD : word.p[0] == '=' ? EXACT : ROOT;
        word = (bk_str){word.p + 1, word.n - 1};
    }
    if (face == FOLD_OR_LEMMA && word.n > 1 && word.p[word.n - 1] == '*') {
        face = PREFIX;
        word.n--;
        if (word.n < LEAST_PREFIX)
            return bad(p, pattern, "has fewer than three letters before its star");
        if (word.n <= MOST_PREFIX)
            p->prefixes |= (uint64_t)1 << word.n;
    }
    if (word.n == 0)
        return bad(p, pattern, "has an empty word");
    if ((st = word_key(p, face, word)) != BK_OK ||
        (st = bk__map_put(&p->words, bk__buf_str(&p->key), &number, NULL)) != BK_OK)
        return st;
    uint32_t pair[2] = {*at, number};
    st = bk__map_put(&p->edges, (bk_str){(const char *)pair, sizeof pair}, &edge_number, &added);
    if (st != BK_OK || !added) {
        *at = st == BK_OK ? p->child[edge_number] : *at;
        return st;
    }
    if (edge_number >= p->cap_child) {
        uint32_t cap = p->cap_child ? 2 * p->cap_child : 256;
        uint32_t *child = bk__resize_array(p->ctx, p->child, cap, sizeof *child);
        if (!child)
            return BK_ENOMEM;
        p->child = child;
        p->cap_child = cap;
    }
    if (p->n == p->cap) {
        node *more = bk__resize_array(p->ctx, p->at, 2 * (size_t)p->cap, sizeof *more);
        if (!more)
            return BK_ENOMEM;
        p->at = more;
        p->cap *= 2;
    }
    p->at[*at].more = true;
    p->at[p->n] = (node){BK__NONE, ANY_LANG, false};
    *at = p->child[edge_number] = p->n++;
    return BK_OK;
}

static uint8_t lang_number(const bk__patterns *p, const char *lang)
{
    for (uint8_t i = 0; lang && *bk_analyzer_lang(p->analyzer, i); i++)
        if (strcmp(bk_analyzer_lang(p->analyzer, i), lang) == 0)
            return i;
    return ANY_LANG;
}

bk_status bk__patterns_add(bk__patterns *p, bk_str pattern, const char *lang, uint32_t value,
                           bool *twice)
{
    uint32_t at = 0;
    bk_status st = BK_OK;
    bk_str rest = bk__str_trim(pattern);
    if (rest.n == 0)
        return bad(p, pattern, "is empty");
    while (rest.n > 0 && st == BK_OK) {
        bk_str word = bk__str_cut(&rest, ' ');
        if (word.n > 0)
            st = step(p, pattern, word, &at);
    }
    if (st != BK_OK)
        return st;
    bool there = p->at[at].value != BK__NONE;
    if (twice)
        *twice = there;
    if (!there) {
        p->at[at].value = value;
        p->at[at].lang = lang_number(p, lang);
    } else if (p->at[at].lang != lang_number(p, lang)) {
        p->at[at].lang = ANY_LANG; /* in two languages */
    }
    p->learned = 0;
    p->forms = 0; /* what forms offer may have grown */
    p->offers = 0;
    return BK_OK;
}

/* ---- matching -------------------------------------------------------------------------------- */

/* 0: none. */
static uint32_t child_of(const bk__patterns *p, uint32_t at, uint32_t word)
{
    uint32_t pair[2] = {at, word};
    uint32_t e = bk__map_find(&p->edges, (bk_str){(const char *)pair, sizeof pair});
    return e == BK__NONE ? 0 : p->child[e];
}

static bk_status offer(bk__patterns *p, enum face face, bk_str text)
{
    bk_status st = word_key(p, face, text);
    uint32_t word = st == BK_OK ? bk__map_find(&p->words, bk__buf_str(&p->key)) : BK__NONE;
    if (word == BK__NONE)
        return st;
    if (p->offers == p->cap_offers) {
        uint32_t cap = p->cap_offers ? 2 * p->cap_offers : 256;
        edge *more = bk__resize_array(p->ctx, p->offer, cap, sizeof *more);
        if (!more)
            return BK_ENOMEM;
        p->offer = more;
        p->cap_offers = cap;
    }
    p->offer[p->offers++] = (edge){word, child_of(p, 0, word)};
    return BK_OK;
}

static bk_status offers_of(bk__patterns *p, uint32_t form)
{
    if (form >= p->forms) {
        uint32_t n = bk_analyzer_forms(p->analyzer);
        n = n + n / 2 + 64;
        face_list *more = bk__resize_array(p->ctx, p->form, n, sizeof *more);
        if (!more)
            return BK_ENOMEM;
        p->form = more;
        memset(more + p->forms, 0, (n - p->forms) * sizeof *more);
        p->forms = n;
    }
    face_list *f = &p->form[form];
    if (f->known)
        return BK_OK;
    const bk_form *x = bk_analyzer_form(p->analyzer, form);
    f->first = p->offers;
    bk_status st = offer(p, FOLD_OR_LEMMA, x->fold);
    if (st == BK_OK && !bk__str_eq(x->lemma, x->fold))
        st = offer(p, FOLD_OR_LEMMA, x->lemma);
    if (st == BK_OK)
        st = offer(p, FOLD, x->fold);
    if (st == BK_OK)
        st = offer(p, EXACT, x->surface);
    if (st == BK_OK)
        st = offer(p, ROOT, x->root);
    size_t most = x->fold.n < MOST_PREFIX ? x->fold.n : MOST_PREFIX;
    for (size_t n = most; n >= LEAST_PREFIX && st == BK_OK; n--)
        if (p->prefixes >> n & 1)
            st = offer(p, PREFIX, (bk_str){x->fold.p, n});
    f->n = p->offers - f->first;
    f->begins = false;
    for (uint32_t k = f->first; k < p->offers; k++)
        f->begins = f->begins || p->offer[k].child;
    f->known = st == BK_OK;
    return st;
}

bk_status bk__patterns_learn(bk__patterns *p)
{
    bk_status st = BK_OK;
    for (uint32_t n = bk_analyzer_forms(p->analyzer); p->learned < n && st == BK_OK;) {
        st = offers_of(p, p->learned);
        p->learned += st == BK_OK;
    }
    return st;
}

/* Depth-first over the faces that token i offers below `at`; the longest end wins, then the first
 * face. Depth is bounded by the longest pattern. */
static void walk(bk__patterns *p, const bk_scan *scan, uint32_t i, uint32_t end, uint32_t at,
                 uint32_t depth, uint32_t *best, uint32_t *value)
{
    if (p->at[at].value != BK__NONE && depth > *best &&
        (p->at[at].lang == ANY_LANG || p->at[at].lang == scan->lang)) {
        *best = depth;
        *value = p->at[at].value;
    }
    if (i >= end || !p->at[at].more || depth >= 16 || p->status != BK_OK)
        return;
    if ((p->status = offers_of(p, scan->tokens[i].form)) != BK_OK)
        return;
    face_list f = p->form[scan->tokens[i].form];
    for (uint32_t k = 0; k < f.n; k++) {
        const edge *e = &p->offer[f.first + k];
        uint32_t child = at == 0 ? e->child : child_of(p, at, e->word);
        if (child != 0)
            walk(p, scan, i + 1, end, child, depth + 1, best, value);
    }
}

bk_status bk__patterns_status(const bk__patterns *p)
{
    return p->status;
}

uint32_t bk__patterns_match(bk__patterns *p, const bk_scan *scan, uint32_t i, uint32_t *value)
{
    const bk_sentence *s = &scan->sentences[scan->tokens[i].sentence];
    uint32_t best = 0, form = scan->tokens[i].form;
    if (form < p->forms && p->form[form].known && !p->form[form].begins)
        return 0;
    walk(p, scan, i, s->first + s->n, 0, 0, &best, value);
    return best;
}
