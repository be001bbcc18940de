#!/bin/sh
# stats.sh - reading, statistics and pairs beside others.
#
#	make bench-stats [ROUNDS=3] [IMAGES=64] [PAIRS=1000] [FRAMES=2000]
#
# Prints a table as speed.sh does: see README.md here.  Whole commands are
# measured, by the clock.  Each round runs all of them in turn, so that what
# changes in between changes all; a ratio is that of one round, and the
# middle one of all rounds is printed.  PYTHON names a python3 that has numpy
# and tifffile.  What is not installed is skipped.
set -eu

# vips takes one image at a time: stats.sh vips DIR FILE...
if [ "${1:-}" = vips ]; then
	out=$2/vips.v
	shift 2
	for f; do
		vips stats "$f" "$out"
	done
	exit
fi

ROUNDS=${ROUNDS:-3}
IMAGES=${IMAGES:-64}
PAIRS=${PAIRS:-1000}
FRAMES=${FRAMES:-2000}
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "${XP_BUILD:-build}" && pwd)
bench=$build/tests/bench
PATH=$build/tools:$PATH
dir=$(mktemp -d "${TMPDIR:-/tmp}/xp-bench.XXXXXX")
trap 'rm -rf "$dir"' EXIT
trap 'exit 130' INT TERM
export OMP_NUM_THREADS=1

say() {
	echo "stats.sh: $*" >&2
}

# ---- what there is to measure ----

images() {
	say "drawing $IMAGES images and $PAIRS pairs in '$dir'"
	mkdir "$dir/raw" "$dir/deflate" "$dir/pairs" "$dir/movie"
	"$bench/bench_images" "$dir/movie" "$FRAMES" 32 movie
	"$bench/bench_images" "$dir/raw" "$IMAGES" 2048
	"$bench/bench_images" "$dir/pairs" "$PAIRS" 512 pairs
	for f in "$dir/raw"/*; do
		"$bench/peer_tiff" deflate "$f" "$dir/deflate/${f##*/}"
	done
}

# ---- taking times ----

# clock COMMAND...: its seconds, in $took; of a command that fails, none
clock() {
	if "$bench/took" "$@" > "$dir/took" 2> "$dir/err"; then
		read -r took _ < "$dir/took"
	else
		say "'$1' fails: $(tail -n 1 "$dir/err")"
		exit 4
	fi
}

stats() {
	clock xp-stats -q "$@"
}

# row FIGURE PEER [OURS THEIRS]: of one round
row() {
	printf '%s\t%s\ts\t%s\t%s\n' "$1" "$2" "${3:-}" "${4:-}" \
		>> "$dir/rows"
}

# of KIND: the files of one kind, in all the ways
of() {
	set -- "$1" "$dir/$1"/*
	kind=$1
	shift
	clock "$bench/peer_tiff" 1 "$@"
	limit=$took
	stats --no-log -j 1 --images "$@"
	one=$took
	row "$kind-one-thread" libtiff "$one" "$limit"
	stats --no-log -j 2 --images "$@"
	two=$took
	row "$kind-scaling" one-thread "$two" "$one"
	rm -rf "$dir/store"
	mkdir "$dir/store"
	stats -j 2 --images "$@"
	row "$kind-recorded" unrecorded "$took" "$two"
	row "$kind-recorded" unrecorded-one-thread "$took" "$one"
	numpy stats "$@"
	if [ "$theirs" ]; then
		row "$kind-one-thread" numpy "$one" "$theirs"
		row "$kind-two-threads" numpy "$two" "$theirs"
	fi
	if [ "$vips" ]; then
		clock env VIPS_CONCURRENCY=2 \
			sh "$here/stats.sh" vips "$dir" "$@"
		row "$kind-two-threads" vips "$two" "$took"
	fi
}

# numpy JOB ARGUMENT...: in $theirs, its seconds, if there is numpy
numpy() {
	theirs=
	[ "$PYTHON" ] || return 0
	clock "$PYTHON" "$here/peer_numpy.py" "$@"
	theirs=$took
}

# beside FIGURE COMMAND...: against a fixed number and $theirs
beside() {
	quick "$@"
	[ ! "$theirs" ] || row "$figure" numpy "$took" "$theirs"
}

# Small frames: what each of them costs beside its pixels.
movie() {
	bf=$dir/movie/BF.tif
	yfp=$dir/movie/YFP.tif
	table=$dir/movie/pairs.tsv
	normed=$dir/movie/norm.tsv
	numpy stats "$bf"
	beside movie-two-threads xp-stats --no-log -q -j 2 --images "$bf"
	beside movie-one-thread xp-stats --no-log -q -j 1 --images "$bf"
	numpy pairs "$bf" "$yfp"
	beside movie-pairs xp-pairs --no-log -q --split 80:10:10 \
		--source "${bf}[z=*]" --target "${yfp}[z=*]"
	xp-pairs --no-log -q --split 80:10:10 --source "${bf}[z=*]" \
		--target "${yfp}[z=*]" > "$table" 2> "$dir/err"
	numpy norm "$bf" "$yfp"
	beside movie-norm xp-norm --no-log -q -j 1 "$table"
	xp-norm --no-log -q "$table" > "$normed"
	# of the smallest network one step, of which numpy has no counterpart
	numpy train "$normed"
	beside movie-train xp-train --no-log -q -j 1 --depth 1 --num-fmaps 1 \
		--steps 1 --patch 32 --batch 1 --no-checks \
		--weights "$dir/movie/weights" "$normed"
}

# quick FIGURE COMMAND...: against a fixed number
quick() {
	figure=$1
	shift
	clock "$@"
	row "$figure" limit "$took"
}

a_round() {
	of raw
	of deflate
	movie
	quick check-pairs xp-pairs --no-log -q --check --group '([0-9]+)' \
		--source "$dir/pairs/BF_*" --target "$dir/pairs/YFP_*"
	quick pair-names "$bench/bench_names"
	quick start-xp-log xp-log --help
	quick start-xp-stats xp-stats --help
}

table() {
	cat << 'END' > "$dir/wanted"
raw-one-thread	libtiff	0.77
raw-one-thread	numpy	15
raw-scaling	one-thread	1.85
raw-two-threads	vips	15
raw-recorded	unrecorded	0.67
raw-recorded	unrecorded-one-thread	0.67
deflate-one-thread	libtiff	0.77
deflate-one-thread	numpy	4
deflate-two-threads	numpy	8
deflate-scaling	one-thread	1.85
deflate-two-threads	vips	7
deflate-recorded	unrecorded	0.67
deflate-recorded	unrecorded-one-thread	0.67
movie-one-thread	limit	0.5
movie-one-thread	numpy	3
movie-two-threads	numpy	3
movie-pairs	limit	0.5
movie-pairs	numpy	3
movie-norm	limit	0.5
movie-norm	numpy	3
movie-train	limit	0.5
movie-train	numpy	3
check-pairs	limit	20
pair-names	limit	1
start-xp-log	limit	0.01
start-xp-stats	limit	0.01
END
	awk -F '\t' -f "$here/speed.awk" "$dir/wanted" "$dir/rows"
}

for PYTHON in ${PYTHON:-python3 /usr/bin/python3} ''; do
	[ "$PYTHON" ] || say "numpy is skipped: no python3 has it and tifffile"
	! "$PYTHON" -c 'import numpy, tifffile' 2> "$dir/err" || break
done
vips=$(command -v vips || :)
[ "$vips" ] || say "vips is skipped: it is not installed"
images
export XP_DIR="$dir/store/.xp"
i=0
while [ "$i" -lt "$ROUNDS" ]; do
	i=$((i + 1))
	a_round
done
table
