/* text.h - words: scanning, analysis, vocabulary.
 *
 * An analyzer belongs to one thread. It keeps every distinct written form that it has seen, with
 * everything that is known about it (pay once for each form); a token only names its form. */
#ifndef BINGKAI_TEXT_H
#define BINGKAI_TEXT_H

#include <bingkai/corpus.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum bk_kind {
    BK_KIND_WORD,   /* letters, with inner hyphen, apostrophe or dot ("negara-negara", "U.S.") */
    BK_KIND_NUMBER, /* digits with separators: "1.234,5", "30/12/2021", "2025" */
    BK_KIND_PUNCT,  /* one mark, quotation marks too */
    BK_KIND_OTHER   /* symbol, emoji, URL, address */
} bk_kind;

enum {                   /* bk_form.flags */
       BK_FORM_STOP = 1, /* stop word; never a negator */
       BK_FORM_NEGATOR = 2,
       BK_FORM_CAPITAL = 4, /* first letter upper case */
       BK_FORM_UPPER = 8,   /* all letters upper case, two or more */
       BK_FORM_NAME = 16,   /* protected name: never stemmed */
       BK_FORM_OPEN = 32,   /* opening quotation mark or either of a straight pair */
       BK_FORM_CLOSE = 64,  /* closing quotation mark or either of a straight pair */
       BK_FORM_REDUP = 128, /* reduplication; the lemma is the single word */
       BK_FORM_KNOWN = 256  /* the root is in the dictionary */
};

typedef enum bk_voice_prefix { /* Indonesian verbal prefix, taken off for the lemma's root */
                               BK_PREFIX_NONE,
                               BK_PREFIX_MEN, /* active */
                               BK_PREFIX_DI,  /* passive */
                               BK_PREFIX_TER, /* accidental or stative passive */
                               BK_PREFIX_BER, /* intransitive, reciprocal */
                               BK_PREFIX_PEN, /* agent or process noun */
                               BK_PREFIX_PER,
                               BK_PREFIX_KE_AN, /* abstract noun: ketidakpercayaan */
                               BK_PREFIX_SE
} bk_voice_prefix;

/* What is known about one written form; strings are borrowed from the analyzer. */
typedef struct bk_form {
    bk_str surface; /* as written */
    bk_str fold;    /* NFKC, case folded */
    bk_str lemma;   /* what the vectorizer counts by default: kebijakan, memperkuat -> perkuat? see
                       stem_id.h */
    bk_str root;    /* bijak */
    uint8_t kind;   /* bk_kind */
    uint8_t prefix; /* bk_voice_prefix */
    uint16_t flags; /* BK_FORM_* */
    uint8_t lang;   /* index into the analyzer's languages */
} bk_form;

typedef struct bk_token {
    uint32_t form;       /* index for bk_analyzer_form */
    uint32_t begin, end; /* bytes of the raw field of its sentence */
    uint32_t sentence;
} bk_token;

typedef struct bk_sentence {
    uint32_t begin, end; /* bytes of the raw field, without surrounding blanks */
    uint32_t first, n;   /* tokens [first, first + n) */
    uint32_t field;      /* bk_field */
    uint32_t paragraph;  /* 0-based number of the kept stretch that it lies in, over both fields */
} bk_sentence;

/* One article's words; borrowed until the analyzer's next run. Title first, then text. */
typedef struct bk_scan {
    const bk_token *tokens;
    uint32_t n_tokens;
    const bk_sentence *sentences;
    uint32_t n_sentences;
    uint8_t lang; /* index into the analyzer's languages */
} bk_scan;

typedef struct bk_analyzer bk_analyzer;
typedef struct bk_analyzer_opts {
    size_t size;
    const char *lang;         /* for articles that do not say: id, en */
    const char *unit;         /* what the vectorizer counts: lemma, root, fold, surface */
    const char *stopwords;    /* model: the language's list; none; or a file with a word a line */
    const char *exceptions;   /* file of our user's own: word, tab, lemma, tab, root; NULL */
    int min_chars, max_chars; /* length of a term in characters */
    bool keep_numbers;
} bk_analyzer_opts;
#define BK_ANALYZER_OPTS_INIT                                                                      \
    {                                                                                              \
        sizeof(bk_analyzer_opts), "id", "lemma", "model", NULL, 2, 64, false                       \
    }
BK_API const bk_opt *bk_analyzer_opt_table(size_t *n);

/* Loads models/<lang>/ and, for Indonesian, hunspell-id where it is installed. BK_EIO, BK_EFORMAT
 * (file, line). Not thread-safe; make one a worker. */
BK_API bk_status bk_analyzer_new(bk_ctx *ctx, bk_analyzer **out, const bk_analyzer_opts *opts);
/* Scans the kept stretches of an article (all of title and text where it was not cleaned). */
BK_API bk_status bk_analyzer_run(bk_analyzer *a, const bk_article *article, const bk_scan **out);
/* The same for one plain string as the text field; lang NULL: the default. */
BK_API bk_status bk_analyzer_text(bk_analyzer *a, bk_str text, const char *lang,
                                  const bk_scan **out);
/* Pointers stay valid until the next run. */
BK_API const bk_form *bk_analyzer_form(const bk_analyzer *a, uint32_t form);
BK_API uint32_t bk_analyzer_forms(const bk_analyzer *a); /* how many */
/* The term that the vectorizer counts for a form; {NULL,0} where it is not counted (stop word,
 * punctuation, length). */
BK_API bk_str bk_analyzer_term(const bk_analyzer *a, uint32_t form);
/* The form of one word, as if it stood in running text (for `show --stems`). */
BK_API bk_status bk_analyzer_word(bk_analyzer *a, bk_str word, const char *lang,
                                  const bk_form **out);
/* "id" for 0, "en" for 1. */
BK_API const char *bk_analyzer_lang(const bk_analyzer *a, uint8_t lang);
/* "hunspell-id 31099 entries" or "rules only"; for manifest and notices. */
BK_API const char *bk_analyzer_stemmer(const bk_analyzer *a);
BK_API void bk_analyzer_free(bk_analyzer *a);

/* ---- vocabulary: terms with document frequency --------------------------------------- */
typedef struct bk_vocab bk_vocab;
BK_API uint32_t bk_vocab_size(const bk_vocab *v);              /* V */
BK_API bk_str bk_vocab_term(const bk_vocab *v, uint32_t type); /* borrowed */
/* How people mostly write the term: China for china, menegaskan for tegaskan. Borrowed. */
BK_API bk_str bk_vocab_shown(const bk_vocab *v, uint32_t type);
BK_API uint64_t bk_vocab_df(const bk_vocab *v, uint32_t type); /* documents that hold it */
BK_API uint64_t bk_vocab_tf(const bk_vocab *v, uint32_t type); /* occurrences */
/* UINT32_MAX where it is absent. */
BK_API uint32_t bk_vocab_find(const bk_vocab *v, bk_str term);

#ifdef __cplusplus
}
#endif
#endif
