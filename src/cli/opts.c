/* opts.c - the command line: getopt_long over the tables of the sub-command's groups.
 *
 * Options are gathered first and set afterwards, so that a preset can come before what was given
 * explicitly. An option that several stages know by one name (--lang) is set for each. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

/* ---- tables of the command itself ------------------------------------------------------------ */
#define AT(field) offsetof(cli_opts, field)
#define COUNT(a)  (sizeof(a) / sizeof(a)[0])

static const char *const langs[] = {"auto", "id", "en", NULL};
static const char *const levels[] = {"error", "warn", "info", "debug", NULL};
static const char *const formats[] = {"table", "tsv", "jsonl", "json", NULL};
static const char *const events[] = {"table", "tsv", "jsonl", "json", "plover", "cameo", NULL};
static const char *const kernels[] = {BK_KERNELS, NULL};
static const char *const shells[] = {"bash", "fish", NULL};

static const bk_opt general_table[] = {
    {"threads", "Workers; 0 takes one a processor. The results are the same for any number", "N",
     BK_OPT_INT, AT(threads), 0, 0, 256, NULL, NULL},
    {"seed", "Every random stream descends from it", "N", BK_OPT_INT, AT(seed), 1, 0, 2147483647,
     NULL, NULL},
    {"memory",
     "Most memory to take, such as 512M, 8M being the least; 0 sets no limit. What needs more ends "
     "with an error; but vectorize puts counts aside, and topics are fitted to a part of the "
     "articles",
     "SIZE", BK_OPT_SIZE, AT(memory), 0, 0, 0x1p53, NULL, NULL},
    {"lang", "Language of articles that do not say; auto recognises it", "LANG", BK_OPT_ENUM,
     AT(lang), 0, 0, 0, "auto", langs},
    {"models", "Folder of word lists and powers to use instead of the installed one", "DIR",
     BK_OPT_STR, AT(models), 0, 0, 0, NULL, NULL},
    {"kernel",
     "Family of dense kernels (SVD, topics): their digits are the same within one; auto takes the "
     "best for the CPU",
     "NAME", BK_OPT_ENUM, AT(kernel), 0, 0, 0, "auto", kernels},
    {"quiet", "Only errors on standard error: no progress, no summary", "", BK_OPT_BOOL, AT(quiet),
     0, 0, 1, NULL, NULL},
    {"log-level", "How much is said on standard error", "LEVEL", BK_OPT_ENUM, AT(log_level), 0, 0,
     0, "warn", levels},
    {"help", "Show this help", "", BK_OPT_BOOL, AT(help), 0, 0, 1, NULL, NULL},
    {"version", "Show the version", "", BK_OPT_BOOL, AT(version), 0, 0, 1, NULL, NULL},
};
static const bk_opt output_table[] = {
    {"output",
     "Write there instead of to standard output: a file (its name ends in .tsv, .jsonl or .json) "
     "or a folder, which becomes a study of this stage",
     "PATH", BK_OPT_STR, AT(output), 0, 0, 0, NULL, NULL},
};
static const bk_opt file_table[] = {
    {"output", "Write there instead of to standard output; the name ends in .tsv, .jsonl or .json",
     "FILE", BK_OPT_STR, AT(output), 0, 0, 0, NULL, NULL},
};
static const bk_opt shape_table[] = {
    {"format", "Shape of the results: table is for people, the others are for programs", "FORMAT",
     BK_OPT_ENUM, AT(format), 0, 0, 0, "table", formats},
    {"rows", "Print at most so many rows of a table for people; 0 prints all", "N", BK_OPT_INT,
     AT(rows), 20, 0, 2147483647, NULL, NULL},
};
static const bk_opt events_table[] = {
    {"format",
     "Shape of the results: table is for people, the others are for programs; plover (JSON lines) "
     "and cameo (tab-separated) give the relations as directed events",
     "FORMAT", BK_OPT_ENUM, AT(format), 0, 0, 0, "table", events},
    {"rows", "Print at most so many rows of a table for people; 0 prints all", "N", BK_OPT_INT,
     AT(rows), 20, 0, 2147483647, NULL, NULL},
};
static const bk_opt table_table[] = {
    {"table", "Which table of the results to print; see bingkai-formats(5)", "NAME", BK_OPT_STR,
     AT(table), 0, 0, 0, NULL, NULL},
};
static const bk_opt folder_table[] = {
    {"output", "Folder for the results: new, empty, or an earlier study, which is replaced", "DIR",
     BK_OPT_STR, AT(output), 0, 0, 0, NULL, NULL},
};
static const bk_opt sample_table[] = {
    {"output", "Folder for the sample: new or empty", "DIR", BK_OPT_STR, AT(output), 0, 0, 0, NULL,
     NULL},
};
static const bk_opt run_table[] = {
    {"dry-run", "Read the input and report on it; write nothing", "", BK_OPT_BOOL, AT(dry_run), 0,
     0, 1, NULL, NULL},
    {"rows", "List at most so many files in a dry run; 0 lists all", "N", BK_OPT_INT, AT(rows), 50,
     0, 2147483647, NULL, NULL},
};
static const bk_opt vectorize_table[] = {
    {"output",
     "File for the vectors (.bkv), which later stages read; .tsv, .jsonl or .json: for the terms",
     "FILE", BK_OPT_STR, AT(output), 0, 0, 0, NULL, NULL},
    {"matrix-market",
     "Also write PREFIX.mtx, PREFIX.counts.mtx, PREFIX.terms.tsv and PREFIX.docs.tsv", "PREFIX",
     BK_OPT_STR, AT(matrix_market), 0, 0, 0, NULL, NULL},
    {"growing",
     "With -o FILE.bkv: keep what is needed to add articles later (1.6 to 1.9 times as large)", "",
     BK_OPT_BOOL, AT(growing), 0, 0, 1, NULL, NULL},
    {"add-to", "A file made with --growing: the articles come behind its own, in the new -o file",
     "FILE", BK_OPT_STR, AT(add_to), 0, 0, 0, NULL, NULL},
};
static const bk_opt show_table[] = {
    {"word", "Every place of a word, or of words in a row, with what stands around it", "WORDS",
     BK_OPT_STR, AT(word), 0, 0, 0, NULL, NULL},
    {"article", "One article with its actors, quotes, relations and frames", "ID", BK_OPT_STR,
     AT(article), 0, 0, 0, NULL, NULL},
    {"stems", "Print word, tab, root for each line of a file (- is standard input)", "FILE",
     BK_OPT_STR, AT(stems), 0, 0, 0, NULL, NULL},
    {"exceptions", "With --stems: stems of your own, a line each: word, tab, lemma, tab, root",
     "FILE", BK_OPT_STR, AT(study.vectorizer.analyzer.exceptions), 0, 0, 0, NULL, NULL},
};
static const bk_opt like_table[] = {
    {"pair",
     "Why two articles are alike: --pair A B, both by their ids; shared terms, shared passages",
     "A", BK_OPT_STR, AT(pair), 0, 0, 0, NULL, NULL},
    {"against", "A study or vectors (.bkv): which of its articles each INPUT is most like", "STORE",
     BK_OPT_STR, AT(against), 0, 0, 0, NULL, NULL},
    {"text", "The same for a text that is typed in; - reads it from standard input", "TEXT",
     BK_OPT_STR, AT(text), 0, 0, 0, NULL, NULL},
};
static const bk_opt model_table[] = {
    {"output",
     "Write the model there (.bkm), and its card beside it (.md); .tsv, .jsonl or .json: the table",
     "FILE", BK_OPT_STR, AT(output), 0, 0, 0, NULL, NULL},
    {"card", "Write the model card there instead; - is standard output", "FILE", BK_OPT_STR,
     AT(card), 0, 0, 0, NULL, NULL},
};
static const bk_opt background_table[] = {
    {"background",
     "Learn the words from these articles (a file, a folder, a study) instead of INPUT: many more",
     "PATH", BK_OPT_STR, AT(background), 0, 0, 0, NULL, NULL},
};
static const bk_opt predict_table[] = {
    {"text", "Label this text instead of a file; - reads it from standard input", "TEXT",
     BK_OPT_STR, AT(text), 0, 0, 0, NULL, NULL},
    {"actor", "With --text: who acts, as written in it", "NAME", BK_OPT_STR, AT(from_actor), 0, 0,
     0, NULL, NULL},
    {"target", "With --text: who is acted upon or spoken of, as written in it", "NAME", BK_OPT_STR,
     AT(to_actor), 0, 0, 0, NULL, NULL},
    {"why", "With --text: also the words that spoke for the label, with their part in its score",
     "", BK_OPT_BOOL, AT(why), 0, 0, 1, NULL, NULL},
};
static const bk_opt keep_table[] = {
    {"save-model", "Keep the topics in a file, for --model and --update", "FILE", BK_OPT_STR,
     AT(save_model), 0, 0, 0, NULL, NULL},
    {"export-topics",
     "Also write PREFIX.ldavis.json, PREFIX.topic_terms.mtx, PREFIX.doc_topics.mtx, their tables "
     "PREFIX.terms.tsv, PREFIX.docs.tsv, PREFIX.topics.tsv, and of LDA PREFIX.state.gz as MALLET's",
     "PREFIX", BK_OPT_STR, AT(export_topics), 0, 0, 0, NULL, NULL},
};
static const bk_opt pages_table[] = {
    {"man", "Write a manual page: bingkai, formats, or a sub-command", "NAME", BK_OPT_STR, AT(man),
     0, 0, 0, NULL, NULL},
    {"completion", "Write completion for a shell", "SHELL", BK_OPT_ENUM, AT(completion), 0, 0, 0,
     NULL, shells},
};

/* Tables of the command, of the library, and of the study's stages by their names. */
typedef struct source {
    uint64_t bit;
    const char *title;
    const bk_opt *table;
    size_t n;
    const char *stage;
} source;
static const source sources[] = {
    {GROUP_RUN, "What to do", run_table, COUNT(run_table), NULL},
    {GROUP_SHOW, "What to show", show_table, COUNT(show_table), NULL},
    {GROUP_KWIC, "Places of a word", NULL, 0, NULL},
    {GROUP_LIKE, "What to compare", like_table, COUNT(like_table), NULL},
    {GROUP_VALIDATE, "Validation", NULL, 0, NULL},
    {GROUP_SAMPLE, "Sample", NULL, 0, NULL},
    {GROUP_SAMPLE, "Sample", sample_table, COUNT(sample_table), NULL},
    {GROUP_SCALE, "Scale", NULL, 0, NULL},
    {GROUP_SCALE, "Scale", background_table, COUNT(background_table), NULL},
    {GROUP_PREDICT, "What to label", predict_table, COUNT(predict_table), NULL},
    {GROUP_TRAIN, "Training", NULL, 0, NULL},
    {GROUP_MODEL, "Output", model_table, COUNT(model_table), NULL},
    {GROUP_VECTORIZE, "Output", vectorize_table, COUNT(vectorize_table), NULL},
    {GROUP_FOLDER, "Output", folder_table, COUNT(folder_table), NULL},
    {GROUP_OUTPUT, "Output", output_table, COUNT(output_table), NULL},
    {GROUP_FILE, "Output", file_table, COUNT(file_table), NULL},
    {GROUP_TABLE, "Output", table_table, COUNT(table_table), NULL},
    {GROUP_SHAPE, "Output", shape_table, COUNT(shape_table), NULL},
    {GROUP_EVENTS, "Output", events_table, COUNT(events_table), NULL},
    {GROUP_STUDY, "Study", NULL, 0, "study"},
    {GROUP_REPORT, "Report", NULL, 0, "report"},
    {GROUP_READER, "Input", NULL, 0, "reader"},
    {GROUP_CLEAN, "Cleaning", NULL, 0, "clean"},
    {GROUP_WORDS, "Words", NULL, 0, "analyzer"},
    {GROUP_VECTORS, "Vectors", NULL, 0, "vectorizer"},
    {GROUP_NEARDUP, "Repeated articles", NULL, 0, "neardup"},
    {GROUP_SIMILAR, "Similar articles", NULL, 0, "similar"},
    {GROUP_TOPICS, "Topics", NULL, 0, "topic"},
    {GROUP_TOPICS, "Topics", NULL, 0, "topic-run"},
    {GROUP_KEEP, "Topics", keep_table, COUNT(keep_table), NULL},
    {GROUP_TOPICS, "Answers about topics", NULL, 0, "theme"},
    {GROUP_TONE, "Tone", NULL, 0, "tone"},
    {GROUP_GENERAL, "General", general_table, COUNT(general_table), NULL},
    {GROUP_PAGES, "Pages", pages_table, COUNT(pages_table), NULL},
};

bool cli_group_at(size_t i, cli_group *out)
{
    size_t n;
    const bk_opt_group *stage = bk_study_opt_groups(&n);
    if (i >= COUNT(sources))
        return false;
    const source *s = &sources[i];
    *out = (cli_group){s->bit, s->title, s->table, s->n, 0};
    if (s->bit == GROUP_KWIC) {
        out->table = bk_kwic_opt_table(&out->n);
        out->at = AT(kwic);
    } else if (s->bit == GROUP_VALIDATE) {
        out->table = bk_validate_opt_table(&out->n);
        out->at = AT(validate);
    } else if (s->bit == GROUP_SAMPLE && !s->table) {
        out->table = bk_sample_opt_table(&out->n);
        out->at = AT(sample);
    } else if (s->bit == GROUP_SCALE && !s->table) {
        out->table = bk_scale_opt_table(&out->n);
        out->at = AT(scale);
    } else if (s->bit == GROUP_TRAIN) {
        out->table = bk_train_opt_table(&out->n);
        out->at = AT(train);
    }
    for (size_t k = 0; s->stage && k < n; k++)
        if (strcmp(stage[k].name, s->stage) == 0) {
            out->table = stage[k].table;
            out->n = stage[k].n;
            out->at = AT(study) + stage[k].offset;
        }
    return true;
}

const char *cli_unit(const bk_opt *o)
{
    if (o->type == BK_OPT_BOOL)
        return "";
    return o->unit && o->unit[0] ? o->unit : "NAME";
}

char cli_short(const char *name)
{
    static const char *const names[] = {"output", "quiet", "help", "version", "format"};
    static const char letters[] = "oqhVf";
    for (size_t i = 0; i < COUNT(names); i++)
        if (strcmp(name, names[i]) == 0)
            return letters[i];
    return 0;
}

bool cli_is_negated(const bk_opt *o)
{
    return o->type == BK_OPT_BOOL && o->def != 0;
}

/* The general --lang stands for those of reader and words; fields are compared by topics alone,
 * and kept for them by clean; a sample is made of passages. */
static bool is_hidden(uint64_t bits, const cli_group *g, const bk_opt *o)
{
    static const struct {
        uint64_t bit;
        const char *name;
    } less[] = {{LESS_PAIRS, "min-pair"},    {LESS_PAIRS, "story"},
                {LESS_PAIRS, "story-days"},  {LESS_POWERS, "triad"},
                {LESS_KEYNESS, "key-terms"}, {LESS_COLLOCATIONS, "collocations"}};
    for (size_t i = 0; i < COUNT(less); i++)
        if (bits & less[i].bit && strcmp(o->name, less[i].name) == 0)
            return true;
    if (strcmp(o->name, "covariate") == 0)
        return !(bits & GROUP_TOPICS) && (bits & GROUP_WORDS || !(bits & GROUP_STUDY));
    if (strcmp(o->name, "no-text") == 0)
        return bits & GROUP_SAMPLE;
    return g->bit != GROUP_GENERAL && strcmp(o->name, "lang") == 0;
}

const bk_opt *cli_option(uint64_t bits, size_t i, const char **title)
{
    cli_group g;
    for (size_t k = 0; cli_group_at(k, &g); k++)
        for (size_t j = 0; g.bit & bits && j < g.n; j++)
            if (!is_hidden(bits, &g, &g.table[j]) && i-- == 0) {
                if (title)
                    *title = g.title;
                return g.table + j;
            }
    return NULL;
}

/* ---- reading argv ------------------------------------------------------------------------------
 */

enum { MOST = 128 }; /* options of a command */

typedef struct parser {
    struct option at[2 * MOST + 1]; /* val is 256 + twice the number of the name, odd: negated */
    const bk_opt *of[MOST];
    size_t n;
    char letters[32]; /* "+:o:qhVf:" */
} parser;

static void parser_init(parser *p, uint64_t bits, bool stop)
{
    const bk_opt *o;
    char *letter = p->letters;
    if (stop)
        *letter++ = '+';
    *letter++ = ':';
    for (; p->n < MOST && (o = cli_option(bits, p->n, NULL)); p->n++) {
        int has = o->type == BK_OPT_BOOL ? no_argument : required_argument;
        p->of[p->n] = o;
        p->at[p->n] = (struct option){o->name, has, NULL, 256 + (int)(2 * p->n)};
        char c = cli_short(o->name);
        if (c) {
            *letter++ = c;
            if (has == required_argument)
                *letter++ = ':';
        }
    }
    *letter = 0;
}

/* "no-clean" for "clean"; the names live as long as the process. */
static const char *negated_name(const bk_opt *o)
{
    static struct {
        const bk_opt *o;
        char name[40];
    } names[16];
    for (size_t i = 0; i < COUNT(names); i++) {
        if (names[i].o == o)
            return names[i].name;
        if (!names[i].o) {
            names[i].o = o;
            snprintf(names[i].name, sizeof names[i].name, "no-%s", o->name);
            return names[i].name;
        }
    }
    return o->name;
}

static void add_negated(parser *p)
{
    size_t k = p->n;
    for (size_t i = 0; i < p->n; i++)
        if (cli_is_negated(p->of[i]))
            p->at[k++] =
                (struct option){negated_name(p->of[i]), no_argument, NULL, 257 + (int)(2 * i)};
}

static bool add_setting(cli *c, const char *name, const char *value)
{
    cli_setting *more = realloc(c->set, (c->n_set + 1) * sizeof *more);
    if (!more)
        return false;
    c->set = more;
    c->set[c->n_set++] = (cli_setting){name, value};
    return true;
}

/* Edits between two words; a prefix counts as near. */
static size_t distance(const char *a, const char *b)
{
    size_t na = strlen(a), nb = strlen(b), row[65];
    if (na > 64 || nb > 64)
        return 99;
    for (size_t j = 0; j <= nb; j++)
        row[j] = j;
    for (size_t i = 1; i <= na; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= nb; j++) {
            size_t above = row[j], best = diagonal + (a[i - 1] != b[j - 1]);
            if (above + 1 < best)
                best = above + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
            diagonal = above;
        }
    }
    return row[nb];
}

static void consider(const char **best, const char *candidate, const char *word)
{
    size_t d = distance(word, candidate);
    if (d <= 3 && d * 2 <= strlen(candidate) + 1 && (!*best || d < distance(word, *best)))
        *best = candidate;
}

/* "--topics, --topic-method": the first options that begin with `word`. */
static const char *beginnings(const parser *p, const char *word, size_t n, char *out, size_t size)
{
    size_t used = 0, found = 0;
    out[0] = 0;
    for (size_t i = 0; p->at[i].name && used < size; i++)
        if (strncmp(p->at[i].name, word, n) == 0 && ++found <= 6)
            used += (size_t)snprintf(out + used, size - used, "%s--%s", used ? ", " : "",
                                     p->at[i].name);
    if (found > 6 && used < size)
        snprintf(out + used, size - used, ", ...");
    return out;
}

static int unknown_option(cli *c, const parser *p, const char *given)
{
    char word[65], list[512];
    size_t n = strcspn(given + 2, "=");
    const char *best = NULL;
    int begin = 0;
    if (n > 64)
        n = 64;
    memcpy(word, given + 2, n);
    word[n] = 0;
    for (size_t i = 0; p->at[i].name; i++) {
        begin += strncmp(p->at[i].name, word, n) == 0;
        consider(&best, p->at[i].name, word);
    }
    if (begin > 1)
        return usage(c, "--%s is the beginning of more than one option: %s", word,
                     beginnings(p, word, n, list, sizeof list));
    if (begin == 1)
        return usage(c, "--%s takes no value", word);
    if (best)
        return usage(c, "there is no option --%s; do you mean --%s?", word, best);
    return usage(c, "there is no option --%s", word);
}

static int bad_option(cli *c, const parser *p, int code, char **argv)
{
    if (code == ':' && optopt >= 256)
        return usage(c, "--%s needs a value: %s", p->of[(optopt - 256) / 2]->name,
                     cli_unit(p->of[(optopt - 256) / 2]));
    if (code == ':')
        return usage(c, "-%c needs a value", optopt);
    if (optopt > 0 && optopt < 256)
        return usage(c, "there is no option -%c", optopt);
    return unknown_option(c, p, argv[optind - 1]);
}

static const bk_opt *by_letter(const parser *p, int letter)
{
    for (size_t i = 0; i < p->n; i++)
        if (cli_short(p->of[i]->name) == letter)
            return p->of[i];
    return NULL;
}

static int gather(cli *c, uint64_t bits, bool stop, int argc, char **argv)
{
    parser p = {.n = 0};
    int got, code = EXIT_DONE;
    parser_init(&p, bits, stop);
    add_negated(&p);
    optind = 0;
    opterr = 0;
    while (code == EXIT_DONE && (got = getopt_long(argc, argv, p.letters, p.at, NULL)) != -1) {
        if (got == '?' || got == ':') {
            code = bad_option(c, &p, got, argv);
            break;
        }
        const bk_opt *o = got < 256 ? by_letter(&p, got) : p.of[(got - 256) / 2];
        const char *value = got >= 256 && (got - 256) % 2 ? "false" : optarg;
        if (o && !add_setting(c, o->name, o->type == BK_OPT_BOOL && !value ? "true" : value)) {
            say("no memory");
            code = EXIT_FAILED;
        }
    }
    return code;
}

/* ---- setting ------------------------------------------------------------------------------------
 */

/* Strings of groups that the command has not stay NULL. */
static void set_defaults(cli_opts *o, uint64_t bits)
{
    memset(o, 0, sizeof *o);
    bk_study_opts_init(&o->study);
    o->kwic = (bk_kwic_opts)BK_KWIC_OPTS_INIT;
    o->validate = (bk_validate_opts)BK_VALIDATE_OPTS_INIT;
    o->sample = (bk_sample_opts)BK_SAMPLE_OPTS_INIT;
    o->train = (bk_train_opts)BK_TRAIN_OPTS_INIT;
    o->scale = (bk_scale_opts)BK_SCALE_OPTS_INIT;
    for (size_t i = 0; i < COUNT(sources); i++)
        if (sources[i].table && (sources[i].bit & bits))
            bk_opt_defaults(sources[i].table, sources[i].n, o);
}

static bool has_option(const cli_group *g, const char *name)
{
    for (size_t i = 0; i < g->n; i++)
        if (strcmp(g->table[i].name, name) == 0)
            return true;
    return false;
}

/* --lang auto: stages that do not recognise a language keep their own default. */
static bool is_automatic(const cli_group *g, const cli_setting *s)
{
    return !(g->bit & (GROUP_GENERAL | GROUP_READER)) && strcmp(s->name, "lang") == 0 &&
           strcmp(s->value, "auto") == 0;
}

static bk_status set_one(cli *c, bk_ctx *ctx, uint64_t bits, const cli_setting *s)
{
    cli_group g;
    bk_status st = BK_OK;
    for (size_t i = 0; cli_group_at(i, &g) && st == BK_OK; i++) {
        if (!(g.bit & bits) || !has_option(&g, s->name) || is_automatic(&g, s))
            continue;
        st = bk_opt_set(ctx, g.table, g.n, (char *)&c->opts + g.at, s->name, s->value);
    }
    return st;
}

bool cli_given(const cli *c, const char *name)
{
    for (size_t i = 0; i < c->n_set; i++)
        if (strcmp(c->set[i].name, name) == 0)
            return true;
    return false;
}

static int set_all(cli *c, uint64_t bits)
{
    bk_ctx *ctx;
    bk_ctx_opts one = BK_CTX_OPTS_INIT;
    one.threads = 1;
    if (bk_ctx_new(&ctx, &one) != BK_OK) {
        say("no memory");
        return EXIT_FAILED;
    }
    bk_status st = BK_OK;
    set_defaults(&c->opts, bits);
    for (size_t i = 0; i < c->n_set && st == BK_OK; i++)
        if (strcmp(c->set[i].name, "preset") == 0)
            st = bk_vectorizer_preset(ctx, &c->opts.study.vectorizer, c->set[i].value);
    for (size_t i = 0; i < c->n_set && st == BK_OK; i++)
        st = set_one(c, ctx, bits, &c->set[i]);
    int code = st == BK_OK ? EXIT_DONE : usage(c, "--%s", bk_ctx_error(ctx)->message);
    bk_ctx_free(ctx);
    c->opts.study.report.no_text = c->opts.study.no_text;
    return code == EXIT_DONE && bits & GROUP_VECTORS ? refuse_idle(c) : code;
}

int unknown_command(cli *c, const char *word)
{
    const char *best = NULL;
    for (size_t i = 0; cli_cmds[i]; i++)
        consider(&best, cli_cmds[i]->name, word);
    if (best)
        return usage(c, "there is no command \"%s\"; do you mean \"bingkai %s\"?", word, best);
    return usage(c, "there is no command \"%s\"; bingkai help lists them", word);
}

int cli_parse(cli *c, int argc, char **argv)
{
    int code = gather(c, GROUP_GENERAL, true, argc, argv);
    if (code != EXIT_DONE)
        return code;
    uint64_t bits = GROUP_GENERAL;
    if (optind < argc) {
        c->cmd = cli_cmd_find(argv[optind]);
        if (!c->cmd)
            return unknown_command(c, argv[optind]);
        bits = c->cmd->groups | GROUP_GENERAL;
        argv += optind;
        argc -= optind;
        code = gather(c, bits, false, argc, argv);
        if (code != EXIT_DONE)
            return code;
        c->input = (const char *const *)(argv + optind);
        c->n_input = (size_t)(argc - optind);
    }
    return set_all(c, bits);
}

void cli_clear(cli *c)
{
    free(c->set);
    c->set = NULL;
    c->n_set = 0;
}
