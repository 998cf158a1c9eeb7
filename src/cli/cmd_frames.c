/* cmd_frames.c - from which side the articles tell it. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

static void show(cli *c, const bk_study *s)
{
    const bk_table *from = bk_study_table(s, "frames");
    bk_table *t = from ? rows_where(c, from, 0, "all") : NULL;
    if (t)
        put_table(t, "frame kind share low high score articles", c->opts.rows);
    bk_table_free(t);
}

static int run(cli *c)
{
    return run_stage(c, &(stage_cmd){BK_STAGE_FRAMES, "frames", show});
}

static const cli_example examples[] = {
    {"How many articles use each frame", "bingkai frames news"},
    {"The sentences that carry a frame, with the deciding words",
     "bingkai frames news --table frame_sentences --format jsonl"},
    {NULL, NULL},
};
const cli_cmd cmd_frames = {
    "frames",
    "INPUT...",
    "find how the articles frame their subject",
    "Finds the five generic frames (conflict, human interest, economic consequences, morality, "
    "responsibility) and issue frames by indicator terms with weights: the share of articles that "
    "use each, with intervals, by outlet and month, and the sentences behind it. Tables: frames, "
    "frame_sentences; in a whole study dyad_frames, which frame carries the relation of which two "
    "powers.",
    examples,
    GROUP_OUTPUT | GROUP_TABLE | GROUP_SHAPE | GROUP_TEXT | GROUP_WORDS | GROUP_NEARDUP |
        LESS_PAIRS | LESS_KEYNESS,
    run};
