/* gold_predict.c - what lines in the shape of relations.jsonl say of coded sentences. */
#include "base/file.h"
#include "base/json.h"
#include "study/cells.h"
#include "study/gold.h"

/* One value of each kind, as relations.jsonl has them; the more certain reading of a dyad stays. */
static bk_status take_relation(const bk__gold *g, const char *where, const bk__value *r,
                               bk__gold_item *it)
{
    bk_str dyad = bk__json_str(bk__json_get(r, "dyad"));
    bk_str source = bk__json_str(bk__json_get(r, "source"));
    bk_str voice = bk__json_str(bk__json_get(r, "voice"));
    int d = bk__gold_dyad(g, dyad), q = bk__gold_quad(bk__json_str(bk__json_get(r, "quad")));
    int from = bk__gold_bit(g, source), says = bk__gold_bit(g, voice);
    int64_t polarity = bk__json_int(bk__json_get(r, "polarity"), 9);
    float score = (float)bk__json_real(bk__json_get(r, "score"), 1);
    if (d < 0)
        return bk__gold_bad(g, where, "a dyad of two powers in alphabetical order was expected",
                            dyad);
    if (polarity < -1 || polarity > 1 || q < 0)
        return bk__gold_bad(g, where, "polarity is -1, 0 or 1 and quad is N, VC, MC, VK or MK",
                            dyad);
    if (from < 0 || says < 0)
        return bk__gold_bad(g, where,
                            "source is a power or mutual, voice is narrator, a power or other",
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
        int p = bk__gold_power(g, bk__json_str(bk__json_get(bk__json_at(list, i), "actor")));
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
        int d = bk__gold_dyad(g, bk__json_str(bk__json_get(r, "dyad")));
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
    if (!title && bk__map_find(&g->copies, bk__json_str(bk__json_get(root, "id"))) == BK__NONE)
        count_line(g, relations, named);
    for (; i != BK__NONE && st == BK_OK; i = g->item[i].next) {
        bk__gold_item *it = &g->item[i];
        if (!holds(it->sent, text) && !holds(text, it->sent))
            continue;
        it->found = true;
        for (int d = 0; d < g->dyads; d++)
            it->comention[d] |= names_both(g, named, d);
        for (size_t k = 0; k < bk__json_size(relations) && st == BK_OK; k++)
            st = take_relation(g, where, bk__json_at(relations, k), it);
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

/* Articles of a study that repeat others. */
static bk_status read_copies(bk__gold *g, const char *path)
{
    bk__view file;
    bk__cells row;
    bk_status st = bk__view_open(g->ctx, &file, path);
    if (st == BK_EIO)
        return BK_OK; /* a study without that stage */
    if (st != BK_OK)
        return st;
    bk__cells_init(&row, g->ctx, &g->arena, path, 0);
    bk_str rest = file.bytes;
    int id = -1, lead = -1;
    while (rest.n > 0 && st == BK_OK) {
        st = bk__cells_next(&row, &rest);
        for (int k = 0; row.line == 1 && k < row.n; k++) {
            id = bk__str_eq(row.cell[k], BK__STR("id")) ? k : id;
            lead = bk__str_eq(row.cell[k], BK__STR("lead")) ? k : lead;
        }
        if (st == BK_OK && row.line > 1 && id >= 0 && lead >= 0 && id < row.n && lead < row.n &&
            bk__str_eq(row.cell[lead], BK__STR("0"))) {
            uint32_t number;
            st = bk__map_put(&g->copies, row.cell[id], &number, NULL);
        }
    }
    bk__cells_clear(&row);
    bk__view_close(&file);
    return st;
}

/* Reads relations.jsonl of a study's folder, or the file. */
static bk_status read_predictions(bk__gold *g, const char *path)
{
    if (!bk__file_is_dir(path))
        return bk__gold_lines(g, path, take_line);
    char *copies = bk__path_join(g->ctx, path, "duplicates.tsv");
    char *lines = bk__path_join(g->ctx, path, "relations.jsonl");
    bk_status st = copies && lines ? read_copies(g, copies) : BK_ENOMEM;
    if (st == BK_OK)
        st = bk__gold_lines(g, lines, take_line);
    bk__free(g->ctx, copies);
    bk__free(g->ctx, lines);
    return st;
}

bk_status bk__gold_predict(bk__gold *g, const char *path)
{
    uint32_t found = 0;
    bk_status st = chain(g);
    if (st == BK_OK)
        st = read_predictions(g, path);
    for (uint32_t i = 0; i < g->n; i++)
        found += g->item[i].found;
    if (st == BK_OK && found == 0)
        st = bk__fail(g->ctx, BK_EFORMAT, path,
                      "none of the labelled sentences is in it: \"id\" must be their \"doc\", "
                      "\"text\" the sentence");
    return st;
}
