/* fill_similar.c - tables neighbours, pairs, duplicates; votes of repeated articles.
 *
 * Pairs are listed between articles that lead a group of repeats or are in none (the members of a
 * group are in `duplicates`): for each article its EACH strongest, MOST in all, ties by lower rows.
 * So a corpus of one article in a hundred thousand copies, or of a hundred thousand reports from
 * one mould, gives tables that grow with the articles, not with their square. */
#include <math.h>
#include <stdlib.h>

#include "model/similar_hits.h"
#include "report/table.h"
#include "study/study.h"

enum {
    SHARED = 6,    /* shared terms shown */
    ROWS = 2048,   /* pairs in a chunk */
    EACH = 10,     /* pairs of an article */
    MOST = 1000000 /* pairs in all */
};

/* ---- repeated articles ----------------------------------------------------------------- */

static void cast_votes(bk_study *s, const uint32_t *size)
{
    for (int64_t i = 0; i < s->D; i++) {
        uint32_t g = s->repeats.group[i];
        s->vote[i] = g == UINT32_MAX ? 1.0f : 1.0f / (float)size[g];
    }
}

/* Members of each group in order of the articles: first[g] .. in `member`. */
static bk_status add_groups(bk_study *s, const uint32_t *size)
{
    const bk_neardup *d = &s->repeats;
    uint32_t *at = bk__calloc(s->ctx, (size_t)d->groups + 1, sizeof *at), n = 0;
    uint32_t *member = bk__alloc_array(s->ctx, (size_t)s->D + 1, sizeof *member);
    bk_status st = at && member ? BK_OK : BK_ENOMEM;
    for (uint32_t g = 0; st == BK_OK && g < d->groups; g++) {
        at[g] = n;
        n += size[g];
    }
    for (int64_t i = 0; st == BK_OK && i < s->D; i++)
        if (d->group[i] != UINT32_MAX)
            member[at[d->group[i]]++] = (uint32_t)i;
    for (uint32_t k = 0; k < n && st == BK_OK; k++) {
        uint32_t i = member[k];
        bk_cell row[DUP_N] = {
            [DUP_GROUP] = BK_CELL_INT(d->group[i]),
            [DUP_ID] = BK_CELL_STR(bk__study_id(s, i)),
            [DUP_JACCARD] = BK_CELL_REAL((double)d->jaccard[i]),
            [DUP_LEAD] = BK_CELL_INT(d->lead[i] == i),
            [DUP_COPY_OF] = d->of[i] == i ? BK_CELL_NULL : BK_CELL_STR(bk__study_id(s, d->of[i]))};
        st = bk__study_add(s, T_DUPLICATES, row);
    }
    bk__free(s->ctx, at);
    bk__free(s->ctx, member);
    return st;
}

bk_status bk__fill_repeats(bk_study *s)
{
    uint32_t *size = NULL;
    bk_status st;
    BK__TRY(st, bk__study_fresh(s, T_DUPLICATES), done);
    if (!s->repeats_new) {
        bk_neardup_free(s->ctx, &s->repeats);
        BK__TRY(st, bk_neardup_fit(s->ctx, &s->repeats, s->corpus, &s->opts.neardup), done);
    }
    s->repeats_new = false;
    size = bk__calloc(s->ctx, (size_t)s->repeats.groups + 1, sizeof *size);
    if (!size)
        return BK_ENOMEM;
    for (int64_t i = 0; i < s->D; i++)
        if (s->repeats.group[i] != UINT32_MAX)
            size[s->repeats.group[i]]++;
    cast_votes(s, size);
    st = add_groups(s, size);
    if (st == BK_OK)
        st = bk__fill_copies(s);
done:
    bk__free(s->ctx, size);
    return st;
}

/* ---- neighbours and pairs -------------------------------------------------------------- */

typedef struct part {
    bk_table *table;
} part;

typedef struct listing {
    bk_study *s;
    const bk_csr *A;
    const bk_vocab *vocab;
    const bk_pair *at;
    int64_t n;
    bool ranked;     /* neighbours; else pairs */
    part *parts;     /* [chunks] */
    bk__buf *shared; /* [threads] */
} listing;

/* "gas (0.31), pasokan (0.12)": shared terms and their part of the cosine. */
static bk_status why(const listing *l, bk__buf *out, const bk_pair *p)
{
    uint32_t col[SHARED];
    float share[SHARED];
    int n = bk_similar_why(l->A, p->a, p->b, col, share, SHARED);
    bk_status st = BK_OK;
    out->n = 0;
    for (int k = 0; k < n && st == BK_OK; k++) {
        bk_str term = bk_vocab_shown(l->vocab, col[k]);
        st = bk__buf_print(out, "%s%.*s (%.2f)", k ? ", " : "", (int)term.n, term.p,
                           (double)share[k]);
    }
    return st;
}

static int64_t rank_of(const listing *l, int64_t i)
{
    int64_t rank = 1;
    while (i - rank >= 0 && l->at[i - rank].a == l->at[i].a)
        rank++;
    return rank;
}

static bk_status add_pair(const listing *l, bk_table *t, bk__buf *shared, int64_t i)
{
    const bk_pair *p = &l->at[i];
    bk_cell a = BK_CELL_STR(bk__study_id(l->s, p->a)), b = BK_CELL_STR(bk__study_id(l->s, p->b));
    bk_cell cosine = BK_CELL_REAL((double)p->score), terms;
    bk_status st = why(l, shared, p);
    if (st != BK_OK)
        return st;
    terms = shared->n ? BK_CELL_STR(bk__buf_str(shared)) : BK_CELL_STR(BK__STR(""));
    if (l->ranked) {
        bk_cell row[NEI_N] = {[NEI_ID] = a,
                              [NEI_RANK] = BK_CELL_INT(rank_of(l, i)),
                              [NEI_NEIGHBOUR] = b,
                              [NEI_COSINE] = cosine,
                              [NEI_SHARED] = terms};
        return bk_table_add(t, row);
    }
    bk_cell row[PAI_N] = {[PAI_A] = a, [PAI_B] = b, [PAI_COSINE] = cosine, [PAI_SHARED] = terms};
    return bk_table_add(t, row);
}

static bk_status list_chunk(void *user, int64_t chunk, int worker)
{
    listing *l = user;
    size_t n;
    const bk_table_spec *specs = bk_schema(&n);
    int64_t from = chunk * ROWS, to = l->n - from > ROWS ? from + ROWS : l->n;
    bk_status st =
        bk_table_new(l->s->ctx, &l->parts[chunk].table, &specs[l->ranked ? T_NEIGHBOURS : T_PAIRS]);
    for (int64_t i = from; i < to && st == BK_OK; i++)
        st = add_pair(l, l->parts[chunk].table, &l->shared[worker], i);
    return st;
}

static bk_status list(bk_study *s, const bk_csr *A, const bk_pairs *pairs, bool ranked)
{
    bk__tab tab = ranked ? T_NEIGHBOURS : T_PAIRS;
    int64_t chunks = bk__chunks(pairs->n, ROWS);
    int threads = bk_ctx_threads(s->ctx);
    listing l = {s, A, bk_vectorizer_vocab(s->vectors), pairs->at, pairs->n, ranked, NULL, NULL};
    bk_status st = bk__study_fresh(s, tab);
    l.parts = bk__calloc(s->ctx, (size_t)chunks + 1, sizeof *l.parts);
    l.shared = bk__calloc(s->ctx, (size_t)threads, sizeof *l.shared);
    if (!l.parts || !l.shared)
        st = BK_ENOMEM;
    for (int w = 0; l.shared && w < threads; w++)
        bk__buf_init(&l.shared[w], s->ctx);
    if (st == BK_OK)
        st = bk__par_for(s->ctx, NULL, chunks, list_chunk, &l);
    for (int64_t c = 0; l.parts && c < chunks; c++) {
        if (st == BK_OK)
            st = bk__table_append(s->table[tab], l.parts[c].table);
        bk_table_free(l.parts[c].table);
    }
    for (int w = 0; l.shared && w < threads; w++)
        bk__buf_clear(&l.shared[w]);
    bk__free(s->ctx, l.shared);
    bk__free(s->ctx, l.parts);
    return st;
}

bk_status bk__unit_rows(bk_ctx *ctx, const bk_csr *A, bk_csr *out)
{
    *out = *A;
    out->val = bk__alloc_array(ctx, (size_t)A->ptr[A->rows] + 1, sizeof *out->val);
    if (!out->val)
        return BK_ENOMEM;
    for (int64_t r = 0; r < A->rows; r++) {
        double sum = 0, scale;
        for (int64_t k = A->ptr[r]; k < A->ptr[r + 1]; k++)
            sum += (double)A->val[k] * (double)A->val[k];
        scale = sum > 0 ? 1 / sqrt(sum) : 0;
        for (int64_t k = A->ptr[r]; k < A->ptr[r + 1]; k++)
            out->val[k] = (float)((double)A->val[k] * scale);
    }
    return BK_OK;
}

/* ---- which pairs ----------------------------------------------------------------------- */

static bool listed(const bk_study *s, const bk_pair *p)
{
    return s->opts.min_pair > 0 && (double)p->score >= s->opts.min_pair;
}

/* From the EACH + 1 nearest of every row: each pair a < b once, by rows; what was cut from the
 * table of pairs is counted. */
static void choose_pairs(bk_study *s, bk_pairs *pairs)
{
    bk_pair *at = pairs->at;
    int64_t n = 0, rank = 0, kept = 0;
    for (int64_t i = 0, a = -1; i < pairs->n; i++) {
        bk_pair p = at[i];
        rank = p.a == a ? rank + 1 : 1;
        a = p.a;
        s->pairs_cut.articles += rank == EACH + 1 && listed(s, &p);
        if (rank <= EACH)
            at[n++] = p.a < p.b ? p : (bk_pair){p.b, p.a, p.score};
    }
    if (n > 1)
        qsort(at, (size_t)n, sizeof *at, bk__pair_by_rows);
    for (int64_t i = 0; i < n; i++)
        if (kept == 0 || bk__pair_by_rows(&at[i], &at[kept - 1]) != 0)
            at[kept++] = at[i];
    if (kept > MOST) {
        qsort(at, (size_t)kept, sizeof *at, bk__pair_by_score);
        for (int64_t i = MOST; i < kept; i++)
            s->pairs_cut.pairs += listed(s, &at[i]);
        kept = MOST;
        qsort(at, (size_t)kept, sizeof *at, bk__pair_by_rows);
    }
    pairs->n = kept;
    if (s->pairs_cut.articles > 0)
        bk__log(s->ctx, BK_LOG_WARN,
                "%lld articles have more than %d pairs from cosine %g; only the strongest %d of "
                "each are listed",
                (long long)s->pairs_cut.articles, EACH, s->opts.min_pair, EACH);
    if (s->pairs_cut.pairs > 0)
        bk__log(s->ctx, BK_LOG_WARN, "the weakest %lld pairs of articles are not listed",
                (long long)s->pairs_cut.pairs);
}

/* From the lower of the two cosines that pairs are wanted from. */
static bk_status find_pairs(bk_study *s, const bk_csr *A, bk_pairs *out)
{
    bk_similar_opts o = BK_SIMILAR_OPTS_INIT;
    bk_csr leads;
    bk_status st = bk__study_lead_rows(s, A, &leads);
    o.k = EACH + 1;
    o.min_score = s->opts.story;
    if (s->opts.min_pair > 0 && s->opts.min_pair < o.min_score)
        o.min_score = s->opts.min_pair;
    if (st == BK_OK)
        st = bk_similar_topk(s->ctx, out, &leads, &o);
    if (st == BK_OK)
        choose_pairs(s, out);
    bk_csr_free(s->ctx, &leads);
    return st;
}

/* Those from cosine `least`, in their order; yours. */
static bk_status pick(bk_study *s, const bk_pairs *from, double least, bk_pairs *out)
{
    *out = (bk_pairs){bk__alloc_array(s->ctx, (size_t)from->n + 1, sizeof *out->at), 0};
    if (!out->at)
        return BK_ENOMEM;
    for (int64_t i = 0; i < from->n; i++)
        if ((double)from->at[i].score >= least)
            out->at[out->n++] = from->at[i];
    return BK_OK;
}

static bk_status fill_pairs(bk_study *s, const bk_csr *A, const bk_pairs *near)
{
    bk_pairs above = {NULL, 0}, pairs = {NULL, 0}, same = {NULL, 0};
    bk_status st;
    BK__TRY(st, find_pairs(s, A, &above), done);
    BK__TRY(st, pick(s, &above, s->opts.min_pair > 0 ? s->opts.min_pair : 2, &pairs), done);
    BK__TRY(st, pick(s, &above, s->opts.story, &same), done);
    BK__TRY(st, list(s, A, &pairs, false), done);
    BK__TRY(st, bk__fill_similarity(s, near, &pairs), done);
    BK__TRY(st, bk__fill_outlets(s, A, &same), done);
    BK__TRY(st, bk__fill_passages(s, &pairs), done);
    st = bk__fill_stories(s, A, &same);
done:
    bk_pairs_free(s->ctx, &above);
    bk_pairs_free(s->ctx, &pairs);
    bk_pairs_free(s->ctx, &same);
    return st;
}

bk_status bk__fill_similar(bk_study *s)
{
    const bk_csr *weights = bk_vectorizer_weights(s->vectors);
    bk_csr A;
    bk_pairs near = {NULL, 0};
    s->pairs_cut = (bk__pairs_cut){0, 0};
    bk_status st = bk__unit_rows(s->ctx, weights, &A);
    if (st == BK_OK)
        st = bk_similar_within(s->ctx, &near, &A, bk_vectorizer_docs(s->vectors).published,
                               &s->opts.similar);
    if (st == BK_OK)
        st = list(s, &A, &near, true);
    if (st == BK_OK)
        st = fill_pairs(s, &A, &near);
    bk_pairs_free(s->ctx, &near);
    bk__free(s->ctx, A.val);
    return st;
}
