#!/bin/sh
# speed.sh - training and prediction beside PyTorch and oneDNN.
#
#	make bench [ROUNDS=3] [JOBS='big small infer stack stack-infer'] \
#		[THREADS=2] [PEER_ROOT=DIR] [PEERS='pytorch-tuned:contiguous']
#
# Prints a table, one figure a row: see README.md here.  All that is compared
# takes turns, a step each, so that what changes in between changes all; a
# ratio is that of one round, and the middle one of all rounds is printed.
# PYTHON names a python3 that has PyTorch; PEER_ROOT is a root of Debian 13
# that debian13.sh made, whose python3 is taken instead (only root can).  What
# is not installed is skipped; one that dies, for want of memory say, is left
# out from there on.  PEERS names the peers that are wanted (all).
set -eu

ROUNDS=${ROUNDS:-3}
JOBS=${JOBS:-big small infer stack stack-infer}
THREADS=${THREADS:-2}
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "${XP_BUILD:-build}" && pwd)
bench=$build/tests/bench
PATH=$build/tools:$build/examples:$PATH
dir=$(mktemp -d "${TMPDIR:-/tmp}/xp-bench.XXXXXX")
peers='' mem=''
trap 'leave; rm -rf "$dir"' EXIT
trap 'exit 130' INT TERM
export OMP_NUM_THREADS="$THREADS"

say() {
	echo "speed.sh: $*" >&2
}

# ---- peers: programs that wait for their turn ----

# python SCRIPT ARG...: here, or in PEER_ROOT.
python() {
	# shellcheck disable=SC2016 # expanded within
	[ -z "${PEER_ROOT:-}" ] || exec unshare -m sh -c \
		'mount -t proc proc "$1/proc" && exec chroot "$@"' sh \
		"$PEER_ROOT" env -C /tmp python3 "$@"
	script=$1
	shift
	exec "$PYTHON" "$here/$script" "$@"
}

# tuned SCRIPT ARG...: memory is kept from step to step, in large pages.
tuned() {
	export MALLOC_MMAP_MAX_=0 MALLOC_TOP_PAD_=536870912 \
		MALLOC_TRIM_THRESHOLD_=100000000000 \
		GLIBC_TUNABLES=glibc.malloc.hugetlb=1
	python "$@"
}

# From peer_*: the job's mode and shape.
# shellcheck disable=SC2086 # the shape is words
peer() {
	case $1 in
	pytorch:*) python peer_torch.py "$mode" eager "${1#*:}" $shape ;;
	pytorch-tuned:*) tuned peer_torch.py "$mode" eager "${1#*:}" $shape ;;
	pytorch-compiled:*)
		tuned peer_torch.py "$mode" compiled "${1#*:}" $shape
		;;
	pytorch-bf16:*) tuned peer_torch.py "$mode" bf16 "${1#*:}" $shape ;;
	onnxruntime) tuned peer_onnx.py $shape ;;
	onednn-*)
		[ -x "$bench/peer_onednn" ] || {
			echo "it was not built, onednn.log says why"
			exit 3
		} >&2
		exec "$bench/peer_onednn" "$mode" "${1#*-}" $shape
		;;
	ours)
		set -- $shape
		exec "$bench/bench_infer" "$1" "$2" "$3" "$THREADS" ${5:+"$5"}
		;;
	esac
}

# ask PEER WORD: it may be dead, and nobody read it.
ask() {
	timeout 2 sh -c 'echo "$1" > "$2"' sh "$2" "$dir/$1.in"
}

# said PEER: the next line of it, whose turn it is.  1: it died.
said() {
	while read -r line <&3; do
		case $line in
		"failed $1") return 1 ;;
		'failed '*) ;; # another, while it waited
		*) return 0 ;;
		esac
	done
}

# start PEER: until it is warm.  1: there is none.
start() {
	rm -f "$dir/$1.in"
	mkfifo "$dir/$1.in"
	{ (peer "$1") <> "$dir/$1.in" > "$dir/said" 2> "$dir/$1.err" ||
		echo "failed $1" > "$dir/said"; } &
	others=$peers
	peers="$peers $1"
	if said "$1"; then
		say "$job: $1: $line"
		echo "# ${1%%:*}: $line" >> "$dir/head"
		return 0
	fi
	peers=$others
	say "$job: $1 is skipped: $(tail -n 1 "$dir/$1.err")"
	row "$job" "$1" s
	return 1
}

# turn PEER: seconds of one step, in $line.  1: it died.
turn() {
	ask "$1" go && said "$1" && return
	say "$job: $1 is left out: $(tail -n 1 "$dir/$1.err")"
	return 1
}

# end: all peers, whose memory goes into the table.
end() {
	for p in $peers; do
		ask "$p" quit && said "$p" || continue
		if [ "$p" = ours ]; then
			mem=$line
		else
			row "$job-memory" "$p" MB "$mem" "$line"
		fi
	done
	peers=
}

# leave: without waiting for what they still say.
leave() {
	for p in $peers; do
		ask "$p" quit || :
	done
}

# row FIGURE PEER UNIT [OURS THEIRS]: of one round
row() {
	printf '%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "${4:-}" "${5:-}" \
		>> "$dir/rows"
}

# ---- ours: xp-train as it is, on images ----

images() {
	yeast -q --to "$dir/images" --positions 8 --times 1 --size 512x512 \
		> "$dir/yeast.tsv"
	xp-pairs -q --no-log --source "$dir/images/BF_*.tif" \
		--target "$dir/images/YFP_*.tif" --split 100:0:0 \
		> "$dir/pairs.tsv"
	xp-norm -q --no-log --method zscore "$dir/pairs.tsv" > "$dir/norm.tsv"
}

# One pair of stacks, of 64 slices of 256 x 256.
stacks() {
	mkdir "$dir/stacks"
	"$bench/bench_images" "$dir/stacks" 64 256 movie
	printf 'id\tsource\ttarget\tsplit\n%s\t%s\t%s\ttrain\n' 1 \
		"$dir/stacks/BF.tif[z=all]" "$dir/stacks/YFP.tif[z=all]" |
		xp-norm -q --no-log --method zscore > "$dir/stacks.tsv"
}

# train STEPS THREADS DEPTH FMAPS PATCH BATCH [SLICES]: sets took, memory
train() {
	table=norm.tsv
	[ $# -lt 7 ] || table=stacks.tsv
	"$bench/took" xp-train --no-log --no-checks -q --steps "$1" -j "$2" \
		--depth "$3" --num-fmaps "$4" --patch "$5" --batch "$6" \
		${7:+--ndim=3 --slices="$7"} \
		--weights "$dir/weights" "$dir/$table" \
		> "$dir/took" 2> "$dir/train.err" || {
		cat "$dir/train.err" >&2
		exit 4
	}
	read -r took _ memory < "$dir/took"
}

# whole_step THREADS: seconds of a step, by what more steps take more.
whole_step() {
	train 1 "$1" $shape
	first=$took
	train $((1 + more)) "$1" $shape
	line=$(awk "BEGIN { print ($took - $first) / $more }")
}

ours() {
	if [ $mode = step ]; then
		whole_step "$THREADS"
		mem=$memory
	else
		turn ours || exit 4
	fi
	mine=$line
}

# ---- one job ----

# without PEER PEER...: all but the first.
without() {
	gone=$1
	shift
	for p; do
		[ "$p" = "$gone" ] || printf ' %s' "$p"
	done
}

# wanted PEER: 1: PEERS does not name it.
wanted() {
	case " ${PEERS:-$1} " in *" $1 "*) ;; *) return 1 ;; esac
}

# job NAME MODE SHAPE MORE PEER...
measure() {
	job=$1 mode=$2 shape=$3 more=$4
	shift 4
	[ $mode = step ] || start ours
	for p; do
		wanted "$p" && start "$p" || continue
	done
	i=0
	while [ $i -lt "$ROUNDS" ]; do
		i=$((i + 1))
		ours
		for p in $peers; do
			[ "$p" != ours ] || continue
			if turn "$p"; then
				row "$job" "$p" s "$mine" "$line"
			else
				peers=$(without "$p" $peers)
			fi
		done
		[ $mode = step ] || continue
		row "$job-memory" limit MB "$mem"
		[ "$THREADS" -gt 1 ] || continue
		whole_step 1
		row "$job-scaling" one-thread s "$mine" "$line"
	done
	end
	[ $mode = step ] || row "$job-memory" limit MB "$mem"
}

run_job() {
	torch=
	for way in pytorch pytorch-tuned pytorch-compiled pytorch-bf16; do
		torch="$torch $way:contiguous $way:channels_last"
	done
	onednn='onednn-direct onednn-winograd'
	# shellcheck disable=SC2086 # the peers are words
	case $1 in
	big) measure big step '4 32 256 4' 10 $torch $onednn ;;
	small) measure small step '3 16 128 8' 80 $torch $onednn ;;
	infer)
		measure infer infer '4 32 1024 1' 1 $torch $onednn onnxruntime
		;;
	stack) measure stack step '3 16 64 2 16' 40 $torch ;;
	stack-infer)
		measure stack-infer infer '3 16 512 1 64' 1 $torch onnxruntime
		;;
	*)
		say "no job '$1': there are big, small, infer, stack," \
			"stack-infer"
		exit 2
		;;
	esac
}

# The middle of a figure's rows, and what is wanted of it.
table() {
	cat << 'END' > "$dir/wanted"
big	pytorch	3.5
big	pytorch-tuned	5.6
big	onednn-direct	2.5
big	onednn-winograd	2.9
big-scaling	one-thread	1.85
big-memory	limit	600
big	pytorch-bf16	2.2
small	pytorch	2.2
small	pytorch-tuned	3.8
infer	pytorch	5
infer	onnxruntime	3.2
infer	onednn-winograd	2.6
infer-memory	limit	300
stack	pytorch-tuned	3.5
stack-memory	limit	240
stack-memory	pytorch-tuned	2
stack-infer	pytorch-tuned	3.5
stack-infer-memory	limit	1200
stack-infer-memory	pytorch-tuned	2
END
	sed -n 's/^model name[^:]*:/# processor:/p' /proc/cpuinfo | head -n 1
	echo "# ours: $(xp-train --version | head -n 1)"
	sort -u "$dir/head"
	awk -F '\t' -f "$here/speed.awk" "$dir/wanted" "$dir/rows"
}

[ -z "${PEER_ROOT:-}" ] || cp "$here"/peer_*.py "$PEER_ROOT/tmp/"
: > "$dir/head"
for PYTHON in ${PYTHON:-python3 /usr/bin/python3}; do
	! "$PYTHON" -c 'import torch' 2> "$dir/err" || break
done
mkfifo "$dir/said"
exec 3<> "$dir/said"
images
stacks
for j in $JOBS; do
	run_job "$j"
done
table
