#!/bin/sh
# usage.sh - what every tool and command says to a wrong command line.
. "$(dirname "$0")/../lib.sh"

# Exit 2, nothing on stdout, one line of complaint and one of advice.
refuses() {
	rc=0
	"$@" > out 2> err || rc=$?
	cat err
	[ $rc -eq 2 ] || { echo "exit status $rc"; return 1; }
	[ ! -s out ] || { echo "printed:"; cat out; return 1; }
	[ "$(wc -l < err)" -le 2 ] || return 1
	case $(cat err) in
	"$1"*:*) ;;
	*) echo "does not begin with its name"; return 1 ;;
	esac
}

# The same, and stderr holds WORD.
refuses_with() {
	word=$1
	shift
	refuses "$@" && grep -qF -e "$word" err
}

# --source -> --suorce
swapped() {
	echo "$1" | sed 's/^--\(.\)\(.\)\(.\)/--\1\3\2/'
}

nothing_left() {
	rm -f out err
	[ -z "$(ls -A)" ] || { ls -A; return 1; }
}

units > "$scratch/units"
while read -r unit; do
	# shellcheck disable=SC2086 # "xp-log show" is two words
	set -- $unit
	"$@" --help=options > "$scratch/options"
	ok "$unit: unknown option" refuses_with nonsense-option "$@" \
		--nonsense-option
	ok "$unit: unknown letter" refuses_with -Y "$@" -Y
	if grep -q '	command	' "$scratch/options"; then
		ok "$unit: no command" refuses "$@"
		ok "$unit: unknown command" refuses_with nonsense "$@" \
			nonsense
		continue	# its options are its commands'
	fi
	while IFS='	' read -r name kind choices _; do
		case $kind in
		command) continue ;;
		flag) wrong=maybe ;;
		int) wrong=1.5 ;;
		real) wrong=1x ;;
		choice) wrong=nonsense-word ;;
		*) wrong= ;;
		esac
		miss=$(swapped "$name")
		[ "$miss" = "$name" ] || [ ${#name} -lt 6 ] ||
			ok "$unit: $miss suggests $name" \
				refuses_with "'$name'" "$@" "$miss=1"
		[ "$kind" = flag ] ||
			ok "$unit $name without a value" \
				refuses_with "$name" "$@" "$name"
		[ -z "$wrong" ] ||
			ok "$unit $name=$wrong" \
				refuses_with "$name" "$@" "$name=$wrong"
		[ "$kind" != choice ] ||
			ok "$unit $name lists its choices" \
				refuses_with "${choices%% *}" "$@" \
				"$name=$wrong"
	done < "$scratch/options"
	ok "$unit: a refusal leaves nothing behind" nothing_left
done < "$scratch/units"

# Every output has a file of its own: no two options name one.
mkdir "$scratch/here"
ln -s here "$scratch/there"
file=$scratch/here/x
same_file() {
	refuses_with 'name the same file' "$@"
}
where_stdout_goes() {
	rc=0
	"$@" > "$file" 2> err || rc=$?
	cat err
	rm err
	[ $rc = 2 ] && [ ! -s "$file" ]
}
while read -r unit outputs; do
	unit=$(echo "$unit" | tr + ' ')
	# shellcheck disable=SC2086 # "xp-log export" is two words
	set -- $unit
	for a in $outputs; do
		for b in $outputs; do
			[ "$a" = "$b" ] || ok "$unit --$a --$b" same_file \
				"$@" "--$a=$file" \
				"--$b=$scratch/there/../there/./x"
		done
		ok "$unit --$a where stdout goes" where_stdout_goes \
			"$@" "--$a=$file"
		rm "$file"
		[ "$1" = xp-log ] || ok "$unit --$a=- is refused" \
			refuses_with "--$a: standard output is" "$@" "--$a=-"
	done
	ok "$unit: nothing is left of it" nothing_left
done << 'END'
xp-pairs croissant deps
xp-stats output montage deps
xp-norm save deps
xp-train weights metrics deps
xp-eval summary panel report deps
xp-log+export onnx bioimage
END
code 3 "all of it may go to /dev/null" xp-norm --no-log --save=/dev/null none
done_testing
