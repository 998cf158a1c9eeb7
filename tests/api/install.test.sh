#!/bin/sh
# make install below DESTDIR: a program builds against it with pkg-config and runs; the installed
# command finds its models; uninstall leaves nothing. The prefix is another one than the build's.
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
BUILD=${BUILD:-build}
echo 1..5
n=0
say() {
    n=$((n + 1))
    if [ "$1" -eq 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; sed 's/^/# /' "$dir/out" | tail -n 20; fi
}
${MAKE:-make} --no-print-directory install DESTDIR="$dir/root" PREFIX=/opt/bingkai BUILD="$BUILD" \
    >"$dir/out" 2>&1
say $? "make install"
cat >"$dir/a.c" <<'END'
#include <bingkai/bingkai.h>
#include <stdio.h>
#include <string.h>
int main(void)
{
    bk_ctx *ctx;
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    opts.threads = 2;
    if (bk_ctx_new(&ctx, &opts) != BK_OK || strcmp(bk_version(), BK_VERSION) != 0)
        return 1;
    bk_ctx_free(ctx);
    puts(bk_version());
    return 0;
}
END
export PKG_CONFIG_PATH="$dir/root/opt/bingkai/lib/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$dir/root"
# shellcheck disable=SC2046
${CC:-cc} -std=c11 -Wall -Wextra -Wpedantic -Werror "$dir/a.c" \
    $(pkg-config --cflags --libs bingkai) -o "$dir/a" >"$dir/out" 2>&1
say $? "a program builds with pkg-config"
LD_LIBRARY_PATH="$dir/root/opt/bingkai/lib" "$dir/a" >"$dir/out" 2>&1
say $? "it runs with the shared library"
printf 'Rusia mengecam Amerika Serikat.\n' >"$dir/a.txt"
(cd "$dir" && root/opt/bingkai/bin/bingkai relations a.txt) >"$dir/out" 2>&1 &&
    grep -q mengecam "$dir/out"
say $? "the installed command runs elsewhere and finds its models"
${MAKE:-make} --no-print-directory uninstall DESTDIR="$dir/root" PREFIX=/opt/bingkai BUILD="$BUILD" \
    >"$dir/out" 2>&1
find "$dir/root" ! -type d >>"$dir/out"
[ -z "$(find "$dir/root" ! -type d)" ]
say $? "make uninstall leaves no file"
