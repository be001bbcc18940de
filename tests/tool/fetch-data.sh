#!/bin/sh
# examples/fetch-data.sh: fetches, checks, goes on, says what to do without.
. "$(dirname "$0")/../lib.sh"

fetch=$topdir/examples/fetch-data.sh
real=${XP_DATA:-}/ifc-bf-dna

# from URL DIR: never anywhere else.
from() {
	http_proxy='' https_proxy='' XP_DATA_URL=$1 sh "$fetch" "$2"
}

code 2 "two directories" sh "$fetch" a b
code 2 "an unknown option" sh "$fetch" --everything
ok "help" sh "$fetch" --help
code 4 "nobody answers" from http://[::1]:9 away
like "says what to do" 'do without: examples/demo.sh' \
	from http://[::1]:9 away
like "and what failed" 'cannot fetch .http://.*:9/Ch3_CP0001.tif' \
	from http://[::1]:9 away
code 4 "a mirror without the file" from "file://$PWD/nowhere" away
ok "leaves no image behind" [ -z "$(find away -name '*.tif')" ]
mkdir forged
for c in 3 4; do
	for n in 1 2 3 4 5; do
		echo "no image" > forged/Ch${c}_CP000$n.tif
	done
done
code 3 "other files under these names" from "file://$PWD/forged" away
like "are named" 'Ch3_CP0001.tif. is not the file that was published' \
	from "file://$PWD/forged" away
ok "and not kept" [ -z "$(find away -type f)" ]
: > file
code 4 "no directory to write to" from "file://$PWD/forged" file/x

if [ -d "$real" ]; then
	mkdir mirror
	cp "$real"/*.tif mirror
	ok "fetches from a mirror" from "file://$PWD/mirror" here
	ok "all of it" diff -r mirror here
	rm -r mirror/Ch3_CP0001.tif
	ok "does not fetch again what is there" \
		from "file://$PWD/mirror" here
	echo x >> here/Ch4_CP0002.tif
	ok "but what was changed" from "file://$PWD/mirror" here
	same "it is as published" mirror/Ch4_CP0002.tif here/Ch4_CP0002.tif
	rm here/Ch4_CP0003.tif
	cp mirror/Ch4_CP0003.tif here/Ch4_CP0003.tif.part
	rm mirror/Ch4_CP0003.tif
	echo x > mirror/Ch4_CP0003.tif
	code 3 "a mirror that has another version" \
		from "file://$PWD/mirror" here
else
	skip "fetches from a mirror" "XP_DATA is not set"
fi
done_testing
