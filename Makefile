# bingkai - make report, make test; make help lists the rest.
#
# BUILD=dir      objects and results (default build)
# SAN=address    sanitizers for everything that is built, comma-separated
# CC=clang       another compiler; WERROR=1 stops at warnings

BUILD  ?= build
PREFIX ?= /usr/local
CC     ?= cc
WERROR ?=
SAN    ?=
COVER  ?=

MAJOR   := $(shell sed -n 's/^.define BK_VERSION_MAJOR *//p' include/bingkai/version.h)
VERSION := $(shell sed -n 's/^.define BK_VERSION *"\(.*\)"/\1/p' include/bingkai/version.h)

# ---- packages: name of the Debian package for what the build looks for -------------------------
PACKAGES := gcc pkg-config libgsl-dev libopenblas-pthread-dev libutf8proc-dev libstemmer-dev \
            libcsv-dev libjson-c-dev libarchive-dev libsqlite3-dev nettle-dev libcmocka-dev \
            libjs-vega hunspell-id
PACKAGES_DEV := clang clang-format clang-tidy cppcheck valgrind chromium nodejs python3-sklearn \
            python3-gensim hyperfine time libclang-rt-14-dev

LIBS := gsl libutf8proc json-c sqlite3 nettle
# libopenblas is opened at run time by src/matrix/blas.c, which first names the right kernels;
# libarchive by src/corpus/stream.c, when something compressed is met.
# GSL's own cblas only satisfies libgsl's symbols.
# Evaluated when first used, so that "make deps" works before pkg-config is there.
PKG_CFLAGS = $(eval PKG_CFLAGS := $$(shell pkg-config --cflags $(LIBS)))$(PKG_CFLAGS)
PKG_LIBS   = $(eval PKG_LIBS := $$(shell pkg-config --libs $(LIBS)))$(PKG_LIBS)

OPT      ?= -O2 -g
WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes
CPPFLAGS += -Iinclude -Isrc -D_GNU_SOURCE -DBK_BUILD -DBK_PREFIX='"$(PREFIX)"'
CFLAGS   += -std=c11 $(OPT) $(WARNINGS) $(if $(WERROR),-Werror) -fPIC -fvisibility=hidden \
            -ffp-contract=off -pthread $(PKG_CFLAGS)
LDLIBS   += $(PKG_LIBS) -lstemmer -lcsv -lm -ldl -pthread
ifneq ($(SAN),)
CFLAGS   += -fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=all
LDFLAGS  += -fsanitize=$(SAN)
endif
ifneq ($(COVER),)
CFLAGS   += --coverage -O0
LDFLAGS  += --coverage
endif

ROOMS   := base text corpus matrix vector stat model report study
LIB_SRC := $(sort $(foreach room,$(ROOMS),$(wildcard src/$(room)/*.c)))
CLI_SRC := $(sort $(wildcard src/cli/*.c))
LIB_OBJ := $(LIB_SRC:src/%.c=$(BUILD)/obj/%.o)
CLI_OBJ := $(CLI_SRC:src/%.c=$(BUILD)/obj/%.o)
STATIC  := $(BUILD)/libbingkai.a
SHARED  := $(BUILD)/libbingkai.so.$(VERSION)
SONAME  := libbingkai.so.$(MAJOR)
TOOL    := $(BUILD)/bingkai

.PHONY: all lib pages report test deps deps-check help
all: $(TOOL) $(SHARED) $(BUILD)/bingkai.pc pages
lib: $(STATIC)

# ---- the main job ---------------------------------------------------------------------------------
report: deps-check
	@$(MAKE) --no-print-directory all
	$(TOOL) run corpus/sample -o $(BUILD)/report
	@echo "The report lies at $(BUILD)/report/report.html"

# Says what is missing and installs it with apt; where there is no apt, prints the list and stops.
deps-check:
	@PACKAGES="$(PACKAGES)" sh tests/support/deps.sh
deps:
	@PACKAGES="$(PACKAGES) $(PACKAGES_DEV)" sh tests/support/deps.sh

# ---- library and command ------------------------------------------------------------------------
$(BUILD)/obj/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

# What the page carries: Vega from Debian's libjs-vega, script, style and figures, taken in by
# src/report/assets.c as bytes.
VEGA    ?= /usr/share/javascript/vega
GEN     := $(BUILD)/gen
FIGURES := $(sort $(wildcard src/report/figures/*.vg.json))
CPPFLAGS += -DBK_GEN='"$(GEN)"'
$(BUILD)/obj/report/assets.o: $(GEN)/vega.js $(GEN)/figures.json $(GEN)/page.js $(GEN)/page.css \
    $(GEN)/form.js $(GEN)/form.css
$(GEN)/vega.js: src/report/vega.sh
	@mkdir -p $(@D)
	sh src/report/vega.sh $(VEGA) > $@.tmp && mv $@.tmp $@
$(GEN)/%.js: src/report/%.js
	@mkdir -p $(@D)
	cp $< $@
$(GEN)/%.css: src/report/%.css
	@mkdir -p $(@D)
	cp $< $@
$(GEN)/figures.json: $(FIGURES)
	@mkdir -p $(@D)
	@{ sep='{'; for f in $^; do n=$${f##*/}; printf '%s"%s":' "$$sep" "$${n%.vg.json}"; \
	  sed 's/</\\u003c/g' $$f; sep=','; done; echo '}'; } > $@

$(STATIC): $(LIB_OBJ)
	@rm -f $@
	ar rcs $@ $(LIB_OBJ)

$(SHARED): $(LIB_OBJ) src/bingkai.map
	$(CC) -shared -Wl,-soname,$(SONAME) -Wl,--version-script=src/bingkai.map -Wl,--no-undefined \
	    $(CFLAGS) $(LDFLAGS) -o $@ $(LIB_OBJ) $(LDLIBS)
	ln -sf $(notdir $(SHARED)) $(BUILD)/$(SONAME)
	ln -sf $(SONAME) $(BUILD)/libbingkai.so

$(TOOL): $(CLI_OBJ) $(STATIC)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(CLI_OBJ) $(STATIC) $(LDLIBS)

# Manual pages and completion, written by the command from the tables of its options.
COMMANDS := help $(patsubst src/cli/cmd_%.c,%,$(wildcard src/cli/cmd_*.c))
MANUALS  := $(COMMANDS:%=$(BUILD)/man/bingkai-%.1) $(BUILD)/man/bingkai-formats.5
pages: $(BUILD)/man/bingkai.1 $(MANUALS) $(BUILD)/completion/bingkai
$(BUILD)/man/bingkai.1: $(TOOL)
	@mkdir -p $(@D)
	@$(TOOL) help --man bingkai > $@.tmp && mv $@.tmp $@
$(MANUALS): $(BUILD)/man/bingkai-%: $(TOOL)
	@mkdir -p $(@D)
	@$(TOOL) help --man $(basename $*) > $@.tmp && mv $@.tmp $@
$(BUILD)/completion/bingkai: $(TOOL)
	@mkdir -p $(@D)
	@$(TOOL) help --completion bash > $@.tmp && mv $@.tmp $@

# The headers' exported names are the map; tests/api compares.
$(BUILD)/bingkai.pc: Makefile include/bingkai/version.h
	@mkdir -p $(@D)
	@printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$${prefix}/lib' 'includedir=$${prefix}/include' '' \
	  'Name: bingkai' 'Description: text mining of news: similarity, topics, relations, frames' \
	  'Version: $(VERSION)' 'Libs: -L$${libdir} -lbingkai' 'Requires.private: $(LIBS)' \
	  'Libs.private: -lstemmer -lcsv -lm -ldl -pthread' 'Cflags: -I$${includedir}' > $@

# ---- tests --------------------------------------------------------------------------------------------
TEST_DIRS := unit property oracle recover invariant
TEST_SRC  := $(sort $(foreach d,$(TEST_DIRS),$(wildcard tests/$(d)/test_*.c)))
TEST_EXE  := $(TEST_SRC:tests/%.c=$(BUILD)/tests/%)
SUPPORT   := $(sort $(wildcard tests/support/*.c))
SUPPORT_OBJ := $(SUPPORT:tests/%.c=$(BUILD)/obj/tests/%.o)
# Fuzz targets run in every test over tests/fuzz/seeds/NAME and altered copies of it.
FUZZ_SRC  := $(sort $(wildcard tests/fuzz/fuzz_*.c))
FUZZ_EXE  := $(FUZZ_SRC:tests/%.c=$(BUILD)/tests/%)
SCRIPTS   := $(sort $(wildcard tests/*/*.test.sh))

$(BUILD)/obj/tests/%.o: tests/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -Itests $(CFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/tests/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(BUILD)/obj/tests/fuzz/driver.o $(STATIC)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/tests/%: $(BUILD)/obj/tests/%.o $(SUPPORT_OBJ) $(STATIC)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< $(PARTS) $(SUPPORT_OBJ) $(STATIC) $(LDLIBS) -lcmocka

# Tests of the command take its objects too.
CLI_PARTS := $(filter-out %/main.o,$(CLI_OBJ))
CLI_TESTS := $(filter $(BUILD)/tests/unit/test_cli%,$(TEST_EXE))
$(CLI_TESTS): PARTS = $(CLI_PARTS)
$(CLI_TESTS): $(CLI_PARTS)

.PRECIOUS: $(BUILD)/obj/tests/%.o
.PHONY: tests test-c
tests: $(TEST_EXE) $(FUZZ_EXE)
test-c: tests
	@BUILD=$(BUILD) tests/run.sh $(TEST_EXE) $(FUZZ_EXE)
test: all tests
	@BUILD=$(BUILD) tests/run.sh $(TEST_EXE) $(FUZZ_EXE) $(SCRIPTS)

# The same tests under a sanitizer, each in a build folder of its own.
.PHONY: test-asan test-ubsan test-san test-tsan test-valgrind
test-asan:
	$(MAKE) test-c BUILD=build/asan SAN=address
test-ubsan:
	$(MAKE) test-c BUILD=build/ubsan SAN=undefined
test-san:
	$(MAKE) test-c BUILD=build/san SAN=address,undefined
test-tsan:
	TSAN_OPTIONS="halt_on_error=1 suppressions=tests/support/tsan.supp" \
	    $(MAKE) test-c BUILD=build/tsan SAN=thread
test-valgrind: $(filter $(BUILD)/tests/unit/%,$(TEST_EXE))
	@BUILD=$(BUILD) RUN="valgrind -q --error-exitcode=9 --leak-check=full \
	    --errors-for-leak-kinds=definite" tests/run.sh $^

# Rewrites what the golden tests expect; look at the difference before it is committed.
.PHONY: golden-update
golden-update: all
	@BUILD=$(BUILD) UPDATE=1 tests/run.sh $(sort $(wildcard tests/golden/*.test.sh))

# FUZZ_SECONDS with libFuzzer and AddressSanitizer for each target; finds stay in build/fuzz.
FUZZ_SECONDS ?= 20
FUZZ_NAMES   := $(FUZZ_SRC:tests/fuzz/fuzz_%.c=%)
.PHONY: fuzz fuzz-build
fuzz:
	@$(MAKE) fuzz-build BUILD=build/fuzz CC=clang SAN=address,fuzzer-no-link
	@for n in $(FUZZ_NAMES); do mkdir -p build/fuzz/corpus/$$n; seeds=; \
	  [ -d tests/fuzz/seeds/$$n ] && seeds=tests/fuzz/seeds/$$n; echo "fuzz_$$n"; \
	  build/fuzz/fuzz_$$n -max_total_time=$(FUZZ_SECONDS) -rss_limit_mb=1024 -timeout=10 \
	    -verbosity=0 -print_final_stats=1 -artifact_prefix=build/fuzz/ \
	    build/fuzz/corpus/$$n $$seeds || exit 1; done
fuzz-build: $(FUZZ_NAMES:%=$(BUILD)/fuzz_%)
$(BUILD)/fuzz_%: $(BUILD)/obj/tests/fuzz/fuzz_%.o $(STATIC)
	$(CC) $(CFLAGS) $(LDFLAGS) -fsanitize=fuzzer,address -o $@ $^ $(LDLIBS)

# Lines that the tests reach, a file a line.
.PHONY: cover
cover:
	$(MAKE) test-c BUILD=build/cover COVER=1
	@BUILD=build/cover sh tests/support/cover.sh $(LIB_SRC)

# ---- checks -----------------------------------------------------------------------------------------
ALL_C  := $(sort $(wildcard include/bingkai/*.h src/*/*.[ch] tests/*/*.[ch] examples/*.[ch] \
            benchmarks/*/*.[ch]))
TIDY   := clang-analyzer-core.*,clang-analyzer-unix.*,clang-analyzer-deadcode.*,bugprone-*,\
-bugprone-easily-swappable-parameters,-bugprone-narrowing-conversions,\
-bugprone-implicit-widening-of-multiplication-result,-bugprone-branch-clone,\
-bugprone-reserved-identifier,-bugprone-integer-division,-bugprone-assignment-in-if-condition,\
-bugprone-not-null-terminated-result,-bugprone-macro-parentheses
.PHONY: lint format tidy
lint: tidy
	clang-format --dry-run -Werror $(ALL_C)
	cppcheck -q --std=c11 --enable=warning,portability --inline-suppr --error-exitcode=1 \
	    --suppress=missingIncludeSystem --suppress=uninitvar -D_GNU_SOURCE -DBK_BUILD \
	    -D__GNUC__ -DBK_PREFIX='""' -Iinclude -Isrc src
tidy: $(LIB_SRC:src/%.c=$(BUILD)/tidy/%.ok) $(CLI_SRC:src/%.c=$(BUILD)/tidy/%.ok)
$(BUILD)/tidy/%.ok: src/%.c
	@mkdir -p $(@D)
	@clang-tidy --quiet --warnings-as-errors='*' --checks='-*,$(TIDY)' $< -- $(CPPFLAGS) -std=c11 \
	    $(PKG_CFLAGS) 2>/dev/null && touch $@
format:
	clang-format -i $(ALL_C)

# Programs of benchmarks/, e.g. build/benchmarks/quality/frame_weights.
$(BUILD)/benchmarks/%: benchmarks/%.c $(STATIC)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< $(STATIC) $(LDLIBS)
.PHONY: bench
bench: all
	@if [ -f benchmarks/run.sh ]; then BUILD=$(BUILD) sh benchmarks/run.sh; \
	  else echo "There are no benchmarks here."; fi

# ---- install ----------------------------------------------------------------------------------------
# DESTDIR=dir stages below dir. The .pc file names PREFIX, never DESTDIR.
INSTALL ?= install
ROOT     = $(DESTDIR)$(PREFIX)
HEADERS := $(sort $(wildcard include/bingkai/*.h))
MODELS  := $(sort $(shell [ -d models ] && find models -type f))
.PHONY: install uninstall
install: all
	$(INSTALL) -d $(ROOT)/bin $(ROOT)/include/bingkai $(ROOT)/lib/pkgconfig
	$(INSTALL) -m 755 $(TOOL) $(ROOT)/bin/bingkai
	$(INSTALL) -m 644 $(HEADERS) $(ROOT)/include/bingkai
	$(INSTALL) -m 644 $(STATIC) $(ROOT)/lib
	$(INSTALL) -m 755 $(SHARED) $(ROOT)/lib
	ln -sf $(notdir $(SHARED)) $(ROOT)/lib/$(SONAME)
	ln -sf $(SONAME) $(ROOT)/lib/libbingkai.so
	sed 's|^prefix=.*|prefix=$(PREFIX)|' $(BUILD)/bingkai.pc > $(BUILD)/bingkai.pc.tmp
	$(INSTALL) -m 644 $(BUILD)/bingkai.pc.tmp $(ROOT)/lib/pkgconfig/bingkai.pc
	rm -f $(BUILD)/bingkai.pc.tmp
	for f in $(MODELS); do $(INSTALL) -D -m 644 $$f $(ROOT)/share/bingkai/$$f || exit 1; done
	for f in $(BUILD)/man/bingkai.1 $(MANUALS); do \
	  $(INSTALL) -D -m 644 $$f $(ROOT)/share/man/man$${f##*.}/$${f##*/} || exit 1; done
	$(INSTALL) -D -m 644 $(BUILD)/completion/bingkai \
	    $(ROOT)/share/bash-completion/completions/bingkai
uninstall:
	rm -f $(ROOT)/bin/bingkai $(ROOT)/lib/libbingkai.a $(ROOT)/lib/libbingkai.so \
	    $(ROOT)/lib/$(SONAME) $(ROOT)/lib/$(notdir $(SHARED)) $(ROOT)/lib/pkgconfig/bingkai.pc \
	    $(ROOT)/share/man/man*/bingkai*.[1-8] $(ROOT)/share/bash-completion/completions/bingkai
	rm -rf $(ROOT)/include/bingkai $(ROOT)/share/bingkai

help:
	@echo 'make                 library, command and bingkai.pc in $(BUILD)/'
	@echo 'make report          the report over the articles in corpus/sample'
	@echo 'make test            all tests; test-c: those in C alone'
	@echo 'make test-asan       ... under AddressSanitizer; also test-ubsan, test-san (both), test-tsan,'
	@echo '                     test-valgrind'
	@echo 'make fuzz            libFuzzer on each parser for FUZZ_SECONDS=$(FUZZ_SECONDS)'
	@echo 'make cover           lines that the tests reach'
	@echo 'make lint            clang-format, clang-tidy, cppcheck; format: rewrites'
	@echo 'make golden-update   rewrites what the golden tests expect'
	@echo 'make bench           benchmarks'
	@echo 'make install         PREFIX=$(PREFIX) DESTDIR=$(DESTDIR); uninstall'
	@echo 'make deps            Debian packages for users and developers; clean'
	@echo 'Variables: BUILD=dir CC=clang OPT=-O3 WERROR=1 SAN=address,undefined'

clean:
	rm -rf build $(BUILD)
.PHONY: clean

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
