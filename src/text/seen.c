/* seen.c - table of the written forms of one language. */
#include "text/seen.h"

#include <string.h>

#include "base/str.h"

enum { FIRST_SLOTS = 16384 };

bk_status bk__seen_init(bk__seen *t, bk_ctx *ctx)
{
    *t = (bk__seen){.ctx = ctx, .slots = FIRST_SLOTS};
    t->slot = bk__calloc(ctx, t->slots, sizeof *t->slot);
    return t->slot ? BK_OK : BK_ENOMEM;
}

void bk__seen_clear(bk__seen *t)
{
    if (t->ctx)
        bk__free(t->ctx, t->slot);
    *t = (bk__seen){0};
}

uint32_t bk__seen_find(const bk__seen *t, bk__seen_is *is, const void *user, bk_str surface,
                       bk__seen_key k)
{
    for (size_t i = k.hash & (t->slots - 1);; i = (i + 1) & (t->slots - 1)) {
        const bk__seen_slot *s = &t->slot[i];
        if (!s->form)
            return BK__NONE;
        if (s->a == k.a && s->b == k.b && (s->form & 3) == k.kind &&
            (k.b != BK__SEEN_LONG || is(user, (s->form >> 2) - 1, surface)))
            return (s->form >> 2) - 1;
    }
}

bk__seen_slot *bk__seen_slot_of(const bk__seen *t, bk__seen_key k, uint32_t form)
{
    size_t i = k.hash & (t->slots - 1);
    while (t->slot[i].form >> 2 != form + 1)
        i = (i + 1) & (t->slots - 1);
    return &t->slot[i];
}

static void put(bk__seen_slot *slot, size_t slots, bk__seen_slot s)
{
    size_t i = bk__seen_hash(s.a, s.b) & (slots - 1);
    while (slot[i].form)
        i = (i + 1) & (slots - 1);
    slot[i] = s;
}

static bk_status grow(bk__seen *t)
{
    size_t slots = 2 * t->slots;
    bk__seen_slot *slot = bk__calloc(t->ctx, slots, sizeof *slot);
    if (!slot)
        return BK_ENOMEM;
    for (size_t i = 0; i < t->slots; i++)
        if (t->slot[i].form)
            put(slot, slots, t->slot[i]);
    bk__free(t->ctx, t->slot);
    t->slot = slot;
    t->slots = slots;
    return BK_OK;
}

bk_status bk__seen_add(bk__seen *t, bk__seen_key k, uint32_t form)
{
    bk_status st = ((size_t)t->n + 1) * 4 > 3 * t->slots ? grow(t) : BK_OK;
    if (st != BK_OK)
        return st;
    put(t->slot, t->slots, (bk__seen_slot){.a = k.a, .b = k.b, .form = (form + 1) << 2 | k.kind});
    t->n++;
    if (k.kind == BK_KIND_PUNCT && k.a < BK__MARKS && k.b == 0)
        t->mark[k.a] = form + 1;
    return BK_OK;
}
