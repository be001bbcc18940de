#!/bin/sh
# examples.sh - what --help shows as an example works as it is written.
#
# The files and runs that the examples speak of are made first; a tool's
# example uses these names: raw/ (BF_*.tif, YFP_*.tif), bf/ and dna/
# (plate1.tif ...), cells.tif, stack.tif[2], pairs.tsv, norm.tsv,
# best.safetensors, pred/ and the truth/ to it, new/, @1 (xp-train's).
. "$(dirname "$0")/../lib.sh"

yeast -q --to raw --positions 9 --times 1 --size 64x64 > raw.tsv || exit 99
yeast -q --to more --positions 2 --times 1 --size 64x64 > more.tsv
cp more/BF_Position01_time01.tif cells.tif
# A file may be called like a page of another.
cp more/BF_Position02_time01.tif 'stack.tif[2]'

prepare() {
	xp-pairs -q --source 'raw/BF_*.tif' --target 'raw/YFP_*.tif' \
		--assign 'val=Position0[56]' --assign 'test=Position0[78]' \
		--assign 'train=.' > pairs.tsv &&
		xp-norm -q pairs.tsv > norm.tsv &&
		xp-train -q --depth 2 --num-fmaps 2 --patch 16 --batch 2 \
			--steps 4 --weights best.safetensors norm.tsv > id &&
		xp-eval -q --to pred "$(cat id)" > scores.tsv &&
		mkdir truth bf dna new && cp more/BF_*.tif new/ &&
		for i in 1 2 3 4 5 6; do
			cp "raw/BF_Position0${i}_time01.tif" bf/plate$i.tif
			cp "raw/YFP_Position0${i}_time01.tif" dna/plate$i.tif
		done
}

train() {
	xp-train -q --depth 2 --num-fmaps 2 --patch 16 --batch 2 "$@" norm.tsv
}

# What an example speaks of: the last run is of xp-train, and was stopped
# when it is to be resumed; pred/ is of the images that truth/ holds.
scene() {
	for f in pred/*; do
		cp "raw/YFP_${f#pred/}" "truth/${f#pred/}" || return
	done
	case $1 in
	*--resume*) ;;
	*) train --steps 4 > id; return ;;
	esac
	xp-train -q --depth 2 --num-fmaps 2 --patch 16 --batch 2 \
		--no-checks --steps 5000 --val-every 5000 norm.tsv > id &
	until xp-log ls -n 1 | grep -q running; do
		kill -0 $! || break
	done
	kill $!
	wait $!
	[ $? -eq 143 ]
}

# Full size takes minutes; a resumed run keeps its settings.
small() {
	sed '/--resume/n
		s/xp-train /&--depth 2 --num-fmaps 2 --patch 16 --batch 2 /
		s/--steps=[0-9]*/--steps=4/; s/--epochs[= ][0-9]*/--steps=4/
		s/xp-train /&--steps 4 /'
}

# Another rate is another result, the direct convolutions hardly one.
seeds() {
	o='--depth 2 --num-fmaps 8 --patch 16 --batch 2 --steps 4'
	JOBS=2 WORK=seeds "$topdir/examples/seeds.sh" norm.tsv 2 "$o" "$o $1" \
		> seeds.tsv &&
		[ "$(cut -f 1 seeds.tsv | uniq -c | awk '{ printf $1 }')" = \
			122222 ] || return
	rm -r seeds
	awk -F '\t' '$1 == "b-a" && $2 == "mean" { d = $4 }
		END { d = d < 0 ? -d : d; print d
		exit !('"$2"') }' seeds.tsv
}

ok "prepare" prepare
ok "seeds.sh sees another rate" seeds --lr=0.1 'd > 1e-3'
ok "seeds.sh sees that --precise is as good" seeds --precise 'd < 1e-4'
for t in $tools; do
	"$t" --help | awk '/^Example:/ { on = 1; next }
		!/^  / { on = 0 }
		on { sub(/^  /, ""); more = sub(/\\$/, "")
		printf more ? "%s" : "%s\n", $0 }' > examples
	ok "$t --help shows an example" test -s examples
	while read -r line; do
		ok "before: $line" scene "$line"
		want=0
		case $line in
		*--require*) want=1 ;; # four steps are not enough
		esac
		code $want "$line" sh -c "$(echo "$line" | small)"
	done < examples
done
done_testing
