/* lda_sparse.c - the inner loop of LDA with many topics.
 *
 * p_k = n_dk phi_wk + alpha_k phi_wk, phi_wk = (n_wk + beta) / (n_k + V beta): the first summand is
 * there for the article's topics alone, the second changes with the word, not with the article. So
 * a block is gone through word by word: phi_wk of its word lies in the first cache, and the sums of
 * the second summand, by sixteen topics, change only where a token moves (the order and the split:
 * F+LDA word by word, Yu, Hsieh, Yun, Vishwanathan, Dhillon 2015; two levels of sums here, not a
 * tree). A token's cost grows with the topics of its article. Draws are exact: the token itself
 * does not count. */
#include "model/lda_sparse.h"

#include <string.h>

#include "base/cpu.h"
#include "model/lda_pick.h"

enum { AHEAD = 4, GROUPS = BK__LDA_MOST / LANES };
typedef uint16_t shorts __attribute__((vector_size(16), aligned(2), may_alias));

/* ---- lists ----------------------------------------------------------------------------------- */
void bk__lda_sparse_list(const bk__lda_sparse *m, int64_t from, int64_t end)
{
    for (int64_t i = from; i < end; i++) {
        const int32_t *row = m->of_article + i * m->ld;
        uint16_t *topics = m->topics + m->at[i];
        int32_t *count = m->count + m->at[i];
        int n = 0;
        for (int k = 0; k < m->ld; k += 8) {
            const ints some = *(const ints *)(row + k) > 0;
            ints any = some | __builtin_shufflevector(some, some, 4, 5, 6, 7, 0, 1, 2, 3);
            if (!(any[0] | any[1] | any[2] | any[3]))
                continue;
            for (int j = k; j < k + 8; j++)
                if (row[j] > 0) {
                    topics[n] = (uint16_t)j;
                    count[n++] = row[j];
                }
        }
        m->live[i] = (uint16_t)n;
        for (; n % LANES; n++) {
            topics[n] = (uint16_t)m->ld;
            count[n] = 0;
        }
    }
}

void bk__lda_sparse_unlist(const bk__lda_sparse *m, int64_t from, int64_t end)
{
    for (int64_t i = from; i < end; i++) {
        int32_t *row = m->of_article + i * m->ld;
        memset(row, 0, (size_t)m->ld * sizeof *row);
        for (int j = 0; j < m->live[i]; j++)
            row[m->topics[m->at[i] + j]] = m->count[m->at[i] + j];
    }
}

/* ---- first topics ---------------------------------------------------------------------------- */
INLINE void draw(const bk__lda_sparse *m, const bk__lda_em *from, const bk__lda_block *b,
                 uint64_t key, bool avx2)
{
    float share[BK__LDA_MOST], sum[BK__LDA_MOST], total;
    uint16_t *topic = m->topic + b->first;
    uint32_t e = 0;
    for (uint32_t i = 0; i < b->parts; i++) {
        const float *of_word = from->of_word + (int64_t)b->part[i].row * m->ld;
        int32_t *word = m->of_word + (int64_t)b->part[i].row * m->ld;
        for (int k = 0; k < m->ld; k += 8)
            *(eight *)(share + k) =
                (*(const eight *)(of_word + k) + m->beta) * *(const eight *)(from->inverse + k);
        for (; e < b->part[i].end; e++) {
            int64_t row = (int64_t)b->entry[e].word * m->ld;
            const float *has = from->of_article + row;
            eight lo = {0}, hi = {0};
            for (int k = 0; k < m->ld; k += LANES) {
                lo += *(eight *)(share + k) *
                      (*(const eight *)(has + k) + *(const eight *)(m->alpha + k));
                hi += *(eight *)(share + k + 8) *
                      (*(const eight *)(has + k + 8) + *(const eight *)(m->alpha + k + 8));
                *(eight *)(sum + k) = lo;
                *(eight *)(sum + k + 8) = hi;
            }
            for (uint32_t c = 0; c < b->entry[e].count; c++) {
                int k = pick(&key, sum, (eight[]){lo, hi}, m->K, m->ld, 0, 0, &total, avx2);
                *topic++ = (uint16_t)k;
                word[k]++;
                m->of_article[row + k]++;
            }
        }
    }
}

/* ---- one topic anew -------------------------------------------------------------------------- */
typedef struct totals { /* of all topics, as the block sees them */
    int64_t *n;
    float whole[BK__LDA_MOST], less[BK__LDA_MOST]; /* 1 / (n + V beta), 1 / (n - 1 + V beta) */
} totals;

/* Where tokens are drawn: a word's numbers, the running article's list. */
typedef struct stream {
    float phi[BK__LDA_MOST + LANES]; /* 0 behind ld */
    float prior[BK__LDA_MOST];       /* alpha_k phi_k */
    float group[GROUPS], rest;       /* its sums over 16 topics, over all */
    float sum[BK__LDA_MOST + LANES]; /* over the article's */
    ints place[2];                   /* the old topic's in the list, in one lane */
    uint64_t random;
    int32_t *word;
    uint16_t *topic, *live, *topics; /* of the token; of the article */
    int32_t *count;
    uint32_t entry, end, part, last, left; /* left: of the entry's tokens */
    int old, new, at;                      /* topics of the token; the new one's place or -1 */
} stream;

INLINE float sum16(const float *x)
{
    return sum_of((const eight *)x, (const eight *)(x + 8));
}

INLINE void open_word(stream *s, const bk__lda_sparse *m, const totals *t, uint32_t row)
{
    s->word = m->of_word + (int64_t)row * m->ld;
    s->rest = 0;
    for (int k = 0; k < m->ld; k += LANES) {
        for (int i = k; i < k + LANES; i += 8) {
            eight n = __builtin_convertvector(*(const ints *)(s->word + i), eight);
            eight phi = (n + m->beta) * *(const eight *)(t->whole + i);
            *(eight *)(s->phi + i) = phi;
            *(eight *)(s->prior + i) = phi * *(const eight *)(m->alpha + i);
        }
        s->rest += s->group[k / LANES] = sum16(s->prior + k);
    }
}

INLINE void ask(const bk__lda_sparse *m, uint32_t row)
{
    const uint16_t *topics = m->topics + m->at[row];
    const int32_t *count = m->count + m->at[row];
    for (int i = 0; i < m->live[row]; i += LANES) {
        __builtin_prefetch(count + i, 1);
        if (i % 32 == 0)
            __builtin_prefetch(topics + i, 1);
    }
}

/* The stream's next token, of the next word where need be; false at the end. */
INLINE bool next(stream *s, const bk__lda_sparse *m, const bk__lda_block *b, const totals *t)
{
    if (s->left > 0)
        return true;
    if (s->entry == s->end) {
        if (s->part == s->last)
            return false;
        open_word(s, m, t, b->part[s->part].row);
        s->end = b->part[s->part++].end;
    }
    ask(m, b->entry[s->entry + AHEAD < b->n ? s->entry + AHEAD : b->n - 1].word);
    uint32_t row = b->entry[s->entry].word;
    s->live = m->live + row;
    s->topics = m->topics + m->at[row];
    s->count = m->count + m->at[row];
    s->left = b->entry[s->entry++].count;
    return true;
}

INLINE void gather_plain(const float *phi, const ints *topics, eight *to)
{
    for (int i = 0; i < 8; i++)
        (*to)[i] = phi[(*topics)[i]];
}

#if defined(__x86_64__)
static inline __attribute__((target("avx2"))) void gather_avx2(const float *phi, const ints *topics,
                                                               eight *to)
{
    *to = (eight)_mm256_i32gather_ps(phi, *(const __m256i_u *)topics, 4);
}
#else
#define gather_avx2 gather_plain
#endif

/* Adds n_dk phi_k of eight of the article's topics; of the old one, `own`, without the token. */
INLINE void weigh(const stream *s, int at, const ints *old, const eight *own, ints *place,
                  eight *sum, bool avx2)
{
    const ints lanes = {0, 1, 2, 3, 4, 5, 6, 7};
    ints topics = __builtin_convertvector(*(const shorts *)(s->topics + at), ints);
    ints is = topics == *old, n = *(const ints *)(s->count + at) + is;
    eight found;
    if (avx2)
        gather_avx2(s->phi, &topics, &found);
    else
        gather_plain(s->phi, &topics, &found);
    ints phi = ((ints)found & ~is) | ((ints)*own & is);
    *place |= is & (lanes + at);
    *sum += __builtin_convertvector(n, eight) * (eight)phi;
}
/* One of all topics, x below the sum of alpha_k phi_k; `delta` belongs to the old one. */
INLINE int of_all(const stream *s, const bk__lda_sparse *m, float x, float delta)
{
    int g = 0, last = m->ld / LANES - 1;
    for (float w; g < last && x >= (w = s->group[g] + (g == s->old / LANES ? delta : 0)); g++)
        x -= w;
    int k = g * LANES, end = k + LANES - 1;
    for (float w; k < end && x >= (w = s->prior[k] + (k == s->old ? delta : 0)); k++)
        x -= w;
    return k < m->K ? k : s->old;
}

INLINE void choose(stream *s, const bk__lda_sparse *m, const totals *t, float *total, bool avx2)
{
    float at[LANES];
    eight lo = {0}, hi = {0};
    int n = *s->live;
    s->old = *s->topic;
    float less = ((float)(s->word[s->old] - 1) + m->beta) * t->less[s->old];
    ints old = (ints){0} + s->old;
    eight own = (eight){0} + less;
    s->place[0] = s->place[1] = (ints){0};
    for (int i = 0; i < n; i += LANES) {
        weigh(s, i, &old, &own, &s->place[0], &lo, avx2);
        weigh(s, i + 8, &old, &own, &s->place[1], &hi, avx2);
        *(eight *)(s->sum + i) = lo;
        *(eight *)(s->sum + i + 8) = hi;
    }
    float delta = m->alpha[s->old] * less - s->prior[s->old];
    add_lanes(at, (eight[]){lo, hi}, 0, 0);
    *total = at[LANES - 1] + s->rest + delta;
    float x = uniform(&s->random) * *total;
    if (x >= at[LANES - 1]) {
        s->at = -1;
        s->new = of_all(s, m, x - at[LANES - 1], delta);
    } else {
        s->at = find(s->sum, at, x, (n + LANES - 1) / LANES, 0, 0, avx2);
        s->new = s->at < n ? s->topics[s->at] : s->old;
    }
}

INLINE void append(stream *s, const bk__lda_sparse *m)
{
    int n = (*s->live)++;
    for (int i = n; n % LANES == 0 && i < n + LANES; i++) {
        s->topics[i] = (uint16_t)m->ld;
        s->count[i] = 0;
    }
    s->topics[n] = (uint16_t)s->new;
    s->count[n] = 1;
}

/* The article's list: one token less, one more. */
INLINE void relist(stream *s, const bk__lda_sparse *m)
{
    ints one = s->place[0] | s->place[1];
    int old = one[0] | one[1] | one[2] | one[3] | one[4] | one[5] | one[6] | one[7];
    int j = s->at, n = *s->live;
    if (j < 0)
        for (j = 0; j < n && s->topics[j] != s->new; j++)
            ;
    if (j < n)
        s->count[j]++;
    if (--s->count[old] == 0) {
        int last = --*s->live;
        s->topics[old] = s->topics[last];
        s->count[old] = s->count[last];
        s->topics[last] = (uint16_t)m->ld;
        s->count[last] = 0;
    }
    if (j == n)
        append(s, m);
}

/* The sums take the difference: they are made anew with each word. */
INLINE void refresh(stream *s, const bk__lda_sparse *m, const totals *t, int k)
{
    float phi = ((float)s->word[k] + m->beta) * t->whole[k];
    float prior = phi * m->alpha[k], more = prior - s->prior[k];
    s->phi[k] = phi;
    s->prior[k] = prior;
    s->group[k / LANES] += more;
    s->rest += more;
}

INLINE void move(stream *s, const bk__lda_sparse *m, totals *t)
{
    int old = s->old, k = s->new;
    s->left--;
    *s->topic++ = (uint16_t)k;
    if (k == old)
        return;
    s->word[old]--;
    s->word[k]++;
    t->n[old]--;
    t->n[k]++;
    t->whole[old] = t->less[old];
    t->less[old] = 1 / ((float)(t->n[old] - 1) + m->vbeta);
    t->less[k] = t->whole[k];
    t->whole[k] = 1 / ((float)t->n[k] + m->vbeta);
    refresh(s, m, t, old);
    refresh(s, m, t, k);
    relist(s, m);
}

/* The block's words in two stretches of about as many entries. */
INLINE void halve(stream s[2], const bk__lda_sparse *m, const bk__lda_block *b, uint64_t key)
{
    uint32_t part = 0, entry = 0;
    int64_t token = b->first;
    while (part < b->parts && b->part[part].end <= b->n / 2)
        entry = b->part[part++].end;
    for (uint32_t e = 0; e < entry; e++)
        token += b->entry[e].count;
    for (int i = 0; i < 2; i++) {
        memset(&s[i], 0, sizeof s[i]);
        s[i].random = key ^ (uint64_t)i << 63;
        s[i].topic = m->topic + (i ? token : b->first);
        s[i].entry = s[i].end = i ? entry : 0;
        s[i].part = i ? part : 0;
        s[i].last = i ? b->parts : part;
    }
}

INLINE double sample(const bk__lda_sparse *m, const bk__lda_block *b, int64_t *n_k, uint64_t key,
                     bool avx2)
{
    stream s[2];
    totals t = {.n = n_k};
    logs l = {1, 0};
    float total[2];
    for (int k = 0; k < m->K; k++) {
        t.whole[k] = 1 / ((float)n_k[k] + m->vbeta);
        t.less[k] = 1 / ((float)(n_k[k] - 1) + m->vbeta);
    }
    halve(s, m, b, key);
    while (next(&s[0], m, b, &t) && next(&s[1], m, b, &t)) {
        bool apart = s[0].live != s[1].live; /* else one list, which must not change meanwhile */
        choose(&s[0], m, &t, &total[0], avx2);
        if (!apart)
            move(&s[0], m, &t);
        choose(&s[1], m, &t, &total[1], avx2);
        if (apart)
            move(&s[0], m, &t);
        move(&s[1], m, &t);
        logs_add(&l, (double)total[0] * (double)total[1]);
    }
    for (int i = 0; i < 2; i++)
        while (next(&s[i], m, b, &t)) {
            choose(&s[i], m, &t, &total[0], avx2);
            move(&s[i], m, &t);
            logs_add(&l, (double)total[0]);
        }
    return logs_end(&l);
}

/* ---- copies ---------------------------------------------------------------------------------- */
#if defined(__x86_64__)
#define AVX2 __attribute__((target("avx2,popcnt")))
AVX2 static void draw_avx2(const bk__lda_sparse *m, const bk__lda_em *from, const bk__lda_block *b,
                           uint64_t key)
{
    draw(m, from, b, key, true);
}
AVX2 static double sample_avx2(const bk__lda_sparse *m, const bk__lda_block *b, int64_t *n_k,
                               uint64_t key)
{
    return sample(m, b, n_k, key, true);
}
#else
#define draw_avx2   bk__lda_sparse_draw
#define sample_avx2 bk__lda_sparse_sample
#endif

void bk__lda_sparse_draw(const bk__lda_sparse *m, const bk__lda_em *from, const bk__lda_block *b,
                         uint64_t key)
{
    if (!bk__lda_plain && bk__has_avx2())
        draw_avx2(m, from, b, key);
    else
        draw(m, from, b, key, false);
}

double bk__lda_sparse_sample(const bk__lda_sparse *m, const bk__lda_block *b, int64_t *n_k,
                             uint64_t key)
{
    return !bk__lda_plain && bk__has_avx2() ? sample_avx2(m, b, n_k, key)
                                            : sample(m, b, n_k, key, false);
}
