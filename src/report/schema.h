/* schema.h - positions of the columns of each table, so that who fills and who reads agree.
 *
 * The names, types, units and explanations are in schema.c; the order here is the order there. */
#ifndef BK_REPORT_SCHEMA_H
#define BK_REPORT_SCHEMA_H

#include <bingkai/report.h>

typedef enum bk__tab { /* tables, in the order of bk_schema */
                       T_ARTICLES,
                       T_REMOVED,
                       T_PROBLEMS,
                       T_INPUTS,
                       T_SENTENCES,
                       T_MENTIONS,
                       T_QUOTES,
                       T_RELATIONS,
                       T_DYADS,
                       T_TRIAD,
                       T_CONTRASTS,
                       T_FUNCTIONS,
                       T_FRAMES,
                       T_FRAME_SENTENCES,
                       T_DYAD_FRAMES,
                       T_TOPICS,
                       T_TOPIC_TERMS,
                       T_TOPIC_EXAMPLES,
                       T_TOPIC_SHARES,
                       T_TOPIC_ARTICLES,
                       T_TOPIC_PLACES,
                       T_TOPIC_EFFECTS,
                       T_TOPIC_CONTRAST,
                       T_TOPIC_TONE,
                       T_TOPIC_CHOICE,
                       T_TOPIC_MOVES,
                       T_TOPIC_FIT,
                       T_NEIGHBOURS,
                       T_PAIRS,
                       T_DUPLICATES,
                       T_COPIES,
                       T_GROUPS,
                       T_THREADS,
                       T_THREAD_ARTICLES,
                       T_OUTLET_PAIRS,
                       T_SIMILARITY,
                       T_PASSAGES,
                       T_KEYNESS,
                       T_TERMS,
                       T_COLLOCATIONS,
                       T_COUNT
} bk__tab;

enum { /* articles: a row an article, in corpus order */
       ART_ID,
       ART_LANG,
       ART_SOURCE,
       ART_TITLE,
       ART_PUBLISHED,
       ART_PLACE,
       ART_URL,
       ART_FILE,
       ART_LINE,
       ART_INFERRED,
       ART_WORDS,
       ART_SENTENCES,
       ART_GROUP,
       ART_VOTE,
       ART_TOPIC,
       ART_X,
       ART_Y,
       ART_RELATIONS,
       ART_RAW,
       ART_TEXT,
       ART_N
};
enum { REM_ID, REM_FIELD, REM_BEGIN, REM_END, REM_REASON, REM_TEXT, REM_N };
enum { PRB_FILE, PRB_LINE, PRB_KIND, PRB_ACTION, PRB_WHAT, PRB_N };
enum { INP_PATH, INP_BYTES, INP_ARTICLES, INP_SHA256, INP_N };
enum { SEN_ID, SEN_SENTENCE, SEN_FIELD, SEN_BEGIN, SEN_END, SEN_TEXT, SEN_N };
enum { MEN_ID, MEN_SENTENCE, MEN_FIELD, MEN_BEGIN, MEN_END, MEN_ACTOR, MEN_KIND, MEN_TEXT, MEN_N };
enum {
    QUO_ID,
    QUO_SENTENCE,
    QUO_FIELD,
    QUO_BEGIN,
    QUO_END,
    QUO_SPEAKER,
    QUO_COUNTRY,
    QUO_DIRECT,
    QUO_TEXT,
    QUO_N
};
enum {
    REL_ID,
    REL_SENTENCE,
    REL_FIELD,
    REL_BEGIN,
    REL_END,
    REL_DYAD,
    REL_SOURCE,
    REL_TARGET,
    REL_POLARITY,
    REL_QUAD,
    REL_CLASS,
    REL_VOICE,
    REL_CERTAINTY,
    REL_SCORE,
    REL_EVIDENCE,
    REL_TEXT,
    REL_N
};
enum {
    DYA_SCOPE,
    DYA_ID,
    DYA_DYAD,
    DYA_VOICE,
    DYA_TONE,
    DYA_LOW,
    DYA_HIGH,
    DYA_N_RELATIONS,
    DYA_ARTICLES,
    DYA_N
};
enum { TRI_A, TRI_B, TRI_C, TRI_PRODUCT, TRI_P_BALANCED, TRI_P_AB, TRI_P_AC, TRI_P_BC, TRI_N };
enum {
    CON_SCOPE,
    CON_DYAD,
    CON_A,
    CON_B,
    CON_TONE_A,
    CON_TONE_B,
    CON_DIFFERENCE,
    CON_LOW,
    CON_HIGH,
    CON_P,
    CON_Q,
    CON_ARTICLES_A,
    CON_ARTICLES_B,
    CON_N
};
enum {
    FUN_POWER,
    FUN_FUNCTION,
    FUN_ROLE,
    FUN_VOICE,
    FUN_SHARE,
    FUN_LOW,
    FUN_HIGH,
    FUN_N_RELATIONS,
    FUN_ARTICLES,
    FUN_ID,
    FUN_SENTENCE,
    FUN_EXAMPLE,
    FUN_N
};
enum {
    FRA_SCOPE,
    FRA_ID,
    FRA_FRAME,
    FRA_KIND,
    FRA_SHARE,
    FRA_LOW,
    FRA_HIGH,
    FRA_SCORE,
    FRA_ARTICLES,
    FRA_DOMINANT,
    FRA_N
};
enum {
    FRS_ID,
    FRS_SENTENCE,
    FRS_FIELD,
    FRS_BEGIN,
    FRS_END,
    FRS_FRAME,
    FRS_SCORE,
    FRS_EVIDENCE,
    FRS_TEXT,
    FRS_N
};
enum {
    DYF_DYAD,
    DYF_FRAME,
    DYF_KIND,
    DYF_SHARE,
    DYF_SHARE_LOW,
    DYF_SHARE_HIGH,
    DYF_TONE,
    DYF_LOW,
    DYF_HIGH,
    DYF_N_RELATIONS,
    DYF_ARTICLES,
    DYF_ID,
    DYF_SENTENCE,
    DYF_EXAMPLE,
    DYF_N
};
enum {
    TOP_TOPIC,
    TOP_LABEL,
    TOP_SHARE,
    TOP_LOW,
    TOP_HIGH,
    TOP_ARTICLES,
    TOP_NPMI,
    TOP_EXCLUSIVITY,
    TOP_RECOVERY,
    TOP_UNSTABLE,
    TOP_X,
    TOP_Y,
    TOP_TERMS,
    TOP_RELEVANT,
    TOP_FREX,
    TOP_TFIDF,
    TOP_N
};
enum {
    TTE_TOPIC,
    TTE_RANK,
    TTE_TERM,
    TTE_WEIGHT,
    TTE_LIFT,
    TTE_RELEVANCE,
    TTE_FREX,
    TTE_TFIDF,
    TTE_N
};
enum {
    TEX_TOPIC,
    TEX_KIND,
    TEX_RANK,
    TEX_ID,
    TEX_SHARE,
    TEX_SENTENCE,
    TEX_FIELD,
    TEX_BEGIN,
    TEX_END,
    TEX_TEXT,
    TEX_N
};
enum { TSH_SCOPE, TSH_ID, TSH_TOPIC, TSH_SHARE, TSH_LOW, TSH_HIGH, TSH_ARTICLES, TSH_N };
enum { TDO_ID, TDO_TOPIC, TDO_SHARE, TDO_N };
enum {
    TPL_ID,
    TPL_TOPIC,
    TPL_SHARE,
    TPL_SECOND,
    TPL_SECOND_SHARE,
    TPL_MARK,
    TPL_WHY,
    TPL_WORDS,
    TPL_GAIN,
    TPL_N
};
enum {
    TEF_COVARIATE,
    TEF_LEVEL,
    TEF_TOPIC,
    TEF_EFFECT,
    TEF_LOW,
    TEF_HIGH,
    TEF_P,
    TEF_Q,
    TEF_ADJUSTED,
    TEF_ARTICLES,
    TEF_N
};
enum {
    TCO_A,
    TCO_B,
    TCO_TOPIC,
    TCO_RANK,
    TCO_TERM,
    TCO_COUNT_A,
    TCO_COUNT_B,
    TCO_LOG_ODDS,
    TCO_LOW,
    TCO_HIGH,
    TCO_Z,
    TCO_Q,
    TCO_N
};
enum { TTO_TOPIC, TTO_DYAD, TTO_TONE, TTO_LOW, TTO_HIGH, TTO_N_RELATIONS, TTO_ARTICLES, TTO_N };
enum {
    TCH_TOPICS,
    TCH_PERPLEXITY,
    TCH_SE,
    TCH_NPMI,
    TCH_EXCLUSIVITY,
    TCH_STABILITY,
    TCH_TAKEN,
    TCH_BEST_BY,
    TCH_REASON,
    TCH_N
};
enum {
    TMO_TOPIC,
    TMO_LABEL,
    TMO_STATE,
    TMO_BEFORE,
    TMO_SHARE,
    TMO_HELLINGER,
    TMO_JENSEN,
    TMO_GAINED,
    TMO_LOST,
    TMO_N
};
enum {
    TFI_METHOD,
    TFI_TOPICS,
    TFI_ARTICLES,
    TFI_FROM,
    TFI_SWEEPS,
    TFI_MOST,
    TFI_ENDED,
    TFI_MEASURE,
    TFI_VALUE,
    TFI_UNKNOWN,
    TFI_N
};
enum { NEI_ID, NEI_RANK, NEI_NEIGHBOUR, NEI_COSINE, NEI_SHARED, NEI_N };
enum { PAI_A, PAI_B, PAI_COSINE, PAI_SHARED, PAI_N };
enum { DUP_GROUP, DUP_ID, DUP_JACCARD, DUP_LEAD, DUP_COPY_OF, DUP_N };
enum {
    COP_SOURCE,
    COP_COPIER,
    COP_COPIES,
    COP_SHARE,
    COP_LOW,
    COP_HIGH,
    COP_LATER,
    COP_HOURS,
    COP_CHANGED,
    COP_N
};
enum { GRO_GROUP, GRO_ID, GRO_COSINE, GRO_LEAD, GRO_N };
enum {
    THR_THREAD,
    THR_ARTICLES,
    THR_DISTINCT,
    THR_OUTLETS,
    THR_FIRST,
    THR_LAST,
    THR_DAYS,
    THR_SOURCE,
    THR_LEAD,
    THR_TITLE,
    THR_TERMS,
    THR_N
};
enum { THA_THREAD, THA_RANK, THA_ID, THA_COSINE, THA_N };
enum {
    OUT_A,
    OUT_B,
    OUT_ARTICLES_A,
    OUT_ARTICLES_B,
    OUT_COSINE,
    OUT_LOW,
    OUT_HIGH,
    OUT_SHARED,
    OUT_SHARED_LOW,
    OUT_SHARED_HIGH,
    OUT_N
};
enum {
    PAS_A,
    PAS_B,
    PAS_KIND,
    PAS_A_BEGIN,
    PAS_A_END,
    PAS_A_TEXT,
    PAS_B_BEGIN,
    PAS_B_END,
    PAS_B_TEXT,
    PAS_N
};
enum { SIM_KIND, SIM_LOW, SIM_HIGH, SIM_COUNT, SIM_SHARE, SIM_N };
enum {
    KEY_SCOPE,
    KEY_ID,
    KEY_RANK,
    KEY_TERM,
    KEY_COUNT,
    KEY_REFERENCE,
    KEY_G2,
    KEY_LOG_RATIO,
    KEY_DISPERSION,
    KEY_P,
    KEY_Z,
    KEY_N
};
enum { TER_TERM, TER_SHOWN, TER_DF, TER_TF, TER_N };
enum {
    COL_TERM,
    COL_SHOWN,
    COL_COUNT,
    COL_FIRST,
    COL_SECOND,
    COL_EXPECTED,
    COL_PMI,
    COL_NPMI,
    COL_G2,
    COL_DF,
    COL_ARTICLE,
    COL_EXAMPLE,
    COL_N
};

#endif
