#!/bin/sh
# config.sh - settings files of every tool: written, read back, refused.
. "$(dirname "$0")/../lib.sh"

has() {
	grep -q "^$1	" "$scratch/options"
}

# Its own output, with what had no default switched on, is accepted.
round_trip() {
	"$@" --print-config > a &&
		"$@" --config a --print-config > b && cmp a b &&
		"$@" --config - --print-config < a > c && cmp a c
}

# A value that the command line gives comes back from the file.
keeps() {
	option=$1
	shift
	"$@" "$option" --print-config > a &&
		grep -qx "$(echo "$option" | sed 's/--//; s/=/ = /')" a &&
		"$@" --config a --print-config > b && cmp a b
}

# Some other value of the kind, within the limits most have.
other_value() {
	case $2 in
	int) echo "$1=2" ;;
	real) echo "$1=0.5" ;;
	choice) echo "$1=${3##* }" ;;
	*) echo "$1=some text, with = and spaces" ;;
	esac
}

units > "$scratch/units"
while read -r unit; do
	# shellcheck disable=SC2086 # "xp-log show" is two words
	set -- $unit
	"$@" --help=options > "$scratch/options"
	has --print-config || continue
	ok "$unit --print-config | --config - gives the same" \
		round_trip "$@"
	while IFS='	' read -r name kind choices _; do
		# Settings only: what is for a person stays out of files.
		"$@" --print-config |
			grep -Eq "^(# )?${name#--} = " || continue
		[ "$kind" != flag ] || continue
		other=$(other_value "$name" "$kind" "$choices")
		"$@" "$other" --print-config > /dev/null 2>&1 || continue
		ok "$unit $other comes back" keeps "$other" "$@"
	done < "$scratch/options"

	printf '# one\n\nnonsense-key = 1\n' > bad
	code 2 "$unit --config: unknown key" "$@" --config bad
	like "$unit --config: names file and line" 'bad:3: .*nonsense-key' \
		"$@" --config bad
	key=$(sed -n 's/^\(# \)\{0,1\}\([a-z][a-z-]\{4,\}\) = .*/\2/p' a |
		head -n 1)
	if [ -n "$key" ]; then
		miss=$(echo "$key" | sed 's/^\(.\)\(.\)\(.\)/\1\3\2/')
		printf '%s = 1\n' "$miss" > bad
		like "$unit --config: '$miss' suggests '$key'" \
			"bad:1: .*$key" "$@" --config bad
	fi
	printf 'no equals sign\n' > bad
	code 2 "$unit --config: no key = value" "$@" --config bad
	printf 'a\0b = 1\n' > bad
	code 2 "$unit --config: not a text" "$@" --config bad
	printf 'help = yes\n' > bad
	code 2 "$unit --config: an option that is no setting" "$@" \
		--config bad
	like "$unit --config: a missing file" nowhere.conf "$@" \
		--config ./nowhere.conf
	like "$unit --config: neither a file nor a preset" \
		"no settings file 'nowhere', and no preset" \
		"$@" --config nowhere
done < "$scratch/units"
done_testing
