#!/bin/sh
# run.sh - run a unit test.  cmocka before 1.1.6 says "not ok 3 # SKIP name" of
# a test that was skipped, which would count as failed.
said=$(mktemp) || exit 99
trap 'rm -f "$said"' EXIT
rc=0
"$@" > "$said" || rc=$?
sed 's/^not ok \([0-9]*\) # SKIP \(.*\)/ok \1 - \2 # SKIP/' "$said"
exit $rc
