/* cli.h - what the files of the command share: options, sub-commands, messages, output. */
#ifndef BK_CLI_CLI_H
#define BK_CLI_CLI_H

#include <bingkai/bingkai.h>
#include <stdio.h>

enum {
    EXIT_DONE = 0,
    EXIT_FAILED = 1,
    EXIT_USAGE = 2,
    EXIT_SKIPPED = 3, /* done, but some input was skipped */
    EXIT_STOPPED = 4, /* done with topics that a signal ended early */
    EXIT_INTERRUPTED = 130
};

/* ---- options -----------------------------------------------------------------------------------
 * One struct holds whatever any sub-command takes. A group is an option table (bk_opt) and the
 * place of its struct; a sub-command names its groups, and from them come parsing, help, manual
 * pages and completion. */
typedef struct cli_opts {
    /* general */
    int threads, seed;
    uint64_t memory;
    const char *lang, *models, *kernel, *log_level;
    bool quiet, help, version;
    /* output */
    const char *output, *format, *table;
    int rows;
    /* of single sub-commands */
    bool dry_run;
    const char *matrix_market, *add_to;
    bool growing;
    const char *word, *article, *stems;
    const char *save_model, *export_topics;
    const char *pair, *against, *text;
    const char *card, *from_actor, *to_actor;
    bool why;
    bk_train_opts train;
    bk_scale_opts scale;
    const char *background;
    bk_kwic_opts kwic;
    bk_validate_opts validate;
    bk_sample_opts sample;
    const char *man, *completion;
    bk_study_opts study;
} cli_opts;

enum {
    GROUP_GENERAL = 1 << 0,
    GROUP_OUTPUT = 1 << 1, /* -o: a file or a folder */
    GROUP_FILE = 1 << 2,   /* -o: a file */
    GROUP_FOLDER = 1 << 3, /* -o: a folder */
    GROUP_TABLE = 1 << 4,  /* which table */
    GROUP_SHAPE = 1 << 5,  /* of a table */
    GROUP_READER = 1 << 6,
    GROUP_CLEAN = 1 << 7,
    GROUP_WORDS = 1 << 8,
    GROUP_VECTORS = 1 << 9,
    GROUP_SIMILAR = 1 << 10,
    GROUP_NEARDUP = 1 << 11,
    GROUP_TOPICS = 1 << 12,
    GROUP_TONE = 1 << 13,
    GROUP_REPORT = 1 << 14,
    GROUP_STUDY = 1 << 15,
    GROUP_RUN = 1 << 16,
    GROUP_VECTORIZE = 1 << 17,
    GROUP_SHOW = 1 << 18,
    GROUP_KWIC = 1 << 19,
    GROUP_VALIDATE = 1 << 20,
    GROUP_KEEP = 1 << 30,  /* topics into a file */
    GROUP_LIKE = 1 << 22,  /* two articles, or articles against others */
    GROUP_PAGES = 1 << 21, /* how manual pages and completion are made: not shown */
    GROUP_TRAIN = 1 << 27,
    GROUP_MODEL = 1 << 28,   /* -o: a model */
    GROUP_PREDICT = 1 << 29, /* what to label */
    GROUP_TEXT = GROUP_READER | GROUP_CLEAN | GROUP_STUDY,
    /* options of these groups that a sub-command has no use for, and does not take */
    LESS_PAIRS = 1 << 23,
    LESS_POWERS = 1 << 24,
    LESS_KEYNESS = 1 << 25,
    LESS_COLLOCATIONS = 1 << 26
};
/* What an enum of C11 cannot hold. */
#define GROUP_SCALE  (UINT64_C(1) << 31)
#define GROUP_EVENTS (UINT64_C(1) << 32) /* as GROUP_SHAPE, with the shapes of events */
#define GROUP_SAMPLE (UINT64_C(1) << 33)
/* An option table and the place in cli_opts of the struct that it describes. */
typedef struct cli_group {
    uint64_t bit;
    const char *title;
    const bk_opt *table;
    size_t n, at;
} cli_group;
/* The i-th group; false behind the last. */
bool cli_group_at(size_t i, cli_group *out);
/* The i-th option of the groups in `bits` as help shows them: each name once. NULL behind the
 * last. `title`, where not NULL, is that of its group. */
const bk_opt *cli_option(uint64_t bits, size_t i, const char **title);
/* What stands for its value in help; "" for a switch. */
const char *cli_unit(const bk_opt *o);
/* 'o' for "output"; 0 where there is none. */
char cli_short(const char *name);
/* A switch that is on unless --no-NAME is given. */
bool cli_is_negated(const bk_opt *o);

typedef struct cli_setting {
    const char *name, *value; /* value NULL: a switch */
} cli_setting;

/* ---- the running command --------------------------------------------------------------------- */
typedef struct cli_cmd cli_cmd;
typedef struct cli {
    const cli_cmd *cmd;
    cli_opts opts;
    bk_ctx *ctx;
    const char *const *input; /* operands */
    size_t n_input;
    cli_setting *set; /* options as given, in order */
    size_t n_set;
} cli;

typedef struct cli_example {
    const char *what, *command;
} cli_example;
struct cli_cmd {
    const char *name, *operands, *summary;
    const char *about;           /* paragraphs, separated by an empty line */
    const cli_example *examples; /* {NULL, NULL} behind the last */
    uint64_t groups;
    int (*run)(cli *c);
};
extern const cli_cmd *const cli_cmds[]; /* NULL behind the last */
const cli_cmd *cli_cmd_find(const char *name);

extern const cli_cmd cmd_run, cmd_clean, cmd_vectorize, cmd_similar, cmd_topics, cmd_relations,
    cmd_frames, cmd_sample, cmd_validate, cmd_train, cmd_predict, cmd_scale, cmd_diff, cmd_show,
    cmd_help;

/* Reads argv; what is global may stand before the name of the sub-command. EXIT_DONE, or
 * EXIT_USAGE after a message. */
int cli_parse(cli *c, int argc, char **argv);
/* Usage error with the nearest name. */
int unknown_command(cli *c, const char *word);
/* Was the option given? */
bool cli_given(const cli *c, const char *name);
/* An option that would do nothing beside others: EXIT_USAGE after a message (idle.c). */
int refuse_idle(cli *c);
/* Two outputs of one name, and places where nothing can be written: a message (outputs.c). */
int check_outputs(cli *c);
void cli_clear(cli *c);

/* ---- help --------------------------------------------------------------------------------------
 */
void help_short(FILE *to);
void help_cmd(FILE *to, const cli_cmd *cmd);
/* name: a sub-command, "bingkai" or "formats". False where there is no such page. */
bool man_page(FILE *to, const char *name);
bool completion(FILE *to, const char *shell);
/* "from 1 to 5, default 2" in `out`; "" where there is nothing to say. */
const char *option_range(const bk_opt *o, char *out, size_t size);

/* ---- terminal ----------------------------------------------------------------------------------
 */
void tty_init(const cli_opts *opts);
/* Called by the library. */
void tty_log(void *user, bk_level level, const char *message);
void tty_measure(void *user, const char *name, double value);
void tty_progress(void *user, const char *stage, uint64_t done, uint64_t total);
/* Takes the progress line away. */
void tty_clear(void);
/* "bingkai: " and a line on standard error. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The context's last failure, and the exit code that it means. */
int fail(cli *c, bk_status st);
/* A usage error. */
int usage(cli *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Columns of standard output's terminal; 0 where it is none. */
int tty_width(void);
const char *bold(bool on); /* escape sequence for standard output, or "" */

/* ---- context and signals ----------------------------------------------------------------------
 */
bk_ctx_opts context_opts(const cli_opts *opts);
int context_new(cli *c, const bk_ctx_opts *o);
void context_free(cli *c, bk_ctx *before); /* `before` is the running one again */
int run_command(cli *c);                   /* c->cmd in a context of its own */
void signals_init(void);
void signals_to(bk_ctx *ctx); /* which context a signal cancels */
bool interrupted(void);       /* did a signal ask to stop? */
void signals_heard(void);     /* the signal was obeyed; what is left to do is done */

/* ---- output ------------------------------------------------------------------------------------
 */
bk_str str_of(const char *z);
/* Text for a person: control characters become blanks; cut to `cells` with an ellipsis, or filled
 * up with blanks to -cells (right-aligned text is the caller's affair); 0: as it is. */
void put_text(bk_str s, int cells);
/* All of it, likewise without control characters. */
void put_safe(FILE *to, bk_str s);
/* Cells that it takes on a terminal. */
int text_width(bk_str s);
/* A table for a person: the columns named in `cols` (separated by blanks; NULL: all), at most
 * `rows` rows (0: all; a line says how many there are). */
void put_table(const bk_table *t, const char *cols, int64_t rows);
void put_more(int64_t n); /* "... n more"; nothing for 0 */
/* The number of a column; that behind the last where there is none of the name. */
size_t col_of(const bk_table *t, const char *name);
/* A cell by the name of its column; null where there is none. */
bk_cell cell_of(const bk_table *t, int64_t row, const char *name);
/* The rows whose text column `col` is `value`; yours, NULL without memory. */
bk_table *rows_where(cli *c, const bk_table *from, size_t col, const char *value);
/* Two texts side by side, wrapped into columns of `cells`; text b absent: one of them alone. */
void put_beside(bk_str a, bk_str b, int cells);
/* Wrapped into lines of at most `cells`, each behind `indent` blanks. */
void put_paragraph(bk_str s, int cells, int indent);
/* One cell, and text of several lines, for a person. */
void put_cell(const bk_table *t, int64_t row, size_t col);
void put_lines(bk_str text);
/* A file that appears under its name only when it is whole (whole.c); what is no regular file is
 * written to directly. False after a message; `path` is borrowed until out_close. */
typedef struct out_file {
    FILE *file;
    const char *path;
    char *beside; /* where it is written until then */
} out_file;
bool out_open(out_file *o, const char *path);
bk_status out_bytes(void *file, const char *bytes, size_t n); /* a bk_write_fn; user: its FILE */
/* `code`, or EXIT_FAILED after a message; the file appears with EXIT_DONE alone. */
int out_close(out_file *o, int code);
/* Ends standard output: `code`, or EXIT_FAILED after a message where it could not be written. A
 * reader that went away is no failure. */
int finish(int code);

/* ---- studies
 * ------------------------------------------------------------------------------------- */
/* What a stage command does: opens the operands, runs `stages`, and hands on `table` (or --table)
 * in the shape of --format to --output or standard output. `show` prints for a person; NULL: the
 * table. */
typedef struct stage_cmd {
    unsigned stages;
    const char *table;
    void (*show)(cli *c, const bk_study *s);
} stage_cmd;
int run_stage(cli *c, const stage_cmd *what);
/* Are the articles more than --memory holds (aside.c)? Then a study of their vectors alone is
 * opened over a file, which is *file's to close, after failures too. */
bool is_beyond_memory(const cli *c);
bk_status open_aside(cli *c, bk_study **s, char **file);
void close_aside(char *file); /* NULL is fine */
int show_pair(cli *c);        /* --pair */
int show_nearest(cli *c);     /* --against, --text */
/* The text of --text; *own is yours to free, NULL is fine. EXIT_DONE, or the exit code after a
 * message. */
int typed_text(cli *c, bk_str *text, char **own);
bool is_table_file(const char *path); /* .tsv, .jsonl or .json; NULL is none */
/* May --output be the folder of a study? EXIT_DONE, or the exit code after a message. */
int check_folder(cli *c);
/* Is the result a table for a person on standard output? */
bool is_for_people(const cli *c);
/* A table to --output or standard output, in the shape of --format. */
int hand_on(cli *c, const bk_table *t);
/* What was read and what was skipped, for a person; `all`: every file and every problem. */
void put_reading(cli *c, const bk_study *s, bool all);
/* EXIT_STOPPED where a signal ended the topics early, EXIT_SKIPPED where the input had something
 * that was skipped. */
int reading_code(const bk_study *s);
/* fail(); where there is not one article, what was wrong with the input too. */
int fail_study(cli *c, const bk_study *s, bk_status st);
/* Tones, balance, frames, topics and repeated articles in a few lines. */
void put_findings(const bk_study *s);
void put_tones(const bk_study *s);

#endif
