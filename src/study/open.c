/* open.c - where a study's articles come from: raw input, an earlier study, a container.
 *
 * An earlier study's folder is read through its articles.jsonl, whose member `raw` is the text as
 * it was first read: cleaning it again with the same options gives the same article. */
#include "base/clock.h"
#include "base/file.h"
#include "corpus/reader.h"
#include "study/study.h"

bk_str bk__study_id(const bk_study *s, int64_t i)
{
    return s->corpus ? bk_corpus_at(s->corpus, i)->id : bk_vectorizer_docs(s->vectors).id[i];
}

bk_str bk__study_title(const bk_study *s, int64_t i)
{
    return s->corpus ? bk_corpus_at(s->corpus, i)->title : bk_vectorizer_docs(s->vectors).title[i];
}

bk_str bk__study_source(const bk_study *s, int64_t i)
{
    return s->corpus ? bk_corpus_at(s->corpus, i)->source
                     : bk_vectorizer_docs(s->vectors).source[i];
}

int64_t bk__study_published(const bk_study *s, int64_t i)
{
    return s->corpus ? bk_corpus_at(s->corpus, i)->published
                     : bk_vectorizer_docs(s->vectors).published[i];
}

static bk_status keep_paths(bk_study *s, const char *const *paths, size_t n)
{
    if (n == 0)
        return bk__fail(s->ctx, BK_EINVAL, "", "no input: name a file, a folder or - for stdin");
    s->paths = bk__arena_array(&s->arena, n, sizeof *s->paths);
    if (!s->paths)
        return BK_ENOMEM;
    for (size_t i = 0; i < n; i++) {
        bk_str copy;
        if (bk__arena_str(&s->arena, &copy, bk__str(paths[i])) != BK_OK)
            return BK_ENOMEM;
        s->paths[i] = (char *)(uintptr_t)copy.p;
    }
    s->n_paths = n;
    return BK_OK;
}

/* Is it a folder that bk_study_write left? */
static bool is_study(bk_ctx *ctx, const char *path)
{
    char *manifest = bk__path_join(ctx, path, BK__MANIFEST);
    bool yes = false;
    bk__json *j;
    if (manifest && bk__file_is_dir(path) && bk__file_exists(manifest) &&
        bk__manifest_read(ctx, &j, path) == BK_OK) {
        yes = true;
        bk__json_free(j);
    }
    bk__free(ctx, manifest);
    return yes;
}

static bk_status read_corpus(bk_study *s, const char *const *paths, size_t n,
                             const bk_reader_opts *opts)
{
    bk_reader *r = NULL;
    bk_status st = bk_reader_open(s->ctx, &r, paths, n, opts);
    if (st == BK_OK)
        st = bk_corpus_read(s->ctx, &s->corpus, r, &s->opts.clean);
    bk_reader_close(r);
    if (st == BK_OK)
        s->D = bk_corpus_size(s->corpus);
    return st;
}

/* Nobody can ask a study of vectors alone for the sums of its inputs. */
static bk_status open_reader(bk_study *s)
{
    bk_status st = bk_reader_open(s->ctx, &s->reader, (const char *const *)s->paths, s->n_paths,
                                  &s->opts.reader);
    if (st == BK_OK)
        bk__reader_pass_sums(s->reader);
    s->given = true;
    return st;
}

static bk_status read_earlier(bk_study *s, const char *dir)
{
    bk_reader_opts o = s->opts.reader;
    char *articles = bk__path_join(s->ctx, dir, "articles.jsonl");
    const char *one[1] = {articles};
    bk_str copy;
    bk_status st = BK_ENOMEM;
    bk__json *j = NULL;
    if (!articles)
        return st;
    st = bk__manifest_read(s->ctx, &j, dir);
    if (st == BK_OK) {
        const bk__value *options = bk__json_get(bk__json_root(j), "options");
        if (bk__json_bool(bk__json_get(bk__json_get(options, "study"), "no-text"), false))
            st = bk__fail(s->ctx, BK_EINVAL, dir,
                          "this study was written without text: name the articles themselves");
    }
    bk__json_free(j);
    o.format = "jsonl";
    o.fields = "text=raw,title=raw_title";
    if (st == BK_OK)
        st = bk__arena_str(&s->arena, &copy, bk__str(dir));
    if (st == BK_OK) {
        s->folder = (char *)(uintptr_t)copy.p;
        st = read_corpus(s, one, 1, &o);
    }
    bk__free(s->ctx, articles);
    return st;
}

static bk_status open_input(bk_study *s, bool vectors)
{
    const char *first = s->paths[0];
    for (size_t i = 0; i < s->n_paths; i++)
        if (s->n_paths > 1 && strcmp(s->paths[i], "-") != 0 && is_study(s->ctx, s->paths[i]))
            return bk__fail(s->ctx, BK_EINVAL, s->paths[i],
                            "this is the folder of an earlier study: it must be the only input");
    if (s->n_paths == 1 && strcmp(first, "-") != 0) {
        if (is_study(s->ctx, first))
            return read_earlier(s, first);
        if (bk_vectorizer_is(first)) {
            bk_status st = bk_vectorizer_load(s->ctx, &s->vectors, first);
            if (st == BK_OK)
                s->D = bk_vectorizer_docs(s->vectors).n;
            s->given = true;
            return st;
        }
    }
    return vectors ? open_reader(s)
                   : read_corpus(s, (const char *const *)s->paths, s->n_paths, &s->opts.reader);
}

/* Does the container hold these articles in this order? */
static bool same_articles(const bk_study *s, const bk_vectorizer *v)
{
    bk_docs docs = bk_vectorizer_docs(v);
    bool same = docs.n == s->D;
    for (int64_t i = 0; i < s->D && same; i++)
        same = bk__str_eq(docs.id[i], bk_corpus_at(s->corpus, i)->id);
    return same;
}

/* Were the words of the earlier study made with these options, these lists, this version? */
static bk_status same_words(bk_study *s, bool *same)
{
    static const char *const parts[][2] = {{"versions", "bingkai"},  {"versions", "utf8proc"},
                                           {"versions", "stemmer"},  {"models", NULL},
                                           {"options", "clean"},     {"options", "analyzer"},
                                           {"options", "vectorizer"}};
    bk__json *was = NULL, *is = NULL;
    bk__buf b;
    bk_status st;
    bk__buf_init(&b, s->ctx);
    *same = false;
    BK__TRY(st, bk__manifest_read(s->ctx, &was, s->folder), done);
    BK__TRY(st, bk__manifest_make(s, BK_STAGE_VECTORS, NULL, &b), done);
    BK__TRY(st, bk__json_parse(s->ctx, &is, bk__buf_str(&b), "manifest"), done);
    *same = true;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && *same; i++) {
        const bk__value *x = bk__json_get(bk__json_root(was), parts[i][0]);
        const bk__value *y = bk__json_get(bk__json_root(is), parts[i][0]);
        *same = parts[i][1]
                    ? bk__json_same(bk__json_get(x, parts[i][1]), bk__json_get(y, parts[i][1]))
                    : bk__json_same(x, y);
    }
done:
    bk__json_free(was);
    bk__json_free(is);
    bk__buf_clear(&b);
    return st;
}

static bk_status count_again(bk_study *s)
{
    char *path;
    bool same = false;
    bk_status st = same_words(s, &same);
    if (st != BK_OK || !same)
        return st;
    path = bk__path_join(s->ctx, s->folder, "vectors.bkv");
    if (!path)
        return BK_ENOMEM;
    if (bk_vectorizer_is(path))
        st = bk_vectorizer_load(s->ctx, &s->vectors, path);
    bk__free(s->ctx, path);
    if (s->vectors && !same_articles(s, s->vectors)) {
        bk_vectorizer_free(s->vectors);
        s->vectors = NULL;
    }
    return st;
}

/* Where repeated articles are wanted too, from one reading. */
static bk_status count_corpus(bk_study *s)
{
    if (!(s->todo & BK_STAGE_NEARDUP))
        return bk_vectorizer_fit(s->ctx, &s->vectors, s->corpus, &s->opts.vectorizer);
    bk_neardup_free(s->ctx, &s->repeats);
    bk_status st = bk_neardup_fit_vectors(s->ctx, &s->repeats, &s->vectors, s->corpus,
                                          &s->opts.neardup, &s->opts.vectorizer);
    s->repeats_new = st == BK_OK;
    return st;
}

/* In the columns of a file of topics. */
static bk_status count_like(bk_study *s, const char *file, bool grow)
{
    bk__free(s->ctx, s->unknown);
    bk__topic_file_close(s->ctx, &s->earlier);
    s->unknown = bk__calloc(s->ctx, (size_t)s->D + 1, sizeof *s->unknown);
    bk_status st = s->unknown ? bk__topic_file_open(s->ctx, &s->earlier, file) : BK_ENOMEM;
    return st == BK_OK
               ? bk_vectorizer_like(s->earlier.vectors, &s->vectors, s->corpus, grow, s->unknown)
               : st;
}

bk_status bk__study_count(bk_study *s)
{
    const bk_topic_opts *o = &s->opts.topic;
    bk_status st = BK_OK;
    s->vectors = NULL;
    if (o->model_file && o->update_file)
        return bk__fail(s->ctx, BK_EINVAL, "update", "topics stay (--model) or go on (--update)");
    if (o->model_file || o->update_file)
        return count_like(s, o->model_file ? o->model_file : o->update_file, !o->model_file);
    bk__free(s->ctx, s->unknown);
    s->unknown = NULL;
    bk__topic_file_close(s->ctx, &s->earlier);
    if (s->folder)
        st = count_again(s);
    if (st == BK_OK && !s->vectors)
        st = count_corpus(s);
    return st;
}

static bk_status prepare(bk_study *s)
{
    bk_status st = bk__groups_make(s);
    if (st != BK_OK)
        return st;
    s->vote = bk__arena_array(&s->arena, (size_t)s->D + 1, sizeof *s->vote);
    if (!s->vote)
        return BK_ENOMEM;
    for (int64_t i = 0; i < s->D; i++)
        s->vote[i] = 1;
    return s->corpus ? bk__fill_corpus(s) : BK_OK;
}

bk_status bk__study_count_reader(bk_study *s)
{
    bk_status st;
    if (!s->reader || s->vectors)
        return BK_OK;
    st = s->saved ? bk_vectorizer_load(s->ctx, &s->vectors, s->saved)
                  : bk_vectorizer_fit_reader(s->ctx, &s->vectors, s->reader, &s->opts.clean,
                                             &s->opts.vectorizer);
    if (st != BK_OK)
        return st;
    s->D = bk_vectorizer_docs(s->vectors).n;
    return prepare(s);
}

/* No article (0, not -1): the same words as bk_study_run has. */
static bk_status written(bk_study *s, bk_status st, const char *path, bk_vectors_size *size)
{
    bk_str copy;
    if (st == BK_EINVAL && size->articles == 0)
        return bk__study_empty(s);
    s->D = st == BK_OK ? size->articles : 0;
    if (st == BK_OK)
        st = bk__arena_str(&s->arena, &copy, bk__str(path));
    if (st == BK_OK)
        s->saved = (char *)(uintptr_t)copy.p;
    return st;
}

bk_status bk_study_save_vectors(bk_study *s, const char *path, bk_vectors_size *size)
{
    bk_vectors_size own = {.articles = -1};
    bk_status st;
    if (s->reader && !s->vectors && !s->saved) {
        st = bk_vectorizer_write_reader(s->ctx, path, s->reader, &s->opts.clean,
                                        &s->opts.vectorizer, &own);
        st = written(s, st, path, &own);
    } else {
        st = bk_study_run(s, BK_STAGE_VECTORS);
        if (st == BK_OK) {
            const bk_csr *A = bk_vectorizer_counts(s->vectors);
            own = (bk_vectors_size){A->rows, A->cols, A->ptr[A->rows]};
            st = bk_vectorizer_save(s->vectors, path);
        }
    }
    if (size && st == BK_OK)
        *size = own;
    return st;
}

bk_status bk_study_save_topics(bk_study *s, const char *path)
{
    bk_status st = bk_study_run(s, BK_STAGE_TOPICS);
    if (st != BK_OK)
        return st;
    if (!s->kept)
        return bk__fail(s->ctx, BK_EINVAL, path,
                        "there are no topics to keep: no article has a term");
    size_t K = (size_t)bk_topic_model_count(s->kept);
    bk_str *label = bk__alloc_array(s->ctx, K, sizeof *label);
    if (!label)
        return BK_ENOMEM;
    for (size_t k = 0; k < K; k++)
        label[k] = bk_table_cell(s->table[T_TOPICS], (int64_t)k, TOP_LABEL).s;
    st = bk__topic_file_write(s->ctx, path, s->vectors, s->kept, label);
    bk__free(s->ctx, label);
    return st;
}

bk_status bk_study_grow_vectors(bk_study *s, const char *path, const char *before,
                                bk_vectors_size *size)
{
    bk_vectors_size own = {.articles = -1};
    if (!s->reader || s->vectors || s->saved)
        return bk__fail(s->ctx, BK_EINVAL, s->paths[0],
                        "a store that grows is made of articles as they are read, not of a study "
                        "or a container");
    bk_status st = bk_vectorizer_grow_reader(s->ctx, path, before, s->reader, &s->opts.clean,
                                             &s->opts.vectorizer, &own);
    st = written(s, st, path, &own);
    if (size && st == BK_OK)
        *size = own;
    return st;
}

static bk_status open_study(bk_ctx *ctx, bk_study **out, const char *const *paths, size_t n,
                            const bk_study_opts *opts, bool vectors)
{
    bk_study_opts defaults;
    double start = bk__clock_seconds();
    bk_study *s;
    bk_status st;
    *out = NULL;
    bk_study_opts_init(&defaults);
    s = bk__calloc(ctx, 1, sizeof *s);
    if (!s)
        return BK_ENOMEM;
    s->ctx = ctx;
    bk__arena_init(&s->arena, ctx);
    bk__arena_init(&s->opt_arena, ctx);
    bk__buf_init(&s->lists, ctx);
    BK__TRY(st, bk__opts_copy(ctx, &s->opt_arena, &s->opts, opts ? opts : &defaults), fail);
    BK__TRY(st, keep_paths(s, paths, n), fail);
    BK__TRY(st, open_input(s, vectors), fail);
    s->done = s->wanted = BK_STAGE_CLEAN;
    if (s->given)
        s->done |= BK_STAGE_VECTORS;
    if (!s->reader)
        BK__TRY(st, prepare(s), fail);
    s->seconds[BK__STAGES] = bk__clock_seconds() - start;
    *out = s;
    return BK_OK;
fail:
    bk_study_free(s);
    return st;
}

bk_status bk_study_open(bk_ctx *ctx, bk_study **out, const char *const *paths, size_t n,
                        const bk_study_opts *opts)
{
    return open_study(ctx, out, paths, n, opts, false);
}

bk_status bk_study_open_vectors(bk_ctx *ctx, bk_study **out, const char *const *paths, size_t n,
                                const bk_study_opts *opts)
{
    return open_study(ctx, out, paths, n, opts, true);
}
