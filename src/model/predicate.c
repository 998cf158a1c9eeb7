/* predicate.c - the relation lexicon of every language of an analyzer.
 *
 * The classes are those of the PLOVER ontology (Open Event Data Alliance). Its manual puts SANCTION
 * under material and under verbal conflict; here it is material, as CAMEO 163 is. */
#include "model/predicate.h"

#include <stdio.h>

#include "base/str.h"
#include "text/lexicon.h"

static const char *const shape_name[BK__COMMA] = {
    "",     "act",    "say",  "thing",  "doer",    "pair",  "tie", "flaw", "merit", "less",
    "more", "harm",   "heal", "light",  "gets",    "plan",  "to",  "for",  "on",    "with",
    "by",   "from",   "at",   "such",   "between", "and",   "or",  "who",  "that",  "when",
    "but",  "though", "if",   "maybe",  "whether", "not",   "yet", "be",   "each",  "together",
    "folk", "apart",  "this", "figure", "game",    "plain",
};

static const bk__class classes[BK__KINDS] = {
    {"", BK_QUAD_N},         {"AGREE", BK_QUAD_VC},    {"CONSULT", BK_QUAD_VC},
    {"SUPPORT", BK_QUAD_VC}, {"CONCEDE", BK_QUAD_VC},  {"COOPERATE", BK_QUAD_MC},
    {"AID", BK_QUAD_MC},     {"RETREAT", BK_QUAD_MC},  {"REQUEST", BK_QUAD_VK},
    {"ACCUSE", BK_QUAD_VK},  {"REJECT", BK_QUAD_VK},   {"THREATEN", BK_QUAD_VK},
    {"PROTEST", BK_QUAD_MK}, {"SANCTION", BK_QUAD_MK}, {"MOBILIZE", BK_QUAD_MK},
    {"COERCE", BK_QUAD_MK},  {"ASSAULT", BK_QUAD_MK},
};

const bk__class *bk__class_at(uint8_t number)
{
    return &classes[number < BK__KINDS ? number : 0];
}

uint8_t bk__class_find(bk_str name)
{
    for (int i = 1; i < BK__KINDS; i++)
        if (bk__str_eq(name, bk__str(classes[i].name)))
            return (uint8_t)i;
    return BK__NO_CLASS;
}

struct bk__predicates {
    bk_ctx *ctx;
    bk__patterns *lang[BK__LANGS]; /* a word may mean other things in another language */
    bk__predicate *row;
    uint32_t n, cap;
};

static bk_status parse(bk_ctx *ctx, const bk__lexicon *l, size_t row, bk__predicate *out)
{
    bk_str kind = bk__lexicon_at(l, row, 1), sign = bk__lexicon_at(l, row, 2);
    bk_str shape = bk__lexicon_at(l, row, 3), pattern = bk__lexicon_at(l, row, 0);
    out->shape = BK__NO_SHAPE;
    for (int s = 1; s < BK__COMMA; s++)
        if (bk__str_eq(shape, bk__str(shape_name[s])))
            out->shape = (uint8_t)s;
    if (out->shape == BK__NO_SHAPE)
        return bk__lexicon_bad(ctx, l, row,
                               "the shape must be one of those that the file's head explains");
    out->kind = bk__class_find(kind);
    if (out->kind == BK__NO_CLASS && !bk__str_eq(kind, BK__STR("-")))
        return bk__lexicon_bad(ctx, l, row, "the class must be a PLOVER class or -");
    if (sign.n != 1 || !strchr("+0-", sign.p[0]))
        return bk__lexicon_bad(ctx, l, row, "the sign must be +, 0 or -");
    out->sign = (int8_t)(sign.p[0] == '+' ? 1 : sign.p[0] == '-' ? -1 : 0);
    if (out->kind == BK__NO_CLASS && out->shape <= BK__PAIR && out->sign != 0)
        return bk__lexicon_bad(ctx, l, row, "this shape needs a PLOVER class");
    out->root = pattern.p[0] == '~';
    return BK_OK;
}

static bk_status load(bk__predicates *p, const char *lang, bk__patterns *patterns)
{
    char name[64];
    bk__lexicon l;
    snprintf(name, sizeof name, "%s/relations.tsv", lang);
    bk_status st = bk__lexicon_open(p->ctx, &l, name, "pattern class sign shape reason");
    if (st != BK_OK)
        return st;
    for (size_t i = 0; i < l.n_rows && st == BK_OK; i++) {
        bool twice;
        if (p->n == p->cap) {
            uint32_t cap = p->cap ? 2 * p->cap : 1024;
            bk__predicate *more = bk__resize_array(p->ctx, p->row, cap, sizeof *more);
            if (!more) {
                st = BK_ENOMEM;
                break;
            }
            p->row = more;
            p->cap = cap;
        }
        if ((st = parse(p->ctx, &l, i, &p->row[p->n])) == BK_OK)
            st = bk__patterns_add(patterns, bk__lexicon_at(&l, i, 0), lang, p->n, &twice);
        if (st == BK_OK && twice)
            st = bk__lexicon_bad(p->ctx, &l, i, "this pattern stands above already");
        p->n++;
    }
    bk__lexicon_close(&l);
    return st;
}

bk_status bk__predicates_new(bk_ctx *ctx, bk__predicates **out, bk_analyzer *a)
{
    bk__predicates *p = bk__calloc(ctx, 1, sizeof *p);
    *out = NULL;
    if (!p)
        return BK_ENOMEM;
    p->ctx = ctx;
    bk_status st = BK_OK;
    for (uint8_t i = 0; st == BK_OK && i < BK__LANGS && *bk_analyzer_lang(a, i); i++) {
        st = bk__patterns_new(ctx, &p->lang[i], a);
        if (st == BK_OK)
            st = load(p, bk_analyzer_lang(a, i), p->lang[i]);
    }
    if (st != BK_OK) {
        bk__predicates_free(p);
        return st;
    }
    *out = p;
    return BK_OK;
}

uint32_t bk__predicates_match(bk__predicates *p, const bk_scan *scan, uint32_t i,
                              const bk__predicate **row)
{
    bk__patterns *patterns = scan->lang < BK__LANGS ? p->lang[scan->lang] : NULL;
    uint32_t value, n = patterns ? bk__patterns_match(patterns, scan, i, &value) : 0;
    *row = n > 0 ? &p->row[value] : NULL;
    return n;
}

void bk__predicates_free(bk__predicates *p)
{
    if (!p)
        return;
    for (int i = 0; i < BK__LANGS; i++)
        bk__patterns_free(p->lang[i]);
    bk__free(p->ctx, p->row);
    bk__free(p->ctx, p);
}
