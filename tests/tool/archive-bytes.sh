#!/bin/sh
# archive-bytes.sh - one record gives one archive, to the byte, whatever
# system, release and libraries make it.
. "$(dirname "$0")/../lib.sh"

# What archives of the record below are.  It changes only with their format, and
# with what run.sh says.
want=d6b79cdea51268f76e9f85c87c27f5efff514bd5d3079dafb73f6365b7871b9d

id=20260102-030405-00612345
object() { # FILE: keep it, print its digest
	sum=$(sha256sum < "$1" | cut -c 1-64)
	dir=.xp/objects/$(echo "$sum" | cut -c 1-2)
	mkdir -p "$dir"
	cp "$1" "$dir/$(echo "$sum" | cut -c 3-64)"
	echo "$sum"
}

mkdir -p .xp/runs/$id .xp/refs .xp/tmp
echo 'xp 1' > .xp/version
printf '3\n1\n2\n' > in.txt
printf '1\n2\n3\n' > out.txt
printf '{"os":"any"}' > environment
in=$(object in.txt)
out=$(object out.txt)
environment=$(object environment)
echo "$in  in.txt" > .xp/runs/$id/inputs
echo "$out  -" > .xp/runs/$id/outputs
lists=$(cd .xp/runs/$id && sha256sum inputs outputs | cut -c 1-64 | xargs)
inputs=${lists% *} outputs=${lists#* }
printf '{"inputs":"%s","operands":[],"settings":{},"tool":"sort",%s}' \
	"$inputs" '"version":"1","xp":"recipe 1"' > .xp/runs/$id/recipe.json
recipe=$(sha256sum < .xp/runs/$id/recipe.json | cut -c 1-64)
cat > .xp/runs/$id/start.json << END
{"all_settings":{},"argv":["xp-log","run","--","sort","in.txt"],"cwd":".",\
"cwd_absolute":"/data/set","environment":"$environment","host":"any",\
"machine":"any","names":{},"operands":["in.txt"],"pid":1,"settings":{},\
"stdin":"","stdout":"out.txt","time":"2026-01-02T03:04:05Z","tool":"sort",\
"user":"any","version":"1","what":"sort in.txt","xp":"start 1"}
END
cat > .xp/runs/$id/end.json << END
{"exit":0,"foreign":1,"inputs":"$inputs","outputs":"$outputs",\
"peak_memory":1000000,"recipe":"$recipe","seconds":"0.1",\
"time":"2026-01-02T03:04:05Z","xp":"end 1"}
END

ok "the record is whole" xp-log show $id
ok "archives it" xp-log archive $id -o a.tar
sum=$(sha256sum < a.tar | cut -c 1-64)
ok "the bytes are those of everywhere ($sum)" test "$sum" = $want
(umask 077 && LC_ALL=C TZ=Asia/Kolkata xp-log archive $id -o b.tar) > said 2>&1
same "... with another umask, time zone, locale" a.tar b.tar
ok "it is what restores" xp-log restore a.tar elsewhere
(cd elsewhere && xp-log archive $id -o ../c.tar) > said 2>&1
same "... and is made again from there" a.tar c.tar
done_testing
