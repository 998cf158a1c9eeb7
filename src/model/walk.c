/* walk.c - what a text has named up to a phrase. */
#include "model/walk.h"

/* What lies in [a, b): 2 a joining word or a hyphen, 1 a comma, 0 anything else. */
int bk__joins_names(const bk__reading *r, uint32_t a, uint32_t b)
{
    int joined = 0;
    if (b < a || b - a > 3)
        return 0;
    for (uint32_t i = a; i < b; i++) {
        uint32_t u = r->work->unit_at[i];
        if ((u != BK__NONE && r->work->unit[u].role == BK__ROLE_AND) || bk__token_is(r, i, "-") ||
            bk__token_is(r, i, "\xE2\x80\x93") || bk__token_is(r, i, "/"))
            joined = 2;
        else if (bk__token_is(r, i, ",") && i == a)
            joined = 1;
        else if (joined != 2 || !(bk__form_at(r, i)->flags & BK_FORM_STOP))
            return 0;
    }
    return joined;
}

void bk__walk_joined(bk__walk *s, const bk__group *g)
{
    s->joined[s->n_joined++ % BK__RING] = *g;
}

static void join(bk__walk *s, uint32_t a, uint32_t b, int how, uint32_t sentence)
{
    bk__group *list = &s->listed;
    bool goes_on = list->n > 0 && list->n < BK__GROUP && list->sentence == sentence &&
                   list->actor[list->n - 1] == a;
    for (uint32_t i = 0; i < list->n && goes_on; i++)
        goes_on = list->actor[i] != b;
    if (goes_on)
        list->actor[list->n++] = b;
    else
        *list = (bk__group){{a, b}, 2, sentence};
    if (how == 2)
        bk__walk_joined(s, list);
}

static void name_lately(bk__walk *s, uint32_t actor, uint32_t sentence)
{
    bk__group *g = &s->lately;
    uint32_t k = 0;
    while (k < g->n && g->actor[k] != actor)
        k++;
    if (k == g->n && g->n < BK__GROUP)
        g->n++;
    if (k == BK__GROUP)
        k = BK__GROUP - 1;
    for (; k > 0; k--)
        g->actor[k] = g->actor[k - 1];
    g->actor[0] = actor;
    g->sentence = sentence;
}

void bk__walk_name(const bk__reading *r, bk__walk *s, uint32_t k)
{
    const bk__phrase *p = &r->work->phrase[k];
    uint32_t sentence = r->scan->tokens[p->first].sentence;
    if (s->sentence != sentence && !bk__governed(r, p)) {
        s->sentence = sentence;
        s->subject = p->actor;
        s->at = p->first;
        s->state = !p->person;
    }
    if (s->before != BK__NONE) {
        const bk__phrase *b = &r->work->phrase[s->before];
        int how = bk__joins_names(r, b->first + b->n, p->first);
        if (how && r->scan->tokens[b->first].sentence == sentence && b->actor != p->actor)
            join(s, b->actor, p->actor, how, sentence);
    }
    if (p->post != BK__NONE && p->post != p->actor)
        join(s, p->actor, p->post, 2, sentence);
    name_lately(s, p->actor, sentence);
    s->before = k;
    if (p->person)
        return;
    if (s->last != BK__NONE && r->work->phrase[s->last].actor != p->actor)
        s->earlier = r->work->phrase[s->last].actor;
    s->last = k;
}

void bk__walk_meet(const bk__reading *r, bk__walk *s, uint32_t k)
{
    const bk__phrase *p = &r->work->phrase[k], *h = NULL;
    uint32_t sentence = r->scan->tokens[p->first].sentence, i = 0;
    if (s->human != BK__NONE)
        h = &r->work->phrase[s->human];
    if ((p->actor != BK__NONE || p->n > 1 || p->settled) &&
        (!h || r->scan->tokens[h->first].sentence != sentence || bk__governed(r, h)))
        s->human = k;
    if (h && h->actor != p->actor && h->actor != BK__NONE && s->human == k)
        s->other = (uint32_t)(h - r->work->phrase);
    else if (s->human != k && h && h->actor != p->actor && p->actor != BK__NONE)
        s->other = k;
    if (p->actor == BK__NONE)
        return;
    if (s->people.sentence != sentence)
        s->people = (bk__group){{0}, 0, sentence};
    while (i < s->people.n && s->people.actor[i] != p->actor)
        i++;
    if (i == s->people.n && i < BK__GROUP)
        s->people.actor[s->people.n++] = p->actor;
}
