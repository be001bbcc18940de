#!/bin/sh
# libgit2-lfs-copy-looks-changed.sh - an image kept by git-lfs, committed, and
# copied with its work tree (`cp -a`, an archive unpacked, another clone's
# files) is unchanged for git; libgit2 knows no filters of other programs,
# compares the image with the pointer in the commit, and calls it changed: its
# patch is the whole image.  `git status`, which renews the index, ends that.
#
# Seen with libgit2 1.5.1 (python3-pygit2 1.11.1), git-lfs 3.3.0, git 2.39.5 of
# Debian 12 in November 2026.
. "$(dirname "$0")/lib.sh"

debian 'python3-pygit2=1.11.1-*' 'git-lfs=3.3.0-*' git

export GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x
export GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x
{
	git init -q w && cd w && git lfs install && git lfs track '*.tif' &&
	head -c 1000000 /dev/urandom > x.tif &&
	git add . && git commit -qm one && sleep 1.1 && git status && cd .. &&
	cp -a w copy
} > log 2>&1 || exit 99

cat > patch.py << 'END'
import sys, pygit2
repo = pygit2.Repository(sys.argv[1])
diff = repo.diff(flags=pygit2.GIT_DIFF_SHOW_BINARY)
n = len(diff.patch or "")
print("no change" if n == 0 else "a patch of more than 1 MB" if n > 1000000
      else "a patch of %d bytes" % n)
END
expect "libgit2, after the commit" "no change" py patch.py w
expect "libgit2, of the copy" "a patch of more than 1 MB" py patch.py copy
expect "git, of the copy" "" git -C copy status --porcelain
expect "libgit2, after git status" "no change" py patch.py copy
finding_done
