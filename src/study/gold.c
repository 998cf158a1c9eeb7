/* gold.c - sentences that people coded: from JSON lines, with what each stands for. */
#include "study/gold.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/json.h"

/* ---- labelled sentences -------------------------------------------------------------------- */

bk_status bk__gold_bad(const bk__gold *g, const char *where, const char *what, bk_str value)
{
    return bk__fail(g->ctx, BK_EFORMAT, where, "%s, not \"%.*s\"", what, (int)value.n,
                    value.p ? value.p : "");
}

int bk__gold_power(const bk__gold *g, bk_str s)
{
    for (int p = 0; p < g->P; p++)
        if (bk__str_eq(s, bk__str(bk_triad_code(g->triad, p))))
            return p;
    return -1;
}

int bk__gold_bit(const bk__gold *g, bk_str s)
{
    if (bk__str_eq(s, BK__STR("mutual")) || bk__str_eq(s, BK__STR("narrator")))
        return BK__BIT_MUTUAL;
    return bk__str_eq(s, BK__STR("other")) ? BK__BIT_OTHER : bk__gold_power(g, s);
}

typedef struct place {
    const bk__gold *g;
    const char *where;
} place;

static bk_status read_bits(const place *at, const bk__value *list, const char *what, uint32_t *mask,
                           uint8_t *first)
{
    for (size_t i = 0; i < bk__json_size(list); i++) {
        bk_str s = bk__json_str(bk__json_at(list, i));
        int bit = bk__gold_bit(at->g, s);
        if (bit < 0)
            return bk__gold_bad(at->g, at->where, what, s);
        *first = *mask ? *first : (uint8_t)bit;
        *mask |= 1u << bit;
    }
    return *mask ? BK_OK : bk__gold_bad(at->g, at->where, what, (bk_str){"", 0});
}

int bk__gold_dyad(const bk__gold *g, bk_str s)
{
    for (int d = 0; d < g->dyads; d++)
        if (bk__str_eq(s, bk__str(bk_triad_dyad_code(g->triad, d))))
            return d;
    return -1;
}

int bk__gold_quad(bk_str s)
{
    for (int q = 0; q <= BK_QUAD_MK; q++)
        if (bk__str_eq(s, bk__str(bk_quad_name((bk_quad)q))))
            return q;
    return -1;
}

static bk_status read_code(const place *at, const bk__value *r, bk__code *codes)
{
    bk_str dyad = bk__json_str(bk__json_get(r, "dyad"));
    int d = bk__gold_dyad(at->g, dyad);
    if (d < 0)
        return bk__gold_bad(at->g, at->where,
                            "a dyad of two powers in alphabetical order was expected", dyad);
    bk__code *c = &codes[d];
    if (c->there)
        return bk__gold_bad(at->g, at->where, "a dyad may stand once in a sentence", dyad);
    c->there = true;
    c->required = bk__json_bool(bk__json_get(r, "required"), true);
    const bk__value *list = bk__json_get(r, "polarity");
    for (size_t i = 0; i < bk__json_size(list); i++) {
        int64_t p = bk__json_int(bk__json_at(list, i), 9);
        if (p < -1 || p > 1)
            return bk__gold_bad(at->g, at->where, "polarities are -1, 0 and 1", (bk_str){"", 0});
        c->first_polarity = c->polarity ? c->first_polarity : (int8_t)p;
        c->polarity |= (uint8_t)(1 << (p + 1));
    }
    list = bk__json_get(r, "quad");
    for (size_t i = 0; i < bk__json_size(list); i++) {
        int q = bk__gold_quad(bk__json_str(bk__json_at(list, i)));
        if (q < 0)
            continue;
        c->first_quad = c->quad ? c->first_quad : (uint8_t)q;
        c->quad |= (uint8_t)(1 << q);
    }
    if (!c->polarity || !c->quad)
        return bk__gold_bad(at->g, at->where,
                            "polarity and quad (N, VC, MC, VK, MK) are lists with a value", dyad);
    bk_status st = read_bits(at, bk__json_get(r, "source"), "sources are a power or mutual",
                             &c->source, &c->first_source);
    return st == BK_OK
               ? read_bits(at, bk__json_get(r, "voice"), "voices are narrator, a power or other",
                           &c->voice, &c->first_voice)
               : st;
}

bk_status bk__gold_add(bk__gold *g, bk__gold_item *it, bk_str doc, const char *where)
{
    bk_str *field[] = {&it->id, &it->lang, &it->title, &it->prev, &it->sent};
    bk_status st = BK_OK;
    for (size_t k = 0; k < 5 && st == BK_OK; k++)
        st = bk__arena_str(&g->arena, field[k], field[k]->p ? *field[k] : (bk_str){"", 0});
    if (st == BK_OK && it->sent.n == 0)
        st = bk__gold_bad(g, where, "a sentence (\"sent\") was expected", it->id);
    if (st == BK_OK && !(it->p >= BK__LEAST_P && it->p <= 1))
        st = bk__fail(g->ctx, BK_EFORMAT, where, "\"p\" is no probability above 0");
    if (st == BK_OK)
        st = bk__map_put(&g->articles, doc.n ? doc : it->id, &it->article, NULL);
    if (st == BK_OK)
        st = bk__make_room(g->ctx, &g->item, &g->cap, (size_t)g->n + 1, sizeof *g->item);
    if (st != BK_OK)
        return st;
    it->next = BK__NONE;
    g->drawn |= it->p < 1;
    g->item[g->n++] = *it;
    return BK_OK;
}

static bk_status read_item(bk__gold *g, bk_str line, const char *where)
{
    bk__json *json;
    bk_status st = bk__json_parse(g->ctx, &json, line, where);
    if (st != BK_OK)
        return st;
    const bk__value *root = bk__json_root(json), *list = bk__json_get(root, "relations");
    place at = {g, where};
    bk__gold_item it = {.id = bk__json_str(bk__json_get(root, "gid")),
                        .lang = bk__json_str(bk__json_get(root, "lang")),
                        .title = bk__json_str(bk__json_get(root, "title")),
                        .prev = bk__json_str(bk__json_get(root, "prev")),
                        .sent = bk__json_str(bk__json_get(root, "sent")),
                        .p = bk__json_real(bk__json_get(root, "p"), 1),
                        .coded = bk__json_type_of(list) == BK__ARRAY};
    for (size_t k = 0; k < bk__json_size(list) && st == BK_OK; k++)
        st = read_code(&at, bk__json_at(list, k), it.gold);
    if (st == BK_OK)
        st = bk__gold_add(g, &it, bk__json_str(bk__json_get(root, "doc")), where);
    bk__json_free(json);
    return st;
}

/* ---- strata -------------------------------------------------------------------------------- */

static int by_chance(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Those of one chance are a stratum, in which coded items stand for those that are not. */
static bk_status weigh(bk__gold *g)
{
    enum { DRAWN, CODED, NUMBER, COUNTS };
    size_t n = g->n, strata = 0;
    double *p = bk__alloc_array(g->ctx, n, sizeof *p);
    double(*count)[COUNTS] = bk__calloc(g->ctx, n, sizeof *count);
    bk_status st = p && count ? BK_OK : BK_ENOMEM;
    for (size_t i = 0; i < n && st == BK_OK; i++)
        p[i] = g->item[i].p;
    if (st == BK_OK)
        qsort(p, n, sizeof *p, by_chance);
    for (size_t i = 0; i < n && st == BK_OK; i++)
        if (i == 0 || p[i] > p[i - 1])
            p[strata++] = p[i];
    for (size_t i = 0; i < n && st == BK_OK; i++) {
        const double *at = bsearch(&g->item[i].p, p, strata, sizeof *p, by_chance);
        g->item[i].stratum = (uint32_t)(at - p);
        count[at - p][DRAWN]++;
        count[at - p][CODED] += g->item[i].coded;
    }
    for (size_t h = 1; h < strata; h++)
        count[h][NUMBER] = count[h - 1][NUMBER] + (count[h - 1][CODED] > 0);
    for (size_t i = 0; i < n && st == BK_OK; i++) {
        bk__gold_item *it = &g->item[i];
        it->part = it->p * count[it->stratum][CODED] / count[it->stratum][DRAWN];
        it->weight = 1 / it->part;
        it->stratum = (uint32_t)count[it->stratum][NUMBER];
    }
    bk__free(g->ctx, p);
    bk__free(g->ctx, count);
    return st;
}

/* Leaves out what is not coded, and articles of which nothing is left. */
static bk_status drop_open(bk__gold *g)
{
    bk__map articles;
    uint32_t n = 0;
    bk_status st = BK_OK;
    bk__map_init(&articles, g->ctx);
    for (uint32_t i = 0; i < g->n && st == BK_OK; i++) {
        bk__gold_item *it = &g->item[i];
        if (!it->coded)
            continue;
        st = bk__map_put(&articles, bk__map_key(&g->articles, it->article), &it->article, NULL);
        g->item[n++] = *it;
    }
    g->open += g->n - n;
    g->n = n;
    bk__map_clear(&g->articles);
    g->articles = articles;
    return st;
}

bk_status bk__gold_lines(bk__gold *g, const char *path, bk__gold_line *take)
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

static bool is_sheet(const char *path)
{
    return bk__str_ends(bk__str(path), BK__STR(".csv")) ||
           bk__str_ends(bk__str(path), BK__STR(".tsv"));
}

static bk_status read_sheet(bk__gold *g, const char *path)
{
    bk__view file;
    bk_status st = bk__view_open(g->ctx, &file, path);
    if (st != BK_OK)
        return st;
    st = bk__gold_sheet(g, file.bytes, path);
    bk__view_close(&file);
    return st;
}

/* The codes' own values, as if they had been read. */
static void take_codes(bk__code *read, const bk__code *gold, int dyads)
{
    for (int d = 0; d < dyads; d++) {
        read[d] = gold[d];
        read[d].score = 1;
    }
}

bk_status bk__gold_read(bk__gold *g, const bk_triad *triad, const char *path)
{
    g->triad = triad;
    g->P = bk_triad_powers(triad);
    g->dyads = bk_triad_dyads(triad);
    if (g->P > BK__POWERS)
        return bk__fail(g->ctx, BK_EUNSUPPORTED, "triad", "at most %d powers can be compared",
                        BK__POWERS);
    bk_status st = is_sheet(path) ? read_sheet(g, path) : bk__gold_lines(g, path, read_item);
    if (st == BK_OK)
        st = weigh(g);
    if (st == BK_OK)
        st = drop_open(g);
    if (st == BK_OK && g->n == 0)
        st = bk__fail(g->ctx, BK_EFORMAT, path,
                      g->open ? "no sentence in it is coded" : "no sentence in it");
    return st;
}

bk_status bk__gold_second(bk__gold *g, const char *path, int64_t *alone)
{
    bk__gold other;
    bk__map ids;
    bk__gold_init(&other, g->ctx);
    bk__map_init(&ids, g->ctx);
    bk_status st = bk__gold_read(&other, g->triad, path);
    for (uint32_t i = 0, id; i < other.n && st == BK_OK; i++) {
        st = bk__map_put(&ids, other.item[i].id, &id, NULL);
        if (st == BK_OK && id != i)
            st = bk__fail(g->ctx, BK_EFORMAT, path, "\"gid\" %.*s stands twice in it",
                          (int)other.item[i].id.n, other.item[i].id.p);
    }
    *alone = other.n;
    for (uint32_t i = 0; i < g->n && st == BK_OK; i++) {
        bk__gold_item *it = &g->item[i];
        uint32_t k = bk__map_find(&ids, it->id);
        it->coded = k != BK__NONE && bk__str_eq(it->sent, other.item[k].sent);
        *alone += it->coded ? -1 : 1;
        if (it->coded)
            take_codes(it->read, other.item[k].gold, g->dyads);
    }
    if (st == BK_OK)
        st = drop_open(g);
    if (st == BK_OK && g->n == 0)
        st = bk__fail(g->ctx, BK_EFORMAT, path,
                      "it codes none of the sentences of the first: \"gid\" and \"sent\" must be "
                      "the same");
    bk__map_clear(&ids);
    bk__gold_clear(&other);
    return st;
}

/* ---- the object ---------------------------------------------------------------------------- */

void bk__gold_init(bk__gold *g, bk_ctx *ctx)
{
    *g = (bk__gold){.ctx = ctx};
    bk__arena_init(&g->arena, ctx);
    bk__map_init(&g->articles, ctx);
    bk__map_init(&g->copies, ctx);
}

void bk__gold_clear(bk__gold *g)
{
    bk__map_clear(&g->articles);
    bk__map_clear(&g->copies);
    bk__arena_clear(&g->arena);
    bk__free(g->ctx, g->item);
    bk__free(g->ctx, g->first);
}
