/* swap.c - exchanging the names of powers.
 *
 * Every alias of the triad is a pattern, offices and pronouns too, so that the same tokens are
 * names here and in a reading; the longest at a token decides. A power's alias is looked up by its
 * folded text among the equivalents. */
#include "study/swap.h"

#include "base/file.h"
#include "base/json.h"
#include "base/map.h"
#include "model/triad.h"
#include "text/pattern.h"

struct bk__swap {
    bk_ctx *ctx;
    bk_analyzer *analyzer;
    const bk_triad *triad;
    bk__arena arena;
    bk__patterns *alias[BK__LANGS];
    bk__map names; /* "language power folded name" -> row */
    bk_str *cell;  /* [rows x P] by row number of `names` */
    uint32_t cap;
    bk__buf key;
};

static bk_status name_key(bk__swap *s, uint8_t lang, int power, const bk_scan *scan, uint32_t first,
                          uint32_t n)
{
    s->key.n = 0;
    bk_status st = bk__buf_print(&s->key, "%d %d", lang, power);
    for (uint32_t i = first; i < first + n && st == BK_OK; i++) {
        st = bk__buf_byte(&s->key, ' ');
        if (st == BK_OK)
            st = bk__buf_add(&s->key, bk_analyzer_form(s->analyzer, scan->tokens[i].form)->fold);
    }
    return st;
}

static bk_status add_cells(bk__swap *s, uint32_t id, const bk__value *row)
{
    size_t P = (size_t)bk_triad_powers(s->triad);
    bk_status st = BK_OK;
    if (id >= s->cap) {
        uint32_t cap = s->cap ? 2 * s->cap : 64;
        bk_str *more = bk__resize_array(s->ctx, s->cell, cap * P, sizeof *more);
        if (!more)
            return BK_ENOMEM;
        s->cell = more;
        s->cap = cap;
    }
    for (size_t q = 0; q < P && st == BK_OK; q++)
        st = bk__arena_str(&s->arena, &s->cell[id * P + q], bk__json_str(bk__json_at(row, q)));
    return st;
}

static bk_status add_row(bk__swap *s, const bk__value *row, const char *lang)
{
    int P = bk_triad_powers(s->triad);
    bk_status st = BK_OK;
    if (bk__json_size(row) != (size_t)P)
        return bk__fail(s->ctx, BK_EFORMAT, s->triad->path,
                        "a row of equivalents needs a name for each of the %d powers", P);
    for (int p = 0; p < P && st == BK_OK; p++) {
        const bk_scan *scan;
        uint32_t id;
        bool added;
        bk_str name = bk__json_str(bk__json_at(row, (size_t)p));
        if (name.n == 0)
            return bk__fail(s->ctx, BK_EFORMAT, s->triad->path, "an equivalent is no name");
        st = bk_analyzer_text(s->analyzer, name, lang, &scan);
        if (st == BK_OK)
            st = name_key(s, scan->lang, p, scan, 0, scan->n_tokens);
        if (st == BK_OK)
            st = bk__map_put(&s->names, bk__buf_str(&s->key), &id, &added);
        if (st == BK_OK && added) /* the first row of a name decides */
            st = add_cells(s, id, row);
    }
    return st;
}

static bk_status load(bk__swap *s)
{
    bk__view file;
    bk__json *json = NULL;
    bk_status st = bk__view_open(s->ctx, &file, s->triad->path);
    if (st != BK_OK)
        return st;
    st = bk__json_parse(s->ctx, &json, file.bytes, s->triad->path);
    const bk__value *all = st == BK_OK ? bk__json_get(bk__json_root(json), "equivalents") : NULL;
    bk_str lang;
    const bk__value *rows;
    for (size_t i = 0; st == BK_OK && i < bk__json_size(all); i++) {
        char code[16] = {0};
        if (!bk__json_member(all, i, &lang, &rows))
            break;
        memcpy(code, lang.p, lang.n < sizeof code ? lang.n : sizeof code - 1);
        for (size_t k = 0; k < bk__json_size(rows) && st == BK_OK; k++)
            st = add_row(s, bk__json_at(rows, k), code);
    }
    bk__json_free(json);
    bk__view_close(&file);
    return st;
}

static bk_status add_aliases(bk__swap *s)
{
    bk_status st = BK_OK;
    for (uint8_t l = 0; l < BK__LANGS && *bk_analyzer_lang(s->analyzer, l) && st == BK_OK; l++) {
        const char *lang = bk_analyzer_lang(s->analyzer, l);
        st = bk__patterns_new(s->ctx, &s->alias[l], s->analyzer);
        for (uint32_t i = 0; i < s->triad->n_aliases && st == BK_OK; i++) {
            const bk__alias *a = &s->triad->alias[i];
            if (bk__str_eq(s->triad->lang[a->lang], bk__str(lang)))
                st = bk__patterns_add(s->alias[l], a->pattern, lang, i, NULL);
        }
    }
    return st;
}

bk_status bk__swap_new(bk_ctx *ctx, bk__swap **out, bk_analyzer *a, const bk_triad *t)
{
    bk__swap *s = bk__calloc(ctx, 1, sizeof *s);
    *out = NULL;
    if (!s)
        return BK_ENOMEM;
    s->ctx = ctx;
    s->analyzer = a;
    s->triad = t;
    bk__arena_init(&s->arena, ctx);
    bk__map_init(&s->names, ctx);
    bk__buf_init(&s->key, ctx);
    bk_status st = load(s);
    if (st == BK_OK)
        st = add_aliases(s);
    if (st != BK_OK) {
        bk__swap_free(s);
        return st;
    }
    *out = s;
    return BK_OK;
}

void bk__swap_free(bk__swap *s)
{
    if (!s)
        return;
    for (int l = 0; l < BK__LANGS; l++)
        bk__patterns_free(s->alias[l]);
    bk__map_clear(&s->names);
    bk__arena_clear(&s->arena);
    bk__buf_clear(&s->key);
    bk__free(s->ctx, s->cell);
    bk__free(s->ctx, s);
}

/* Upper case where the name stood in it (datelines): ASCII, as our aliases are. */
static bk_status add_name(bk__swap *s, bk__buf *out, bk_str name, const bk_scan *scan, uint32_t i)
{
    bool upper = name.n > 3 && scan->tokens[i].end - scan->tokens[i].begin > 3 &&
                 (bk_analyzer_form(s->analyzer, scan->tokens[i].form)->flags & BK_FORM_UPPER);
    bk_status st = BK_OK;
    for (size_t k = 0; k < name.n && st == BK_OK; k++)
        st = bk__buf_byte(out, upper && name.p[k] >= 'a' && name.p[k] <= 'z'
                                   ? (char)(name.p[k] - 'a' + 'A')
                                   : name.p[k]);
    return st;
}

bk_status bk__swap_text(bk__swap *s, bk__buf *out, bk_str text, const char *lang, const int16_t *to,
                        bool *fit)
{
    const bk_scan *scan;
    size_t P = (size_t)bk_triad_powers(s->triad);
    uint32_t at = 0;
    bk_status st = bk_analyzer_text(s->analyzer, text, lang, &scan);
    for (uint32_t i = 0, n; st == BK_OK && i < scan->n_tokens; i += n) {
        uint32_t value = 0, row;
        n = scan->lang < BK__LANGS ? bk__patterns_match(s->alias[scan->lang], scan, i, &value) : 0;
        const bk__alias *a = n > 0 ? &s->triad->alias[value] : NULL;
        n = n > 0 ? n : 1;
        int power = a && a->role == BK__ROLE_ACTOR && a->actor != BK__NONE
                        ? s->triad->actor[a->actor].power
                        : -1;
        if (power < 0 || to[power] == power)
            continue;
        st = name_key(s, scan->lang, power, scan, i, n);
        row = st == BK_OK ? bk__map_find(&s->names, bk__buf_str(&s->key)) : BK__NONE;
        if (row == BK__NONE) {
            *fit = false;
            continue;
        }
        st = bk__buf_add(out, (bk_str){text.p + at, scan->tokens[i].begin - at});
        if (st == BK_OK)
            st = add_name(s, out, s->cell[row * P + (size_t)to[power]], scan, i);
        at = scan->tokens[i + n - 1].end;
    }
    return st == BK_OK ? bk__buf_add(out, (bk_str){text.p + at, text.n - at}) : st;
}
