/* coder.c - the whole reading of an article: actors, quotes, relations.
 *
 * Sentences are independent once the reading (actor.h) has resolved who is meant. Buffers stay, so
 * that nothing is allocated once they have grown. */
#include "model/relation.h"

#include "base/str.h"

struct bk_coder {
    bk_ctx *ctx;
    bk_analyzer *analyzer;
    const bk_triad *triad;
    bk__reading *reading;
    bk__predicates *predicates;
    bk__clauses view;
    bk__relater relater;
    bk_relation *relation;
    uint32_t cap_relations;
    bk_span *evidence;
    uint32_t n_evidence, cap_evidence;
    bk_coding coding;
};

const char *bk_quad_name(bk_quad quad)
{
    static const char *const name[] = {"N", "VC", "MC", "VK", "MK"};
    return (unsigned)quad < sizeof name / sizeof *name ? name[quad] : "N";
}

bk_status bk_coder_new(bk_ctx *ctx, bk_coder **out, bk_analyzer *a, const bk_triad *t)
{
    *out = NULL;
    if (!a || !t)
        return bk__fail(ctx, BK_EINVAL, "", "a coder needs an analyzer and a triad");
    bk_coder *c = bk__calloc(ctx, 1, sizeof *c);
    if (!c)
        return BK_ENOMEM;
    c->ctx = ctx;
    c->analyzer = a;
    c->triad = t;
    bk__clauses_init(&c->view, ctx);
    bk__relater_init(&c->relater, ctx, t);
    bk_status st = bk__reading_new(ctx, &c->reading, a, t);
    if (st == BK_OK)
        st = bk__predicates_new(ctx, &c->predicates, a);
    if (st != BK_OK) {
        bk_coder_free(c);
        return st;
    }
    *out = c;
    return BK_OK;
}

void bk_coder_free(bk_coder *c)
{
    if (!c)
        return;
    bk__relater_clear(&c->relater);
    bk__clauses_clear(&c->view);
    bk__predicates_free(c->predicates);
    bk__reading_free(c->reading);
    bk__free(c->ctx, c->relation);
    bk__free(c->ctx, c->evidence);
    bk__free(c->ctx, c);
}

static bk_status add_evidence(bk_coder *c, uint32_t hit)
{
    if (hit == BK__NONE)
        return BK_OK;
    if (c->n_evidence == c->cap_evidence) {
        uint32_t cap = c->cap_evidence ? 2 * c->cap_evidence : 64;
        bk_span *more = bk__resize_array(c->ctx, c->evidence, cap, sizeof *more);
        if (!more)
            return BK_ENOMEM;
        c->evidence = more;
        c->cap_evidence = cap;
    }
    const bk__hit *h = &c->view.hit[hit];
    const bk_token *token = c->view.reading->scan->tokens;
    c->evidence[c->n_evidence++] = (bk_span){token[h->first].begin, token[h->end - 1].end};
    return BK_OK;
}

static bk_status add_relation(bk_coder *c, uint32_t sentence, const bk__claim *claim)
{
    uint32_t n = c->coding.n_relations, first = c->n_evidence;
    if (n == c->cap_relations) {
        uint32_t cap = c->cap_relations ? 2 * c->cap_relations : 64;
        bk_relation *more = bk__resize_array(c->ctx, c->relation, cap, sizeof *more);
        if (!more)
            return BK_ENOMEM;
        c->relation = more;
        c->cap_relations = cap;
    }
    bk_status st = BK_OK;
    if (claim->hit != BK__NONE) {
        uint32_t turn = c->view.hit[claim->hit].turn;
        st = turn < claim->hit ? add_evidence(c, turn) : BK_OK;
        if (st == BK_OK)
            st = add_evidence(c, claim->hit);
        if (st == BK_OK && turn != BK__NONE && turn > claim->hit)
            st = add_evidence(c, turn);
    }
    const bk__class *kind = bk__class_at(claim->kind);
    float score = claim->score > 1 ? 1 : claim->score;
    c->relation[n] = (bk_relation){
        .sentence = sentence,
        .dyad = (int16_t)bk_triad_dyad_of(c->triad, claim->a, claim->b),
        .source = claim->source,
        .target = claim->target,
        .polarity = claim->sign,
        .quad = kind->quad,
        .voice = claim->voice,
        .plover = kind->name,
        .certainty = (double)claim->certainty,
        .score = (double)score,
        .evidence = first,
        .n_evidence = c->n_evidence - first,
    };
    c->coding.n_relations = n + 1;
    return st;
}

bk_status bk_coder_run(bk_coder *c, const bk_article *article, const bk_scan *scan,
                       const bk_coding **out)
{
    *out = NULL;
    c->coding = (bk_coding){0};
    c->n_evidence = 0;
    bk__context context = {.n = 0};
    bk_status st = bk__reading_run(c->reading, article, scan);
    for (uint32_t s = 0; s < scan->n_sentences && st == BK_OK; s++) {
        st = bk__clauses_run(&c->view, c->analyzer, c->predicates, c->reading, s);
        if (st == BK_OK)
            st = bk__relater_run(&c->relater, &c->view, &context);
        for (uint32_t i = 0; i < c->relater.n && st == BK_OK; i++)
            st = add_relation(c, s, &c->relater.claim[i]);
    }
    if (st != BK_OK)
        return st;
    c->coding.mentions = c->reading->mention;
    c->coding.n_mentions = c->reading->n_mentions;
    c->coding.quotes = c->reading->quote;
    c->coding.n_quotes = c->reading->n_quotes;
    c->coding.relations = c->relation;
    c->coding.evidence = c->evidence;
    *out = &c->coding;
    return BK_OK;
}
