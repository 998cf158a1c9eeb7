/* roots_id.c - the roots of hunspell-id, ours beside them, and the words with a stem of our own.
 *
 * id_ID.dic: an entry a line, its flags behind a slash, two characters each; which affixes each
 * flag allows is known to stem_id.c. The folder is that of the package; BINGKAI_HUNSPELL names
 * another. */
#include "text/roots_id.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "text/lexicon.h"

static bk_status add_root(bk__stem_id *s, bk_str word, bk_str flags)
{
    uint32_t id;
    bool added;
    if (word.n < BK__LEAST_ROOT || word.n > BK__LONGEST_ROOT || word.p[0] < 'a' || word.p[0] > 'z')
        return BK_OK; /* names are no roots */
    bk_status st = bk__map_put(&s->root, word, &id, &added);
    bk__sieve_add(s->roots, BK__ROOT_BITS, word);
    if (st == BK_OK && id >= s->cap_flags) {
        uint32_t cap = s->cap_flags ? 2 * s->cap_flags : 32768;
        bk_str *more = bk__resize_array(s->ctx, s->flags, cap, sizeof *more);
        if (!more)
            return BK_ENOMEM;
        s->flags = more;
        s->cap_flags = cap;
    }
    return st == BK_OK && added ? bk__arena_str(&s->arena, &s->flags[id], flags) : st;
}

/* Roots that the dictionary lacks: models/id/roots.txt, a word a line. */
static bk_status load_own_roots(bk__stem_id *s)
{
    bk__view v;
    char *path = bk__data_path(s->ctx, "id/roots.txt");
    if (!path)
        return BK_ENOMEM;
    bk_status st = bk__view_open(s->ctx, &v, path);
    bk__free(s->ctx, path);
    if (st != BK_OK)
        return st;
    for (bk_str rest = v.bytes; rest.n > 0 && st == BK_OK;)
        st = add_root(s, bk__str_trim(bk__str_cut(&rest, '\n')), (bk_str){"", 0});
    bk__view_close(&v);
    return st;
}

static bk_status load_dictionary(bk__stem_id *s)
{
    const char *dir = getenv("BINGKAI_HUNSPELL");
    char *path = bk__path_join(s->ctx, dir ? dir : "/usr/share/hunspell", "id_ID.dic");
    bk__view v;
    snprintf(s->source, sizeof s->source, "rules only (hunspell-id is not installed)");
    if (!path)
        return BK_ENOMEM;
    if (!bk__file_exists(path)) {
        bk__free(s->ctx, path);
        return BK_OK;
    }
    bk_status st = bk__view_open(s->ctx, &v, path);
    bk__free(s->ctx, path);
    if (st != BK_OK)
        return st;
    bk_str rest = v.bytes;
    bk__str_cut(&rest, '\n'); /* the number of entries */
    while (rest.n > 0 && st == BK_OK) {
        bk_str flags = bk__str_trim(bk__str_cut(&rest, '\n')), word = bk__str_cut(&flags, '/');
        st = add_root(s, word, flags);
    }
    bk__view_close(&v);
    snprintf(s->source, sizeof s->source, "hunspell-id, %u roots", s->root.n);
    return st == BK_OK ? load_own_roots(s) : st;
}

/* The verbal prefix of an exception, as its written form and its lemma tell. */
static uint8_t written_prefix(bk_str word, bk_str lemma, bk_str root)
{
    static const struct {
        const char *text;
        bool voice; /* not in the lemma */
        uint8_t prefix;
    } of[] = {{"me", true, BK_PREFIX_MEN},   {"di", true, BK_PREFIX_DI},
              {"ter", false, BK_PREFIX_TER}, {"ber", false, BK_PREFIX_BER},
              {"per", false, BK_PREFIX_PER}, {"pe", false, BK_PREFIX_PEN},
              {"ke", false, BK_PREFIX_KE_AN}};
    for (size_t i = 0; i < sizeof of / sizeof of[0]; i++)
        if (bk__str_begins(word, bk__str(of[i].text)) && !bk__str_eq(word, root) &&
            bk__str_eq(word, lemma) != of[i].voice)
            return of[i].prefix;
    return BK_PREFIX_NONE;
}

static bk_status load_exceptions(bk__stem_id *s, bk__lexicon *l)
{
    bk_status st = BK_OK;
    for (size_t i = 0; i < l->n_rows && st == BK_OK; i++) {
        uint32_t id;
        bool added;
        bk__stem x = {.flags = BK_FORM_KNOWN};
        bk_str root = bk__lexicon_at(l, i, 2), lemma = bk__lexicon_at(l, i, 1);
        x.prefix = written_prefix(bk__lexicon_at(l, i, 0), lemma, root);
        bk__sieve_add(s->exceptions, BK__EXCEPTION_BITS, bk__lexicon_at(l, i, 0));
        st = bk__map_put(&s->exception, bk__lexicon_at(l, i, 0), &id, &added);
        if (st == BK_OK)
            st = bk__arena_str(&s->arena, &x.lemma, lemma);
        if (st == BK_OK)
            st = bk__arena_str(&s->arena, &x.root, root.n ? root : lemma);
        if (st == BK_OK && id >= s->cap_stem) {
            uint32_t cap = s->cap_stem ? 2 * s->cap_stem : 256;
            bk__stem *more = bk__resize_array(s->ctx, s->stem, cap, sizeof *more);
            if (!more)
                return BK_ENOMEM;
            s->stem = more;
            s->cap_stem = cap;
        }
        if (st == BK_OK && added)
            s->stem[id] = x;
    }
    return st;
}

bk_status bk__stem_id_new(bk_ctx *ctx, bk__stem_id **out, const char *exceptions)
{
    static const char columns[] = "word lemma root";
    bk__lexicon l;
    *out = NULL;
    bk__stem_id *s = bk__calloc(ctx, 1, sizeof *s);
    if (!s)
        return BK_ENOMEM;
    s->ctx = ctx;
    bk__map_init(&s->root, ctx);
    bk__map_init(&s->exception, ctx);
    bk__arena_init(&s->arena, ctx);
    bk__stem_id_ranges(s->prefixes);
    bk_status st = load_dictionary(s);
    if (st == BK_OK && exceptions &&
        (st = bk__lexicon_open_path(ctx, &l, exceptions, columns)) == BK_OK) {
        st = load_exceptions(s, &l);
        bk__lexicon_close(&l);
    }
    if (st == BK_OK &&
        (st = bk__lexicon_open(ctx, &l, "id/stem_exceptions.tsv", columns)) == BK_OK) {
        st = load_exceptions(s, &l);
        bk__lexicon_close(&l);
    }
    if (st != BK_OK) {
        bk__stem_id_free(ctx, s);
        return st;
    }
    *out = s;
    return BK_OK;
}

void bk__stem_id_free(bk_ctx *ctx, bk__stem_id *s)
{
    if (!s)
        return;
    bk__map_clear(&s->root);
    bk__map_clear(&s->exception);
    bk__arena_clear(&s->arena);
    bk__free(ctx, s->flags);
    bk__free(ctx, s->stem);
    bk__free(ctx, s);
}

bool bk__stem_id_known(const bk__stem_id *s, bk_str word)
{
    return bk__root_find(s, word) != BK__NONE;
}

const char *bk__stem_id_source(const bk__stem_id *s)
{
    return s->source;
}
