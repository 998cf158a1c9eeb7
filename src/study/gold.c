/* gold.c - sentences that people coded: read from JSON lines, and compared lines of predictions. */
#include "study/gold.h"

#include <stdio.h>

#include "base/file.h"
#include "base/json.h"

/* ---- labelled sentences -------------------------------------------------------------------- */

typedef struct place {
    bk_ctx *ctx;
    const char *where;
    const bk__gold *g;
} place;

static bk_status bad(const place *at, const char *what, bk_str value)
{
    return bk__fail(at->ctx, BK_EFORMAT, at->where, "%s, not \"%.*s\"", what, (int)value.n,
                    value.p ? value.p : "");
}

static int power_of(const bk__gold *g, bk_str s)
{
    for (int p = 0; p < g->P; p++)
        if (bk__str_eq(s, bk__str(bk_triad_code(g->triad, p))))
            return p;
    return -1;
}

/* Bit of a party or voice; -1 where it is none. */
static int bit_of(const bk__gold *g, bk_str s)
{
    if (bk__str_eq(s, BK__STR("mutual")) || bk__str_eq(s, BK__STR("narrator")))
        return BK__BIT_MUTUAL;
    return bk__str_eq(s, BK__STR("other")) ? BK__BIT_OTHER : power_of(g, s);
}

static bk_status read_bits(const place *at, const bk__value *list, const char *what, uint32_t *mask,
                           uint8_t *first)
{
    for (size_t i = 0; i < bk__json_size(list); i++) {
        bk_str s = bk__json_str(bk__json_at(list, i));
        int bit = bit_of(at->g, s);
        if (bit < 0)
            return bad(at, what, s);
        *first = *mask ? *first : (uint8_t)bit;
        *mask |= 1u << bit;
    }
    return *mask ? BK_OK : bad(at, what, (bk_str){"", 0});
}

static int dyad_of(const bk__gold *g, bk_str s)
{
    for (int d = 0; d < g->dyads; d++)
        if (bk__str_eq(s, bk__str(bk_triad_dyad_code(g->triad, d))))
            return d;
    return -1;
}

static int quad_of(bk_str s)
{
    for (int q = 0; q <= BK_QUAD_MK; q++)
        if (bk__str_eq(s, bk__str(bk_quad_name((bk_quad)q))))
            return q;
    return -1;
}

static bk_status read_code(const place *at, const bk__value *r, bk__code *codes)
{
    bk_str dyad = bk__json_str(bk__json_get(r, "dyad"));
    int d = dyad_of(at->g, dyad);
    if (d < 0)
        return bad(at, "a dyad of two powers in alphabetical order was expected", dyad);
    bk__code *c = &codes[d];
    if (c->there)
        return bad(at, "a dyad may stand once in a sentence", dyad);
    c->there = true;
    c->required = bk__json_bool(bk__json_get(r, "required"), true);
    const bk__value *list = bk__json_get(r, "polarity");
    for (size_t i = 0; i < bk__json_size(list); i++) {
        int64_t p = bk__json_int(bk__json_at(list, i), 9);
        if (p < -1 || p > 1)
            return bad(at, "polarities are -1, 0 and 1", (bk_str){"", 0});
        c->first_polarity = c->polarity ? c->first_polarity : (int8_t)p;
        c->polarity |= (uint8_t)(1 << (p + 1));
    }
    list = bk__json_get(r, "quad");
    for (size_t i = 0; i < bk__json_size(list); i++) {
        int q = quad_of(bk__json_str(bk__json_at(list, i)));
        if (q < 0)
            continue;
        c->first_quad = c->quad ? c->first_quad : (uint8_t)q;
        c->quad |= (uint8_t)(1 << q);
    }
    if (!c->polarity || !c->quad)
        return bad(at, "polarity and quad (N, VC, MC, VK, MK) are lists with a value", dyad);
    bk_status st = read_bits(at, bk__json_get(r, "source"), "sources are a power or mutual",
                             &c->source, &c->first_source);
    return st == BK_OK
               ? read_bits(at, bk__json_get(r, "voice"), "voices are narrator, a power or other",
                           &c->voice, &c->first_voice)
               : st;
}

/* Room for one item more. */
static bk_status grow(bk__gold *g)
{
    uint32_t cap = g->cap ? 2 * g->cap : 256;
    if (g->n < g->cap)
        return BK_OK;
    bk__gold_item *more = bk__resize_array(g->ctx, g->item, cap, sizeof *more);
    if (!more)
        return BK_ENOMEM;
    g->item = more;
    g->cap = cap;
    return BK_OK;
}

static bk_status read_fields(bk__gold *g, const place *at, const bk__value *root, bk__gold_item *it)
{
    static const char *const key[] = {"gid", "lang", "title", "prev", "sent"};
    bk_str *field[] = {&it->id, &it->lang, &it->title, &it->prev, &it->sent};
    bk_status st = BK_OK;
    for (size_t k = 0; k < 5 && st == BK_OK; k++) {
        bk_str s = bk__json_str(bk__json_get(root, key[k]));
        st = bk__arena_str(&g->arena, field[k], s.p ? s : (bk_str){"", 0});
    }
    bk_str doc = bk__json_str(bk__json_get(root, "doc"));
    if (st == BK_OK && it->sent.n == 0)
        st = bad(at, "a sentence (\"sent\") was expected", it->id);
    return st == BK_OK ? bk__map_put(&g->articles, doc.n ? doc : it->id, &it->article, NULL) : st;
}

static bk_status read_item(bk__gold *g, bk_str line, const char *where)
{
    bk__json *json;
    bk__gold_item it = {.next = BK__NONE};
    place at = {g->ctx, where, g};
    bk_status st = bk__json_parse(g->ctx, &json, line, where);
    if (st != BK_OK)
        return st;
    const bk__value *root = bk__json_root(json), *list = bk__json_get(root, "relations");
    double p = bk__json_real(bk__json_get(root, "p"), 1);
    it.coded = bk__json_type_of(list) == BK__ARRAY;
    it.weight = 1 / p;
    if (!(p >= BK__LEAST_P && p <= 1))
        st = bad(&at, "\"p\" is a probability above 0", bk__json_str(bk__json_get(root, "gid")));
    else if (!it.coded)
        g->open++;
    if (st == BK_OK && it.coded)
        st = read_fields(g, &at, root, &it);
    for (size_t k = 0; k < bk__json_size(list) && st == BK_OK; k++)
        st = read_code(&at, bk__json_at(list, k), it.gold);
    if (st == BK_OK && it.coded)
        st = grow(g);
    if (st == BK_OK && it.coded)
        g->item[g->n++] = it;
    bk__json_free(json);
    return st;
}

/* Hands every line that is not empty to `take`. */
typedef bk_status line_fn(bk__gold *g, bk_str line, const char *where);
static bk_status each_line(bk__gold *g, const char *path, line_fn *take)
{
    bk__view file;
    bk_status st = bk__view_open(g->ctx, &file, path);
    if (st != BK_OK)
        return st;
    bk_str rest = file.bytes;
    for (unsigned number = 1; rest.n > 0 && st == BK_OK; number++) {
        char where[512];
        bk_str line = bk__str_trim(bk__str_cut(&rest, '\n'));
        snprintf(where, sizeof where, "%s:%u", path, number);
        if (line.n > 0)
            st = take(g, line, where);
    }
    bk__view_close(&file);
    return st;
}

bk_status bk__gold_read(bk__gold *g, const bk_triad *triad, const char *path)
{
    g->triad = triad;
    g->P = bk_triad_powers(triad);
    g->dyads = bk_triad_dyads(triad);
    if (g->P > BK__POWERS)
        return bk__fail(g->ctx, BK_EUNSUPPORTED, "triad", "at most %d powers can be compared",
                        BK__POWERS);
    bk_status st = each_line(g, path, read_item);
    if (st == BK_OK && g->n == 0)
        st = bk__fail(g->ctx, BK_EFORMAT, path,
                      g->open ? "no sentence in it is coded: none has \"relations\""
                              : "no sentence in it");
    return st;
}

/* ---- predictions --------------------------------------------------------------------------- */

/* One value of each kind, as relations.jsonl has them; the more certain reading of a dyad stays. */
static bk_status take_relation(const place *at, const bk__value *r, bk__gold_item *it)
{
    const bk__gold *g = at->g;
    bk_str dyad = bk__json_str(bk__json_get(r, "dyad"));
    bk_str source = bk__json_str(bk__json_get(r, "source"));
    bk_str voice = bk__json_str(bk__json_get(r, "voice"));
    int d = dyad_of(g, dyad), q = quad_of(bk__json_str(bk__json_get(r, "quad")));
    int from = bit_of(g, source), says = bit_of(g, voice);
    int64_t polarity = bk__json_int(bk__json_get(r, "polarity"), 9);
    float score = (float)bk__json_real(bk__json_get(r, "score"), 1);
    if (d < 0)
        return bad(at, "a dyad of two powers in alphabetical order was expected", dyad);
    if (polarity < -1 || polarity > 1 || q < 0)
        return bad(at, "polarity is -1, 0 or 1 and quad is N, VC, MC, VK or MK", dyad);
    if (from < 0 || says < 0)
        return bad(at, "source is a power or mutual, voice is narrator, a power or other",
                   from < 0 ? source : voice);
    bk__code *c = &it->read[d];
    if (c->there && c->score >= score)
        return BK_OK;
    *c = (bk__code){.there = true,
                    .first_polarity = (int8_t)polarity,
                    .first_quad = (uint8_t)q,
                    .first_source = (uint8_t)from,
                    .first_voice = (uint8_t)says,
                    .score = score};
    c->polarity = (uint8_t)(1 << (polarity + 1));
    c->quad = (uint8_t)(1 << q);
    c->source = 1u << from;
    c->voice = 1u << says;
    return BK_OK;
}

/* Bits of the powers that a line names. */
static uint32_t actors_in(const bk__gold *g, const bk__value *list)
{
    uint32_t named = 0;
    for (size_t i = 0; i < bk__json_size(list); i++) {
        int p = power_of(g, bk__json_str(bk__json_get(bk__json_at(list, i), "actor")));
        if (p >= 0)
            named |= 1u << p;
    }
    return named;
}

static bool names_both(const bk__gold *g, uint32_t named, int d)
{
    int a, b;
    bk_triad_dyad(g->triad, d, &a, &b);
    return (named >> a & 1) && (named >> b & 1);
}

/* One sentence more of all that was read, whether it is labelled or not. */
static void count_line(bk__gold *g, const bk__value *relations, uint32_t named)
{
    int kind[BK__DYADS] = {0}; /* of BK__KINDS_READ; a relation of another triad does not count */
    for (size_t k = 0; k < bk__json_size(relations); k++) {
        const bk__value *r = bk__json_at(relations, k);
        int d = dyad_of(g, bk__json_str(bk__json_get(r, "dyad")));
        int64_t sign = bk__json_int(bk__json_get(r, "polarity"), 9);
        if (d >= 0 && sign >= -1 && sign <= 1)
            kind[d] = (int)sign + 2;
    }
    for (int d = 0; d < g->dyads; d++)
        if (kind[d] || names_both(g, named, d))
            g->corpus[d][kind[d]]++;
}

static bool holds(bk_str whole, bk_str part)
{
    return part.n > 0 && whole.n >= part.n && memmem(whole.p, whole.n, part.p, part.n);
}

static bk_status take_line(bk__gold *g, bk_str line, const char *where)
{
    bk__json *json;
    place at = {g->ctx, where, g};
    uint32_t article;
    bk_status st = bk__json_parse(g->ctx, &json, line, where);
    if (st != BK_OK)
        return st;
    const bk__value *root = bk__json_root(json);
    const bk__value *relations = bk__json_get(root, "relations");
    bk_str text = bk__str_trim(bk__json_str(bk__json_get(root, "text")));
    bool title = bk__str_eq(bk__json_str(bk__json_get(root, "field")), BK__STR("title"));
    article = bk__map_find(&g->articles, bk__json_str(bk__json_get(root, "id")));
    uint32_t i = article == BK__NONE || title ? BK__NONE : g->first[article];
    uint32_t named = actors_in(g, bk__json_get(root, "actors"));
    if (!title)
        count_line(g, relations, named);
    for (; i != BK__NONE && st == BK_OK; i = g->item[i].next) {
        bk__gold_item *it = &g->item[i];
        if (!holds(it->sent, text) && !holds(text, it->sent))
            continue;
        it->found = true;
        for (int d = 0; d < g->dyads; d++)
            it->comention[d] |= names_both(g, named, d);
        for (size_t k = 0; k < bk__json_size(relations) && st == BK_OK; k++)
            st = take_relation(&at, bk__json_at(relations, k), it);
    }
    bk__json_free(json);
    return st;
}

/* Chains of the items of each article, in the order of the file. */
static bk_status chain(bk__gold *g)
{
    g->first = bk__alloc_array(g->ctx, g->articles.n, sizeof *g->first);
    if (!g->first)
        return BK_ENOMEM;
    for (uint32_t a = 0; a < g->articles.n; a++)
        g->first[a] = BK__NONE;
    for (uint32_t i = g->n; i-- > 0;) {
        g->item[i].next = g->first[g->item[i].article];
        g->first[g->item[i].article] = i;
    }
    return BK_OK;
}

bk_status bk__gold_predict(bk__gold *g, const char *path)
{
    uint32_t found = 0;
    bk_status st = chain(g);
    if (st == BK_OK)
        st = each_line(g, path, take_line);
    for (uint32_t i = 0; i < g->n; i++)
        found += g->item[i].found;
    if (st == BK_OK && found == 0)
        st = bk__fail(g->ctx, BK_EFORMAT, path,
                      "none of the labelled sentences is in it: \"id\" must be their \"doc\", "
                      "\"text\" the sentence");
    return st;
}

/* ---- the object ---------------------------------------------------------------------------- */

void bk__gold_init(bk__gold *g, bk_ctx *ctx)
{
    *g = (bk__gold){.ctx = ctx};
    bk__arena_init(&g->arena, ctx);
    bk__map_init(&g->articles, ctx);
}

void bk__gold_clear(bk__gold *g)
{
    bk__map_clear(&g->articles);
    bk__arena_clear(&g->arena);
    bk__free(g->ctx, g->item);
    bk__free(g->ctx, g->first);
}
