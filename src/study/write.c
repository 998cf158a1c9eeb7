/* write.c - every result into a folder, whole or not at all.
 *
 * Files are written into a new folder beside the one that was named (".NAME.PID.tmp"); then the two
 * change places, and what was there before is removed. Until then the named folder is untouched, so
 * that a failure or a cancelled run leaves it as it was. Split: a file a chunk, over the pool. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "study/study.h"

#define LINE_ARTICLE                                                                               \
    "{\"id\", \"title\", \"text\", \"source\", \"published\", \"lang\", \"place\", \"url\", "      \
    "\"file\", \"line\", \"inferred\": [\"date\", ...], \"removed\": [{\"field\", \"begin\", "     \
    "\"end\", \"reason\", \"text\"}], \"raw_title\", \"raw\"}"
#define LINE_RELATION                                                                              \
    "{\"id\", \"sentence\", \"field\": \"title\"|\"text\", \"begin\", \"end\", \"text\", "         \
    "\"actors\": [{\"begin\", \"end\", \"actor\"}], \"quotes\": [{\"begin\", \"end\", "            \
    "\"speaker\", \"country\"}], \"relations\": [{\"dyad\", \"source\", \"target\", "              \
    "\"polarity\", \"quad\", \"class\", \"voice\", \"certainty\", \"score\", "                     \
    "\"evidence\": [\"...\"]}]}"
#define TRIAD_OBJECT                                                                               \
    "{\"dyads\": [{\"dyad\", \"tone\", \"low\", \"high\", \"n\", \"articles\"}], "                 \
    "\"triads\": [{\"a\", \"b\", \"c\", \"product\", \"p_balanced\", \"p_ab\", \"p_ac\", "         \
    "\"p_bc\"}]}"
#define MANIFEST_OBJECT                                                                            \
    "{\"program\": \"bingkai\", \"format\", \"key\", \"version\", \"stages\", \"seed\", "          \
    "\"options\", \"versions\", \"models\", \"inputs\", \"counts\", \"svd\": "                     \
    "{\"map\": {\"dimensions\", \"share\", \"residual\"}}, \"results\": "                          \
    "[{\"file\", \"bytes\", \"sha256\"}], \"run\"}"

/* The order is that of the work: what takes longest first. The manifest is written last. */
static const bk_study_result files[] = {
    {"study.sqlite", NULL, BK_STAGE_CLEAN,
     "Every table in one SQLite database, with full-text search, views and explanations", NULL},
    {"report.html", NULL, BK_STAGE_CLEAN, "The report: one page that needs no network", NULL},
    {"articles.jsonl", NULL, BK_STAGE_CLEAN,
     "Every article after cleaning, with what was removed and the text as it was read",
     LINE_ARTICLE},
    {"relations.jsonl", NULL, BK_STAGE_RELATIONS,
     "Every sentence with its actors, quotes and relations", LINE_RELATION},
    {"vectors.bkv", NULL, BK_STAGE_VECTORS,
     "Counts, weights and vocabulary in bingkai's container, for later stages", NULL},
    {"neighbours.tsv", "neighbours", BK_STAGE_SIMILAR, "The most similar articles of each article",
     NULL},
    {"dyads.tsv", "dyads", BK_STAGE_RELATIONS, "Tone between two powers", NULL},
    {"triad.json", NULL, BK_STAGE_RELATIONS, "Overall tones and the balance of each three powers",
     TRIAD_OBJECT},
    {"frames.tsv", "frames", BK_STAGE_FRAMES, "Frames and how many articles use them", NULL},
    {"topics.tsv", "topics", BK_STAGE_TOPICS, "Topics", NULL},
    {"topic_terms.tsv", "topic_terms", BK_STAGE_TOPICS, "Terms of each topic", NULL},
    {"duplicates.tsv", "duplicates", BK_STAGE_NEARDUP, "Repeated articles", NULL},
    {"copies.tsv", "copies", BK_STAGE_NEARDUP, "Which outlet repeats whose articles", NULL},
    {"threads.tsv", "threads", BK_STAGE_SIMILAR, "Stories told across outlets and days", NULL},
    {"outlet_pairs.tsv", "outlet_pairs", BK_STAGE_SIMILAR,
     "How alike the articles of two outlets are", NULL},
    {"keyness.tsv", "keyness", BK_STAGE_KEYNESS, "Terms that mark a source or a month", NULL},
    {"removed.tsv", "removed", BK_STAGE_CLEAN, "What cleaning took out, and why", NULL},
    {"problems.tsv", "problems", BK_STAGE_CLEAN, "What was wrong with the input", NULL},
    {BK__MANIFEST, NULL, BK_STAGE_CLEAN,
     "Options, seed, versions and hashes; counts; results; how the run went; where the map of "
     "articles "
     "was drawn, the share of the squared weights that its dimensions hold, and the largest "
     "residual "
     "of a singular triplet over its singular value",
     MANIFEST_OBJECT},
};
enum { FILES = sizeof files / sizeof *files };

const bk_study_result *bk_study_results(size_t *n)
{
    *n = FILES;
    return files;
}

/* ---- the folder ------------------------------------------------------------------------ */

static bool ours(const char *name)
{
    for (size_t i = 0; i < FILES; i++)
        if (strcmp(name, files[i].file) == 0)
            return true;
    return false;
}

/* A folder that is there must be empty, or hold bingkai's manifest and nothing but its files. */
static bk_status check_content(bk_ctx *ctx, const char *dir)
{
    char **names = NULL, strange[256] = "";
    size_t n = 0;
    bool manifest = false;
    bk__json *j;
    bk_status st = bk__dir_list(ctx, dir, &names, &n);
    for (size_t i = 0; i < n; i++) {
        manifest = manifest || strcmp(names[i], BK__MANIFEST) == 0;
        if (!ours(names[i]) && !strange[0])
            snprintf(strange, sizeof strange, "%s", names[i]);
        bk__free(ctx, names[i]);
    }
    bk__free(ctx, names);
    if (st != BK_OK || n == 0)
        return st;
    if (!manifest || bk__manifest_read(ctx, &j, dir) != BK_OK)
        return bk__fail(ctx, BK_EINVAL, dir,
                        "this folder is not empty and no study of bingkai: name another one, or "
                        "remove it");
    bk__json_free(j);
    if (strange[0])
        return bk__fail(ctx, BK_EINVAL, dir,
                        "this study's folder also holds %s, which would be lost: move it away or "
                        "name another folder",
                        strange);
    return BK_OK;
}

/* A mounted folder (a container's volume, say) cannot change places with another. */
static bool is_mounted(bk_ctx *ctx, const char *dir)
{
    struct statx in, above;
    char *parent = bk__path_join(ctx, dir, "..");
    bool yes = parent && statx(AT_FDCWD, dir, 0, STATX_MNT_ID, &in) == 0 &&
               statx(AT_FDCWD, parent, 0, STATX_MNT_ID, &above) == 0 &&
               (in.stx_mask & above.stx_mask & STATX_MNT_ID) && in.stx_mnt_id != above.stx_mnt_id;
    bk__free(ctx, parent);
    return yes;
}

static bk_status is_fixed(bk_ctx *ctx, const char *dir)
{
    struct stat a, b;
    if (is_mounted(ctx, dir))
        return bk__fail(ctx, BK_EINVAL, dir,
                        "another file system is mounted there, which cannot be replaced: name a "
                        "folder in it");
    if (stat(dir, &a) == 0 && stat(".", &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino)
        return bk__fail(ctx, BK_EINVAL, dir,
                        "the current folder cannot be replaced: name a folder in it");
    return BK_OK;
}

/* The folder is made, or changes places, in the nearest one above it that is there. */
static bk_status check_above(bk_ctx *ctx, const char *dir)
{
    char *path = bk__strdup(ctx, bk__str(dir));
    size_t n = path ? strlen(path) : 0;
    bk_status st = path ? BK_OK : BK_ENOMEM;
    while (st == BK_OK && n > 0) {
        while (n > 0 && path[n - 1] == '/')
            n--;
        while (n > 0 && path[n - 1] != '/')
            n--;
        path[n] = 0; /* "a/" of "a/b", "" of "a", "/" of "/a" */
        if (n == 0 || bk__file_exists(path))
            break;
    }
    if (st == BK_OK && access(n ? path : ".", W_OK | X_OK) != 0)
        st = bk__fail_errno(ctx, dir, "cannot make the folder");
    bk__free(ctx, path);
    return st;
}

bk_status bk_study_check_dir(bk_ctx *ctx, const char *dir)
{
    struct stat info;
    bk_status st;
    if (!*dir)
        return bk__fail(ctx, BK_EINVAL, "output", "the output folder has no name");
    if (stat(dir, &info) != 0)
        return errno == ENOENT ? check_above(ctx, dir)
                               : bk__fail_errno(ctx, dir, "cannot look at the folder");
    if (!S_ISDIR(info.st_mode))
        return bk__fail(ctx, BK_EINVAL, dir, "this is a file; results need a folder");
    st = is_fixed(ctx, dir);
    return st == BK_OK ? check_content(ctx, dir) : st;
}

/* ---- the files ------------------------------------------------------------------------- */

typedef struct job {
    bk_study *s;
    const char *temp;
    bk_str manifest; /* without results and run */
    bk_table *tables[T_COUNT];
    size_t n;
    bk__result result[FILES];
} job;

static bk_status to_file(void *user, const char *bytes, size_t n)
{
    return bk__out_write(user, (bk_str){bytes, n});
}

static bk_status write_shape(const job *j, const char *path,
                             bk_status (*shape)(const bk_study *s, bk_write_fn *write, void *user))
{
    bk__out *o;
    bk_status st = bk__out_open(j->s->ctx, &o, path);
    if (st != BK_OK)
        return st;
    st = shape(j->s, to_file, o);
    if (st == BK_OK)
        return bk__out_commit(o);
    bk__out_drop(o);
    return st;
}

/* Does this study have it? */
static bool due(const bk_study *s, const bk_study_result *f)
{
    if (!(s->wanted & f->stage))
        return false;
    return s->corpus ||
           (strcmp(f->file, "articles.jsonl") != 0 && (!f->table || bk_study_table(s, f->table)));
}

static bk_status write_one(job *j, const bk_study_result *f, const char *path)
{
    bk_study *s = j->s;
    if (f->table)
        return bk_table_write_tsv(bk_study_table(s, f->table), path);
    if (strcmp(f->file, "study.sqlite") == 0)
        return bk_report_write_sqlite(s->ctx, path, j->tables, j->n, j->manifest);
    if (strcmp(f->file, "report.html") == 0) {
        bk_report_opts opts = s->opts.report;
        opts.triad = s->triad;
        return bk_report_write_html(s->ctx, path, j->tables, j->n, j->manifest, &opts);
    }
    if (strcmp(f->file, "articles.jsonl") == 0)
        return write_shape(j, path, bk__export_articles);
    if (strcmp(f->file, "relations.jsonl") == 0)
        return write_shape(j, path, bk__export_relations);
    if (strcmp(f->file, "triad.json") == 0)
        return write_shape(j, path, bk__export_triad);
    return bk_vectorizer_save(s->vectors, path);
}

static bk_status write_chunk(void *user, int64_t chunk, int worker)
{
    job *j = user;
    bk_study *s = j->s;
    struct stat info;
    char *path;
    bk_status st;
    (void)worker;
    if (!due(s, &files[chunk]))
        return BK_OK;
    path = bk__path_join(s->ctx, j->temp, files[chunk].file);
    if (!path)
        return BK_ENOMEM;
    st = write_one(j, &files[chunk], path);
    if (st == BK_OK)
        st = bk__file_sha256(s->ctx, path, j->result[chunk].sha256);
    if (st == BK_OK && stat(path, &info) == 0)
        j->result[chunk].bytes = (uint64_t)info.st_size;
    j->result[chunk].written = st == BK_OK;
    bk__free(s->ctx, path);
    return st;
}

static bk_status write_manifest(job *j, double start)
{
    bk_study *s = j->s;
    char *path = bk__path_join(s->ctx, j->temp, BK__MANIFEST);
    bk__buf b;
    bk_status st;
    bk__buf_init(&b, s->ctx);
    s->seconds[BK__STAGES + 1] = bk__clock_seconds() - start;
    st = path ? bk__manifest_make(s, s->wanted, j->result, &b) : BK_ENOMEM;
    if (st == BK_OK)
        st = bk__buf_byte(&b, '\n');
    if (st == BK_OK)
        st = bk__file_write(s->ctx, path, bk__buf_str(&b));
    bk__buf_clear(&b);
    bk__free(s->ctx, path);
    return st;
}

static bk_status write_files(job *j)
{
    bk_study *s = j->s;
    double start = bk__clock_seconds();
    bk__buf manifest;
    bk_status st;
    bk__buf_init(&manifest, s->ctx);
    st = bk__study_late(s);
    if (st != BK_OK)
        return st;
    for (size_t t = 0; t < T_COUNT; t++)
        if (s->table[t] && bk__stages_show(s->wanted, (bk__tab)t))
            j->tables[j->n++] = s->table[t];
    st = bk__manifest_make(s, s->wanted, NULL, &manifest);
    j->manifest = bk__buf_str(&manifest);
    if (st == BK_OK)
        st = bk__par_for(s->ctx, "write", FILES - 1, write_chunk, j);
    if (st == BK_OK)
        st = write_manifest(j, start);
    if (st == BK_OK)
        st = bk__cancelled(s->ctx);
    bk__buf_clear(&manifest);
    return st;
}

/* ---- changing places ------------------------------------------------------------------- */

/* "a/b/" becomes "a/b"; an existing folder its real path, so that a link's target is replaced. */
static char *settle_path(bk_ctx *ctx, const char *dir)
{
    char *real = bk__file_is_dir(dir) ? realpath(dir, NULL) : NULL;
    bk_str s = bk__str(real ? real : dir);
    char *copy;
    while (s.n > 1 && s.p[s.n - 1] == '/')
        s.n--;
    copy = bk__strdup(ctx, s);
    free(real);
    return copy;
}

static char *beside(bk_ctx *ctx, const char *dir)
{
    const char *slash = strrchr(dir, '/');
    size_t at = slash ? (size_t)(slash - dir) + 1 : 0, cap = strlen(dir) + 40;
    char *path = bk__alloc(ctx, cap);
    if (path)
        snprintf(path, cap, "%.*s.%s.%ld.tmp", (int)at, dir, dir + at, (long)getpid());
    return path;
}

static bk_status make_parent(bk_ctx *ctx, const char *path)
{
    char *copy = bk__strdup(ctx, bk__str(path)), *slash;
    bk_status st = copy ? BK_OK : BK_ENOMEM;
    slash = copy ? strrchr(copy, '/') : NULL;
    if (slash && slash > copy) {
        *slash = 0;
        st = bk__dir_make(ctx, copy);
    }
    bk__free(ctx, copy);
    return st;
}

/* temp becomes dir; what was there lies in temp afterwards. */
static bk_status exchange(bk_ctx *ctx, const char *temp, const char *dir)
{
    bk_status st = bk_study_check_dir(ctx, dir); /* again: much may have happened meanwhile */
    if (st != BK_OK)
        return st;
    if (rename(temp, dir) == 0)
        return BK_OK; /* new or empty */
    if (errno == ENOTEMPTY || errno == EEXIST) {
        if (renameat2(AT_FDCWD, temp, AT_FDCWD, dir, RENAME_EXCHANGE) == 0)
            return BK_OK;
        if (errno == EINVAL || errno == ENOSYS) { /* a file system that cannot: in two steps */
            char *old = bk__alloc(ctx, strlen(temp) + 8);
            if (!old)
                return BK_ENOMEM;
            snprintf(old, strlen(temp) + 8, "%s.old", temp);
            if (rename(dir, old) != 0)
                st = bk__fail_errno(ctx, dir, "cannot replace the folder");
            else if (rename(temp, dir) != 0) {
                st = bk__fail_errno(ctx, dir, "cannot replace the folder");
                (void)rename(old, dir);
            } else {
                (void)bk__dir_remove(ctx, old);
            }
            bk__free(ctx, old);
            return st;
        }
    }
    return bk__fail_errno(ctx, dir, "cannot give the folder its name");
}

bk_status bk_study_write(bk_study *s, const char *dir)
{
    bk_ctx *ctx = s->ctx;
    job j = {.s = s};
    char *path = NULL, *temp = NULL;
    bk_status st = bk_study_check_dir(ctx, dir);
    if (st != BK_OK)
        return st;
    path = settle_path(ctx, dir);
    temp = path ? beside(ctx, path) : NULL;
    st = temp ? make_parent(ctx, temp) : BK_ENOMEM;
    if (st == BK_OK)
        st = bk__leftovers_remove(ctx, path);
    if (st == BK_OK)
        st = bk__dir_remove(ctx, temp); /* of a killed process with our number */
    if (st == BK_OK)
        st = bk__dir_make(ctx, temp);
    if (st == BK_OK) {
        j.temp = temp;
        st = write_files(&j);
        if (st == BK_OK)
            st = exchange(ctx, temp, path);
        if (st == BK_OK)
            st = bk__dir_remove(ctx, temp);
        else
            (void)bk__dir_remove(ctx, temp);
    }
    bk__free(ctx, path);
    bk__free(ctx, temp);
    return st;
}

/* ---- what stands already --------------------------------------------------------------- */

static bool files_stand(bk_ctx *ctx, const char *dir, const bk__value *results)
{
    bool all = bk__json_size(results) > 0;
    for (size_t i = 0; i < bk__json_size(results) && all; i++) {
        const bk__value *r = bk__json_at(results, i);
        char *name = bk__strdup(ctx, bk__json_str(bk__json_get(r, "file")));
        char *path = name ? bk__path_join(ctx, dir, name) : NULL;
        struct stat info;
        all = path && stat(path, &info) == 0 &&
              info.st_size == (off_t)bk__json_int(bk__json_get(r, "bytes"), -1);
        bk__free(ctx, path);
        bk__free(ctx, name);
    }
    return all;
}

bk_status bk_study_stands(bk_study *s, const char *dir, unsigned stages, bool *stands)
{
    char *path = bk__path_join(s->ctx, dir, BK__MANIFEST), key[65];
    bk__json *j = NULL;
    bk_status st = path ? BK_OK : BK_ENOMEM;
    *stands = false;
    if (path && bk__file_exists(path) && bk__manifest_read(s->ctx, &j, dir) == BK_OK) {
        const bk__value *root = bk__json_root(j);
        st = bk__manifest_key(s, bk__stages_closure(s, stages), key);
        *stands = st == BK_OK &&
                  bk__str_eq(bk__json_str(bk__json_get(root, "key")), bk__str(key)) &&
                  files_stand(s->ctx, dir, bk__json_get(root, "results"));
        bk__json_free(j);
    }
    bk__free(s->ctx, path);
    return st;
}
