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

MAJOR   := $(shell sed -n 's/^.define BK_VERSION_MAJOR //p' include/bingkai/version.h)
VERSION := $(shell sed -n 's/^.define BK_VERSION "\(.*\)"/\1/p' include/bingkai/version.h)

# ---- packages: name of the Debian package for what the build looks for -------------------------
PACKAGES := gcc pkg-config libgsl-dev libopenblas-pthread-dev libutf8proc-dev libstemmer-dev \
            libcsv-dev libjson-c-dev libarchive-dev libsqlite3-dev nettle-dev libcmocka-dev \
            libjs-vega hunspell-id
PACKAGES_DEV := clang clang-format clang-tidy cppcheck valgrind chromium nodejs python3-sklearn \
            python3-gensim hyperfine time libclang-rt-14-dev

LIBS := gsl libutf8proc json-c libarchive sqlite3 nettle
# libopenblas is opened at run time by src/matrix/blas.c, which first names the right kernels;
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

.PHONY: all lib report test deps deps-check help
all: $(TOOL) $(SHARED) $(BUILD)/bingkai.pc
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

$(BUILD)/obj/tests/%.o: tests/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -Itests $(CFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/tests/%: $(BUILD)/obj/tests/%.o $(SUPPORT_OBJ) $(STATIC)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< $(SUPPORT_OBJ) $(STATIC) $(LDLIBS) -lcmocka

.PRECIOUS: $(BUILD)/obj/tests/%.o
.PHONY: tests test-c
tests: $(TEST_EXE)
test-c: tests
	@BUILD=$(BUILD) tests/run.sh $(TEST_EXE)
test: all tests
	@BUILD=$(BUILD) tests/run.sh $(TEST_EXE) $(sort $(wildcard tests/*/*.test.sh))

clean:
	rm -rf build
.PHONY: clean

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
