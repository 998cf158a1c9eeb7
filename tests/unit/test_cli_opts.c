/* test_cli_opts.c - the command line: settings, presets, usage errors, and the tables themselves.
 */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/support.h"

enum { MOST = 16 };

/* Messages of usage errors are part of the golden tests; here they would disturb. */
static int parse(cli *c, const char *line)
{
    static char copy[512], *argv[MOST + 1]; /* inputs point into both */
    int argc = 0, err = dup(2);
    snprintf(copy, sizeof copy, "%s", line);
    for (char *p = copy; *p && argc < MOST;) {
        argv[argc++] = p;
        p += strcspn(p, " ");
        while (*p == ' ')
            *p++ = 0;
    }
    argv[argc] = NULL;
    *c = (cli){0};
    assert_non_null(freopen("/dev/null", "w", stderr));
    int code = cli_parse(c, argc, argv);
    fflush(stderr);
    dup2(err, 2);
    close(err);
    return code;
}

static void settings(void **state)
{
    cli c;
    (void)state;
    assert_int_equal(parse(&c, "bingkai --threads 3 topics --topics 7 news -o out --seed=9 more"),
                     0);
    assert_string_equal(c.cmd->name, "topics");
    assert_int_equal(c.opts.threads, 3);
    assert_int_equal(c.opts.seed, 9);
    assert_int_equal(c.opts.study.topic.topics, 7);
    assert_string_equal(c.opts.output, "out");
    assert_int_equal(c.n_input, 2);
    assert_true(cli_given(&c, "topics") && !cli_given(&c, "memory"));
    cli_clear(&c);
    assert_int_equal(parse(&c, "bingkai"), 0);
    assert_null(c.cmd);
    cli_clear(&c);
    assert_int_equal(parse(&c, "bingkai clean --no-clean --lang en -- -x"), 0);
    assert_false(c.opts.study.clean.clean);
    assert_string_equal(c.opts.study.reader.lang, "en");
    assert_string_equal(c.input[0], "-x");
    cli_clear(&c);
}

/* --lang auto leaves the analyzer its own default language. */
static void language(void **state)
{
    cli c;
    (void)state;
    assert_int_equal(parse(&c, "bingkai topics --lang auto news"), 0);
    assert_string_equal(c.opts.study.vectorizer.analyzer.lang, "id");
    cli_clear(&c);
    assert_int_equal(parse(&c, "bingkai topics --lang en news"), 0);
    assert_string_equal(c.opts.study.vectorizer.analyzer.lang, "en");
    cli_clear(&c);
}

/* What is given explicitly stands, whether it comes before the preset or after it. */
static void preset(void **state)
{
    static const char *const lines[] = {"bingkai vectorize --tf log --preset sklearn x",
                                        "bingkai vectorize --preset sklearn --tf log x",
                                        "bingkai vectorize --preset sklearn --no-clean --tf log x"};
    (void)state;
    for (int i = 0; i < 3; i++) {
        cli c;
        assert_int_equal(parse(&c, lines[i]), 0);
        assert_string_equal(c.opts.study.vectorizer.tf, "log");
        assert_string_equal(c.opts.study.vectorizer.preset, "sklearn");
        assert_true(c.opts.study.vectorizer.min_df == 1);
        assert_true(c.opts.study.vectorizer.max_df == 1);
        cli_clear(&c);
    }
}

static void usage_errors(void **state)
{
    static const char *const lines[] = {
        "bingkai topcs",
        "bingkai topics --triad x.json news",
        "bingkai vectorize --story 0.5 news",
        "bingkai similar --key-terms 3 news",
        "bingkai vectorize --preset sklearn --unit root news",
        "bingkai vectorize --min-chars 3 --preset sklearn news",
        "bingkai vectorize --preset sklearn --clean news",
        "bingkai topics --preset sklearn --stopwords none news",
        "bingkai --topics 3 run",
        "bingkai topics --topisc 3",
        "bingkai topics --topics",
        "bingkai topics --topics many",
        "bingkai topics --topics -3",
        "bingkai topics --method magic",
        "bingkai topics --min",
        "bingkai topics --quiet=1",
        "bingkai topics -z",
        "bingkai topics -o",
        "bingkai vectorize --preset none-such",
    };
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        cli c;
        assert_int_equal(parse(&c, lines[i]), EXIT_USAGE);
        cli_clear(&c);
    }
}

/* In one command a name means one thing, has help, and a default inside its range. */
static void tables(void **state)
{
    (void)state;
    for (size_t k = 0; cli_cmds[k]; k++) {
        uint64_t bits = cli_cmds[k]->groups | GROUP_GENERAL;
        const bk_opt *o, *other;
        char range[400];
        size_t i;
        for (i = 0; (o = cli_option(bits, i, NULL)); i++) {
            assert_true(o->help[0] && o->help[strlen(o->help) - 1] != '.');
            assert_true(strlen(option_range(o, range, sizeof range)) < sizeof range - 1);
            if (o->type == BK_OPT_INT || o->type == BK_OPT_SIZE || o->type == BK_OPT_REAL)
                assert_true(o->def >= o->min && o->def <= o->max);
            for (size_t j = 0; j < i && (other = cli_option(bits, j, NULL)); j++)
                if (strcmp(o->name, other->name) == 0)
                    fail_msg("%s: --%s twice", cli_cmds[k]->name, o->name);
        }
        assert_true(i < 128); /* MOST of opts.c */
        assert_non_null(cli_cmds[k]->about);
        assert_true(strlen(cli_cmds[k]->summary) < 60);
    }
}

/* Two groups of one bit would lend each other their options. */
static void bits(void **state)
{
    cli_group g, other;
    (void)state;
    for (size_t i = 0; cli_group_at(i, &g); i++) {
        assert_true(g.bit != 0 && (g.bit & (g.bit - 1)) == 0);
        for (size_t k = 0; k < i && cli_group_at(k, &other); k++)
            if (other.bit == g.bit && g.bit != GROUP_TOPICS && strcmp(other.title, g.title) != 0)
                fail_msg("\"%s\" and \"%s\" have one bit", g.title, other.title);
    }
}

/* Every group of the study belongs to bingkai run, so that a study file and it say the same. */
static void whole(void **state)
{
    size_t n;
    const bk_opt_group *g = bk_study_opt_groups(&n);
    (void)state;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < g[i].n; k++) {
            const bk_opt *o = NULL;
            for (size_t j = 0; (o = cli_option(cmd_run.groups | GROUP_GENERAL, j, NULL)); j++)
                if (strcmp(o->name, g[i].table[k].name) == 0)
                    break;
            if (!o)
                fail_msg("run has no --%s", g[i].table[k].name);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings),     cmocka_unit_test(language), cmocka_unit_test(preset),
        cmocka_unit_test(usage_errors), cmocka_unit_test(tables),   cmocka_unit_test(whole),
        cmocka_unit_test(bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
