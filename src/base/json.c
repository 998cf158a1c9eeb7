/* json.c - JSON (RFC 8259): json-c reads, in its strict mode; the writer is ours (json_write.c).
 *
 * Beyond json-c's strict mode: no NUL byte in the text, no single quotes, NaN or Infinity, nothing
 * but blanks behind the value. Kinder than the RFC: control characters may stand in a string. Keys
 * end at an escaped NUL; values keep it. Numbers too large for a double read as null. */
#include "base/json.h"

#include <json-c/json.h>
#include <limits.h>
#include <math.h>
#include <stdatomic.h>

#define DEPTH 32

struct bk__json {
    bk_ctx *ctx;
    struct json_object *root;
};

static _Atomic uint64_t freed; /* documents freed so far, in all threads */

static bk_status broken(bk_ctx *ctx, const char *where, size_t at, const char *why)
{
    return bk__fail(ctx, BK_EFORMAT, where, "not JSON at byte %zu: %s", at, why);
}

static bool only_blanks(bk_str s, size_t from)
{
    for (; from < s.n; from++)
        if (!memchr(" \t\r\n", s.p[from], 4))
            return false;
    return true;
}

/* The quote that closes the string which opens at `open`: an even number of backslashes stands
 * before it. text.n: none. */
static size_t string_end(bk_str text, size_t open)
{
    size_t at = open + 1;
    while (at < text.n) {
        const char *quote = memchr(text.p + at, '"', text.n - at);
        size_t end = quote ? (size_t)(quote - text.p) : text.n, first = end;
        while (first > open + 1 && text.p[first - 1] == '\\')
            first--;
        if (!quote || (end - first) % 2 == 0)
            return end;
        at = end + 1;
    }
    return text.n;
}

/* The first byte outside of strings that no JSON text has there; text.n: none. */
static size_t stray_byte(bk_str text)
{
    static const char fine[] = " \t\r\n{}[]:,+-.0123456789eEtrufalsn";
    bool is_fine[256] = {false};
    size_t i = 0;
    for (const char *c = fine; *c; c++)
        is_fine[(unsigned char)*c] = true;
    for (; i < text.n; i++) {
        if (text.p[i] == '"') {
            i = string_end(text, i);
        } else if (!is_fine[(unsigned char)text.p[i]]) {
            return i;
        }
    }
    return text.n;
}

static bk_status parse(bk_ctx *ctx, struct json_tokener *tok, struct json_object **root,
                       bk_str text, const char *where)
{
    enum json_tokener_error code;
    size_t at;
    *root = json_tokener_parse_ex(tok, text.p, (int)text.n);
    code = json_tokener_get_error(tok);
    at = json_tokener_get_parse_end(tok);
    if (code == json_tokener_continue) { /* a number may end with the text */
        *root = json_tokener_parse_ex(tok, "", 1);
        code = json_tokener_get_error(tok);
        at = text.n;
        if (code == json_tokener_continue)
            return broken(ctx, where, at, "the text ends too early");
    }
    if (code == json_tokener_error_depth)
        return broken(ctx, where, at, "more than 32 levels");
    if (code != json_tokener_success)
        return broken(ctx, where, at, json_tokener_error_desc(code));
    if (!only_blanks(text, at))
        return broken(ctx, where, at, "more text behind the value");
    return BK_OK;
}

bk_status bk__json_parse(bk_ctx *ctx, bk__json **out, bk_str text, const char *where)
{
    struct json_tokener *tok;
    const char *nul;
    size_t stray;
    bk__json *j;
    bk_status st;
    *out = NULL;
    while (text.n > 0 && memchr(" \t\r\n", text.p[text.n - 1], 4))
        text.n--;
    if (text.n == 0)
        return broken(ctx, where, 0, "the text is empty");
    if (text.n >= INT_MAX)
        return broken(ctx, where, INT_MAX, "a text of more than 2 GiB");
    nul = memchr(text.p, 0, text.n);
    if (nul)
        return broken(ctx, where, (size_t)(nul - text.p), "a NUL byte");
    stray = stray_byte(text);
    if (stray < text.n)
        return broken(ctx, where, stray, "no value begins like this");
    j = bk__calloc(ctx, 1, sizeof *j);
    if (!j)
        return BK_ENOMEM;
    j->ctx = ctx;
    tok = json_tokener_new_ex(DEPTH);
    if (tok) {
        json_tokener_set_flags(tok, JSON_TOKENER_STRICT);
        st = parse(ctx, tok, &j->root, text, where);
        json_tokener_free(tok);
    } else {
        st = bk__fail(ctx, BK_ENOMEM, where, "no memory for the JSON reader");
    }
    if (st != BK_OK) {
        bk__json_free(j);
        return st;
    }
    *out = j;
    return BK_OK;
}

void bk__json_free(bk__json *j)
{
    if (j) {
        atomic_fetch_add_explicit(&freed, 1, memory_order_relaxed);
        json_object_put(j->root);
        bk__free(j->ctx, j);
    }
}

const bk__value *bk__json_root(const bk__json *j)
{
    return j->root;
}

bk__json_type bk__json_type_of(const bk__value *v)
{
    switch (json_object_get_type(v)) {
    case json_type_boolean:
        return BK__BOOL;
    case json_type_double:
        return isfinite(json_object_get_double(v)) ? BK__NUMBER : BK__NULL;
    case json_type_int:
        return BK__NUMBER;
    case json_type_string:
        return BK__STRING;
    case json_type_array:
        return BK__ARRAY;
    case json_type_object:
        return BK__OBJECT;
    case json_type_null:
        break;
    }
    return BK__NULL;
}

const bk__value *bk__json_get(const bk__value *object, const char *key)
{
    struct json_object *v = NULL;
    if (object && json_object_get_type(object) == json_type_object)
        json_object_object_get_ex(object, key, &v);
    return v;
}

size_t bk__json_size(const bk__value *v)
{
    switch (json_object_get_type(v)) {
    case json_type_array:
        return json_object_array_length(v);
    case json_type_object:
        return (size_t)json_object_object_length(v);
    default:
        return 0;
    }
}

const bk__value *bk__json_at(const bk__value *array, size_t i)
{
    if (json_object_get_type(array) != json_type_array || i >= json_object_array_length(array))
        return NULL;
    return json_object_array_get_idx(array, i);
}

/* json-c has only a list of members: each thread remembers where it was, as long as no document
 * was freed anywhere (then an address may belong to another object). */
bool bk__json_member(const bk__value *object, size_t i, bk_str *key, const bk__value **value)
{
    static _Thread_local struct {
        const bk__value *object;
        uint64_t freed;
        size_t i;
        struct lh_entry *entry;
    } last;
    uint64_t now = atomic_load_explicit(&freed, memory_order_relaxed);
    if (i >= bk__json_size(object) || json_object_get_type(object) != json_type_object)
        return false;
    if (last.object != object || last.freed != now || last.i > i || !last.entry) {
        last.object = object;
        last.freed = now;
        last.i = 0;
        last.entry = json_object_get_object(object)->head;
    }
    for (; last.i < i && last.entry; last.i++)
        last.entry = lh_entry_next(last.entry);
    if (!last.entry)
        return false;
    if (key)
        *key = bk__str(lh_entry_k(last.entry));
    if (value)
        *value = lh_entry_v(last.entry);
    return true;
}

bk_str bk__json_str(const bk__value *v)
{
    struct json_object *o = (struct json_object *)v; /* json-c wants no const here */
    if (json_object_get_type(v) != json_type_string)
        return (bk_str){NULL, 0};
    return (bk_str){json_object_get_string(o), (size_t)json_object_get_string_len(v)};
}

double bk__json_real(const bk__value *v, double otherwise)
{
    double x;
    if (bk__json_type_of(v) != BK__NUMBER)
        return otherwise;
    x = json_object_get_double(v);
    return isfinite(x) ? x : otherwise;
}

int64_t bk__json_int(const bk__value *v, int64_t otherwise)
{
    double x;
    if (json_object_get_type(v) == json_type_int)
        return json_object_get_int64(v);
    if (bk__json_type_of(v) != BK__NUMBER)
        return otherwise;
    x = json_object_get_double(v);
    return x == trunc(x) && fabs(x) <= 9007199254740992.0 ? (int64_t)x : otherwise;
}

bool bk__json_bool(const bk__value *v, bool otherwise)
{
    return json_object_get_type(v) == json_type_boolean ? json_object_get_boolean(v) : otherwise;
}

const char *bk__json_version(void)
{
    return json_c_version();
}

bool bk__json_same(const bk__value *a, const bk__value *b)
{
    return json_object_equal((struct json_object *)(uintptr_t)a,
                             (struct json_object *)(uintptr_t)b) != 0;
}
