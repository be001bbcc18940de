#!/bin/sh
# skimage.sh - xp-eval's scores of real images are scikit-image's.
#
# Needs Debian's python3-skimage and $XP_DATA; skips without.
. "$(dirname "$0")/../lib.sh"

PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE
python=${XP_PYTHON:-/usr/bin/python3}
what="real images have scikit-image's scores"

if ! "$python" -c 'import skimage, scipy' 2> /dev/null; then
	skip "$what" "python3-skimage is missing"
	done_testing
	exit
fi
if [ ! -d "${XP_DATA:-/nowhere}/ifc-bf-dna" ]; then
	skip "$what" "no real images: set XP_DATA"
	done_testing
	exit
fi

# pair NAME PREDICTION TARGET: two real images under one name.
mkdir prediction target
pair() {
	ln -s "$XP_DATA/$2" "prediction/$1.tif"
	ln -s "$XP_DATA/$3" "target/$1.tif"
}
for n in 1 3 5; do
	pair ifc$n ifc-bf-dna/Ch3_CP000$n.tif ifc-bf-dna/Ch4_CP000$n.tif
done
pair yeast yeast-bf-yfp/YFP_Position4_time10.tif \
	yeast-bf-yfp/YFP_Position12_time10.tif
pair light yeast-bf-yfp/BF_Position4_time10.tif \
	yeast-bf-yfp/TFP_Position4_time10.tif
find -L prediction target -type l > broken
ok "the images are there" test ! -s broken

score() {
	xp-eval --prediction prediction --target target --range "$1" > "$1.tsv"
}
for range in 1000 65535; do
	ok "scores with a range of $range" score $range
	ok "$what, range $range" "$python" "$srcdir/ref/check_metric.py" \
		$range.tsv prediction target
done
sed 's/\(ifc3.*	0\.[0-9]\)/\11/' 1000.tsv > wrong.tsv
code 1 "a changed table differs" cmp -s 1000.tsv wrong.tsv
code 1 "one digit more is noticed" "$python" "$srcdir/ref/check_metric.py" \
	wrong.tsv prediction target
done_testing
