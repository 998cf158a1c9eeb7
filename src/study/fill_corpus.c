/* fill_corpus.c - tables of what was read: articles, removed, problems, inputs. */
#include "study/study.h"

static const char *const fields[] = {"title", "text"};

static bk_cell text(bk_str s)
{
    return BK_CELL_STR(s);
}

static bk_cell word(const char *z)
{
    return BK_CELL_STR(bk__str(z));
}

static bk_status removed(bk_study *s)
{
    bk_status st = bk__study_fresh(s, T_REMOVED);
    for (int64_t i = 0; i < s->D && st == BK_OK; i++) {
        const bk_article *a = bk_corpus_at(s->corpus, i);
        for (uint32_t k = 0; k < a->n_removed && st == BK_OK; k++) {
            const bk_removed *r = &a->removed[k];
            const bk_str *raw = r->field == BK_FIELD_TITLE ? &a->title : &a->text;
            bk_cell row[REM_N] = {[REM_ID] = text(a->id),
                                  [REM_FIELD] = word(fields[r->field == BK_FIELD_TEXT]),
                                  [REM_BEGIN] = BK_CELL_INT(r->begin),
                                  [REM_END] = BK_CELL_INT(r->end),
                                  [REM_REASON] = word(r->reason)};
            row[REM_TEXT] = bk__study_words(s, (bk_str){raw->p + r->begin, r->end - r->begin});
            st = bk__study_add(s, T_REMOVED, row);
        }
    }
    return st;
}

static bk_status problems(bk_study *s)
{
    static const char *const actions[] = {"skipped", "repaired", "noted"};
    size_t n;
    const bk_problem *p = bk_corpus_problems(s->corpus, &n);
    bk_status st = bk__study_fresh(s, T_PROBLEMS);
    for (size_t i = 0; i < n && st == BK_OK; i++) {
        bk_cell row[PRB_N] = {[PRB_FILE] = text(p[i].file),
                              [PRB_LINE] = BK_CELL_INT((int64_t)p[i].line),
                              [PRB_KIND] = word(p[i].kind),
                              [PRB_ACTION] = word(actions[p[i].action]),
                              [PRB_WHAT] = text(p[i].what)};
        st = bk__study_add(s, T_PROBLEMS, row);
    }
    return st;
}

static bk_status inputs(bk_study *s)
{
    size_t n;
    const bk_input *p = bk_corpus_inputs(s->corpus, &n);
    bk_status st = bk__study_fresh(s, T_INPUTS);
    for (size_t i = 0; i < n && st == BK_OK; i++) {
        bk_cell row[INP_N] = {[INP_PATH] = text(p[i].path),
                              [INP_BYTES] = BK_CELL_INT((int64_t)p[i].bytes),
                              [INP_ARTICLES] = BK_CELL_INT((int64_t)p[i].articles),
                              [INP_SHA256] = word(p[i].sha256)};
        st = bk__study_add(s, T_INPUTS, row);
    }
    return st;
}

bk_status bk__fill_corpus(bk_study *s)
{
    bk_status st = removed(s);
    if (st == BK_OK)
        st = problems(s);
    return st == BK_OK ? inputs(s) : st;
}

/* ---- articles -------------------------------------------------------------------------- */

/* A gap between two kept stretches becomes a line break where one lay in it, else a blank. */
static bk_status add_gap(bk__buf *out, bk_str raw, uint32_t from, uint32_t to)
{
    bool line = to > from && memchr(raw.p + from, '\n', to - from) != NULL;
    return bk__buf_byte(out, line ? '\n' : ' ');
}

bk_status bk__clean_text(bk__buf *out, const bk_article *a, bk_field field)
{
    bk_str raw = field == BK_FIELD_TITLE ? a->title : a->text;
    uint32_t n = a->n_kept[field];
    const bk_span *k = a->kept[field];
    bk_status st = BK_OK;
    if (a->n_kept[0] + a->n_kept[1] + a->n_removed == 0 ||
        (field == BK_FIELD_TITLE && (a->inferred & BK_INFERRED_TITLE)))
        return bk__buf_add(out, raw); /* not cleaned, or a view of the text */
    for (uint32_t i = 0; i < n && st == BK_OK; i++) {
        if (i > 0)
            st = add_gap(out, raw, k[i - 1].end, k[i].begin);
        if (st == BK_OK)
            st = bk__buf_add(out, (bk_str){raw.p + k[i].begin, k[i].end - k[i].begin});
    }
    return st;
}

static bk_status inferred(bk__buf *out, uint32_t flags)
{
    static const char *const names[] = {"id", "title", "date", "source", "lang", "place"};
    bk_status st = BK_OK;
    for (size_t i = 0; i < sizeof names / sizeof *names && st == BK_OK; i++)
        if (flags & 1u << i)
            st = bk__buf_print(out, "%s%s", out->n ? " " : "", names[i]);
    return st;
}

static void from_stages(const bk_study *s, int64_t i, bk_cell *row)
{
    unsigned w = s->wanted;
    if ((w & (BK_STAGE_RELATIONS | BK_STAGE_FRAMES)) && s->words) {
        row[ART_WORDS] = BK_CELL_INT(s->words[i]);
        row[ART_SENTENCES] = BK_CELL_INT(s->sentences[i]);
    }
    if ((w & BK_STAGE_NEARDUP) && s->repeats.n > i) {
        if (s->repeats.group[i] != UINT32_MAX)
            row[ART_GROUP] = BK_CELL_INT(s->repeats.group[i]);
        row[ART_VOTE] = BK_CELL_REAL((double)s->vote[i]);
    }
    if ((w & BK_STAGE_TOPICS) && s->topic && s->topic[i] >= 0) {
        row[ART_TOPIC] = BK_CELL_INT(s->topic[i]);
        row[ART_X] = s->xy ? BK_CELL_REAL(s->xy[2 * i]) : BK_CELL_NULL;
        row[ART_Y] = s->xy ? BK_CELL_REAL(s->xy[2 * i + 1]) : BK_CELL_NULL;
    }
    if ((w & BK_STAGE_RELATIONS) && s->relations)
        row[ART_RELATIONS] = BK_CELL_INT(s->relations[i]);
}

static bk_status from_corpus(const bk_study *s, int64_t i, bk_cell *row, bk__buf *flags,
                             bk__buf *clean)
{
    const bk_article *a = bk_corpus_at(s->corpus, i);
    bk_status st = inferred(flags, a->inferred);
    if (st == BK_OK && !s->opts.no_text)
        st = bk__clean_text(clean, a, BK_FIELD_TEXT);
    row[ART_LANG] = text(a->lang);
    row[ART_PLACE] = text(a->place);
    row[ART_URL] = text(a->url);
    row[ART_FILE] = text(a->file);
    row[ART_LINE] = BK_CELL_INT((int64_t)a->line);
    row[ART_INFERRED] = flags->n ? text(bk__buf_str(flags)) : word("");
    row[ART_RAW] = bk__study_words(s, a->text);
    row[ART_TEXT] = bk__study_words(s, clean->n ? bk__buf_str(clean) : BK__STR(""));
    return st;
}

bk_status bk__fill_articles(bk_study *s)
{
    bk__buf flags, clean;
    bk_status st = bk__study_fresh(s, T_ARTICLES);
    bk__buf_init(&flags, s->ctx);
    bk__buf_init(&clean, s->ctx);
    for (int64_t i = 0; i < s->D && st == BK_OK; i++) {
        bk_cell row[ART_N];
        int64_t at = bk__study_published(s, i);
        flags.n = clean.n = 0;
        for (size_t c = 0; c < ART_N; c++)
            row[c] = BK_CELL_NULL;
        row[ART_ID] = text(bk__study_id(s, i));
        row[ART_SOURCE] = text(bk__study_source(s, i));
        row[ART_TITLE] = text(bk__study_title(s, i));
        if (at != BK_NO_DATE)
            row[ART_PUBLISHED] = BK_CELL_INT(at);
        from_stages(s, i, row);
        if (s->corpus)
            st = from_corpus(s, i, row, &flags, &clean);
        if (st == BK_OK)
            st = bk__study_add(s, T_ARTICLES, row);
    }
    bk__buf_clear(&flags);
    bk__buf_clear(&clean);
    return st;
}
