#!/bin/sh
# few.sh - a small part of the kills: before some calls of each job.  kills.sh
# does all of them; README.md says what is looked at.
. "$(dirname "$0")/../lib.sh"

if [ -n "${XP_RUNNER:-}" ] || ! "$builddir/tests/kills/strike" 9 true; then
	skip "kills" "tracing is not allowed here"
	done_testing
	exit
fi
step=97
[ -z "${XP_QUICK:-}" ] || step=397
ok "killed before some calls of each job, all is sound" \
	env STEP=$step XP_BUILD="$builddir" sh "$srcdir/kills/kills.sh"
done_testing
