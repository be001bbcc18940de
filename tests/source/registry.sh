#!/bin/sh
# registry.sh - Makefile.am lists every file, and every listed file is there.
. "$(dirname "$0")/../lib.sh"

cd "$topdir" || exit 99

# listed NAME SUFFIX PATTERN...: the list NAME (files or bare names, SUFFIX
# added) against the files that match.
listed() {
	name=$1 suffix=$2
	shift 2
	for w in $(registry "$name"); do
		echo "${w%"$suffix"}$suffix"
	done | sed "s,^[^/]*$,$(dirname "$1")/&," | sort > "$scratch/list"
	for f; do
		[ ! -f "$f" ] || echo "$f"
	done | sort > "$scratch/files"
	diff "$scratch/list" "$scratch/files"
}

# What has a header of its own is the machinery of a registry, and no entry.
entries() {
	for f in "$1"/*.c; do
		[ -e "${f%.c}.h" ] || echo "$f"
	done
}

# Every source below lib/ is compiled and goes into the release.
all_sources() {
	bad=0
	for f in lib/*/*.[ch]; do
		grep -q "\\b$f\\b" Makefile.am && continue
		case " $entered " in
		*" $f "*) ;;
		*) echo "not in Makefile.am: $f"; bad=1 ;;
		esac
	done
	return $bad
}

rooms() {
	registry ROOMS | tr ' ' '\n' | sort > "$scratch/list"
	(cd lib && ls -d */) | tr -d / | sort | diff "$scratch/list" -
}

in_order() {
	for list in TOOLS UNIT_TESTS SOURCE_TESTS SCRIPT_TESTS \
		FUZZ_TESTS; do
		registry $list | tr ' ' '\n' > "$scratch/list"
		sort -c "$scratch/list" || { echo "$list"; return 1; }
	done
}

# shellcheck disable=SC2046 # names without blanks
{
	ok "TOOLS are the files in tools/" listed TOOLS .c tools/*.c
	ok "LOG_COMMANDS are the files in tools/log/" listed LOG_COMMANDS .c \
		tools/log/*.c
	ok "LOSSES are the files in lib/loss/" listed LOSSES .c \
		$(entries lib/loss)
	ok "METRICS are the files in lib/metric/" listed METRICS .c \
		$(entries lib/metric)
	ok "CHECKS are the files in lib/check/" listed CHECKS .c \
		$(grep -l "^const struct check check_" lib/check/*.c)
	ok "DIALECTS are the files lib/image/dialect_*.c" listed DIALECTS .c \
		lib/image/dialect_*.c
	ok "AUGMENTS are the files in lib/augment/" listed AUGMENTS .c \
		$(entries lib/augment)
	ok "UNIT_TESTS are the files in tests/unit/" listed UNIT_TESTS .c \
		tests/unit/t_*.c
	ok "FUZZ_TESTS are the files in tests/fuzz/" listed FUZZ_TESTS .c \
		tests/fuzz/fuzz_*.c
	ok "SOURCE_TESTS are the files in tests/source/" listed SOURCE_TESTS \
		.sh tests/source/*.sh
	ok "SCRIPT_TESTS are the scripts" listed SCRIPT_TESTS .sh \
		tests/every/*.sh tests/faults/few.sh tests/tool/*.sh \
		tests/kills/crowd.sh tests/kills/few.sh tests/kills/full.sh \
		tests/ref/*.sh
	entered=$(echo $(entries lib/augment) $(entries lib/loss) \
		$(entries lib/metric) \
		$(grep -l "^const struct check check_" lib/check/*.c) \
		lib/image/dialect_*.c)
	ok "all of lib/ is built" all_sources
	ok "ROOMS are the folders in lib/" rooms
	ok "lists are sorted" in_order
}
done_testing
