#!/bin/sh
# xp-log-trace.sh - xp-log run finds what a program reads and writes.

. "$(dirname "$0")/../lib.sh"

last() {
	xp-log ls -n 1 | tail -n 1 | cut -f 1
}
# The paths of the last run's inputs, or outputs, in one line.
files() {
	cut -c 67- ".xp/runs/$(last)/$1" | xargs
}
is() {
	[ "$1" = "$2" ] || { echo "is '$1', want '$2'"; return 1; }
}
# An object that the last run's end.json names.
found() {
	digest=$(grep -o "\"$1\":\"[0-9a-f]*" ".xp/runs/$(last)/end.json" |
		cut -d '"' -f 4)
	cat ".xp/objects/$(echo "$digest" | cut -c 1-2)/$(echo "$digest" |
		cut -c 3-)"
}
xp-log init -q || exit 99
xp-log run -q -- true || exit 99
if ! grep -q '"watched"' ".xp/runs/$(last)/end.json"; then
	like "what cannot be watched is said" \
		'the record will lack files that' xp-log run true
	skip "inputs and outputs are found" "programs cannot be watched here"
	done_testing
fi

# Files that the program was given open.
ok "a file given open is written" sh -c 'xp-log run -q -- sh -c \
	"echo hi >&5; echo ho >&6" 5> o5 6<> o6'
ok "... is an output" is "$(files outputs)" '- o5 o6'
ok "... which whence finds" sh -c 'xp-log whence o5 | grep -q "$1"' - "$(last)"
ok "... and is no input" is "$(files inputs)" ''
like "of one that was not empty nobody knows" 'was given open; declare' \
	sh -c 'xp-log run -- sh -c "echo hi >&5" 5>> o5'
ok "one that is not written to is nothing" sh -c \
	'xp-log run -- true 5>> o5 6> o7 2> said; ! grep open said'
ok "... not an output" is "$(files outputs)" '-'
rm o5 o6 o7 said

# Links of /proc.
echo 1 > in.txt && mkdir deep
ok "files by links of /proc" xp-log run -q -- sh -c 'cd deep &&
	cat /proc/self/cwd/../in.txt > /proc/self/cwd/o1 &&
	cat < /proc/thread-self/cwd/../in.txt > "/proc/$$/cwd/o2" &&
	exec 7< ../in.txt && cat /dev/fd/7 > /proc/self/root"$PWD/o3"'
ok "... are inputs" is "$(files inputs)" in.txt
ok "... and outputs" is "$(files outputs)" '- deep/o1 deep/o2 deep/o3'
if command -v python3 > /dev/null; then
	ok "a file by a descriptor that is a path" xp-log run -q -- \
		python3 -c 'import os
d = os.open("deep", os.O_PATH)
f = os.open("in.txt", os.O_PATH)
open("/proc/self/fd/%d/o4" % d, "w").write(open("/proc/self/fd/%d" % f).read())'
	ok "... is an input" is "$(files inputs)" in.txt
	ok "... and an output" is "$(files outputs)" '- deep/o4'
fi
rm -r in.txt deep

mkdir data && echo 20 > data/a.txt && echo 22 > data/b.txt
echo before > out.txt && echo first > log.txt
cat > sum.sh << 'END'
for f in data/*.txt; do read -r n < $f; s=$((s + n)); done
[ -e absent.conf ] || cat absent.conf 2> /dev/null
echo $s > part.tmp && mv part.tmp out.txt
echo again >> log.txt
echo x > temp && rm temp
END
ok "a shell script" xp-log run -q -- sh sum.sh out.txt
ok "... its inputs" is "$(files inputs)" 'data/a.txt data/b.txt log.txt sum.sh'
ok "... its outputs" is "$(files outputs)" '- log.txt out.txt'
ok "... what it looked for" is "$(found missing)" '"absent.conf"'
ok "... the programs it ran" sh -c 'echo "$1" | grep -q "/cat$"' - \
	"$(found modules)"
found modules > modules.sha256
ok "... as a list that sha256sum checks" sha256sum -c --quiet modules.sha256
like "... which show names" '^modules +[0-9a-f]{12}' xp-log show
mkdir site-packages && echo 'echo a' > site-packages/mod.sh
xp-log run -q -- sh -c '. ./site-packages/mod.sh' > helped.txt
echo 'echo b' > site-packages/mod.sh
xp-log run -q -- sh -c '. ./site-packages/mod.sh' > helped.txt
like "a module that changed is a difference" \
	'module site-packages/mod.sh' xp-log diff @2 @1
like "... and a cause" 'cause: .*module site-packages/mod.sh' \
	xp-log verify @2 @1
like "... the only one" '^1 of [0-9]+ things differs' xp-log diff @2 @1
ok "... one that is the same can be verified" xp-log verify -q @1
mv site-packages/mod.sh mod.sh
like "... and one that is gone is named" \
	"the module 'site-packages/mod.sh', .* is gone" xp-log verify @1
xp-log run -q -- sh sum.sh out.txt
ok "nothing is said to be missing" sh -c \
	'! xp-log show | grep -q unwatched'
echo changed > out.txt
ok "it can be verified" xp-log verify -q @1
ok "... and archived" xp-log archive -q @1 -o sum.tar
ok "... with what it read" xp-log restore -q sum.tar restored
ok "... and run from there" sh -c 'cd restored && sh run.sh'
echo 5 > data/a.txt
like "a changed input is noticed" "data/a.txt.*changed" xp-log check @1
ok "it is run again with it" xp-log rerun -q @1
ok "... to another result" is "$(cat out.txt)" 27

mkdir sub
printf '#!/bin/sh\ncat ../data/b.txt > "$1"\n' > sub/prog && chmod +x sub/prog
ok "a program of the project" sh -c 'cd sub && xp-log run -q -- ./prog it'
ok "... is an input" is "$(files inputs)" '../data/b.txt prog'
ok "... and can be run from the archive" sh -c 'xp-log archive -q @1 \
	-o prog.tar && xp-log restore -q prog.tar p && sh p/run.sh'

cp "$(command -v cat)" ours && printf '#! ./ours\n' > script && chmod +x script
ok "a script" xp-log run -q -- ./script
ok "... has its interpreter as input" is "$(files inputs)" 'ours script'
ok "... and can be verified" xp-log verify -q @1

if shm=$(mktemp -d /dev/shm/xp-test.XXXXXX 2> /dev/null); then
	ok "a project below /dev" is "$(cd "$shm" && xp-log init -q &&
		echo 1 > a && xp-log run -q -- cp a b &&
		echo "$(files inputs) to $(files outputs)")" 'a to - b'
	rm -rf "$shm"
else
	skip "a project below /dev" "no /dev/shm"
fi

ok "a file by its absolute name" xp-log run -q -- cat "$PWD/data/b.txt"
ok "... has its name in the project" is "$(files inputs)" data/b.txt
ok "a project reached by a link" sh -c 'mkdir real && ln -s real link &&
	cd link && xp-log init -q && echo 0 > in && ln -s . same &&
	xp-log run -q --deps d -- sh -c "echo 1 > lo; cat \"\$PWD/lo\" in \
		\"\$PWD/in\" same/in > lo2; cat same/lo2 > same/lo3
		mkdir m; echo > m/x; mv \"\$PWD/m\" n" > /dev/null'
ok "... has its own files" is "$(cd link && echo "$(files inputs) to $(
	files outputs)")" 'in to - lo lo2 n/x same/lo3'
like "... which make knows by one name" \
	'^lo \\ lo2 \\ n/x \\ same/lo3: \\ in in:$' \
	sh -c 'xargs -d "\n" < link/d | tr -s " "'
ok "a file that is read, then changed" xp-log run -q -- sh -c \
	'read -r n < data/b.txt; echo $((n + 1)) > data/b.txt'
ok "... is input and output" is "$(files inputs) $(files outputs)" \
	'data/b.txt - data/b.txt'
ok "... as it was before" grep -q "^$(echo 22 | sha256sum | cut -c 1-64)" \
	".xp/runs/$(last)/inputs"
like "an input that another program changes is said" \
	"another program changed 'data/a.txt'" sh -c '
	{ until [ -e go ]; do sleep 0.05; done
		echo 9 > data/a.txt; : > went; } &
	xp-log run -- sh -c "read -r n < data/a.txt; : > go
		until [ -e went ]; do sleep 0.05; done"'
like "... in the record, too" '^changed +data/a.txt' xp-log show
code 3 "the status is the program's" xp-log run -q -- sh -c 'exit 3'
code 137 "... and the signal" xp-log run -q -- sh -c 'kill -9 $$'
like "a process that is left running is said" \
	'not all files .* are recorded: processes were left running' \
	xp-log run -- sh -c '{ sleep 0.3; : > late; } > /dev/null 2>&1 &'
ok "... and goes on" sh -c 'n=0; until [ -e late ] || [ $n -gt 100 ]; do
	sleep 0.1; n=$((n + 1)); done; test -e late'
like "a run in a run is not watched, and says so" \
	'files that .true. opens by itself \(another xp-log run watches' \
	xp-log run -- xp-log run true
ok "... but what it does is in the record of the outer one" is \
	"$(xp-log run -q -- xp-log run -q -- sh -c 'echo > inner' 2> /dev/null
	cut -c 67- ".xp/runs/$(xp-log ls -n 2 | sed -n 2p | cut -f 1)/outputs" |
		xargs)" '- inner'
xp-log run -q -- sh -c ': > begun; until [ -e on ]; do sleep 0.05; done
	cat data/b.txt > survived' &
pid=$!
until [ -e begun ]; do sleep 0.05; done
kill -9 $pid
: > on
ok "when xp-log is killed, the program goes on" sh -c 'n=0
	until [ -s survived ] || [ $n -gt 100 ]; do
	sleep 0.1; n=$((n + 1)); done; test -s survived'
wait
if strace -o calls true 2> /dev/null; then
	ok "strace works in a watched program" xp-log run -q -- \
		strace -f -o calls cat data/b.txt
	ok "... and sees the calls" grep -q 'data/b.txt' calls
else
	skip "strace in a watched program" "needs strace"
fi
if script -qec true /dev/null > /dev/null 2>&1; then
	ok "job control works" sh -c 'script -qec "xp-log run -q -- \
		bash -mc \"sleep 0.2 & fg %1\"" /dev/null'
fi
# Calls that few programs make, by Python.
calls() {
	python3 -c "import ctypes, os
c = ctypes.CDLL(None, use_errno=True)
$1"
}
if calls 'os.listdir(".")' 2> /dev/null; then
	cat > rare.py << 'END'
import ctypes, os
c = ctypes.CDLL(None, use_errno=True)
f = os.open('.', os.O_TMPFILE | os.O_RDWR)
os.write(f, b'linked')
assert c.linkat(-100, b'/proc/self/fd/%d' % f, -100, b'linked1', 0x400) == 0
f = os.open('.', os.O_TMPFILE | os.O_RDWR)
os.write(f, b'linked, too')
assert c.linkat(f, b'', -100, b'linked2', 0x1000) == 0 or os.geteuid()
with open('part', 'w') as f:
    f.write('swapped in')
assert c.renameat2(-100, b'part', -100, b'swapped', 2) == 0
END
	echo before > swapped
	ok "files that are linked or swapped into place" xp-log run -q -- \
		python3 rare.py
	ok "... are outputs" is "$(files outputs)" \
		"$(echo - linked? part swapped)"
	ok "... and what was there before an input" is "$(files inputs)" \
		'rare.py swapped'
	# Paths that lead through an open file.
	echo behind > behind.txt
	ok "a file that is opened again by its descriptor" xp-log run -q -- \
		python3 -c "import os
for path in '/proc/self/fd/%d', '/proc/thread-self/fd/%d', '/dev/fd/%d':
    open(path % os.open('behind.txt', os.O_PATH)).read()
open('/proc/self/cwd/behind.out', 'w').write('x')"
	ok "... has its name" is "$(files inputs) $(files outputs)" \
		'behind.txt - behind.out'
	like "files in a directory whose name is too long are said to be lost" \
		'recorded: a process worked in a directory whose name is' \
		xp-log run -- python3 -c "import os
for i in range(21):
    os.mkdir('d' * 200)
    os.chdir('d' * 200)
open('deep', 'w').write('deep')"
	rm -r ddd*
	mkdir jail
	if calls 'os.chroot("jail")' 2> /dev/null; then
		like "a program that changes its root is said to" \
			'recorded: a process has a root directory of its own' \
			xp-log run -- python3 -c "import os
os.chroot('jail')
open('/out', 'w').write('out')"
		like "... in the record" 'unwatched +a process has a root' \
			xp-log show
		like "one that unshares its mounts" \
			'recorded: a process has mounts of its own' \
			xp-log run -- python3 -c "import ctypes
c = ctypes.CDLL(None)
assert c.unshare(0x20000) == 0
open('out', 'w').write('out')"
	else
		skip "a program that changes its root" "needs root"
	fi
else
	skip "rare calls" "needs python3"
fi
# Two programs that write to one file.
cat > both.sh << 'END'
wait_for() {
	n=0
	until [ -e "$1" ] || [ $n -gt 200 ]; do sleep 0.05; n=$((n + 1)); done
}
[ "$1" = first ] || { wait_for "$2.went" && sleep 0.2; }
echo "$1" > one.txt && echo "$1" >> all.txt && : > "$1.went"
wait_for "$2.went"
END
rm -f first.went second.went
xp-log run -q -- sh both.sh first second 2> said1 &
xp-log run -q -- sh both.sh second first 2> said2
wait
claim() { # FILE: the digests that the two runs record of it
	for r in $(xp-log ls -n 2 | tail -n 2 | cut -f 1); do
		sed -n "s/  $1\$//p" ".xp/runs/$r/outputs"
	done
}
ok "of two writers of a file the last one has it as its output" is \
	"$(claim one.txt)" "$(sha256sum < one.txt | cut -c 1-64)"
like "the other says so" "another program wrote to .*'one.txt'.* not recorded" \
	cat said1 said2
like "... in the record, too" '^(shared)? +.*one.txt' sh -c \
	'xp-log show @1; xp-log show @2'
xp-log run -q -- sh -c ': > mine; : > at; n=0
	until [ -e over ] || [ $n -gt 200 ]; do sleep 0.05; n=$((n + 1))
	done' 2> said1 &
n=0
until [ -e at ] || [ $n -gt 200 ]; do
	sleep 0.05
	n=$((n + 1))
done
echo theirs > mine.tmp && mv mine.tmp mine && : > over
wait
like "a file that another program replaces is not its output" \
	"another program wrote to 'mine'" cat said1
ok "one that it replaces itself is" sh -c 'xp-log run -q -- sh -c \
	"echo 1 > q; echo 2 > q; echo 3 > q3; mv q3 q; echo 4 >> q" 2> said1
	cat said1; test ! -s said1'
ok "... and one that it renames while it is open" sh -c 'xp-log run -q -- \
	sh -c "exec 4> r1; echo 1 >&4; mv r1 r2; echo 2 >&4" 2> said1
	cat said1; test ! -s said1'
ok "... as the record has it" is "$(files outputs)" '- r2'

# Links, directories, absent files and descriptors.
mkdir linked && cd linked && xp-log init -q && mkdir dir && : > dir/x &&
	echo a > a && echo b > b && ln -s a latest && ln -s dir way &&
	ln -s nowhere dangling || exit 99
cat > use.sh << 'END'
cat latest way/x > got; readlink dangling; echo dir/*; ln -s got made
[ -e config ] || cat config 2> /dev/null
:
END
ok "a program that uses links and lists a directory" xp-log run -q -- \
	sh use.sh
ok "... which are recorded" is "$(found links)" \
	'{"dangling":"nowhere","latest":"a","way":"dir"}'
ok "... as are links that it makes" is "$(found made_links)" '{"made":"got"}'
ok "... and all are the same" is "$(xp-log check -q @1 | wc -l)" 1
ok "... as often as it is run" sh -c 'rm made && xp-log run -q -- sh use.sh &&
	xp-log diff @2 @1'
like "a link that is made is verified" 'link made	same' sh -c \
	'xp-log verify @1 || true'
ln -sfn b latest && : > dir/y && : > config && rm dangling
xp-log check -q @1 > checks.tsv
like "a changed link is noticed" \
	"^link	latest	changed	to 'b', was to 'a'" cat checks.tsv
like "... one that is gone" '^link	dangling	gone' cat checks.tsv
like "... other names in a directory" '^directory	dir	changed' \
	cat checks.tsv
like "... and a file that there was not" \
	'^absent file	config	is there now' cat checks.tsv
like "... which are reasons to make it again" \
	'link	latest	has changed to' sh -c 'xp-log why got || true'
rm made && xp-log run -q -- sh use.sh > /dev/null
like "... and differences" "changed +link latest \(to 'a', now to 'b'\)" \
	sh -c 'xp-log diff @2 @1 || true'
like "... of names, too" "changed +names in dir" \
	sh -c 'xp-log diff @2 @1 || true'
ok "a file that is open as descriptor 3" sh -c \
	'xp-log run -q -- sh -c "cat <&3; echo c >&4" 3< a 4>> b'
ok "... is an input" is "$(files inputs)" a
ok "... and one that is only written to is nothing" is "$(files outputs)" -
ok "a file on standard input" sh -c 'xp-log run -q -- cat < a'
echo changed > a
like "... is noticed when it changes" '^input	a	changed' \
	xp-log check -q @1
cd .. || exit 99

ok "a token that a program writes" xp-log run -q -- sh -c \
	'echo ghp_""0123456789abcdefghijABCDEFGHIJ012345 > token.txt'
ok "... is not kept" sh -c '! grep -rq ghp_01234 .xp'
ok "--no-trace watches nothing" xp-log run -q --no-trace -- sh sum.sh
ok "... but the words of the command" is "$(files inputs)" sum.sh

# A virtual environment in the project, which has links to its interpreter.
if /usr/bin/python3 -m venv --without-pip venv 2> /dev/null; then
	for d in venv/lib/python3*/site-packages; do :; done
	echo 'x = 42' > "$d/answer.py"
	echo 'import answer; open("answer.txt", "w").write(str(answer.x))' \
		> ask.py
	ok "a virtual environment, by the path of its interpreter" \
		xp-log run -q -- venv/bin/python3 ask.py
	ok "... can be verified" xp-log verify -q @1
	ok "... from a sub-directory, too" sh -c \
		'cd sub && xp-log run -q -- ../venv/bin/python3 ../ask.py &&
		xp-log verify -q @1'
	ok "... with names that are no other file's" is "$(files inputs)" \
		'../ask.py ../venv/bin/python3 ../venv/pyvenv.cfg'
	mkdir far && echo far > far/in && ln -s far near && ln -s far/in in.lnk
	ok "files behind links, by .." sh -c \
		'cd sub && xp-log run -q -- cat ../near/in ../in.lnk'
	ok "... have the names that the program gave" is "$(files inputs)" \
		'../in.lnk ../near/in'
	ok "... and can be verified" xp-log verify -q @1
else
	skip "a virtual environment" "needs python3 -m venv"
fi

# A script that reads images and writes a result.
python=
for p in python3 /usr/bin/python3; do
	[ -n "$python" ] || ! "$p" -c 'import numpy, tifffile' 2> /dev/null ||
		python=$p
done
if [ -n "$python" ]; then
	yeast --to=images --positions=2 --times=1 --size=64x64 \
		> yeast.tsv || exit 99
	cat > pixels.py << 'END'
def mean(path):
    import tifffile
    return tifffile.imread(path).mean()
END
	cat > train.py << 'END'
import glob, json, pixels
print("read", len(glob.glob("images/*.tif")))
with open("result.json", "w") as f:
    json.dump({p: float(pixels.mean(p))
               for p in sorted(glob.glob("images/*.tif"))}, f)
END
	ok "a Python script" xp-log run -q -- "$python" train.py
	ok "... each image that it read, and its modules" is \
		"$(files inputs)" \
		"$(echo images/*.tif pixels.py train.py)"
	ok "... its result" is "$(files outputs)" '- result.json'
	ok "... and the modules of numpy" sh -c \
		'echo "$1" | grep -q numpy/__init__.py' - "$(found modules)"
	ok "... again, from compiled modules" xp-log run -q -- "$python" \
		train.py
	ok "... of which it says the sources" is "$(files inputs)" \
		"$(echo images/*.tif pixels.py train.py)"
	ok "... and can be verified" xp-log verify -q @1
else
	skip "a Python script" "needs numpy and tifffile"
fi
# A script that trains with PyTorch.
python=
for p in python3 /usr/bin/python3; do
	[ -n "$python" ] || ! "$p" -c 'import torch' 2> /dev/null || python=$p
done
if [ -n "$python" ]; then
	mkdir torch && cd torch || exit 99
	for i in 1 2 3 4; do
		echo "$i.5 $((i * 2))" > "row$i.txt"
	done
	echo '{"lr": 0.01}' > settings.json
	cat > rows.py << 'END'
import torch
class Rows(torch.utils.data.Dataset):
    def __len__(self): return 4
    def __getitem__(self, i):
        x, y = map(float, open('row%d.txt' % (i + 1)).read().split())
        return torch.tensor([x]), torch.tensor([y])
END
	cat > train.py << 'END'
import json, torch, rows
torch.manual_seed(0)
net = torch.nn.Linear(1, 1)
adam = torch.optim.Adam(net.parameters(), **json.load(open('settings.json')))
for x, y in torch.utils.data.DataLoader(rows.Rows(), 2, num_workers=2):
    loss = ((net(x) - y) ** 2).mean()
    loss.backward()
    adam.step()
torch.save(net.state_dict(), 'weights.pt')
END
	ok "a training with PyTorch" xp-log run -q -- "$python" train.py
	cd .. || exit 99
	ok "... each file that it read, also in its workers" is \
		"$(files inputs)" \
		"$(cd torch && echo row?.txt rows.py settings.json train.py)"
	ok "... and its weights" is "$(files outputs)" '- weights.pt'
else
	skip "a training with PyTorch" "needs PyTorch"
fi
ok "nothing is left over" sh -c '! ls .xp/tmp/* 2> /dev/null'
done_testing
