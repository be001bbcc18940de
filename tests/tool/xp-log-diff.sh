#!/bin/sh
# xp-log-diff.sh - what two runs do not have in common, and what cannot be
# known of that.
. "$(dirname "$0")/../lib.sh"

xp-log init -q .
head='step\tepoch\tsplit\tmetric\tvalue\n'
# training FILE VAL10 VAL20 TRAIN10 TRAIN20: the metrics of a training whose
# weights are those of the least validation loss.
training() {
	printf "${head}10\t1\ttrain\tloss\t%s\n10\t1\tval\tloss\t%s\n" \
		"$4" "$2" > "$1"
	printf '20\t2\ttrain\tloss\t%s\n20\t2\tval\tloss\t%s\n' \
		"$5" "$3" >> "$1"
	printf '25\t3\ttrain\tloss\t%s\n' "$5" >> "$1"
}

# --- metrics -----------------------------------------------------------------
training a.tsv 0.2 0.5 0.8 0.1
xp-log run -- cat a.tsv > out.tsv
training a.tsv 0.4 0.3 0.6 0.2
xp-log run -- cat a.tsv > out.tsv
like "metrics are those of the weights that are kept" \
	'^  val loss +0.2 +0.3 +\+0.1$' xp-log diff @2 @1
like "... of the training images, too" \
	'^  train loss +0.8 +0.2 +-0.6$' xp-log diff @2 @1
ok "... whose steps are no metric: the runs have no weights" \
	sh -c '! xp-log diff @2 @1 | grep "^  step"'
printf "${head}10\t1\ttrain\tloss\t3\n20\t2\ttrain\tloss\t2\n" > a.tsv
xp-log run -- cat a.tsv > out.tsv
printf "${head}10\t1\ttrain\tloss\t3\n20\t2\ttrain\tloss\t1\n" > a.tsv
xp-log run -- cat a.tsv > out.tsv
like "without a validation the last count" '^  train loss +2 +1 +-1$' \
	xp-log diff @2 @1

# --- variables ---------------------------------------------------------------
printf 'x\n' > x.txt
PYTHONHASHSEED=1 xp-log run -- cat x.txt > out.txt
PYTHONHASHSEED=2 xp-log run -- cat x.txt > out.txt
like "the seed of Python's hashes is recorded" 'PYTHONHASHSEED +1 +2' \
	xp-log diff @2 @1

# --- what is not known -------------------------------------------------------
printf 'x\n' > x.txt
xp-log run -- cat x.txt > out.txt
xp-log run -- cat x.txt > out.txt
like "runs outside of git: their code is not known" \
	'^  code: neither run was in a git work tree' xp-log diff @2 @1
ok "... which is no difference" xp-log diff @2 @1
like "... and in the record" '"unknown":' \
	sh -c 'xp-log diff --json @2 @1 | tr -d " \n"'
if command -v git > /dev/null; then
	echo '*.t*' > .gitignore
	git init -q . && git add .gitignore && git commit -qm one
	xp-log run -- cat x.txt > out.txt
	like "... of one of them" \
		'^  code: run [0-9a-f-]+ was not in a git work tree' \
		xp-log diff @2 @1
	ok "... is no difference, either" sh -c '
		! xp-log diff @2 @1 | grep "^code"'
fi
if command -v script > /dev/null; then
	script -qec 'xp-log run -- cat x.txt' /dev/null > /dev/null
	xp-log run -- cat x.txt > out.txt
	like "stdout at a terminal is not known" \
		'^  standard output: run [0-9a-f-]+ wrote it to a terminal' \
		xp-log diff @2 @1
	ok "... and no difference" xp-log diff @2 @1
fi
xp-log run -- cat x.txt > out.txt
xp-log run -- sh -c 'kill -9 $PPID; sleep 1' > out.txt
like "a run that has not ended: its outputs" \
	'^  outputs: run [0-9a-f-]+ has not ended' xp-log diff @2 @1

# --- runs side by side -------------------------------------------------------
mkdir many && cd many || exit 99
xp-log init -q .
. "$srcdir/tiff.sh"
tiff x.tif 10 10 16 i
for p in 5 25 50; do
	xp-stats -q --images --percentiles=$p x.tif > out.tsv
done
training a.tsv 0.2 0.5 0.8 0.1
xp-log run -- cat a.tsv > out.tsv
training a.tsv 0.4 0.1 0.6 0.2
xp-log run -- cat a.tsv > out.tsv
column() { cut -f "$1" | tail -n +2 | tr '\n' ' '; }
xp-log ls --tool xp-stats --varying | head -n 1 > varying
like "ls --varying adds what differs" '	percentiles$' cat varying
ok "... and no more" [ "$(wc -w < varying)" -eq 8 ]
ok "ls --columns: settings" [ "$(xp-log ls --tool xp-stats \
	--columns percentiles,tool | column 1)" = "5 25 50 " ]
ok "... and figures of the weights that are kept" [ "$(xp-log ls --tool cat \
	--columns id,val.loss,train.loss | column 2)" = "0.2 0.1 " ]
ok "--sort sorts numbers" [ "$(xp-log ls --columns val.loss --sort val.loss |
	column 1)" = "0.1 0.2    " ]
ok "... or the other way" [ "$(xp-log ls --columns percentiles \
	--sort=-percentiles | column 1)" = "50 25 5   " ]
ok "--json has them" sh -c \
	'xp-log ls --json --columns id,val.loss -n 1 | grep "\"val.loss\":0.1"'
ok "a condition chooses" [ "$(xp-log ls 'val.loss < 0.15' |
	column 3)" = "cat " ]
ok "... by all rows of a metric" [ "$(xp-log ls 'max(train.loss) > 0.7' \
	--columns train.loss | column 1)" = "0.8 " ]
xp-log tag @1 keep
ok "... tags, columns and settings" [ "$(xp-log ls \
	'tag = keep or (tool ~ stats and not percentiles > 5)' \
	--columns tool | column 1)" = "xp-stats cat " ]
code 2 "a condition with a slip" xp-log ls 'val.loss <'
like "... is told where" 'column 11: want a number, a word or text' \
	xp-log ls 'val.loss <'
code 2 "a name that no run has" xp-log ls 'nonsense = 1'
like "show has the metrics, and of which step" \
	'^metrics +at step 20, with the least validation loss$' xp-log show @1
like "... with values" '^  val loss = 0.1$' xp-log show @1
like "... in the record, too" '"metrics":.*"val loss":"0.1"' \
	xp-log show --json @1
code 2 "a column that no run has" xp-log ls --columns nonsense
like "... says what there is" 'they have .*val.loss' \
	xp-log ls --columns nonsense
code 2 "a column to sort by that is not there" xp-log ls --sort nonsense
cd .. || exit 99

# --- what went in: how many things, which, of how many runs ------------------
mkdir t && cd t || exit 99
xp-log init -q .
for k in 1 2 3 4 5 6 7 8; do
	tiff "a$k.tif" 24 20 8 "120 + 50 * sin(x * $k / 9)"
	tiff "b$k.tif" 24 20 8 "120 + 50 * sin(x * $k / 9 + 1)"
done
printf 'id\tsource\ttarget\tsplit\tsource_offset\tsource_scale\t' > all.tsv
printf 'target_offset\ttarget_scale\n' >> all.tsv
for k in 1 2 3 4 5 6 7 8; do
	case $k in
	1) split='train' ;;
	2) split='val' ;;
	*) split='test' ;;
	esac
	printf '%s\ta%s.tif\tb%s.tif\t%s\t120\t0.02\t120\t0.02\n' \
		$k $k $k $split >> all.tsv
done
train() {
	xp-train -q --depth=2 --num-fmaps=4 --patch=16 --batch=2 --steps=6 \
		--val-every=3 --log-every=2 "$@" > id
}
train all.tsv
one=$(cat id)
train --seed=3 --threads=1 all.tsv
two=$(cat id)
train --seed=3 --lr=0.1 all.tsv
three=$(cat id)
like "the first line says how many things differ" \
	'^1 of [0-9]+ things differs: seed$' sh -c "xp-log diff $one $two |
	head -n 1"
like "... where there are two, that these cannot say which matters" \
	'^2 of .* differ: lr, seed; these two alone cannot say which matters$' \
	xp-log diff "$one" "$three"
like "... but free settings, which are shown" '^  threads  0  1$' \
	xp-log diff "$one" "$two"
like "outputs are told apart by what they hold" \
	'best.safetensors \([0-9]+ of [0-9]+ values, by at most ' \
	xp-log diff "$one" "$two"
like "... trainings by their first step" \
	'fingerprints.tsv \(step 0: the initial weights' \
	xp-log diff "$one" "$two"
like "three runs stand side by side" '^  seed  0  3  3$' \
	xp-log diff "$one" "$two" "$three"
like "... under their letters" '^        a  b  c$' \
	xp-log diff "$one" "$two" "$three"
like "... counted together" '^2 of [0-9]+ things differ: lr, seed$' \
	xp-log diff "$one" "$two" "$three"
ok "... as a record" sh -c "xp-log diff --json $one $two $three |
	tr -d ' \n' | grep -q '\"different\":2,.*\"xp\":\"diff2\"'"
code 0 "--only looks at some groups" xp-log diff --only code,data "$one" "$two"
code 1 "... of which some differ" xp-log diff --only seed "$one" "$two"
ok "... and shows no other" sh -c "! xp-log diff --only seed $one $two |
	grep -q safetensors"
code 0 "--fail-on is about some groups" \
	xp-log diff --fail-on settings,data "$one" "$two"
code 1 "... of which some differ" \
	xp-log diff --fail-on settings --fail-on data "$one" "$three"
code 1 "... metrics, if asked for" xp-log diff --fail-on metrics "$one" "$two"
code 2 "a group that is none" xp-log diff --only nonsense "$one" "$two"
code 2 "one run is too few" xp-log diff "$one"

# --- which difference matters -------------------------------------------------
why() { xp-log diff -q --why val.loss "$@"; }
# pairs FILE: thing, a, b, and the runs by their names here.
pairs() {
	sed 1d "$1" | cut -f 1-5 |
		sed "s/$one/one/; s/$two/two/; s/$three/three/"
}
code 0 "runs that differ in one thing alone show it" into why.tsv \
	why "$one" "$three"
printf 'lr\t0.001\t0.1\ttwo\tthree\nseed\t0\t3\tone\ttwo\n' > want.tsv
pairs why.tsv > got.tsv
same "... each thing with its runs" want.tsv got.tsv
ok "... and how the metric changes" awk -F '\t' '
	NR == FNR { v[$1] = $2; next }
	FNR > 1 { n++; d = v[$5] - v[$4] - $8
		if ($6 != v[$4] || $7 != v[$5] || d * d > 1e-18) exit 1 }
	END { if (n != 2) exit 1 }' - why.tsv << END
$(xp-log ls --columns id,val.loss)
END
code 0 "one thing needs no other run" why "$one" "$two"
like "... and it is counted" \
	'1 thing differs; the effect of 1 can be shown' \
	xp-log diff --why val.loss "$one" "$two"
train --seed=5 --lr=0.05 all.tsv
four=$(cat id)
code 1 "without such runs nothing is said to matter" into why.tsv \
	why "$one" "$four"
ok "... of no thing" sh -c 'test "$(sed 1d why.tsv | cut -f 4-8 |
	tr -d "\t\n")" = ""'
like "... but which command would show it" \
	"^xp-log rerun --set lr=0.001 $four$" sh -c 'cut -f 9 why.tsv'
ok "... which does" sh -c "$(cell_of why.tsv command thing=lr) > x 2>&1"
code 0 "... so that both are shown" into why.tsv why "$one" "$four"
ok "... by one run more" sh -c 'test "$(sed 1d why.tsv | cut -f 1 |
	tr "\n" " ")" = "lr seed "'
like "three runs cannot be explained" '--why explains two runs, not 3' \
	why "$one" "$two" "$three"
like "a metric that is none" "has no metric 'val.los'; it has .*val.loss" \
	xp-log diff --why val.los "$one" "$two"
code 2 "... is no use" xp-log diff --why val.los "$one" "$two"
code 2 "all is compared" xp-log diff --why val.loss --only seed "$one" "$two"
training a.tsv 0.2 0.5 0.8 0.1
xp-log run -- cat a.tsv > out.tsv
training a.tsv 0.4 0.3 0.6 0.2
xp-log run -- cat a.tsv > out.tsv
like "another program may depend on more" "'cat' is not a tool of xp" \
	xp-log diff --why val.loss @2 @1
cp a.tsv b.tsv
training a.tsv 0.5 0.5 0.8 0.1
cat > unsteady.sh << 'END'
cat /proc/self/fd/3
END
xp-log run --no-trace -- sh unsteady.sh 3< a.tsv > out.tsv
xp-log run --no-trace -- sh unsteady.sh 3< b.tsv > out.tsv
like "what differs by itself shows nothing" \
	'nothing can be shown: nothing recorded differs between runs' \
	xp-log diff --why val.loss @2 @1
code 1 "... so the answer is no" xp-log diff -q --why val.loss @2 @1

# --- evaluations lead back to their trainings --------------------------------
xp-eval -q "$one" > one.tsv
xp-eval -q "$three" > three.tsv
like "two evaluations differ in the weights" \
	'^1 of [0-9]+ things differs: data$' xp-log diff @2 @1
like "... these in how they were trained" \
	'^.xp/runs/\*/best.safetensors was made by$' xp-log diff @2 @1
like "... which is said" '^there, 2 of [0-9]+ things differ: lr, seed' \
	xp-log diff @2 @1
like "... with values" '^  lr  0.001  0.1$' xp-log diff @2 @1
like "scores are compared image by image" \
	'^  mse of model: b is higher in . and lower in . of 6 images;' \
	xp-log diff @2 @1
like "... with an interval and the chance of that" \
	'95 % interval .*; chance of such ranks if equal: [0-9.]+$' \
	xp-log diff @2 @1
# The same by an independent count: all images move the same way or not.
xp-log diff --json @2 @1 > d.json
awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	FNR == NR && $at["id"] != "*" && $at["method"] == "model" {
		was[$at["id"]] = $at["mse"] }
	FNR < NR && $at["id"] != "*" && $at["method"] == "model" && FNR > 1 {
		sum += $at["mse"] - was[$at["id"]]; n++ }
	END { printf "%.4g\n", sum / n }' one.tsv three.tsv > mean
tr -d ' \n"' < d.json | sed 's/.*mean:\([^,]*\),method:model,metric:mse.*/\1/' |
	awk '{ printf "%.4g\n", $1 }' > mean.json
same "the mean is that of the tables" mean mean.json
head -n 5 all.tsv > few.tsv
xp-eval -q "$one" few.tsv > out.tsv
xp-eval -q "$three" few.tsv > out.tsv
like "few images show nothing" 'of 2 images; .*; too few images' \
	xp-log diff @2 @1

# --- two settings, by seeds ---------------------------------------------------
for k in 1 2 3 4; do
	train --seed=$k all.tsv
	xp-log tag "$(cat id)" "slow$k"
	train --seed=$k --lr=0.03 all.tsv
	xp-log tag "$(cat id)" "fast$k"
done
ok "compare takes groups of runs" sh -c \
	"xp-log compare 'slow*' 'fast*' > groups.tsv"
ok "... and counts them" [ "$(cell_of groups.tsv n_a metric=val.loss)" = 4 ]
xp-log ls --columns tags,val.loss | awk '
	/^slow/ { a[++n] = $2 } /^fast/ { b[++m] = $2 }
	END {
		for (i = 1; i <= n; i++) for (k = 1; k <= m; k++)
			less += a[i] < b[k]
		# Of the 70 orders of 4 and 4 that many are as far apart.
		if (less == 0 || less == 16) print "0.0285714286"
		else print "more"
	}' > want
ok "... with the exact chance" sh -c '
	read -r want < want
	[ "$want" = more ] || [ "$want" = "$1" ]' - \
	"$(cell_of groups.tsv p metric=val.loss)"
like "... and a verdict" '^(not shown|[ab] is higher)$' \
	cell_of groups.tsv verdict metric=val.loss
xp-log compare "tags ~ slow" "lr = 0.03" | sed 1d | cut -f3- > chosen.tsv
sed 1d groups.tsv | cut -f3- > want.tsv
same "conditions choose groups as patterns do" chosen.tsv want.tsv
like "a condition that holds for no run" "'lr > 7' holds for no run" \
	xp-log compare 'lr > 7' 'fast*'
for name in @1 fast4; do
	xp-log compare --metric val.loss "$name" 'slow*' > one.tsv
	ok "one run can be a group ($name)" \
		[ "$(cell_of one.tsv n_a metric=val.loss)" = 1 ]
done
code 3 "... not if there is none" xp-log compare 'slow*' @1000
code 2 "a condition that is none" xp-log compare 'lr =' 'fast*'
cp out.tsv 'a=1.tsv'
ok "a file is no condition" xp-log compare 'a=1.tsv' out.tsv
xp-log compare --metric val.loss 'slow[12]' 'fast[12]' > few.tsv
ok "two seeds of each are too few for one" \
	[ "$(cell_of few.tsv verdict metric=val.loss)" = "too few" ]
ok "... and it is said how many it takes" \
	[ "$(cell_of few.tsv more metric=val.loss)" = 2 ]
ok "... there is only the metric that was asked for" \
	[ "$(wc -l < few.tsv)" -eq 2 ]
like "a group that differs in more than seeds is told" \
	"differ in more than their seeds: lr" \
	xp-log compare '[sf]*1' '[sf]*2'
train --seed=1 --loss=l1 all.tsv
xp-log tag "$(cat id)" other1
train --seed=1 --foreground-weight=2 all.tsv
xp-log tag "$(cat id)" heavy1
told='losses are not the same quantity: run .* minimised mse, run .*minimised'
like "losses of two kinds are told" "$told l1;" \
	xp-log compare --metric val.loss 'slow*' 'other*'
like "... by diff" "$told l1;" xp-log diff slow1 other1
like "... by report" "$told l1;" xp-log report slow1 other1 -o two.html
ok "... on its page" holds two.html 'not the same quantity'
like "... weights of the foreground, too" \
	"$told mse with --foreground-weight=2;" xp-log diff slow1 heavy1
ok "losses of one kind are not" sh -c "{ xp-log diff slow1 fast1
	xp-log report slow1 fast1 -o two.html
	xp-log compare --metric lr 'slow*' 'other*'
	xp-log compare --metric val.loss 'slow*' 'fast*'; } > said 2>&1
	! grep quantity said"
code 3 "a run of both groups" xp-log compare 'slow*' '*1'
code 3 "a pattern of no run" xp-log compare 'slow*' 'none*'
code 3 "a metric that is none" xp-log compare --metric x 'slow*' 'fast*'

# --- images ------------------------------------------------------------------
xp-log run -- sh -c 'cat a1.tif > out.tif' a1.tif > out.txt
tiff a1.tif 24 20 8 "121 + 50 * sin(x * 1 / 9)"
xp-log run -- sh -c 'cat a1.tif > out.tif' a1.tif > out.txt
like "an image by what it held: how its mean moved" \
	'changed +a1.tif \((not all contents|480 of 480 pixels.*the mean is )' \
	xp-log diff @2 @1
# put AT OCTAL: a byte of the stack, in which ImageJ would have one directory.
put() {
	printf "\\$2" |
		dd of=hidden.tif bs=1 seek="$1" conv=notrunc 2> /dev/null
}
stack hidden.tif 4 9 1 'ImageJ=1.54f
images=3
slices=3
' i
put 66 003 && put 150 003 && put 162 014
for last in 001 002; do
	put 43 $last
	xp-log run -- sh -c 'cat hidden.tif > out.bin' hidden.tif > out.txt
done
like "pages behind the one directory of ImageJ count" \
	'out.bin \(1 of 36 pixels.* x 3, y 2 of page 3' \
	xp-log diff @2 @1

# --- code ---------------------------------------------------------------------
if command -v git > /dev/null; then
	mkdir g && cd g || exit 99
	git init -q . && xp-log init -q .
	printf 'echo one\necho two\necho three\n' > make.sh
	git add make.sh && git commit -qm one
	xp-log run -- sh make.sh > ../out.txt
	printf 'echo one\necho 2\necho three\n' > make.sh
	echo 'x = 1' > new.py
	xp-log run -- sh make.sh > ../out.txt
	like "code is one thing" '^1 of [0-9]+ things differs: code$' \
		xp-log diff @2 @1
	xp-log diff @2 @1 | sed -n 's/^    //p' > 'patch'
	like "... a unified diff" '^-echo two$' cat 'patch'
	mkdir applied && git show HEAD:make.sh > applied/make.sh
	ok "... that patch takes" sh -c 'cd applied && patch -s -p1 < ../patch'
	same "... and that gives the new code" make.sh applied/make.sh
	same "... with new files" new.py applied/new.py
	rm -r applied patch
	git add -A . && git commit -qm two
	xp-log run -- sh make.sh > ../out.txt
	like "committed or not is the same code" '^none of 1 thing differs' \
		xp-log diff --only code @2 @1
	cd .. || exit 99
fi
# --- what is no number -------------------------------------------------------
for loss in 0.3 nan 0.2; do
	printf 'split\tmetric\tvalue\nval\tloss\t%s\n' $loss > lost.tsv
	xp-log run -q -- tail -n 9 lost.tsv > lost
done
ok "NaN comes after numbers" [ "$(xp-log ls --tool tail --columns val.loss \
	--sort val.loss | column 1)" = "0.2 0.3 nan " ]
ok "... the other way, too" [ "$(xp-log ls --tool tail --columns val.loss \
	--sort=-val.loss | column 1)" = "0.3 0.2 nan " ]
ok "... and is not below any" [ "$(xp-log ls --tool tail --columns val.loss \
	'val.loss <= 0.25' | column 1)" = "0.2 " ]
done_testing
