/* seeds.c - words that topics are held to, from a file of the user's. */
#include "study/seeds.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/str.h"
#include "model/reading.h"
#include "study/absent.h"
#include "text/utf8.h"

enum { MOST = 1000 };

typedef struct loading {
    bk_ctx *ctx;
    bk__seeds *out;
    const char *path;
    const bk_vocab *vocab;
    int64_t line;
    bk__buf *folded; /* [V] shown forms, case folded */
    bk__buf word, where;
    uint32_t *found; /* [V + 1] of the running line */
    int64_t *at;     /* [V + 1] line that found the term last */
    int n_found;
    bk__absent *absent; /* words that are no terms */
    uint32_t n_absent, cap_absent;
} loading;

static bk_status wrong(loading *l, const char *what)
{
    l->where.n = 0;
    bk_status st = bk__buf_print(&l->where, "%s:%lld", l->path, (long long)l->line);
    return st == BK_OK ? bk__fail(l->ctx, BK_EFORMAT, l->where.p, "%s", what) : st;
}

static bool fits(bk_str word, bool prefix, bk_str term)
{
    return prefix ? bk__str_begins(term, word) : bk__str_eq(term, word);
}

static bk_status note_absent(loading *l, bk_str word)
{
    bk__absent a = {.line = l->line};
    bk_status st = bk__arena_str(&l->out->arena, &a.word, word);
    if (st == BK_OK)
        st = bk__grow(l->ctx, &l->absent, &l->cap_absent, l->n_absent + 1, sizeof a);
    if (st == BK_OK)
        l->absent[l->n_absent++] = a;
    return st;
}

static bk_status find(loading *l, bk_str word)
{
    const bk_str whole = word;
    bool prefix = bk__str_ends(word, BK__STR("*")), known = false;
    if (prefix)
        word.n--;
    for (uint32_t t = 0; t < bk_vocab_size(l->vocab) && word.n > 0; t++) {
        if (!fits(word, prefix, bk_vocab_term(l->vocab, t)) &&
            !fits(word, prefix, bk__buf_str(&l->folded[t])))
            continue;
        known = true;
        if (l->at[t] != l->line)
            l->found[l->n_found++] = t;
        l->at[t] = l->line;
    }
    return known ? BK_OK : note_absent(l, whole);
}

/* Of words with a star nothing more is known. */
static bk_status say_absent(loading *l, const bk_corpus *c, const bk_vectorizer_opts *opts)
{
    bk_status st = BK_OK;
    if (l->n_absent > 0 && c)
        st = bk__absent_look(l->ctx, l->absent, (int)l->n_absent, c, &opts->analyzer);
    for (uint32_t i = 0; i < l->n_absent && st == BK_OK; i++) {
        const bk__absent *a = &l->absent[i];
        bool reason = c && !bk__str_ends(a->word, BK__STR("*"));
        l->where.n = 0;
        if (reason)
            st = bk__absent_why(&l->where, a, c, opts);
        bk__log(l->ctx, BK_LOG_WARN, "%s:%lld: \"%.*s\" is no term of the articles%s%.*s", l->path,
                (long long)a->line, (int)(a->word.n < 100 ? a->word.n : 100), a->word.p,
                reason ? ": " : "", (int)l->where.n, l->where.n ? l->where.p : "");
    }
    return st;
}

static bk_status add_words(loading *l, bk_str rest)
{
    bk_status st = BK_OK;
    l->n_found = 0;
    while (rest.n > 0 && st == BK_OK) {
        bk_str word = bk__str_trim(bk__str_cut(&rest, ','));
        l->word.n = 0;
        if (word.n > 0)
            st = bk__utf8_fold(&l->word, word);
        if (st == BK_OK && word.n > 0)
            st = find(l, bk__buf_str(&l->word));
    }
    return st;
}

static bk_status add_line(loading *l, bk_str line)
{
    bk__seeds *s = l->out;
    bk_str rest = line, name = bk__str_trim(bk__str_cut(&rest, ':'));
    if (line.n == 0 || line.p[0] == '#')
        return BK_OK;
    if (name.n == 0 || name.n == line.n)
        return wrong(l, "a line is a name, a colon and words with commas between them");
    for (int i = 0; i < s->n; i++)
        if (bk__str_eq(s->name[i], name))
            return wrong(l, "a topic of this name stands above");
    if (s->n == MOST)
        return wrong(l, "more than 1000 topics are named");
    bk_status st = add_words(l, rest);
    if (st == BK_OK && l->n_found == 0)
        st = wrong(l, "none of the words is a term of the articles");
    if (st != BK_OK)
        return st;
    uint32_t *col = bk__arena_array(&s->arena, (size_t)l->n_found, sizeof *col);
    if (!col)
        return BK_ENOMEM;
    memcpy(col, l->found, (size_t)l->n_found * sizeof *col);
    s->seed[s->n] = (bk_topic_seed){col, l->n_found};
    st = bk__arena_str(&s->arena, &s->name[s->n], name);
    s->n += st == BK_OK;
    return st;
}

static bk_status fold_vocab(loading *l)
{
    uint32_t V = bk_vocab_size(l->vocab);
    bk_status st = BK_OK;
    l->found = bk__alloc_array(l->ctx, (size_t)V + 1, sizeof *l->found);
    l->at = bk__calloc(l->ctx, (size_t)V + 1, sizeof *l->at);
    l->folded = bk__calloc(l->ctx, (size_t)V + 1, sizeof *l->folded);
    if (!l->found || !l->at || !l->folded)
        return BK_ENOMEM;
    for (uint32_t t = 0; t < V; t++)
        bk__buf_init(&l->folded[t], l->ctx);
    for (uint32_t t = 0; t < V && st == BK_OK; t++)
        st = bk__utf8_fold(&l->folded[t], bk_vocab_shown(l->vocab, t));
    return st;
}

static bk_status read_lines(loading *l)
{
    bk__view view;
    bk__buf text;
    size_t repairs;
    bk_status st = bk__view_open(l->ctx, &view, l->path);
    if (st != BK_OK)
        return st;
    bk__buf_init(&text, l->ctx);
    st = bk__utf8_repair(&text, view.bytes, &repairs);
    bk_str rest = bk__buf_str(&text);
    while (rest.n > 0 && st == BK_OK) {
        l->line++;
        st = add_line(l, bk__str_trim(bk__str_cut(&rest, '\n')));
    }
    if (st == BK_OK && l->out->n == 0)
        st = bk__fail(l->ctx, BK_EFORMAT, l->path, "no topic is named");
    bk__buf_clear(&text);
    bk__view_close(&view);
    return st;
}

bk_status bk__seeds_load(bk_ctx *ctx, bk__seeds *out, const char *path, const bk_vocab *vocab,
                         const bk_corpus *c, const bk_vectorizer_opts *opts)
{
    loading l = {.ctx = ctx, .out = out, .path = path, .vocab = vocab};
    *out = (bk__seeds){0};
    bk__arena_init(&out->arena, ctx);
    bk__buf_init(&l.word, ctx);
    bk__buf_init(&l.where, ctx);
    out->seed = bk__arena_array(&out->arena, MOST, sizeof *out->seed);
    out->name = bk__arena_array(&out->arena, MOST, sizeof *out->name);
    bk_status st = out->seed && out->name ? fold_vocab(&l) : BK_ENOMEM;
    if (st == BK_OK)
        st = read_lines(&l);
    if (st == BK_OK || st == BK_EFORMAT) {
        bk_status said = say_absent(&l, c, opts);
        st = st == BK_OK ? said : st;
    }
    for (uint32_t t = 0; l.folded && t < bk_vocab_size(vocab); t++)
        bk__buf_clear(&l.folded[t]);
    bk__free(ctx, l.folded);
    bk__free(ctx, l.found);
    bk__free(ctx, l.at);
    bk__free(ctx, l.absent);
    bk__buf_clear(&l.word);
    bk__buf_clear(&l.where);
    return st;
}

void bk__seeds_clear(bk__seeds *s)
{
    bk__arena_clear(&s->arena);
    *s = (bk__seeds){0};
}
