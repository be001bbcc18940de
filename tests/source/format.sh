#!/bin/sh
# format.sh - all C is laid out as .clang-format says.
#
# Other versions lay some lines out in another way, so only the one that
# Debian 12 has is asked.
. "$(dirname "$0")/../lib.sh"

cd "$topdir" || exit 99
format=
for f in clang-format-14 clang-format; do
	if "$f" --version 2> /dev/null | grep -q 'version 14\.'; then
		format=$f
		break
	fi
done

# Those that differ, by name; `clang-format -i FILE` mends one.
is_formatted() {
	bad=0
	for f; do
		"$format" "$f" | cmp -s - "$f" || { echo "$f"; bad=1; }
	done
	return $bad
}

if [ -n "$format" ]; then
	ok "C files are laid out by .clang-format" is_formatted \
		lib/*/*.[ch] tools/*.c tools/*/*.c tests/*/*.[ch] \
		examples/*.[ch]
else
	skip "C files are laid out by .clang-format" \
		"clang-format 14 is not installed"
fi
done_testing
