/* frame_weights.c - weights of the frames' indicators, from how they keep company.
 *
 *     frame_weights LANG FRAMES.tsv < articles.jsonl > weights.tsv
 * A sentence and its two neighbours are a window. For indicator w of frame f the sentences part
 * into those whose window holds another indicator of f (in) and the rest (out). With y_in, y_out
 * the occurrences of w, n_in, n_out the words, and a = a0 (y_in + y_out) / (n_in + n_out):
 *     delta = ln (y_in + a) / (n_in + a0 - y_in - a) - ln (y_out + a) / (n_out + a0 - y_out - a)
 *     var   = 1 / (y_in + a) + 1 / (y_out + a)
 * log-odds with an informative Dirichlet prior (Monroe, Colaresi, Quinn, Fightin' Words, Political
 * Analysis 16, 2008). What is rare is drawn to the mean mu of its frame's indicators, with the
 * spread tau between them by moments (DerSimonian, Laird 1986):
 *     weight = (delta / var + mu / tau^2) / (1 / var + 1 / tau^2), at least LEAST, at most MOST
 * Articles: a JSON object a line with title and text. Writes FRAMES.tsv with its weights, and to
 * standard error y_in, y_out, delta, z of each indicator. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/map.h"
#include "model/frame.h"
#include "text/lexicon.h"
#include "text/pattern.h"

static const double LEAST = 0.1, MOST = 4.0, PRIOR = 0.05; /* a0 as a share of all words */
enum { FEWEST = 5 };                                       /* occurrences for mu and tau */

typedef struct counts {
    double in, out;        /* occurrences */
    double alone;          /* words of sentences whose window holds no other indicator of f */
    double delta, var, mu; /* of the frame */
    double weight;
} counts;

typedef struct hit {
    uint32_t row, sentence;
} hit;

typedef struct miner {
    bk_ctx *ctx;
    bk_analyzer *analyzer;
    bk__patterns *patterns;
    bk_frames *frames;
    const bk__indicator *row;
    uint32_t rows;
    counts *of; /* [rows] */
    double words, in[BK__FRAMES_MOST];
    hit *hits;
    size_t n, cap;
    uint8_t lang;
} miner;

static void stop_if(bk_ctx *ctx, bk_status st)
{
    if (st == BK_OK)
        return;
    fprintf(stderr, "frame_weights: %s %s\n", bk_ctx_error(ctx)->where, bk_ctx_error(ctx)->message);
    exit(1);
}

static void add_hit(miner *m, uint32_t row, uint32_t sentence)
{
    if (m->n == m->cap) {
        m->cap = m->cap ? 2 * m->cap : 1024;
        hit *more = realloc(m->hits, m->cap * sizeof *more);
        if (!more)
            exit(1);
        m->hits = more;
    }
    m->hits[m->n++] = (hit){row, sentence};
}

static void find_hits(miner *m, const bk_scan *scan)
{
    m->n = 0;
    for (uint32_t i = 0; i < scan->n_tokens;) {
        uint32_t value, n = bk__patterns_match(m->patterns, scan, i, &value);
        for (uint32_t r = n ? value : BK__NONE; r != BK__NONE; r = m->row[r].next)
            if (m->row[r].frame != BK__NO_FRAME && m->row[r].lang == m->lang)
                add_hit(m, r, scan->tokens[i].sentence);
        i += n ? n : 1;
    }
    stop_if(m->ctx, bk__patterns_status(m->patterns));
}

static double words_of(const miner *m, const bk_scan *scan, uint32_t sentence)
{
    const bk_sentence *s = &scan->sentences[sentence];
    double n = 0;
    for (uint32_t i = s->first; i < s->first + s->n; i++)
        n += bk_analyzer_form(m->analyzer, scan->tokens[i].form)->kind == BK_KIND_WORD;
    return n;
}

/* The hits [from, to) of a window: for each frame its only indicator, BK__NONE where there is none,
 * BK__NONE - 1 where there are several. */
static void window_of(const miner *m, size_t from, size_t to, uint32_t *only)
{
    for (int f = 0; f < BK__FRAMES_MOST; f++)
        only[f] = BK__NONE;
    for (size_t i = from; i < to; i++) {
        uint32_t *o = &only[m->row[m->hits[i].row].frame];
        *o = *o == BK__NONE || *o == m->hits[i].row ? m->hits[i].row : BK__NONE - 1;
    }
}

static void count_article(miner *m, const bk_scan *scan)
{
    size_t from = 0, to = 0, own = 0;
    find_hits(m, scan);
    for (uint32_t s = 0; s < scan->n_sentences; s++) {
        uint32_t only[BK__FRAMES_MOST];
        double words = words_of(m, scan, s);
        while (from < m->n && m->hits[from].sentence + 1 < s)
            from++;
        while (to < m->n && m->hits[to].sentence <= s + 1)
            to++;
        window_of(m, from, to, only);
        m->words += words;
        for (int f = 0; f < BK__FRAMES_MOST; f++) {
            if (only[f] == BK__NONE)
                continue;
            m->in[f] += words;
            if (only[f] != BK__NONE - 1)
                m->of[only[f]].alone += words;
        }
        for (; own < m->n && m->hits[own].sentence == s; own++) {
            counts *c = &m->of[m->hits[own].row];
            bool company = only[m->row[m->hits[own].row].frame] == BK__NONE - 1;
            *(company ? &c->in : &c->out) += 1;
        }
    }
}

static void read_articles(miner *m)
{
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;
    const char *lang = bk__frames_lang(m->lang);
    while ((n = getline(&line, &cap, stdin)) > 0) {
        bk__json *j;
        stop_if(m->ctx, bk__json_parse(m->ctx, &j, (bk_str){line, (size_t)n}, "stdin"));
        bk_article article = {.title = bk__json_str(bk__json_get(bk__json_root(j), "title")),
                              .text = bk__json_str(bk__json_get(bk__json_root(j), "text")),
                              .lang = bk__str(lang)};
        const bk_scan *scan;
        stop_if(m->ctx, bk_analyzer_run(m->analyzer, &article, &scan));
        count_article(m, scan);
        bk__json_free(j);
    }
    free(line);
}

static void log_odds(miner *m, uint32_t row)
{
    counts *c = &m->of[row];
    double a0 = PRIOR * m->words, a = a0 * (c->in + c->out) / m->words;
    double n_in = m->in[m->row[row].frame] - c->alone, n_out = m->words - n_in;
    if (c->in + c->out == 0)
        return;
    c->delta =
        log((c->in + a) / (n_in + a0 - c->in - a)) - log((c->out + a) / (n_out + a0 - c->out - a));
    c->var = 1 / (c->in + a) + 1 / (c->out + a);
}

/* Mean of a frame's indicators and the spread between them, by moments. */
static void between(const miner *m, int frame, double *mu, double *tau2)
{
    double w = 0, wd = 0, w2 = 0, q = 0;
    int k = 0;
    for (uint32_t r = 0; r < m->rows; r++) {
        const counts *c = &m->of[r];
        if (m->row[r].frame != frame || c->in + c->out < FEWEST)
            continue;
        w += 1 / c->var;
        w2 += 1 / (c->var * c->var);
        wd += c->delta / c->var;
        k++;
    }
    *mu = k > 0 ? wd / w : 1;
    for (uint32_t r = 0; r < m->rows; r++) {
        const counts *c = &m->of[r];
        if (m->row[r].frame == frame && c->in + c->out >= FEWEST)
            q += (c->delta - *mu) * (c->delta - *mu) / c->var;
    }
    *tau2 = k > 1 ? fmax(0.01, (q - (k - 1)) / (w - w2 / w)) : 1;
    w = wd = 0;
    for (uint32_t r = 0; r < m->rows; r++) { /* the mean again, with the spread */
        const counts *c = &m->of[r];
        if (m->row[r].frame != frame || c->in + c->out < FEWEST)
            continue;
        w += 1 / (c->var + *tau2);
        wd += c->delta / (c->var + *tau2);
    }
    *mu = k > 0 ? wd / w : *mu;
}

static void weigh(miner *m)
{
    for (uint32_t r = 0; r < m->rows; r++)
        if (m->row[r].frame != BK__NO_FRAME)
            log_odds(m, r);
    for (int f = 0; f < bk_frames_count(m->frames); f++) {
        double mu, tau2;
        between(m, f, &mu, &tau2);
        for (uint32_t r = 0; r < m->rows; r++) {
            counts *c = &m->of[r];
            if (m->row[r].frame != f)
                continue;
            c->weight = c->in + c->out == 0
                            ? mu
                            : (c->delta / c->var + mu / tau2) / (1 / c->var + 1 / tau2);
            c->weight = fmin(MOST, fmax(LEAST, c->weight));
        }
    }
}

/* The file again, its fourth column replaced. Rows stand in the order of the lexicon. */
static void write_file(const miner *m, const char *path)
{
    FILE *f = fopen(path, "r");
    char *line = NULL;
    size_t cap = 0;
    uint32_t r = 0;
    bool header = true;
    if (!f) {
        fprintf(stderr, "frame_weights: %s: %s\n", path, strerror(errno));
        exit(1);
    }
    while (r < m->rows && m->row[r].lang != m->lang)
        r++;
    while (getline(&line, &cap, f) > 0) {
        bk_str s = bk__str_trim(bk__str(line));
        if (s.n == 0 || s.p[0] == '#' || header) {
            header &= s.n == 0 || s.p[0] == '#';
            printf("%.*s\n", (int)s.n, s.p);
            continue;
        }
        const counts *c = &m->of[r];
        bk_str code = bk__str_cut(&s, '\t'), question = bk__str_cut(&s, '\t');
        bk_str pattern = bk__str_cut(&s, '\t');
        printf("%.*s\t%.*s\t%.*s\t", (int)code.n, code.p, (int)question.n, question.p,
               (int)pattern.n, pattern.p);
        if (m->row[r].frame == BK__NO_FRAME) {
            printf("\n");
        } else {
            printf("%.2f\n", c->weight);
            fprintf(stderr, "%.*s\t%.*s\t%.0f\t%.0f\t%.2f\t%.1f\t%.2f\n", (int)code.n, code.p,
                    (int)pattern.n, pattern.p, c->in, c->out, c->delta,
                    c->var > 0 ? c->delta / sqrt(c->var) : 0, c->weight);
        }
        r++;
    }
    free(line);
    fclose(f);
}

int main(int argc, char **argv)
{
    miner m = {0};
    if (argc != 3) {
        fprintf(stderr, "usage: frame_weights LANG FRAMES.tsv < articles.jsonl\n");
        return 2;
    }
    while (bk__frames_lang(m.lang) && strcmp(bk__frames_lang(m.lang), argv[1]) != 0)
        m.lang++;
    if (!bk__frames_lang(m.lang) || bk_ctx_new(&m.ctx, NULL) != BK_OK) {
        fprintf(stderr, "frame_weights: no such language: %s\n", argv[1]);
        return 2;
    }
    stop_if(m.ctx, bk_frames_load(m.ctx, &m.frames));
    stop_if(m.ctx, bk_analyzer_new(m.ctx, &m.analyzer, NULL));
    stop_if(m.ctx, bk__patterns_new(m.ctx, &m.patterns, m.analyzer));
    m.row = bk__frames_indicators(m.frames, &m.rows);
    for (uint32_t r = 0; r < m.rows; r++)
        stop_if(m.ctx, bk__patterns_add(m.patterns, m.row[r].pattern,
                                        bk__frames_lang(m.row[r].lang), m.row[r].word, NULL));
    m.of = calloc(m.rows + 1, sizeof *m.of);
    if (!m.of)
        return 1;
    read_articles(&m);
    weigh(&m);
    write_file(&m, argv[2]);
    free(m.of);
    free(m.hits);
    bk__patterns_free(m.patterns);
    bk_analyzer_free(m.analyzer);
    bk_frames_free(m.frames);
    bk_ctx_free(m.ctx);
    return 0;
}
