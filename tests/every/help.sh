#!/bin/sh
# help.sh - --help and --version of every tool and command.
. "$(dirname "$0")/../lib.sh"

# Nothing wider than a terminal.
fits() {
	expand "$1" | awk 'length > 80 { print; bad = 1 } END { exit bad }'
}

# Every option and command that completion knows is explained.
explains() {
	awk -F '\t' '
	NR == FNR { text = text "\n" $0 " "; next }
	$2 == "command" { found = index(text, "\n  " $1 " ") }
	$2 != "command" { found = match(text, "[ ,]" $1 "[ =\n]") }
	!found { print "not in --help: " $1; bad = 1 }
	END { exit bad }' "$1" "$2"
}

# name, kind, choices or argument, help.
has_four_fields() {
	awk -F '\t' 'NF != 4 || !$1 || !$4 {
		print "line " NR ": " $0
		bad = 1
	}
	$2 !~ /^(command|flag|int|real|text|choice|list)$/ {
		print "kind: " $2
		bad = 1
	}
	END { exit bad || !NR }' "$1"
}

nothing_else() {
	rm -f text err again options
	[ -z "$(ls -A)" ] || { ls -A; return 1; }
}

# A tool's --help shows how it is used, its commands' need not.
shows_example() {
	grep -A 1 '^Example:' text | grep -q '^  [a-z]'
}

ok "there are tools" test -n "$tools"
units > "$scratch/units"
while read -r unit; do
	# shellcheck disable=SC2086 # "xp-log show" is two words
	set -- $unit
	code 0 "$unit --help" "$@" --help > text 2> err
	ok "$unit --help says nothing on stderr" test ! -s err
	like "$unit --help starts with usage" "^Usage: $unit( |\$)" \
		head -n 1 text
	ok "$unit --help fits 80 columns" fits text
	"$@" -h > again
	same "$unit -h is --help" text again
	code 0 "$unit --help=options" "$@" --help=options > options
	ok "$unit --help=options has four fields" has_four_fields options
	ok "$unit --help mentions every option" explains text options
	[ $# -gt 1 ] || ok "$unit --help shows an example" shows_example
	code 2 "$unit --help=nonsense" "$@" --help=nonsense
	like "$unit --version" "^$1 \\(xp\\) [0-9]+\\.[0-9]+" \
		"$@" --version
	ok "$unit: help leaves nothing behind" nothing_else
done < "$scratch/units"
done_testing
