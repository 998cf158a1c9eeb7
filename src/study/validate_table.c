/* validate_table.c - a validation as tables: its figures, what was read as what, where the two
 * differ. */
#include <stdio.h>

#include "study/validation.h"

static const bk_col figure_cols[] = {
    {"reader", BK_COL_TEXT, "",
     "coder, predictions or second coder; a baseline; of shares: as read, or corrected", 0},
    {"names", BK_COL_TEXT, "", "as written, or what the powers' names became", 0},
    {"measure", BK_COL_TEXT, "", "What was measured", 0},
    {"value", BK_COL_REAL, "share", "The figure", 0},
    {"low", BK_COL_REAL, "share", "Lower end of its interval", 0},
    {"high", BK_COL_REAL, "share", "Upper end", 0},
    {"n", BK_COL_INT, "decisions", "Decisions behind it; of shares in all that was read", 0},
};
static const bk_col confusion_cols[] = {
    {"coded", BK_COL_TEXT, "", "Kind that was coded: none, conflict, neutral, cooperation", 0},
    {"read", BK_COL_TEXT, "", "Kind that was read, or that the second person coded", 0},
    {"share", BK_COL_REAL, "share", "Of those coded so", 0},
    {"weight", BK_COL_REAL, "dyads", "Dyads of sentences that they stand for", 0},
};
static const bk_col disagreement_cols[] = {
    {"id", BK_COL_TEXT, "", "Number of the sentence (gid)", 0},
    {"dyad", BK_COL_TEXT, "", "Two powers in alphabetical order", 0},
    {"what", BK_COL_TEXT, "", "relation (is there one, and of which kind), quad, source, voice", 0},
    {"coded", BK_COL_TEXT, "", "What was coded", 0},
    {"read", BK_COL_TEXT, "", "What was read, or what the second person coded", 0},
    {"sent", BK_COL_TEXT, "", "The sentence", BK_COL_ARTICLE_TEXT},
};
#define SPEC(name, help, cols)                                                                     \
    {                                                                                              \
        name, help, cols, sizeof(cols) / sizeof *(cols), NULL                                      \
    }
const bk_table_spec bk__validation_spec =
    SPEC("validation", "How right relations are, against codes of people", figure_cols);
const bk_table_spec bk__codes_confusion_spec =
    SPEC("confusion", "What was coded, and what was read there", confusion_cols);
const bk_table_spec bk__disagreement_spec =
    SPEC("disagreements", "Where codes and reading, or two people, differ", disagreement_cols);

/* ---- dyads of sentences ---------------------------------------------------------------------- */

static void name_bit(const bk_validation *v, uint8_t bit, const char *middle, char out[12])
{
    snprintf(out, 12, "%s",
             bit < BK__POWERS        ? bk_triad_code(v->triad, bit)
             : bit == BK__BIT_MUTUAL ? middle
                                     : "other");
}

bk_status bk__validation_keep(bk_validation *v)
{
    size_t most = (size_t)v->gold.n * (size_t)v->dyads;
    v->out = bk__calloc(v->ctx, most + 1, sizeof *v->out);
    if (!v->out)
        return BK_ENOMEM;
    for (uint32_t i = 0; i < v->gold.n; i++)
        for (int d = 0; d < v->dyads; d++) {
            const bk__code *g = &v->gold.item[i].gold[d], *r = &v->gold.item[i].read[d];
            if (!g->there && !r->there)
                continue;
            bk_validate_item *o = &v->out[v->n_out++];
            o->id = v->gold.item[i].id;
            o->sent = v->gold.item[i].sent;
            o->dyad = bk_triad_dyad_code(v->triad, d);
            o->required = g->required;
            o->expected = g->there;
            o->found = r->there;
            if (g->there) {
                o->gold_polarity = g->first_polarity;
                snprintf(o->gold_quad, 3, "%s", bk_quad_name((bk_quad)g->first_quad));
                name_bit(v, g->first_source, "mutual", o->gold_source);
                name_bit(v, g->first_voice, "narrator", o->gold_voice);
            }
            if (r->there) {
                o->polarity = r->first_polarity;
                snprintf(o->quad, 3, "%s", bk_quad_name((bk_quad)r->first_quad));
                name_bit(v, r->first_source, "mutual", o->source);
                name_bit(v, r->first_voice, "narrator", o->voice);
                o->score = (double)r->score;
            }
            o->right_polarity = (g->polarity & r->polarity) != 0;
            o->right_quad = (g->quad & r->quad) != 0;
            o->right_source = (g->source & r->source) != 0;
            o->right_voice = (g->voice & r->voice) != 0;
        }
    return BK_OK;
}

/* ---- tables -------------------------------------------------------------------------------- */

static bk_status fill_figures(bk_table *out, const bk_validation *v)
{
    bk_status st = BK_OK;
    for (size_t i = 0; st == BK_OK && i < v->n_rows; i++) {
        const bk_validate_row *r = &v->row[i];
        bk_cell cells[] = {BK_CELL_STR(bk__str(r->reader)),
                           BK_CELL_STR(bk__str(r->names)),
                           BK_CELL_STR(bk__str(r->measure)),
                           BK_CELL_REAL(r->at.value),
                           BK_CELL_REAL(r->at.low),
                           BK_CELL_REAL(r->at.high),
                           BK_CELL_INT(r->n)};
        st = bk_table_add(out, cells);
    }
    return st;
}

static bk_status fill_confusion(bk_table *out, const bk_validation *v)
{
    bk_status st = BK_OK;
    for (int k = 0; k < BK__KINDS_READ * BK__KINDS_READ && st == BK_OK; k++) {
        int coded = k / BK__KINDS_READ, read = k % BK__KINDS_READ;
        double n;
        bk_cell cells[] = {BK_CELL_STR(bk__str(bk__kind_name[coded])),
                           BK_CELL_STR(bk__str(bk__kind_name[read])),
                           BK_CELL_REAL(bk__tally_figure(&v->sum, M_CONFUSION + (bk__figure)k, &n)),
                           BK_CELL_REAL(v->sum.kinds[coded][read])};
        st = bk_table_add(out, cells);
    }
    return st;
}

static bk_status add_disagreement(bk_table *out, const bk_validate_item *o, const char *what,
                                  const char *coded, const char *read)
{
    bk_cell cells[] = {BK_CELL_STR(o->id),         BK_CELL_STR(bk__str(o->dyad)),
                       BK_CELL_STR(bk__str(what)), BK_CELL_STR(bk__str(coded)),
                       BK_CELL_STR(bk__str(read)), BK_CELL_STR(o->sent)};
    return bk_table_add(out, cells);
}

static bk_status fill_disagreements(bk_table *out, const bk_validation *v)
{
    bk_status st = BK_OK;
    for (size_t i = 0; i < v->n_out && st == BK_OK; i++) {
        const bk_validate_item *o = &v->out[i];
        bool both = o->expected && o->found;
        if (o->expected && !o->found && !o->required)
            continue;
        if (!both || !o->right_polarity)
            st = add_disagreement(out, o, "relation",
                                  bk__kind_name[o->expected ? o->gold_polarity + 2 : 0],
                                  bk__kind_name[o->found ? o->polarity + 2 : 0]);
        if (both && !o->right_quad && st == BK_OK)
            st = add_disagreement(out, o, "quad", o->gold_quad, o->quad);
        if (both && !o->right_source && st == BK_OK)
            st = add_disagreement(out, o, "source", o->gold_source, o->source);
        if (both && !o->right_voice && st == BK_OK)
            st = add_disagreement(out, o, "voice", o->gold_voice, o->voice);
    }
    return st;
}

bk_status bk_validation_table(bk_ctx *ctx, bk_table **out, const bk_validation *v, const char *name)
{
    typedef bk_status fill_fn(bk_table * out, const bk_validation *v);
    static const struct {
        const bk_table_spec *spec;
        fill_fn *fill;
    } tables[] = {{&bk__validation_spec, fill_figures},
                  {&bk__codes_confusion_spec, fill_confusion},
                  {&bk__disagreement_spec, fill_disagreements}};
    *out = NULL;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if (strcmp(tables[i].spec->name, name) != 0)
            continue;
        bk_status st = bk_table_new(ctx, out, tables[i].spec);
        if (st == BK_OK)
            st = tables[i].fill(*out, v);
        if (st != BK_OK) {
            bk_table_free(*out);
            *out = NULL;
        }
        return st;
    }
    return bk__fail(ctx, BK_EINVAL, name,
                    "a validation has validation, confusion and disagreements");
}
