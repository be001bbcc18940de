#!/bin/sh
# xp-log-archive.sh - diff, archive, restore and verify: an experiment goes
# into one file, always the same, comes out of it anywhere, and runs again;
# whoever tampers with the file is found out.
. "$(dirname "$0")/../lib.sh"

# --- an experiment of three runs, one of them in a directory below --------
# An image of nothing, named by its first bytes; the tools never see it.
image() { printf 'II*\000%s' "$2" > "$1"; }

mkdir -p p/raw p/sub outer || exit 99
image outer/far.tif far
(
	cd p && xp-log init -q . && image raw/a.tif one &&
		image 'raw/ä b%.tif' two && echo 'k = 1' > my.conf &&
		xp-log run --input raw --output sizes.txt -- sh -c \
			'cat raw/* | wc -c > sizes.txt; echo made' > said.txt &&
		xp-log run --input my.conf --input sizes.txt \
			--output deep/er/sum.txt -- sh -c \
			'mkdir -p deep/er
			cat my.conf sizes.txt > deep/er/sum.txt' < said.txt &&
		cd sub && xp-log run --input ../deep/er/sum.txt -- \
			cat ../deep/er/sum.txt > copy.txt &&
		cd .. && xp-log run -- sort deep/er/sum.txt > sorted.txt && :
) || exit 99

in_p() (cd p && "$@")
packs() { in_p xp-log archive "$1" -o "$2" > "${2#../}.id"; }

in_p xp-log tag @1 favourite
in_p xp-log tag @3 before
in_p xp-log tag @3 its-sum
in_p xp-log note @1 'worth keeping'
packs @1 ../a.tar.zst
ok "an archive is written" test -s a.tar.zst
ok "its name is the digest of the uncompressed tar" sh -c \
	'echo "$(zstd -dcq a.tar.zst | sha256sum | cut -c 1-64)" |
		cmp - a.tar.zst.id'
packs @1 ../a.tar
ok "uncompressed it is that tar" sh -c 'zstd -dcq a.tar.zst | cmp - a.tar'

# --- the same bytes, whatever is not data ---------------------------------
touch -d '2001-02-03' p/raw/* p/my.conf
(umask 077 && TZ=Asia/Tokyo LC_ALL=C.UTF-8 packs favourite ../b.tar.zst)
same "another time zone, umask, locale, age of files" a.tar.zst b.tar.zst
(cd p/sub && xp-log archive @1 -o ../../c.tar.zst > /dev/null)
same "another working directory" a.tar.zst c.tar.zst
in_p xp-log run -- sort deep/er/sum.txt > later.txt
packs @2 ../d.tar.zst
same "runs made since then" a.tar.zst d.tar.zst
cp -Rp p moved
(cd moved && xp-log archive @2 -o ../e.tar.zst > /dev/null)
same "a copy of the project elsewhere" a.tar.zst e.tar.zst

# --- what is inside --------------------------------------------------------
tar tf a.tar > members
ok "the first member is the list" test "$(sed -n 1p members)" = SHA256SUMS
ok "the others follow in order" sh -c 'sed 1d members | LC_ALL=C sort -c'
ok "names are printable ASCII" sh -c \
	'! LC_ALL=C grep -q "[^ -~]" members && grep -q "%C3%A4 b%25" members'
ok "owner, time and modes are plain" sh -c 'tar tvf a.tar |
	grep -v "^-rw-r--r-- 0/0 .* 1970-01-01 00:00 " |
	grep -v "^-rwxr-xr-x 0/0 .* 1970-01-01 00:00 run.sh$" |
	cmp - /dev/null'
mkdir plain
tar xf a.tar -C plain
ok "sha256sum checks it" sh -c 'cd plain && sha256sum -c --quiet SHA256SUMS'
ok "the list names every member" sh -c 'cut -c 67- plain/SHA256SUMS |
	cat - members | sort | uniq -u | grep -qx SHA256SUMS'
ok "the runs before are inside" sh -c 'grep -q inputs/raw/a.tif members &&
	grep -c "start.json$" members | grep -qx 3'
code 0 "alone they are not" in_p xp-log archive --alone @2 -o ../alone.tar
ok "alone it holds one run" sh -c \
	'tar tf alone.tar | grep -c start.json | grep -qx 1'

# By hand, as README says.
(
	mkdir hand && cd plain && cp -R inputs/. ../hand/ &&
		cp -R record ../hand/.xp && mkdir -p ../hand/.xp/refs \
		../hand/.xp/tmp && cp run.sh outputs.sha256 ../hand/
)
mv 'hand/raw/%C3%A4 b%25.tif' 'hand/raw/ä b%.tif'
ok "README's way runs it again" sh hand/run.sh

# --- restore ---------------------------------------------------------------
ok "restore to a new directory" xp-log restore a.tar.zst r
ok "every file is as listed" sh -c 'cd r && sha256sum -c --quiet SHA256SUMS'
ok "every file is listed" sh -c 'cd r && find . -type f ! -path ./SHA256SUMS \
	! -name .gitignore | sed "s,^./,," | LC_ALL=C sort > ../have &&
	sed "s/^[0-9a-f]*  //" SHA256SUMS | cmp - ../have'
same "inputs are at their own places" 'p/raw/ä b%.tif' 'r/raw/ä b%.tif'
same "outputs too" p/sorted.txt r/sorted.txt
like "tags are there" '	before its-sum	' sh -c 'cd r && xp-log ls'
like "... and name their runs" '^tags +favourite$' \
	sh -c 'cd r && xp-log show favourite'
like "notes, too" 'worth keeping' sh -c 'cd r && xp-log show favourite'
like "the runs are there" '^[0-9a-f-]+	done	sort' sh -c 'cd r && xp-log ls'
(cd r && xp-log archive @1 -o ../f.tar > /dev/null)
same "packed again it is the same archive" a.tar f.tar
ok "run.sh runs it again" sh r/run.sh
same "with the same result" p/sorted.txt r/sorted.txt
ok "verify works there" sh -c 'cd r && xp-log verify @1 -q'
echo 'k = 2' > r/my.conf
code 1 "run.sh sees a difference" sh r/run.sh
mkdir empty
ok "restore into an empty directory" sh -c \
	'cd empty && xp-log restore ../a.tar.zst .'
ok "it is complete" sh -c 'cd empty && sha256sum -c --quiet SHA256SUMS'
mkdir .r4.abcdef empty2 empty2/.restore.abcdef
touch -d '2 minutes ago' .r4.abcdef empty2/.restore.abcdef
ok "restore beside what a kill left" xp-log restore a.tar.zst r4
ok "... takes it away" test ! -e .r4.abcdef
ok "... also inside" sh -c 'cd empty2 && xp-log restore ../a.tar.zst . &&
	test ! -e .restore.abcdef'
code 2 "not into one that holds something" xp-log restore a.tar.zst p
code 3 "no file" xp-log restore missing.tar q
code 3 "no archive" xp-log restore members q
ok "and nothing is left" test ! -e q

# --- files outside, a run in a directory below -----------------------------
packs @3 ../sub.tar
ok "a file above, in the project, is where it lay" sh -c \
	'tar tf sub.tar | grep -qx inputs/deep/er/sum.txt'
mkdir p/x
(cd p/x && xp-log run --input ../../outer/far.tif -- echo ok) > /dev/null
packs @1 ../above.tar
ok "a file above the project is below outside/" sh -c \
	'tar tf above.tar | grep -qx inputs/x/outside/up/up/outer/far.tif'
far=$PWD/outer/far.tif
in_p xp-log run --input "$far" -- sh -c 'echo ok' > /dev/null
packs @1 ../far.tar
ok "so is an absolute path" sh -c \
	"tar tf far.tar | grep -qx 'inputs/outside/root$far'"
ok "both come back" xp-log restore far.tar far
same "as they were" outer/far.tif "far/outside/root$far"

# --- an input that is not what it was --------------------------------------
image p/raw/a.tif two
code 3 "a changed image is refused" in_p xp-log archive favourite -o ../x.tar
like "by name" "1 input has changed \\('raw/a.tif'\\)" \
	in_p xp-log archive favourite -o ../x.tar
rm p/raw/a.tif
like "a missing one too" "1 input is missing \\('raw/a.tif'\\)" \
	in_p xp-log archive favourite -o ../x.tar
ok "nothing is written" sh -c '! ls | grep -q "^\.*x\.tar"'
first=$(in_p xp-log ls | sed -n 2p | cut -f 1)
code 3 "verify cannot run without it" in_p xp-log verify "$first"
image p/raw/a.tif one
echo 'k = 3' > p/my.conf
packs favourite ../g.tar.zst
same "a changed small file is in the store .xp/" a.tar.zst g.tar.zst

# --- a record that is not what it was ---------------------------------------
for file in inputs outputs recipe.json; do
	cp -Rp p cut
	cut=$(cd cut && xp-log show --json favourite | grep -o '"id":"[^"]*"' |
		head -n 1 | cut -d '"' -f 4)
	chmod -R u+w "cut/.xp/runs/$cut"
	case $file in
	*.json) sed -i 's/"tool":"sort"/"tool":"tros"/' \
		"cut/.xp/runs/$cut/$file" ;;
	*) sed -i '$d' "cut/.xp/runs/$cut/$file" ;;
	esac
	for command in "archive -o ../x.tar" verify show; do
		# shellcheck disable=SC2086 # words
		code 3 "$file was changed: $command refuses" \
			sh -c "cd cut && xp-log $command favourite"
	done
	rm -rf cut
done
like "... and names the run" "run .* is damaged: its file 'inputs'" sh -c '
	cp -Rp p cut && chmod -R u+w cut/.xp/runs && cd cut &&
	for f in .xp/runs/*/inputs; do sed -i "\$d" "$f"; done
	xp-log archive favourite -o ../x.tar'

# --- verify ----------------------------------------------------------------
ok "verify a run" in_p xp-log verify "$first"
like "one row an output" '^sizes.txt	same	' in_p xp-log verify "$first"
in_p xp-log run -- sh -c 'date +%N; cat /proc/sys/kernel/random/uuid' \
	> /dev/null
in_p xp-log run -- sh -c 'cat /proc/sys/kernel/random/uuid' > p/chance.txt
code 1 "verify sees what chance does" in_p xp-log verify @1
like "and says which" '^-	differs	' in_p xp-log verify @1
mkdir tmp
ok "nothing is left in TMPDIR" sh -c \
	"cd p && TMPDIR=../tmp xp-log verify -q $first && ! ls ../tmp | grep ."
ok "unless it is to be kept" sh -c \
	"cd p && TMPDIR=../tmp xp-log verify -q --keep $first && ls ../tmp |
	grep -q xp-verify"

# --- diff --------------------------------------------------------------------
code 0 "a run does not differ from itself" in_p xp-log diff @1 @1
same_twice() {
	in_p xp-log run -- sort my.conf > one.txt &&
		in_p xp-log run -- sort my.conf > one.txt
}
same_twice
code 0 "nor from one of the same recipe" in_p xp-log diff @1 @2
like "and diff says so" '^same recipe, same outputs$' in_p xp-log diff @1 @2
printf 'id\tsource\n1\ta\n2\tb\n' > p/t.tsv
in_p xp-log run -- sort t.tsv > two.txt
printf 'id\tsource\tsplit\n1\ta\tx\n' > p/t.tsv
in_p xp-log run -- sort -r t.tsv > two.txt
code 1 "a difference is exit 1" in_p xp-log diff @2 @1
like "settings" 'operands .*\["-r"\]' in_p xp-log diff @2 @1
like "data, with rows and columns" \
	'changed +t.tsv \(rows 2 and 1, .*; columns \+split\)' \
	in_p xp-log diff @2 @1
ok "as a record" sh -c 'cd p && xp-log diff --json @2 @1 > ../d.json ||
	grep -q "\"columns_added\"" ../d.json'
code 2 "two runs are wanted" in_p xp-log diff @1
code 3 "known ones" in_p xp-log diff @1 nobody

# --- names that no archive may hold ------------------------------------------
mkdir odd
(cd odd && xp-log init -q && echo 1 > 'a
b' && xp-log run cat 'a
b')
code 3 "are not packed" sh -c 'cd odd && xp-log archive @1 -o a.tar'
ok "and nothing is written" test ! -e odd/a.tar
like "it is said what to do" 'a%0Ab.*rename the file, then repeat the command' \
	sh -c 'cd odd && xp-log verify @1'

# --- hostile archives --------------------------------------------------------
# fresh: a good archive unpacked, to be spoilt.
fresh() {
	rm -rf bad && mkdir bad && tar xf a.tar -C bad
}
# sums: make the list fit what is there now.
sums() {
	(cd bad && find . -type f ! -name SHA256SUMS | sed 's,^./,,' |
		LC_ALL=C sort > ../list && tr '\n' '\0' < ../list |
		xargs -0 sha256sum > SHA256SUMS)
}
sizes() {
	: > bad/SIZES
	for _ in 1 2 3; do
		(cd bad && find . -type f ! -name SHA256SUMS |
			sed 's,^./,,' | LC_ALL=C sort |
			while IFS= read -r f; do
				echo "$(wc -c < "$f") $f"
			done > ../sizes && cat ../sizes > SIZES)
	done
}
roll() {
	(cd bad && { echo SHA256SUMS; cut -c 67- SHA256SUMS; } |
		tar --format=ustar --hard-dereference --no-recursion "$@" \
			-cf ../bad.tar -T -)
}
refused() {
	rm -rf new
	code 3 "refused: $1" xp-log restore bad.tar new
	ok "  and nothing left" sh -c '! ls -A | grep -q "^\.*new"'
}

fresh && sums && sizes && sums && roll
rm -rf new
ok "what the forger makes of a good archive is good" \
	xp-log restore bad.tar new

fresh && printf x >> bad/inputs/my.conf && roll
refused "a file of another length"
fresh && printf 'k = 7\n' > bad/inputs/my.conf && roll
refused "a file with other bytes"
fresh && sed -i 's/^[0-9]* inputs.my.conf/999999999999 inputs\/my.conf/' \
	bad/SIZES && sums && roll
refused "a size that no archive of this length can have"
fresh && sed -i '/my.conf/d' bad/SIZES && sums && roll
refused "a size left out"
fresh && rm bad/SIZES && sums && roll
refused "no sizes"
fresh && sed -i '/my.conf/d' bad/SHA256SUMS && roll
refused "a list that leaves something out"
fresh && roll && tar --format=ustar -rf bad.tar -C bad inputs/my.conf
refused "a member twice"
fresh && roll && echo more > extra && tar --format=ustar -rf bad.tar extra
refused "a member more"
fresh && grep my.conf bad/SHA256SUMS >> bad/SHA256SUMS && roll
refused "a name listed twice"
fresh && rm bad/inputs/my.conf && ln -s /etc/passwd bad/inputs/my.conf && roll
refused "a symbolic link"
fresh && rm bad/inputs/my.conf && ln bad/inputs/sizes.txt bad/inputs/my.conf &&
	(cd bad && { echo SHA256SUMS; cut -c 67- SHA256SUMS; } |
		tar --format=ustar -cf ../bad.tar -T -)
refused "a hard link"
fresh && roll --transform 's,^inputs/my.conf,inputs/../../my.conf,'
refused "a name that is not the listed one"
fresh && sed -i 's,inputs/my.conf,inputs/../../my.conf,' bad/SHA256SUMS \
	bad/SIZES && (cd bad && { echo SHA256SUMS
	cut -c 67- SHA256SUMS | sed 's,/../../,/,'; } |
	tar --format=ustar --no-recursion -P -cf ../bad.tar \
		--transform 's,^inputs/my.conf,inputs/../../my.conf,' -T -)
refused "a name that climbs"
fresh && sed -i 's,inputs/my.conf,/etc/my.conf,' bad/SHA256SUMS &&
	tar --format=ustar -P -cf bad.tar --transform 's,^bad/,,' bad/SHA256SUMS
refused "an absolute name"
fresh && mkdir -p bad/inputs/.xp && echo x > bad/inputs/.xp/version && sizes &&
	sums && roll
refused "an input in the place of the store .xp/"
fresh && echo x > bad/inputs/run.sh && sizes && sums && roll
refused "an input in the place of run.sh"
fresh && o=$(ls bad/record/objects | head -n 1) &&
	echo x >> "$(ls bad/record/objects/"$o"/* | head -n 1)" && sizes &&
	sums && roll
refused "an object under another's name"
fresh && echo 'xp 9' > bad/record/version && sums && roll
refused "records of another version"
fresh && echo x > bad/record/extra && sizes && sums && roll
refused "a record that is none"
fresh && echo x > bad/record/refs/favourite && sizes && sums && roll
refused "a tag that names no run"
fresh && echo 20260101-000000-00000000 > bad/record/refs/favourite && sizes &&
	sums && roll
refused "a tag of a run that is not there"
fresh && mkdir -p bad/record/refs && cp bad/record/refs/favourite \
	bad/record/refs/@1 && sizes && sums && roll
refused "a tag that cannot be one"
fresh && mkdir bad/inputs/sizes && echo x > bad/inputs/sizes/a && sizes &&
	sums && mv bad/inputs/sizes.txt bad/inputs/x && roll \
	--transform 's,^inputs/x$,inputs/sizes.txt,'
refused "a member out of order"
fresh && mv bad/outputs/sorted.txt bad/outputs/my.conf &&
	mkdir bad/outputs/raw.d && echo x > bad/outputs/raw.d/a &&
	echo x > bad/inputs/raw.d && sizes && sums && roll
refused "a file where a directory is wanted"

# with FILE...: a good archive with files more.
with() {
	fresh
	for f; do
		mkdir -p "bad/${f%/*}" && echo x > "bad/$f"
	done
	sizes && sums && roll
}
for name in .git .GIT .Git 'git~1' '.git.' '.git '; do
	with "inputs/raw/$name/config"
	refused "a directory that git takes for its own: '$name'"
	with "outputs/$name"
	refused "... or a file that names one"
done
with code/abc/.git/hooks/post-checkout
refused "the same in code"
with inputs/x/HEAD inputs/x/config inputs/x/objects/a inputs/x/refs/heads/b
refused "a repository without a work tree"
for name in .envrc .vscode/tasks.json .hg/hgrc .vimrc .exrc .nvim.lua \
	.dir-locals.el .Rprofile .idea/x.xml; do
	with "inputs/raw/$name"
	refused "a name that a shell or an editor acts upon: $name"
	rm -rf new
	ok "... unless it is trusted" xp-log restore -q --trust bad.tar new
	ok "... then it is there" test -f "new/raw/$name"
done
with inputs/.gitignore inputs/x/.gitkeep inputs/x/.gitattributes \
	inputs/git/config inputs/a.git/config inputs/vscode/a inputs/x/HEAD
rm -rf new
ok "names like them are names" xp-log restore -q bad.tar new
run=$(ls plain/record/runs | tail -n 1)
for file in start.json end.json recipe.json inputs outputs; do
	fresh && f=bad/record/runs/$run/$file &&
		echo 'x' > "$f" && sizes && sums && roll
	refused "a record whose $file cannot be read"
done
fresh && sed -i '$d' "bad/record/runs/$run/inputs" && sizes && sums && roll
refused "a record whose list was cut"
fresh && rm "bad/record/runs/$run/start.json" && sizes && sums && roll
refused "a record that lacks its beginning"

size=$(wc -c < a.tar)
for part in 100 600 5000 $((size / 2)) $((size - 2000)); do
	head -c "$part" a.tar > bad.tar
	refused "the first $part bytes"
done
zsize=$(wc -c < a.tar.zst)
head -c $((zsize / 2)) a.tar.zst > bad.tar
refused "half of the compressed one"
: > bad.tar
refused "an empty file"

# Two gigabytes of nothing in some kilobytes.
fresh
sed -i 's,^\([0-9]* outputs.sha256\),2147483648 inputs/zeros\n\1,' bad/SIZES
sed -i "s,^.*  SIZES\$,$(sha256sum < bad/SIZES | cut -c 1-64)  SIZES,
	s,^\(.*  outputs.sha256\)\$,$(printf %064d 0)  inputs/zeros\n\1," \
	bad/SHA256SUMS
(cd bad && { echo SHA256SUMS; sed -n '/inputs.zeros/q;p' SHA256SUMS |
	cut -c 67-; } | tar --format=ustar --no-recursion -cf ../bad.tar -T -)
refused "a bomb, before it goes off"
like "  with its size" 'unpacks to 2147[0-9]* bytes' \
	xp-log restore bad.tar new

# --- code under git ---------------------------------------------------------
if command -v git > /dev/null; then
	mkdir -p code/bin
	(
		cd code && git init -q && printf '\001\000\n' > bin/old &&
			echo 'echo one' > a.sh && chmod +x a.sh &&
			git add . && git commit -qm first &&
			printf '\002\000\n' > bin/old &&
			echo 'echo two' >> a.sh &&
			echo 'cat bin/old' > new.sh && xp-log init -q . &&
			xp-log run -- sh -c './a.sh; . ./new.sh' > out.txt &&
			git commit -qam second && echo 'echo 3' > a.sh &&
			xp-log run -- sh -c './a.sh; . ./new.sh' > other.txt
		find .git -type f | sort > ../git.before
	) || exit 99
	in_code() (cd code && "$@")
	ok "code is packed" in_code xp-log archive @2 -o ../code.tar
	ok "and laid out to verify a run" in_code xp-log verify -q @2
	in_code find .git -type f | sort > git.after
	same "the repository is left as it was" git.before git.after
	ok "it is restored" xp-log restore code.tar anycode
	ok "as it was, with what was not committed" sh -c '
		cd anycode/code/* && printf "\002\000\n" | cmp - bin/old &&
		printf "echo one\necho two\n" | cmp - a.sh && test -x a.sh &&
		echo "cat bin/old" | cmp - new.sh'
	ok "and runs again" sh anycode/run.sh
	same "with the same result" code/out.txt anycode/out.txt
	ok "packed there" sh -c 'cd anycode && xp-log archive @2 -o ../co.tar'
	same "it is the same, without the repository" code.tar co.tar
	# Links and submodules that git tracks are code.
	mkdir sub.git links
	(cd sub.git && git init -q && echo 'echo sub' > s.sh &&
		git add s.sh && git commit -qm sub) || exit 99
	(
		cd links && git init -q && mkdir lib &&
			echo 'echo one' > lib/one.sh &&
			ln -s lib/one.sh one.sh && ln -s lib more &&
			ln -s one.sh twice.sh && ln -s .. lib/up &&
			ln -s /etc/hostname out &&
			git -c protocol.file.allow=always submodule add -q \
				"$PWD/../sub.git" sub &&
			git add . && git commit -qm links && xp-log init -q . &&
			xp-log run -- sh -c '. ./one.sh; . ./twice.sh
				. more/one.sh; . sub/s.sh' > out.txt
	) > /dev/null 2>&1 || exit 99
	ok "links and submodules are code" sh -c 'cd links && xp-log verify @1'
	ok "... archived" sh -c \
		'cd links && xp-log archive -q @1 -o ../links.tar'
	ok "... restored" xp-log restore -q links.tar linked
	ok "... and run again" sh linked/run.sh
	ok "... as files" sh -c \
		'cd linked/code/* && ! find . -type l | grep . &&
		cmp one.sh lib/one.sh && cmp more/one.sh lib/one.sh'
	like "... of the submodule, too" '^echo sub$' sh -c \
		'cat linked/code/*/sub/s.sh'
	# A commit that git has thrown away.
	cp -R code lost
	(cd lost && git checkout -q --orphan other && git commit -qm other &&
		git branch -D "$(git branch --format '%(refname:short)' |
			grep -v other)" && rm -rf .git/logs &&
		git gc -q --prune=now) > /dev/null 2>&1
	if (cd lost && xp-log archive -q @2 -o ../kept.tar) > refused 2>&1; then
		xp-log restore -q kept.tar kept
		ok "code is kept when its commit is lost" sh -c \
			'cd kept/code/* && test -x a.sh && test -f bin/old'
	else
		like "code that is lost is no archive" \
			'code of run .* is no longer in the repository' \
			cat refused
		ok "... but for who says so" sh -c 'cd lost &&
			xp-log archive --without-code @2 -o ../kept.tar'
	fi
	like "diff shows the commits" '^  commit ' in_code xp-log diff @2 @1
	like "and what was not committed" '^    \+echo 3' \
		in_code xp-log diff @2 @1
else
	skip "code under git" "no git"
fi

# --- what is printed and run -------------------------------------------------
mkdir esc
(
	cd esc && xp-log init -q && printf 'x\n' > "$(printf 'a\033[31mb')" &&
		xp-log run -- cat "$(printf 'a\033[31mb')" &&
		xp-log note @1 "$(printf 'c\033]0;title\007')" &&
		printf 'y\n' > "$(printf 'a\033[31mb')" &&
		xp-log run -- cat "$(printf 'a\033[31mb')" \
			"$(printf '\302\233m')"
) > /dev/null 2>&1
clean() {
	"$@" > ../printed 2>&1
	! LC_ALL=C grep -q "$(printf '[\001-\010\013-\037\177]')" \
		../printed &&
		! LC_ALL=C grep -q "$(printf '\302\233')" ../printed
}
in_esc() (cd esc && clean "$@")
ok "show prints no control bytes" in_esc xp-log show @2
like "... but says which" 'a.x1b\[31mb' sh -c 'cd esc && xp-log show @any2'
ok "nor does diff" in_esc xp-log diff @any2 @1
ok "nor ls" in_esc xp-log ls
ok "nor an error" in_esc xp-log cat @1 "$(printf 'no\033[1m')"
if command -v script > /dev/null; then
	xp-log restore -q a.tar asked
	# answer WORD: verify at a terminal, in the directory of a restored run.
	answer() {
		printf '%s\n' "$1" | (cd "$2" && shift 2 && script -qec \
			"xp-log verify $* @1" /dev/null) > asked.out
	}
	code 1 "verify of what came from elsewhere asks" answer n asked
	like "... and shows the command" 'will run:.*sort deep/er/sum.txt' \
		sh -c "tr -d '\r\n' < asked.out"
	code 0 "... and runs it when told to" answer y asked
	code 0 "... or asked to" answer n asked --yes
	code 0 "what was recorded here it runs" answer n p
else
	skip "verify at a terminal" "no script(1)"
fi

# --- the real tools: a chain of four -----------------------------------------
if [ -x "$builddir/examples/yeast" ]; then
	mkdir chain
	(
		cd chain && xp-log init -q . &&
			"$builddir/examples/yeast" --to images --seed 1 &&
			xp-pairs -q --source 'images/BF_*.tif' \
				--target 'images/YFP_*.tif' \
				--group 'Position([0-9]+)' \
				--split 60:20:20 --seed 7 > pairs.tsv &&
			xp-norm -q pairs.tsv > norm.tsv &&
			xp-train -q --depth 1 --num-fmaps 2 --patch 32 \
				--batch 2 --steps 4 norm.tsv > one.id &&
			xp-train -q --depth 1 --num-fmaps 2 --patch 32 \
				--batch 2 --steps 4 --lr 0.01 norm.tsv \
				> two.id &&
			xp-eval -q @1 --split test --to guess > scores.tsv &&
			:
	) > /dev/null
	in_chain() (cd chain && "$@")
	code 1 "two trainings differ" in_chain xp-log diff @3 @2
	like "in one setting" '^  lr +0.001 +0.01$' in_chain xp-log diff @3 @2
	like "and what came of it" '^  train loss .*[+-]' \
		in_chain xp-log diff @3 @2
	for r in @1 @2 @4 @5; do
		ok "verify $r" in_chain xp-log verify -q "$r"
	done
	ok "archive the evaluation" in_chain xp-log archive @1 \
		-o ../chain.tar.zst
	ok "restore it" xp-log restore chain.tar.zst anew
	ok "run the four again" sh anew/run.sh
	same "the same scores" chain/scores.tsv anew/scores.tsv
	printf x >> chain/images/BF_Position01_time01.tif
	like "a changed image is named" \
		"has changed \\('images/BF_Position01_time01.tif'\\)" \
		in_chain xp-log archive @1 -o ../y.tar
else
	skip "a chain of the real tools" "no image generator"
fi

# Without xp: tar and sha256sum alone.
mkdir alone && cd alone && xp-log init -q && echo in > in || exit 99
xp-log run -q -- cp in out && xp-log archive -q @1 -o a.tar.zst &&
	xp-log archive -q @1 -o a.tar || exit 99
if tar --help | grep -q zstd && zstd --version > /dev/null 2>&1; then
	mkdir t && ok "tar unpacks it" tar -C t --zstd -xf a.tar.zst
	ok "sha256sum checks it" sh -c 'cd t && sha256sum -c --quiet SHA256SUMS'
	ok "zstd checks it" zstd -tq a.tar.zst
	ok "the tar in it is the plain one" \
		sh -c 'zstd -dc a.tar.zst | cmp - a.tar'
else
	skip "tar and sha256sum alone" "needs tar with zstd"
fi
ok "it says which library compressed it" sh -c 'tail -c 200 a.tar.zst |
	grep -aq "libzstd/[0-9]"'
cd .. || exit 99

# What lies above the store cannot be laid where another program looks for it.
mkdir -p above/project && echo up > above/up.txt && cd above/project &&
	xp-log init -q && xp-log run -q -- cat ../up.txt > /dev/null || exit 99
like "a file above the store is said to be out of reach of run.sh" \
	"read '../up.txt', which lies above the directory of the store" \
	xp-log archive @1 -o a.tar
cd ../.. || exit 99

done_testing
