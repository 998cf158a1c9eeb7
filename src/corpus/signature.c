/* signature.c - who signs a report in its last lines: "(abc)", "(abc/def) tags", "(Nama Orang)",
 * "(Kabar.com/Nama)". */
#include "corpus/signature.h"

#include "corpus/dateline.h"
#include "corpus/line.h"

/* "(abc)", "(abc/def)", "(*)" at i: the byte behind it, 0 for none; *slash where it has one. */
static size_t signature(bk_str s, size_t i, size_t end, bool *slash)
{
    size_t n = 0, part = 0;
    *slash = false;
    if (s.p[i] != '(')
        return 0;
    for (i++; i < end && s.p[i] != ')'; i++, n++) {
        char c = s.p[i];
        if (c == '/' && part >= 2) {
            *slash = true;
            part = 0;
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9' && part > 0) || c == '*') {
            part++;
        } else {
            return 0;
        }
    }
    return i < end && n >= 1 && n <= 12 && (part >= 2 || s.p[i - 1] == '*') ? i + 1 : 0;
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

/* "(TribunPadang.com/Via)" at the end of a line. */
static bool site_signature(bk_str s, size_t i, size_t end)
{
    size_t to = i + 1;
    if (end - i > 60 || s.p[end - 1] != ')')
        return false;
    while (to < end && s.p[to] != '/' && s.p[to] != ')' && s.p[to] != ' ')
        to++;
    return s.p[to] == '/' && bk__is_domain((bk_str){s.p + i + 1, to - i - 1});
}

/* Where the signature of a line in the last ones begins, with tags behind it; `end` for none. */
size_t bk__signature_at(bk_str s, size_t begin, size_t end)
{
    if (signed_name(s, begin, end) && bk__closes(s, bk__before_line(s, begin)))
        return begin;
    const char *open;
    for (size_t i = begin; i < end && (open = memchr(s.p + i, '(', end - i)) != NULL; i++) {
        bool slash;
        size_t to, before;
        i = (size_t)(open - s.p);
        to = signature(s, i, end, &slash);
        before = bk__trim_blanks(s, begin, i);
        if ((before == begin || bk__closes(s, before)) && site_signature(s, i, end))
            return i;
        if (to == 0 || (before > begin && !slash && !bk__closes(s, before)))
            continue;
        if (bk__bare(s, to, end) || (slash && end - to <= 250 && !memchr(s.p + to, '.', end - to) &&
                                     !memchr(s.p + to, '"', end - to)))
            return i;
    }
    return end;
}
