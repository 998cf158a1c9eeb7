/* events.c - relations as directed events, in the words of PLOVER and of CAMEO.
 *
 * A relation becomes one event; a mutual one becomes two, one each way, which share an id and have
 * half of the vote each. Relations without a class (quad N) are no events. The date is that of the
 * article: when it happened is not read. Class, root, quad and intensity come from
 * models/plover.tsv. Source: Open Event Data Alliance, PLOVER manual and CAMEO2PLOVER (2021). */
#include "base/date.h"
#include "study/study.h"
#include "text/lexicon.h"

static const bk_col plover_cols[] = {
    {"event_id", BK_COL_TEXT, "",
     "Article, sentence and dyad; two events of one id are one "
     "relation that is mutual",
     0},
    {"date", BK_COL_TEXT, "YYYY-MM-DD", "Day of the article, not of what happened", 0},
    {"source", BK_COL_TEXT, "", "Who acts", 0},
    {"target", BK_COL_TEXT, "", "Towards whom", 0},
    {"event_type", BK_COL_TEXT, "", "PLOVER class", 0},
    {"mode", BK_COL_TEXT, "", "PLOVER mode; always empty, since modes are not told apart", 0},
    {"intensity", BK_COL_REAL, "-10 to 10", "PLOVER's score of the class", 0},
    {"quad", BK_COL_TEXT, "", "VC, MC verbal and material cooperation; VK, MK conflict", 0},
    {"voice", BK_COL_TEXT, "", "Whose words: narrator, a power, or other", 0},
    {"certainty", BK_COL_REAL, "", "1 stated as fact; less for planned, possible or doubted", 0},
    {"vote", BK_COL_REAL, "",
     "Weight: 1 over the size of the article's group of repeats; of a "
     "mutual relation half of it each way",
     0},
    {"group", BK_COL_INT, "", "Group of repeated articles; empty where there is none", 0},
    {"article", BK_COL_TEXT, "", "Article", 0},
    {"sentence", BK_COL_INT, "", "Number of the sentence in the article, from 0", 0},
    {"outlet", BK_COL_TEXT, "", "Outlet", 0},
    {"url", BK_COL_TEXT, "", "Address", 0},
    {"evidence", BK_COL_JSON, "", "The deciding words", BK_COL_ARTICLE_TEXT},
};
static const bk_col cameo_cols[] = {
    {"date", BK_COL_TEXT, "YYYYMMDD", "Day of the article, not of what happened", 0},
    {"source", BK_COL_TEXT, "", "Who acts", 0},
    {"target", BK_COL_TEXT, "", "Towards whom", 0},
    {"code", BK_COL_TEXT, "", "Root code of CAMEO, two digits; 01, 02, 09, 18 and 20 never occur",
     0},
    {"label", BK_COL_TEXT, "", "Name of the root", 0},
    {"quote", BK_COL_TEXT, "", "The deciding words", BK_COL_ARTICLE_TEXT},
    {"quad_class", BK_COL_INT, "",
     "1 verbal, 2 material cooperation; 3 verbal, 4 material conflict", 0},
    {"intensity", BK_COL_REAL, "-10 to 10", "PLOVER's score of the class, not Goldstein's", 0},
    {"event_id", BK_COL_TEXT, "", "As in plover", 0},
    {"voice", BK_COL_TEXT, "", "Whose words: narrator, a power, or other", 0},
    {"certainty", BK_COL_REAL, "", "1 stated as fact; less for planned, possible or doubted", 0},
    {"vote", BK_COL_REAL, "", "As in plover", 0},
    {"group", BK_COL_INT, "", "Group of repeated articles; empty where there is none", 0},
    {"article", BK_COL_TEXT, "", "Article", 0},
    {"sentence", BK_COL_INT, "", "Number of the sentence in the article, from 0", 0},
    {"outlet", BK_COL_TEXT, "", "Outlet", 0},
    {"url", BK_COL_TEXT, "", "Address", 0},
};
const bk_table_spec bk__plover_spec = {"plover",
                                       "Relations as directed events (bingkai relations --format "
                                       "plover), JSON lines",
                                       plover_cols, sizeof plover_cols / sizeof *plover_cols, NULL};
const bk_table_spec bk__cameo_spec = {
    "cameo",
    "Relations as directed events (bingkai relations --format cameo), tab-separated; the first six "
    "columns are those of KEDS and TABARI, behind one line of names",
    cameo_cols, sizeof cameo_cols / sizeof *cameo_cols, NULL};

enum { CLASS, CODE, ROOTS, QUAD, INTENSITY, LABEL }; /* columns of the lexicon */

typedef struct events {
    const bk_study *s;
    const bk_table *articles, *relations;
    bk__lexicon lexicon;
    bool cameo;
    bk_table *out;
    bk__buf id, quote, date;
    int64_t article; /* row of the relation at hand */
} events;

/* Row of the class in the lexicon; SIZE_MAX: none. */
static size_t class_row(const bk__lexicon *l, bk_str name)
{
    for (size_t i = 0; i < l->n_rows; i++)
        if (bk__str_eq(bk__lexicon_at(l, i, CLASS), name))
            return i;
    return SIZE_MAX;
}

static bk_status check_lexicon(const events *e)
{
    const bk__lexicon *l = &e->lexicon;
    for (size_t i = 0; i < l->n_rows; i++) {
        double x;
        int64_t quad;
        if (!bk__str_real(bk__lexicon_at(l, i, INTENSITY), &x) || x < -10 || x > 10)
            return bk__lexicon_bad(e->s->ctx, l, i, "an intensity from -10 to 10");
        if (!bk__str_int(bk__lexicon_at(l, i, QUAD), &quad) || quad < 1 || quad > 4)
            return bk__lexicon_bad(e->s->ctx, l, i, "a quad from 1 to 4");
        if (class_row(l, bk__lexicon_at(l, i, CLASS)) != i)
            return bk__lexicon_bad(e->s->ctx, l, i, "a class that stands once");
    }
    return BK_OK;
}

static bk_cell relation_cell(const events *e, int64_t row, size_t col)
{
    return bk_table_cell(e->relations, row, col);
}

static bk_cell article_cell(const events *e, size_t col)
{
    return bk_table_cell(e->articles, e->article, col);
}

/* "2025-06-04", or without the strokes; null where the article has no date. */
static bk_status date_cell(events *e, bk_cell *cell)
{
    bk_cell at = article_cell(e, ART_PUBLISHED);
    char iso[24];
    bk_str day = at.null ? (bk_str){NULL, 0} : bk__date_iso(at.i, iso);
    bk_status st = BK_OK;
    e->date.n = 0;
    for (size_t i = 0; i < day.n && i < 10 && st == BK_OK; i++)
        if (day.p[i] != '-' || !e->cameo)
            st = bk__buf_byte(&e->date, day.p[i]);
    *cell = e->date.n > 0 ? BK_CELL_STR(bk__buf_str(&e->date)) : BK_CELL_NULL;
    return st;
}

/* The strings of a JSON list with blanks between them; null stays. */
static bk_status quote_cell(events *e, bk_cell list, bk_cell *cell)
{
    bk__json *j;
    *cell = BK_CELL_NULL;
    if (list.null)
        return BK_OK;
    bk_status st = bk__json_parse(e->s->ctx, &j, list.s, "evidence");
    if (st != BK_OK)
        return st;
    const bk__value *v = bk__json_root(j);
    e->quote.n = 0;
    for (size_t i = 0; i < bk__json_size(v) && st == BK_OK; i++) {
        if (i > 0)
            st = bk__buf_byte(&e->quote, ' ');
        if (st == BK_OK)
            st = bk__buf_add(&e->quote, bk__json_str(bk__json_at(v, i)));
    }
    bk__json_free(j);
    *cell = e->quote.n > 0 ? BK_CELL_STR(bk__buf_str(&e->quote)) : BK_CELL_NULL;
    return st;
}

/* The event of relation r from `source` to `target`; `kind`: its class in the lexicon. */
static bk_status add_event(events *e, int64_t r, size_t kind, bk_str source, bk_str target,
                           double share)
{
    const bk__lexicon *l = &e->lexicon;
    double intensity = 0;
    int64_t quad = 0;
    bk_cell date, quote = BK_CELL_NULL, vote = article_cell(e, ART_VOTE);
    bk_status st = date_cell(e, &date);
    if (st == BK_OK && e->cameo)
        st = quote_cell(e, relation_cell(e, r, REL_EVIDENCE), &quote);
    if (st != BK_OK)
        return st;
    (void)bk__str_real(bk__lexicon_at(l, kind, INTENSITY), &intensity);
    (void)bk__str_int(bk__lexicon_at(l, kind, QUAD), &quad);
    bk_cell id = BK_CELL_STR(bk__buf_str(&e->id)), from = BK_CELL_STR(source),
            to = BK_CELL_STR(target), x = BK_CELL_REAL(intensity),
            voice = relation_cell(e, r, REL_VOICE), certainty = relation_cell(e, r, REL_CERTAINTY),
            weight = vote.null ? BK_CELL_NULL : BK_CELL_REAL(vote.x * share),
            group = article_cell(e, ART_GROUP), article = relation_cell(e, r, REL_ID),
            sentence = relation_cell(e, r, REL_SENTENCE), outlet = article_cell(e, ART_SOURCE),
            url = article_cell(e, ART_URL);
    if (e->cameo) {
        bk_cell row[] = {date,
                         from,
                         to,
                         BK_CELL_STR(bk__lexicon_at(l, kind, CODE)),
                         BK_CELL_STR(bk__lexicon_at(l, kind, LABEL)),
                         quote,
                         BK_CELL_INT(quad),
                         x,
                         id,
                         voice,
                         certainty,
                         weight,
                         group,
                         article,
                         sentence,
                         outlet,
                         url};
        return bk_table_add(e->out, row);
    }
    bk_cell row[] = {id,
                     date,
                     from,
                     to,
                     relation_cell(e, r, REL_CLASS),
                     BK_CELL_STR(BK__STR("")),
                     x,
                     relation_cell(e, r, REL_QUAD),
                     voice,
                     certainty,
                     weight,
                     group,
                     article,
                     sentence,
                     outlet,
                     url,
                     relation_cell(e, r, REL_EVIDENCE)};
    return bk_table_add(e->out, row);
}

/* One relation: an event, or two where it is mutual. */
static bk_status add_relation(events *e, int64_t r, size_t kind)
{
    bk_str source = relation_cell(e, r, REL_SOURCE).s, target = relation_cell(e, r, REL_TARGET).s;
    bk_str article = relation_cell(e, r, REL_ID).s, dyad = relation_cell(e, r, REL_DYAD).s;
    int a = 0, b = 0;
    e->id.n = 0;
    bk_status st = bk__buf_add(&e->id, article);
    if (st == BK_OK)
        st = bk__buf_print(&e->id, ".%lld.", (long long)relation_cell(e, r, REL_SENTENCE).i);
    if (st == BK_OK)
        st = bk__buf_add(&e->id, dyad);
    if (st != BK_OK || !bk__str_eq(source, BK__STR("mutual")))
        return st == BK_OK ? add_event(e, r, kind, source, target, 1) : st;
    for (int d = 0; d < bk_triad_dyads(e->s->triad); d++)
        if (bk__str_eq(dyad, bk__str(bk_triad_dyad_code(e->s->triad, d))))
            bk_triad_dyad(e->s->triad, d, &a, &b);
    source = bk__str(bk_triad_code(e->s->triad, a));
    target = bk__str(bk_triad_code(e->s->triad, b));
    st = add_event(e, r, kind, source, target, 0.5);
    return st == BK_OK ? add_event(e, r, kind, target, source, 0.5) : st;
}

static bk_status add_all(events *e, int64_t *left_out)
{
    int64_t n = bk_table_rows(e->relations), D = bk_table_rows(e->articles);
    bk_status st = check_lexicon(e);
    for (int64_t r = 0; r < n && st == BK_OK; r++) {
        bk_str name = relation_cell(e, r, REL_CLASS).s, id = relation_cell(e, r, REL_ID).s;
        size_t kind = class_row(&e->lexicon, name);
        while (e->article < D && !bk__str_eq(article_cell(e, ART_ID).s, id))
            e->article++; /* relations stand in the order of the articles */
        if (e->article == D)
            st = bk__fail(e->s->ctx, BK_EINVAL, "relations", "an article of a relation is missing");
        else if (kind == SIZE_MAX)
            ++*left_out;
        else
            st = add_relation(e, r, kind);
        if (st == BK_OK && r % 4096 == 0)
            st = bk__cancelled(e->s->ctx);
    }
    return st;
}

bk_status bk_study_events(const bk_study *s, bk_table **out, const char *form, int64_t *left_out)
{
    events e = {.s = s, .cameo = strcmp(form, "cameo") == 0};
    *out = NULL;
    *left_out = 0;
    if (!e.cameo && strcmp(form, "plover") != 0)
        return bk__fail(s->ctx, BK_EINVAL, form, "events are plover or cameo");
    e.relations = bk_study_table(s, "relations");
    e.articles = bk_study_table(s, "articles");
    if (!e.relations)
        return bk__fail(s->ctx, BK_EINVAL, "relations", "its stage was not run");
    if (!e.articles)
        return BK_ENOMEM;
    bk_status st =
        bk__lexicon_open(s->ctx, &e.lexicon, "plover.tsv", "class code roots quad intensity label");
    if (st != BK_OK)
        return st;
    bk__buf_init(&e.id, s->ctx);
    bk__buf_init(&e.quote, s->ctx);
    bk__buf_init(&e.date, s->ctx);
    st = bk_table_new(s->ctx, &e.out, e.cameo ? &bk__cameo_spec : &bk__plover_spec);
    if (st == BK_OK)
        st = add_all(&e, left_out);
    bk__buf_clear(&e.id);
    bk__buf_clear(&e.quote);
    bk__buf_clear(&e.date);
    bk__lexicon_close(&e.lexicon);
    if (st != BK_OK)
        bk_table_free(e.out);
    else
        *out = e.out;
    return st;
}
