/* gold.h - sentences that people coded, and what a file of relations says about them. */
#ifndef BK_STUDY_GOLD_H
#define BK_STUDY_GOLD_H

#include <bingkai/relation.h>

#include "base/arena.h"
#include "base/map.h"

enum { BK__POWERS = 4, BK__DYADS = BK__POWERS * (BK__POWERS - 1) / 2 };
enum { BK__BIT_MUTUAL = 16, BK__BIT_OTHER = 17 }; /* beside a bit a power; mutual, or narrator */

#define BK__LEAST_P 1e-9     /* chance of being drawn */
enum { BK__KINDS_READ = 4 }; /* of a dyad in a sentence: no relation, -1, 0, 1 */

typedef struct bk__code { /* one dyad, as coded: masks of what is accepted; or as read: one bit */
    bool there, required;
    uint8_t polarity, quad; /* bits: polarity + 1; bk_quad */
    uint32_t source, voice; /* bits of powers, BK__BIT_MUTUAL, BK__BIT_OTHER */
    int8_t first_polarity;
    uint8_t first_quad, first_source, first_voice; /* bit numbers */
    float score;
} bk__code;

typedef struct bk__gold_item {
    bk_str id, lang, title, prev, sent;
    uint32_t article;
    uint32_t next; /* item of the same article, BK__NONE behind the last */
    bk__code gold[BK__DYADS], read[BK__DYADS];
    bool comention[BK__DYADS];
    bool found; /* in the predictions */
    bool coded; /* has "relations": others were not labelled yet */
    double p;   /* chance that it had to be drawn; 1 where the file does not say */
    /* Those drawn with the same chance are a stratum; coded ones stand for those that are not. */
    uint32_t stratum;
    double weight; /* how many sentences it stands for: 1 / p, and those of its stratum not coded */
    double part;   /* of its stratum that was drawn and coded */
} bk__gold_item;

typedef struct bk__gold {
    bk_ctx *ctx;
    const bk_triad *triad;
    int P, dyads;
    bk__arena arena;
    bk__gold_item *item; /* [n] in the order of the file */
    uint32_t n;
    size_t cap;
    bk__map articles;
    uint32_t *first; /* [articles] its first item; made by bk__gold_predict */
    double corpus[BK__DYADS][BK__KINDS_READ]; /* sentences of all predictions that relate the dyad
                                                 or name both of its powers; repeats left out */
    uint32_t open;                            /* items that are not coded; they are left out */
    bool drawn;                               /* some item has a chance below 1 */
    bk__map copies;                           /* articles of a study that repeat others */
} bk__gold;

void bk__gold_init(bk__gold *g, bk_ctx *ctx);
void bk__gold_clear(bk__gold *g);
/* Lines as validate.h says, or a sheet (.csv, .tsv); the triad must outlive it. Items that are not
 * coded are counted and left out. BK_EIO; BK_EFORMAT (file and line, what was expected);
 * BK_EUNSUPPORTED for more than BK__POWERS powers. */
bk_status bk__gold_read(bk__gold *g, const bk_triad *triad, const char *path);
/* Fills `read` of every item with the codes of another file for it (one "gid", one sentence);
 * items that only one file codes are left out and counted in *alone. BK_EFORMAT also where that
 * leaves none. */
bk_status bk__gold_second(bk__gold *g, const char *path, int64_t *alone);
/* Fills `read`, `comention` and `found` of every item from lines in the shape of relations.jsonl: a
 * line belongs to the items of its article whose sentence holds its text or lies in it. BK_EFORMAT
 * also where no line belongs to any. Of a study's folder its relations.jsonl is read, and articles
 * that repeat others (duplicates.tsv) do not count in `corpus`. Cost: a pass over the file. */
bk_status bk__gold_predict(bk__gold *g, const char *path);

/* ---- for the files gold_*.c ---------------------------------------------------------------- */
bk_status bk__gold_bad(const bk__gold *g, const char *where, const char *what, bk_str value);
/* Hands every line that is not empty to `take`. */
typedef bk_status bk__gold_line(bk__gold *g, bk_str line, const char *where);
bk_status bk__gold_lines(bk__gold *g, const char *path, bk__gold_line *take);
int bk__gold_power(const bk__gold *g, bk_str code); /* -1: none */
int bk__gold_dyad(const bk__gold *g, bk_str code);  /* -1: none */
int bk__gold_quad(bk_str name);                     /* -1: none */
/* Bit of a party or voice; -1: none. */
int bk__gold_bit(const bk__gold *g, bk_str code);
/* Appends; its strings are kept. doc {"", 0}: its id stands for its article. BK_EFORMAT without a
 * sentence. */
bk_status bk__gold_add(bk__gold *g, bk__gold_item *it, bk_str doc, const char *where);
bk_status bk__gold_sheet(bk__gold *g, bk_str bytes, const char *path);

#endif
