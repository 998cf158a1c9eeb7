/* cmd_relations.c - who does what to whom, in whose voice. */
#include <string.h>

#include "cli/cli.h"

static bool is_mutual(bk_str s)
{
    return s.n == 6 && memcmp(s.p, "mutual", 6) == 0;
}

/* "k2  RUS-USA  USA to RUS  conflict  SANCTION  by narrator: menjatuhkan" and the sentence. */
static void put_relation(const bk_table *t, int64_t r)
{
    static const char *const polarity[] = {"conflict", "neutral", "cooperation"};
    int64_t p = cell_of(t, r, "polarity").i;
    bk_str source = cell_of(t, r, "source").s, kind = cell_of(t, r, "class").s;
    fputs(bold(true), stdout);
    put_text(cell_of(t, r, "id").s, 0);
    printf("%s  ", bold(false));
    put_text(cell_of(t, r, "dyad").s, 0);
    fputs("  ", stdout);
    put_text(source, 0);
    if (!is_mutual(source)) {
        fputs(" to ", stdout);
        put_text(cell_of(t, r, "target").s, 0);
    }
    printf("  %s", polarity[p < -1 || p > 1 ? 1 : p + 1]);
    if (kind.n > 0)
        printf(" %.*s", (int)kind.n, kind.p);
    fputs("  voice ", stdout);
    put_text(cell_of(t, r, "voice").s, 0);
    if (cell_of(t, r, "evidence").s.n > 2) { /* not [] */
        fputs("  evidence: ", stdout);
        put_cell(t, r, col_of(t, "evidence"));
    }
    fputs("\n    ", stdout);
    put_text(cell_of(t, r, "text").s, tty_width() > 0 ? tty_width() - 4 : 0);
    putchar('\n');
}

static void show(cli *c, const bk_study *s)
{
    const bk_table *t = bk_study_table(s, "relations");
    int64_t n = t ? bk_table_rows(t) : 0, most = c->opts.rows > 0 ? c->opts.rows : n;
    put_tones(s);
    if (n == 0)
        puts("No sentence relates two of the powers.");
    for (int64_t r = 0; r < n && r < most; r++) {
        if (r == 0)
            putchar('\n');
        put_relation(t, r);
    }
    put_more(n - most);
}

static int run(cli *c)
{
    return run_stage(c, &(stage_cmd){BK_STAGE_RELATIONS, "relations", show});
}

static const cli_example examples[] = {
    {"Tones with intervals, and the first relations", "bingkai relations news"},
    {"Every sentence with its actors, quotes and relations, an object a line",
     "bingkai relations news --format jsonl -o relations.jsonl"},
    {"Tone of each two powers by outlet, month and voice",
     "bingkai relations news --table dyads --format tsv"},
    {"Which outlets differ in tone, and which periods, the surest first",
     "bingkai relations news --table contrasts"},
    {"Directed events for programs that read PLOVER or CAMEO",
     "bingkai relations news --format plover -o events.jsonl"},
    {NULL, NULL},
};
const cli_cmd cmd_relations = {
    "relations",
    "INPUT...",
    "find who does what to whom, and in whose voice",
    "Finds for each sentence the pairs of powers that it relates: conflict or cooperation, the "
    "class of the event, who acts, whose words it is, and the deciding words. From that the tone "
    "of each pair, from -1 to 1, with a bootstrap interval over articles; where outlets and "
    "periods "
    "differ in it, with p adjusted for how many were compared; the balance of each three; who is "
    "named as the cause and who as the remedy. Tables: relations, dyads, contrasts, triad, "
    "functions, mentions, quotes, sentences; dyad_frames in a whole study.\n"
    "--format plover and cameo give events: who, to whom, what, on the day of the article (the day "
    "of what happened is not read). A mutual relation is two events that share an id and a vote; "
    "neutral relations without a class are left out, and their number is said. "
    "bingkai-formats(5) has the columns.\n"
    "Another triad, or any number of powers, is a file: --triad.",
    examples,
    GROUP_OUTPUT | GROUP_TABLE | GROUP_EVENTS | GROUP_TEXT | GROUP_WORDS | GROUP_TONE |
        GROUP_NEARDUP | LESS_PAIRS | LESS_KEYNESS,
    run};
