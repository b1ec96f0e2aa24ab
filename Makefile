# Each target installs what it needs and ends in a command or two of meson.
# SETUP=no installs nothing; BUILD=dir builds elsewhere; WERROR=1 makes warnings errors, as CI does.

BUILD ?= _build
SAN = build-san
TSAN = build-tsan
MINUTES ?= 10
CHAOS_SECONDS ?= 60

# Both are empty on a machine without a screen, where a virtual one is used.
display = $(if $(DISPLAY)$(WAYLAND_DISPLAY),,display)
werror = $(if $(filter-out 0 no false,$(CI) $(WERROR)),--werror)

sanitizers = \
	ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1:strict_string_checks=1 \
	LSAN_OPTIONS=suppressions=$(CURDIR)/tests/lsan.supp:print_suppressions=0 \
	UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1

# Runs the tests of a build directory and counts them, also if some failed: the count is the last line. The logs of an
# earlier run are removed first, so that they are not counted.
define run_tests
	@rm -f $(1)/meson-logs/testlog*
	@status=0; \
	$(2) meson test -C $(1) --no-rebuild --print-errorlogs $(3) || status=1; \
	tests/count-results $(1) $(4) || status=1; \
	exit $$status
endef

help:
	@echo 'make run             build, start a server on sample data and open the board'
	@echo 'make check           build and run all tests'
	@echo 'make build           only build, in $(BUILD)'
	@echo 'make lint            only the tests that read the sources: includes, style, cppcheck, clang-tidy'
	@echo 'make format-advice   what clang-format would change in the lines that differ from BASE (HEAD)'
	@echo 'make check-san       all tests with address and undefined behaviour sanitizers, in $(SAN)'
	@echo 'make check-valgrind  the tests of server and client under valgrind'
	@echo 'make check-chaos     a minute of misbehaving clients, with address and thread sanitizers'
	@echo 'make check-systemd   boot a systemd of its own, as root, and run the service in it'
	@echo 'make soak MINUTES=N  clients connect and leave for N minutes (10); the server must not grow'
	@echo 'make bench           measure charts and board, and compare with ECharts if that is installed'
	@echo 'make bench-server    measure the server, and compare with Node, nginx and a bare epoll loop'
	@echo 'make bench-overload  send more messages than the machine can deliver, and show the effects'
	@echo 'make soak-app        the changes of months on a wall in minutes: its memory must not grow'
	@echo 'make clean           remove the build directories'
	@echo
	@echo 'Each first installs the missing Debian packages of .ci/packages; SETUP=no does not.'

build: setup-build $(BUILD)/build.ninja
	@meson compile -C $(BUILD)

run: setup-run build
	@data/tools/run-board.sh $(BUILD)

check: setup-check build
	$(call run_tests,$(BUILD))

# clang-tidy needs the build directory to know how each source is compiled, and the headers that meson configures.
lint: setup-lint $(BUILD)/build.ninja
	@ninja -C $(BUILD) --quiet build.ninja
	$(call run_tests,$(BUILD),,--suite=lint)

# clang-format cannot align parameters as GNOME does, so this is advice, and no test.
BASE ?= HEAD
format-advice:
	@.ci/setup format
	@git diff -U0 --no-color $(BASE) -- '*.c' '*.h' | clang-format-diff -p1

check-san: setup-check $(SAN)/build.ninja
	@meson compile -C $(SAN)
	$(call run_tests,$(SAN),$(sanitizers),--timeout-multiplier=4 --no-suite=lint)

check-valgrind: setup-valgrind build
	$(call run_tests,$(BUILD),,--setup=valgrind --suite=server --suite=client,valgrind)

# Sanitizers find a race only when it happens, so this takes long and is not part of make check. Without G_SLICE they
# would report memory that moves between threads under locks of GLib, which they do not see.
chaos = WALLBOARD_CHAOS_SECONDS=$(CHAOS_SECONDS) WALLBOARD_MAKE_CERTIFICATES=$(CURDIR)/tests/tls/make-certificates
check-chaos: setup-build $(SAN)/build.ninja $(TSAN)/build.ninja
	@meson compile -C $(SAN) test-chaos
	@meson compile -C $(TSAN) test-chaos tsan-glib
	@$(sanitizers) $(chaos) $(SAN)/tests/server/test-chaos
	@G_SLICE=always-malloc LD_PRELOAD=$(CURDIR)/$(TSAN)/tests/libtsan-glib.so \
		TSAN_OPTIONS=suppressions=$(CURDIR)/tests/tsan.supp:halt_on_error=1 \
		$(chaos) $(TSAN)/tests/server/test-chaos

# The tests of the suite read the units; this one lets systemd run them.
check-systemd: setup-build build
	@tests/systemd/check-service $(BUILD)/src/daemon/wallboard-server $(BUILD)/data/systemd/wallboard-server.service \
		data/systemd/wallboard-server.socket tests/tls/make-certificates

soak: setup-build build
	@python3 tests/soak/soak.py $(BUILD) $(MINUTES)

# Prints a table, also to $(BUILD)/tests/bench/table.txt, and names the packages that it would need for more.
bench: setup-run build
	@meson test -C $(BUILD) --no-rebuild --benchmark --verbose table

# The same in $(BUILD)/tests/bench/server.txt.
bench-server: setup-build build
	@meson test -C $(BUILD) --no-rebuild --benchmark --verbose server

# One client sends RATE messages a second to CLIENTS, for SECONDS.
CLIENTS ?= 5000
RATE ?= 200
SECONDS ?= 180
bench-overload: setup-build build
	@PYTHONDONTWRITEBYTECODE=1 python3 tests/bench/overload.py $(BUILD) $(CLIENTS) $(RATE) $(SECONDS)

# SHARE=0.1 makes a tenth of the 10,000 data changes and of the others. It runs in a network namespace, whose routes it
# changes.
SHARE ?= 1
soak-app: setup-check build
	@unshare $(if $(filter-out 0,$(shell id -u)),--user --map-current-user --keep-caps) --net \
	  env WALLBOARD_BUILD=$(abspath $(BUILD)) NODE_PATH=/usr/share/nodejs LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1 \
	  VIRTUAL_DISPLAY_ANIMATIONS=false tests/ui/virtual-wall -- /usr/bin/python3 tests/soak/soak-app.py $(SHARE)

clean:
	rm -rf $(BUILD) $(SAN) $(TSAN)

setup-build:
	@.ci/setup build

setup-run:
	@.ci/setup build run $(display)

setup-check:
	@.ci/setup build run display test lint

setup-lint:
	@.ci/setup build lint

setup-valgrind:
	@.ci/setup build run display test valgrind

# A build directory is set up once; ninja runs meson again after changes.
$(BUILD)/build.ninja: | setup-build
	@meson setup $(BUILD) --buildtype=debugoptimized $(werror)

$(SAN)/build.ninja: | setup-build
	@CC=gcc meson setup $(SAN) --buildtype=debugoptimized -Db_sanitize=address,undefined -Db_lundef=false $(werror)

$(TSAN)/build.ninja: | setup-build
	@CC=gcc meson setup $(TSAN) --buildtype=debugoptimized -Db_sanitize=thread -Db_lundef=false -Dapp=disabled $(werror)

.PHONY: soak-app help build run check lint format-advice check-san check-valgrind check-chaos check-systemd soak bench bench-server bench-overload clean setup-build setup-run setup-check setup-lint setup-valgrind
# One target at a time: ninja uses all cores, and the packages are installed before the build.
.NOTPARALLEL:
