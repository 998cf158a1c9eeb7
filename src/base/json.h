/* json.h - JSON: reading through json-c (this room's json.c is its only door), our own writer.
 *
 * The writer gives the same bytes everywhere: keys in the order of the calls, floats by
 * bk__buf_real, control characters, quotes, and <, >, & escaped where `html` is set. */
#ifndef BK_BASE_JSON_H
#define BK_BASE_JSON_H

#include "base/str.h"

/* ---- reading: a parsed document; values are borrowed from it ------------------------- */
typedef struct bk__json bk__json;     /* a document */
typedef struct json_object bk__value; /* a value in it; NULL is JSON null or absent */
typedef enum { BK__NULL, BK__BOOL, BK__NUMBER, BK__STRING, BK__ARRAY, BK__OBJECT } bk__json_type;
/* BK_EFORMAT with the byte where it broke; `where` names the file (and line). Depth at most 32. */
bk_status bk__json_parse(bk_ctx *ctx, bk__json **out, bk_str text, const char *where);
void bk__json_free(bk__json *j);
const bk__value *bk__json_root(const bk__json *j);
bk__json_type bk__json_type_of(const bk__value *v);
const bk__value *bk__json_get(const bk__value *object, const char *key); /* NULL where absent */
size_t bk__json_size(const bk__value *array_or_object);
const bk__value *bk__json_at(const bk__value *array, size_t i);
/* i-th member of an object in the order of the text. */
bool bk__json_member(const bk__value *object, size_t i, bk_str *key, const bk__value **value);
bool bk__json_same(const bk__value *a, const bk__value *b); /* the same value, however written */
bk_str bk__json_str(const bk__value *v);                    /* {NULL,0} where it is no string */
double bk__json_real(const bk__value *v, double otherwise);
int64_t bk__json_int(const bk__value *v, int64_t otherwise);
bool bk__json_bool(const bk__value *v, bool otherwise);

/* ---- writing into a buffer -------------------------------------------------------------- */
typedef struct bk__jw {
    bk__buf *out;
    bool html; /* safe inside a script element */
    int depth;
    bool fresh;       /* no comma before the next value */
    bool keyed;       /* a key was just written */
    int indent;       /* blanks a level; 0: one line */
    bk_status status; /* first failure; all calls are silent after it */
} bk__jw;
void bk__jw_init(bk__jw *w, bk__buf *out);
void bk__jw_open(bk__jw *w, char bracket);  /* '{' or '[' */
void bk__jw_close(bk__jw *w, char bracket); /* '}' or ']' */
void bk__jw_key(bk__jw *w, const char *key);
void bk__jw_str(bk__jw *w, bk_str s); /* {NULL,0} is null */
void bk__jw_z(bk__jw *w, const char *z);
void bk__jw_int(bk__jw *w, int64_t v);
void bk__jw_real(bk__jw *w, double v);
void bk__jw_bool(bk__jw *w, bool v);
void bk__jw_null(bk__jw *w);
void bk__jw_raw(bk__jw *w, bk_str json); /* a value that is already JSON */

const char *bk__json_version(void); /* of json-c */

#endif
