/* opt.h - one table describes an options struct.
 *
 * Parsing, --help, the man page, shell completion, range errors and the options object of the
 * manifest all come from the same table. */
#ifndef BINGKAI_OPT_H
#define BINGKAI_OPT_H

#include <bingkai/ctx.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The type of the field at `offset`. */
typedef enum bk_opt_type {
    BK_OPT_BOOL, /* bool */
    BK_OPT_INT,  /* int */
    BK_OPT_SIZE, /* uint64_t bytes; written 512M, 2G, 1048576 */
    BK_OPT_REAL, /* double */
    BK_OPT_STR,  /* const char *, NULL where unset */
    BK_OPT_ENUM  /* const char *, one of `choices` */
} bk_opt_type;

typedef struct bk_opt {
    const char *name; /* long option without dashes: "min-df" */
    const char *help; /* one sentence, without a final stop */
    const char *unit; /* "" or the metavariable: "N", "FILE", "SHARE" */
    bk_opt_type type;
    size_t offset;              /* offsetof the field */
    double def, min, max;       /* numbers and bool; ends belong to the range */
    const char *text_def;       /* default of STR and ENUM; NULL: unset */
    const char *const *choices; /* ENUM: NULL-terminated */
} bk_opt;

/* Sets every field of `opts` to its default. */
BK_API void bk_opt_defaults(const bk_opt *table, size_t n, void *opts);
/* Sets the field `name` from text. BK_EINVAL with name, value and range in the message. A string
 * is kept as the pointer `value` (borrowed). BOOL takes NULL (true), "true", "false", "yes", "no",
 * "1", "0". */
BK_API bk_status bk_opt_set(bk_ctx *ctx, const bk_opt *table, size_t n, void *opts,
                            const char *name, const char *value);
/* Every field in its range. `where` names the struct in the message. */
BK_API bk_status bk_opt_check(bk_ctx *ctx, const bk_opt *table, size_t n, const void *opts,
                              const char *where);

#ifdef __cplusplus
}
#endif
#endif
