#!/bin/sh
# mpi.sh - a training that mpirun shares among processes has the bytes of one
# process, with OpenMPI and MPICH; killed or stopped, it resumes with another
# number of them.
#
# Leaks of MPI itself would drown all else, so sanitizers see t_ranks only.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

# OpenMPI 4, and what starts the processes of OpenMPI 5.
for word in OMPI PRTE; do
	export "${word}_ALLOW_RUN_AS_ROOT=1"
	export "${word}_ALLOW_RUN_AS_ROOT_CONFIRM=1"
done
export OMPI_MCA_rmaps_base_oversubscribe=1
export PRTE_MCA_rmaps_default_mapping_policy=:oversubscribe

# Two images to validate on, shared out, too.
toy_pairs norm.tsv
sed 's/^train2\(.*\)train\t/val2\1val\t/' norm.tsv > more.tsv
net='--depth=2 --num-fmaps=4 --patch=16 --batch=5 --threads=1'
net="$net --no-checks"
short="xp-train -q $net --accumulate=2 --steps=12 --val-every=5"
long="xp-train $net --batch=3 --steps=3000 --checkpoint-every=100"
# shellcheck disable=SC2086
{
	ok "trains alone" $short more.tsv > short.id
	ok "trains alone, for longer" $long -q norm.tsv > long.id
}
for variable in OMPI_COMM_WORLD_SIZE PMI_SIZE; do
	# shellcheck disable=SC2086
	like "refuses to do all of the work twice ($variable)" \
		'started 2 processes that do not find each other.*--with-mpi' \
		env $variable=2 $short more.tsv
done

# begin N: the long training, by N processes in the background.
begin() {
	rm -f said
	touch said
	# shellcheck disable=SC2086
	"$mpirun" -n "$1" $long norm.tsv > shared.id 2> said &
	run=$!
	tries=0
	until grep -q 'writing a checkpoint\|step 450' said ||
		[ $tries -gt 200 ]; do
		sleep 0.05
		tries=$((tries + 1))
	done
	id=$(sed -n 's/.* run \(20[-0-9a-f]*\)$/\1/p' said)
	first=$(sed -n 's/.*to stop: kill \([0-9]*\);.*/\1/p' said)
}
# others: the processes of the training but the first.
others() {
	for p in $(pgrep -x xp-train); do
		[ "$p" != "$first" ] &&
			[ "$(readlink "/proc/$p/exe")" = "$where/xp-train" ] &&
			[ "$(readlink "/proc/$p/cwd")" = "$PWD" ] && echo "$p"
	done
}
state() {
	xp-log show --json "$id" | jq -r .state
}

shared_by() {
	# shellcheck disable=SC2086
	ok "$1: 3 processes train" "$mpirun" -n 3 $short more.tsv > shared.id
	same_run "$1: 3 processes" short.id shared.id

	begin 2
	others | head -n 1 | xargs kill -KILL
	wait $run
	like "$1: a killed process ends the run" interrupted state
	ok "$1: it resumes with 3" "$mpirun" -n 3 xp-train -q --resume "$id" \
		> shared.id
	same_run "$1: killed, resumed" long.id shared.id

	begin 3
	kill -USR1 "$first"
	sleep 0.1
	kill -TERM "$first"
	wait $run
	like "$1: SIGTERM stops it" stopped state
	ok "$1: ... after a checkpoint" test -s ".xp/runs/$id/state.safetensors"
	ok "$1: one process resumes it" xp-train -q --resume "$id" > shared.id
	same_run "$1: stopped, resumed" long.id shared.id

	sed 's/a-train2/missing/' norm.tsv > bad.tsv
	# shellcheck disable=SC2086
	code 3 "$1: an error is told once" "$mpirun" -n 2 $short bad.tsv
	# shellcheck disable=SC2086
	like "$1: --detach" 'mpirun waits' "$mpirun" -n 2 $short \
		--detach more.tsv
}

for mpi in ompi-c mpich; do
	mpirun=mpirun.openmpi
	[ $mpi = ompi-c ] || mpirun=mpirun.mpich
	if ! pkg-config --exists $mpi || ! command -v $mpirun > tool; then
		skip "$mpi: shares a training" "not installed"
	elif ! $mpirun -n 3 true; then
		skip "$mpi: shares a training" "mpirun does not start here"
	elif [ -n "${XP_RUNNER:-}" ] ||
		grep -q '^XP_CFLAGS.*-fsanitize' "$builddir/Makefile"; then
		skip "$mpi: shares a training" "MPI leaks by itself"
	else
		mpirun=$(cat tool)
		where=$builddir/mpi/$mpi
		ok "$mpi: builds" make -C "$builddir" "mpi/$mpi/xp-train"
		PATH=$where:$PATH
		shared_by $mpi
		PATH=${PATH#*:}
	fi
done
done_testing
