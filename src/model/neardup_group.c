/* neardup_group.c - groups of repeated articles: connected components of the pairs that are.
 *
 * Groups are numbered by their lowest member; the earliest article leads. */
#include <math.h>

#include "model/neardup.h"

enum { GROUP = 256 };

static uint32_t root_of(uint32_t *parent, uint32_t i)
{
    while (parent[i] != i) {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    return i;
}

/* The lower root stays, so a group's root is its lowest member. */
static void join(uint32_t *parent, uint32_t a, uint32_t b)
{
    a = root_of(parent, a);
    b = root_of(parent, b);
    if (a < b)
        parent[b] = a;
    else
        parent[a] = b;
}

static bool earlier(const bk__repeats *t, uint32_t a, uint32_t b)
{
    int64_t x = bk_corpus_at(t->corpus, a)->published, y = bk_corpus_at(t->corpus, b)->published;
    if (x != y && x != BK_NO_DATE && y != BK_NO_DATE)
        return x < y;
    if ((x == BK_NO_DATE) != (y == BK_NO_DATE))
        return y == BK_NO_DATE;
    return a < b;
}

static void number_groups(const bk__repeats *t, bk_neardup *out, uint32_t *parent, uint32_t *size)
{
    uint32_t D = (uint32_t)t->D;
    for (uint32_t i = 0; i < D; i++) {
        out->lead[i] = i;
        size[root_of(parent, i)]++;
    }
    /* A root is the lowest member, so it is numbered first; its lead is the earliest so far. */
    for (uint32_t i = 0; i < D; i++) {
        uint32_t root = root_of(parent, i);
        if (size[root] < 2)
            out->group[i] = UINT32_MAX;
        else
            out->group[i] = root == i ? out->groups++ : out->group[root];
        if (earlier(t, i, out->lead[root]))
            out->lead[root] = i;
    }
    for (uint32_t i = 0; i < D; i++)
        if (root_of(parent, i) != i)
            out->lead[i] = out->lead[root_of(parent, i)];
}

/* member[start[g], start[g + 1]) are the rows of group g, rising. */
static void list_members(const bk_neardup *d, uint32_t *start, uint32_t *member)
{
    for (int64_t i = 0; i < d->n; i++)
        if (d->group[i] != UINT32_MAX)
            start[d->group[i] + 2]++;
    for (uint32_t g = 0; g < d->groups; g++)
        start[g + 2] += start[g + 1];
    for (int64_t i = 0; i < d->n; i++)
        if (d->group[i] != UINT32_MAX)
            member[start[d->group[i] + 1]++] = (uint32_t)i;
}

/* What two members have in common. The later one may have been taken from the earlier one. */
static void compare(const bk__repeats *t, bk_neardup *d, uint32_t a, uint32_t b, float x)
{
    uint32_t first = earlier(t, a, b) ? a : b, then = first == a ? b : a;
    bool nearer = x > d->shared[then];
    d->jaccard[a] = fmaxf(d->jaccard[a], x);
    d->jaccard[b] = fmaxf(d->jaccard[b], x);
    if (nearer || d->of[then] == then ||
        (!(x < d->shared[then]) && earlier(t, first, d->of[then]))) {
        d->of[then] = first;
        d->shared[then] = x;
    }
}

/* The best overlap of each member: with the lead, with verified partners, and in groups of up to
 * GROUP articles with every member. */
static bk_status score_members(const bk__repeats *t, bk_neardup *d)
{
    uint32_t *start = bk__calloc(t->ctx, (size_t)d->groups + 2, sizeof *start);
    uint32_t *member = bk__alloc_array(t->ctx, (size_t)t->D, sizeof *member);
    bk_status st = start && member ? BK_OK : BK_ENOMEM;
    if (st != BK_OK)
        goto done;
    list_members(d, start, member);
    for (size_t i = 0; i < t->n; i++)
        if (t->pair[i].repeats)
            compare(t, d, t->pair[i].a, t->pair[i].b, t->pair[i].jaccard);
    for (uint32_t g = 0; g < d->groups; g++) {
        uint32_t end = start[g + 1];
        for (uint32_t p = start[g]; p < end; p++) {
            uint32_t a = member[p], lead = d->lead[a];
            if (a != lead)
                compare(t, d, a, lead, bk__shingles_jaccard(&t->sets[a], &t->sets[lead]));
            for (uint32_t q = p + 1; q < end && end - start[g] <= GROUP; q++)
                compare(t, d, a, member[q], bk__shingles_jaccard(&t->sets[a], &t->sets[member[q]]));
        }
    }
    for (int64_t i = 0; i < d->n; i++)
        if (d->lead[i] == i)
            d->jaccard[i] = d->shared[i] = 1;
done:
    bk__free(t->ctx, start);
    bk__free(t->ctx, member);
    return st;
}

bk_status bk__repeats_groups(const bk__repeats *t, bk_neardup *out)
{
    size_t D = (size_t)t->D;
    out->n = t->D;
    out->group = bk__alloc_array(t->ctx, D, sizeof *out->group);
    out->lead = bk__alloc_array(t->ctx, D, sizeof *out->lead);
    out->of = bk__alloc_array(t->ctx, D, sizeof *out->of);
    out->jaccard = bk__calloc(t->ctx, D, sizeof *out->jaccard);
    out->shared = bk__calloc(t->ctx, D, sizeof *out->shared);
    uint32_t *parent = bk__alloc_array(t->ctx, D, sizeof *parent);
    uint32_t *size = bk__calloc(t->ctx, D, sizeof *size);
    bk_status st = BK_ENOMEM;
    if (out->group && out->lead && out->of && out->jaccard && out->shared && parent && size) {
        for (uint32_t i = 0; i < (uint32_t)D; i++)
            parent[i] = out->of[i] = i;
        for (size_t i = 0; i < t->n; i++)
            if (t->pair[i].repeats)
                join(parent, t->pair[i].a, t->pair[i].b);
        number_groups(t, out, parent, size);
        st = score_members(t, out);
    }
    bk__free(t->ctx, parent);
    bk__free(t->ctx, size);
    return st;
}
