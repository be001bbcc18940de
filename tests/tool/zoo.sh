#!/bin/sh
# zoo: every file of a collection of TIFFs, valid, awkward and hostile.
#
# $XP_DATA/tiff-zoo/MANIFEST.tsv holds what two other readers made of each
# file: `libtiff` says whether it decodes, the last column minimum, mean
# and maximum of the first page as stored (white is 0, no palette applied).
# What has numbers must give those numbers; all others may be refused, with
# the file's name, or read; nothing may crash, hang or take much memory.
. "$(dirname "$0")/../lib.sh"

zoo=${XP_DATA:-}/tiff-zoo
if [ -z "${XP_DATA:-}" ] || [ ! -f "$zoo/MANIFEST.tsv" ]; then
	skip 'a zoo of TIFFs' 'no XP_DATA with a tiff-zoo'
	done_testing
fi

# A sanitizer wants all the address space there is, valgrind much time.
limit() {
	# shellcheck disable=SC3045 # dash, bash and ksh have ulimit -v
	case ${XP_RUNNER:-}$(nm "$builddir/tools/xp-stats" 2>/dev/null |
		grep -c __asan_init) in
	0) (ulimit -v 300000 && exec timeout 30 "$@") ;;
	*) timeout 300 "$@" ;;
	esac
}

# Sums over the samples of the first page.
summary() {
	awk -F '\t' '
	NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	$at["scope"] == "image" {
		ref = $at["image"]
		if (ref ~ /\[[1-9][0-9]*,/ || ref ~ /[zt]=[1-9]/ ||
		    (axes && ref ~ /c=[1-9]/))
			next
		if (ref ~ /z=/ && ref ~ /c=0/) axes = 1
		finite = $at["pixels"] - $at["nonfinite"]
		if (!n || $at["min"] + 0 < min) min = $at["min"] + 0
		if (!n || $at["max"] + 0 > max) max = $at["max"] + 0
		sum += $at["mean"] * finite
		n += finite
	}
	END { if (n) printf "%.9g/%.9g/%.9g\n", min, sum / n, max }' "$1"
}

same_numbers() {
	awk -v a="$1" -v b="$2" 'BEGIN {
		if (split(a, x, "/") != 3 || split(b, y, "/") != 3) exit 1
		for (i = 1; i <= 3; i++) {
			d = x[i] - y[i]; m = y[i]
			if (d < 0) d = -d
			if (m < 0) m = -m
			if (d > 2e-8 * m + 1e-12) exit 1
		}
	}'
}

# check PATH NUMBERS: -: nothing is known
check() {
	rc=0
	limit xp-stats --no-log -q --images "$zoo/$1[raw]" > out 2> err ||
		rc=$?
	case $rc in
	0)	[ "$2" = - ] || same_numbers "$(summary out)" "$2" || {
			echo "$1: $(summary out), want $2"
			return 1
		} ;;
	3)	grep -qF "$1" err || {
			echo "$1: not named: $(cat err)"
			return 1
		}
		[ ! -s out ] || {
			echo "$1: refused with output"
			return 1
		}
		[ "$2" = - ] || {
			echo "$1: refused: $(cat err)"
			return 1
		} ;;
	*)	echo "$1: exit status $rc: $(cat err)"
		return 1 ;;
	esac
}

# numbers PATH LIBTIFF VALUES: what to ask of a file.
numbers() {
	case $1 in
	# libtiff reads them otherwise, or they are damaged for others
	derived/bad/predictor-2-on-1bit.tif | \
	derived/bad/rows-per-strip-0.tif | \
	derived/bad/tile-offsets-too-few.tif | \
	derived/bad/ifd-self-loop.tif) echo - ;;
	# worked out from LZW, subsampling and ITU-R BT.601 by hand
	*/libtiffpic/ycbcr-cat.tif) echo 0/60.034313846/255 ;;
	*) [ "$2" = error ] && echo - || echo "$3" ;;
	esac
}

tail -n +2 "$zoo/MANIFEST.tsv" | cut -f 1,17,21 > list
for kind in valid derived bad; do
	bad=0 n=0 known=0
	: > "$kind.faults"
	grep "^$kind/" list > "$kind.list"
	while IFS='	' read -r path libtiff values; do
		[ "$path" = bad/image-tiff-fuzz ] && continue
		want=$(numbers "$path" "$libtiff" "$values")
		check "$path" "$want" >> "$kind.faults" || bad=$((bad + 1))
		n=$((n + 1))
		[ "$want" = - ] || known=$((known + 1))
	done < "$kind.list"
	faultless() {
		cat "$kind.faults"
		test "$bad" -eq 0 -a "$n" -gt 0
	}
	ok "$kind: $n files, $known of them with known numbers" faultless
done

# Twenty-five encodings of one picture; white is 0 in one, and turned over.
encodings() {
	set -- "$zoo"/derived/same-pixels-yeast-yfp/*.tif
	xp-stats --no-log -q "$@" > out || return
	awk -F '\t' '
	NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	$at["min"] != 257 || $at["mean"] != "302.313289" ||
	$at["max"] != 375 { print $at["image"], $at["mean"]; bad = 1 }
	END { exit bad || NR < 26 }' out
}
ok 'the same numbers from every encoding' encodings

# A plain picture, black all over: 256 million pixels in 250 kB.
picture() {
	python3 - "$1" << 'END'
import struct, sys, zlib
w = h = 16000
data = zlib.compress(bytes(w * h), 9)
tags = [(256, 4, w), (257, 4, h), (258, 3, 8), (259, 3, 8), (262, 3, 1),
        (273, 4, 8), (277, 3, 1), (278, 4, h), (279, 4, len(data))]
with open(sys.argv[1], "wb") as f:
    f.write(b"II*\0" + struct.pack("<I", 8 + len(data) + len(data) % 2))
    f.write(data + b"\0" * (len(data) % 2) + struct.pack("<H", len(tags)))
    for tag, kind, value in tags:
        f.write(struct.pack("<HHII", tag, kind, 1, value))
    f.write(b"\0\0\0\0")
END
}
if command -v python3 > /dev/null; then
	picture large.tif || exit 99
	ok 'a picture of 16000x16000 takes little memory' \
		limit xp-stats --no-log -q large.tif
else
	skip 'a picture of 16000x16000 takes little memory' 'no python3'
fi
done_testing
