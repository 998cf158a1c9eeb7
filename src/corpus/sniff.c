/* sniff.c - what a file holds, by its first bytes. */
#include "corpus/sniff.h"

#include "corpus/read_csv.h"
#include "corpus/read_json.h"

static bool begins_blank(bk_str *s)
{
    while (s->n > 0 && memchr(" \t\r\n", s->p[0], 4))
        *s = (bk_str){s->p + 1, s->n - 1};
    return s->n > 0;
}

/* Zero bytes, or more than one byte in twenty that steers a terminal and is no space or line. */
static bool binary(bk_str head)
{
    size_t n = head.n < 8192 ? head.n : 8192, control = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)head.p[i];
        if (c == 0)
            return true;
        control += c < 0x20 && !(c >= '\t' && c <= '\r');
    }
    return control > n / 20;
}

const char *bk__sniff_foreign(bk_str head)
{
    bk_str s = head;
    if (head.n >= 4 &&
        (memcmp(head.p, "\xFF\xFE\0\0", 4) == 0 || memcmp(head.p, "\0\0\xFE\xFF", 4) == 0))
        return "the file is UTF-32; expected UTF-8";
    if (head.n >= 2 && (memcmp(head.p, "\xFF\xFE", 2) == 0 || memcmp(head.p, "\xFE\xFF", 2) == 0))
        return "the file is UTF-16; expected UTF-8";
    if (bk__str_begins(head, BK__STR("%PDF")))
        return "the file is a PDF; expected text, JSON or CSV";
    if (bk__str_begins(head, BK__STR("PK\x03\x04")))
        return "the file is a zip archive or an office document; expected text, JSON or CSV";
    if (binary(head))
        return "the file is binary; expected text, JSON or CSV";
    if (begins_blank(&s) &&
        (bk__str_begins(s, BK__STR("<!DOCTYPE html")) ||
         bk__str_begins(s, BK__STR("<!doctype html")) || bk__str_begins(s, BK__STR("<html"))))
        return "the file is an HTML page; expected text, JSON or CSV";
    return NULL;
}

/* A line that closes what it opens: JSON lines rather than a value over several lines. */
static bool balanced(bk_str line)
{
    bk__cutter c = {.lines = false};
    bk_str value;
    return bk__cut_value(&c, line, false, &value);
}

/* What the name promises where the content does not tell: a table whose header names no text. */
static bk__format by_name(bk_str path)
{
    static const char *const packed[] = {".gz", ".xz", ".zst", ".bz2"};
    for (size_t i = 0; i < sizeof packed / sizeof *packed; i++)
        if (bk__str_ends(path, bk__str(packed[i]))) {
            path.n -= strlen(packed[i]);
            break;
        }
    return bk__str_ends(path, BK__STR(".csv"))   ? BK__CSV
           : bk__str_ends(path, BK__STR(".tsv")) ? BK__TSV
                                                 : BK__TXT;
}

bk__format bk__sniff(bk_str head, bk_str path, const bk__names *names)
{
    bk_str s = head, second, line;
    if (s.n >= 3 && memcmp(s.p, "\xEF\xBB\xBF", 3) == 0)
        s = (bk_str){s.p + 3, s.n - 3};
    head = s;
    if (!begins_blank(&s))
        return BK__TXT;
    second = (bk_str){s.p + 1, s.n - 1};
    if (s.p[0] == '{' && begins_blank(&second) && (second.p[0] == '"' || second.p[0] == '}')) {
        second = s;
        line = bk__str_cut(&second, '\n');
        return second.n == 0 && line.n >= BK__SNIFF / 2 ? BK__JSONL
               : balanced(line)                         ? BK__JSONL
                                                        : BK__JSON;
    }
    if (s.p[0] == '[' && begins_blank(&second) && (second.p[0] == '{' || second.p[0] == ']'))
        return BK__JSON;
    return bk__csv_sniff(head, names) ? BK__CSV : by_name(path);
}
