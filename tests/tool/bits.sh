#!/bin/sh
# bits.sh - one experiment, one set of bits: from images to scores the files
# have the digests that are written here, whatever computes them.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tiff.sh"

mkdir plane stack
for i in 1 2 3 4; do
	tiff plane/s$i.tif 50 44 16 "(x * 7 + y * 13 + x * y * $i) % 1000"
	tiff plane/t$i.tif 50 44 16 "(x * 5 + y * 3 + x * y * $i) % 900"
	about='ImageJ=1.53
images=6
slices=6
'
	stack stack/s$i.tif 24 20 6 "$about" \
		"(x * 7 + y * 13 + p * 31 + x * y * $i) % 250"
	stack stack/t$i.tif 24 20 6 "$about" \
		"(x * 5 + y * 3 + p * 17 + x * y * $i) % 240"
done

# table KIND PAGES: its manifest, scaled by percentiles.
table() {
	{
		printf 'id\tsource\ttarget\tsplit\n'
		for i in 1 2 3 4; do
			printf '%s\t%s\t%s\t%s\n' $i "$1/s$i.tif$2" \
				"$1/t$i.tif$2" "$(echo train train val test |
					cut -d ' ' -f $i)"
		done
	} | xp-norm --no-log -q > "$1.tsv"
}
table plane ''
table stack '[z=all]'

# columns FILE KEY VALUE NAME...: these columns of the rows whose KEY is VALUE.
columns() {
	table=$1 key=$2 value=$3
	shift 3
	awk -F '\t' -v key="$key" -v value="$value" -v names="$*" '
	BEGIN { n = split(names, name, " ") }
	NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
	NR > 1 && $at[key] == value {
		for (i = 1; i <= n; i++)
			printf "%s%s", $at[name[i]], i < n ? "\t" : "\n"
	}' "$table"
}

# digest WHAT: of stdin.
digest() {
	echo "$(sha256sum | cut -d ' ' -f 1) $1"
}

# experiment KIND OPTION...: train, predict and score; what came of it goes
# to KIND.sums.  Of the weights file only the numbers count.
experiment() {
	kind=$1
	shift
	rm -rf out
	mkdir out
	xp-train -q --no-log --depth=2 --num-fmaps=8 --batch=3 \
		--steps=6 --val-every=3 --log-every=2 --weights=out/weights \
		--metrics=out/metrics "$@" "$kind.tsv" > /dev/null &&
		xp-eval -q --no-log --to=out/predicted out/weights \
			"$kind.tsv" > out/scores || return
	header=$(od -A n -t u8 -N 8 out/weights)
	{
		tail -c "+$((header + 9))" out/weights | digest weights
		columns out/metrics metric loss step split value |
			digest losses
		cat out/predicted/* | digest prediction
		columns out/scores method model mse rmse mae nmse nrmse psnr \
			ssim pearson r2 slope intercept | digest scores
	} > "$kind.sums"
}

planes() {
	experiment plane --patch=24 "$@"
}

stacks() {
	experiment stack --patch=12 --ndim=3 --slices=4 "$@"
}

# Where results are meant to change these are replaced by those of a run.
cat > plane.want << 'END'
23d48ef63be1cd53ec3e68cfc8f5160ccb4bb2df9c78183667b021ec391f8278 weights
b94c9143bd37f599f6613656cbe34b4ab7b04d16679815c0f71f2be1f705336a losses
e07075cd7cbc4c40ec50e1bb1602e8aa8e0f1357a348a2c6931850a0b4273052 prediction
fbe11dc5033e97e849489ca1db1d2bab153b52866f209497f583937270f43e57 scores
END
cat > stack.want << 'END'
527cf0b56f9502492c1dae79c0b3e721bb8660f794df0bc6fcd33a28c95de5a6 weights
96d1aaac96c0293f7391e929cff6ef948c17aad6dc27032ae65a3ec381e5838a losses
c0e40a7881991eb119e1753cbdb09b0ef6a6bf3cb37113ece156ed78a0b1d585 prediction
453d333f22b0db89a53beade6632e07db2a7ea08709271b999fb740039c4ea48 scores
END

# both WHAT OPTION...: both experiments come out as they should.
both() {
	what=$1
	shift
	ok "planes, $what" planes "$@"
	same "... have these bytes" plane.want plane.sums
	ok "stacks, $what" stacks "$@"
	same "... have these bytes" stack.want stack.sums
}

best=$(xp-train --no-log --dry-run --patch=24 plane.tsv |
	awk '$1 == "kernels" { print $2 }')
case $best in
avx512) sets='avx512 avx2 base' ;;
base) sets=base ;;
*) sets="$best base" ;;
esac
for XP_CPU in $sets; do
	export XP_CPU
	both "$XP_CPU"
done
unset XP_CPU
both "one thread" --threads=1
both "three threads" --threads=3
done_testing
