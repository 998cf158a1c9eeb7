/* topic_file.c - topics to a file and back; the format is in topic_file.h. */
#include "study/topic_file.h"

#include "matrix/store.h"
#include "vector/save.h"

#define KIND "topics"
enum { FORM = 1, SIZES = 4 };

/* ---- writing --------------------------------------------------------------------------------- */
static bk_status pack(bk_ctx *ctx, const bk_str *label, int K, int64_t *ptr, bk__buf *bytes)
{
    bk_status st = BK_OK;
    bk__buf_init(bytes, ctx);
    ptr[0] = 0;
    for (int k = 0; k < K && st == BK_OK; k++) {
        st = bk__buf_add(bytes, label[k]);
        ptr[k + 1] = (int64_t)bytes->n;
    }
    return st;
}

bk_status bk__topic_file_write(bk_ctx *ctx, const char *path, const bk_vectorizer *v,
                               const bk_topic_model *m, const bk_str *label)
{
    size_t K = (size_t)bk_topic_model_count(m);
    int64_t V = bk_topic_model_cols(m), size[SIZES] = {FORM, (int64_t)K, V, 0};
    bk_str method = bk__str(bk_topic_model_method(m));
    bk__store_out o = {.n = 0};
    bk__buf bytes;
    int64_t *ptr = bk__alloc_array(ctx, K + 1, sizeof *ptr);
    if (!ptr)
        return BK_ENOMEM;
    bk_status st = pack(ctx, label, (int)K, ptr, &bytes);
    bk__store_put(&o, "topics.size", BK__I64, size, SIZES);
    bk__store_put(&o, "topics.method", BK__U8, method.p, method.n);
    bk__store_put(&o, "topics.terms", BK__F32, bk_topic_model_terms(m), K * (size_t)V);
    bk__store_put(&o, "topics.alpha", BK__F64, bk_topic_model_alpha(m), K);
    bk__store_put(&o, "topics.weight", BK__F64, bk_topic_model_weight(m), K);
    bk__store_put(&o, "topics.common", BK__F64, bk_topic_model_common(m), (size_t)V);
    bk__store_put(&o, "topics.label.ptr", BK__I64, ptr, K + 1);
    /* The last one does not fit where one before it did not. */
    if (bk__store_put(&o, "topics.label.bytes", BK__U8, bytes.p, bytes.n) < 0 && st == BK_OK)
        st = bk__fail(ctx, BK_EINVAL, path, "a file of topics with too many parts");
    if (st == BK_OK)
        st = bk__vectorizer_save_columns(v, path, KIND, &o);
    bk__buf_clear(&bytes);
    bk__free(ctx, ptr);
    return st;
}

/* ---- reading --------------------------------------------------------------------------------- */
typedef struct reading {
    bk_ctx *ctx;
    const char *path;
    const bk__store *store;
} reading;

static bk_status broken(const reading *r)
{
    return bk__fail(r->ctx, BK_EFORMAT, r->path,
                    "not a readable file of topics: its parts do not fit together");
}

static bk_status part(const reading *r, const char *name, bk__store_type type, size_t want,
                      const void **data)
{
    size_t n;
    bk_status st = bk__store_get(r->ctx, r->store, name, type, data, &n);
    return st == BK_OK && n != want ? broken(r) : st;
}

static bk_status read_model(const reading *r, bk__topic_file *f, int64_t *topics)
{
    const void *size, *method, *terms, *alpha, *weight, *common;
    char name[16] = "";
    size_t n;
    bk_status st;
    BK__TRY(st, part(r, "topics.size", BK__I64, SIZES, &size), done);
    const int64_t *s = size;
    int64_t K = s[1], V = s[2];
    if (s[0] != FORM)
        return bk__fail(r->ctx, BK_EUNSUPPORTED, r->path, "written by another version of bingkai");
    if (K < 1 || K > 1000 || V != (int64_t)bk_vocab_size(bk_vectorizer_vocab(f->vectors)))
        return broken(r);
    BK__TRY(st, bk__store_get(r->ctx, r->store, "topics.method", BK__U8, &method, &n), done);
    BK__TRY(st, part(r, "topics.terms", BK__F32, (size_t)K * (size_t)V, &terms), done);
    BK__TRY(st, part(r, "topics.alpha", BK__F64, (size_t)K, &alpha), done);
    BK__TRY(st, part(r, "topics.weight", BK__F64, (size_t)K, &weight), done);
    BK__TRY(st, part(r, "topics.common", BK__F64, (size_t)V, &common), done);
    if (n < sizeof name)
        memcpy(name, method, n);
    st = bk_topic_model_new(r->ctx, &f->model, name, (int)K, V, terms, alpha, weight, common);
    *topics = K;
done:
    return st == BK_EINVAL ? broken(r) : st;
}

static bk_status read_labels(const reading *r, bk__topic_file *f, int64_t K)
{
    const int64_t *ptr;
    const char *bytes;
    size_t n;
    bk_status st = bk__store_get_strings(r->ctx, r->store, "topics.label", &ptr, &bytes, &n);
    if (st == BK_OK && n != (size_t)K)
        st = broken(r);
    if (st != BK_OK)
        return st;
    f->label = bk__alloc_array(r->ctx, n, sizeof *f->label);
    if (!f->label)
        return BK_ENOMEM;
    for (size_t k = 0; k < n; k++)
        f->label[k] = (bk_str){bytes + ptr[k], (size_t)(ptr[k + 1] - ptr[k])};
    return BK_OK;
}

bk_status bk__topic_file_open(bk_ctx *ctx, bk__topic_file *out, const char *path)
{
    reading r = {.ctx = ctx, .path = path};
    int64_t K = 0;
    *out = (bk__topic_file){0};
    bk_status st = bk__vectorizer_load_columns(ctx, &out->vectors, path, KIND, &r.store);
    if (st == BK_OK)
        st = read_model(&r, out, &K);
    if (st == BK_OK)
        st = read_labels(&r, out, K);
    if (st != BK_OK)
        bk__topic_file_close(ctx, out);
    return st;
}

void bk__topic_file_close(bk_ctx *ctx, bk__topic_file *f)
{
    bk_topic_model_free(f->model);
    bk_vectorizer_free(f->vectors);
    bk__free(ctx, f->label);
    *f = (bk__topic_file){0};
}
