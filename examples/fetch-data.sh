#!/bin/sh
#
# fetch-data.sh - real image pairs from where they are published.
#
#	examples/fetch-data.sh [DIR]	into DIR (else ./ifc-bf-dna), 29 MB
#
# Cells in an imaging flow cytometer: bright field (Ch3_CP000N.tif) and DNA
# stain (Ch4_CP000N.tif), five pairs of 1200x1200 pixels with 900 cells each.
# From https://github.com/minh-doan/MLCP (BSD 3-clause); Blasi et al., Nature
# Communications 7:10256 (2016).
#
# Files that are there are not fetched again, interrupted downloads are
# continued, and every file is checked against the SHA-256 sum below.
# XP_DATA_URL names another place with the same files (file:///... too).
#
# Exit codes: 0 all there and right; 2 usage; 3 a file is not what was
# published; 4 no network, no program to fetch with, no space.
set -u

commit=0f8de3bfd706003588bb63a0646c83e04ed57994
origin=https://raw.githubusercontent.com/minh-doan/MLCP/$commit
origin=$origin/images/Experiment_2/G1
url=${XP_DATA_URL:-$origin}

sums='
302ff40bd7316b26195879e85d5cefdb6ec3541c2fe493beda19f0b544254e1a  Ch3_CP0001.tif
63daa06c599bc45c8667f64cc058a18388f8f29f92df1c98738be57a8eafd7a4  Ch3_CP0002.tif
68e3a906378ddac6c42e85e129f5b579c2d79b8cf789f66301eb0ccd0959233b  Ch3_CP0003.tif
7ce1e8e3990f4d25a1eb7af8912dd34144c40b4ce34dfaade62511a1de450115  Ch3_CP0004.tif
570be28176aef60089d202f924f49d9b348eecbdc96a0e3819d00cc742f1c41b  Ch3_CP0005.tif
79292fdce399a2d7815c350779da808a1c07e428cb412350e984d61e455c92e3  Ch4_CP0001.tif
2eda87f84dbce93eb0c8528cd8612700c3dff55deb042c7a7b4d46d1b5bfef5b  Ch4_CP0002.tif
55a96b525a1c27410697f3adc2faaf6a4ce657fe823f31bca87b07920bad5c04  Ch4_CP0003.tif
9085b13214119e5580c79b26e184534a6a3af7f538362e80b65ebd5e66257f95  Ch4_CP0004.tif
812c2f6a65cbbf87f1c454b9293510f13f587bf60804bd83748ae06bed97f05f  Ch4_CP0005.tif
'

usage() {
	sed -n '3,19s/^# \{0,1\}//p' "$0"
	exit "$1"
}

say() {
	echo "fetch-data: $*" >&2
}

# no_network FILE WHY
no_network() {
	say "cannot fetch '$1': $2"
	cat >&2 <<-END

	Without a network from here:
	 - fetch the ten files Ch3_CP0001..5.tif and Ch4_CP0001..5.tif
	   elsewhere, from
	   $origin/
	   put them into '$dir' and run this again: it checks them;
	 - or name a copy: XP_DATA_URL=file:///media/stick/G1 $0;
	 - behind a proxy, set https_proxy=http://HOST:PORT;
	 - or do without: examples/demo.sh draws images of its own.
	END
	exit 4
}

# is_right FILE SUM
is_right() {
	[ -f "$1" ] && [ "$(sha256sum < "$1" | cut -c 1-64)" = "$2" ]
}

# get FROM TO: continues where TO ends.
get() {
	case $1 in
	file://*)
		cp -- "${1#file://}" "$2"
		return
		;;
	esac
	if command -v curl > /dev/null; then
		curl --fail --location --silent --show-error --retry 3 \
			--connect-timeout 20 --speed-limit 1000 \
			--speed-time 60 --continue-at - --output "$2" "$1"
	elif command -v wget > /dev/null; then
		wget --quiet --continue --tries=3 --timeout=20 \
			--output-document="$2" "$1"
	else
		say "neither curl nor wget is installed"
		return 1
	fi
}

# fetch NAME SUM: from the start when continuing gives another file.
fetch() {
	part=$dir/$1.part
	for try in continue anew; do
		[ $try = continue ] || rm -f "$part"
		why=$(get "$url/$1" "$part" 2>&1)
		status=$?
		if is_right "$part" "$2"; then
			mv -f "$part" "$dir/$1" || exit 4
			return
		fi
		# curl 22, 33, 36 and wget 8: the server refused; the network
		# works.
		case $status,$try in
		0,* | 22,continue | 33,continue | 36,continue | 8,continue) ;;
		*) no_network "$url/$1" "${why:-no answer}" ;;
		esac
	done
	rm -f "$part"
	say "'$url/$1' is not the file that was published:" \
		"its SHA-256 sum is not $2"
	exit 3
}

case ${1-} in
-h | --help) usage 0 ;;
-*) usage 2 >&2 ;;
esac
[ $# -le 1 ] || usage 2 >&2
dir=${1:-ifc-bf-dna}
mkdir -p "$dir" || exit 4

echo "$sums" | while read -r sum name; do
	[ -n "$name" ] || continue
	if is_right "$dir/$name" "$sum"; then
		say "$name is there"
		continue
	fi
	[ ! -e "$dir/$name" ] ||
		say "'$dir/$name' is not the published file; fetching it again"
	fetch "$name" "$sum"
	say "$name fetched"
done || exit
(cd "$dir" && echo "$sums" | sed '/^$/d' | sha256sum --check --quiet) || exit 3
say "all ten files in '$dir' are as published"
cat <<END
xp-pairs --source '$dir/Ch3_*.tif' --target '$dir/Ch4_*.tif' \\
    --assign 'train=CP000[123]' --assign val=CP0004 --assign test=CP0005
END
