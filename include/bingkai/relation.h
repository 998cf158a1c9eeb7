/* relation.h - who does what to whom, and in whose voice, sentence by sentence.
 *
 * Powers, other actors and their aliases come from a triad file (models/triads) and from
 * models/<lang>/. Any number of powers: dyads are all pairs in alphabetical order of their codes.
 */
#ifndef BINGKAI_RELATION_H
#define BINGKAI_RELATION_H

#include <bingkai/text.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Quad classes of PLOVER: verbal and material cooperation and conflict, neutral. */
typedef enum bk_quad { BK_QUAD_N, BK_QUAD_VC, BK_QUAD_MC, BK_QUAD_VK, BK_QUAD_MK } bk_quad;
BK_API const char *bk_quad_name(bk_quad quad); /* "N", "VC", ... */

enum {
    BK_PARTY_MUTUAL = -1,   /* source or target: both */
    BK_VOICE_NARRATOR = -1, /* voice: the article itself */
    BK_VOICE_OTHER = -2     /* voice: a speaker who is none of the powers */
};

typedef struct bk_triad bk_triad;
/* path NULL: triads/china-russia-us.json of the models. BK_EIO, BK_EFORMAT (line, what). */
BK_API bk_status bk_triad_load(bk_ctx *ctx, bk_triad **out, const char *path);
BK_API int bk_triad_powers(const bk_triad *t);
BK_API const char *bk_triad_code(const bk_triad *t,
                                 int power); /* "CHN"; powers in alphabetical order */
BK_API bk_str bk_triad_name(const bk_triad *t, int power,
                            const char *lang);                          /* "Tiongkok", "China" */
BK_API int bk_triad_dyads(const bk_triad *t);                           /* P(P-1)/2 */
BK_API void bk_triad_dyad(const bk_triad *t, int dyad, int *a, int *b); /* a < b */
BK_API const char *bk_triad_dyad_code(const bk_triad *t, int dyad);     /* "CHN-USA" */
BK_API int bk_triad_dyad_of(const bk_triad *t, int a, int b);           /* -1 where a == b */
BK_API void bk_triad_free(bk_triad *t);

/* A mention of an actor. Offsets in the raw field of its sentence. */
typedef struct bk_mention {
    uint32_t sentence, begin, end;
    int16_t power;     /* the only power meant; -1 for another actor (the West, NATO, Ukraine) and
                          where several powers are meant */
    const char *actor; /* code: "CHN", "WEST"; of two powers their dyad's; "" of more */
    const char
        *kind; /* "country", "leader", "capital", "metonym", "people", "pair" (kedua negara) */
    uint64_t powers; /* bit p is set for each power meant; several for "kedua negara" */
} bk_mention;

typedef struct bk_quote {
    uint32_t sentence; /* that it begins in */
    uint32_t begin, end;
    uint32_t speaker_begin, speaker_end; /* 0, 0 where no speaker was found; same field */
    int16_t power;                       /* the speaker's power, or BK_VOICE_OTHER */
    bool direct;                         /* between quotation marks */
} bk_quote;

typedef struct bk_relation {
    uint32_t sentence;
    int16_t dyad;
    int16_t source, target;        /* a power, or BK_PARTY_MUTUAL (both then) */
    int8_t polarity;               /* -1, 0, 1 */
    uint8_t quad;                  /* bk_quad */
    int16_t voice;                 /* a power, BK_VOICE_NARRATOR, BK_VOICE_OTHER */
    const char *plover;            /* "ACCUSE"; "" for N */
    double certainty;              /* 1 stated as fact; less for planned, possible, doubted */
    double score;                  /* confidence of the coder in (0, 1] */
    uint32_t evidence, n_evidence; /* into bk_coding.evidence */
} bk_relation;

/* One article; borrowed until the coder's next run. */
typedef struct bk_coding {
    const bk_mention *mentions;
    uint32_t n_mentions;
    const bk_quote *quotes;
    uint32_t n_quotes;
    const bk_relation *relations; /* by sentence, then dyad; at most one a sentence and dyad */
    uint32_t n_relations;
    const bk_span *evidence; /* deciding words, in the raw field of the relation's sentence */
} bk_coding;

typedef struct bk_coder bk_coder;
/* One a worker, over that worker's analyzer; both and the triad must outlive it. */
BK_API bk_status bk_coder_new(bk_ctx *ctx, bk_coder **out, bk_analyzer *a, const bk_triad *t);
/* `scan` is what the analyzer made of `article`. */
BK_API bk_status bk_coder_run(bk_coder *c, const bk_article *article, const bk_scan *scan,
                              const bk_coding **out);
BK_API void bk_coder_free(bk_coder *c);

/* ---- tone: many relations to a number with an interval ---------------------------------- */
typedef struct bk_tone_obs {
    uint32_t article;
    int16_t dyad;
    int16_t voice;
    int8_t polarity;
    float weight; /* of the article: one vote a group of repeated articles; 0 leaves it out */
} bk_tone_obs;

typedef struct bk_tone_opts {
    size_t size;
    int resamples;
    double level;
} bk_tone_opts;
#define BK_TONE_OPTS_INIT                                                                          \
    {                                                                                              \
        sizeof(bk_tone_opts), 1000, 0.95                                                           \
    }
BK_API const bk_opt *bk_tone_opt_table(size_t *n);

/* voice of a row that holds all voices */
#define BK_VOICE_ALL (-3)
/* The interval is that of the Bayesian bootstrap over articles (Rubin 1981): in each resample an
 * article has a random weight with its vote as mean, and half a vote lies at -1 and at 1 each, as
 * in Jeffreys' prior. So copies that share a vote act as one article, and few articles that agree
 * do not pass for certainty: of two that say +1 the interval is about [-0.3, 1]. It is widened to
 * the tone itself where that lies outside. */
typedef struct bk_tone_row {
    int32_t group; /* 0..G-1, the caller's grouping of articles; -1: the whole corpus */
    int16_t dyad, voice;
    double tone;      /* mean over articles of the mean polarity of an article, in [-1, 1] */
    double low, high; /* the middle `level` of the resamples; NaN where articles < 2 */
    uint32_t n;       /* relations */
    uint32_t articles;
} bk_tone_row;

/* Probability over joint resamples of the articles that the product of the three signs is positive
 * (balanced): the three tones share articles, so they are resampled together. */
typedef struct bk_balance {
    int16_t a, b, c;   /* powers */
    double product;    /* of the three tones; NaN where a dyad is empty */
    double p_balanced; /* share of resamples with a positive product; NaN where a dyad is empty */
    double p_positive[3]; /* of ab, ac, bc: share of resamples with a positive tone; NaN if empty */
} bk_balance;

typedef struct bk_tone bk_tone;
/* obs [n] sorted by article. group [n_articles], outside of 0..groups-1 for none, may be NULL; then
 * only the whole corpus. Rows that hold a relation, by group (the corpus first), dyad and voice:
 * all, narrator, powers, other. Streams come from the seed and the row's own (group, dyad, voice),
 * so a row does not depend on its neighbours. Tones of articles are summed up before resampling:
 * O(n log n + rows resamples different tones). BK_EINVAL, BK_ENOMEM. */
BK_API bk_status bk_tone_fit(bk_ctx *ctx, bk_tone **out, const bk_triad *t, const bk_tone_obs *obs,
                             int64_t n, int64_t n_articles, const int32_t *group, int32_t groups,
                             const bk_tone_opts *opts);
/* Borrowed from t. */
BK_API const bk_tone_row *bk_tone_rows(const bk_tone *t, int64_t *n);
/* One for each three powers a < b < c, in this order; borrowed from t. */
BK_API const bk_balance *bk_tone_balance(const bk_tone *t, int64_t *n);
BK_API void bk_tone_free(bk_tone *t);

#ifdef __cplusplus
}
#endif
#endif
