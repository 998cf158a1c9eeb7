/* page.h - the page in the making: tables, words in two languages, markup. Private to the room. */
#ifndef BK_REPORT_PAGE_H
#define BK_REPORT_PAGE_H

#include "base/json.h"
#include "base/map.h"
#include "report/schema.h"

typedef enum bk__word {
#define S(name, id, en) W_##name,
#include "report/words.inc"
#undef S
    W_COUNT
} bk__word;

enum { MOST_ROWS = 1500 }; /* of a figure */
enum { NUMBERS = 32, NUMBER_BYTES = 64 };

typedef struct bk__limits {
    int64_t cards, points, pairs, sentences, rows; /* shown at most */
} bk__limits;

typedef struct bk__page {
    bk_ctx *ctx;
    bk__buf b;    /* markup */
    bk__buf data; /* figures' data, JSON */
    bk_status st; /* first failure; all calls are silent after it */
    int lang;     /* 0 Indonesian, 1 English */
    bool no_text;
    const struct bk_triad *triad; /* may be NULL */
    const bk_table *t[T_COUNT];   /* NULL where absent or of another shape */
    const bk__value *manifest;
    bk_str manifest_text;
    bk__map ids;      /* article id -> row (first) */
    bk__map powers;   /* code -> colour, by falling number of relations */
    int64_t *card_of; /* [articles] number of the card from 1; 0: none */
    int figures;
    bk__limits max;
    char number[NUMBERS][NUMBER_BYTES];
    unsigned next_number;
} bk__page;

/* ---- markup.c ------------------------------------------------------------------------------ */

void bk__put(bk__page *p, const char *z); /* markup as it is */
void bk__putf(bk__page *p, const char *format, ...) BK_PRINTF(2, 3);
void bk__esc(bk__page *p, bk_str s);                   /* text, also inside attributes */
void bk__esc_short(bk__page *p, bk_str s, size_t max); /* cut at a character with an ellipsis */
void bk__esc_decimals(bk__page *p,
                      bk_str s); /* text with numbers in it, as the language has them */
const char *bk__w(const bk__page *p, bk__word w); /* markup */
bk_str bk__ws(const bk__page *p, bk__word w);
/* %1..%9 of the word's markup replaced by escaped args[1..9]; %1[article|articles] by the first
 * where args[1] is "1", else by the second. */
void bk__say_n(bk__page *p, bk__word w, const bk_str *args, size_t n);
#define SAY(p, w, ...)                                                                             \
    bk__say_n(p, w, (bk_str[]){{"", 0}, __VA_ARGS__},                                              \
              sizeof((bk_str[]){{"", 0}, __VA_ARGS__}) / sizeof(bk_str))
/* Numbers as the page's language writes them; borrowed until NUMBERS more are made. */
bk_str bk__n(bk__page *p, int64_t v);
bk_str bk__x(bk__page *p, double v, int digits, bool sign); /* NaN: a dash */
bk_str bk__pct(bk__page *p, double share);
bk_str bk__day(bk__page *p, bk_cell date);
bk_str bk__period(bk__page *p, bk_str id); /* YYYY-MM, YYYY-Qn, YYYY */
/* Tables: caption, then heads (NULL-terminated array of markup). Numeric columns from `num`. */
void bk__table_open(bk__page *p, const char *caption, const char *const *heads, int num);
void bk__td(bk__page *p, bk_str s);
void bk__td_num(bk__page *p, bk_str s);
/* "5.1% - 6.5%"; a dash where there is no interval. */
void bk__td_range(bk__page *p, double low, double high);
void bk__th(bk__page *p, bk_str s); /* first cell of a row */
void bk__table_close(bk__page *p);
void bk__note_more(bk__page *p, int64_t shown, int64_t all); /* where some are not shown */
void bk__finding(bk__page *p, bk__word w, const bk_str *args,
                 size_t n); /* a paragraph of its own */
#define FINDING(p, w, ...)                                                                         \
    bk__finding(p, w, (bk_str[]){{"", 0}, __VA_ARGS__},                                            \
                sizeof((bk_str[]){{"", 0}, __VA_ARGS__}) / sizeof(bk_str))
void bk__section(bk__page *p, const char *id, bk__word title);
/* Where the study's intervals (options, group and name) are not of 95 %, it is said. */
void bk__say_level(bk__page *p, const char *group, const char *name);
void bk__section_end(bk__page *p);
/* A figure; its data is then written by bk__jw into p->data between figure and figure_data_end. */
void bk__figure_open(bk__page *p, bk__jw *w, const char *spec, bk__word title);
void bk__figure_table(bk__page *p, bk__jw *w); /* ends the data; opens the table below it */
void bk__figure_close(bk__page *p);

void bk__key_str(bk__jw *w, const char *key, bk_str s);
void bk__key_real(bk__jw *w, const char *key, double x);
void bk__key_int(bk__jw *w, const char *key, int64_t n);

/* ---- tables (markup.c) ----------------------------------------------------------------------- */

int64_t bk__rows(const bk__page *p, bk__tab t);
bk_cell bk__cell(const bk__page *p, bk__tab t, int64_t row, size_t col);
bk_str bk__s(const bk__page *p, bk__tab t, int64_t row, size_t col);  /* "" for null */
double bk__r(const bk__page *p, bk__tab t, int64_t row, size_t col);  /* NaN for null */
int64_t bk__i(const bk__page *p, bk__tab t, int64_t row, size_t col); /* 0 for null */
bool bk__is(const bk__page *p, bk__tab t, int64_t row, size_t col, const char *z);
int64_t bk__article(const bk__page *p, bk_str id); /* row; -1 */
/* Rows in which column `key` is the article's id are found through this index. */
typedef struct bk__rows_of {
    int64_t *first, *next; /* [articles], [rows]; -1 ends */
    bk_ctx *ctx;
} bk__rows_of;
bk_status bk__rows_of_new(bk__page *p, bk__rows_of *out, bk__tab t, size_t key);
void bk__rows_of_clear(bk__rows_of *r);
/* Rows by falling n, then rising row: for qsort. */
typedef struct bk__ranked {
    int64_t n, row;
} bk__ranked;
int bk__by_n(const void *a, const void *b);

/* Rows of sentences, for the articles that have a card (places.c). */
typedef struct bk__place {
    int64_t article, sentence, row;
} bk__place;
typedef struct bk__places {
    bk__place *at; /* [n] by article, sentence, row */
    size_t n;
    bk_ctx *ctx;
} bk__places;
/* The table's first two columns are the article's id and the sentence. BK_ENOMEM. */
bk_status bk__places_new(bk__page *p, bk__places *out, bk__tab t);
void bk__places_clear(bk__places *l);
/* Those of the article with from <= sentence < to; borrowed; log time. */
bk__places bk__places_of(const bk__places *l, int64_t article, int64_t from, int64_t to);

/* ---- names.c: what codes mean ---------------------------------------------------------------- */

bk_str bk__power(const bk__page *p, bk_str code);
bk_str bk__voice(const bk__page *p, bk_str code);
bk_str bk__frame(const bk__page *p, bk_str code);
bk_str bk__class(const bk__page *p, bk_str code);
bk_str bk__reason(const bk__page *p, bk_str code); /* of a cut */
bk_str bk__dyad(bk__page *p, bk_str dyad);         /* "China - Russia"; borrowed as numbers are */
int bk__colour(const bk__page *p, bk_str power);   /* 0.. */
/* What a tone and its interval allow to say. */
typedef enum bk__sense {
    SENSE_NOTHING,         /* no relations */
    SENSE_TOO_FEW,         /* no interval */
    SENSE_OPEN,            /* the interval holds 0 */
    SENSE_EVEN,            /* ... and lies within BK__EVEN of it */
    SENSE_CONFLICT,        /* the interval lies below 0 */
    SENSE_COOPERATE,       /* above */
    SENSE_STRONG_CONFLICT, /* ... and beyond BK__EVEN */
    SENSE_STRONG_COOPERATE
} bk__sense;
#define BK__EVEN 0.3
enum { BK__FEW = 10 }; /* fewer articles: a hint and no more */
bk__sense bk__sense_of(double low, double high, double tone);
const char *bk__verdict(const bk__page *p, double low, double high, double tone);
bk_str bk__frame_about(const bk__page *p, bk_str code); /* what it brings out; "" */

/* ---- bins.c: how fine the axis of time may be ------------------------------------------------ */

enum { BK__BIN_MEDIAN = 5, BK__BIN_LEAST = 3 }; /* articles: of the median bin; to be named */
/* Is the row one of those that the figure shows? */
typedef bool bk__bin_row(const bk__page *p, int64_t row, const char *scope, const void *user);
/* "month", "quarter" or "year": the finest in which the median of the shown rows' column `articles`
 * is at least BK__BIN_MEDIAN; where none is, the coarsest that has rows. NULL: there are none. */
const char *bk__bin_scope(bk__page *p, bk__tab t, size_t articles, bk__bin_row *shown,
                          const void *user);
/* Months, quarters or years since year 0, so that neighbours differ by 1; -1 for no period. */
int64_t bk__bin_number(bk_str id);
/* The period of such a number in a scope of bk__bin_scope; `out` has 8 bytes. */
bk_str bk__bin_id(const char *scope, int64_t number, char *out);
/* The period's first month: 2025-04 for 2025-Q2. `out` has 8 bytes. */
bk_str bk__bin_start(bk_str id, char *out);
/* One of three words by the scope of the bins. */
bk__word bk__bin_word(const char *scope, bk__word month, bk__word quarter, bk__word year);

/* ---- tones (sec_triad.c) --------------------------------------------------------------------- */

enum { BK__PAIRS = 15 };
/* Rows of dyads of scope all and voice all, most relations first; how many. */
int64_t bk__pairs(bk__page *p, int64_t rows[BK__PAIRS]);
/* A row of dyads with a tone, of this scope and voice (NULL: any). */
bool bk__tone_row(const bk__page *p, int64_t r, const char *scope, const char *voice);
double bk__tone(const bk__page *p, int64_t r);
/* The rest of a row of a table: tone, interval, relations, articles. */
void bk__tone_cells(bk__page *p, int64_t r);
/* Who sides with whom, and how sure that is. */
void bk__say_balance(bk__page *p);
/* Its label; the number where there is none (sec_topics.c). */
bk_str bk__topic_label(bk__page *p, int64_t topic);
/* The label, and the way to its articles and sentences where they are shown; as first cell of a row
 * too. */
void bk__topic_link(bk__page *p, int64_t topic);
void bk__th_topic(bk__page *p, int64_t topic);
/* Figures of the section on topics (sec_topic_*.c, sec_themes.c); nothing without data. */
void bk__put_topic_map(bk__page *p);
void bk__put_topic_terms(bk__page *p);
void bk__put_topic_time(bk__page *p);
void bk__put_topic_source(bk__page *p);
void bk__put_topic_tone(bk__page *p);
void bk__put_topic_effects(bk__page *p);
void bk__put_topic_contrast(bk__page *p);
void bk__put_topic_moves(bk__page *p);
void bk__put_topic_heat(bk__page *p);
/* Tables of the sections on tone and frames (sec_claims.c); nothing without data. */
void bk__put_contrasts(bk__page *p);
void bk__put_dyad_frames(bk__page *p);
void bk__put_functions(bk__page *p);
/* q of the contrast of two outlets; NaN where they were not compared. */
double bk__contrast_q(const bk__page *p, const char *scope, bk_str dyad, bk_str a, bk_str b);
void bk__say_frames(bk__page *p); /* sec_themes.c: the two leading frames */
/* Title with outlet and date; links to the article's card where it has one (sec_similar.c). */
void bk__article_link(bk__page *p, bk_str id);
/* Parts of the section on similar articles (sec_stories.c); nothing where there is nothing. */
void bk__put_stories(bk__page *p);
void bk__put_groups(bk__page *p);
void bk__put_outlets(bk__page *p);
void bk__put_scores(bk__page *p);
void bk__put_copies(bk__page *p); /* sec_copies.c: the same */

/* ---- sections -------------------------------------------------------------------------------- */

void bk__sec_summary(bk__page *p);
void bk__sec_read(bk__page *p);
void bk__sec_triad(bk__page *p);
void bk__sec_tone(bk__page *p);
void bk__sec_frames(bk__page *p);
void bk__sec_topics(bk__page *p);
void bk__sec_map(bk__page *p);
void bk__sec_similar(bk__page *p);
void bk__sec_keyness(bk__page *p);
void bk__sec_articles(bk__page *p);
void bk__sec_method(bk__page *p);
/* Fills p->card_of: which articles get a card. */
bk_status bk__choose_cards(bk__page *p);

/* Build-time parts of the page (assets.c). */
typedef enum bk__asset {
    ASSET_VEGA,
    ASSET_SCRIPT,
    ASSET_STYLE,
    ASSET_SPECS,
    ASSET_FORM_SCRIPT,
    ASSET_FORM_STYLE
} bk__asset;
bk_str bk__asset_of(bk__asset a);
/* 'sha256-<base64>' of an inline script or style (html.c). */
void bk__put_hash(bk__page *p, bk_str s);

#endif
