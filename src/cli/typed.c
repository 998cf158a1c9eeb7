/* typed.c - the text of --text: as it was typed, or standard input. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

static const size_t MOST = (size_t)32 << 20; /* as bk_corpus_of_text takes */

/* All of standard input; yours, NULL after a message. */
static char *read_stdin(size_t *n)
{
    size_t cap = 1 << 16, got = 1;
    char *p = malloc(cap);
    for (*n = 0; p && got > 0 && *n <= MOST; *n += got) {
        if (*n == cap) {
            char *more = realloc(p, cap *= 2);
            if (!more)
                free(p);
            p = more;
        }
        got = p ? fread(p + *n, 1, cap - *n, stdin) : 0;
    }
    if (p && !ferror(stdin) && *n <= MOST)
        return p;
    if (p && *n > MOST)
        say("standard input: more than 32 MiB are no text");
    else
        say("standard input cannot be read: %s", strerror(p ? errno : ENOMEM));
    free(p);
    return NULL;
}

static bool is_blank(bk_str s)
{
    size_t i = 0;
    while (i < s.n && strchr(" \t\r\n", s.p[i]) && s.p[i])
        i++;
    return i == s.n;
}

int typed_text(cli *c, bk_str *text, char **own)
{
    *own = NULL;
    *text = str_of(c->opts.text);
    if (strcmp(c->opts.text, "-") == 0) {
        text->p = *own = read_stdin(&text->n);
        if (!*own)
            return EXIT_FAILED;
    }
    if (!is_blank(*text))
        return EXIT_DONE;
    free(*own);
    *own = NULL;
    return usage(c, "--text is empty: there is no word in it");
}
