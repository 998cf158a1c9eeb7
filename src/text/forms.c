/* forms.c - one written form: folding, word lists, lemma and root. */
#include "text/forms.h"

#include "base/file.h"
#include "text/utf8.h"

bk_status bk__words_load(bk_ctx *ctx, bk__map *out, const char *path)
{
    bk__view v;
    bk__buf fold;
    bk_status st = bk__view_open(ctx, &v, path);
    if (st != BK_OK)
        return st;
    bk__buf_init(&fold, ctx);
    st = bk__utf8_check(ctx, path, v.bytes);
    for (bk_str rest = bk__str_past_bom(v.bytes); rest.n > 0 && st == BK_OK;) {
        bk_str line = bk__str_trim(bk__str_cut(&rest, '\n'));
        uint32_t id;
        if (line.n == 0 || line.p[0] == '#')
            continue;
        fold.n = 0;
        st = bk__utf8_fold(&fold, line);
        if (st == BK_OK)
            st = bk__map_put(out, bk__buf_str(&fold), &id, NULL);
    }
    bk__buf_clear(&fold);
    bk__view_close(&v);
    return st;
}

static bk_status load_list(bk_ctx *ctx, bk__map *out, const char *code, const char *list)
{
    bk__buf name;
    bk__buf_init(&name, ctx);
    bk_status st = bk__buf_print(&name, "%s/%s.txt", code, list);
    char *path = st == BK_OK ? bk__data_path(ctx, name.p) : NULL;
    bk__buf_clear(&name);
    if (!path)
        return BK_ENOMEM;
    st = bk__words_load(ctx, out, path);
    bk__free(ctx, path);
    return st;
}

static void add_to_sieve(bk__language *l, const bk__map *list)
{
    for (uint32_t i = 0; i < list->n; i++)
        bk__sieve_add(l->lists, BK__LIST_BITS, bk__map_key(list, i));
}

bk_status bk__language_open(bk_ctx *ctx, bk__language *l, const char *code, const char *stopwords,
                            const char *exceptions)
{
    bk_status st = BK_OK;
    *l = (bk__language){.code = code};
    bk__map_init(&l->stop, ctx);
    bk__map_init(&l->negator, ctx);
    bk__map_init(&l->abbreviation, ctx);
    bk__map_init(&l->name, ctx);
    if (!stopwords || strcmp(stopwords, "model") == 0)
        st = load_list(ctx, &l->stop, code, "stopwords");
    else if (strcmp(stopwords, "none") != 0)
        st = bk__words_load(ctx, &l->stop, stopwords);
    if (st == BK_OK)
        st = load_list(ctx, &l->negator, code, "negators");
    if (st == BK_OK)
        st = load_list(ctx, &l->abbreviation, code, "abbreviations");
    if (st == BK_OK)
        st = load_list(ctx, &l->name, code, "names");
    add_to_sieve(l, &l->stop);
    add_to_sieve(l, &l->negator);
    add_to_sieve(l, &l->name);
    if (st == BK_OK && strcmp(code, "id") == 0)
        st = bk__stem_id_new(ctx, &l->stem_id, exceptions);
    else if (st == BK_OK)
        st = bk__stem_en_new(ctx, &l->stem_en);
    if (st != BK_OK)
        bk__language_close(ctx, l);
    return st;
}

void bk__language_close(bk_ctx *ctx, bk__language *l)
{
    if (!l->code)
        return;
    bk__map_clear(&l->stop);
    bk__map_clear(&l->negator);
    bk__map_clear(&l->abbreviation);
    bk__map_clear(&l->name);
    bk__stem_id_free(ctx, l->stem_id);
    bk__stem_en_free(ctx, l->stem_en);
    *l = (bk__language){0};
}

/* Capital and upper-case flags of the written form. */
static uint16_t shape(bk_str s)
{
    size_t letters = 0, upper = 0, len = 1;
    bool first = false;
    for (size_t i = 0; i < s.n; i += len) {
        unsigned char c = (unsigned char)s.p[i];
        int32_t cp = c < 0x80 ? (int32_t)c : bk__utf8_at(s, i, &len);
        len = c < 0x80 ? 1 : len;
        bool ascii = (unsigned)((c | 32) - 'a') < 26;
        if (!ascii && (c < 0x80 || !bk__utf8_letter(cp)))
            continue;
        bool up = ascii ? c < 'a' : bk__utf8_upper(cp);
        first |= letters == 0 && up;
        upper += up;
        letters++;
    }
    return (uint16_t)((first ? BK_FORM_CAPITAL : 0) |
                      (letters > 1 && upper == letters ? BK_FORM_UPPER : 0));
}

uint16_t bk__quotation(bk_str s)
{
    static const struct mark {
        const char *z;
        uint16_t flags;
    } marks[] = {
        {"\"", BK_FORM_OPEN | BK_FORM_CLOSE}, {"\xE2\x80\x9C", BK_FORM_OPEN},
        {"\xE2\x80\x9D", BK_FORM_CLOSE},      {"\xE2\x80\x9E", BK_FORM_OPEN},
        {"\xC2\xAB", BK_FORM_OPEN},           {"\xC2\xBB", BK_FORM_CLOSE},
        {"\xE2\x80\x98", BK_FORM_OPEN},       {"\xE2\x80\x99", BK_FORM_CLOSE},
        {"'", BK_FORM_OPEN | BK_FORM_CLOSE},
    };
    for (size_t i = 0; i < (s.n > 3 ? 0 : sizeof marks / sizeof marks[0]); i++)
        if (bk__str_eq(s, bk__str(marks[i].z)))
            return marks[i].flags;
    return 0;
}

static bool has(const bk__map *m, bk_str word)
{
    return bk__map_find(m, word) != BK__NONE;
}

/* Capitalised words that no dictionary root explains are names; so are those of our list. */
static bool is_name(const bk__language *l, const bk_form *f, const bk__stem *stem, bool listed)
{
    if (listed || (f->flags & BK_FORM_UPPER))
        return true;
    return (f->flags & BK_FORM_CAPITAL) && l->stem_id && !(stem->flags & BK_FORM_KNOWN);
}

static bk_status stem_word(bk__language *l, bk__arena *arena, bk_form *f, bool name)
{
    bk__stem stem = {f->fold, f->fold, BK_PREFIX_NONE, 0};
    bk_status st = BK_OK;
    if (l->stem_id) {
        if (!name)
            st = bk__stem_id_run(l->stem_id, f->fold, arena, &stem);
    } else if (!name && !(f->flags & BK_FORM_UPPER)) {
        st = bk__arena_str(arena, &stem.root, bk__stem_en_run(l->stem_en, f->fold));
        stem.lemma = stem.root;
    }
    if (st != BK_OK)
        return st;
    if (is_name(l, f, &stem, name)) {
        f->flags |= BK_FORM_NAME;
        if (!(stem.flags & BK_FORM_KNOWN))
            stem = (bk__stem){f->fold, f->fold, BK_PREFIX_NONE, 0};
    }
    f->root = stem.root;
    f->lemma = stem.lemma;
    f->prefix = stem.prefix;
    f->flags |= stem.flags;
    return BK_OK;
}

/* Folds ASCII at once and tells its shape; false where there is anything else. */
static bool fold_ascii(bk_str s, char *low, uint16_t *flags)
{
    size_t letters = 0, upper = 0;
    bool first = false;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool up = (unsigned)(c - 'A') < 26;
        if (c >= 0x80)
            return false;
        first |= letters == 0 && up;
        upper += up;
        letters += (unsigned)((c | 32) - 'a') < 26;
        low[i] = (char)(c | up << 5);
    }
    *flags = (uint16_t)((first ? BK_FORM_CAPITAL : 0) |
                        (letters > 1 && upper == letters ? BK_FORM_UPPER : 0));
    return true;
}

static bool is_states(bk_str s)
{
    return bk__str_eq(s, BK__STR("AS")); /* the United States, never "as" */
}

/* The folded surface into the arena where it is another. */
bk_status bk__form_fold(bk__arena *arena, bk__buf *scratch, bk_form *f)
{
    bk_status st = bk__buf_reserve(scratch, f->surface.n + 1);
    if (st != BK_OK)
        return st;
    scratch->n = 0;
    if (fold_ascii(f->surface, scratch->p, &f->flags)) {
        scratch->n = f->surface.n;
    } else {
        f->flags = shape(f->surface);
        st = bk__utf8_fold(scratch, f->surface);
    }
    f->fold = f->surface;
    if (st == BK_OK && !is_states(f->surface) && !bk__str_eq(bk__buf_str(scratch), f->surface))
        st = bk__arena_str(arena, &f->fold, bk__buf_str(scratch));
    return st;
}

bool bk__form_may_be_listed(const bk__language *l, bk__buf *scratch, bk_str surface)
{
    uint16_t flags;
    if (bk__buf_reserve(scratch, surface.n + 1) != BK_OK ||
        !fold_ascii(surface, scratch->p, &flags))
        return true;
    return bk__sieve_may(l->lists, BK__LIST_BITS, (bk_str){scratch->p, surface.n});
}

bk_status bk__form_fill(bk__language *l, bk__arena *arena, bk__buf *scratch, bk_form *f)
{
    bk_status st = bk__form_fold(arena, scratch, f);
    if (st != BK_OK)
        return st;
    f->lemma = f->root = f->fold;
    f->prefix = BK_PREFIX_NONE;
    if (f->kind != BK_KIND_WORD) {
        f->flags = bk__quotation(f->surface);
        return BK_OK;
    }
    bool listed = bk__sieve_may(l->lists, BK__LIST_BITS, f->fold);
    if (listed && has(&l->negator, f->fold))
        f->flags |= BK_FORM_NEGATOR;
    else if (listed && has(&l->stop, f->fold))
        f->flags |= BK_FORM_STOP;
    if (f->fold.p == NULL || f->fold.n > 64 || is_states(f->surface))
        return BK_OK;
    return stem_word(l, arena, f, listed && has(&l->name, f->fold));
}
