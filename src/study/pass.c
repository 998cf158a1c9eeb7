/* pass.c - one reading of every article: sentences, mentions, quotes, relations, frames.
 *
 * Each article is scanned once, and what is asked for is taken from that scan. Split: chunks of
 * BK__BATCH articles over the pool; a worker has one analyzer, coder and framer; a chunk has tables
 * of its own, appended in chunk order. Numbers of forms differ from worker to worker and never
 * reach a table. */
#include "report/table.h"
#include "study/study.h"

typedef struct hand { /* one worker's */
    bk_analyzer *analyzer;
    bk_coder *coder;
    bk_framer *framer;
    bk__buf json, actor;
} hand;

enum { SENTENCE, MENTION, QUOTE, RELATION, FRAME, TABLES };
static const bk__tab tab[TABLES] = {T_SENTENCES, T_MENTIONS, T_QUOTES, T_RELATIONS,
                                    T_FRAME_SENTENCES};

typedef struct chunk {
    int64_t from, to;
    bk_table *table[TABLES];
    bk_tone_obs *obs;
    size_t n_obs, cap;
} chunk;

typedef struct pass {
    bk_study *s;
    bool sentences, relations, frames;
    hand *hands; /* [threads] */
    int64_t next;
    int F;
} pass;

/* An article under the worker's hand. */
typedef struct view {
    pass *p;
    hand *h;
    chunk *c;
    int64_t i;
    const bk_article *a;
    const bk_scan *scan;
} view;

static bk_cell word(const char *z)
{
    return BK_CELL_STR(bk__str(z));
}

static bk_str raw_of(const view *v, uint32_t sentence)
{
    return v->scan->sentences[sentence].field == BK_FIELD_TITLE ? v->a->title : v->a->text;
}

static bk_cell words_of(const view *v, uint32_t sentence, uint32_t begin, uint32_t end)
{
    bk_str raw = raw_of(v, sentence);
    if (begin > end || end > raw.n)
        return BK_CELL_NULL;
    return bk__study_words(v->p->s, (bk_str){raw.p + begin, end - begin});
}

/* id, sentence, field, begin, end: the first five cells of every table here. */
static void place(const view *v, bk_cell *row, uint32_t sentence, uint32_t begin, uint32_t end)
{
    row[SEN_ID] = BK_CELL_STR(v->a->id);
    row[SEN_SENTENCE] = BK_CELL_INT(sentence);
    row[SEN_FIELD] = word(v->scan->sentences[sentence].field == BK_FIELD_TITLE ? "title" : "text");
    row[SEN_BEGIN] = BK_CELL_INT(begin);
    row[SEN_END] = BK_CELL_INT(end);
}

/* The evidence as a JSON array of words; NULL cell with no_text. */
static bk_status evidence_cell(view *v, bk_cell *out, uint32_t sentence, const bk_span *at,
                               uint32_t n)
{
    bk_str raw = raw_of(v, sentence);
    bk__jw w;
    *out = BK_CELL_NULL;
    if (v->p->s->opts.no_text)
        return BK_OK;
    v->h->json.n = 0;
    bk__jw_init(&w, &v->h->json);
    bk__jw_open(&w, '[');
    for (uint32_t i = 0; i < n; i++)
        if (at[i].begin <= at[i].end && at[i].end <= raw.n)
            bk__jw_str(&w, (bk_str){raw.p + at[i].begin, at[i].end - at[i].begin});
    bk__jw_close(&w, ']');
    *out = BK_CELL_STR(bk__buf_str(&v->h->json));
    return w.status;
}

/* ---- rows ------------------------------------------------------------------------------ */

static bk_status add_sentences(view *v)
{
    bk_status st = BK_OK;
    for (uint32_t k = 0; k < v->scan->n_sentences && st == BK_OK; k++) {
        const bk_sentence *x = &v->scan->sentences[k];
        bk_cell row[SEN_N];
        place(v, row, k, x->begin, x->end);
        row[SEN_TEXT] = words_of(v, k, x->begin, x->end);
        st = bk_table_add(v->c->table[SENTENCE], row);
    }
    return st;
}

/* "CHN", or "CHN+RUS" where several powers are meant. */
static bk_status actor_cell(view *v, const bk_mention *m, bk_cell *out)
{
    const bk_triad *t = v->p->s->triad;
    bk__buf *b = &v->h->actor;
    bk_status st = BK_OK;
    b->n = 0;
    *out = word(m->actor);
    if ((m->powers & (m->powers - 1)) == 0)
        return BK_OK;
    for (int p = 0; p < bk_triad_powers(t) && st == BK_OK; p++)
        if (m->powers >> p & 1)
            st = bk__buf_print(b, "%s%s", b->n ? "+" : "", bk_triad_code(t, p));
    *out = BK_CELL_STR(bk__buf_str(b));
    return st;
}

static bk_status add_mentions(view *v, const bk_coding *k)
{
    bk_status st = BK_OK;
    for (uint32_t i = 0; i < k->n_mentions && st == BK_OK; i++) {
        const bk_mention *m = &k->mentions[i];
        bk_cell row[MEN_N];
        place(v, row, m->sentence, m->begin, m->end);
        st = actor_cell(v, m, &row[MEN_ACTOR]);
        row[MEN_KIND] = word(m->kind);
        row[MEN_TEXT] = words_of(v, m->sentence, m->begin, m->end);
        if (st == BK_OK)
            st = bk_table_add(v->c->table[MENTION], row);
    }
    return st;
}

static bk_cell voice_cell(const bk_study *s, int voice)
{
    return word(voice >= 0                   ? bk_triad_code(s->triad, voice)
                : voice == BK_VOICE_NARRATOR ? "narrator"
                                             : "other");
}

static bk_status add_quotes(view *v, const bk_coding *k)
{
    bk_status st = BK_OK;
    for (uint32_t i = 0; i < k->n_quotes && st == BK_OK; i++) {
        const bk_quote *q = &k->quotes[i];
        bk_cell row[QUO_N];
        place(v, row, q->sentence, q->begin, q->end);
        row[QUO_SPEAKER] = q->speaker_end > q->speaker_begin
                               ? words_of(v, q->sentence, q->speaker_begin, q->speaker_end)
                               : BK_CELL_NULL;
        row[QUO_COUNTRY] = voice_cell(v->p->s, q->power >= 0 ? q->power : BK_VOICE_OTHER);
        row[QUO_DIRECT] = BK_CELL_INT(q->direct);
        row[QUO_TEXT] = words_of(v, q->sentence, q->begin, q->end);
        st = bk_table_add(v->c->table[QUOTE], row);
    }
    return st;
}

static bk_status add_obs(view *v, const bk_relation *r)
{
    chunk *c = v->c;
    if (bk__make_room(v->p->s->ctx, &c->obs, &c->cap, c->n_obs + 1, sizeof *c->obs) != BK_OK)
        return BK_ENOMEM;
    c->obs[c->n_obs++] =
        (bk_tone_obs){(uint32_t)v->i, r->dyad, r->voice, r->polarity, v->p->s->vote[v->i]};
    return BK_OK;
}

static bk_cell party(const bk_study *s, int16_t power)
{
    return word(power == BK_PARTY_MUTUAL ? "mutual" : bk_triad_code(s->triad, power));
}

static bk_status add_relations(view *v, const bk_coding *k)
{
    const bk_study *s = v->p->s;
    bk_status st = BK_OK;
    for (uint32_t i = 0; i < k->n_relations && st == BK_OK; i++) {
        const bk_relation *r = &k->relations[i];
        const bk_sentence *x = &v->scan->sentences[r->sentence];
        bk_cell row[REL_N];
        place(v, row, r->sentence, x->begin, x->end);
        row[REL_DYAD] = word(bk_triad_dyad_code(s->triad, r->dyad));
        row[REL_SOURCE] = party(s, r->source);
        row[REL_TARGET] = party(s, r->target);
        row[REL_POLARITY] = BK_CELL_INT(r->polarity);
        row[REL_QUAD] = word(bk_quad_name((bk_quad)r->quad));
        row[REL_CLASS] = word(r->plover);
        row[REL_VOICE] = voice_cell(s, r->voice);
        row[REL_CERTAINTY] = BK_CELL_REAL(r->certainty);
        row[REL_SCORE] = BK_CELL_REAL(r->score);
        st = evidence_cell(v, &row[REL_EVIDENCE], r->sentence, k->evidence + r->evidence,
                           r->n_evidence);
        row[REL_TEXT] = words_of(v, r->sentence, x->begin, x->end);
        if (st == BK_OK)
            st = bk_table_add(v->c->table[RELATION], row);
        if (st == BK_OK)
            st = add_obs(v, r);
    }
    return st;
}

static bk_status add_frames(view *v, const bk_framing *f)
{
    bk_study *s = v->p->s;
    bk_status st = BK_OK;
    for (int k = 0; k < v->p->F; k++)
        s->uses[v->i * v->p->F + k] = (uint8_t)(f->present[k] + f->dominant[k]);
    memcpy(s->strength + v->i * v->p->F, f->score, (size_t)v->p->F * sizeof *f->score);
    for (uint32_t i = 0; i < f->n_hits && st == BK_OK; i++) {
        const bk_frame_hit *hit = &f->hits[i];
        const bk_sentence *x = &v->scan->sentences[hit->sentence];
        bk_cell row[FRS_N];
        place(v, row, hit->sentence, x->begin, x->end);
        row[FRS_FRAME] = word(bk_frames_code(s->frames, hit->frame));
        row[FRS_SCORE] = BK_CELL_REAL(hit->score);
        st = evidence_cell(v, &row[FRS_EVIDENCE], hit->sentence, f->evidence + hit->evidence,
                           hit->n_evidence);
        row[FRS_TEXT] = words_of(v, hit->sentence, x->begin, x->end);
        if (st == BK_OK)
            st = bk_table_add(v->c->table[FRAME], row);
    }
    return st;
}

/* ---- chunks ---------------------------------------------------------------------------- */

static bk_status make_hand(pass *p, hand *h)
{
    bk_study *s = p->s;
    bk_status st = BK_OK;
    if (!h->analyzer)
        st = bk_analyzer_new(s->ctx, &h->analyzer, &s->opts.vectorizer.analyzer);
    if (st == BK_OK && p->relations && !h->coder)
        st = bk_coder_new(s->ctx, &h->coder, h->analyzer, s->triad);
    if (st == BK_OK && p->frames && !h->framer)
        st = bk_framer_new(s->ctx, &h->framer, h->analyzer, s->frames);
    return st;
}

static uint32_t count_words(const hand *h, const bk_scan *scan)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < scan->n_tokens; i++) {
        uint8_t kind = bk_analyzer_form(h->analyzer, scan->tokens[i].form)->kind;
        n += kind == BK_KIND_WORD || kind == BK_KIND_NUMBER;
    }
    return n;
}

static bk_status read_article(view *v)
{
    pass *p = v->p;
    bk_study *s = p->s;
    const bk_coding *coding;
    const bk_framing *framing;
    bk_status st = bk_analyzer_run(v->h->analyzer, v->a, &v->scan);
    if (st == BK_OK && p->sentences) {
        s->words[v->i] = count_words(v->h, v->scan);
        s->sentences[v->i] = v->scan->n_sentences;
        st = add_sentences(v);
    }
    if (st == BK_OK && p->relations) {
        st = bk_coder_run(v->h->coder, v->a, v->scan, &coding);
        if (st == BK_OK) {
            s->relations[v->i] = coding->n_relations;
            st = add_mentions(v, coding);
        }
        if (st == BK_OK)
            st = add_quotes(v, coding);
        if (st == BK_OK)
            st = add_relations(v, coding);
    }
    if (st == BK_OK && p->frames) {
        st = bk_framer_run(v->h->framer, v->scan, &framing);
        if (st == BK_OK)
            st = add_frames(v, framing);
    }
    return st;
}

static bool asked(const pass *p, int t)
{
    return t == SENTENCE ? p->sentences : t == FRAME ? p->frames : p->relations;
}

static bk_status work(void *user, void *item, int worker)
{
    pass *p = user;
    chunk *c = item;
    size_t n;
    const bk_table_spec *specs = bk_schema(&n);
    bk_status st = make_hand(p, &p->hands[worker]);
    for (int t = 0; t < TABLES && st == BK_OK; t++)
        if (asked(p, t))
            st = bk_table_new(p->s->ctx, &c->table[t], &specs[tab[t]]);
    for (int64_t i = c->from; i < c->to && st == BK_OK; i++) {
        view v = {p, &p->hands[worker], c, i, bk_corpus_at(p->s->corpus, i), NULL};
        st = read_article(&v);
        if (st == BK_OK && i % 16 == 0)
            st = bk__cancelled(p->s->ctx);
    }
    return st;
}

static void drop(void *user, void *item)
{
    pass *p = user;
    chunk *c = item;
    for (int t = 0; t < TABLES; t++)
        bk_table_free(c->table[t]);
    bk__free(p->s->ctx, c->obs);
    bk__free(p->s->ctx, c);
}

static bk_status next(void *user, void **item)
{
    pass *p = user;
    chunk *c;
    if (p->next >= p->s->D)
        return BK_END;
    c = bk__calloc(p->s->ctx, 1, sizeof *c);
    if (!c)
        return BK_ENOMEM;
    c->from = p->next;
    c->to = p->s->D - p->next > BK__BATCH ? p->next + BK__BATCH : p->s->D;
    p->next = c->to;
    *item = c;
    return BK_OK;
}

static bk_status take_obs(bk_study *s, const chunk *c)
{
    if (bk__make_room(s->ctx, &s->obs, &s->cap_obs, s->n_obs + c->n_obs, sizeof *s->obs) != BK_OK)
        return BK_ENOMEM;
    if (c->n_obs)
        memcpy(s->obs + s->n_obs, c->obs, c->n_obs * sizeof *c->obs);
    s->n_obs += c->n_obs;
    return BK_OK;
}

static bk_status merge(void *user, void *item)
{
    pass *p = user;
    bk_study *s = p->s;
    chunk *c = item;
    bk_status st = p->relations ? take_obs(s, c) : BK_OK;
    for (int t = 0; t < TABLES && st == BK_OK; t++)
        if (c->table[t])
            st = bk__table_append(s->table[tab[t]], c->table[t]);
    bk__progress(s->ctx, p->relations ? "relations" : "frames", (uint64_t)c->to, (uint64_t)s->D);
    drop(p, c);
    return st;
}

/* ---- the pass -------------------------------------------------------------------------- */

/* Zeroed room for `count` in place of what was there. */
#define ROOM(p, count)                                                                             \
    (bk__free(s->ctx, p), (p) = bk__calloc(s->ctx, (count) + 1, sizeof *(p)),                      \
     (p) ? BK_OK : BK_ENOMEM)

static bk_status load(pass *p)
{
    bk_study *s = p->s;
    size_t D = (size_t)s->D;
    bk_status st = BK_OK;
    if (p->sentences) {
        BK__TRY(st, ROOM(s->words, D), done);
        BK__TRY(st, ROOM(s->sentences, D), done);
    }
    if (p->relations) {
        bk_triad_free(s->triad);
        s->triad = NULL;
        s->n_obs = 0;
        BK__TRY(st, ROOM(s->relations, D), done);
        BK__TRY(st, bk_triad_load(s->ctx, &s->triad, s->opts.triad), done);
    }
    if (p->frames) {
        bk_frames_free(s->frames);
        s->frames = NULL;
        BK__TRY(st, bk_frames_load(s->ctx, &s->frames), done);
        p->F = bk_frames_count(s->frames);
        BK__TRY(st, ROOM(s->uses, D * (size_t)p->F), done);
        BK__TRY(st, ROOM(s->strength, D * (size_t)p->F), done);
    }
    for (int t = 0; t < TABLES && st == BK_OK; t++)
        if (asked(p, t))
            st = bk__study_fresh(s, tab[t]);
done:
    return st;
}

bk_status bk__pass_run(bk_study *s, unsigned what)
{
    pass p = {s, !s->scanned, what & BK_STAGE_RELATIONS, what & BK_STAGE_FRAMES, NULL, 0, 0};
    bk__pipe pipe = {&p, next, work, merge, drop};
    int threads = bk_ctx_threads(s->ctx);
    bk_status st;
    p.hands = bk__calloc(s->ctx, (size_t)threads, sizeof *p.hands);
    if (!p.hands)
        return BK_ENOMEM;
    for (int w = 0; w < threads; w++) {
        bk__buf_init(&p.hands[w].json, s->ctx);
        bk__buf_init(&p.hands[w].actor, s->ctx);
    }
    st = load(&p);
    if (st == BK_OK)
        st = bk__par_pipe(s->ctx, &pipe);
    if (st == BK_OK)
        s->scanned = true;
    for (int w = 0; w < threads; w++) {
        bk_coder_free(p.hands[w].coder);
        bk_framer_free(p.hands[w].framer);
        bk_analyzer_free(p.hands[w].analyzer);
        bk__buf_clear(&p.hands[w].json);
        bk__buf_clear(&p.hands[w].actor);
    }
    bk__free(s->ctx, p.hands);
    return st;
}
