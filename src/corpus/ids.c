/* ids.c - an id for every article, each once. */
#include "corpus/ids.h"

#include <stdio.h>

#include "text/utf8.h"

void bk__ids_init(bk__ids *s, bk_ctx *ctx)
{
    *s = (bk__ids){.hash = NULL};
    bk__map_init_many(&s->map, ctx);
}

void bk__ids_clear(bk__ids *s)
{
    bk__free(s->map.ctx, s->hash);
    bk__map_clear(&s->map);
    s->hash = NULL;
    s->cap = 0;
}

/* File name without folders and endings. */
static bk_str stem(bk_str path)
{
    static const char *const ends[] = {".gz",    ".xz",   ".zst", ".bz2", ".txt",
                                       ".jsonl", ".json", ".csv", ".tsv", ".ndjson"};
    bk_str s = path;
    if (bk__str_eq(path, BK__STR("-")))
        return BK__STR("stdin");
    for (size_t i = s.n; i > 0; i--)
        if (s.p[i - 1] == '/') {
            s = (bk_str){s.p + i, s.n - i};
            break;
        }
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (s.n > strlen(ends[i]) && bk__str_ends(s, bk__str(ends[i])))
            s.n -= strlen(ends[i]);
    return s;
}

static bk_status keep_hash(bk__ids *s, uint32_t id, uint64_t hash)
{
    bk_status st = bk__make_room(s->map.ctx, &s->hash, &s->cap, (size_t)id + 1, sizeof *s->hash);
    if (st == BK_OK)
        s->hash[id] = hash;
    return st;
}

/* The id as it is kept in the map; renamed where another text has it; skipped where the same has.
 */
static bk_status take(bk__ids *s, bk__record *rec, bk_str path, bool given, bk__problems *problems)
{
    bk_str id = rec->field[BK__FIELD_ID], name = id;
    char text[600], what[700];
    uint32_t k;
    bool added;
    bk_status st;
    for (int copy = 2;; copy++) {
        st = bk__map_put(&s->map, name, &k, &added);
        if (st != BK_OK)
            return st;
        if (added)
            break;
        if (s->hash[k] == rec->hash) {
            rec->skip = true;
            snprintf(what, sizeof what, "the article \"%.*s\" was read before",
                     (int)(id.n < 500 ? id.n : 500), id.p);
            return bk__problem_add(problems, path, rec->line, "duplicate-id", BK_SKIPPED,
                                   bk__str(what));
        }
        snprintf(text, sizeof text, "%.*s#%d", (int)(id.n < 500 ? id.n : 500), id.p, copy);
        name = bk__str(text);
    }
    st = keep_hash(s, k, rec->hash);
    rec->field[BK__FIELD_ID] = bk__map_key(&s->map, k);
    if (st == BK_OK && name.p != id.p) {
        snprintf(what, sizeof what, "another article has the id \"%.*s\"; this one is called %s",
                 (int)(id.n < 250 ? id.n : 250), id.p, text);
        st = bk__problem_add(problems, path, rec->line, "duplicate-id",
                             given ? BK_REPAIRED : BK_NOTED, bk__str(what));
    }
    return st;
}

bk_status bk__ids_take(bk__ids *s, bk_str id, uint64_t hash)
{
    uint32_t k;
    bk_status st = bk__map_put(&s->map, id, &k, NULL);
    return st == BK_OK ? keep_hash(s, k, hash) : st;
}

bk_status bk__ids_name(bk__ids *s, bk__record *rec, bk_str path, size_t file,
                       bk__problems *problems)
{
    char text[600];
    bk_str base = stem(path);
    if (rec->field[BK__FIELD_ID].p)
        return take(s, rec, path, true, problems);
    rec->inferred |= BK_INFERRED_ID;
    if (rec->line)
        snprintf(text, sizeof text, "%.*s:%llu", (int)(base.n < 500 ? base.n : 500), base.p,
                 (unsigned long long)rec->line);
    else
        snprintf(text, sizeof text, "%.*s", (int)(base.n < 500 ? base.n : 500), base.p);
    if (bk__utf8_valid(bk__str(text)) < strlen(text))
        snprintf(text, sizeof text, "file:%zu", file);
    rec->field[BK__FIELD_ID] = bk__str(text);
    return take(s, rec, path, false, problems);
}
