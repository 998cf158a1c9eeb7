/* signature.c - who signs a report in its last lines: "(abc)", "(abc/def) tags", "(Nama Orang)",
 * "(Nama)", "(Kabar.com/Nama)", "(Kabar.com)". */
#include "corpus/signature.h"

#include "corpus/dateline.h"
#include "corpus/line.h"

/* "(abc)", "(abc/def)", "(*)", "(Abc)" at i: the byte behind it, 0 for none; *slash where it has
 * one, *name where it begins with a capital. */
static size_t signature(bk_str s, size_t i, size_t end, bool *slash, bool *name)
{
    size_t n = 0, part = 0;
    *slash = *name = false;
    if (s.p[i] != '(')
        return 0;
    for (i++; i < end && s.p[i] != ')'; i++, n++) {
        char c = s.p[i];
        if (c == '/' && part >= 2) {
            *slash = true;
            part = 0;
        } else if (c >= 'A' && c <= 'Z' && n == 0) {
            *name = true;
            part++;
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9' && part > 0) || c == '*') {
            part++;
        } else {
            return 0;
        }
    }
    return i < end && n >= 1 && n <= 12 && (!*name || n >= 3) && (part >= 2 || s.p[i - 1] == '*')
               ? i + 1
               : 0;
}

/* "(Nama Orang)" and nothing else. */
static bool signed_name(bk_str s, size_t begin, size_t end)
{
    size_t words = 0;
    bool small = false;
    if (end - begin > 48 || s.p[begin] != '(' || s.p[end - 1] != ')')
        return false;
    for (size_t i = begin + 1; i + 1 < end; i++) {
        char c = s.p[i];
        bool first = s.p[i - 1] == '(' || s.p[i - 1] == ' ';
        if (c == ' ')
            continue;
        if (!((c | 32) >= 'a' && (c | 32) <= 'z') && c != '.' && c != '\'' && c != '-')
            return false;
        small = small || (c >= 'a' && c <= 'z');
        if (first && !(c >= 'A' && c <= 'Z'))
            return false;
        words += first;
    }
    return small && words >= 2 && words <= 4;
}

/* "(TribunPadang.com/Via)", "(TribunPadang.com)", one or more, at the end of a line; *name where
 * the first has a slash. */
static bool site_signature(bk_str s, size_t i, size_t end, bool *name)
{
    for (bool first = true; i < end; first = false) {
        size_t to = i + 1, close;
        while (to < end && s.p[to] != '/' && s.p[to] != ')' && s.p[to] != ' ')
            to++;
        for (close = to; close < end && s.p[close] != ')';)
            close++;
        size_t next = bk__skip_blanks(s, to, close);
        if (s.p[i] != '(' || close == end || close - i > 60 ||
            !bk__is_domain((bk_str){s.p + i + 1, to - i - 1}) ||
            (s.p[next] != '/' && next != close))
            return false;
        if (first)
            *name = s.p[next] == '/';
        i = bk__skip_blanks(s, close + 1, end);
    }
    return true;
}

/* Where the signature of a line in the last ones begins, with tags behind it; `end` for none. */
size_t bk__signature_at(bk_str s, size_t begin, size_t end)
{
    if (signed_name(s, begin, end) && bk__closes(s, bk__before_line(s, begin)))
        return begin;
    const char *open;
    for (size_t i = begin; i < end && (open = memchr(s.p + i, '(', end - i)) != NULL; i++) {
        bool slash, name, by = false;
        size_t to, before;
        i = (size_t)(open - s.p);
        to = signature(s, i, end, &slash, &name);
        before = bk__trim_blanks(s, begin, i);
        if (s.p[end - 1] == ')' && site_signature(s, i, end, &by) &&
            (by || before == begin || bk__closes(s, before)))
            return i;
        if (to == 0 || (before > begin && (!slash || name) && !bk__closes(s, before)) ||
            (name && before == begin && !bk__closes(s, bk__before_line(s, begin))))
            continue;
        if (bk__bare(s, to, end) || (slash && end - to <= 250 && !memchr(s.p + to, '.', end - to) &&
                                     !memchr(s.p + to, '"', end - to)))
            return i;
    }
    return end;
}
