#!/bin/sh
# words.sh - nothing of one person's machine, no unfinished work.
. "$(dirname "$0")/../lib.sh"

cd "$topdir" || exit 99
files=$(find Makefile.am configure.ac README.md lib tools share tests \
	examples findings .ci .gitignore -type f \
	! -name '*.tif' ! -name '*.png' \
	! -name '*.safetensors' ! -name '*.bin' ! -path '*/seeds/*' \
	! -name '*.o' 2> /dev/null | sort)

# without REGEX: in no file but this one, and the one that makes a root of
# its own.
without() {
	echo "$files" | grep -vEx 'tests/(source/words|bare)\.sh' |
		xargs -d '\n' grep -nIE -e "$1" && return 1
	return 0
}

ok "no marks of unfinished work" \
	without '\b(TODO|FIXME|XXX|HACK)\b|not implemented'
ok "no paths of one machine" \
	without '(^|[^A-Za-z0-9_.}])/(work|root|home/[a-z]{2}|tmp/[a-z])'
ok "no names of one machine" without 'pyenv|localhost|127\.0\.0\.1'
ok "no blanks that are no blanks" without "$(printf '\302\240|\r$')"
done_testing
