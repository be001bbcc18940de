#!/bin/sh
# slurm.sh - share/slurm in a real Slurm of one host: an array, and a task that
# is requeued and resumes.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

PATH=$PATH:/usr/sbin:/sbin
for daemon in slurmctld slurmd; do
	command -v $daemon > /dev/null || {
		skip "a cluster of one host" "no $daemon (slurm-wlm)"
		done_testing
	}
done

# --- a cluster below the present directory -----------------------------------
host=$(hostname -s)
port=$((20000 + $$ % 20000))
mkdir state spool spool/n0 spool/n1 log run
SLURM_CONF=$PWD/slurm.conf
export SLURM_CONF
cat > slurm.conf << END
ClusterName=xp
SlurmctldHost=$host
SlurmctldPort=$port
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/none
CredType=cred/none
StateSaveLocation=$PWD/state
SlurmdSpoolDir=$PWD/spool/%n
SlurmctldPidFile=$PWD/run/slurmctld.pid
SlurmdPidFile=$PWD/run/slurmd.%n.pid
SlurmctldLogFile=$PWD/log/slurmctld.log
SlurmdLogFile=$PWD/log/slurmd.%n.log
MailProg=/bin/true
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SchedulerType=sched/backfill
SchedulerParameters=bf_interval=1,sched_interval=1,batch_sched_delay=0
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MinJobAge=3600
ReturnToService=2
KillWait=3
MessageTimeout=10
SlurmdParameters=config_overrides
NodeName=n0 NodeHostname=$host Port=$((port + 10)) CPUs=1 State=UNKNOWN
NodeName=n1 NodeHostname=$host Port=$((port + 11)) CPUs=1 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
stop() {
	cd "$scratch/work" && cat run/*.pid | xargs kill
	for _ in 1 2 3 4 5 6 7 8 9; do
		[ ! -f run/slurmctld.pid ] || sleep 0.5
	done
} 2> /dev/null
trap 'stop; finish' EXIT
# until_is COMMAND...: waits until the command prints the word.
until_is() {
	tries=0
	until [ "$("$@" 2> /dev/null | tr '\n' ' ')" = "$word " ] ||
		[ $tries -gt 300 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
	[ $tries -le 300 ]
}
idle() {
	sinfo -h -t idle -o %D
}
slurmctld -c -f "$SLURM_CONF" && slurmd -c -N n0 -f "$SLURM_CONF" &&
	slurmd -c -N n1 -f "$SLURM_CONF"
word=2
until_is idle || {
	tail log/*.log
	skip "a cluster of one host" "it does not start here"
	done_testing
}

# --- pairs, and what trains on them ------------------------------------------
mkdir p
cd p || exit 99
cp "$topdir/share/slurm/train.sbatch" .
toy_pairs norm.tsv
xp-log init > /dev/null
cat > grid << 'END'
xp-train --depth=1 --num-fmaps=2 --patch=16 --batch=2 --no-checks \
	--steps={steps} --seed={seed} norm.tsv
seed = 1 2
steps = 20
END

states() {
	squeue -h -t all -r -j "$job" -o %T
}
# --- an array ----------------------------------------------------------------
ok "an array is taken" sh -c 'sbatch --parsable \
	--array="1-$(xp-log sweep --count grid)" train.sbatch grid > job'
job=$(cat job)
word='COMPLETED COMPLETED'
ok "all of its tasks are done" until_is states
like "all points are done" '2 points: 2 done' xp-log sweep grid
ok "each task has its log" grep -q 'best at step' "slurm-${job}_2.out"

# --- stopped before its time, requeued, resumed ------------------------------
steps=40000
[ -z "${XP_QUICK:-}" ] || steps=4000
sed "s/= 20/= $steps/; s/= 1 2/= 3 4/" grid > long
ok "trains without Slurm" xp-train -q --no-log --depth=1 --num-fmaps=2 \
	--patch=16 --batch=2 --no-checks --steps=$steps --seed=3 --weights=w \
	--metrics=m norm.tsv
ok "an array that takes long" sh -c 'sbatch --parsable --array=1-2 \
	train.sbatch long > job'
job=$(cat job)
# of NAME TASK: what Slurm says of a task.
of() {
	scontrol show job "${job}_$2" | sed -n "s/.* *$1=\([^ ]*\).*/\1/p"
}
trains() {
	grep -q 'to resume: xp-train' "slurm-${job}_1.out" && echo yes
}
word=yes
ok "trains" until_is trains
ok "gets the signal of Slurm" scancel -b --signal=USR1 "${job}_1"
word=1
ok "is requeued" until_is of Restarts 1
ok "... the other task is not" test "$(of Restarts 2)" = 0
# It would wait for two minutes.  What begins in the second in which it was
# killed, slurmd 22.05 takes for killed still, and ends with 1.
sleep 1.1
hurry() {
	scontrol update "JobId=${job}_1" StartTime=now
	states
}
word='COMPLETED COMPLETED'
ok "both end" until_is hurry
ok "the first was resumed" grep -q 'resuming at step' "slurm-${job}_1.out"
ok "... the second was not" sh -c "! grep -q resuming slurm-${job}_2.out"
run=.xp/runs/$(sed -n 's/.* run \(20[-0-9a-f]*\)$/\1/p' "slurm-${job}_1.out" |
	tail -n 1)
same "with the weights of one that was not" w "$run/best.safetensors"
same "... and its metrics" m "$run/metrics.tsv"
like "all points are done" '2 points: 2 done' xp-log sweep long
done_testing
