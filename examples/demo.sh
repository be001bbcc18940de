#!/bin/sh
# examples/demo.sh - from a folder of image pairs to a trained, scored,
# compared, archived and re-run experiment.
#
#	examples/demo.sh		on images it draws itself
#	examples/demo.sh DIR		on yours: DIR/source/* and DIR/target/*,
#					or names that begin with two different
#					words (BF_01.tif, YFP_01.tif)
#
# For other names set SOURCE and TARGET to globs; GROUP to a regular expression
# (images of one group stay on one side of the split); SPLIT to other options of
# xp-pairs; ALLOW to checks that may fail ('--allow C7').  Everything is written
# to WORK (./xp-demo).  With XP_BUILD=installed nothing is built: the xp that is
# installed runs on the images in DIR.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/.." && pwd)
WORK=${WORK:-$PWD/xp-demo}
build=${XP_BUILD:-$top/build}

die() { echo "demo: $*" >&2; exit 3; }
step() { printf '\n== %s\n' "$*"; }
# Show a command as a person would type it, then run it.
run() { printf '$ %s\n' "$*"; eval "$*"; }

# --- everything it needs -------------------------------------------------
[ "$build" = installed ] || sh "$top/share/setup.sh"
if [ "$build" = installed ]; then
	[ $# -gt 0 ] || die "XP_BUILD=installed needs a folder of images"
elif [ ! -x "$build/tools/xp-log" ]; then
	echo "demo: building in $build"
	[ -x "$top/configure" ] || (cd "$top" && autoreconf -fi)
	mkdir -p "$build"
	(cd "$build" && "$top/configure" --quiet && make -j2) \
		>"$build/build.out" 2>&1 ||
		{ tail -n 30 "$build/build.out" >&2; die "cannot build"; }
fi
PATH=$build/tools:$build/examples:$PATH
export PATH

# --- images --------------------------------------------------------------
[ ! -e "$WORK" ] || [ -e "$WORK/.xp" ] ||
	die "'$WORK' exists and was not made by a demo; set WORK"
[ $# -eq 0 ] || DIR=$(cd "$1" && pwd) || die "no directory '$1'"
rm -rf "$WORK"
mkdir -p "$WORK"
cd "$WORK"
xp-log init . # the store of this experiment

step "images"
if [ $# -gt 0 ]; then
	ln -s "$DIR" images
	if [ -z "${SOURCE:-}" ] && [ -d images/source ]; then
		SOURCE=images/source TARGET=images/target
	elif [ -z "${SOURCE:-}" ]; then
		words=$(find images/ -maxdepth 1 -iname '*.tif*' |
			sed 's|.*/||; s|_.*||' | LC_ALL=C sort -u)
		[ "$(echo "$words" | wc -l)" -eq 2 ] ||
			die "cannot tell source from target in '$DIR':" \
				"set SOURCE and TARGET to patterns"
		SOURCE="images/$(echo "$words" | sed -n 1p)_*"
		TARGET="images/$(echo "$words" | sed -n 2p)_*"
	fi
	echo "source $SOURCE, target $TARGET"
else
	run "yeast --to images --seed 1 > images.tsv"
	SOURCE='images/BF_*.tif' TARGET='images/YFP_*.tif'
	GROUP='Position([0-9]+)'
fi
group=${GROUP:+--group "'$GROUP'"}
SPLIT=${SPLIT:---split 60:20:20 --seed 2}
cp "$top/share/presets/demo.conf" .

# --- the experiment: copy from here --------------------------------------
step "which images belong together, and which are kept for the test"
run "xp-pairs --source '$SOURCE' --target '$TARGET' $group $SPLIT > pairs.tsv"

step "is anything wrong with them: leaks, shifts, blank or clipped images"
run "xp-pairs --check ${ALLOW:+$ALLOW }pairs.tsv > checks.tsv" || {
	grep FAIL checks.tsv >&2
	die "a check failed: mend the images, or accept it, as in" \
		"ALLOW='--allow C7'"
}

step "sizes, counts, ranges"
run "xp-stats pairs.tsv > stats.tsv"

step "normalise, by the training images only"
run "xp-norm --method zscore pairs.tsv > norm.tsv"

step "train twice, with one setting changed"
run "xp-train --config demo.conf --lr 1e-4 norm.tsv > slow.id"
run "xp-train --config demo.conf norm.tsv > fast.id"
run "xp-log tag \$(cat slow.id) slow"
run "xp-log tag \$(cat fast.id) fast"

step "score both on images that neither has seen, beside baselines"
run "xp-eval slow --split test > slow.tsv"
run "xp-eval fast --split test --to predictions --panel panel.png > fast.tsv"

step "what differs between the two"
run "xp-log diff slow fast || true"

# The mean Pearson r of the model over the split.
score() {
	awk -F'\t' 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next }
		$c["id"] == "*" && $c["method"] == "model" {
			print $c["pearson"] }' "$1"
}
if awk "BEGIN { exit !($(score slow.tsv) > $(score fast.tsv)) }"; then
	better=slow run=@2
else
	better=fast run=@1
fi

step "archive the better one, $better: record, code, inputs, outputs"
run "xp-log archive $run -o $better.tar.zst"

step "restore it elsewhere, check every digest, run it again there"
run "xp-log restore $better.tar.zst again"
run "(cd again && sha256sum -c --quiet SHA256SUMS && sh run.sh)"
run "xp-log cat $better .xp/run/best.safetensors | sha256sum"
run "(cd again && xp-log cat @2 .xp/run/best.safetensors) | sha256sum"
run "(cd again && xp-log cat @1) | cmp - $better.tsv && echo the same scores"

step "use it: images without targets"
if [ $# -gt 0 ]; then
	new=$SOURCE
else
	run "yeast --to new --seed 5 --positions 2 > new.tsv"
	new='new/BF_*.tif'
fi
run "xp-eval $better '$new' --to new-predictions > new-predictions.tsv"

step "scores"
cut -f 1-8 "$better.tsv"
printf '\npicture: %s\n' "$WORK/panel.png (worst, median and best)"
