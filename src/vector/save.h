/* save.h - a vectorizer in one container (matrix/store.h), kind "vectorizer".
 *
 *     opts        u8   the options as JSON: {"analyzer": {...}, "vectorizer": {...}}
 *     weighting   f64  mean length of a row
 *     terms.* shown.*  ptr i64 [V+1], bytes u8: as counted, as written for people
 *     df, tf      i64 [V]
 *     idf         f64 [V]
 *     counts.*    size, ptr, col, val
 *     weights.val f32 [N]  the same shape
 *     id.* source.* title.*  strings of the articles
 *     published   i64 [D]
 * Absent strings come back empty. Paths of word lists are kept as they were given. */
#ifndef BK_VECTOR_SAVE_H
#define BK_VECTOR_SAVE_H

#include "vector/grow.h"
#include "vector/run.h"
#include "vector/vectorizer.h"

/* The container of what was counted, made and written in one go: no matrix is held. Of `v` options,
 * weighting and documents are there. `growth` NULL: nothing is to be added to it. */
bk_status bk__vectorizer_write(bk_vectorizer *v, const bk__counted *k, const bk__growth *growth,
                               const char *path, bk_vectors_size *size);
/* The same of runs, whose rows and documents are taken from the spool again, run by run. */
bk_status bk__vectorizer_write_runs(bk_vectorizer *v, bk__runs *runs, const char *path,
                                    bk_vectors_size *size);

/* The columns of v without a row, as a part of a container of another kind: `more` has its other
 * sections. And back; *store is where they are, borrowed from the vectorizer. */
bk_status bk__vectorizer_save_columns(const bk_vectorizer *v, const char *path, const char *kind,
                                      const bk__store_out *more);
bk_status bk__vectorizer_load_columns(bk_ctx *ctx, bk_vectorizer **out, const char *path,
                                      const char *kind, const bk__store **store);

/* flow.c: bk_vectorizer_write_reader, which puts counts aside (run.h) once `put_from` bytes are in
 * use; 0: never. */
bk_status bk__vectorizer_write_reader(bk_ctx *ctx, const char *path, bk_reader *r,
                                      const bk_clean_opts *clean, const bk_vectorizer_opts *opts,
                                      bk_vectors_size *size, uint64_t put_from);
/* bk_vectorizer_fit_reader, in the same way. */
bk_status bk__vectorizer_fit_reader(bk_ctx *ctx, bk_vectorizer **out, bk_reader *r,
                                    const bk_clean_opts *clean, const bk_vectorizer_opts *opts,
                                    uint64_t put_from);

#endif
