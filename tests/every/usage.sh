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

# No option is ignored in silence: what does nothing without another option, or
# beside one, is refused.
while read -r words said; do
	# shellcheck disable=SC2046 # words
	set -- $(echo "$words" | tr + ' ')
	ok "$*: $said" refuses_with "$(echo "$said" | tr + ' ')" "$@"
done << 'END'
xp-train+--epochs=2+--steps=9 --epochs+cannot+be+used+with+--steps
xp-train+--steps=1000+--epochs=2 --epochs+cannot+be+used+with+--steps
xp-train+--slices=16 --slices+needs+--ndim=3
xp-train+--momentum=0.9 --momentum+needs+--optimiser=sgd
xp-train+--weight-decay=1e-4 --optimiser=adamw+or+sgd
xp-train+--lr-every=5+--schedule=cosine --lr-every+needs+--schedule=step
xp-train+--lr-factor=0.5 --lr-factor+needs+--schedule=step+or+plateau
xp-train+--lr-patience=5 --lr-patience+needs+--schedule=plateau
xp-train+--depth=1+--downsample-factor=2 cannot+be+used+with+--depth=1
xp-train+--patience=3+--val-split=none cannot+be+used+with+--val-split=none
xp-train+--overfit=1+--val-split=test cannot+be+used+with+--val-split=LABEL
xp-train+--checkpoint-every=9+--no-log cannot+be+used+with+--no-log
xp-pairs+--describe=name=x --describe+needs+--croissant=FILE
xp-pairs+--folds=3+--fold=1+--split=50:50:0 --split+cannot+be+used+with+--folds
xp-eval+@1+--type=uint8 --type+needs+--to=DIR
xp-eval+@1+--dialect=ome --dialect+needs+--to=DIR
xp-eval+@1+--overwrite --overwrite+needs+--to=DIR
xp-eval+@1+--all-baselines+--no-baselines cannot+be+used+with+--no-baselines
xp-eval+--split=val+--prediction=x+--target=y cannot+be+used+with+--prediction
xp-eval+--checkpoint=best+--prediction=x+--target=y cannot+be+used
xp-eval+--no-log+w.safetensors+a.tif+--split=val+--to=x --split+is+of+manifests
xp-stats+--deps-target=x --deps-target+needs+--deps=FILE
xp-log+fsck+--remote-command=x --remote-command+needs+--repair-from
END
echo 'epochs = 3' > both.conf
echo 'steps = 1000' >> both.conf
ok "a settings file may state a default" eval \
	'xp-train --config=both.conf --print-config | grep -qx "epochs = 3"'
ok "the command line wins against it" eval \
	'xp-train --config=both.conf --steps=9 --print-config > out 2> err'
ok "... and says so" grep -q \
	"setting 'epochs' .* is left out: --steps" err
ok "... and drops it" grep -qx 'epochs = 0' out
echo 'steps = 9' >> both.conf
ok "a file contradicts itself" refuses_with '--epochs cannot be used' \
	xp-train --config=both.conf
rm -f both.conf out err

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
