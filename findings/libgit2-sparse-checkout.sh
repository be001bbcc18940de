#!/bin/sh
# libgit2-sparse-checkout.sh - of a sparse checkout, in which git has nothing to
# say, libgit2 says that each file that was left out is deleted; one with a
# sparse index it opens, but its status is an error.  What asks libgit2 "is this
# code the commit?" (records of experiments do) is told no, or nothing.
#
# Seen with libgit2 1.5.1 (python3-pygit2 1.11.1), git 2.39.5 of Debian 12 in
# November 2026.
. "$(dirname "$0")/lib.sh"

debian 'python3-pygit2=1.11.1-*' git

export GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x
export GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x
{
	git init -q w && cd w && mkdir a b c && for d in a b c; do
		for i in 0 1 2 3 4 5 6 7 8 9; do echo $i > $d/$i; done
	done && git add . && git commit -qm one && cd .. && cp -a w sparse &&
	git -C w sparse-checkout set --cone a &&
	git -C sparse sparse-checkout set --cone --sparse-index a
} > log 2>&1 || exit 99

cat > look.py << 'END'
import sys, pygit2
try:
    repo = pygit2.Repository(sys.argv[1])
    repo.status()
    deltas = [d.status_char() for d in repo.diff("HEAD").deltas]
    print(len(deltas), "changes:", *sorted(set(deltas)))
except Exception as e:
    print(e)
END
expect "git, of 10 files of 30" "" git -C w status --porcelain
expect "libgit2, of 10 files of 30" "20 changes: D" py look.py w
expect "git, with a sparse index" "" git -C sparse status --porcelain
expect "libgit2, with a sparse index" \
	"unsupported mandatory extension: 'sdir'" py look.py sparse
finding_done
