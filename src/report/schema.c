/* schema.c - every table that bingkai writes: names, types, units, explanations.
 *
 * TSV files, the database, the tables of the page and the manual page bingkai-formats(5) all come
 * from here. The order of columns is that of schema.h. */
#include "report/schema.h"

#include <string.h>

static const bk_col articles_cols[] = {
    {"id", BK_COL_TEXT, "", "Article", 0},
    {"lang", BK_COL_TEXT, "", "Language, id or en; empty where unknown", 0},
    {"source", BK_COL_TEXT, "", "Outlet", 0},
    {"title", BK_COL_TEXT, "", "Title as it was read", 0},
    {"published", BK_COL_DATE, "UTC", "When it was published", 0},
    {"place", BK_COL_TEXT, "", "Place of the dateline", 0},
    {"url", BK_COL_TEXT, "", "Address", 0},
    {"file", BK_COL_TEXT, "", "File that it was read from", 0},
    {"line", BK_COL_INT, "", "Line or record in that file; 0 where the file is the article", 0},
    {"inferred", BK_COL_TEXT, "",
     "Metadata that was inferred and not given: id title date source lang place, separated by "
     "blanks",
     0},
    {"words", BK_COL_INT, "words", "Words of title and text after cleaning", 0},
    {"sentences", BK_COL_INT, "sentences", "Sentences after cleaning", 0},
    {"group", BK_COL_INT, "", "Group of repeated articles; empty where there is none", 0},
    {"vote", BK_COL_REAL, "", "Weight of the article in every count: 1 over the size of its group",
     0},
    {"topic", BK_COL_INT, "", "Topic with the largest share", 0},
    {"x", BK_COL_REAL, "", "Place on the map of articles, -1 to 1", 0},
    {"y", BK_COL_REAL, "", "Place on the map of articles, -1 to 1", 0},
    {"relations", BK_COL_INT, "", "Relations found", 0},
    {"raw", BK_COL_TEXT, "", "Text as it was read; offsets point into it", BK_COL_ARTICLE_TEXT},
    {"text", BK_COL_TEXT, "", "Text after cleaning", BK_COL_ARTICLE_TEXT},
};

static const bk_col removed_cols[] = {
    {"id", BK_COL_TEXT, "", "Article", 0},
    {"field", BK_COL_TEXT, "", "title or text", 0},
    {"begin", BK_COL_INT, "UTF-8 bytes", "First byte in the field as it was read", 0},
    {"end", BK_COL_INT, "UTF-8 bytes", "Byte behind the last", 0},
    {"reason", BK_COL_TEXT, "", "Kind of furniture: read-also, source-line, dateline, ...", 0},
    {"text", BK_COL_TEXT, "", "What was removed", BK_COL_ARTICLE_TEXT},
};

static const bk_col problems_cols[] = {
    {"file", BK_COL_TEXT, "", "File", 0},
    {"line", BK_COL_INT, "", "Line; 0 for the whole file", 0},
    {"kind", BK_COL_TEXT, "", "Kind of problem: bad-json, no-text, bad-utf8, duplicate-id, ...", 0},
    {"action", BK_COL_TEXT, "", "skipped, repaired or noted", 0},
    {"what", BK_COL_TEXT, "", "What was wrong and what was expected", 0},
};

static const bk_col inputs_cols[] = {
    {"path", BK_COL_TEXT, "", "File", 0},
    {"bytes", BK_COL_INT, "bytes", "Size on disk", 0},
    {"articles", BK_COL_INT, "", "Articles in it", 0},
    {"sha256", BK_COL_TEXT, "", "SHA-256 of the file as it lies on disk", 0},
};

static const bk_col sentences_cols[] = {
    {"id", BK_COL_TEXT, "", "Article", 0},
    {"sentence", BK_COL_INT, "", "Number of the sentence in the article, from 0", 0},
    {"field", BK_COL_TEXT, "", "title or text", 0},
    {"begin", BK_COL_INT, "UTF-8 bytes", "First byte in the field as it was read", 0},
    {"end", BK_COL_INT, "UTF-8 bytes", "Byte behind the last", 0},
    {"text", BK_COL_TEXT, "", "The sentence", BK_COL_ARTICLE_TEXT},
};

static const bk_col mentions_cols[] = {
    {"id", BK_COL_TEXT, "", "Article", 0},
    {"sentence", BK_COL_INT, "", "Number of the sentence in the article, from 0", 0},
    {"field", BK_COL_TEXT, "", "title or text", 0},
    {"begin", BK_COL_INT, "UTF-8 bytes", "First byte in the field as it was read", 0},
    {"end", BK_COL_INT, "UTF-8 bytes", "Byte behind the last", 0},
    {"actor", BK_COL_TEXT, "",
     "Code of the actor: CHN, RUS, USA, WEST, ...; several joined by + for \"both countries\"", 0},
    {"kind", BK_COL_TEXT, "",
     "country, leader, capital, metonym, official, institution, pair, person, ...", 0},
    {"text", BK_COL_TEXT, "", "Words of the mention", BK_COL_ARTICLE_TEXT},
};

static const bk_col quotes_cols[] = {
    {"id", BK_COL_TEXT, "", "Article", 0},
    {"sentence", BK_COL_INT, "", "Number of the sentence in the article, from 0", 0},
    {"field", BK_COL_TEXT, "", "title or text", 0},
    {"begin", BK_COL_INT, "UTF-8 bytes", "First byte in the field as it was read", 0},
    {"end", BK_COL_INT, "UTF-8 bytes", "Byte behind the last", 0},
    {"speaker", BK_COL_TEXT, "", "Words that name the speaker", BK_COL_ARTICLE_TEXT},
    {"country", BK_COL_TEXT, "", "Code of the speaker's power, or other", 0},
    {"direct", BK_COL_INT, "", "1 between quotation marks, 0 reported", 0},
    {"text", BK_COL_TEXT, "", "What was said", BK_COL_ARTICLE_TEXT},
};

static const bk_col relations_cols[] = {
    {"id", BK_COL_TEXT, "", "Article", 0},
    {"sentence", BK_COL_INT, "", "Number of the sentence in the article, from 0", 0},
    {"field", BK_COL_TEXT, "", "title or text", 0},
    {"begin", BK_COL_INT, "UTF-8 bytes", "First byte in the field as it was read", 0},
    {"end", BK_COL_INT, "UTF-8 bytes", "Byte behind the last", 0},
    {"dyad", BK_COL_TEXT, "", "Two powers in alphabetical order: CHN-USA", 0},
    {"source", BK_COL_TEXT, "", "Who acts: a power or mutual", 0},
    {"target", BK_COL_TEXT, "", "Towards whom: a power or mutual", 0},
    {"polarity", BK_COL_INT, "", "-1 conflict, 0 neutral, 1 cooperation", 0},
    {"quad", BK_COL_TEXT, "", "VC, MC verbal and material cooperation; VK, MK conflict; N neutral",
     0},
    {"class", BK_COL_TEXT, "", "PLOVER class; empty for N", 0},
    {"voice", BK_COL_TEXT, "", "Whose words: narrator, a power, or other", 0},
    {"certainty", BK_COL_REAL, "", "1 stated as fact; less for planned, possible or doubted", 0},
    {"score", BK_COL_REAL, "", "Confidence of the coder, 0 to 1", 0},
    {"evidence", BK_COL_JSON, "", "The deciding words", BK_COL_ARTICLE_TEXT},
    {"text", BK_COL_TEXT, "", "The sentence", BK_COL_ARTICLE_TEXT},
};

static const bk_col dyads_cols[] = {
    {"scope", BK_COL_TEXT, "", "all, source, month, quarter, year or article", 0},
    {"id", BK_COL_TEXT, "",
     "Which source (the 200 with the most articles), month (YYYY-MM), quarter (YYYY-Qn), year or "
     "article; empty for all",
     0},
    {"dyad", BK_COL_TEXT, "", "Two powers in alphabetical order", 0},
    {"voice", BK_COL_TEXT, "", "all, narrator, a power, or other", 0},
    {"tone", BK_COL_REAL, "-1 to 1", "Mean over articles of the mean polarity in an article", 0},
    {"low", BK_COL_REAL, "-1 to 1",
     "Lower end of the bootstrap interval over articles; empty below two articles", 0},
    {"high", BK_COL_REAL, "-1 to 1", "Upper end", 0},
    {"n", BK_COL_INT, "relations", "Relations behind it", 0},
    {"articles", BK_COL_INT, "articles", "Articles behind it", 0},
};

static const bk_col triad_cols[] = {
    {"a", BK_COL_TEXT, "", "Power", 0},
    {"b", BK_COL_TEXT, "", "Power", 0},
    {"c", BK_COL_TEXT, "", "Power", 0},
    {"product", BK_COL_REAL, "", "Product of the three tones; positive is balanced (Heider 1946)",
     0},
    {"p_balanced", BK_COL_REAL, "share", "Share of resamples in which the product is positive", 0},
    {"p_ab", BK_COL_REAL, "share", "Share of resamples in which the tone of a and b is positive",
     0},
    {"p_ac", BK_COL_REAL, "share", "The same for a and c", 0},
    {"p_bc", BK_COL_REAL, "share", "The same for b and c", 0},
};

static const bk_col contrasts_cols[] = {
    {"scope", BK_COL_TEXT, "", "source, month, quarter or year", 0},
    {"dyad", BK_COL_TEXT, "", "Two powers in alphabetical order", 0},
    {"a", BK_COL_TEXT, "", "Outlet or period, with five articles on the dyad or more", 0},
    {"b", BK_COL_TEXT, "",
     "What it is compared with: another outlet (of the 20 with the most articles on the dyad), or "
     "the period before; empty: all others together",
     0},
    {"tone_a", BK_COL_REAL, "-1 to 1", "Tone of a", 0},
    {"tone_b", BK_COL_REAL, "-1 to 1", "Tone of b", 0},
    {"difference", BK_COL_REAL, "-2 to 2", "tone_a less tone_b", 0},
    {"low", BK_COL_REAL, "-2 to 2", "Lower end of its interval (Welch 1947)", 0},
    {"high", BK_COL_REAL, "-2 to 2", "Upper end", 0},
    {"p", BK_COL_REAL, "", "Chance of so large a difference were there none", 0},
    {"q", BK_COL_REAL, "",
     "p adjusted over all rows of the scope with, or without, a b (Benjamini and Hochberg 1995)",
     0},
    {"articles_a", BK_COL_INT, "articles", "Articles behind tone_a", 0},
    {"articles_b", BK_COL_INT, "articles", "Articles behind tone_b", 0},
};

static const bk_col functions_cols[] = {
    {"power", BK_COL_TEXT, "", "Power", 0},
    {"function", BK_COL_TEXT, "", "cause or remedy (Entman 1993)", 0},
    {"role", BK_COL_TEXT, "",
     "Of a cause: charged, the target of ACCUSE; acts, who threatens, protests, sanctions, "
     "mobilizes, coerces or assaults. Of a remedy: asked, the target of REQUEST; offers, who "
     "agrees, supports, concedes, cooperates, aids or retreats. all: either",
     0},
    {"voice", BK_COL_TEXT, "", "Who says so: all, narrator, a power, or other", 0},
    {"share", BK_COL_REAL, "share",
     "Of the articles with a relation of the power in that voice those that have it so", 0},
    {"low", BK_COL_REAL, "share", "Lower end of the interval (Wilson 1927)", 0},
    {"high", BK_COL_REAL, "share", "Upper end", 0},
    {"n", BK_COL_INT, "relations", "Relations behind it", 0},
    {"articles", BK_COL_INT, "articles", "Articles behind it", 0},
    {"id", BK_COL_TEXT, "", "Article of the example", 0},
    {"sentence", BK_COL_INT, "", "Number of its sentence in the article, from 0", 0},
    {"example", BK_COL_TEXT, "", "The sentence that says so most surely", BK_COL_ARTICLE_TEXT},
};

static const bk_col frames_cols[] = {
    {"scope", BK_COL_TEXT, "", "all, source, month or article", 0},
    {"id", BK_COL_TEXT, "",
     "Which source (the 200 with the most articles), month (YYYY-MM) or article; empty for all", 0},
    {"frame", BK_COL_TEXT, "", "Frame", 0},
    {"kind", BK_COL_TEXT, "", "generic or issue", 0},
    {"share", BK_COL_REAL, "share", "Share of articles that use it (scope article: 1 or 0)", 0},
    {"low", BK_COL_REAL, "share", "Lower end of the interval", 0},
    {"high", BK_COL_REAL, "share", "Upper end", 0},
    {"score", BK_COL_REAL, "weight a 100 words", "Mean strength", 0},
    {"articles", BK_COL_INT, "articles", "Articles behind it", 0},
    {"dominant", BK_COL_REAL, "share",
     "Share of articles in which it dominates (scope article: 1 or 0)", 0},
};

static const bk_col frame_sentences_cols[] = {
    {"id", BK_COL_TEXT, "", "Article", 0},
    {"sentence", BK_COL_INT, "", "Number of the sentence in the article, from 0", 0},
    {"field", BK_COL_TEXT, "", "title or text", 0},
    {"begin", BK_COL_INT, "UTF-8 bytes", "First byte in the field as it was read", 0},
    {"end", BK_COL_INT, "UTF-8 bytes", "Byte behind the last", 0},
    {"frame", BK_COL_TEXT, "", "Frame", 0},
    {"score", BK_COL_REAL, "", "Sum of the weights of the indicators", 0},
    {"evidence", BK_COL_JSON, "", "The indicators", BK_COL_ARTICLE_TEXT},
    {"text", BK_COL_TEXT, "", "The sentence", BK_COL_ARTICLE_TEXT},
};

static const bk_col dyad_frames_cols[] = {
    {"dyad", BK_COL_TEXT, "", "Two powers in alphabetical order", 0},
    {"frame", BK_COL_TEXT, "", "Frame", 0},
    {"kind", BK_COL_TEXT, "", "generic or issue", 0},
    {"share", BK_COL_REAL, "share",
     "Of the dyad's relations in an article those whose sentence carries the frame; the mean over "
     "articles",
     0},
    {"share_low", BK_COL_REAL, "share",
     "Lower end of the bootstrap interval over articles; empty below two articles", 0},
    {"share_high", BK_COL_REAL, "share", "Upper end", 0},
    {"tone", BK_COL_REAL, "-1 to 1", "Tone of these relations alone", 0},
    {"low", BK_COL_REAL, "-1 to 1",
     "Lower end of the bootstrap interval over articles; empty below two articles", 0},
    {"high", BK_COL_REAL, "-1 to 1", "Upper end", 0},
    {"n", BK_COL_INT, "relations", "Relations behind it", 0},
    {"articles", BK_COL_INT, "articles", "Articles behind it", 0},
    {"id", BK_COL_TEXT, "", "Article of the example", 0},
    {"sentence", BK_COL_INT, "", "Number of its sentence in the article, from 0", 0},
    {"example", BK_COL_TEXT, "", "A sentence with the sign of the tone, the one read most surely",
     BK_COL_ARTICLE_TEXT},
};

static const bk_col topics_cols[] = {
    {"topic", BK_COL_INT, "", "Number, from 0, largest first", 0},
    {"label", BK_COL_TEXT, "",
     "Three terms that name it, chosen as the option `label` says, or the name of its seed", 0},
    {"share", BK_COL_REAL, "share", "Share of all text", 0},
    {"low", BK_COL_REAL, "share",
     "Lower end of its bootstrap interval over articles, a vote a group of repeats", 0},
    {"high", BK_COL_REAL, "share", "Upper end", 0},
    {"articles", BK_COL_INT, "articles", "Articles in which it is the strongest", 0},
    {"npmi", BK_COL_REAL, "-1 to 1", "Coherence of its ten strongest terms", 0},
    {"exclusivity", BK_COL_REAL, "share", "Mean share that it has of its ten strongest terms", 0},
    {"recovery", BK_COL_REAL, "cosine",
     "How alike its partner is in fits with other random streams; empty without refits", 0},
    {"unstable", BK_COL_INT, "", "1: the recovery is below `unstable-below`", 0},
    {"x", BK_COL_REAL, "", "Place on the map of topics, classical scaling of their distances", 0},
    {"y", BK_COL_REAL, "", "Place on the map of topics", 0},
    {"terms", BK_COL_TEXT, "", "Its ten strongest terms", 0},
    {"relevant", BK_COL_TEXT, "", "Its ten most relevant terms (Sievert and Shirley 2014)", 0},
    {"frex", BK_COL_TEXT, "", "Its ten terms of the highest FREX (Bischof and Airoldi 2012)", 0},
    {"tfidf", BK_COL_TEXT, "", "Its ten terms of the highest class TF-IDF", 0},
};

static const bk_col topic_terms_cols[] = {
    {"topic", BK_COL_INT, "", "Topic", 0},
    {"rank", BK_COL_INT, "", "By weight, from 1; beyond 20 those that another measure lists", 0},
    {"term", BK_COL_TEXT, "", "Term as it is mostly written: `shown` of the table terms", 0},
    {"weight", BK_COL_REAL, "share", "Weight in the topic", 0},
    {"lift", BK_COL_REAL, "", "Weight over the term's weight in all topics together", 0},
    {"relevance", BK_COL_REAL, "", "lambda ln weight + (1 - lambda) ln lift", 0},
    {"frex", BK_COL_REAL, "0 to 1", "Harmonic mean of the ranks of weight and exclusivity", 0},
    {"tfidf", BK_COL_REAL, "", "Class TF-IDF", 0},
};

static const bk_col topic_examples_cols[] = {
    {"topic", BK_COL_INT, "", "Topic", 0},
    {"kind", BK_COL_TEXT, "", "article or sentence", 0},
    {"rank", BK_COL_INT, "", "Most typical first, from 1; repeats count once", 0},
    {"id", BK_COL_TEXT, "", "Article", 0},
    {"share", BK_COL_REAL, "share", "Share of the topic in the article, or in the sentence", 0},
    {"sentence", BK_COL_INT, "", "Number of the sentence in the article; empty for an article", 0},
    {"field", BK_COL_TEXT, "", "title or text; empty for an article", 0},
    {"begin", BK_COL_INT, "UTF-8 bytes", "First byte in the field as it was read", 0},
    {"end", BK_COL_INT, "UTF-8 bytes", "Byte behind the last", 0},
    {"text", BK_COL_TEXT, "", "The sentence, or the article's title", BK_COL_ARTICLE_TEXT},
};

static const bk_col topic_shares_cols[] = {
    {"scope", BK_COL_TEXT, "",
     "all, source, month, quarter, year, or a field named with --covariate", 0},
    {"id", BK_COL_TEXT, "",
     "Which source (the 200 with the most articles), month (YYYY-MM), quarter (YYYY-Qn), year or "
     "value of the field; empty for all",
     0},
    {"topic", BK_COL_INT, "", "Topic", 0},
    {"share", BK_COL_REAL, "share", "Mean share over articles", 0},
    {"low", BK_COL_REAL, "share",
     "Lower end of its bootstrap interval over articles, a vote a group of repeats; empty below "
     "two",
     0},
    {"high", BK_COL_REAL, "share", "Upper end", 0},
    {"articles", BK_COL_INT, "articles", "Articles behind it", 0},
};

static const bk_col topic_articles_cols[] = {
    {"id", BK_COL_TEXT, "", "Article", 0},
    {"topic", BK_COL_INT, "", "Topic", 0},
    {"share", BK_COL_REAL, "share", "Share in the article", 0},
};

static const bk_col topic_places_cols[] = {
    {"id", BK_COL_TEXT, "", "Article", 0},
    {"topic", BK_COL_INT, "", "Its largest topic; empty where it has none", 0},
    {"share", BK_COL_REAL, "share", "Share of that topic", 0},
    {"second", BK_COL_INT, "", "The next topic", 0},
    {"second_share", BK_COL_REAL, "share", "Share of that one", 0},
    {"mark", BK_COL_TEXT, "", "clear; mixed: the largest share is below `mixed-below`; or outlier",
     0},
    {"why", BK_COL_TEXT, "",
     "Of an outlier: no-known-words; too-short, fewer than `short-words`; background, its topics "
     "predict its words no better than all articles that the topics were made of do",
     0},
    {"words", BK_COL_INT, "words", "Known words of it", 0},
    {"gain", BK_COL_REAL, "bits a word", "How much better its topics predict its words", 0},
};

static const bk_col topic_effects_cols[] = {
    {"covariate", BK_COL_TEXT, "", "source, month, quarter, year, or a field of --covariate", 0},
    {"level", BK_COL_TEXT, "",
     "Value of it; empty where it is a number: then the effect is that of one deviation more", 0},
    {"topic", BK_COL_INT, "", "Topic", 0},
    {"effect", BK_COL_REAL, "share", "Share of the topic beyond its mean over all levels", 0},
    {"low", BK_COL_REAL, "share", "Lower end of the interval; empty where it cannot be told", 0},
    {"high", BK_COL_REAL, "share", "Upper end", 0},
    {"p", BK_COL_REAL, "", "Chance of so large an effect were there none", 0},
    {"q", BK_COL_REAL, "",
     "p adjusted over all levels and topics of the covariate (Benjamini and Hochberg 1995)", 0},
    {"adjusted", BK_COL_INT, "",
     "1: the other covariates are held equal; 0: by itself, there is no other or they explain it",
     0},
    {"articles", BK_COL_INT, "articles", "Articles of the level", 0},
};

static const bk_col topic_contrast_cols[] = {
    {"a", BK_COL_TEXT, "", "Outlet", 0},
    {"b", BK_COL_TEXT, "", "The outlet that it is compared with", 0},
    {"topic", BK_COL_INT, "", "Topic", 0},
    {"rank", BK_COL_INT, "", "From 1 among the words of a; below 0, from -1, among those of b", 0},
    {"term", BK_COL_TEXT, "", "Term as it is mostly written", 0},
    {"count_a", BK_COL_REAL, "occurrences", "In a, of this topic", 0},
    {"count_b", BK_COL_REAL, "occurrences", "In b, of this topic", 0},
    {"log_odds", BK_COL_REAL, "nats",
     "Difference of the log-odds with an informative prior (Monroe, Colaresi, Quinn 2008)", 0},
    {"low", BK_COL_REAL, "nats", "Lower end of its interval", 0},
    {"high", BK_COL_REAL, "nats", "Upper end", 0},
    {"z", BK_COL_REAL, "deviations", "It over its deviation", 0},
    {"q", BK_COL_REAL, "", "p adjusted over the terms of the topic (Benjamini and Hochberg 1995)",
     0},
};

static const bk_col topic_tone_cols[] = {
    {"topic", BK_COL_INT, "", "Topic: articles in which it is the strongest", 0},
    {"dyad", BK_COL_TEXT, "", "Two powers in alphabetical order", 0},
    {"tone", BK_COL_REAL, "-1 to 1", "Mean over articles of the mean polarity in an article", 0},
    {"low", BK_COL_REAL, "-1 to 1",
     "Lower end of the bootstrap interval over articles; empty below two articles", 0},
    {"high", BK_COL_REAL, "-1 to 1", "Upper end", 0},
    {"n", BK_COL_INT, "relations", "Relations behind it", 0},
    {"articles", BK_COL_INT, "articles", "Articles behind it", 0},
};

static const bk_col topic_choice_cols[] = {
    {"topics", BK_COL_INT, "topics", "How many", 0},
    {"perplexity", BK_COL_REAL, "", "Of held-out halves of articles: lower is better", 0},
    {"se", BK_COL_REAL, "", "Its standard error over articles", 0},
    {"npmi", BK_COL_REAL, "-1 to 1", "Mean coherence of ten terms", 0},
    {"exclusivity", BK_COL_REAL, "share", "Mean share a topic has of its ten terms", 0},
    {"stability", BK_COL_REAL, "cosine",
     "How much two fits with other seeds on other articles agree", 0},
    {"taken", BK_COL_INT, "", "1: the number that was taken", 0},
    {"best_by", BK_COL_TEXT, "", "Measures by which this number does best", 0},
    {"reason", BK_COL_TEXT, "", "Of the number that was taken: why, and which others disagree", 0},
};

static const bk_col topic_moves_cols[] = {
    {"topic", BK_COL_INT, "", "Topic; numbers of the file stay", 0},
    {"label", BK_COL_TEXT, "", "Its name", 0},
    {"state", BK_COL_TEXT, "",
     "goes on; rests: the strongest of no new article; new: not in the file", 0},
    {"before", BK_COL_REAL, "share", "Its part of what stood behind the file's topics", 0},
    {"share", BK_COL_REAL, "share", "Mean share over the new articles", 0},
    {"hellinger", BK_COL_REAL, "0 to 1", "Distance of its terms from those that it had", 0},
    {"jensen", BK_COL_REAL, "bits", "Jensen-Shannon divergence of the two", 0},
    {"gained", BK_COL_TEXT, "", "Terms among its first 20 that were not there", 0},
    {"lost", BK_COL_TEXT, "", "Terms that are no longer there", 0},
};

static const bk_col topic_fit_cols[] = {
    {"method", BK_COL_TEXT, "", "nmf, nmf-kl, kmeans, lda or lsa", 0},
    {"topics", BK_COL_INT, "topics", "How many", 0},
    {"articles", BK_COL_INT, "articles", "Articles with a term, repeats left out", 0},
    {"from", BK_COL_TEXT, "",
     "articles, sample (one in n of them), model (its topics stayed as they are) or update (its "
     "topics went on)",
     0},
    {"sweeps", BK_COL_INT, "", "Sweeps over the articles", 0},
    {"most", BK_COL_INT, "", "At most so many were allowed", 0},
    {"ended", BK_COL_TEXT, "",
     "converged; sweeps: all that were allowed; stopped: on request, before that; applied: no fit",
     0},
    {"measure", BK_COL_TEXT, "", "perplexity, relative error or mean cosine", 0},
    {"value", BK_COL_REAL, "", "Of the measure, after the last sweep", 0},
    {"unknown", BK_COL_REAL, "share", "Words of the articles that the file's topics do not know",
     0},
};

static const bk_col neighbours_cols[] = {
    {"id", BK_COL_TEXT, "", "Article", 0},
    {"rank", BK_COL_INT, "", "From 1", 0},
    {"neighbour", BK_COL_TEXT, "", "The similar article", 0},
    {"cosine", BK_COL_REAL, "0 to 1", "Cosine of the weighted term vectors", 0},
    {"shared", BK_COL_TEXT, "", "Shared terms by their part of the cosine: term (part), ...", 0},
};

static const bk_col pairs_cols[] = {
    {"a", BK_COL_TEXT, "", "Article", 0},
    {"b", BK_COL_TEXT, "", "Article", 0},
    {"cosine", BK_COL_REAL, "0 to 1", "Cosine of the weighted term vectors", 0},
    {"shared", BK_COL_TEXT, "", "Shared terms by their part of the cosine", 0},
};

static const bk_col duplicates_cols[] = {
    {"group", BK_COL_INT, "", "Group, from 0", 0},
    {"id", BK_COL_TEXT, "", "Article", 0},
    {"jaccard", BK_COL_REAL, "0 to 1",
     "Shared share of four-word sequences with the group's earliest or nearest article", 0},
    {"lead", BK_COL_INT, "", "1 for the earliest article of the group", 0},
    {"copy_of", BK_COL_TEXT, "", "Earlier article of the group that it is most like", 0},
};

static const bk_col copies_cols[] = {
    {"source", BK_COL_TEXT, "", "Outlet of an article that is repeated", 0},
    {"copier", BK_COL_TEXT, "", "Outlet that repeats it; the same as source: itself", 0},
    {"copies", BK_COL_INT, "articles",
     "Articles of the copier that repeat one of the source: of the earlier ones that they are most "
     "like",
     0},
    {"share", BK_COL_REAL, "share", "Part of all articles of the copier", 0},
    {"low", BK_COL_REAL, "share", "Lower end of its 95 % interval (Wilson 1927)", 0},
    {"high", BK_COL_REAL, "share", "Upper end", 0},
    {"later", BK_COL_INT, "articles",
     "Copies that bear a later time; of the others is not known who was first", 0},
    {"hours", BK_COL_REAL, "hours", "Median delay of those; empty where there is none", 0},
    {"changed", BK_COL_REAL, "0 to 1", "Median of 1 less the overlap with what was copied", 0},
};

static const bk_col groups_cols[] = {
    {"group", BK_COL_INT, "", "Group, from 0, largest first", 0},
    {"id", BK_COL_TEXT, "", "Article", 0},
    {"cosine", BK_COL_REAL, "0 to 1", "Cosine with the sum of the group's articles", 0},
    {"lead", BK_COL_INT, "", "1 for the earliest article of the group", 0},
};

static const bk_col threads_cols[] = {
    {"thread", BK_COL_INT, "", "Story thread, from 0, largest first", 0},
    {"articles", BK_COL_INT, "articles", "Articles that tell the story, repeats too", 0},
    {"distinct", BK_COL_INT, "articles", "Of those, not a repeat of an earlier one", 0},
    {"outlets", BK_COL_INT, "outlets", "Outlets that tell it", 0},
    {"first", BK_COL_DATE, "UTC", "When it was first told", 0},
    {"last", BK_COL_DATE, "UTC", "When it was last told", 0},
    {"days", BK_COL_INT, "days", "From the first day to the last, both counted", 0},
    {"source", BK_COL_TEXT, "", "Outlet of the first article", 0},
    {"lead", BK_COL_TEXT, "", "The first article; of the same time the lower row", 0},
    {"title", BK_COL_TEXT, "", "Its title", 0},
    {"terms", BK_COL_TEXT, "", "Strongest terms of its articles together", 0},
};

static const bk_col thread_articles_cols[] = {
    {"thread", BK_COL_INT, "", "Story thread", 0},
    {"rank", BK_COL_INT, "", "Place in time, from 1", 0},
    {"id", BK_COL_TEXT, "", "Article", 0},
    {"cosine", BK_COL_REAL, "0 to 1", "Cosine with the sum of the thread's articles", 0},
};

static const bk_col outlet_pairs_cols[] = {
    {"a", BK_COL_TEXT, "", "Outlet", 0},
    {"b", BK_COL_TEXT, "", "Outlet; the same as a: its articles among themselves", 0},
    {"articles_a", BK_COL_INT, "articles", "Articles of a; repeats within the outlet count once",
     0},
    {"articles_b", BK_COL_INT, "articles", "Articles of b", 0},
    {"cosine", BK_COL_REAL, "0 to 1", "Mean cosine of an article of a and another of b", 0},
    {"low", BK_COL_REAL, "0 to 1",
     "Lower end of its 95 % interval over articles; empty where a or b has one article", 0},
    {"high", BK_COL_REAL, "0 to 1", "Upper end", 0},
    {"shared", BK_COL_REAL, "share",
     "Articles of a with a similar or repeated one in b among their ten strongest pairs", 0},
    {"shared_low", BK_COL_REAL, "share", "Lower end of its 95 % interval (Wilson 1927)", 0},
    {"shared_high", BK_COL_REAL, "share", "Upper end", 0},
};

static const bk_col similarity_cols[] = {
    {"kind", BK_COL_TEXT, "",
     "nearest: articles by the cosine of their nearest that is no repeat; pairs: listed pairs", 0},
    {"low", BK_COL_REAL, "0 to 1", "From this cosine", 0},
    {"high", BK_COL_REAL, "0 to 1", "To below this; in the last bin 1 belongs to it", 0},
    {"n", BK_COL_INT, "", "Articles or pairs", 0},
    {"share", BK_COL_REAL, "share", "Part of all of the kind", 0},
};

static const bk_col passages_cols[] = {
    {"a", BK_COL_TEXT, "", "Article", 0},
    {"b", BK_COL_TEXT, "", "Article", 0},
    {"kind", BK_COL_TEXT, "",
     "same: words of both; moved: the same, at another place; differs: what stands between", 0},
    {"a_begin", BK_COL_INT, "UTF-8 bytes", "First byte in the text of a as it was read", 0},
    {"a_end", BK_COL_INT, "UTF-8 bytes", "Byte behind the last", 0},
    {"a_text", BK_COL_TEXT, "", "Words of a", BK_COL_ARTICLE_TEXT},
    {"b_begin", BK_COL_INT, "UTF-8 bytes", "First byte in the text of b as it was read", 0},
    {"b_end", BK_COL_INT, "UTF-8 bytes", "Byte behind the last", 0},
    {"b_text", BK_COL_TEXT, "", "Words of b", BK_COL_ARTICLE_TEXT},
};

static const bk_col keyness_cols[] = {
    {"scope", BK_COL_TEXT, "", "all, source, month or article", 0},
    {"id", BK_COL_TEXT, "",
     "Which source (the 200 with the most articles), month (YYYY-MM) or article; empty for all", 0},
    {"rank", BK_COL_INT, "", "From 1", 0},
    {"term", BK_COL_TEXT, "", "Term as it is mostly written: `shown` of the table terms", 0},
    {"count", BK_COL_REAL, "occurrences", "In the group", 0},
    {"reference", BK_COL_REAL, "occurrences", "In the rest", 0},
    {"g2", BK_COL_REAL, "", "Log-likelihood ratio (Dunning 1993)", 0},
    {"log_ratio", BK_COL_REAL, "bits", "Binary logarithm of the ratio of relative frequencies", 0},
    {"dispersion", BK_COL_REAL, "0 to 1", "Gries' DP over the group's articles: 0 even, 1 clumped",
     0},
    {"p", BK_COL_REAL, "", "Adjusted for the number of terms (Benjamini and Hochberg 1995)", 0},
    {"z", BK_COL_REAL, "deviations",
     "Log-odds ratio with an informative prior (Monroe et al. 2008)", 0},
};

static const bk_col terms_cols[] = {
    {"term", BK_COL_TEXT, "", "Term as it is counted: lemma, stem or what `unit` says", 0},
    {"shown", BK_COL_TEXT, "", "The same as it is mostly written; other tables show this", 0},
    {"df", BK_COL_INT, "articles", "Articles that hold it", 0},
    {"tf", BK_COL_INT, "occurrences", "Occurrences", 0},
};

static const bk_col collocations_cols[] = {
    {"term", BK_COL_TEXT, "", "The two words as they are counted", 0},
    {"shown", BK_COL_TEXT, "", "The same as they are mostly written", 0},
    {"count", BK_COL_INT, "pairs", "Places where they stand side by side", 0},
    {"first", BK_COL_INT, "pairs", "Those with the first word in front", 0},
    {"second", BK_COL_INT, "pairs", "Those with the second word behind", 0},
    {"expected", BK_COL_REAL, "pairs", "`count` if the words did not know of each other", 0},
    {"pmi", BK_COL_REAL, "bits", "Pointwise mutual information (Church and Hanks 1990)", 0},
    {"npmi", BK_COL_REAL, "-1 to 1", "The same, normalised (Bouma 2009)", 0},
    {"g2", BK_COL_REAL, "", "Log-likelihood ratio (Dunning 1993)", 0},
    {"df", BK_COL_INT, "articles", "Articles that hold the pair", 0},
    {"article", BK_COL_TEXT, "", "The first of them", 0},
    {"example", BK_COL_TEXT, "", "Its first sentence that holds the pair", BK_COL_ARTICLE_TEXT},
};

#define SPEC(name, help, index)                                                                    \
    {                                                                                              \
#name, help, name##_cols, sizeof name##_cols / sizeof name##_cols[0], index                \
    }

static const bk_table_spec specs[] = {
    SPEC(articles, "Every article that was read", "id"),
    SPEC(removed, "What cleaning took out, and why", "id"),
    SPEC(problems, "What was wrong with the input", NULL),
    SPEC(inputs, "Files that were read", NULL),
    SPEC(sentences, "Every sentence after cleaning", "id"),
    SPEC(mentions, "Actors where they are named", "id"),
    SPEC(quotes, "Quoted statements and who made them", "id"),
    SPEC(relations, "Who does what to whom, by sentence", "id dyad"),
    SPEC(dyads, "Tone between two powers", "scope id"),
    SPEC(triad, "Balance of each three powers", NULL),
    SPEC(contrasts, "Where outlets and periods differ in the tone of two powers", "scope dyad"),
    SPEC(functions, "Who is named as the cause, who as the remedy", "power"),
    SPEC(frames, "Frames and how many articles use them", "scope id"),
    SPEC(frame_sentences, "Sentences that carry a frame", "id frame"),
    SPEC(dyad_frames, "Which frame carries the relation of which two powers", "dyad frame"),
    SPEC(topics, "Topics", NULL),
    SPEC(topic_terms, "Terms of each topic", "topic"),
    SPEC(topic_examples, "The most typical articles and sentences of each topic", "topic"),
    SPEC(topic_shares, "Topics by source, month, quarter, year and named fields", "scope id"),
    SPEC(topic_articles, "Topics of each article, from a share of 0.05", "id"),
    SPEC(topic_places, "Where each article stands: clear, mixed, or an outlier and why", "id"),
    SPEC(topic_effects, "What moves the share of a topic, the other covariates held equal",
         "covariate topic"),
    SPEC(topic_contrast, "How two outlets word the same topic, with --contrast", "topic"),
    SPEC(topic_tone, "How each topic frames the relation of two powers", "topic dyad"),
    SPEC(topic_choice, "How well other numbers of topics do, with --choose", NULL),
    SPEC(topic_moves, "How far topics of a file went, with --update", NULL),
    SPEC(topic_fit, "How the topics came about", NULL),
    SPEC(neighbours, "The most similar articles of each article", "id"),
    SPEC(pairs, "Pairs of similar articles", "a b"),
    SPEC(duplicates, "Repeated articles", "id"),
    SPEC(copies, "Which outlet repeats whose articles", "source copier"),
    SPEC(groups, "Groups of similar articles, whenever they were published", "id group"),
    SPEC(threads, "Stories told across outlets and days", "thread"),
    SPEC(thread_articles, "Articles of each story, by time", "id thread"),
    SPEC(outlet_pairs, "How alike the articles of two outlets are", "a b"),
    SPEC(similarity, "How similar articles are: distribution of cosines", NULL),
    SPEC(passages, "What the ten most similar pairs have in common; no article twice", "a b"),
    SPEC(keyness, "Terms that set a source or a month apart from the rest", "scope id"),
    SPEC(terms, "Vocabulary", "term"),
    SPEC(collocations, "Neighbouring words that belong together, with --collocations", "term"),
};

const bk_table_spec *bk_schema(size_t *n)
{
    *n = sizeof specs / sizeof specs[0];
    return specs;
}

const bk_table_spec *bk_schema_find(const char *name)
{
    for (size_t i = 0; i < sizeof specs / sizeof specs[0]; i++)
        if (strcmp(specs[i].name, name) == 0)
            return &specs[i];
    return NULL;
}

/* schema.h and this file name the same columns. */
#define SAME(name, count)                                                                          \
    _Static_assert(sizeof name##_cols / sizeof name##_cols[0] == (count), "columns of " #name)
SAME(articles, ART_N);
SAME(removed, REM_N);
SAME(problems, PRB_N);
SAME(inputs, INP_N);
SAME(sentences, SEN_N);
SAME(mentions, MEN_N);
SAME(quotes, QUO_N);
SAME(relations, REL_N);
SAME(dyads, DYA_N);
SAME(triad, TRI_N);
SAME(contrasts, CON_N);
SAME(functions, FUN_N);
SAME(frames, FRA_N);
SAME(frame_sentences, FRS_N);
SAME(dyad_frames, DYF_N);
SAME(topics, TOP_N);
SAME(topic_terms, TTE_N);
SAME(topic_examples, TEX_N);
SAME(topic_shares, TSH_N);
SAME(topic_articles, TDO_N);
SAME(topic_places, TPL_N);
SAME(topic_effects, TEF_N);
SAME(topic_contrast, TCO_N);
SAME(topic_tone, TTO_N);
SAME(topic_choice, TCH_N);
SAME(topic_moves, TMO_N);
SAME(topic_fit, TFI_N);
SAME(neighbours, NEI_N);
SAME(pairs, PAI_N);
SAME(duplicates, DUP_N);
SAME(copies, COP_N);
SAME(groups, GRO_N);
SAME(threads, THR_N);
SAME(thread_articles, THA_N);
SAME(outlet_pairs, OUT_N);
SAME(similarity, SIM_N);
SAME(passages, PAS_N);
SAME(keyness, KEY_N);
SAME(terms, TER_N);
SAME(collocations, COL_N);
