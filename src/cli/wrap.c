/* wrap.c - running text in lines of so many cells, alone or two of them side by side. */
#include <string.h>

#include "cli/cli.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Takes the next line of at most `cells` off the text: whole words; a word that is longer than a
 * line is cut between characters. */
static bk_str take_line(bk_str *rest, int cells)
{
    bk_str line;
    size_t end = 0;
    while (rest->n > 0 && is_blank(*rest->p))
        *rest = (bk_str){rest->p + 1, rest->n - 1};
    for (size_t i = 0; i <= rest->n; i++) {
        if (i < rest->n && !is_blank(rest->p[i]))
            continue;
        if (text_width((bk_str){rest->p, i}) > cells)
            break;
        end = i;
    }
    while (end == 0 && rest->n > 0) { /* one long word */
        size_t n = 0;
        do {
            size_t next = n + 1;
            while (next < rest->n && ((unsigned char)rest->p[next] & 0xC0) == 0x80)
                next++;
            if (n > 0 && text_width((bk_str){rest->p, next}) > cells)
                break;
            n = next;
        } while (n < rest->n && !is_blank(rest->p[n]));
        end = n;
    }
    line = (bk_str){rest->p, end};
    *rest = (bk_str){rest->p + end, rest->n - end};
    while (rest->n > 0 && is_blank(*rest->p))
        *rest = (bk_str){rest->p + 1, rest->n - 1};
    return line;
}

void put_paragraph(bk_str s, int cells, int indent)
{
    while (s.n > 0) {
        bk_str line = take_line(&s, cells);
        if (line.n == 0)
            break;
        printf("%*s", indent, "");
        put_text(line, 0);
        putchar('\n');
    }
}

void put_beside(bk_str a, bk_str b, int cells)
{
    while (a.n > 0 || b.n > 0) {
        bk_str left = take_line(&a, cells), right = take_line(&b, cells);
        if (left.n == 0 && right.n == 0)
            break;
        put_text(left, right.n ? -cells : cells);
        if (right.n) {
            fputs(" \xE2\x94\x82 ", stdout);
            put_text(right, cells);
        }
        putchar('\n');
    }
}
