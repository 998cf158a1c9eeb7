/* triad.c - the powers of a study and the aliases of all actors, read from a triad file.
 *
 * Powers stand in alphabetical order of their codes, whatever the order of the file, so that the
 * numbers of dyads mean the same everywhere. Codes that only alias files name follow as other
 * actors in order of first sight. */
#include "model/triad.h"

#include <stdio.h>

#include "base/file.h"
#include "base/str.h"

static const char *const sort_names[BK__SORTS] = {
    "country", "capital", "metonym", "leader",  "official", "institution", "adjective",
    "people",  "group",   "pair",    "person",  "place",    "sea",         "medium",
    "money",   "time",    "event",   "product", "history",  "other"};

static const char *const role_names[BK__ROLES] = {
    "",       "-",       "@pair", "@three", "@they", "@that", "@he",  "@we",    "@own",
    "@other", "@office", "@head", "@tail",  "@of",   "@post", "@and", "@former"};

const char *bk__sort_name(bk__sort sort)
{
    return sort < BK__SORTS ? sort_names[sort] : "";
}

static bk_status fail_in(bk_triad *t, const char *what)
{
    return bk__fail(t->ctx, BK_EFORMAT, t->path, "%s", what);
}

/* ---- actors and aliases ------------------------------------------------------------------------
 */

static bool good_code(bk_str s)
{
    bool good = s.n >= 2 && s.n <= 8;
    for (size_t i = 0; i < s.n; i++)
        good &= (s.p[i] >= 'A' && s.p[i] <= 'Z') || (i > 0 && s.p[i] >= '0' && s.p[i] <= '9');
    return good;
}

static bk_status add_actor(bk_triad *t, bk_str code, int16_t power, uint32_t *actor)
{
    bool added;
    bk_status st = bk__map_put(&t->codes, code, actor, &added);
    if (st != BK_OK || !added)
        return st;
    if (t->n_actors == t->cap_actors) {
        uint32_t cap = t->cap_actors ? 2 * t->cap_actors : 64;
        bk__actor_code *more = bk__resize_array(t->ctx, t->actor, cap, sizeof *more);
        if (!more)
            return BK_ENOMEM;
        t->actor = more;
        t->cap_actors = cap;
    }
    bk__actor_code *a = &t->actor[t->n_actors];
    a->power = power;
    st = bk__arena_str(&t->arena, &a->code, code);
    t->n_actors += st == BK_OK;
    return st;
}

static int word_in(const char *const *words, int n, bk_str word)
{
    for (int i = 0; i < n; i++)
        if (words[i][0] && bk__str_eq(word, bk__str(words[i])))
            return i;
    return -1;
}

static bk_status alias_row(bk_triad *t, const bk__lexicon *l, size_t row, uint8_t lang)
{
    bk_str pattern = bk__lexicon_at(l, row, 0), actor = bk__lexicon_at(l, row, 1);
    int role = word_in(role_names, BK__ROLES, actor);
    int sort = word_in(sort_names, BK__SORTS, bk__lexicon_at(l, row, 2));
    if (sort < 0)
        return bk__lexicon_bad(t->ctx, l, row, "the kind is none of country, capital, ...");
    if (role < 0 && !good_code(actor))
        return bk__lexicon_bad(
            t->ctx, l, row, "the actor is neither a code of 2 to 8 capitals, nor '-', nor a role");
    if (t->n_aliases == t->cap_aliases) {
        uint32_t cap = t->cap_aliases ? 2 * t->cap_aliases : 1024;
        bk__alias *more = bk__resize_array(t->ctx, t->alias, cap, sizeof *more);
        if (!more)
            return BK_ENOMEM;
        t->alias = more;
        t->cap_aliases = cap;
    }
    bk__alias *a = &t->alias[t->n_aliases];
    *a = (bk__alias){.actor = BK__NONE, .term = BK__NONE, .sort = (uint8_t)sort, .lang = lang};
    a->role = (uint8_t)(role < 0 ? BK__ROLE_ACTOR : role);
    bk_status st = role < 0 ? add_actor(t, actor, -1, &a->actor) : BK_OK;
    if (st == BK_OK)
        st = bk__arena_str(&t->arena, &a->pattern, pattern);
    t->n_aliases += st == BK_OK;
    return st;
}

bk_status bk__triad_file(bk_triad *t, bk__lexicon *l, bk_str name, const char *columns)
{
    char *z = bk__strdup(t->ctx, name);
    if (!z)
        return BK_ENOMEM;
    bk_status st;
    if (name.n > 2 && name.p[0] == '.' && name.p[1] == '/') {
        const char *slash = strrchr(t->path, '/');
        char *folder =
            bk__strdup(t->ctx, slash ? (bk_str){t->path, (size_t)(slash - t->path)} : BK__STR("."));
        char *path = folder ? bk__path_join(t->ctx, folder, z + 2) : NULL;
        st = path ? bk__lexicon_open_path(t->ctx, l, path, columns) : BK_ENOMEM;
        bk__free(t->ctx, folder);
        bk__free(t->ctx, path);
    } else {
        st = bk__lexicon_open(t->ctx, l, z, columns);
    }
    bk__free(t->ctx, z);
    return st;
}

static bk_status alias_file(bk_triad *t, bk_str name, uint8_t lang)
{
    bk__lexicon l;
    if (!name.p || name.n == 0)
        return fail_in(t, "aliases are lists of file names for each language");
    bk_status st = bk__triad_file(t, &l, name, "pattern actor kind");
    if (st != BK_OK)
        return st;
    for (size_t i = 0; i < l.n_rows && st == BK_OK; i++)
        st = alias_row(t, &l, i, lang);
    bk__lexicon_close(&l);
    return st;
}

static uint32_t role_alias(const bk_triad *t, bk__role role, bk_str pattern, uint8_t lang,
                           uint32_t otherwise)
{
    for (uint32_t k = 0; k < t->n_aliases; k++) {
        const bk__alias *a = &t->alias[k];
        if (a->role == role && a->lang == lang && bk__str_eq(a->pattern, pattern))
            return k;
    }
    return otherwise;
}

static void find_heads(bk_triad *t)
{
    for (uint32_t i = 0; i < t->n_aliases; i++) {
        bk__alias *a = &t->alias[i];
        bk_str last = a->pattern, first = bk__str_cut(&last, ' ');
        a->head = i;
        if (a->role != BK__ROLE_OFFICE || last.n == 0)
            continue;
        while (memchr(last.p, ' ', last.n))
            bk__str_cut(&last, ' ');
        a->former = role_alias(t, BK__ROLE_FORMER, first, a->lang, BK__NONE) != BK__NONE;
        a->head = role_alias(t, BK__ROLE_OFFICE, first, a->lang,
                             role_alias(t, BK__ROLE_OFFICE, last, a->lang, i));
    }
}

/* ---- the triad file ----------------------------------------------------------------------------
 */

static bk_status read_aliases(bk_triad *t, const bk__value *aliases)
{
    bk_status st = BK_OK;
    if (bk__json_type_of(aliases) != BK__OBJECT || bk__json_size(aliases) == 0 ||
        bk__json_size(aliases) > 16)
        return fail_in(t, "\"aliases\" is an object: a list of files for each language");
    t->lang = bk__arena_array(&t->arena, bk__json_size(aliases), sizeof *t->lang);
    if (!t->lang)
        return BK_ENOMEM;
    for (size_t i = 0; i < bk__json_size(aliases) && st == BK_OK; i++) {
        bk_str key;
        const bk__value *files;
        if (!bk__json_member(aliases, i, &key, &files))
            return fail_in(t, "\"aliases\" cannot be read");
        if (bk__json_type_of(files) != BK__ARRAY)
            return fail_in(t, "\"aliases\" is an object: a list of files for each language");
        st = bk__arena_str(&t->arena, &t->lang[t->n_langs], key);
        t->n_langs += st == BK_OK;
        for (size_t k = 0; k < bk__json_size(files) && st == BK_OK; k++)
            st = alias_file(t, bk__json_str(bk__json_at(files, k)), (uint8_t)i);
    }
    return st;
}

/* Codes of the powers in alphabetical order become the first actors. */
static bk_status read_powers(bk_triad *t, const bk__value *powers, const bk__value **by_power)
{
    size_t n = bk__json_type_of(powers) == BK__ARRAY ? bk__json_size(powers) : 0;
    if (n < 2 || n > BK__POWERS_MAX)
        return fail_in(t, "\"powers\" is a list of 2 to 32 objects with \"code\" and \"names\"");
    for (size_t i = 0; i < n; i++) {
        const bk__value *v = bk__json_at(powers, i);
        bk_str code = bk__json_str(bk__json_get(v, "code"));
        size_t k = i;
        if (!good_code(code))
            return fail_in(t, "the code of a power is 2 to 8 capitals, such as CHN");
        for (; k > 0; k--) {
            bk_str before = bk__json_str(bk__json_get(by_power[k - 1], "code"));
            int order = bk__str_cmp(before, code);
            if (order == 0)
                return fail_in(t, "two powers have the same code");
            if (order < 0)
                break;
            by_power[k] = by_power[k - 1];
        }
        by_power[k] = v;
    }
    for (size_t i = 0; i < n; i++) {
        uint32_t actor;
        bk_status st =
            add_actor(t, bk__json_str(bk__json_get(by_power[i], "code")), (int16_t)i, &actor);
        if (st != BK_OK)
            return st;
    }
    t->n_powers = (int)n;
    return BK_OK;
}

static bk_status read_names(bk_triad *t, const bk__value *const *by_power)
{
    size_t n = (size_t)t->n_powers;
    t->name = bk__arena_array(&t->arena, n * t->n_langs, sizeof *t->name);
    if (!t->name)
        return BK_ENOMEM;
    for (size_t i = 0; i < n * t->n_langs; i++) {
        const bk__value *names = bk__json_get(by_power[i / t->n_langs], "names");
        bk_str name = bk__json_str(bk__json_get(names, t->lang[i % t->n_langs].p));
        t->name[i] = (bk_str){NULL, 0};
        bk_status st = name.p ? bk__arena_str(&t->arena, &t->name[i], name) : BK_OK;
        if (st != BK_OK)
            return st;
    }
    return BK_OK;
}

static bk_status name_dyads(bk_triad *t)
{
    int n = bk_triad_dyads(t);
    t->dyad = bk__arena_array(&t->arena, (size_t)n, sizeof *t->dyad);
    if (!t->dyad)
        return BK_ENOMEM;
    for (int d = 0; d < n; d++) {
        char code[32];
        int a, b;
        bk_triad_dyad(t, d, &a, &b);
        snprintf(code, sizeof code, "%s-%s", bk_triad_code(t, a), bk_triad_code(t, b));
        bk_status st = bk__arena_str(&t->arena, &t->dyad[d], bk__str(code));
        if (st != BK_OK)
            return st;
    }
    return BK_OK;
}

/* A power that no alias names is never found: most likely a code is misspelt. */
static void warn_of_nameless(const bk_triad *t)
{
    for (int i = 0; i < t->n_powers; i++) {
        bool named = false;
        for (uint32_t k = 0; k < t->n_aliases && !named; k++)
            named = t->alias[k].role == BK__ROLE_ACTOR && t->alias[k].actor == (uint32_t)i;
        if (!named)
            bk__log(t->ctx, BK_LOG_WARN, "%s: no alias file has a name of %s; it will not be found",
                    t->path, bk_triad_code(t, i));
    }
}

static bk_status read_root(bk_triad *t, const bk__value *root)
{
    const bk__value *by_power[BK__POWERS_MAX];
    bk_status st = read_powers(t, bk__json_get(root, "powers"), by_power);
    if (st == BK_OK)
        st = read_aliases(t, bk__json_get(root, "aliases"));
    find_heads(t);
    if (st == BK_OK)
        st = bk__offices_read(t, bk__json_get(root, "offices"));
    if (st == BK_OK)
        st = read_names(t, by_power);
    if (st == BK_OK)
        warn_of_nameless(t);
    return st == BK_OK ? name_dyads(t) : st;
}

bk_status bk_triad_load(bk_ctx *ctx, bk_triad **out, const char *path)
{
    bk__view v;
    bk__json *json;
    *out = NULL;
    bk_triad *t = bk__calloc(ctx, 1, sizeof *t);
    if (!t)
        return BK_ENOMEM;
    t->ctx = ctx;
    bk__arena_init(&t->arena, ctx);
    bk__map_init(&t->codes, ctx);
    t->path =
        path ? bk__strdup(ctx, bk__str(path)) : bk__data_path(ctx, "triads/china-russia-us.json");
    bk_status st = t->path ? bk__view_open(ctx, &v, t->path) : BK_ENOMEM;
    if (st == BK_OK) {
        st = bk__json_parse(ctx, &json, v.bytes, t->path);
        bk__view_close(&v);
        if (st == BK_OK) {
            st = read_root(t, bk__json_root(json));
            bk__json_free(json);
        }
    }
    if (st != BK_OK) {
        bk_triad_free(t);
        return st;
    }
    *out = t;
    return BK_OK;
}

void bk_triad_free(bk_triad *t)
{
    if (!t)
        return;
    bk__map_clear(&t->codes);
    bk__free(t->ctx, t->actor);
    bk__free(t->ctx, t->alias);
    bk__free(t->ctx, t->term);
    bk__free(t->ctx, t->path);
    bk__arena_clear(&t->arena);
    bk__free(t->ctx, t);
}

/* ---- getters -----------------------------------------------------------------------------------
 */

int bk_triad_powers(const bk_triad *t)
{
    return t->n_powers;
}

const char *bk_triad_code(const bk_triad *t, int power)
{
    return t->actor[power].code.p;
}

bk_str bk_triad_name(const bk_triad *t, int power, const char *lang)
{
    for (uint32_t i = 0; i < t->n_langs; i++) {
        bk_str name = t->name[(uint32_t)power * t->n_langs + i];
        if (name.p && bk__str_eq(t->lang[i], bk__str(lang)))
            return name;
    }
    return t->actor[power].code;
}

int bk_triad_dyads(const bk_triad *t)
{
    return t->n_powers * (t->n_powers - 1) / 2;
}

void bk_triad_dyad(const bk_triad *t, int dyad, int *a, int *b)
{
    int first = 0, row = t->n_powers - 1;
    while (dyad >= row) {
        dyad -= row--;
        first++;
    }
    *a = first;
    *b = first + 1 + dyad;
}

const char *bk_triad_dyad_code(const bk_triad *t, int dyad)
{
    return t->dyad[dyad].p;
}

int bk_triad_dyad_of(const bk_triad *t, int a, int b)
{
    if (a == b || a < 0 || b < 0 || a >= t->n_powers || b >= t->n_powers)
        return -1;
    int low = a < b ? a : b, high = a < b ? b : a;
    return low * (2 * t->n_powers - low - 1) / 2 + high - low - 1;
}
