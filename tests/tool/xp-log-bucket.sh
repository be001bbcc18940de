#!/bin/sh
# xp-log-bucket.sh - runs copied to and from places that rclone reaches: whole,
# only what is missing, also after kills, by several at once, and over S3.

# What is synced need not reach a disk.
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm
. "$(dirname "$0")/../lib.sh"
TMPDIR=$scratch/tap
export TMPDIR

is() {
	[ "$1" = "$2" ] || { echo "is '$1', want '$2'"; return 1; }
}
last() {
	xp-log ls -n 1 | tail -n 1 | cut -f 1
}
within() {
	(cd "../$1" && shift && "$@")
}
# Nothing is damaged and nothing was left behind.
sound() {
	within "$1" xp-log fsck && [ -z "$(ls "../$1/.xp/tmp")" ]
}
# The place is a directory here, and this is what is asked of rclone.  At its
# call number AT it is killed with its parent.
mkdir bin here && cat > bin/rclone << 'END'
#!/bin/sh
if [ -n "${AT:-}" ]; then
	n=$(($(cat "$CALLS") + 1))
	echo $n > "$CALLS"
	if [ $n -eq "$AT" ]; then
		kill -9 $PPID
		exit 1
	fi
fi
while [ "$1" != -- ]; do
	[ "$1" != lsf ] || list=1
	[ "$1" != --files-from-raw ] || names=$2
	shift
done
if [ -n "${list:-}" ]; then
	cd "$2" 2> /dev/null || exit 3
	exec find . -type f ! -name '*.*' -printf '%s %P\n'
fi
while read -r name; do
	[ -f "$2/$name" ] || continue
	to=$3/$name
	mkdir -p "${to%/*}" && cp "$2/$name" "$3/$name.$$" &&
		mv -f "$3/$name.$$" "$3/$name" || exit 1
done < "$names"
END
chmod +x bin/rclone
real=$PATH PATH=$PWD/bin:$PATH CALLS=$PWD/calls
export CALLS
cd here && xp-log init -q || exit 99
for bad in s3:// rclone: rclone:-x rclone:x rclone:x/y s3:///x; do
	code 2 "no place: $bad" xp-log push "$bad"
done
mkdir empty && for f in sh xp-log; do
	ln -s "$(command -v $f)" empty/$f || exit 99
done
like "without rclone: what is missing" "cannot start 'rclone'" \
	sh -c 'PATH=$PWD/empty xp-log push rclone:../b || true'

printf 'b\na\n' > in.txt
xp-log run -q -- cp in.txt mid.txt && made=$(last) || exit 99
xp-log run -q -- sh -c 'sort mid.txt; echo oops >&2' mid.txt > out.txt \
	2> /dev/null && read=$(last) || exit 99
xp-log run -q -- echo alone > /dev/null && alone=$(last) || exit 99
xp-log tag "$read" best && xp-log note "$read" 'from here' || exit 99
b=rclone:$PWD/../b
for s in there back other; do
	mkdir "../$s" && within $s xp-log init -q || exit 99
done

# --- there and back ----------------------------------------------------------
code 3 "pull from where nothing is" within there xp-log pull "$b"
code 3 "push of a run that is not here" xp-log push "$b" nothing
ok "... makes no bucket" test ! -e ../b
ok "push of one run" xp-log push -q "$b" best
ok "... brings the run that made its input" is \
	"$(find ../b/runs -type f | wc -l)" 2
(cd ../b && find objects -type f | tr -d / | sed 's/objects//' | sort) > names
(cd ../b && find objects -type f -exec sha256sum {} + | cut -c 1-64 | sort) \
	> sums
same "... its objects, which are what their names say" names sums
code 3 "pull of a run that is not there" within there xp-log pull "$b" "$alone"
like "... says where" "in the store 'rclone:" \
	sh -c "cd ../there && xp-log pull $b $alone || true"
ok "pull of it" within there xp-log pull -q "$b" best
ok "... is sound" sound there
like "... with its tag" '^tags +best$' within there xp-log show "$read"
like "... and its note" 'from here' within there xp-log show best
ok "... and its stderr" is "$(within there xp-log cat --stderr best)" oops
ok "the archives of both are the same" sh -c "
	xp-log archive -q --alone $read -o a.tar && cd ../there &&
	xp-log archive -q --alone $read -o a.tar && cmp a.tar ../here/a.tar"
like "push of all brings what is missing" \
	'1 run and [0-9]+ objects? of .*; 2 runs were there already' \
	xp-log push "$b"
find ../b -type f | sort > before
like "... once" '^xp-log: 0 runs and 0 objects of 0 bytes copied; 3 runs' \
	xp-log push "$b"
find ../b -type f | sort > after
same "... and adds no file" before after
xp-log note best 'later' && within there xp-log note best 'there'
ok "notes that were added on both sides" xp-log push -q "$b"
ok "... are brought by both" within there xp-log push -q "$b"
ok "... to a third" within back xp-log pull -q "$b"
ok "... which has them all" is "$(within back xp-log show best |
	grep -cE ' (from here|later|there)$')" 3
ok "... sound" sound back
within there xp-log pull -q "$b"
mkdir ../tagged && within tagged xp-log init -q || exit 99
ok "a new store gets them, and the tag of another run" \
	within tagged xp-log pull -q "$b"
like "... too" '^tags +best$' within tagged xp-log show "$read"
xp-log tag "$alone" lone && xp-log note "$read" 'again' && xp-log push -q "$b"
ok "a tag of a run with one record, too" within tagged xp-log pull -q "$b"
like "... is there" '^tags +lone$' within tagged xp-log show "$alone"
within there xp-log pull -q "$b"
within there xp-log tag -q -f "$alone" best
like "a tag that names another run there" 'already names another run' \
	within there xp-log push "$b"

# --- links that break --------------------------------------------------------
# Each record there has all that it needs.
complete() {
	rm -rf ../probe && mkdir ../probe && within probe xp-log init -q
	[ ! -e "../$1/version" ] || [ ! -e "../$1/runs" ] ||
		{ within probe xp-log pull -q "rclone:$PWD/../$1" &&
			sound probe; }
}
for at in 1 2 3 4; do
	rm -rf ../k && echo 0 > ../calls
	(AT=$at && export AT && xp-log push -q "rclone:$PWD/../k") 2> killed.log
	ok "killed at call $at of rclone: what is there is complete" complete k
	ok "... and pushed again" xp-log push -q "rclone:$PWD/../k"
	like "... it is all there" '0 runs and 0 objects .* 3 runs were' \
		xp-log push "rclone:$PWD/../k"
done
for at in 1 2 3; do
	rm -rf ../p && mkdir ../p && within p xp-log init -q
	echo 0 > ../calls
	(AT=$at && export AT && within p xp-log pull -q "$b") 2> killed.log
	ok "a pull that was killed at call $at is completed" \
		within p xp-log pull -q "$b"
	ok "... and sound" within p xp-log fsck
	ok "... with all runs" is "$(within p xp-log ls | wc -l)" 4
done
rm -rf ../k && echo 0 > ../calls
(AT=3 && export AT && xp-log push -q "rclone:$PWD/../k") 2> killed.log
ok "a killed push leaves something in the store" test -n "$(ls .xp/tmp)"
xp-log gc -q --delete > gc.log 2>&1
ok "... which gc takes away at once" sound here
rm -rf ../p && mkdir ../p && within p xp-log init -q && echo 0 > ../calls
(AT=2 && export AT && within p xp-log pull -q "$b") 2> killed.log
ok "a killed pull, too" test -n "$(ls ../p/.xp/tmp)"
within p xp-log run -q -- true
ok "... which the next run takes away" sound p
mkdir ../fixed && cp -R .xp ../fixed && chmod -R a-w ../fixed/.xp
if [ "$(id -u)" != 0 ]; then
	ok "push from a store that cannot be written" within fixed \
		xp-log push -q "rclone:$PWD/../fix"
fi
chmod -R u+w ../fixed
ok "nothing is left among the temporary files of others" \
	sh -c '! ls -d "$TMPDIR"/xp-bucket.*'

# --- several at once ---------------------------------------------------------
for i in 1 2 3; do
	within other xp-log run -q -- echo "$i" > /dev/null
done
xp-log push -q "rclone:$PWD/../c" & one=$!
within other xp-log push -q "rclone:$PWD/../c" & two=$!
within back xp-log push -q "rclone:$PWD/../c" & three=$!
ok "three push at once" sh -c ":; wait" && wait $one && wait $two && wait $three
ok "... each of them" is $? 0
ok "... all is there" complete c
ok "... of each" is "$(within probe xp-log ls | wc -l)" 7

# --- damage ------------------------------------------------------------------
object=objects/$(sha256sum < out.txt | sed 's,^\(..\)\([0-9a-f]*\).*,\1/\2,')
fresh() {
	rm -rf ../f && mkdir ../f && within f xp-log init -q
}
cp "../b/$object" good && chmod u+w "../b/$object"
printf 'A\nb\n' > "../b/$object"
fresh
code 3 "an object that was changed there" within f xp-log pull "$b" "$read"
like "... is named" "$object' in 'rclone:.* is damaged" \
	sh -c "cd ../f && xp-log pull $b $read || true"
code 3 "... and no run comes of it" within f xp-log show "$read"
ok "... nor damage" sound f
: > "../b/$object"
code 3 "an object that is cut off there" within f xp-log pull "$b" "$read"
like "... is put again with a further record" '1 object' \
	sh -c "xp-log note best again && xp-log push $b"
ok "... and comes" within f xp-log pull -q "$b" "$read"
record=$(find ../b/runs/"$alone" -type f | head -n 1)
chmod u+w "$record" && echo x >> "$record"
fresh
like "a record that was changed" "is damaged: remove it there" \
	sh -c "cd ../f && xp-log pull $b || true"
chmod u+w ".xp/$object" && echo bad > ".xp/$object"
code 3 "an object that is damaged here" xp-log push "rclone:$PWD/../d" best
ok "... does not travel, nor its run" test ! -e ../d/runs
ok "it is repaired from there" xp-log fsck --repair-from="$b"
same "... as it was" ".xp/$object" good
like "a directory of other things" 'has files, but none of' \
	sh -c "xp-log push rclone:$PWD || true"

# --- the real ones -----------------------------------------------------------
PATH=$real
if ! command -v rclone > /dev/null; then
	skip "rclone itself" "rclone is not installed"
	done_testing
fi
ok "push by rclone" xp-log push -q "rclone:$PWD/../real" "$made"
fresh
ok "... and pull" within f xp-log pull -q "rclone:$PWD/../real"
ok "... of a run that is sound" sound f
like "a remote that rclone does not know" "find section in config file" \
	sh -c 'xp-log push rclone:nosuch:x || true'
# --- S3 ----------------------------------------------------------------------
if [ -n "${XP_QUICK:-}" ] || ! command -v swift-proxy-server > /dev/null; then
	skip "S3" "no server of S3 here, or all is slow"
	done_testing
fi
trap 'sh "$srcdir/ref/s3-server" stop "$scratch/s3"; finish' EXIT
if ! sh "$srcdir/ref/s3-server" start "$scratch/s3" > s3.log 2>&1; then
	skip "S3" "Swift does not start here"
	done_testing
fi
. "$scratch/s3/environment"
ok "push to S3" xp-log push -q s3://runs/yeast
like "... once" '0 runs and 0 objects .* 3 runs were' \
	xp-log push s3://runs/yeast
fresh
ok "pull from it" within f xp-log pull -q s3://runs/yeast
ok "... is sound" sound f
ok "... and complete" is "$(within f xp-log ls | wc -l)" 4
ok "by keys as AWS has them" env -u RCLONE_S3_ACCESS_KEY_ID \
	-u RCLONE_S3_SECRET_ACCESS_KEY \
	AWS_CA_BUNDLE=/etc/ssl/certs/ca-certificates.crt \
	AWS_ACCESS_KEY_ID="$RCLONE_S3_ACCESS_KEY_ID" \
	AWS_SECRET_ACCESS_KEY="$RCLONE_S3_SECRET_ACCESS_KEY" \
	xp-log push -q s3://runs/yeast
# S3 takes at most 5 GiB in one piece: larger objects go in several.
fresh
within f sh -c 'head -c 11000000 /dev/urandom > big' &&
	within f xp-log run -q -- cp big copy || exit 99
ok "an object in several pieces" within f env RCLONE_S3_UPLOAD_CUTOFF=5Mi \
	RCLONE_S3_CHUNK_SIZE=5Mi xp-log push -q s3://runs/big
fresh
ok "... comes back" within f xp-log pull -q s3://runs/big
ok "... whole" sound f
RCLONE_S3_SECRET_ACCESS_KEY=wrong code 4 "another key" \
	xp-log push s3://runs/yeast
like "... is said" "s3://runs/yeast.*SignatureDoesNotMatch" sh -c \
	'RCLONE_S3_SECRET_ACCESS_KEY=wrong xp-log push s3://runs/yeast || true'
done_testing
