/* scale_seed.c - the seed words of a scale among the terms of a corpus.
 *
 * Of m patterns of a pole that match, one that matches w terms gives each 1 / (m w): poles weigh
 * the same however many words name them. Patterns that match nothing are passed over with a log
 * line. */
#include <ctype.h>
#include <stdio.h>

#include "base/file.h"
#include "model/scale.h"
#include "text/lexicon.h"

typedef struct pole {
    int patterns, found;
} pole;

/* The file: a path where it names one, else models/scales/NAME.tsv. */
static bk_status open_file(bk_scale *s, bk__lexicon *l)
{
    char name[128];
    bk_str scale = bk__str(s->opts.scale);
    bool path = memchr(scale.p, '/', scale.n) || bk__str_ends(scale, BK__STR(".tsv"));
    if (path)
        return bk__lexicon_open_path(s->ctx, l, s->opts.scale, "lang pattern sign");
    snprintf(name, sizeof name, "scales/%s.tsv", s->opts.scale);
    bk_status st = bk__lexicon_open(s->ctx, l, name, "lang pattern sign");
    if (st == BK_EIO)
        return bk__fail(s->ctx, st, "scale", "\"%s\" is none of " BK__SCALES ", and no file's path",
                        s->opts.scale);
    return st;
}

/* Calls for each term that a pattern matches: adds `weight`. Returns how many. */
static bk_status match(bk_scale *s, bk_str pattern, int sign, double weight, double *to, int *n)
{
    const bk_form *f;
    bool open = bk__str_ends(pattern, BK__STR("*"));
    bk_str own[2] = {pattern, {NULL, 0}};
    bk_status st = BK_OK;
    *n = 0;
    if (open) {
        own[0].n--;
    } else {
        st = bk_analyzer_word(s->analyzer, pattern, s->opts.lang, &f);
        if (st == BK_OK)
            own[1] = f->lemma;
    }
    for (uint32_t t = 0; t < s->terms.n && st == BK_OK; t++) {
        bk_str term = s->terms.key[t];
        bool fits = open ? bk__str_begins(term, own[0])
                         : bk__str_eq(term, own[0]) || bk__str_eq(term, own[1]);
        if (!fits || s->count[t] < s->opts.min_count)
            continue;
        (*n)++;
        if (to) {
            to[t] += weight * sign;
            s->seed[t] = (int8_t)sign;
        }
    }
    return st;
}

/* to NULL: counts what matches; else weighs it. */
static bk_status pass(bk_scale *s, const bk__lexicon *l, pole poles[2], double *to)
{
    bk_status st = BK_OK;
    for (size_t i = 0; i < l->n_rows && st == BK_OK; i++) {
        bk_str sign = bk__lexicon_at(l, i, 2), pattern = bk__lexicon_at(l, i, 1);
        if (sign.n != 1 || (*sign.p != '+' && *sign.p != '-') || pattern.n == 0)
            return bk__lexicon_bad(s->ctx, l, i, "the sign must be + or -");
        if (!bk__str_eq(bk__lexicon_at(l, i, 0), bk__str(s->opts.lang)))
            continue;
        pole *p = &poles[*sign.p == '+'];
        int n, way = *sign.p == '+' ? 1 : -1;
        st = match(s, pattern, way, 0, NULL, &n);
        if (st == BK_OK && n > 0 && to)
            st = match(s, pattern, way, 1.0 / ((double)p->found * n), to, &n);
        if (to)
            continue;
        p->patterns++;
        p->found += n > 0;
    }
    return st;
}

bk_status bk__scale_seeds(bk_scale *s, double *weight)
{
    bk__lexicon l;
    pole poles[2] = {{0, 0}, {0, 0}};
    bk_status st = open_file(s, &l);
    if (st != BK_OK)
        return st;
    st = pass(s, &l, poles, NULL);
    if (st == BK_OK && (poles[0].found == 0 || poles[1].found == 0))
        st = bk__fail(s->ctx, BK_EINVAL, l.path,
                      "none of the %d seeds of its %s pole (%s) stands %d times or more in the "
                      "articles: more articles are needed, or fewer times",
                      poles[poles[0].found > 0].patterns,
                      poles[0].found == 0 ? "negative" : "positive", s->opts.lang,
                      s->opts.min_count);
    if (st == BK_OK)
        st = pass(s, &l, poles, weight);
    if (st == BK_OK && (poles[0].found < poles[0].patterns || poles[1].found < poles[1].patterns))
        bk__log(s->ctx, BK_LOG_INFO,
                "scale: %d of %d seeds - and %d of %d seeds + are in the articles", poles[0].found,
                poles[0].patterns, poles[1].found, poles[1].patterns);
    bk__lexicon_close(&l);
    return st;
}
