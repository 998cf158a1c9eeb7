/* idle.c - options that would do nothing beside others are refused. */
#include <string.h>

#include "cli/cli.h"

static bool is_in(uint64_t bit, const char *name)
{
    cli_group g;
    for (size_t i = 0; cli_group_at(i, &g); i++)
        for (size_t k = 0; g.bit == bit && k < g.n; k++)
            if (strcmp(g.table[k].name, name) == 0)
                return true;
    return false;
}

/* What counts words, but the language of articles that do not say theirs. */
static bool is_of_words(const cli_setting *s)
{
    return strcmp(s->name, "lang") != 0 && is_in(GROUP_WORDS, s->name);
}

/* Words and cleaning are of use to the other stages of a study. */
static bool has_one_stage(const cli *c)
{
    return c->cmd == &cmd_vectorize || c->cmd == &cmd_topics || c->cmd == &cmd_similar;
}

static int idle_beside_preset(cli *c, const cli_setting *s)
{
    bool cleans = c->cmd == &cmd_vectorize && is_in(GROUP_CLEAN, s->name) &&
                  !(strcmp(s->name, "clean") == 0 && strcmp(s->value, "false") == 0);
    if (strcmp(s->name, "lang") != 0 && (cleans || is_of_words(s)))
        return usage(c, "--%s does nothing beside --preset sklearn, which counts %s", s->name,
                     cleans ? "the text as it was read" : "words as scikit-learn does");
    return EXIT_DONE;
}

/* What decides a fit; the first two may be given with --update. */
static bool is_of_fits(const char *name)
{
    static const char *const fits[] = {"topics",          "topic-iterations",
                                       "topic-tolerance", "topic-method",
                                       "topic-alpha",     "topic-beta",
                                       "topic-optimise",  "topic-memory",
                                       "checkpoint",      "checkpoint-every",
                                       "resume",          "seed-strength",
                                       "topic-batch",     NULL};
    for (size_t i = 0; fits[i]; i++)
        if (strcmp(fits[i], name) == 0)
            return true;
    return false;
}

/* --refits 0 says what is so anyway. */
static int idle_beside_file(cli *c, const cli_setting *s, const char *file)
{
    bool stay = strcmp(file, "model") == 0;
    bool refits = strcmp(s->name, "refits") == 0 && s->value && strcmp(s->value, "0") != 0;
    if (strcmp(s->name, "unstable-below") == 0 || refits)
        return usage(c, "--%s does nothing beside --%s: topics of a file are not fitted again",
                     s->name, file);
    if (is_in(GROUP_VECTORS, s->name) || (has_one_stage(c) && is_of_words(s)))
        return usage(c, "--%s does nothing beside --%s: words are counted as in the file", s->name,
                     file);
    if (stay ? is_of_fits(s->name) : strcmp(s->name, "topic-method") == 0)
        return usage(c, "--%s does nothing beside --%s: %s", s->name, file,
                     stay ? "the topics stay as they are" : "the method is that of the file");
    return EXIT_DONE;
}

/* Of counting and weighting: what another choice leaves nothing to do for. */
static int idle_in_vectors(cli *c, const cli_setting *s)
{
    const bk_vectorizer_opts *o = &c->opts.study.vectorizer;
    const char *name = s->name;
    if (strcmp(o->tf, "bm25") != 0 && (strcmp(name, "bm25-k1") == 0 || strcmp(name, "bm25-b") == 0))
        return usage(c, "--%s does nothing without --tf bm25", name);
    if (strcmp(name, "collocation-min") == 0 && o->collocations == 0 && o->join_collocations == 0)
        return usage(c, "--%s does nothing without --join-collocations%s", name,
                     c->cmd == &cmd_topics || c->cmd == &cmd_similar ? "" : " or --collocations");
    if (strcmp(name, "min-df") != 0 && strcmp(name, "max-df") != 0 &&
        strcmp(name, "max-terms") != 0)
        return EXIT_DONE;
    if (o->vocabulary)
        return usage(c, "--%s does nothing beside --vocabulary: its terms are counted, all of them",
                     name);
    if (o->hash_columns > 0)
        return usage(c, "--%s does nothing beside --hash-columns: all columns stay", name);
    return EXIT_DONE;
}

/* Options that want another one. */
static int idle_alone(cli *c, const cli_setting *s)
{
    const char *method = c->opts.study.topic.method, *name = s->name;
    bool lda = strcmp(method, "lda") == 0 || cli_given(c, "update");
    if (strcmp(name, "topic-memory") == 0 && !cli_given(c, "update"))
        return usage(c, "--%s does nothing without --update", name);
    if (strcmp(name, "checkpoint-every") == 0 && !cli_given(c, "checkpoint"))
        return usage(c, "--%s does nothing without --checkpoint", name);
    if (strcmp(name, "seed-strength") == 0 && !cli_given(c, "seeds"))
        return usage(c, "--%s does nothing without --seeds", name);
    if (strcmp(name, "lambda") == 0 && strcmp(c->opts.study.theme.label, "relevance") != 0)
        return usage(c, "--%s does nothing without --label relevance", name);
    if (strcmp(name, "topic-batch") == 0 && strcmp(method, "kmeans") != 0 &&
        !cli_given(c, "update"))
        return usage(c, "--%s does nothing without --topic-method kmeans", name);
    if (strcmp(method, "lsa") == 0 && !cli_given(c, "update") &&
        (strcmp(name, "topic-iterations") == 0 || strcmp(name, "topic-tolerance") == 0))
        return usage(c, "--%s does nothing with --topic-method lsa, which has one step", name);
    if (!lda && (strcmp(name, "topic-alpha") == 0 || strcmp(name, "topic-beta") == 0 ||
                 strcmp(name, "topic-optimise") == 0))
        return usage(c, "--%s does nothing without --topic-method lda", name);
    return EXIT_DONE;
}

int refuse_idle(cli *c)
{
    bool raw = strcmp(c->opts.study.vectorizer.preset, "sklearn") == 0;
    bool topics = c->cmd->groups & GROUP_TOPICS;
    const char *file = !topics                  ? NULL
                       : cli_given(c, "model")  ? "model"
                       : cli_given(c, "update") ? "update"
                                                : NULL;
    bool store = has_one_stage(c) && c->n_input == 1 && bk_vectorizer_is(c->input[0]);
    int code = EXIT_DONE;
    for (size_t i = 0; i < c->n_set && code == EXIT_DONE; i++) {
        const cli_setting *s = &c->set[i];
        if (raw && has_one_stage(c))
            code = idle_beside_preset(c, s);
        if (code == EXIT_DONE && (c->cmd->groups & GROUP_VECTORS))
            code = idle_in_vectors(c, s);
        if (code == EXIT_DONE && file)
            code = idle_beside_file(c, s, file);
        if (code == EXIT_DONE && topics)
            code = idle_alone(c, s);
        if (code == EXIT_DONE && store && is_of_words(s))
            code = usage(c, "--%s does nothing beside vectors: %s holds words that are counted",
                         s->name, c->input[0]);
    }
    return code;
}
