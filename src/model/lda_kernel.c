/* lda_kernel.c - the inner loops of LDA, in plain C and with AVX2.
 *
 * A token's topic is drawn in two steps. Topic k lies in lane k % 16; `sum` [16] holds the lanes'
 * running sums over k / 16, all of which are kept. A uniform number picks a lane from the sums over
 * lanes, what is left of it a topic in the lane. The token's own topic is not taken out of the
 * counts first, which would make the loads wait for the stores: `delta` corrects its one summand
 * and the sums behind it. */
#include "model/lda_kernel.h"

#include <string.h>

#include "base/cpu.h"
#include "model/lda_pick.h"

bool bk__lda_plain = false;
enum { AHEAD = 3 }; /* entries whose counts are asked for ahead of use */

/* ---- expected counts ------------------------------------------------------------------------- */
typedef struct sums { /* of the running article; [ld] each */
    float count[BK__LDA_MOST], share[BK__LDA_MOST], p[BK__LDA_MOST];
} sums;

INLINE void open_article(sums *a, const bk__lda_em *m, uint32_t row)
{
    const float *counts = m->of_article + (int64_t)row * m->ld;
    for (int k = 0; k < m->ld; k += 8) {
        eight x = *(const eight *)(counts + k) + *(const eight *)(m->alpha + k);
        *(eight *)(a->count + k) = x;
        *(eight *)(a->share + k) = x * *(const eight *)(m->inverse + k);
    }
}

/* p of an entry into a->p; its sum. */
INLINE float weigh(sums *a, const bk__lda_em *m, const float *counts)
{
    eight lo = {0}, hi = {0};
    for (int k = 0; k < m->ld; k += LANES) {
        eight x = *(eight *)(a->share + k) * (*(const eight *)(counts + k) + m->beta);
        eight y = *(eight *)(a->share + k + 8) * (*(const eight *)(counts + k + 8) + m->beta);
        *(eight *)(a->p + k) = x;
        *(eight *)(a->p + k + 8) = y;
        lo += x;
        hi += y;
    }
    return sum_of(&lo, &hi);
}

/* p of eight topics without the token's own share of the counts, p `part`. */
INLINE void without(eight *p, float part, const float *count, const float *counts, float beta,
                    const float *inverse)
{
    eight a = *(const eight *)count - *p * part, zero = {0};
    eight b = *(const eight *)counts + beta - *p * part;
    ints keep = (a > zero) & (b > zero);
    *p = (eight)((ints)(a * b * *(const eight *)inverse) & keep);
}

/* The same without what the token itself adds, p / sum. */
INLINE float weigh_left_out(sums *a, const bk__lda_em *m, const float *counts, float sum)
{
    eight lo = {0}, hi = {0};
    float part = 1 / sum;
    for (int k = 0; k < m->ld; k += LANES) {
        eight x = *(eight *)(a->p + k), y = *(eight *)(a->p + k + 8);
        without(&x, part, a->count + k, counts + k, m->beta, m->inverse + k);
        without(&y, part, a->count + k + 8, counts + k + 8, m->beta, m->inverse + k + 8);
        *(eight *)(a->p + k) = x;
        *(eight *)(a->p + k + 8) = y;
        lo += x;
        hi += y;
    }
    return sum_of(&lo, &hi);
}

INLINE double expect(const bk__lda_em *m, const bk__lda_block *b, bool left_out)
{
    sums a;
    logs l = {1, 0};
    uint32_t e = 0;
    for (uint32_t s = 0; s < b->parts; s++) {
        float *to = m->to_article + (int64_t)b->part[s].row * m->ld;
        open_article(&a, m, b->part[s].row);
        for (; e < b->part[s].end; e++) {
            const float *counts = m->of_word + (int64_t)b->entry[e].word * m->ld;
            float *word = m->to_word + (int64_t)b->entry[e].word * m->ld;
            float sum = weigh(&a, m, counts);
            if (left_out) {
                float whole = weigh_left_out(&a, m, counts, sum);
                sum = whole > 0 ? whole : weigh(&a, m, counts);
            }
            float part = (float)b->entry[e].count / sum;
            for (int k = 0; k < m->ld; k += 8) {
                eight x = *(eight *)(a.p + k) * part;
                *(eight *)(word + k) += x;
                *(eight *)(to + k) += x;
            }
            if (b->entry[e].count == 1)
                logs_add(&l, (double)sum);
            else
                l.sum += b->entry[e].count * log((double)sum);
        }
    }
    return logs_end(&l);
}

/* ---- topics of tokens ------------------------------------------------------------------------ */
/* Where tokens are drawn: an article's numbers, the sums of the running token. */
typedef struct stream {
    float count[BK__LDA_MOST]; /* n_dk + alpha_k */
    float share[BK__LDA_MOST]; /* the same / (n_k + V beta) */
    float sum[BK__LDA_MOST];
    uint64_t random;
    int32_t *article, *word;
    uint16_t *topic;
    uint32_t entry, end, part, last, left; /* left: of the entry's tokens */
    int old;
} stream;

INLINE void draw(const bk__lda_gibbs *m, const bk__lda_em *from, const bk__lda_block *b,
                 uint64_t key, bool avx2)
{
    sums a;
    stream s = {.random = key, .topic = m->topic + b->first};
    uint32_t e = 0;
    for (uint32_t i = 0; i < b->parts; i++) {
        int32_t *article = m->of_article + (int64_t)b->part[i].row * m->ld;
        open_article(&a, from, b->part[i].row);
        for (; e < b->part[i].end; e++) {
            const float *counts = from->of_word + (int64_t)b->entry[e].word * m->ld;
            int32_t *word = m->of_word + (int64_t)b->entry[e].word * m->ld;
            eight lo = {0}, hi = {0};
            float total;
            for (int k = 0; k < m->ld; k += LANES) {
                lo += *(eight *)(a.share + k) * (*(const eight *)(counts + k) + m->beta);
                hi += *(eight *)(a.share + k + 8) * (*(const eight *)(counts + k + 8) + m->beta);
                *(eight *)(s.sum + k) = lo;
                *(eight *)(s.sum + k + 8) = hi;
            }
            for (uint32_t c = 0; c < b->entry[e].count; c++) {
                int k = pick(&s.random, s.sum, (eight[]){lo, hi}, m->K, m->ld, 0, 0, &total, avx2);
                *s.topic++ = (uint16_t)k;
                word[k]++;
                article[k]++;
            }
        }
    }
}

typedef struct totals { /* of all topics, as the block sees them */
    int64_t *n;
    float whole[BK__LDA_MOST], less[BK__LDA_MOST]; /* 1 / (n + V beta), 1 / (n - 1 + V beta) */
} totals;

/* The stream's next token, of the next article where need be; false at the end. */
INLINE bool next(stream *s, const bk__lda_gibbs *m, const bk__lda_block *b, const totals *t)
{
    if (s->left > 0)
        return true;
    if (s->entry == s->end) {
        if (s->part == s->last)
            return false;
        s->article = m->of_article + (int64_t)b->part[s->part].row * m->ld;
        s->end = b->part[s->part++].end;
        for (int k = 0; k < m->ld; k += 8) {
            eight x = __builtin_convertvector(*(const ints *)(s->article + k), eight) +
                      *(const eight *)(m->alpha + k);
            *(eight *)(s->count + k) = x;
            *(eight *)(s->share + k) = x * *(const eight *)(t->whole + k);
        }
    }
    const char *ahead = (char *)(m->of_word + (int64_t)b->entry[s->entry + AHEAD].word * m->ld);
    for (int i = 0; i < m->ld * (int)sizeof(int32_t); i += 64)
        __builtin_prefetch(ahead + i, 1);
    s->word = m->of_word + (int64_t)b->entry[s->entry].word * m->ld;
    s->left = b->entry[s->entry++].count;
    return true;
}

INLINE int choose(stream *s, const bk__lda_gibbs *m, const totals *t, float *total, bool avx2)
{
    const int32_t *word = s->word;
    int old = *s->topic;
    eight lo = {0}, hi = {0};
    for (int k = 0; k < m->ld; k += LANES) {
        lo += *(eight *)(s->share + k) *
              (__builtin_convertvector(*(const ints *)(word + k), eight) + m->beta);
        hi += *(eight *)(s->share + k + 8) *
              (__builtin_convertvector(*(const ints *)(word + k + 8), eight) + m->beta);
        *(eight *)(s->sum + k) = lo;
        *(eight *)(s->sum + k + 8) = hi;
    }
    float own = (s->count[old] - 1) * ((float)(word[old] - 1) + m->beta) * t->less[old];
    float delta = own - s->share[old] * ((float)word[old] + m->beta);
    s->old = old;
    return pick(&s->random, s->sum, (eight[]){lo, hi}, m->K, m->ld, old, delta, total, avx2);
}

INLINE void move(stream *s, const bk__lda_gibbs *m, totals *t, int k)
{
    int old = s->old;
    s->left--;
    *s->topic++ = (uint16_t)k;
    if (k == old)
        return;
    s->word[old]--;
    s->word[k]++;
    s->article[old]--;
    s->article[k]++;
    t->n[old]--;
    t->n[k]++;
    t->whole[old] = t->less[old];
    t->less[old] = 1 / ((float)(t->n[old] - 1) + m->vbeta);
    t->less[k] = t->whole[k];
    t->whole[k] = 1 / ((float)t->n[k] + m->vbeta);
    s->count[old] -= 1;
    s->count[k] += 1;
    s->share[old] = s->count[old] * t->whole[old];
    s->share[k] = s->count[k] * t->whole[k];
}

/* The block's articles in two stretches of about as many entries. */
INLINE void halve(stream s[2], const bk__lda_gibbs *m, const bk__lda_block *b, uint64_t key)
{
    uint32_t part = 0, entry = 0;
    int64_t token = b->first;
    while (part < b->parts && b->part[part].end <= b->n / 2)
        entry = b->part[part++].end;
    for (uint32_t e = 0; e < entry; e++)
        token += b->entry[e].count;
    for (int i = 0; i < 2; i++) {
        s[i].random = key ^ (uint64_t)i << 63;
        s[i].topic = m->topic + (i ? token : b->first);
        s[i].entry = s[i].end = i ? entry : 0;
        s[i].part = i ? part : 0;
        s[i].last = i ? b->parts : part;
        s[i].left = 0;
    }
}

INLINE double sample(const bk__lda_gibbs *m, const bk__lda_block *b, int64_t *n_k, uint64_t key,
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
    for (int k = m->K; k < m->ld; k++)
        t.whole[k] = t.less[k] = 0;
    halve(s, m, b, key);
    while (next(&s[0], m, b, &t) && next(&s[1], m, b, &t)) {
        int k0 = choose(&s[0], m, &t, &total[0], avx2);
        int k1 = choose(&s[1], m, &t, &total[1], avx2);
        move(&s[0], m, &t, k0);
        move(&s[1], m, &t, k1);
        logs_add(&l, (double)total[0] * (double)total[1]);
    }
    for (int i = 0; i < 2; i++)
        while (next(&s[i], m, b, &t)) {
            int k = choose(&s[i], m, &t, &total[0], avx2);
            move(&s[i], m, &t, k);
            logs_add(&l, (double)total[0]);
        }
    return logs_end(&l);
}

/* ---- copies ---------------------------------------------------------------------------------- */
#if defined(__x86_64__)
#define AVX2 __attribute__((target("avx2,popcnt")))
AVX2 static double expect_avx2(const bk__lda_em *m, const bk__lda_block *b, bool left_out)
{
    return left_out ? expect(m, b, true) : expect(m, b, false);
}
AVX2 static void draw_avx2(const bk__lda_gibbs *m, const bk__lda_em *from, const bk__lda_block *b,
                           uint64_t key)
{
    draw(m, from, b, key, true);
}
AVX2 static double sample_avx2(const bk__lda_gibbs *m, const bk__lda_block *b, int64_t *n_k,
                               uint64_t key)
{
    return sample(m, b, n_k, key, true);
}
#else
#define expect_avx2 bk__lda_expect
#define draw_avx2   bk__lda_draw
#define sample_avx2 bk__lda_sample
#endif

static bool has_avx2(void)
{
    return !bk__lda_plain && bk__has_avx2();
}

double bk__lda_expect(const bk__lda_em *m, const bk__lda_block *b, bool left_out)
{
    if (has_avx2())
        return expect_avx2(m, b, left_out);
    return left_out ? expect(m, b, true) : expect(m, b, false);
}

void bk__lda_draw(const bk__lda_gibbs *m, const bk__lda_em *from, const bk__lda_block *b,
                  uint64_t key)
{
    if (has_avx2())
        draw_avx2(m, from, b, key);
    else
        draw(m, from, b, key, false);
}

double bk__lda_sample(const bk__lda_gibbs *m, const bk__lda_block *b, int64_t *n_k, uint64_t key)
{
    return has_avx2() ? sample_avx2(m, b, n_k, key) : sample(m, b, n_k, key, false);
}
