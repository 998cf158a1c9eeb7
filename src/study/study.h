/* study.h - the inside of a study: articles, stages that stand, tables. Private to the room. */
#ifndef BK_STUDY_STUDY_H
#define BK_STUDY_STUDY_H

#include <bingkai/frame.h>
#include <bingkai/stat.h>
#include <bingkai/study.h>
#include <bingkai/theme.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/par.h"
#include "report/schema.h"
#include "study/topic_file.h"

enum { BK__STAGES = 8 };

/* A grouping of articles by outlet, of which the 200 largest are groups, or by time. */
typedef struct bk__groups {
    const char *scope; /* "source", "month" */
    bk_str *id;        /* [n] rising by bytes */
    int32_t *of;       /* [D] -1: in none */
    int32_t n;         /* not more than 200 outlets, 1200 months */
} bk__groups;

enum { BK__MOST_FIELDS = 8 }; /* of BK__N_EXTRA */
/* A field of the user's. */
typedef struct bk__field {
    bk__groups groups; /* by its values */
    double *x;         /* [D] where its values are numbers of more than 12 kinds; else NULL */
} bk__field;

/* What the table of pairs leaves out (fill_similar.c). */
typedef struct bk__pairs_cut {
    int64_t articles; /* with more pairs than are listed of one */
    int64_t pairs;    /* beyond the most that are listed in all */
} bk__pairs_cut;

struct bk_study {
    bk_ctx *ctx;
    bk__arena arena;     /* what lives as long as the study */
    bk__arena opt_arena; /* strings of opts */
    bk_study_opts opts;
    char **paths; /* as they were given */
    size_t n_paths;
    char *folder;      /* of an earlier study that the articles come from; NULL */
    bk_corpus *corpus; /* NULL: opened on vectors alone */
    bk_reader *reader; /* that the vectors alone come from; NULL */
    char *saved;       /* the container that they were written to while they were made; NULL */
    bk_vectorizer *vectors;
    bool given; /* the container came with the vectors */
    int64_t D;
    unsigned done;   /* stages that stand */
    unsigned todo;   /* of the run that goes on */
    unsigned wanted; /* ... of those, what was asked for since the options were set */
    bk__groups source, month, quarter, year;
    bk__field field[BK__MOST_FIELDS];
    uint32_t n_fields;
    float *vote; /* [D] 1 over the size of the article's group of repeats */

    bk_neardup repeats;
    bool repeats_new; /* came with the vectors */
    bk__pairs_cut pairs_cut;
    bk_svd_quality map; /* the SVD behind the map of articles */
    bk_triad *triad;
    bk_frames *frames;
    char *stemmer; /* bk_analyzer_stemmer; NULL: not yet asked */
    bk__buf lists; /* files of the models and their hashes, as JSON; empty: not yet read */

    bool scanned;                            /* words and sentences stand */
    uint32_t *words, *sentences, *relations; /* [D] */
    bk_tone_obs *obs;                        /* [n_obs] by article */
    size_t n_obs, cap_obs;
    uint8_t *uses;    /* [D x F] 1 uses it, 2 is dominated by it */
    double *strength; /* [D x F] */

    const char *topics_to;  /* prefix of files that the topics go to; NULL */
    int topics;             /* K */
    bk__topic_file earlier; /* of --model or --update; zeroed */
    float *unknown;         /* [D] words that its columns do not count; NULL */
    bk_topic_model *kept;   /* the topics by their numbers in the tables; NULL */
    bool stopped;           /* the topics' fit, on request */
    int32_t *topic;         /* [D] strongest, by its number in the table; -1: none */
    double *xy;             /* [D x 2] */

    bk_table *table[T_COUNT];
    double seconds[BK__STAGES + 2]; /* of each stage; then of reading and cleaning; of writing */
};

/* ---- articles (open.c) ----------------------------------------------------------------- */

bk_str bk__study_id(const bk_study *s, int64_t i);
/* Titles, outlets, dates also stand where there are vectors alone. */
bk_str bk__study_title(const bk_study *s, int64_t i);
bk_str bk__study_source(const bk_study *s, int64_t i);
int64_t bk__study_published(const bk_study *s, int64_t i);
bk_status bk__groups_make(bk_study *s); /* groups.c */
/* Those of a study of vectors alone, where they are not there yet. */
bk_status bk__study_count_reader(bk_study *s);
/* s->vectors from the articles, or from the earlier study's container. */
bk_status bk__study_count(bk_study *s);

/* BK_EINVAL: there is no article. */
bk_status bk__study_empty(const bk_study *s);

/* ---- stages ---------------------------------------------------------------------------- */

/* `stages` with those that they need. */
unsigned bk__stages_closure(const bk_study *s, unsigned stages);
bool bk__stages_show(unsigned stages, bk__tab t); /* does one of them fill the table? */
/* Frees what was there and makes the table empty. */
bk_status bk__study_fresh(bk_study *s, bk__tab t);
/* s->table[t] takes the row. */
bk_status bk__study_add(bk_study *s, bk__tab t, const bk_cell *row);
/* A cell with words of an article: null with no_text. */
bk_cell bk__study_words(const bk_study *s, bk_str text);

bk_status bk__pass_run(bk_study *s, unsigned what); /* pass.c: sentences, relations, frames */
bk_status bk__fill_corpus(bk_study *s);             /* removed, problems, inputs */
bk_status bk__fill_articles(bk_study *s);           /* for s->wanted */
bk_status bk__study_late(bk_study *s);              /* articles and terms, where not done yet */
bk_status bk__study_terms(bk_study *s);
bk_status bk__fill_terms(bk_study *s);
bk_status bk__fill_repeats(bk_study *s);
bk_status bk__fill_copies(bk_study *s); /* from the repeats */
bk_status bk__fill_similar(bk_study *s);
/* Rows of length 1, as the cosine needs them; the pattern is borrowed from A, val is new. */
bk_status bk__unit_rows(bk_ctx *ctx, const bk_csr *A, bk_csr *out);
/* Of pairs from cosine s->opts.story between leads (fill_stories.c): groups, threads. A has rows of
 * norm 1. */
bk_status bk__fill_stories(bk_study *s, const bk_csr *A, const bk_pairs *pairs);
/* fill_outlets.c: outlet_pairs; and similarity, whose nearest come from each row's best of `near`.
 */
bk_status bk__fill_outlets(bk_study *s, const bk_csr *A, const bk_pairs *pairs);
bk_status bk__fill_similarity(bk_study *s, const bk_pairs *near, const bk_pairs *pairs);
/* pair.c: passages of the strongest of the pairs, where there is text. */
bk_status bk__fill_passages(bk_study *s, const bk_pairs *pairs);
/* The lead of the article's group of repeats; itself where it has none. */
static inline uint32_t bk__study_lead(const bk_study *s, int64_t i)
{
    return i < s->repeats.n ? s->repeats.lead[i] : (uint32_t)i;
}
/* A copy of A [D x any] in which the rows of articles that repeat their group's lead are empty;
 * yours, after a failure too (bk_csr_free). */
bk_status bk__study_lead_rows(const bk_study *s, const bk_csr *A, bk_csr *out);
bk_status bk__fill_topics(bk_study *s);
bk_status bk__fill_topic_tone(bk_study *s); /* of topics and relations */
bk_status bk__fill_tone(bk_study *s);
bk_status bk__fill_contrasts(bk_study *s);
bk_status bk__fill_functions(bk_study *s);
bk_status bk__fill_dyad_frames(bk_study *s); /* of relations and frames */
bk_status bk__fill_frames(bk_study *s);
bk_status bk__fill_keyness(bk_study *s);

extern const bk_table_spec bk__pair_spec, bk__nearest_spec; /* pair.c, nearest.c */
extern const bk_table_spec bk__training_spec, bk__confusion_spec, bk__reliability_spec,
    bk__prediction_spec;                                        /* train_table.c */
extern const bk_table_spec bk__scale_spec, bk__scale_word_spec; /* scale_table.c */
extern const bk_table_spec bk__sample_spec, bk__strata_spec;    /* sample.c */
extern const bk_table_spec bk__validation_spec, bk__codes_confusion_spec,
    bk__disagreement_spec;                                  /* validate_table.c */
extern const bk_table_spec bk__plover_spec, bk__cameo_spec; /* events.c */

/* ---- options (opts.c) ------------------------------------------------------------------ */

/* dst takes src with copies of its strings in the arena; BK_EINVAL for values out of range. */
bk_status bk__opts_copy(bk_ctx *ctx, bk__arena *arena, bk_study_opts *dst,
                        const bk_study_opts *src);
/* Stages that differ between the two, and whether the options of reading do. */
bk_status bk__opts_differ(bk_ctx *ctx, const bk_study_opts *a, const bk_study_opts *b,
                          unsigned *stages, bool *reading);
void bk__opts_json(bk__jw *w, const bk_study_opts *opts);

/* ---- manifest (manifest.c) ------------------------------------------------------------- */

#define BK__MANIFEST "manifest.json"
typedef struct bk__result {
    bool written;
    uint64_t bytes;
    char sha256[65];
} bk__result; /* of each bk_study_results */
/* The manifest of `stages` as JSON. results NULL: without the results and the section "run", so
 * that it is the same for the same study. */
bk_status bk__manifest_make(bk_study *s, unsigned stages, const bk__result *results, bk__buf *out);
/* SHA-256 of what decides the results: version, stages, options, seed, versions, models, inputs. */
bk_status bk__manifest_key(bk_study *s, unsigned stages, char key[65]);
/* Parses DIR/manifest.json; BK_EFORMAT where it is not bingkai's. */
bk_status bk__manifest_read(bk_ctx *ctx, bk__json **out, const char *dir);

/* ---- folders (leftover.c) -------------------------------------------------------------- */

/* Removes the folders that killed runs left beside `dir` (".NAME.PID.tmp"). BK_ENOMEM alone fails;
 * what cannot be removed stays. */
bk_status bk__leftovers_remove(bk_ctx *ctx, const char *dir);

/* ---- shapes (export.c) ----------------------------------------------------------------- */

bk_status bk__export_articles(const bk_study *s, bk_write_fn *write, void *user);
bk_status bk__export_relations(const bk_study *s, bk_write_fn *write, void *user);
bk_status bk__export_triad(const bk_study *s, bk_write_fn *write, void *user);
/* Kept stretches of a field, joined by a blank, or a line break where one lay between them. */
bk_status bk__clean_text(bk__buf *out, const bk_article *a, bk_field field);

#endif
