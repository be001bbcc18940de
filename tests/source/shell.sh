#!/bin/sh
# shell.sh - the scripts: parsed by sh, and read by shellcheck.
. "$(dirname "$0")/../lib.sh"

scripts=$(find "$topdir/share" "$topdir/tests" "$topdir/examples" \
	"$topdir/findings" "$topdir/.ci" -type f \
	\( -name '*.sh' -o -path '*/.ci/run' \) \
	2> /dev/null | sort)
have=
command -v shellcheck > /dev/null && have=1
for s in $scripts; do
	name=${s#"$topdir/"}
	case $(head -n 1 "$s") in
	'#!'*bash) ok "$name can be parsed" bash -n "$s" ;;
	*) ok "$name can be parsed" sh -n "$s" ;;
	esac
	if [ $have ]; then
		ok "$name pleases shellcheck" \
			shellcheck -s sh -S warning -e SC2154,SC3043 "$s"
	else
		skip "$name pleases shellcheck" "not installed"
	fi
done
done_testing
