#!/bin/sh
# one.sh SET SEED FAULT - trains on SET with FAULT put in, in a new directory
# below $FAULTS_WORK, and prints a row of what found it:
#
#	set seed fault exit by seconds
#
# `by` are the checks that failed, the tool that refused, or nothing.  The
# numbers of all findings are added to $FAULTS_WORK/numbers/SET-SEED-FAULT.
# README.md says what sets and faults there are.
set -eu

set_name=$1 seed=$2 fault=$3
spoil=${XP_BUILD:?}/tests/faults/spoil
work=$FAULTS_WORK/$set_name-$seed-$fault
mkdir -p "$work" "$FAULTS_WORK/numbers"
cd "$work"
# Small trainings of four kinds, in turn.
case $((seed % 4)) in
0) net='--depth=2 --num-fmaps=8 --patch=64 --batch=4 --lr=3e-3' ;;
1) net='--depth=3 --num-fmaps=8 --patch=64 --batch=4 --lr=1e-3' ;;
2) net='--depth=2 --num-fmaps=12 --patch=48 --batch=8 --lr=1e-3' ;;
3) net='--depth=2 --num-fmaps=8 --patch=96 --batch=2 --lr=1e-2' ;;
esac
net="$net --steps=300 --val-every=300 --threads=1 --seed=$seed"
net="$net --loss=${LOSS:-mse} --augment=${AUGMENT:-none}"
norm=''
source='' target='' group=''

# crop NAME GLOB...: real images, cropped: sets of a few megabytes.
crop() {
	name=$1
	shift
	mkdir -p "../real-$set_name"
	for f; do
		to=$(basename "${f%.*}" | sed 's/^Ch[34]_//; s/^[BYT]FP*_//
			s/_[DFR]$//')
		to=../real-$set_name/${name}_$to.tif
		[ -e "$to" ] || "$spoil" crop 1 "$f" "$to.$$.tif"
		[ -e "$to" ] || mv "$to.$$.tif" "$to"
	done
	rm -f "../real-$set_name"/*."$$".tif
}

drawn() {
	yeast -q --to images --seed "$seed" --size 160x160 "$@" > /dev/null
	source='images/BF_*' target='images/YFP_*' group='Position([0-9]+)'
}
case $set_name in
drawn) drawn --positions 8 --times 1 ;;
noisy) drawn --positions 8 --times 1 --electrons 50 ;;
bright) drawn --positions 6 --times 1 --electrons 1000 --drift 0 ;;
drift) drawn --positions 10 --times 1 --drift 3; norm=--method=zscore ;;
movie) drawn --positions 4 --times 4; norm=--method=zscore ;;
cells)
	crop A "$XP_DATA"/ifc-bf-dna/Ch3_*.tif
	crop B "$XP_DATA"/ifc-bf-dna/Ch4_*.tif ;;
yeast)
	crop A "$XP_DATA"/yeast-bf-yfp/BF_*.tif
	crop B "$XP_DATA"/yeast-bf-yfp/YFP_*.tif
	group='Position([0-9]+)' ;;
focus)
	crop A "$XP_DATA"/yeast-bf-yfp/BF_*.tif
	crop B "$XP_DATA"/yeast-bf-yfp/TFP_*.tif
	group='Position([0-9]+)' ;;
fly)
	crop A "$XP_DATA"/fly-3channel/*_F.TIF
	crop B "$XP_DATA"/fly-3channel/*_R.TIF ;;
stain)
	crop A "$XP_DATA"/fly-3channel/*_R.TIF
	crop B "$XP_DATA"/fly-3channel/*_F.TIF ;;
*) echo "one.sh: no set '$set_name'" >&2; exit 2 ;;
esac
if [ -z "$source" ]; then
	mkdir -p images
	cp ../real-"$set_name"/*.tif images/
	source='images/A_*' target='images/B_*'
fi

# all FAULT GLOB: every image of it.
all() {
	number=$seed
	for f in $2; do
		number=$((number + 1000))
		"$spoil" "$1" "$number" "$f" spoiled.tif
		mv spoiled.tif "$f"
	done
}
# What a fault does to images comes before they are paired.
case $fault in
noise) all noise "$source" ;;
shift | mirror | turn | invert | saturate | clip) all "$fault" "$target" ;;
constant)
	# shellcheck disable=SC2086 # a glob
	set -- $source
	"$spoil" constant 1 "$1" spoiled.tif
	mv spoiled.tif "$1" ;;
esac
xp-pairs -q --no-log --source "$source" --target "$target" \
	${group:+--group "$group"} --split 60:40:0 --split-exact \
	--seed "$seed" > pairs.tsv 2> said

# edit AWK-PROGRAM FILE: on cells by name, c["id"].
edit() {
	awk -F '\t' -v OFS='\t' -v seed="$seed" '
	NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; print; next }
	'"$1" "$2" > edited.tsv
	mv edited.tsv "$2"
}
# What it does to the pairing, before normalisation.
# shellcheck disable=SC2016 # for awk
case $fault in
shuffle) # no target stays, and none moves to its own group if there are two
	edit '{ row[NR] = $0; t[NR] = $c["target"]; d[NR] = $c["target_sha256"]
		g[NR] = $c["group"]; if (g[NR] != g[2]) several = 1 }
	END { srand(seed)
		for (tries = 0; !good && tries < 1000; tries++) {
			for (i = 2; i <= NR; i++) to[i] = i
			for (i = NR; i > 2; i--) {
				k = 2 + int(rand() * (i - 1))
				x = to[i]; to[i] = to[k]; to[k] = x
			}
			good = 1
			for (i = 2; i <= NR; i++)
				if (to[i] == i || several && tries < 900 &&
				    g[i] == g[to[i]])
					good = 0
		}
		for (i = 2; i <= NR; i++) {
			$0 = row[i]
			$c["target"] = t[to[i]]
			$c["target_sha256"] = d[to[i]]
			print
		} }' pairs.tsv ;;
channel) # the target is the source
	edit '{ $c["target"] = $c["source"]
		$c["target_type"] = $c["source_type"]
		$c["target_sha256"] = $c["source_sha256"]; print }' pairs.tsv ;;
duplicate) # a pair to train on, in other files, is validated on, too
	cut -f 1-4 pairs.tsv > edited.tsv
	mv edited.tsv pairs.tsv
	edit '{ print } $c["split"] == "train" && !done { done = 1
		s = $c["source"]; t = $c["target"] }
		END { print "again", "s.tif", "t.tif", "val" > "/dev/stdout"
		print s > "s"; print t > "t" }' pairs.tsv
	"$spoil" copy 1 "$(cat s)" s.tif
	"$spoil" copy 1 "$(cat t)" t.tif ;;
esac

# row STATUS: the row, and the end.
began=$(date +%s)
row() {
	by=$(awk -F '\t' '$5 == "FAIL" && !seen[$4]++ {
			printf "%s%s", n++ ? "," : "", $4 }' "$numbers")
	[ "$1" -eq 0 ] || by=${by:-$(sed -n '$s/:.*//p' said)}
	printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$set_name" "$seed" "$fault" \
		"$1" "$by" $(($(date +%s) - began))
	cd "$FAULTS_WORK"
	[ -n "${KEEP:-}" ] || rm -rf "$work"
	exit 0
}
# add_numbers FILE: of its findings.
add_numbers() {
	awk -F '\t' -v OFS='\t' -v s="$set_name" -v n="$seed" -v f="$fault" \
		'NR > 1 { print s, n, f, $1, $2, $3, $4, $5 }' "$1" \
		>> "$numbers"
}
numbers=$FAULTS_WORK/numbers/$set_name-$seed-$fault
: > "$numbers"

status=0
xp-pairs -q --no-log --check pairs.tsv > checks.tsv 2>> said || status=$?
add_numbers checks.tsv
[ $status -eq 0 ] || early=$status
xp-norm -q --no-log $norm pairs.tsv > norm.tsv 2>> said || row $?

# What it does to normalisation or training.
# shellcheck disable=SC2016 # for awk
case $fault in
raw) cp pairs.tsv norm.tsv ;;
small) edit '{ $c["source_scale"] /= 1000; print }' norm.tsv ;;
large) edit '{ $c["target_scale"] *= 1000; print }' norm.tsv ;;
slow) net="$net --lr=1e-9" ;;
fast) net="$net --lr=10" ;;
patch) net="$net --patch=8" ;;
dead)
	# shellcheck disable=SC2086 # options
	xp-train -q --no-log --no-checks $net --steps=1 --val-every=1 \
		--weights=some norm.tsv 2>> said
	"$spoil" zero 1 some none
	net="$net --init=none" ;;
esac
xp-log init . 2> /dev/null
# shellcheck disable=SC2086 # options
xp-train -q $net norm.tsv > id 2>> said || status=$?
for f in .xp/runs/*/checks.tsv; do
	[ ! -e "$f" ] || add_numbers "$f"
done
row "${early:-$status}"
