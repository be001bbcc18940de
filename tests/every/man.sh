#!/bin/sh
# man.sh - the manual pages: well formed, and nothing left out.
. "$(dirname "$0")/../lib.sh"

is_clean() {
	mandoc -T lint -W warning "$1"
}

# Every option that completion knows stands in the page's text.
has_options() {
	mandoc -T ascii -O width=200 "$1" | sed "s/.$(printf '\b')//g" > text
	missing=0
	for o in $(awk -F '\t' '$2 != "command" { print $1 }' "$2"); do
		grep -q -e "$o" text || { echo "no $o"; missing=1; }
	done
	return $missing
}

if ! command -v mandoc > /dev/null; then
	skip "manual pages" "mandoc is not installed"
	done_testing
fi
for t in $tools; do
	page=$builddir/tools/$t.1
	code 0 "$t --help=man" "$t" --help=man > "$t.1"
	[ ! -f "$page" ] || same "$t.1 is what $t prints" "$t.1" "$page"
	ok "$t.1 is well formed" is_clean "$t.1"
	"$t" --help=options > options
	ok "$t.1 has every option" has_options "$t.1" options
done
for page in "$topdir"/share/man/*.[57]; do
	ok "${page##*/} is well formed" is_clean "$page"
done
done_testing
