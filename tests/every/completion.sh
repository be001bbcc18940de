#!/bin/sh
# completion.sh - what bash offers after xp-...<Tab>, for every tool.
. "$(dirname "$0")/../lib.sh"

if ! command -v bash > /dev/null; then
	skip "completion" "bash is not installed"
	done_testing
fi

# offers WORD... : what completing the last word offers, one a line.
offers() {
	bash --norc -c '
		. "$0"
		COMP_WORDS=("$@")
		COMP_CWORD=$(($# - 1))
		"$(complete -p "$1" | sed "s/.*-F \([^ ]*\).*/\1/")"
		printf "%s\n" "${COMPREPLY[@]}"' \
		"$topdir/share/completion/xp.bash" "$@"
}

offers_all() {
	awk -F '\t' '$2 != "command" { print $1 }' "$1" | sort > want
	shift
	offers "$@" -- | sort > got
	diff want got
}

offers_only() {
	want=$1
	shift
	offers "$@" > got
	cat got
	[ "$(cat got)" = "$want" ]
}

units > "$scratch/units"
: > file.tsv
while read -r unit; do
	# shellcheck disable=SC2086 # "xp-log show" is two words
	set -- $unit
	"$@" --help=options > options
	ok "$unit --<Tab> offers every option" offers_all options "$@"
	ok "$unit --vers<Tab> completes" offers_only --version "$@" --vers
	if grep -q '	command	' options; then
		first=$(sed -n 's/	command	.*//p' options | head -n 1)
		ok "$unit <Tab> offers commands" offers_only "$first" "$@" \
			"$first"
	else
		ok "$unit file.<Tab> offers files" offers_only file.tsv \
			"$@" file.
	fi
	awk -F '\t' '$2 == "choice" { print $1 "\t" $3 }' options > choices
	while IFS='	' read -r name words; do
		ok "$unit $name=<Tab> offers its words" offers_only \
			"$(echo "$words" | tr ' ' '\n')" "$@" "$name" = ''
		ok "$unit $name <Tab> offers its words" offers_only \
			"$(echo "$words" | tr ' ' '\n')" "$@" "$name" ''
	done < choices
done < "$scratch/units"
done_testing
